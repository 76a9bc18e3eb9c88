"""Accounts: made, changed, locked and reset by beheer; the own password by everybody who has one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, RolToewijzing, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, NietIngelogd, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Taal, Tekst
from bpv_app.toegang import audit
from bpv_app.toegang.geheim import hash_wachtwoord, nieuw_wachtwoord
from bpv_app.toegang.limiet import tel_poging, vergeet_pogingen
from bpv_app.toegang.rules import (
    LOGIN_ACCOUNT,
    AccountGegevens,
    WachtwoordFout,
    check_gegevens,
    check_toewijzing,
    check_wachtwoord,
    uniek,
)
from bpv_app.toegang.service import Kandidaat
from bpv_app.toegang.sessies import trek_sessies_in
from bpv_app.toegang.tables import Account, AccountRol

_BEZET = Tekst("Deze gebruikersnaam is al in gebruik.", "This user name is already in use.")
_BEREIK = Tekst(
    "Een team, student of contactpersoon in de rollen bestaat niet.",
    "A team, student or contact person in the roles does not exist.",
)


def _fout(code: str, nl: str, en: str) -> DomeinFout:
    return DomeinFout(code, Tekst(nl, en))


def get_account(session: Session, actor: Actor, account_id: int) -> Account:
    """One account, locked until the end of the transaction. Only for beheer; raises `GeenRecht` or `NietGevonden`."""
    require(actor, Actie.ACCOUNT_BEHEREN)
    account = session.get(Account, account_id, with_for_update=True) if is_sleutel(account_id) else None
    if account is None:
        raise NietGevonden
    return account


def list_rollen(session: Session, account_id: int) -> tuple[RolToewijzing, ...]:
    """The roles of an account with their scope."""
    rijen = session.execute(
        sa.select(AccountRol).where(col(AccountRol.account_id) == account_id).order_by(col(AccountRol.id))
    ).scalars()
    return tuple(RolToewijzing(r.rol, r.team_id, r.student_id, r.leerbedrijf_id, r.contactpersoon_id) for r in rijen)


def maak_account(
    session: Session, actor: Actor, clock: Clock, gegevens: AccountGegevens, rollen: Iterable[RolToewijzing]
) -> int:
    """A new account; returns its id. It has no password yet: `reset_wachtwoord` gives a temporary one."""
    require(actor, Actie.ACCOUNT_BEHEREN)
    schoon = check_gegevens(gegevens)
    account = Account(
        gebruikersnaam=schoon.gebruikersnaam,
        naam=schoon.naam,
        email=schoon.email,
        telefoon=schoon.telefoon,
        taal=schoon.taal,
        aangemaakt_op=clock.nu(),
    )
    _bewaar(session, account, {"gebruikersnaam": _BEZET})
    _zet_rollen(session, account, rollen)
    return account.id or 0


def werk_account_bij(
    session: Session,
    actor: Actor,
    account_id: int,
    gegevens: AccountGegevens,
    rollen: Iterable[RolToewijzing],
    versie: int | None,
) -> None:
    """Change an account and its roles. Nobody takes beheer away from themselves, nor the last one from the school."""
    account = get_account(session, actor, account_id)
    schoon = check_gegevens(gegevens, is_contactpersoon=account.gebruikersnaam == gegevens.gebruikersnaam)
    check_versie(account, versie, naam=schoon.naam, gebruikersnaam=schoon.gebruikersnaam, email=schoon.email)
    wil = uniek(rollen)
    if not any(toewijzing.rol is Rol.BEHEER for toewijzing in wil):
        _check_blijft_beheer(session, actor, account)
    _bewaar(session, account, {"gebruikersnaam": _BEZET}, **asdict(schoon))
    _zet_rollen(session, account, wil)


def _bewaar(session: Session, rij: Account | AccountRol, fouten: dict[str, Tekst], **waarden: object) -> None:
    """Set `waarden` and flush this row; what the database refuses becomes an error at the field.

    Inside the savepoint, so that a refusal undoes just this and not the whole transaction.
    """
    try:
        with session.begin_nested():
            for veld, waarde in waarden.items():
                setattr(rij, veld, waarde)
            session.add(rij)
            session.flush()
    except IntegrityError:
        raise OngeldigeInvoer(fouten) from None


def _zet_rollen(session: Session, account: Account, rollen: Iterable[RolToewijzing]) -> None:
    """Make the roles what they should be, by differences, so that the audit shows just those."""
    wil = uniek(rollen)
    for toewijzing in wil:
        check_toewijzing(toewijzing)
    account_id = account.id or 0
    heeft = list_rollen(session, account_id)
    if set(wil) == set(heeft):
        return
    rijen = session.execute(sa.select(AccountRol).where(col(AccountRol.account_id) == account_id)).scalars().all()
    for rij in rijen:
        if RolToewijzing(rij.rol, rij.team_id, rij.student_id, rij.leerbedrijf_id, rij.contactpersoon_id) not in wil:
            session.delete(rij)
    for t in wil:
        if t not in heeft:
            rij = AccountRol(
                account_id=account_id,
                rol=t.rol,
                team_id=t.team_id,
                student_id=t.student_id,
                leerbedrijf_id=t.leerbedrijf_id,
                contactpersoon_id=t.contactpersoon_id,
            )
            _bewaar(session, rij, {"rollen": _BEREIK})
    account.versie += 1  # roles are part of the form: a form opened before must count as stale
    session.flush()


def _check_blijft_beheer(session: Session, actor: Actor, account: Account) -> None:
    """Raise when `account` would lose beheer and that is oneself, or the last one who can let others in."""
    is_beheer = any(t.rol is Rol.BEHEER for t in list_rollen(session, account.id or 0))
    if not is_beheer:
        return
    if account.id == actor.account_id:
        raise _fout(
            "zichzelf",
            "Je kunt je eigen beheerrechten niet afnemen of je eigen account blokkeren. Vraag een andere beheerder.",
            "You cannot take away your own administrator rights or lock your own account. Ask another administrator.",
        )
    # Locking all of them serialises two administrators who shut each other out at the same moment.
    anderen = session.execute(
        sa.select(col(Account.id))
        .join(AccountRol, col(AccountRol.account_id) == col(Account.id))
        .where(col(AccountRol.rol) == Rol.BEHEER, col(Account.is_actief), col(Account.wachtwoord_hash) != "")
        .order_by(col(Account.id))
        .with_for_update(of=Account)
    ).scalars()
    if not set(anderen) - {account.id}:
        raise _fout(
            "laatste_beheerder",
            "Dit is de laatste beheerder; zonder kan niemand meer worden toegelaten.",
            "This is the last administrator; without one nobody could be let in any more.",
        )


def blokkeer(session: Session, actor: Actor, clock: Clock, account_id: int) -> None:
    """Lock an account: no login, no link, and its sessions end now."""
    account = get_account(session, actor, account_id)
    if account.is_actief:
        _check_blijft_beheer(session, actor, account)
        account.is_actief = False
        session.flush()
    trek_sessies_in(session, clock, account_id)


def deblokkeer(session: Session, actor: Actor, account_id: int) -> None:
    """Unlock an account, and forget the failed logins that stood against it."""
    account = get_account(session, actor, account_id)
    account.is_actief = True
    session.flush()
    vergeet_pogingen(session, LOGIN_ACCOUNT, account.gebruikersnaam)


def reset_wachtwoord(session: Session, actor: Actor, clock: Clock, account_id: int) -> str:
    """Give an account a temporary password (returned once, stored nowhere); every session of it ends."""
    account = get_account(session, actor, account_id)
    wachtwoord = nieuw_wachtwoord()
    account.wachtwoord_hash = hash_wachtwoord(wachtwoord)
    account.moet_wijzigen = True
    session.flush()
    trek_sessies_in(session, clock, account_id)
    vergeet_pogingen(session, LOGIN_ACCOUNT, account.gebruikersnaam)
    audit.noteer(session, actor, "account", account_id, "tijdelijk wachtwoord gegeven", clock.nu())
    return wachtwoord


def meld_wijziging_aan(session: Session, actor: Actor, clock: Clock) -> Kandidaat:
    """First half of changing one's own password: count the attempt and fetch the hash to compare with.

    A stolen session may not be used to guess the password, so this counts like a login. Raises `TeVaak`.
    """
    account = _eigen(session, actor)
    tel_poging(session, clock, LOGIN_ACCOUNT, account.gebruikersnaam)
    return Kandidaat(account.gebruikersnaam, "", account.id, account.wachtwoord_hash)


def _eigen(session: Session, actor: Actor) -> Account:
    account = session.get(Account, actor.account_id) if actor.account_id is not None else None
    if account is None or not account.is_actief:
        raise NietIngelogd
    if not account.wachtwoord_hash:
        raise _fout(
            "geen_wachtwoord",
            "Jij komt binnen met een persoonlijke link en hebt geen wachtwoord.",
            "You come in by a personal link and have no password.",
        )
    return account


def wijzig_wachtwoord(session: Session, actor: Actor, clock: Clock, huidig: str, nieuw: str) -> None:
    """Second half, after the current password was found right: store the new one, end every other session."""
    account = _eigen(session, actor)
    check_wachtwoord(nieuw, account.gebruikersnaam, account.naam)
    if nieuw == huidig:
        raise WachtwoordFout("zelfde")
    account.wachtwoord_hash = hash_wachtwoord(nieuw)
    account.moet_wijzigen = False
    session.flush()
    vergeet_pogingen(session, LOGIN_ACCOUNT, account.gebruikersnaam)
    trek_sessies_in(session, clock, account.id or 0, behalve=actor.sessie_id)


def zet_taal(session: Session, actor: Actor, taal: str) -> None:
    """Remember the person's language."""
    if taal not in tuple(Taal):
        raise OngeldigeInvoer({"taal": Tekst("Kies Nederlands of Engels.", "Choose Dutch or English.")})
    account = session.get(Account, actor.account_id) if actor.account_id is not None else None
    if account is None:
        raise NietIngelogd
    account.taal = str(taal)
    session.flush()


