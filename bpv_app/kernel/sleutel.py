"""Keys of rows, as they come from outside."""

from __future__ import annotations

from typing import TypeGuard

MAX_SLEUTEL = 2**31 - 1
"""Largest value of an integer column on PostgreSQL."""


def is_sleutel(waarde: object) -> TypeGuard[int]:
    """Whether `waarde` can be a row's id at all; what cannot be one does not exist (and never reaches a driver)."""
    return isinstance(waarde, int) and not isinstance(waarde, bool) and 0 < waarde <= MAX_SLEUTEL
