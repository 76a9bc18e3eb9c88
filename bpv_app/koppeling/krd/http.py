"""The KRD over HTTP: OAuth2 client credentials, time-outs, and every answer put in one of three boxes."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import httpx

from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.rules import (
    GEEN_TIJDIG_ANTWOORD,
    LIJN_VERBROKEN,
    ONLEESBAAR,
    TOEGANG,
    lees_antwoord,
    maak_bericht,
)
from bpv_app.outbox.rules import GEEN_LIJN, GeenAntwoord, TeLeveren, Uitkomst

TIMEOUT = httpx.Timeout(8, connect=3)
"""Seconds. Token and message together, tried twice, stay within the outbox's `LEVERTIJD`."""
MARGE = timedelta(seconds=30)
"""A token this close to its end is not used any more."""
STANDAARD_SECONDEN = 300


PER_PAGINA = 200
"""Rows the register is asked for at a time."""


class KrdOnbereikbaar(DomeinFout):
    """The register cannot be read now."""

    http_status = 503

    def __init__(self, waarom: str) -> None:
        super().__init__(
            "krd_onbereikbaar",
            Tekst(
                f"De KRD is nu niet te lezen. {waarom} Probeer het straks opnieuw.",
                "The register cannot be read now. Try again later.",
            ),
        )


class _GeenToken(Exception):
    """No token could be had; `uitkomst` says why."""

    def __init__(self, uitkomst: GeenAntwoord) -> None:
        super().__init__(uitkomst.code)
        self.uitkomst = uitkomst


class KrdHttp:
    """Sends messages to the register at `url`. Safe to use from several threads."""

    def __init__(
        self,
        url: str,
        client_id: str,
        client_secret: str,
        clock: Clock,
        *,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._auth = httpx.BasicAuth(client_id, client_secret)
        self._clock = clock
        self._client = httpx.Client(base_url=url.rstrip("/"), timeout=TIMEOUT, transport=transport)
        self._slot = threading.Lock()
        self._token = ""
        self._token_tot: datetime | None = None

    def close(self) -> None:
        self._client.close()

    def lever(self, bericht: TeLeveren) -> Uitkomst:
        """Send one message. A refused token is renewed once; every line error is "no answer"."""
        inhoud = maak_bericht(bericht)
        try:
            antwoord = self._stuur(inhoud, bericht.sleutel, self._geef_token())
            if antwoord.status_code == 401:
                self._vergeet_token()
                antwoord = self._stuur(inhoud, bericht.sleutel, self._geef_token())
        except _GeenToken as fout:
            return fout.uitkomst
        except httpx.TransportError as fout:
            return _lijnfout(fout)
        return lees_antwoord(antwoord.status_code, _json(antwoord))

    def wijzigingen(self, na: int) -> Any:
        """A page of what changed at the register after number `na` (JSON). Raises KrdOnbereikbaar."""
        return self._haal("/wijzigingen", {"na": na, "aantal": PER_PAGINA})

    def poks(self, vanaf: int) -> Any:
        """A page of what the register holds, from row `vanaf` (JSON). Raises KrdOnbereikbaar."""
        return self._haal("/poks", {"vanaf": vanaf, "aantal": PER_PAGINA})

    def _haal(self, pad: str, vraag: dict[str, int]) -> Any:
        try:
            antwoord = self._lees(pad, vraag)
            if antwoord.status_code == 401:
                self._vergeet_token()
                antwoord = self._lees(pad, vraag)
        except _GeenToken as fout:
            raise KrdOnbereikbaar(fout.uitkomst.tekst) from None
        except httpx.TransportError as fout:
            raise KrdOnbereikbaar(_lijnfout(fout).tekst) from None
        inhoud = _json(antwoord)
        if antwoord.status_code != 200 or not isinstance(inhoud, dict):
            raise KrdOnbereikbaar(f"De KRD antwoordde met {antwoord.status_code}.")
        return inhoud

    def _lees(self, pad: str, vraag: dict[str, int]) -> httpx.Response:
        koppen = {"Authorization": f"Bearer {self._geef_token()}"}
        return self._client.get(pad, params=vraag, headers=koppen)

    def _stuur(self, inhoud: dict[str, Any], sleutel: str, token: str) -> httpx.Response:
        koppen = {"Authorization": f"Bearer {token}", "Idempotency-Key": sleutel}
        return self._client.post("/poks/berichten", json=inhoud, headers=koppen)

    def _vergeet_token(self) -> None:
        with self._slot:
            self._token = ""

    def _geef_token(self) -> str:
        """The token in hand, or a new one (RFC 6749 section 4.4). Raises `_GeenToken` or httpx.TransportError."""
        with self._slot:
            if self._token and self._token_tot and self._clock.nu() < self._token_tot - MARGE:
                return self._token
            antwoord = self._client.post("/token", data={"grant_type": "client_credentials"}, auth=self._auth)
            inhoud = _json(antwoord)
            if antwoord.status_code in (400, 401, 403):
                raise _GeenToken(GeenAntwoord(TOEGANG, "De KRD laat ons niet toe met deze client.", lijn_dood=True))
            if antwoord.status_code != 200:
                code = f"http_{antwoord.status_code}"
                raise _GeenToken(GeenAntwoord(code, "De KRD gaf geen token.", lijn_dood=True))
            token = inhoud.get("access_token") if isinstance(inhoud, dict) else None
            if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
                raise _GeenToken(GeenAntwoord(ONLEESBAAR, "De KRD gaf een onleesbaar token.", lijn_dood=True))
            seconden = inhoud.get("expires_in", STANDAARD_SECONDEN)
            geldig = seconden if isinstance(seconden, int) and 0 < seconden < 10**7 else STANDAARD_SECONDEN
            self._token, self._token_tot = token, self._clock.nu() + timedelta(seconds=geldig)
            return token


def _json(antwoord: httpx.Response) -> Any:
    try:
        return antwoord.json()
    except (ValueError, RecursionError):
        return None


def _lijnfout(fout: httpx.TransportError) -> GeenAntwoord:
    """A broken line. Only when nobody could be reached at all does the whole channel rest."""
    if isinstance(fout, (httpx.ConnectError, httpx.ConnectTimeout)):
        return GeenAntwoord(GEEN_LIJN, "De KRD is niet bereikbaar.", lijn_dood=True)
    if isinstance(fout, httpx.TimeoutException):
        return GeenAntwoord(GEEN_TIJDIG_ANTWOORD, "De KRD antwoordde niet op tijd.", lijn_dood=True)
    return GeenAntwoord(LIJN_VERBROKEN, "De verbinding met de KRD brak af voor het antwoord.")
