"""Whose hours an actor may write, see or judge: in the WHERE of every query, never afterwards."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok

SCHRIJFBAAR = (PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF, PokStatus.VERVANGEN)
"""Statuses in which hours are written; a closed placement's hours stand."""
ZICHTBAAR = (*SCHRIJFBAAR, PokStatus.AFGEROND)
"""Statuses in which there may be hours; what was withdrawn or refused has none."""


def eigen_student(actor: Actor) -> int | None:
    """Whose hours this actor writes; None for who is no student."""
    return actor.student_id if actor.mag(Actie.UREN_SCHRIJVEN) and actor.heeft(Rol.STUDENT) else None


def van_student(student_id: Any) -> sa.ColumnElement[bool]:
    """The POKs of a student (an id, or a parameter) that may have hours."""
    return sa.and_(col(Pok.student_id) == student_id, col(Pok.status).in_(ZICHTBAAR))


def eigen_uren(actor: Actor) -> sa.ColumnElement[bool]:
    """The POKs of this student."""
    student_id = eigen_student(actor)
    return sa.false() if student_id is None else van_student(student_id)


def bedrijf_uren(actor: Actor) -> sa.ColumnElement[bool]:
    """The POKs of this praktijkopleider's own trainees, and of colleagues' when the school said so."""
    if not (actor.mag(Actie.UREN_BEOORDELEN) and actor.heeft(Rol.PRAKTIJKOPLEIDER)) or not actor.contactpersoon_ids:
        return sa.false()
    ik = sa.select(col(Contactpersoon.id)).where(
        col(Contactpersoon.id).in_(actor.contactpersoon_ids), col(Contactpersoon.is_actief)
    )
    collega = sa.select(col(Contactpersoon.leerbedrijf_id)).where(
        col(Contactpersoon.id).in_(actor.contactpersoon_ids),
        col(Contactpersoon.is_actief),
        col(Contactpersoon.keurt_uren),
    )
    return sa.and_(
        sa.or_(col(Pok.praktijkopleider_id).in_(ik), col(Pok.leerbedrijf_id).in_(collega)),
        col(Pok.status).in_(ZICHTBAAR),
    )


def school_uren(actor: Actor, actie: Actie = Actie.UREN_ZIEN) -> sa.ColumnElement[bool]:
    """The POKs in a school role's scope: teams, or guided students."""
    return sa.and_(pok_scope(actor, actie), col(Pok.status).in_(ZICHTBAAR))
