"""The door over HTTP: login, logout, cookies, redirects, other sites, guessing."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from bpv_app.config import Instellingen, lees_instellingen
from bpv_app.db import transaction
from bpv_app.kernel.rechten import Rol
from bpv_app.toegang.geheim import klopt_wachtwoord
from bpv_app.toegang.routes import ROUTES
from bpv_app.toegang.service import vind_actor
from tests.makers import make_account
from tests.toegang.conftest import WACHTWOORD, Deur

NIEUW = "groene kikkers in de sloot"


def test_the_right_password_opens_the_door(deur: Deur) -> None:
    antwoord = deur.log_in()
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/")
    actor = vind_actor(deur.client.cookies["bpv_sessie"], deur.clock, deur.motor)
    assert actor is not None
    assert actor.account_id == deur.account_id
    assert deur.waarde("SELECT omschrijving FROM audit WHERE soort = 'gebeurd'") == "ingelogd met een wachtwoord"


def test_the_user_name_may_have_capitals(deur: Deur) -> None:
    assert deur.log_in(gebruikersnaam=" Anna@School.Example ").headers["location"] == "/"


def test_the_cookie_is_closed_to_scripts_and_other_sites(deur: Deur) -> None:
    koek = deur.log_in().headers["set-cookie"]
    assert {deel.strip().lower() for deel in koek.split(";")[1:]} == {"httponly", "path=/", "samesite=lax"}


def test_behind_tls_the_cookie_is_secure(deur: Deur, monkeypatch: pytest.MonkeyPatch) -> None:
    _met_instellingen(monkeypatch, base_url="https://bpv.school.example")
    assert "secure" in deur.log_in().headers["set-cookie"].lower()


def _met_instellingen(monkeypatch: pytest.MonkeyPatch, **anders: object) -> None:
    nieuw: Instellingen = lees_instellingen(**anders)
    for module in ("routes", "web", "service", "links"):
        monkeypatch.setattr(f"bpv_app.toegang.{module}.instellingen", lambda: nieuw)


@pytest.mark.parametrize("naar", ["/poks", "/dossiers/12?tab=uren&x=%2F"])
def test_login_leads_to_where_one_wanted_to_be(deur: Deur, naar: str) -> None:
    assert deur.log_in(naar=naar).headers["location"] == naar


BUITEN = [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "///evil.example",
    "/\tevil",
    "javascript:alert(1)",
]


def test_login_never_leads_to_another_site(deur: Deur) -> None:
    for naar in BUITEN:
        assert deur.log_in("fout", naar=naar).headers["location"] == "/login?fout=1"
        assert deur.log_in(naar=naar).headers["location"] == "/"


def test_a_wrong_password_leads_back_and_keeps_the_way(deur: Deur) -> None:
    antwoord = deur.log_in("verkeerd wachtwoord", naar="/poks?a=b&c=d")
    plek = urlsplit(antwoord.headers["location"])
    assert (antwoord.status_code, plek.path) == (303, "/login")
    assert parse_qs(plek.query) == {"fout": ["1"], "naar": ["/poks?a=b&c=d"]}
    assert "set-cookie" not in antwoord.headers


def test_nobody_learns_which_accounts_exist(deur: Deur, wachtwoord_hash: str) -> None:
    with transaction(op=deur.motor) as session:
        make_account(session, gebruikersnaam="dicht@x.nl", wachtwoord_hash=wachtwoord_hash, is_actief=False)
        make_account(session, gebruikersnaam="link@x.nl")
    antwoorden = {
        (a.status_code, a.headers["location"], a.content, frozenset(a.headers))
        for a in (
            deur.log_in("verkeerd"),
            deur.log_in(gebruikersnaam="bestaat@niet.nl"),
            deur.log_in(gebruikersnaam="dicht@x.nl"),
            deur.log_in(gebruikersnaam="link@x.nl"),
            deur.log_in("", gebruikersnaam="link@x.nl"),
            deur.log_in(gebruikersnaam="a\x00b"),
            deur.log_in("é" * 2000),
        )
    }
    assert len(antwoorden) == 1


def test_unknown_names_cost_the_same_work(deur: Deur, monkeypatch: pytest.MonkeyPatch) -> None:
    gecontroleerd: list[bool] = []

    def tel(hash_: str, wachtwoord: str) -> bool:
        gecontroleerd.append(bool(hash_))
        return klopt_wachtwoord(hash_, wachtwoord)

    monkeypatch.setattr("bpv_app.toegang.service.klopt_wachtwoord", tel)
    deur.log_in("verkeerd")
    deur.log_in("verkeerd", gebruikersnaam="bestaat@niet.nl")
    assert gecontroleerd == [True, False]


@pytest.mark.parametrize("gebruikersnaam", ["anna@school.example", "bestaat@niet.nl"])
def test_after_ten_failures_the_account_has_to_wait(deur: Deur, gebruikersnaam: str) -> None:
    for _ in range(10):
        assert deur.log_in("fout", gebruikersnaam=gebruikersnaam).headers["location"] == "/login?fout=1"
    assert deur.log_in(gebruikersnaam=gebruikersnaam).headers["location"] == "/login?fout=2"
    # Also from elsewhere; other people are not bothered.
    ander = deur.nieuwe_browser().post("/api/login", data={"gebruikersnaam": gebruikersnaam, "wachtwoord": WACHTWOORD})
    assert ander.headers["location"] == "/login?fout=2"
    deur.clock.moment += timedelta(minutes=15)
    verwacht = "/" if gebruikersnaam == deur.gebruikersnaam else "/login?fout=1"
    assert deur.log_in(gebruikersnaam=gebruikersnaam).headers["location"] == verwacht


def test_success_forgets_the_failures(deur: Deur) -> None:
    for _ in range(9):
        deur.log_in("fout")
    assert deur.log_in().headers["location"] == "/"
    assert deur.waarde("SELECT count(*) FROM poging WHERE soort = 'login_account'") == 0
    assert deur.waarde("SELECT count(*) FROM poging WHERE soort = 'login_ip'") == 9


def test_one_address_may_not_try_many_names(deur: Deur, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpv_app.toegang.service.klopt_wachtwoord", lambda hash_, wachtwoord: False)
    for n in range(60):
        assert deur.log_in(gebruikersnaam=f"naam{n}@x.nl").headers["location"] == "/login?fout=1"
    assert deur.log_in(gebruikersnaam="naam60@x.nl").headers["location"] == "/login?fout=2"
    ander = deur.nieuwe_browser().post("/api/login", data={"gebruikersnaam": "naam61@x.nl", "wachtwoord": "x"})
    assert ander.headers["location"] == "/login?fout=1"


def test_a_whole_class_behind_one_address_can_log_in(deur: Deur, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpv_app.toegang.service.klopt_wachtwoord", lambda hash_, wachtwoord: bool(hash_))
    assert {deur.log_in().headers["location"] for _ in range(61)} == {"/"}


def test_attempts_hold_no_names_and_no_addresses(deur: Deur) -> None:
    deur.log_in("fout")
    with deur.motor.connect() as verbinding:
        rijen = str(verbinding.exec_driver_sql("SELECT * FROM poging").all())
    assert "anna" not in rijen
    assert "testclient" not in rijen


@pytest.mark.parametrize(("vertrouwd", "verwacht"), [(False, "/login?fout=2"), (True, "/login?fout=1")])
def test_a_forwarded_address_counts_only_behind_a_trusted_proxy(
    deur: Deur, monkeypatch: pytest.MonkeyPatch, vertrouwd: bool, verwacht: str
) -> None:
    _met_instellingen(monkeypatch, vertrouwde_proxy=vertrouwd)
    monkeypatch.setattr("bpv_app.toegang.service.klopt_wachtwoord", lambda hash_, wachtwoord: False)

    def probeer(n: int) -> str:
        velden = {"gebruikersnaam": f"naam{n}@x.nl", "wachtwoord": "x"}
        keten = f"203.0.113.1, 198.51.100.{n}"
        return str(deur.client.post("/api/login", data=velden, headers={"X-Forwarded-For": keten}).headers["location"])

    assert [probeer(n) for n in range(61)][-1] == verwacht


def test_login_replaces_the_session_that_was_there(deur: Deur) -> None:
    deur.log_in()
    oud = deur.client.cookies["bpv_sessie"]
    deur.log_in()
    nieuw = deur.client.cookies["bpv_sessie"]
    assert oud != nieuw
    assert vind_actor(oud, deur.clock, deur.motor) is None
    assert vind_actor(nieuw, deur.clock, deur.motor)


def test_a_cookie_of_somebodys_own_making_is_never_adopted(deur: Deur) -> None:
    deur.client.cookies.set("bpv_sessie", "gekozen")
    antwoord = deur.log_in()
    assert "gekozen" not in antwoord.headers["set-cookie"]


def test_logout_ends_the_session_and_takes_the_cookie_away(deur: Deur) -> None:
    deur.log_in()
    token = deur.client.cookies["bpv_sessie"]
    antwoord = deur.client.post("/api/logout")
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/login?uit=1")
    assert vind_actor(token, deur.clock, deur.motor) is None
    assert "bpv_sessie" not in deur.client.cookies


def test_logout_without_a_session_is_fine(deur: Deur) -> None:
    assert deur.client.post("/api/logout").status_code == 303


VREEMD = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://localhost:3000.evil.example"},
    {"Origin": "http://localhost:3001"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:3000"},
]


@pytest.mark.parametrize("pad", [route.path for route in ROUTES if "POST" in (route.methods or ())])
def test_forms_of_other_sites_are_refused(deur: Deur, pad: str) -> None:
    deur.log_in()
    token = deur.client.cookies["bpv_sessie"]
    velden = {"gebruikersnaam": deur.gebruikersnaam, "wachtwoord": WACHTWOORD}
    for kop in VREEMD:
        antwoord = deur.client.post(pad.replace("{account_id}", "1"), data=velden, headers=kop)
        assert antwoord.status_code == 403, kop
        assert "set-cookie" not in antwoord.headers
        assert vind_actor(token, deur.clock, deur.motor)


@pytest.mark.parametrize(
    "kop",
    [
        {"Origin": "http://localhost:3000", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "null", "Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {},
    ],
    ids=str,
)
def test_our_own_forms_are_accepted(deur: Deur, kop: dict[str, str]) -> None:
    velden = {"gebruikersnaam": deur.gebruikersnaam, "wachtwoord": WACHTWOORD}
    assert deur.client.post("/api/login", data=velden, headers=kop).headers["location"] == "/"


@pytest.mark.parametrize(
    ("inhoud", "soort"),
    [
        (b'{"gebruikersnaam": "anna@school.example"}', "application/json"),
        (b"gebruikersnaam=" + b"a" * 60_000, "application/x-www-form-urlencoded"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
    ],
)
def test_something_else_than_a_small_form_is_refused(deur: Deur, inhoud: bytes, soort: str) -> None:
    antwoord = deur.client.post("/api/login", content=inhoud, headers={"content-type": soort})
    assert antwoord.status_code == 400


def test_a_form_without_fields_is_a_failed_login(deur: Deur) -> None:
    leeg = {"content-type": "application/x-www-form-urlencoded"}
    assert deur.client.post("/api/login", content=b"", headers=leeg).headers["location"] == "/login?fout=1"


def _wijzig(deur: Deur, **velden: str) -> str:
    alles = {"huidig": WACHTWOORD, "nieuw": NIEUW, "herhaal": NIEUW, **velden}
    return str(deur.client.post("/api/wachtwoord", data=alles).headers["location"])


def test_a_new_password_works_and_ends_the_other_sessions(deur: Deur) -> None:
    ander = deur.nieuwe_browser()
    ander.post("/api/login", data={"gebruikersnaam": deur.gebruikersnaam, "wachtwoord": WACHTWOORD})
    deur.log_in()
    assert _wijzig(deur) == "/account?gewijzigd=1"
    assert vind_actor(deur.client.cookies["bpv_sessie"], deur.clock, deur.motor)
    assert vind_actor(ander.cookies["bpv_sessie"], deur.clock, deur.motor) is None
    assert deur.log_in().headers["location"] == "/login?fout=1"
    assert deur.log_in(NIEUW).headers["location"] == "/"


@pytest.mark.parametrize(
    ("velden", "reden"),
    [
        ({"huidig": "verkeerd"}, "huidig"),
        ({"herhaal": "iets anders dan nieuw"}, "ongelijk"),
        ({"nieuw": "kort", "herhaal": "kort"}, "kort"),
        ({"nieuw": WACHTWOORD, "herhaal": WACHTWOORD}, "zelfde"),
    ],
)
def test_a_refused_password_says_why(deur: Deur, velden: dict[str, str], reden: str) -> None:
    deur.log_in()
    assert _wijzig(deur, **velden) == f"/account?fout={reden}"
    assert deur.log_in().headers["location"] == "/"


def test_a_stolen_session_cannot_guess_the_password(deur: Deur) -> None:
    deur.log_in()
    for _ in range(10):
        assert _wijzig(deur, huidig="raden maar") == "/account?fout=huidig"
    antwoord = deur.client.post("/api/wachtwoord", data={"huidig": WACHTWOORD, "nieuw": NIEUW, "herhaal": NIEUW})
    assert antwoord.status_code == 429


def test_without_a_session_no_password_changes(deur: Deur) -> None:
    velden = {"huidig": WACHTWOORD, "nieuw": NIEUW, "herhaal": NIEUW}
    assert deur.client.post("/api/wachtwoord", data=velden).status_code == 401


def test_with_a_temporary_password_one_first_chooses_an_own_one(deur: Deur) -> None:
    with deur.motor.begin() as verbinding:
        verbinding.exec_driver_sql("UPDATE account SET moet_wijzigen = true")
    assert deur.log_in(naar="/poks").headers["location"] == "/account?naar=%2Fpoks"
    assert _wijzig(deur, naar="/poks") == "/poks"
    assert deur.log_in(NIEUW, naar="/poks").headers["location"] == "/poks"


def _beheer(deur: Deur, wachtwoord_hash: str) -> TestClient:
    with transaction(op=deur.motor) as session:
        make_account(session, Rol.BEHEER, gebruikersnaam="beheer@x.nl", wachtwoord_hash=wachtwoord_hash)
    browser = deur.nieuwe_browser()
    browser.post("/api/login", data={"gebruikersnaam": "beheer@x.nl", "wachtwoord": WACHTWOORD})
    return browser


def test_beheer_gives_a_temporary_password_that_is_shown_once(deur: Deur, wachtwoord_hash: str) -> None:
    deur.log_in()
    antwoord = _beheer(deur, wachtwoord_hash).post(f"/api/accounts/{deur.account_id}/wachtwoord")
    assert (antwoord.status_code, antwoord.headers["cache-control"]) == (200, "no-store")
    tijdelijk = antwoord.text.split("<code>")[1].split("</code>")[0]
    assert vind_actor(deur.client.cookies["bpv_sessie"], deur.clock, deur.motor) is None
    assert deur.log_in().headers["location"] == "/login?fout=1"
    assert deur.log_in(tijdelijk).headers["location"].startswith("/account?")
    with deur.motor.connect() as verbinding:
        assert tijdelijk not in str(verbinding.exec_driver_sql("SELECT * FROM account").all())
        assert tijdelijk not in str(verbinding.exec_driver_sql("SELECT * FROM audit").all())


@pytest.mark.parametrize("welk", ["999", "0", "-1", "abc", "%00", "9" * 15, "9" * 30])
def test_a_password_for_nobody_is_not_found(deur: Deur, wachtwoord_hash: str, welk: str) -> None:
    assert _beheer(deur, wachtwoord_hash).post(f"/api/accounts/{welk}/wachtwoord").status_code == 404


def test_only_beheer_gives_passwords(deur: Deur) -> None:
    pad = f"/api/accounts/{deur.account_id}/wachtwoord"
    assert deur.client.post(pad).status_code == 401
    deur.log_in()
    for poging in (pad, "/api/accounts/999/wachtwoord"):
        antwoord = deur.client.post(poging)
        assert antwoord.status_code == 403
        assert "<code>" not in antwoord.text
    assert deur.log_in().headers["location"] == "/"
