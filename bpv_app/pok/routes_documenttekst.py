"""HTTP routes of the school's texts on paper: previews, the logo, and the reminder letter of an agreement."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bpv_app import opslag
from bpv_app.db import lezen, transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.pok import stapel_lezen
from bpv_app.pok.logo import verwerk_logo
from bpv_app.pok.queries_documenttekst import get_huisstijl
from bpv_app.pok.routes_stapel import GEEN_BESTAND
from bpv_app.pok.rules_bestand import TeGroot
from bpv_app.pok.rules_huisstijl import MAX_LOGO_MB
from bpv_app.pok.service_huisstijl import zet_logo
from bpv_app.pok.service_voorbeeld import Voorbeeld, maak_herinneringsbrief, maak_voorbeeld, vind_nummer
from bpv_app.toegang.audit import noteer_inzage
from bpv_app.toegang.limiet import tel_poging
from bpv_app.toegang.rules import UPLOAD_ACCOUNT
from bpv_app.toegang.web import als_id, route_toegang

_ROND = 64 * 1024
_DPI = 70
_KOP = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


def _pdf(inhoud: bytes, naam: str) -> Response:
    return Response(
        inhoud,
        media_type="application/pdf",
        headers={
            **_KOP,
            "Content-Disposition": f'inline; filename="{naam}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def _voorbeeld(request: Request, actor: Actor) -> Voorbeeld:
    """The preview that is asked for: `?pok=<number>` names an agreement. Raises NietGevonden for one out of reach."""
    nummer = request.query_params.get("pok", "").strip()
    with transaction(actor) as session:
        pok_id = vind_nummer(session, actor, nummer) if nummer else None
        if nummer and pok_id is None:
            raise NietGevonden
        gemaakt = maak_voorbeeld(session, actor, clock.klok, als_id(request.path_params["tekst_id"]), pok_id)
        if gemaakt.van:
            noteer_inzage(session, actor, "pok", gemaakt.van[0], f"voorbeeld met POK {gemaakt.van[1]}", clock.klok.nu())
    return gemaakt


@route_toegang(Actie.DOCUMENT_ZIEN)
def voorbeeld(request: Request, actor: Actor) -> Response:
    """A version as a real PDF."""
    return _pdf(_voorbeeld(request, actor).inhoud, "voorbeeld.pdf")


@route_toegang(Actie.DOCUMENT_ZIEN)
def voorbeeld_beeld(request: Request, actor: Actor) -> Response:
    """The page on which the text begins, as a picture; `?verder=n` so many pages on."""
    gemaakt = _voorbeeld(request, actor)
    verder = als_id(request.query_params.get("verder", ""))
    pagina = gemaakt.pagina + (verder if verder <= 2 else 0)
    try:
        beeld = stapel_lezen.plaatje(gemaakt.inhoud, pagina, _DPI)
    except IndexError:
        raise NietGevonden from None
    return Response(beeld, media_type="image/png", headers=_KOP)


@route_toegang(Actie.DOCUMENT_ZIEN)
def logo(request: Request, actor: Actor) -> Response:
    """The school's logo as it is printed."""
    with lezen(actor) as session:
        huisstijl = get_huisstijl(session)
    if huisstijl is None or not huisstijl.logo_sha256:
        raise NietGevonden
    return Response(opslag.lees(huisstijl.logo_sha256), media_type="image/png", headers=_KOP)


@route_toegang(Actie.DOCUMENT_BEHEREN)
async def voeg_logo_toe(request: Request, actor: Actor) -> Response:
    """Upload a logo by form. Too large is refused before it is read."""
    grens = MAX_LOGO_MB * 1024 * 1024
    lengte = request.headers.get("content-length", "")
    if not (lengte.isascii() and lengte.isdigit()):
        raise GEEN_BESTAND
    if int(lengte) > grens + _ROND:
        raise TeGroot(MAX_LOGO_MB)
    async with request.form(max_files=1, max_fields=5) as formulier:
        veld = formulier.get("bestand")
        if veld is None or isinstance(veld, str) or not veld.filename:
            raise GEEN_BESTAND
        inhoud = await veld.read(grens + 1)

    def bewaar() -> None:
        with transaction(actor) as session:
            tel_poging(session, clock.klok, UPLOAD_ACCOUNT, str(actor.account_id))
        png = verwerk_logo(inhoud)
        with transaction(actor) as session:
            zet_logo(session, actor, clock.klok, png)

    await to_thread.run_sync(bewaar)
    return RedirectResponse("/beheer/documenten?logo=bewaard", 303)


@route_toegang(Actie.POK_NABELLEN)
def herinnering(request: Request, actor: Actor) -> Response:
    """The reminder letter of an agreement whose paper is out."""
    pok_id = als_id(request.path_params["pok_id"])
    with transaction(actor) as session:
        nummer, inhoud = maak_herinneringsbrief(session, actor, clock.klok, pok_id)
        noteer_inzage(session, actor, "pok", pok_id, f"herinneringsbrief van POK {nummer}", clock.klok.nu())
    return _pdf(inhoud, f"herinnering-{nummer}.pdf")


ROUTES: list[BaseRoute] = [
    Route("/api/documentteksten/{tekst_id:str}/voorbeeld.pdf", voorbeeld, methods=["GET"]),
    Route("/api/documentteksten/{tekst_id:str}/voorbeeld.png", voorbeeld_beeld, methods=["GET"]),
    Route("/api/huisstijl/logo.png", logo, methods=["GET"]),
    Route("/api/huisstijl/logo", voeg_logo_toe, methods=["POST"]),
    Route("/api/poks/{pok_id:str}/herinnering.pdf", herinnering, methods=["GET"]),
]
