"""Which questions are asked: the latest list of the team, else of the school, else the ones a school starts with."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from bpv_app.beoordeling.rules_evaluatie import STANDAARD, EvaluatieSoort, Vraag, vragen_uit_json
from bpv_app.beoordeling.tables_evaluatie import EvaluatieLijst
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie


@dataclass(frozen=True, slots=True)
class LijstStand:
    """A question list as a coordinator edits it. `versie` 0: none of one's own yet; `van` says whose questions hold."""

    soort: EvaluatieSoort
    team_id: int | None
    vragen: tuple[Vraag, ...]
    versie: int
    is_eigen: bool


def _laatste(session: Session, soort: EvaluatieSoort, team_id: int | None) -> EvaluatieLijst | None:
    van = col(EvaluatieLijst.team_id).is_(None) if team_id is None else col(EvaluatieLijst.team_id) == team_id
    vraag = select(EvaluatieLijst).where(EvaluatieLijst.soort == soort, van).order_by(col(EvaluatieLijst.id).desc())
    return session.exec(vraag.limit(1)).first()


def get_vragen(session: Session, soort: EvaluatieSoort, team_id: int | None) -> tuple[Vraag, ...]:
    """The questions a student or company of this team gets now."""
    rij = (_laatste(session, soort, team_id) if team_id is not None else None) or _laatste(session, soort, None)
    return vragen_uit_json(rij.vragen) if rij else STANDAARD[soort]


def check_team(actor: Actor, actie: Actie, team_id: int | None) -> None:
    """Raises `GeenRecht`; `NietGevonden` for a team that is not the actor's (None: the whole school)."""
    require(actor, actie)
    teams = actor.team_ids(actie)
    if teams is not None and team_id not in teams:
        raise NietGevonden


def get_lijst(session: Session, actor: Actor, soort: EvaluatieSoort, team_id: int | None) -> LijstStand:
    """The list that holds for a team (None: the school). Raises `GeenRecht`, `NietGevonden`."""
    check_team(actor, Actie.EVALUATIE_INRICHTEN, team_id)
    eigen = _laatste(session, soort, team_id)
    return LijstStand(
        soort, team_id, get_vragen(session, soort, team_id), eigen.id or 0 if eigen else 0, eigen is not None
    )
