"""Who wants to know that a dossier was made or got other dates: parts above this one, which it may not import.

A part adds its function when it is imported (the conversations do). The function runs in the same transaction, so what
follows from a date exists when the date does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlmodel import Session

Volger = Callable[[Session, Collection[int]], object]
_VOLGERS: list[Volger] = []


def volg(volger: Volger) -> Volger:
    """Add a follower (also as a decorator); adding it twice is adding it once."""
    if volger not in _VOLGERS:
        _VOLGERS.append(volger)
    return volger


def meld_gewijzigd(session: Session, dossier_ids: Collection[int]) -> None:
    """Tell the followers that these dossiers are new, or begin or end on another day."""
    if dossier_ids:
        for volger in _VOLGERS:
            volger(session, dossier_ids)
