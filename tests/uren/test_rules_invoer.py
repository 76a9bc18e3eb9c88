"""Reading hours, times and a day, as people type them and as others attack with them."""

from __future__ import annotations

import pytest

from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.uren.rules import Soort
from bpv_app.uren.rules_invoer import (
    DagInvoer,
    OngeldigeUren,
    RegelInvoer,
    duur,
    lees_dag,
    lees_pauze,
    lees_tijd,
    lees_uren,
)
from tests.uren.hulp import UUR, dag

UREN = [
    ("8", 480),
    (" 8 ", 480),
    ("7,5", 450),
    ("7.5", 450),
    ("7,25", 435),
    ("0,25", 15),
    (",5", 30),
    (".25", 15),
    ("7,33", 440),  # 439.8
    ("7,01", 421),  # 420.6
    ("7:30", 450),
    ("07:05", 425),
    ("7u30", 450),
    ("7 u 30", 450),
    ("7U30", 450),
    ("7h30", 450),
    ("7u", 420),
    ("7 uur", 420),
    ("7 uur 30", 450),
    ("0", 0),
    ("24", 1440),
    ("24:00", 1440),
]
GEEN_UREN = [
    "",
    " ",
    "730",
    "24,01",
    "24:01",
    "25",
    "99",
    "7:60",
    "7:5",
    "7:",
    "7:30:00",
    "-1",
    "+1",
    "1e1",
    "7,555",
    "acht",
]
GEEN_UREN += ["7,5 uur per dag", "٧", "７", "NaN", "inf", "0x8", "8" * 5000, "1_0", "7,", ",", "u30", "8\n9"]


@pytest.mark.parametrize(("tekst", "minuten"), UREN)
def test_hours_are_read_as_people_write_them(tekst: str, minuten: int) -> None:
    assert lees_uren(tekst) == minuten


@pytest.mark.parametrize("tekst", GEEN_UREN)
def test_what_is_no_amount_of_hours_is_refused_with_an_example(tekst: str) -> None:
    with pytest.raises(DomeinFout) as fout:
        lees_uren(tekst)
    assert (fout.value.code, fout.value.http_status) == ("ongeldige_uren", 400)
    assert fout.value.tekst.nl == "Schrijf uren als 8, 7,5 of 7:30, en hoogstens 24."


@pytest.mark.parametrize(
    ("tekst", "minuten"),
    [
        ("8:30", 510),
        ("08.30", 510),
        ("8,30", 510),
        ("830", 510),
        ("0830", 510),
        ("8u30", 510),
        ("8", 480),
        ("08", 480),
        (" 17:00 ", 1020),
        ("23:59", 1439),
        ("0:00", 0),
        ("24:00", 0),
        ("24", 0),
    ],
)
def test_times_are_read_as_people_write_them(tekst: str, minuten: int) -> None:
    assert lees_tijd(tekst) == minuten


@pytest.mark.parametrize(
    "tekst", ["", "24:01", "25", "8:60", "860", "8:5", "8,5", "12345", "-1", "8:30:00", "half 9", "２"]
)
def test_what_is_no_time_is_refused(tekst: str) -> None:
    with pytest.raises(OngeldigeUren, match="Schrijf een tijd"):
        lees_tijd(tekst)


@pytest.mark.parametrize(("tekst", "minuten"), [("", 0), ("0", 0), ("30", 30), ("90", 90), ("0:30", 30), ("1u15", 75)])
def test_a_break_is_in_minutes(tekst: str, minuten: int) -> None:
    assert lees_pauze(tekst) == minuten


@pytest.mark.parametrize("tekst", ["0,5", "-5", "1000", "0:75", "25:00", "even"])
def test_a_break_that_is_no_minutes_is_refused(tekst: str) -> None:
    with pytest.raises(OngeldigeUren, match="pauze in minuten"):
        lees_pauze(tekst)


