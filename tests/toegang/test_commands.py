"""`bpv account …` and how `bpv` says that something is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from typer.testing import CliRunner, Result

from bpv_app.cli import maak_app
from bpv_app.kernel.errors import DomeinFout
from tests.toegang.conftest import WACHTWOORD

ROOT = Path(__file__).resolve().parents[2]
MAAK = ["account", "maak-beheer", "--gebruikersnaam", "Anna@School.example", "--naam", "Anna Bakker"]


@pytest.fixture
def database(motor: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """The database the commands work on."""
    monkeypatch.setattr("bpv_app.db.engine", lambda: motor)
    return motor


def _bpv(*woorden: str, invoer: str = "") -> Result:
    return CliRunner().invoke(maak_app(), list(woorden), input=invoer)


def test_the_first_administrator_is_made_with_a_password_from_stdin(database: Engine) -> None:
    uit = _bpv(*MAAK, invoer=f"{WACHTWOORD}\n")
    assert uit.exit_code == 0
    assert WACHTWOORD not in uit.output
    with database.connect() as verbinding:
        rij = verbinding.execute(sa.text("SELECT gebruikersnaam, is_actief, moet_wijzigen FROM account")).one()
        assert [rij[0], bool(rij[1]), bool(rij[2])] == ["anna@school.example", True, False]
        assert verbinding.execute(sa.text("SELECT naam FROM audit LIMIT 1")).scalar() == "opdrachtregel"
    assert "anna@school.example" in _bpv("account", "lijst").output


def test_a_weak_password_makes_nobody(database: Engine) -> None:
    uit = _bpv(*MAAK, invoer="kort\n")
    assert isinstance(uit.exception, DomeinFout)
    with database.connect() as verbinding:
        assert verbinding.execute(sa.text("SELECT count(*) FROM account")).scalar() == 0


def test_a_password_is_never_an_argument() -> None:
    assert "--wachtwoord" not in _bpv("account", "maak-beheer", "--help").output


def test_an_account_is_locked_and_unlocked_by_name(database: Engine) -> None:
    _bpv(*MAAK, invoer=f"{WACHTWOORD}\n")
    _bpv("account", "maak-beheer", "--gebruikersnaam", "bram", "--naam", "Bram", invoer=f"{WACHTWOORD}\n")
    assert _bpv("account", "blokkeer", "BRAM").exit_code == 0
    with database.connect() as verbinding:
        vraag = sa.text("SELECT is_actief FROM account WHERE gebruikersnaam = 'bram'")
        assert not verbinding.execute(vraag).scalar()
        assert isinstance(_bpv("account", "blokkeer", "anna@school.example").exception, DomeinFout)
        assert isinstance(_bpv("account", "blokkeer", "niemand").exception, DomeinFout)
    assert _bpv("account", "deblokkeer", "bram").exit_code == 0
    with database.connect() as verbinding:
        assert verbinding.execute(vraag).scalar()


def _proces(map_: Path, *woorden: str, **anders: str) -> tuple[int, str]:
    omgeving = {naam: w for naam, w in os.environ.items() if not naam.startswith("BPV_")}
    uit = subprocess.run(
        [sys.executable, "-m", "bpv_app.cli", *woorden],
        cwd=ROOT,
        env={**omgeving, "BPV_DATA_DIR": str(map_), **anders},
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    return uit.returncode, uit.stderr


@pytest.mark.parametrize(
    ("woorden", "anders", "code", "zin"),
    [
        (["migrate"], {}, 2, "BPV_SECRET_KEY"),
        (["migrate"], {"BPV_DEMO": "1", "BPV_BASE_URL": "x"}, 2, "BPV_BASE_URL"),
        (["account", "lijst"], {"BPV_DEMO": "1"}, 2, "bpv migrate"),
    ],
    ids=lambda waarde: str(waarde)[:30],
)
def test_what_is_wrong_is_said_in_one_sentence(
    tmp_path: Path, woorden: list[str], anders: dict[str, str], code: int, zin: str
) -> None:
    gekregen, fout = _proces(tmp_path, *woorden, **anders)
    assert gekregen == code
    assert zin in fout
    assert len(fout.splitlines()) == 1


def test_migrate_makes_the_database_and_may_be_repeated(tmp_path: Path) -> None:
    assert _proces(tmp_path, "migrate", BPV_DEMO="1")[0] == 0
    assert (tmp_path / "bpv.db").exists()
    assert _proces(tmp_path, "migrate", BPV_DEMO="1")[0] == 0
    assert _proces(tmp_path, "account", "blokkeer", "niemand", BPV_DEMO="1") == (1, "Er is geen account 'niemand'.\n")
