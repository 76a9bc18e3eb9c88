"""What a process knows of the placements of one database."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from bpv_app.dashboard.queries_momentopname import Frames


class Lui(dict[str, pl.DataFrame]):
    """Frames by name; those an earlier process kept are read from their files when somebody asks."""

    def __init__(self, frames: Frames | None = None, einde: str = "") -> None:
        super().__init__()
        self._frames, self._einde = frames, einde

    def __missing__(self, naam: str) -> pl.DataFrame:
        if self._frames is None or f"{naam}{self._einde}" not in self._frames:
            raise KeyError(naam)
        self[naam] = self._frames.lees(f"{naam}{self._einde}")
        return self[naam]


@dataclass(slots=True)
class Stand:
    """What this process knows of one database. `nummer` goes up whenever something that counts has changed.

    `merk` says in every process the same of the same rows, also of those that only the start pages count.
    """

    slot: threading.Lock = field(default_factory=threading.Lock)
    gekeken: float = float("-inf")
    teken: Any = None
    is_gezocht: bool = False
    """Whether it was looked for what an earlier process kept."""
    bewaard: float = float("-inf")
    schijf: str = ""
    oog: sqlite3.Connection | None = None
    nummer: int = 0
    merk: str = ""
    nu: dict[str, Any] = field(default_factory=dict)
    """The sums of each table as last asked; `stempels` are those its rows were read at."""
    stempels: dict[str, Any] = field(default_factory=dict)
    merken: Lui = field(default_factory=lambda: Lui())
    delen: Lui = field(default_factory=lambda: Lui())
    compleet: frozenset[int] = frozenset()
    deels_getekend: frozenset[int] = frozenset()
    gelezen_met: Any = None
    plaatsingen: pl.DataFrame = field(default_factory=pl.DataFrame)
    onthouden: dict[Any, Any] = field(default_factory=dict)
    """Figures that were computed from this state; thrown away when it changes."""
    woorden: tuple[Any, list[str]] = (None, [])
    """Words in students' search texts, with the sums of the table they were read at."""
