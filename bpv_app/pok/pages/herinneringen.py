"""/poks/herinneringen: who of my teams is reminded of a missing signature, and is it on?"""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_manen_team import TeamHerinneren, list_team_herinneren
from bpv_app.pok.rules_manen import ONTVANGER_LABEL, Ontvanger
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge


@dataclass
class TeamBeeld:
    """A team in one line."""

    href: str
    naam: str
    zin: str
    is_aan: bool


def team_beeld(stand: TeamHerinneren, taal: str) -> TeamBeeld:
    """How many rules there are for whom."""
    aan = [r for r in stand.regels if r.is_aan]
    per = {wie: sum(r.ontvanger is wie for r in aan) for wie in Ontvanger}
    zin = ", ".join(f"{ONTVANGER_LABEL[wie].in_taal(taal)}: {n}" for wie, n in per.items() if n)
    geen = Tekst("Geen regels.", "No rules.").in_taal(taal)
    return TeamBeeld(f"/poks/herinneringen/{stand.team_id}", stand.naam, zin or geen, stand.is_aan)


class HerinneringenState(rx.State):
    """The teams this person sets up."""

    zin: str = ""
    teams: list[TeamBeeld] = []

    @handler(Actie.MANEN_INRICHTEN, laadt=True)
    async def laad(self) -> None:
        """Read the teams."""
        taal = (await self.get_state(BasisState)).taal
        standen = await lees(list_team_herinneren)
        self.teams = [team_beeld(stand, taal) for stand in standen]
        aan, alle = sum(stand.is_aan for stand in standen), len(standen)
        self.zin = Tekst(
            f"De app stuurt herinneringen voor {aan} van {alle} teams.",
            f"The app sends reminders for {aan} of {alle} teams.",
        ).in_taal(taal)


def _team(team: rx.Var[TeamBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                rx.el.strong(team.naam),
                rx.el.span(t("Aantal regels: ", "Number of rules: "), team.zin, class_name="hulp block"),
                class_name="min-w-0",
            ),
            rx.cond(team.is_aan, badge(t("Aan", "On"), "success"), badge(t("Uit", "Off"))),
            href=team.href,
            class_name="flex min-h-11 items-center justify-between gap-3 px-2 py-3 hover:bg-base-200",
        ),
        key=team.href,
    )


@rx.page(route="/poks/herinneringen", title="Herinneringen · BPV-app", on_load=HerinneringenState.laad)
def herinneringen() -> rx.Component:
    """The list of teams."""
    return pagina(
        rx.el.ul(
            rx.foreach(HerinneringenState.teams, _team), class_name="kaart divide-y divide-base-300 overflow-hidden p-0"
        ),
        titel=t("Herinneringen aan handtekeningen", "Reminders of signatures"),
        zin=HerinneringenState.zin,
        kruimels=[(t("POK's", "Agreements"), "/poks"), (t("Na te bellen", "To call"), "/poks/nabellen")],
        smal=True,
    )
