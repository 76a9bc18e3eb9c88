"""HTTP routes of imports and exports: download a list, upload a file, download a report."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bpv_app.db import lezen, transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.lijst import lees_vraag
from bpv_app.koppeling.export import MIME, ExportSoort, schrijf_lijst
from bpv_app.koppeling.export_lijsten import LIJSTEN
from bpv_app.toegang import audit
from bpv_app.toegang.web import route_toegang, taal_van

IN_GEHEUGEN = 2 * 1024 * 1024
_STUK = 256 * 1024


def _stukken(bestand: IO[bytes]) -> Iterator[bytes]:
    with bestand:
        while stuk := bestand.read(_STUK):
            yield stuk


@route_toegang()
def exporteer(request: Request, actor: Actor) -> Response:
    """The list as a file, with the question of the screen: what is shown is what is written."""
    lijst = LIJSTEN.get(request.path_params["lijst"])
    if lijst is None or request.path_params["soort"] not in set(ExportSoort):
        raise NietGevonden
    require(actor, lijst.actie)
    soort = ExportSoort(request.path_params["soort"])
    bestand: IO[bytes] = tempfile.SpooledTemporaryFile(IN_GEHEUGEN)  # noqa: SIM115 (closed when it is sent)
    try:
        with lezen(actor) as session:
            extra = lijst.filters_van(session, actor) if lijst.filters_van else ()
            session.rollback()  # the pages below begin a snapshot of their own
            vraag = lees_vraag(lijst, dict(request.query_params), extra, taal_van(request, actor))
            aantal = schrijf_lijst(session, actor, lijst, vraag, bestand, soort)
        with transaction(actor) as session:
            wat = f"{aantal} rijen als {soort.value} geëxporteerd"
            audit.noteer(session, actor, lijst.naam, None, wat, clock.klok.nu())
        grootte = bestand.tell()
        bestand.seek(0)
    except BaseException:
        bestand.close()
        raise
    naam = f"{lijst.naam}-{clock.klok.vandaag().isoformat()}.{soort.value}"
    return StreamingResponse(
        _stukken(bestand),
        media_type=MIME[soort],
        headers={
            "Content-Disposition": f'attachment; filename="{naam}"',
            "Content-Length": str(grootte),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


ROUTES: list[BaseRoute] = [
    Route("/api/export/{lijst:str}.{soort:str}", exporteer, methods=["GET"]),
]
