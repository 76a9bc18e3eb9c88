"""The form of a place, for the school and for a company on a phone, and reading it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import reflex as rx

from bpv_app.kernel.clock import lees_datum, toon_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_plaats_keuzes import PlaatsKeuzes
from bpv_app.matching.queries_plaats_regels import PlaatsRegel
from bpv_app.matching.rules_plaats import VELD_LABEL
from bpv_app.matching.rules_plaats_invoer import LEERWEGEN, PlaatsInvoer, lees_bedrag, lees_getal, toon_bedrag
from bpv_app.matching.rules_plaats_tonen import DAGEN
from bpv_app.student.rules import Leerweg
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import keuzeveld, tekstveld, veld, vinkje

T = TypeVar("T")
GEEN_DATUM = Tekst("Dit is geen datum; schrijf bijvoorbeeld 7-12-2026.", "This is not a date; write e.g. 7-12-2026.")
GEEN_GETAL = Tekst("Vul een heel getal in.", "Fill in a whole number.")
GEEN_BEDRAG = Tekst("Vul een bedrag in, bijvoorbeeld 350.", "Fill in an amount, for example 350.")
_GETALLEN = ("aantal", "niveau_min", "niveau_max", "dagen_per_week", "min_leeftijd", "max_keuzes")
NIEUW: dict[str, str] = {
    "titel": "", "taken": "", "locatie_id": "", "praktijkopleider_id": "", "leerweg": "", "niveau_min": "1",
    "niveau_max": "4", "van": "", "tot": "", "aantal": "1", "dagen_per_week": "", "min_leeftijd": "", "rijbewijs": "",
    "vergoeding": "", "max_keuzes": "", "bedrijf_rangschikt": "",
}  # fmt: skip


@dataclass
class Vink:
    """A checkbox of a group: `naam` is the field's."""

    naam: str
    label: str
    aan: bool


def _lees(fouten: dict[str, Tekst], form: Mapping[str, str], naam: str, hoe: Callable[[str], T], fout: Tekst) -> Any:
    try:
        return hoe(form.get(naam, ""))
    except (ValueError, OverflowError):
        fouten[naam] = fout
        return None


def _dag(tekst: str) -> date | None:
    dag = lees_datum(tekst)
    if dag is not None and not 2000 <= dag.year <= 2100:
        raise ValueError("jaar")
    return dag


def lees_plaats(form: Mapping[str, str]) -> PlaatsInvoer:
    """The form as input; the service checks the values. Raises OngeldigeInvoer for what cannot be read at all."""
    fouten: dict[str, Tekst] = {}
    getallen = {naam: _lees(fouten, form, naam, lees_getal, GEEN_GETAL) for naam in _GETALLEN}
    dagen = {naam: _lees(fouten, form, naam, _dag, GEEN_DATUM) for naam in ("van", "tot")}
    vergoeding = _lees(fouten, form, "vergoeding", lees_bedrag, GEEN_BEDRAG)
    if fouten:
        raise OngeldigeInvoer(fouten)
    leerweg = form.get("leerweg", "")
    return PlaatsInvoer(
        titel=form.get("titel", ""),
        taken=form.get("taken", ""),
        crebos=tuple(naam.removeprefix("crebo-") for naam, aan in form.items() if naam.startswith("crebo-") and aan),
        locatie_id=als_id(form.get("locatie_id", "")) or None,
        praktijkopleider_id=als_id(form.get("praktijkopleider_id", "")) or None,
        leerweg=Leerweg(leerweg) if leerweg in Leerweg._value2member_map_ else None,
        dagen=tuple(n for n in range(7) if form.get(f"dag-{n}")),
        rijbewijs=bool(form.get("rijbewijs")),
        vergoeding=vergoeding,
        bedrijf_rangschikt=bool(form.get("bedrijf_rangschikt")),
        **dagen,
        **getallen,
    )


