"""The form of a dossier set-up: the same for a new and for an existing one."""

from __future__ import annotations

import json
from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.dossier.queries import toon_getal
from bpv_app.dossier.rules import standaard_uren
from bpv_app.dossier.rules_inrichting import (
    PARTIJ_LABEL,
    VASTE_PARTIJEN,
    InrichtingInvoer,
    exemplaren_voor,
    lees_getal,
    toon_gespreksmomenten,
)
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import lees_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg
from bpv_app.student.service import list_teams
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import formulier, handler, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import kaart, keuzeveld, tekstveld, veld, vinkje

FORM_ID = "inrichting-formulier"
_EERST_DATA = Tekst(
    "Vul eerst begin, eind en dagen per week in.", "First fill in the start, the end and the days per week."
)


class FormulierState(rx.State, mixin=True):
    """What the form shows; the values themselves stay in the browser until they are saved."""

    v: dict[str, str] = {}
    partijen: list[str] = []
    team_opties: list[Optie] = []
    mag_hele_school: bool = False
    form_sleutel: str = ""

    def _vul(self, session: Session, actor: Actor, invoer: InrichtingInvoer) -> None:
        eigen = actor.team_ids(Actie.INRICHTING_BEWERKEN)
        self.mag_hele_school = eigen is None
        self.team_opties = [
            Optie(str(team.id), team.naam) for team in list_teams(session, actor) if eigen is None or team.id in eigen
        ]
        if invoer.team_id is None and eigen is not None and len(self.team_opties) == 1:
            team = self.team_opties[0].waarde
        else:
            team = str(invoer.team_id or "")
        self.partijen = list(invoer.ondertekenaars)
        self.v = {
            "naam": invoer.naam,
            "leerweg": invoer.leerweg.value,
            "team_id": team,
            "begin_op": invoer.begin_op.isoformat() if invoer.begin_op else "",
            "eind_op": invoer.eind_op.isoformat() if invoer.eind_op else "",
            "uren_totaal": toon_getal(invoer.uren_totaal),
            "uren_per_week": toon_getal(invoer.uren_per_week),
            "dagen_per_week": toon_getal(invoer.dagen_per_week),
            "exemplaren": str(invoer.exemplaren),
            "gespreksmomenten": toon_gespreksmomenten(invoer.gespreksmomenten),
            "documenten": "\n".join(invoer.documenten),
        }

    @handler(Actie.INRICHTING_BEWERKEN)
    async def bereken_uren(self, tekst: str) -> Any:
        """Fill in the hours the register proposes for these dates and days; the person may change them."""
        try:
            form = formulier(json.loads(str(tekst)[:40_000]))
        except ValueError:
            form = {}
        try:
            begin, eind = lees_datum(form.get("begin_op", "")), lees_datum(form.get("eind_op", ""))
            dagen = lees_getal(form.get("dagen_per_week", ""))
        except (ValueError, OverflowError):
            begin = eind = dagen = None
        if begin is None or eind is None or dagen is None:
            leeg = [n for n in ("begin_op", "eind_op", "dagen_per_week") if not form.get(n)]
            raise OngeldigeInvoer(dict.fromkeys(leeg, _EERST_DATA), _EERST_DATA)
        uren = standaard_uren(begin, eind, dagen)
        per_week = toon_getal(uren.uren_per_week)
        await zeg(
            self,
            f"Berekend: {uren.weken} weken van {per_week} uur per week is {uren.uren_totaal} uur (KRD-formule).",
            f"Computed: {uren.weken} weeks of {per_week} hours is {uren.uren_totaal} hours (register's formula).",
            "info",
        )
        waarden = json.dumps({"uren_per_week": per_week, "uren_totaal": str(uren.uren_totaal)})
        return rx.call_script(
            f"for (const [id, w] of Object.entries({waarden})) "
            "{ const veld = document.getElementById(id); if (veld) veld.value = w; }"
        )


def _bereken_knop(state: Any) -> rx.Component:
    lees = f"JSON.stringify(Object.fromEntries(new FormData(document.getElementById('{FORM_ID}'))))"
    return rx.el.button(
        t("Bereken standaarduren", "Compute default hours"),
        type="button",
        on_click=rx.call_script(lees, callback=state.bereken_uren),
        class_name="btn btn-outline btn-sm",
    )


