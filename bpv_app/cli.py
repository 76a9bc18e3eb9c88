"""`bpv`: the command line. Thin: each part brings its commands (`<part>/commands.py`), one line adds them here."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer
from sqlalchemy.exc import OperationalError, ProgrammingError

from bpv_app import migrate as migraties
from bpv_app import serve as server
from bpv_app import tables as tables  # every table, so that each command can write to all of them
from bpv_app.build import BouwFout
from bpv_app.config import InstellingFout, instellingen
from bpv_app.demo import commands as demoschool
from bpv_app.kernel.errors import DomeinFout
from bpv_app.koppeling.commands import export_app, import_app
from bpv_app.koppeling.krd import commands as krd
from bpv_app.koppeling.post import commands as mail
from bpv_app.toegang import commands as account

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="BPV-app: van studentbestand tot afgeronde stage. / From student file to closed placement.",
)
app.add_typer(account.app, name="account")
app.add_typer(import_app, name="import")
app.add_typer(export_app, name="export")
app.add_typer(krd.app, name="krd")
app.add_typer(mail.app, name="mail")
app.command()(krd.worker)
app.command()(demoschool.demo)


@app.command()
def migrate() -> None:
    """Breng de database naar de nieuwste versie."""
    migraties.migrate()
    typer.echo("De database is bij.")


def _maak_gereed(leeg: bool) -> Sequence[str]:
    """Before the first request: the database at its newest version, and in demo mode the demo school in it."""
    migraties.migrate()
    return demoschool.maak_gereed(leeg=leeg)


@app.command()
def serve(
    port: Annotated[int, typer.Option(envvar="PORT", help="Poort.", min=1, max=65535)] = 3000,
    host: Annotated[str | None, typer.Option(envvar="HOST", help="Adres; in demo alleen deze machine.")] = None,
    leeg: Annotated[bool, typer.Option("--leeg", help="Laad geen demoschool in een lege database.")] = False,
) -> None:
    """Start de app, tot Ctrl-C."""
    simulator = ("krd", "simulator", "--port", "{port}") if instellingen().demo else None
    server.serve(host or None, port, prepare=partial(_maak_gereed, leeg), simulator=simulator)


def main() -> None:
    """Run `bpv`. Exit code 2 for a wrong setting or start, 1 for what the school can solve, both in one sentence."""
    try:
        app()
    except (InstellingFout, server.StartFout, BouwFout) as fout:
        sys.stderr.write(f"{fout}\n")
        sys.exit(2)
    except (OperationalError, ProgrammingError) as fout:
        reden = str(fout.orig).splitlines()[0]
        sys.stderr.write(f"De database antwoordt niet goed ({reden}). Is hij bij? Draai: bpv migrate\n")
        sys.exit(2)
    except DomeinFout as fout:
        regels = [fout.tekst.nl, *(tekst.nl for tekst in fout.velden.values() if tekst != fout.tekst)]
        sys.stderr.write("\n".join(regels) + "\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
