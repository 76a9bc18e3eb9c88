"""Import and export over HTTP: right, scope, size, and that an address only works for who made it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from sqlalchemy.engine import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bpv_app.db import transaction
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.inlezen import ImportSoort
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.kenmerk import lees_bestand, teken_bestand
from bpv_app.koppeling.routes import ROUTES
from bpv_app.toegang.service import Gevonden
from tests.inlezen.hulp import neem_over, rijen
from tests.makers import make_actor, make_student, make_team

BSN = "111222333"
CSV = f"Studentnummer;Naam;BSN\n100001;Eva;{BSN}\n;Kapot;\n"


class Web:
    """A browser that is logged in as whoever the test says."""

    def __init__(self, client: TestClient, motor: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client, self.motor, self.als = client, motor, Actor(None, "niemand")
        monkeypatch.setattr("bpv_app.toegang.web.actor_van_request", lambda _request: self.als)

    def upload(self, soort: str, inhoud: bytes | str, naam: str = "s.csv", **anders: Any) -> Any:
        return self.client.post("/api/import", data={"soort": soort}, files={"bestand": (naam, inhoud)}, **anders)


@pytest.fixture
def web(motor: Engine, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    monkeypatch.setattr("bpv_app.db.engine", lambda: motor)
    monkeypatch.setattr("bpv_app.kernel.clock.klok", clock)
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost:3000", follow_redirects=False) as client:
        yield Web(client, motor, monkeypatch)


def _rollen(motor: Engine) -> dict[str, Actor]:
    with transaction(op=motor) as session:
        team = make_team(session)
        make_student(session, team, naam="Eva Eigen", zoektekst="eva eigen", klas="3B")
        make_student(session, naam="Jan Ander", zoektekst="jan ander", klas="4A")
        return {
            r.value: make_actor(session, r, team_id=team.id) if r is Rol.COORDINATOR else make_actor(session, r)
            for r in Rol
        }


def test_the_gate_itself_asks_for_a_session(motor: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def geen(*_: object) -> Gevonden | None:
        return None

    monkeypatch.setattr("bpv_app.toegang.web.vind_sessie", geen)
    with TestClient(Starlette(routes=ROUTES), follow_redirects=False) as client:
        assert client.get("/api/export/studenten.csv").headers["location"].startswith("/login")
        assert client.post("/api/import").status_code == 401
        assert client.get("/api/import/1/verslag.csv").status_code == 303


def test_an_export_is_what_the_screen_shows(web: Web, motor: Engine) -> None:
    rollen = _rollen(motor)
    web.als = rollen["coordinator"]
    antwoord = web.client.get("/api/export/studenten.csv?zoek=e&kolommen=naam,klas&pagina=9&onzin=1")
    assert antwoord.status_code == 200
    assert antwoord.content.decode("utf-8-sig") == "Naam;Klas\r\nEva Eigen;3B\r\n"
    assert antwoord.headers["content-disposition"] == 'attachment; filename="studenten-2026-11-26.csv"'
    assert antwoord.headers["cache-control"] == "no-store"
    web.als = rollen["studentenzaken"]
    boek = openpyxl.load_workbook(io.BytesIO(web.client.get("/api/export/studenten.xlsx?klas=4A").content))
    assert [r[0].value for r in boek.worksheets[0].iter_rows()] == ["Naam", "Jan Ander"]
    assert rijen(motor, "SELECT tabel, omschrijving FROM audit WHERE soort = 'gebeurd'") == [
        ("studenten", "1 rijen als csv geëxporteerd"), ("studenten", "1 rijen als xlsx geëxporteerd"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rol", "lijst", "status"),
    [
        ("coordinator", "studenten", 200), ("onderwijsbegeleider", "studenten", 200), ("student", "studenten", 403),
        ("praktijkopleider", "studenten", 403), ("beheer", "studenten", 403), ("beheer", "audit", 200),
        ("coordinator", "audit", 403), ("student", "poks", 403), ("praktijkopleider", "leerbedrijven", 403),
        ("coordinator", "bestaat-niet", 404),
    ],
)  # fmt: skip
def test_each_role_exports_what_it_may_see(web: Web, motor: Engine, rol: str, lijst: str, status: int) -> None:
    web.als = _rollen(motor)[rol]
    assert web.client.get(f"/api/export/{lijst}.csv").status_code == status


def test_another_kind_of_file_does_not_exist(web: Web, motor: Engine) -> None:
    web.als = _rollen(motor)["studentenzaken"]
    assert web.client.get("/api/export/studenten.pdf").status_code == 404


@pytest.mark.parametrize("rol", ["onderwijsbegeleider", "student", "praktijkopleider"])
def test_who_may_not_import_cannot_upload_or_see_reports(web: Web, motor: Engine, rol: str, clock: FixedClock) -> None:
    rollen = _rollen(motor)
    neem_over(motor, clock, ImportSoort.STUDENTEN, CSV)
    web.als = rollen[rol]
    assert web.upload("studenten", CSV).status_code == 403
    assert web.client.get("/api/import/1/verslag.csv").status_code == 403
    assert web.client.get("/api/import/proef.csv").status_code == 403


def test_an_upload_leads_to_the_trial_and_changes_nothing(web: Web, motor: Engine) -> None:
    rollen = _rollen(motor)
    web.als = rollen["studentenzaken"]
    voor = rijen(motor, "SELECT count(*) FROM student")
    antwoord = web.upload("studenten", CSV, naam=f"../{BSN}.csv")
    assert antwoord.status_code == 303
    adres = urlsplit(antwoord.headers["location"])
    assert adres.path == "/beheer/import"
    query = {k: v[0] for k, v in parse_qs(adres.query).items()}
    assert BSN not in adres.query
    assert rijen(motor, "SELECT count(*) FROM student") == voor
    indeling = {"v_studentnummer": "Studentnummer", "v_naam": "Naam"}
    verslag = web.client.get("/api/import/proef.csv", params={**query, **indeling})
    assert verslag.status_code == 200
    assert "Geweigerd;3" in verslag.content.decode("utf-8-sig")
    web.als = rollen["coordinator"]
    assert web.client.get("/api/import/proef.csv", params=query).status_code == 404


def test_an_address_of_a_file_fits_one_account() -> None:
    een, twee = Actor(1, "a"), Actor(2, "b")
    kenmerk = teken_bestand(een, "0" * 64)
    assert lees_bestand(een, kenmerk) == "0" * 64
    for wie, wat in ((twee, kenmerk), (een, "0" * 64), (een, kenmerk[:-1]), (een, ""), (een, "é"), (een, "x" * 5000)):
        with pytest.raises(NietGevonden):
            lees_bestand(wie, wat)


@pytest.mark.parametrize(
    ("soort", "rol", "inhoud", "status"),
    [
        ("studenten", "studentenzaken", b"", 400),
        ("studenten", "studentenzaken", b"%PDF-1.7", 400),
        ("ro", "studentenzaken", b"geen ro\n", 400),
        ("onzin", "studentenzaken", b"a;b\n1;2\n", 404),
        ("erkenningen", "studentenzaken", b"a;b\n1;2\n", 403),
        ("erkenningen", "beheer", b"a;b\n1;2\n", 303),
    ],
)
def test_an_upload_that_cannot_be_is_refused_in_words(
    web: Web, motor: Engine, soort: str, rol: str, inhoud: bytes, status: int
) -> None:
    web.als = _rollen(motor)[rol]
    assert web.upload(soort, inhoud).status_code == status


def test_a_file_that_is_too_large_is_refused_before_it_is_read(web: Web, motor: Engine) -> None:
    web.als = _rollen(motor)["studentenzaken"]
    assert web.upload("studenten", b"x" * (16 * 1024 * 1024)).status_code == 413
    assert web.client.post("/api/import", data={"soort": "studenten"}).status_code == 413
    assert web.upload("studenten", CSV, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_the_report_of_an_import_is_for_who_may_see_it(web: Web, motor: Engine, clock: FixedClock) -> None:
    rollen = _rollen(motor)
    neem_over(motor, clock, ImportSoort.STUDENTEN, CSV, rollen["studentenzaken"])
    nummer = rijen(motor, "SELECT id FROM import_run")[0][0]
    web.als = rollen["studentenzaken"]
    assert "Geweigerd;3" in web.client.get(f"/api/import/{nummer}/verslag.csv").content.decode("utf-8-sig")
    for wie, wat in ((rollen["coordinator"], nummer), (rollen["beheer"], nummer + 1), (rollen["beheer"], "x")):
        web.als = wie
        assert web.client.get(f"/api/import/{wat}/verslag.csv").status_code == 404
