"""Whose reports and care notes an actor may see, and as whom: in the WHERE of every query, never afterwards."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.dossier.clauses import dossier_scope
from bpv_app.dossier.rules_momenten import Deelnemer
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.gesprek.tables_verslag import Gespreksverslag, GespreksverslagKopie
from bpv_app.gesprek.tables_zorg import Zorgvierkant
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.student.tables import Team

Clause = sa.ColumnElement[bool]


def _dossiers(actor: Actor, actie: Actie) -> sa.Select[Any]:
    """Ids of dossiers in which a school role gives this right, also inside a query that selects from `dossier`."""
    return sa.select(col(Dossier.id)).where(dossier_scope(actor, actie)).correlate(None)


def moment_scope(actor: Actor) -> Clause:
    """The moments of which this actor writes the report: own students, or the students of the own teams."""
    if not actor.mag(Actie.VERSLAG_SCHRIJVEN):
        return sa.false()
    return col(Contactmoment.dossier_id).in_(_dossiers(actor, Actie.VERSLAG_SCHRIJVEN))


def zorg_scope(actor: Actor) -> Clause:
    """The care notes this actor may read: the begeleider of the student, the coordinator of the team. Nobody else."""
    if not actor.mag(Actie.ZORG_ZIEN):
        return sa.false()
    return col(Zorgvierkant.dossier_id).in_(_dossiers(actor, Actie.ZORG_ZIEN))


def zorg_overzicht_scope(actor: Actor) -> Clause:
    """The care notes of the own teams, for the list of signals, the export and who looked."""
    if not actor.mag(Actie.ZORG_OVERZICHT):
        return sa.false()
    return col(Zorgvierkant.dossier_id).in_(_dossiers(actor, Actie.ZORG_OVERZICHT))


def kopie_rollen(actor: Actor) -> list[tuple[Deelnemer, Clause]]:
    """As whom the actor may see which shared copies: the student the own ones, a praktijkopleider those they got."""
    delen: list[tuple[Deelnemer, Clause]] = []
    if not actor.mag(Actie.VERSLAG_LEZEN):
        return delen
    if actor.heeft(Rol.STUDENT) and actor.student_id is not None:
        eigen = sa.select(col(Dossier.id)).where(col(Dossier.student_id) == actor.student_id).correlate(None)
        van_mij = sa.select(col(Gespreksverslag.id)).where(col(Gespreksverslag.dossier_id).in_(eigen)).correlate(None)
        delen.append((Deelnemer.STUDENT, col(GespreksverslagKopie.verslag_id).in_(van_mij)))
    if actor.heeft(Rol.PRAKTIJKOPLEIDER) and actor.contactpersoon_ids:
        gekregen = col(GespreksverslagKopie.contactpersoon_id).in_(actor.contactpersoon_ids)
        delen.append((Deelnemer.PRAKTIJKOPLEIDER, gekregen))
    return delen


def kopie_scope(actor: Actor) -> Clause:
    """The shared copies this actor may see."""
    delen = [clause for _, clause in kopie_rollen(actor)]
    return sa.or_(*delen) if delen else sa.false()


def kopie_rol(actor: Actor) -> sa.ColumnElement[str]:
    """As whom (a `Deelnemer` value) the actor sees a copy of `kopie_scope`; empty outside it."""
    delen = [(clause, sa.literal(deelnemer.value)) for deelnemer, clause in kopie_rollen(actor)]
    return sa.case(*delen, else_=sa.literal("")) if delen else sa.literal("")


def team_scope(actor: Actor) -> Clause:
    """The teams whose questions this actor sets."""
    teams = actor.team_ids(Actie.VERSLAG_INRICHTEN) if actor.mag(Actie.VERSLAG_INRICHTEN) else frozenset()
    return sa.true() if teams is None else col(Team.id).in_(teams)
