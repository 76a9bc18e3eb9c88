"""Which rounds an actor may see or change, and whose list a student may write: in the WHERE of every query."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.leerbedrijf.clauses import telt_voor
from bpv_app.leerbedrijf.tables import Erkenning, Leerbedrijf
from bpv_app.matching.rules_plaats import PlaatsStatus
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import Ronde, RondeGroep, RondeStudent


def ronde_scope(actor: Actor, actie: Actie = Actie.RONDE_ZIEN) -> sa.ColumnElement[bool]:
    """The rounds of which *every* team is the actor's own: who sees one sees all its students."""
    if not actor.mag(actie):
        return sa.false()
    teams = actor.team_ids(actie)
    if teams is None:
        return sa.true()
    if not teams:
        return sa.false()
    van_ronde = sa.select(col(RondeGroep.ronde_id)).where(col(RondeGroep.ronde_id) == col(Ronde.id))
    return sa.and_(
        van_ronde.where(col(RondeGroep.team_id).in_(teams)).exists(),
        sa.not_(van_ronde.where(col(RondeGroep.team_id).not_in(teams)).exists()),
    )


def eigen_deelname(actor: Actor) -> sa.ColumnElement[bool]:
    """The student's own part in rounds that were opened; needs `Ronde` joined."""
    if not (actor.mag(Actie.VOORKEUR_SCHRIJVEN) and actor.heeft(Rol.STUDENT)) or actor.student_id is None:
        return sa.false()
    return sa.and_(col(RondeStudent.student_id) == actor.student_id, col(Ronde.status) != RondeStatus.CONCEPT)


def zonder_erkenning(crebo: Any, dag: Any) -> sa.ColumnElement[bool]:
    """The register says no for this crebo on this day; an empty register says nothing. Needs `Leerbedrijf` joined."""
    geldig = sa.select(col(Erkenning.id)).where(
        col(Erkenning.sbb_id) == col(Leerbedrijf.sbb_id),
        telt_voor(crebo, dag),
    )
    iets = sa.select(col(Erkenning.id)).limit(1)
    return sa.and_(sa.exists(iets), sa.not_(sa.exists(geldig)))


def niet_meer_aangeboden() -> sa.ColumnElement[bool]:
    """The company or the school closed or withdrew the place after the round was opened. Needs `Plaats` joined."""
    return col(Plaats.status) != PlaatsStatus.AANGEBODEN
