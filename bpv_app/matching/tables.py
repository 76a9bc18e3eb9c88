"""Stageplaatsen: what a company offers, for which crebos, who holds which slot, and what happened to it."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.matching.rules_plaats import ClaimSoort, Gebeurtenis, Herkomst, PlaatsStatus
from bpv_app.student.rules import Leerweg


class Plaats(SQLModel, table=True):
    """A place with `aantal` slots, all alike. Days are inclusive; `leerweg` None: BOL and BBL.

    `dagen`: days of the week (Monday = 0) when they are fixed. `vergoeding`: cents a month. `max_keuzes`: how many
    students may put the place on their list. `bedrijf_rangschikt`: the company orders the candidates.
    """

    id: int | None = Field(default=None, primary_key=True)
    leerbedrijf_id: int = Field(foreign_key="leerbedrijf.id")
    locatie_id: int | None = Field(default=None, foreign_key="locatie.id", index=True)
    praktijkopleider_id: int | None = Field(default=None, foreign_key="contactpersoon.id", index=True)
    titel: str = Field(max_length=120)
    taken: str = Field(default="", max_length=4000)
    leerweg: Leerweg | None = Field(default=None, sa_column=enum_kolom(Leerweg, nullable=True))
    niveau_min: int = 1
    niveau_max: int = 4
    van: date
    tot: date
    aantal: int = 1
    dagen: list[int] = Field(default_factory=list, sa_column=json_kolom())
    dagen_per_week: int | None = None
    min_leeftijd: int | None = None
    rijbewijs: bool = False
    vergoeding: int | None = None
    max_keuzes: int | None = None
    bedrijf_rangschikt: bool = False
    status: PlaatsStatus = Field(sa_column=enum_kolom(PlaatsStatus))
    herkomst: Herkomst = Field(sa_column=enum_kolom(Herkomst))
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    aangemaakt_door: str = Field(max_length=200)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    bijgewerkt_op: datetime = Field(sa_column=moment_kolom())
    zoektekst: str = Field(default="", max_length=600)
    versie: int = 1
    __table_args__ = (
        # What `plaats_claim` refers to: see there.
        sa.UniqueConstraint("id", "aantal"),
        sa.CheckConstraint("tot >= van", name="tot_na_van"),
        sa.CheckConstraint("aantal BETWEEN 1 AND 500", name="aantal"),
        sa.CheckConstraint("niveau_min BETWEEN 1 AND 4 AND niveau_max BETWEEN niveau_min AND 4", name="niveau"),
        sa.CheckConstraint("dagen_per_week IS NULL OR dagen_per_week BETWEEN 1 AND 7", name="dagen_per_week"),
        sa.CheckConstraint("min_leeftijd IS NULL OR min_leeftijd BETWEEN 12 AND 99", name="min_leeftijd"),
        sa.CheckConstraint("vergoeding IS NULL OR vergoeding >= 0", name="vergoeding"),
        sa.CheckConstraint("max_keuzes IS NULL OR max_keuzes >= 1", name="max_keuzes"),
        sa.Index("ix_plaats_leerbedrijf_id_status", "leerbedrijf_id", "status"),
        sa.Index("ix_plaats_status_van", "status", "van"),
    )


class PlaatsCrebo(SQLModel, table=True):
    """A crebo the place is for; the company was accredited for it when it was chosen."""

    __tablename__ = "plaats_crebo"
    plaats_id: int = Field(foreign_key="plaats.id", primary_key=True)
    crebo: str = Field(max_length=5, primary_key=True, index=True)


class PlaatsClaim(SQLModel, table=True):
    """A slot held by a student: the only truth about what is reserved and taken.

    The database itself cannot hold more claims than slots: a number is held once, lies from 1 to `aantal`, and `aantal`
    is the place's own by the foreign key (it follows a change; a change below a held number is refused).
    """

    __tablename__ = "plaats_claim"
    id: int | None = Field(default=None, primary_key=True)
    plaats_id: int
    nummer: int
    aantal: int
    soort: ClaimSoort = Field(sa_column=enum_kolom(ClaimSoort))
    student_id: int = Field(foreign_key="student.id", index=True)
    dossier_id: int | None = Field(default=None, foreign_key="dossier.id", index=True)
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    versie: int = 1
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["plaats_id", "aantal"], ["plaats.id", "plaats.aantal"], name="fk_plaats_claim_plaats", onupdate="CASCADE"
        ),
        sa.UniqueConstraint("plaats_id", "nummer"),
        sa.UniqueConstraint("plaats_id", "student_id"),
        sa.CheckConstraint("nummer BETWEEN 1 AND aantal", name="nummer"),
    )


class PlaatsGebeurtenis(SQLModel, table=True):
    """What happened to a place or a slot, by whom, when and why. Never changed or deleted (trigger)."""

    __tablename__ = "plaats_gebeurtenis"
    id: int | None = Field(default=None, primary_key=True)
    plaats_id: int = Field(foreign_key="plaats.id", index=True)
    wat: Gebeurtenis = Field(sa_column=enum_kolom(Gebeurtenis))
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    reden: str = Field(default="", max_length=1000)
    student_id: int | None = Field(default=None, foreign_key="student.id")
    aantal: int | None = None
