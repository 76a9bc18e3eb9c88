"""HTTP routes of scanned piles: the upload, and the picture of a page."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bpv_app import opslag
from bpv_app.config import instellingen
from bpv_app.db import transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import service_stapel as service
from bpv_app.pok import stapel_lezen
from bpv_app.pok.rules_bestand import BestandFout, TeGroot, check_omvang
from bpv_app.toegang.audit import noteer_inzage
from bpv_app.toegang.limiet import tel_poging
from bpv_app.toegang.rules import UPLOAD_ACCOUNT
from bpv_app.toegang.web import als_id, route_toegang

_ROND = 64 * 1024
"""What a form costs around its file."""
GEEN_BESTAND = BestandFout(
    "geen_bestand",
    Tekst("Kies een PDF, PNG of JPEG. Er is niets bewaard.", "Choose a PDF, PNG or JPEG. Nothing was kept."),
)


@route_toegang(Actie.POK_ONDERTEKENING_REGISTREREN)
async def voeg_stapel_toe(request: Request, actor: Actor) -> Response:
    """Upload a scan of many pages, or a photo of one. Too large is refused before it is read."""
    mb = instellingen().stapel_mb
    lengte = request.headers.get("content-length", "")
    if not (lengte.isascii() and lengte.isdigit()):
        raise GEEN_BESTAND
    if int(lengte) > mb * 1024 * 1024 + _ROND:
        raise TeGroot(mb)
    async with request.form(max_files=1, max_fields=5) as formulier:
        veld = formulier.get("bestand")
        if veld is None or isinstance(veld, str) or not veld.filename:
            raise GEEN_BESTAND
        inhoud, naam = await veld.read(mb * 1024 * 1024 + 1), veld.filename

    def bewaar() -> int:
        with transaction(actor) as session:
            tel_poging(session, clock.klok, UPLOAD_ACCOUNT, str(actor.account_id))
        check_omvang(inhoud, mb)
        paginas = stapel_lezen.tel_paginas(inhoud)
        with transaction(actor) as session:
            return service.bewaar_stapel(session, actor, clock.klok, inhoud, naam, paginas)[0]

    return RedirectResponse(f"/poks/scans/{await to_thread.run_sync(bewaar)}", 303)


@route_toegang(Actie.POK_ONDERTEKENING_REGISTREREN)
def plaatje(request: Request, actor: Actor) -> Response:
    """A page of a pile, small (`?groot=1`: readable)."""
    with transaction(actor) as session:
        pagina, sha256 = service.get_plaatje(session, actor, als_id(request.path_params["pagina_id"]))
        noteer_inzage(
            session, actor, "scan_pagina", pagina.id, f"bladzijde {pagina.nr} van een stapel", clock.klok.nu()
        )
        nr = pagina.nr
    inhoud = stapel_lezen.plaatje(opslag.lees(sha256), nr, 130 if request.query_params.get("groot") == "1" else 50)
    return Response(
        inhoud,
        media_type="image/png",
        headers={"Cache-Control": "private, max-age=600", "X-Content-Type-Options": "nosniff"},
    )


ROUTES: list[BaseRoute] = [
    Route("/api/poks/scans", voeg_stapel_toe, methods=["POST"]),
    Route("/api/scanpaginas/{pagina_id:str}.png", plaatje, methods=["GET"]),
]
