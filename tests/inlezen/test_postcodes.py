"""Where postcodes lie, from a school's own file: lenient in names, strict in values; all or nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.inlezen import ImportSoort, Tellingen
from bpv_app.koppeling.bestand.rules import OngeldigeIndeling
from bpv_app.ligging.inlezen import GeenPostcodes
from tests.inlezen.hulp import alles, neem_over, proef, rijen

P = ImportSoort.POSTCODES
TABEL = "SELECT pc4, breedte, lengte FROM postcode ORDER BY 1"
FIJN = "SELECT pc6, breedte, lengte FROM postcode6 ORDER BY 1"


def test_from_json_and_csv_and_the_new_file_replaces_the_table(motor: Engine, clock: FixedClock) -> None:
    assert neem_over(motor, clock, P, '{"1011": [52.37, 4.90], "2312": [52.1601, 4.4970]}').tellingen.nieuw == 2
    droog = neem_over(motor, clock, P, "Postcode;Lat;Lon\n1011;52,38;4,90\n9711;53,2;6,5\n")
    assert droog.tellingen == Tellingen(nieuw=1, gewijzigd=1)
    assert [(t.nl, n) for t, n in droog.uitkomst.extra] == [("Vervallen, niet meer in het bestand", 1)]
    assert rijen(motor, TABEL) == [("1011", 52.38, 4.9), ("9711", 53.2, 6.5)]
    weer = proef(motor, clock, P, "Postcode;Lat;Lon\n1011;52,38;4,90\n9711;53,2;6,5\n")
    assert (weer.tellingen, weer.doet_iets) == (Tellingen(ongewijzigd=2), False)
    kleiner = proef(motor, clock, P, "Postcode;Lat;Lon\n1011;52,38;4,90\n")
    assert kleiner.doet_iets, "a file that only leaves something out is written too"


def test_full_postcodes_in_metres_of_the_grid(motor: Engine, clock: FixedClock) -> None:
    tekst = "PC6,rd_x,rd_y\n1011 ab,120700.723,487525.502\n1011CD,120700.723,489525.502\n9712JN,233883.131,582065.167\n"
    assert neem_over(motor, clock, P, tekst).tellingen == Tellingen(nieuw=3)
    assert [(c, round(b, 3), round(le, 3)) for c, b, le in rijen(motor, FIJN)] == [
        ("1011AB", 52.375, 4.884), ("1011CD", 52.393, 4.883), ("9712JN", 53.219, 6.568),
    ]  # fmt: skip
    # Their PC4s are the middle of them, and reach as far as the farthest.
    pc4s = rijen(motor, "SELECT pc4, breedte, straal FROM postcode ORDER BY 1")
    assert [(c, round(b, 3), round(straal, 2)) for c, b, straal in pc4s] == [("1011", 52.384, 1.0), ("9712", 53.219, 0)]
    # A file with both: the PC4 lies where the file says.
    samen = "postcode;x;y\n1011;4,88;52,37\n1011AB;4,8836;52,3745\n"
    neem_over(motor, clock, P, samen)
    assert rijen(motor, TABEL) == [("1011", 52.37, 4.88)]
    assert rijen(motor, "SELECT straal > 0.4 AND straal < 0.7 FROM postcode") in ([(1,)], [(True,)])
    # Then one with PC4s only: the full ones are gone.
    neem_over(motor, clock, P, "pc4;lat;lon\n1011;52.37;4.88\n")
    assert rijen(motor, FIJN) == []


def test_bad_rows_are_named_with_the_reason_and_what_we_had_of_them_stays(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, P, "pc;lat;lon\n1011;52,37;4,90\n2312;52,16;4,49\n9711;53,2;6,5\n")
    slecht = (
        "postcode;latitude;longitude\n"
        "1011;52,38;4,90\n"
        "2312;noord;4,49\n"
        "9711;6,5;53,2\n"
        "0123;52;5\n"
        "1234SS;52;5\n"
        ";52;5\n"
        "3011;;4,5\n"
        "1011;52,99;4,90\n"
    )
    droog = neem_over(motor, clock, P, slecht)
    assert [(m.regel, m.veld, m.reden.nl.split(",")[0].split("(")[0].strip()) for m in droog.uitkomst.geweigerd] == [
        (3, "latitude", "Dit is geen aantal graden of meters."),
        (4, "", "Dit ligt niet in Nederland"),
        (5, "postcode", "Een postcode is 2312 of 2312 AB."),
        (6, "postcode", "Een postcode is 2312 of 2312 AB."),
        (7, "postcode", "Dit moet ingevuld zijn."),
        (8, "latitude", "Dit moet ingevuld zijn."),
    ]
    assert [(m.regel, m.waarde) for m in droog.uitkomst.waarschuwingen] == [(9, "1011")]
    assert droog.tellingen.geweigerd == 6
    assert rijen(motor, TABEL) == [("1011", 52.38, 4.9), ("2312", 52.16, 4.49), ("9711", 53.2, 6.5)]


@pytest.mark.parametrize(
    ("tekst", "fout"),
    [
        ("postcode;lat;lon\n0000;1;2\n", GeenPostcodes),
        ("postcode;lat;lon\n1011;4,9;52,3\n", GeenPostcodes),
        ("postcode;lat\n1011;52,3\n", OngeldigeIndeling),
        ("naam;lat;lon\nx;52,3;4,9\n", OngeldigeIndeling),
    ],
)
def test_a_file_without_anything_usable_leaves_the_table(
    motor: Engine, clock: FixedClock, tekst: str, fout: type[Exception]
) -> None:
    neem_over(motor, clock, P, "pc;lat;lon\n1011;52,37;4,90\n")
    with pytest.raises(fout):
        proef(motor, clock, P, tekst)
    assert rijen(motor, TABEL) == [("1011", 52.37, 4.9)]


def test_the_shared_postcodes_are_understood(motor: Engine, clock: FixedClock, gedeeld: Path) -> None:
    droog = neem_over(motor, clock, P, (gedeeld / "postcodes/pc4geoloc.json").read_bytes())
    assert droog.tellingen.nieuw > 4000
    assert droog.tellingen.geweigerd == 0


KIND = """
import os, signal, sys
from datetime import UTC, datetime
from bpv_app.db import maak_engine, transaction, lezen
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.inlezen import ImportSoort
from bpv_app.koppeling import inlezen
import bpv_app.tables
motor, actor = maak_engine(sys.argv[1]), systeem()
clock, soort = FixedClock(datetime(2026, 11, 26, 9, tzinfo=UTC)), ImportSoort.POSTCODES
with lezen(actor, op=motor) as session:
    v = inlezen.ontvang(session, actor, soort, sys.argv[2].encode(), "nieuw.csv")
    proef = inlezen.droogloop(session, actor, clock, soort, v.sha256, "nieuw.csv")
with transaction(actor, op=motor) as session:
    inlezen.pas_toe(session, actor, clock, proef)
    session.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killed_before_the_commit_the_old_table_stays(motor: Engine, clock: FixedClock, tmp_path: Path) -> None:
    neem_over(motor, clock, P, "pc;lat;lon\n1011;52,37;4,90\n2312AB;52,16;4,49\n")
    voor = alles(motor)
    nieuw = "pc;lat;lon\n" + "".join(f"{1100 + n};52,{n + 1:03};4,9\n" for n in range(800))
    kind = subprocess.run(
        [sys.executable, "-c", KIND, motor.url.render_as_string(hide_password=False), nieuw],
        env={**os.environ, "BPV_DEMO": "1", "BPV_DATA_DIR": str(tmp_path / "kind")},
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert kind.returncode == -signal.SIGKILL, kind.stderr.decode()
    assert alles(motor) == voor
    assert neem_over(motor, clock, P, nieuw).tellingen == Tellingen(nieuw=800)
    assert rijen(motor, "SELECT count(*) FROM postcode") == [(800,)]
    assert rijen(motor, FIJN) == []
