"""Who is who around one running placement, and a second one beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Team
from bpv_app.toegang.tables import Account
from tests.makers import (
    make_account,
    make_actor,
    make_contactpersoon,
    make_dossier,
    make_inrichting,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)

DAG = date(2027, 1, 28)
"""A Thursday, seven and a half weeks after `make_pok`'s placement began."""


def klok_op(dag: date = DAG) -> FixedClock:
    """Nine in the morning of a day."""
    return FixedClock(datetime(dag.year, dag.month, dag.day, 8, 0, tzinfo=UTC))


@dataclass(frozen=True)
class Cast:
    """Everybody of one placement."""

    team: Team
    pok: Pok
    student: Actor
    begeleider: Actor
    coordinator: Actor
    praktijkopleider: Actor
    studentenzaken: Actor
    beheer: Actor
    vertrouwenspersoon: Account
    opleider: Contactpersoon

    @property
    def dossier(self) -> int:
        return self.pok.dossier_id

    @property
    def anderen(self) -> tuple[Actor, ...]:
        """Everybody but the student and the vertrouwenspersoon."""
        return (self.begeleider, self.coordinator, self.praktijkopleider, self.studentenzaken, self.beheer)


def make_cast(session: Session, **pok: object) -> Cast:
    """A signed placement that runs, with everybody around it; the vertrouwenspersoon is not named yet."""
    team = make_team(session)
    student = make_student(session, team)
    begeleider = make_account(session, Rol.ONDERWIJSBEGELEIDER, team_id=team.id)
    opleider = make_contactpersoon(session)
    dossier = make_dossier(session, make_verbintenis(session, student), make_inrichting(session), begeleider)
    rij = make_pok(session, PokStatus.DEFINITIEF, dossier, opleider, begeleider, **pok)
    return Cast(
        team=team,
        pok=rij,
        student=make_actor(session, Rol.STUDENT, student_id=student.id),
        begeleider=make_actor(session, Rol.ONDERWIJSBEGELEIDER, begeleider, team_id=team.id),
        coordinator=make_actor(session, Rol.COORDINATOR, team_id=team.id),
        praktijkopleider=make_actor(
            session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=opleider.id, leerbedrijf_id=opleider.leerbedrijf_id
        ),
        studentenzaken=make_actor(session, Rol.STUDENTENZAKEN),
        beheer=make_actor(session, Rol.BEHEER),
        vertrouwenspersoon=make_account(session, Rol.STUDENTENZAKEN),
        opleider=opleider,
    )
