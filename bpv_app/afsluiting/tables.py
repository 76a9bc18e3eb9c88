"""Overrides given while closing a placement."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.afsluiting.rules import Punt
from bpv_app.db import enum_kolom, moment_kolom


class Ontheffing(SQLModel, table=True):
    """That a placement may be closed without something: who said so, why, and how it stood then.

    Never changed or deleted (trigger).
    """

    id: int | None = Field(default=None, primary_key=True)
    dossier_id: int = Field(foreign_key="dossier.id")
    punt: Punt = Field(sa_column=enum_kolom(Punt))
    reden: str = Field(max_length=300)
    stand: str = Field(max_length=2000)
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    __table_args__ = (sa.UniqueConstraint("dossier_id", "punt"),)
