"""POST /api/poks/foto: the photo of a page's code, read here and forgotten; the answer is where it is registered."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bpv_app.config import instellingen
from bpv_app.db import lezen, transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.pok import service_foto as service
from bpv_app.pok import stapel_lezen
from bpv_app.pok.routes_stapel import GEEN_BESTAND
from bpv_app.pok.rules_bestand import BestandFout, TeGroot, check_omvang
from bpv_app.toegang.limiet import tel_poging
from bpv_app.toegang.rules import UPLOAD_ACCOUNT
from bpv_app.toegang.web import route_toegang

_ROND = 64 * 1024
"""What a form costs around its file."""


@route_toegang(Actie.POK_ONDERTEKENING_REGISTREREN)
async def lees_foto(request: Request, actor: Actor) -> Response:
    """Too large is refused before it is read; what is no picture says the same as a picture without a code."""
    mb = instellingen().upload_mb
    lengte = request.headers.get("content-length", "")
    if not (lengte.isascii() and lengte.isdigit()):
        raise GEEN_BESTAND
    if int(lengte) > mb * 1024 * 1024 + _ROND:
        raise TeGroot(mb)
    async with request.form(max_files=1, max_fields=5) as formulier:
        veld = formulier.get("bestand")
        if veld is None or isinstance(veld, str) or not veld.filename:
            raise GEEN_BESTAND
        inhoud = await veld.read(mb * 1024 * 1024 + 1)

    def zoek() -> str:
        with transaction(actor) as session:
            tel_poging(session, clock.klok, UPLOAD_ACCOUNT, str(actor.account_id))
        check_omvang(inhoud, mb)
        try:
            codes = stapel_lezen.lees_paginas(inhoud, [1])[0].codes
        except BestandFout:
            codes = ()
        with lezen(actor) as session:
            return service.vind_foto(session, actor, codes)

    return RedirectResponse(await to_thread.run_sync(zoek), 303)


ROUTES: list[BaseRoute] = [Route("/api/poks/foto", lees_foto, methods=["POST"])]
