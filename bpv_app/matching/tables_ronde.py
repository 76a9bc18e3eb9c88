"""Rounds: who takes part, what was frozen at the opening, lists and receipts, agreements about single students."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.matching.rules import Doel, Modus
from bpv_app.matching.rules_afspraak import AfspraakSoort, VerzoekStatus
from bpv_app.matching.rules_loting import Voorrang
from bpv_app.matching.rules_ronde import RondeStatus


class Ronde(SQLModel, table=True):
    """One time of choosing for placements from `van` up to and including `tot`.

    `zaad` decides the lots and stays secret until the round closes; `zaad_hash` (SHA-256) is shown from the start.
    `max_km`: travel limit of who has none of their own. `bezwaardagen`: days to object after publication.
    `bedrijven_rangschikken`: companies order their candidates between the closing of the lists and `rangschikken_tot`,
    or `rangschikken_gesloten_op` when the coordinator closed that early.
    """

    id: int | None = Field(default=None, primary_key=True)
    naam: str = Field(max_length=120)
    status: RondeStatus = Field(sa_column=enum_kolom(RondeStatus, index=True))
    van: date
    tot: date
    opent_op: datetime = Field(sa_column=moment_kolom())
    sluit_op: datetime = Field(sa_column=moment_kolom())
    publiceert_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    min_keuzes: int = 3
    max_keuzes: int = 5
    modus: Modus = Field(sa_column=enum_kolom(Modus))
    doel: Doel = Field(sa_column=enum_kolom(Doel))
    bezwaardagen: int = 5
    moet_bevestigen: bool = False
    toont_eerste: bool = False
    bedrijven_rangschikken: bool = False
    rangschikken_tot: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    rangschikken_gesloten_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    max_km: int | None = None
    toelichting: str = Field(default="", max_length=2000)
    zaad: str = Field(max_length=64)
    zaad_hash: str = Field(max_length=64)
    geopend_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    gesloten_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    aangemaakt_door: str = Field(max_length=200)
    versie: int = 1
    __table_args__ = (
        sa.CheckConstraint("tot >= van", name="tot_na_van"),
        sa.CheckConstraint("sluit_op > opent_op", name="sluit_na_open"),
        sa.CheckConstraint("min_keuzes BETWEEN 1 AND max_keuzes AND max_keuzes <= 25", name="keuzes"),
        sa.CheckConstraint("bezwaardagen BETWEEN 0 AND 60", name="bezwaardagen"),
        sa.CheckConstraint("max_km IS NULL OR max_km BETWEEN 1 AND 400", name="max_km"),
    )


class RondeGroep(SQLModel, table=True):
    """A team that takes part, whole (`klas` "") or one class of it."""

    __tablename__ = "ronde_groep"
    ronde_id: int = Field(foreign_key="ronde.id", primary_key=True)
    team_id: int = Field(foreign_key="team.id", primary_key=True, index=True)
    klas: str = Field(default="", max_length=30, primary_key=True)


class RondeStudent(SQLModel, table=True):
    """A student who takes part; `id` is the deelnemersnummer that decides the lot.

    `lot` is drawn when the round closes, once. `waterval` (only who has no place): how many places were left after each
    hard rule, as [rule, number] pairs. `heeft_rijbewijs` and `max_km` are what the school knows; no licence known is
    none. Everything about the enrolment is as it was when the round opened.
    """

    __tablename__ = "ronde_student"
    id: int | None = Field(default=None, primary_key=True)
    ronde_id: int = Field(foreign_key="ronde.id")
    student_id: int = Field(foreign_key="student.id", index=True)
    verbintenis_id: int = Field(foreign_key="verbintenis.id")
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    crebo: str = Field(default="", max_length=5)
    voorrang: Voorrang = Field(sa_column=enum_kolom(Voorrang))
    heeft_rijbewijs: bool = False
    max_km: int | None = None
    lot: int | None = None
    mogelijk: int = 0
    waterval: list[Any] = Field(default_factory=list, sa_column=json_kolom())
    versie: int = 1
    __table_args__ = (
        sa.UniqueConstraint("ronde_id", "student_id"),
        sa.UniqueConstraint("ronde_id", "lot"),
        sa.CheckConstraint("max_km IS NULL OR max_km BETWEEN 1 AND 400", name="max_km"),
    )


class RondePlaats(SQLModel, table=True):
    """A place of the round with its free slots at the opening. Withdrawn later: marked, never gone.

    `rangschikt`: its company orders the candidates of this round, frozen because students are told when they choose.
    """

    __tablename__ = "ronde_plaats"
    ronde_id: int = Field(foreign_key="ronde.id", primary_key=True)
    plaats_id: int = Field(foreign_key="plaats.id", primary_key=True, index=True)
    plekken: int
    rangschikt: bool = False
    ingetrokken_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    ingetrokken_reden: str = Field(default="", max_length=40)


class RondeToelating(SQLModel, table=True):
    """The student may choose the place: frozen when the round opened. `km` as the crow flies, None when not known."""

    __tablename__ = "ronde_toelating"
    ronde_student_id: int = Field(foreign_key="ronde_student.id", primary_key=True)
    plaats_id: int = Field(foreign_key="plaats.id", primary_key=True, index=True)
    km: float | None = None


class RondeGebeurtenis(SQLModel, table=True):
    """What happened to a round: who, when, why. Never changed or deleted (trigger)."""

    __tablename__ = "ronde_gebeurtenis"
    id: int | None = Field(default=None, primary_key=True)
    ronde_id: int = Field(foreign_key="ronde.id", index=True)
    wat: str = Field(max_length=40)
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    reden: str = Field(default="", max_length=1000)
    gegevens: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())


class Voorkeurlijst(SQLModel, table=True):
    """A student's list as it stands now: saved with every change, counting only once it is sent in.

    `keuzes`: [{"plaats": id, "reden": text}, ...], most wanted first. `ingestuurd_versie` is the version that was sent
    in last.
    """

    id: int | None = Field(default=None, primary_key=True)
    ronde_student_id: int = Field(foreign_key="ronde_student.id", unique=True)
    keuzes: list[Any] = Field(default_factory=list, sa_column=json_kolom())
    wensen: str = Field(default="", max_length=2000)
    bijgewerkt_op: datetime = Field(sa_column=moment_kolom())
    ingestuurd_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    ingestuurd_versie: int | None = None
    versie: int = 1


class Voorkeur(SQLModel, table=True):
    """A choice that was sent in and counts; rewritten when the list is sent in again."""

    lijst_id: int = Field(foreign_key="voorkeurlijst.id", primary_key=True)
    rang: int = Field(primary_key=True)
    plaats_id: int = Field(foreign_key="plaats.id")
    reden: str = Field(default="", max_length=1000)
    __table_args__ = (
        sa.UniqueConstraint("lijst_id", "plaats_id"),
        sa.CheckConstraint("rang BETWEEN 1 AND 25", name="rang"),
        sa.Index("ix_voorkeur_plaats_id_rang", "plaats_id", "rang"),
    )


class VoorkeurBewijs(SQLModel, table=True):
    """The receipt of sending in: what, when, and the hash of the lottery. Never changed or deleted (trigger)."""

    __tablename__ = "voorkeur_bewijs"
    id: int | None = Field(default=None, primary_key=True)
    lijst_id: int = Field(foreign_key="voorkeurlijst.id", index=True)
    op: datetime = Field(sa_column=moment_kolom())
    code: str = Field(max_length=16)
    inhoud: list[Any] = Field(default_factory=list, sa_column=json_kolom())
    wensen: str = Field(default="", max_length=2000)
    zaad_hash: str = Field(max_length=64)


class Afspraak(SQLModel, table=True):
    """A lock or a block that the school made for one student in one round, with the reason."""

    id: int | None = Field(default=None, primary_key=True)
    ronde_id: int = Field(foreign_key="ronde.id")
    student_id: int = Field(foreign_key="student.id", index=True)
    plaats_id: int = Field(foreign_key="plaats.id", index=True)
    soort: AfspraakSoort = Field(sa_column=enum_kolom(AfspraakSoort))
    reden: str = Field(max_length=1000)
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    versie: int = 1
    __table_args__ = (
        sa.UniqueConstraint("ronde_id", "student_id", "plaats_id"),
        sa.Index(
            "uq_afspraak_vast",
            "ronde_id",
            "student_id",
            unique=True,
            sqlite_where=sa.text("soort = 'vast'"),
            postgresql_where=sa.text("soort = 'vast'"),
        ),
    )


class PlaatsVerzoek(SQLModel, table=True):
    """A place a student found and asks for. Decided by a coordinator: it becomes a place and a lock, or a refusal."""

    __tablename__ = "plaats_verzoek"
    id: int | None = Field(default=None, primary_key=True)
    ronde_student_id: int = Field(foreign_key="ronde_student.id", index=True)
    status: VerzoekStatus = Field(sa_column=enum_kolom(VerzoekStatus, index=True))
    bedrijf: str = Field(max_length=200)
    adres: str = Field(default="", max_length=200)
    woonplaats: str = Field(default="", max_length=100)
    contact: str = Field(default="", max_length=200)
    email: str = Field(default="", max_length=200)
    telefoon: str = Field(default="", max_length=40)
    taken: str = Field(default="", max_length=2000)
    gevraagd_op: datetime = Field(sa_column=moment_kolom())
    leerbedrijf_id: int | None = Field(default=None, foreign_key="leerbedrijf.id")
    plaats_id: int | None = Field(default=None, foreign_key="plaats.id")
    besloten_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    besloten_door: str = Field(default="", max_length=200)
    antwoord: str = Field(default="", max_length=1000)
    versie: int = 1
