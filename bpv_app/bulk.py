"""Many rows at once: for imports, where one ORM object per row would take minutes.

The same transaction and the same tables as everything else, but no ORM and so no audit listener and no version counter:
whoever uses this writes the audit lines and raises `versie` itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, cast

import polars as pl
import sqlalchemy as sa
from sqlmodel import Session, SQLModel

_PARTIJ = 20_000
_NULL = "\\N"


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def tabel(model: type[SQLModel]) -> sa.Table:
    """The table of a model."""
    return cast("sa.Table", model.__table__)  # type: ignore[attr-defined]


def reserveer_ids(session: Session, doel: sa.Table, aantal: int) -> list[int]:
    """Ids nobody else will get. On SQLite the write lock makes this safe, on PostgreSQL the sequence does."""
    if aantal <= 0:
        return []
    if _is_sqlite(session):
        hoogste = session.connection().execute(sa.select(sa.func.max(doel.c.id))).scalar_one() or 0
        return list(range(hoogste + 1, hoogste + 1 + aantal))
    opdracht = sa.text(
        "SELECT nextval(pg_get_serial_sequence(:tabel, 'id')) FROM generate_series(1, :aantal)"
    ).bindparams(tabel=doel.name, aantal=aantal)
    return sorted(session.connection().execute(opdracht).scalars().all())


def vergrendel(session: Session, *tabellen: sa.Table) -> None:
    """Nobody else changes these tables until the end of the transaction; reading goes on (SQLite: already so)."""
    if not _is_sqlite(session):
        namen = ", ".join(f'"{t.name}"' for t in tabellen)
        session.connection().exec_driver_sql(f"LOCK TABLE {namen} IN SHARE ROW EXCLUSIVE MODE")


def moment(op: datetime) -> datetime:
    """A moment as `insert_frame` wants it: naive UTC in the frame, stored as every other moment."""
    return op.astimezone(UTC).replace(tzinfo=None)


def insert_frame(session: Session, doel: sa.Table, frame: pl.DataFrame) -> int:
    """Insert the rows of `frame`; its columns are columns of `doel`. Returns how many.

    Values are given as the database stores them: dates as dates, moments as naive UTC (`moment`), hundredths as whole
    numbers, JSON as text. Columns that are left out must be nullable or filled by the database.
    """
    if not frame.height:
        return 0
    kolommen = ", ".join(f'"{k}"' for k in frame.columns)
    if _is_sqlite(session):
        plaats = ", ".join("?" * frame.width)
        tekst = frame.with_columns(
            pl.selectors.date().dt.to_string("%Y-%m-%d"),
            pl.selectors.datetime().dt.to_string("%Y-%m-%d %H:%M:%S%.6f"),
        )
        opdracht = f'INSERT INTO "{doel.name}" ({kolommen}) VALUES ({plaats})'  # noqa: S608
        verbinding = session.connection()
        for deel in tekst.iter_slices(_PARTIJ):
            verbinding.exec_driver_sql(opdracht, deel.rows())
        return frame.height
    momenten = frame.with_columns(pl.selectors.datetime().dt.to_string("%Y-%m-%d %H:%M:%S%.6f+00"))
    opdracht = f"COPY \"{doel.name}\" ({kolommen}) FROM STDIN (FORMAT csv, NULL '{_NULL}')"
    cursor: Any = session.connection().connection.cursor()
    try:
        with cursor.copy(opdracht) as kopie:
            for deel in momenten.iter_slices(_PARTIJ):
                kopie.write(
                    deel.write_csv(include_header=False, null_value=_NULL, quote_style="non_numeric").encode("utf-8")
                )
    finally:
        cursor.close()
    return frame.height


def update_rijen(session: Session, doel: sa.Table, velden: Sequence[str], rijen: Iterable[Sequence[Any]]) -> int:
    """Set `velden` of each row; every row is (id, value, value, ...). Raises `versie` where the table has one."""
    waarden = [{"_id": rij[0], **{f"_{v}": w for v, w in zip(velden, rij[1:], strict=True)}} for rij in rijen]
    if not waarden:
        return 0
    zetten: dict[str, Any] = {v: sa.bindparam(f"_{v}", type_=doel.c[v].type) for v in velden}
    if "versie" in doel.c and "versie" not in velden:
        zetten["versie"] = doel.c.versie + 1
    opdracht = sa.update(doel).where(doel.c.id == sa.bindparam("_id")).values(zetten)
    session.connection().execute(opdracht, waarden)
    return len(waarden)


def delete_ids(session: Session, doel: sa.Table, ids: Sequence[int]) -> int:
    """Delete rows by id, a thousand at a time."""
    verbinding = session.connection()
    for i in range(0, len(ids), 1000):
        verbinding.execute(sa.delete(doel).where(doel.c.id.in_(ids[i : i + 1000])))
    return len(ids)


def lees_frame(session: Session, vraag: sa.Select[Any], schema: dict[str, Any]) -> pl.DataFrame:
    """The answer of a query as a frame with the given column names and types."""
    return pl.DataFrame(session.connection().execute(vraag).fetchall(), schema=schema, orient="row")
