"""Werkprocessen, the assessment of a placement with its judgements and history, and the scale of a team."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.beoordeling.rules import BeoordelingStap, Besluit, Kant
from bpv_app.db import enum_kolom, json_kolom, moment_kolom


class Werkproces(SQLModel, table=True):
    """A werkproces of a qualification, for the cohorts from `cohort_van` up to and including `cohort_tot` (years)."""

    id: int | None = Field(default=None, primary_key=True)
    crebo: str = Field(max_length=5, index=True)
    kerntaak: str = Field(max_length=10)
    kerntaak_naam: str = Field(default="", max_length=300)
    code: str = Field(max_length=20)
    naam: str = Field(max_length=300)
    cohort_van: int = 0
    cohort_tot: int = 9999
    versie: int = 1
    __table_args__ = (
        sa.UniqueConstraint("crebo", "code", "cohort_van"),
        sa.CheckConstraint("cohort_van <= cohort_tot", name="cohorten"),
    )


class TeamBeoordeling(SQLModel, table=True):
    """The scale of a team, from low to high: {"code", "nl", "en", "voldoende"}. Without a row the default holds."""

    __tablename__ = "team_beoordeling"
    team_id: int = Field(foreign_key="team.id", primary_key=True)
    schaal: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_kolom())
    versie: int = 1


class InrichtingWerkproces(SQLModel, table=True):
    """Which werkprocessen count in placements of a set-up, by code: a set-up serves several qualifications."""

    __tablename__ = "inrichting_werkproces"
    inrichting_id: int = Field(foreign_key="inrichting.id", primary_key=True)
    codes: list[str] = Field(default_factory=list, sa_column=json_kolom())
    versie: int = 1


class Beoordeling(SQLModel, table=True):
    """The assessment of one placement. Scale and werkprocessen are copies, made when it began."""

    id: int | None = Field(default=None, primary_key=True)
    dossier_id: int = Field(foreign_key="dossier.id", unique=True)
    schaal: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_kolom())
    werkprocessen: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_kolom())
    gevraagd_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    bedrijf_algemeen: str = Field(default="", max_length=2000)
    bedrijf_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    bedrijf_door: str = Field(default="", max_length=200)
    besluit: Besluit | None = Field(default=None, sa_column=enum_kolom(Besluit, nullable=True))
    besluit_reden: str = Field(default="", max_length=1000)
    besloten_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    besloten_door: str = Field(default="", max_length=200)
    gedeeld_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    versie: int = 1
    __table_args__ = (
        sa.CheckConstraint("(besluit IS NULL) = (besloten_op IS NULL)", name="besloten"),
        sa.CheckConstraint("gedeeld_op IS NULL OR besloten_op IS NOT NULL", name="gedeeld"),
    )


class BeoordelingOordeel(SQLModel, table=True):
    """What one side says about one werkproces; a draft until that side sends it in or decides."""

    __tablename__ = "beoordeling_oordeel"
    id: int | None = Field(default=None, primary_key=True)
    beoordeling_id: int = Field(foreign_key="beoordeling.id", index=True)
    werkproces_id: int = Field(foreign_key="werkproces.id", index=True)
    kant: Kant = Field(sa_column=enum_kolom(Kant))
    oordeel: str = Field(default="", max_length=40)
    opmerking: str = Field(default="", max_length=2000)
    __table_args__ = (sa.UniqueConstraint("beoordeling_id", "werkproces_id", "kant"),)


class BeoordelingHistorie(SQLModel, table=True):
    """One step: who, when, why, and the judgements as they were then. Never changed or deleted (database trigger)."""

    __tablename__ = "beoordeling_historie"
    id: int | None = Field(default=None, primary_key=True)
    beoordeling_id: int = Field(foreign_key="beoordeling.id", index=True)
    stap: BeoordelingStap = Field(sa_column=enum_kolom(BeoordelingStap))
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    reden: str = Field(default="", max_length=1000)
    inhoud: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
