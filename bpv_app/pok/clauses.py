"""Which POKs an actor may see or change: in the WHERE of every query, never afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.rules_krd import MOET_BEKEND_ZIJN
from bpv_app.pok.tables import Pok

_VOOR_PARTIJEN = tuple(sorted(MOET_BEKEND_ZIJN))
"""What a student or a praktijkopleider sees: what was really made, not the school's drafts."""


def pok_scope(actor: Actor, actie: Actie = Actie.POK_ZIEN) -> sa.ColumnElement[bool]:
    """The POKs for which this actor has the right `actie`.

    Coordinators: their teams; studentenzaken: the school; an onderwijsbegeleider: the placements he or she guides (the
    whole chain). Only to look: a student the own ones, a praktijkopleider the own trainees.
    """
    delen: list[sa.ColumnElement[bool]] = []
    if actor.mag(actie):
        teams = actor.team_ids(actie)
        if teams is None:
            return sa.true()
        if teams:
            delen.append(col(Pok.team_id).in_(teams))
        if actor.is_begeleider_voor(actie) and actor.account_id is not None:
            eigen = sa.select(col(Dossier.id)).where(col(Dossier.onderwijsbegeleider_id) == actor.account_id)
            eigen = eigen.correlate(None)  # also in a query that selects from dossier itself
            delen.append(col(Pok.dossier_id).in_(eigen))
    if actie is Actie.POK_ZIEN and actor.mag(Actie.EIGEN_PLAATSING_ZIEN):
        delen += _eigen_plaatsing(actor)
    return sa.or_(*delen) if delen else sa.false()


def eigen_poks(actor: Actor) -> sa.ColumnElement[bool]:
    """The POKs of this student himself or herself, whatever else this person may see."""
    if not actor.heeft(Rol.STUDENT) or actor.student_id is None:
        return sa.false()
    return sa.and_(col(Pok.student_id) == actor.student_id, col(Pok.status).in_(_VOOR_PARTIJEN))


def poks_als_partij(actor: Actor) -> sa.ColumnElement[bool]:
    """The POKs in which this person is a party: the student's own, or of the praktijkopleider's own trainees.

    Whatever else this person may see; none for who left the company.
    """
    delen: list[sa.ColumnElement[bool]] = [eigen_poks(actor)]
    if actor.heeft(Rol.PRAKTIJKOPLEIDER) and actor.contactpersoon_ids:
        ik = sa.select(col(Contactpersoon.id)).where(
            col(Contactpersoon.id).in_(actor.contactpersoon_ids), col(Contactpersoon.is_actief)
        )
        delen.append(sa.and_(col(Pok.praktijkopleider_id).in_(ik), col(Pok.status).in_(_VOOR_PARTIJEN)))
    return sa.or_(*delen)


def _eigen_plaatsing(actor: Actor) -> list[sa.ColumnElement[bool]]:
    zichtbaar = col(Pok.status).in_(_VOOR_PARTIJEN)
    delen: list[sa.ColumnElement[bool]] = []
    if actor.heeft(Rol.STUDENT):
        delen.append(eigen_poks(actor))
    if actor.heeft(Rol.PRAKTIJKOPLEIDER) and actor.contactpersoon_ids:
        delen.append(sa.and_(col(Pok.praktijkopleider_id).in_(actor.contactpersoon_ids), zichtbaar))
    return delen
