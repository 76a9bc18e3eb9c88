"""The form of a round, for a new one and for one that may still change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM, klok
from bpv_app.matching.queries_ronde import list_groepen, list_kiesbare_groepen
from bpv_app.matching.rules import Modus
from bpv_app.matching.rules_ronde import MAG_WIJZIGEN, RondeStatus
from bpv_app.matching.rules_ronde_invoer import toon_invoer
from bpv_app.matching.rules_uitleg import DOEL_LABEL, MODUS_LABEL
from bpv_app.matching.tables_ronde import Ronde
from bpv_app.ui.basis import BasisState
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import keuzeveld, tekstveld, veld, vinkje


@dataclass
class GroepBeeld:
    """A team with its classes; `waarde` is a field name, `aan` whether it takes part."""

    naam: str
    waarde: str
    aan: bool
    klassen: list[Optie] = field(default_factory=list)
    gekozen: list[str] = field(default_factory=list)


class RondeFormulierState(rx.State, mixin=True):
    """The values of the form."""

    form_sleutel: str = ""
    f: dict[str, str] = {}
    vinkjes: dict[str, bool] = {}
    groep_keuzes: list[GroepBeeld] = []
    modi: list[Optie] = []
    doelen: list[Optie] = []
    vast: bool = False

    def _vul_formulier(self, session: Session, wie: Actor, ronde: Ronde | None, taal: str) -> None:
        gekozen: set[tuple[int, str]] = set()
        if ronde is None:
            begin = klok.vandaag() + timedelta(days=70 - klok.vandaag().weekday())
            opent = datetime.combine(klok.vandaag() + timedelta(days=7), time(9), AMSTERDAM)
            self.f = {
                "naam": "", "van": begin.isoformat(), "tot": (begin + timedelta(days=137)).isoformat(),
                "opent_op": toon_invoer(opent), "sluit_op": toon_invoer(opent + timedelta(days=14, hours=8)),
                "publiceert_op": toon_invoer(opent + timedelta(days=21)), "min_keuzes": "3", "max_keuzes": "5",
                "modus": Modus.GARANTIE.value, "doel": "eerste_keuzes", "bezwaardagen": "5", "max_km": "",
                "toelichting": "", "rangschikken_tot": "",
            }  # fmt: skip
            self.vinkjes = {"moet_bevestigen": False, "toont_eerste": True, "bedrijven_rangschikken": False}
        else:
            self.f = {
                "naam": ronde.naam, "van": ronde.van.isoformat(), "tot": ronde.tot.isoformat(),
                "opent_op": toon_invoer(ronde.opent_op), "sluit_op": toon_invoer(ronde.sluit_op),
                "publiceert_op": toon_invoer(ronde.publiceert_op), "min_keuzes": str(ronde.min_keuzes),
                "max_keuzes": str(ronde.max_keuzes), "modus": ronde.modus.value, "doel": ronde.doel.value,
                "bezwaardagen": str(ronde.bezwaardagen), "max_km": str(ronde.max_km or ""),
                "toelichting": ronde.toelichting, "rangschikken_tot": toon_invoer(ronde.rangschikken_tot),
            }  # fmt: skip
            self.vinkjes = {
                "moet_bevestigen": ronde.moet_bevestigen, "toont_eerste": ronde.toont_eerste,
                "bedrijven_rangschikken": ronde.bedrijven_rangschikken,
            }  # fmt: skip
            gekozen = {(team, klas) for team, _, klas in list_groepen(session, ronde.id or 0)}
        self.vast = ronde is not None and "naam" not in MAG_WIJZIGEN[ronde.status]
        kiesbaar = list_kiesbare_groepen(session, wie)
        self.groep_keuzes = [
            GroepBeeld(
                naam,
                f"groep:{team}:",
                (team, "") in gekozen or (ronde is None and len(kiesbaar) == 1),
                [Optie(f"groep:{team}:{klas}", klas) for klas in klassen],
                [f"groep:{team}:{klas}" for klas in klassen if (team, klas) in gekozen],
            )
            for team, naam, klassen in kiesbaar
        ]
        self.modi = [Optie(m.value, label.in_taal(taal)) for m, label in MODUS_LABEL.items()]
        self.doelen = [Optie(d.value, label.in_taal(taal)) for d, label in DOEL_LABEL.items()]
        self.form_sleutel = f"{ronde.id if ronde else 'nieuw'}-{ronde.versie if ronde else 0}-{taal}"

    def _mag_formulier(self, ronde: Ronde) -> bool:
        return ronde.status in (RondeStatus.CONCEPT, RondeStatus.OPEN)


def _fout(naam: str) -> rx.Component:
    return rx.cond(
        BasisState.veldfouten.contains(naam),
        rx.el.p(BasisState.veldfouten[naam], id=f"{naam}-fout", class_name="veld-fout"),
        rx.fragment(),
    )


def _klas(g: rx.Var[GroepBeeld], o: rx.Var[Optie]) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=o.waarde,
            default_checked=g.gekozen.contains(o.waarde),
            class_name="checkbox checkbox-sm",
        ),
        rx.el.span(o.label),
        class_name="flex min-h-9 cursor-pointer items-center gap-2",
    )


def _groep(g: rx.Var[GroepBeeld]) -> rx.Component:
    return rx.el.div(
        rx.el.label(
            rx.el.input(type="checkbox", name=g.waarde, default_checked=g.aan, class_name="checkbox"),
            rx.el.span(t("Heel team ", "Whole team "), g.naam, class_name="font-semibold"),
            class_name="flex min-h-11 cursor-pointer items-center gap-3",
        ),
        rx.cond(
            g.klassen.length() > 0,
            rx.el.details(
                rx.el.summary(
                    t("Of alleen klassen van ", "Or only classes of "),
                    g.naam,
                    class_name="flex min-h-9 cursor-pointer items-center text-sm",
                ),
                rx.el.div(rx.foreach(g.klassen, lambda o: _klas(g, o)), class_name="flex flex-wrap gap-x-5 pl-8"),
                open=g.gekozen.length() > 0,
            ),
            rx.fragment(),
        ),
        class_name="border-b border-base-300 pb-2",
    )


def _rangschikken(state: Any) -> rx.Component:
    """Whether companies order their candidates, why only with the lottery, and until when."""
    return rx.el.fieldset(
        rx.el.legend(t("Volgorde van bedrijven", "Order of companies"), class_name="veld-label"),
        vinkje(
            "bedrijven_rangschikken",
            t("Bedrijven zetten hun kandidaten op volgorde", "Companies put their candidates in order"),
            aan=state.vinkjes["bedrijven_rangschikken"],
        ),
        rx.el.p(
            t(
                "Alleen bij Loting. Garantie en Optimaal beloven dat iedereen geplaatst wordt die "
                "geplaatst kan worden; "
                "dat gaat niet samen met een volgorde van het bedrijf. Het geldt voor plaatsen waarbij "
                "aan staat dat het "
                "bedrijf de volgorde kiest. Het bedrijf ziet geen naam, alleen opleiding en leerwens. Stuurt het niets "
                "in, dan beslist daar het lot.",
                "With Lottery only. Guarantee and Optimal promise that everyone who can be placed is "
                "placed, which does "
                "not go together with a company's order. It holds for places that say that the company chooses the "
                "order. The company sees no name, only programme and learning wish. If it sends in nothing, the lot "
                "decides there.",
            ),
            class_name="veld-hulp",
        ),
        _fout("bedrijven_rangschikken"),
        veld(
            "rangschikken_tot",
            t("Bedrijven hebben de tijd tot", "Companies have until"),
            soort="datetime-local",
            waarde=state.f["rangschikken_tot"],
            hulp=t("Na de sluiting van de lijsten, vóór de uitslag.", "After the lists close, before the result."),
        ),
        class_name="breed grid gap-2",
    )


def velden(state: Any) -> list[rx.Component]:
    """The fields; those that were fixed at the opening are told so by the service, with a sentence each."""
    f = state.f
    return [
        rx.el.div(
            veld("naam", t("Naam van de ronde", "Name of the round"), waarde=f["naam"], verplicht=True, max_length=120),
            class_name="breed",
        ),
        veld(
            "van",
            t("Eerste dag van de stage", "First day of the placement"),
            soort="date",
            waarde=f["van"],
            verplicht=True,
        ),
        veld(
            "tot",
            t("Laatste dag van de stage", "Last day of the placement"),
            soort="date",
            waarde=f["tot"],
            verplicht=True,
        ),
        rx.el.fieldset(
            rx.el.legend(t("Wie doet mee?", "Who takes part?"), class_name="veld-label"),
            rx.foreach(state.groep_keuzes, _groep),
            _fout("groepen"),
            class_name="breed",
        ),
        veld(
            "opent_op",
            t("Kiezen kan vanaf", "Choosing starts"),
            soort="datetime-local",
            waarde=f["opent_op"],
            verplicht=True,
        ),
        veld(
            "sluit_op",
            t("Kiezen kan tot", "Choosing ends"),
            soort="datetime-local",
            waarde=f["sluit_op"],
            verplicht=True,
        ),
        veld("publiceert_op", t("Uitslag op", "Result on"), soort="datetime-local", waarde=f["publiceert_op"]),
        veld(
            "bezwaardagen",
            t("Dagen om bezwaar te maken", "Days to object"),
            waarde=f["bezwaardagen"],
            input_mode="numeric",
            verplicht=True,
        ),
        *_regels(state),
    ]


def _regels(state: Any) -> list[rx.Component]:
    """How many choices, how places are given, and what students see."""
    f = state.f
    return [
        veld(
            "min_keuzes",
            t("Minstens zo veel keuzes", "At least so many choices"),
            waarde=f["min_keuzes"],
            input_mode="numeric",
            verplicht=True,
        ),
        veld(
            "max_keuzes",
            t("Hoogstens zo veel keuzes", "At most so many choices"),
            waarde=f["max_keuzes"],
            input_mode="numeric",
            verplicht=True,
        ),
        keuzeveld(
            "modus",
            t("Hoe worden de plaatsen verdeeld?", "How are places given?"),
            state.modi,
            waarde=f["modus"],
            hulp=t(
                "Garantie is de standaard: eerlijk loten, en iedereen die geplaatst kan worden, wordt geplaatst.",
                "Guarantee is the default: a fair lottery, and everyone who can be placed is placed.",
            ),
        ),
        keuzeveld("doel", t("Doel (alleen bij Optimaal)", "Goal (with Optimal only)"), state.doelen, waarde=f["doel"]),
        _rangschikken(state),
        veld(
            "max_km",
            t("Reisafstand in km", "Travel limit in km"),
            waarde=f["max_km"],
            input_mode="numeric",
            hulp=t(
                "Hemelsbreed. Leeg: geen grens. Per student kan het anders.",
                "As the crow flies. Empty: no limit. It can differ per student.",
            ),
        ),
        rx.el.div(
            vinkje(
                "toont_eerste",
                t("Studenten zien hoe vaak een plaats op 1 staat", "Students see how often a place is chosen first"),
                aan=state.vinkjes["toont_eerste"],
            ),
            vinkje(
                "moet_bevestigen",
                t("Studenten bevestigen hun plaats", "Students confirm their place"),
                aan=state.vinkjes["moet_bevestigen"],
            ),
        ),
        rx.el.div(
            tekstveld(
                "toelichting", t("Toelichting voor studenten", "Explanation for students"), waarde=f["toelichting"]
            ),
            class_name="breed",
        ),
    ]
