"""The dossier set-up: defaults, every error at once, and reading a hostile form."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.dossier.rules_inrichting import (
    PARTIJ_LABEL,
    VASTE_PARTIJEN,
    InrichtingInvoer,
    check_inrichting,
    exemplaren_voor,
    lees_inrichting,
    standaard_inrichting,
    toon_gespreksmomenten,
)
from bpv_app.dossier.rules_momenten import Gespreksmoment, lees_gespreksmomenten
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.pok.document_rules import standaard_exemplaren
from bpv_app.pok.rules import PARTIJ_LABEL as PARTIJ_LABEL_POK
from bpv_app.student.rules import Leerweg

GOED = replace(
    standaard_inrichting(Leerweg.BOL), naam="BOL najaar", begin_op=date(2026, 12, 7), eind_op=date(2027, 6, 25)
)


def fouten(invoer: InrichtingInvoer) -> set[str]:
    with pytest.raises(OngeldigeInvoer) as fout:
        check_inrichting(invoer)
    return set(fout.value.velden)


def test_bol_has_three_copies_and_bbl_four_of_which_one_for_the_employer() -> None:
    assert standaard_inrichting(Leerweg.BOL).exemplaren == 3
    assert standaard_inrichting(Leerweg.BBL).exemplaren == 4
    assert [t.nl for t in exemplaren_voor(4)] == [
        "student", "leerbedrijf", "school", "werkgever/subsidie praktijkleren",
    ]  # fmt: skip
    assert exemplaren_voor(5)[4].nl == "extra exemplaar"


def test_the_screen_promises_the_copies_the_printer_makes() -> None:
    for beloofd, gedrukt in zip(exemplaren_voor(9), standaard_exemplaren(9), strict=True):
        assert beloofd.nl.split("/")[0] in gedrukt.voor


def test_the_parties_are_those_of_the_pok() -> None:
    assert {p.value: t for p, t in PARTIJ_LABEL_POK.items()} == PARTIJ_LABEL


def test_a_new_set_up_has_the_three_conversations_of_the_stagepact() -> None:
    assert [g.naam for g in standaard_inrichting(Leerweg.BBL).gespreksmomenten] == [
        "Startgesprek", "Tussengesprek", "Eindgesprek",
    ]  # fmt: skip


def test_a_good_set_up_passes_unchanged() -> None:
    assert check_inrichting(GOED) == GOED


def test_every_wrong_field_is_named_at_once() -> None:
    assert fouten(
        InrichtingInvoer(
            naam=" ",
            leerweg=Leerweg.BOL,
            begin_op=date(2027, 1, 2),
            eind_op=date(2027, 1, 1),
            uren_totaal=5121,
            uren_per_week=Decimal("168.01"),
            dagen_per_week=Decimal("7.01"),
            gespreksmomenten=(Gespreksmoment("Start", 99999),),
            documenten=("Verslag", "verslag"),
            exemplaren=10,
            ondertekenaars=("student", "kenniscentrum"),
        )
    ) == {
        "naam", "eind_op", "uren_totaal", "uren_per_week", "dagen_per_week", "gespreksmomenten", "documenten",
        "exemplaren", "ondertekenaars",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("veld", "goed", "fout"),
    [
        ("exemplaren", [1, 9], [0, 10, -1]),
        ("uren_totaal", [0, 5120, None], [-1, 5121]),
        ("uren_per_week", [Decimal(0), Decimal(168), None], [Decimal(-1), Decimal("168.5"), Decimal("7.125")]),
        ("dagen_per_week", [Decimal(0), Decimal(7), Decimal("4.5")], [Decimal("7.5"), Decimal("-0.5")]),
        ("eind_op", [date(2026, 12, 7), None], [date(2026, 12, 6)]),
        ("ondertekenaars", [VASTE_PARTIJEN, (*VASTE_PARTIJEN, "voogd")], [(), ("student",), (*VASTE_PARTIJEN, "x")]),
        ("documenten", [(), ("a",) * 1], [("",), ("x" * 101,), ("a", "A"), tuple(str(i) for i in range(31))]),
        ("naam", ["x", "x" * 100], ["", "\u200b", "x" * 101]),
    ],
)
def test_limits_are_inclusive(veld: str, goed: list[object], fout: list[object]) -> None:
    for waarde in goed:
        check_inrichting(replace(GOED, **{veld: waarde}))  # type: ignore[arg-type]
    for waarde in fout:
        assert fouten(replace(GOED, **{veld: waarde})) == {veld}  # type: ignore[arg-type]


FORMULIER = {
    "naam": "BBL heel jaar",
    "leerweg": "BBL",
    "team_id": "",
    "begin_op": "2026-12-07",
    "eind_op": "25-6-2027",
    "uren_totaal": "610",
    "uren_per_week": "7,5",
    "dagen_per_week": "4",
    "gespreksmomenten": "Startgesprek; 14\r\n\r\nEindgesprek;140",
    "documenten": "Getekende POK\nVerslag\n",
    "exemplaren": "4",
    "partij_student": "on",
    "partij_leerbedrijf": "on",
    "partij_school": "on",
}


def test_a_form_is_read_as_people_fill_it_in() -> None:
    assert lees_inrichting(FORMULIER) == InrichtingInvoer(
        naam="BBL heel jaar",
        leerweg=Leerweg.BBL,
        begin_op=date(2026, 12, 7),
        eind_op=date(2027, 6, 25),
        uren_totaal=610,
        uren_per_week=Decimal("7.5"),
        dagen_per_week=Decimal(4),
        gespreksmomenten=(Gespreksmoment("Startgesprek", 14), Gespreksmoment("Eindgesprek", 140)),
        documenten=("Getekende POK", "Verslag"),
        exemplaren=4,
        ondertekenaars=VASTE_PARTIJEN,
    )


def test_a_form_full_of_nonsense_names_every_field_once() -> None:
    onzin = dict.fromkeys(FORMULIER, "onzin")
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_inrichting({**onzin, "partij_school": "", "naam": ""})
    assert set(fout.value.velden) == {
        "naam", "leerweg", "team_id", "begin_op", "eind_op", "uren_totaal", "uren_per_week", "dagen_per_week",
        "gespreksmomenten", "exemplaren", "ondertekenaars",
    }  # fmt: skip


def test_an_empty_form_asks_for_what_it_needs() -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_inrichting({})
    assert set(fout.value.velden) == {"naam", "leerweg", "exemplaren", "ondertekenaars"}


@given(st.fixed_dictionaries({}, optional={veld: st.text(max_size=20) for veld in FORMULIER}))
def test_a_hostile_form_gives_a_set_up_or_a_readable_refusal(formulier: dict[str, str]) -> None:
    try:
        invoer = lees_inrichting(formulier)
    except OngeldigeInvoer as fout:
        assert fout.velden  # noqa: PT017
    else:
        assert check_inrichting(invoer) == invoer


NAMEN = st.text(alphabet="abc ;é-", min_size=1, max_size=10).map(str.strip).filter(bool)


@given(st.lists(st.builds(Gespreksmoment, NAMEN, st.integers(-2000, 2000)), max_size=5))
def test_conversation_moments_survive_the_form(momenten: list[Gespreksmoment]) -> None:
    assert lees_gespreksmomenten(toon_gespreksmomenten(momenten)) == tuple(momenten)


@pytest.mark.parametrize("tekst", ["Start", "Start;", ";", "Start; veertien", "Start; 1.5", "a;b;c"])
def test_a_moment_without_days_is_refused(tekst: str) -> None:
    with pytest.raises(ValueError, match=r"gespreksmoment|heel getal"):
        lees_gespreksmomenten(tekst)
