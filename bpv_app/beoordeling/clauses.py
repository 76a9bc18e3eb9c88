"""Whose assessments and evaluations an actor may see or write: in the WHERE of every query, never afterwards."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.beoordeling.tables import Werkproces
from bpv_app.beoordeling.tables_evaluatie import Evaluatie
from bpv_app.dossier.clauses import dossier_scope
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Opleiding, Verbintenis

STAGE = (PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF, PokStatus.AFGEROND)
"""Agreements of a placement that can be assessed; one that was replaced is assessed with its successor."""


def huidige_pok() -> sa.Select[Any]:
    """The latest assessable agreement of the dossier of the outer query."""
    return (
        sa.select(sa.func.max(Pok.id))
        .where(col(Pok.dossier_id) == col(Dossier.id), col(Pok.status).in_(STAGE))
        .correlate(Dossier)
    )


def school_dossiers(actor: Actor, actie: Actie = Actie.BEOORDELING_ZIEN) -> sa.ColumnElement[bool]:
    """Placements of a school role's teams or guided students."""
    return dossier_scope(actor, actie)


def bedrijf_dossiers(actor: Actor) -> sa.ColumnElement[bool]:
    """Placements whose praktijkopleider this actor is; none for who left the company."""
    if not (actor.mag(Actie.OORDEEL_GEVEN) and actor.heeft(Rol.PRAKTIJKOPLEIDER)) or not actor.contactpersoon_ids:
        return sa.false()
    ik = sa.select(col(Contactpersoon.id)).where(
        col(Contactpersoon.id).in_(actor.contactpersoon_ids), col(Contactpersoon.is_actief)
    )
    mijn = sa.select(col(Pok.dossier_id)).where(col(Pok.praktijkopleider_id).in_(ik), col(Pok.status).in_(STAGE))
    return col(Dossier.id).in_(mijn)


def eigen_dossiers(actor: Actor) -> sa.ColumnElement[bool]:
    """The student's own placements."""
    mag = actor.mag(Actie.EIGEN_BEOORDELING_ZIEN) and actor.heeft(Rol.STUDENT) and actor.student_id is not None
    return col(Dossier.student_id) == actor.student_id if mag else sa.false()


def eigen_evaluaties(actor: Actor) -> sa.ColumnElement[bool]:
    """The forms that are asked of this very person. Nobody else opens a form, the school included."""
    delen: list[sa.ColumnElement[bool]] = []
    if not actor.mag(Actie.EVALUATIE_INVULLEN):
        return sa.false()
    if actor.heeft(Rol.STUDENT) and actor.student_id is not None:
        delen.append(sa.and_(col(Evaluatie.soort) == "student", col(Evaluatie.student_id) == actor.student_id))
    if actor.heeft(Rol.PRAKTIJKOPLEIDER) and actor.contactpersoon_ids:
        ik = sa.select(col(Contactpersoon.id)).where(
            col(Contactpersoon.id).in_(actor.contactpersoon_ids), col(Contactpersoon.is_actief)
        )
        delen.append(sa.and_(col(Evaluatie.soort) == "bedrijf", col(Evaluatie.contactpersoon_id).in_(ik)))
    return sa.or_(*delen) if delen else sa.false()


def team_evaluaties(actor: Actor, actie: Actie) -> sa.ColumnElement[bool]:
    """Evaluations of the teams in which this actor has `actie`; one without a team only for the whole school."""
    teams = actor.team_ids(actie) if actor.mag(actie) else frozenset()
    return sa.true() if teams is None else col(Evaluatie.team_id).in_(teams)


def werkproces_scope(actor: Actor) -> sa.ColumnElement[bool]:
    """Werkprocessen of programmes of the actor's teams; beheer: all."""
    if not actor.mag(Actie.WERKPROCES_BEHEREN):
        return sa.false()
    teams = actor.team_ids(Actie.WERKPROCES_BEHEREN)
    return sa.true() if teams is None else col(Werkproces.crebo).in_(crebos_van(teams))


def crebos_van(teams: frozenset[int]) -> sa.CompoundSelect[Any]:
    """The qualifications a team teaches: of its programmes and of its enrolments."""
    return sa.union(
        sa.select(col(Opleiding.crebo)).where(col(Opleiding.team_id).in_(teams)),
        sa.select(col(Verbintenis.crebo)).where(col(Verbintenis.team_id).in_(teams)),
    )
