"""The full comparison by file: waits for the register's state, reads it leniently, never half, says what is unclear."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import col
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bpv_app.db import lezen
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.krd.bestand import HALF_NA_SECONDEN, BestandLijn
from bpv_app.koppeling.krd.queries_vergelijking import KRD_VERGELIJKING, get_stand
from bpv_app.koppeling.krd.routes_stand import ROUTES
from bpv_app.koppeling.krd.rules_bestand import NogNietHeel, Onbruikbaar
from bpv_app.koppeling.krd.rules_stand import lees_stand, maak_stand, zin_stand
from bpv_app.koppeling.krd.service_stand import StandRegister, stop_wachten, vraag_stand
from bpv_app.koppeling.krd.service_vergelijken import SOORT, Vergelijken
from bpv_app.koppeling.krd.simulator_map import verwerk_map
from bpv_app.koppeling.krd.simulator_store import Register
from bpv_app.koppeling.worker import WERK
from bpv_app.pok.rules import PokStatus
from bpv_app.taak.rules import TaakStatus
from bpv_app.taak.tables import Taak
from bpv_app.taak.worker import TaakWorker
from tests.koppeling.krd_lijn import Lijn, schrijf
from tests.makers import make_account, make_actor, make_dossier, make_pok, make_student, make_team, make_verbintenis

GOED = (
    "VLP|99XX|2026-11-20|2026-11-20|2026-11-20\n"
    "BPV||sleutel1|1|1|2026-11-01|2026-12-07|2027-06-25||560|100018965|25736||Volledig|2026-00001\n"
    "SLR|1\n"
)


def test_the_simulators_file_reads_back_as_the_register_gives_it() -> None:
    poks = [
        {
            "pok_nummer": "2026-00001", "student": "s|1", "verbintenis": "1", "volgnummer": 1, "status": "Beëindigd",
            "gegevens": {"begin": "2026-12-07", "werkelijk_eind": None, "uren_totaal": 560, "uren_per_week": 32},
        }
    ]  # fmt: skip
    stand = lees_stand(maak_stand(poks, "99XX", date(2026, 11, 20)))
    assert (stand.gemaakt, stand.fouten) == (date(2026, 11, 20), ())
    (rij,) = stand.poks
    assert (rij["pok_nummer"], rij["status"]) == ("2026-00001", "Beëindigd")
    assert {k: v for k, v in rij["gegevens"].items() if v} == {"begin": "2026-12-07", "uren_totaal": "560"}
    assert "uren_per_week" not in rij["velden"]


def test_as_files_are_in_practice() -> None:
    slordig = (
        "PER;BSN1;ONR1;;\r\n"
        "\r\n"
        "bpv; ;sleutel1;1;1;1-11-2026;7-12-2026;25-06-2027;;560;100018965;25736;;volledig;2026-00001;;\r\n"
        "VLP;99XX;1-11-2026;2-11-2026;20-11-2026\r\n"
        "BPV;;sleutel2;1;1;;20261207;;;;;;;BEEINDIGD;2026-00002\r\n"
        "SLR;2\r\n"
    )
    stand = lees_stand(slordig.encode("utf-8-sig"))
    assert (stand.gemaakt, stand.fouten) == (date(2026, 11, 20), ())
    assert [(p["pok_nummer"], p["status"], p["gegevens"]["begin"]) for p in stand.poks] == [
        ("2026-00001", "Volledig", "2026-12-07"),
        ("2026-00002", "Beëindigd", "2026-12-07"),
    ]


def test_what_is_not_understood_is_named_by_line_and_no_pok_is_lost_by_it() -> None:
    slecht = (
        "VLP|99XX|x|y|z\n"
        "BPV||s|1|1|2026-11-01|31-02-2026|2027-06-25||560|100018965|25736||Volledig|2026-00001\n"
        "BPV||s|1|1|2026-11-01|2026-12-07|2027-06-25||560|100018965|25736||Zoek|2026-00002\n"
        "BPV||s|1|1|2026-11-01|2026-12-07\n"
        "HOI|1\n"
        "BPV||s|1|1|||||||||Volledig|2026-00003\n"
        "BPV||s|1|1|||||||||Afgedrukt|2026-00003\n"
        "SLR|5\n"
    )
    stand = lees_stand(slecht.encode())
    assert stand.gemaakt is None
    assert [(nummer, reden.nl.split("(")[0]) for nummer, reden in stand.fouten] == [
        (2, "Begin: '31-02-2026' is geen datum."),
        (3, "Onbekende status 'Zoek'."),
        (4, "Het POK-nummer ontbreekt."),
        (5, "Onbekend record 'HOI'."),
        (7, "Deze POK staat vaker in het bestand; de eerste telt."),
    ]
    assert [(p["pok_nummer"], bool(p.get("onleesbaar"))) for p in stand.poks] == [
        ("2026-00001", True), ("2026-00002", True), ("2026-00003", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "tekst",
    [GOED[:-1], GOED.replace("SLR|1\n", ""), GOED.replace("SLR|1", "SLR|2"), GOED.replace("SLR|1", "SLR|x"), "x"],
)
def test_a_file_is_only_whole_with_a_last_record_that_counts(tekst: str) -> None:
    assert len(lees_stand(GOED.encode()).poks) == 1
    with pytest.raises(NogNietHeel):
        lees_stand(tekst.encode())


def test_what_is_no_text_or_far_too_large_is_no_state(monkeypatch: pytest.MonkeyPatch) -> None:
    for inhoud in (b"", b"PK\x03\x04xxxx", b"%PDF-1.7\n"):
        with pytest.raises(Onbruikbaar):
            lees_stand(inhoud)
    monkeypatch.setattr("bpv_app.koppeling.krd.rules_stand.MAX_BYTES", 100)
    with pytest.raises(Onbruikbaar, match="groter"):
        lees_stand(GOED.encode())


def test_a_large_file_is_read_within_a_moment() -> None:
    regel = GOED.splitlines()[1]
    regels = [regel.replace("2026-00001", f"2026-{n:05}") for n in range(20_000)]
    stand = lees_stand("\n".join([*regels, "SLR|20000", ""]).encode())
    assert (len(stand.poks), stand.fouten) == (20_000, ())


def test_an_old_file_says_how_old() -> None:
    dag = date(2026, 11, 1)
    assert zin_stand(dag, 0, dag + timedelta(days=7)).nl == ""
    assert "8 dagen oud" in zin_stand(dag, 0, dag + timedelta(days=8)).nl
    assert "staat er niet in" in zin_stand(None, 0, dag).nl
    assert "3 regels niet begrepen" in zin_stand(dag, 3, dag).nl


class Kantoor:
    """Our side and the register's with a folder between them, and people who ask."""

    def __init__(self, motor: Engine, clock: FixedClock, map_: Path) -> None:
        self.motor, self.clock, self.map = motor, clock, map_
        self.register = Register(map_ / "krd.db", clock)
        self.lijn = BestandLijn(map_, "99XX", op=motor, clock=clock)

    def leg_in(self, naam: str, inhoud: bytes) -> Path:
        pad = self.map / "in" / naam
        pad.write_bytes(inhoud)
        return pad

    def vraag(self, wie: Actor) -> None:
        schrijf(self.motor, lambda s: vraag_stand(s, wie, self.clock))

    def werk(self) -> Taak:
        TaakWorker({SOORT: Vergelijken(StandRegister)}, op=self.motor, clock=self.clock).ronde()
        with lezen(op=self.motor) as session:
            taak: Taak = session.execute(sa.select(Taak).order_by(col(Taak.id).desc()).limit(1)).scalar_one()
            session.expunge(taak)
            return taak

    def taken(self) -> int:
        with lezen(op=self.motor) as session:
            return int(session.execute(sa.select(sa.func.count()).select_from(Taak)).scalar_one())

    def namen(self, map_: str) -> list[str]:
        return sorted(p.name for p in (self.map / map_).iterdir() if p.is_file())

    def rijen(self, wie: Actor) -> list[tuple[str, ...]]:
        with lezen(op=self.motor) as session:
            antwoord = KRD_VERGELIJKING.vraag(session, wie, LijstVraag())
            return sorted(tuple(c.tekst for c in r.cellen[:5]) for r in antwoord.rijen)


