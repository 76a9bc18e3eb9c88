"""/logboek: what did I write, what is private, what was discussed? And for who guides: what do I have to discuss?"""

from __future__ import annotations

from typing import ClassVar

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst
from bpv_app.uren.queries_logboek import LOGBOEK, tel_toestanden
from bpv_app.uren.rules_logboek import Toestand


def _aantal(n: int, taal: str) -> str:
    een, meer = Tekst("verslag", "entry"), Tekst("verslagen", "entries")
    return f"{n} {(een if n == 1 else meer).in_taal(taal)}"


def _zin(aantallen: dict[Toestand, int], schrijft: bool, taal: str) -> str:
    """The screen's first line."""
    concept, gedeeld = aantallen[Toestand.CONCEPT], aantallen[Toestand.GEDEELD]
    if not sum(aantallen.values()):
        leeg = Tekst("Je hebt nog niets geschreven.", "You have not written anything yet.")
        return (
            leeg.in_taal(taal) if schrijft else Tekst("Er is nog niets gedeeld.", "Nothing shared yet.").in_taal(taal)
        )
    if not schrijft:
        if not gedeeld:
            return Tekst("Alles is besproken.", "Everything was discussed.").in_taal(taal)
        return f"{Tekst('Te bespreken', 'To discuss').in_taal(taal)}: {_aantal(gedeeld, taal)}."
    delen = []
    if concept:
        delen.append(f"{Tekst('Alleen voor jou', 'Only for you').in_taal(taal)}: {_aantal(concept, taal)}.")
    if gedeeld:
        delen.append(f"{Tekst('Gedeeld, nog te bespreken', 'Shared, to discuss').in_taal(taal)}: {gedeeld}.")
    return " ".join(delen) or Tekst("Alles is gedeeld en besproken.", "All was shared and discussed.").in_taal(taal)


class LogboekState(LijstState, rx.State):
    """The list of entries."""

    _lijst: ClassVar[Lijst] = LOGBOEK
    zin: str = ""
    mag_schrijven: bool = False

    @handler(Actie.LOGBOEK_LEZEN, laadt=True)
    async def laad(self) -> None:
        """Read the page of entries the URL asks for, and how many there are in each state."""
        await self._lees_lijst()
        taal = (await self.get_state(BasisState)).taal
        aantallen = await lees(tel_toestanden)
        self.zin = _zin(aantallen, self.mag_schrijven, taal)

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_schrijven = wie.mag(Actie.LOGBOEK_SCHRIJVEN)


def _nieuw() -> rx.Component:
    return rx.cond(
        LogboekState.mag_schrijven,
        rx.el.a(t("Nieuw verslag", "New entry"), href="/logboek/nieuw", class_name="btn btn-primary"),
        rx.fragment(),
    )


@rx.page(route="/logboek", title="Logboek · BPV-app", on_load=LogboekState.laad)
def logboek() -> rx.Component:
    """The list; a student starts a new entry from here."""
    return pagina(
        lijst(LogboekState, LOGBOEK),
        titel=t("Logboek", "Logbook"),
        zin=LogboekState.zin,
        acties=_nieuw(),
    )
