"""Every route carries an access mark; errors become something a person or a program can read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from bpv_app.db import transaction
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.routes import ROUTES as ALLE_ROUTES
from bpv_app.toegang.service import maak_sessie
from bpv_app.toegang.tables import Herkomst
from bpv_app.toegang.web import als_id, ongemarkeerd, openbaar, route_toegang, taal_van
from tests.makers import make_account

FOUTEN: dict[str, Exception] = {
    "weg": NietGevonden(),
    "oud": Verouderd((("naam", "Jan", "Piet"),)),
    "veld": OngeldigeInvoer({"datum": Tekst("Geen datum.", "No date.")}),
    "bug": ZeroDivisionError("geheim detail"),
}


@openbaar
def vrij(request: Request) -> Response:
    return PlainTextResponse("vrij")


@openbaar
async def vrij_async(request: Request) -> Response:
    return PlainTextResponse("vrij")


@route_toegang()
def ieder(request: Request, actor: Actor) -> Response:
    return PlainTextResponse(actor.naam)


@route_toegang(Actie.POK_AFDRUKKEN, Actie.POK_VERSTUREN)
async def een_van_twee(request: Request, actor: Actor) -> Response:
    return PlainTextResponse("mag")


@openbaar
def stuk(request: Request) -> Response:
    raise FOUTEN[request.path_params["welke"]]


ROUTES = [
    Route("/vrij", vrij, methods=["GET", "POST"]),
    Route("/vrij-async", vrij_async),
    Route("/ieder", ieder, methods=["GET", "POST"]),
    Route("/een-van-twee", een_van_twee),
    Route("/stuk/{welke}", stuk),
]


@pytest.fixture
def browser(motor: Engine, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("bpv_app.db.engine", lambda: motor)
    monkeypatch.setattr("bpv_app.kernel.clock.klok", clock)
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost:3000", follow_redirects=False) as client:
        yield client


def _word(browser: TestClient, motor: Engine, clock: FixedClock, rol: Rol | None, **anders: Any) -> None:
    with transaction(op=motor) as session:
        account = make_account(session, rol, naam="Anna", **anders)
        browser.cookies.set("bpv_sessie", maak_sessie(session, clock, account.id or 0, Herkomst.WACHTWOORD, ""))


def test_every_route_of_the_app_carries_a_mark() -> None:
    assert ongemarkeerd(ALLE_ROUTES) == []


def test_a_forgotten_mark_is_found_also_below_a_mount() -> None:
    def kaal(request: Request) -> Response:
        return PlainTextResponse("")

    routes = [
        *ROUTES,
        Route("/kaal", kaal),
        Mount("/diep", routes=[Route("/kaal", kaal)]),
        Mount("/app", app=Starlette()),
    ]
    assert ongemarkeerd(routes) == ["/kaal", "/diep/kaal", "/app"]


def test_open_routes_are_open(browser: TestClient) -> None:
    assert [browser.get(pad).text for pad in ("/vrij", "/vrij-async")] == ["vrij", "vrij"]


def test_without_a_session_a_page_leads_to_the_login_and_back(browser: TestClient) -> None:
    antwoord = browser.get("/ieder?a=1&b=2")
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/login?naar=%2Fieder%3Fa%3D1%26b%3D2")


def test_without_a_session_a_form_is_refused_with_a_page(browser: TestClient) -> None:
    antwoord = browser.post("/ieder")
    assert antwoord.status_code == 401
    assert "Log opnieuw in" in antwoord.text


def test_with_a_session_the_handler_gets_the_actor(browser: TestClient, motor: Engine, clock: FixedClock) -> None:
    _word(browser, motor, clock, None)
    assert browser.get("/ieder").text == "Anna"


@pytest.mark.parametrize("rol", list(Rol))
def test_one_of_the_rights_is_enough(browser: TestClient, motor: Engine, clock: FixedClock, rol: Rol) -> None:
    _word(browser, motor, clock, rol)
    mag = rol in (Rol.COORDINATOR, Rol.STUDENTENZAKEN)
    assert browser.get("/een-van-twee").status_code == (200 if mag else 403)


@pytest.mark.parametrize(("welke", "status"), [("weg", 404), ("oud", 409), ("veld", 400), ("bug", 500)])
def test_people_get_a_page_that_says_what_happened(browser: TestClient, welke: str, status: int) -> None:
    antwoord = browser.get(f"/stuk/{welke}", headers={"Accept": "text/html,*/*"})
    assert antwoord.status_code == status
    assert antwoord.headers["content-type"].startswith("text/html")
    assert 'href="/"' in antwoord.text
    assert "geheim detail" not in antwoord.text
    if welke == "veld":
        assert "Geen datum." in antwoord.text


@pytest.mark.parametrize(("welke", "code"), [("weg", "niet_gevonden"), ("oud", "verouderd"), ("bug", "interne_fout")])
def test_programs_get_a_problem_document(browser: TestClient, welke: str, code: str) -> None:
    antwoord = browser.get(f"/stuk/{welke}", headers={"Accept": "application/json"})
    assert antwoord.headers["content-type"] == "application/problem+json"
    probleem = antwoord.json()
    assert (probleem["code"], probleem["status"]) == (code, antwoord.status_code)
    assert "geheim detail" not in antwoord.text


def test_a_program_is_told_it_is_not_logged_in(browser: TestClient) -> None:
    antwoord = browser.get("/ieder", headers={"Accept": "application/json"})
    assert (antwoord.status_code, antwoord.json()["code"]) == (401, "niet_ingelogd")


def test_field_errors_reach_the_program(browser: TestClient) -> None:
    antwoord = browser.get("/stuk/veld", headers={"Accept": "application/json", "Accept-Language": "en-GB,en"})
    assert antwoord.json()["velden"] == {"datum": "No date."}


def test_a_bug_is_logged_with_the_number_the_person_sees(browser: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    antwoord = browser.get("/stuk/bug")
    nummer = antwoord.text.split("Meld dit met nummer ")[1][:8]
    assert nummer in caplog.text
    assert "ZeroDivisionError" in caplog.text


def test_changing_requests_of_other_sites_stop_at_every_marked_route(browser: TestClient) -> None:
    assert browser.post("/vrij", headers={"Origin": "https://evil.example"}).status_code == 403
    assert browser.get("/vrij", headers={"Origin": "https://evil.example"}).status_code == 200


@pytest.mark.parametrize(
    ("query", "kop", "taal"),
    [
        ("", "", "nl"),
        ("", "en-GB,en;q=0.9,nl;q=0.8", "en"),
        ("", "de,nl;q=0.5", "nl"),
        ("", "fr", "nl"),
        ("taal=en", "nl", "en"),
        ("taal=xx", "nl", "nl"),
    ],
)
def test_the_language_is_what_was_asked_for(query: str, kop: str, taal: str) -> None:
    request = Request({"type": "http", "query_string": query.encode(), "headers": [(b"accept-language", kop.encode())]})
    assert taal_van(request) == taal
    assert taal_van(request, Actor(1, "A", taal="en")) == "en"


@pytest.mark.parametrize(
    ("waarde", "nummer"), [("12", 12), ("0", 0), ("-1", 0), ("1.5", 0), ("²", 0), ("9" * 30, 0), (None, 0), ("", 0)]
)
def test_an_id_from_an_address_is_a_number_or_nothing(waarde: object, nummer: int) -> None:
    assert als_id(waarde) == nummer
