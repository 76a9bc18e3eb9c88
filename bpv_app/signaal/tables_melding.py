"""The confidential route: who is vertrouwenspersoon, whom to call, reports with their words, and who looked.

None of the report's tables is in the audit: beheer reads that (`toegang.audit.NIET_GEVOLGD`). Their own history is
`MeldingInzage`.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, moment_kolom
from bpv_app.signaal.rules_melding import MeldingSoort, MeldingStap, MeldingStatus, Wie


class Vertrouwenspersoon(SQLModel, table=True):
    """Whom students of a team (None: of the whole school) can tell. The right comes from this row, from no role."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id")
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    __table_args__ = (
        sa.UniqueConstraint("account_id", "team_id"),
        sa.Index(
            "uq_vertrouwenspersoon_school",
            "account_id",
            unique=True,
            sqlite_where=sa.text("team_id IS NULL"),
            postgresql_where=sa.text("team_id IS NULL"),
        ),
    )


class HulplijnNummer(SQLModel, table=True):
    """A number the school shows beside the report, in the order of `id`."""

    __tablename__ = "hulplijn_nummer"
    id: int | None = Field(default=None, primary_key=True)
    naam: str = Field(max_length=100)
    telefoon: str = Field(max_length=30)


class Melding(SQLModel, table=True):
    """A student's report. `begeleider_id`: the begeleider who may know *that* there is one, by the student's choice."""

    id: int | None = Field(default=None, primary_key=True)
    student_id: int = Field(foreign_key="student.id", index=True)
    ontvanger_id: int = Field(foreign_key="account.id", index=True)
    begeleider_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    soort: MeldingSoort = Field(sa_column=enum_kolom(MeldingSoort))
    status: MeldingStatus = Field(sa_column=enum_kolom(MeldingStatus))
    gemeld_op: datetime = Field(sa_column=moment_kolom())
    gewijzigd_op: datetime = Field(sa_column=moment_kolom())
    sleutel: str = Field(max_length=64, unique=True)
    versie: int = 1


class MeldingBericht(SQLModel, table=True):
    """Words of the student or of the vertrouwenspersoon. Withdrawing empties `tekst`."""

    __tablename__ = "melding_bericht"
    id: int | None = Field(default=None, primary_key=True)
    melding_id: int = Field(foreign_key="melding.id", index=True)
    van: Wie = Field(sa_column=enum_kolom(Wie))
    naam: str = Field(max_length=200)
    tekst: str = Field(default="", max_length=4000)
    op: datetime = Field(sa_column=moment_kolom())


class MeldingInzage(SQLModel, table=True):
    """Who looked at a report or did something with it, and when. Never changed or deleted (trigger)."""

    __tablename__ = "melding_inzage"
    id: int | None = Field(default=None, primary_key=True)
    melding_id: int = Field(foreign_key="melding.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    naam: str = Field(max_length=200)
    stap: MeldingStap | None = Field(default=None, sa_column=enum_kolom(MeldingStap, nullable=True))
    op: datetime = Field(sa_column=moment_kolom())
