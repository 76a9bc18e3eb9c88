"""A student of team A and one of team B, each with a dossier and a begeleider, and everybody who might look."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Rol
from bpv_app.student.tables import Student, Team, Verbintenis
from bpv_app.toegang.tables import Account
from tests.makers import (
    make_account,
    make_actor,
    make_contactpersoon,
    make_dossier,
    make_student,
    make_team,
    make_verbintenis,
)


@dataclass(frozen=True)
class Cast:
    """`eigen` and `ander` are seen from team A."""

    team: Team
    ander_team: Team
    student: Student
    andere_student: Student
    verbintenis: Verbintenis
    andere_verbintenis: Verbintenis
    eigen: Dossier
    ander: Dossier
    begeleider_account: Account
    coordinator: Actor
    coordinator_ander_team: Actor
    coordinator_school: Actor
    begeleider: Actor
    andere_begeleider: Actor
    studentenzaken: Actor
    student_zelf: Actor
    andere_student_zelf: Actor
    praktijkopleider: Actor
    beheer: Actor
    niemand: Actor

    @property
    def iedereen(self) -> dict[str, Actor]:
        return {naam: wie for naam, wie in vars(self).items() if isinstance(wie, Actor)}


def make_cast(session: Session) -> Cast:
    team, ander_team = make_team(session), make_team(session)
    student, andere_student = make_student(session, team), make_student(session, ander_team)
    verbintenis, andere_verbintenis = make_verbintenis(session, student), make_verbintenis(session, andere_student)
    een, twee = (make_account(session, Rol.ONDERWIJSBEGELEIDER) for _ in range(2))
    contact = make_contactpersoon(session)
    return Cast(
        team=team,
        ander_team=ander_team,
        student=student,
        andere_student=andere_student,
        verbintenis=verbintenis,
        andere_verbintenis=andere_verbintenis,
        eigen=make_dossier(session, verbintenis, begeleider=een),
        ander=make_dossier(session, andere_verbintenis, begeleider=twee),
        begeleider_account=een,
        coordinator=make_actor(session, Rol.COORDINATOR, team_id=team.id),
        coordinator_ander_team=make_actor(session, Rol.COORDINATOR, team_id=ander_team.id),
        coordinator_school=make_actor(session, Rol.COORDINATOR),
        begeleider=make_actor(session, Rol.ONDERWIJSBEGELEIDER, een),
        andere_begeleider=make_actor(session, Rol.ONDERWIJSBEGELEIDER, twee),
        studentenzaken=make_actor(session, Rol.STUDENTENZAKEN),
        student_zelf=make_actor(session, Rol.STUDENT, student_id=student.id),
        andere_student_zelf=make_actor(session, Rol.STUDENT, student_id=andere_student.id),
        praktijkopleider=make_actor(
            session, Rol.PRAKTIJKOPLEIDER, leerbedrijf_id=contact.leerbedrijf_id, contactpersoon_id=contact.id
        ),
        beheer=make_actor(session, Rol.BEHEER),
        niemand=Actor(make_account(session).id, "Niemand"),
    )
