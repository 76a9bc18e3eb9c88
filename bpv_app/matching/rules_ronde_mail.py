"""When students are reminded of a list that was not sent in: some days before the round closes, and by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

HERINNER_DAGEN = (3, 1)
"""Days before closing. Who opens a round for a day gets the last one only."""
MAX_REGELS = 25


def herinner_moment(opent_op: datetime, sluit_op: datetime, nu: datetime) -> int | None:
    """Which reminder is due now (days before closing), None when none is: the latest one that has begun.

    A reminder whose moment lies before the opening is skipped, so nobody is reminded of a list they just got.
    """
    if not opent_op <= nu < sluit_op:
        return None
    begonnen = [d for d in HERINNER_DAGEN if opent_op < sluit_op - timedelta(days=d) <= nu]
    return min(begonnen) if begonnen else None


def herinner_sleutel(deelname_id: int, wat: str = "") -> str:
    """The reason of the mail; sending in withdraws all that begin with it."""
    return f"voorkeur-herinnering:{deelname_id}:{wat}"


def lijst_regels(regels: Iterable[Mapping[str, Any]]) -> str:
    """`1. Monteur, Van Dam` per line, for a mail."""
    return "\n".join(f"{r['rang']}. {r['titel']}, {r['bedrijf']}" for r in list(regels)[:MAX_REGELS])