def waarden_van(r: PlaatsRegel) -> dict[str, str]:
    """The fields of a stored place."""
    tekst = {naam: str(getattr(r, naam) or "") for naam in ("titel", "taken", "locatie_id", *_GETALLEN[3:])}
    return NIEUW | tekst | {
        "praktijkopleider_id": str(r.opleider_id or ""),
        "leerweg": r.leerweg.value if r.leerweg else "",
        "niveau_min": str(r.niveau_min),
        "niveau_max": str(r.niveau_max),
        "aantal": str(r.bezetting.aantal),
        "van": r.van.isoformat(),
        "tot": r.tot.isoformat(),
        "vergoeding": toon_bedrag(r.vergoeding).removeprefix("€ "),
        "rijbewijs": "ja" if r.rijbewijs else "",
        "bedrijf_rangschikt": "ja" if r.bedrijf_rangschikt else "",
    }  # fmt: skip


def crebo_vinken(keuzes: PlaatsKeuzes, gekozen: Mapping[str, str], taal: str) -> list[Vink]:
    """The accredited programmes, then those that were chosen and are no longer. `gekozen`: crebo → name."""
    vinken = []
    for k in keuzes.crebos:
        label = f"{k.naam} ({k.crebo})" if k.naam else k.crebo
        if k.tot:
            label += Tekst(" · erkend tot en met ", " · accredited until ").in_taal(taal) + toon_datum(k.tot, taal)
        vinken.append(Vink(f"crebo-{k.crebo}", label, k.crebo in gekozen))
    bekend = {k.crebo for k in keuzes.crebos}
    weg = Tekst(" · niet meer erkend", " · no longer accredited").in_taal(taal)
    vinken += [Vink(f"crebo-{c}", f"{naam or c}{weg}", True) for c, naam in gekozen.items() if c not in bekend]
    return vinken


def dag_vinken(gekozen: tuple[int, ...], taal: str) -> list[Vink]:
    return [Vink(f"dag-{n}", dag.in_taal(taal).capitalize(), n in gekozen) for n, dag in enumerate(DAGEN)]


def opties(paren: tuple[tuple[int, str], ...]) -> list[Optie]:
    return [Optie(str(waarde), label) for waarde, label in paren]


def _vink(v: rx.Var[Vink]) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="checkbox", name=v.naam, default_checked=v.aan, class_name="checkbox"),
        rx.el.span(v.label, class_name="min-w-0"),
        class_name="flex min-h-11 cursor-pointer items-center gap-3",
        key=v.naam,
    )


def _groep(naam: str, vinken: Any, *, hulp: Any, leeg: Any = None, kolommen: str = "sm:grid-cols-2") -> rx.Component:
    """A group of checkboxes with its own error sentence."""
    fout = BasisState.veldfouten
    lijst = rx.el.div(rx.foreach(vinken, _vink), class_name=f"grid gap-x-4 {kolommen}")
    return rx.el.fieldset(
        rx.el.legend(t(VELD_LABEL[naam]), class_name="veld-label"),
        rx.el.p(hulp, id=f"{naam}-hulp", class_name="veld-hulp"),
        rx.cond(vinken.length() > 0, lijst, leeg) if leeg is not None else lijst,
        rx.cond(fout.contains(naam), rx.el.p(fout[naam], id=f"{naam}-fout", class_name="veld-fout"), rx.fragment()),
        aria_describedby=f"{naam}-hulp",
        class_name="breed min-w-0",
    )


def _tekst(naam: str) -> Any:
    return t(VELD_LABEL[naam])


