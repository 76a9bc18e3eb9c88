"""Whose conversations an actor may see or plan: in the WHERE of every query, never afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.dossier.clauses import dossier_scope
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.rules_krd import MOET_BEKEND_ZIJN
from bpv_app.pok.tables import Pok

LAATSTE_POK = (
    sa.select(sa.func.max(Pok.id)).where(col(Pok.dossier_id) == col(Dossier.id)).correlate(Dossier).scalar_subquery()
)
"""The current agreement of a dossier: a new one only comes when the one before has ended."""
GAAT_NIET_DOOR = (PokStatus.AFGEMELD, PokStatus.AFGEWEZEN)


def dossiers_van(actor: Actor, actie: Actie = Actie.GESPREK_ZIEN) -> sa.Select[int | None]:
    """Ids of the dossiers for which a school role gives this right."""
    return sa.select(col(Dossier.id)).where(dossier_scope(actor, actie)).correlate(None)


def moment_scope(actor: Actor, actie: Actie = Actie.GESPREK_ZIEN) -> sa.ColumnElement[bool]:
    """The moments of a school role: those of own teams, or of the students one guides."""
    return col(Contactmoment.dossier_id).in_(dossiers_van(actor, actie)) if actor.mag(actie) else sa.false()


def is_begeleider(actor: Actor) -> sa.ColumnElement[bool]:
    """Whether the dossier's onderwijsbegeleider is this actor."""
    if actor.account_id is None or not actor.heeft(Rol.ONDERWIJSBEGELEIDER):
        return sa.false()
    return col(Dossier.onderwijsbegeleider_id) == actor.account_id


def loopt() -> sa.ColumnElement[bool]:
    """Dossiers in which conversations are still to be held: not closed, and the placement was not called off."""
    dicht = sa.select(col(Pok.id)).where(col(Pok.id) == LAATSTE_POK, col(Pok.status).in_(GAAT_NIET_DOOR))
    return sa.and_(col(Dossier.afgesloten_op).is_(None), ~dicht.correlate(Dossier).exists())


def gaat_door() -> sa.ColumnElement[bool]:
    """Dossiers that count in figures: also the closed ones, not those of a placement that was called off."""
    dicht = sa.select(col(Pok.id)).where(col(Pok.id) == LAATSTE_POK, col(Pok.status).in_(GAAT_NIET_DOOR))
    return ~dicht.correlate(Dossier).exists()


def van_student(actor: Actor) -> sa.ColumnElement[bool]:
    """The own dossiers of this student."""
    if not (actor.mag(Actie.EIGEN_GESPREK_ZIEN) and actor.heeft(Rol.STUDENT)) or actor.student_id is None:
        return sa.false()
    return col(Dossier.student_id) == actor.student_id


def van_praktijkopleider(actor: Actor) -> sa.ColumnElement[bool]:
    """Dossiers whose current agreement names this praktijkopleider, once it was really made; not who left."""
    if not (actor.mag(Actie.EIGEN_GESPREK_ZIEN) and actor.heeft(Rol.PRAKTIJKOPLEIDER)) or not actor.contactpersoon_ids:
        return sa.false()
    ik = sa.select(col(Contactpersoon.id)).where(
        col(Contactpersoon.id).in_(actor.contactpersoon_ids), col(Contactpersoon.is_actief)
    )
    pok = sa.select(col(Pok.id)).where(
        col(Pok.id) == LAATSTE_POK,
        col(Pok.status).in_(sorted(MOET_BEKEND_ZIJN)),
        col(Pok.praktijkopleider_id).in_(ik),
    )
    return pok.correlate(Dossier).exists()
