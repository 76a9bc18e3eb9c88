"""The traffic with the register: changes that came in, files that went out and came in, and comparisons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.koppeling.krd.rules_vergelijken import VergelijkSoort
from bpv_app.koppeling.krd.rules_wijziging import WijzigingSoort, WijzigingUitkomst


class KrdWijziging(SQLModel, table=True):
    """A change that began at the register, and what we did with it. `sleutel` is the register's: applied once.

    `onderwerp` says what it is about; of two about the same the later one at the register (`op`) counts.
    """

    __tablename__ = "krd_wijziging"
    id: int | None = Field(default=None, primary_key=True)
    sleutel: str = Field(max_length=64, unique=True)
    soort: WijzigingSoort | None = Field(default=None, sa_column=enum_kolom(WijzigingSoort, nullable=True))
    onderwerp: str = Field(default="", max_length=120)
    op: datetime = Field(sa_column=moment_kolom())
    ontvangen_op: datetime = Field(sa_column=moment_kolom())
    bron: str = Field(default="", max_length=120)
    inhoud: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    student_id: int | None = Field(default=None, foreign_key="student.id", index=True)
    pok_id: int | None = Field(default=None, foreign_key="pok.id", index=True)
    uitkomst: WijzigingUitkomst = Field(sa_column=enum_kolom(WijzigingUitkomst))
    tekst_nl: str = Field(default="", max_length=500)
    tekst_en: str = Field(default="", max_length=500)
    __table_args__ = (sa.Index("ix_krd_wijziging_onderwerp_op", "onderwerp", "op"),)


class KrdLevering(SQLModel, table=True):
    """One numbered delivery by file: which messages are in it. Without `geschreven_op` it still has to be written."""

    __tablename__ = "krd_levering"
    id: int | None = Field(default=None, primary_key=True)
    bericht_ids: list[int] = Field(default_factory=list, sa_column=json_kolom())
    gemaakt_op: datetime = Field(sa_column=moment_kolom())
    geschreven_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))


class KrdBestand(SQLModel, table=True):
    """A file of the register that was handled: never twice, also when it could not be moved any more."""

    __tablename__ = "krd_bestand"
    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(max_length=64, unique=True)
    naam: str = Field(max_length=200)
    gelezen_op: datetime = Field(sa_column=moment_kolom())
    regels: int = 0
    fouten: list[str] = Field(default_factory=list, sa_column=json_kolom())


class KrdVergelijking(SQLModel, table=True):
    """A full comparison: belongs to who asked for it, within that person's scope.

    By file it first waits (`wacht`) for the register's state file, asked for at `gevraagd_op`; `stand` is what is known
    of that file: its name and day, the lines not understood, and where what it said is kept.
    """

    __tablename__ = "krd_vergelijking"
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    begonnen_op: datetime = Field(sa_column=moment_kolom())
    klaar_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    gelezen: int = 0
    gelijk: int = 0
    wacht: bool = Field(default=False, sa_column=sa.Column(sa.Boolean(), nullable=False, server_default=sa.false()))
    gevraagd_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    stand: dict[str, Any] | None = Field(default=None, sa_column=sa.Column(sa.JSON(), nullable=True))


class KrdVergelijkingGelezen(SQLModel, table=True):
    """While a comparison runs: which of our POKs the register turned out to have. Empty afterwards."""

    __tablename__ = "krd_vergelijking_gelezen"
    vergelijking_id: int = Field(foreign_key="krd_vergelijking.id", primary_key=True)
    pok_id: int = Field(foreign_key="pok.id", primary_key=True)


class KrdVergelijkingRij(SQLModel, table=True):
    """One thing in which both sides differ. `pok_id` None: the register holds a POK we do not have."""

    __tablename__ = "krd_vergelijking_rij"
    id: int | None = Field(default=None, primary_key=True)
    vergelijking_id: int = Field(foreign_key="krd_vergelijking.id")
    pok_id: int | None = Field(default=None, foreign_key="pok.id", index=True)
    pok_nummer: str = Field(max_length=40)
    soort: VergelijkSoort = Field(sa_column=enum_kolom(VergelijkSoort))
    veld: str = Field(default="", max_length=40)
    hier: str = Field(default="", max_length=200)
    krd: str = Field(default="", max_length=200)
    __table_args__ = (sa.UniqueConstraint("vergelijking_id", "pok_nummer", "soort", "veld"),)
