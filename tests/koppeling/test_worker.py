"""The worker as it runs for real: with the server process, and alone as `bpv worker`."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine

from bpv_app.config import lees_instellingen
from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.koppeling import worker as worker_module
from bpv_app.koppeling.worker import MetWorker, maak_kanalen, start_worker
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.service import tel
from bpv_app.pok import service as pok_service
from tests.koppeling.krd_proces import WORTEL, simulator, vrije_poort
from tests.makers import make_pok
from tests.outbox.kanaal import lees, zet

ANDERS: dict[str, Any] = {"demo": False, "secret_key": "x" * 32}


def test_a_channel_without_an_address_is_not_there() -> None:
    post = {"smtp_url": "smtp://127.0.0.1:1", "mail_van": "bpv@school.example"}
    assert maak_kanalen(lees_instellingen(krd_url="", **ANDERS)) == {}
    assert set(maak_kanalen(lees_instellingen(krd_url="http://127.0.0.1:1", **ANDERS))) == {"krd"}
    assert set(maak_kanalen(lees_instellingen(krd_url="", **post, **ANDERS))) == {"post"}
    assert set(maak_kanalen(lees_instellingen(krd_url="http://127.0.0.1:1", **post, **ANDERS))) == {"krd", "post"}


def test_in_demo_mode_mail_needs_no_server() -> None:
    assert set(maak_kanalen(lees_instellingen(krd_url="", demo=True))) == {"post"}


@pytest.mark.parametrize(("krd_url", "worker"), [("", True), ("http://127.0.0.1:1", False)])
def test_no_worker_starts_when_there_is_nothing_to_do_or_it_is_off(
    monkeypatch: pytest.MonkeyPatch, krd_url: str, worker: bool
) -> None:
    instellingen = lees_instellingen(krd_url=krd_url, worker=worker, **ANDERS)
    monkeypatch.setattr(worker_module, "instellingen", lambda: instellingen)
    assert start_worker() is None


class Draad:
    """Stands for a worker's thread."""

    def __init__(self) -> None:
        self.gestopt = 0

    def stop(self) -> None:
        self.gestopt += 1


def test_worker_and_planner_live_as_long_as_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    draad, gezien = Draad(), []
    monkeypatch.setattr(worker_module, "start_worker", lambda: draad)
    monkeypatch.setattr(worker_module, "start_planner", lambda: draad)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            gezien.append((await receive())["type"])
            gezien.append(draad.gestopt)
            gezien.append((await receive())["type"])
        else:
            await send({"type": "antwoord"})

    berichten = iter([{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}])

    async def receive() -> Any:
        return next(berichten)

    async def send(bericht: Any) -> None:
        gezien.append(bericht["type"])

    geheel = MetWorker(app)
    asyncio.run(geheel({"type": "lifespan"}, receive, send))
    assert gezien == ["lifespan.startup", 0, "lifespan.shutdown"]
    assert draad.gestopt == 2
    asyncio.run(geheel({"type": "http"}, receive, send))
    assert gezien[-1] == "antwoord"


def _wacht_nog(motor: Engine) -> bool:
    with lezen(op=motor) as session:
        return tel(session, kanaal="krd")[BerichtStatus.WACHT] > 0


def _wacht(proces: subprocess.Popen[str], klaar: Any) -> None:
    eind = time.monotonic() + 60
    while not klaar():
        assert proces.poll() is None, "the worker stopped"
        assert time.monotonic() < eind, "the worker did not deliver"
        time.sleep(0.02)


def test_bpv_worker_delivers_and_stops_at_a_signal(motor: Engine, tmp_path: Path) -> None:
    with transaction(systeem(), op=motor) as session:
        pok = make_pok(session)
        pok_service.maak_volledig(session, systeem(), klok, pok.id or 0)
    with simulator(tmp_path) as sim:
        omgeving = {
            **os.environ,
            "BPV_DEMO": "1",
            "BPV_DATA_DIR": str(tmp_path),
            "BPV_DATABASE_URL": motor.url.render_as_string(hide_password=False),
            "BPV_KRD_URL": sim.url,
        }
        opdracht = [sys.executable, "-m", "bpv_app.cli", "worker"]
        proces = subprocess.Popen(opdracht, cwd=WORTEL, env=omgeving, text=True)
        try:
            _wacht(proces, lambda: not _wacht_nog(motor))
            assert sim.pok(pok.nummer) is not None
            proces.send_signal(signal.SIGTERM)
            assert proces.wait(60) == 0
        finally:
            proces.kill()
            proces.wait()
    (tweede,) = zet(motor, klok.nu(), "pok:1", kanaal="krd")
    assert lees(motor, tweede).pogingen == 0


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with simulator(tmp_path) as sim:
        opdracht = [sys.executable, "-m", "bpv_app.cli", "krd", "simulator", "--port", str(sim.poort)]
        omgeving = {**os.environ, "BPV_DEMO": "1", "BPV_DATA_DIR": str(tmp_path)}
        klaar = subprocess.run(opdracht, cwd=WORTEL, env=omgeving, capture_output=True, text=True, check=False)
    assert klaar.returncode == 2
    assert str(sim.poort) in klaar.stderr
    assert "Traceback" not in klaar.stderr


def test_the_simulator_starts_from_the_command_line(tmp_path: Path) -> None:
    from tests.koppeling.krd_proces import SimulatorProces, wacht_tot_gezond

    poort, bestand = vrije_poort(), tmp_path / "register.db"
    opdracht = [
        sys.executable,
        "-m",
        "bpv_app.cli",
        "krd",
        "simulator",
        "--port",
        str(poort),
        "--bestand",
        str(bestand),
    ]
    proces = subprocess.Popen(opdracht, cwd=WORTEL, env={**os.environ, "BPV_DEMO": "1"}, stdout=subprocess.DEVNULL)
    try:
        sim = SimulatorProces(poort, bestand, proces)
        wacht_tot_gezond(sim.url, proces)
        assert bestand.exists()
        assert sim.token()
        proces.send_signal(signal.SIGTERM)
        assert proces.wait(60) == 0
    finally:
        proces.kill()
        proces.wait()
