"""Put a message ready in the transaction that causes it; nothing here talks to the outside."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bpv_app.outbox.rules import Aangenomen, BerichtStatus, Geweigerd, TeLeveren
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


# --- for whoever delivers -------------------------------------------------------------------------------------------


def te_doen(kanaal: str, nu: datetime) -> list[sa.ColumnElement[bool]]:
    """Due messages nobody holds and that have no earlier one of their group still waiting."""
    eerder = aliased(Bericht)
    wacht_op_eerder = (
        select(eerder.id)
        .where(
            eerder.kanaal == Bericht.kanaal,
            eerder.groep == Bericht.groep,
            eerder.volgnummer < Bericht.volgnummer,
            eerder.status == BerichtStatus.WACHT,
        )
        .exists()
    )
    return [
        col(Bericht.kanaal) == kanaal,
        col(Bericht.status) == BerichtStatus.WACHT,
        col(Bericht.volgende_op) <= nu,
        sa.or_(col(Bericht.geclaimd_tot).is_(None), col(Bericht.geclaimd_tot) <= nu),
        ~wacht_op_eerder,
    ]


def heeft_te_doen(session: Session, *, kanaal: str, nu: datetime) -> bool:
    """Whether anything is due: a look without the write lock, so that an idle worker never makes a writer wait."""
    return session.exec(select(Bericht.id).where(*te_doen(kanaal, nu)).limit(1)).first() is not None


def als_te_leveren(session: Session, bericht: Bericht) -> TeLeveren:
    """The message as a channel sees it."""
    assert bericht.id is not None
    vorige_fout = ""
    if bericht.volgnummer > 1:
        vorige = select(Bericht.fout_code).where(
            Bericht.kanaal == bericht.kanaal,
            Bericht.groep == bericht.groep,
            Bericht.volgnummer == bericht.volgnummer - 1,
        )
        vorige_fout = session.exec(vorige).first() or ""
    return TeLeveren(
        bericht.id,
        bericht.kanaal,
        bericht.soort,
        bericht.groep,
        bericht.volgnummer,
        bericht.sleutel,
        dict(bericht.payload),
        vorige_fout,
        bericht.pogingen,
    )


def handel_af(rij: Bericht, uitkomst: Aangenomen | Geweigerd, nu: datetime) -> None:
    """Write the final answer on the message, which the caller holds locked; what follows from it is the channel's."""
    goed = isinstance(uitkomst, Aangenomen)
    rij.status = BerichtStatus.AFGELEVERD if goed else BerichtStatus.GEWEIGERD
    rij.antwoord = dict(uitkomst.antwoord)
    rij.fout_code = uitkomst.code[:60] if isinstance(uitkomst, Geweigerd) else ""
    rij.fout_tekst = uitkomst.tekst[:500] if isinstance(uitkomst, Geweigerd) else ""
    rij.afgehandeld_op = nu
    rij.claim, rij.geclaimd_tot = "", None


def bundel(session: Session, *, kanaal: str, nu: datetime, opnieuw_op: datetime, hoogstens: int) -> list[TeLeveren]:
    """Take what is due for one delivery of which the answers come later; without an answer again from `opnieuw_op`.

    In the caller's transaction, which writes down what the delivery holds.
    """
    oudste = select(Bericht).where(*te_doen(kanaal, nu)).order_by(col(Bericht.id)).limit(hoogstens)
    berichten = session.exec(oudste.with_for_update(of=Bericht, skip_locked=True)).all()
    for bericht in berichten:
        bericht.pogingen += 1
        bericht.volgende_op = opnieuw_op
    session.flush()
    return [als_te_leveren(session, bericht) for bericht in berichten]


def list_te_leveren(session: Session, ids: Iterable[int]) -> list[TeLeveren]:
    """These messages again, as they were taken, in the order of their ids."""
    vraag = select(Bericht).where(col(Bericht.id).in_(list(ids))).order_by(col(Bericht.id))
    return [als_te_leveren(session, bericht) for bericht in session.exec(vraag)]


def zoek_wachtend(session: Session, *, kanaal: str, sleutel: str) -> Bericht | None:
    """The message with this key that still waits for its answer, locked; None when it has one, or never was."""
    vraag = select(Bericht).where(
        Bericht.kanaal == kanaal, Bericht.sleutel == sleutel, Bericht.status == BerichtStatus.WACHT
    )
    return session.exec(vraag.with_for_update()).first()


def is_bekend(session: Session, *, kanaal: str, sleutel: str) -> bool:
    """Whether we ever made a message with this key."""
    vraag = select(Bericht.id).where(Bericht.kanaal == kanaal, Bericht.sleutel == sleutel)
    return session.exec(vraag).first() is not None
