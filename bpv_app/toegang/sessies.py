"""Living sessions: the list of one's own, ending one, ending all of an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, NietIngelogd
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.toegang import audit
from bpv_app.toegang.tables import Herkomst, Sessie


@dataclass(frozen=True, slots=True)
class SessieRegel:
    """One living session on the list of its owner."""

    id: int
    apparaat: str
    herkomst: Herkomst
    aangemaakt_op: datetime
    laatst_op: datetime
    is_deze: bool


def list_sessies(session: Session, actor: Actor, clock: Clock, account_id: int | None = None) -> list[SessieRegel]:
    """Living sessions of the actor, or of another account for beheer; the last used first."""
    nu = clock.nu()
    rijen = session.execute(
        sa.select(Sessie)
        .where(
            col(Sessie.account_id) == _eigen_of_beheer(actor, account_id),
            col(Sessie.ingetrokken_op).is_(None),
            col(Sessie.verloopt_op) > nu,
            col(Sessie.laatst_op) > nu - timedelta(minutes=instellingen().sessie_minuten),
        )
        .order_by(col(Sessie.laatst_op).desc(), col(Sessie.id).desc())
    ).scalars()
    return [
        SessieRegel(r.id or 0, r.apparaat, r.herkomst, r.aangemaakt_op, r.laatst_op, r.id == actor.sessie_id)
        for r in rijen
    ]


def _eigen_of_beheer(actor: Actor, account_id: int | None) -> int:
    if actor.account_id is None and account_id is None:
        raise NietIngelogd
    if account_id is not None and account_id != actor.account_id:
        require(actor, Actie.ACCOUNT_BEHEREN)
        return account_id
    return actor.account_id or 0


def trek_sessie_in(session: Session, actor: Actor, clock: Clock, sessie_id: int, account_id: int | None = None) -> None:
    """End one of one's own sessions (or, for beheer, of `account_id`). Not there and not yours: `NietGevonden`."""
    if not is_sleutel(sessie_id):
        raise NietGevonden
    uitkomst: Any = session.execute(
        sa.update(Sessie)
        .where(
            col(Sessie.id) == sessie_id,
            col(Sessie.account_id) == _eigen_of_beheer(actor, account_id),
            col(Sessie.ingetrokken_op).is_(None),
        )
        .values(ingetrokken_op=clock.nu())
    )
    if uitkomst.rowcount != 1:
        raise NietGevonden
    audit.noteer(session, actor, "sessie", sessie_id, "sessie beëindigd", clock.nu())


def trek_sessies_in(session: Session, clock: Clock, account_id: int, behalve: int | None = None) -> int:
    """End every session of an account (except `behalve`); returns how many. The caller has checked the right."""
    uitkomst: Any = session.execute(
        sa.update(Sessie)
        .where(
            col(Sessie.account_id) == account_id,
            col(Sessie.ingetrokken_op).is_(None),
            col(Sessie.id) != (behalve or 0),
        )
        .values(ingetrokken_op=clock.nu())
    )
    return int(uitkomst.rowcount)


def trek_andere_sessies_in(session: Session, actor: Actor, clock: Clock) -> int:
    """Log oneself out everywhere but here; returns how many sessions ended."""
    aantal = trek_sessies_in(session, clock, _eigen_of_beheer(actor, None), behalve=actor.sessie_id)
    audit.noteer(session, actor, "account", actor.account_id, "overal elders uitgelogd", clock.nu())
    return aantal


def beeindig_sessies(session: Session, actor: Actor, clock: Clock, account_id: int) -> int:
    """Log somebody out everywhere, for beheer; returns how many sessions ended."""
    require(actor, Actie.ACCOUNT_BEHEREN)
    aantal = trek_sessies_in(session, clock, account_id, behalve=actor.sessie_id) if is_sleutel(account_id) else 0
    if aantal:
        audit.noteer(session, actor, "account", account_id, "overal uitgelogd door beheer", clock.nu())
    return aantal