@pytest.fixture
def kantoor(motor: Engine, clock: FixedClock, tmp_path: Path) -> Iterator[Kantoor]:
    kantoor = Kantoor(motor, clock, tmp_path / "krd")
    yield kantoor
    kantoor.register.close()


def school(kantoor: Kantoor) -> tuple[Actor, Actor, dict[str, str]]:
    """A coordinator of the first team, studentenzaken, and POKs that the register knows, knows otherwise, misses."""
    krd = Lijn(kantoor.register, kantoor.motor, kantoor.clock)

    def werk(session: Any) -> Any:
        teams = [make_team(session) for _ in range(2)]

        def pok(team: Any, status: PokStatus = PokStatus.VOLLEDIG) -> Any:
            dossier = make_dossier(session, make_verbintenis(session, make_student(session, team), team_id=team.id))
            return make_pok(session, status, dossier, zonder_erkenning=True)

        poks = {"gelijk": pok(teams[0]), "uren": pok(teams[0]), "mist": pok(teams[0]), "ander_team": pok(teams[1])}
        for naam in ("gelijk", "uren"):
            krd.kent(session, poks[naam], PokStatus.VOLLEDIG)
        poks["uren"].uren_totaal = 570
        poks["gelijk"].uren_per_week = 31  # a file does not carry the hours per week: no difference
        coordinator = make_actor(session, Rol.COORDINATOR, team_id=teams[0].id)
        zaken = make_actor(session, Rol.STUDENTENZAKEN)
        return coordinator, zaken, {naam: p.nummer for naam, p in poks.items()}

    uit: tuple[Actor, Actor, dict[str, str]] = schrijf(kantoor.motor, werk)
    return uit


