"""Which students an actor may see: in the WHERE of every query, never afterwards."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.student.tables import Student, StudentBegeleider, Verbintenis


def student_scope(actor: Actor, actie: Actie = Actie.STUDENT_ZIEN) -> sa.ColumnElement[bool]:
    """The students for whom this actor has the right `actie`.

    A coordinator: students of the own teams, by the student's team or by an enrolment's. Studentenzaken and the system:
    all. An onderwijsbegeleider: own students. A student: only to look, only self. A praktijkopleider: none (what a
    company may know of a trainee comes with the POK).
    """
    delen: list[sa.ColumnElement[bool]] = []
    if actor.mag(actie):
        teams = actor.team_ids(actie)
        if teams is None:
            return sa.true()
        if teams:
            via_verbintenis = sa.select(col(Verbintenis.student_id)).where(col(Verbintenis.team_id).in_(teams))
            delen += [col(Student.team_id).in_(teams), col(Student.id).in_(via_verbintenis)]
        if actor.is_begeleider_voor(actie) and actor.account_id is not None:
            eigen = sa.select(col(StudentBegeleider.student_id)).where(
                col(StudentBegeleider.account_id) == actor.account_id
            )
            delen.append(col(Student.id).in_(eigen))
    if actie is Actie.STUDENT_ZIEN and actor.heeft(Rol.STUDENT) and actor.student_id is not None:
        delen.append(col(Student.id) == actor.student_id)
    return sa.or_(*delen) if delen else sa.false()
