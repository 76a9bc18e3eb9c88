"""A file with only the changes of the register, and a register that is being taken over when the process is killed."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine
from typer.testing import CliRunner

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.inlezen import INGETROKKEN, ImportSoort, Tellingen
from bpv_app.koppeling.bestand.rules import OngeldigeIndeling
from bpv_app.koppeling.commands import import_app
from bpv_app.leerbedrijf.inlezen_register import LeegRegister
from tests.inlezen import register_slachtoffer as slachtoffer
from tests.inlezen.hulp import alles, neem_over, proef, rijen

E = ImportSoort.ERKENNINGEN
KOP = "Leerbedrijf-ID;crebo;van;tot;leerweg;werkprocessen\n"
REGISTER = KOP + (
    "100018965;25655;2020-01-01;;;\n"
    "100018965;25656;2020-01-01;2029-12-31;;B1-K1-W1\n"
    "100018966;25655;2021-02-03;;BBL;\n"
    "100018967;25655;2020-01-01;;;\n"
)
WIJZIGINGEN = (
    "Leerbedrijf-ID;crebo;van;tot;leerweg;mutatie\n"
    "100018965;25655;2020-01-01;;;ingetrokken\n"
    "100018965;25656;2020-01-01;2028-06-30;;gewijzigd\n"
    "100018966;25655;2021-02-03;2026-11-30;BBL;ingetrokken\n"
    "100018968;25655;2026-09-01;;;nieuw\n"
    "100018967;25655;2020-01-01;;;gewijzigd\n"
    "100018967;25655;2020-01-01;;;\n"
    "100018969;25655;2020-01-01;;;weg\n"
)
NA = [
    ("100018965", "25656", "2020-01-01", "2028-06-30", "", "B1-K1-W1"),
    ("100018966", "25655", "2021-02-03", "2026-11-30", "BBL", ""),
    ("100018967", "25655", "2020-01-01", None, "", ""),
    ("100018968", "25655", "2026-09-01", None, "", ""),
]
VRAAG = "SELECT sbb_id, crebo, erkend_van, erkend_tot, leerweg, werkprocessen FROM erkenning ORDER BY 1, 2, 3"


def test_only_what_the_file_names_changes(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, E, REGISTER)
    voor = alles(motor)
    droog = proef(motor, clock, E, WIJZIGINGEN)
    assert alles(motor) == voor
    assert droog.tellingen == Tellingen(nieuw=1, gewijzigd=1, ongewijzigd=1, geweigerd=2)
    assert droog.uitkomst.extra == ((INGETROKKEN, 2),)
    assert [m.regel for m in droog.uitkomst.geweigerd] == [7, 8]
    neem_over(motor, clock, E, WIJZIGINGEN)
    assert rijen(motor, VRAAG) == NA


def test_the_same_changes_twice_change_nothing(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, E, REGISTER)
    neem_over(motor, clock, E, WIJZIGINGEN)
    droog = neem_over(motor, clock, E, WIJZIGINGEN)
    assert droog.tellingen == Tellingen(ongewijzigd=5, geweigerd=2)
    assert droog.uitkomst.extra == ()
    assert rijen(motor, VRAAG) == NA


def test_a_file_of_only_withdrawals_can_be_applied(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, E, REGISTER)
    weg = "Leerbedrijf-ID;crebo;van;leerweg;mutatie\n100018967;25655;2020-01-01;;I\n100018966;25655;2021-02-03;BBL;I\n"
    droog = neem_over(motor, clock, E, weg)
    assert droog.doet_iets
    assert rijen(motor, "SELECT count(*) FROM erkenning") == [(2,)]
    assert rijen(motor, "SELECT count(*) FROM audit WHERE tabel = 'erkenning' AND soort = 'verwijderd'") == [(2,)]


def test_changes_without_one_good_row_are_not_a_register(motor: Engine, clock: FixedClock) -> None:
    """A column of that name makes it a file of changes, whatever is in it: never the whole register."""
    neem_over(motor, clock, E, REGISTER)
    voor = alles(motor)
    for cel in ("weg", ""):
        with pytest.raises(LeegRegister):
            neem_over(motor, clock, E, f"Leerbedrijf-ID;crebo;van;mutatie\n100018965;25655;2020-01-01;{cel}\n")
    assert alles(motor) == voor


def test_the_command_asks_for_the_column(
    motor: Engine, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpv_app.db.engine", lambda: motor)
    heel, deel = tmp_path / "register.csv", tmp_path / "wijzigingen.csv"
    heel.write_text(REGISTER)
    deel.write_text(WIJZIGINGEN)
    neem_over(motor, clock, E, REGISTER)
    uit = CliRunner().invoke(import_app, ["register", str(heel), "--wijzigingen", "--toepassen"])
    assert isinstance(uit.exception, OngeldigeIndeling)
    assert "mutatie" in uit.exception.tekst.nl
    assert rijen(motor, "SELECT count(*) FROM import_run") == [(1,)]
    assert CliRunner().invoke(import_app, ["register", str(deel), "--wijzigingen", "--toepassen"]).exit_code == 3
    assert rijen(motor, VRAAG) == NA


REGELS = 2_000
KEREN = 5
ZAAD = 20261127


def _is_heel(motor: Engine) -> int:
    """Which of the two registers is in force, whole; -1 for a mixture."""
    nu = rijen(motor, "SELECT sbb_id, crebo, erkend_tot FROM erkenning ORDER BY 1, 2")
    for welk in (0, 1):
        regels = [r.split(";") for r in slachtoffer.register(welk, REGELS).splitlines()[1:]]
        if nu == sorted((s, c, tot or None) for s, c, _, tot in regels):
            return welk
    return -1


def test_killed_at_random_moments_one_register_is_in_force_whole(
    motor: Engine, clock: FixedClock, tmp_path: Path
) -> None:
    """Really killed, between and in the middle of full imports and imports of changes, with what goes with it."""
    toeval = random.Random(ZAAD)
    neem_over(motor, clock, E, slachtoffer.register(0, REGELS))
    opdracht = [
        sys.executable, "-m", "tests.inlezen.register_slachtoffer", motor.url.render_as_string(hide_password=False),
        str(REGELS),
    ]  # fmt: skip
    omgeving = {**os.environ, "BPV_DEMO": "1", "BPV_DATA_DIR": str(tmp_path / "kind")}
    wortel = Path(__file__).resolve().parents[2]
    pijp = subprocess.PIPE
    with subprocess.Popen(opdracht, env=omgeving, cwd=wortel, stdin=pijp, stdout=pijp, text=True) as ouder:
        assert ouder.stdin is not None
        assert ouder.stdout is not None
        for _ in range(KEREN):
            ouder.stdin.write(f"{toeval.uniform(0.02, 0.4):.3f}\n")
            ouder.stdin.flush()
            assert ouder.stdout.readline().strip() == slachtoffer.GEDOOD
            assert _is_heel(motor) >= 0, "half a register"
            runs, regels = (
                rijen(motor, f"SELECT count(*) FROM {wat}")[0][0]
                for wat in ("import_run WHERE nieuw > 0", "audit WHERE tabel = 'erkenning' AND soort = 'gemaakt'")
            )
            assert runs == regels, "an import without its audit line, or the other way round"
        ouder.stdin.close()
    assert rijen(motor, "SELECT count(*) FROM import_run")[0][0] > KEREN
    neem_over(motor, clock, E, slachtoffer.register(1, REGELS))
    assert _is_heel(motor) == 1
