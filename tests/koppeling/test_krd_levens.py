"""Random lives of many POKs against random faults and random real kills: both sides end equal, nothing counts twice.

200 lives on SQLite (and 40 on PostgreSQL) in an ordinary run, in about a minute; BPV_KRD_LEVENS=1000: on each.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import col

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.krd.rules_wijziging import WijzigingSoort
from bpv_app.koppeling.krd.tables import KrdWijziging
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.pok.rules import KRD_LABEL, KRD_STATUS, PokStatus
from bpv_app.pok.rules_krd import MOET_BEKEND_ZIJN
from bpv_app.pok.tables import Pok, PokHistorie
from bpv_app.student.tables import Student
from tests.koppeling.krd_levens import KLAAR
from tests.koppeling.krd_proces import WORTEL, SimulatorProces, simulator
from tests.koppeling.krd_slachtoffer import EINDE
from tests.makers import (
    make_account,
    make_contactpersoon,
    make_dossier,
    make_inrichting,
    make_pok,
    make_student,
    make_verbintenis,
)

LEVENS = int(os.environ.get("BPV_KRD_LEVENS", "200"))
LEVENS_POSTGRES = LEVENS if "BPV_KRD_LEVENS" in os.environ else 40
ZAAD = os.environ.get("BPV_KRD_ZAAD", "20261127")
STORINGEN: list[dict[str, Any]] = [
    {"soort": "traag", "ms": 40, "keer": 5},
    {"soort": "fout500", "moment": "voor", "keer": 2},
    {"soort": "fout500", "moment": "na", "keer": 2},
    {"soort": "verbreek", "moment": "voor", "keer": 2},
    {"soort": "verbreek", "moment": "na", "keer": 3},
    {"soort": "herhaal", "keer": 5},
    {"soort": "uit_volgorde", "keer": 2},
    {"soort": "weiger", "code": "VERBINTENIS_ONGELDIG", "tekst": "Bij toeval geweigerd."},
    {"soort": "neer", "ms": 250},
]
ZELF = ("Voorlopig", "Volledig", "Afgedrukt")
"""To which status somebody at the register sets a POK; from the final ones there is no way back, for nobody."""


def vul(motor: Engine, aantal: int) -> list[str]:
    """So many concept POKs of as many students; their numbers."""
    with transaction(systeem(), op=motor) as session:
        begeleider = make_account(session, Rol.ONDERWIJSBEGELEIDER)
        opleider, inrichting = make_contactpersoon(session), make_inrichting(session)
        nummers = []
        for _ in range(aantal):
            verbintenis = make_verbintenis(session, make_student(session))
            dossier = make_dossier(session, verbintenis, inrichting)
            pok = make_pok(
                session, dossier=dossier, opleider=opleider, begeleider=begeleider, zonder_erkenning=True, volgnummer=1
            )
            nummers.append(pok.nummer)
        return nummers


class Onheil(threading.Thread):
    """Sets a fault every moment, changes things at the register, and kills the register itself now and then."""

    def __init__(self, sim: SimulatorProces, nummers: list[str], studenten: list[str]) -> None:
        super().__init__(daemon=True)
        self.sim, self.nummers, self.studenten = sim, nummers, studenten
        self.klaar = threading.Event()
        self.gezet: Counter[str] = Counter()
        self.gebroken: Exception | None = None
        self._toeval = random.Random(ZAAD)

    def run(self) -> None:
        kop = {"Authorization": f"Bearer {self.sim.token()}"}
        doden = self._toeval.uniform(4, 9)
        begin = time.monotonic()
        try:
            while not self.klaar.wait(self._toeval.uniform(0.02, 0.12)):
                if doden and time.monotonic() - begin > doden:
                    self.sim.kill()
                    time.sleep(0.3)
                    self.sim.start()
                    kop = {"Authorization": f"Bearer {self.sim.token()}"}
                    self.gezet["register gedood"] += 1
                    doden = 0
                self._doe(kop)
            httpx.delete(f"{self.sim.url}/storing", headers=kop).raise_for_status()
        except Exception as fout:
            self.gebroken = fout

    def _doe(self, kop: dict[str, str]) -> None:
        lot = self._toeval.random()
        if lot < 0.8:
            if httpx.get(f"{self.sim.url}/storing").json():
                return  # one at a time: as many faults as there are messages to hit
            storing = self._toeval.choice(STORINGEN)
            httpx.post(f"{self.sim.url}/storing", json=storing, headers=kop).raise_for_status()
            self.gezet[f"{storing['soort']} {storing.get('moment', '')}".strip()] += 1
            return
        wijziging: dict[str, Any] = {
            "soort": "adres",
            "student": self._toeval.choice(self.studenten),
            "adres": {"straat": "Nieuwstraat", "huisnummer": str(self._toeval.randint(1, 999)), "plaats": "Delft"},
        }
        if lot < 0.9:
            nummer, status = self._toeval.choice(self.nummers), self._toeval.choice(ZELF)
            wijziging = {"soort": "pok_status", "pok_nummer": nummer, "krd_status": status}
        antwoord = httpx.post(f"{self.sim.url}/wijzigingen", json=wijziging, headers=kop)
        assert antwoord.status_code in (200, 404), antwoord.text  # 404: this POK is not there yet
        self.gezet[f"wijziging {antwoord.status_code}"] += 1


def leef(motor: Engine, sim: SimulatorProces, onheil: Onheil, doden: int) -> list[str]:
    """How each process ended."""
    opdracht = [sys.executable, "-m", "tests.koppeling.krd_levens"]
    url = motor.url.render_as_string(hide_password=False)
    proces = subprocess.Popen(
        [*opdracht, url, sim.url, ZAAD, str(doden)],
        cwd=WORTEL,
        env={**os.environ, "BPV_DEMO": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert proces.stdout is not None
    assert proces.stdin is not None
    einden = []
    try:
        for regel in proces.stdout:
            if regel.startswith(EINDE):
                einden.append(regel.strip().removeprefix(EINDE))
            if regel.strip() == KLAAR:
                onheil.klaar.set()
                onheil.join(60)
                proces.stdin.write("\n")
                proces.stdin.flush()
        assert proces.wait(60) == 0, einden
    finally:
        if proces.poll() is None:
            proces.kill()
    return einden


def register_heeft(sim: SimulatorProces) -> dict[str, dict[str, Any]]:
    held: dict[str, dict[str, Any]] = {}
    while True:
        pagina = httpx.get(f"{sim.url}/poks", params={"vanaf": len(held), "aantal": 500}).json()
        held |= {p["pok_nummer"]: p for p in pagina["poks"]}
        if len(held) >= pagina["totaal"]:
            return held


def check_gelijk(motor: Engine, sim: SimulatorProces) -> None:
    held = register_heeft(sim)
    with lezen(op=motor) as session:
        poks = list(session.execute(sa.select(Pok)).scalars())
        berichten: dict[int, list[Bericht]] = defaultdict(list)
        for bericht in session.execute(sa.select(Bericht).order_by(col(Bericht.id))).scalars():
            berichten[bericht.onderwerp_id or 0].append(bericht)
        stappen = Counter(session.execute(sa.select(col(PokHistorie.pok_id))).scalars())
        for pok in poks:
            eigen, daar = berichten[pok.id or 0], held.get(pok.nummer)
            assert [b.volgnummer for b in eigen] == list(range(1, len(eigen) + 1)), pok.nummer
            hoe = [(b.soort, b.status.value, b.fout_code) for b in eigen]
            assert all(b.status in (BerichtStatus.AFGELEVERD, BerichtStatus.GEWEIGERD) for b in eigen), (
                pok.nummer,
                hoe,
            )
            hoort = KRD_STATUS[pok.status]
            if daar is None:  # it lapsed before the register ever accepted it
                assert pok.status not in MOET_BEKEND_ZIJN, pok.nummer
                assert pok.krd_status is None, pok.nummer
            else:
                assert daar["status"] == KRD_LABEL[hoort].nl, (pok.nummer, pok.status)
                assert pok.krd_status is hoort, pok.nummer
            # Every event counted there exactly as often as it was accepted here.
            aangenomen = Counter(
                b.soort for b in eigen if b.status is BerichtStatus.AFGELEVERD and b.antwoord.get("krd_status")
            )
            assert (daar["tellingen"] if daar else {}) == aangenomen, pok.nummer
            # Every step here made exactly one message; of a refused POK that is not known there, none was needed.
            gewoon = sum(b.payload["reden"] != "Opnieuw verstuurd" for b in eigen)
            if not any(b.status is BerichtStatus.GEWEIGERD for b in eigen):
                assert gewoon == stappen[pok.id or 0], pok.nummer


def check_wijzigingen(motor: Engine, sim: SimulatorProces) -> int:
    """Each change of the register is here once, and the last address of each student is the one that counts."""
    daar = httpx.get(f"{sim.url}/wijzigingen", params={"na": 0, "aantal": 1000}).json()["wijzigingen"]
    with lezen(op=motor) as session:
        hier = list(session.execute(sa.select(KrdWijziging).order_by(col(KrdWijziging.id))).scalars())
        assert [w.sleutel for w in hier] == [w["sleutel"] for w in daar]
        adressen = {w["student"]: w["adres"]["huisnummer"] for w in daar if w["soort"] == WijzigingSoort.ADRES}
        for nummer, huisnummer in adressen.items():
            student = session.execute(sa.select(Student).where(col(Student.studentnummer) == nummer)).scalar_one()
            assert student.huisnummer == huisnummer
    return len(hier)


@pytest.mark.timeout(1800)
def test_random_lives_random_faults_random_kills(motor: Engine, tmp_path: Path) -> None:
    aantal = LEVENS if motor.dialect.name == "sqlite" else LEVENS_POSTGRES
    nummers = vul(motor, aantal)
    with lezen(op=motor) as session:
        studenten = list(session.execute(sa.select(col(Student.studentnummer))).scalars())
    with simulator(tmp_path) as sim:
        onheil = Onheil(sim, nummers, [s for s in studenten if s])
        onheil.start()
        einden = leef(motor, sim, onheil, doden=max(10, aantal // 10))
        assert onheil.gebroken is None
        assert einden.count("gedood") >= 5, einden
        assert onheil.gezet.total() > 20
        check_gelijk(motor, sim)
        assert check_wijzigingen(motor, sim) > 0
        held = register_heeft(sim)
        dubbel = sum(
            b["ontvangen"] > 1
            for nummer in list(held)[:60]
            for b in (sim.pok(nummer) or {"berichten": []})["berichten"]
        )
        assert dubbel > 0  # messages did arrive twice, and yet each counted once
    statussen = set(PokStatus)
    with lezen(op=motor) as session:
        bereikt = set(session.execute(sa.select(col(PokHistorie.naar))).scalars())
    assert statussen - bereikt <= {PokStatus.VERVANGEN}
