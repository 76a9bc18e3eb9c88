"""The KRD by file: numbered deliveries that are whole or not there, answers picked up once, kills at every moment."""

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
from sqlmodel import col

from bpv_app.config import InstellingFout, lees_instellingen
from bpv_app.db import lezen
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.koppeling.krd.bestand import OPNIEUW_NA, BestandLijn, BezetteNaam, schrijf_nieuw
from bpv_app.koppeling.krd.rules_bestand import als_jsonl, lees_jsonl
from bpv_app.koppeling.krd.simulator_map import verwerk_map
from bpv_app.koppeling.krd.simulator_store import Register
from bpv_app.koppeling.krd.simulator_wijziging import lees_register_wijziging
from bpv_app.koppeling.worker import maak_kanalen, maak_krd_draad
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.pok import service as pok_service
from bpv_app.pok.rules import KrdStatus, PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from tests.koppeling.krd_lijn import schrijf
from tests.koppeling.krd_proces import WORTEL
from tests.makers import make_pok

APP = systeem()


class Kantoor:
    """Our side and the register's, with a folder between them."""

    def __init__(self, motor: Engine, clock: FixedClock, map_: Path) -> None:
        self.motor, self.clock, self.map = motor, clock, map_
        self.register = Register(map_ / "krd.db", clock)
        self.lijn = BestandLijn(map_, "99XX", op=motor, clock=clock)

    def verstuur(self, **anders: Any) -> int:
        def werk(session: Any) -> int:
            pok = make_pok(session, **anders)
            pok_service.maak_volledig(session, APP, self.clock, pok.id or 0)
            return pok.id or 0

        uit: int = schrijf(self.motor, werk)
        return uit

    def pok(self, pok_id: int) -> Pok:
        with lezen(op=self.motor) as session:
            pok = session.get_one(Pok, pok_id)
            session.expunge(pok)
            return pok

    def wachtend(self) -> int:
        vraag = sa.select(sa.func.count()).where(col(Bericht.status) == BerichtStatus.WACHT)
        with lezen(op=self.motor) as session:
            aantal: int = session.execute(vraag).scalar_one()
            return aantal

    def namen(self, map_: str) -> list[str]:
        return sorted(p.name for p in (self.map / map_).iterdir() if p.is_file())

    def leg_in(self, naam: str, *regels: Any) -> Path:
        pad = self.map / "in" / naam
        pad.write_bytes(als_jsonl(regels))
        return pad


@pytest.fixture
def kantoor(motor: Engine, clock: FixedClock, tmp_path: Path) -> Iterator[Kantoor]:
    k = Kantoor(motor, clock, tmp_path)
    yield k
    k.register.close()


def test_a_delivery_goes_out_and_the_answers_come_back(kantoor: Kantoor) -> None:
    goed = kantoor.verstuur(uren_totaal=492)
    fout = kantoor.verstuur(uren_per_week=200)
    assert kantoor.lijn.ronde() == 1
    assert kantoor.namen("uit") == ["levering-00000001.bpv", "levering-00000001.jsonl"]
    duo = (kantoor.map / "uit" / "levering-00000001.bpv").read_text().splitlines()
    assert duo[0] == "VLP|99XX|2026-11-26|2026-11-26|2026-11-26"
    with lezen(op=kantoor.motor) as session:
        pok = session.get_one(Pok, goed)
        student = session.get_one(Student, pok.student_id)
        bedrijf = json.loads((kantoor.map / "uit" / "levering-00000001.jsonl").read_text().splitlines()[1])["bericht"]
    assert duo[1] == (
        f"BPV||{student.studentnummer}|1|{pok.volgnummer}|2026-11-20|2026-12-07|2027-06-25||492|"
        f"{bedrijf['pok']['leerbedrijf_id']}|25736|"
    )
    assert kantoor.lijn.ronde() == 0  # nothing new: no second delivery
    assert verwerk_map(kantoor.register, kantoor.map) == 1
    assert kantoor.lijn.ronde() == 1
    assert kantoor.pok(goed).krd_status is KrdStatus.VOLLEDIG
    assert kantoor.pok(goed).krd_nummer == "KRD00000001"
    assert kantoor.pok(fout).krd_fout_code == "UREN_PER_WEEK"
    assert kantoor.namen("klaar") == ["antwoord-00000001.jsonl"]
    assert kantoor.wachtend() == 0


