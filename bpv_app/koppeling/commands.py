"""`bpv import …` and `bpv export …`.

An import shows its dry run and changes nothing; `--toepassen` applies it. Exit codes: 0 everything understood, 3
something in the file was refused (also when the rest was applied), 1 nothing could be done (the reason is printed), 2
wrong usage.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import IO, Annotated

import typer
from rich.console import Console
from sqlmodel import Session

from bpv_app import opslag
from bpv_app.db import lezen, transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.inlezen import Droogloop, ImportSoort
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling import inlezen, verslag
from bpv_app.koppeling.bestand.rules import OngeldigeIndeling
from bpv_app.koppeling.export import ExportSoort, schrijf_lijst, soort_van
from bpv_app.koppeling.export_lijsten import LIJSTEN
from bpv_app.koppeling.export_uren import NAAM as UREN
from bpv_app.koppeling.export_uren import schrijf_uren
from bpv_app.toegang import audit

MAX_BESTAND = 1024 * 1024 * 1024
GEWEIGERD = 3

import_app = typer.Typer(
    no_args_is_help=True,
    help="Bestanden inlezen: eerst een proef, met --toepassen echt. / Import files: a trial first.",
)
export_app = typer.Typer(no_args_is_help=True, help="Lijsten als CSV of XLSX. / Lists as CSV or XLSX.")

Bestand = Annotated[Path, typer.Argument(help="Het bestand.", metavar="FILE")]
Toepassen = Annotated[bool, typer.Option("--toepassen", help="Lees echt in; zonder dit verandert er niets.")]
Rapport = Annotated[
    Path | None, typer.Option("--rapport", help="Bewaar het verslag (.csv, .json of tekst).", dir_okay=False)
]
Taal = Annotated[str, typer.Option("--taal", help="nl of en.")]
Kolom = Annotated[
    list[str] | None,
    typer.Option("--kolom", help="Kolom aanwijzen: VELD=KOLOM, bijvoorbeeld naam='Volledige naam'. Mag vaker."),
]


class BestandFout(DomeinFout):
    """The file cannot be opened."""

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("bestand", tekst)


def _opdrachtregel(taal: str) -> Actor:
    return Actor(account_id=None, naam="opdrachtregel", is_systeem=True, taal="en" if taal == "en" else "nl")


def lees_bestand(pad: Path) -> bytes:
    """The bytes of a file. Raises BestandFout with the reason."""
    try:
        if pad.is_dir():
            raise BestandFout(Tekst(f"{pad} is een map, geen bestand.", f"{pad} is a folder, not a file."))
        if not pad.is_file():
            raise BestandFout(
                Tekst(f"{pad} is er niet, of is geen gewoon bestand.", f"{pad} is not there, or is no ordinary file.")
            )
        if pad.stat().st_size > MAX_BESTAND:
            raise BestandFout(Tekst(f"{pad} is groter dan 1 GB.", f"{pad} is larger than 1 GB."))
        return pad.read_bytes()
    except OSError as fout:
        raise BestandFout(
            Tekst(f"{pad} is niet te lezen ({fout.strerror}).", f"{pad} cannot be read ({fout.strerror}).")
        ) from None


def _kies_kolommen(voorstel: dict[str, str], keuzes: list[str]) -> dict[str, str]:
    indeling = dict(voorstel)
    for keuze in keuzes:
        veld, teken, kolom = keuze.partition("=")
        if not teken:
            raise OngeldigeIndeling(
                Tekst(f"Schrijf --kolom VELD=KOLOM, niet '{keuze}'.", f"Write --kolom FIELD=COLUMN, not '{keuze}'.")
            )
        indeling = {v: k for v, k in indeling.items() if k != kolom or v == veld}
        indeling[veld.strip()] = kolom
    return indeling


def _proef(actor: Actor, soort: ImportSoort, pad: Path, kolommen: list[str]) -> tuple[Droogloop, inlezen.Invoer]:
    invoer = inlezen.lees_invoer(soort, lees_bestand(pad), pad.name)
    with lezen(actor) as session:
        indeling = None
        if kolommen:
            voorstel = dict(inlezen.lees_voorbeeld(session, actor, invoer).indeling)
            indeling = _kies_kolommen(voorstel, kolommen)
        return inlezen.droogloop_van(session, actor, clock.klok, invoer, indeling), invoer


def _importeer(
    soort: ImportSoort,
    pad: Path,
    toepassen: bool,
    rapport: Path | None,
    taal: str,
    kolommen: list[str] | None = None,
    eis: str = "",
) -> None:
    """`eis`: a field that has to have a column."""
    actor = _opdrachtregel(taal)
    proef, invoer = _proef(actor, soort, pad, kolommen or [])
    if eis and eis not in dict(proef.indeling):
        raise OngeldigeIndeling(
            Tekst(
                f"Dit bestand heeft geen kolom voor '{eis}'; wijs er een aan met --kolom {eis}=KOLOM.",
                f"This file has no column for '{eis}'; name one with --kolom {eis}=COLUMN.",
            )
        )
    console = Console()
    console.print(verslag.toon(proef, actor.taal))
    if rapport is not None:
        try:
            verslag.schrijf(proef, rapport, actor.taal)
        except OSError as fout:
            raise BestandFout(
                Tekst(
                    f"Het verslag is niet te schrijven in {rapport} ({fout.strerror}).",
                    f"The report cannot be written to {rapport} ({fout.strerror}).",
                )
            ) from None
    if toepassen:
        opslag.bewaar(invoer.inhoud)
        with transaction(actor) as session:
            run = inlezen.pas_toe(session, actor, clock.klok, proef)
            nummer = run.id
        console.print(Tekst(f"Ingelezen (import {nummer}).", f"Imported (import {nummer}).").in_taal(actor.taal))
    else:
        console.print(
            Tekst(
                "Dit was een proef: er is niets veranderd. Met --toepassen wordt het ingelezen.",
                "This was a trial: nothing changed. With --toepassen it is imported.",
            ).in_taal(actor.taal)
        )
    if proef.tellingen.geweigerd:
        raise typer.Exit(GEWEIGERD)


@import_app.command("ro")
def importeer_ro(file: Bestand, toepassen: Toepassen = False, rapport: Rapport = None, taal: Taal = "nl") -> None:
    """RO-bestand van DUO: verbintenissen en POK's zoals het landelijke register ze kent."""
    _importeer(ImportSoort.RO, file, toepassen, rapport, taal)


