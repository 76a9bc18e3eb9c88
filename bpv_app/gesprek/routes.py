"""The report of a conversation as a PDF: for the school, and for student and company who got it. Each look is kept."""

from __future__ import annotations

from collections.abc import Callable

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bpv_app.db import transaction
from bpv_app.gesprek.document_verslag import maak_verslag
from bpv_app.gesprek.queries_document import get_gedeeld_document, get_school_document
from bpv_app.gesprek.rules_document import VerslagDocument
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.toegang.audit import noteer_inzage
from bpv_app.toegang.web import als_id, route_toegang

Lees = Callable[[Session, Actor, int], tuple[int, VerslagDocument]]


def _pdf(actor: Actor, lees: Lees, nummer: int) -> Response:
    with transaction(actor) as session:
        kopie_id, document = lees(session, actor, nummer)
        noteer_inzage(session, actor, "gespreksverslag_kopie", kopie_id, "gespreksverslag als PDF", clock.klok.nu())
    return Response(
        maak_verslag(document),
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="gespreksverslag-{kopie_id}.pdf"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@route_toegang(Actie.VERSLAG_SCHRIJVEN)
def school_verslag(request: Request, actor: Actor) -> Response:
    """The newest shared version of a moment."""
    return _pdf(actor, get_school_document, als_id(request.path_params["moment_id"]))


@route_toegang(Actie.VERSLAG_LEZEN)
def gedeeld_verslag(request: Request, actor: Actor) -> Response:
    """The newest version this person got."""
    return _pdf(actor, get_gedeeld_document, als_id(request.path_params["verslag_id"]))


ROUTES: list[BaseRoute] = [
    Route("/api/gesprekken/{moment_id:str}/verslag.pdf", school_verslag, methods=["GET"]),
    Route("/api/verslagen/{verslag_id:str}/verslag.pdf", gedeeld_verslag, methods=["GET"]),
]
