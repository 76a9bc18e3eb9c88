"""Companies' own order of candidates: the draft per place, the candidates as frozen, what was sent in and decided."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.matching.rules_rangorde import Besluit, PastNietGrond


class Rangorde(SQLModel, table=True):
    """The order of one place in one round, made when the lists close: the draft as it stands.

    `nummers`: candidates, best first; `past_niet`: [{"nummer", "grond", "uitleg"}]. It counts once it is sent in;
    `ingestuurd_versie` is the version that was sent in last. Nothing sent in: no order, everybody acceptable.
    """

    id: int | None = Field(default=None, primary_key=True)
    ronde_id: int = Field(foreign_key="ronde.id")
    plaats_id: int = Field(foreign_key="plaats.id", index=True)
    nummers: list[Any] = Field(default_factory=list, sa_column=json_kolom())
    past_niet: list[Any] = Field(default_factory=list, sa_column=json_kolom())
    bijgewerkt_op: datetime = Field(sa_column=moment_kolom())
    ingestuurd_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    ingestuurd_versie: int | None = None
    versie: int = 1
    __table_args__ = (sa.UniqueConstraint("ronde_id", "plaats_id"),)


class RangordeKandidaat(SQLModel, table=True):
    """A student who put the place on the list that was sent in, under a number that says nothing about the person.

    `rang` (1 = best) and `grond` with `uitleg` are what was sent in: one of the two, or neither. `besluit` is the
    coordinator's about `grond`; without it, or when it does not count, the candidate comes last.
    """

    __tablename__ = "rangorde_kandidaat"
    id: int | None = Field(default=None, primary_key=True)
    rangorde_id: int = Field(foreign_key="rangorde.id")
    ronde_student_id: int = Field(foreign_key="ronde_student.id", index=True)
    nummer: int
    rang: int | None = None
    grond: PastNietGrond | None = Field(default=None, sa_column=enum_kolom(PastNietGrond, nullable=True))
    uitleg: str = Field(default="", max_length=500)
    besluit: Besluit | None = Field(default=None, sa_column=enum_kolom(Besluit, nullable=True))
    besluit_reden: str = Field(default="", max_length=1000)
    besloten_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    besloten_door: str = Field(default="", max_length=200)
    versie: int = 1
    __table_args__ = (
        sa.UniqueConstraint("rangorde_id", "nummer"),
        sa.UniqueConstraint("rangorde_id", "ronde_student_id"),
        sa.UniqueConstraint("rangorde_id", "rang"),
        sa.CheckConstraint("rang IS NULL OR (rang >= 1 AND grond IS NULL)", name="rang"),
        sa.CheckConstraint("besluit IS NULL OR grond IS NOT NULL", name="besluit_bij_oordeel"),
    )


class RangordeBewijs(SQLModel, table=True):
    """The receipt of sending in an order: who, when, what. Never changed or deleted (trigger)."""

    __tablename__ = "rangorde_bewijs"
    id: int | None = Field(default=None, primary_key=True)
    rangorde_id: int = Field(foreign_key="rangorde.id", index=True)
    op: datetime = Field(sa_column=moment_kolom())
    code: str = Field(max_length=16)
    nummers: list[Any] = Field(default_factory=list, sa_column=json_kolom())
    past_niet: list[Any] = Field(default_factory=list, sa_column=json_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