@import_app.command("studenten")
def importeer_studenten(
    file: Bestand, toepassen: Toepassen = False, rapport: Rapport = None, kolom: Kolom = None, taal: Taal = "nl"
) -> None:
    """Studenten uit het eigen systeem van de school (CSV of XLSX)."""
    _importeer(ImportSoort.STUDENTEN, file, toepassen, rapport, taal, kolom)


@import_app.command("leerbedrijven")
def importeer_leerbedrijven(
    file: Bestand, toepassen: Toepassen = False, rapport: Rapport = None, kolom: Kolom = None, taal: Taal = "nl"
) -> None:
    """Leerbedrijven: leerbedrijf-ID, naam, adres, postcode, plaats, KvK (CSV of XLSX)."""
    _importeer(ImportSoort.LEERBEDRIJVEN, file, toepassen, rapport, taal, kolom)


@import_app.command("register", hidden=True)
@import_app.command("erkenningen")
def importeer_erkenningen(
    file: Bestand,
    toepassen: Toepassen = False,
    rapport: Rapport = None,
    kolom: Kolom = None,
    wijzigingen: Annotated[
        bool, typer.Option("--wijzigingen", help="Eis een kolom mutatie: dan zijn het alleen wijzigingen.")
    ] = False,
    taal: Taal = "nl",
) -> None:
    """Het erkenningenregister: leerbedrijf-ID, crebo of crebogroep, van, tot, leerweg, werkprocessen.

    Vervangt het hele register in één keer. Met een kolom mutatie (nieuw, gewijzigd, ingetrokken) zijn het alleen de
    wijzigingen: de rest blijft staan.
    """
    _importeer(ImportSoort.ERKENNINGEN, file, toepassen, rapport, taal, kolom, eis="mutatie" if wijzigingen else "")


@import_app.command("crebos")
def importeer_crebos(
    file: Bestand, toepassen: Toepassen = False, rapport: Rapport = None, kolom: Kolom = None, taal: Taal = "nl"
) -> None:
    """Opvolgers en groepen van crebo's: soort, van, naar, vanaf (CSV of XLSX). Vervangt wat er was in één keer."""
    _importeer(ImportSoort.CREBOS, file, toepassen, rapport, taal, kolom)


