"""Rows in the making: every row gets its id here, and all of them are written to the database at once.

The demo school is filled without the ORM's unit of work: 12,000 rows through it would take the patience of whoever
types `make run`. What the audit listener would have written, the demo writes itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from bpv_app.db import tabel_van as tabel_van

T = TypeVar("T", bound=SQLModel)


def id_van(rij: Any) -> int:
    """The id a row got from the book."""
    assert rij.id is not None
    return int(rij.id)


@lru_cache(maxsize=64)
def standaard_van(soort: type[SQLModel]) -> dict[str, Any]:
    """Values of the columns that have a default; rows share them, so nobody may change one in place."""
    return {
        naam: veld.get_default(call_default_factory=True)
        for naam, veld in soort.model_fields.items()
        if not veld.is_required()
    }


class Boek:
    """The rows of an empty database, per table in the order they are made."""

    def __init__(self) -> None:
        self._rijen: dict[type[SQLModel], list[Any]] = {}

    def voeg(self, rij: T) -> T:
        """Add a row; where its table counts, it gets the next id."""
        lijst = self._rijen.setdefault(type(rij), [])
        lijst.append(rij)
        velden: Any = rij
        if "id" in type(rij).model_fields:
            velden.id = len(lijst)
        return rij

    def noteer(self, soort: type[SQLModel], /, **waarden: Any) -> None:
        """Add a row nobody looks at again, without making an object of it; what is left out gets its default."""
        lijst = self._rijen.setdefault(soort, [])
        rij = {**standaard_van(soort), **waarden}
        if "id" in rij:
            rij["id"] = len(lijst) + 1
        lijst.append(rij)

    def alle(self, soort: type[T]) -> list[T]:
        """The rows of one table, in the order they were made."""
        return cast("list[T]", self._rijen.get(soort, []))

    def tabellen(self) -> set[type[SQLModel]]:
        """The tables that have rows."""
        return set(self._rijen)

    def schrijf(self, session: Session, soorten: Iterable[type[SQLModel]]) -> None:
        """Insert the rows of these tables, those first that others refer to, and keep the database's counters right."""
        volgorde = {tabel: n for n, tabel in enumerate(SQLModel.metadata.sorted_tables)}
        for soort in sorted(soorten, key=lambda s: volgorde[tabel_van(s)]):
            tabel = tabel_van(soort)
            kolommen = [k.key for k in tabel.columns]
            waarden = [
                rij if isinstance(rij, dict) else {k: getattr(rij, k) for k in kolommen}
                for rij in self._rijen.get(soort, [])
            ]
            if not waarden:
                continue
            session.connection().execute(sa.insert(tabel), waarden)
            if "id" in tabel.columns and session.get_bind().dialect.name == "postgresql":
                session.connection().execute(
                    sa.text("SELECT setval(pg_get_serial_sequence(:tabel, 'id'), :hoogste)"),
                    {"tabel": tabel.name, "hoogste": len(waarden)},
                )
