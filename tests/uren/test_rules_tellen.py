"""What counts. Every row was worked out by hand."""

from __future__ import annotations

import pytest

from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.rules import Soort
from bpv_app.uren.rules_plan import Afspraak, Kalender
from bpv_app.uren.rules_tellen import Grenzen, Reden, Regel, WeekTelling, tel
from tests.uren.hulp import ALLEEN_FEEST, LEEG, SCHOOL, UUR, dag, maak_afspraak, maak_regels, week_van

GRENZEN = Grenzen(10 * UUR, 40 * UUR)
VRIJ_TELT = Grenzen(10 * UUR, 40 * UUR, vrij_telt=True)
JAAR = (maak_afspraak("2026-09-01", "2027-06-30"),)
SCHRIKKEL = (maak_afspraak("2028-02-01", "2028-02-29"),)
MUTATIE = (maak_afspraak("2026-09-01", "2026-11-25"), maak_afspraak("2026-11-26", "2027-06-30", pok_id=2))
MET_GAT = (maak_afspraak("2026-09-01", "2026-11-20"), maak_afspraak("2026-11-26", "2027-06-30", pok_id=2))
WEEK_MUTATIE = week_van("2026-11-23", "9 9 9") + week_van("2026-11-26", "9 9", pok_id=2)

