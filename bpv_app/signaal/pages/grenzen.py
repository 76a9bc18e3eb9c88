"""/signalen/grenzen: from what on does a placement of my team get a signal?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok, lees_datum, toon_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.signaal.rules_vinden import HOOGSTENS, lees_grenzen
from bpv_app.signaal.service_regels import TeamGrenzen, bewaar_grenzen, list_grenzen
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import annuleer, kaart, knop, open_dialoog, sluit_dialoog, veld, venster

GRENZEN = "dialoog-grenzen"
VELD: dict[str, Tekst] = {
    "verzuim_dagen": Tekst(
        "Verzuim: meer dan zoveel dagen ziek of verlof in 4 weken",
        "Absence: more than this many days sick or on leave in 4 weeks",
    ),
    "achter_procent": Tekst("Uren: meer dan zoveel procent achter", "Hours: more than this percentage behind"),
    "achter_uren": Tekst("Uren: én meer dan zoveel uur achter", "Hours: and more than this many hours behind"),
    "contact_weken": Tekst("Contact: meer dan zoveel weken geen gesprek", "Contact: more weeks without a conversation"),
    "escalatie_dagen": Tekst(
        "Naar de coördinator: meer dan zoveel dagen niet opgepakt", "To the coordinator: more days not taken"
    ),
}


@dataclass
class TeamBeeld:
    """A team with its thresholds."""

    id: str
    naam: str
    zin: str
    sinds: str


class GrenzenState(rx.State):
    """The thresholds of the teams one may set."""

    teams: list[TeamBeeld] = []
    team: str = ""
    team_naam: str = ""
    vandaag: str = ""
    v: dict[str, str] = {}
    form_sleutel: str = ""

    @handler(Actie.SIGNAAL_INRICHTEN, laadt=True)
    async def laad(self) -> None:
        """Read the teams."""
        await self._lees()

    async def _lees(self) -> list[TeamGrenzen]:
        taal, dag = (await self.get_state(BasisState)).taal, klok.vandaag()
        teams = await lees(lambda s, wie: list_grenzen(s, wie, dag))
        self.vandaag = dag.isoformat()
        self.teams = [_beeld(g, taal, dag) for g in teams]
        return teams

    @handler(Actie.SIGNAAL_INRICHTEN)
    async def wijzig(self, team_id: str) -> Any:
        """Show the form of a team."""
        gezocht = als_id(team_id)
        gekozen = next((g for g in await self._lees() if g.team_id == gezocht), None)
        if gekozen is None:
            return None
        self.team, self.team_naam = str(gekozen.team_id), gekozen.naam
        self.v = {naam: str(getattr(gekozen.grenzen, naam)) for naam in HOOGSTENS}
        self.form_sleutel = f"{self.team}-{'-'.join(self.v.values())}"
        return open_dialoog(GRENZEN)

    @handler(Actie.SIGNAAL_INRICHTEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> Any:
        """Set the thresholds from a day on."""
        form, team_id = formulier(gegevens), als_id(self.team)
        vanaf, grenzen = _dag(form), lees_grenzen(form)
        await schrijf(lambda s, wie: bewaar_grenzen(s, wie, klok, team_id, vanaf, grenzen))
        await self._lees()
        await zeg(self, "Grenzen bewaard.", "Thresholds saved.")
        return sluit_dialoog(GRENZEN)


def _dag(form: dict[str, str]) -> date:
    try:
        dag = lees_datum(form.get("vanaf", "")[:10])
    except ValueError:
        dag = None
    if dag is None or not 2000 <= dag.year <= 2100:
        raise OngeldigeInvoer({"vanaf": Tekst("Dit is geen datum.", "This is not a date.")})
    return dag


def _beeld(g: TeamGrenzen, taal: str, vandaag: date) -> TeamBeeld:
    r = g.grenzen
    zin = Tekst(
        f"Verzuim boven {r.verzuim_dagen} dagen, uren meer dan {r.achter_procent}% en {r.achter_uren} uur achter, "
        f"langer dan {r.contact_weken} weken geen gesprek, naar de coördinator na {r.escalatie_dagen} dagen.",
        f"Absence over {r.verzuim_dagen} days, hours more than {r.achter_procent}% and {r.achter_uren} hours behind, "
        f"no conversation for {r.contact_weken} weeks, to the coordinator after {r.escalatie_dagen} days.",
    )
    geldt = max((dag for dag in g.sinds if dag <= vandaag), default=None)
    straks = [toon_datum(dag, taal) for dag in g.sinds if dag > vandaag]
    delen = [
        Tekst(f"Sinds {toon_datum(geldt)}.", f"Since {toon_datum(geldt, 'en')}.")
        if geldt
        else Tekst("Standaard.", "Default.")
    ]
    if straks:
        delen.append(Tekst(f"Anders vanaf {', '.join(straks)}.", f"Different from {', '.join(straks)}."))
    return TeamBeeld(str(g.team_id), g.naam, zin.in_taal(taal), " ".join(d.in_taal(taal) for d in delen))


@rx.page(route="/signalen/grenzen", title="Grenzen voor signalen · BPV-app", on_load=GrenzenState.laad)
def grenzen() -> rx.Component:
    """A card per team, and one form."""
    v = GrenzenState.v
    return pagina(
        rx.el.div(
            rx.foreach(
                GrenzenState.teams,
                lambda g: kaart(
                    rx.el.h2(g.naam, class_name="text-lg font-semibold"),
                    rx.el.p(g.zin),
                    rx.el.p(g.sinds, class_name="text-sm text-base-content/80"),
                    rx.el.button(
                        t("Wijzig", "Change"),
                        rx.el.span(" ", g.naam, class_name="sr-only"),
                        type="button",
                        on_click=GrenzenState.wijzig(g.id),
                        class_name="btn btn-outline btn-sm mt-2",
                    ),
                ),
            ),
            class_name="grid gap-4",
        ),
        venster(
            GRENZEN,
            GrenzenState.team_naam,
            rx.el.form(
                *(
                    veld(naam, t(label), waarde=v[naam], input_mode="numeric", verplicht=True)
                    for naam, label in VELD.items()
                ),
                veld("vanaf", t("Vanaf welke dag?", "From which day?"), soort="date", waarde=GrenzenState.vandaag),
                rx.el.div(
                    knop(t("Bewaar", "Save"), type="submit"),
                    annuleer(GRENZEN),
                    class_name="modal-action flex flex-wrap gap-2",
                ),
                on_submit=GrenzenState.bewaar,
                class_name="formulier",
                key=GrenzenState.form_sleutel,
            ),
        ),
        titel=t("Grenzen voor signalen", "Thresholds for signals"),
        zin=t(
            "De app kijkt elke ochtend naar alle stages die lopen. Hier zeg je wanneer dat een signaal geeft.",
            "The app looks every morning at all running placements. Here you say when that gives a signal.",
        ),
        kruimels=[(t("Signalen", "Signals"), "/signalen")],
        smal=True,
    )