def test_asked_waited_for_compared(kantoor: Kantoor) -> None:
    _, zaken, nummers = school(kantoor)
    kantoor.vraag(zaken)
    with pytest.raises(DomeinFout, match="wacht al"):
        kantoor.vraag(zaken)
    with lezen(op=kantoor.motor) as session:
        assert get_stand(session, zaken).wacht_sinds is not None
    kantoor.lijn.ronde()
    kantoor.lijn.ronde()
    assert [n for n in kantoor.namen("uit") if n.startswith("vraag")] == ["vraag-stand-00000001.jsonl"], "asked once"
    assert kantoor.taken() == 0
    verwerk_map(kantoor.register, kantoor.map)
    kantoor.lijn.ronde()
    assert "stand-00000001.bpv" in kantoor.namen("klaar")
    taak = kantoor.werk()
    assert taak.status is TaakStatus.KLAAR, taak.slot_nl
    assert kantoor.rijen(zaken) == sorted(
        [
            (nummers["uren"], "Andere gegevens", "Totaal aantal uren (SBU)", "570", "560"),
            (nummers["mist"], "Ontbreekt in de KRD", "", "Volledig", "niet bekend"),
            (nummers["ander_team"], "Ontbreekt in de KRD", "", "Volledig", "niet bekend"),
        ]
    )
    with lezen(op=kantoor.motor) as session:
        stand = get_stand(session, zaken)
    assert (stand.wacht_sinds, stand.naam, stand.van) == (None, "stand-00000001.bpv", kantoor.clock.vandaag())
    assert WERK[SOORT].actie is Vergelijken.actie


def test_an_old_file_with_mistakes_is_compared_and_says_so(kantoor: Kantoor) -> None:
    coordinator, zaken, nummers = school(kantoor)
    regels = [
        f"VLP|99XX|2026-10-27|2026-10-27|{kantoor.clock.vandaag() - timedelta(days=30)}",
        f"BPV|111222333|s|1|1||geen dag|||||||Volledig|{nummers['mist']}",
        "BPV|111222333|s|1|1|||||||||Definitief|2020-77777",
        "ONZIN",
        "SLR|2",
        "",
    ]
    kantoor.vraag(zaken)
    kantoor.vraag(coordinator)
    kantoor.leg_in("stand-1.bpv", "\n".join(regels).encode())
    kantoor.lijn.ronde()
    assert "stand-1.reden.txt" in kantoor.namen("fout"), "the register reads what was wrong with its file"
    kantoor.werk()
    taak = kantoor.werk()
    assert "30 dagen oud" in taak.slot_nl
    assert "2 regels niet begrepen" in taak.slot_nl
    gevonden = {(r[0], r[1]) for r in kantoor.rijen(zaken)}
    assert (nummers["mist"], "Ontbreekt in de KRD") not in gevonden, "the register has it, only the line was no good"
    assert ("2020-77777", "Ontbreekt hier") in gevonden
    assert {r[0] for r in kantoor.rijen(coordinator)} == {nummers["gelijk"], nummers["uren"]}
    with lezen(op=kantoor.motor) as session:
        assert [regel for regel, _ in get_stand(session, zaken).fouten] == [2, 4]
        assert get_stand(session, coordinator).fouten == (), "lines of the whole register are not a team's business"
        for tabel in ("krd_vergelijking", "krd_bestand", "taak"):
            assert "111222333" not in str(session.execute(sa.text(f"SELECT * FROM {tabel}")).all())


