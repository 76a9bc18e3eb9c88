"""The accreditation service over HTTP: an API key or OAuth2, time-outs, and a few tries that spread themselves."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection
from typing import Any, TypeVar

import httpx

from bpv_app.kernel.clock import Clock
from bpv_app.koppeling.krd.rules import GEEN_TIJDIG_ANTWOORD, LIJN_VERBROKEN, ONLEESBAAR, TOEGANG
from bpv_app.koppeling.sbb.port import SbbOnbereikbaar, SbbWeigert
from bpv_app.koppeling.sbb.rules import (
    Antwoord,
    Bedrijf,
    Details,
    Onleesbaar,
    Pagina,
    Vraag,
    lees_antwoord,
    lees_bedrijven,
    lees_details,
    lees_pagina,
)
from bpv_app.koppeling.token import GeenToken, TokenBron
from bpv_app.outbox.rules import GEEN_LIJN

T = TypeVar("T")
TIMEOUT = httpx.Timeout(5, connect=3)
"""Seconds of one try. The tries of one question stay within the outbox's `LEVERTIJD` (`LAATSTE_BEGIN`)."""
POGINGEN = 3
EERSTE_WACHT = 0.25
"""Seconds before the second try; doubles, times a random 0.5 to 1."""
LAATSTE_BEGIN = 10.0
"""Seconds after which no new try is begun: the outbox asks again later."""
OPNIEUW = frozenset({429, 500, 502, 503, 504})
"""Answers after which another try may help. Every question here only reads, so asking twice does no harm."""
PER_PAGINA = 500


