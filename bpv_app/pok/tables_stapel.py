"""A pile of signed paper that came through the scanner, and what became of each of its pages."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, moment_kolom
from bpv_app.pok.rules_stapel import PaginaUitkomst


class ScanStapel(SQLModel, table=True):
    """One uploaded file with many pages; the bytes live in the document store. `gelezen_op`: every page was read."""

    __tablename__ = "scan_stapel"
    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(max_length=64)
    bestandsnaam: str = Field(max_length=200)
    mime: str = Field(max_length=60)
    bytes_aantal: int
    paginas: int
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int = Field(foreign_key="account.id", index=True)
    door_naam: str = Field(max_length=200)
    gelezen_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))


class ScanPagina(SQLModel, table=True):
    """One page: what was read on it, what became of it, and for pages from the worklist who decided that and why."""

    __tablename__ = "scan_pagina"
    id: int | None = Field(default=None, primary_key=True)
    stapel_id: int = Field(foreign_key="scan_stapel.id")
    nr: int
    code: str = Field(default="", max_length=60)
    pok_id: int | None = Field(default=None, foreign_key="pok.id", index=True)
    uitkomst: PaginaUitkomst = Field(sa_column=enum_kolom(PaginaUitkomst))
    scan_id: int | None = Field(default=None, foreign_key="pok_scan.id", index=True)
    afgehandeld_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    afgehandeld_door: str = Field(default="", max_length=200)
    reden: str = Field(default="", max_length=1000)
    __table_args__ = (
        sa.UniqueConstraint("stapel_id", "nr"),
        sa.Index("ix_scan_pagina_uitkomst_stapel_id", "uitkomst", "stapel_id"),
    )
