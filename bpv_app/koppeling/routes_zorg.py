"""The file with care notes for the guidance system: by POST, with a reason, recorded before it leaves."""

from __future__ import annotations

import io
from datetime import date

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bpv_app.db import transaction
from bpv_app.gesprek.service_zorg import exporteer
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import lees_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.export_zorg import SOORTEN, schrijf_zorg
from bpv_app.toegang.limiet import tel_poging
from bpv_app.toegang.rules import ZORG_EXPORT_ACCOUNT
from bpv_app.toegang.web import route_toegang

MAX_FORM = 4096


def _dag(tekst: str, veld: str) -> date | None:
    try:
        return lees_datum(tekst[:20])
    except ValueError:
        raise OngeldigeInvoer({veld: Tekst("Dit is geen datum.", "This is not a date.")}) from None


@route_toegang(Actie.ZORG_OVERZICHT)
async def zorg_export(request: Request, actor: Actor) -> Response:
    """Every quadrant of the own teams in a period. Form: `soort` (csv or json), `reden`, `van`, `tot`."""
    lengte = request.headers.get("content-length", "0")
    if not (lengte.isascii() and lengte.isdigit() and int(lengte) <= MAX_FORM):
        raise OngeldigeInvoer({"reden": Tekst("Dit is te lang.", "This is too long.")})
    async with request.form(max_files=0, max_fields=10) as form:
        velden = {naam: waarde for naam, waarde in form.items() if isinstance(waarde, str)}
    return await to_thread.run_sync(lambda: _maak(actor, velden))


def _maak(actor: Actor, velden: dict[str, str]) -> Response:
    soort = velden.get("soort", "")
    if soort not in SOORTEN:
        raise OngeldigeInvoer({"soort": Tekst("Kies CSV of JSON.", "Choose CSV or JSON.")})
    van, tot = _dag(velden.get("van", ""), "van"), _dag(velden.get("tot", ""), "tot")
    doel = io.BytesIO()
    with transaction(actor) as session:
        tel_poging(session, clock.klok, ZORG_EXPORT_ACCOUNT, str(actor.account_id))
        regels = exporteer(session, actor, clock.klok, soort, velden.get("reden", ""), van, tot)
    schrijf_zorg(regels, soort, clock.klok.nu(), doel)
    return Response(
        doel.getvalue(),
        media_type=SOORTEN[soort],
        headers={
            "Content-Disposition": f'attachment; filename="zorgvierkant-{clock.klok.vandaag().isoformat()}.{soort}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


ROUTES: list[BaseRoute] = [Route("/api/zorgvierkant/export", zorg_export, methods=["POST"])]
