"""Which students did not send in a week that is past its deadline, and were not told so yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.pok.tables import Pok
from bpv_app.post.service import al_gemaakt
from bpv_app.uren.clauses import SCHRIJFBAAR
from bpv_app.uren.queries_pok import TeamRegels, UrenPok, get_kalender, get_team_regels, list_uren_poks
from bpv_app.uren.rules import WeekStatus
from bpv_app.uren.rules_mail import te_late_week
from bpv_app.uren.rules_plan import plan_week
from bpv_app.uren.tables import UrenWeek


@dataclass(frozen=True, slots=True)
class Herinnering:
    """A week of a student that is late."""

    pok_id: int
    student_id: int
    student: str
    team_id: int | None
    maandag: date

    @property
    def sleutel(self) -> str:
        """The reason of the mail; sending the week in withdraws the mails that begin with it."""
        return f"uren-herinnering:{self.pok_id}:{self.maandag}"


def list_herinneringen(session: Session, vandaag: date) -> list[Herinnering]:
    """The reminders that were not made yet, over the whole school. For the app itself: there is no scope.

    One per student and week, also when an agreement was followed by another one in that week. A week that was sent
    back has had a mail of its own.
    """
    teams = session.execute(sa.select(col(Pok.team_id)).where(col(Pok.status).in_(SCHRIJFBAAR)).distinct()).scalars()
    te_laat: list[Herinnering] = []
    for team_id in list(teams):
        regels = get_team_regels(session, team_id)
        te_laat += _van_team(session, team_id, regels, te_late_week(vandaag, regels.insturen_voor))
    bekend = al_gemaakt(session, {h.sleutel for h in te_laat})
    per_week: dict[tuple[int, date], Herinnering] = {}
    gehad = set()
    for herinnering in te_laat:
        week = (herinnering.student_id, herinnering.maandag)
        per_week[week] = herinnering
        if herinnering.sleutel in bekend:
            gehad.add(week)
    return [h for week, h in per_week.items() if week not in gehad]


def _van_team(session: Session, team_id: int | None, regels: TeamRegels, maandag: date) -> list[Herinnering]:
    zondag = maandag + timedelta(days=6)
    ingestuurd = sa.exists().where(
        col(UrenWeek.pok_id) == col(Pok.id),
        col(UrenWeek.maandag) == maandag,
        col(UrenWeek.status) != WeekStatus.OPEN,
    )
    van_team = col(Pok.team_id).is_(None) if team_id is None else col(Pok.team_id) == team_id
    poks = list_uren_poks(
        session,
        van_team,
        col(Pok.status).in_(SCHRIJFBAAR),
        col(Pok.begin_op) <= zondag,
        sa.func.coalesce(col(Pok.werkelijk_eind_op), col(Pok.eind_op)) >= maandag,
        sa.not_(ingestuurd),
    )
    kalender = get_kalender(session, team_id, regels.regio, maandag, zondag)

    def is_gepland(pok: UrenPok) -> bool:
        return any(dag.minuten for dag in plan_week(pok.afspraak(regels), kalender, maandag))

    return [Herinnering(p.id, p.student_id, p.student, team_id, maandag) for p in poks if is_gepland(p)]
