"""The KRD simulator as a real process on a free port, and the calls tests make to it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

WORTEL = Path(__file__).resolve().parents[2]
CODE = """
import sys
from pathlib import Path
from bpv_app.koppeling.krd.simulator_draai import draai
draai(int(sys.argv[1]), Path(sys.argv[2]))
"""
CLIENT = ("bpv-app", "bpv-demo")


def vrije_poort() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def wacht_tot_gezond(url: str, proces: subprocess.Popen[bytes], seconden: float = 60) -> None:
    """Poll until the simulator answers; a process that stopped is an error at once."""
    eind = time.monotonic() + seconden
    while True:
        if proces.poll() is not None:
            raise RuntimeError(f"simulator stopped with {proces.returncode}")
        try:
            if httpx.get(f"{url}/gezond", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            if time.monotonic() > eind:
                raise
        time.sleep(0.02)


@dataclass
class SimulatorProces:
    """A running simulator."""

    poort: int
    bestand: Path
    proces: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.poort}"

    def token(self) -> str:
        antwoord = httpx.post(f"{self.url}/token", data={"grant_type": "client_credentials"}, auth=CLIENT)
        antwoord.raise_for_status()
        return str(antwoord.json()["access_token"])

    def zet_storing(self, **storing: Any) -> None:
        kop = {"Authorization": f"Bearer {self.token()}"}
        httpx.post(f"{self.url}/storing", json=storing, headers=kop).raise_for_status()

    def maak_leeg(self) -> None:
        """No POKs, no faults."""
        kop = {"Authorization": f"Bearer {self.token()}"}
        for pad in ("/poks", "/storing"):
            httpx.delete(f"{self.url}{pad}", headers=kop).raise_for_status()

    def pok(self, nummer: str) -> dict[str, Any] | None:
        antwoord = httpx.get(f"{self.url}/poks/{nummer}")
        if antwoord.status_code == 404:
            return None
        antwoord.raise_for_status()
        gelezen: dict[str, Any] = antwoord.json()
        return gelezen

    def kill(self) -> None:
        self.proces.kill()
        self.proces.wait()

    def start(self) -> None:
        """Start (again) on the same port and file."""
        self.proces = _start(self.poort, self.bestand)
        wacht_tot_gezond(self.url, self.proces)


def _start(poort: int, bestand: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", CODE, str(poort), str(bestand)], cwd=WORTEL, stdout=subprocess.DEVNULL
    )


@contextmanager
def simulator(map_: Path) -> Iterator[SimulatorProces]:
    """A simulator in its own process with its file in `map_`."""
    poort, bestand = vrije_poort(), map_ / "krd.db"
    sim = SimulatorProces(poort, bestand, _start(poort, bestand))
    try:
        wacht_tot_gezond(sim.url, sim.proces)
        yield sim
    finally:
        sim.kill()
