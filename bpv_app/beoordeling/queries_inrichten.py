"""What the screens of setting up show: werkprocessen, scales, set-ups."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.beoordeling.clauses import crebos_van, werkproces_scope
from bpv_app.beoordeling.queries_basis import get_codes, get_schaal
from bpv_app.beoordeling.rules import Trede
from bpv_app.beoordeling.tables import InrichtingWerkproces, TeamBeoordeling, Werkproces
from bpv_app.dossier.clauses import inrichting_scope
from bpv_app.dossier.tables import Inrichting
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie
from bpv_app.student.tables import Opleiding, Team

MAX_RIJEN = 500


@dataclass(frozen=True, slots=True)
class Kwalificatie:
    """A qualification in the actor's scope, with how many werkprocessen it has."""

    crebo: str
    naam: str
    aantal: int


def list_kwalificaties(session: Session, actor: Actor) -> list[Kwalificatie]:
    """Qualifications of the actor's teams and those that have werkprocessen. Raises `GeenRecht`."""
    require(actor, Actie.WERKPROCES_BEHEREN)
    teams = actor.team_ids(Actie.WERKPROCES_BEHEREN)
    per_crebo = (
        sa.select(col(Werkproces.crebo), sa.func.count()).where(werkproces_scope(actor)).group_by(col(Werkproces.crebo))
    )
    telling: dict[str, int] = {rij[0]: rij[1] for rij in session.execute(per_crebo)}
    if teams is None:
        mijn = set(session.execute(sa.select(col(Opleiding.crebo))).scalars())
    else:
        mijn = set(session.execute(crebos_van(teams)).scalars())
    opleidingen = session.execute(sa.select(col(Opleiding.crebo), col(Opleiding.naam)))
    namen: dict[str, str] = {rij[0]: rij[1] for rij in opleidingen}
    alle = sorted(c for c in mijn | set(telling) if c)
    return [Kwalificatie(c, namen.get(c, ""), telling.get(c, 0)) for c in alle][:MAX_RIJEN]


def list_werkprocessen(session: Session, actor: Actor, crebo: str) -> list[Werkproces]:
    """Those of one qualification in the actor's scope, in order of code. Raises `GeenRecht`."""
    require(actor, Actie.WERKPROCES_BEHEREN)
    vraag = select(Werkproces).where(Werkproces.crebo == crebo, werkproces_scope(actor))
    return list(session.exec(vraag.order_by(col(Werkproces.code), col(Werkproces.cohort_van)).limit(MAX_RIJEN)))


@dataclass(frozen=True, slots=True)
class SchaalStand:
    """The scale of a team. `versie` 0: the default."""

    team_id: int
    team: str
    schaal: tuple[Trede, ...]
    versie: int


@dataclass(frozen=True, slots=True)
class InrichtingStand:
    """Which codes a dossier set-up counts; none: all."""

    id: int
    naam: str
    codes: tuple[str, ...]
    versie: int


def list_schalen(session: Session, actor: Actor) -> list[SchaalStand]:
    """The teams whose scale the actor sets. Raises `GeenRecht`."""
    require(actor, Actie.WERKPROCES_BEHEREN)
    teams = actor.team_ids(Actie.WERKPROCES_BEHEREN)
    vraag = select(Team).where(Team.is_actief).order_by(col(Team.naam), col(Team.id))
    if teams is not None:
        vraag = vraag.where(col(Team.id).in_(teams))
    versies: dict[int, int] = {r.team_id: r.versie for r in session.exec(select(TeamBeoordeling))}
    return [
        SchaalStand(t.id or 0, t.naam, get_schaal(session, t.id), versies.get(t.id or 0, 0))
        for t in session.exec(vraag)
    ]


def list_inrichtingstanden(session: Session, actor: Actor) -> list[InrichtingStand]:
    """The dossier set-ups the actor may set this for: those of the own teams; beheer all. Raises `GeenRecht`."""
    require(actor, Actie.WERKPROCES_BEHEREN)
    teams = actor.team_ids(Actie.WERKPROCES_BEHEREN)
    vraag = select(Inrichting).where(Inrichting.is_actief, inrichting_scope(actor))
    if teams is not None:
        vraag = vraag.where(col(Inrichting.team_id).in_(teams))
    versies: dict[int, int] = {r.inrichting_id: r.versie for r in session.exec(select(InrichtingWerkproces))}
    return [
        InrichtingStand(i.id or 0, i.naam, get_codes(session, i.id or 0), versies.get(i.id or 0, 0))
        for i in session.exec(vraag.order_by(sa.func.lower(Inrichting.naam), col(Inrichting.id)).limit(MAX_RIJEN))
    ]
