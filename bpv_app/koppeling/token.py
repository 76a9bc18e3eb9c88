"""OAuth2 client credentials (RFC 6749 section 4.4) at another party: one token, used until shortly before its end."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import httpx

from bpv_app.kernel.clock import Clock
from bpv_app.koppeling.krd.rules import ONLEESBAAR, TOEGANG
from bpv_app.outbox.rules import GeenAntwoord

MARGE = timedelta(seconds=30)
"""A token this close to its end is not used any more."""
STANDAARD_SECONDEN = 300


class GeenToken(Exception):
    """No token could be had; `uitkomst` says why."""

    def __init__(self, uitkomst: GeenAntwoord) -> None:
        super().__init__(uitkomst.code)
        self.uitkomst = uitkomst


class TokenBron:
    """Asks `client` for tokens at `/token`. Safe to use from several threads. `wie`: the other party in a sentence."""

    def __init__(self, client: httpx.Client, client_id: str, client_secret: str, clock: Clock, wie: str) -> None:
        self._client, self._clock, self._wie = client, clock, wie
        self._auth = httpx.BasicAuth(client_id, client_secret)
        self._slot = threading.Lock()
        self._token = ""
        self._token_tot: datetime | None = None

    def vergeet(self) -> None:
        """The other side does not take it any more."""
        with self._slot:
            self._token = ""

    def geef(self) -> str:
        """The token in hand, or a new one. Raises `GeenToken` or httpx.TransportError."""
        with self._slot:
            if self._token and self._token_tot and self._clock.nu() < self._token_tot - MARGE:
                return self._token
            antwoord = self._client.post("/token", data={"grant_type": "client_credentials"}, auth=self._auth)
            try:
                inhoud = antwoord.json()
            except (ValueError, RecursionError):
                inhoud = None
            if antwoord.status_code in (400, 401, 403):
                raise GeenToken(
                    GeenAntwoord(TOEGANG, f"{self._wie} laat ons niet toe met deze client.", lijn_dood=True)
                )
            if antwoord.status_code != 200:
                code = f"http_{antwoord.status_code}"
                raise GeenToken(GeenAntwoord(code, f"{self._wie} gaf geen token.", lijn_dood=True))
            token = inhoud.get("access_token") if isinstance(inhoud, dict) else None
            if not isinstance(token, str) or not token.isascii() or not token.isprintable() or not token:
                raise GeenToken(GeenAntwoord(ONLEESBAAR, f"{self._wie} gaf een onleesbaar token.", lijn_dood=True))
            seconden = inhoud.get("expires_in", STANDAARD_SECONDEN)
            geldig = seconden if isinstance(seconden, int) and 0 < seconden < 10**7 else STANDAARD_SECONDEN
            self._token, self._token_tot = token, self._clock.nu() + timedelta(seconds=geldig)
            return token
