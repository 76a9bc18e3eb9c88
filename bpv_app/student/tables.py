"""Students and enrolments. What comes from the KRD is read-only on the screens. No BSN anywhere (UAVG art. 46)."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.student.rules import Leerweg


class Team(SQLModel, table=True):
    """A department or team of the school: the scope of a coordinator."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    naam: str = Field(max_length=100, unique=True)
    is_actief: bool = True
    versie: int = 1


class Opleiding(SQLModel, table=True):
    """A programme by crebo; the team that owns it gives new enrolments their team."""

    crebo: str = Field(max_length=5, primary_key=True)
    naam: str = Field(max_length=200)
    niveau: int | None = None
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)


class Student(SQLModel, table=True):
    """A student. `krd_sleutel` is the opaque key by which the register's files know the person (never a BSN)."""

    id: int | None = Field(default=None, primary_key=True)
    studentnummer: str | None = Field(default=None, max_length=20, unique=True)
    krd_sleutel: str | None = Field(default=None, max_length=64, unique=True)
    naam: str = Field(default="", max_length=200)
    roepnaam: str = Field(default="", max_length=100)
    tussenvoegsel: str = Field(default="", max_length=30)
    achternaam: str = Field(default="", max_length=200)
    geboortedatum: date | None = None
    geboortejaar: int | None = None
    geslacht: str = Field(default="", max_length=1)
    email: str = Field(default="", max_length=200)
    telefoon: str = Field(default="", max_length=40)
    straat: str = Field(default="", max_length=200)
    huisnummer: str = Field(default="", max_length=20)
    postcode: str = Field(default="", max_length=6)
    plaats: str = Field(default="", max_length=100)
    voogd_naam: str = Field(default="", max_length=200)
    klas: str = Field(default="", max_length=30, index=True)
    mentor: str = Field(default="", max_length=200)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    zoektekst: str = Field(default="", max_length=600)
    bijgewerkt_op: datetime = Field(sa_column=moment_kolom())
    versie: int = 1
    __table_args__ = (sa.Index("ix_student_team_id_klas", "team_id", "klas"), sa.Index("ix_student_versie", "versie"))


class Verbintenis(SQLModel, table=True):
    """An enrolment (DUO record ISG with its current ISP)."""

    id: int | None = Field(default=None, primary_key=True)
    student_id: int = Field(foreign_key="student.id", index=True)
    volgnummer: str = Field(max_length=20)
    begin_op: date | None = None
    gepland_eind_op: date | None = None
    werkelijk_eind_op: date | None = None
    eind_reden: str = Field(default="", max_length=40)
    crebo: str = Field(default="", max_length=5, index=True)
    opleiding_naam: str = Field(default="", max_length=200)
    leerweg: Leerweg | None = Field(default=None, sa_column=enum_kolom(Leerweg, nullable=True))
    niveau: int | None = None
    cohort: str = Field(default="", max_length=10)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    bron: str = Field(default="", max_length=20)
    versie: int = 1
    __table_args__ = (sa.UniqueConstraint("student_id", "volgnummer"), sa.Index("ix_verbintenis_versie", "versie"))


class VerbintenisPeriode(SQLModel, table=True):
    """A period inside an enrolment with its own crebo, route or level (DUO record ISP)."""

    __tablename__ = "verbintenis_periode"
    id: int | None = Field(default=None, primary_key=True)
    verbintenis_id: int = Field(foreign_key="verbintenis.id", index=True)
    begin_op: date
    crebo: str = Field(default="", max_length=5)
    leerweg: Leerweg | None = Field(default=None, sa_column=enum_kolom(Leerweg, nullable=True))
    niveau: int | None = None
    aanbieder: str = Field(default="", max_length=10)
    locatie: str = Field(default="", max_length=10)
    __table_args__ = (sa.UniqueConstraint("verbintenis_id", "begin_op"),)


class StudentBegeleider(SQLModel, table=True):
    """Which onderwijsbegeleider guides which student: that role's scope. Kept by the dossier service."""

    __tablename__ = "student_begeleider"
    student_id: int = Field(foreign_key="student.id", primary_key=True)
    account_id: int = Field(foreign_key="account.id", primary_key=True, index=True)


class KrdPok(SQLModel, table=True):
    """A POK as the national register gives it back (DUO record BPV); read-only, beside our own POKs."""

    __tablename__ = "krd_pok"
    id: int | None = Field(default=None, primary_key=True)
    verbintenis_id: int = Field(foreign_key="verbintenis.id", index=True)
    volgnummer: str = Field(max_length=20)
    afsluitdatum: date | None = None
    begin_op: date | None = None
    gepland_eind_op: date | None = None
    werkelijk_eind_op: date | None = None
    uren: int | None = None
    sbb_id: str = Field(default="", max_length=9, index=True)
    crebo: str = Field(default="", max_length=5)
    keuzedeel: str = Field(default="", max_length=5)
    __table_args__ = (sa.UniqueConstraint("verbintenis_id", "volgnummer"),)


class ImportIndeling(SQLModel, table=True):
    """A remembered mapping of a school's own columns to ours, by the set of column names."""

    __tablename__ = "import_indeling"
    id: int | None = Field(default=None, primary_key=True)
    soort: str = Field(max_length=20)
    kolommen_hash: str = Field(max_length=64)
    indeling: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    bijgewerkt_op: datetime = Field(sa_column=moment_kolom())
    __table_args__ = (sa.UniqueConstraint("soort", "kolommen_hash"),)


class ImportRun(SQLModel, table=True):
    """An import that was applied: file name, hash, counts and the report."""

    __tablename__ = "import_run"
    id: int | None = Field(default=None, primary_key=True)
    soort: str = Field(max_length=20, index=True)
    bestandsnaam: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    op: datetime = Field(sa_column=moment_kolom())
    door_naam: str = Field(max_length=200)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    nieuw: int = 0
    gewijzigd: int = 0
    ongewijzigd: int = 0
    geweigerd: int = 0
    rapport: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
