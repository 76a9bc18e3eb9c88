"""The plan of an agreement. The expected values were written by hand with a calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.rules_plan import (
    Afspraak,
    Kalender,
    doel_tot,
    doel_totaal,
    maandag_van,
    plan_tot,
    plan_totaal,
    plan_week,
    verdeel,
)
from tests.uren.hulp import ALLEEN_FEEST, LEEG, SCHOOL, UUR, dag, maak_afspraak

MA_DO = maak_afspraak("2026-09-01", "2027-06-30", 32 * UUR, (0, 1, 2, 3))
VOLTIJD = maak_afspraak("2026-09-01", "2027-06-30")
SCHRIKKEL = maak_afspraak("2028-02-01", "2028-02-29")
NACHT = maak_afspraak("2026-09-01", "2027-06-30", 24 * UUR, (5, 6))
HALF = maak_afspraak("2026-09-01", "2027-06-30", 36 * UUR, dagen="4.5")

# "." is a day outside the agreement, "*" a free one; the others are hours.
WEKEN = [
    ("before the begin", MA_DO, SCHOOL, "2026-08-24", ". . . . . . ."),
    ("begins on a Tuesday", MA_DO, SCHOOL, "2026-08-31", ". 8 8 8 0 0 0"),
    ("a common week", MA_DO, SCHOOL, "2026-09-07", "8 8 8 8 0 0 0"),
    ("the week before the autumn holiday", MA_DO, SCHOOL, "2026-10-12", "8 8 8 8 0 * *"),
    ("the autumn holiday", MA_DO, SCHOOL, "2026-10-19", "* * * * * * *"),
    ("a study day on Wednesday", MA_DO, SCHOOL, "2026-11-23", "8 8 * 8 0 0 0"),
    ("Christmas at a school", MA_DO, SCHOOL, "2026-12-21", "* * * * * * *"),
    ("Christmas on public holidays only", VOLTIJD, ALLEEN_FEEST, "2026-12-21", "8 8 8 8 * * 0"),
    ("week 53, over the year's end", VOLTIJD, ALLEEN_FEEST, "2026-12-28", "8 8 8 8 * 0 0"),
    ("the first week of the year", VOLTIJD, SCHOOL, "2027-01-04", "8 8 8 8 8 0 0"),
    ("the weekend of summer time and Easter", NACHT, ALLEEN_FEEST, "2027-03-22", "0 0 0 0 0 12 *"),
    ("the weekend of winter time", NACHT, ALLEEN_FEEST, "2026-10-19", "0 0 0 0 0 12 12"),
    ("Easter Monday", VOLTIJD, ALLEEN_FEEST, "2027-03-29", "* 8 8 8 8 0 0"),
    ("King's Day on a Tuesday", MA_DO, ALLEEN_FEEST, "2027-04-26", "8 * 8 8 0 0 0"),
    ("Ascension Day on the last working day", MA_DO, ALLEEN_FEEST, "2027-05-03", "8 8 8 * 0 0 0"),
    ("ends on a Wednesday", MA_DO, SCHOOL, "2027-06-28", "8 8 8 . . . ."),
    ("after the end", MA_DO, SCHOOL, "2027-07-05", ". . . . . . ."),
    ("ends on the leap day", SCHRIKKEL, LEEG, "2028-02-28", "8 8 . . . . ."),
    ("four and a half days", HALF, LEEG, "2026-09-07", "8 8 8 8 4 0 0"),
]


@pytest.mark.parametrize(
    ("afspraak", "kalender", "maandag", "verwacht"), [w[1:] for w in WEKEN], ids=[w[0] for w in WEKEN]
)
def test_a_week_is_planned_as_the_calendar_says(
    afspraak: Afspraak, kalender: Kalender, maandag: str, verwacht: str
) -> None:
    week = plan_week(afspraak, kalender, dag(maandag))
    gezien = ["." if d.buiten else "*" if d.vrij else str(d.minuten // UUR) for d in week]
    assert " ".join(gezien) == verwacht
    assert all(d.minuten == 0 for d in week if d.buiten or d.vrij)
    assert [d.datum for d in week] == [dag(maandag) + timedelta(days=n) for n in range(7)]


def test_any_day_gives_the_week_it_lies_in() -> None:
    assert maandag_van(date(2027, 1, 3)) == date(2026, 12, 28)
    assert plan_week(MA_DO, SCHOOL, date(2026, 9, 13)) == plan_week(MA_DO, SCHOOL, date(2026, 9, 7))


# minutes a week, days a week, preferred days, expected hours per day
VERDELINGEN = [
    (40 * UUR, "5", (0, 1, 2, 3, 4), "0:8 1:8 2:8 3:8 4:8"),
    (32 * UUR, "4", (0, 1, 2, 3, 4), "0:8 1:8 2:8 3:8"),
    (36 * UUR, "4.5", (0, 1, 2, 3, 4), "0:8 1:8 2:8 3:8 4:4"),
    (40 * UUR, "4.5", (0, 1, 2, 3, 4), "0:9 1:9 2:9 3:9 4:4"),
    (36 * UUR, "5", (0, 1, 2, 3, 4), "0:7.25 1:7.25 2:7.25 3:7.25 4:7"),
    (38 * UUR, "5", (0, 1, 2, 3, 4), "0:7.5 1:7.5 2:7.5 3:7.5 4:8"),
    (24 * UUR, "3", (0, 1, 2, 3, 4), "0:8 1:8 2:8"),
    (24 * UUR, "3", (4, 2, 0), "0:8 2:8 4:8"),
    (16 * UUR, "2", (3, 4, 0), "3:8 4:8"),
    (48 * UUR, "6", (0, 1, 2, 3, 4), "0:8 1:8 2:8 3:8 4:8 5:8"),
    (56 * UUR, "7", (), "0:8 1:8 2:8 3:8 4:8 5:8 6:8"),
    (56 * UUR, "9", (0,), "0:8 1:8 2:8 3:8 4:8 5:8 6:8"),
    (4 * UUR, "0.5", (2,), "2:4"),
    (40 * UUR, "0", (0, 1, 2, 3), "0:10 1:10 2:10 3:10"),
    (40 * UUR, "0", (), "0:8 1:8 2:8 3:8 4:8"),
    (24 * UUR, "3", (1, 1, 9, -1, 2), "0:8 1:8 2:8"),
    (60, "7", (), "0:0.25 1:0.25 2:0.25 3:0.25"),
    (0, "5", (0, 1), ""),
]


@pytest.mark.parametrize(("minuten", "dagen", "voorkeur", "verwacht"), VERDELINGEN)
def test_a_week_is_spread_over_its_days_in_quarter_hours(
    minuten: int, dagen: str, voorkeur: tuple[int, ...], verwacht: str
) -> None:
    paren = [paar.split(":") for paar in verwacht.split()]
    assert verdeel(minuten, Decimal(dagen), voorkeur) == tuple((int(d), int(Decimal(u) * UUR)) for d, u in paren)


TOT = [
    ("2026-08-31", 0),
    ("2026-09-01", 8),
    ("2026-09-06", 24),
    ("2026-09-07", 32),
    ("2026-09-30", 144),
    ("2026-10-16", 216),
    ("2026-10-25", 216),
    ("2026-10-26", 224),
]


@pytest.mark.parametrize(("tot", "uren"), TOT)
def test_the_plan_up_to_a_day_leaves_out_free_days(tot: str, uren: int) -> None:
    assert plan_tot(MA_DO, SCHOOL, dag(tot)) == uren * UUR


def test_the_plan_stops_at_the_end_of_the_agreement() -> None:
    assert plan_totaal(SCHRIKKEL, LEEG) == 21 * 8 * UUR  # February 2028 has 21 working days
    assert plan_tot(SCHRIKKEL, LEEG, date(2028, 12, 31)) == 21 * 8 * UUR
    assert plan_tot(SCHRIKKEL, LEEG, date(2028, 2, 28)) == 20 * 8 * UUR


def test_a_day_that_is_free_twice_is_left_out_once() -> None:
    kerst = maak_afspraak("2026-12-14", "2027-01-08")
    assert plan_totaal(kerst, SCHOOL) == 10 * 8 * UUR  # Christmas lies in the holiday: two weeks of work are left
    assert plan_totaal(kerst, ALLEEN_FEEST) == 18 * 8 * UUR


TWEE_WEKEN = maak_afspraak("2026-09-07", "2026-09-18", totaal=100 * UUR)
DOELEN = [
    ("2026-09-06", 0),
    ("2026-09-07", 10 * UUR),
    ("2026-09-11", 50 * UUR),
    ("2026-09-13", 50 * UUR),
    ("2026-09-17", 90 * UUR),
    ("2026-09-18", 100 * UUR),
    ("2027-09-18", 100 * UUR),
]


@pytest.mark.parametrize(("op", "doel"), DOELEN)
def test_the_target_grows_along_with_the_plan(op: str, doel: int) -> None:
    assert doel_tot(TWEE_WEKEN, LEEG, dag(op)) == doel


def test_a_target_that_does_not_divide_is_exact_on_the_last_day() -> None:
    oneven = maak_afspraak("2026-09-07", "2026-09-18", totaal=1001)
    assert [doel_tot(oneven, LEEG, dag(f"2026-09-{d:02d}")) for d in (7, 8, 17, 18)] == [100, 200, 900, 1001]


def test_without_any_planned_day_the_whole_total_is_asked_on_the_last_day() -> None:
    herfst = maak_afspraak("2026-10-19", "2026-10-23", totaal=600)
    assert plan_totaal(herfst, SCHOOL) == 0
    assert doel_tot(herfst, SCHOOL, date(2026, 10, 22)) == 0
    assert doel_tot(herfst, SCHOOL, date(2026, 10, 23)) == 600


def test_an_agreement_that_was_replaced_halfway_asks_half() -> None:
    oud = maak_afspraak("2026-09-07", "2026-09-11", totaal=100 * UUR, afgesproken="2026-09-18")
    assert doel_tot(oud, LEEG, date(2026, 9, 7)) == 10 * UUR
    assert doel_tot(oud, LEEG, date(2026, 9, 18)) == 50 * UUR
    assert doel_totaal(oud, LEEG) == 50 * UUR
    assert doel_totaal(TWEE_WEKEN, LEEG) == 100 * UUR


def test_an_agreement_that_was_replaced_from_its_first_day_asks_nothing() -> None:
    oud = maak_afspraak("2026-09-07", "2026-09-06", totaal=100 * UUR, afgesproken="2026-09-18")
    assert doel_totaal(oud, LEEG) == 0
    assert doel_tot(oud, LEEG, date(2026, 9, 30)) == 0
    assert plan_totaal(oud, LEEG) == 0
    assert doel_tot(replace(oud, afgesproken_eind=None), LEEG, date(2026, 9, 30)) == 0


def test_an_agreement_that_really_ran_longer_asks_its_total_at_its_real_end() -> None:
    langer = replace(TWEE_WEKEN, afgesproken_eind=date(2026, 9, 11))
    assert doel_tot(langer, LEEG, date(2026, 9, 11)) == 50 * UUR
    assert doel_totaal(langer, LEEG) == 100 * UUR


def test_a_free_day_says_why_in_both_languages() -> None:
    assert SCHOOL.waarom_vrij(date(2026, 12, 25)) == Tekst("Eerste kerstdag", "Christmas Day")
    assert SCHOOL.waarom_vrij(date(2026, 10, 25)) == Tekst("Herfstvakantie", "School holiday (Herfstvakantie)")
    assert SCHOOL.waarom_vrij(date(2026, 11, 25)) == Tekst("Studiedag", "Study day (Studiedag)")
    assert SCHOOL.waarom_vrij(date(2026, 10, 26)) is None
    assert SCHOOL.waarom_vrij(date(2026, 10, 16)) is None


def test_work_counts_on_a_study_day_but_not_in_a_holiday() -> None:
    assert SCHOOL.waarom_dicht(date(2026, 11, 25)) is None
    assert SCHOOL.waarom_dicht(date(2026, 10, 17)) is not None
    assert SCHOOL.waarom_dicht(date(2027, 3, 29)) == Tekst("Tweede paasdag", "Easter Monday")
