"""What each kind of amendment makes, when a bpv-blad holds, and what needs a reason beside another placement."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.mutatie.queries import bezwaar_tot
from bpv_app.mutatie.rules import Restdoel, verdeel_rest
from bpv_app.pok.rules import MutatieSoort, Partij, PokStatus
from bpv_app.pok.rules_bezwaar import (
    BezwaarMagNiet,
    WijzigingStand,
    WijzigingStatus,
    bepaal_stand,
    check_bezwaar,
    laatste_bezwaardag,
)
from bpv_app.pok.rules_mutatie import (
    SOORTEN,
    Gevolg,
    GevolgMagNiet,
    beperk,
    check_bpvblad,
    check_gevolg,
    check_verzoek,
    gevolgen_voor,
    krd_hoort,
    soort_van,
    tekenaars,
)
from bpv_app.pok.rules_naast import Loop, Naast, drukste_week, waarschuwingen
from bpv_app.pok.rules_voortraject import Voortraject
from bpv_app.pok.rules_wijziging import alleen_anders, naar_json, van_json
from bpv_app.student.rules import Leerweg

# Written out once more: kind -> what it makes of a signed agreement, of one that is not signed yet.
VERWACHT = {
    "verlenging": (("bpvblad", "nieuwe_pok"), ("nieuwe_pok",)),
    "verkorting": (("bpvblad", "nieuwe_pok"), ("nieuwe_pok",)),
    "ander_leerbedrijf": (("nieuwe_pok",), ("nieuwe_pok",)),
    "andere_praktijkopleider": (("vastgelegd",), ("vastgelegd",)),
    "andere_begeleider": (("vastgelegd",), ("vastgelegd",)),
    "andere_uren": (("bpvblad", "nieuwe_pok"), ("nieuwe_pok",)),
    "andere_crebo": (("nieuwe_pok",), ("nieuwe_pok",)),
    "ander_keuzedeel": (("bpvblad", "nieuwe_pok"), ("nieuwe_pok",)),
    "andere_leerweg": (("nieuwe_pok",), ("nieuwe_pok",)),
    "overig": (("nieuwe_pok",), ("nieuwe_pok",)),
}
ROOSTER = Voortraject(
    leerbedrijf_id=1,
    praktijkopleider_id=1,
    begin_op=date(2026, 12, 7),
    eind_op=date(2027, 6, 25),
    afsluitdatum=date(2026, 11, 20),
    uren_totaal=560,
    uren_per_week=Decimal(32),
    dagen_per_week=Decimal(4),
)


def test_what_each_kind_makes() -> None:
    assert {s.value for s in SOORTEN} == set(VERWACHT)
    for soort, (getekend, ongetekend) in VERWACHT.items():
        assert gevolgen_voor(MutatieSoort(soort), PokStatus.DEFINITIEF) == getekend, soort
        for status in (PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT):
            assert gevolgen_voor(MutatieSoort(soort), status) == ongetekend, soort
        for status in set(PokStatus) - {PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF}:
            assert gevolgen_voor(MutatieSoort(soort), status) == ()
    assert gevolgen_voor(MutatieSoort.VERVANGENDE_PLEK, PokStatus.DEFINITIEF) == ()
    with pytest.raises(GevolgMagNiet):
        check_gevolg(MutatieSoort.ANDER_LEERBEDRIJF, Gevolg.BPVBLAD, PokStatus.DEFINITIEF)
    with pytest.raises(GevolgMagNiet):
        check_gevolg(MutatieSoort.VERLENGING, Gevolg.BPVBLAD, PokStatus.AFGEDRUKT)


def test_only_a_crebo_and_a_keuzedeel_ask_for_the_students_request() -> None:
    assert {s for s, r in SOORTEN.items() if r.verzoek} == {MutatieSoort.ANDERE_CREBO, MutatieSoort.ANDER_KEUZEDEEL}
    for soort in SOORTEN:
        check_verzoek(soort, True)
    with pytest.raises(OngeldigeInvoer):
        check_verzoek(MutatieSoort.ANDER_KEUZEDEEL, False)


def test_who_signs_and_what_the_register_hears() -> None:
    wie = (Partij.STUDENT, Partij.VOOGD)
    assert tekenaars(Gevolg.NIEUWE_POK, wie) == wie
    assert tekenaars(Gevolg.BPVBLAD, wie) == tekenaars(Gevolg.VASTGELEGD, wie) == ()
    assert [t.nl for t in krd_hoort(Gevolg.NIEUWE_POK, PokStatus.DEFINITIEF)] == [
        "De oude POK is beëindigd.",
        "De nieuwe POK is volledig.",
    ]
    assert "gewijzigde" in krd_hoort(Gevolg.BPVBLAD, PokStatus.DEFINITIEF)[0].nl
    assert "volledig" in krd_hoort(Gevolg.VASTGELEGD, PokStatus.VOLLEDIG)[0].nl


def test_a_form_changes_only_what_its_kind_may() -> None:
    anders = Voortraject(2, 2, 2, date(2027, 1, 1), date(2027, 7, 30), None, 1, Decimal(1), Decimal(1), "K0001")
    langer = beperk(MutatieSoort.VERLENGING, ROOSTER, anders)
    assert (langer.leerbedrijf_id, langer.begin_op, langer.keuzedeel, langer.afsluitdatum) == (
        1,
        ROOSTER.begin_op,
        "",
        ROOSTER.afsluitdatum,
    )
    assert (langer.eind_op, langer.uren_totaal) == (date(2027, 7, 30), 1)
    assert beperk(MutatieSoort.ANDERE_PRAKTIJKOPLEIDER, ROOSTER, anders).leerbedrijf_id == 1
    assert soort_van({"praktijkopleider_id"}) is MutatieSoort.ANDERE_PRAKTIJKOPLEIDER
    assert soort_van({"uren_per_week"}) is MutatieSoort.ANDERE_UREN
    assert soort_van({"uren_per_week", "keuzedeel"}) is MutatieSoort.OVERIG


@pytest.mark.parametrize(
    ("soort", "anders", "ingang", "velden"),
    [
        ("verlenging", {"eind_op": date(2027, 7, 30)}, date(2027, 1, 1), set()),
        ("verlenging", {"eind_op": date(2027, 6, 1)}, date(2027, 1, 1), {"eind_op"}),
        ("verkorting", {"eind_op": date(2027, 5, 1)}, date(2027, 1, 1), set()),
        ("verkorting", {"eind_op": date(2027, 6, 25)}, date(2027, 1, 1), {"eind_op", "soort"}),
        ("andere_uren", {"uren_totaal": 500}, date(2027, 1, 1), set()),
        ("andere_uren", {}, date(2027, 1, 1), {"soort"}),
        ("andere_uren", {"uren_totaal": 500}, None, {"ingang"}),
        ("andere_uren", {"uren_totaal": 500}, date(2026, 12, 6), {"ingang"}),
        ("andere_uren", {"uren_totaal": 500}, date(2027, 6, 27), {"ingang"}),
        ("andere_uren", {"leerbedrijf_id": 2}, date(2027, 1, 1), {"leerbedrijf_id"}),
    ],
)
def test_a_bpv_blad_that_is_none_is_refused(
    soort: str, anders: dict[str, Any], ingang: date | None, velden: set[str]
) -> None:
    from dataclasses import replace

    nieuw = replace(ROOSTER, **anders)
    if not velden:
        check_bpvblad(MutatieSoort(soort), ROOSTER, nieuw, ingang)
        return
    with pytest.raises(OngeldigeInvoer) as fout:
        check_bpvblad(MutatieSoort(soort), ROOSTER, nieuw, ingang)
    assert set(fout.value.velden) == velden


def test_the_term_counts_ten_working_days_with_the_dutch_holidays() -> None:
    assert bezwaar_tot(date(2026, 11, 26)) == date(2026, 12, 10)
    # Good: Christmas (Friday 25, Saturday 26 December 2026) and New Year's Day (Friday) do not count.
    assert bezwaar_tot(date(2026, 12, 18)) == date(2027, 1, 5)
    # King's Day (Tuesday 27 April 2027) and Ascension Day (6 May) lie in the term.
    assert bezwaar_tot(date(2027, 4, 23)) == date(2027, 5, 11)
    assert bezwaar_tot(date(2026, 11, 28)) == date(2026, 12, 11), "made on a Saturday"


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.sets(st.integers(0, 40)))
def test_a_term_has_exactly_ten_days_that_count(dag: date, vrij: set[int]) -> None:
    dicht = {dag + timedelta(days=n) for n in vrij}
    laatste = laatste_bezwaardag(dag, lambda d: d in dicht)
    dagen = [dag + timedelta(days=n) for n in range(1, (laatste - dag).days + 1)]
    assert sum(d.weekday() < 5 and d not in dicht for d in dagen) == 10
    assert laatste.weekday() < 5
    assert laatste not in dicht


def test_nobody_picks_that_it_holds() -> None:
    tot, s = date(2026, 12, 10), WijzigingStatus
    assert bepaal_stand(s.LOOPT, tot, tot) is WijzigingStand.TERMIJN
    assert bepaal_stand(s.LOOPT, tot, tot + timedelta(days=1)) is WijzigingStand.GELDT
    assert bepaal_stand(s.BEZWAAR, tot, tot + timedelta(days=99)) is WijzigingStand.BEZWAAR
    assert bepaal_stand(s.VAST, None, tot) is bepaal_stand(s.GEHANDHAAFD, tot, tot) is WijzigingStand.GELDT
    assert bepaal_stand(s.INGETROKKEN, tot, tot) is WijzigingStand.INGETROKKEN
    assert bepaal_stand(s.VERVALLEN, tot, tot) is WijzigingStand.VERVALLEN


def test_an_objection_counts_when_it_came_in_the_term() -> None:
    tot, later = date(2026, 12, 10), date(2026, 12, 14)
    check_bezwaar(WijzigingStatus.LOOPT, tot, tot, later)
    check_bezwaar(WijzigingStatus.BEZWAAR, tot, tot, later)
    with pytest.raises(BezwaarMagNiet):
        check_bezwaar(WijzigingStatus.LOOPT, tot, tot + timedelta(days=1), later)
    with pytest.raises(BezwaarMagNiet):
        check_bezwaar(WijzigingStatus.VAST, None, tot, later)
    with pytest.raises(OngeldigeInvoer):
        check_bezwaar(WijzigingStatus.LOOPT, tot, later, tot)


def test_overlap_and_more_than_forty_hours_together_need_a_reason() -> None:
    deze = Loop(date(2027, 1, 4), date(2027, 6, 25), Decimal(24))
    ernaast = Loop(date(2027, 3, 1), date(2027, 4, 1), Decimal(16), "Garage")
    erna = Loop(date(2027, 6, 26), None, Decimal(40), "Bakker")
    assert waarschuwingen(deze, [erna]) == ()
    assert [w.soort for w in waarschuwingen(deze, [ernaast, erna])] == [Naast.OVERLAP]
    assert "Garage" in waarschuwingen(deze, [ernaast])[0].tekst.nl
    drie = [ernaast, Loop(date(2027, 3, 15), None, Decimal("0.5"))]
    assert [w.soort for w in waarschuwingen(deze, drie)] == [Naast.OVERLAP, Naast.UREN]
    assert "40,5 uur" in waarschuwingen(deze, drie)[1].tekst.nl
    assert drukste_week(deze, [ernaast]) == 40
    assert waarschuwingen(Loop(deze.begin, deze.eind, Decimal(60)), []) == (), "alone it is the register's affair"
    assert waarschuwingen(deze, [Loop(None, None, Decimal(40))]) == ()


def test_values_come_back_from_json_as_they_were() -> None:
    was = {"eind_op": date(2027, 1, 1), "uren_per_week": Decimal("7.50"), "leerweg": Leerweg.BBL, "keuzedeel": ""}
    wordt = {**was, "eind_op": None, "leerweg": Leerweg.BOL}
    voor, na = alleen_anders(was, wordt)
    assert set(voor) == set(na) == {"eind_op", "leerweg"}
    assert van_json(naar_json(was)) == was
    assert van_json(naar_json(wordt)) == wordt


@given(st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 6000))
def test_the_target_of_the_chain_stays_what_it_was(oud: int, eerder: int, gedaan: int) -> None:
    rest = verdeel_rest(oud + eerder, oud, gedaan)
    assert 0 <= rest.nieuw <= 5120
    if gedaan >= eerder and oud + eerder - gedaan <= 5120:
        assert eerder + rest.oud + rest.nieuw == oud + eerder
    assert verdeel_rest(560, 560, 100) == Restdoel(460, 100)