def plaats_velden(state: Any) -> rx.Component:
    """The fields; `state` has `v`, `meer_open`, the options of both selects and the checkboxes of both groups."""
    v = state.v
    getal: dict[str, Any] = {"input_mode": "numeric", "auto_complete": "off"}
    return rx.el.div(
        rx.el.div(
            veld(
                "titel",
                _tekst("titel"),
                waarde=v["titel"],
                verplicht=True,
                hulp=t("Bijvoorbeeld: Monteur in de werkplaats.", "For example: Mechanic in the workshop."),
                auto_complete="off",
            ),
            class_name="breed",
        ),
        rx.el.div(
            tekstveld(
                "taken",
                _tekst("taken"),
                waarde=v["taken"],
                rijen=6,
                hulp=t(
                    "Schrijf voor de student: wat doe je op een dag, met wie, wat leer je?",
                    "Write for the student: what do you do in a day, with whom, what do you learn?",
                ),
            ),
            class_name="breed",
        ),
        _groep(
            "crebos",
            state.crebo_vinken,
            hulp=t(
                "Alleen opleidingen waarvoor het bedrijf is erkend.", "Only programmes the company is accredited for."
            ),
            leeg=rx.el.p(
                t(
                    "Het register kent geen erkenning van dit bedrijf. Zonder erkenning kan er geen stageplaats zijn.",
                    "The register knows no accreditation of this company. Without one there can be no place.",
                ),
                class_name="melding melding-warning",
            ),
            kolommen="",
        ),
        veld("van", _tekst("van"), soort="date", waarde=v["van"], verplicht=True),
        veld("tot", _tekst("tot"), soort="date", waarde=v["tot"], verplicht=True),
        veld(
            "aantal",
            _tekst("aantal"),
            waarde=v["aantal"],
            verplicht=True,
            hulp=t("Hoeveel studenten kunnen er tegelijk komen?", "How many students can come at the same time?"),
            **getal,
        ),
        keuzeveld(
            "praktijkopleider_id",
            _tekst("praktijkopleider_id"),
            state.opleider_opties,
            waarde=v["praktijkopleider_id"],
            leeg=t("Kies…", "Choose…"),
        ),
        keuzeveld(
            "locatie_id",
            _tekst("locatie_id"),
            state.locatie_opties,
            waarde=v["locatie_id"],
            leeg=t("Hoofdadres", "Main address"),
        ),
        keuzeveld(
            "leerweg",
            _tekst("leerweg"),
            [(w.value, w.value) for w in LEERWEGEN],
            waarde=v["leerweg"],
            leeg=t("BOL en BBL", "BOL and BBL"),
        ),
        _meer(state),
        class_name="formulier formulier-2",
    )


def _meer(state: Any) -> rx.Component:
    """What nobody has to fill in, folded; open as soon as there is an error, which may be in here."""
    v = state.v
    getal: dict[str, Any] = {"input_mode": "numeric", "auto_complete": "off"}
    niveaus = [(str(n), str(n)) for n in range(1, 5)]
    return rx.el.details(
        rx.el.summary(
            t("Meer afspraken (niet verplicht)", "More terms (not required)"),
            class_name="cursor-pointer py-2.5 font-semibold",
        ),
        rx.el.div(
            keuzeveld("niveau_min", _tekst("niveau_min"), niveaus, waarde=v["niveau_min"]),
            keuzeveld("niveau_max", _tekst("niveau_max"), niveaus, waarde=v["niveau_max"]),
            _groep(
                "dagen",
                state.dag_vinken,
                hulp=t("Laat leeg als de dagen niet vastliggen.", "Leave empty when the days are not fixed."),
                kolommen="grid-cols-2 sm:grid-cols-4",
            ),
            veld("dagen_per_week", _tekst("dagen_per_week"), waarde=v["dagen_per_week"], **getal),
            veld(
                "vergoeding",
                _tekst("vergoeding"),
                waarde=v["vergoeding"],
                hulp=t("In euro. Leeg: niets afgesproken.", "In euros. Empty: nothing agreed."),
                input_mode="decimal",
                auto_complete="off",
            ),
            veld("min_leeftijd", _tekst("min_leeftijd"), waarde=v["min_leeftijd"], **getal),
            veld(
                "max_keuzes",
                _tekst("max_keuzes"),
                waarde=v["max_keuzes"],
                hulp=t("Leeg: geen grens.", "Empty: no limit."),
                **getal,
            ),
            vinkje("rijbewijs", _tekst("rijbewijs"), aan=v["rijbewijs"] == "ja"),
            vinkje(
                "bedrijf_rangschikt",
                t("Het bedrijf mag kandidaten op volgorde zetten", "The company may put candidates in order"),
                aan=v["bedrijf_rangschikt"] == "ja",
            ),
            class_name="formulier formulier-2 mt-2",
        ),
        open=state.meer_open | (BasisState.veldfouten.length() > 0),
        class_name="breed min-w-0",
    )
