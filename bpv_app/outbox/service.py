"""Put a message ready in the transaction that causes it; nothing here talks to the outside."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session, col, select

from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht

WEKKER = threading.Event()
"""Set after a commit that left a message behind, so that the worker of this process does not wait for its next look."""
_NIEUW = "outbox_nieuw"


@event.listens_for(Session, "after_commit")
def _wek(session: Any) -> None:
    if session.info.get(_NIEUW):
        WEKKER.set()


def _onderwerp(groep: str) -> int | None:
    nummer = groep.rpartition(":")[2]
    return int(nummer) if nummer.isascii() and nummer.isdigit() else None


def zet_klaar(
    session: Session, *, kanaal: str, soort: str, groep: str, payload: Mapping[str, Any], op: datetime
) -> Bericht:
    """Write a message to be delivered after this transaction commits; rolled back with it.

    Messages of one `groep` are delivered in the order of this call, one after the other was answered. `payload` is
    JSON, final: it is sent as it is now, whatever changes later. The key is new: a message is one event.
    """
    if session.get_bind().dialect.name == "postgresql":
        # Two transactions must not take the same number in a group. (SQLite has one writer.)
        slot = sa.func.hashtextextended(f"{kanaal}/{groep}", 0)
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(slot)))
    laatste = session.exec(
        select(sa.func.max(Bericht.volgnummer)).where(Bericht.kanaal == kanaal, Bericht.groep == groep)
    ).one()
    bericht = Bericht(
        kanaal=kanaal,
        soort=soort,
        groep=groep,
        onderwerp_id=_onderwerp(groep),
        volgnummer=(laatste or 0) + 1,
        sleutel=uuid4().hex,
        payload=dict(payload),
        status=BerichtStatus.WACHT,
        volgende_op=op,
        aangemaakt_op=op,
    )
    session.add(bericht)
    session.flush()
    session.info[_NIEUW] = True
    return bericht


def heeft_wachtend(session: Session, *, kanaal: str, groep: str) -> bool:
    """Whether a message of this group still has no answer."""
    vraag = select(Bericht.id).where(
        Bericht.kanaal == kanaal, Bericht.groep == groep, Bericht.status == BerichtStatus.WACHT
    )
    return session.exec(vraag.limit(1)).first() is not None


def probeer_nu(session: Session, *, kanaal: str, op: datetime, groepen: Iterable[str] | None = None) -> int:
    """Try the waiting messages (of these groups, or all) without waiting for their turn. Returns how many."""
    waar = [
        col(Bericht.kanaal) == kanaal,
        col(Bericht.status) == BerichtStatus.WACHT,
        col(Bericht.volgende_op) > op,
    ]
    if groepen is not None:
        waar.append(col(Bericht.groep).in_(list(groepen)))
    opdracht = sa.update(Bericht).where(*waar).values(volgende_op=op).returning(col(Bericht.id))
    session.info[_NIEUW] = True
    return len(session.execute(opdracht).all())


def trek_in(session: Session, *, kanaal: str, op: datetime, groepen: Iterable[str]) -> int:
    """Withdraw the waiting messages of these groups: their reason is gone. Returns how many."""
    waar = [
        col(Bericht.kanaal) == kanaal,
        col(Bericht.status) == BerichtStatus.WACHT,
        col(Bericht.groep).in_(list(groepen)),
    ]
    waarden = {"status": BerichtStatus.INGETROKKEN, "afgehandeld_op": op}
    opdracht = sa.update(Bericht).where(*waar).values(waarden).returning(col(Bericht.id))
    return len(session.execute(opdracht).all())


def tel(session: Session, *, kanaal: str) -> dict[BerichtStatus, int]:
    """Number of messages per status; every status is there."""
    vraag = select(Bericht.status, sa.func.count()).where(Bericht.kanaal == kanaal).group_by(col(Bericht.status))
    geteld = dict(session.exec(vraag).all())
    return {status: geteld.get(status, 0) for status in BerichtStatus}
