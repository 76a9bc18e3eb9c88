"""In what part an actor comes to a dossier's conversations, and whether anything may still change in it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.clauses import dossier_scope
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.clauses import is_begeleider
from bpv_app.gesprek.rules import Wie
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie


@dataclass(frozen=True, slots=True)
class Poort:
    """`wie`: the parts in which this actor may act on the dossier's moments; `is_open`: the dossier is not closed."""

    dossier_id: int
    is_open: bool
    wie: frozenset[Wie]


def get_poort(session: Session, actor: Actor, dossier_id: int) -> Poort | None:
    """None when the dossier does not exist, or its conversations are not for a school role of this actor."""
    if not actor.mag(Actie.GESPREK_ZIEN):
        return None
    rij = session.execute(
        sa.select(
            col(Dossier.afgesloten_op),
            is_begeleider(actor).label("eigen"),
            sa.case((dossier_scope(actor, Actie.GESPREK_PLANNEN), sa.true()), else_=sa.false()).label("mag"),
        ).where(col(Dossier.id) == dossier_id, dossier_scope(actor, Actie.GESPREK_ZIEN))
    ).first()
    if rij is None:
        return None
    wie: set[Wie] = set()
    if actor.is_systeem:
        wie.add(Wie.APP)
    elif rij.mag:
        wie.add(Wie.BEGELEIDER if rij.eigen else Wie.COORDINATOR)
    return Poort(dossier_id, rij.afgesloten_op is None, frozenset(wie))
