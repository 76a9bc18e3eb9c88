"""How teams chase signatures, and who would be reminded today: for the screens that set it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.pok.queries_manen import Maanmail, list_maanmails
from bpv_app.pok.rules_manen import STANDAARD, HerinnerRegel, orden, uit_json
from bpv_app.pok.tables_manen import TeamManen
from bpv_app.student.tables import Team


@dataclass(frozen=True, slots=True)
class TeamHerinneren:
    """A team's rules; `versie` 0: the defaults, nobody changed anything yet."""

    team_id: int
    naam: str
    is_aan: bool
    regels: tuple[HerinnerRegel, ...]
    versie: int


def _in_te_stellen(actor: Actor) -> sa.ColumnElement[bool]:
    teams = actor.team_ids(Actie.MANEN_INRICHTEN) if actor.mag(Actie.MANEN_INRICHTEN) else frozenset()
    return sa.true() if teams is None else col(Team.id).in_(teams)


def _stand(team_id: int, naam: str, rij: TeamManen | None) -> TeamHerinneren:
    if rij is None:
        return TeamHerinneren(team_id, naam, False, orden(STANDAARD), 0)
    return TeamHerinneren(team_id, naam, rij.is_aan, uit_json(rij.regels), rij.versie)


def list_team_herinneren(session: Session, actor: Actor) -> list[TeamHerinneren]:
    """Active teams this actor may set up, by name. Raises `GeenRecht`."""
    require(actor, Actie.MANEN_INRICHTEN)
    rijen = session.execute(
        sa.select(col(Team.id), col(Team.naam), TeamManen)
        .join(TeamManen, col(TeamManen.team_id) == col(Team.id), isouter=True)
        .where(_in_te_stellen(actor), col(Team.is_actief))
        .order_by(sa.func.lower(col(Team.naam)), col(Team.id))
    )
    return [_stand(team_id, naam, rij) for team_id, naam, rij in rijen]


def get_team_herinneren(session: Session, actor: Actor, team_id: int, *, slot: bool = False) -> TeamHerinneren:
    """One team inside the actor's scope; `slot` locks it for writing. Raises `GeenRecht`, `NietGevonden`."""
    require(actor, Actie.MANEN_INRICHTEN)
    vraag = sa.select(col(Team.naam)).where(col(Team.id) == team_id, _in_te_stellen(actor))
    naam = session.execute(vraag.with_for_update() if slot else vraag).scalar() if is_sleutel(team_id) else None
    if naam is None:
        raise NietGevonden
    return _stand(team_id, naam, session.get(TeamManen, team_id, populate_existing=True))


def list_voorbeeld(session: Session, actor: Actor, team_id: int, vandaag: date) -> list[Maanmail]:
    """Who would get a reminder today if this team's reminders were on (or will, when they are), by person.

    Raises `GeenRecht`, `NietGevonden`.
    """
    stand = get_team_herinneren(session, actor, team_id)
    return list_maanmails(session, vandaag, {team_id: stand.regels})


def mag_namen_zien(actor: Actor, team_id: int) -> bool:
    """Whether this actor may see whose agreements they are: beheer sets rules, and sees numbers."""
    if not actor.mag(Actie.POK_ZIEN):
        return False
    teams = actor.team_ids(Actie.POK_ZIEN)
    return teams is None or team_id in teams
