"""/inrichting/beoordeling: with which scale does each team judge, and which werkprocessen count in which placements?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.beoordeling.pages.inrichten_delen import kruimels, tabs
from bpv_app.beoordeling.queries_inrichten import list_inrichtingstanden, list_schalen
from bpv_app.beoordeling.rules import lees_schaal, toon_schaal
from bpv_app.beoordeling.rules_werkproces import lees_codes
from bpv_app.beoordeling.service_inrichten import bewaar_codes, bewaar_schaal
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import annuleer, knop, open_dialoog, sluit_dialoog, tekstveld, venster

SCHAAL, CODES = "schaal-venster", "codes-venster"


@dataclass
class RegelBeeld:
    """A team or a set-up, with what holds for it in words."""

    id: str
    naam: str
    zin: str
    tekst: str
    versie: int


class BeoordelingInrichtenState(rx.State):
    """Scales per team, codes per set-up."""

    zin: str = ""
    schalen: list[RegelBeeld] = []
    inrichtingen: list[RegelBeeld] = []
    gekozen: RegelBeeld = RegelBeeld("", "", "", "", 0)
    form_sleutel: int = 0

    @handler(Actie.WERKPROCES_BEHEREN, laadt=True)
    async def laad(self) -> None:
        """Read the teams and set-ups."""
        await self._lees()

    async def _lees(self) -> None:
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Actor) -> Any:
            return list_schalen(session, wie), list_inrichtingstanden(session, wie)

        schalen, inrichtingen = await lees(werk)
        standaard, alle = Tekst(" (standaard)", " (default)"), Tekst("Alle werkprocessen", "All work processes")
        self.schalen = [
            RegelBeeld(
                str(s.team_id),
                s.team,
                " · ".join(x.naam.in_taal(taal) for x in s.schaal) + ("" if s.versie else standaard.in_taal(taal)),
                toon_schaal(s.schaal),
                s.versie,
            )
            for s in schalen
        ]
        self.inrichtingen = [
            RegelBeeld(str(i.id), i.naam, ", ".join(i.codes) or alle.in_taal(taal), "\n".join(i.codes), i.versie)
            for i in inrichtingen
        ]
        eigen = sum(s.versie > 0 for s in schalen)
        self.zin = Tekst(
            f"{len(schalen)} teams, waarvan {eigen} met een eigen schaal.",
            f"{len(schalen)} teams, {eigen} with a scale of their own.",
        ).in_taal(taal)

    def _kies(self, regels: list[RegelBeeld], nummer: object, id_: str) -> Any:
        gevonden = next((r for r in regels if r.id == str(nummer)), None)
        if gevonden is None:
            raise NietGevonden
        self.gekozen = gevonden
        self.form_sleutel += 1
        return open_dialoog(id_)

    @handler(Actie.WERKPROCES_BEHEREN)
    async def open_schaal(self, team: str) -> Any:
        """The scale of one team."""
        return self._kies(self.schalen, team, SCHAAL)

    @handler(Actie.WERKPROCES_BEHEREN)
    async def open_codes(self, inrichting: str) -> Any:
        """The codes of one set-up."""
        return self._kies(self.inrichtingen, inrichting, CODES)

    @handler(Actie.WERKPROCES_BEHEREN)
    async def bewaar_schaal(self, gegevens: dict[str, Any]) -> Any:
        """Save the scale; assessments that began keep theirs."""
        schaal, team_id, versie = (
            lees_schaal(formulier(gegevens).get("schaal", "")),
            als_id(self.gekozen.id),
            self.gekozen.versie,
        )
        await schrijf(lambda session, wie: bewaar_schaal(session, wie, team_id, schaal, versie))
        await self._lees()
        await zeg(
            self, "Bewaard. De schaal geldt voor nieuwe beoordelingen.", "Saved. The scale holds for new assessments."
        )
        return sluit_dialoog(SCHAAL)

    @handler(Actie.WERKPROCES_BEHEREN)
    async def bewaar_codes(self, gegevens: dict[str, Any]) -> Any:
        """Save the codes; assessments that began keep theirs."""
        codes, nummer, versie = (
            lees_codes(formulier(gegevens).get("codes", "")),
            als_id(self.gekozen.id),
            self.gekozen.versie,
        )
        await schrijf(lambda session, wie: bewaar_codes(session, wie, nummer, codes, versie))
        await self._lees()
        await zeg(
            self, "Bewaard. De keuze geldt voor nieuwe beoordelingen.", "Saved. The choice holds for new assessments."
        )
        return sluit_dialoog(CODES)


def _lijst(regels: Any, event: Any) -> rx.Component:
    def regel(r: rx.Var[RegelBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                rx.el.p(rx.el.strong(r.naam)),
                rx.el.p(r.zin, class_name="text-sm text-base-content/80 break-words"),
                class_name="min-w-0 grow",
            ),
            rx.el.button(
                t("Wijzig", "Change"),
                rx.el.span(" ", r.naam, class_name="sr-only"),
                type="button",
                on_click=event(r.id),
                class_name="btn btn-outline btn-sm",
            ),
            class_name="flex flex-wrap items-center gap-3 px-3 py-3",
            key=r.id,
        )

    return rx.el.ul(rx.foreach(regels, regel), class_name="kaart mb-6 divide-y divide-base-300 overflow-hidden p-0")


def _venster(id_: str, naam: str, label: Any, hulp: Any, event: Any) -> rx.Component:
    s = BeoordelingInrichtenState
    return venster(
        id_,
        s.gekozen.naam,
        rx.el.form(
            tekstveld(naam, label, waarde=s.gekozen.tekst, hulp=hulp, rijen=7),
            rx.el.div(annuleer(id_), knop(t("Bewaar", "Save"), type="submit"), class_name="modal-action"),
            on_submit=event,
            key=f"{id_}-" + s.form_sleutel.to(str),
        ),
    )


@rx.page(
    route="/inrichting/beoordeling", title="Beoordeling inrichten · BPV-app", on_load=BeoordelingInrichtenState.laad
)
def beoordeling_inrichten() -> rx.Component:
    """Scales, set-ups."""
    s = BeoordelingInrichtenState
    return pagina(
        tabs("/inrichting/beoordeling"),
        rx.el.h2(t("Schaal per team", "Scale per team"), class_name="mb-2 text-lg font-semibold"),
        _lijst(s.schalen, s.open_schaal),
        rx.el.h2(
            t("Welke werkprocessen tellen per dossierinrichting", "Which work processes count per dossier set-up"),
            class_name="mb-2 text-lg font-semibold",
        ),
        _lijst(s.inrichtingen, s.open_codes),
        _venster(
            SCHAAL,
            "schaal",
            t("Schaal, van laag naar hoog", "Scale, from low to high"),
            t(
                "Eén trede per regel: naam; ja of nee (is dit genoeg?); naam in het Engels. ‘Niet gezien’ is er ook.",
                "One step a line: name; ja or nee (is this enough?); name in English. ‘Not seen’ is always there.",
            ),
            s.bewaar_schaal,
        ),
        _venster(
            CODES,
            "codes",
            t("Codes van werkprocessen", "Codes of work processes"),
            t(
                "Eén code per regel, zoals B1-K1-W1. Leeg: alle werkprocessen van de opleiding tellen mee.",
                "One code a line, such as B1-K1-W1. Empty: all work processes of the programme count.",
            ),
            s.bewaar_codes,
        ),
        titel=t("Beoordeling inrichten", "Set up assessments"),
        kruimels=kruimels(),
        zin=s.zin,
    )
