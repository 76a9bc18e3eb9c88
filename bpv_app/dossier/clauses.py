"""Which dossiers and set-ups an actor may see: in the WHERE of every query, never afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie, Rol


def dossier_scope(actor: Actor, actie: Actie = Actie.DOSSIER_ZIEN) -> sa.ColumnElement[bool]:
    """The dossiers for which this actor has the right `actie`.

    A coordinator: those of the own teams. Studentenzaken and the system: all. An onderwijsbegeleider: those of students
    guided by oneself. A student: only to look, only the own. A praktijkopleider: none (the POK's scope serves them).
    """
    delen: list[sa.ColumnElement[bool]] = []
    if actor.mag(actie):
        teams = actor.team_ids(actie)
        if teams is None:
            return sa.true()
        if teams:
            delen.append(col(Dossier.team_id).in_(teams))
        if actor.is_begeleider_voor(actie) and actor.account_id is not None:
            delen.append(col(Dossier.onderwijsbegeleider_id) == actor.account_id)
    if actie is Actie.DOSSIER_ZIEN and actor.heeft(Rol.STUDENT) and actor.student_id is not None:
        delen.append(col(Dossier.student_id) == actor.student_id)
    return sa.or_(*delen) if delen else sa.false()


def inrichting_scope(actor: Actor, actie: Actie = Actie.INRICHTING_BEWERKEN) -> sa.ColumnElement[bool]:
    """The set-ups this actor may use: those of the own teams and those of the whole school; beheer: all."""
    if not actor.mag(actie):
        return sa.false()
    teams = actor.team_ids(actie)
    if teams is None:
        return sa.true()
    if not teams:
        return sa.false()
    return sa.or_(col(Inrichting.team_id).is_(None), col(Inrichting.team_id).in_(teams))
