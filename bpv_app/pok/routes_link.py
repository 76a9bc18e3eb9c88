"""POST /api/link/nieuw: the same answer for every address, known or not, and just as fast."""

from __future__ import annotations

import structlog
from anyio import to_thread
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bpv_app.db import transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.service_link import stuur_nieuwe_links
from bpv_app.toegang.html import alinea, pagina
from bpv_app.toegang.limiet import tel_poging
from bpv_app.toegang.routes import lees_formulier, veld
from bpv_app.toegang.rules import LINK_VRAAG_ADRES, LINK_VRAAG_IP, TeVaak, ip_sleutel
from bpv_app.toegang.web import ip_van, openbaar, taal_van

log = structlog.get_logger()
_ACTOR = systeem("nieuwe link")
_KOP = Tekst("Kijk in je mail", "Look in your mail")
_ONDERWEG = Tekst(
    "Kennen we dit adres, dan is er nu een mail onderweg.",
    "If we know this address, a mail is on its way now.",
)
_GEEN_MAIL = Tekst(
    "Geen mail na een paar minuten? Kijk bij ongewenste mail, of vraag je contactpersoon van school of we het goede "
    "adres hebben.",
    "No mail after a few minutes? Look at unwanted mail, or ask your contact at school whether we have the right "
    "address.",
)


def _tel(request: Request, adres: str) -> None:
    """Count the request by where it comes from and by address, whether we know that or not."""
    with transaction() as session:
        try:
            tel_poging(session, clock.klok, LINK_VRAAG_IP, ip_sleutel(ip_van(request)))
            tel_poging(session, clock.klok, LINK_VRAAG_ADRES, adres.strip().lower())
        except TeVaak as fout:
            geweigerd: TeVaak | None = fout
        else:
            geweigerd = None
    if geweigerd:
        raise geweigerd


def _stuur(adres: str) -> None:
    """After the answer went out, so that its time says nothing about the address."""
    try:
        with transaction(_ACTOR) as session:
            stuur_nieuwe_links(session, clock.klok, adres)
    except Exception:
        log.exception("nieuwe_link")


@openbaar
async def nieuwe_link(request: Request) -> Response:
    """Ask for a new personal link by mail address."""
    adres = veld(await lees_formulier(request), "email")
    await to_thread.run_sync(_tel, request, adres)
    taal = taal_van(request)
    antwoord = pagina(_KOP, alinea(_ONDERWEG, taal) + alinea(_GEEN_MAIL, taal), taal)
    antwoord.background = BackgroundTask(_stuur, adres)
    return antwoord


ROUTES: list[BaseRoute] = [Route("/api/link/nieuw", nieuwe_link, methods=["POST"])]
