"""Signals with their history, and the thresholds of a team. What a student reports stands in `tables_melding`."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, moment_kolom
from bpv_app.signaal.rules import OPEN, SignaalSoort, SignaalStap, SignaalStatus

_IS_OPEN = sa.text("status IN (" + ", ".join(f"'{s}'" for s in sorted(OPEN)) + ")")


class Signaal(SQLModel, table=True):
    """Something about a placement that needs attention.

    `eigenaar_id` None: the dossier's onderwijsbegeleider, also when that becomes somebody else. `sleutel` makes it one
    signal, however often it is found. `opgelost_op`: the day on which the app saw that the reason was gone; from then
    on the same reason makes a new signal.
    """

    id: int | None = Field(default=None, primary_key=True)
    dossier_id: int = Field(foreign_key="dossier.id", index=True)
    student_id: int = Field(foreign_key="student.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id")
    soort: SignaalSoort = Field(sa_column=enum_kolom(SignaalSoort))
    sleutel: str = Field(max_length=120, unique=True)
    status: SignaalStatus = Field(sa_column=enum_kolom(SignaalStatus))
    eigenaar_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    tekst: str = Field(max_length=2000)
    tekst_en: str = Field(default="", max_length=2000)
    sinds: datetime = Field(sa_column=moment_kolom())
    gemeld_door: str = Field(max_length=200)
    opvolgen_op: date | None = None
    geescaleerd_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    opgelost_op: date | None = None
    versie: int = 1
    __table_args__ = (
        sa.Index("ix_signaal_team_id_status", "team_id", "status"),
        sa.Index("ix_signaal_open", "dossier_id", "soort", sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
    )


class SignaalGebeurtenis(SQLModel, table=True):
    """What happened to a signal: from, to, who, when, what was said. Never changed or deleted (trigger)."""

    __tablename__ = "signaal_gebeurtenis"
    id: int | None = Field(default=None, primary_key=True)
    signaal_id: int = Field(foreign_key="signaal.id", index=True)
    stap: SignaalStap = Field(sa_column=enum_kolom(SignaalStap))
    van: SignaalStatus | None = Field(default=None, sa_column=enum_kolom(SignaalStatus, nullable=True, naam="van"))
    naar: SignaalStatus = Field(sa_column=enum_kolom(SignaalStatus, naam="naar"))
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    tekst: str = Field(default="", max_length=2000)
    tekst_en: str = Field(default="", max_length=2000)
    opvolgen_op: date | None = None


class SignaalRegels(SQLModel, table=True):
    """The thresholds of a team from a day on; a later day replaces them. Without a row the defaults hold."""

    __tablename__ = "signaal_regels"
    id: int | None = Field(default=None, primary_key=True)
    team_id: int = Field(foreign_key="team.id")
    vanaf: date
    verzuim_dagen: int
    achter_procent: int
    achter_uren: int
    contact_weken: int
    escalatie_dagen: int
    versie: int = 1
    __table_args__ = (sa.UniqueConstraint("team_id", "vanaf"),)


class SignaalRonde(SQLModel, table=True):
    """That the signals of a team (None: dossiers without one) were looked for on a day."""

    __tablename__ = "signaal_ronde"
    id: int | None = Field(default=None, primary_key=True)
    team_id: int | None = Field(default=None, foreign_key="team.id")
    dag: date
    nieuw: int = 0
    vervallen: int = 0
    __table_args__ = (sa.Index("ix_signaal_ronde_dag_team_id", "dag", "team_id"),)
