"""The templates of the teams, for the screen that sets them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.gesprek.clauses_verslag import team_scope
from bpv_app.gesprek.queries_verslag import Sjabloon, get_sjabloon
from bpv_app.gesprek.rules import MomentSoort
from bpv_app.gesprek.rules_sjabloon import STANDAARD
from bpv_app.gesprek.rules_verslag import Vraag, vraag_van
from bpv_app.gesprek.tables_verslag import VerslagSjabloon
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.student.tables import Team


@dataclass(frozen=True, slots=True)
class TeamSjabloon:
    """What a team asks at one kind of moment now; `bekend` are the questions of every version there was."""

    team_id: int
    team: str
    soort: MomentSoort
    sjabloon: Sjabloon
    gemaakt_op: datetime | None
    gemaakt_door: str
    bekend: tuple[Vraag, ...]


def list_teams(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Active teams whose questions this actor sets, by name. Raises GeenRecht."""
    require(actor, Actie.VERSLAG_INRICHTEN)
    vraag = (
        sa.select(col(Team.id), col(Team.naam))
        .where(team_scope(actor), col(Team.is_actief))
        .order_by(sa.func.lower(col(Team.naam)), col(Team.id))
    )
    return [(team_id or 0, naam) for team_id, naam in session.execute(vraag)]


def get_team_sjabloon(
    session: Session, actor: Actor, team_id: int, soort: MomentSoort, *, slot: bool = False
) -> TeamSjabloon:
    """What holds for a team inside the actor's scope; `slot` locks the team. Raises GeenRecht or NietGevonden."""
    require(actor, Actie.VERSLAG_INRICHTEN)
    vraag = sa.select(Team).where(col(Team.id) == team_id, team_scope(actor))
    team = session.execute(vraag.with_for_update() if slot else vraag).scalar() if is_sleutel(team_id) else None
    if team is None:
        raise NietGevonden
    versies = list(
        session.execute(
            sa.select(VerslagSjabloon)
            .where(col(VerslagSjabloon.team_id) == team_id, col(VerslagSjabloon.soort) == soort)
            .order_by(col(VerslagSjabloon.nummer).desc())
        ).scalars()
    )
    bekend = [*STANDAARD[soort], *(vraag_van(v) for versie in versies for v in versie.vragen)]
    laatste = versies[0] if versies else None
    return TeamSjabloon(
        team_id,
        team.naam,
        soort,
        get_sjabloon(session, team_id, soort),
        laatste.gemaakt_op if laatste else None,
        laatste.gemaakt_door if laatste else "",
        tuple(bekend),
    )
