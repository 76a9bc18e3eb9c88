"""What the register told us about itself: one row."""

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
