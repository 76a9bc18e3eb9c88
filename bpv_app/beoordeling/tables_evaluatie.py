"""Evaluations: question lists, who was asked and answered, and the slices in which answers are counted."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.beoordeling.rules_evaluatie import EvaluatieSoort
from bpv_app.db import enum_kolom, json_kolom, moment_kolom


class EvaluatieLijst(SQLModel, table=True):
    """A version of a question list, of a team or (`team_id` None) of the school; the latest holds. Append-only."""

    __tablename__ = "evaluatie_lijst"
    id: int | None = Field(default=None, primary_key=True)
    soort: EvaluatieSoort = Field(sa_column=enum_kolom(EvaluatieSoort))
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    vragen: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_kolom())
    op: datetime = Field(sa_column=moment_kolom())
    door_naam: str = Field(max_length=200)


class Evaluatie(SQLModel, table=True):
    """One form of one person about one placement. The questions are a copy, made when it was asked.

    `antwoorden`: question key -> answer, a draft until `ingestuurd_op`. `team_deel`/`bedrijf_deel`: the slices in which
    it is counted (`rules_delen`); None as long as it is not. Who reads it: the person, and nobody else; the school sees
    totals, and a coordinator the texts without a name.
    """

    id: int | None = Field(default=None, primary_key=True)
    dossier_id: int = Field(foreign_key="dossier.id", index=True)
    soort: EvaluatieSoort = Field(sa_column=enum_kolom(EvaluatieSoort))
    student_id: int = Field(foreign_key="student.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    leerbedrijf_id: int = Field(foreign_key="leerbedrijf.id", index=True)
    contactpersoon_id: int | None = Field(default=None, foreign_key="contactpersoon.id", index=True)
    vragen: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_kolom())
    lijst: str = Field(max_length=16)
    antwoorden: dict[str, str] = Field(default_factory=dict, sa_column=json_kolom())
    gevraagd_op: datetime = Field(sa_column=moment_kolom(index=True))
    herinnerd_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    ingestuurd_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    team_deel: int | None = Field(default=None, foreign_key="evaluatie_deel.id", index=True)
    bedrijf_deel: int | None = Field(default=None, foreign_key="evaluatie_deel.id", index=True)
    versie: int = 1
    __table_args__ = (
        sa.UniqueConstraint("dossier_id", "soort"),
        sa.Index("ix_evaluatie_soort_lijst", "soort", "lijst"),
    )


class EvaluatieDeel(SQLModel, table=True):
    """A slice: answers of a team or of a company that are counted together, for ever. Append-only."""

    __tablename__ = "evaluatie_deel"
    id: int | None = Field(default=None, primary_key=True)
    soort: EvaluatieSoort = Field(sa_column=enum_kolom(EvaluatieSoort))
    lijst: str = Field(max_length=16)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    leerbedrijf_id: int | None = Field(default=None, foreign_key="leerbedrijf.id", index=True)
    aantal: int
    op: datetime = Field(sa_column=moment_kolom())
    __table_args__ = (
        sa.CheckConstraint("aantal >= 5", name="aantal"),
        sa.CheckConstraint("(team_id IS NULL) <> (leerbedrijf_id IS NULL)", name="van_een"),
    )
