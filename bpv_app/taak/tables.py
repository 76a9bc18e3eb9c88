"""A long piece of work and its result per row."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.taak.rules import TaakStatus


class Taak(SQLModel, table=True):
    """Work that outlives its request. `sleutel` keeps the same work from running twice at once; `stand` is where the
    last finished step ended, so that another process can go on after a crash. `hervat_bij` is `gedaan` at that moment.
    """

    id: int | None = Field(default=None, primary_key=True)
    soort: str = Field(max_length=40)
    sleutel: str = Field(max_length=80)
    titel_nl: str = Field(max_length=200)
    titel_en: str = Field(max_length=200)
    href: str = Field(default="", max_length=200)
    account_id: int = Field(foreign_key="account.id", index=True)
    invoer: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    stand: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    gedaan: int = 0
    totaal: int = 0
    hervat_bij: int = 0
    status: TaakStatus = Field(sa_column=enum_kolom(TaakStatus))
    is_stop_gevraagd: bool = False
    pogingen: int = 0
    slot_nl: str = Field(default="", max_length=1000)
    slot_en: str = Field(default="", max_length=1000)
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    begonnen_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    klaar_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    claim: str = Field(default="", max_length=40)
    geclaimd_tot: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    __table_args__ = (
        sa.Index("ix_taak_status_id", "status", "id"),
        sa.Index(
            "uq_taak_lopend",
            "sleutel",
            unique=True,
            sqlite_where=sa.text("status IN ('wacht', 'bezig')"),
            postgresql_where=sa.text("status IN ('wacht', 'bezig')"),
        ),
    )


class TaakRegel(SQLModel, table=True):
    """The result of the work for one row: never "done" while skipping silently."""

    __tablename__ = "taak_regel"
    id: int | None = Field(default=None, primary_key=True)
    taak_id: int = Field(foreign_key="taak.id", index=True)
    sleutel: str = Field(max_length=60)
    naam: str = Field(max_length=200)
    is_gelukt: bool
    tekst_nl: str = Field(max_length=1000)
    tekst_en: str = Field(max_length=1000)
    href: str = Field(default="", max_length=200)
