"""HTTP routes of the POK: the printed versions and scans, and the upload of a scan."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bpv_app.config import instellingen
from bpv_app.db import transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import service
from bpv_app.toegang.audit import noteer_inzage
from bpv_app.toegang.limiet import tel_poging
from bpv_app.toegang.rules import UPLOAD_ACCOUNT
from bpv_app.toegang.web import als_id, route_toegang

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
                f"Kies een PDF, PNG of JPEG van hoogstens {mb} MB. Er is niets bewaard.",
                f"Choose a PDF, PNG or JPEG of at most {mb} MB. Nothing was saved.",
            ),
        )


def _bestand(inhoud: bytes, mime: str, naam: str, *, als_bijlage: bool = False) -> Response:
    """Bytes to look at. The name is one of ours or was cleaned; the browser must not guess another type."""
    hoe = "attachment" if als_bijlage else "inline"
    return Response(
        inhoud,
        media_type=mime,
        headers={
            "Content-Disposition": f'{hoe}; filename="{naam}"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


@route_toegang(Actie.POK_ZIEN, Actie.EIGEN_PLAATSING_ZIEN)
def document(request: Request, actor: Actor) -> Response:
    """A printed version: for the school, and for the student whose agreement it is."""
    if not actor.mag(Actie.POK_ZIEN) and not actor.heeft(Rol.STUDENT):
        raise NietGevonden  # the company gets the paper; the file also holds the student's birth date
    pok_id, versie = als_id(request.path_params["pok_id"]), als_id(request.path_params["versie"])
    with transaction(actor) as session:
        pok, papier, inhoud = service.get_document(session, actor, pok_id, versie)
        noteer_inzage(session, actor, "pok_document", papier.id, f"POK {pok.nummer} versie {versie}", clock.klok.nu())
        nummer = pok.nummer
    return _bestand(inhoud, "application/pdf", f"POK-{nummer}-versie-{versie}.pdf")


@route_toegang(Actie.POK_ZIEN)
def scan(request: Request, actor: Actor) -> Response:
    """A scan of the signed paper."""
    with transaction(actor) as session:
        pok, rij, inhoud = service.get_scan(session, actor, als_id(request.path_params["scan_id"]))
        noteer_inzage(session, actor, "pok_scan", rij.id, f"scan bij POK {pok.nummer}", clock.klok.nu())
        mime, einde = rij.mime, rij.bestandsnaam.rsplit(".", 1)[-1]
    return _bestand(inhoud, mime, f"scan-{als_id(request.path_params['scan_id'])}.{einde}")


@route_toegang(Actie.POK_ONDERTEKENING_REGISTREREN)
async def voeg_scan_toe(request: Request, actor: Actor) -> Response:
    """Upload a scan by form; back to the agreement. Too large is refused before it is read."""
    grens = instellingen().upload_mb * 1024 * 1024
    lengte = request.headers.get("content-length", "")
    if not (lengte.isascii() and lengte.isdigit() and int(lengte) <= grens + _ROND):
        raise GeenBestand
    async with request.form(max_files=1, max_fields=5) as formulier:
        veld = formulier.get("bestand")
        if veld is None or isinstance(veld, str) or not veld.filename:
            raise GeenBestand
        inhoud, naam = await veld.read(grens + 1), veld.filename
    pok_id = als_id(request.path_params["pok_id"])

    def bewaar() -> None:
        with transaction(actor) as session:
            tel_poging(session, clock.klok, UPLOAD_ACCOUNT, str(actor.account_id))
            service.voeg_scan_toe(session, actor, clock.klok, pok_id, inhoud, naam)

    await to_thread.run_sync(bewaar)
    return RedirectResponse(f"/poks/{pok_id}?scan=bewaard", 303)


ROUTES: list[BaseRoute] = [
    Route("/api/poks/{pok_id:str}/document/{versie:str}.pdf", document, methods=["GET"]),
    Route("/api/poks/{pok_id:str}/scan", voeg_scan_toe, methods=["POST"]),
    Route("/api/scans/{scan_id:str}", scan, methods=["GET"]),
]
