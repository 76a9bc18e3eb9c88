"""Is this company accredited for this crebo on this day? (WEB 7.2.10)"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.leerbedrijf.rules import (
    ErkenningRegel,
    Oordeel,
    Uitkomst,
    beoordeel_erkenning,
)

DAG = date(2026, 11, 26)


def beoordeel(
    *regels: ErkenningRegel,
    crebo: str = "25736",
    keuzedeel: str = "",
    op: date = DAG,
    sbb_id: str | None = "100000001",
    actief_van: date | None = None,
    actief_tot: date | None = None,
    is_register_leeg: bool = False,
) -> Oordeel:
    return beoordeel_erkenning(
        regels,
        crebo,
        keuzedeel,
        op,
        sbb_id=sbb_id,
        actief_van=actief_van,
        actief_tot=actief_tot,
        is_register_leeg=is_register_leeg,
    )


REGEL = ErkenningRegel("25736", date(2026, 1, 1), date(2026, 11, 26))


@pytest.mark.parametrize(
    ("dag", "uitkomst"),
    [
        (date(2025, 12, 31), Uitkomst.NIET_ERKEND),
        (date(2026, 1, 1), Uitkomst.ERKEND),
        (date(2026, 11, 26), Uitkomst.ERKEND),
        (date(2026, 11, 27), Uitkomst.NIET_ERKEND),
    ],
)
def test_the_first_and_the_last_day_count(dag: date, uitkomst: Uitkomst) -> None:
    assert beoordeel(REGEL, op=dag).uitkomst is uitkomst


def test_a_line_without_an_end_goes_on() -> None:
    assert beoordeel(ErkenningRegel("25736", date(2020, 1, 1)), op=date(2090, 1, 1)).is_erkend


def test_another_crebo_does_not_help() -> None:
    oordeel = beoordeel(ErkenningRegel("25000", date(2020, 1, 1)))
    assert oordeel.uitkomst is Uitkomst.NIET_ERKEND
    assert oordeel.reden.nl == "Niet erkend voor crebo 25736 op 26 nov 2026."
    assert oordeel.reden.en == "Not accredited for crebo 25736 on 26 Nov 2026."


def test_for_a_keuzedeel_only_any_valid_accreditation_will_do() -> None:
    ander = ErkenningRegel("25000", date(2020, 1, 1))
    assert beoordeel(ander, keuzedeel="K0012").is_erkend
    assert "K0012" in beoordeel(ander, keuzedeel="K0012").reden.nl
    verlopen = ErkenningRegel("25000", date(2020, 1, 1), date(2026, 11, 25))
    assert beoordeel(verlopen, keuzedeel="K0012").uitkomst is Uitkomst.NIET_ERKEND


def test_an_ended_accreditation_says_when_it_ended() -> None:
    regels = [
        ErkenningRegel("25736", date(2015, 1, 1), date(2018, 12, 31)),
        ErkenningRegel("25736", date(2020, 1, 1), date(2026, 7, 31)),
    ]
    assert beoordeel(*regels).reden.nl.endswith("de erkenning liep tot en met 31 jul 2026.")


def test_an_accreditation_still_to_come_says_from_when() -> None:
    regel = ErkenningRegel("25736", date(2027, 2, 1))
    assert beoordeel(regel).reden.nl == "Niet erkend voor crebo 25736 op 26 nov 2026; wel vanaf 1 feb 2027."


def test_a_withdrawn_and_given_again_accreditation_counts_per_day() -> None:
    regels = [
        ErkenningRegel("25736", date(2020, 1, 1), date(2026, 6, 30)),
        ErkenningRegel("25736", date(2026, 9, 1)),
    ]
    assert beoordeel(*regels, op=date(2026, 6, 30)).is_erkend
    assert not beoordeel(*regels, op=date(2026, 8, 1)).is_erkend
    assert beoordeel(*regels, op=date(2026, 9, 1)).is_erkend


def test_without_a_leerbedrijf_id_the_answer_is_unknown() -> None:
    assert beoordeel(REGEL, sbb_id=None).uitkomst is Uitkomst.ONBEKEND
    assert beoordeel(REGEL, sbb_id="").uitkomst is Uitkomst.ONBEKEND


def test_an_empty_register_is_unknown_and_never_not_accredited() -> None:
    assert beoordeel(is_register_leeg=True).uitkomst is Uitkomst.ONBEKEND
    assert beoordeel(is_register_leeg=True, keuzedeel="K0012").uitkomst is Uitkomst.ONBEKEND


def test_without_a_crebo_or_keuzedeel_there_is_nothing_to_ask() -> None:
    assert beoordeel(REGEL, crebo="").uitkomst is Uitkomst.ONBEKEND


@pytest.mark.parametrize(
    ("van", "tot", "uitkomst"),
    [
        (DAG, DAG, Uitkomst.ERKEND),
        (DAG + timedelta(days=1), None, Uitkomst.NIET_ERKEND),
        (None, DAG - timedelta(days=1), Uitkomst.NIET_ERKEND),
    ],
)
def test_an_inactive_company_is_not_accredited(van: date | None, tot: date | None, uitkomst: Uitkomst) -> None:
    assert beoordeel(REGEL, actief_van=van, actief_tot=tot).uitkomst is uitkomst


DAGEN = st.dates(date(2020, 1, 1), date(2030, 1, 1))
REGELS = st.lists(st.builds(ErkenningRegel, st.sampled_from(["25736", "25000"]), DAGEN, st.none() | DAGEN), max_size=6)


@given(REGELS, DAGEN)
def test_accredited_exactly_when_some_line_of_the_crebo_covers_the_day(regels: list[ErkenningRegel], dag: date) -> None:
    verwacht = any(r.crebo == "25736" and r.erkend_van <= dag and (r.erkend_tot or date.max) >= dag for r in regels)
    assert beoordeel(*regels, op=dag).is_erkend == verwacht


@given(REGELS, DAGEN)
def test_accredited_for_a_crebo_implies_accredited_for_any_keuzedeel(regels: list[ErkenningRegel], dag: date) -> None:
    if beoordeel(*regels, op=dag).is_erkend:
        assert beoordeel(*regels, op=dag, keuzedeel="K0001").is_erkend


def test_reasons_fit_where_they_are_stored() -> None:
    lang = beoordeel(ErkenningRegel("25736", date(2020, 9, 30), date(2026, 9, 30)), keuzedeel="")
    assert max(len(lang.reden.nl), len(lang.reden.en)) <= 300
