"""Requests for an accreditation, and every step of each."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, moment_kolom
from bpv_app.erkenning.rules_voordracht import VoordrachtStatus


class Voordracht(SQLModel, table=True):
    """The school asks SBB to accredit this company (at this location) for this crebo. `leerweg` empty: both routes."""

    id: int | None = Field(default=None, primary_key=True)
    leerbedrijf_id: int = Field(foreign_key="leerbedrijf.id", index=True)
    locatie_id: int | None = Field(default=None, foreign_key="locatie.id", index=True)
    contactpersoon_id: int | None = Field(default=None, foreign_key="contactpersoon.id", index=True)
    crebo: str = Field(max_length=5)
    leerweg: str = Field(default="", max_length=8)
    reden: str = Field(max_length=1000)
    status: VoordrachtStatus = Field(sa_column=enum_kolom(VoordrachtStatus))
    op: datetime = Field(sa_column=moment_kolom())
    bijgewerkt_op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    versie: int = 1
    __table_args__ = (sa.Index("ix_voordracht_status", "status"),)


class VoordrachtStap(SQLModel, table=True):
    """One step of a request: from, to, when, by whom, and what they said. Never changed."""

    __tablename__ = "voordracht_stap"
    id: int | None = Field(default=None, primary_key=True)
    voordracht_id: int = Field(foreign_key="voordracht.id", index=True)
    van: VoordrachtStatus | None = Field(
        default=None, sa_column=enum_kolom(VoordrachtStatus, nullable=True, naam="van")
    )
    naar: VoordrachtStatus = Field(sa_column=enum_kolom(VoordrachtStatus))
    toelichting: str = Field(default="", max_length=1000)
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
