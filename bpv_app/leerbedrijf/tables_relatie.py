"""What comes and goes in a relation: changes by the company itself, not suitable, remarks, and the next contact."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.leerbedrijf.rules_wijziging import WijzigingStatus


class BedrijfWijziging(SQLModel, table=True):
    """What a company changed, or wants changed, of itself. `gezien`: the old values it saw; `gevraagd`: the new ones.

    `wie` is the colleague it is about; empty: the company.
    """

    __tablename__ = "bedrijf_wijziging"
    id: int | None = Field(default=None, primary_key=True)
    leerbedrijf_id: int = Field(foreign_key="leerbedrijf.id", index=True)
    status: WijzigingStatus = Field(sa_column=enum_kolom(WijzigingStatus, index=True))
    wie: str = Field(default="", max_length=200)
    gezien: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    gevraagd: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    toelichting: str = Field(default="", max_length=1000)
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    contactpersoon_id: int | None = Field(default=None, foreign_key="contactpersoon.id", index=True)
    besloten_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    besloten_door: str = Field(default="", max_length=200)
    antwoord: str = Field(default="", max_length=1000)
    versie: int = 1


class Ongeschikt(SQLModel, table=True):
    """The school finds a company, or one of its locations, not suitable: for everybody, one crebo, or one team.

    Days are inclusive; no `tot` is until somebody lifts it. Only for the school's eyes.
    """

    id: int | None = Field(default=None, primary_key=True)
    leerbedrijf_id: int = Field(foreign_key="leerbedrijf.id", index=True)
    locatie_id: int | None = Field(default=None, foreign_key="locatie.id", index=True)
    crebo: str = Field(default="", max_length=5)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    reden: str = Field(max_length=1000)
    van: date
    tot: date | None = None
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    opgeheven_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    opgeheven_door: str = Field(default="", max_length=200)
    versie: int = 1
    __table_args__ = (sa.CheckConstraint("tot IS NULL OR tot >= van", name="dagen"),)


class RelatieNotitie(SQLModel, table=True):
    """A remark about a company for the school's eyes. `team_id` None: for all school staff, otherwise for one team."""

    __tablename__ = "relatie_notitie"
    id: int | None = Field(default=None, primary_key=True)
    leerbedrijf_id: int = Field(foreign_key="leerbedrijf.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    tekst: str = Field(max_length=2000)
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    versie: int = 1


class RelatieContact(SQLModel, table=True):
    """The next contact with a company: when, about what, by whom of the school; and how it went once it is done."""

    __tablename__ = "relatie_contact"
    id: int | None = Field(default=None, primary_key=True)
    leerbedrijf_id: int = Field(foreign_key="leerbedrijf.id", index=True)
    dag: date = Field(index=True)
    onderwerp: str = Field(max_length=200)
    wie_id: int = Field(foreign_key="account.id", index=True)
    op: datetime = Field(sa_column=moment_kolom())
    door_naam: str = Field(max_length=200)
    gedaan_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    gedaan_door: str = Field(default="", max_length=200)
    uitkomst: str = Field(default="", max_length=1000)
    versie: int = 1
