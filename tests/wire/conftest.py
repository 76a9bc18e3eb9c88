"""A server on two small worlds, for tests over the raw websocket and over HTTP."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bpv_app.config import instellingen
from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.migrate import migrate
from tests.server import Server, start_server
from tests.wire.client import cookie_of
from tests.wire.world import PASSWORD, Side, make_world

# What looking at a screen may change: who was here, and who saw what.
VOLATILE = {"sessie", "poging", "audit", "alembic_version", "sqlite_sequence"}


@dataclass
class World:
    """The running server, both sides, and a cookie per role of side A ("niemand" has none)."""

    server: Server
    a: Side
    b: Side
    cookies: dict[str, str]
    database: Path

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table that looking may not change."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            names = [r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {
                name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
                for name in names
                if name not in VOLATILE and not name.startswith(("zoek_", "sqlite_"))
            }


ROLES = ("coordinator", "onderwijsbegeleider", "studentenzaken", "student", "praktijkopleider", "beheer", "niemand")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("wereld")
    database = folder / "bpv.db"
    migrate(f"sqlite:///{database}")
    engine = maak_engine(f"sqlite:///{database}")
    with transaction(systeem(), op=engine) as session:
        a, b = make_world(session)
    engine.dispose()
    shutil.copytree(instellingen().documenten_dir, folder / "documenten")
    with start_server(folder, env={"BPV_WORKER": "false"}) as server:
        cookies = {
            role: "" if role == "niemand" else cookie_of(server.url, f"{role}.a@wereld.example", PASSWORD)
            for role in ROLES
        }
        yield World(server, a, b, cookies, database)
