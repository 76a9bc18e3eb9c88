"""`bpv demo --opnieuw` throws away a demo school, and nothing else, and only when nobody uses it."""

from __future__ import annotations

import gc
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from typer.testing import CliRunner

from bpv_app.config import InstellingFout, lees_instellingen
from bpv_app.db import lezen, maak_engine, transaction
from bpv_app.demo import commands, is_leeg
from bpv_app.demo.laden import GELADEN, TABEL, Geladen, NietLeeg
from bpv_app.demo.wissen import GeenDemo, InGebruik, wis_demo, wis_simulator
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.koppeling.krd.simulator_store import Register
from bpv_app.migrate import migrate
from bpv_app.toegang import audit
from tests.makers import make_team

NU = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def vul(motor: Engine, *, als_demo: bool) -> None:
    """One row, and what says that a demo was loaded."""
    with transaction(systeem(), op=motor) as session:
        make_team(session)
        if als_demo:
            audit.noteer(session, systeem(), TABEL, None, GELADEN, NU)


def test_a_demo_is_thrown_away_with_its_documents_and_the_registers_memory(motor: Engine, tmp_path: Path) -> None:
    data = tmp_path / "gegevens"
    (data / "documenten" / "ab").mkdir(parents=True)
    (data / "documenten" / "ab" / "abcd").write_bytes(b"%PDF-")
    (data / "cijfers").mkdir()
    (data / "iets-anders.txt").write_text("blijft")
    Register(data / "krd-simulator.db", FixedClock(NU)).close()
    vul(motor, als_demo=True)
    wis_demo(motor, data)
    if motor.dialect.name == "sqlite":
        assert not Path(str(motor.url.database)).exists()
        migrate(str(motor.url))
    with lezen(op=motor) as session:
        assert is_leeg(session)
    assert [p.name for p in data.iterdir()] == ["iets-anders.txt"]


def test_what_is_no_demo_stays(motor: Engine, tmp_path: Path) -> None:
    (tmp_path / "documenten").mkdir()
    Register(tmp_path / "krd-simulator.db", FixedClock(NU)).close()
    vul(motor, als_demo=False)
    with pytest.raises(GeenDemo):
        wis_demo(motor, tmp_path)
    with lezen(op=motor) as session:
        assert not is_leeg(session)
    assert (tmp_path / "documenten").is_dir()
    assert (tmp_path / "krd-simulator.db").exists()


def test_a_database_that_does_not_exist_yet_needs_no_wiping(tmp_path: Path) -> None:
    motor = maak_engine(f"sqlite:///{tmp_path / 'nieuw.db'}")
    wis_demo(motor, tmp_path)
    motor.dispose()


@pytest.mark.parametrize("motor", ["sqlite"], indirect=True)
def test_while_the_app_runs_nothing_is_thrown_away(motor: Engine, tmp_path: Path) -> None:
    vul(motor, als_demo=True)
    bestand = Path(str(motor.url.database))
    with closing(sqlite3.connect(bestand)) as app:
        app.execute("SELECT count(*) FROM team").fetchone()
        with pytest.raises(InGebruik):
            wis_demo(motor, tmp_path)
        assert app.execute("SELECT count(*) FROM team").fetchone() == (1,)
    wis_demo(motor, tmp_path)
    assert not bestand.exists()


def test_a_running_simulator_keeps_its_memory(tmp_path: Path) -> None:
    register = Register(tmp_path / "krd-simulator.db", FixedClock(NU))
    with pytest.raises(InGebruik):
        wis_simulator(tmp_path)
    register.close()
    wis_simulator(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.fixture
def opdracht(motor: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The commands work on `motor`, and loading the demo takes no time: `bpv demo` itself is what is tested here."""
    settings = lees_instellingen(data_dir=tmp_path, demo=True)
    monkeypatch.setattr(commands, "instellingen", lambda: settings)
    monkeypatch.setattr(commands, "engine", lambda: motor)
    monkeypatch.setattr(commands, "lezen", lambda: lezen(op=motor))
    url = motor.url.render_as_string(hide_password=False)
    monkeypatch.setattr("bpv_app.migrate.migrate", lambda: migrate(url))

    def laad() -> Geladen:
        with lezen(op=motor) as session:
            if not is_leeg(session):
                raise NietLeeg
        vul(motor, als_demo=True)
        return Geladen(1, 1, 1, 1)

    monkeypatch.setattr(commands, "laad_demo", laad)
    return motor


def aantal_teams(motor: Engine) -> int:
    with motor.connect() as verbinding:
        return int(verbinding.exec_driver_sql("SELECT count(*) FROM team").scalar_one())


def test_demo_again_needs_opnieuw(opdracht: Engine, tmp_path: Path) -> None:
    from bpv_app.cli import maak_app

    eerste = CliRunner().invoke(maak_app(), ["demo"])
    assert eerste.exit_code == 0, eerste.output
    assert "coordinator@demo.bpv" in eerste.output
    tweede = CliRunner().invoke(maak_app(), ["demo"])
    assert isinstance(tweede.exception, NietLeeg)
    del eerste, tweede  # a traceback holds a connection; in real life each command is a process of its own
    gc.collect()
    opdracht.dispose()
    derde = CliRunner().invoke(maak_app(), ["demo", "--opnieuw"])
    assert derde.exit_code == 0, derde.output
    assert aantal_teams(opdracht) == 1


def test_outside_demo_mode_there_is_no_demo_school(
    opdracht: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    echt = lees_instellingen(data_dir=tmp_path, demo=False, secret_key="x" * 40)
    monkeypatch.setattr(commands, "instellingen", lambda: echt)
    with pytest.raises(InstellingFout, match="BPV_DEMO"):
        commands.demo(opnieuw=True)
    assert commands.maak_gereed() == ()
    assert aantal_teams(opdracht) == 0


def test_a_start_fills_an_empty_demo_once(opdracht: Engine) -> None:
    assert commands.maak_gereed(leeg=True) == ()
    assert aantal_teams(opdracht) == 0
    assert len(commands.maak_gereed()) == 7
    assert len(commands.maak_gereed()) == 7
    assert aantal_teams(opdracht) == 1


def test_a_start_does_not_offer_demo_accounts_on_other_data(opdracht: Engine) -> None:
    vul(opdracht, als_demo=False)
    assert commands.maak_gereed() == ()
