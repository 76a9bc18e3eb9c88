"""Agreements and places that lost the accreditation they depended on."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, moment_kolom
from bpv_app.erkenning.rules import IntrekkingStatus, Voorstel

_IS_OPEN = sa.text("status = 'open'")


class Intrekking(SQLModel, table=True):
    """One agreement, or one place for one crebo, that is not accredited (any more).

    `opgelost_op`: the day on which the app saw that the reason was gone. A person may close it before that; then the
    same reason makes no second line. `bron`: what told us ("import:12", "dag:2026-11-27").
    """

    id: int | None = Field(default=None, primary_key=True)
    pok_id: int | None = Field(default=None, foreign_key="pok.id", index=True)
    plaats_id: int | None = Field(default=None, foreign_key="plaats.id", index=True)
    dossier_id: int | None = Field(default=None, foreign_key="dossier.id", index=True)
    leerbedrijf_id: int = Field(foreign_key="leerbedrijf.id", index=True)
    crebo: str = Field(default="", max_length=5)
    peildatum: date
    reden: str = Field(max_length=300)
    reden_en: str = Field(max_length=300)
    voorstel: Voorstel = Field(sa_column=enum_kolom(Voorstel))
    status: IntrekkingStatus = Field(sa_column=enum_kolom(IntrekkingStatus))
    bron: str = Field(max_length=60)
    sinds: datetime = Field(sa_column=moment_kolom())
    gesloten_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    gesloten_door: str = Field(default="", max_length=200)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    afhandeling: str = Field(default="", max_length=1000)
    opgelost_op: date | None = None
    versie: int = 1
    __table_args__ = (
        sa.CheckConstraint("(pok_id IS NULL) <> (plaats_id IS NULL)", name="pok_of_plaats"),
        # One open line per agreement and per crebo of a place, whoever imports twice.
        sa.Index("uq_intrekking_pok", "pok_id", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        sa.Index(
            "uq_intrekking_plaats",
            "plaats_id",
            "crebo",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        sa.Index("ix_intrekking_status", "status"),
    )


class IntrekkingRonde(SQLModel, table=True):
    """That the days on which accreditations end were looked at, up to and including `dag`."""

    __tablename__ = "intrekking_ronde"
    dag: date = Field(primary_key=True)
    nieuw: int = 0