@import_app.command("postcodes")
def importeer_postcodes(
    file: Bestand, toepassen: Toepassen = False, rapport: Rapport = None, kolom: Kolom = None, taal: Taal = "nl"
) -> None:
    """Ligging van postcodes, voor afstanden: postcode en lat, lon of x, y (CSV, XLSX of JSON).

    Vervangt de hele tabel in één keer.
    """
    _importeer(ImportSoort.POSTCODES, file, toepassen, rapport, taal, kolom)


@import_app.command("vakanties")
def importeer_vakanties(
    file: Bestand, toepassen: Toepassen = False, rapport: Rapport = None, kolom: Kolom = None, taal: Taal = "nl"
) -> None:
    """Vakanties en studiedagen: naam, soort, van, tot, regio of team (CSV of XLSX)."""
    _importeer(ImportSoort.VAKANTIES, file, toepassen, rapport, taal, kolom)


@import_app.command("werkprocessen")
def importeer_werkprocessen(
    file: Bestand, toepassen: Toepassen = False, rapport: Rapport = None, kolom: Kolom = None, taal: Taal = "nl"
) -> None:
    """Werkprocessen: crebo, code, naam, kerntaak, cohort van en tot (CSV of XLSX)."""
    _importeer(ImportSoort.WERKPROCESSEN, file, toepassen, rapport, taal, kolom)


Schrijver = Callable[[Session, Actor, LijstVraag, IO[bytes], ExportSoort], int]


def _exporteer(naam: str, pad: Path, taal: str, zoek: str, schrijf: Schrijver | None = None) -> None:
    """The list `naam`, or what `schrijf` writes."""
    soort = soort_van(pad.name)
    actor = _opdrachtregel(taal)
    tijdelijk = pad.with_name(f".{pad.name}.deel")
    try:
        with tijdelijk.open("wb") as doel, lezen(actor) as session:
            vraag = LijstVraag(zoek=zoek, taal=actor.taal)
            if schrijf is None:
                aantal = schrijf_lijst(session, actor, LIJSTEN[naam], vraag, doel, soort)
            else:
                aantal = schrijf(session, actor, vraag, doel, soort)
        tijdelijk.replace(pad)
    except OSError as fout:
        raise BestandFout(
            Tekst(f"{pad} is niet te schrijven ({fout.strerror}).", f"{pad} cannot be written ({fout.strerror}).")
        ) from None
    finally:
        tijdelijk.unlink(missing_ok=True)
    with transaction(actor) as session:
        wat = f"{aantal} rijen als {soort.value} geëxporteerd"
        audit.noteer(session, actor, naam, None, wat, clock.klok.nu())
    typer.echo(Tekst(f"{aantal} rijen in {pad}.", f"{aantal} rows in {pad}.").in_taal(actor.taal))


Uit = Annotated[Path, typer.Argument(help="Doel; .csv of .xlsx.", metavar="FILE")]
Zoek = Annotated[str, typer.Option("--zoek", help="Alleen rijen waarin dit voorkomt.")]


@export_app.command("studenten")
def exporteer_studenten(file: Uit, zoek: Zoek = "", taal: Taal = "nl") -> None:
    """Studenten, met de verbintenis die nu telt."""
    _exporteer("studenten", file, taal, zoek)


@export_app.command("verbintenissen")
def exporteer_verbintenissen(file: Uit, zoek: Zoek = "", taal: Taal = "nl") -> None:
    """Verbintenissen."""
    _exporteer("verbintenissen", file, taal, zoek)


@export_app.command("leerbedrijven")
def exporteer_leerbedrijven(file: Uit, zoek: Zoek = "", taal: Taal = "nl") -> None:
    """Leerbedrijven."""
    _exporteer("leerbedrijven", file, taal, zoek)


@export_app.command("dossiers")
def exporteer_dossiers(file: Uit, zoek: Zoek = "", taal: Taal = "nl") -> None:
    """BPV-dossiers."""
    _exporteer("dossiers", file, taal, zoek)


@export_app.command("poks")
def exporteer_poks(file: Uit, zoek: Zoek = "", taal: Taal = "nl") -> None:
    """Praktijkovereenkomsten."""
    _exporteer("poks", file, taal, zoek)


@export_app.command("uren")
def exporteer_uren(file: Uit, zoek: Zoek = "", taal: Taal = "nl") -> None:
    """Uren, een regel per dag en soort, met wat ervan meetelt."""
    _exporteer(
        UREN,
        file,
        taal,
        zoek,
        lambda session, actor, vraag, doel, soort: schrijf_uren(
            session, actor, vraag, clock.klok.vandaag(), doel, soort
        ),
    )
