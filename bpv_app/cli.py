"""`bpv`: the command line. Thin: each part brings its commands (`<part>/commands.py`), one line adds them here.

Only what the first word asks for is imported: the KRD simulator starts beside the server and must not slow it down.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

import typer

from bpv_app import serve as server
from bpv_app.build import BouwFout
from bpv_app.config import InstellingFout, instellingen
from bpv_app.kernel.errors import DomeinFout

GROEPEN = {
    "account": "bpv_app.toegang.commands:app",
    "import": "bpv_app.koppeling.commands:import_app",
    "export": "bpv_app.koppeling.commands:export_app",
    "krd": "bpv_app.koppeling.krd.commands:app",
    "sbb": "bpv_app.koppeling.sbb.commands:app",
    "mail": "bpv_app.koppeling.post.commands:app",
    "matching": "bpv_app.matching.commands:app",
}
"""First word: the module and name of its group of commands."""
OPDRACHTEN = {"worker": "bpv_app.koppeling.krd.commands:worker", "demo": "bpv_app.demo.commands:demo"}
"""First word: the module and name of a command of its own."""
ZONDER_TABELLEN = frozenset({"krd", "matching"})
"""Groups that never touch the school's database."""


def migrate() -> None:
    """Breng de database naar de nieuwste versie."""
    from bpv_app import migrate as migraties

    migraties.migrate()
    typer.echo("De database is bij.")


def _maak_gereed(leeg: bool) -> Sequence[str]:
    """Before the first request: the database at its newest version, and in demo mode the demo school in it."""
    from bpv_app import migrate as migraties
    from bpv_app.demo import commands as demoschool

    migraties.migrate()
    return demoschool.maak_gereed(leeg=leeg)


def serve(
    port: Annotated[int, typer.Option(envvar="PORT", help="Poort.", min=1, max=65535)] = 3000,
    host: Annotated[str | None, typer.Option(envvar="HOST", help="Adres; in demo alleen deze machine.")] = None,
    leeg: Annotated[bool, typer.Option("--leeg", help="Laad geen demoschool in een lege database.")] = False,
) -> None:
    """Start de app, tot Ctrl-C."""
    simulator = ("krd", "simulator", "--port", "{port}") if instellingen().demo else None
    server.serve(host or None, port, prepare=partial(_maak_gereed, leeg), simulator=simulator)


def _haal(plek: str) -> Any:
    module, naam = plek.split(":")
    return getattr(importlib.import_module(module), naam)


def maak_app(woord: str = "") -> typer.Typer:
    """The command line; with a known first word only that part of it, otherwise everything."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="BPV-app: van studentbestand tot afgeronde stage. / From student file to closed placement.",
    )

    @app.callback()
    def bpv() -> None:
        """BPV-app: van studentbestand tot afgeronde stage. / From student file to closed placement."""

    app.command()(migrate)
    app.command()(serve)
    alles = woord not in {*GROEPEN, *OPDRACHTEN, "serve", "migrate"}
    if woord not in ZONDER_TABELLEN:
        importlib.import_module("bpv_app.tables")  # every table, so that each command can write to all of them
    for naam, plek in GROEPEN.items():
        if alles or woord == naam:
            app.add_typer(_haal(plek), name=naam)
    for naam, plek in OPDRACHTEN.items():
        if alles or woord == naam:
            app.command()(_haal(plek))
    return app


def main() -> None:
    """Run `bpv`. Exit code 2 for a wrong setting or start, 1 for what the school can solve, both in one sentence."""
    try:
        maak_app(sys.argv[1] if len(sys.argv) > 1 else "")()
    except (InstellingFout, server.StartFout, BouwFout) as fout:
        sys.stderr.write(f"{fout}\n")
        sys.exit(2)
    except DomeinFout as fout:
        regels = [fout.tekst.nl, *(tekst.nl for tekst in fout.velden.values() if tekst != fout.tekst)]
        sys.stderr.write("\n".join(regels) + "\n")
        sys.exit(1)
    except Exception as fout:
        from sqlalchemy.exc import OperationalError, ProgrammingError

        if not isinstance(fout, OperationalError | ProgrammingError):
            raise
        reden = str(fout.orig).splitlines()[0]
        sys.stderr.write(f"De database antwoordt niet goed ({reden}). Is hij bij? Draai: bpv migrate\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
