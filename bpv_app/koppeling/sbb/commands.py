"""`bpv sbb …`: the simulator, and the questions of the accreditation port from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bpv_app.config import instellingen
from bpv_app.kernel.clock import klok

if TYPE_CHECKING:
    from bpv_app.koppeling.sbb.port import ErkenningPort
    from bpv_app.koppeling.sbb.rules import Bedrijf

app = typer.Typer(no_args_is_help=True, help="De erkenningen van SBB. / The accreditations of SBB.")


@app.callback()
def sbb() -> None:
    """De erkenningen van SBB. / The accreditations of SBB."""


@app.command()
def simulator(
    port: Annotated[int, typer.Option(help="Poort.", min=1, max=65535)] = 8091,
    bestand: Annotated[
        Path | None, typer.Option(help="SQLite-bestand; standaard sbb-simulator.db in BPV_DATA_DIR.", dir_okay=False)
    ] = None,
    host: Annotated[str, typer.Option(help="Adres om op te luisteren.")] = "127.0.0.1",
) -> None:
    """Start een SBB om mee te oefenen, tot Ctrl-C. / Start a service to practise with."""
    from bpv_app.koppeling.sbb.simulator_draai import draai

    settings = instellingen()
    client = (settings.sbb_client_id, settings.sbb_client_secret)
    try:
        draai(
            port, bestand or settings.data_dir / "sbb-simulator.db", host, client=client, api_key=settings.sbb_api_key
        )
    except OSError as fout:
        typer.echo(f"De simulator kan niet luisteren op {host} poort {port} ({fout.strerror}).", err=True)
        raise typer.Exit(2) from None


@app.command()
def identificeer(naam: str, postcode: str) -> None:
    """Welk leerbedrijf is dit? / Which company is this?"""
    _toon_bedrijven(_port().identificeer(naam, postcode))


@app.command()
def zoek(tekst: str = "", crebo: Annotated[str, typer.Option(help="Alleen erkend voor deze crebo.")] = "") -> None:
    """Zoek leerbedrijven op naam of plaats. / Find companies by name or place."""
    _toon_bedrijven(_port().zoek(tekst, crebo))


@app.command()
def details(leerbedrijf_id: str) -> None:
    """Eén leerbedrijf met al zijn erkenningen. / One company with all its accreditations."""
    gevonden = _port().details(leerbedrijf_id)
    if gevonden is None:
        typer.echo("Dit leerbedrijf is niet bekend.", err=True)
        raise typer.Exit(1)
    _toon_bedrijven([gevonden.bedrijf])
    for r in gevonden.regels:
        tot = r.erkend_tot.isoformat() if r.erkend_tot else ""
        typer.echo(
            f"  {r.crebo}  {r.erkend_van.isoformat()}  {tot:10}  {r.leerweg}  {' '.join(r.werkprocessen)}".rstrip()
        )


@app.command()
def controleer(
    leerbedrijf_id: str,
    crebo: str,
    op: Annotated[datetime | None, typer.Option("--op", formats=["%Y-%m-%d"], help="Dag; standaard vandaag.")] = None,
    leerweg: Annotated[str, typer.Option(help="BOL of BBL.")] = "",
) -> None:
    """Is dit leerbedrijf erkend? Toont het antwoord en bewaart niets. / Is this company accredited?"""
    from bpv_app.koppeling.sbb.rules import Vraag

    antwoord = _port().verifieer(Vraag(leerbedrijf_id, crebo, "", leerweg, op.date() if op else klok.vandaag()))
    typer.echo(antwoord.reden.nl)


def _port() -> ErkenningPort:
    from bpv_app.koppeling.worker import maak_erkenning_port

    return maak_erkenning_port(instellingen())


def _toon_bedrijven(bedrijven: Sequence[Bedrijf]) -> None:
    for b in bedrijven:
        typer.echo(f"{b.sbb_id}  {b.naam}, {b.postcode} {b.plaats}".rstrip(" ,"))
    if not bedrijven:
        typer.echo("Niets gevonden.")
