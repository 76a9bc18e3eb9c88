"""HTTP routes of attachments: photos and PDFs with a logbook entry or a day of hours."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from anyio import to_thread
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bpv_app.config import instellingen
from bpv_app.db import transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.toegang.audit import noteer_inzage
from bpv_app.toegang.limiet import tel_poging
from bpv_app.toegang.rules import UPLOAD_ACCOUNT
from bpv_app.toegang.web import als_id, route_toegang, wil_json
from bpv_app.uren import service_bijlage as service
from bpv_app.uren.bijlage import Bestand, verwerk
from bpv_app.uren.tables import UrenBijlage, UrenDag
from bpv_app.uren.tables_logboek import LogboekBijlage

_ROND = 64 * 1024
"""What a form costs around its file."""


class GeenBestand(DomeinFout):
    """The upload carries no file, or is too large to even read."""

    http_status = 413

    def __init__(self) -> None:
        mb = instellingen().upload_mb
        super().__init__(
            "geen_bestand",
            Tekst(
                f"Kies een foto (JPEG, PNG of WebP) of een PDF van hoogstens {mb} MB. Er is niets bewaard.",
                f"Choose a photo (JPEG, PNG or WebP) or a PDF of at most {mb} MB. Nothing was kept.",
            ),
        )


async def _lees_bestand(request: Request) -> tuple[bytes, str]:
    """The one file of the form and its name. Too large is refused before it is read."""
    grens = instellingen().upload_mb * 1024 * 1024
    lengte = request.headers.get("content-length", "")
    if not (lengte.isascii() and lengte.isdigit() and int(lengte) <= grens + _ROND):
        raise GeenBestand
    async with request.form(max_files=1, max_fields=5) as formulier:
        veld = formulier.get("bestand")
        if veld is None or isinstance(veld, str) or not veld.filename:
            raise GeenBestand
        return await veld.read(grens + 1), veld.filename


def _bewaar(
    actor: Actor,
    inhoud: bytes,
    naam: str,
    mag: Callable[[Session], object],
    bewaar: Callable[[Session, Bestand], Response],
) -> Response:
    """Count the attempt and ask whether it may; draw the photo anew outside any transaction; keep it."""
    with transaction(actor) as session:
        tel_poging(session, clock.klok, UPLOAD_ACCOUNT, str(actor.account_id))
        mag(session)
    bestand = verwerk(inhoud, naam, instellingen().upload_mb)
    with transaction(actor) as session:
        return bewaar(session, bestand)


def _klaar(request: Request, rij: LogboekBijlage | UrenBijlage, adres: str, terug: str) -> Response:
    if wil_json(request):
        return JSONResponse({"id": rij.id, "naam": rij.naam, "soort": rij.soort, "adres": f"{adres}/{rij.id}"}, 201)
    return RedirectResponse(terug, 303)


def _weg(request: Request, terug: str) -> Response:
    return Response(status_code=204) if wil_json(request) else RedirectResponse(terug, 303)


def _geef(inhoud: bytes, soort: str, naam: str) -> Response:
    """A photo to look at, a PDF to keep. The type is one of ours; the browser must not guess another."""
    hoe = "inline" if soort.startswith("image/") else "attachment"
    einde = naam.rsplit(".", 1)[-1]
    return Response(
        inhoud,
        media_type=soort,
        headers={
            "Content-Disposition": f"{hoe}; filename=\"bijlage.{einde}\"; filename*=UTF-8''{quote(naam, safe='')}",
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _noteer(session: Session, actor: Actor, rij: LogboekBijlage | UrenBijlage, tabel: str) -> None:
    """Who may look at somebody else's photo is recorded; who is a student only has but own ones."""
    if actor.rollen != {Rol.STUDENT}:
        noteer_inzage(session, actor, tabel, rij.id, "bijlage bekeken", clock.klok.nu())


