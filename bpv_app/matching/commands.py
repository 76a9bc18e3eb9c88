"""`bpv matching run`: a whole round from files, without a database.

Exit codes: 0 done, 2 something in the files or the call is wrong; then every mistake is on stderr with its file and
line, and nothing was written.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bpv_app.kernel import clock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.rules import Doel, Modus

app = typer.Typer(
    no_args_is_help=True, help="Studenten en stageplaatsen bij elkaar brengen. / Match students and places."
)
FOUT = 2


@app.callback()
def matching() -> None:
    """Studenten en stageplaatsen bij elkaar brengen. / Match students and places."""


def _bestand(naam: str, hulp: str) -> typer.models.OptionInfo:
    optie: typer.models.OptionInfo = typer.Option(f"--{naam}", help=hulp, metavar="CSV")
    return optie


@app.command("run")
def run(
    studenten: Annotated[Path, _bestand("studenten", "student [crebo leerweg niveau van tot geboortedatum …]")],
    plaatsen: Annotated[Path, _bestand("plaatsen", "plaats capaciteit [leerbedrijf crebo leerweg niveau_min …]")],
    voorkeuren: Annotated[Path, _bestand("voorkeuren", "student plaats rang (1 is eerste keuze)")],
    uit: Annotated[Path, typer.Option("--uit", help="Map voor de uitkomst.", metavar="DIR")],
    erkenningen: Annotated[Path | None, _bestand("erkenningen", "leerbedrijf crebo [van tot]")] = None,
    afspraken: Annotated[Path | None, _bestand("afspraken", "soort (vast, uitgesloten) student plaats [reden]")] = None,
    rangorde: Annotated[Path | None, _bestand("rangorde", "plaats student rang: keuze van het leerbedrijf")] = None,
    vorige: Annotated[Path | None, _bestand("vorige", "student plaats: de gepubliceerde uitkomst")] = None,
    postcodes: Annotated[
        Path | None, _bestand("postcodes", "postcode breedte lengte, voor afstanden; ook JSON")
    ] = None,
    modus: Annotated[Modus, typer.Option("--modus", help="Hoe er verdeeld wordt.")] = Modus.GARANTIE,
    doel: Annotated[Doel, typer.Option("--doel", help="Wat 'optimaal' het best maakt.")] = Doel.EERSTE_KEUZES,
    loting: Annotated[str | None, typer.Option("--loting", help="Seed van de loting.", metavar="SEED")] = None,
    alleen_lijst: Annotated[bool, typer.Option("--alleen-lijst", help="Alleen plaatsen op de lijst tellen.")] = False,
    peildatum: Annotated[
        str, typer.Option("--peildatum", help="Eerste dag waar geen bestand er een noemt; anders vandaag.")
    ] = "",
    taal: Annotated[str, typer.Option("--taal", help="Taal van meldingen en toelichtingen: nl of en.")] = "nl",
) -> None:
    """Verdeel de plaatsen en schrijf wie waar komt, met uitleg en bewijs."""
    from bpv_app.matching.draaien import Keuzes, draai, samenvatting
    from bpv_app.matching.inlezen_bestand import Fouten
    from bpv_app.matching.uitvoer import check_map, schrijf

    paden = {
        "studenten": studenten,
        "plaatsen": plaatsen,
        "voorkeuren": voorkeuren,
        "erkenningen": erkenningen,
        "afspraken": afspraken,
        "rangorde": rangorde,
        "vorige": vorige,
        "postcodes": postcodes,
    }
    fouten = Fouten()
    try:
        dag = date.fromisoformat(peildatum) if peildatum else clock.klok.vandaag()
    except ValueError:
        fouten.weiger("--peildatum", 0, Tekst("Dit is geen datum (2027-02-01).", "This is no date (2027-02-01)."))
        dag = clock.klok.vandaag()
    keuzes = Keuzes(modus, doel, loting, alleen_lijst, dag, "en" if taal == "en" else "nl")
    try:
        check_map(uit)
    except DomeinFout as fout:
        fouten.weiger("--uit", 0, fout.tekst)
    try:
        resultaat = draai(paden, keuzes, fouten)
    except DomeinFout as fout:
        fouten.weiger("matching", 0, fout.tekst)
        resultaat = None
    if resultaat is None:
        for melding in fouten.gesorteerd():
            typer.echo(melding.in_taal(taal), err=True)
        n = len(fouten.gesorteerd())
        typer.echo(
            Tekst(f"{n} fout(en). Er is niets geschreven.", f"{n} mistake(s). Nothing was written.").in_taal(taal),
            err=True,
        )
        raise typer.Exit(FOUT)
    for melding in fouten.opmerkingen:
        typer.echo(melding.in_taal(taal), err=True)
    try:
        schrijf(uit, resultaat.tabellen, resultaat.verslag)
    except DomeinFout as fout:
        typer.echo(fout.tekst.in_taal(taal), err=True)
        raise typer.Exit(FOUT) from None
    typer.echo(samenvatting(resultaat.verslag).in_taal(taal))
