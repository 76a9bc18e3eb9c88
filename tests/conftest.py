"""Databases for the tests: every service test runs on SQLite and, where a server is there, on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

# Settings are read once per process: decide them before anything of the app is imported.
_MAP = Path(tempfile.mkdtemp(prefix="bpv-test-"))
os.environ.setdefault("BPV_DEMO", "1")
os.environ["BPV_DATA_DIR"] = str(_MAP)
os.environ["BPV_DATABASE_URL"] = ""

import hypothesis  # noqa: E402
import pytest  # noqa: E402
import sqlalchemy as sa  # noqa: E402
from sqlalchemy.engine import Engine  # noqa: E402
from sqlmodel import Session  # noqa: E402

from bpv_app.db import maak_engine, transaction  # noqa: E402
from bpv_app.kernel.actor import systeem  # noqa: E402
from bpv_app.kernel.clock import FixedClock  # noqa: E402
from bpv_app.migrate import migrate  # noqa: E402
from bpv_app.tables import INGERICHT, metadata  # noqa: E402

# The same examples in every run, and no deadline: shared machines are slow at times, and a test must not fail for that.
hypothesis.settings.register_profile("bpv", deadline=None, derandomize=True)
hypothesis.settings.load_profile("bpv")

POSTGRES = os.environ.get("BPV_TEST_POSTGRES_URL", "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
"""Which of the test processes this is ("gw0"), or "" when there is one."""
GEDEELD = Path(__file__).resolve().parents[2] / "shared"


TRAAG = ("browser", "wire", "demo", "koppeling")
"""The folders whose files take minutes: they go first, so that no process is left with a long one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def beurt(item: pytest.Item) -> int:
        map_ = item.path.relative_to(Path(__file__).parent).parts[0]
        return TRAAG.index(map_) if map_ in TRAAG else len(TRAAG)

    items.sort(key=beurt)


def pytest_sessionfinish() -> None:
    shutil.rmtree(_MAP, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_sjabloon() -> Path:
    """One migrated, empty SQLite file; tests get copies of it."""
    pad = _MAP / "sjabloon.db"
    migrate(f"sqlite:///{pad}")
    motor = maak_engine(f"sqlite:///{pad}")
    with motor.connect() as verbinding:
        verbinding.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    motor.dispose()
    return pad


@pytest.fixture(scope="session")
def postgres_engine() -> Iterator[Engine]:
    if not POSTGRES:
        pytest.skip("no PostgreSQL server (BPV_TEST_POSTGRES_URL is not set)")
    url = _eigen_database(sa.make_url(POSTGRES).set(drivername="postgresql+psycopg"))
    migrate(url)
    motor = maak_engine(url)
    yield motor
    motor.dispose()


def _eigen_database(url: sa.URL) -> str:
    """The address of the database of this test process, made when it is not there: tests empty their tables."""
    if WORKER:
        naam = f"{url.database}_{WORKER}"
        baas = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with baas.connect() as verbinding:
            if not verbinding.scalar(sa.text("SELECT 1 FROM pg_database WHERE datname = :naam"), {"naam": naam}):
                verbinding.exec_driver_sql(f'CREATE DATABASE "{naam}"')
        baas.dispose()
        url = url.set(database=naam)
    return url.render_as_string(hide_password=False)


def _maak_leeg(engine: Engine) -> None:
    """Empty the tables that have rows and start their numbers at 1.

    TRUNCATE takes most of a second (it makes new files for every table and index, also when they are empty); DELETE
    takes milliseconds, but append-only tables refuse it.
    """
    tabellen = [tabel for tabel in reversed(metadata.sorted_tables) if tabel.name not in INGERICHT]
    vraag = " UNION ALL ".join(f"SELECT '{t.name}' WHERE EXISTS (SELECT 1 FROM \"{t.name}\")" for t in tabellen)
    with engine.begin() as verbinding:
        vol = set(verbinding.execute(sa.text(vraag)).scalars())
        if "leerbedrijf" in vol:  # refers to a table that comes after it, so that one could not be emptied
            verbinding.execute(sa.text("UPDATE leerbedrijf SET tekenaar_id = NULL WHERE tekenaar_id IS NOT NULL"))
        bewaakt = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%alleen_toevoegen'"
        vast = set(verbinding.execute(sa.text(bewaakt)).scalars())
        for tabel in tabellen:
            if tabel.name in vol:
                # The tables that refer to it were emptied before it; CASCADE only lets PostgreSQL believe so.
                leeg = f'TRUNCATE "{tabel.name}" CASCADE' if tabel.name in vast else f'DELETE FROM "{tabel.name}"'
                verbinding.execute(sa.text(leeg))
        for reeks in verbinding.execute(sa.text("SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL")):
            if reeks[0].removesuffix("_id_seq") in INGERICHT:
                continue
            verbinding.execute(sa.text(f'ALTER SEQUENCE "{reeks[0]}" RESTART'))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def motor(request: pytest.FixtureRequest, sqlite_sjabloon: Path, tmp_path: Path) -> Iterator[Engine]:
    """An engine on an empty, migrated database of each kind."""
    if request.param == "sqlite":
        pad = tmp_path / "bpv.db"
        shutil.copy(sqlite_sjabloon, pad)
        engine = maak_engine(f"sqlite:///{pad}")
        yield engine
        engine.dispose()
        return
    engine = request.getfixturevalue("postgres_engine")
    _maak_leeg(engine)
    yield engine


@pytest.fixture
def session(motor: Engine) -> Iterator[Session]:
    """A writing transaction as the system; committed at the end, so constraints are really checked."""
    with transaction(systeem(), op=motor) as sessie:
        yield sessie


@pytest.fixture
def clock() -> FixedClock:
    """Thursday 26 November 2026, 10:00 in Amsterdam."""
    return FixedClock(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def gedeeld() -> Path:
    """Folder with real-format sample files; not part of the product."""
    if not (GEDEELD / "data").is_dir():
        pytest.skip("the shared sample files are not beside this checkout")
    return GEDEELD / "data"
