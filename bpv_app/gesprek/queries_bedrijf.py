"""Who of the school visits a company, and when last: inside the actor's own conversations and placements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.gesprek.clauses import moment_scope
from bpv_app.gesprek.rules import MomentStatus, Vorm
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.rules import LOPEND
from bpv_app.pok.tables import Pok
from bpv_app.toegang.service import get_namen


@dataclass(frozen=True, slots=True)
class Bezoeker:
    """A begeleider with how many trainees here now, and the last visit that was held; None: none yet."""

    naam: str
    stagiairs: int
    laatst: date | None


def list_bezoekers(session: Session, actor: Actor, leerbedrijf_id: int) -> list[Bezoeker]:
    """Those with trainees here now first, then by the last visit."""
    if not is_sleutel(leerbedrijf_id):
        return []
    hier = sa.and_(pok_scope(actor), col(Pok.leerbedrijf_id) == leerbedrijf_id)
    poks = session.execute(
        sa.select(col(Pok.onderwijsbegeleider_id), sa.func.sum(sa.case((col(Pok.status).in_(LOPEND), 1), else_=0)))
        .where(hier, col(Pok.onderwijsbegeleider_id).is_not(None))
        .group_by(col(Pok.onderwijsbegeleider_id))
    ).all()
    bezoeken = session.execute(
        sa.select(col(Pok.onderwijsbegeleider_id), sa.func.max(col(Contactmoment.gehouden_op)))
        .join(Contactmoment, col(Contactmoment.dossier_id) == col(Pok.dossier_id))
        .where(
            hier,
            moment_scope(actor),
            col(Contactmoment.status) == MomentStatus.GEHOUDEN,
            col(Contactmoment.vorm) == Vorm.BEZOEK,
            sa.or_(col(Pok.begin_op).is_(None), col(Contactmoment.gehouden_op) >= col(Pok.begin_op)),
        )
        .group_by(col(Pok.onderwijsbegeleider_id))
    ).all()
    laatst = dict(tuple(rij) for rij in bezoeken)
    namen = get_namen(session, [i for i, _ in poks])
    uit = [Bezoeker(namen.get(i, ""), int(n), laatst.get(i)) for i, n in poks]
    return sorted(uit, key=lambda b: (not b.stagiairs, -(b.laatst or date.min).toordinal(), b.naam))
