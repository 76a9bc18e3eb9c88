"""Reading and checking what a coordinator fills in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.rules_afdruk import postvolgorde, terug_voor, verdeel_over_studiejaren
from bpv_app.pok.rules_voortraject import (
    VOORTRAJECT_VELDEN,
    VerbintenisFeiten,
    Vergrendeld,
    Voortraject,
    check_vergrendeld,
    check_voortraject,
    gewijzigd,
    krd_waarschuwingen,
    lees_getal,
    lees_voortraject,
    overlapt,
    vergrendelde_velden,
)

GOED = Voortraject(
    leerbedrijf_id=1,
    praktijkopleider_id=2,
    begin_op=date(2026, 12, 7),
    eind_op=date(2027, 6, 25),
    afsluitdatum=date(2026, 11, 26),
    uren_totaal=560,
    uren_per_week=Decimal(32),
    dagen_per_week=Decimal(4),
)


def test_a_form_is_read_as_people_write() -> None:
    gelezen = lees_voortraject(
        {
            "leerbedrijf_id": "12",
            "begin_op": "7-12-2026",
            "eind_op": "2027-06-25",
            "uren_totaal": "560",
            "uren_per_week": "7,5",
            "dagen_per_week": "4",
            "keuzedeel": " k0123 ",
        }
    )
    assert gelezen == Voortraject(
        leerbedrijf_id=12,
        begin_op=date(2026, 12, 7),
        eind_op=date(2027, 6, 25),
        uren_totaal=560,
        uren_per_week=Decimal("7.5"),
        dagen_per_week=Decimal(4),
        keuzedeel="K0123",
    )


def test_every_wrong_field_of_a_form_is_named() -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_voortraject(
            {
                "leerbedrijf_id": "1; DROP TABLE pok",
                "praktijkopleider_id": "99999999999",
                "begin_op": "31-2-2027",
                "eind_op": "volgend jaar",
                "afsluitdatum": "1-1-0001",
                "uren_totaal": "7,5",
                "uren_per_week": "-3",
                "dagen_per_week": "NaN",
            }
        )
    assert set(fout.value.velden) == {
        "leerbedrijf_id", "praktijkopleider_id", "begin_op", "eind_op", "afsluitdatum", "uren_totaal", "uren_per_week",
        "dagen_per_week",
    }  # fmt: skip


@given(st.dictionaries(st.sampled_from(VOORTRAJECT_VELDEN), st.text(max_size=30)))
def test_any_form_gives_values_or_names_the_fields(formulier: dict[str, str]) -> None:
    try:
        lees_voortraject(formulier)
    except OngeldigeInvoer as fout:
        assert set(fout.velden) <= set(formulier)  # noqa: PT017 - both outcomes are right


@pytest.mark.parametrize("tekst", ["1e3", "١", "1.234", "1,2,3", "--1", "∞", "1_000"])
def test_what_is_no_number_is_refused(tekst: str) -> None:
    with pytest.raises(ValueError, match="geen getal"):
        lees_getal(tekst)


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"eind_op": date(2026, 12, 6)}, "eind_op"),
        ({"afsluitdatum": date(2027, 6, 26)}, "afsluitdatum"),
        ({"dagen_per_week": Decimal("7.5")}, "dagen_per_week"),
        ({"dagen_per_week": Decimal(-1)}, "dagen_per_week"),
        ({"uren_per_week": Decimal(169)}, "uren_per_week"),
        ({"uren_per_week": Decimal("1.005")}, "uren_per_week"),
        ({"uren_totaal": 5121}, "uren_totaal"),
        ({"keuzedeel": "0123"}, "keuzedeel"),
        ({"leerbedrijf_id": None}, "leerbedrijf_id"),
    ],
)
def test_values_no_pok_may_have_are_refused(anders: dict[str, Any], veld: str) -> None:
    check_voortraject(GOED)
    with pytest.raises(OngeldigeInvoer) as fout:
        check_voortraject(replace(GOED, **anders))
    assert set(fout.value.velden) == {veld}


@pytest.mark.parametrize(
    "anders",
    [
        {"dagen_per_week": Decimal(7), "uren_per_week": Decimal(168), "uren_totaal": 5120},
        {"dagen_per_week": Decimal(0), "uren_per_week": Decimal(0), "uren_totaal": 0},
        {"eind_op": date(2026, 12, 7)},
    ],
)
def test_the_limits_themselves_are_allowed(anders: dict[str, Any]) -> None:
    check_voortraject(replace(GOED, **anders))


def test_what_is_locked_in_each_status() -> None:
    vast = {"leerbedrijf_id", "begin_op", "eind_op", "afsluitdatum", "crebo", "uren_totaal"}
    alles = set(VOORTRAJECT_VELDEN)
    assert {s: set(vergrendelde_velden(s)) for s in PokStatus} == {
        PokStatus.CONCEPT: set(),
        PokStatus.VOLLEDIG: set(),
        PokStatus.AFGEDRUKT: vast,
        PokStatus.DEFINITIEF: vast | {"uren_per_week", "dagen_per_week", "keuzedeel"},  # what was signed
        PokStatus.AFGEROND: alles,
        PokStatus.AFGEMELD: alles,
        PokStatus.AFGEWEZEN: alles,
        PokStatus.VERVANGEN: alles,
    }


def test_a_locked_change_names_its_fields() -> None:
    oud = {veld: getattr(GOED, veld) for veld in VOORTRAJECT_VELDEN}
    anders = gewijzigd(oud, replace(GOED, begin_op=date(2026, 12, 14), praktijkopleider_id=3, uren_totaal=550))
    assert anders == ("praktijkopleider_id", "begin_op", "uren_totaal")
    check_vergrendeld(PokStatus.VOLLEDIG, anders)
    with pytest.raises(Vergrendeld) as fout:
        check_vergrendeld(PokStatus.AFGEDRUKT, anders)
    assert set(fout.value.velden) == {"begin_op", "uren_totaal"}


FEITEN = VerbintenisFeiten(begin_op=date(2025, 8, 1), gepland_eind_op=date(2028, 7, 31))


@pytest.mark.parametrize(
    ("feiten", "velden"),
    [
        (FEITEN, []),
        (replace(FEITEN, begin_op=date(2026, 12, 7), gepland_eind_op=date(2027, 6, 25)), []),
        (replace(FEITEN, begin_op=date(2026, 12, 8)), ["begin_op"]),
        (replace(FEITEN, gepland_eind_op=date(2027, 6, 24)), ["eind_op"]),
        (replace(FEITEN, werkelijk_eind_op=date(2026, 12, 6)), ["begin_op"]),
        (replace(FEITEN, werkelijk_eind_op=date(2026, 12, 7)), []),
        (replace(FEITEN, bedrijf_van=date(2026, 12, 8)), ["leerbedrijf_id"]),
        (replace(FEITEN, bedrijf_tot=date(2026, 12, 6)), ["leerbedrijf_id"]),
        (replace(FEITEN, bedrijf_van=date(2026, 12, 7), bedrijf_tot=date(2026, 12, 7)), []),
        (VerbintenisFeiten(), ["begin_op"]),
    ],
)
def test_what_the_register_will_refuse_is_warned_about(feiten: VerbintenisFeiten, velden: list[str]) -> None:
    assert [veld for veld, _ in krd_waarschuwingen(GOED, feiten)] == velden


D = date(2026, 12, 7)


@pytest.mark.parametrize(
    ("ander_begin", "ander_eind", "verwacht"),
    [
        (date(2027, 6, 25), date(2027, 7, 1), True),
        (date(2027, 6, 26), date(2027, 7, 1), False),
        (date(2026, 1, 1), date(2026, 12, 6), False),
        (date(2026, 1, 1), date(2026, 12, 7), True),
        (date(2026, 1, 1), None, True),
        (None, None, False),
    ],
)
def test_placements_overlap_when_they_share_a_day(
    ander_begin: date | None, ander_eind: date | None, verwacht: bool
) -> None:
    assert overlapt(D, date(2027, 6, 25), ander_begin, ander_eind) is verwacht


def test_hours_are_spread_over_study_years_by_days() -> None:
    assert verdeel_over_studiejaren(date(2027, 7, 1), date(2027, 8, 31), 62) == (
        ("2026-2027", Decimal(31)),
        ("2027-2028", Decimal(31)),
    )
    assert verdeel_over_studiejaren(D, date(2027, 6, 25), 560) == (("2026-2027", Decimal(560)),)


@given(
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(0, 1500),
    st.integers(0, 5120),
)
def test_the_spread_loses_no_hour(begin: date, dagen: int, uren: int) -> None:
    eind = begin + timedelta(days=dagen)
    verdeling = verdeel_over_studiejaren(begin, eind, uren)
    assert sum(deel for _, deel in verdeling) == uren
    assert all(deel >= 0 for _, deel in verdeling)
    jaren = [naam for naam, _ in verdeling]
    assert jaren == sorted(set(jaren))


def test_the_post_goes_by_postcode_and_house_number() -> None:
    adressen = [("2311CS", "10"), ("2311CS", "9a"), ("", "1"), ("1011AB", "200")]
    gesorteerd = sorted(adressen, key=lambda a: postvolgorde(a[0], a[1], "Bakker", "2026-00001"))
    assert gesorteerd == [("1011AB", "200"), ("2311CS", "9a"), ("2311CS", "10"), ("", "1")]


@pytest.mark.parametrize(
    ("begin", "verwacht"),
    [
        (date(2027, 2, 1), date(2026, 12, 10)),
        (date(2026, 12, 7), date(2026, 12, 6)),
        (date(2026, 11, 30), date(2026, 12, 3)),
        (date(2026, 11, 1), date(2026, 12, 3)),
    ],
)
def test_signed_copies_are_asked_back_in_time(begin: date, verwacht: date) -> None:
    assert terug_voor(date(2026, 11, 26), begin) == verwacht
