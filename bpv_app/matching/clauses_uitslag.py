"""Whose placements an actor may see or answer: in the WHERE of every query. All need `RondeStudent`, `Ronde` joined."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.leerbedrijf.clauses import eigen_bedrijf
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.matching.clauses_ronde import ronde_scope
from bpv_app.matching.rules_uitslag import GELDIG
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import RondeStudent
from bpv_app.matching.tables_uitslag import Plaatsing


def eigen_plaatsing(actor: Actor) -> sa.ColumnElement[bool]:
    """The student's own."""
    if not (actor.mag(Actie.PLAATSING_REAGEREN) and actor.heeft(Rol.STUDENT)) or actor.student_id is None:
        return sa.false()
    return col(RondeStudent.student_id) == actor.student_id


def plaatsing_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """Those a coordinator answers for: of rounds of which every team is the actor's own."""
    return ronde_scope(actor, Actie.UITSLAG_AFHANDELEN)


def komt_naar_ons(actor: Actor) -> sa.ColumnElement[bool]:
    """Who comes to the company this praktijkopleider works for. Needs `Plaats` joined."""
    if not (actor.mag(Actie.STAGIAIRS_ZIEN) and actor.mag(Actie.EIGEN_PLAATS_AANBIEDEN)):
        return sa.false()
    eigen = col(Plaats.leerbedrijf_id).in_(sa.select(col(Leerbedrijf.id)).where(eigen_bedrijf(actor)))
    return sa.and_(eigen, col(Plaatsing.status).in_(GELDIG))
