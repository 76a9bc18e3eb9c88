"""The logbook: entries of a day or week, comments (never changed), and attachments in the document store."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.uren.rules_logboek import LogboekStatus


class LogboekItem(SQLModel, table=True):
    """What a student wrote about a day or a week of one POK. `antwoorden`: list of {"vraag", "antwoord"}."""

    __tablename__ = "logboek_item"
    id: int | None = Field(default=None, primary_key=True)
    pok_id: int = Field(foreign_key="pok.id")
    student_id: int = Field(foreign_key="student.id")
    van: date
    tot: date
    titel: str = Field(default="", max_length=120)
    tekst: str = Field(default="", max_length=4000)
    antwoorden: list[dict[str, str]] = Field(default_factory=list, sa_column=json_kolom())
    werkproces: str = Field(default="", max_length=300)
    status: LogboekStatus = Field(sa_column=enum_kolom(LogboekStatus))
    gedeeld_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    besproken_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    besproken_door: str = Field(default="", max_length=200)
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    bijgewerkt_op: datetime = Field(sa_column=moment_kolom())
    versie: int = 1
    __table_args__ = (
        sa.Index("ix_logboek_item_student_id_van", "student_id", "van"),
        sa.Index("ix_logboek_item_pok_id_status_besproken_op", "pok_id", "status", "besproken_op"),
        sa.CheckConstraint("tot >= van", name="tot_na_van"),
        sa.CheckConstraint("(status = 'gedeeld') = (gedeeld_op IS NOT NULL)", name="gedeeld"),
        sa.CheckConstraint("besproken_op IS NULL OR status = 'gedeeld'", name="besproken"),
    )


class LogboekReactie(SQLModel, table=True):
    """A comment under a shared entry; `naam` and `rol` as they were when it was written. Not editable."""

    __tablename__ = "logboek_reactie"
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="logboek_item.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    naam: str = Field(max_length=200)
    rol: str = Field(max_length=32)
    tekst: str = Field(max_length=2000)
    op: datetime = Field(sa_column=moment_kolom())


class LogboekBijlage(SQLModel, table=True):
    """A photo or PDF with an entry; the bytes (without place and camera data) live in the document store."""

    __tablename__ = "logboek_bijlage"
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="logboek_item.id", index=True)
    sha256: str = Field(max_length=64)
    naam: str = Field(max_length=200)
    soort: str = Field(max_length=60)
    bytes_aantal: int
    op: datetime = Field(sa_column=moment_kolom())
