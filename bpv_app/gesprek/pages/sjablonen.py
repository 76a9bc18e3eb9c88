"""/inrichting/verslag: what do we ask in the report of each kind of conversation?

The form makes an example first; only then the new version is saved. Reports that were begun keep their questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.gesprek.pages.verslag_beeld import VraagBeeld, vraag_beeld
from bpv_app.gesprek.queries_sjabloon import TeamSjabloon, get_team_sjabloon, list_teams
from bpv_app.gesprek.rules import SOORT_LABEL as MOMENT_LABEL
from bpv_app.gesprek.rules import MomentSoort
from bpv_app.gesprek.rules_sjabloon import EXTRA_RIJEN, RIJEN, lees_sjabloon
from bpv_app.gesprek.rules_verslag import SOORT_LABEL, Vraag, VraagSoort
from bpv_app.gesprek.service_sjabloon import bewaar_sjabloon
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import kaart, keuzeveld, knop, tekstveld, veld, vinkje

ADRES = "/inrichting/verslag"


@dataclass
class RijBeeld:
    """A row of the form; `n` is its number in the names of the fields."""

    n: str
    nr: str
    sleutel: str
    tekst: str
    en: str
    soort: str
    keuzes: str
    alleen_school: bool
    verplicht: bool


def rij_beeld(n: int, vraag: Vraag | None) -> RijBeeld:
    """A question, or an empty row for a new one."""
    if vraag is None:
        return RijBeeld(str(n), str((n + 1) * 10), "", "", "", VraagSoort.TEKST.value, "", False, False)
    return RijBeeld(
        str(n),
        str((n + 1) * 10),
        vraag.sleutel,
        vraag.tekst,
        vraag.tekst_en,
        vraag.soort.value,
        "\n".join(vraag.keuzes),
        vraag.alleen_school,
        vraag.verplicht,
    )


class VerslagSjabloonState(rx.State):
    """The questions of one team at one kind of moment."""

    team: str = ""
    soort: str = ""
    teams: list[Optie] = []
    soorten: list[Optie] = []
    vraagsoorten: list[Optie] = []
    rijen: list[RijBeeld] = []
    nummer: int = 0
    zin: str = ""
    form_sleutel: str = ""
    voorbeeld: list[VraagBeeld] = []
    _nieuw: tuple[Vraag, ...] = ()

    @handler(Actie.VERSLAG_INRICHTEN, laadt=True)
    async def laad(self) -> None:
        """Read the questions of the address; without one the first team's start conversation."""
        query = self.router.url.query_parameters
        soort = str(query.get("soort", ""))
        await self._lees(als_id(query.get("team", "")), MomentSoort(soort) if soort in set(MomentSoort) else None)

    async def _lees(self, team_id: int, soort: MomentSoort | None) -> None:
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Actor) -> tuple[list[tuple[int, str]], TeamSjabloon]:
            teams = list_teams(session, wie)
            if not teams:
                raise NietGevonden
            return teams, get_team_sjabloon(session, wie, team_id or teams[0][0], soort or MomentSoort.START)

        teams, stand = await lees(werk)
        self.teams = [Optie(str(i), naam) for i, naam in teams]
        self.soorten = [Optie(s.value, label.in_taal(taal)) for s, label in MOMENT_LABEL.items()]
        self.vraagsoorten = [Optie(s.value, label.in_taal(taal)) for s, label in SOORT_LABEL.items()]
        self.team, self.soort, self.nummer = str(stand.team_id), stand.soort.value, stand.sjabloon.nummer
        vragen: list[Vraag | None] = list(stand.sjabloon.vragen)
        leeg = min(EXTRA_RIJEN, RIJEN - len(vragen))
        self.rijen = [rij_beeld(n, vraag) for n, vraag in enumerate([*vragen, *[None] * leeg])]
        self.zin = self._zin(stand, taal)
        self.form_sleutel = f"{self.team}-{self.soort}-{self.nummer}-{taal}"
        self.voorbeeld, self._nieuw = [], ()

    @staticmethod
    def _zin(stand: TeamSjabloon, taal: str) -> str:
        if not stand.sjabloon.nummer:
            return Tekst(
                f"{stand.team} gebruikt de vragen van de app.", f"{stand.team} uses the app's questions."
            ).in_taal(taal)
        op, n = stand.gemaakt_op, stand.sjabloon.nummer
        return Tekst(
            f"{stand.team}: versie {n}, van {stand.gemaakt_door}, {toon_moment(op)}.",
            f"{stand.team}: version {n}, by {stand.gemaakt_door}, {toon_moment(op, 'en')}.",
        ).in_taal(taal)

    @handler(Actie.VERSLAG_INRICHTEN)
    async def kies(self, gegevens: dict[str, Any]) -> Any:
        """Another team or kind of conversation."""
        form = formulier(gegevens)
        soort = form.get("soort", "")
        if soort not in set(MomentSoort):
            raise NietGevonden
        return rx.redirect(f"{ADRES}?team={als_id(form.get('team', ''))}&soort={soort}")

    @handler(Actie.VERSLAG_INRICHTEN)
    async def toon_voorbeeld(self, gegevens: dict[str, Any]) -> Any:
        """Read the form and show the report as it will be; nothing is saved yet."""
        team_id, soort, taal = als_id(self.team), self.soort, (await self.get_state(BasisState)).taal
        if soort not in set(MomentSoort):
            raise NietGevonden
        stand = await lees(lambda s, wie: get_team_sjabloon(s, wie, team_id, MomentSoort(soort)))
        self._nieuw = lees_sjabloon(formulier(gegevens), stand.bekend)
        self.voorbeeld = [vraag_beeld(v, "", taal) for v in self._nieuw]
        return rx.call_script("setTimeout(() => document.getElementById('voorbeeld')?.scrollIntoView(), 60)")

    @handler(Actie.VERSLAG_INRICHTEN)
    async def bewaar(self) -> None:
        """Save what the example shows as a new version."""
        team_id, soort, nieuw, nummer = als_id(self.team), self.soort, tuple(self._nieuw), self.nummer
        if soort not in set(MomentSoort) or not nieuw:
            raise NietGevonden
        versie = await schrijf(lambda s, wie: bewaar_sjabloon(s, wie, klok, team_id, MomentSoort(soort), nieuw, nummer))
        await self._lees(team_id, MomentSoort(soort))
        await zeg(
            self,
            f"Bewaard als versie {versie}. Verslagen die al begonnen zijn, houden hun eigen vragen.",
            f"Saved as version {versie}. Reports that were begun keep their own questions.",
        )


