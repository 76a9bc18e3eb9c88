"""`bpv krd simulator` and `bpv worker`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bpv_app.config import instellingen

app = typer.Typer(no_args_is_help=True, help="De koppeling met de KRD. / The link with the student register.")


@app.callback()
def krd() -> None:
    """De koppeling met de KRD. / The link with the student register."""


@app.command()
def simulator(
    port: Annotated[int, typer.Option(help="Poort.", min=1, max=65535)] = 8090,
    bestand: Annotated[
        Path | None, typer.Option(help="SQLite-bestand; standaard krd-simulator.db in BPV_DATA_DIR.", dir_okay=False)
    ] = None,
    host: Annotated[str, typer.Option(help="Adres om op te luisteren.")] = "127.0.0.1",
    map_: Annotated[
        Path | None, typer.Option("--map", help="Map met bestanden die hij ook bedient (BPV_KRD_MAP).", file_okay=False)
    ] = None,
) -> None:
    """Start een KRD om mee te oefenen, tot Ctrl-C. / Start a register to practise with."""
    from bpv_app.koppeling.krd.simulator_draai import draai

    settings = instellingen()
    client = (settings.krd_client_id, settings.krd_client_secret)
    try:
        draai(port, bestand or settings.data_dir / "krd-simulator.db", host, client=client, map_=map_)
    except OSError as fout:
        typer.echo(f"De simulator kan niet luisteren op {host} poort {port} ({fout.strerror}).", err=True)
        raise typer.Exit(2) from None


def worker() -> None:
    """Lever berichten af, tot Ctrl-C; meer mogen tegelijk. / Deliver messages; several may run at once."""
    from bpv_app.koppeling.worker import draai_worker

    if not (instellingen().krd_url or instellingen().krd_map):
        typer.echo("BPV_KRD_URL en BPV_KRD_MAP zijn leeg: berichten voor de KRD blijven wachten.", err=True)
    draai_worker()
