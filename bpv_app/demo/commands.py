"""`bpv demo`, and what `bpv serve` does in demo mode before the first request."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Annotated

import typer

from bpv_app import migrate as migraties
from bpv_app.config import InstellingFout, instellingen
from bpv_app.db import engine, lezen
from bpv_app.demo.laden import NietLeeg, is_demo, is_leeg, laad_demo
from bpv_app.demo.school import DEMO_NAMEN, WACHTWOORD
from bpv_app.demo.wissen import wis_demo, wis_simulator
from bpv_app.kernel.rechten import ROL_LABEL


def demo(
    opnieuw: Annotated[bool, typer.Option("--opnieuw", help="Gooi de demoschool die er staat eerst weg.")] = False,
    groot: Annotated[bool, typer.Option("--groot", help="Maak er een ROC van: 35.000 studenten, drie jaar.")] = False,
    studenten: Annotated[
        int | None, typer.Option(help="Met --groot: zoveel studenten, al het andere naar rato.")
    ] = None,
) -> None:
    """Laad de demoschool in een lege database. / Load the demo school into an empty database."""
    settings = instellingen()
    if not settings.demo:
        raise InstellingFout("Wrong setting. BPV_DEMO: the demo school only goes into a demo (BPV_DEMO=true).")
    from bpv_app.demo.groot import STUDENTEN, check_omvang, is_groot

    wil = check_omvang(STUDENTEN if studenten is None else studenten) if groot else 0
    if opnieuw:
        wis_demo(engine(), settings.data_dir)
    migraties.migrate()
    with lezen() as session:
        staat_er = groot and is_demo(session) and not is_groot(session)
        if not staat_er and not is_leeg(session):
            raise NietLeeg
    if not staat_er:
        _laad()
    if groot:
        _groei(wil)
    for regel in accountregels():
        typer.echo(regel)


def _groei(studenten: int) -> None:
    """Make a ROC of the demo school, and say how far it is."""
    from bpv_app.demo.groot import maak_groot

    begin = time.monotonic()

    def meld(regel: str) -> None:
        typer.echo(f"  {time.monotonic() - begin:5.1f} s  {regel}")

    typer.echo("De school groeit … / The school grows …")
    n = maak_groot(engine(), studenten, meld=meld)
    typer.echo(
        f"{n.studenten} studenten, {n.leerbedrijven} leerbedrijven, {n.poks} POK's erbij, {n.urenregels} urenregels "
        f"({time.monotonic() - begin:.0f} s)."
    )


def _laad() -> None:
    """Load, with a register that has not heard of this school yet."""
    begin = time.monotonic()
    typer.echo("De demoschool wordt gemaakt … / Making the demo school …")
    wis_simulator(instellingen().data_dir)
    n = laad_demo()
    typer.echo(
        f"{n.studenten} studenten, {n.leerbedrijven} leerbedrijven, {n.poks} POK's, {n.berichten} berichten voor de "
        f"KRD ({time.monotonic() - begin:.1f} s)."
    )


def accountregels() -> list[str]:
    """Who can log in, for the terminal."""
    breedte = max(len(naam) for naam, _ in DEMO_NAMEN.values())
    kop = f"Demo-accounts, wachtwoord “{WACHTWOORD}” / demo accounts, password “{WACHTWOORD}”:"
    return [kop, *(f"  {naam:<{breedte}}  {ROL_LABEL[rol].nl}" for rol, (naam, _) in DEMO_NAMEN.items())]


def maak_gereed(*, leeg: bool = False) -> Sequence[str]:
    """For `bpv serve`, after migrating: in demo mode an empty database gets the demo school. Returns lines to print.

    `leeg`: leave an empty database empty.
    """
    if not instellingen().demo:
        return ()
    with lezen() as session:
        is_nieuw, was_demo = is_leeg(session), is_demo(session)
    if is_nieuw and not leeg:
        try:
            _laad()
        except NietLeeg:  # somebody else was just before us
            return ()
        was_demo = True
    return accountregels() if was_demo else ()
