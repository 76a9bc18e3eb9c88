"""Merges with exactly what they moved, and pairs of companies that look like one."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.leerbedrijf.rules_samenvoegen import DeelSoort


class Samenvoeging(SQLModel, table=True):
    """Two companies became one: `weg_id` went up in `blijft_id`.

    `waarden`: what was changed in companies and contacts, as [table, id, field, old, new]. `rest`: what undoing could
    not put back, as [Dutch, English] sentences.
    """

    id: int | None = Field(default=None, primary_key=True)
    blijft_id: int = Field(foreign_key="leerbedrijf.id", index=True)
    weg_id: int = Field(foreign_key="leerbedrijf.id", index=True)
    reden: str = Field(default="", max_length=1000)
    waarden: list[list[Any]] = Field(default_factory=list, sa_column=json_kolom())
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    ongedaan_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    ongedaan_door: str = Field(default="", max_length=200)
    rest: list[list[str]] = Field(default_factory=list, sa_column=json_kolom())
    versie: int = 1


class SamenvoegingDeel(SQLModel, table=True):
    """Rows of one table that a merge moved from `oud` to `nieuw`, or added. Never changed afterwards."""

    __tablename__ = "samenvoeging_deel"
    id: int | None = Field(default=None, primary_key=True)
    samenvoeging_id: int = Field(foreign_key="samenvoeging.id", index=True)
    soort: DeelSoort = Field(sa_column=enum_kolom(DeelSoort))
    tabel: str = Field(max_length=60)
    kolom: str = Field(max_length=60)
    oud: int | None = None
    nieuw: int | None = None
    ids: list[int] = Field(default_factory=list, sa_column=json_kolom())


class DubbelPaar(SQLModel, table=True):
    """Two companies (`a_id` < `b_id`) that look like one, and what somebody said about it.

    `afdruk`: of the data of both, when they were compared. `anders_op`: somebody said that they are not the same; that
    holds until one of them changes.
    """

    __tablename__ = "dubbel_paar"
    id: int | None = Field(default=None, primary_key=True)
    a_id: int = Field(foreign_key="leerbedrijf.id")
    b_id: int = Field(foreign_key="leerbedrijf.id", index=True)
    punten: int
    aanwijzingen: list[str] = Field(default_factory=list, sa_column=json_kolom())
    afdruk: str = Field(max_length=16)
    op: datetime = Field(sa_column=moment_kolom())
    anders_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    anders_door: str = Field(default="", max_length=200)
    anders_reden: str = Field(default="", max_length=1000)
    versie: int = 1
    __table_args__ = (
        sa.UniqueConstraint("a_id", "b_id"),
        sa.CheckConstraint("a_id < b_id", name="volgorde"),
        sa.Index("ix_dubbel_paar_anders_op_punten", "anders_op", "punten"),
    )
