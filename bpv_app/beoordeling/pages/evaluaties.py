"""/evaluaties: how do students and companies look back, per team? And what did they write?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import reflex as rx

from bpv_app.beoordeling.pages.totalen_blok import TotalenBeeld, totalen_beeld, totalen_blok
from bpv_app.beoordeling.queries_evaluatie import get_team_totalen, list_evaluatieteams, list_teksten
from bpv_app.beoordeling.rules_evaluatie import SOORT_LABEL
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import download, kaart


@dataclass
class TekstBeeld:
    """A written answer, without who wrote it."""

    bedrijf: str
    wie: str
    vraag: str
    tekst: str


class EvaluatiesState(rx.State):
    """The totals of one team."""

    team: str = ""
    teams: list[Optie] = []
    zin: str = ""
    totalen: list[TotalenBeeld] = []
    mag_teksten: bool = False
    teksten: list[TekstBeeld] = []

    @handler(Actie.EVALUATIE_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the team of the address, or the first."""
        taal = (await self.get_state(BasisState)).taal
        gevraagd = als_id(parse_qs(str(self.router.url.query or "")).get("team", [""])[0])

        def werk(session: Any, wie: Actor) -> Any:
            teams = list_evaluatieteams(session, wie)
            team_id = gevraagd or (teams[0].id or 0 if teams else 0)
            totalen = get_team_totalen(session, wie, team_id) if team_id else ()
            mag = wie.mag(Actie.EVALUATIE_TEKST_LEZEN)
            return teams, team_id, totalen, mag, list_teksten(session, wie, team_id) if mag and team_id else ()

        teams, team_id, totalen, self.mag_teksten, teksten = await lees(werk)
        self.team, self.teams = str(team_id), [Optie(str(x.id), x.naam) for x in teams]
        self.totalen = [totalen_beeld(x, taal) for x in totalen]
        self.teksten = [
            TekstBeeld(g.bedrijf, SOORT_LABEL[g.soort].in_taal(taal), g.vraag.tekst.in_taal(taal), g.tekst)
            for g in teksten
        ]
        geteld = sum(x.geteld for x in totalen)
        self.zin = Tekst(
            f"{geteld} evaluaties geteld. Totalen gaan altijd over minstens vijf antwoorden.",
            f"{geteld} evaluations counted. Totals are always about at least five answers.",
        ).in_taal(taal)

    @handler(Actie.EVALUATIE_ZIEN)
    async def kies_team(self, team: str) -> Any:
        """Another team."""
        return rx.redirect(f"/evaluaties?team={als_id(team)}")


def _tekst(g: rx.Var[TekstBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.p(rx.el.strong(g.bedrijf), " · ", g.wie, class_name="text-sm"),
        rx.el.p(g.vraag, class_name="text-sm text-base-content/80"),
        rx.el.p(g.tekst, class_name="mt-1 whitespace-pre-line break-words"),
        class_name="py-3",
    )


@rx.page(route="/evaluaties", title="Evaluaties · BPV-app", on_load=EvaluatiesState.laad)
def evaluaties() -> rx.Component:
    """The team, its totals, its texts."""
    s = EvaluatiesState
    return pagina(
        rx.el.div(
            rx.el.label(t("Team", "Team"), html_for="team", class_name="veld-label"),
            rx.el.select(
                rx.foreach(s.teams, lambda o: rx.el.option(o.label, value=o.waarde)),
                id="team",
                value=s.team,
                on_change=s.kies_team,
                class_name="select w-full sm:w-72",
            ),
            class_name="mb-4",
        ),
        rx.el.div(rx.foreach(s.totalen, lambda b: totalen_blok(b)), class_name="grid items-start gap-4 lg:grid-cols-2"),
        rx.cond(
            s.mag_teksten,
            kaart(
                rx.el.p(
                    t(
                        "Alleen jij als coördinator leest dit. Er staat niet bij wie het schreef: vraag er niet naar. "
                        "Het bedrijf ziet dit niet.",
                        "Only you as coordinator read this. It does not say who wrote it: do not ask. The company does "
                        "not see this.",
                    ),
                    class_name="text-sm text-base-content/80",
                ),
                rx.cond(
                    s.teksten.length() > 0,
                    rx.el.ul(rx.foreach(s.teksten, _tekst), class_name="divide-y divide-base-300"),
                    rx.el.p(t("Er is nog niets geschreven.", "Nothing was written yet."), class_name="mt-3"),
                ),
                titel=t("Wat zij schreven", "What they wrote"),
            ),
            rx.fragment(),
        ),
        titel=t("Evaluaties", "Evaluations"),
        zin=s.zin,
        acties=rx.el.div(
            *[
                download(
                    t(f"Totalen ({label})", f"Totals ({label})"),
                    f"/api/export/evaluaties.{soort}?team=" + s.team,
                    class_name="btn btn-outline btn-sm min-h-11",
                )
                for soort, label in (("xlsx", "Excel"), ("csv", "CSV"))
            ],
            class_name="flex flex-wrap gap-2",
        ),
    )
