"""The SBB simulator: an accreditation service on the other side of the line, in its own process with its own file.

Real HTTP, an API key or OAuth2 client credentials, faults on request (slow, 500, cut line, down). Tests, training and
demo use it. `docs/koppeling-sbb.md` describes the calls; `GET /openapi.json` gives the same for machines.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bpv_app.kernel.clock import Clock, klok
from bpv_app.kernel.nummers import is_leerbedrijf_id, schoon_postcode
from bpv_app.koppeling.krd.simulator_http import VerbrokenLijn, lees_json, toon_fout
from bpv_app.koppeling.krd.simulator_http import fout as http_fout
from bpv_app.koppeling.krd.simulator_storing import Storingen, StoringSoort, lees_storing
from bpv_app.koppeling.sbb.port import MAX_GEVONDEN
from bpv_app.koppeling.sbb.rules import Bedrijf, Details, Onleesbaar, als_regel, lees_details, lees_vraag
from bpv_app.koppeling.sbb.simulator_openapi import MAX_PAGINA, STORINGEN, beschrijving
from bpv_app.koppeling.sbb.simulator_store import Register
from bpv_app.koppeling.simulator_token import TokenUitgifte

MAX_LICHAAM = 64 * 1024
MAX_STAM = 64 * 1024 * 1024
DEMO_CLIENT = ("bpv-app", "bpv-demo")
"""Id and secret that fit the app's own defaults; worth nothing outside a demo."""
Antwoorder = Callable[[Request], Awaitable[Response]]


def _bedrijf(b: Bedrijf) -> dict[str, Any]:
    velden = asdict(b)
    return {"leerbedrijf_id": velden.pop("sbb_id"), **velden}


def _lijst(bedrijven: list[Bedrijf]) -> Response:
    return JSONResponse({"leerbedrijven": [_bedrijf(b) for b in bedrijven]})


def _getal(request: Request, naam: str, standaard: int, laagste: int, hoogste: int) -> int:
    tekst = request.query_params.get(naam, str(standaard))
    if not (tekst.isascii() and tekst.isdigit() and len(tekst) <= 10 and laagste <= int(tekst) <= hoogste):
        raise http_fout(400, "PAGINA", f"{naam} is een geheel getal van {laagste} tot {hoogste}.")
    return int(tekst)


