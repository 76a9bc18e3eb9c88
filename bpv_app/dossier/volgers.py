"""Who wants to know that a dossier got other dates or another begeleider: parts above, which this one may not import.

A part adds its function when it is imported (the conversations do). The function runs in the same transaction, so what
follows from a date exists when the date does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlmodel import Session

from bpv_app.kernel.clock import Clock

Volger = Callable[[Session, Collection[int]], object]
BegeleiderVolger = Callable[[Session, Clock, int], object]
_VOLGERS: list[Volger] = []
_BEGELEIDER_VOLGERS: list[BegeleiderVolger] = []


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


def volg_begeleider(volger: BegeleiderVolger) -> BegeleiderVolger:
    """Add a follower of who guides (also as a decorator)."""
    if volger not in _BEGELEIDER_VOLGERS:
        _BEGELEIDER_VOLGERS.append(volger)
    return volger


def meld_begeleider(session: Session, clock: Clock, dossier_id: int) -> None:
    """Tell the followers that somebody else guides this placement."""
    for volger in _BEGELEIDER_VOLGERS:
        volger(session, clock, dossier_id)
