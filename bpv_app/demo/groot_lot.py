"""Tools of the big demo school: chance per subject, days and moments, rows of a table with its defaults filled in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from zlib import crc32

import numpy as np
import polars as pl
from sqlmodel import Session, SQLModel

from bpv_app.bulk import insert_frame, reserveer_ids, tabel
from bpv_app.demo.boek import standaard_van

ZAAD = 20261127


def lot(onderwerp: str) -> np.random.Generator:
    """Chance for one subject: what another subject draws does not change it."""
    return np.random.default_rng([ZAAD, crc32(onderwerp.encode())])


def kies(waarden: Sequence[Any], plekken: np.ndarray[Any, Any]) -> pl.Series:
    """The value at each of these places."""
    return pl.Series(list(waarden)).gather(pl.Series(plekken.astype(np.int64)))


def kies_met_kans(r: np.random.Generator, kansen: Sequence[tuple[str, float]], aantal: int) -> pl.Series:
    """So many draws; the chances add up to one."""
    grenzen = np.cumsum([kans for _, kans in kansen])
    grenzen[-1] = 1.0
    return kies([naam for naam, _ in kansen], np.searchsorted(grenzen, r.random(aantal), side="right"))


def op_uur(dag: pl.Expr, uur: int, minuut: int = 0) -> pl.Expr:
    """A moment on that day as `insert_frame` wants it: naive, UTC."""
    return dag.cast(pl.Datetime("us")) + pl.duration(hours=uur, minutes=minuut)


def werkdag(dag: pl.Expr) -> pl.Expr:
    """The day itself, or the Friday before it: nobody is at school in the weekend."""
    return dag - pl.duration(days=(dag.dt.weekday() - 5).clip(lower_bound=0))


def kaal(op: datetime) -> datetime:
    """The moment, naive in UTC."""
    return op.astimezone(UTC).replace(tzinfo=None)


def als_kolom(waarde: Any) -> Any:
    """A value as the database stores it."""
    if isinstance(waarde, Enum):
        return waarde.value
    if isinstance(waarde, list | dict):
        return json.dumps(waarde)
    if isinstance(waarde, Decimal):
        return int(waarde * 100)
    if isinstance(waarde, datetime):
        return kaal(waarde)
    return waarde


def frame_van(rijen: Sequence[SQLModel]) -> pl.DataFrame:
    """Objects as rows, as the database stores them; an id that is not known yet is left out."""
    velden = [v for v in type(rijen[0]).model_fields if v != "id" or getattr(rijen[0], "id", None) is not None]
    return pl.DataFrame(
        {veld: [als_kolom(getattr(rij, veld)) for rij in rijen] for veld in velden}, infer_schema_length=None
    )


def geef_ids(session: Session, soort: type[SQLModel], frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with the ids they will have."""
    return frame.with_columns(pl.Series("id", reserveer_ids(session, tabel(soort), frame.height), dtype=pl.Int64))


def schrijf(session: Session, soort: type[SQLModel], frame: pl.DataFrame) -> int:
    """Insert the columns of `frame` that the table has; what it lacks gets the model's default. Returns how many."""
    doel = tabel(soort)
    rest = {
        naam: als_kolom(waarde)
        for naam, waarde in standaard_van(soort).items()
        if naam not in frame.columns and naam != "id" and waarde is not None
    }
    kolommen = [k for k in frame.columns if k in doel.c]
    return insert_frame(session, doel, frame.select(*kolommen, *(pl.lit(w).alias(n) for n, w in rest.items())))
