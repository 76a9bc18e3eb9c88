"""The KRD simulator: a register on the other side of the line, in its own process with its own SQLite file.

Real HTTP, OAuth2 client credentials, the rules of `simulator_rules`, faults on request. Demo, tests and training use
it. `docs/koppeling-krd.md` describes the messages; `GET /openapi.json` gives the same for machines.
"""

from __future__ import annotations

import asyncio
from datetime import date

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bpv_app.kernel.clock import Clock, klok
from bpv_app.koppeling.krd.simulator_bericht import BerichtFout, PokBericht, lees_bericht, lees_stamgegevens
from bpv_app.koppeling.krd.simulator_http import VerbrokenLijn, lees_json, toon_fout
from bpv_app.koppeling.krd.simulator_http import fout as http_fout
from bpv_app.koppeling.krd.simulator_openapi import beschrijving
from bpv_app.koppeling.krd.simulator_rules import Reden, Regels, RegisterStatus
from bpv_app.koppeling.krd.simulator_store import Antwoord, Register, weigering
from bpv_app.koppeling.krd.simulator_storing import Moment, Storingen, StoringSoort, lees_storing
from bpv_app.koppeling.krd.simulator_wijziging import lees_register_wijziging
from bpv_app.koppeling.simulator_token import TokenUitgifte

MAX_BERICHT = 64 * 1024
MAX_STAMGEGEVENS = 64 * 1024 * 1024
MAX_PAGINA = 1000
DEMO_CLIENT = ("bpv-app", "bpv-demo")
"""Id and secret that fit the app's own defaults; worth nothing outside a demo."""


