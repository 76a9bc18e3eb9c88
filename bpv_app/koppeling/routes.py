"""HTTP routes of imports and exports: download a list, upload a file, download a report."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO
from urllib.parse import urlencode

from anyio import to_thread
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bpv_app.config import instellingen
from bpv_app.db import lezen, transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.inlezen import ImportSoort
from bpv_app.kernel.lijst import Lijst, LijstVraag, lees_vraag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling import inlezen, verslag
from bpv_app.koppeling.eigen_gegevens import schrijf_zip
from bpv_app.koppeling.export import MIME, ExportSoort, schrijf_lijst
from bpv_app.koppeling.export_lijsten import LIJSTEN
from bpv_app.koppeling.export_uren import NAAM as UREN
from bpv_app.koppeling.export_uren import schrijf_uren
from bpv_app.koppeling.kenmerk import lees_bestand, teken_bestand
from bpv_app.koppeling.queries_eigen import lees_eigen_gegevens
from bpv_app.student import import_runs
from bpv_app.toegang import audit
from bpv_app.toegang.limiet import tel_poging
from bpv_app.toegang.rules import GEGEVENS_ACCOUNT, UPLOAD_ACCOUNT
from bpv_app.toegang.web import als_id, route_toegang, taal_van
from bpv_app.uren.queries_weken import UREN_WEKEN

IN_GEHEUGEN = 2 * 1024 * 1024
_STUK = 256 * 1024
_ROND = 64 * 1024
"""What a form costs around its file."""


def _stukken(bestand: IO[bytes]) -> Iterator[bytes]:
    with bestand:
        while stuk := bestand.read(_STUK):
            yield stuk


def als_bijlage(bestand: IO[bytes], grootte: int, naam: str, mime: str) -> Response:
    """A file to keep, sent piece by piece and closed when it is sent."""
    return StreamingResponse(
        _stukken(bestand),
        media_type=mime,
        headers={
            "Content-Disposition": f'attachment; filename="{naam}"',
            "Content-Length": str(grootte),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@route_toegang()
def exporteer(request: Request, actor: Actor) -> Response:
    """The list as a file, with the question of the screen: what is shown is what is written."""
    lijst = LIJSTEN.get(request.path_params["lijst"])
    if lijst is None:
        raise NietGevonden
    return _als_bestand(request, actor, lijst, lijst.naam, partial(_schrijf_lijst, lijst))


@route_toegang(Actie.UREN_ZIEN)
def exporteer_uren(request: Request, actor: Actor) -> Response:
    """Every line of hours in the weeks the list shows."""
    return _als_bestand(request, actor, UREN_WEKEN, UREN, _schrijf_uren)


Schrijver = Callable[[Session, Actor, LijstVraag, IO[bytes], ExportSoort], int]


def _schrijf_lijst(
    lijst: Lijst, session: Session, actor: Actor, vraag: LijstVraag, doel: IO[bytes], soort: ExportSoort
) -> int:
    return schrijf_lijst(session, actor, lijst, vraag, doel, soort)


def _schrijf_uren(session: Session, actor: Actor, vraag: LijstVraag, doel: IO[bytes], soort: ExportSoort) -> int:
    return schrijf_uren(session, actor, vraag, clock.klok.vandaag(), doel, soort)


def _als_bestand(request: Request, actor: Actor, lijst: Lijst, naam: str, schrijf: Schrijver) -> Response:
    """Write to a file beside, then send it; the question is one of `lijst`."""
    if request.path_params["soort"] not in set(ExportSoort):
        raise NietGevonden
    require(actor, lijst.actie)
    soort = ExportSoort(request.path_params["soort"])
    bestand: IO[bytes] = tempfile.SpooledTemporaryFile(IN_GEHEUGEN)  # noqa: SIM115 (closed when it is sent)
    try:
        with lezen(actor) as session:
            extra = lijst.filters_van(session, actor) if lijst.filters_van else ()
            session.rollback()  # the pages below begin a snapshot of their own
            vraag = lees_vraag(lijst, dict(request.query_params), extra, taal_van(request, actor))
            aantal = schrijf(session, actor, vraag, bestand, soort)
        with transaction(actor) as session:
            wat = f"{aantal} rijen als {soort.value} geëxporteerd"
            audit.noteer(session, actor, naam, None, wat, clock.klok.nu())
        grootte = bestand.tell()
        bestand.seek(0)
    except BaseException:
        bestand.close()
        raise
    bestandsnaam = f"{naam}-{clock.klok.vandaag().isoformat()}.{soort.value}"
    return als_bijlage(bestand, grootte, bestandsnaam, MIME[soort])


@route_toegang(Actie.EIGEN_GEGEVENS_OPHALEN)
def mijn_gegevens(request: Request, actor: Actor) -> Response:
    """Everything the app holds about the student who asks, as a ZIP; a few times an hour, and recorded."""
    with transaction(actor) as session:
        tel_poging(session, clock.klok, GEGEVENS_ACCOUNT, str(actor.account_id))
    with lezen(actor) as session:
        gegevens = lees_eigen_gegevens(session, actor)
    bestand: IO[bytes] = tempfile.SpooledTemporaryFile(IN_GEHEUGEN)  # noqa: SIM115 (closed when it is sent)
    try:
        schrijf_zip(gegevens, clock.klok.nu(), bestand)
        with transaction(actor) as session:
            wat = "eigen gegevens gedownload"
            audit.noteer(session, actor, "student", actor.student_id, wat, clock.klok.nu())
        grootte = bestand.tell()
        bestand.seek(0)
    except BaseException:
        bestand.close()
        raise
    naam = f"mijn-gegevens-{clock.klok.vandaag().isoformat()}.zip"
    return als_bijlage(bestand, grootte, naam, "application/zip")


class GeenBestand(DomeinFout):
    """The upload carries no file, or is too large to even read."""

    http_status = 413

    def __init__(self) -> None:
        mb = instellingen().upload_mb
        super().__init__(
            "geen_bestand",
            Tekst(
                f"Kies een bestand van hoogstens {mb} MB. Er is niets bewaard. Groter kan met 'bpv import'.",
                f"Choose a file of at most {mb} MB. Nothing was saved. Larger goes with 'bpv import'.",
            ),
        )


def _soort(tekst: str) -> ImportSoort:
    try:
        return ImportSoort(tekst)
    except ValueError:
        raise NietGevonden from None


@route_toegang(Actie.STUDENT_IMPORTEREN, Actie.LEERBEDRIJF_IMPORTEREN)
async def ontvang(request: Request, actor: Actor) -> Response:
    """Upload a file to try: it is kept without its BSNs, then the screen shows columns and dry run."""
    grens = instellingen().upload_mb * 1024 * 1024
    lengte = request.headers.get("content-length", "")
    if not (lengte.isascii() and lengte.isdigit() and int(lengte) <= grens + _ROND):
        raise GeenBestand
    async with request.form(max_files=1, max_fields=5) as formulier:
        veld, soort = formulier.get("bestand"), _soort(str(formulier.get("soort", "")))
        if veld is None or isinstance(veld, str) or not veld.filename:
            raise GeenBestand
        inhoud, naam = await veld.read(grens + 1), veld.filename
    if len(inhoud) > grens:
        raise GeenBestand

    def bewaar() -> inlezen.Voorbeeld:
        with transaction(actor) as session:
            tel_poging(session, clock.klok, UPLOAD_ACCOUNT, str(actor.account_id))
        with lezen(actor) as session:
            return inlezen.ontvang(session, actor, soort, inhoud, naam)

    voorbeeld = await to_thread.run_sync(bewaar)
    query = {"soort": soort.value, "bestand": teken_bestand(actor, voorbeeld.sha256), "naam": voorbeeld.bestandsnaam}
    return RedirectResponse(f"/beheer/import?{urlencode(query)}", 303)


def _csv(inhoud: bytes, naam: str) -> Response:
    return Response(
        inhoud,
        media_type=MIME[ExportSoort.CSV],
        headers={
            "Content-Disposition": f'attachment; filename="{naam}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@route_toegang(Actie.STUDENT_IMPORTEREN, Actie.LEERBEDRIJF_IMPORTEREN)
def proefverslag(request: Request, actor: Actor) -> Response:
    """Refusals and notes of a dry run, all of them, as CSV."""
    vraag = request.query_params
    sha256 = lees_bestand(actor, vraag.get("bestand", ""))
    indeling = {
        veld.removeprefix("v_"): kolom for veld, kolom in vraag.items() if veld.startswith("v_") and len(kolom) < 200
    }
    with lezen(actor) as session:
        proef = inlezen.droogloop(
            session, actor, clock.klok, _soort(vraag.get("soort", "")), sha256, vraag.get("naam", ""), indeling or None
        )
    return _csv(verslag.als_csv(proef, taal_van(request, actor)), f"proef-{proef.soort.value}.csv")


@route_toegang(Actie.STUDENT_IMPORTEREN, Actie.LEERBEDRIJF_IMPORTEREN)
def runverslag(request: Request, actor: Actor) -> Response:
    """The report kept with an import that was applied, as CSV."""
    with lezen(actor) as session:
        run = import_runs.get_run(session, actor, als_id(request.path_params["run_id"]))
        return _csv(verslag.run_als_csv(run.rapport, taal_van(request, actor)), f"import-{run.id}-{run.soort}.csv")


ROUTES: list[BaseRoute] = [
    Route("/api/import", ontvang, methods=["POST"]),
    Route("/api/import/proef.csv", proefverslag, methods=["GET"]),
    Route("/api/import/{run_id:str}/verslag.csv", runverslag, methods=["GET"]),
    Route("/api/mijn-gegevens", mijn_gegevens, methods=["GET"]),
    Route("/api/export/uren/regels.{soort:str}", exporteer_uren, methods=["GET"]),
    Route("/api/export/{lijst:str}.{soort:str}", exporteer, methods=["GET"]),
]
