"""The interface as a file: the same as the simulator serves, and the simulator does what it says (schemathesis)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bpv_app.kernel.clock import klok
from bpv_app.koppeling.krd.simulator import maak_app
from bpv_app.koppeling.krd.simulator_openapi import als_bestand
from bpv_app.koppeling.krd.simulator_store import Register
from tests.koppeling.beschrijving import vraag_alles
from tests.koppeling.krd_proces import CLIENT

BESTAND = Path(__file__).resolve().parents[2] / "docs" / "koppeling-krd.openapi.json"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    register = Register(tmp_path / "krd.db", klok)
    with TestClient(maak_app(register), base_url="http://localhost") as client:
        yield client
    register.close()


def test_the_file_is_what_the_simulator_serves(client: TestClient) -> None:
    assert BESTAND.read_text(encoding="utf-8") == als_bestand()
    assert json.loads(BESTAND.read_text(encoding="utf-8")) == client.get("/openapi.json").json()


def test_whatever_is_sent_the_answer_is_in_the_description(client: TestClient) -> None:
    """Random requests to every address, good and bad: never a crash, always a status and a body that it describes."""
    token = client.post("/token", data={"grant_type": "client_credentials"}, auth=CLIENT).json()["access_token"]
    kop = {"Authorization": f"Bearer {token}", "Host": "localhost"}
    assert vraag_alles(client, kop, 20) > 100
