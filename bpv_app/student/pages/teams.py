"""/beheer/teams: which teams are there, and which programmes belong to none yet?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import reflex as rx

from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.queries_teams import TEAMS, list_opleidingen, list_team_keuzes
from bpv_app.student.service import stel_opleiding_in
from bpv_app.student.service_teams import maak_team
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, Optie, lijst
from bpv_app.ui.velden import annuleer, dialoog, kaart, knop, sluit_dialoog, veld

MAX_ZONDER = 50


@dataclass
class OpleidingBeeld:
    """A programme without a team."""

    crebo: str
    naam: str
    studenten: int


class TeamsState(LijstState, rx.State):
    """The list of teams and the programmes that wait for one."""

    _lijst: ClassVar[Lijst] = TEAMS
    zin: str = ""
    zonder_team: list[OpleidingBeeld] = []
    zonder_aantal: int = 0
    keuzes: list[Optie] = []
    nieuw_sleutel: int = 0

    async def _lees_lijst(self) -> None:
        await super()._lees_lijst()
        taal = (await self.get_state(BasisState)).taal
        opleidingen, teams = await lees(
            lambda session, wie: (list_opleidingen(session, wie), list_team_keuzes(session, wie))
        )
        zonder = [o for o in opleidingen if o.team_id is None]
        self.zonder_aantal = len(zonder)
        self.zonder_team = [OpleidingBeeld(o.crebo, o.naam, o.studenten) for o in zonder[:MAX_ZONDER]]
        self.keuzes = [Optie(str(i), naam) for i, naam in teams]
        zin = Tekst(
            f"{len(teams)} actieve teams. Opleidingen die nog bij geen team horen: {len(zonder)}.",
            f"{len(teams)} active teams. Programmes that belong to no team yet: {len(zonder)}.",
        )
        self.zin = zin.in_taal(taal)

    @handler(Actie.TEAM_BEHEREN)
    async def maak(self, gegevens: dict[str, Any]) -> Any:
        """Make a team."""
        form = formulier(gegevens)
        await schrijf(lambda session, wie: maak_team(session, wie, form.get("code", ""), form.get("naam", "")))
        self.nieuw_sleutel += 1
        await self._lees_lijst()
        await zeg(self, "Het team is gemaakt.", "The team was made.")
        return sluit_dialoog("nieuw-team")

    @handler(Actie.TEAM_BEHEREN)
    async def wijs_toe(self, crebo: str, team: str) -> None:
        """Give a programme, and its students without a team, to a team."""
        code, team_id = str(crebo)[:5], als_id(team)
        if not team_id:
            return
        naam = next((o.naam for o in self.zonder_team if o.crebo == code), "")
        await schrijf(lambda session, wie: stel_opleiding_in(session, wie, code, naam=naam, team_id=team_id))
        await self._lees_lijst()
        await zeg(
            self,
            f"Crebo {code} en de studenten zonder team horen nu bij dit team.",
            f"Crebo {code} and its students without a team now belong to this team.",
        )


def _opleiding(opleiding: rx.Var[OpleidingBeeld]) -> rx.Component:
    veld_id = "team-" + opleiding.crebo.to(str)
    return rx.el.li(
        rx.el.div(
            rx.el.strong(rx.cond(opleiding.naam != "", opleiding.naam, t("Naam onbekend", "Name unknown"))),
            rx.el.span(
                " ", opleiding.crebo, " · ", opleiding.studenten, t(" studenten", " students"), class_name="text-sm"
            ),
            class_name="min-w-0 grow",
        ),
        rx.el.label(t("Team voor ", "Team for "), opleiding.crebo, html_for=veld_id, class_name="sr-only"),
        rx.el.select(
            rx.el.option(t("Kies een team…", "Choose a team…"), value=""),
            rx.foreach(TeamsState.keuzes, lambda o: rx.el.option(o.label, value=o.waarde)),
            id=veld_id,
            value="",
            on_change=lambda waarde: TeamsState.wijs_toe(opleiding.crebo, waarde),
            class_name="select select-sm w-full sm:w-64",
        ),
        class_name="flex flex-wrap items-center gap-2 py-2",
        key=opleiding.crebo,
    )


def _zonder_team() -> rx.Component:
    return rx.cond(
        TeamsState.zonder_aantal > 0,
        kaart(
            rx.el.p(
                t(
                    "Studenten van zo’n opleiding ziet alleen studentenzaken. Kies het team, dan ziet ook de "
                    "coördinator hen.",
                    "Only student administration sees who follows such a programme. Choose the team, then its "
                    "coordinator sees them too.",
                )
            ),
            rx.el.ul(rx.foreach(TeamsState.zonder_team, _opleiding), class_name="mt-2 divide-y divide-base-300"),
            rx.cond(
                TeamsState.zonder_aantal > MAX_ZONDER,
                rx.el.p(
                    t(f"Hier staan de eerste {MAX_ZONDER}.", f"These are the first {MAX_ZONDER}."), class_name="mt-2"
                ),
                rx.fragment(),
            ),
            titel=t("Opleidingen zonder team", "Programmes without a team"),
            class_name="mt-6",
        ),
        rx.fragment(),
    )


@rx.page(route="/beheer/teams", title="Teams · BPV-app", on_load=TeamsState.laad)
def teams() -> rx.Component:
    """The list, a form for a new team, the programmes that wait."""
    nieuw = dialoog(
        "nieuw-team",
        t("Nieuw team", "New team"),
        rx.el.form(
            veld("naam", t("Naam", "Name"), verplicht=True, max_length=100),
            veld(
                "code",
                t("Code", "Code"),
                verplicht=True,
                max_length=20,
                hulp=t("Kort, zoals in het rooster.", "Short, as in the timetable."),
            ),
            rx.el.div(
                annuleer("nieuw-team"), knop(t("Maak team", "Make team"), type="submit"), class_name="modal-action"
            ),
            on_submit=TeamsState.maak,
            key="nieuw-" + TeamsState.nieuw_sleutel.to(str),
            class_name="formulier",
        ),
        open_tekst=t("Nieuw team", "New team"),
        class_name="btn btn-primary btn-sm",
    )
    return pagina(
        lijst(TeamsState, TEAMS),
        _zonder_team(),
        titel=t("Teams", "Teams"),
        zin=TeamsState.zin,
        acties=nieuw,
    )
