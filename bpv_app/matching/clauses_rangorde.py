"""Which orders of candidates a company may see or write: in the WHERE of every query."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf.clauses import eigen_bedrijf
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import Ronde, RondePlaats


def eigen_rangorde(actor: Actor) -> sa.ColumnElement[bool]:
    """Those of the own company's places that are still there, until the result is published: after that there is
    nothing to order, and the texts of students are no longer the company's to read. Needs `Plaats`, `Ronde` and
    `RondePlaats` joined.
    """
    if not actor.mag(Actie.RANGORDE_GEVEN):
        return sa.false()
    return sa.and_(
        col(Plaats.leerbedrijf_id).in_(sa.select(col(Leerbedrijf.id)).where(eigen_bedrijf(actor))),
        col(Ronde.status) == RondeStatus.GESLOTEN,
        col(RondePlaats.ingetrokken_op).is_(None),
    )
