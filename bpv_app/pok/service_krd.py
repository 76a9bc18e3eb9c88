"""What the register says of a POK or of itself, kept beside our own; and the mutation freeze, asked before a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.pok.rules import KrdStatus, PokStatus, Stap
from bpv_app.pok.rules_ontheffing import Mutatiestop, dekt, valt_onder
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_krd import KrdRegister, PokOntheffing

STAPPEN_VOOR_MUTATIESTOP = frozenset(
    {Stap.MAAK_VOLLEDIG, Stap.VERVANG, Stap.ZET_TERUG_NAAR_VOLLEDIG, Stap.ZET_TERUG_NAAR_CONCEPT}
)
"""Steps that make or change an agreement. What happened (signed, stopped, finished) may always be recorded here; when
the register refuses it, it says so and shows on the list of differences."""


def get_register(session: Session) -> KrdRegister:
    """The one row about the register, as it is now; a fresh one (not stored) when nothing was heard yet."""
    return session.get(KrdRegister, 1) or KrdRegister(id=1)


def lock_register(session: Session) -> KrdRegister:
    """The same, stored and locked until this transaction ends: one listener at a time."""
    session.execute(sa.text("INSERT INTO krd_register (id, gelezen_tot) VALUES (1, 0) ON CONFLICT (id) DO NOTHING"))
    vraag = sa.select(KrdRegister).where(col(KrdRegister.id) == 1).with_for_update()
    register: KrdRegister = session.execute(vraag.execution_options(populate_existing=True)).scalar_one()
    return register


def get_mutatiestop(session: Session) -> date | None:
    """Before which day the register allows nothing any more; None: no freeze."""
    stop: date | None = session.execute(sa.select(col(KrdRegister.mutatiestop))).scalar_one_or_none()
    return stop


def check_mutatiestop(session: Session, dag: date | None, pok: Pok) -> None:
    """A change of this placement that counts from `dag` on is still allowed, or exempted. Raises Mutatiestop."""
    stop = get_mutatiestop(session)
    if stop and dag and valt_onder(stop, dag) and get_ontheffing(session, pok.dossier_id) is None:
        raise Mutatiestop(stop, dag)


def get_ontheffing(session: Session, dossier_id: int) -> PokOntheffing | None:
    """The exemption of this placement from the freeze as it stands now; None when there is no freeze, or none given."""
    stop = get_mutatiestop(session)
    if stop is None:
        return None
    vraag = (
        sa.select(PokOntheffing)
        .join(Pok, col(Pok.id) == col(PokOntheffing.pok_id))
        .where(col(Pok.dossier_id) == dossier_id)
        .order_by(col(PokOntheffing.id))
    )
    return next((o for o in session.execute(vraag).scalars() if dekt([o.mutatiestop], stop)), None)


@dataclass(frozen=True, slots=True)
class BekendePok:
    """A POK as the link needs it."""

    pok_id: int
    student_id: int
    status: PokStatus
    krd_status: KrdStatus | None


def noteer_krd_status(session: Session, nummer: str, krd_status: KrdStatus, op: datetime) -> BekendePok | None:
    """The register's status of a POK, as it changed there at `op` (its own clock). None: no such POK here.

    Our own status never changes by it. Something the register said later (an answer to a message) stays.
    """
    vraag = sa.select(col(Pok.id), col(Pok.student_id), col(Pok.status), col(Pok.krd_stand_op), col(Pok.krd_status))
    rij = session.execute(vraag.where(col(Pok.nummer) == nummer).with_for_update(of=Pok)).first()
    if rij is None:
        return None
    pok_id, student_id, status, stand_op, bekend = rij
    if stand_op is None or stand_op <= op:
        waarden = {"krd_status": krd_status, "krd_stand_op": op, "krd_bijgewerkt_op": op}
        session.execute(sa.update(Pok).where(col(Pok.id) == pok_id).values(waarden))
        bekend = krd_status
    return BekendePok(pok_id, student_id, status, bekend)
