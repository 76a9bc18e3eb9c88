"""The published result: each student's place, and what was said and decided about it."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, moment_kolom
from bpv_app.matching.rules_uitslag import BezwaarUitkomst, PlaatsingStap, PlaatsingStatus


class Plaatsing(SQLModel, table=True):
    """The place a participant got in a published proposal; `rang` 0: it was not on the list.

    `voorstel_id` is the proposal by which this student got this place: a re-run leaves the row of who keeps the place
    alone. At most one row of a participant has not lapsed.
    """

    id: int | None = Field(default=None, primary_key=True)
    ronde_student_id: int = Field(foreign_key="ronde_student.id", index=True)
    plaats_id: int = Field(foreign_key="plaats.id", index=True)
    voorstel_id: int = Field(foreign_key="voorstel.id", index=True)
    rang: int = 0
    status: PlaatsingStatus = Field(sa_column=enum_kolom(PlaatsingStatus))
    toegewezen_op: datetime = Field(sa_column=moment_kolom())
    bevestigd_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    bezwaar: str = Field(default="", max_length=1000)
    bezwaar_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    bezwaar_uitkomst: BezwaarUitkomst | None = Field(default=None, sa_column=enum_kolom(BezwaarUitkomst, nullable=True))
    bezwaar_antwoord: str = Field(default="", max_length=1000)
    beantwoord_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    beantwoord_door: str = Field(default="", max_length=200)
    vervallen_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    vervallen_reden: str = Field(default="", max_length=1000)
    dossier_id: int | None = Field(default=None, foreign_key="dossier.id", index=True)
    versie: int = 1
    __table_args__ = (
        sa.Index(
            "uq_plaatsing_geldig",
            "ronde_student_id",
            unique=True,
            sqlite_where=sa.text("status <> 'vervallen'"),
            postgresql_where=sa.text("status <> 'vervallen'"),
        ),
        sa.CheckConstraint("rang BETWEEN 0 AND 25", name="rang"),
        sa.CheckConstraint("status <> 'in_dossier' OR dossier_id IS NOT NULL", name="dossier"),
    )


class PlaatsingGebeurtenis(SQLModel, table=True):
    """A step of a placement: from, to, who, when, why. Never changed or deleted (trigger)."""

    __tablename__ = "plaatsing_gebeurtenis"
    id: int | None = Field(default=None, primary_key=True)
    plaatsing_id: int = Field(foreign_key="plaatsing.id", index=True)
    stap: PlaatsingStap = Field(sa_column=enum_kolom(PlaatsingStap))
    van: PlaatsingStatus | None = Field(default=None, sa_column=enum_kolom(PlaatsingStatus, nullable=True, naam="van"))
    naar: PlaatsingStatus = Field(sa_column=enum_kolom(PlaatsingStatus, naam="naar"))
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    reden: str = Field(default="", max_length=1000)