def is_eerste_beheerder(session: Session) -> bool:
    """Whether nobody has beheer yet."""
    return session.execute(sa.select(col(AccountRol.id)).where(col(AccountRol.rol) == Rol.BEHEER)).first() is None


def maak_beheerder(session: Session, actor: Actor, clock: Clock, gegevens: AccountGegevens, wachtwoord: str) -> int:
    """An administrator with a password of their own choice; for the command line, whose user owns the database."""
    require(actor, Actie.ACCOUNT_BEHEREN)
    schoon = check_gegevens(gegevens)
    check_wachtwoord(wachtwoord, schoon.gebruikersnaam, schoon.naam)
    account_id = maak_account(session, actor, clock, gegevens, [RolToewijzing(Rol.BEHEER)])
    session.get_one(Account, account_id).wachtwoord_hash = hash_wachtwoord(wachtwoord)
    session.flush()
    return account_id


def rollen_van(session: Session, account_ids: Sequence[int]) -> dict[int, tuple[RolToewijzing, ...]]:
    """The roles of many accounts at once."""
    rijen = session.execute(
        sa.select(AccountRol).where(col(AccountRol.account_id).in_(account_ids)).order_by(col(AccountRol.id))
    ).scalars()
    per: dict[int, tuple[RolToewijzing, ...]] = {}
    for r in rijen:
        toewijzing = RolToewijzing(r.rol, r.team_id, r.student_id, r.leerbedrijf_id, r.contactpersoon_id)
        per[r.account_id] = (*per.get(r.account_id, ()), toewijzing)
    return per
