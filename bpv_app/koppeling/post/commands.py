"""`bpv mail …`: mail on set times, by hand; what the planner does by itself at the set day and hour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from bpv_app.db import lezen
from bpv_app.kernel import clock
from bpv_app.kernel.actor import systeem
from bpv_app.koppeling.planner import HERINNERING, MANEN, WEEKMAIL, VasteTaak
from bpv_app.pok import service_manen
from bpv_app.uren import service_weekmail as service

app = typer.Typer(
    no_args_is_help=True, help="Mail op vaste tijden: eerst een proef, met --toepassen echt. / Mail on set times."
)
Toepassen = Annotated[bool, typer.Option("--toepassen", help="Verstuur echt; zonder dit verandert er niets.")]
_ACTOR = systeem("opdrachtregel")


def _verstuur(taak: VasteTaak) -> None:
    typer.echo(f"{taak.doe_alles(_ACTOR, clock.klok, nu=True)} mails klaargezet.")


def _toon(regels: Sequence[str]) -> None:
    """Numbers, no names: a terminal is logged more often than people think."""
    for regel in regels:
        typer.echo(regel)
    typer.echo(f"{len(regels)} mails. Dit was een proef: er is niets verstuurd. Met --toepassen gaan ze weg.")


@app.command("week")
def week(toepassen: Toepassen = False) -> None:
    """De weekmail: één per praktijkopleider per week, alleen voor wie er een week wacht."""
    if toepassen:
        _verstuur(WEEKMAIL)
        return
    with lezen(_ACTOR) as session:
        mails = service.te_sturen_weekmails(session, _ACTOR, clock.klok, nu=True)
    _toon([f"contactpersoon {m.contactpersoon_id}: {len(m.weken)} wachtend" for m in mails])


@app.command("herinnering")
def herinnering(toepassen: Toepassen = False) -> None:
    """Herinneringen aan studenten die een week niet op tijd instuurden: één per week."""
    if toepassen:
        _verstuur(HERINNERING)
        return
    with lezen(_ACTOR) as session:
        rijen = service.te_sturen_herinneringen(session, _ACTOR, clock.klok, nu=True)
    _toon([f"student {h.student_id}: week van {h.maandag}" for h in rijen])


@app.command("manen")
def manen(toepassen: Toepassen = False) -> None:
    """Herinneringen aan wie een POK nog niet tekende, voor teams die ze aanzetten: elke stap één keer."""
    if toepassen:
        _verstuur(MANEN)
        return
    with lezen(_ACTOR) as session:
        mails = service_manen.te_sturen_herinneringen(session, _ACTOR, clock.klok, nu=True)
    _toon([f"{m.ontvanger} {m.wie.id}: {len(m.regels)} POK's" for m in mails])
