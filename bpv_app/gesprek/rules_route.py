"""The day's visits in an order that saves driving: fixed times first, then by place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Halte:
    """A visit: when it begins, and the postcode of the workplace (`2312AB` or empty)."""

    sleutel: int
    begin_op: datetime
    postcode: str


def op_tijd(haltes: Sequence[Halte]) -> tuple[int, ...]:
    """As the appointments were made; at the same time by place."""
    return tuple(h.sleutel for h in sorted(haltes, key=lambda h: (h.begin_op, h.postcode, h.sleutel)))


def op_plaats(haltes: Sequence[Halte]) -> tuple[int, ...]:
    """By postcode, neighbours beside each other; without a postcode last. Within a place by time."""
    return tuple(
        h.sleutel for h in sorted(haltes, key=lambda h: (not h.postcode, h.postcode[:4], h.begin_op, h.sleutel))
    )


def kaart_adres(adres: str) -> str:
    """A search for an address on a map site everybody can open; nothing is asked of it until somebody clicks."""
    return "https://www.openstreetmap.org/search?" + urlencode({"query": adres})
