"""/uren/regels: how does each of my teams work with hours?"""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.uren.pages.regels_delen import tabs
from bpv_app.uren.queries_inrichting import TeamStand, list_team_standen
from bpv_app.uren.rules_inrichting import BEOORDELAAR_LABEL, DAGEN, REGIO_LABEL
from bpv_app.uren.rules_tonen import uren_tekst


@dataclass
class TeamBeeld:
    """A team with its rules in one sentence."""

    href: str
    naam: str
    zin: str
    standaard: bool


def team_beeld(stand: TeamStand, taal: str) -> TeamBeeld:
    """The rules in words."""
    r = stand.regels
    dag, wie, regio = DAGEN[r.insturen_voor], BEOORDELAAR_LABEL[r.beoordelaar], REGIO_LABEL[r.regio]
    per_dag, per_week = uren_tekst(r.grenzen.max_minuten_dag), uren_tekst(r.grenzen.max_minuten_week)
    zin = Tekst(
        f"{wie.nl} keurt goed, binnen {r.dagen_voor_beoordeling} dagen. Insturen uiterlijk {dag.nl.lower()}. "
        f"Regio {regio.nl}. Hoogstens {per_dag.nl} per dag en {per_week.nl} per week.",
        f"{wie.en} approves, within {r.dagen_voor_beoordeling} days. Sent in on {dag.en} at the latest. "
        f"Region {regio.en}. At most {per_dag.en} a day and {per_week.en} a week.",
    )
    return TeamBeeld(f"/uren/regels/{stand.id}", stand.naam, zin.in_taal(taal), not stand.is_eigen)


class UrenRegelsState(rx.State):
    """The teams this person sets up."""

    zin: str = ""
    teams: list[TeamBeeld] = []

    @handler(Actie.UREN_INRICHTEN, laadt=True)
    async def laad(self) -> None:
        """Read the teams."""
        taal = (await self.get_state(BasisState)).taal
        standen = await lees(list_team_standen)
        self.teams = [team_beeld(stand, taal) for stand in standen]
        eigen = sum(stand.is_eigen for stand in standen)
        self.zin = Tekst(
            f"{len(standen)} teams, waarvan {eigen} met eigen regels. De andere volgen de standaard.",
            f"{len(standen)} teams, {eigen} with rules of their own. The others follow the defaults.",
        ).in_taal(taal)


def _team(team: rx.Var[TeamBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            rx.el.span(
                rx.el.strong(team.naam),
                rx.cond(team.standaard, rx.el.span(t("standaard", "defaults"), class_name="merk ml-2"), rx.fragment()),
                class_name="block",
            ),
            rx.el.span(team.zin, class_name="block text-sm text-base-content/80"),
            href=team.href,
            class_name="block min-h-11 px-2 py-3 hover:bg-base-200",
        ),
        key=team.href,
    )


@rx.page(route="/uren/regels", title="Urenregels · BPV-app", on_load=UrenRegelsState.laad)
def uren_regels() -> rx.Component:
    """The list of teams."""
    return pagina(
        tabs("/uren/regels"),
        rx.el.ul(
            rx.foreach(UrenRegelsState.teams, _team), class_name="kaart divide-y divide-base-300 overflow-hidden p-0"
        ),
        titel=t("Urenregels", "Hours rules"),
        zin=UrenRegelsState.zin,
    )
