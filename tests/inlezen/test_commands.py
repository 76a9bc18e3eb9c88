"""`bpv import` and `bpv export` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from sqlalchemy.engine import Engine
from typer.testing import CliRunner

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.koppeling.commands import export_app, import_app
from tests.inlezen.hulp import alles, rijen

CSV = "Studentnummer;Naam;Klas\n100001;Eva de Vries;3B\n100002;[red]Jan;4A\n"


@pytest.fixture
def bpv(motor: Engine, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setattr("bpv_app.db.engine", lambda: motor)
    monkeypatch.setattr("bpv_app.kernel.clock.klok", clock)
    monkeypatch.setenv("COLUMNS", "200")
    return CliRunner()


def draai(bpv: CliRunner, app: typer.Typer, *woorden: str | Path) -> tuple[int, str]:
    uit = bpv.invoke(app, [str(w) for w in woorden])
    if isinstance(uit.exception, DomeinFout):
        return 1, uit.exception.tekst.nl
    if uit.exception and not isinstance(uit.exception, SystemExit):
        raise uit.exception
    return uit.exit_code, uit.output


def test_without_toepassen_nothing_changes(bpv: CliRunner, motor: Engine, tmp_path: Path) -> None:
    bestand = tmp_path / "s.csv"
    bestand.write_text(CSV)
    voor = alles(motor)
    code, uit = draai(bpv, import_app, "studenten", bestand)
    assert code == 0
    assert "proef" in uit
    assert "100001" not in uit or "Nieuw" in uit
    assert alles(motor) == voor


def test_with_toepassen_it_is_imported_once(bpv: CliRunner, motor: Engine, tmp_path: Path) -> None:
    bestand = tmp_path / "s.csv"
    bestand.write_text(CSV)
    assert draai(bpv, import_app, "studenten", bestand, "--toepassen")[0] == 0
    assert rijen(motor, "SELECT naam FROM student ORDER BY studentnummer") == [("Eva de Vries",), ("[red]Jan",)]
    code, uit = draai(bpv, import_app, "studenten", bestand, "--toepassen")
    assert code == 0
    assert "Ongewijzigd" in uit
    assert rijen(motor, "SELECT door_naam FROM import_run") == [("opdrachtregel",), ("opdrachtregel",)]


def test_refused_rows_give_another_exit_code_and_a_report(bpv: CliRunner, motor: Engine, tmp_path: Path) -> None:
    bestand, verslag = tmp_path / "s.csv", tmp_path / "v"
    bestand.write_text(CSV + ";=Kapot;x\n")
    for naam in ("v.csv", "v.json", "v.txt"):
        verslag = tmp_path / naam
        code, uit = draai(bpv, import_app, "studenten", bestand, "--rapport", verslag)
        assert code == 3
        assert "ingevuld" in uit
        assert "ingevuld" in verslag.read_text(encoding="utf-8-sig")
    assert json.loads((tmp_path / "v.json").read_text())["tellingen"]["geweigerd"] == 1
    assert draai(bpv, import_app, "studenten", bestand, "--toepassen")[0] == 3
    assert rijen(motor, "SELECT count(*) FROM student") == [(2,)]


def test_a_column_can_be_pointed_out(bpv: CliRunner, motor: Engine, tmp_path: Path) -> None:
    bestand = tmp_path / "s.csv"
    bestand.write_text(CSV.replace("Naam", "Wie is het"))
    assert draai(bpv, import_app, "studenten", bestand, "--toepassen", "--kolom", "naam=Wie is het")[0] == 0
    assert rijen(motor, "SELECT naam FROM student WHERE studentnummer = '100001'") == [("Eva de Vries",)]
    assert draai(bpv, import_app, "studenten", bestand, "--kolom", "naam")[0] == 1


def test_the_words_come_in_english_too(bpv: CliRunner, tmp_path: Path) -> None:
    bestand = tmp_path / "s.csv"
    bestand.write_text(CSV)
    assert "This was a trial" in draai(bpv, import_app, "studenten", bestand, "--taal", "en")[1]


@pytest.mark.parametrize("soort", ["ro", "studenten", "leerbedrijven", "erkenningen", "postcodes"])
def test_what_cannot_be_read_is_said_in_words(bpv: CliRunner, tmp_path: Path, soort: str) -> None:
    leeg = tmp_path / "leeg.csv"
    leeg.write_bytes(b"")
    for pad, woord in ((tmp_path, "map"), (tmp_path / "weg.csv", "is er niet"), (leeg, "leeg")):
        code, uit = draai(bpv, import_app, soort, pad)
        assert (code, woord in uit) == (1, True), uit


@pytest.mark.parametrize("naam", ["studenten", "verbintenissen", "leerbedrijven", "dossiers", "poks"])
def test_every_export_writes_a_file(bpv: CliRunner, motor: Engine, tmp_path: Path, naam: str) -> None:
    for einde in ("csv", "xlsx"):
        pad = tmp_path / f"{naam}.{einde}"
        assert draai(bpv, export_app, naam, pad)[0] == 0
        assert pad.stat().st_size > 10
    assert sorted(p.name for p in tmp_path.iterdir() if naam in p.name) == [f"{naam}.csv", f"{naam}.xlsx"]
    assert draai(bpv, export_app, naam, tmp_path / "x.pdf")[0] == 1
    assert draai(bpv, export_app, naam, tmp_path / "weg" / "x.csv")[0] == 1
    assert len(rijen(motor, "SELECT 1 FROM audit WHERE omschrijving LIKE '%xporteerd'")) == 2


def test_an_export_can_be_searched(bpv: CliRunner, tmp_path: Path) -> None:
    bestand, uit = tmp_path / "s.csv", tmp_path / "uit.csv"
    bestand.write_text(CSV)
    draai(bpv, import_app, "studenten", bestand, "--toepassen")
    draai(bpv, export_app, "studenten", uit, "--zoek", "eva")
    assert len(uit.read_text(encoding="utf-8-sig").splitlines()) == 2
