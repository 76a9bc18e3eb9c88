"""The KRD over HTTP: OAuth2 client credentials, time-outs, and every answer put in one of three boxes."""

from __future__ import annotations

from typing import Any

import httpx

from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.rules import (
    GEEN_TIJDIG_ANTWOORD,
    LIJN_VERBROKEN,
    lees_antwoord,
    maak_bericht,
)
from bpv_app.koppeling.token import GeenToken, TokenBron
from bpv_app.outbox.rules import GEEN_LIJN, GeenAntwoord, TeLeveren, Uitkomst

TIMEOUT = httpx.Timeout(8, connect=3)
"""Seconds. Token and message together, tried twice, stay within the outbox's `LEVERTIJD`."""
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
        self._client = httpx.Client(base_url=url.rstrip("/"), timeout=TIMEOUT, transport=transport)
        self._tokens = TokenBron(self._client, client_id, client_secret, clock, "De KRD")

    def close(self) -> None:
        self._client.close()

    def lever(self, bericht: TeLeveren) -> Uitkomst:
        """Send one message. A refused token is renewed once; every line error is "no answer"."""
        inhoud = maak_bericht(bericht)
        try:
            antwoord = self._stuur(inhoud, bericht.sleutel, self._tokens.geef())
            if antwoord.status_code == 401:
                self._tokens.vergeet()
                antwoord = self._stuur(inhoud, bericht.sleutel, self._tokens.geef())
        except GeenToken as fout:
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
                self._tokens.vergeet()
                antwoord = self._lees(pad, vraag)
        except GeenToken as fout:
            raise KrdOnbereikbaar(fout.uitkomst.tekst) from None
        except httpx.TransportError as fout:
            raise KrdOnbereikbaar(_lijnfout(fout).tekst) from None
        inhoud = _json(antwoord)
        if antwoord.status_code != 200 or not isinstance(inhoud, dict):
            raise KrdOnbereikbaar(f"De KRD antwoordde met {antwoord.status_code}.")
        return inhoud

    def _lees(self, pad: str, vraag: dict[str, int]) -> httpx.Response:
        koppen = {"Authorization": f"Bearer {self._tokens.geef()}"}
        return self._client.get(pad, params=vraag, headers=koppen)

    def _stuur(self, inhoud: dict[str, Any], sleutel: str, token: str) -> httpx.Response:
        koppen = {"Authorization": f"Bearer {token}", "Idempotency-Key": sleutel}
        return self._client.post("/poks/berichten", json=inhoud, headers=koppen)


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
