"""HTTP routes of print runs: the one PDF in mailing order, and the single prints as a zip."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bpv_app import opslag
from bpv_app.db import lezen, transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.pok.queries_afdruk import (
    check_klaar,
    get_afdruk,
    get_run,
    lees_zip,
    list_bestanden,
    schrijf_run,
)
from bpv_app.toegang.audit import noteer_inzage
from bpv_app.toegang.web import als_id, route_toegang

_KOPPEN = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


def _stukken(bestand: IO[bytes]) -> Iterator[bytes]:
    with bestand:
        while stuk := bestand.read(opslag.STUK):
            yield stuk


def _pdf(bestand: IO[bytes], grootte: int, naam: str) -> Response:
    """A PDF of any size, to look at, sent piece by piece."""
    koppen = {**_KOPPEN, "Content-Disposition": f'inline; filename="{naam}"', "Content-Length": str(grootte)}
    return StreamingResponse(_stukken(bestand), media_type="application/pdf", headers=koppen)


@route_toegang(Actie.POK_AFDRUKKEN)
def afdruk(request: Request, actor: Actor) -> Response:
    """The one PDF of a print run, by its content."""
    with transaction(actor) as session:
        run = get_afdruk(session, actor, str(request.path_params["sha256"]))
        noteer_inzage(session, actor, "pok_afdruk", run.id, f"afdruk van {run.aantal} POK's", clock.klok.nu())
        sha256, grootte, run_id = run.sha256, run.bytes_aantal, run.id
    return _pdf(opslag.open_bestand(sha256), grootte, f"POK-afdruk-{run_id}.pdf")


@route_toegang(Actie.POK_AFDRUKKEN)
def run_pdf(request: Request, actor: Actor) -> Response:
    """The one PDF of a print run. Of a run that was stopped it is made now: looking at it changes nothing."""
    run_id = als_id(request.path_params["afdruk_id"])
    naam = f"POK-afdruk-{run_id}.pdf"
    with transaction(actor) as session:
        run = get_run(session, actor, run_id)
        check_klaar(session, run)
        noteer_inzage(session, actor, "pok_afdruk", run.id, f"afdruk van {run.aantal} POK's", clock.klok.nu())
        sha256, grootte = run.sha256, run.bytes_aantal
    if sha256:
        return _pdf(opslag.open_bestand(sha256), grootte, naam)
    bestand: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed when it is sent)
    try:
        with lezen(actor) as session:
            schrijf_run(session, get_run(session, actor, run_id), bestand)
        grootte = bestand.tell()
        bestand.seek(0)
    except BaseException:
        bestand.close()
        raise
    return _pdf(bestand, grootte, naam)


@route_toegang(Actie.POK_AFDRUKKEN)
def run_zip(request: Request, actor: Actor) -> Response:
    """Every single print of a run, as one zip."""
    run_id = als_id(request.path_params["afdruk_id"])
    with transaction(actor) as session:
        run = get_run(session, actor, run_id)
        check_klaar(session, run)
        bestanden, moment = list_bestanden(session, run), run.gemaakt_op
        noteer_inzage(session, actor, "pok_afdruk", run.id, f"zip van {run.aantal} POK's", clock.klok.nu())
    koppen = {**_KOPPEN, "Content-Disposition": f'attachment; filename="POK-afdruk-{run_id}.zip"'}
    return StreamingResponse(lees_zip(bestanden, moment), media_type="application/zip", headers=koppen)


ROUTES: list[BaseRoute] = [
    Route("/api/afdrukken/{sha256:str}.pdf", afdruk, methods=["GET"]),
    Route("/api/afdrukken/run/{afdruk_id:str}.pdf", run_pdf, methods=["GET"]),
    Route("/api/afdrukken/run/{afdruk_id:str}.zip", run_zip, methods=["GET"]),
]