class Simulator:
    """The routes. Tokens and faults live in memory, everything else in the file."""

    def __init__(self, register: Register, clock: Clock, client: tuple[str, str], api_key: str, seconden: int) -> None:
        self.register = register
        self.uitgifte = TokenUitgifte(client, clock, seconden, api_key)
        self.storingen = Storingen()

    def routes(self) -> list[Route]:
        s = self._met_storing
        return [
            Route("/gezond", self.gezond),
            Route("/openapi.json", self.openapi),
            Route("/token", self.uitgifte.token, methods=["POST"]),
            Route("/verificatie", s(self.verifieer)),
            Route("/leerbedrijven", s(self.zoek)),
            Route("/leerbedrijven", self.zet, methods=["PUT"]),
            Route("/leerbedrijven", self.maak_leeg, methods=["DELETE"]),
            Route("/leerbedrijven/identificeer", s(self.identificeer)),
            Route("/leerbedrijven/{nummer}", s(self.details)),
            Route("/abonnement", s(self.abonneer), methods=["PUT"]),
            Route("/wijzigingen", s(self.wijzigingen)),
            Route("/storing", self.storing),
            Route("/storing", self.zet_storing, methods=["POST"]),
            Route("/storing", self.wis_storing, methods=["DELETE"]),
        ]

    def _met_storing(self, doe: Antwoorder) -> Antwoorder:
        """A call of a school: needs a key, and has the faults that are set."""

        async def antwoord(request: Request) -> Response:
            self.uitgifte.eis(request)
            if self.storingen.is_neer():
                raise http_fout(503, "BUITEN_GEBRUIK", "SBB is even buiten gebruik.")
            raak = self.storingen.neem("")
            if traag := raak.get(StoringSoort.TRAAG):
                await asyncio.sleep(traag.ms / 1000)
            if StoringSoort.FOUT500 in raak:
                raise http_fout(500, "STORING", "Ingestelde storing.")
            uit = await doe(request)
            return VerbrokenLijn() if StoringSoort.VERBREEK in raak else uit

        return antwoord

    # --- the five functions -----------------------------------------------------------------------------------------

    async def verifieer(self, request: Request) -> Response:
        try:
            vraag = lees_vraag(request.query_params)
        except Onleesbaar as fout:
            raise http_fout(400, "VRAAG", f"Niet te lezen: {fout}.") from None
        if not vraag.crebo and not vraag.keuzedeel:
            raise http_fout(422, "VRAAG", "Er is geen crebo en geen keuzedeel om op te controleren.")
        oordeel, regels = await run_in_threadpool(self.register.verifieer, vraag)
        return JSONResponse(
            {
                **vraag.als_dict(),
                "uitkomst": oordeel.uitkomst.value,
                "reden": oordeel.reden.nl,
                "reden_en": oordeel.reden.en,
                "erkenningen": [als_regel(r) for r in regels],
                "op": self.register.clock.nu().isoformat(),
            }
        )

    async def zoek(self, request: Request) -> Response:
        tekst, crebo = request.query_params.get("zoek", "")[:100], request.query_params.get("crebo", "")
        if crebo and not (crebo.isascii() and crebo.isdigit() and len(crebo) == 5):
            raise http_fout(400, "CREBO", "Een crebo heeft 5 cijfers.")
        return _lijst(await run_in_threadpool(self.register.zoek, tekst, crebo, MAX_GEVONDEN))

    async def identificeer(self, request: Request) -> Response:
        try:
            postcode = schoon_postcode(request.query_params.get("postcode", "")[:20])
        except ValueError:
            raise http_fout(400, "POSTCODE", "Geef een Nederlandse postcode.") from None
        naam = request.query_params.get("naam", "")[:200]
        return _lijst(await run_in_threadpool(self.register.identificeer, naam, postcode))

    async def details(self, request: Request) -> Response:
        nummer = request.path_params["nummer"]
        gevonden = await run_in_threadpool(self.register.details, nummer) if is_leerbedrijf_id(nummer) else None
        if gevonden is None:
            raise http_fout(404, "ONBEKEND", "Dit leerbedrijf is niet bekend.")
        return JSONResponse({**_bedrijf(gevonden.bedrijf), "erkenningen": [als_regel(r) for r in gevonden.regels]})

    async def abonneer(self, request: Request) -> Response:
        bron = await lees_json(request, MAX_STAM)
        ids = bron.get("leerbedrijven") if isinstance(bron, Mapping) else None
        if not isinstance(ids, list) or not all(isinstance(i, str) and is_leerbedrijf_id(i) for i in ids):
            raise http_fout(400, "ABONNEMENT", "leerbedrijven: lijst van leerbedrijf-ID's.")
        return JSONResponse({"aantal": await run_in_threadpool(self.register.abonneer, ids)})

    async def wijzigingen(self, request: Request) -> Response:
        na, aantal = _getal(request, "na", 0, 0, 2**31), _getal(request, "aantal", 100, 1, MAX_PAGINA)
        return JSONResponse(await run_in_threadpool(self.register.wijzigingen, na, aantal))

    # --- what its own people do, and faults -------------------------------------------------------------------------

    async def zet(self, request: Request) -> Response:
        """Set companies with their accreditations, as the staff there would."""
        self.uitgifte.eis(request)
        bron = await lees_json(request, MAX_STAM)
        rijen = bron.get("leerbedrijven") if isinstance(bron, Mapping) else None
        try:
            alle = [lees_details(rij) for rij in rijen] if isinstance(rijen, list) else None
        except Onleesbaar as fout:
            raise http_fout(400, "LEERBEDRIJF", f"Niet te lezen: {fout}. Niets overgenomen.") from None
        if alle is None:
            raise http_fout(400, "LEERBEDRIJF", "leerbedrijven: lijst.")
        return JSONResponse({"aantal": await run_in_threadpool(self._zet, alle)})

    def _zet(self, alle: list[Details]) -> int:
        return self.register.zet(alle)

    async def maak_leeg(self, request: Request) -> Response:
        self.uitgifte.eis(request)
        await run_in_threadpool(self.register.maak_leeg)
        return JSONResponse({"aantal": 0})

    async def gezond(self, _request: Request) -> Response:
        return JSONResponse({"status": "ok", "vragen": await run_in_threadpool(self.register.tel_vragen)})

    async def openapi(self, _request: Request) -> Response:
        return JSONResponse(beschrijving())

    async def storing(self, _request: Request) -> Response:
        return JSONResponse(self.storingen.lijst())

    async def zet_storing(self, request: Request) -> Response:
        self.uitgifte.eis(request)
        try:
            storing = lees_storing(await lees_json(request, MAX_LICHAAM))
        except ValueError as fout:
            raise http_fout(400, "STORING", str(fout)) from None
        if storing.soort not in STORINGEN:
            raise http_fout(400, "STORING", "soort: kies uit " + ", ".join(STORINGEN) + ".")
        self.storingen.zet(storing)
        return JSONResponse(self.storingen.lijst())

    async def wis_storing(self, request: Request) -> Response:
        self.uitgifte.eis(request)
        self.storingen.wis()
        return JSONResponse([])


def maak_app(
    register: Register,
    clock: Clock = klok,
    *,
    client: tuple[str, str] = DEMO_CLIENT,
    api_key: str = "",
    token_seconden: int = 3600,
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost"),
) -> Starlette:
    """The ASGI app. `hosts`: names it answers to, so that a web page cannot reach it through a name of its own."""
    simulator = Simulator(register, clock, client, api_key, token_seconden)
    return Starlette(
        routes=simulator.routes(),
        exception_handlers={HTTPException: toon_fout},
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
    )
