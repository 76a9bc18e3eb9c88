"""Settings from the environment (`BPV_*`), read once into one frozen object.

A wrong setting stops the start with one sentence that names it (`InstellingFout`).
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bpv_app.kernel.adres import SmtpServer, lees_adres, lees_afzender, lees_smtp

DEMO_SLEUTEL = "alleen-voor-de-demo-en-nergens-anders-bruikbaar"

_MET_GEHEIM = ("SECRET", "API_KEY", "SMTP_URL", "DATABASE_URL", "REDIS_URL")
"""Settings that hold a password, or may: their value is never repeated."""


class InstellingFout(Exception):
    """A setting is missing or wrong; the message is one sentence that names it."""


class Instellingen(BaseSettings):
    """All settings; `docs/instellingen.md` is checked against this class by a test."""

    model_config = SettingsConfigDict(env_prefix="BPV_", frozen=True, extra="ignore")

    data_dir: Path = Field(Path("data"), description="Folder for the database, documents and uploads.")
    database_url: str = Field("", description="SQLAlchemy address; empty: SQLite `bpv.db` in BPV_DATA_DIR.")
    base_url: str = Field("http://localhost:3000", description="Address people use; goes into links, mails and QR.")
    secret_key: str = Field("", description="At least 32 characters; required outside demo mode.")
    demo: bool = Field(False, description="Demo school, demo accounts on the login page, yellow bar.")
    redis_url: str = Field("", description="Redis for Reflex state; needed for more than one web worker.")
    krd_url: str = Field("", description="Address of the KRD link; empty: messages wait in the outbox.")
    krd_map: str = Field("", description="Folder for the KRD link by file, instead of BPV_KRD_URL.")
    krd_client_id: str = Field("bpv-app", description="OAuth2 client id at the KRD.")
    krd_client_secret: str = Field("bpv-demo", description="OAuth2 client secret at the KRD.")
    sbb_url: str = Field("", description="Address of SBB's accreditation service; empty: the imported register.")
    sbb_client_id: str = Field("bpv-app", description="OAuth2 client id at SBB.")
    sbb_client_secret: str = Field("bpv-demo", description="OAuth2 client secret at SBB.")
    sbb_api_key: str = Field("", repr=False, description="API key at SBB, instead of OAuth2.")
    sessie_minuten: int = Field(60, ge=5, le=1440, description="Minutes without use after which a session ends.")
    sessie_uren: int = Field(10, ge=1, le=168, description="Hours after which a session ends anyway.")
    link_dagen: int = Field(14, ge=1, le=90, description="Days a personal link stays usable.")
    upload_mb: int = Field(15, ge=1, le=200, description="Largest upload in megabytes.")
    stapel_mb: int = Field(100, ge=1, le=500, description="Largest file of scanned papers in megabytes.")
    worker: bool = Field(True, description="Deliver messages inside the web process; off: run `bpv worker`.")
    smtp_url: str = Field("", repr=False, description="Mail server; empty: mail waits (demo: the mailbox page).")
    mail_van: str = Field("", description="Sender of all mail; required when BPV_SMTP_URL is set.")
    mail_antwoord: str = Field("", description="Address for answers, when that is not the sender.")
    mail_test_naar: str = Field("", description="Test mode: all mail goes to this one address.")
    weekmail_dag: int = Field(0, ge=0, le=6, description="Day of the weekly mail to companies; 0 is Monday.")
    weekmail_uur: int = Field(7, ge=0, le=23, description="Hour (Amsterdam) from which weekly mail and reminders go.")
    school_naam: str = Field("ROC Voorbeeld", description="Name of the school on screens and paper.")
    school_brin: str = Field("99XX", description="BRIN of the school.")
    school_adres: str = Field("Postbus 100, 2300 AC Leiden", description="Address of the school on the POK.")
    school_retouradres: str = Field(
        "ROC Voorbeeld, Studentenzaken, Antwoordnummer 1000, 2300 VB Leiden",
        description="Return address on letter and return sheet, parts separated by commas.",
    )
    school_ondertekenaar: str = Field("de directeur onderwijs", description="Who signs for the school.")
    vertrouwde_proxy: bool = Field(False, description="Take the caller's address from X-Forwarded-For.")

    @field_validator("base_url")
    @classmethod
    def _base_url(cls, waarde: str) -> str:
        if not waarde.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        return waarde.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, waarde: str) -> str:
        if waarde.startswith(("postgres://", "postgresql://")):
            waarde = "postgresql+psycopg://" + waarde.split("://", 1)[1]
        if waarde and not waarde.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must be a sqlite:/// or postgresql:// address")
        return waarde

    @field_validator("smtp_url")
    @classmethod
    def _smtp_url(cls, waarde: str) -> str:
        if waarde:
            lees_smtp(waarde)
        return waarde

    @field_validator("mail_van")
    @classmethod
    def _mail_van(cls, waarde: str) -> str:
        if waarde:
            lees_afzender(waarde)
        return waarde

    @field_validator("mail_antwoord", "mail_test_naar")
    @classmethod
    def _mail_adres(cls, waarde: str) -> str:
        if waarde and not lees_adres(waarde):
            raise ValueError("must be one mail address, such as bpv@school.nl")
        return waarde

    @model_validator(mode="after")
    def _heeft_afzender(self) -> Instellingen:
        if self.smtp_url and not self.mail_van:
            raise ValueError("BPV_MAIL_VAN must hold the sender of mail when BPV_SMTP_URL is set")
        return self

    @model_validator(mode="after")
    def _een_krd(self) -> Instellingen:
        if self.krd_url and self.krd_map:
            raise ValueError("BPV_KRD_URL and BPV_KRD_MAP exclude each other: choose HTTP or files")
        return self

    @model_validator(mode="after")
    def _geheim(self) -> Instellingen:
        if not self.demo and len(self.secret_key) < 32:
            raise ValueError("BPV_SECRET_KEY must have at least 32 characters outside demo mode")
        return self

    @property
    def sleutel(self) -> str:
        """The secret for pseudonyms and signatures; a fixed, worthless one in demo mode only."""
        return self.secret_key or DEMO_SLEUTEL

    @property
    def smtp(self) -> SmtpServer | None:
        """The mail server; None without one."""
        return lees_smtp(self.smtp_url) if self.smtp_url else None

    @property
    def db_url(self) -> str:
        return self.database_url or f"sqlite:///{(self.data_dir / 'bpv.db').resolve()}"

    @property
    def documenten_dir(self) -> Path:
        return self.data_dir / "documenten"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def lees_instellingen(**anders: Any) -> Instellingen:
    """Read the environment. Raises `InstellingFout` with one sentence naming the wrong setting."""
    try:
        return Instellingen(**anders)
    except ValidationError as fout:
        eerste = fout.errors()[0]
        naam = "BPV_" + "_".join(str(d) for d in eerste["loc"]).upper() if eerste["loc"] else ""
        bericht = str(eerste["msg"]).removeprefix("Value error, ")
        zin = f"{naam}: {bericht}" if naam else bericht
        if naam and naam in os.environ and not any(deel in naam for deel in _MET_GEHEIM):
            zin += f" (got {os.environ[naam][:60]!r})"
        raise InstellingFout(f"Wrong setting. {zin}.") from None


@lru_cache(maxsize=1)
def instellingen() -> Instellingen:
    """The settings of this process."""
    return lees_instellingen()
