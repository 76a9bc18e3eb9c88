"""Locking and unlocking many accounts: a result per account, each in its own savepoint."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlmodel import Session

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.toegang.accounts import blokkeer, deblokkeer, get_account

_GEBLOKKEERD = Tekst("Geblokkeerd en overal uitgelogd.", "Locked and logged out everywhere.")
_VRIJ = Tekst("Kan weer inloggen.", "Can log in again.")


def _voor_elk(
    session: Session, actor: Actor, ids: Sequence[int], doe: Callable[[int], None], gelukt: Tekst
) -> list[Uitslag]:
    require(actor, Actie.ACCOUNT_BEHEREN)
    uitslagen: list[Uitslag] = []
    for account_id in dict.fromkeys(ids):
        naam, href = str(account_id), ""
        try:
            with session.begin_nested():
                naam, href = get_account(session, actor, account_id).naam, f"/beheer/gebruikers/{account_id}"
                doe(account_id)
        except DomeinFout as fout:
            uitslagen.append(Uitslag(str(account_id), naam, False, fout.tekst, href))
        else:
            uitslagen.append(Uitslag(str(account_id), naam, True, gelukt, href))
    return uitslagen


def blokkeer_alle(session: Session, actor: Actor, clock: Clock, ids: Sequence[int]) -> list[Uitslag]:
    """Lock these accounts; raises `GeenRecht`, everything else is a result."""
    return _voor_elk(session, actor, ids, lambda i: blokkeer(session, actor, clock, i), _GEBLOKKEERD)


def deblokkeer_alle(session: Session, actor: Actor, ids: Sequence[int]) -> list[Uitslag]:
    """Unlock these accounts; raises `GeenRecht`, everything else is a result."""
    return _voor_elk(session, actor, ids, lambda i: deblokkeer(session, actor, i), _VRIJ)