DUUR = [
    ("a working day", "2026-11-23", "8:30", "17:00", 30, 480),
    ("without a break", "2026-11-23", "9:00", "12:15", 0, 195),
    ("a night shift", "2026-11-23", "22:00", "6:00", 0, 480),
    ("until midnight", "2026-11-23", "16:00", "0:00", 30, 450),
    ("a day and a night", "2026-11-23", "8:00", "8:00", 60, 1380),
    ("the night to winter time", "2026-10-24", "22:00", "6:00", 0, 9 * 60),
    ("the night to winter time, with a break", "2026-10-24", "22:00", "6:00", 45, 9 * 60 - 45),
    ("the night before it", "2026-10-23", "22:00", "6:00", 0, 8 * 60),
    ("the night after it", "2026-10-25", "22:00", "6:00", 0, 8 * 60),
    ("from midnight to winter time", "2026-10-25", "0:00", "8:00", 0, 9 * 60),
    ("after the change to winter time", "2026-10-25", "8:00", "16:00", 0, 8 * 60),
    ("the night to summer time", "2027-03-27", "22:00", "6:00", 0, 7 * 60),
    ("over the hour that is skipped", "2027-03-28", "1:30", "3:30", 0, 60),
    ("from a time that is skipped", "2027-03-28", "2:30", "4:00", 0, 30),
    ("after the change to summer time", "2027-03-28", "8:00", "16:00", 0, 8 * 60),
    ("over the year's end", "2026-12-31", "22:00", "6:00", 0, 8 * 60),
    ("into the leap day", "2028-02-28", "22:00", "6:00", 0, 8 * 60),
]


@pytest.mark.parametrize(("op", "van", "tot", "pauze", "minuten"), [d[1:] for d in DUUR], ids=[d[0] for d in DUUR])
def test_a_shift_lasts_as_long_as_the_clock_on_the_wall_really_runs(
    op: str, van: str, tot: str, pauze: int, minuten: int
) -> None:
    assert duur(lees_tijd(van), lees_tijd(tot), pauze, dag(op)) == minuten


@pytest.mark.parametrize(
    ("op", "van", "tot", "pauze", "waarom"),
    [
        ("2026-11-23", "8:00", "8:30", 30, "pauze"),
        ("2026-11-23", "8:00", "8:30", 31, "pauze"),
        ("2026-11-23", "8:00", "8:30", -1, "pauze"),
        ("2027-03-28", "2:30", "3:15", 0, "klok vooruit"),
        ("2026-10-25", "0:00", "0:00", 0, "24 uur"),
    ],
)
def test_impossible_shifts_are_refused(op: str, van: str, tot: str, pauze: int, waarom: str) -> None:
    with pytest.raises(OngeldigeUren, match=waarom):
        duur(lees_tijd(van), lees_tijd(tot), pauze, dag(op))


def maak(*regels: object, **anders: object) -> dict[str, object]:
    return {"datum": "2026-11-23", "regels": list(regels), **anders}


def test_a_day_is_read_with_its_lines_and_texts() -> None:
    ruw = maak(
        {"soort": "gewerkt", "van": "8:30", "tot": "15:00", "pauze": 30},
        {"soort": "ziek", "uren": "1,5"},
        {"soort": "inhalen", "uren": 2},
        {"soort": "school", "uren": 0.25},
        omschrijving="Remmen vervangen.\r\n\r\n\r\n\r\nDaarna   gepoetst. ",
        werkproces="B1-K1-W2",
    )
    assert lees_dag(ruw) == DagInvoer(
        dag("2026-11-23"),
        (
            RegelInvoer(Soort.GEWERKT, 360, 510, 900, 30),
            RegelInvoer(Soort.ZIEK, 90),
            RegelInvoer(Soort.INHALEN, 120),
            RegelInvoer(Soort.SCHOOL, 15),
        ),
        "Remmen vervangen.\n\nDaarna gepoetst.",
        "B1-K1-W2",
    )


def test_an_empty_day_is_a_day() -> None:
    leeg = DagInvoer(dag("2026-11-23"), ())
    assert lees_dag({"datum": "2026-11-23"}) == leeg
    assert lees_dag(maak({"soort": "gewerkt", "uren": "0"}, omschrijving=None)) == leeg


def test_start_and_end_go_before_typed_hours() -> None:
    ruw = maak({"soort": "gewerkt", "uren": "3", "van": "22:00", "tot": "6:00"}, datum="2026-10-24")
    assert lees_dag(ruw).regels == (RegelInvoer(Soort.GEWERKT, 9 * UUR, 22 * UUR, 6 * UUR),)


def test_characters_that_hide_or_turn_text_are_dropped() -> None:
    dag_ = lees_dag(maak(omschrijving="a\x00b\u202ec\u2066d\x1b[31m\nregel\u200b 2", werkproces="W\u200f1\nW2\x07"))
    assert dag_.omschrijving == "a bcd [31m\nregel 2"
    assert dag_.werkproces == "W1 W2"


