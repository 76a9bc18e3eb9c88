"""A door to knock on: the routes of `toegang` on an empty database, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from sqlalchemy.engine import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bpv_app.db import transaction
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.toegang.geheim import hash_wachtwoord
from bpv_app.toegang.routes import ROUTES
from tests.makers import make_account

WACHTWOORD = "paars fietst de maan"


@pytest.fixture(autouse=True)
def snelle_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing is slow on purpose; these tests do it hundreds of times. `test_geheim` looks at the real settings."""
    monkeypatch.setattr("bpv_app.toegang.geheim._HASHER", PasswordHasher(1, 64, 1))


@pytest.fixture
def wachtwoord_hash(snelle_hash: None) -> str:
    """The hash of `WACHTWOORD`."""
    return hash_wachtwoord(WACHTWOORD)


@dataclass
class Deur:
    """What a test needs to knock: a client without redirects, the database, the clock, one account."""

    client: TestClient
    motor: Engine
    clock: FixedClock
    account_id: int
    gebruikersnaam: str

    def log_in(self, wachtwoord: str = WACHTWOORD, gebruikersnaam: str = "", **anders: str) -> Any:
        velden = {"gebruikersnaam": gebruikersnaam or self.gebruikersnaam, "wachtwoord": wachtwoord, **anders}
        return self.client.post("/api/login", data=velden)

    def nieuwe_browser(self) -> TestClient:
        return TestClient(
            self.client.app,
            base_url="http://localhost:3000",
            follow_redirects=False,
            client=("198.51.100.9", 50000),
        )

    def waarde(self, vraag: str, **velden: object) -> Any:
        with self.motor.connect() as verbinding:
            return verbinding.execute(sa.text(vraag), velden).scalar()


@pytest.fixture
def deur(motor: Engine, clock: FixedClock, wachtwoord_hash: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Deur]:
    """The routes as a browser reaches them, and a coordinator who can log in."""
    monkeypatch.setattr("bpv_app.db.engine", lambda: motor)
    monkeypatch.setattr("bpv_app.kernel.clock.klok", clock)
    with transaction(op=motor) as session:
        account = make_account(
            session, Rol.COORDINATOR, gebruikersnaam="anna@school.example", wachtwoord_hash=wachtwoord_hash
        )
        account_id, naam = account.id or 0, account.gebruikersnaam
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost:3000", follow_redirects=False) as client:
        yield Deur(client, motor, clock, account_id, naam)
