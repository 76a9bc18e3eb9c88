"""The figures as a file, and the mark by which an open dashboard sees that something was written."""

from __future__ import annotations

import io

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bpv_app.dashboard.queries_plaatsingen import get_merk
from bpv_app.dashboard.rules_keuze import lees_keuze
from bpv_app.dashboard.rules_rapport import rapport_van
from bpv_app.db import lezen, transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.koppeling.export import MIME, ExportSoort
from bpv_app.koppeling.export_cijfers import NAAM, schrijf_cijfers, schrijf_rapport
from bpv_app.toegang import audit
from bpv_app.toegang.web import route_toegang, taal_van


@route_toegang(Actie.RAPPORT_ZIEN)
def cijfers_export(request: Request, actor: Actor) -> Response:
    """A line per group of the choice in the query."""
    soort = request.path_params["soort"]
    if soort not in set(ExportSoort):
        raise NietGevonden
    vandaag, doel = clock.klok.vandaag(), io.BytesIO()
    keuze = lees_keuze(request.query_params, vandaag)
    with lezen(actor) as session:
        aantal = schrijf_cijfers(session, actor, keuze, vandaag, doel, ExportSoort(soort), taal_van(request, actor))
    with transaction(actor) as session:
        wat = f"{aantal} rijen per {keuze.per.value} als {soort} geëxporteerd"
        audit.noteer(session, actor, NAAM, None, wat, clock.klok.nu())
    return _bestand(doel, f"cijfers-per-{keuze.per.value}-{vandaag.isoformat()}.{soort}", ExportSoort(soort))


@route_toegang(Actie.RAPPORT_ZIEN)
def rapport_export(request: Request, actor: Actor) -> Response:
    """A report (`rapport`) over the choice in the query: the lines and columns of the screen, all of them."""
    soort = request.path_params["soort"]
    if soort not in set(ExportSoort):
        raise NietGevonden
    vandaag, doel = clock.klok.vandaag(), io.BytesIO()
    rapport = rapport_van(request.query_params.get("rapport", ""))
    keuze = lees_keuze(request.query_params, vandaag, rapport.per)
    taal = taal_van(request, actor)
    with lezen(actor) as session:
        aantal = schrijf_rapport(session, actor, rapport.naam, keuze, vandaag, doel, ExportSoort(soort), taal)
    with transaction(actor) as session:
        wat = f"rapport {rapport.naam}: {aantal} rijen als {soort} geëxporteerd"
        audit.noteer(session, actor, NAAM, None, wat, clock.klok.nu())
    return _bestand(doel, f"rapport-{rapport.naam}-{vandaag.isoformat()}.{soort}", ExportSoort(soort))


def _bestand(doel: io.BytesIO, naam: str, soort: ExportSoort) -> Response:
    return Response(
        doel.getvalue(),
        media_type=MIME[soort],
        headers={
            "Content-Disposition": f'attachment; filename="{naam}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@route_toegang(Actie.START_ZIEN)
def levend(_request: Request, _actor: Actor) -> Response:
    """A mark that is another one once something was written on which a start page or a figure rests."""
    with lezen() as session:
        merk = get_merk(session)
    return Response(merk, media_type="text/plain", headers={"Cache-Control": "no-store"})


ROUTES: list[BaseRoute] = [
    Route("/api/export/cijfers.{soort:str}", cijfers_export, methods=["GET"]),
    Route("/api/export/rapport.{soort:str}", rapport_export, methods=["GET"]),
    Route("/api/levend", levend, methods=["GET"]),
]
