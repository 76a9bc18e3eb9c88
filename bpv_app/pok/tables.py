"""The POK, its history (append-only), print runs and printed versions, signatures, scans and call notes."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom, uren_kolom
from bpv_app.pok.rules import LOPEND, EindReden, KrdStatus, MutatieSoort, Partij, PokStatus
from bpv_app.pok.rules_afdruk import Volgorde
from bpv_app.pok.rules_nabellen import BelUitkomst
from bpv_app.student.rules import Leerweg

_IS_LOPEND = sa.text("status IN (" + ", ".join(f"'{s}'" for s in sorted(LOPEND)) + ")")
_IS_GEWEIGERD = sa.text("krd_fout_code <> ''")
_GELDT = sa.text("vervallen_op IS NULL")


class PokTeller(SQLModel, table=True):
    """Last number given out per calendar year."""

    __tablename__ = "pok_teller"
    jaar: int = Field(primary_key=True)
    laatste: int = 0


class Pok(SQLModel, table=True):
    """A praktijkovereenkomst. `volgnummer` is unique per enrolment (KRD); `voorganger_id` makes the chain.

    `blad_versies`: how many of the last `document_versie`s are new versions of the bpv-blad only; the parties signed
    the one before them (`getekende_versie`). `uren_doel`: whole hours that a POK which ended early still asks in the
    chain, when a replacement place took over the rest (None: `uren_totaal`).
    """

    id: int | None = Field(default=None, primary_key=True)
    nummer: str = Field(max_length=12, unique=True)
    dossier_id: int = Field(foreign_key="dossier.id", index=True)
    student_id: int = Field(foreign_key="student.id", index=True)
    verbintenis_id: int = Field(foreign_key="verbintenis.id")
    team_id: int | None = Field(default=None, foreign_key="team.id")
    volgnummer: int
    voorganger_id: int | None = Field(default=None, foreign_key="pok.id", unique=True)
    mutatie_soort: MutatieSoort | None = Field(default=None, sa_column=enum_kolom(MutatieSoort, nullable=True))
    status: PokStatus = Field(sa_column=enum_kolom(PokStatus))
    document_versie: int = 0
    blad_versies: int = 0
    uren_doel: int | None = None
    crebo: str = Field(default="", max_length=5)
    keuzedeel: str = Field(default="", max_length=5)
    werkprocessen: str = Field(default="", max_length=400)
    leerweg: Leerweg | None = Field(default=None, sa_column=enum_kolom(Leerweg, nullable=True))
    leerbedrijf_id: int | None = Field(default=None, foreign_key="leerbedrijf.id", index=True)
    locatie_id: int | None = Field(default=None, foreign_key="locatie.id")
    praktijkopleider_id: int | None = Field(default=None, foreign_key="contactpersoon.id", index=True)
    onderwijsbegeleider_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    afsluitdatum: date | None = None
    begin_op: date | None = Field(default=None, index=True)
    eind_op: date | None = None
    uren_totaal: int | None = None
    uren_per_week: Decimal | None = Field(default=None, sa_column=uren_kolom())
    dagen_per_week: Decimal | None = Field(default=None, sa_column=uren_kolom())
    exemplaren: int = 3
    ondertekenaars: list[str] = Field(default_factory=list, sa_column=json_kolom())
    werkelijk_eind_op: date | None = None
    eind_reden: EindReden | None = Field(default=None, sa_column=enum_kolom(EindReden, nullable=True))
    gerealiseerde_uren: Decimal | None = Field(default=None, sa_column=uren_kolom())
    afgedrukt_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    archiefplaats: str = Field(default="", max_length=100)
    krd_status: KrdStatus | None = Field(default=None, sa_column=enum_kolom(KrdStatus, nullable=True))
    krd_nummer: str = Field(default="", max_length=40)
    krd_fout_code: str = Field(default="", max_length=60)
    krd_fout_tekst: str = Field(default="", max_length=500)
    krd_bijgewerkt_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    krd_stand_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    zoektekst: str = Field(default="", max_length=800)
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    versie: int = 1
    __table_args__ = (
        sa.UniqueConstraint("verbintenis_id", "volgnummer"),
        sa.Index("ix_pok_status_begin_op", "status", "begin_op"),
        sa.Index("ix_pok_team_id_status_begin_op", "team_id", "status", "begin_op"),
        sa.Index("ix_pok_geweigerd", "id", sqlite_where=_IS_GEWEIGERD, postgresql_where=_IS_GEWEIGERD),
        # Whether any agreement changed is answered from this index alone (`dashboard.queries_bronnen`).
        sa.Index("ix_pok_stand", "status", "versie", "krd_fout_code", "werkelijk_eind_op"),
        # Who is at work in a week is counted from this index, without the wide rows.
        sa.Index("ix_pok_loopt", "status", "begin_op", "eind_op", "werkelijk_eind_op", "team_id"),
        # One current POK per placement, whoever clicks twice.
        sa.Index("uq_pok_lopend", "dossier_id", unique=True, sqlite_where=_IS_LOPEND, postgresql_where=_IS_LOPEND),
        sa.CheckConstraint("eind_op IS NULL OR begin_op IS NULL OR eind_op >= begin_op", name="eind_na_begin"),
        sa.CheckConstraint("uren_totaal IS NULL OR (uren_totaal >= 0 AND uren_totaal <= 5120)", name="uren_totaal"),
    )

    @property
    def getekende_versie(self) -> int:
        """The printed version the signatures stand under."""
        return self.document_versie - self.blad_versies


class PokHistorie(SQLModel, table=True):
    """One transition: from, to, who, when, why. Never changed or deleted (database trigger)."""

    __tablename__ = "pok_historie"
    id: int | None = Field(default=None, primary_key=True)
    pok_id: int = Field(foreign_key="pok.id", index=True)
    van: PokStatus | None = Field(default=None, sa_column=enum_kolom(PokStatus, nullable=True, naam="van_status"))
    naar: PokStatus = Field(sa_column=enum_kolom(PokStatus))
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    reden: str = Field(default="", max_length=1000)


class PokAfdruk(SQLModel, table=True):
    """A print run: one PDF with many agreements in mailing order, kept in the document store under its SHA-256.

    A long run is work of `taak_id` and has no `sha256` until its PDF is made; what it printed are its documents, in
    the order of their ids.
    """

    __tablename__ = "pok_afdruk"
    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(default="", max_length=64, index=True)
    aantal: int = 0
    paginas: int = 0
    bytes_aantal: int = 0
    gemaakt_op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    volgorde: Volgorde = Field(default=Volgorde.POSTCODE, sa_column=enum_kolom(Volgorde))
    taak_id: int | None = Field(default=None, foreign_key="taak.id")


class PokDocument(SQLModel, table=True):
    """A printed version: the exact bytes live in the document store under their SHA-256."""

    __tablename__ = "pok_document"
    id: int | None = Field(default=None, primary_key=True)
    pok_id: int = Field(foreign_key="pok.id", index=True)
    afdruk_id: int | None = Field(default=None, foreign_key="pok_afdruk.id", index=True)
    document_versie: int
    sha256: str = Field(max_length=64)
    bytes_aantal: int
    paginas: int
    gemaakt_op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    vervallen_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    __table_args__ = (sa.UniqueConstraint("pok_id", "document_versie"),)


class PokHandtekening(SQLModel, table=True):
    """A party's signature under a printed version, as registered by the student administration.

    Struck out (wrongly ticked, or the version became void) it stays, with `vervallen_op` and why.
    """

    __tablename__ = "pok_handtekening"
    id: int | None = Field(default=None, primary_key=True)
    pok_id: int = Field(foreign_key="pok.id", index=True)
    document_versie: int
    partij: Partij = Field(sa_column=enum_kolom(Partij))
    getekend_op: date
    geregistreerd_op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    vervallen_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    vervallen_reden: str = Field(default="", max_length=1000)
    __table_args__ = (
        sa.Index(
            "uq_pok_handtekening_geldig",
            "pok_id",
            "document_versie",
            "partij",
            unique=True,
            sqlite_where=_GELDT,
            postgresql_where=_GELDT,
        ),
    )


class PokScan(SQLModel, table=True):
    """An uploaded scan of the signed paper; the bytes live in the document store."""

    __tablename__ = "pok_scan"
    id: int | None = Field(default=None, primary_key=True)
    pok_id: int = Field(foreign_key="pok.id", index=True)
    document_versie: int
    sha256: str = Field(max_length=64)
    bestandsnaam: str = Field(max_length=200)
    mime: str = Field(max_length=60)
    bytes_aantal: int
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)


class PokBelnotitie(SQLModel, table=True):
    """A call about an unsigned POK: who called whom, what was said, when to call again."""

    __tablename__ = "pok_belnotitie"
    id: int | None = Field(default=None, primary_key=True)
    pok_id: int = Field(foreign_key="pok.id", index=True)
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    met_wie: str = Field(max_length=200)
    notitie: str = Field(max_length=2000)
    opnieuw_bellen_op: date | None = None
    uitkomst: BelUitkomst | None = Field(default=None, sa_column=enum_kolom(BelUitkomst, nullable=True))
