"""Amendments of a POK with what they changed, objections to a new bpv-blad, and why two placements may run together."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.pok.rules import MutatieSoort, Partij
from bpv_app.pok.rules_bezwaar import WijzigingStatus
from bpv_app.pok.rules_mutatie import Gevolg
from bpv_app.pok.rules_reactie import Reactie


class PokWijziging(SQLModel, table=True):
    """One amendment: what was, what is, who, when, why, and what it made.

    `voor` and `na` hold only the fields that differ (`rules_wijziging`). `document_versie` and `bezwaar_tot`: of a new
    bpv-blad. `nieuw_pok_id`: the successor. Whether it holds follows from `status` and the day.
    """

    __tablename__ = "pok_wijziging"
    id: int | None = Field(default=None, primary_key=True)
    pok_id: int = Field(foreign_key="pok.id", index=True)
    nieuw_pok_id: int | None = Field(default=None, foreign_key="pok.id", index=True)
    soort: MutatieSoort = Field(sa_column=enum_kolom(MutatieSoort))
    gevolg: Gevolg = Field(sa_column=enum_kolom(Gevolg))
    status: WijzigingStatus = Field(sa_column=enum_kolom(WijzigingStatus))
    ingang: date | None = None
    voor: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    na: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    reden: str = Field(default="", max_length=1000)
    op_verzoek: bool = False
    document_versie: int | None = None
    bezwaar_tot: date | None = None
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    afgehandeld_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    afgehandeld_door: str = Field(default="", max_length=200)
    afhandeling: str = Field(default="", max_length=1000)
    versie: int = 1
    __table_args__ = (sa.Index("ix_pok_wijziging_status", "status"),)


class PokBezwaar(SQLModel, table=True):
    """What a party said to a new bpv-blad: an objection, that it agrees, or that it takes back what it said.

    `is_online`: by the party itself (`account_id`); otherwise the school registered what came in. Where a party stands
    follows from its rows in order (`rules_reactie.houding_na`). Never changed or deleted (trigger).
    """

    __tablename__ = "pok_bezwaar"
    id: int | None = Field(default=None, primary_key=True)
    wijziging_id: int = Field(foreign_key="pok_wijziging.id", index=True)
    partij: Partij = Field(sa_column=enum_kolom(Partij))
    reactie: Reactie = Field(default=Reactie.BEZWAAR, sa_column=enum_kolom(Reactie))
    is_online: bool = False
    reden: str = Field(max_length=1000)
    ontvangen_op: date
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)


class PokNaast(SQLModel, table=True):
    """Why this POK may run beside another, and how that stood then. Never changed or deleted (trigger)."""

    __tablename__ = "pok_naast"
    id: int | None = Field(default=None, primary_key=True)
    pok_id: int = Field(foreign_key="pok.id", index=True)
    stand: str = Field(max_length=2000)
    reden: str = Field(max_length=1000)
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)


class PokOngeschikt(SQLModel, table=True):
    """Why this POK may be with a company the school finds not suitable, and how that stood. For the school only."""

    __tablename__ = "pok_ongeschikt"
    id: int | None = Field(default=None, primary_key=True)
    pok_id: int = Field(foreign_key="pok.id", index=True)
    stand: str = Field(max_length=2000)
    reden: str = Field(max_length=1000)
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
