"""HTTP routes of long work: how far it is, for the progress bar, and its report."""

from __future__ import annotations

import csv
import io

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bpv_app.db import lezen
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.spreadsheet import veilig
from bpv_app.taak import service
from bpv_app.taak.rules import voortgang_zin
from bpv_app.toegang.web import als_id, route_toegang


@route_toegang(Actie.START_ZIEN)
def stand(request: Request, actor: Actor) -> Response:
    """How far the own task is."""
    with lezen(actor) as session:
        taak = service.get_stand(session, actor, clock.klok, als_id(request.path_params["taak_id"]))
    zin = voortgang_zin(taak.status, taak.gedaan, taak.totaal, taak.rest).in_taal(actor.taal)
    antwoord = {
        "status": taak.status.value,
        "lopend": taak.is_lopend,
        "gedaan": taak.gedaan,
        "totaal": taak.totaal,
        "zin": zin,
    }
    return JSONResponse(antwoord, headers={"Cache-Control": "no-store"})


@route_toegang(Actie.START_ZIEN)
def verslag(request: Request, actor: Actor) -> Response:
    """The result per row of the own task, as CSV."""
    taak_id = als_id(request.path_params["taak_id"])
    with lezen(actor) as session:
        regels = service.list_regels(session, actor, taak_id)
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    kop = ("name", "result", "explanation") if actor.taal == "en" else ("naam", "uitslag", "toelichting")
    schrijver.writerow(kop)
    goed, fout = ("done", "not done") if actor.taal == "en" else ("gelukt", "niet gelukt")
    schrijver.writerows(
        (veilig(r.naam), goed if r.gelukt else fout, veilig(r.tekst.in_taal(actor.taal))) for r in regels
    )
    naam = f"taak-{taak_id}.csv"
    return Response(
        "\ufeff" + uit.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{naam}"', "Cache-Control": "private, no-store"},
    )


ROUTES: list[BaseRoute] = [
    Route("/api/taken/{taak_id:str}", stand, methods=["GET"]),
    Route("/api/taken/{taak_id:str}/verslag.csv", verslag, methods=["GET"]),
]