def test_half_a_file_is_left_until_it_is_whole_and_put_aside_when_it_stays_half(kantoor: Kantoor) -> None:
    _, zaken, _ = school(kantoor)
    pad = kantoor.leg_in("stand-1.bpv", GOED[:-4].encode())
    kantoor.lijn.ronde()
    assert kantoor.namen("in") == ["stand-1.bpv"], "nobody asked yet"
    kantoor.vraag(zaken)
    kantoor.lijn.ronde()
    assert (kantoor.namen("in"), kantoor.taken()) == (["stand-1.bpv"], 0)
    lang_geleden = pad.stat().st_mtime - HALF_NA_SECONDEN - 60
    os.utime(pad, (lang_geleden, lang_geleden))
    kantoor.lijn.ronde()
    assert "stand-1.bpv" in kantoor.namen("fout")
    assert kantoor.taken() == 0, "still waiting for a good one"
    kantoor.leg_in("stand-2.bpv", GOED.encode())
    kantoor.lijn.ronde()
    assert kantoor.taken() == 1


def test_the_file_can_be_uploaded_for_ones_own_comparison(kantoor: Kantoor, monkeypatch: pytest.MonkeyPatch) -> None:
    coordinator, zaken, _ = school(kantoor)
    wie = [zaken]
    monkeypatch.setattr("bpv_app.db.engine", lambda: kantoor.motor)
    monkeypatch.setattr("bpv_app.kernel.clock.klok", kantoor.clock)
    monkeypatch.setattr("bpv_app.toegang.web.actor_van_request", lambda _request: wie[0])
    routes = Starlette(routes=ROUTES)
    with TestClient(routes, base_url="http://localhost:3000", follow_redirects=False) as web:

        def upload(inhoud: bytes, naam: str = "../stand.bpv") -> int:
            return int(web.post("/api/krd/stand", files={"bestand": (naam, inhoud)}).status_code)

        assert upload(GOED.encode()) == 400, "nobody waits"
        kantoor.vraag(zaken)
        kantoor.vraag(coordinator)
        for inhoud in (b"", b"PK\x03\x04", GOED[:-4].encode(), b"\xff\xfe\x00"):
            assert upload(inhoud) == 400, inhoud
        assert web.post("/api/krd/stand", data={"bestand": "tekst"}).status_code == 400
        assert kantoor.taken() == 0
        assert upload(GOED.encode()) == 303
        assert kantoor.taken() == 1, "only of who sent it"
        with lezen(op=kantoor.motor) as session:
            assert get_stand(session, zaken).naam == "stand.bpv"
            assert get_stand(session, coordinator).wacht_sinds is not None
        wie[0] = schrijf(kantoor.motor, lambda s: make_actor(s, Rol.STUDENT))
        assert upload(GOED.encode()) == 403


def test_who_stops_waiting_is_left_alone_and_who_may_not_cannot_ask(kantoor: Kantoor) -> None:
    _, zaken, _ = school(kantoor)
    kantoor.vraag(zaken)
    schrijf(kantoor.motor, lambda s: stop_wachten(s, zaken))
    kantoor.leg_in("stand-1.bpv", GOED.encode())
    kantoor.lijn.ronde()
    assert (kantoor.taken(), kantoor.namen("in")) == (0, ["stand-1.bpv"])
    student = schrijf(kantoor.motor, lambda s: make_actor(s, Rol.STUDENT, make_account(s)))
    with pytest.raises(GeenRecht):
        kantoor.vraag(student)