class Simulator:
    """The routes of the register. Tokens and faults live in memory, everything else in the file."""

    def __init__(self, register: Register, clock: Clock, client: tuple[str, str], token_seconden: int) -> None:
        self.register = register
        self.clock = clock
        self.uitgifte = TokenUitgifte(client, clock, token_seconden)
        self.storingen = Storingen()
        self.onderweg: list[tuple[str, PokBericht]] = []

    def routes(self) -> list[Route]:
        return [
            Route("/gezond", self.gezond),
            Route("/openapi.json", self.openapi),
            Route("/token", self.uitgifte.token, methods=["POST"]),
            Route("/verbintenissen", self.zet_verbintenissen, methods=["PUT"]),
            Route("/poks/berichten", self.bericht, methods=["POST"]),
            Route("/poks", self.poks),
            Route("/poks", self.maak_leeg, methods=["DELETE"]),
            Route("/poks/{nummer}", self.pok),
            Route("/wijzigingen", self.wijzigingen),
            Route("/wijzigingen", self.wijzig, methods=["POST"]),
            Route("/regels", self.regels),
            Route("/regels", self.zet_regels, methods=["PUT"]),
            Route("/storing", self.storing),
            Route("/storing", self.zet_storing, methods=["POST"]),
            Route("/storing", self.wis_storing, methods=["DELETE"]),
        ]

    # --- messages -------------------------------------------------------------------------------------------------

    async def bericht(self, request: Request) -> Response:
        """One POK event. 200 accepted, 422 refused by a rule, 409 wrong order or key used twice, 400 unreadable."""
        self.uitgifte.eis(request)
        inhoud = await lees_json(request, MAX_BERICHT)
        sleutel = request.headers.get("idempotency-key", "").strip()
        if not 8 <= len(sleutel) <= 100 or not sleutel.isprintable():
            raise http_fout(400, "SLEUTEL_ONTBREEKT", "De kop Idempotency-Key (8 tot 100 tekens) ontbreekt.")
        try:
            bericht = lees_bericht(inhoud)
        except BerichtFout as fout:
            raise http_fout(400, "BERICHT_ONGELDIG", "; ".join(fout.fouten)[:500]) from None
        self._eis_op()
        raak = self.storingen.neem(bericht.pok_nummer)
        if StoringSoort.UIT_VOLGORDE in raak:
            self.onderweg.append((sleutel, bericht))
            return VerbrokenLijn()
        if traag := raak.get(StoringSoort.TRAAG):
            await asyncio.sleep(traag.ms / 1000)
        fout500, verbreek = raak.get(StoringSoort.FOUT500), raak.get(StoringSoort.VERBREEK)
        if verbreek and verbreek.moment is Moment.VOOR:
            return VerbrokenLijn()
        if fout500 and fout500.moment is Moment.VOOR:
            raise http_fout(500, "STORING", "Ingestelde storing, het bericht is niet verwerkt.")
        weiger = raak.get(StoringSoort.WEIGER)
        forceer = Reden(weiger.code, weiger.tekst) if weiger else None
        keren = 2 if StoringSoort.HERHAAL in raak else 1
        antwoord = weigering([Reden("STORING", "Niet verwerkt.")])
        for _ in range(keren):
            antwoord = await run_in_threadpool(self.register.verwerk, sleutel, bericht, forceer)
        await self._lever_onderweg()
        if verbreek:
            return VerbrokenLijn()
        if fout500:
            raise http_fout(500, "STORING", "Ingestelde storing, het bericht is wel verwerkt.")
        return self._antwoord(antwoord)

    async def _lever_onderweg(self) -> None:
        """What was under way all this time arrives now: after a message that was sent later."""
        onderweg, self.onderweg = self.onderweg, []
        for sleutel, bericht in onderweg:
            await run_in_threadpool(self.register.verwerk, sleutel, bericht)

    def _eis_op(self) -> None:
        if self.storingen.is_neer():
            raise http_fout(503, "BUITEN_GEBRUIK", "Het register is even buiten gebruik.")

    @staticmethod
    def _antwoord(antwoord: Antwoord) -> Response:
        koppen = {"Idempotent-Replayed": "true"} if antwoord.herhaald else None
        return JSONResponse(antwoord.lichaam, antwoord.http, koppen)

    async def zet_verbintenissen(self, request: Request) -> Response:
        self.uitgifte.eis(request)
        try:
            verbintenissen, bedrijven = lees_stamgegevens(await lees_json(request, MAX_STAMGEGEVENS))
        except BerichtFout as fout:
            return JSONResponse(
                {"code": "BERICHT_ONGELDIG", "tekst": "Niets overgenomen.", "fouten": fout.fouten[:100]}, 400
            )
        await run_in_threadpool(self.register.zet_stamgegevens, verbintenissen, bedrijven)
        return JSONResponse({"verbintenissen": len(verbintenissen), "leerbedrijven": len(bedrijven)})

    # --- what it holds ----------------------------------------------------------------------------------------------

    async def poks(self, request: Request) -> Response:
        self._eis_op()
        status = request.query_params.get("status", "")
        if status and status not in set(RegisterStatus):
            raise http_fout(400, "STATUS", "Kies uit " + ", ".join(RegisterStatus) + ".")
        try:
            vanaf, aantal = (int(request.query_params.get(n, s)) for n, s in (("vanaf", "0"), ("aantal", "100")))
        except ValueError:
            raise http_fout(400, "PAGINA", "vanaf en aantal zijn gehele getallen.") from None
        if not 0 <= vanaf <= 2**31 or not 1 <= aantal <= MAX_PAGINA:
            raise http_fout(400, "PAGINA", f"aantal is 1 tot {MAX_PAGINA}, vanaf 0 of meer.")
        return JSONResponse(await run_in_threadpool(self.register.poks, status, vanaf, aantal))

    async def pok(self, request: Request) -> Response:
        gevonden = await run_in_threadpool(self.register.pok, request.path_params["nummer"])
        if gevonden is None:
            raise http_fout(404, "POK_ONBEKEND", "Het register kent deze POK niet.")
        return JSONResponse(gevonden)

    async def maak_leeg(self, request: Request) -> Response:
        """Start afresh, for training and tests."""
        self.uitgifte.eis(request)
        self.onderweg = []
        await run_in_threadpool(self.register.maak_leeg)
        return JSONResponse({"totaal": 0})

    async def wijzigingen(self, request: Request) -> Response:
        """What changed here after `na`, in order."""
        self._eis_op()
        try:
            na, aantal = (int(request.query_params.get(n, s)) for n, s in (("na", "0"), ("aantal", "100")))
        except ValueError:
            raise http_fout(400, "PAGINA", "na en aantal zijn gehele getallen.") from None
        if not 0 <= na <= 2**31 or not 1 <= aantal <= MAX_PAGINA:
            raise http_fout(400, "PAGINA", f"aantal is 1 tot {MAX_PAGINA}, na 0 of meer.")
        return JSONResponse(await run_in_threadpool(self.register.wijzigingen, na, aantal))

    async def wijzig(self, request: Request) -> Response:
        """Change something at the register, as its own staff would."""
        self.uitgifte.eis(request)
        try:
            wijziging = lees_register_wijziging(await lees_json(request, MAX_BERICHT))
        except BerichtFout as fout:
            raise http_fout(400, "BERICHT_ONGELDIG", "; ".join(fout.fouten)[:500]) from None
        if not await run_in_threadpool(self.register.wijzig, wijziging):
            raise http_fout(404, "POK_ONBEKEND", "Het register kent deze POK niet.")
        return JSONResponse({"uitkomst": "gewijzigd"})

    async def gezond(self, _request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def openapi(self, _request: Request) -> Response:
        return JSONResponse(beschrijving())

    # --- settings and faults ----------------------------------------------------------------------------------------

    async def regels(self, _request: Request) -> Response:
        regels = await run_in_threadpool(self.register.regels)
        stop = str(regels.mutatiestop) if regels.mutatiestop else None
        return JSONResponse(
            {"leert": regels.leert, "mutatiestop": stop, "ontheffing_toegestaan": regels.ontheffing_toegestaan}
        )

    async def zet_regels(self, request: Request) -> Response:
        self.uitgifte.eis(request)
        bron = await lees_json(request, MAX_BERICHT)
        try:
            stop = bron.get("mutatiestop")
            leert, ontheffing = bron.get("leert", True), bron.get("ontheffing_toegestaan", False)
            if not isinstance(leert, bool) or not isinstance(ontheffing, bool):
                raise TypeError
            regels = Regels(leert, date.fromisoformat(stop) if stop else None, ontheffing)
        except (AttributeError, TypeError, ValueError):
            raise http_fout(400, "REGELS", "leert en ontheffing_toegestaan: true/false; mutatiestop: datum.") from None
        await run_in_threadpool(self.register.zet_regels, regels)
        return await self.regels(request)

    async def storing(self, _request: Request) -> Response:
        return JSONResponse(self.storingen.lijst())

    async def zet_storing(self, request: Request) -> Response:
        self.uitgifte.eis(request)
        try:
            self.storingen.zet(lees_storing(await lees_json(request, MAX_BERICHT)))
        except ValueError as fout:
            raise http_fout(400, "STORING", str(fout)) from None
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
    token_seconden: int = 3600,
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost"),
) -> Starlette:
    """The ASGI app. `hosts`: names it answers to, so that a web page cannot reach it through a name of its own."""
    simulator = Simulator(register, clock, client, token_seconden)
    return Starlette(
        routes=simulator.routes(),
        exception_handlers={HTTPException: toon_fout},
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))],
    )
