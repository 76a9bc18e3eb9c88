"""One account for a screen: one's own, or somebody's for beheer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bpv_app.kernel.actor import Actor, RolToewijzing, require
from bpv_app.kernel.errors import NietGevonden, NietIngelogd
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.toegang.accounts import list_rollen
from bpv_app.toegang.tables import Account


@dataclass(frozen=True, slots=True)
class AccountDetail:
    """An account without its secrets."""

    id: int
    gebruikersnaam: str
    naam: str
    email: str
    telefoon: str
    taal: str
    is_actief: bool
    heeft_wachtwoord: bool
    moet_wijzigen: bool
    aangemaakt_op: datetime
    laatst_ingelogd_op: datetime | None
    versie: int
    rollen: tuple[RolToewijzing, ...]


def _detail(session: Session, account: Account) -> AccountDetail:
    account_id = account.id or 0
    return AccountDetail(
        account_id,
        account.gebruikersnaam,
        account.naam,
        account.email,
        account.telefoon,
        account.taal,
        account.is_actief,
        bool(account.wachtwoord_hash),
        account.moet_wijzigen,
        account.aangemaakt_op,
        account.laatst_ingelogd_op,
        account.versie,
        list_rollen(session, account_id),
    )


def get_eigen_account(session: Session, actor: Actor) -> AccountDetail:
    """The actor's own account. Raises `NietIngelogd` for the system."""
    account = session.get(Account, actor.account_id) if actor.account_id is not None else None
    if account is None:
        raise NietIngelogd
    return _detail(session, account)


def get_account_detail(session: Session, actor: Actor, account_id: int) -> AccountDetail:
    """Somebody's account, for beheer. Raises `GeenRecht` or `NietGevonden`."""
    require(actor, Actie.ACCOUNT_BEHEREN)
    account = session.get(Account, account_id) if is_sleutel(account_id) else None
    if account is None:
        raise NietGevonden
    return _detail(session, account)
