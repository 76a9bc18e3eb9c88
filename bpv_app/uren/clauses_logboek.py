"""Which logbook entries and which days of hours an actor may see, and as whom: in the WHERE of every query."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.rules_krd import MOET_BEKEND_ZIJN
from bpv_app.pok.tables import Pok
from bpv_app.uren.rules_logboek import LogboekStatus
from bpv_app.uren.tables import UrenDag
from bpv_app.uren.tables_logboek import LogboekItem

Clause = sa.ColumnElement[bool]
_ECHT = tuple(sorted(MOET_BEKEND_ZIJN))
"""Statuses of a placement that was really made: what a student and a company have to do with."""


def _poks(*where: Clause) -> sa.Select[Any]:
    """Ids of POKs, also inside a query that selects from `pok` or `dossier` itself."""
    return sa.select(col(Pok.id)).where(*where).correlate(None)


def _eigen_stagiairs(actor: Actor) -> Clause:
    return sa.and_(col(Pok.praktijkopleider_id).in_(actor.contactpersoon_ids), col(Pok.status).in_(_ECHT))


def logboek_rollen(actor: Actor) -> list[tuple[Rol, Clause]]:
    """As whom the actor may see which entries; who is more than one at an entry is the first.

    Only the student sees drafts. A praktijkopleider: the own trainees; an onderwijsbegeleider: the placements he or she
    guides; a coordinator: the teams. Nobody else.
    """
    delen: list[tuple[Rol, Clause]] = []
    if actor.mag(Actie.LOGBOEK_SCHRIJVEN) and actor.heeft(Rol.STUDENT) and actor.student_id is not None:
        delen.append((Rol.STUDENT, col(LogboekItem.student_id) == actor.student_id))
    if not actor.mag(Actie.LOGBOEK_LEZEN):
        return delen
    gedeeld = col(LogboekItem.status) == LogboekStatus.GEDEELD
    if actor.heeft(Rol.PRAKTIJKOPLEIDER) and actor.contactpersoon_ids:
        delen.append((Rol.PRAKTIJKOPLEIDER, gedeeld & col(LogboekItem.pok_id).in_(_poks(_eigen_stagiairs(actor)))))
    if actor.is_begeleider_voor(Actie.LOGBOEK_LEZEN) and actor.account_id is not None:
        begeleid = sa.select(col(Dossier.id)).where(col(Dossier.onderwijsbegeleider_id) == actor.account_id)
        poks = _poks(col(Pok.dossier_id).in_(begeleid.correlate(None)))
        delen.append((Rol.ONDERWIJSBEGELEIDER, gedeeld & col(LogboekItem.pok_id).in_(poks)))
    teams = actor.team_ids(Actie.LOGBOEK_LEZEN)
    if teams is None:
        delen.append((Rol.COORDINATOR, gedeeld))
    elif teams:
        delen.append((Rol.COORDINATOR, gedeeld & col(LogboekItem.pok_id).in_(_poks(col(Pok.team_id).in_(teams)))))
    return delen


def logboek_scope(actor: Actor) -> Clause:
    """The entries this actor may see."""
    delen = [clause for _, clause in logboek_rollen(actor)]
    return sa.or_(*delen) if delen else sa.false()


def logboek_rol(actor: Actor) -> sa.ColumnElement[str]:
    """As whom (a `Rol` value) the actor sees an entry of `logboek_scope`; empty outside it."""
    delen = [(clause, sa.literal(rol.value)) for rol, clause in logboek_rollen(actor)]
    return sa.case(*delen, else_=sa.literal("")) if delen else sa.literal("")


def eigen_stages(actor: Actor) -> Clause:
    """The placements (POKs) a student may write about: the own ones that were really made."""
    if not actor.heeft(Rol.STUDENT) or actor.student_id is None:
        return sa.false()
    return sa.and_(col(Pok.student_id) == actor.student_id, col(Pok.status).in_(_ECHT))


def dag_scope(actor: Actor) -> Clause:
    """The days of hours this actor may see: own, of own trainees, or by the right to see or to judge hours."""
    delen: list[Clause] = [pok_scope(actor, actie) for actie in (Actie.UREN_ZIEN, Actie.UREN_BEOORDELEN)]
    if actor.mag(Actie.UREN_SCHRIJVEN):
        delen.append(eigen_stages(actor))
    if actor.mag(Actie.UREN_BEOORDELEN) and actor.heeft(Rol.PRAKTIJKOPLEIDER) and actor.contactpersoon_ids:
        delen.append(_eigen_stagiairs(actor))
    return col(UrenDag.pok_id).in_(_poks(sa.or_(*delen)))


def eigen_dag_scope(actor: Actor) -> Clause:
    """The days of hours of the student himself or herself."""
    return col(UrenDag.pok_id).in_(_poks(eigen_stages(actor)))
