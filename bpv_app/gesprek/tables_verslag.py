"""Templates, reports of conversations, agreements, the frozen copies that were shared, and what was said about them."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.dossier.rules_momenten import Deelnemer
from bpv_app.gesprek.rules import MomentSoort
from bpv_app.gesprek.rules_verslag import AfspraakSoort, ReactieSoort, VerslagStatus


class VerslagSjabloon(SQLModel, table=True):
    """One version of a team's questions for one kind of moment. Never changed: a new version is a new row (trigger)."""

    __tablename__ = "verslag_sjabloon"
    id: int | None = Field(default=None, primary_key=True)
    team_id: int = Field(foreign_key="team.id")
    soort: MomentSoort = Field(sa_column=enum_kolom(MomentSoort))
    nummer: int
    vragen: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_kolom())
    gemaakt_op: datetime = Field(sa_column=moment_kolom())
    gemaakt_door: str = Field(max_length=200)
    __table_args__ = (sa.UniqueConstraint("team_id", "soort", "nummer"),)


class Gespreksverslag(SQLModel, table=True):
    """The school's report of one moment. `vragen` are those it began with, whatever the template became.

    `antwoorden` maps a question's key to text; the questions marked "alleen school" are in it too, so this row is for
    school roles only. What others see are the copies. `kopieen` counts them.
    """

    id: int | None = Field(default=None, primary_key=True)
    moment_id: int = Field(foreign_key="contactmoment.id", unique=True)
    dossier_id: int = Field(foreign_key="dossier.id", index=True)
    sjabloon_id: int | None = Field(default=None, foreign_key="verslag_sjabloon.id")
    vragen: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_kolom())
    antwoorden: dict[str, str] = Field(default_factory=dict, sa_column=json_kolom())
    status: VerslagStatus = Field(sa_column=enum_kolom(VerslagStatus))
    kopieen: int = 0
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    bijgewerkt_op: datetime = Field(sa_column=moment_kolom())
    bijgewerkt_door: str = Field(default="", max_length=200)
    versie: int = 1
    __table_args__ = (sa.CheckConstraint("(status = 'gedeeld') = (kopieen > 0)", name="gedeeld"),)


class Gespreksafspraak(SQLModel, table=True):
    """A goal or agreement made in a conversation; open until `klaar_op`, and then it says in which report that was.

    `sleutel` is the phone's key of the line, so that one that is sent again is one agreement.
    """

    id: int | None = Field(default=None, primary_key=True)
    dossier_id: int = Field(foreign_key="dossier.id", index=True)
    verslag_id: int = Field(foreign_key="gespreksverslag.id", index=True)
    soort: AfspraakSoort = Field(sa_column=enum_kolom(AfspraakSoort))
    tekst: str = Field(max_length=500)
    eigenaar: Deelnemer = Field(sa_column=enum_kolom(Deelnemer))
    voor: date | None = None
    klaar_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    klaar_in_id: int | None = Field(default=None, foreign_key="gespreksverslag.id")
    sleutel: str = Field(max_length=64)
    versie: int = 1
    __table_args__ = (sa.UniqueConstraint("verslag_id", "sleutel"),)


class GespreksverslagKopie(SQLModel, table=True):
    """What student and company got: frozen, numbered, with what changed since the one before. Append-only (trigger).

    `contactpersoon_id` is the praktijkopleider who got it; who guides the student later does not get it by that.
    """

    __tablename__ = "gespreksverslag_kopie"
    id: int | None = Field(default=None, primary_key=True)
    verslag_id: int = Field(foreign_key="gespreksverslag.id")
    nummer: int
    inhoud: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    contactpersoon_id: int | None = Field(default=None, foreign_key="contactpersoon.id", index=True)
    wijzigingen: list[list[str]] = Field(default_factory=list, sa_column=json_kolom())
    gedeeld_op: datetime = Field(sa_column=moment_kolom())
    gedeeld_door: str = Field(max_length=200)
    __table_args__ = (sa.UniqueConstraint("verslag_id", "nummer"),)


class GespreksverslagReactie(SQLModel, table=True):
    """A confirmation or comment of student or company, about one copy. Not editable; one confirmation per party."""

    __tablename__ = "gespreksverslag_reactie"
    id: int | None = Field(default=None, primary_key=True)
    kopie_id: int = Field(foreign_key="gespreksverslag_kopie.id", index=True)
    deelnemer: Deelnemer = Field(sa_column=enum_kolom(Deelnemer))
    soort: ReactieSoort = Field(sa_column=enum_kolom(ReactieSoort))
    account_id: int | None = Field(default=None, foreign_key="account.id")
    naam: str = Field(max_length=200)
    tekst: str = Field(default="", max_length=2000)
    op: datetime = Field(sa_column=moment_kolom())
    __table_args__ = (
        sa.Index(
            "uq_gespreksverslag_reactie_akkoord",
            "kopie_id",
            "deelnemer",
            unique=True,
            sqlite_where=sa.text("soort = 'akkoord'"),
            postgresql_where=sa.text("soort = 'akkoord'"),
        ),
    )
