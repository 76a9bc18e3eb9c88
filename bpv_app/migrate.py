"""Bring a database to the newest version. Used by `bpv migrate`, by the start and by tests."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

MIGRATIES = Path(__file__).parent / "migrations"


def alembic_config(url: str = "") -> Config:
    """Alembic settings without an ini file; an empty address means the app's own database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIES))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def migrate(url: str = "") -> None:
    """Run every migration that has not run yet."""
    command.upgrade(alembic_config(url), "head")


def check_migraties(url: str = "") -> None:
    """Raise when the tables in the code differ from the migrations (a missing migration)."""
    command.check(alembic_config(url))
