"""The thresholds of a team: what holds, what is to come, and setting them from a day on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.signaal.queries_poort import list_in_te_stellen, slot_team
from bpv_app.signaal.queries_vinden import get_grenzen
from bpv_app.signaal.rules_vinden import Grenzen
from bpv_app.signaal.tables import SignaalRegels


@dataclass(frozen=True, slots=True)
class TeamGrenzen:
    """A team with the thresholds that hold today, and the days from which others hold (later ones included)."""

    team_id: int
    naam: str
    grenzen: Grenzen
    sinds: tuple[date, ...]


def list_grenzen(session: Session, actor: Actor, vandaag: date) -> list[TeamGrenzen]:
    """Active teams this actor may set, by name. Raises `GeenRecht`."""
    require(actor, Actie.SIGNAAL_INRICHTEN)
    dagen: dict[int, list[date]] = {}
    for team_id, vanaf in session.execute(
        sa.select(col(SignaalRegels.team_id), col(SignaalRegels.vanaf)).order_by(col(SignaalRegels.vanaf))
    ):
        dagen.setdefault(team_id, []).append(vanaf)
    return [
        TeamGrenzen(team_id, naam, get_grenzen(session, team_id, vandaag), tuple(dagen.get(team_id, ())))
        for team_id, naam in list_in_te_stellen(session, actor)
    ]


def bewaar_grenzen(
    session: Session, actor: Actor, clock: Clock, team_id: int, vanaf: date, grenzen: Grenzen, versie: int | None = None
) -> None:
    """Set the thresholds of a team from today or a later day on; what held before stays for what was found then.

    Raises `GeenRecht`, `NietGevonden` for somebody else's team, `OngeldigeInvoer`, `Verouderd`.
    """
    require(actor, Actie.SIGNAAL_INRICHTEN)
    if not slot_team(session, actor, team_id):
        raise NietGevonden
    if vanaf < clock.vandaag():
        raise OngeldigeInvoer({"vanaf": Tekst("Kies vandaag of een dag later.", "Choose today or a later day.")})
    waarden = asdict(grenzen)
    rij = session.execute(
        sa.select(SignaalRegels).where(col(SignaalRegels.team_id) == team_id, col(SignaalRegels.vanaf) == vanaf)
    ).scalar_one_or_none()
    if rij is None:
        session.add(SignaalRegels(team_id=team_id, vanaf=vanaf, **waarden))
    else:
        check_versie(rij, versie, **waarden)
        for veld, waarde in waarden.items():
            if getattr(rij, veld) != waarde:
                setattr(rij, veld, waarde)
    session.flush()
