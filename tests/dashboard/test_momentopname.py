"""What a process keeps of the figures for the next one: believed only when the database says the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bpv_app.config import instellingen
from bpv_app.dashboard import queries_momentopname, queries_plaatsingen
from bpv_app.dashboard.queries_bronnen import DELEN
from bpv_app.dashboard.queries_cijfers import Overzicht, get_overzicht
from bpv_app.dashboard.rules_cijfers import Keuze
from bpv_app.db import lezen, transaction
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.rules import PokStatus
from bpv_app.toegang import audit
from tests.dashboard.cijfer_school import VANDAAG, maak_school

ZAKEN = Actor(1, "Z", (RolToewijzing(Rol.STUDENTENZAKEN),))


@pytest.fixture(autouse=True)
def _groot(motor: Engine, monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> Iterator[None]:
    """Every school counts as a big one, and what is kept is kept at once."""
    monkeypatch.setattr(queries_plaatsingen, "RUST", 0.0)
    monkeypatch.setattr(queries_plaatsingen, "BEWAREN", 0.0)
    monkeypatch.setattr(queries_momentopname, "VANAF", 0)
    monkeypatch.setattr(tijd, "klok", clock)
    queries_plaatsingen.vergeet()
    queries_momentopname._plek(motor).unlink(missing_ok=True)
    with transaction(systeem(), op=motor) as session:
        maak_school(session, 5, 40)
        audit.noteer(session, systeem(), "student", None, "school gemaakt", clock.nu())
    yield
    queries_plaatsingen.vergeet()
    queries_momentopname._plek(motor).unlink(missing_ok=True)


def kijk(motor: Engine) -> Overzicht:
    with lezen(op=motor) as session:
        return get_overzicht(session, ZAKEN, Keuze(), VANDAAG)


def herstart(motor: Engine, monkeypatch: pytest.MonkeyPatch) -> tuple[Overzicht, list[str]]:
    """The figures of a process that knows nothing yet, and which tables it read rows of."""
    queries_plaatsingen.vergeet()
    gelezen: list[str] = []
    echt = queries_plaatsingen._ververs_deel

    def tel(session: Any, stand: Any, deel: Any, merken: Any) -> bool:
        gelezen.append(deel.naam)
        return echt(session, stand, deel, merken)

    with monkeypatch.context() as even:
        even.setattr(queries_plaatsingen, "_ververs_deel", tel)
        return kijk(motor), gelezen


def bewaard(motor: Engine) -> Path:
    return queries_momentopname._plek(motor)


def test_a_process_that_starts_goes_on_where_another_was(motor: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    eerst = kijk(motor)
    na, gelezen = herstart(motor, monkeypatch)
    assert (na, gelezen) == (eerst, [])


def test_what_was_written_in_between_is_read_and_nothing_else(motor: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    eerst = kijk(motor)
    with motor.begin() as verbinding:
        verbinding.execute(
            sa.text("UPDATE contactmoment SET versie = versie + 1, venster_van = :v, venster_tot = :v"),
            {"v": "2099-01-01"} if motor.dialect.name == "sqlite" else {"v": VANDAAG.replace(year=2099)},
        )
    na, gelezen = herstart(motor, monkeypatch)
    assert gelezen == ["moment"]
    assert eerst.totaal.aantallen["gesprek_te_laat"] > 0
    assert na.totaal.aantallen["gesprek_te_laat"] == 0
    assert na.totaal.aantallen | {"gesprek_te_laat": 0} == eerst.totaal.aantallen | {"gesprek_te_laat": 0}


def test_a_restored_backup_with_the_same_sums_is_not_believed(motor: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    eerst = kijk(motor)
    plek = bewaard(motor)
    inhoud = json.loads(plek.read_text())
    inhoud["stand"]["audit"][1] = "2001-01-01T00:00:00+00:00"
    plek.write_text(json.dumps(inhoud))
    na, gelezen = herstart(motor, monkeypatch)
    assert na == eerst
    assert len(gelezen) == len(DELEN)


@pytest.mark.parametrize("hoe", ["geen json", "andere code", "map weg"])
def test_files_that_cannot_be_used_are_left_aside(motor: Engine, hoe: str, monkeypatch: pytest.MonkeyPatch) -> None:
    eerst = kijk(motor)
    plek = bewaard(motor)
    inhoud = json.loads(plek.read_text())
    if hoe == "geen json":
        plek.write_text("{")
    elif hoe == "andere code":
        plek.write_text(json.dumps({**inhoud, "code": "x"}))
    else:
        (plek.parent / inhoud["map"] / "plaatsingen.arrow").unlink()
    na, gelezen = herstart(motor, monkeypatch)
    assert na == eerst
    assert len(gelezen) == len(DELEN)


def test_old_frames_are_thrown_away_and_only_the_app_can_read_them(motor: Engine) -> None:
    kijk(motor)
    eerste = json.loads(bewaard(motor).read_text())["map"]
    with motor.begin() as verbinding:
        verbinding.execute(sa.text("UPDATE student SET versie = versie + 1, klas = 'X1'"))
    kijk(motor)
    plek = bewaard(motor)
    laatste = json.loads(plek.read_text())["map"]
    assert laatste != eerste
    assert not (plek.parent / eerste).exists()
    assert plek.parent == instellingen().data_dir / "cijfers"
    assert plek.parent.stat().st_mode & 0o777 == 0o700


def test_a_small_school_keeps_nothing(motor: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries_momentopname, "VANAF", 5_000)
    kijk(motor)
    assert not bewaard(motor).exists()


def test_an_early_end_far_down_the_table_is_no_surprise(motor: Engine) -> None:
    """Types of what is compared are said, not guessed from the first rows: of those none had ended early."""
    with motor.begin() as verbinding:
        ids = verbinding.execute(sa.text("SELECT id FROM pok ORDER BY id")).scalars().all()
        verbinding.execute(sa.text("UPDATE pok SET werkelijk_eind_op = NULL"))
    with transaction(systeem(), op=motor) as session:
        maak_school(session, 6, 150)
    is_sqlite = motor.dialect.name == "sqlite"
    with motor.begin() as verbinding:
        verbinding.execute(sa.text("UPDATE pok SET werkelijk_eind_op = NULL"))
        laatste = verbinding.execute(sa.text("SELECT max(id) FROM pok")).scalar_one()
        verbinding.execute(
            sa.text("UPDATE pok SET werkelijk_eind_op = :d, status = :s WHERE id = :i"),
            {"s": PokStatus.AFGEROND.value, "i": laatste, "d": str(VANDAAG) if is_sqlite else VANDAAG},
        )
    assert laatste - len(ids) > 100
    assert kijk(motor).totaal.aantallen["stages"] == 190


def test_what_a_killed_process_left_is_cleared_once_it_is_old(motor: Engine) -> None:
    map_ = bewaard(motor).parent
    oud, vers = map_ / "oud", map_ / "vers"
    for rest in (oud, vers):
        rest.mkdir(parents=True)
    os.utime(oud, (0, 0))
    kijk(motor)
    assert not oud.exists()
    assert vers.exists()
    vers.rmdir()


_KRIJGT_SLOT = """
import fcntl, sys
with open(sys.argv[1] + "-shm", "r+b") as gedeeld:
    fcntl.lockf(gedeeld, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 128)
"""
"""Takes the lock by which SQLite knows that nobody has the database open (UNIX_SHM_DMS in its os_unix.c)."""


def test_looking_whether_anybody_wrote_leaves_the_locks_of_the_database_alone(motor: Engine) -> None:
    """They are the process's: whoever opens and closes one of SQLite's files loses them all. The next program that
    opens the database then thinks it is the first, and cuts off the memory a running server shares (it dies of that).
    """
    if motor.dialect.name != "sqlite":
        pytest.skip("locks of SQLite")
    with motor.connect() as verbinding:
        verbinding.execute(sa.text("SELECT count(*) FROM student"))
        kijk(motor)
        opdracht = [sys.executable, "-c", _KRIJGT_SLOT, str(motor.url.database)]
        poging = subprocess.run(opdracht, capture_output=True, text=True, check=False)
        assert "BlockingIOError" in poging.stderr
