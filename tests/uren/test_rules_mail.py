"""When mail about hours may go: days and hours of Amsterdam, around the new year and clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bpv_app.kernel.clock import AMSTERDAM
from bpv_app.uren.rules_mail import is_weekmail_tijd, te_late_week, weeknaam


@pytest.mark.parametrize(
    ("dag", "naam"),
    [
        ("2026-11-26", "2026-W48"),
        ("2026-12-28", "2026-W53"),
        ("2027-01-01", "2026-W53"),
        ("2027-01-03", "2026-W53"),
        ("2027-01-04", "2027-W01"),
        ("2024-12-30", "2025-W01"),
    ],
)
def test_a_week_has_one_name_also_over_the_new_year(dag: str, naam: str) -> None:
    assert weeknaam(date.fromisoformat(dag)) == naam


@pytest.mark.parametrize(
    ("utc", "mag"),
    [
        ("2026-11-23T05:59", False),  # Monday 06:59, winter
        ("2026-11-23T06:00", True),  # Monday 07:00
        ("2026-11-29T22:59", True),  # Sunday 23:59
        ("2026-11-29T23:00", False),  # Monday 00:00
        ("2026-06-15T04:59", False),  # Monday 06:59, summer
        ("2026-06-15T05:00", True),
        ("2026-10-26T05:59", False),  # the Monday after the clock went back
        ("2026-10-26T06:00", True),
        ("2027-03-29T04:59", False),  # the Monday after it went forward
        ("2027-03-29T05:00", True),
    ],
)
def test_from_monday_seven_oclock_in_amsterdam(utc: str, mag: bool) -> None:
    lokaal = datetime.fromisoformat(utc).replace(tzinfo=UTC).astimezone(AMSTERDAM)
    assert is_weekmail_tijd(lokaal, 0, 7) is mag


@pytest.mark.parametrize(("uur", "mag"), [("11:59", False), ("12:00", True)])
def test_the_school_may_choose_friday_noon(uur: str, mag: bool) -> None:
    assert is_weekmail_tijd(datetime.fromisoformat(f"2026-11-27T{uur}"), 4, 12) is mag


def test_friday_is_before_saturday_early() -> None:
    assert is_weekmail_tijd(datetime(2026, 11, 28, 3, 0, tzinfo=AMSTERDAM), 4, 12) is True
    assert is_weekmail_tijd(datetime(2026, 11, 26, 23, 0, tzinfo=AMSTERDAM), 4, 12) is False


@pytest.mark.parametrize(
    ("vandaag", "insturen_voor", "maandag"),
    [
        ("2026-12-13", 6, "2026-11-30"),  # Sunday: this week can still be sent in
        ("2026-12-14", 6, "2026-12-07"),
        ("2026-12-20", 6, "2026-12-07"),
        ("2026-12-11", 4, "2026-11-30"),  # Friday, deadline Friday
        ("2026-12-12", 4, "2026-12-07"),
        ("2027-01-04", 6, "2026-12-28"),  # week 53
    ],
)
def test_the_week_that_is_late(vandaag: str, insturen_voor: int, maandag: str) -> None:
    assert te_late_week(date.fromisoformat(vandaag), insturen_voor) == date.fromisoformat(maandag)
