"""Companies, locations, contacts, the accreditation register and the stored checks."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, moment_kolom
from bpv_app.leerbedrijf.rules import Aanleiding, Uitkomst

_NIET_VERGELEKEN = sa.text("NOT is_vergeleken")
_LEVEND = sa.text("opgegaan_in_id IS NULL")
_OPGEGAAN = sa.text("opgegaan_in_id IS NOT NULL")

_TEKENT_VIA = sa.text("tekent_via_id IS NOT NULL")
_TEKENAAR = sa.text("tekenaar_id IS NOT NULL")


class Leerbedrijf(SQLModel, table=True):
    """A company. `sbb_id` is SBB's leerbedrijf-ID (9 digits); a company without one cannot get a POK.

    `sectoren` and `talen`: codes with a semicolon between them (`rules_kenmerken`).
    `zoektekst` starts with the folded name, so its index serves both the search and the order by name.
    `opgegaan_in_id`: merged into that company; the row stays, so that old addresses and numbers lead on.
    `tekent_via_id`: that company signs for this one, by `tekenaar_id` (`rules_tekent_via`).
    `is_vergeleken`: compared with all others since it last changed (`service_paren`).
    """

    id: int | None = Field(default=None, primary_key=True)
    sbb_id: str | None = Field(default=None, max_length=9, unique=True)
    naam: str = Field(max_length=200, index=True)
    kvk: str = Field(default="", max_length=8, index=True)
    straat: str = Field(default="", max_length=200)
    huisnummer: str = Field(default="", max_length=20)
    postcode: str = Field(default="", max_length=6, index=True)
    plaats: str = Field(default="", max_length=100)
    telefoon: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=200)
    website: str = Field(default="", max_length=200)
    sectoren: str = Field(default="", max_length=100, sa_column_kwargs={"server_default": ""})
    talen: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
    actief_van: date | None = None
    actief_tot: date | None = None
    zoektekst: str = Field(default="", max_length=600, index=True)
    bijgewerkt_op: datetime = Field(sa_column=moment_kolom())
    opgegaan_in_id: int | None = Field(default=None, foreign_key="leerbedrijf.id")
    tekent_via_id: int | None = Field(default=None, foreign_key="leerbedrijf.id")
    tekenaar_id: int | None = Field(
        default=None, sa_column=sa.Column(sa.ForeignKey("contactpersoon.id", use_alter=True), nullable=True)
    )
    is_vergeleken: bool = Field(
        default=False, sa_column=sa.Column(sa.Boolean(), nullable=False, server_default=sa.false())
    )
    versie: int = 1
    __table_args__ = (
        sa.Index("ix_leerbedrijf_versie", "versie"),
        sa.Index(
            "ix_leerbedrijf_te_vergelijken", "id", sqlite_where=_NIET_VERGELEKEN, postgresql_where=_NIET_VERGELEKEN
        ),
        # Only the few that were merged: with all the others in it SQLite takes this index for a choice one.
        sa.Index(
            "ix_leerbedrijf_opgegaan_in_id",
            "opgegaan_in_id",
            sqlite_where=_OPGEGAAN,
            postgresql_where=_OPGEGAAN,
        ),
        # Few companies have another one sign: for whom one signs, and whether a contact signs somewhere.
        sa.Index(
            "ix_leerbedrijf_tekent_via_id", "tekent_via_id", sqlite_where=_TEKENT_VIA, postgresql_where=_TEKENT_VIA
        ),
        sa.Index("ix_leerbedrijf_tekenaar_id", "tekenaar_id", sqlite_where=_TEKENAAR, postgresql_where=_TEKENAAR),
        # What lies near is found by postcode; as long as it only counts, without looking at the company itself.
        sa.Index("ix_leerbedrijf_postcode_levend", "postcode", sqlite_where=_LEVEND, postgresql_where=_LEVEND),
    )


class Locatie(SQLModel, table=True):
    """A place where the work is done."""

    id: int | None = Field(default=None, primary_key=True)
    leerbedrijf_id: int = Field(foreign_key="leerbedrijf.id", index=True)
    naam: str = Field(max_length=200)
    vestigingsnummer: str = Field(default="", max_length=12)
    straat: str = Field(default="", max_length=200)
    huisnummer: str = Field(default="", max_length=20)
    postcode: str = Field(default="", max_length=6)
    plaats: str = Field(default="", max_length=100)
    is_actief: bool = True
    versie: int = 1


class Contactpersoon(SQLModel, table=True):
    """A person at a company; a praktijkopleider guides students at the workplace (SBB's term).

    `keurt_uren`: also approves hours of colleagues' trainees.
    """

    id: int | None = Field(default=None, primary_key=True)
    leerbedrijf_id: int = Field(foreign_key="leerbedrijf.id", index=True)
    locatie_id: int | None = Field(default=None, foreign_key="locatie.id", index=True)
    naam: str = Field(max_length=200)
    functie: str = Field(default="", max_length=100)
    email: str = Field(default="", max_length=200, index=True)
    telefoon: str = Field(default="", max_length=40)
    is_praktijkopleider: bool = True
    is_tekenbevoegd: bool = False
    keurt_uren: bool = False
    is_actief: bool = True
    versie: int = 1


class Erkenning(SQLModel, table=True):
    """One line of the accreditation register: this company, this crebo (or group of crebos), these days (inclusive).

    `leerweg` empty: every route. `werkprocessen` empty: the whole crebo; otherwise codes with a space between them.
    """

    id: int | None = Field(default=None, primary_key=True)
    sbb_id: str = Field(max_length=9)
    crebo: str = Field(max_length=5)
    erkend_van: date
    erkend_tot: date | None = None
    leerweg: str = Field(default="", max_length=8, sa_column_kwargs={"server_default": ""})
    werkprocessen: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})
    __table_args__ = (
        sa.UniqueConstraint("sbb_id", "crebo", "erkend_van", "leerweg"),
        sa.Index("ix_erkenning_crebo_sbb_id", "crebo", "sbb_id"),
    )


class CreboVerband(SQLModel, table=True):
    """How crebos have to do with each other, as the school imported it: successors, and groups with their crebos."""

    __tablename__ = "crebo_verband"
    soort: str = Field(max_length=12, primary_key=True)
    van: str = Field(max_length=5, primary_key=True)
    naar: str = Field(max_length=5, primary_key=True)
    vanaf: date


class CreboTelt(SQLModel, table=True):
    """What follows from `crebo_verband`: an accreditation for `erkend_crebo` counts for `crebo` from a day on."""

    __tablename__ = "crebo_telt"
    crebo: str = Field(max_length=5, primary_key=True)
    erkend_crebo: str = Field(max_length=5, primary_key=True)
    vanaf: date


class ErkenningControle(SQLModel, table=True):
    """A stored accreditation check: what was asked, the answer, the source, the moment, by whom. Never changed."""

    __tablename__ = "erkenning_controle"
    id: int | None = Field(default=None, primary_key=True)
    leerbedrijf_id: int = Field(foreign_key="leerbedrijf.id", index=True)
    sbb_id: str = Field(max_length=9)
    crebo: str = Field(max_length=5)
    keuzedeel: str = Field(default="", max_length=5)
    peildatum: date
    uitkomst: Uitkomst = Field(sa_column=enum_kolom(Uitkomst))
    reden: str = Field(default="", max_length=300)
    reden_en: str = Field(default="", max_length=300)
    bron: str = Field(max_length=60)
    aanleiding: Aanleiding = Field(sa_column=enum_kolom(Aanleiding))
    op: datetime = Field(sa_column=moment_kolom())
    account_id: int | None = Field(default=None, foreign_key="account.id")
    door_naam: str = Field(max_length=200)
    pok_id: int | None = Field(default=None, foreign_key="pok.id", index=True)
