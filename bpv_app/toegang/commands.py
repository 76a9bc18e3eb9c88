"""`bpv account …`: the first administrator, who has access, and locking somebody out from the server itself."""

from __future__ import annotations

import sys
from typing import Annotated

import sqlalchemy as sa
import typer
from rich.console import Console
from rich.table import Table
from sqlmodel import Session, col

from bpv_app.db import lezen, transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst
from bpv_app.toegang.accounts import blokkeer, deblokkeer, maak_beheerder, rollen_van
from bpv_app.toegang.rules import AccountGegevens, check_wachtwoord, normaliseer_naam
from bpv_app.toegang.tables import Account

app = typer.Typer(no_args_is_help=True, help="Accounts: wie komt erin. / Accounts: who gets in.")
_GEEN_ACCOUNT = Tekst("Er is geen account '{gebruikersnaam}'.", "There is no account '{gebruikersnaam}'.")
OPDRACHTREGEL = systeem("opdrachtregel")


def _lees_wachtwoord(gebruikersnaam: str, naam: str) -> str:
    """The password: asked twice at a terminal, otherwise the first line of stdin. Never an argument: those show."""
    if not sys.stdin.isatty():
        wachtwoord = sys.stdin.readline().rstrip("\r\n")
        check_wachtwoord(wachtwoord, gebruikersnaam, naam)
        return wachtwoord
    while True:
        wachtwoord = str(typer.prompt("Wachtwoord", hide_input=True, confirmation_prompt="Nog een keer"))
        try:
            check_wachtwoord(wachtwoord, gebruikersnaam, naam)
        except DomeinFout as fout:
            typer.echo(fout.tekst.nl, err=True)
        else:
            return wachtwoord


@app.command("maak-beheer")
def maak_beheer(
    gebruikersnaam: Annotated[str, typer.Option(help="Waarmee deze persoon inlogt.", prompt="Gebruikersnaam")],
    naam: Annotated[str, typer.Option(help="Naam van de persoon.", prompt="Naam")],
    email: Annotated[str, typer.Option(help="E-mailadres; leeg mag.")] = "",
) -> None:
    """Maak een beheerder. Het wachtwoord wordt gevraagd, of gelezen van stdin."""
    wachtwoord = _lees_wachtwoord(gebruikersnaam, naam)
    with transaction(OPDRACHTREGEL) as session:
        maak_beheerder(session, OPDRACHTREGEL, clock.klok, AccountGegevens(gebruikersnaam, naam, email), wachtwoord)
    typer.echo(f"Beheerder {gebruikersnaam} is gemaakt en kan inloggen.")


@app.command("lijst")
def lijst() -> None:
    """Toon alle accounts met hun rollen."""
    tabel = Table("Gebruikersnaam", "Naam", "Rollen", "Actief", "Laatst ingelogd")
    with lezen(OPDRACHTREGEL) as session:
        accounts = session.execute(sa.select(Account).order_by(col(Account.gebruikersnaam))).scalars().all()
        rollen = rollen_van(session, [a.id or 0 for a in accounts])
        for account in accounts:
            tabel.add_row(
                account.gebruikersnaam,
                account.naam,
                ", ".join(sorted({t.rol.value for t in rollen.get(account.id or 0, ())})),
                "ja" if account.is_actief else "nee",
                toon_moment(account.laatst_ingelogd_op) or "nooit",
            )
    Console().print(tabel)


def _id_van(session: Session, gebruikersnaam: str) -> int:
    account_id = session.execute(
        sa.select(col(Account.id)).where(col(Account.gebruikersnaam) == normaliseer_naam(gebruikersnaam))
    ).scalar()
    if account_id is None:
        raise DomeinFout("geen_account", _GEEN_ACCOUNT.vul(gebruikersnaam=gebruikersnaam))
    return int(account_id)


@app.command("blokkeer")
def blokkeer_account(gebruikersnaam: str) -> None:
    """Sluit iemand buiten; wie is ingelogd, is er meteen uit."""
    with transaction(OPDRACHTREGEL) as session:
        blokkeer(session, OPDRACHTREGEL, clock.klok, _id_van(session, gebruikersnaam))
    typer.echo(f"{gebruikersnaam} is geblokkeerd.")


@app.command("deblokkeer")
def deblokkeer_account(gebruikersnaam: str) -> None:
    """Laat iemand weer toe."""
    with transaction(OPDRACHTREGEL) as session:
        deblokkeer(session, OPDRACHTREGEL, _id_van(session, gebruikersnaam))
    typer.echo(f"{gebruikersnaam} kan weer inloggen.")
