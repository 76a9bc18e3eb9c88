"""The demo school, loaded once for all tests; tests that change something work on a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bpv_app.db import lezen, maak_engine, transaction
from bpv_app.demo import laad_demo
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.tables import metadata
from bpv_app.toegang.service import actor_van_account
from bpv_app.toegang.tables import Account

NU = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Demo:
    """The loaded SQLite file and an engine on it, for looking only."""

    bestand: Path
    motor: Engine


@pytest.fixture(scope="session")
def demo(sqlite_sjabloon: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    bestand = tmp_path_factory.mktemp("demo") / "bpv.db"
    shutil.copy(sqlite_sjabloon, bestand)
    motor = maak_engine(f"sqlite:///{bestand}")
    laad_demo(motor, FixedClock(NU))
    with motor.connect() as verbinding:
        verbinding.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    yield Demo(bestand, motor)
    motor.dispose()


@pytest.fixture
def kijk(demo: Demo) -> Iterator[Session]:
    """A reading session on the loaded school."""
    with lezen(systeem(), op=demo.motor) as session:
        yield session


@pytest.fixture
def kopie(demo: Demo, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a copy, to change."""
    bestand = tmp_path / "bpv.db"
    shutil.copy(demo.bestand, bestand)
    motor = maak_engine(f"sqlite:///{bestand}")
    yield motor
    motor.dispose()


@pytest.fixture
def schrijf(kopie: Engine) -> Iterator[Session]:
    """A writing session on a copy, committed at the end."""
    with transaction(systeem(), op=kopie) as session:
        yield session


def actor_van(session: Session, gebruikersnaam: str) -> Actor:
    """The person behind a demo account, with roles and scope as after logging in."""
    account = session.exec(select(Account).where(Account.gebruikersnaam == gebruikersnaam)).one()
    return actor_van_account(session, account.id or 0)


GEHEIM = {
    ("account", "wachtwoord_hash"),
    ("bericht", "sleutel"),
    ("mail", "link_zaad"),
    ("mail", "sleutel"),
    ("persoonlijke_link", "token_hash"),
}
"""Columns that are random by nature."""


def inhoud(motor: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as Python values, in the order of its key."""
    with motor.connect() as verbinding:
        return {
            tabel.name: [
                tuple(rij)
                for rij in verbinding.execute(
                    sa.select(*(k for k in tabel.columns if (tabel.name, k.key) not in GEHEIM)).order_by(
                        *tabel.primary_key.columns
                    )
                )
            ]
            for tabel in metadata.sorted_tables
        }
