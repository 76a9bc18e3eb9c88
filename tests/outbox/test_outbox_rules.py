"""Back-off: doubles, is capped, and is spread."""

from __future__ import annotations

import pytest

from bpv_app.outbox.rules import LEASE, LEVERTIJD, pauze, wachttijd


@pytest.mark.parametrize(
    ("pogingen", "seconden"), [(0, 2), (1, 2), (2, 4), (3, 8), (9, 512), (10, 900), (11, 900), (10**9, 900)]
)
def test_the_wait_doubles_up_to_a_quarter_of_an_hour(pogingen: int, seconden: float) -> None:
    assert wachttijd(pogingen, 0.0).total_seconds() == seconden / 2
    assert wachttijd(pogingen, 0.5).total_seconds() == seconden * 0.75


@pytest.mark.parametrize(("mislukt", "seconden"), [(1, 1), (2, 2), (6, 32), (7, 60), (100, 60)])
def test_the_rest_of_a_dead_line_doubles_up_to_a_minute(mislukt: int, seconden: float) -> None:
    assert pauze(mislukt, 0.0).total_seconds() == seconden / 2


def test_a_lease_outlives_a_delivery() -> None:
    assert LEASE > 2 * LEVERTIJD
