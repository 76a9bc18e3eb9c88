"""Rate limits, kept in the database so that they hold for all web workers together."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.clock import Clock
from bpv_app.toegang.geheim import pseudoniem
from bpv_app.toegang.rules import Limiet, TeVaak
from bpv_app.toegang.tables import Poging

BEWAAR = timedelta(days=1)


def tel_poging(session: Session, clock: Clock, limiet: Limiet, sleutel: str) -> None:
    """Count an attempt by `sleutel` (a user name, an address). Raises `TeVaak` at the maximum.

    The attempt is counted *before* what it leads to is tried, so that a hundred attempts at the same moment are a
    hundred attempts. Catch `TeVaak` inside the transaction when what was counted must stay counted.
    """
    nu, hash_ = clock.nu(), pseudoniem(sleutel)
    if session.connection().dialect.name == "postgresql":
        # Counting and adding must be one step (on SQLite the write lock already makes it so).
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(int(hash_[:15], 16))))
    sinds = nu - limiet.venster
    aantal = session.execute(
        sa.select(sa.func.count()).where(
            col(Poging.soort) == limiet.soort, col(Poging.sleutel) == hash_, col(Poging.op) > sinds
        )
    ).scalar_one()
    if aantal >= limiet.maximum:
        raise TeVaak(int(limiet.venster.total_seconds() // 60))
    session.add(Poging(soort=limiet.soort, sleutel=hash_, op=nu))
    session.flush()


def vergeet_pogingen(session: Session, limiet: Limiet, sleutel: str) -> None:
    """It succeeded: forget all attempts by this key."""
    session.execute(
        sa.delete(Poging).where(col(Poging.soort) == limiet.soort, col(Poging.sleutel) == pseudoniem(sleutel))
    )


def neem_terug(session: Session, limiet: Limiet, sleutel: str) -> None:
    """It succeeded: take back the last attempt, but leave the failures of others behind the same address counted."""
    laatste = (
        sa.select(sa.func.max(col(Poging.id)))
        .where(col(Poging.soort) == limiet.soort, col(Poging.sleutel) == pseudoniem(sleutel))
        .scalar_subquery()
    )
    session.execute(sa.delete(Poging).where(col(Poging.id) == laatste))


def ruim_pogingen_op(session: Session, clock: Clock) -> None:
    """Drop attempts that no limit looks at any more."""
    session.execute(sa.delete(Poging).where(col(Poging.op) < clock.nu() - BEWAAR))