@route_toegang(Actie.LOGBOEK_SCHRIJVEN)
async def voeg_toe(request: Request, actor: Actor) -> Response:
    """A photo or PDF with an own logbook entry."""
    inhoud, naam = await _lees_bestand(request)
    item_id = als_id(request.path_params["item_id"])

    def bewaar(session: Session, bestand: Bestand) -> Response:
        rij = service.voeg_bijlage_toe(session, actor, clock.klok, item_id, bestand)
        return _klaar(request, rij, "/api/logboek/bijlage", f"/logboek/{item_id}")

    return await to_thread.run_sync(
        lambda: _bewaar(actor, inhoud, naam, lambda s: service.check_mag_bijlage(s, actor, item_id), bewaar)
    )


@route_toegang(Actie.LOGBOEK_LEZEN)
def bijlage(request: Request, actor: Actor) -> Response:
    """An attachment of an entry this person may see."""
    with transaction(actor) as session:
        rij, inhoud = service.get_bijlage(session, actor, als_id(request.path_params["bijlage_id"]))
        _noteer(session, actor, rij, "logboek_bijlage")
        return _geef(inhoud, rij.soort, rij.naam)


@route_toegang(Actie.LOGBOEK_SCHRIJVEN)
def verwijder(request: Request, actor: Actor) -> Response:
    """Remove an attachment of an own entry."""
    with transaction(actor) as session:
        item_id = service.verwijder_bijlage(session, actor, als_id(request.path_params["bijlage_id"]))
    return _weg(request, f"/logboek/{item_id}")


def _uren(dag: UrenDag) -> str:
    return f"/uren?dag={dag.datum.isoformat()}"


@route_toegang(Actie.UREN_SCHRIJVEN)
async def voeg_toe_aan_dag(request: Request, actor: Actor) -> Response:
    """A photo or PDF with an own day of hours."""
    inhoud, naam = await _lees_bestand(request)
    dag_id = als_id(request.path_params["dag_id"])

    def bewaar(session: Session, bestand: Bestand) -> Response:
        rij, dag = service.voeg_dagbijlage_toe(session, actor, clock.klok, dag_id, bestand)
        return _klaar(request, rij, "/api/uren/bijlage", _uren(dag))

    return await to_thread.run_sync(
        lambda: _bewaar(actor, inhoud, naam, lambda s: service.check_mag_dagbijlage(s, actor, dag_id), bewaar)
    )


@route_toegang(Actie.UREN_SCHRIJVEN, Actie.UREN_ZIEN, Actie.UREN_BEOORDELEN)
def dagbijlage(request: Request, actor: Actor) -> Response:
    """An attachment of a day of hours this person may see."""
    with transaction(actor) as session:
        rij, inhoud = service.get_dagbijlage(session, actor, als_id(request.path_params["bijlage_id"]))
        _noteer(session, actor, rij, "uren_bijlage")
        return _geef(inhoud, rij.soort, rij.naam)


@route_toegang(Actie.UREN_SCHRIJVEN)
def verwijder_van_dag(request: Request, actor: Actor) -> Response:
    """Remove an attachment of an own day."""
    with transaction(actor) as session:
        dag = service.verwijder_dagbijlage(session, actor, als_id(request.path_params["bijlage_id"]))
        terug = _uren(dag)
    return _weg(request, terug)


ROUTES: list[BaseRoute] = [
    Route("/api/logboek/{item_id:str}/bijlage", voeg_toe, methods=["POST"]),
    Route("/api/logboek/bijlage/{bijlage_id:str}", bijlage, methods=["GET"]),
    Route("/api/logboek/bijlage/{bijlage_id:str}/verwijder", verwijder, methods=["POST"]),
    Route("/api/uren/dag/{dag_id:str}/bijlage", voeg_toe_aan_dag, methods=["POST"]),
    Route("/api/uren/bijlage/{bijlage_id:str}", dagbijlage, methods=["GET"]),
    Route("/api/uren/bijlage/{bijlage_id:str}/verwijder", verwijder_van_dag, methods=["POST"]),
]