def test_the_next_step_waits_for_the_answer_and_gets_the_next_number(kantoor: Kantoor) -> None:
    pok_id = kantoor.verstuur()
    schrijf(kantoor.motor, lambda s: pok_service.meld_af(s, APP, kantoor.clock, pok_id, "Stopt"))
    kantoor.lijn.ronde()
    assert kantoor.lijn.ronde() == 0
    verwerk_map(kantoor.register, kantoor.map)
    assert kantoor.lijn.ronde() == 2  # the answer in, the next delivery out
    assert kantoor.namen("uit") == ["levering-00000002.bpv", "levering-00000002.jsonl"]
    verwerk_map(kantoor.register, kantoor.map)
    kantoor.lijn.ronde()
    assert kantoor.pok(pok_id).krd_status is KrdStatus.AFGEMELD


def test_without_an_answer_the_same_message_goes_again_and_counts_once(kantoor: Kantoor) -> None:
    pok_id = kantoor.verstuur()
    kantoor.lijn.ronde()
    verwerk_map(kantoor.register, kantoor.map)
    (kantoor.map / "in" / "antwoord-00000001.jsonl").unlink()  # lost on the way
    kantoor.clock.moment += OPNIEUW_NA
    kantoor.lijn.ronde()
    verwerk_map(kantoor.register, kantoor.map)
    kantoor.lijn.ronde()
    pok = kantoor.pok(pok_id)
    assert pok.krd_status is KrdStatus.VOLLEDIG
    held = kantoor.register.pok(pok.nummer)
    assert held is not None
    assert held["tellingen"] == {"volledig": 1}
    assert [b["ontvangen"] for b in held["berichten"]] == [2]


def test_a_half_written_file_is_left_alone_and_put_aside_when_it_stays_half(kantoor: Kantoor) -> None:
    pok_id = kantoor.verstuur()
    kantoor.lijn.ronde()
    verwerk_map(kantoor.register, kantoor.map)
    pad = kantoor.map / "in" / "antwoord-00000001.jsonl"
    heel = pad.read_bytes()
    for half in (b"", heel[:40], heel[: heel.rindex(b'{"soort": "einde"')]):
        pad.write_bytes(half)
        assert kantoor.lijn.ronde() == 0
        assert kantoor.pok(pok_id).krd_status is None
    lang_geleden = pad.stat().st_mtime - 7200
    os.utime(pad, (lang_geleden, lang_geleden))
    assert kantoor.lijn.ronde() == 1
    assert kantoor.namen("fout") == ["antwoord-00000001.jsonl", "antwoord-00000001.reden.txt"]
    assert "niet heel" in (kantoor.map / "fout" / "antwoord-00000001.reden.txt").read_text()
    pad.write_bytes(heel)
    kantoor.lijn.ronde()
    assert kantoor.pok(pok_id).krd_status is KrdStatus.VOLLEDIG


def test_what_is_right_in_a_file_is_applied_and_what_is_wrong_is_told_by_line(kantoor: Kantoor) -> None:
    pok_id = kantoor.verstuur()
    kantoor.lijn.ronde()
    with lezen(op=kantoor.motor) as session:
        sleutel = session.execute(sa.select(col(Bericht.sleutel))).scalar_one()
    goed = {"soort": "antwoord", "sleutel": sleutel, "uitkomst": "aangenomen", "krd_nummer": "K1"}
    kantoor.leg_in(
        "antwoord.jsonl",
        {
            "soort": "antwoord",
            "sleutel": "x" * 32,
            "uitkomst": "aangenomen",
            "krd_nummer": "K",
            "krd_status": "Volledig",
        },
        {**goed, "krd_status": "Zoek"},
        {**goed, "krd_status": "Volledig"},
        {**goed, "krd_status": "Afgemeld"},  # a second answer to the same message says nothing any more
    )
    (kantoor.map / "in" / "geen-tekst.jsonl").write_bytes(b"\xff\xfe\n")
    kantoor.lijn.ronde()
    assert kantoor.pok(pok_id).krd_status is KrdStatus.VOLLEDIG
    reden = (kantoor.map / "fout" / "antwoord.reden.txt").read_text().splitlines()
    assert reden == ["Regel 1: onbekende sleutel.", "Regel 2: het antwoord is niet te lezen."]
    assert "geen UTF-8" in (kantoor.map / "fout" / "geen-tekst.reden.txt").read_text()
    assert kantoor.namen("in") == []


def test_changes_come_by_file_too_and_a_file_that_comes_again_changes_nothing(kantoor: Kantoor) -> None:
    pok_id = kantoor.verstuur()
    with lezen(op=kantoor.motor) as session:
        nummer = session.get_one(Student, kantoor.pok(pok_id).student_id).studentnummer
    adres = {"soort": "adres", "student": nummer, "adres": {"straat": "Kade", "huisnummer": "9", "plaats": "Gouda"}}
    kantoor.register.wijzig(lees_register_wijziging(adres))
    verwerk_map(kantoor.register, kantoor.map)
    inhoud = (kantoor.map / "in" / "wijzigingen-0000000001.jsonl").read_bytes()
    kantoor.lijn.ronde()
    with lezen(op=kantoor.motor) as session:
        assert session.get_one(Student, kantoor.pok(pok_id).student_id).plaats == "Gouda"
    (kantoor.map / "in" / "nog-eens.jsonl").write_bytes(inhoud)
    kantoor.lijn.ronde()
    assert "nog-eens.jsonl" in kantoor.namen("klaar")


