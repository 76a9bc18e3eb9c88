"""HTTP routes: the evidence of a placement, the student's confirmation, a whole dossier. Every look is recorded."""

from __future__ import annotations

import tempfile
from typing import IO

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bpv_app.db import lezen, transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.koppeling.archief import schrijf_archief
from bpv_app.koppeling.queries_archief import lees_archief
from bpv_app.koppeling.queries_bewijs import Bewijs, get_bevestiging, get_bewijs
from bpv_app.koppeling.routes import IN_GEHEUGEN, als_bijlage
from bpv_app.toegang import audit
from bpv_app.toegang.audit import noteer_inzage
from bpv_app.toegang.limiet import tel_poging
from bpv_app.toegang.rules import ARCHIEF_ACCOUNT
from bpv_app.toegang.web import als_id, route_toegang


def _pdf(actor: Actor, b: Bewijs, inhoud: bytes, naam: str, wat: str) -> Response:
    with transaction(actor) as session:
        noteer_inzage(session, actor, "pok", b.pok_id, f"{wat} van POK {b.nummer}", clock.klok.nu())
    return Response(
        inhoud,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{naam}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@route_toegang(Actie.POK_ZIEN, Actie.STAGIAIRS_ZIEN)
def bewijs(request: Request, actor: Actor) -> Response:
    """The evidence, for the school and for the company of this trainee."""
    from bpv_app.koppeling.bewijs_pdf import bestandsnaam, maak_bewijs  # what draws is only loaded to draw

    with lezen(actor) as session:
        b = get_bewijs(session, actor, als_id(request.path_params["pok_id"]))
    nu = clock.klok.nu()
    naam = bestandsnaam("bewijs", b, clock.klok.vandaag())
    return _pdf(actor, b, maak_bewijs(b, nu), naam, "bewijsstuk")


@route_toegang(Actie.POK_ZIEN, Actie.EIGEN_POK_ZIEN)
def bevestiging(request: Request, actor: Actor) -> Response:
    """The confirmation, for the student and for the school."""
    from bpv_app.koppeling.bewijs_pdf import bestandsnaam, maak_bevestiging

    with lezen(actor) as session:
        b = get_bevestiging(session, actor, als_id(request.path_params["pok_id"]))
    nu = clock.klok.nu()
    naam = bestandsnaam("bevestiging", b, clock.klok.vandaag())
    return _pdf(actor, b, maak_bevestiging(b, nu), naam, "bevestiging")


@route_toegang(Actie.DOSSIER_OPHALEN)
def archief(request: Request, actor: Actor) -> Response:
    """A whole dossier as one ZIP, for who keeps dossiers; not many an hour, and recorded."""
    dossier_id = als_id(request.path_params["dossier_id"])
    with transaction(actor) as session:
        tel_poging(session, clock.klok, ARCHIEF_ACCOUNT, str(actor.account_id))
    with lezen(actor) as session:
        gelezen = lees_archief(session, actor, dossier_id)
    nu = clock.klok.nu()
    bestand: IO[bytes] = tempfile.SpooledTemporaryFile(IN_GEHEUGEN)  # noqa: SIM115 (closed when it is sent)
    try:
        schrijf_archief(gelezen, actor.naam, nu, bestand)
        with transaction(actor) as session:
            audit.noteer(session, actor, "dossier", dossier_id, "heel dossier opgehaald", nu)
        grootte = bestand.tell()
        bestand.seek(0)
    except BaseException:
        bestand.close()
        raise
    naam = f"dossier-{dossier_id}-{clock.klok.vandaag().isoformat()}.zip"
    return als_bijlage(bestand, grootte, naam, "application/zip")


ROUTES: list[BaseRoute] = [
    Route("/api/poks/{pok_id:str}/bewijs.pdf", bewijs, methods=["GET"]),
    Route("/api/poks/{pok_id:str}/bevestiging.pdf", bevestiging, methods=["GET"]),
    Route("/api/dossiers/{dossier_id:str}/archief.zip", archief, methods=["GET"]),
]
