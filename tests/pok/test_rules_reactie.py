"""What a party may say to a new bpv-blad, after what, on which day: tables written by hand, and a property."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.mutatie.queries import bezwaar_tot
from bpv_app.pok.rules import Partij
from bpv_app.pok.rules_bezwaar import BezwaarMagNiet, WijzigingStand, WijzigingStatus, bepaal_stand
from bpv_app.pok.rules_blad import dagen_over, eerste_zin
from bpv_app.pok.rules_reactie import AlGereageerd, Houding, Reactie, check_reactie, houding_na, status_na

S = WijzigingStatus
AKKOORD, BEZWAAR, TERUG = Reactie.AKKOORD, Reactie.BEZWAAR, Reactie.TERUG
TOT = date(2026, 12, 10)
"""The last day of a blad made on Thursday 26 November 2026."""

# (what is said, where the party stands) → may the party say so itself, may the school register it.
MAG: dict[tuple[Reactie, Houding], tuple[bool, bool]] = {
    (AKKOORD, None): (True, False),
    (AKKOORD, AKKOORD): (False, False),
    (AKKOORD, BEZWAAR): (False, False),
    (BEZWAAR, None): (True, True),
    (BEZWAAR, AKKOORD): (False, True),
    (BEZWAAR, BEZWAAR): (False, False),
    (TERUG, None): (False, False),
    (TERUG, AKKOORD): (True, False),
    (TERUG, BEZWAAR): (True, False),
}


def _mag(reactie: Reactie, houding: Houding, status: S, op: date, vandaag: date, *, online: bool) -> str:
    try:
        check_reactie(reactie, houding, status, TOT, op, vandaag, is_online=online)
    except DomeinFout as fout:
        return fout.code
    return "ja"


@pytest.mark.parametrize("status", [S.LOOPT, S.BEZWAAR])
@pytest.mark.parametrize(("reactie", "houding"), MAG)
def test_who_may_say_what_after_what(reactie: Reactie, houding: Houding, status: S) -> None:
    zelf, school = MAG[reactie, houding]
    assert _mag(reactie, houding, status, TOT, TOT, online=True) == ("ja" if zelf else "al_gereageerd")
    assert _mag(reactie, houding, status, TOT, TOT, online=False) == ("ja" if school else "al_gereageerd")


# Day of today, day of receipt → itself, registered by the school.
DAGEN = [
    (date(2026, 11, 26), date(2026, 11, 26), "ja", "ja"),
    (date(2026, 12, 9), date(2026, 12, 9), "ja", "ja"),
    (date(2026, 12, 10), date(2026, 12, 10), "ja", "ja"),  # the last day counts in full
    (date(2026, 12, 11), date(2026, 12, 11), "bezwaar_mag_niet", "bezwaar_mag_niet"),
    (date(2026, 12, 11), date(2026, 12, 10), "bezwaar_mag_niet", "ja"),  # received in time, registered later
    (date(2027, 1, 4), date(2026, 12, 10), "bezwaar_mag_niet", "ja"),
]


@pytest.mark.parametrize(("vandaag", "ontvangen", "zelf", "school"), DAGEN)
def test_around_the_last_day(vandaag: date, ontvangen: date, zelf: str, school: str) -> None:
    assert _mag(BEZWAAR, None, S.LOOPT, ontvangen, vandaag, online=True) == zelf
    assert _mag(AKKOORD, None, S.LOOPT, ontvangen, vandaag, online=True) == zelf
    assert _mag(TERUG, BEZWAAR, S.BEZWAAR, ontvangen, vandaag, online=True) == zelf
    assert _mag(BEZWAAR, None, S.LOOPT, ontvangen, vandaag, online=False) == school


def test_a_day_that_is_still_to_come_is_no_day_of_receipt() -> None:
    with pytest.raises(OngeldigeInvoer):
        check_reactie(BEZWAAR, None, S.LOOPT, TOT, TOT, date(2026, 12, 9), is_online=False)


# A moment in UTC → the day people live in Amsterdam → may one still object. Winter time ends on 28 March 2027.
MOMENTEN = [
    (TOT, datetime(2026, 12, 10, 22, 59, 59, tzinfo=UTC), True),  # 23:59:59 in Amsterdam
    (TOT, datetime(2026, 12, 10, 23, 0, tzinfo=UTC), False),  # midnight
    (date(2027, 3, 29), datetime(2027, 3, 29, 21, 59, 59, tzinfo=UTC), True),  # summer time: one hour earlier
    (date(2027, 3, 29), datetime(2027, 3, 29, 22, 0, tzinfo=UTC), False),
    (date(2026, 10, 26), datetime(2026, 10, 26, 22, 59, 59, tzinfo=UTC), True),  # the day after winter time began
    (date(2026, 10, 26), datetime(2026, 10, 26, 23, 0, tzinfo=UTC), False),
]


@pytest.mark.parametrize(("tot", "nu", "mag"), MOMENTEN)
def test_the_last_day_ends_at_midnight_in_amsterdam(tot: date, nu: datetime, mag: bool) -> None:
    vandaag = FixedClock(nu).vandaag()
    if mag:
        check_reactie(BEZWAAR, None, S.LOOPT, tot, vandaag, vandaag, is_online=True)
    else:
        with pytest.raises(BezwaarMagNiet):
            check_reactie(BEZWAAR, None, S.LOOPT, tot, vandaag, vandaag, is_online=True)


@pytest.mark.parametrize("status", [S.VAST, S.GEHANDHAAFD, S.INGETROKKEN, S.VERVALLEN])
@pytest.mark.parametrize("reactie", list(Reactie))
def test_what_was_dealt_with_takes_no_answer(status: S, reactie: Reactie) -> None:
    for online in (True, False):
        assert _mag(reactie, None, status, TOT, TOT, online=online) == "bezwaar_mag_niet"


@given(st.dates(date(2025, 1, 1), date(2030, 12, 31)), st.integers(0, 40))
def test_online_one_may_object_exactly_as_long_as_the_term_runs(gemaakt: date, dagen: int) -> None:
    """The rule of the school's list and of the party's button is the same, whatever day the blad was made."""
    tot, vandaag = bezwaar_tot(gemaakt), gemaakt + timedelta(days=dagen)
    loopt = bepaal_stand(S.LOOPT, tot, vandaag) is WijzigingStand.TERMIJN
    assert loopt == (vandaag <= tot)
    try:
        check_reactie(BEZWAAR, None, S.LOOPT, tot, vandaag, vandaag, is_online=True)
    except BezwaarMagNiet:
        assert not loopt
    else:
        assert loopt


@given(st.lists(st.tuples(st.sampled_from(list(Partij)), st.sampled_from(list(Reactie)), st.booleans()), max_size=25))
def test_whatever_is_tried_the_amendment_is_objected_to_exactly_when_a_party_objects(
    pogingen: list[tuple[Partij, Reactie, bool]],
) -> None:
    status, gezegd = S.LOOPT, dict[Partij, list[Reactie]]()
    for partij, reactie, online in pogingen:
        reeks = gezegd.setdefault(partij, [])
        try:
            check_reactie(reactie, houding_na(reeks), status, TOT, TOT, TOT, is_online=online)
        except AlGereageerd:
            continue
        reeks.append(reactie)
        status = status_na(houding_na(r) for r in gezegd.values())
    bezwaarden = [p for p, reeks in gezegd.items() if reeks and reeks[-1] is BEZWAAR]
    assert status is (S.BEZWAAR if bezwaarden else S.LOOPT)
    for reeks in gezegd.values():
        for eerst, dan in itertools.pairwise(reeks):
            assert eerst is not dan, "nobody says the same thing twice in a row"


def test_the_first_line_says_how_long_one_can_still_object() -> None:
    assert dagen_over(TOT, TOT).nl == "Bezwaar kan nog vandaag."
    assert dagen_over(TOT, date(2026, 12, 9)).nl == "Bezwaar kan nog tot en met morgen, 10 dec 2026."
    assert dagen_over(TOT, date(2026, 11, 26)).en == "You can object until 10 Dec 2026."
    assert dagen_over(TOT, date(2026, 12, 11)).nl == "Bezwaar kon tot en met 10 dec 2026."
    zin = eerste_zin(Partij.LEERBEDRIJF, "Yara", "De Rijn", WijzigingStand.TERMIJN, None, TOT, TOT)
    assert zin.nl == "Er verandert iets in de stage van Yara. Bezwaar kan nog vandaag."
    for stand in WijzigingStand:
        for houding in (None, AKKOORD, BEZWAAR):
            tekst = eerste_zin(Partij.STUDENT, "Yara", "De Rijn", stand, houding, TOT, TOT)
            assert tekst.nl.startswith("Er verandert iets in je stage bij De Rijn. ")
            assert tekst.en.count(".") >= 2
