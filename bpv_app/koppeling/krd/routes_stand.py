"""Upload of the register's state file, for who waits for it and has no folder to put it in."""

from __future__ import annotations

from pathlib import PurePath

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bpv_app.config import instellingen
from bpv_app.db import transaction
from bpv_app.kernel import clock, nummers
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.rules_bestand import MAX_BYTES, NogNietHeel, Onbruikbaar
from bpv_app.koppeling.krd.rules_stand import Stand, lees_stand
from bpv_app.koppeling.krd.service_stand import begin_met_stand
from bpv_app.toegang.limiet import tel_poging
from bpv_app.toegang.rules import UPLOAD_ACCOUNT
from bpv_app.toegang.web import route_toegang

_ROND = 64 * 1024
"""What a form costs around its file."""


class GeenStand(DomeinFout):
    """The upload is no state file we can use as a whole; nothing was compared."""

    http_status = 400

    def __init__(self, nl: str, en: str) -> None:
        blijf = Tekst("Er is niets vergeleken; je vergelijking wacht nog.", "Nothing was compared; yours still waits.")
        super().__init__("geen_stand", Tekst(f"{nl} {blijf.nl}", f"{en} {blijf.en}"))


def _lees(inhoud: bytes) -> Stand:
    try:
        return lees_stand(inhoud)
    except NogNietHeel:
        raise GeenStand(
            "Het bestand is niet heel: het slotrecord SLR ontbreekt of telt niet.",
            "The file is not whole: its closing record SLR is missing or does not count.",
        ) from None
    except Onbruikbaar as fout:
        raise GeenStand(str(fout), "This file cannot be read.") from None


@route_toegang(Actie.KRD_ZIEN)
async def ontvang(request: Request, actor: Actor) -> Response:
    """Read the file and begin the comparison of who sends it. The file itself is not kept: it may carry BSNs."""
    grens = min(MAX_BYTES, instellingen().upload_mb * 1024 * 1024)
    lengte = request.headers.get("content-length", "")
    te_groot = GeenStand(f"Kies een bestand van hoogstens {grens // 2**20} MB.", f"At most {grens // 2**20} MB.")
    if not (lengte.isascii() and lengte.isdigit() and int(lengte) <= grens + _ROND):
        raise te_groot
    async with request.form(max_files=1, max_fields=3) as formulier:
        veld = formulier.get("bestand")
        if veld is None or isinstance(veld, str) or not veld.filename:
            raise GeenStand("Kies eerst een bestand.", "Choose a file first.")
        inhoud, naam = await veld.read(grens + 1), veld.filename
    if len(inhoud) > grens:
        raise te_groot

    def begin() -> None:
        with transaction(actor) as session:
            tel_poging(session, clock.klok, UPLOAD_ACCOUNT, str(actor.account_id))
        stand = _lees(inhoud)
        schoon = nummers.kort(PurePath(naam.replace("\\", "/")).name, 120) or "bestand"
        with transaction(actor) as session:
            if not begin_met_stand(session, clock.klok, stand, inhoud, schoon, alleen=actor):
                raise GeenStand(
                    "Er wacht geen vergelijking: kies eerst 'Vergelijk nu'.", "No comparison of yours waits."
                )

    await to_thread.run_sync(begin)
    return RedirectResponse("/krd/vergelijking", 303)


ROUTES: list[BaseRoute] = [Route("/api/krd/stand", ontvang, methods=["POST"])]
