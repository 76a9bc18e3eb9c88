"""Conversation moments, their history, who was invited, and proposals of dates. Moments in time are UTC."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.gesprek.rules import Deelnemer, MomentSoort, MomentStap, MomentStatus, Vorm


class Contactmoment(SQLModel, table=True):
    """A conversation that is to be held in a placement, between `venster_van` and `venster_tot` (inclusive).

    `uit_inrichting` is the name it has in the dossier set-up (empty: added by hand); such rows follow the dossier's
    dates until somebody plans or changes them. `deelnemers` should be there, `aanwezig` were (values of `Deelnemer`);
    `is_gezamenlijk`: it was held and all three were.
    `uid_nummer` and `volgorde` identify the invitation in people's calendars: a new uid for a new organiser, a higher
    `volgorde` (SEQUENCE) for every change.
    """

    id: int | None = Field(default=None, primary_key=True)
    dossier_id: int = Field(foreign_key="dossier.id", index=True)
    soort: MomentSoort = Field(sa_column=enum_kolom(MomentSoort))
    naam: str = Field(max_length=100)
    uit_inrichting: str = Field(default="", max_length=100)
    venster_van: date
    venster_tot: date
    vorm: Vorm = Field(sa_column=enum_kolom(Vorm))
    deelnemers: list[str] = Field(default_factory=list, sa_column=json_kolom())
    status: MomentStatus = Field(sa_column=enum_kolom(MomentStatus))
    afspraak_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    duur_minuten: int = 45
    plaats: str = Field(default="", max_length=300)
    aanwezig: list[str] = Field(default_factory=list, sa_column=json_kolom())
    gehouden_op: date | None = None
    is_gezamenlijk: bool = False
    reden: str = Field(default="", max_length=1000)
    uid_nummer: int = 1
    volgorde: int = 0
    versie: int = 1
    __table_args__ = (
        sa.Index("ix_contactmoment_status_venster_tot", "status", "venster_tot"),
        sa.Index("ix_contactmoment_status_afspraak_op", "status", "afspraak_op"),
        sa.Index("ix_contactmoment_versie", "versie"),
        sa.Index(
            "uq_contactmoment_uit_inrichting",
            "dossier_id",
            "uit_inrichting",
            unique=True,
            sqlite_where=sa.text("uit_inrichting <> ''"),
            postgresql_where=sa.text("uit_inrichting <> ''"),
        ),
        sa.CheckConstraint("venster_tot >= venster_van", name="venster"),
        sa.CheckConstraint("duur_minuten BETWEEN 10 AND 480", name="duur"),
        sa.CheckConstraint("status <> 'gepland' OR afspraak_op IS NOT NULL", name="gepland"),
        sa.CheckConstraint("NOT is_gezamenlijk OR status = 'gehouden'", name="gezamenlijk"),
        sa.CheckConstraint("(status = 'gehouden') = (gehouden_op IS NOT NULL)", name="gehouden"),
    )


class ContactmomentGebeurtenis(SQLModel, table=True):
    """A step of a moment: from, to, for when, who, when, why. Never changed or deleted (trigger)."""

    __tablename__ = "contactmoment_gebeurtenis"
    id: int | None = Field(default=None, primary_key=True)
    moment_id: int = Field(foreign_key="contactmoment.id", index=True)
    stap: MomentStap = Field(sa_column=enum_kolom(MomentStap))
    van: MomentStatus | None = Field(default=None, sa_column=enum_kolom(MomentStatus, nullable=True, naam="van"))
    naar: MomentStatus = Field(sa_column=enum_kolom(MomentStatus, naam="naar"))
    afspraak_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    gehouden_op: date | None = None
    aanwezig: list[str] = Field(default_factory=list, sa_column=json_kolom())
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    reden: str = Field(default="", max_length=1000)


class Gespreksuitnodiging(SQLModel, table=True):
    """The last invitation a person has in the calendar, with the address it went to; `afgezegd_op`: taken back."""

    id: int | None = Field(default=None, primary_key=True)
    moment_id: int = Field(foreign_key="contactmoment.id")
    deelnemer: Deelnemer = Field(sa_column=enum_kolom(Deelnemer))
    naam: str = Field(max_length=200)
    email: str = Field(default="", max_length=254)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    contactpersoon_id: int | None = Field(default=None, foreign_key="contactpersoon.id", index=True)
    student_id: int | None = Field(default=None, foreign_key="student.id", index=True)
    uid_nummer: int = 1
    volgorde: int = 0
    begin_op: datetime = Field(sa_column=moment_kolom())
    organisator_naam: str = Field(default="", max_length=200)
    organisator_email: str = Field(default="", max_length=254)
    afgezegd_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    __table_args__ = (sa.UniqueConstraint("moment_id", "deelnemer"),)


class Gespreksvoorstel(SQLModel, table=True):
    """Up to three dates (ISO moments in UTC) put to student and company; the newest open one counts."""

    id: int | None = Field(default=None, primary_key=True)
    moment_id: int = Field(foreign_key="contactmoment.id", index=True)
    opties: list[str] = Field(default_factory=list, sa_column=json_kolom())
    duur_minuten: int = 45
    vorm: Vorm = Field(sa_column=enum_kolom(Vorm))
    plaats: str = Field(default="", max_length=300)
    gevraagd: list[str] = Field(default_factory=list, sa_column=json_kolom())
    gemaakt_op: datetime = Field(sa_column=moment_kolom())
    gemaakt_door: str = Field(max_length=200)
    gesloten_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    gekozen_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    versie: int = 1
    __table_args__ = (
        sa.Index(
            "uq_gespreksvoorstel_open",
            "moment_id",
            unique=True,
            sqlite_where=sa.text("gesloten_op IS NULL"),
            postgresql_where=sa.text("gesloten_op IS NULL"),
        ),
    )


class GespreksvoorstelAntwoord(SQLModel, table=True):
    """Which of the proposed dates suit one party (indexes into `opties`; none: no date does)."""

    __tablename__ = "gespreksvoorstel_antwoord"
    id: int | None = Field(default=None, primary_key=True)
    voorstel_id: int = Field(foreign_key="gespreksvoorstel.id")
    deelnemer: Deelnemer = Field(sa_column=enum_kolom(Deelnemer))
    kan: list[int] = Field(default_factory=list, sa_column=json_kolom())
    opmerking: str = Field(default="", max_length=500)
    op: datetime = Field(sa_column=moment_kolom())
    door_naam: str = Field(max_length=200)
    __table_args__ = (sa.UniqueConstraint("voorstel_id", "deelnemer"),)


class Overdracht(SQLModel, table=True):
    """Dossiers that went from one onderwijsbegeleider to another in one action."""

    id: int | None = Field(default=None, primary_key=True)
    van_id: int = Field(foreign_key="account.id", index=True)
    naar_id: int = Field(foreign_key="account.id", index=True)
    reden: str = Field(default="", max_length=1000)
    dossiers: list[int] = Field(default_factory=list, sa_column=json_kolom())
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