Rij = tuple[str, list[Regel], tuple[Afspraak, ...], Kalender, Grenzen, str, dict[Reden, int]]
# lines, agreements, calendar, limits, hours that count per line (by day and kind), hours that do not, by reason
RIJEN: list[Rij] = [
    ("a common day", maak_regels("2026-11-23 gewerkt 8"), JAAR, SCHOOL, GRENZEN, "8", {}),
    ("a quarter of an hour", maak_regels("2026-11-23 gewerkt 0.25"), JAAR, SCHOOL, GRENZEN, "0.25", {}),
    ("exactly the day limit", maak_regels("2026-11-23 gewerkt 10"), JAAR, SCHOOL, GRENZEN, "10", {}),
    ("over the day limit", maak_regels("2026-11-23 gewerkt 11"), JAAR, SCHOOL, GRENZEN, "10", {Reden.DAGGRENS: 1}),
    ("two lines a day", maak_regels("2026-11-23 inhalen 2; 2026-11-23 gewerkt 8"), JAAR, SCHOOL, GRENZEN, "8 2", {}),
    (
        "two lines over the day limit: making up is cut",
        maak_regels("2026-11-23 inhalen 3; 2026-11-23 gewerkt 8"),
        JAAR,
        SCHOOL,
        GRENZEN,
        "8 2",
        {Reden.DAGGRENS: 1},
    ),
    ("exactly the week limit", week_van("2026-11-23", "8 8 8 8 8"), JAAR, LEEG, GRENZEN, "8 8 8 8 8", {}),
    ("over the week", week_van("2026-11-23", "9 9 9 9 9"), JAAR, LEEG, GRENZEN, "9 9 9 9 4", {Reden.WEEKGRENS: 5}),
    (
        "after the week is full nothing counts",
        week_van("2026-11-23", "10 10 10 10 8 6"),
        JAAR,
        LEEG,
        GRENZEN,
        "10 10 10 10 0 0",
        {Reden.WEEKGRENS: 14},
    ),
    (
        "over the day and the week in one line",
        week_van("2026-11-23", "9 9 9 9 12"),
        JAAR,
        LEEG,
        GRENZEN,
        "9 9 9 9 4",
        {Reden.DAGGRENS: 2, Reden.WEEKGRENS: 6},
    ),
    ("Sunday and Monday are two weeks", week_van("2026-11-28", "10 10 10"), JAAR, LEEG, GRENZEN, "10 10 10", {}),
    (
        "a long run over two weeks",
        week_van("2026-11-25", "10 10 10 10 10 10"),
        JAAR,
        LEEG,
        GRENZEN,
        "10 10 10 10 0 10",
        {Reden.WEEKGRENS: 10},
    ),
    (
        "week 53 is one week over the year's end",
        week_van("2026-12-29", "10 10 10 10 5"),
        JAAR,
        LEEG,
        GRENZEN,
        "10 10 10 10 0",
        {Reden.WEEKGRENS: 5},
    ),
    ("sick", maak_regels("2026-11-23 ziek 8"), JAAR, SCHOOL, GRENZEN, "0", {Reden.SOORT: 8}),
    ("on leave", maak_regels("2026-11-23 verlof 8"), JAAR, SCHOOL, GRENZEN, "0", {Reden.SOORT: 8}),
    ("at school", maak_regels("2026-11-23 school 8"), JAAR, SCHOOL, GRENZEN, "0", {Reden.SOORT: 8}),
    ("a holiday", maak_regels("2026-12-25 feestdag 8"), JAAR, SCHOOL, GRENZEN, "0", {Reden.SOORT: 8}),
    (
        "sick in the afternoon takes nothing of the limits",
        maak_regels("2026-11-23 ziek 4; 2026-11-23 gewerkt 10"),
        JAAR,
        SCHOOL,
        GRENZEN,
        "10 0",
        {Reden.SOORT: 4},
    ),
    ("worked at Christmas", maak_regels("2026-12-25 gewerkt 8"), JAAR, ALLEEN_FEEST, GRENZEN, "0", {Reden.VRIJ: 8}),
    ("worked in a holiday", maak_regels("2026-10-20 gewerkt 8"), JAAR, SCHOOL, GRENZEN, "0", {Reden.VRIJ: 8}),
    ("made up in a holiday", maak_regels("2026-10-20 inhalen 8"), JAAR, SCHOOL, GRENZEN, "8", {}),
    ("made up at Christmas", maak_regels("2026-12-25 inhalen 8"), JAAR, SCHOOL, GRENZEN, "8", {}),
    ("holidays count when agreed", maak_regels("2026-10-20 gewerkt 8"), JAAR, SCHOOL, VRIJ_TELT, "8", {}),
    (
        "limits hold on holidays too",
        maak_regels("2026-12-25 gewerkt 11"),
        JAAR,
        SCHOOL,
        VRIJ_TELT,
        "10",
        {Reden.DAGGRENS: 1},
    ),
    ("worked on a study day", maak_regels("2026-11-25 gewerkt 4"), JAAR, SCHOOL, GRENZEN, "4", {}),
    (
        "work in a holiday leaves the week",
        [*week_van("2026-10-12", "8 8 8 8 8 8")],
        JAAR,
        SCHOOL,
        GRENZEN,
        "8 8 8 8 8 0",
        {Reden.VRIJ: 8},
    ),
    ("the day before", maak_regels("2026-08-31 gewerkt 8"), JAAR, SCHOOL, GRENZEN, "0", {Reden.BUITEN_POK: 8}),
    ("the first day", maak_regels("2026-09-01 gewerkt 8"), JAAR, SCHOOL, GRENZEN, "8", {}),
    ("the last day", maak_regels("2027-06-30 gewerkt 8"), JAAR, SCHOOL, GRENZEN, "8", {}),
    ("the day after", maak_regels("2027-07-01 inhalen 8"), JAAR, SCHOOL, GRENZEN, "0", {Reden.BUITEN_POK: 8}),
    ("sick before the begin", maak_regels("2026-08-31 ziek 8"), JAAR, SCHOOL, GRENZEN, "0", {Reden.SOORT: 8}),
    (
        "a part week takes no other days' hours",
        week_van("2026-08-31", "10 9 9 9 9"),
        JAAR,
        SCHOOL,
        GRENZEN,
        "0 9 9 9 9",
        {Reden.BUITEN_POK: 10},
    ),
    ("the leap day", maak_regels("2028-02-29 gewerkt 8"), SCHRIKKEL, LEEG, GRENZEN, "8", {}),
    ("after the leap day", maak_regels("2028-03-01 gewerkt 8"), SCHRIKKEL, LEEG, GRENZEN, "0", {Reden.BUITEN_POK: 8}),
    ("an amendment mid-week", WEEK_MUTATIE, MUTATIE, LEEG, GRENZEN, "9 9 9 9 4", {Reden.WEEKGRENS: 5}),
    (
        "two agreements on one day",
        maak_regels("2026-11-24 gewerkt 6 @2; 2026-11-24 gewerkt 6"),
        MUTATIE,
        LEEG,
        GRENZEN,
        "6 4",
        {Reden.DAGGRENS: 2},
    ),
    ("written before the amendment", maak_regels("2026-11-30 gewerkt 8 @1"), MUTATIE, LEEG, GRENZEN, "8", {}),
    ("between two agreements", maak_regels("2026-11-24 gewerkt 8"), MET_GAT, LEEG, GRENZEN, "0", {Reden.BUITEN_POK: 8}),
    (
        "somebody else's agreement",
        maak_regels("2026-11-24 gewerkt 8 @7"),
        JAAR,
        LEEG,
        GRENZEN,
        "0",
        {Reden.BUITEN_POK: 8},
    ),
    ("the night of winter time", maak_regels("2026-10-24 inhalen 9"), JAAR, SCHOOL, GRENZEN, "9", {}),
]


