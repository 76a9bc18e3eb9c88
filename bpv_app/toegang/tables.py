"""Accounts, roles with scope, sessions, personal links, audit."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.kernel.rechten import Rol
from bpv_app.toegang.rules_audit import AuditSoort as AuditSoort


class Account(SQLModel, table=True):
    """A person who can log in. `wachtwoord_hash` is empty for people who only come by personal link."""

    id: int | None = Field(default=None, primary_key=True)
    gebruikersnaam: str = Field(max_length=200, unique=True)
    naam: str = Field(max_length=200, index=True)
    email: str = Field(default="", max_length=200, index=True)
    telefoon: str = Field(default="", max_length=40)
    wachtwoord_hash: str = Field(default="", max_length=300)
    moet_wijzigen: bool = False
    is_actief: bool = True
    taal: str = Field(default="nl", max_length=2)
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    laatst_ingelogd_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    versie: int = 1


class AccountRol(SQLModel, table=True):
    """A role with its scope (team, own student record, own company contact)."""

    __tablename__ = "account_rol"
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    rol: Rol = Field(sa_column=enum_kolom(Rol, index=True))
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    student_id: int | None = Field(default=None, foreign_key="student.id", index=True)
    contactpersoon_id: int | None = Field(default=None, foreign_key="contactpersoon.id", index=True)
    leerbedrijf_id: int | None = Field(default=None, foreign_key="leerbedrijf.id", index=True)


class Herkomst(StrEnum):
    """How a session began."""

    WACHTWOORD = "wachtwoord"
    LINK = "link"


class Sessie(SQLModel, table=True):
    """A login session; the cookie holds the random token, the database only its SHA-256."""

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    herkomst: Herkomst = Field(sa_column=enum_kolom(Herkomst))
    apparaat: str = Field(default="", max_length=200)
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    laatst_op: datetime = Field(sa_column=moment_kolom())
    verloopt_op: datetime = Field(sa_column=moment_kolom())
    ingetrokken_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))


class PersoonlijkeLink(SQLModel, table=True):
    """A link for one person: expiring, revocable, stored hashed; the first click makes a session.

    `apparaat_hash` is the browser that clicked first: there it keeps working until it expires, elsewhere it does not.
    """

    __tablename__ = "persoonlijke_link"
    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    doel: str = Field(default="/", max_length=300)
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    aangemaakt_door: int | None = Field(default=None, foreign_key="account.id")
    verloopt_op: datetime = Field(sa_column=moment_kolom())
    gebruikt_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    apparaat_hash: str = Field(default="", max_length=64)
    ingetrokken_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))


class Poging(SQLModel, table=True):
    """One attempt that counts towards a rate limit (login, link, upload)."""

    id: int | None = Field(default=None, primary_key=True)
    soort: str = Field(max_length=20)
    sleutel: str = Field(max_length=64)
    op: datetime = Field(sa_column=moment_kolom())
    __table_args__ = (sa.Index("ix_poging_soort_sleutel_op", "soort", "sleutel", "op"),)


class Audit(SQLModel, table=True):
    """Who did or saw what, when (append-only, also by database trigger). `oud`/`nieuw` hold the changed fields only."""

    id: int | None = Field(default=None, primary_key=True)
    op: datetime = Field(sa_column=moment_kolom(index=True))
    account_id: int | None = Field(default=None, index=True)
    naam: str = Field(max_length=200)
    soort: AuditSoort = Field(sa_column=enum_kolom(AuditSoort))
    tabel: str = Field(max_length=60)
    object_id: int | None = None
    omschrijving: str = Field(default="", max_length=500)
    oud: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    nieuw: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    __table_args__ = (sa.Index("ix_audit_tabel_object_id", "tabel", "object_id"),)
