"""Norms of hours: the figures of domain.md section 5, dated."""

from __future__ import annotations

import pytest

from bpv_app.student.rules import Leerweg
from bpv_app.uren.rules_norm import Norm, norm_minuten, norm_voor
from tests.uren.hulp import UUR, dag

WET = dag("2014-08-01")
NORMEN = [
    *(Norm(Leerweg.BOL, jaren, WET, uren, False) for jaren, uren in ((1, 250), (2, 450), (3, 900), (4, 1350))),
    Norm(Leerweg.BBL, 0, WET, 610, True),
    Norm(Leerweg.BBL, 0, dag("2027-08-01"), 600, True),
    Norm(Leerweg.BOL, 3, dag("2027-08-01"), 800, False),
    Norm(Leerweg.BOL, 0, dag("2028-08-01"), 100, False),
]
BBL = NORMEN[4]


@pytest.mark.parametrize(
    ("leerweg", "jaren", "op", "uren"),
    [
        (Leerweg.BOL, 1, "2026-09-01", 250),
        (Leerweg.BOL, 2, "2026-09-01", 450),
        (Leerweg.BOL, 3, "2026-09-01", 900),
        (Leerweg.BOL, 4, "2026-09-01", 1350),
        (Leerweg.BBL, 3, "2026-09-01", 610),
        (Leerweg.BBL, 0, "2026-09-01", 610),
        (Leerweg.BBL, 3, "2027-07-31", 610),
        (Leerweg.BBL, 3, "2027-08-01", 600),
        (Leerweg.BOL, 3, "2027-08-01", 800),
        (Leerweg.BOL, 4, "2027-08-01", 1350),
        (Leerweg.BOL, 4, "2028-08-01", 1350),
        (Leerweg.BOL, 5, "2028-08-01", 100),
        (Leerweg.BOL, 5, "2026-09-01", None),
        (Leerweg.BOL, 3, "2014-07-31", None),
        (Leerweg.OVO, 1, "2026-09-01", None),
    ],
)
def test_the_norm_in_force_on_a_day(leerweg: Leerweg, jaren: int, op: str, uren: int | None) -> None:
    for volgorde in (NORMEN, NORMEN[::-1]):
        norm = norm_voor(volgorde, leerweg, jaren, dag(op))
        assert (norm and norm.uren) == uren


@pytest.mark.parametrize(
    ("begin", "eind", "minuten"),
    [
        ("2026-08-01", "2027-07-31", 610 * UUR),
        ("2027-08-01", "2028-07-31", 610 * UUR),  # 366 days
        ("2026-08-01", "2029-07-31", 3 * 610 * UUR),
        ("2026-08-01", "2026-08-01", 100),  # 36600 / 365 = 100.27
        ("2026-08-01", "2027-01-30", 18350),  # 183 of 365 days: 18350.1
        ("2027-08-01", "2028-01-30", 18300),  # 183 of 366 days
        ("2026-08-01", "2027-08-01", 610 * UUR + 100),  # 36600 / 366
        ("2028-02-29", "2029-02-28", 610 * UUR),
        ("2028-02-29", "2028-02-29", 100),
        ("2027-03-01", "2028-02-29", 610 * UUR),
        ("2026-12-31", "2027-01-01", 201),  # 200.55
        ("2026-08-02", "2026-08-01", 0),
    ],
)
def test_a_norm_per_year_is_a_share_by_days(begin: str, eind: str, minuten: int) -> None:
    assert norm_minuten(BBL, dag(begin), dag(eind)) == minuten


def test_a_norm_for_the_whole_programme_does_not_depend_on_the_dates() -> None:
    assert norm_minuten(NORMEN[2], dag("2026-08-01"), dag("2026-12-31")) == 900 * UUR
    assert norm_minuten(NORMEN[2], dag("2026-08-02"), dag("2026-08-01")) == 0