class SbbHttp:
    """`ErkenningPort` at `url`. Safe to use from several threads."""

    def __init__(
        self,
        url: str,
        client_id: str,
        client_secret: str,
        clock: Clock,
        *,
        api_key: str = "",
        transport: httpx.BaseTransport | None = None,
        slaap: Callable[[float], None] = time.sleep,
    ) -> None:
        """With `api_key` that is sent; otherwise a token is asked with id and secret."""
        self._client = httpx.Client(base_url=url.rstrip("/"), timeout=TIMEOUT, transport=transport)
        self._tokens = TokenBron(self._client, client_id, client_secret, clock, "SBB")
        self._api_key, self._slaap = api_key, slaap

    def close(self) -> None:
        self._client.close()

    # --- the five functions -----------------------------------------------------------------------------------------

    def identificeer(self, naam: str, postcode: str) -> list[Bedrijf]:
        return self._lees("/leerbedrijven/identificeer", {"naam": naam, "postcode": postcode}, lees_bedrijven)

    def verifieer(self, vraag: Vraag) -> Antwoord:
        velden = {k: v for k, v in vraag.als_dict().items() if v}
        return self._lees("/verificatie", velden, lambda bron: lees_antwoord(bron, vraag))

    def abonneer(self, sbb_ids: Collection[str]) -> None:
        self._vraag("PUT", "/abonnement", json={"leerbedrijven": sorted(sbb_ids)})

    def wijzigingen(self, na: int) -> Pagina:
        return self._lees("/wijzigingen", {"na": na, "aantal": PER_PAGINA}, lees_pagina)

    def details(self, sbb_id: str) -> Details | None:
        antwoord = self._vraag("GET", f"/leerbedrijven/{sbb_id}", mag=frozenset({404}))
        return None if antwoord.status_code == 404 else self._begrijp(antwoord, lees_details)

    def zoek(self, tekst: str, crebo: str) -> list[Bedrijf]:
        velden = {k: v for k, v in {"zoek": tekst, "crebo": crebo}.items() if v}
        return self._lees("/leerbedrijven", velden, lees_bedrijven)

    # --- the line ---------------------------------------------------------------------------------------------------

    def _lees(self, pad: str, velden: dict[str, Any], begrijp: Callable[[object], T]) -> T:
        return self._begrijp(self._vraag("GET", pad, params=velden), begrijp)

    @staticmethod
    def _begrijp(antwoord: httpx.Response, begrijp: Callable[[object], T]) -> T:
        try:
            return begrijp(antwoord.json())
        except Onleesbaar as fout:
            if str(fout) == "tegenspraak":
                raise SbbWeigert("tegenspraak", "Het antwoord spreekt zichzelf tegen; vraag het na bij SBB.") from None
            raise SbbOnbereikbaar(ONLEESBAAR, "SBB gaf een onleesbaar antwoord.") from None
        except (ValueError, RecursionError):
            raise SbbOnbereikbaar(ONLEESBAAR, "SBB gaf een onleesbaar antwoord.") from None

    def _vraag(self, methode: str, pad: str, *, mag: frozenset[int] = frozenset(), **velden: Any) -> httpx.Response:
        """Ask, with a few tries; the answer has status 200 or one in `mag`. Raises SbbOnbereikbaar, SbbWeigert."""
        begin = time.monotonic()
        for poging in range(1, POGINGEN + 1):
            try:
                antwoord = self._stuur(methode, pad, velden)
                if antwoord.status_code == 401 and not self._api_key:
                    self._tokens.vergeet()
                    antwoord = self._stuur(methode, pad, velden)
                if antwoord.status_code == 200 or antwoord.status_code in mag:
                    return antwoord
                fout: SbbOnbereikbaar = _beoordeel(antwoord)
                nog = antwoord.status_code in OPNIEUW
            except GeenToken as geen:
                u = geen.uitkomst
                raise SbbOnbereikbaar(u.code, u.tekst, lijn_dood=u.lijn_dood) from None
            except httpx.TransportError as lijn:
                fout = _lijnfout(lijn)
                nog = not fout.lijn_dood
            wacht = EERSTE_WACHT * 2 ** (poging - 1) * (0.5 + random.random() / 2)  # noqa: S311
            if not nog or poging == POGINGEN or time.monotonic() - begin + wacht > LAATSTE_BEGIN:
                raise fout
            self._slaap(wacht)
        raise AssertionError("the last try returns or raises")

    def _stuur(self, methode: str, pad: str, velden: dict[str, Any]) -> httpx.Response:
        kop = {"X-API-Key": self._api_key} if self._api_key else {"Authorization": f"Bearer {self._tokens.geef()}"}
        return self._client.request(methode, pad, headers=kop, **velden)


def _beoordeel(antwoord: httpx.Response) -> SbbOnbereikbaar:
    """What a status other than 200 means. Raises SbbWeigert when asking again will not help."""
    status = antwoord.status_code
    if status in (401, 403):
        return SbbOnbereikbaar(TOEGANG, "SBB laat ons niet toe met deze sleutel.", lijn_dood=True)
    if status in (400, 404, 409, 422):
        try:
            inhoud = antwoord.json()
        except (ValueError, RecursionError):
            inhoud = None
        tekst = inhoud.get("tekst") if isinstance(inhoud, dict) else None
        raise SbbWeigert(f"http_{status}", tekst[:300] if isinstance(tekst, str) else "Zij zegt niet waarom.")
    return SbbOnbereikbaar(f"http_{status}", f"SBB antwoordde met {status}.", lijn_dood=status == 503)


def _lijnfout(fout: httpx.TransportError) -> SbbOnbereikbaar:
    if isinstance(fout, (httpx.ConnectError, httpx.ConnectTimeout)):
        return SbbOnbereikbaar(GEEN_LIJN, "SBB is niet bereikbaar.", lijn_dood=True)
    if isinstance(fout, httpx.TimeoutException):
        return SbbOnbereikbaar(GEEN_TIJDIG_ANTWOORD, "SBB antwoordde niet op tijd.", lijn_dood=True)
    return SbbOnbereikbaar(LIJN_VERBROKEN, "De verbinding met SBB brak af voor het antwoord.")
