"""Logging in, who belongs to a token, logging out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app import db
from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, NietIngelogd
from bpv_app.kernel.rechten import Rol
from bpv_app.toegang import audit
from bpv_app.toegang.geheim import hash_token, hash_wachtwoord, is_oude_hash, klopt_wachtwoord, nieuw_token
from bpv_app.toegang.limiet import neem_terug, ruim_pogingen_op, tel_poging, vergeet_pogingen
from bpv_app.toegang.rules import LOGIN_ACCOUNT, LOGIN_IP, VERVERS_NA, InloggenMislukt, ip_sleutel, normaliseer_naam
from bpv_app.toegang.tables import Account, AccountRol, Herkomst, Sessie

_GEDULD_MS = 50
_BEWAAR_SESSIES = timedelta(days=30)

_ROL_KOLOMMEN = (
    col(AccountRol.rol),
    col(AccountRol.team_id),
    col(AccountRol.student_id),
    col(AccountRol.leerbedrijf_id),
    col(AccountRol.contactpersoon_id),
)


def _toewijzingen(rijen: list[Any]) -> tuple[RolToewijzing, ...]:
    return tuple(RolToewijzing(*rij) for rij in rijen if rij[0] is not None)


def actor_van_account(session: Session, account_id: int) -> Actor:
    """The actor behind an account. Raises `NietGevonden` when there is none, `NietIngelogd` when it is locked."""
    account = session.get(Account, account_id)
    if account is None:
        raise NietGevonden
    if not account.is_actief:
        raise NietIngelogd
    rijen = session.execute(
        sa.select(*_ROL_KOLOMMEN).where(col(AccountRol.account_id) == account_id).order_by(col(AccountRol.id))
    ).all()
    return Actor(account_id, account.naam, _toewijzingen([tuple(r) for r in rijen]), taal=account.taal)


@dataclass(frozen=True, slots=True)
class Kandidaat:
    """Somebody at the door: what was typed, and the hash to compare with (empty: nobody who can get in)."""

    gebruikersnaam: str
    ip: str
    account_id: int | None
    wachtwoord_hash: str

    def klopt(self, wachtwoord: str) -> bool:
        """Compare. Takes tens of milliseconds on purpose: do it outside a writing transaction."""
        return klopt_wachtwoord(self.wachtwoord_hash, wachtwoord)


def meld_aan_de_deur(session: Session, clock: Clock, gebruikersnaam: str, ip: str) -> Kandidaat:
    """First half of a login: count the attempt, look the account up. Raises `TeVaak`.

    An unknown, locked or passwordless account gives a candidate that can never fit, at the same cost.
    """
    naam = normaliseer_naam(gebruikersnaam)
    tel_poging(session, clock, LOGIN_IP, ip_sleutel(ip))
    tel_poging(session, clock, LOGIN_ACCOUNT, naam)
    rij = session.execute(
        sa.select(col(Account.id), col(Account.wachtwoord_hash)).where(
            col(Account.gebruikersnaam) == naam, col(Account.is_actief), col(Account.wachtwoord_hash) != ""
        )
    ).first()
    return Kandidaat(naam, ip, rij[0], rij[1]) if rij else Kandidaat(naam, ip, None, "")


def laat_binnen(session: Session, clock: Clock, kandidaat: Kandidaat, wachtwoord: str, apparaat: str) -> str:
    """Second half of a login, after `klopt`: forget the failures, make the session, return its token."""
    if kandidaat.account_id is None:
        raise InloggenMislukt
    vergeet_pogingen(session, LOGIN_ACCOUNT, kandidaat.gebruikersnaam)
    neem_terug(session, LOGIN_IP, ip_sleutel(kandidaat.ip))
    ruim_pogingen_op(session, clock)
    if is_oude_hash(kandidaat.wachtwoord_hash):
        session.execute(
            sa.update(Account)
            .where(col(Account.id) == kandidaat.account_id)
            .values(wachtwoord_hash=hash_wachtwoord(wachtwoord))
        )
    return maak_sessie(session, clock, kandidaat.account_id, Herkomst.WACHTWOORD, apparaat)


def log_in(
    session: Session, clock: Clock, gebruikersnaam: str, wachtwoord: str, apparaat: str = "", ip: str = ""
) -> str:
    """Log in by password; returns the token for the cookie. Raises `InloggenMislukt` or `TeVaak`.

    Catch these *inside* the transaction, otherwise the counted attempt is rolled back with it.
    """
    kandidaat = meld_aan_de_deur(session, clock, gebruikersnaam, ip)
    if not kandidaat.klopt(wachtwoord):
        raise InloggenMislukt
    return laat_binnen(session, clock, kandidaat, wachtwoord, apparaat)


def maak_sessie(session: Session, clock: Clock, account_id: int, herkomst: Herkomst, apparaat: str) -> str:
    """A fresh session for an account; returns the token, of which only the hash is kept."""
    nu, token = clock.nu(), nieuw_token()
    # Not through the ORM: logging in must not make the form of an administrator stale.
    session.execute(sa.update(Account).where(col(Account.id) == account_id).values(laatst_ingelogd_op=nu))
    session.execute(
        sa.delete(Sessie).where(col(Sessie.account_id) == account_id, col(Sessie.verloopt_op) < nu - _BEWAAR_SESSIES)
    )
    session.add(
        Sessie(
            token_hash=hash_token(token),
            account_id=account_id,
            herkomst=herkomst,
            apparaat="".join(c for c in apparaat if c.isprintable())[:200],
            aangemaakt_op=nu,
            laatst_op=nu,
            verloopt_op=nu + timedelta(hours=instellingen().sessie_uren),
        )
    )
    session.flush()
    audit.noteer(
        session,
        actor_van_account(session, account_id),
        "account",
        account_id,
        "ingelogd met een wachtwoord" if herkomst is Herkomst.WACHTWOORD else "ingelogd met een persoonlijke link",
        nu,
    )
    return token


@dataclass(frozen=True, slots=True)
class Gevonden:
    """A living session: its actor, when it was last used, and whether the password must be changed first."""

    actor: Actor
    laatst_op: datetime
    moet_wijzigen: bool


_SESSIE = (
    sa.select(
        col(Sessie.id),
        col(Sessie.laatst_op),
        col(Account.id),
        col(Account.naam),
        col(Account.taal),
        col(Account.moet_wijzigen),
        *_ROL_KOLOMMEN,
    )
    .join(Account, col(Account.id) == col(Sessie.account_id))
    .outerjoin(AccountRol, col(AccountRol.account_id) == col(Account.id))
    .where(
        col(Sessie.token_hash) == sa.bindparam("token"),
        col(Sessie.ingetrokken_op).is_(None),
        col(Sessie.verloopt_op) > sa.bindparam("nu"),
        col(Sessie.laatst_op) > sa.bindparam("rust"),
        col(Account.is_actief),
    )
    .order_by(col(AccountRol.id))
)
"""Composed once: every event and every request runs it."""


def lees_sessie(session: Session, clock: Clock, token: str) -> Gevonden | None:
    """Who belongs to a token; None when it is unknown, idle too long, too old, revoked, or its account is locked.

    Reads only. With a temporary password the actor has no rights at all until it is changed.
    """
    if not token or len(token) > 200:
        return None
    nu = clock.nu()
    waarden = {"token": hash_token(token), "nu": nu, "rust": nu - timedelta(minutes=instellingen().sessie_minuten)}
    rijen = session.connection().execute(_SESSIE, waarden).all()
    if not rijen:
        return None
    sessie_id, laatst_op, account_id, naam, taal, moet_wijzigen = rijen[0][:6]
    rollen = () if moet_wijzigen else _toewijzingen([tuple(rij[6:]) for rij in rijen])
    return Gevonden(Actor(account_id, naam, rollen, sessie_id, taal), laatst_op, moet_wijzigen)


def actor_van_token(session: Session, clock: Clock, token: str) -> Actor | None:
    """The actor behind a token, and note that the session was used (at most once a minute): needs a writing session."""
    gevonden = lees_sessie(session, clock, token)
    if gevonden is None:
        return None
    if clock.nu() - gevonden.laatst_op >= VERVERS_NA:
        session.execute(_gebruikt(gevonden.actor, clock))
    return gevonden.actor


def _gebruikt(actor: Actor, clock: Clock) -> sa.Update:
    return sa.update(Sessie).where(col(Sessie.id) == actor.sessie_id).values(laatst_op=clock.nu())


def vind_sessie(token: str, clock: Clock, motor: Engine | None = None) -> Gevonden | None:
    """`lees_sessie` in a reading session of its own, noting the use beside it: for routes, middleware and pages."""
    if not token:
        return None
    with db.lezen(op=motor) as session:
        gevonden = lees_sessie(session, clock, token)
    if gevonden and clock.nu() - gevonden.laatst_op >= VERVERS_NA:
        _noteer_gebruik(motor or db.engine(), gevonden.actor, clock)
    return gevonden


def vind_actor(token: str, clock: Clock, motor: Engine | None = None) -> Actor | None:
    """The actor behind a token, None when there is no living session."""
    gevonden = vind_sessie(token, clock, motor)
    return gevonden.actor if gevonden else None


def _noteer_gebruik(motor: Engine, actor: Actor, clock: Clock) -> None:
    """Move `laatst_op`, but never wait for it: during a long import a page must not hang for a timestamp."""
    with motor.connect() as verbinding:
        if verbinding.dialect.name != "sqlite":
            verbinding.execute(_gebruikt(actor, clock))
            verbinding.commit()
            return
        driver: Any = verbinding.connection.dbapi_connection
        (geduld,) = driver.execute("PRAGMA busy_timeout").fetchone()
        driver.execute(f"PRAGMA busy_timeout={_GEDULD_MS}")
        try:
            verbinding.execute(_gebruikt(actor, clock))
            verbinding.commit()
        except sa.exc.OperationalError:  # somebody writes; the next request tries again
            verbinding.rollback()
        finally:
            driver.execute(f"PRAGMA busy_timeout={int(geduld)}")


def log_uit(session: Session, clock: Clock, token: str) -> None:
    """End the session of a token; an unknown token is nothing to complain about."""
    session.execute(
        sa.update(Sessie)
        .where(col(Sessie.token_hash) == hash_token(token), col(Sessie.ingetrokken_op).is_(None))
        .values(ingetrokken_op=clock.nu())
    )


@dataclass(frozen=True, slots=True)
class AccountKeuze:
    """Somebody who can be chosen for a role."""

    id: int
    naam: str
    email: str


def list_accounts_met_rol(session: Session, rol: Rol, team_id: int | None = None) -> list[AccountKeuze]:
    """Active accounts with this role, by name; with a `team_id` those of that team or of the whole school.

    For other parts' services, which ask the right themselves.
    """
    met_rol = sa.select(col(AccountRol.account_id)).where(col(AccountRol.rol) == rol)
    if team_id is not None:
        met_rol = met_rol.where(sa.or_(col(AccountRol.team_id).is_(None), col(AccountRol.team_id) == team_id))
    rijen = session.execute(
        sa.select(col(Account.id), col(Account.naam), col(Account.email))
        .where(col(Account.id).in_(met_rol), col(Account.is_actief))
        .order_by(sa.func.lower(col(Account.naam)), col(Account.id))
    )
    return [AccountKeuze(*rij) for rij in rijen]


def get_namen(session: Session, account_ids: Iterable[int | None]) -> dict[int, str]:
    """Names behind account ids, for other parts' screens; also of accounts that are locked by now."""
    ids = {i for i in account_ids if i is not None}
    if not ids:
        return {}
    rijen = session.execute(sa.select(col(Account.id), col(Account.naam)).where(col(Account.id).in_(ids)))
    return {rij[0]: rij[1] for rij in rijen}