def _tijd(state: Any) -> rx.Component:
    v = state.v
    return kaart(
        rx.el.div(
            veld("begin_op", t("Begindatum", "Start date"), soort="date", waarde=v["begin_op"]),
            veld("eind_op", t("Einddatum", "End date"), soort="date", waarde=v["eind_op"]),
            veld(
                "dagen_per_week", t("Dagen per week", "Days per week"), waarde=v["dagen_per_week"], input_mode="decimal"
            ),
            veld(
                "uren_per_week", t("Uren per week", "Hours per week"), waarde=v["uren_per_week"], input_mode="decimal"
            ),
            veld(
                "uren_totaal",
                t("Totaal aantal uren (SBU)", "Total hours"),
                waarde=v["uren_totaal"],
                input_mode="numeric",
                hulp=t("Hoogstens 5120.", "At most 5120."),
            ),
            rx.el.div(_bereken_knop(state), class_name="self-center"),
            class_name="formulier formulier-2",
        ),
        titel=t("Voortraject: data en uren", "Preparation: dates and hours"),
        class_name="mb-4",
    )


def _begeleiding(state: Any) -> rx.Component:
    return kaart(
        rx.el.div(
            tekstveld(
                "gespreksmomenten",
                t("Gespreksmomenten", "Conversations"),
                waarde=state.v["gespreksmomenten"],
                rijen=4,
                hulp=t(
                    "Eén per regel: naam; dagen na het begin; vorm; wie; dagen ruimte. Bijvoorbeeld: Startgesprek; 14; "
                    "bezoek; allen; 14. Alleen naam en dagen mag ook.",
                    "One per line: name; days after the start; form; who; days of room. For example: Startgesprek; "
                    "14; bezoek; allen; 14. Only name and days will do.",
                ),
            ),
            tekstveld(
                "documenten",
                t("Verplichte documenten", "Required documents"),
                waarde=state.v["documenten"],
                rijen=4,
                hulp=t(
                    "Eén per regel. Ze komen als checklist op elk dossier.",
                    "One per line; a checklist on each dossier.",
                ),
            ),
            class_name="formulier formulier-2",
        ),
        titel=t("Begeleidingstraject", "Guidance"),
        class_name="mb-4",
    )


def _papier(state: Any) -> rx.Component:
    def partij(naam: str) -> rx.Component:
        return vinkje(f"partij_{naam}", t(PARTIJ_LABEL[naam]), aan=state.partijen.contains(naam))

    vier = ", ".join(x.nl for x in exemplaren_voor(4)), ", ".join(x.en for x in exemplaren_voor(4))
    return kaart(
        rx.el.div(
            veld(
                "exemplaren",
                t("Aantal exemplaren", "Number of copies"),
                soort="number",
                waarde=state.v["exemplaren"],
                min="1",
                max="9",
                hulp=t(f"Op volgorde voor: {vier[0]}.", f"In order for: {vier[1]}."),
            ),
            rx.el.fieldset(
                rx.el.legend(t("Wie tekenen", "Who sign"), class_name="veld-label"),
                *[partij(p) for p in VASTE_PARTIJEN],
                rx.el.p(
                    t(
                        "Is een student jonger dan 18, dan tekent de ouder of voogd vanzelf mee.",
                        "When a student is under 18, the parent or guardian signs too.",
                    ),
                    class_name="veld-hulp",
                ),
                rx.cond(
                    BasisState.veldfouten.contains("ondertekenaars"),
                    rx.el.p(BasisState.veldfouten["ondertekenaars"], class_name="veld-fout"),
                    rx.fragment(),
                ),
            ),
            class_name="formulier formulier-2",
        ),
        titel=t("POK op papier", "Agreement on paper"),
        class_name="mb-4",
    )


def inrichting_formulier(state: Any, bewaar: Any, *knoppen: rx.Component) -> rx.Component:
    """The whole form; `bewaar` is the handler that gets it, `knoppen` stand under it."""
    v = state.v
    return rx.el.form(
        kaart(
            rx.el.div(
                veld("naam", t("Naam", "Name"), waarde=v["naam"], verplicht=True, max_length=100),
                keuzeveld(
                    "leerweg",
                    t("Leerweg", "Learning route"),
                    [(lw.value, t(LEERWEG_LABEL[lw])) for lw in Leerweg],
                    waarde=v["leerweg"],
                ),
                rx.cond(
                    state.mag_hele_school,
                    keuzeveld(
                        "team_id",
                        t("Team", "Team"),
                        state.team_opties,
                        waarde=v["team_id"],
                        leeg=t("Hele school", "Whole school"),
                    ),
                    keuzeveld(
                        "team_id", t("Team", "Team"), state.team_opties, waarde=v["team_id"], leeg=t("Kies…", "Choose…")
                    ),
                ),
                class_name="formulier formulier-2",
            ),
            titel=t("Soort stage", "Kind of placement"),
            class_name="mb-4",
        ),
        _tijd(state),
        _begeleiding(state),
        _papier(state),
        rx.el.div(*knoppen, class_name="flex flex-wrap gap-2"),
        on_submit=bewaar,
        id=FORM_ID,
        key=state.form_sleutel,
        no_validate=True,
    )
