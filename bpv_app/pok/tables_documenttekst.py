"""The school's own texts on paper in their versions, and how its letters look."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, moment_kolom
from bpv_app.pok.rules_documenttekst import TekstSoort, TekstStatus
from bpv_app.student.rules import Leerweg


class Documenttekst(SQLModel, table=True):
    """One version of a text. Adopted (vastgesteld) it has a number and never changes again (database trigger)."""

    id: int | None = Field(default=None, primary_key=True)
    soort: TekstSoort = Field(sa_column=enum_kolom(TekstSoort))
    leerweg: Leerweg | None = Field(default=None, sa_column=enum_kolom(Leerweg, nullable=True))
    status: TekstStatus = Field(default=TekstStatus.CONCEPT, sa_column=enum_kolom(TekstStatus))
    nummer: str | None = Field(default=None, max_length=10)
    tekst: str = Field(default="", sa_column=sa.Column(sa.Text(), nullable=False))
    geldig_van: date | None = None
    geldig_tot: date | None = None
    studentenraad_op: date | None = None
    gemaakt_op: datetime = Field(sa_column=moment_kolom())
    gemaakt_door: str = Field(max_length=200)
    gewijzigd_op: datetime = Field(sa_column=moment_kolom())
    gewijzigd_door: str = Field(max_length=200)
    vastgesteld_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    vastgesteld_door: str = Field(default="", max_length=200)
    versie: int = 1
    __table_args__ = (
        sa.UniqueConstraint("soort", "nummer"),
        sa.CheckConstraint("status = 'concept' OR (nummer IS NOT NULL AND geldig_van IS NOT NULL)", name="vastgesteld"),
        sa.CheckConstraint(
            "status = 'concept' OR soort <> 'voorwaarden' OR studentenraad_op IS NOT NULL", name="studentenraad"
        ),
        sa.CheckConstraint("geldig_van IS NULL OR geldig_tot IS NULL OR geldig_tot >= geldig_van", name="tot_na_van"),
    )


class Huisstijl(SQLModel, table=True):
    """How the school is called and signs on paper; one row, made at the first save. Empty: as the settings say."""

    id: int | None = Field(default=None, primary_key=True)
    naam: str = Field(default="", max_length=120)
    adres: str = Field(default="", max_length=200)
    retour_adres: str = Field(default="", max_length=200)
    afdeling: str = Field(default="", max_length=80)
    ondertekenaar: str = Field(default="", max_length=120)
    functie: str = Field(default="", max_length=120)
    website: str = Field(default="", max_length=120)
    email: str = Field(default="", max_length=254)
    telefoon: str = Field(default="", max_length=40)
    logo_sha256: str = Field(default="", max_length=64)
    gewijzigd_op: datetime = Field(sa_column=moment_kolom())
    gewijzigd_door: str = Field(max_length=200)
    versie: int = 1
