"""/afspraken: my next appointment with school and company, and the times I can choose from. Student and company."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from bpv_app.gesprek.queries_eigen import EigenMoment, list_eigen_momenten
from bpv_app.gesprek.rules import Deelnemer, MomentStatus
from bpv_app.gesprek.rules_tonen import hoe_tekst, venster_tekst, wanneer_tekst
from bpv_app.gesprek.service_voorstel import antwoord
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, knop


@dataclass
class OptieBeeld:
    """A time one can choose. `naam` is the field's name in its form."""

    naam: str
    wanneer: str
    aan: bool
    voorbij: bool


@dataclass
class AfspraakBeeld:
    """A conversation as a card; `vraag` "" means that nothing is asked."""

    titel: str
    wanneer: str
    hoe: str
    met: str
    stand: str
    toon: str
    voorstel: str = ""
    vraag: str = ""
    antwoord: str = ""
    opmerking: str = ""
    opties: list[OptieBeeld] = field(default_factory=list)


def _stand(m: EigenMoment) -> tuple[Tekst, str]:
    if m.status is MomentStatus.GEHOUDEN:
        return Tekst("Gehouden", "Held"), "success"
    if m.status is MomentStatus.GEPLAND:
        return Tekst("Afspraak", "Appointment"), "info"
    if m.voorstel is not None and m.voorstel.kan is None:
        return Tekst("Kies een tijd", "Choose a time"), "warning"
    return Tekst("Nog geen afspraak", "No appointment yet"), ""


def _wanneer(m: EigenMoment, taal: str) -> str:
    if m.gehouden_op is not None:
        return toon_datum(m.gehouden_op, taal)
    if m.status is MomentStatus.GEPLAND and m.afspraak_op is not None:
        return wanneer_tekst(m.afspraak_op, taal)
    return venster_tekst(m.venster_van, m.venster_tot, taal)


def afspraak_beeld(m: EigenMoment, taal: str) -> AfspraakBeeld:
    """The card in the person's language."""
    stand, toon = _stand(m)
    wie = m.begeleider if Deelnemer.STUDENT in m.als else m.student
    beeld = AfspraakBeeld(
        titel=m.naam if Deelnemer.STUDENT in m.als else f"{m.naam} – {m.student}",
        wanneer=_wanneer(m, taal),
        hoe=hoe_tekst(m.vorm, m.plaats, taal) if m.status is not MomentStatus.TE_PLANNEN else "",
        met=", ".join(dict.fromkeys(n for n in (wie, m.begeleider) if n)),
        stand=stand.in_taal(taal),
        toon=toon,
    )
    if (v := m.voorstel) is None:
        return beeld
    nu, gekozen = klok.nu(), v.kan
    beeld.voorstel = str(v.voorstel_id)
    beeld.hoe = hoe_tekst(v.vorm, v.plaats, taal)
    beeld.opmerking = v.opmerking
    beeld.vraag = Tekst(f"{v.van} vraagt: welke tijden passen jou?", f"{v.van} asks: which times suit you?").in_taal(
        taal
    )
    beeld.opties = [
        OptieBeeld(f"optie_{i}", wanneer_tekst(o, taal), i in (gekozen or ()), o <= nu) for i, o in enumerate(v.opties)
    ]
    if gekozen is not None:
        beeld.antwoord = Tekst(
            "Je antwoord is verstuurd. Je kunt het nog veranderen.", "Your answer was sent. You can still change it."
        ).in_taal(taal)
    return beeld


def eerste_zin(momenten: tuple[EigenMoment, ...]) -> Tekst:
    """What is asked, or what is next."""
    vraagt = sum(m.voorstel is not None and m.voorstel.kan is None for m in momenten)
    if vraagt:
        return Tekst(
            f"Kies voor {vraagt} {'gesprek' if vraagt == 1 else 'gesprekken'} een tijd.",
            f"Choose a time for {vraagt} conversation{'' if vraagt == 1 else 's'}.",
        )
    nu = klok.nu()
    komt = [m for m in momenten if m.status is MomentStatus.GEPLAND and m.afspraak_op and m.afspraak_op >= nu]
    if komt and komt[0].afspraak_op:
        op = komt[0].afspraak_op
        return Tekst(
            f"Je volgende gesprek is {wanneer_tekst(op)}.", f"Your next conversation is {wanneer_tekst(op, 'en')}."
        )
    return Tekst("Er is nu geen afspraak.", "There is no appointment now.")


