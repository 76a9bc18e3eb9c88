"""/inrichting/evaluatie: what do we ask students and companies when a placement ends?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import reflex as rx

from bpv_app.beoordeling.pages.inrichten_delen import kruimels, tabs
from bpv_app.beoordeling.queries_evaluatie import list_evaluatieteams
from bpv_app.beoordeling.queries_lijst import LijstStand, get_lijst
from bpv_app.beoordeling.rules_evaluatie import SOORT_LABEL, EvaluatieSoort, lees_vragen, toon_vragen
from bpv_app.beoordeling.service_inrichten import bewaar_vragen
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import kaart, knop, tekstveld

HELE_SCHOOL = Tekst("Hele school", "Whole school")


@dataclass
class LijstBeeld:
    """One question list in a form."""

    soort: str
    kop: str
    zin: str
    tekst: str
    versie: int


class EvaluatieInrichtenState(rx.State):
    """The question lists of a team, or of the school."""

    team: str = ""
    teams: list[Optie] = []
    student: LijstBeeld = LijstBeeld("student", "", "", "", 0)
    bedrijf: LijstBeeld = LijstBeeld("bedrijf", "", "", "", 0)
    form_sleutel: int = 0

    @handler(Actie.EVALUATIE_INRICHTEN, laadt=True)
    async def laad(self) -> None:
        """Read the team of the address; beheer starts with the school."""
        await self._lees(als_id(parse_qs(str(self.router.url.query or "")).get("team", [""])[0]))

    async def _lees(self, gevraagd: int) -> None:
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Actor) -> Any:
            teams = list_evaluatieteams(session, wie)
            heel = wie.team_ids(Actie.EVALUATIE_INRICHTEN) is None
            team_id = gevraagd or (None if heel or not teams else teams[0].id)
            if team_id is None and not heel:
                raise NietGevonden
            return teams, heel, team_id, [get_lijst(session, wie, soort, team_id) for soort in EvaluatieSoort]

        teams, heel, team_id, lijsten = await lees(werk)
        school = [Optie("0", HELE_SCHOOL.in_taal(taal))] if heel else []
        self.team, self.teams = str(team_id or 0), [*school, *(Optie(str(x.id), x.naam) for x in teams)]
        self.student, self.bedrijf = (self._beeld(stand, taal) for stand in lijsten)
        self.form_sleutel += 1

    def _beeld(self, stand: LijstStand, taal: str) -> LijstBeeld:
        zin = Tekst(
            "Eigen vragen. Wie al gevraagd is, houdt de oude vragen.",
            "Questions of your own. Who was asked already keeps the old ones.",
        )
        if not stand.is_eigen:
            zin = Tekst(
                "Dit zijn de standaardvragen. Bewaar om eigen vragen te maken.",
                "These are the default questions. Save to make questions of your own.",
            )
        return LijstBeeld(
            stand.soort.value,
            SOORT_LABEL[stand.soort].in_taal(taal),
            zin.in_taal(taal),
            toon_vragen(stand.vragen),
            stand.versie,
        )

    @handler(Actie.EVALUATIE_INRICHTEN)
    async def kies_team(self, team: str) -> Any:
        """Another team."""
        return rx.redirect(f"/inrichting/evaluatie?team={als_id(team)}")

    @handler(Actie.EVALUATIE_INRICHTEN)
    async def bewaar_student(self, gegevens: dict[str, Any]) -> None:
        """Save the questions to students."""
        await self._bewaar(EvaluatieSoort.STUDENT, formulier(gegevens).get("vragen_student", ""), self.student.versie)

    @handler(Actie.EVALUATIE_INRICHTEN)
    async def bewaar_bedrijf(self, gegevens: dict[str, Any]) -> None:
        """Save the questions to companies."""
        await self._bewaar(EvaluatieSoort.BEDRIJF, formulier(gegevens).get("vragen_bedrijf", ""), self.bedrijf.versie)

    async def _bewaar(self, soort: EvaluatieSoort, tekst: str, versie: int) -> None:
        try:
            vragen = lees_vragen(soort, tekst)
        except OngeldigeInvoer as fout:
            raise OngeldigeInvoer({f"vragen_{soort.value}": fout.velden["vragen"]}) from fout
        team_id = als_id(self.team) or None
        await schrijf(lambda session, wie: bewaar_vragen(session, wie, klok, soort, team_id, vragen, versie))
        await self._lees(team_id or 0)
        await zeg(
            self, "Bewaard. Nieuwe evaluaties krijgen deze vragen.", "Saved. New evaluations get these questions."
        )


def _formulier(lijst: Any, naam: str, event: Any) -> rx.Component:
    s = EvaluatieInrichtenState
    return kaart(
        rx.el.p(lijst.zin, class_name="mb-2 text-sm text-base-content/80"),
        rx.el.form(
            tekstveld(
                naam,
                t("Vragen", "Questions"),
                waarde=lijst.tekst,
                rijen=12,
                hulp=t(
                    "Eén vraag per regel: over wie (bedrijf, student of school); soort (schaal, ja_nee of tekst); "
                    "vraag; vraag in het Engels. Verander je een vraag, dan tellen de antwoorden apart.",
                    "One question a line: about whom (bedrijf, student or school); kind (schaal, ja_nee or tekst); "
                    "question; question in English. A changed question is counted apart.",
                ),
                verplicht=True,
            ),
            knop(t("Bewaar", "Save"), type="submit", class_name="mt-2"),
            on_submit=event,
            key=naam + "-" + s.form_sleutel.to(str),
        ),
        titel=lijst.kop,
        class_name="mb-4",
    )


@rx.page(route="/inrichting/evaluatie", title="Evaluatie inrichten · BPV-app", on_load=EvaluatieInrichtenState.laad)
def evaluatie_inrichten() -> rx.Component:
    """The team, both lists."""
    s = EvaluatieInrichtenState
    return pagina(
        tabs("/inrichting/evaluatie"),
        rx.el.div(
            rx.el.label(t("Voor", "For"), html_for="team", class_name="veld-label"),
            rx.el.select(
                rx.foreach(s.teams, lambda o: rx.el.option(o.label, value=o.waarde)),
                id="team",
                value=s.team,
                on_change=s.kies_team,
                class_name="select w-full sm:w-72",
            ),
            class_name="mb-4",
        ),
        _formulier(s.student, "vragen_student", s.bewaar_student),
        _formulier(s.bedrijf, "vragen_bedrijf", s.bewaar_bedrijf),
        titel=t("Evaluatie inrichten", "Set up evaluations"),
        kruimels=kruimels(),
        zin=t(
            "Deze vragen krijgen student en bedrijf als een stage is afgesloten.",
            "Student and company get these questions when a placement was closed.",
        ),
    )
