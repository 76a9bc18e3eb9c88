"""The way to a withdrawal: inside the actor's scope and locked, and whether it still is about something."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.erkenning.clauses import intrekking_scope, is_nog_aan_de_orde
from bpv_app.erkenning.rules import IntrekkingStatus
from bpv_app.erkenning.tables import Intrekking
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.matching.tables import Plaats
from bpv_app.pok.tables import Pok


def slot_intrekking(
    session: Session, actor: Actor, vandaag: date, intrekking_id: int, actie: Actie
) -> tuple[Intrekking, bool] | None:
    """The line inside the actor's scope, locked, and whether it still is about something; None: not there for them."""
    vraag = (
        sa.select(Intrekking, sa.func.coalesce(is_nog_aan_de_orde(vandaag), sa.false()))
        .outerjoin(Dossier, col(Dossier.id) == col(Intrekking.dossier_id))
        .outerjoin(Pok, col(Pok.id) == col(Intrekking.pok_id))
        .outerjoin(Plaats, col(Plaats.id) == col(Intrekking.plaats_id))
        .where(col(Intrekking.id) == intrekking_id, intrekking_scope(actor, actie))
        .with_for_update(of=Intrekking)
        .execution_options(populate_existing=True)
    )
    rij = session.execute(vraag).one_or_none() if is_sleutel(intrekking_id) else None
    return None if rij is None else (rij[0], bool(rij[1]))


def list_niet_meer_aan_de_orde(session: Session, vandaag: date) -> list[int]:
    """Open lines whose agreement or place does not need the accreditation any more."""
    vraag = (
        sa.select(col(Intrekking.id))
        .outerjoin(Pok, col(Pok.id) == col(Intrekking.pok_id))
        .outerjoin(Plaats, col(Plaats.id) == col(Intrekking.plaats_id))
        .where(col(Intrekking.status) == IntrekkingStatus.OPEN, sa.not_(is_nog_aan_de_orde(vandaag)))
        .order_by(col(Intrekking.id))
    )
    return list(session.execute(vraag).scalars())


def naam_van(session: Session, rij: Intrekking) -> str:
    """How a result names a line: the agreement's number or the place's title."""
    if rij.pok_id is not None:
        vraag = sa.select(col(Pok.nummer)).where(col(Pok.id) == rij.pok_id)
    else:
        vraag = sa.select(col(Plaats.titel)).where(col(Plaats.id) == rij.plaats_id)
    return str(session.execute(vraag).scalar_one())
