"""The HTTP adapter: token kept and renewed, key and body sent, every bad line is "no answer"."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bpv_app.kernel.clock import FixedClock
from bpv_app.koppeling.krd.http import KrdHttp
from bpv_app.outbox.rules import Aangenomen, GeenAntwoord, Geweigerd, Uitkomst
from tests.koppeling.krd_payload import te_leveren

Antwoorder = Callable[[httpx.Request], httpx.Response]
JA = httpx.Response(200, json={"uitkomst": "aangenomen", "krd_nummer": "KRD1", "krd_status": "Volledig"})
AANGENOMEN = Aangenomen({"krd_status": "volledig", "krd_nummer": "KRD1"})


class Register:
    """A register made of two functions; counts what it is asked."""

    def __init__(self, clock: FixedClock) -> None:
        self.clock = clock
        self.tokens = 0
        self.berichten: list[httpx.Request] = []
        self.bij_bericht: Antwoorder = lambda _vraag: JA
        self.bij_token: Antwoorder = lambda _vraag: httpx.Response(
            200, json={"access_token": f"token-{self.tokens}", "token_type": "Bearer", "expires_in": 3600}
        )
        self.krd = KrdHttp("http://krd.example/", "wij", "geheim", clock, transport=httpx.MockTransport(self._antwoord))

    def _antwoord(self, vraag: httpx.Request) -> httpx.Response:
        if vraag.url.path == "/token":
            self.tokens += 1
            return self.bij_token(vraag)
        self.berichten.append(vraag)
        return self.bij_bericht(vraag)

    def lever(self) -> Uitkomst:
        return self.krd.lever(te_leveren())


@pytest.fixture
def register(clock: FixedClock) -> Register:
    return Register(clock)


def test_the_message_goes_with_token_and_key(register: Register) -> None:
    assert register.lever() == AANGENOMEN
    vraag = register.berichten[0]
    assert (vraag.method, str(vraag.url)) == ("POST", "http://krd.example/poks/berichten")
    assert vraag.headers["authorization"] == "Bearer token-1"
    assert vraag.headers["idempotency-key"] == "sleutel-1"
    assert json.loads(vraag.content)["pok_nummer"] == "2026-00001"


def test_the_token_is_asked_with_our_credentials(register: Register) -> None:
    gezien: list[httpx.Request] = []

    def kijk(vraag: httpx.Request) -> httpx.Response:
        gezien.append(vraag)
        return httpx.Response(200, json={"access_token": "t", "expires_in": 60})

    register.bij_token = kijk
    register.lever()
    assert gezien[0].content == b"grant_type=client_credentials"
    assert gezien[0].headers["authorization"] == httpx.BasicAuth("wij", "geheim")._auth_header


def test_a_token_is_used_until_shortly_before_its_end(register: Register, clock: FixedClock) -> None:
    for _ in range(3):
        register.lever()
    assert register.tokens == 1
    clock.moment += timedelta(seconds=3569)
    register.lever()
    assert register.tokens == 1
    clock.moment += timedelta(seconds=1)
    register.lever()
    assert register.tokens == 2
    assert register.berichten[-1].headers["authorization"] == "Bearer token-2"


def test_a_token_the_register_forgot_is_renewed_once(register: Register) -> None:
    register.bij_bericht = lambda vraag: (
        JA if vraag.headers["authorization"] == "Bearer token-2" else httpx.Response(401, json={"code": "TOKEN"})
    )
    assert register.lever() == AANGENOMEN
    assert (register.tokens, len(register.berichten)) == (2, 2)
    assert len({v.headers["idempotency-key"] for v in register.berichten}) == 1


def test_a_register_that_keeps_saying_no_to_the_token_gets_two_tries(register: Register) -> None:
    register.bij_bericht = lambda _vraag: httpx.Response(401)
    uitkomst = register.lever()
    assert isinstance(uitkomst, GeenAntwoord)
    assert (uitkomst.code, uitkomst.lijn_dood, len(register.berichten)) == ("toegang_geweigerd", True, 2)


@pytest.mark.parametrize(
    ("antwoord", "code"),
    [
        (httpx.Response(401, json={"error": "invalid_client"}), "toegang_geweigerd"),
        (httpx.Response(400, json={"error": "unsupported_grant_type"}), "toegang_geweigerd"),
        (httpx.Response(500), "http_500"),
        (httpx.Response(200, text="<html>"), "onleesbaar_antwoord"),
        (httpx.Response(200, json={"access_token": 1}), "onleesbaar_antwoord"),
        (httpx.Response(200, json={"access_token": "regel\nbreuk"}), "onleesbaar_antwoord"),
        (httpx.Response(200, json={"access_token": "é"}), "onleesbaar_antwoord"),
    ],
)
def test_without_a_token_nothing_is_sent(register: Register, antwoord: httpx.Response, code: str) -> None:
    register.bij_token = lambda _vraag: antwoord
    uitkomst = register.lever()
    assert isinstance(uitkomst, GeenAntwoord)
    assert (uitkomst.code, uitkomst.lijn_dood, register.berichten) == (code, True, [])


def test_a_token_without_a_sensible_end_is_not_kept_long(register: Register, clock: FixedClock) -> None:
    register.bij_token = lambda _vraag: httpx.Response(200, json={"access_token": "t", "expires_in": "morgen"})
    register.lever()
    clock.moment += timedelta(minutes=5)
    register.lever()
    assert register.tokens == 2


def _gooi(fout: type[httpx.TransportError]) -> Antwoorder:
    def antwoord(vraag: httpx.Request) -> httpx.Response:
        raise fout("stuk", request=vraag)

    return antwoord


@pytest.mark.parametrize(
    ("fout", "code", "lijn_dood"),
    [
        (httpx.ConnectError, "geen_lijn", True),
        (httpx.ConnectTimeout, "geen_lijn", True),
        (httpx.ReadTimeout, "geen_tijdig_antwoord", True),
        (httpx.WriteError, "lijn_verbroken", False),
        (httpx.ReadError, "lijn_verbroken", False),
        (httpx.RemoteProtocolError, "lijn_verbroken", False),
    ],
)
def test_a_bad_line_is_no_answer(
    register: Register, fout: type[httpx.TransportError], code: str, lijn_dood: bool
) -> None:
    register.bij_bericht = _gooi(fout)
    uitkomst = register.lever()
    assert isinstance(uitkomst, GeenAntwoord)
    assert (uitkomst.code, uitkomst.lijn_dood) == (code, lijn_dood)


def test_a_bad_line_while_asking_for_the_token_is_no_answer(register: Register) -> None:
    register.bij_token = _gooi(httpx.ConnectError)
    uitkomst = register.lever()
    assert isinstance(uitkomst, GeenAntwoord)
    assert uitkomst.code == "geen_lijn"


@pytest.mark.parametrize(
    ("antwoord", "verwacht"),
    [
        (
            httpx.Response(422, json={"code": "MUTATIESTOP", "tekst": "Dicht.", "krd_status": None}),
            Geweigerd("MUTATIESTOP", "Dicht.", {"krd_status": None}),
        ),
        (httpx.Response(500, text="stuk"), GeenAntwoord("http_500", "De KRD antwoordde met fout 500.")),
        (
            httpx.Response(200, content=b"[" * 100_000),
            GeenAntwoord("onleesbaar_antwoord", "De KRD gaf een antwoord zonder status of nummer."),
        ),
        (
            httpx.Response(302, headers={"location": "http://elders.example/"}),
            GeenAntwoord("http_302", "De KRD antwoordde met fout 302."),
        ),
    ],
)
def test_answers_are_classified(register: Register, antwoord: httpx.Response, verwacht: Any) -> None:
    register.bij_bericht = lambda _vraag: antwoord
    assert register.lever() == verwacht