def test_a_file_is_never_written_over_another(tmp_path: Path) -> None:
    pad = tmp_path / "levering-00000001.bpv"
    schrijf_nieuw(pad, b"een\n")
    schrijf_nieuw(pad, b"een\n")
    with pytest.raises(BezetteNaam):
        schrijf_nieuw(pad, b"twee\n")
    assert pad.read_bytes() == b"een\n"
    assert [p.name for p in tmp_path.iterdir()] == [pad.name]


def test_a_number_that_is_taken_is_skipped_and_nothing_is_lost(kantoor: Kantoor) -> None:
    """As after a backup of our database was put back, older than the folder."""
    vreemd = kantoor.map / "uit" / "levering-00000001.bpv"
    vreemd.write_bytes(b"van een vorig leven\n")
    pok_id = kantoor.verstuur()
    kantoor.lijn.ronde()
    kantoor.lijn.ronde()
    assert vreemd.read_bytes() == b"van een vorig leven\n"
    assert "levering-00000002.jsonl" in kantoor.namen("uit")
    verwerk_map(kantoor.register, kantoor.map)
    kantoor.lijn.ronde()
    assert kantoor.pok(pok_id).krd_status is KrdStatus.VOLLEDIG


def test_a_folder_that_knows_no_links_gets_whole_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def geen_links(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", geen_links)
    pad = tmp_path / "levering-00000001.bpv"
    schrijf_nieuw(pad, b"een\n")
    schrijf_nieuw(pad, b"een\n")
    with pytest.raises(BezetteNaam):
        schrijf_nieuw(pad, b"twee\n")
    assert [p.name for p in tmp_path.iterdir()] == [pad.name]


def test_lines_are_only_whole_with_a_last_line_that_counts_them() -> None:
    assert lees_jsonl(als_jsonl([{"a": 1}, {"b": "é"}])) == [(1, {"a": 1}), (2, {"b": "é"})]
    assert lees_jsonl(als_jsonl([])) == []


@pytest.mark.parametrize(
    "moment", ["na_vastleggen", "tussen_bestanden", "na_schrijven", "in_toepassen", "voor_verplaatsen"]
)
def test_killed_at_every_moment_both_sides_end_equal_and_nothing_counts_twice(kantoor: Kantoor, moment: str) -> None:
    ids = [kantoor.verstuur() for _ in range(3)]
    url = kantoor.motor.url.render_as_string(hide_password=False)
    opdracht = [sys.executable, "-m", "tests.koppeling.krd_bestand_slachtoffer", url, str(kantoor.map)]

    def draai(wanneer: str) -> int:
        omgeving = {**os.environ, "BPV_DEMO": "1"}
        return subprocess.run([*opdracht, wanneer], cwd=WORTEL, env=omgeving, check=False, timeout=120).returncode

    bij_lezen = moment in ("in_toepassen", "voor_verplaatsen")
    if bij_lezen:
        assert draai("-") == 0
        verwerk_map(kantoor.register, kantoor.map)
    assert draai(moment) == -9
    kantoor.clock.moment = kantoor.clock.nu() + OPNIEUW_NA  # whatever waits for its turn has it
    for _ in range(4):
        kantoor.lijn.ronde()
        verwerk_map(kantoor.register, kantoor.map)
    kantoor.lijn.ronde()
    assert kantoor.wachtend() == 0
    for pok_id in ids:
        pok = kantoor.pok(pok_id)
        assert (pok.status, pok.krd_status) == (PokStatus.VOLLEDIG, KrdStatus.VOLLEDIG)
        held = kantoor.register.pok(pok.nummer)
        assert held is not None
        assert held["tellingen"] == {"volledig": 1}


def test_the_settings_choose_http_or_files_and_never_both(tmp_path: Path) -> None:
    anders: dict[str, Any] = {"demo": False, "secret_key": "x" * 32}
    with pytest.raises(InstellingFout, match="exclude each other"):
        lees_instellingen(krd_url="http://127.0.0.1:1", krd_map=str(tmp_path), **anders)
    met_map = lees_instellingen(krd_url="", krd_map=str(tmp_path / "krd"), **anders)
    assert "krd" not in maak_kanalen(met_map)  # the outbox's own worker leaves these messages to the folder
    assert maak_krd_draad(met_map) is not None
    assert (tmp_path / "krd" / "uit").is_dir()
    assert maak_krd_draad(lees_instellingen(krd_url="", krd_map="", **anders)) is None
