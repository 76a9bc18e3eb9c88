"""What the register told us about itself (one row), and exemptions from its mutation freeze."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import moment_kolom


class KrdRegister(SQLModel, table=True):
    """Up to which change we listened (`gelezen_tot`), and before which day nothing may change there any more."""

    __tablename__ = "krd_register"
    id: int | None = Field(default=None, primary_key=True)
    gelezen_tot: int = 0
    gelezen_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    mutatiestop: date | None = None
    mutatiestop_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    __table_args__ = (sa.CheckConstraint("id = 1", name="een_rij"),)


class PokOntheffing(SQLModel, table=True):
    """Why a placement may change although the register is closed: given by whom, when, while the freeze stood where.

    Never changed or deleted (trigger).
    """

    __tablename__ = "pok_ontheffing"
    id: int | None = Field(default=None, primary_key=True)
    pok_id: int = Field(foreign_key="pok.id", index=True)
    mutatiestop: date
    reden: str = Field(max_length=1000)
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
