"""The SBB simulator as a real process on a free port, and the calls tests make to it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.koppeling.krd_proces import WORTEL, vrije_poort, wacht_tot_gezond

CODE = """
import sys
from pathlib import Path
from bpv_app.koppeling.sbb.simulator_draai import draai
draai(int(sys.argv[1]), Path(sys.argv[2]), api_key="sleutel-van-de-proef")
"""
SLEUTEL = "sleutel-van-de-proef"
KOP = {"X-API-Key": SLEUTEL}


def erkenning(crebo: str = "25736", van: str = "2020-01-01", tot: str | None = None, **meer: Any) -> dict[str, Any]:
    return {"crebo": crebo, "erkend_van": van, "erkend_tot": tot, **meer}


def bedrijf(sbb_id: str, *erkenningen: dict[str, Any], **anders: Any) -> dict[str, Any]:
    velden = {"naam": "Van Dam Techniek", "postcode": "2312AB", "plaats": "Leiden", **anders}
    return {"leerbedrijf_id": sbb_id, "erkenningen": list(erkenningen), **velden}


@dataclass
class SbbProces:
    """A running simulator."""

    poort: int
    bestand: Path
    proces: subprocess.Popen[bytes] | None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.poort}"

    def zet(self, *bedrijven: dict[str, Any]) -> None:
        lichaam = {"leerbedrijven": list(bedrijven)}
        httpx.put(f"{self.url}/leerbedrijven", json=lichaam, headers=KOP).raise_for_status()

    def zet_storing(self, **storing: Any) -> None:
        httpx.post(f"{self.url}/storing", json=storing, headers=KOP).raise_for_status()

    def wis_storing(self) -> None:
        httpx.delete(f"{self.url}/storing", headers=KOP).raise_for_status()

    def vragen(self) -> int:
        return int(httpx.get(f"{self.url}/gezond").json()["vragen"])

    def kill(self) -> None:
        if self.proces is not None:
            self.proces.kill()
            self.proces.wait()

    def start(self) -> None:
        """Start (again) on the same port and file."""
        opdracht = [sys.executable, "-c", CODE, str(self.poort), str(self.bestand)]
        self.proces = subprocess.Popen(opdracht, cwd=WORTEL, stdout=subprocess.DEVNULL)
        wacht_tot_gezond(self.url, self.proces)


@contextmanager
def simulator(map_: Path) -> Iterator[SbbProces]:
    """A simulator in its own process with its file in `map_`."""
    poort, bestand = vrije_poort(), map_ / "sbb.db"
    sim = SbbProces(poort, bestand, None)
    try:
        sim.start()
        yield sim
    finally:
        sim.kill()
