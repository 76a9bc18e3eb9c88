"""The placement that is assessed, with its current agreement; and whether a team or a set-up is there to be set up."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.beoordeling.clauses import huidige_pok
from bpv_app.dossier.clauses import inrichting_scope
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Team


@dataclass(frozen=True, slots=True)
class Stage:
    """A dossier and the agreement that counts in it now."""

    dossier: Dossier
    pok: Pok


def get_stage(
    session: Session, dossier_id: int, scope: sa.ColumnElement[bool] | None = None, *, slot: bool = False
) -> Stage | None:
    """The placement inside `scope` (None: the caller has checked), `slot` locks its dossier; None when it has no
    agreement or is not in scope."""
    if not is_sleutel(dossier_id):
        return None
    vraag = sa.select(Dossier, Pok).join(Pok, col(Pok.id) == huidige_pok().scalar_subquery())
    vraag = vraag.where(col(Dossier.id) == dossier_id, *([] if scope is None else [scope]))
    gevonden = session.execute(vraag.with_for_update(of=Dossier) if slot else vraag).one_or_none()
    return Stage(*gevonden) if gevonden is not None else None


def is_team(session: Session, team_id: int) -> bool:
    """Whether there is such a team."""
    return is_sleutel(team_id) and session.get(Team, team_id) is not None


def mag_inrichting(session: Session, actor: Actor, inrichting_id: int) -> bool:
    """Whether the actor sets up the werkprocessen of this dossier set-up; one of the whole school is beheer's."""
    mag = sa.select(col(Inrichting.id)).where(col(Inrichting.id) == inrichting_id, inrichting_scope(actor))
    teams = actor.team_ids(Actie.WERKPROCES_BEHEREN)
    if teams is not None:
        mag = mag.where(col(Inrichting.team_id).in_(teams))
    return is_sleutel(inrichting_id) and session.execute(mag).first() is not None
