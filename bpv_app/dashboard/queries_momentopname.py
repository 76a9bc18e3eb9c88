"""The frame of the figures as files, so that a process that starts does not read a whole school again.

Only of a big school: a small one is read in no time. What the files say is believed only when the database says so
too: its own sums, and a line of the audit that nobody can take back (a restored backup has another one).
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import time
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app.config import instellingen
from bpv_app.toegang.tables import Audit

VANAF = 5_000
"""Placements from which files are worth it."""
MAP = "cijfers"
_REST = 3600.0
"""Seconds after which a folder nobody refers to is no longer being written."""
_NET_GESCHREVEN = 0.05
"""Seconds in which a file may be written twice with the same moment on it: a clock tick, several times over."""


def _plek(motor: Engine) -> Path:
    """The file that says where the frames of this database are."""
    naam = sha256(motor.url.render_as_string(hide_password=True).encode()).hexdigest()[:16]
    return instellingen().data_dir / MAP / f"{naam}.json"


def merk_op_schijf(session: Session) -> str:
    """What is the same as long as nobody wrote, in another process too; "" when that cannot be told."""
    motor = session.get_bind().engine
    if motor.dialect.name == "postgresql":
        return str(session.execute(sa.text("SELECT pg_current_wal_insert_lsn()::text")).scalar_one())
    if motor.url.database in (None, "", ":memory:"):
        return ""
    # Only looked at, never opened: closing any of SQLite's files takes away the locks of the whole process on it, and
    # the next program that closes the database would clear away what this one is reading.
    plek = str(motor.url.database)
    try:
        stats = [Path(plek).stat()]
        if Path(f"{plek}-wal").exists():
            stats.append(Path(f"{plek}-wal").stat())
    except OSError:
        return ""
    if time.time() - max(stat.st_mtime for stat in stats) < _NET_GESCHREVEN:
        return ""
    return " ".join(f"{s.st_dev} {s.st_ino} {s.st_size} {s.st_mtime_ns}" for s in stats)


def audit_eind(session: Session) -> list[Any] | None:
    """The last line of the audit: its number and moment."""
    rij = session.execute(sa.select(col(Audit.id), col(Audit.op)).order_by(col(Audit.id).desc()).limit(1)).first()
    return None if rij is None else [rij[0], rij[1].isoformat()]


def is_zelfde_leven(session: Session, audit: list[Any] | None) -> bool:
    """Whether this database has that line of the audit still."""
    if audit is None:
        return False
    op = session.execute(sa.select(col(Audit.op)).where(col(Audit.id) == audit[0])).scalar_one_or_none()
    return op is not None and op.isoformat() == audit[1]


def bewaar(motor: Engine, code: str, stand: dict[str, Any], frames: dict[str, pl.DataFrame]) -> None:
    """Write the frames beside the old ones, then say in one step that these are it. A full disk is no error here."""
    plek = _plek(motor)
    map_ = plek.parent / uuid4().hex
    try:
        map_.mkdir(parents=True, mode=0o700)
        plek.parent.chmod(0o700)
        for naam, frame in frames.items():
            frame.write_ipc(map_ / f"{naam}.arrow", compression="uncompressed")
        inhoud = {"code": code, "map": map_.name, "namen": list(frames), "stand": stand}
        nieuw = plek.with_name(f"{plek.stem}.{map_.name}")
        nieuw.write_text(json.dumps(inhoud))
        oud = _lees(plek)
        nieuw.replace(plek)
        if oud is not None:
            shutil.rmtree(plek.parent / oud["map"], ignore_errors=True)
        _ruim_op(plek.parent)
    except (OSError, pl.exceptions.ComputeError):
        shutil.rmtree(map_, ignore_errors=True)


def _ruim_op(map_: Path) -> None:
    """Remove what a process that was killed while it wrote has left behind."""
    in_gebruik = {inhoud["map"] for bestand in map_.glob("*.json") if (inhoud := _lees(bestand)) is not None}
    for rest in map_.iterdir():
        if rest.suffix != ".json" and rest.name not in in_gebruik and time.time() - rest.stat().st_mtime > _REST:
            shutil.rmtree(rest, ignore_errors=True) if rest.is_dir() else rest.unlink(missing_ok=True)


def _lees(plek: Path) -> dict[str, Any] | None:
    try:
        inhoud: dict[str, Any] = json.loads(plek.read_text())
    except (OSError, ValueError):
        return None
    return inhoud


class Frames:
    """Files that are open already and read when asked for: most are only needed once something has changed."""

    def __init__(self, map_: Path, namen: list[str]) -> None:
        self._open: dict[str, BinaryIO] = {}
        for naam in namen:
            self._open[naam] = (map_ / f"{naam}.arrow").open("rb")

    def lees(self, naam: str) -> pl.DataFrame:
        """A frame, once."""
        with self._open.pop(naam) as bestand:
            return pl.read_ipc(bestand)

    def __contains__(self, naam: str) -> bool:
        return naam in self._open


def haal(motor: Engine, code: str) -> tuple[dict[str, Any], Frames] | None:
    """What was kept of this database by the same code, or None."""
    plek = _plek(motor)
    inhoud = _lees(plek)
    if inhoud is None or inhoud.get("code") != code:
        return None
    try:
        frames = Frames(plek.parent / inhoud["map"], inhoud["namen"])
    except OSError:
        return None  # another process put newer ones in their place just now
    return inhoud["stand"], frames


def als_tupels(waarde: Any) -> Any:
    """JSON has lists where the sums of a table are tuples."""
    return tuple(als_tupels(w) for w in waarde) if isinstance(waarde, list) else waarde


def open_oog(bestand: str) -> sqlite3.Connection:
    """A connection that only looks whether others have written."""
    return sqlite3.connect(bestand, check_same_thread=False, isolation_level=None)
