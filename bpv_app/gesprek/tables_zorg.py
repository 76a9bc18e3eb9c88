"""The zorgvierkant: care notes of a conversation. Read through `clauses_zorg` only, and every look is recorded."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.gesprek.rules_zorgvierkant import Licht


class ZorgNamen(SQLModel, table=True):
    """What the four quadrants are called from a day on; older conversations keep the names they were written under."""

    __tablename__ = "zorg_namen"
    id: int | None = Field(default=None, primary_key=True)
    vanaf: date = Field(unique=True)
    namen: list[str] = Field(default_factory=list, sa_column=json_kolom())
    gemaakt_op: datetime = Field(sa_column=moment_kolom())
    gemaakt_door: str = Field(max_length=200)


class Zorgvierkant(SQLModel, table=True):
    """The four quadrants of one report: the names that held, a light (None: not talked about) and a note each."""

    id: int | None = Field(default=None, primary_key=True)
    verslag_id: int = Field(foreign_key="gespreksverslag.id", unique=True)
    dossier_id: int = Field(foreign_key="dossier.id", index=True)
    op: date
    namen: list[str] = Field(default_factory=list, sa_column=json_kolom())
    licht_1: Licht | None = Field(default=None, sa_column=enum_kolom(Licht, nullable=True, naam="licht_1"))
    licht_2: Licht | None = Field(default=None, sa_column=enum_kolom(Licht, nullable=True, naam="licht_2"))
    licht_3: Licht | None = Field(default=None, sa_column=enum_kolom(Licht, nullable=True, naam="licht_3"))
    licht_4: Licht | None = Field(default=None, sa_column=enum_kolom(Licht, nullable=True, naam="licht_4"))
    notitie_1: str = Field(default="", max_length=4000)
    notitie_2: str = Field(default="", max_length=4000)
    notitie_3: str = Field(default="", max_length=4000)
    notitie_4: str = Field(default="", max_length=4000)
    bijgewerkt_op: datetime = Field(sa_column=moment_kolom())
    bijgewerkt_door: str = Field(default="", max_length=200)
    versie: int = 1
