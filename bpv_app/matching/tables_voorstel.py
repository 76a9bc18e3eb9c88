"""Proposals: what the engine answered, what the coordinator changed, and every step on the way."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.matching.rules import Doel, Modus, Reden
from bpv_app.matching.rules_voorstel import BordStap, PlekGrond, VoorstelStatus


class Voorstel(SQLModel, table=True):
    """One proposal of a round, numbered from 1.

    `is_gewijzigd`: moved by hand, locked or blocked since it was computed; computing again makes the explanations true
    again, and only then it can be published. `verslag`: maximum, profile, checks and versions (`service_rekenen`).
    `invoer_sha256`: of the problem as the engine got it.
    """

    id: int | None = Field(default=None, primary_key=True)
    ronde_id: int = Field(foreign_key="ronde.id")
    nummer: int
    naam: str = Field(default="", max_length=120)
    status: VoorstelStatus = Field(sa_column=enum_kolom(VoorstelStatus))
    modus: Modus = Field(sa_column=enum_kolom(Modus))
    doel: Doel = Field(sa_column=enum_kolom(Doel))
    herhaling_van: int | None = Field(default=None, foreign_key="voorstel.id")
    is_gewijzigd: bool = False
    invoer_sha256: str = Field(default="", max_length=64)
    verslag: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    gemaakt_op: datetime = Field(sa_column=moment_kolom())
    gemaakt_door: str = Field(max_length=200)
    gerekend_op: datetime = Field(sa_column=moment_kolom())
    gepubliceerd_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    gepubliceerd_door: str = Field(default="", max_length=200)
    versie: int = 1
    __table_args__ = (
        sa.UniqueConstraint("ronde_id", "nummer"),
        sa.Index(
            "uq_voorstel_gepubliceerd",
            "ronde_id",
            unique=True,
            sqlite_where=sa.text("status = 'gepubliceerd'"),
            postgresql_where=sa.text("status = 'gepubliceerd'"),
        ),
    )


class VoorstelRegel(SQLModel, table=True):
    """What the proposal gives one participant: a place, or the reason why not.

    `rang` 0: not on the list, or no place. `is_gepind`: put there by hand, and kept there when it is computed again.
    `vorige_plaats_id`: before the last computation, for "what changed". `uitleg`: own listed places above the one
    received, as [{"plaats": id, "rang": n, "code": …, numbers}]; `reden_getallen`: the numbers of `reden`.
    """

    __tablename__ = "voorstel_regel"
    voorstel_id: int = Field(foreign_key="voorstel.id", primary_key=True)
    ronde_student_id: int = Field(foreign_key="ronde_student.id", primary_key=True, index=True)
    plaats_id: int | None = Field(default=None, foreign_key="plaats.id", index=True)
    rang: int = 0
    grond: PlekGrond | None = Field(default=None, sa_column=enum_kolom(PlekGrond, nullable=True))
    is_gepind: bool = False
    vorige_plaats_id: int | None = None
    reden: Reden | None = Field(default=None, sa_column=enum_kolom(Reden, nullable=True))
    reden_getallen: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    uitleg: list[Any] = Field(default_factory=list, sa_column=json_kolom())


class VoorstelStap(SQLModel, table=True):
    """What happened to a proposal: who, when, why, and what changed. Never changed or deleted (trigger).

    `zetten`: [[ronde_student_id, place before, was pinned, place after, is pinned], …].
    """

    __tablename__ = "voorstel_stap"
    id: int | None = Field(default=None, primary_key=True)
    voorstel_id: int = Field(foreign_key="voorstel.id", index=True)
    soort: BordStap = Field(sa_column=enum_kolom(BordStap))
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    reden: str = Field(default="", max_length=1000)
    zetten: list[Any] = Field(default_factory=list, sa_column=json_kolom())
    herstelt: int | None = Field(default=None, foreign_key="voorstel_stap.id")
