"""The totals of the whole school for who may see no student: no groups, no rows, every count rounded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlmodel import Session

from bpv_app.dashboard.queries_cijfers import get_school
from bpv_app.dashboard.queries_maskers import MASKERS
from bpv_app.dashboard.rules_cijfers import CIJFERS, afgerond
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie


@dataclass(frozen=True, slots=True)
class Totalen:
    """Per figure the rounded count of a school year and of the year before; `jaren` are those there are to choose."""

    jaar: int
    nu: dict[str, int]
    eerder: dict[str, int]
    jaren: tuple[int, ...]


def get_totalen(session: Session, actor: Actor, jaar: int, vandaag: date) -> Totalen:
    """Whole school years only: any other choice would be a way to subtract. Raises GeenRecht."""
    require(actor, Actie.RAPPORT_TOTALEN)
    frame = get_school(session, vandaag)
    jaren = tuple(sorted(frame["jaar"].drop_nulls().unique().to_list(), reverse=True))
    return Totalen(jaar, _tel(frame, jaar, vandaag), _tel(frame, jaar - 1, vandaag), jaren)


def _tel(frame: pl.DataFrame, jaar: int, vandaag: date) -> dict[str, int]:
    rijen = frame.filter(pl.col("jaar") == jaar)
    return {c.naam: afgerond(len(rijen.filter(MASKERS[c.naam](vandaag)))) for c in CIJFERS}
