"""How teams work with hours, which periods are free and which norms hold: for the screens that set them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.student.tables import Team
from bpv_app.uren.queries_pok import TeamRegels, get_team_regels
from bpv_app.uren.rules import Regio, VrijSoort
from bpv_app.uren.rules_inrichting import schooljaar_grenzen, schooljaar_van
from bpv_app.uren.rules_norm import Norm
from bpv_app.uren.tables import TeamUren, UrenNorm, VrijePeriode


@dataclass(frozen=True, slots=True)
class TeamStand:
    """A team with its rules; `is_eigen`: it has rules of its own, not the defaults."""

    id: int
    naam: str
    regels: TeamRegels
    is_eigen: bool


@dataclass(frozen=True, slots=True)
class Periode:
    """A free period; `mag` says whether the person looking may change it."""

    id: int
    soort: VrijSoort
    naam: str
    van: date
    tot: date
    regio: Regio | None
    team_id: int | None
    team: str
    mag: bool


def team_clause(actor: Actor) -> sa.ColumnElement[bool]:
    """The teams whose hours this actor may set up."""
    teams = actor.team_ids(Actie.UREN_INRICHTEN) if actor.mag(Actie.UREN_INRICHTEN) else frozenset()
    return sa.true() if teams is None else col(Team.id).in_(teams)


def list_team_standen(session: Session, actor: Actor) -> list[TeamStand]:
    """Active teams this actor may set up, by name. Raises `GeenRecht`."""
    require(actor, Actie.UREN_INRICHTEN)
    rijen = session.execute(
        sa.select(col(Team.id), col(Team.naam), col(TeamUren.team_id))
        .join(TeamUren, col(TeamUren.team_id) == col(Team.id), isouter=True)
        .where(team_clause(actor), col(Team.is_actief))
        .order_by(sa.func.lower(col(Team.naam)), col(Team.id))
    ).all()
    return [
        TeamStand(team_id, naam, get_team_regels(session, team_id), eigen is not None) for team_id, naam, eigen in rijen
    ]


def get_team_stand(session: Session, actor: Actor, team_id: int, *, slot: bool = False) -> TeamStand:
    """One team inside the actor's scope; `slot` locks it for writing. Raises `GeenRecht`, `NietGevonden`."""
    require(actor, Actie.UREN_INRICHTEN)
    vraag = sa.select(Team).where(col(Team.id) == team_id, team_clause(actor))
    team = session.execute(vraag.with_for_update() if slot else vraag).scalar() if is_sleutel(team_id) else None
    if team is None:
        raise NietGevonden
    regels = get_team_regels(session, team_id)
    return TeamStand(team_id, team.naam, regels, regels.versie > 0)


def mag_periode(actor: Actor, team_id: int | None) -> bool:
    """Whether this actor may set a free period of a team; None: of a region or of the whole school."""
    if not actor.mag(Actie.UREN_INRICHTEN):
        return False
    teams = actor.team_ids(Actie.UREN_INRICHTEN)
    return teams is None or team_id in teams


def list_perioden(session: Session, actor: Actor, schooljaar: int) -> list[Periode]:
    """The free periods of a school year that hold for the actor's teams, by day. Raises `GeenRecht`."""
    require(actor, Actie.UREN_INRICHTEN)
    van, tot = schooljaar_grenzen(schooljaar)
    rijen = session.execute(
        sa.select(VrijePeriode, sa.func.coalesce(Team.naam, ""))
        .join(Team, col(Team.id) == col(VrijePeriode.team_id), isouter=True)
        .where(
            col(VrijePeriode.van) <= tot,
            col(VrijePeriode.tot) >= van,
            sa.or_(col(VrijePeriode.team_id).is_(None), team_clause(actor)),
        )
        .order_by(col(VrijePeriode.van), col(VrijePeriode.id))
    ).all()
    return [
        Periode(p.id or 0, p.soort, p.naam, p.van, p.tot, p.regio, p.team_id, team, mag_periode(actor, p.team_id))
        for p, team in rijen
    ]


def list_schooljaren(session: Session, vandaag: date, ook: int) -> list[int]:
    """School years to choose from: this one, the next, those that have a free period, and `ook`."""
    dagen = session.execute(sa.select(sa.func.min(VrijePeriode.van), sa.func.max(VrijePeriode.tot))).one()
    nu = schooljaar_van(vandaag)
    return sorted({nu, nu + 1, ook, *(schooljaar_van(dag) for dag in dagen if dag)})


def list_normen(session: Session, actor: Actor) -> list[Norm]:
    """Every norm there is or was, per route and length, the newest first. Raises `GeenRecht`."""
    require(actor, Actie.UREN_INRICHTEN)
    vraag = sa.select(UrenNorm).order_by(
        col(UrenNorm.leerweg), col(UrenNorm.jaren), col(UrenNorm.vanaf).desc(), col(UrenNorm.id)
    )
    return [Norm(n.leerweg, n.jaren, n.vanaf, n.uren, n.per_jaar) for n in session.execute(vraag).scalars()]


def vind_teams(session: Session, actor: Actor, namen: Iterable[str]) -> dict[str, int]:
    """Teams by code or name (lower case), among those this actor may set up."""
    gezocht = {naam.lower() for naam in namen}
    rijen = session.execute(sa.select(col(Team.id), col(Team.code), col(Team.naam)).where(team_clause(actor)))
    return {
        sleutel: team_id
        for team_id, code, naam in rijen
        for sleutel in (naam.lower(), code.lower())
        if sleutel in gezocht
    }
