"""The coverage of conversations as a file, for who sees the screen."""

from __future__ import annotations

import io

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bpv_app.db import lezen, transaction
from bpv_app.gesprek.rules_dekking import Per
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.koppeling.export import MIME, ExportSoort
from bpv_app.koppeling.export_dekking import NAAM, schrijf_dekking
from bpv_app.toegang import audit
from bpv_app.toegang.web import als_id, route_toegang, taal_van


@route_toegang(Actie.DEKKING_ZIEN)
def dekking_export(request: Request, actor: Actor) -> Response:
    """A line per team or begeleider; with `team` in the query the begeleiders of that team."""
    per, soort = request.path_params["per"], request.path_params["soort"]
    if per not in set(Per) or soort not in set(ExportSoort):
        raise NietGevonden
    team, doel, vandaag = request.query_params.get("team", ""), io.BytesIO(), clock.klok.vandaag()
    with lezen(actor) as session:
        aantal = schrijf_dekking(
            session,
            actor,
            Per(per),
            vandaag,
            doel,
            ExportSoort(soort),
            team_id=als_id(team) if team else None,
            taal=taal_van(request, actor),
        )
    with transaction(actor) as session:
        wat = f"{aantal} rijen per {per} als {soort} geëxporteerd"
        audit.noteer(session, actor, NAAM, None, wat, clock.klok.nu())
    return Response(
        doel.getvalue(),
        media_type=MIME[ExportSoort(soort)],
        headers={
            "Content-Disposition": f'attachment; filename="dekking-per-{per}-{vandaag.isoformat()}.{soort}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


ROUTES: list[BaseRoute] = [Route("/api/export/dekking/{per:str}.{soort:str}", dekking_export, methods=["GET"])]
