"""Throw a demo school away: only a database that says of itself that it is one, and only when nobody uses it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bpv_app.dashboard.queries_momentopname import MAP as CIJFERS
from bpv_app.db import lezen, transaction
from bpv_app.demo.laden import is_demo, is_leeg
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst
from bpv_app.tables import INGERICHT, metadata

SIMULATOR = "krd-simulator.db"
"""The file in BPV_DATA_DIR in which `bpv krd simulator` keeps what it holds."""
SLOT_MS = 5000


class GeenDemo(DomeinFout):
    """There is something in this database that is no demo school."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "geen_demo",
            Tekst(
                "Dit is geen demodatabase; er is niets weggegooid.",
                "This is not a demo database; nothing was thrown away.",
            ),
        )


class InGebruik(DomeinFout):
    """The app or the simulator still runs on this database."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "in_gebruik",
            Tekst(
                "De app draait nog op deze database. Stop haar eerst (Ctrl-C) en probeer het opnieuw.",
                "The app still runs on this database. Stop it first (Ctrl-C) and try again.",
            ),
        )


def wis_demo(motor: Engine, data_dir: Path) -> None:
    """Empty the database behind `motor`, its documents and the simulator's memory; migrate afterwards.

    Raises `GeenDemo` or `InGebruik`, and then nothing has changed.
    """
    if not _bestaat(motor):
        return
    with lezen(systeem("demoschool"), op=motor) as session:
        if not is_demo(session) and not is_leeg(session):
            raise GeenDemo
    wis_simulator(data_dir)
    if motor.dialect.name == "sqlite":
        motor.dispose()
        _verwijder_sqlite(Path(str(motor.url.database)))
    else:
        _maak_leeg(motor)
    for map_ in ("documenten", CIJFERS):
        shutil.rmtree(data_dir / map_, ignore_errors=True)


def wis_simulator(data_dir: Path) -> None:
    """Let the register forget, too: it would refuse the first message about a number it has met before."""
    bestand = data_dir / SIMULATOR
    if bestand.exists():
        _verwijder_sqlite(bestand)


def _bestaat(motor: Engine) -> bool:
    return sa.inspect(motor).has_table("audit")


def _verwijder_sqlite(bestand: Path) -> None:
    """Leaving WAL mode needs the file for oneself alone: SQLite refuses as long as anybody else has it open."""
    with closing(sqlite3.connect(bestand, timeout=0.2, isolation_level=None)) as verbinding:
        try:
            verbinding.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError as fout:
            raise InGebruik from fout
    for einde in ("", "-wal", "-shm"):
        Path(f"{bestand}{einde}").unlink(missing_ok=True)


def _maak_leeg(motor: Engine) -> None:
    """PostgreSQL: truncate everything in one transaction; a running app makes us wait at most five seconds."""
    namen = ", ".join(f'"{tabel.name}"' for tabel in metadata.sorted_tables if tabel.name not in INGERICHT)
    try:
        with transaction(systeem("demoschool"), op=motor) as session:
            verbinding = session.connection()
            verbinding.execute(sa.text(f"SET LOCAL lock_timeout = {SLOT_MS}"))
            verbinding.execute(sa.text(f"TRUNCATE {namen} RESTART IDENTITY CASCADE"))
    except sa.exc.OperationalError as fout:
        raise InGebruik from fout