def _kiezer() -> rx.Component:
    s = VerslagSjabloonState
    return rx.el.form(
        keuzeveld("team", t("Team", "Team"), s.teams, waarde=s.team),
        keuzeveld("soort", t("Gesprek", "Conversation"), s.soorten, waarde=s.soort),
        rx.el.div(knop(t("Toon", "Show"), hoofd=False, type="submit"), class_name="self-end"),
        on_submit=s.kies,
        key="kies-" + s.form_sleutel,
        class_name="kaart formulier formulier-2 mb-4",
    )


def _rij(r: rx.Var[RijBeeld]) -> rx.Component:
    v = "v" + r.n.to(str)
    return rx.el.li(
        rx.el.fieldset(
            rx.el.legend(
                rx.cond(r.tekst != "", r.tekst, t("Nieuwe vraag", "New question")),
                class_name="font-semibold break-words",
            ),
            rx.el.input(type="hidden", name=v + "_sleutel", default_value=r.sleutel),
            rx.el.div(
                rx.el.div(
                    veld(v + "_tekst", t("Vraag", "Question"), waarde=r.tekst, max_length=200), class_name="breed"
                ),
                veld(
                    v + "_en", t("In het Engels (mag leeg)", "In English (may be empty)"), waarde=r.en, max_length=200
                ),
                keuzeveld(
                    v + "_soort",
                    t("Soort antwoord", "Kind of answer"),
                    VerslagSjabloonState.vraagsoorten,
                    waarde=r.soort,
                ),
                tekstveld(
                    v + "_keuzes",
                    t("Keuzes, elk op een regel (alleen bij een keuze)", "Choices, one a line (for a choice only)"),
                    waarde=r.keuzes,
                    rijen=2,
                ),
                veld(v + "_nr", t("Volgorde", "Order"), waarde=r.nr, input_mode="numeric"),
                vinkje(v + "_alleen_school", t("Alleen voor school", "For the school only"), aan=r.alleen_school),
                vinkje(v + "_verplicht", t("Verplicht", "Required"), aan=r.verplicht),
                class_name="formulier formulier-2",
            ),
        ),
        key=VerslagSjabloonState.form_sleutel + "-" + r.n.to(str),
        class_name="kaart",
    )


def _voorbeeld_vraag(v: rx.Var[VraagBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.span(v.tekst, rx.cond(v.verplicht, " *", ""), class_name="font-semibold"),
        rx.cond(
            v.alleen_school,
            rx.el.span(t("alleen school", "school only"), class_name="merk merk-warning ml-2"),
            rx.fragment(),
        ),
        rx.cond(
            v.is_tekst,
            rx.el.div(class_name="mt-1 h-16 rounded-field border border-base-300", aria_hidden="true"),
            rx.el.div(
                rx.foreach(v.keuzes, lambda k: rx.el.span(k.label, class_name="merk")),
                class_name="mt-1 flex flex-wrap gap-2",
            ),
        ),
        class_name="break-words",
    )


def _voorbeeld() -> rx.Component:
    s = VerslagSjabloonState
    return rx.el.div(
        rx.cond(
            s.voorbeeld.length() > 0,
            kaart(
                rx.el.ol(rx.foreach(s.voorbeeld, _voorbeeld_vraag), class_name="mb-4 grid gap-4"),
                knop(t("Bewaar als nieuwe versie", "Save as a new version"), on_click=s.bewaar),
                titel=t("Zo ziet het verslag eruit", "This is how the report looks"),
            ),
            rx.fragment(),
        ),
        id="voorbeeld",
        aria_live="polite",
    )


@rx.page(route=ADRES, title="Vragen van het verslag · BPV-app", on_load=VerslagSjabloonState.laad)
def verslag_sjablonen() -> rx.Component:
    """Choose, change, look at the example, save."""
    s = VerslagSjabloonState
    return pagina(
        _kiezer(),
        rx.el.form(
            rx.el.p(
                t(
                    "Maak een vraag leeg om haar weg te halen. Houd het kort: een verslag moet in drie minuten kunnen.",
                    "Empty a question to take it away. Keep it short: a report should take three minutes.",
                ),
                class_name="veld-hulp mb-3",
            ),
            rx.el.ol(rx.foreach(s.rijen, _rij), class_name="grid gap-4"),
            rx.el.div(knop(t("Bekijk voorbeeld", "View example"), type="submit"), class_name="my-4"),
            on_submit=s.toon_voorbeeld,
            key=s.form_sleutel,
        ),
        _voorbeeld(),
        titel=t("Vragen van het verslag", "Questions of the report"),
        zin=s.zin,
        kruimels=[(t("Inrichting", "Set-up"), "/inrichting")],
        smal=True,
    )
