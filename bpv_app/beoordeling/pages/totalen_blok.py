"""Totals of evaluations as bars with figures; on /evaluaties and on a company's screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from bpv_app.beoordeling.queries_evaluatie import Totalen
from bpv_app.beoordeling.rules_evaluatie import SOORT_LABEL, VraagSoort, opties
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import kaart


@dataclass
class TotaalBeeld:
    """A question: its average or share in words, the length of its bar, and how often each answer was given."""

    vraag: str
    cijfer: str
    breedte: str
    verdeling: str


@dataclass
class TotalenBeeld:
    """One kind of evaluation."""

    kop: str
    zin: str
    vragen: list[TotaalBeeld] = field(default_factory=list)


def totalen_beeld(t_: Totalen, taal: str) -> TotalenBeeld:
    """In the person's language; the sentence says what is not counted, and why."""
    een = t_.geteld == 1
    nl = f"{t_.geteld} {'antwoord' if een else 'antwoorden'} geteld." if t_.geteld else "Nog geen totalen."
    en = f"{t_.geteld} {'answer' if een else 'answers'} counted." if t_.geteld else "No totals yet."
    if t_.wachtend or not t_.geteld:
        nl += (
            f" {t_.wachtend} {'antwoord telt' if t_.wachtend == 1 else 'antwoorden tellen'} nog niet mee: een totaal, "
            "en het verschil van twee totalen, gaat altijd over minstens vijf antwoorden."
        )
        en += (
            f" {t_.wachtend} {'answer does' if t_.wachtend == 1 else 'answers do'} not count yet: a total, and the "
            "difference of two totals, is always about at least five answers."
        )
    vragen = []
    for vraag in t_.vragen:
        labels, gemiddelde = opties(vraag.vraag.soort), vraag.gemiddelde
        if vraag.vraag.soort is VraagSoort.JA_NEE:
            ja = dict(vraag.per_antwoord).get("ja", 0)
            deel = 100 * ja / vraag.aantal if vraag.aantal else 0
            cijfer = Tekst(f"{deel:.0f}% ja", f"{deel:.0f}% yes").in_taal(taal)
        else:
            deel = 100 * ((gemiddelde or 1) - 1) / 4
            getal = f"{gemiddelde:.1f}" if gemiddelde is not None else ""
            cijfer = Tekst(f"{getal.replace('.', ',')} van 5", f"{getal} of 5").in_taal(taal)
        verdeling = " · ".join(f"{labels[a].in_taal(taal)} {n}" for a, n in vraag.per_antwoord)
        vragen.append(TotaalBeeld(vraag.vraag.tekst.in_taal(taal), cijfer, f"{deel:.0f}%", verdeling))
    return TotalenBeeld(SOORT_LABEL[t_.soort].in_taal(taal), Tekst(nl, en).in_taal(taal), vragen)


def _vraag(v: rx.Var[TotaalBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.span(v.vraag), rx.el.strong(v.cijfer, class_name="whitespace-nowrap"),
            class_name="flex items-baseline justify-between gap-3",
        ),
        rx.el.div(rx.el.span(style={"width": v.breedte}), class_name="totaalbalk my-1", aria_hidden="true"),
        rx.el.p(v.verdeling, class_name="text-sm text-base-content/80"),
        class_name="py-3",
    )  # fmt: skip


def totalen_blok(b: Any, titel: Any = None) -> rx.Component:
    """The block."""
    return kaart(
        rx.el.p(b.zin, class_name="text-sm text-base-content/80"),
        rx.el.ul(rx.foreach(b.vragen, _vraag), class_name="divide-y divide-base-300"),
        titel=titel if titel is not None else b.kop,
        class_name="mb-4",
    )


def bedrijf_blok(b: Any) -> rx.Component:
    """What students said about a company."""
    return totalen_blok(b, t("Wat studenten vonden", "What students thought"))
