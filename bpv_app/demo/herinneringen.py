"""Reminders of missing signatures: on for two teams, off for the others, and the last three days of them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.demo.kalender import Kalender, moment
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.pok.rules_manen import STANDAARD, als_json
from bpv_app.pok.service_manen import MAX_PER_KEER, stuur_herinneringen
from bpv_app.pok.tables_manen import TeamManen
from bpv_app.student.tables import Team

AAN = ("ICT", "Techniek")


def stuur_demo_herinneringen(session: Session, kalender: Kalender) -> None:
    """Switch them on as a coordinator did, and play what the planner did on the last three working days."""
    teams = session.execute(sa.select(col(Team.id)).where(col(Team.naam).in_(AAN)).order_by(col(Team.id))).scalars()
    for team_id in teams:
        session.add(TeamManen(team_id=team_id, is_aan=True, regels=als_json(STANDAARD)))
    session.flush()
    wie = systeem("planner")
    for n in (-3, -2, -1):
        clock = FixedClock(moment(kalender.werkdag(n), 8, 0))
        while stuur_herinneringen(session, wie, clock) == MAX_PER_KEER:
            pass
