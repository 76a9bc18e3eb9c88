"""The dossier set-up (dossierinrichting) and the BPV-dossier."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom, uren_kolom
from bpv_app.student.rules import Leerweg


class Inrichting(SQLModel, table=True):
    """A template per kind of placement: "basic set-up of a BPV-dossier is the same for every programme" (deck).

    `gespreksmomenten`: list of moments (`rules_momenten.als_opgeslagen`); `documenten`: list of names;
    `in_te_leveren`: what the student gives back at the end (keys, cards): list of names;
    `ondertekenaars`: list of `Partij` values; `uren_totaal` is the SBU of the voortraject, in hours.
    """

    id: int | None = Field(default=None, primary_key=True)
    naam: str = Field(max_length=100)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    leerweg: Leerweg = Field(sa_column=enum_kolom(Leerweg))
    begin_op: date | None = None
    eind_op: date | None = None
    uren_totaal: int | None = None
    uren_per_week: Decimal | None = Field(default=None, sa_column=uren_kolom())
    dagen_per_week: Decimal | None = Field(default=None, sa_column=uren_kolom())
    gespreksmomenten: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_kolom())
    documenten: list[str] = Field(default_factory=list, sa_column=json_kolom())
    in_te_leveren: list[str] = Field(default_factory=list, sa_column=json_kolom())
    exemplaren: int = 3
    ondertekenaars: list[str] = Field(default_factory=list, sa_column=json_kolom())
    is_actief: bool = True
    versie: int = 1


class Dossier(SQLModel, table=True):
    """One placement of one student. Dates and hours start as the template's and follow the current POK."""

    id: int | None = Field(default=None, primary_key=True)
    inrichting_id: int = Field(foreign_key="inrichting.id", index=True)
    student_id: int = Field(foreign_key="student.id", index=True)
    verbintenis_id: int = Field(foreign_key="verbintenis.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    onderwijsbegeleider_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    begin_op: date | None = Field(default=None, index=True)
    eind_op: date | None = None
    uren_totaal: int | None = None
    uren_per_week: Decimal | None = Field(default=None, sa_column=uren_kolom())
    dagen_per_week: Decimal | None = Field(default=None, sa_column=uren_kolom())
    documenten_klaar: list[str] = Field(default_factory=list, sa_column=json_kolom())
    ingeleverd: list[str] = Field(default_factory=list, sa_column=json_kolom())
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    afgesloten_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    versie: int = 1
    __table_args__ = (sa.UniqueConstraint("inrichting_id", "verbintenis_id"), sa.Index("ix_dossier_versie", "versie"))
