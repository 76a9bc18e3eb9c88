"""Companies, the accreditation register and postcodes: lenient in, all or nothing, the old one in force till then."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from bpv_app.bulk import reserveer_ids, tabel
from bpv_app.db import transaction
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.inlezen import ImportSoort, Tellingen
from bpv_app.kernel.nummers import is_leerbedrijf_id, schoon_postcode
from bpv_app.koppeling.bestand.controle_vorm import waarde
from bpv_app.koppeling.bestand.rules_velden import LEERBEDRIJF_VELDEN
from bpv_app.leerbedrijf.inlezen import _ZOEK
from bpv_app.leerbedrijf.inlezen_register import LeegRegister
from bpv_app.leerbedrijf.rules_invoer import LeerbedrijfInvoer, zoektekst_van
from bpv_app.leerbedrijf.tables import Leerbedrijf
from tests.inlezen.hulp import alles, neem_over, proef, rijen
from tests.makers import make_leerbedrijf

L, E = ImportSoort.LEERBEDRIJVEN, ImportSoort.ERKENNINGEN
BEDRIJVEN = (
    "Leerbedrijf-ID;Bedrijfsnaam;Adres;Postcode;Plaats;KvK-nummer\n"
    "100018965;Van Dam Techniek;Dorpsstraat 12 a;2312 ab;Leiden;01234567\n"
    "100018966;Bakkerij Zoë;Lange Laan 3;1011AB;Amsterdam;1234567\n"
)
REGISTER = (
    "Leerbedrijf-ID;crebo;van;tot\n"
    "100018965;25655;01-01-2020;\n"
    "100018965;25656;2020-01-01;31-12-9999\n"
    "100018966;25655;2021-02-03;31-12-2027\n"
)


def test_companies_come_in_with_address_and_numbers(motor: Engine, clock: FixedClock) -> None:
    assert neem_over(motor, clock, L, BEDRIJVEN).tellingen == Tellingen(nieuw=2)
    assert rijen(
        motor, "SELECT sbb_id, naam, straat, huisnummer, postcode, plaats, kvk, versie FROM leerbedrijf ORDER BY 1"
    ) == [
        ("100018965", "Van Dam Techniek", "Dorpsstraat", "12 a", "2312AB", "Leiden", "01234567", 1),
        ("100018966", "Bakkerij Zoë", "Lange Laan", "3", "1011AB", "Amsterdam", "01234567", 1),
    ]
    assert neem_over(motor, clock, L, BEDRIJVEN).tellingen == Tellingen(ongewijzigd=2)


def test_only_what_differs_changes_and_nothing_is_wiped(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        make_leerbedrijf(session, sbb_id="100018965", naam="Van Dam", telefoon="0715550100", kvk="99999999")
    anders = "Leerbedrijf-ID;Naam;KvK\n100018965;Van Dam Techniek;\n"
    assert neem_over(motor, clock, L, anders).tellingen == Tellingen(gewijzigd=1)
    assert rijen(motor, "SELECT naam, telefoon, kvk, versie FROM leerbedrijf") == [
        ("Van Dam Techniek", "0715550100", "99999999", 2)
    ]
    zoek = rijen(motor, "SELECT zoektekst FROM leerbedrijf")[0][0]
    assert "van dam techniek" in zoek
    assert len(rijen(motor, "SELECT 1 FROM audit WHERE tabel = 'leerbedrijf' AND soort = 'gewijzigd'")) == 1


def test_the_search_text_is_the_one_of_the_screens(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, L, BEDRIJVEN)
    for rij in rijen(motor, f"SELECT zoektekst, {', '.join(_ZOEK)} FROM leerbedrijf"):
        assert rij[0] == zoektekst_van(LeerbedrijfInvoer(**dict(zip(_ZOEK, rij[1:], strict=True))))


def test_five_broken_companies_among_a_thousand(motor: Engine, clock: FixedClock) -> None:
    regels = [f"{100000000 + i};Bedrijf {i};Straat 1;2312AB;Leiden;12345678" for i in range(1000)]
    regels[0] = regels[0].replace("100000000", "012345678")
    regels[10] = regels[10].replace("Bedrijf 10", "")
    regels[20] = regels[20].replace("12345678", "123")
    regels[30] = regels[30] + ";te;veel"
    regels[40] = regels[40].replace("100000040", "")
    droog = neem_over(motor, clock, L, BEDRIJVEN.split("\n")[0] + "\n" + "\n".join(regels))
    assert droog.tellingen == Tellingen(nieuw=995, geweigerd=5)
    assert [m.regel for m in droog.uitkomst.geweigerd] == [2, 12, 22, 32, 42]
    assert rijen(motor, "SELECT count(*) FROM leerbedrijf") == [(995,)]


def test_the_register_is_read_leniently_and_repeats_without_doubles(motor: Engine, clock: FixedClock) -> None:
    assert neem_over(motor, clock, E, REGISTER).tellingen == Tellingen(nieuw=3)
    inhoud = rijen(motor, "SELECT sbb_id, crebo, erkend_van, erkend_tot FROM erkenning ORDER BY 1, 2")
    assert inhoud == [
        ("100018965", "25655", "2020-01-01", None),
        ("100018965", "25656", "2020-01-01", None),
        ("100018966", "25655", "2021-02-03", "2027-12-31"),
    ]
    assert neem_over(motor, clock, E, REGISTER).tellingen == Tellingen(ongewijzigd=3)
    dubbel = REGISTER + "100018965;25655;2020-01-01;\n"
    assert proef(motor, clock, E, dubbel).tellingen == Tellingen(ongewijzigd=4)
    assert rijen(motor, "SELECT sbb_id, crebo, erkend_van, erkend_tot FROM erkenning ORDER BY 1, 2") == inhoud


def test_a_new_register_replaces_the_old_one_whole(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, E, REGISTER)
    nieuw = "Leerbedrijf-ID;crebo;van;tot\n100018965;25655;2020-01-01;2026-12-31\n100018967;25655;2026-01-01;\n"
    droog = neem_over(motor, clock, E, nieuw)
    assert droog.tellingen == Tellingen(nieuw=1, gewijzigd=1)
    assert [aantal for _, aantal in droog.uitkomst.extra] == [2]
    assert rijen(motor, "SELECT sbb_id, crebo, erkend_tot FROM erkenning ORDER BY 1, 2") == [
        ("100018965", "25655", "2026-12-31"), ("100018967", "25655", None),
    ]  # fmt: skip
    soorten = rijen(motor, "SELECT soort, count(*) FROM audit WHERE tabel = 'erkenning' GROUP BY soort ORDER BY soort")
    assert soorten == [("gemaakt", 2), ("gewijzigd", 1), ("verwijderd", 2)]


def test_a_register_that_only_ends_accreditations_can_be_applied(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, E, REGISTER)
    droog = neem_over(motor, clock, E, "\n".join(REGISTER.split("\n")[:2]))
    assert droog.doet_iets
    assert rijen(motor, "SELECT crebo FROM erkenning") == [("25655",)]


def test_an_unreadable_row_does_not_take_a_company_its_accreditation(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, E, REGISTER)
    droog = neem_over(motor, clock, E, REGISTER.replace("25656", "2565"))
    assert droog.tellingen == Tellingen(ongewijzigd=2, geweigerd=1)
    assert rijen(motor, "SELECT count(*) FROM erkenning") == [(3,)]


def test_a_register_without_one_good_row_never_empties_ours(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, E, REGISTER)
    with pytest.raises(LeegRegister):
        proef(motor, clock, E, "Leerbedrijf-ID;crebo;van\nx;y;z\n")
    assert rijen(motor, "SELECT count(*) FROM erkenning") == [(3,)]


@pytest.mark.parametrize(
    "rij",
    [
        "100018968;25655;2021-01-01;2020-01-01",
        "100018968;25655;2021-01-01;2024-01-01\n100018968;25655;2021-01-01;2025-01-01",
        "100018968;25655;;2025-01-01",
        "100018968;25655;1850-01-01;",
    ],
)
def test_contradictions_are_refused(motor: Engine, clock: FixedClock, rij: str) -> None:
    droog = proef(motor, clock, E, REGISTER + rij + "\n")
    assert droog.tellingen == Tellingen(nieuw=3, geweigerd=rij.count("\n") + 1)
    assert droog.uitkomst.geweigerd[0].regel == 5


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
clock = FixedClock(datetime(2026, 11, 26, 9, tzinfo=UTC))
with lezen(actor, op=motor) as session:
    v = inlezen.ontvang(session, actor, ImportSoort.ERKENNINGEN, sys.argv[2].encode(), "nieuw.csv")
    proef = inlezen.droogloop(session, actor, clock, ImportSoort.ERKENNINGEN, v.sha256, "nieuw.csv")
with transaction(actor, op=motor) as session:
    inlezen.pas_toe(session, actor, clock, proef)
    session.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_killed_before_the_commit_the_old_register_stays_in_force(
    motor: Engine, clock: FixedClock, tmp_path: Path
) -> None:
    neem_over(motor, clock, E, REGISTER)
    voor = alles(motor)
    nieuw = "Leerbedrijf-ID;crebo;van\n" + "".join(f"{200000000 + i};25655;2020-01-01\n" for i in range(2000))
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
    assert neem_over(motor, clock, E, nieuw).tellingen == Tellingen(nieuw=2000)
    assert rijen(motor, "SELECT count(*) FROM erkenning") == [(2000,)]


def test_reserved_ids_are_given_once(motor: Engine) -> None:
    with transaction(op=motor) as session:
        bestaand = make_leerbedrijf(session).id
        ids = reserveer_ids(session, tabel(Leerbedrijf), 5)
    assert len(set(ids)) == 5
    assert bestaand not in ids


@given(st.text(alphabet="0123456789ABSDabsd -N", max_size=9))
def test_the_column_check_of_a_postcode_is_that_of_stdnum(tekst: str) -> None:
    veld = next(v for v in LEERBEDRIJF_VELDEN if v.naam == "postcode")
    schoon = tekst.strip()
    gelezen = pl.DataFrame({"cel": [schoon]}).select(waarde(veld, pl.col("cel"))).item()
    try:
        goed: str | None = schoon_postcode(schoon)
    except ValueError:
        goed = None
    assert gelezen == goed


@given(st.text(alphabet="0123456789 .x", max_size=12))
def test_the_column_check_of_a_leerbedrijf_id_is_that_of_the_kernel(tekst: str) -> None:
    veld = next(v for v in LEERBEDRIJF_VELDEN if v.naam == "sbb_id")
    gelezen = pl.DataFrame({"cel": [tekst]}).select(waarde(veld, pl.col("cel"))).item()
    assert (gelezen is not None) == is_leerbedrijf_id(tekst.replace(" ", "").replace(".", ""))


@pytest.mark.parametrize(
    ("tekst", "dag"),
    [
        ("2027-03-12", date(2027, 3, 12)), ("12-3-2027", date(2027, 3, 12)), ("12/03/2027", date(2027, 3, 12)),
        ("12.3.2027", date(2027, 3, 12)), ("20270312", date(2027, 3, 12)), ("2027-03-12 00:00:00", date(2027, 3, 12)),
        ("2027-03-12T10:00:00", date(2027, 3, 12)), ("29-2-2028", date(2028, 2, 29)), ("29-2-2027", None),
        ("1-2-24", None), ("x", None), ("31-12-1899", None),
    ],
)  # fmt: skip
def test_dates_in_a_file(tekst: str, dag: date | None) -> None:
    veld = next(v for v in LEERBEDRIJF_VELDEN if v.naam == "actief_van")
    assert pl.DataFrame({"cel": [tekst]}).select(waarde(veld, pl.col("cel"))).item() == dag