GEWERKT = {"soort": "gewerkt", "uren": "8"}
FOUT: list[tuple[str, dict[str, object], set[str]]] = [
    ("no date", {"regels": []}, {"datum"}),
    ("not a date", maak(datum="2026-02-29"), {"datum"}),
    ("a week date", maak(datum="2026-W48-1"), {"datum"}),
    ("a date out of reach", maak(datum="9999-12-31"), {"datum"}),
    ("a date before all", maak({"soort": "gewerkt", "van": "8", "tot": "9"}, datum="0001-01-01"), {"datum"}),
    ("a number for a date", maak(datum=20261123), {"datum"}),
    ("hours over a day", maak({"soort": "gewerkt", "uren": "25"}), {"uren"}),
    ("no hours", maak({"soort": "gewerkt"}), {"uren"}),
    ("negative hours", maak({"soort": "gewerkt", "uren": -3}), {"uren"}),
    ("hours that are true", maak({"soort": "gewerkt", "uren": True}), {"uren"}),
    ("hours in a list", maak({"soort": "gewerkt", "uren": ["8"]}), {"uren"}),
    ("hours without end", maak({"soort": "gewerkt", "uren": float("inf")}), {"uren"}),
    ("hours that are none", maak({"soort": "gewerkt", "uren": float("nan")}), {"uren"}),
    ("a number too big", maak({"soort": "gewerkt", "uren": 10**9000}), {"uren"}),
    ("no end", maak({"soort": "gewerkt", "van": "8:00", "uren": "8"}), {"tot"}),
    ("no begin", maak({"soort": "gewerkt", "tot": "8:00"}), {"van"}),
    ("wrong times", maak({"soort": "gewerkt", "van": "8:77", "tot": "x"}), {"van", "tot"}),
    ("a wrong break", maak({"soort": "gewerkt", "van": "8:00", "tot": "9:00", "pauze": "x"}), {"pauze"}),
    ("a long break", maak({"soort": "gewerkt", "van": "8:00", "tot": "9:00", "pauze": "60"}), {"pauze"}),
    ("a skipped time", maak({"soort": "gewerkt", "van": "2:30", "tot": "3:15"}, datum="2027-03-28"), {"tot"}),
    ("an unknown kind", maak({"soort": "feest", "uren": "8"}), {"soort"}),
    ("no kind", maak({"uren": "8"}), {"soort"}),
    ("a kind in a list", maak({"soort": ["ziek"], "uren": "8"}), {"soort"}),
    ("a kind twice", maak(GEWERKT, GEWERKT), {"soort_2"}),
    ("lines that are no lines", maak("gewerkt"), {"soort"}),
    ("lines that are no list", {"datum": "2026-11-23", "regels": {"soort": "ziek"}}, {"soort"}),
    ("a number for lines", {"datum": "2026-11-23", "regels": 5}, {"soort"}),
    ("seven lines", maak(*[GEWERKT] * 7), {"soort"}),
    ("over 24 hours together", maak({"soort": "gewerkt", "uren": "13"}, {"soort": "ziek", "uren": "11:01"}), {"uren"}),
    ("a long text", maak(omschrijving="x" * 4001), {"omschrijving"}),
    ("a text of five megabytes", maak(omschrijving="x" * 5_000_000), {"omschrijving"}),
    ("five megabytes of nothing", maak(omschrijving="\u200b" * 5_000_000), {"omschrijving"}),
    ("a long process", maak(werkproces="x" * 301), {"werkproces"}),
    ("a text that is none", maak(omschrijving={"a": 1}), {"omschrijving"}),
    (
        "everything at once",
        maak({"soort": "x", "uren": "x"}, {"soort": "ziek", "van": "9"}, datum="x", werkproces="x" * 999),
        {"datum", "soort", "uren", "tot_2", "werkproces"},
    ),
]


@pytest.mark.parametrize(("ruw", "velden"), [f[1:] for f in FOUT], ids=[f[0] for f in FOUT])
def test_everything_that_is_wrong_is_named_at_once(ruw: dict[str, object], velden: set[str]) -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_dag(ruw)
    assert set(fout.value.velden) == velden


def test_limits_themselves_are_allowed() -> None:
    vol = lees_dag(maak({"soort": "gewerkt", "uren": "13"}, {"soort": "ziek", "uren": "11"}, omschrijving="x" * 4000))
    assert sum(r.minuten for r in vol.regels) == 1440
    assert len(vol.omschrijving) == 4000
    assert len(lees_dag(maak(werkproces="y" * 300)).werkproces) == 300
    assert len(lees_dag(maak(*[{"soort": s.value, "uren": "1"} for s in Soort])).regels) == 6
