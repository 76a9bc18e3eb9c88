"""/stagiairs/beoordelen/<dossier>: how did my trainee do, per werkproces? On a phone, by the praktijkopleider."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.beoordeling.pages import beeld
from bpv_app.beoordeling.pages.concept import VraagBeeld, onderweg, scherm, tekstvak, verwerk, vraag
from bpv_app.beoordeling.queries_beoordeling import get_voor_bedrijf
from bpv_app.beoordeling.rules import Kant
from bpv_app.beoordeling.service_oordeel import VeldAntwoord, bewaar_veld, neem_terug, stuur_in
from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, kaart, knop


class StagiairOordeelState(rx.State):
    """The company's own side of one assessment."""

    dossier_id: int = 0
    wie: str = ""
    student: str = ""
    zin: str = ""
    stage: str = ""
    vragen: list[VraagBeeld] = []
    regels: list[beeld.OordeelBeeld] = []
    algemeen: str = ""
    is_ingestuurd: bool = False
    is_besloten: bool = False
    beurt: int = 0

    @handler(Actie.OORDEEL_GEVEN, laadt=True)
    async def laad(self) -> None:
        """Read the placement of the address."""
        self.dossier_id = 0
        await self._lees(als_id(pad_deel(self, 2)))

    async def _lees(self, dossier_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal
        b = await lees(lambda session, wie: get_voor_bedrijf(session, wie, dossier_id))
        self.dossier_id, self.wie = dossier_id, str(huidige_actor().account_id or "")
        self.student, self.stage = b.stage.student, beeld.stage_zin(b, taal)
        self.vragen, self.algemeen = beeld.vragen(b, b.bedrijf or {}, taal), b.bedrijf_algemeen
        self.regels = beeld.regels(b, taal)
        self.is_ingestuurd, self.is_besloten = b.bedrijf_op is not None, b.besloten_op is not None
        self.beurt += 1
        open_ = sum(not v.waarde for v in self.vragen)
        een = open_ == 1
        zin = Tekst(
            f"Nog {open_} {'werkproces' if een else 'werkprocessen'} te beoordelen. De school besluit en weegt jouw "
            "oordeel mee.",
            f"{open_} work {'process' if een else 'processes'} left to judge. The school decides and weighs your "
            "judgement.",
        )
        if self.is_ingestuurd:
            op, door = toon_moment(b.bedrijf_op, taal), b.bedrijf_door
            zin = Tekst(f"Ingestuurd op {op} door {door}. Bedankt!", f"Sent in on {op} by {door}. Thank you!")
        elif self.is_besloten:
            zin = Tekst("De school heeft al besloten.", "The school has decided already.")
        self.zin = zin.in_taal(taal)

    @handler(Actie.OORDEEL_GEVEN)
    async def bewaar_concept(self, gegevens: dict[str, Any]) -> Any:
        """Save one field the device kept."""

        async def bewaar(sleutel: str, veld: str, tekst: str, was: str) -> VeldAntwoord:
            nummer = als_id(sleutel.removeprefix("bedrijf-"))
            return await schrijf(
                lambda session, wie: bewaar_veld(session, wie, klok, nummer, Kant.BEDRIJF, veld, tekst, was)
            )

        return await verwerk(self, gegevens, bewaar)

    @handler(Actie.OORDEEL_GEVEN)
    async def stuur(self) -> None:
        """Send the judgement to the school."""
        dossier_id = self.dossier_id
        await schrijf(lambda session, wie: stuur_in(session, wie, klok, dossier_id))
        await self._lees(dossier_id)
        await zeg(self, "Je oordeel is naar de school gestuurd.", "Your judgement was sent to the school.")

    @handler(Actie.OORDEEL_GEVEN)
    async def terug(self) -> None:
        """Take it back to change it, as long as the school has not decided."""
        dossier_id = self.dossier_id
        await schrijf(lambda session, wie: neem_terug(session, wie, klok, dossier_id))
        await self._lees(dossier_id)
        await zeg(
            self,
            "Je kunt je oordeel weer wijzigen. Stuur het daarna opnieuw in.",
            "You can change it again. Send it in afterwards.",
        )


def _regel(r: rx.Var[beeld.OordeelBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(r.code, " ", r.naam, class_name="font-semibold"),
            rx.cond(r.bedrijf != "", badge(r.bedrijf, r.bedrijf_toon), rx.fragment()),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.cond(
            r.bedrijf_opmerking != "", rx.el.p(r.bedrijf_opmerking, class_name="whitespace-pre-line"), rx.fragment()
        ),
        class_name="py-3",
    )


def _lezen() -> rx.Component:
    s = StagiairOordeelState
    return kaart(
        rx.el.ul(rx.foreach(s.regels, _regel), class_name="divide-y divide-base-300"),
        rx.cond(s.algemeen != "", rx.el.p(s.algemeen, class_name="mt-3 whitespace-pre-line"), rx.fragment()),
        rx.cond(
            s.is_ingestuurd & ~s.is_besloten,
            knop(
                t("Neem terug en wijzig", "Take back and change"),
                hoofd=False,
                on_click=s.terug,
                type="button",
                class_name="mt-4 min-h-11",
            ),
            rx.fragment(),
        ),
        titel=t("Jouw oordeel", "Your judgement"),
    )


def _schrijven() -> rx.Component:
    s = StagiairOordeelState
    return scherm(
        kaart(
            rx.el.p(onderweg(), class_name="text-sm text-base-content/80"),
            rx.cond(
                s.vragen.length() > 0,
                rx.el.ul(
                    rx.foreach(
                        s.vragen,
                        lambda v: vraag(
                            v, t("Toelichting (de student leest dit later)", "Remark (the student will read this)")
                        ),
                    ),
                    class_name="divide-y divide-base-300",
                ),
                rx.el.p(
                    t(
                        "Voor deze opleiding staan nog geen werkprocessen klaar. Schrijf hieronder hoe het ging.",
                        "There are no work processes for this programme yet. Write below how it went.",
                    ),
                    class_name="my-3",
                ),
            ),
            tekstvak("algemeen", s.algemeen, t("Wat wil je nog zeggen?", "What else do you want to say?"), 4),
            rx.el.div(
                knop(
                    t("Stuur naar de school", "Send to the school"),
                    on_click=s.stuur,
                    type="button",
                    class_name="min-h-11 w-full sm:w-auto",
                    custom_attrs={"data-na-bewaren": "1"},
                ),
                class_name="mt-4",
            ),
            key="oordeel-" + s.beurt.to(str),
        ),
        wie=s.wie,
        sleutel="bedrijf-" + s.dossier_id.to(str),
        bewaar=s.bewaar_concept,
    )


@rx.page(
    route="/stagiairs/beoordelen/[dossier_nr]", title="Stagiair beoordelen · BPV-app", on_load=StagiairOordeelState.laad
)
def stagiair_beoordelen() -> rx.Component:
    """The form, or what was sent in."""
    s = StagiairOordeelState
    return pagina(
        rx.el.p(s.stage, class_name="mb-3 text-sm text-base-content/80"),
        rx.cond(s.is_ingestuurd | s.is_besloten, _lezen(), _schrijven()),
        titel=t("Beoordeling van ", "Assessment of ") + s.student,
        zin=s.zin,
        kruimels=[(t("Stagiairs", "Trainees"), "/stagiairs")],
        smal=True,
    )