@pytest.mark.parametrize("rij", RIJEN, ids=[r[0] for r in RIJEN])
def test_what_counts_and_why_the_rest_does_not(rij: Rij) -> None:
    _, regels, afspraken, kalender, grenzen, telt, redenen = rij
    telling = tel(regels, afspraken, kalender, grenzen)
    assert [g.telt / UUR for g in telling.regels] == [float(u) for u in telt.split()]
    assert telling.niet_geteld == {reden: uren * UUR for reden, uren in redenen.items()}
    assert all((g.waarom is None) == (g.telt_niet == 0) for g in telling.regels)


def test_the_reason_is_a_sentence_with_the_limit() -> None:
    regels = maak_regels("2026-11-23 gewerkt 12; 2026-11-24 ziek 8; 2026-12-25 gewerkt 8; 2026-08-01 gewerkt 8")
    zinnen = [g.waarom for g in tel(regels, JAAR, SCHOOL, Grenzen(630, 60)).regels]
    assert zinnen == [
        Tekst("Deze dag valt buiten je stageperiode.", "This day is outside your placement."),
        Tekst(
            "Meer dan 10,5 uur op een dag telt niet mee. Meer dan 1 uur in een week telt niet mee.",
            "More than 10.5 hours a day does not count. More than 1 hour a week does not count.",
        ),
        Tekst("Ziek telt niet mee als gewerkte tijd.", "Sick does not count as time worked."),
        Tekst(
            "Op een vrije dag telt werk niet mee: Eerste kerstdag.", "Work on a day off does not count: Christmas Day."
        ),
    ]


def test_the_sums_are_kept_per_kind_and_per_week() -> None:
    regels = [
        *week_van("2026-11-23", "9 9 9", akkoord=True),
        *week_van("2026-11-26", "9 9"),
        *maak_regels("2026-11-30 ziek 8; 2026-12-01 verlof 4", akkoord=True),
        *maak_regels("2026-12-01 inhalen 2", akkoord=True),
    ]
    telling = tel(regels, JAAR, LEEG, GRENZEN)
    assert (telling.geschreven, telling.geteld, telling.goedgekeurd) == (59 * UUR, 42 * UUR, 29 * UUR)
    assert (telling.ziek, telling.verlof) == (8 * UUR, 4 * UUR)
    assert telling.per_soort == {
        Soort.GEWERKT: 45 * UUR,
        Soort.ZIEK: 8 * UUR,
        Soort.VERLOF: 4 * UUR,
        Soort.INHALEN: 2 * UUR,
    }
    assert telling.per_week == {
        dag("2026-11-23"): WeekTelling(45 * UUR, 40 * UUR, 27 * UUR),
        dag("2026-11-30"): WeekTelling(14 * UUR, 2 * UUR, 2 * UUR),
    }


def test_approving_a_line_does_not_change_what_counts() -> None:
    open_ = tel(week_van("2026-11-23", "9 9 9 9 9"), JAAR, LEEG, GRENZEN)
    laatste = [*week_van("2026-11-23", "9 9 9 9"), *week_van("2026-11-27", "9", akkoord=True)]
    gekeurd = tel(laatste, JAAR, LEEG, GRENZEN)
    assert [g.telt for g in gekeurd.regels] == [g.telt for g in open_.regels]
    assert (open_.goedgekeurd, gekeurd.goedgekeurd) == (0, 4 * UUR)


def test_nothing_written_is_nothing_counted() -> None:
    telling = tel([], JAAR, SCHOOL, GRENZEN)
    assert (telling.geschreven, telling.geteld, telling.goedgekeurd, telling.per_week) == (0, 0, 0, {})


def test_of_two_lines_that_are_the_same_the_approved_one_goes_first() -> None:
    gekeurd, open_ = maak_regels("2026-11-23 gewerkt 8", akkoord=True), maak_regels("2026-11-23 gewerkt 8")
    for regels in (gekeurd + open_, open_ + gekeurd):
        telling = tel(regels, JAAR, LEEG, GRENZEN)
        assert [(g.telt, g.akkoord_telt) for g in telling.regels] == [(8 * UUR, 8 * UUR), (2 * UUR, 0)]