class AfsprakenState(rx.State):
    """The own conversations of who looks."""

    zin: str = ""
    nu: list[AfspraakBeeld] = []
    geweest: list[AfspraakBeeld] = []
    beurt: int = 0

    @handler(Actie.EIGEN_GESPREK_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read them."""
        await self._lees()

    async def _lees(self) -> None:
        taal = (await self.get_state(BasisState)).taal
        momenten = await lees(list_eigen_momenten)
        self.zin = eerste_zin(momenten).in_taal(taal)
        self.nu = [afspraak_beeld(m, taal) for m in momenten if m.status is not MomentStatus.GEHOUDEN]
        self.geweest = [afspraak_beeld(m, taal) for m in momenten if m.status is MomentStatus.GEHOUDEN]
        self.beurt += 1

    @handler(Actie.EIGEN_GESPREK_ZIEN)
    async def kies_tijd(self, gegevens: dict[str, Any]) -> None:
        """Say which times suit; none is an answer too."""
        form = formulier(gegevens)
        voorstel_id = als_id(form.get("voorstel", ""))
        kan = [i for i in range(3) if form.get(f"optie_{i}")]
        opmerking = form.get(f"opmerking-{voorstel_id}", "")
        taal = (await self.get_state(BasisState)).taal
        uit = await schrijf(lambda s, wie: antwoord(s, wie, klok, voorstel_id, kan, opmerking))
        await self._lees()
        if uit.gepland_op is not None:
            wanneer = wanneer_tekst(uit.gepland_op, taal)
            await zeg(
                self,
                f"De afspraak is er: {wanneer}. Je krijgt een uitnodiging per mail.",
                f"The appointment is made: {wanneer}. You get an invitation by mail.",
            )
        elif uit.is_klaar:
            await zeg(
                self,
                "Verstuurd. Geen tijd past iedereen; de school stelt andere tijden voor.",
                "Sent. No time suits everybody; the school proposes other times.",
                "info",
            )
        else:
            await zeg(self, "Verstuurd. We wachten op de ander.", "Sent. We wait for the other person.")


def _optie(o: rx.Var[OptieBeeld]) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=o.naam, default_checked=o.aan, disabled=o.voorbij, class_name="checkbox"),
        rx.el.span(o.wanneer, rx.cond(o.voorbij, t(" (voorbij)", " (passed)"), "")),
        class_name="flex min-h-11 cursor-pointer items-center gap-3",
    )


def _vraag(a: rx.Var[AfspraakBeeld]) -> rx.Component:
    opmerking = "opmerking-" + a.voorstel.to(str)
    return rx.el.form(
        rx.el.input(type="hidden", name="voorstel", default_value=a.voorstel),
        rx.el.fieldset(
            rx.el.legend(a.vraag, class_name="font-semibold"),
            rx.foreach(a.opties, _optie),
            rx.el.p(
                t("Past geen tijd? Laat alles leeg.", "Does no time suit you? Leave all empty."), class_name="veld-hulp"
            ),
        ),
        rx.el.div(
            rx.el.label(
                t("Wil je er iets bij zeggen?", "Do you want to say something?"),
                html_for=opmerking,
                class_name="veld-label",
            ),
            rx.el.input(
                id=opmerking, name=opmerking, default_value=a.opmerking, max_length=500, class_name="input w-full"
            ),
            class_name="veld",
        ),
        rx.cond(a.antwoord != "", rx.el.p(a.antwoord, class_name="text-sm"), rx.fragment()),
        knop(t("Verstuur", "Send"), type="submit", class_name="min-h-11"),
        on_submit=AfsprakenState.kies_tijd,
        key=a.voorstel.to(str) + "-" + AfsprakenState.beurt.to(str),
        class_name="formulier mt-3",
    )


def _kaart(a: rx.Var[AfspraakBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h2(a.titel, class_name="text-lg font-semibold"),
            badge(a.stand, a.toon),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.p(a.wanneer, class_name="font-semibold"),
        rx.cond(a.hoe != "", rx.el.p(a.hoe, class_name="break-words"), rx.fragment()),
        rx.cond(a.met != "", rx.el.p(t("Met ", "With "), a.met, class_name="text-base-content/80"), rx.fragment()),
        rx.cond(a.vraag != "", _vraag(a), rx.fragment()),
        class_name="kaart",
    )


@rx.page(route="/afspraken", title="Gesprekken · BPV-app", on_load=AfsprakenState.laad)
def afspraken() -> rx.Component:
    """The cards: what is asked first, then what comes, folded what was."""
    s: Any = AfsprakenState
    return pagina(
        rx.cond(
            s.nu.length() > 0,
            rx.el.ul(rx.foreach(s.nu, _kaart), class_name="grid gap-3"),
            rx.el.p(
                t(
                    "Er zijn nu geen gesprekken. De begeleider van school plant ze.",
                    "There are no conversations now. The supervisor at school plans them.",
                ),
                class_name="kaart",
            ),
        ),
        rx.cond(
            s.geweest.length() > 0,
            rx.el.details(
                rx.el.summary(
                    t("Geweest", "Held"),
                    " (",
                    s.geweest.length(),
                    ")",
                    class_name="flex min-h-11 cursor-pointer items-center font-semibold",
                ),
                rx.el.ul(rx.foreach(s.geweest, _kaart), class_name="grid gap-3"),
                class_name="mt-4",
            ),
            rx.fragment(),
        ),
        titel=t("Mijn afspraken", "My appointments"),
        zin=s.zin,
        smal=True,
    )
