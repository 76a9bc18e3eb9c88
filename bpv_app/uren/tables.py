"""Weeks, days and lines of hours, their history, plans to make up, and the settings of a team. Time in minutes."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.student.rules import Leerweg
from bpv_app.uren.rules import Beoordelaar, Gebeurtenis, Oordeel, Regio, Soort, VrijSoort, WeekStatus


class UrenWeek(SQLModel, table=True):
    """A week (ISO, from Monday) of one POK: sent in and approved as one. Any change of a day raises `versie`."""

    __tablename__ = "uren_week"
    id: int | None = Field(default=None, primary_key=True)
    pok_id: int = Field(foreign_key="pok.id")
    maandag: date
    status: WeekStatus = Field(sa_column=enum_kolom(WeekStatus))
    ingediend_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    beoordeeld_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    beoordeeld_door: str = Field(default="", max_length=200)
    reden: str = Field(default="", max_length=1000)
    wijzigingen: int = 0
    versie: int = 1
    __table_args__ = (
        sa.UniqueConstraint("pok_id", "maandag"),
        sa.Index("ix_uren_week_status_maandag", "status", "maandag"),
        sa.Index("ix_uren_week_maandag", "maandag"),
        sa.Index("ix_uren_week_stand", "pok_id", "versie"),
    )


class UrenDag(SQLModel, table=True):
    """A day of a POK. `sleutel` is the key of the last save, so that one that is sent again counts once."""

    __tablename__ = "uren_dag"
    id: int | None = Field(default=None, primary_key=True)
    week_id: int = Field(foreign_key="uren_week.id", index=True)
    pok_id: int = Field(foreign_key="pok.id")
    datum: date
    omschrijving: str = Field(default="", max_length=4000)
    werkproces: str = Field(default="", max_length=300)
    oordeel: Oordeel = Field(sa_column=enum_kolom(Oordeel))
    oordeel_reden: str = Field(default="", max_length=1000)
    sleutel: str = Field(default="", max_length=64)
    versie: int = 1
    __table_args__ = (sa.UniqueConstraint("pok_id", "datum"),)


class UrenRegel(SQLModel, table=True):
    """Minutes of one kind on one day. `van` and `tot` are minutes since midnight, both or neither."""

    __tablename__ = "uren_regel"
    id: int | None = Field(default=None, primary_key=True)
    dag_id: int = Field(foreign_key="uren_dag.id")
    pok_id: int = Field(foreign_key="pok.id")
    datum: date
    soort: Soort = Field(sa_column=enum_kolom(Soort))
    minuten: int
    van: int | None = None
    tot: int | None = None
    pauze: int = 0
    __table_args__ = (
        sa.UniqueConstraint("dag_id", "soort"),
        sa.Index("ix_uren_regel_pok_id_datum", "pok_id", "datum"),
        sa.CheckConstraint("minuten > 0 AND minuten <= 1440", name="minuten"),
        sa.CheckConstraint("(van IS NULL) = (tot IS NULL)", name="van_en_tot"),
    )


class UrenGebeurtenis(SQLModel, table=True):
    """Who sent in, approved, sent back or reopened a week, when and why. Never changed or deleted (trigger)."""

    __tablename__ = "uren_gebeurtenis"
    id: int | None = Field(default=None, primary_key=True)
    week_id: int = Field(foreign_key="uren_week.id", index=True)
    wat: Gebeurtenis = Field(sa_column=enum_kolom(Gebeurtenis))
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    reden: str = Field(default="", max_length=1000)
    minuten: int = 0


class UrenBijlage(SQLModel, table=True):
    """A photo or document with a day; the bytes (without place and camera data) live in the document store."""

    __tablename__ = "uren_bijlage"
    id: int | None = Field(default=None, primary_key=True)
    dag_id: int = Field(foreign_key="uren_dag.id", index=True)
    sha256: str = Field(max_length=64)
    naam: str = Field(max_length=200)
    soort: str = Field(max_length=60)
    bytes_aantal: int
    op: datetime = Field(sa_column=moment_kolom())


class UrenInhaal(SQLModel, table=True):
    """A student's plan to make up missed hours."""

    __tablename__ = "uren_inhaal"
    id: int | None = Field(default=None, primary_key=True)
    pok_id: int = Field(foreign_key="pok.id", index=True)
    minuten: int
    voor: date
    plan: str = Field(max_length=1000)
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    vervallen_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    versie: int = 1


class UrenPatroon(SQLModel, table=True):
    """On which days of the week (Monday = 0) a student works for a POK; without a row the team's days."""

    __tablename__ = "uren_patroon"
    pok_id: int = Field(foreign_key="pok.id", primary_key=True)
    werkdagen: list[int] = Field(default_factory=list, sa_column=json_kolom())
    versie: int = 1


class TeamUren(SQLModel, table=True):
    """How a team works with hours; a team without a row has the defaults. Days of the week count from Monday = 0."""

    __tablename__ = "team_uren"
    team_id: int = Field(foreign_key="team.id", primary_key=True)
    beoordelaar: Beoordelaar = Field(sa_column=enum_kolom(Beoordelaar))
    regio: Regio = Field(sa_column=enum_kolom(Regio))
    werkdagen: list[int] = Field(default_factory=list, sa_column=json_kolom())
    insturen_voor: int = 6
    dagen_voor_beoordeling: int = 7
    max_minuten_dag: int = 600
    max_minuten_week: int = 2400
    vragen: list[str] = Field(default_factory=list, sa_column=json_kolom())
    versie: int = 1


class VrijePeriode(SQLModel, table=True):
    """A school holiday or study days, both days included: of a region, of one team, or (neither) of the school."""

    __tablename__ = "vrije_periode"
    id: int | None = Field(default=None, primary_key=True)
    soort: VrijSoort = Field(sa_column=enum_kolom(VrijSoort))
    naam: str = Field(max_length=100)
    van: date = Field(index=True)
    tot: date
    regio: Regio | None = Field(default=None, sa_column=enum_kolom(Regio, nullable=True))
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    __table_args__ = (sa.CheckConstraint("tot >= van", name="tot_na_van"),)


class UrenNorm(SQLModel, table=True):
    """Hours of BPV a route asks, from a day on: dated, because a bill is changing them (WEB 7.2.7; domain.md 5).

    `jaren` is the programme's length; 0 for a norm per year (BBL) or for every length.
    """

    __tablename__ = "uren_norm"
    id: int | None = Field(default=None, primary_key=True)
    leerweg: Leerweg = Field(sa_column=enum_kolom(Leerweg))
    jaren: int = 0
    vanaf: date
    uren: int
    per_jaar: bool = False
    __table_args__ = (sa.UniqueConstraint("leerweg", "jaren", "vanaf"),)
