"""A company that offers places, a student for whom they are, and everybody who looks at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.matching.rules_plaats_invoer import PlaatsInvoer
from bpv_app.student.tables import Student, Team
from tests.leerbedrijf.cast import make_opleider_actor
from tests.makers import (
    make_actor,
    make_contactpersoon,
    make_erkenning,
    make_leerbedrijf,
    make_opleiding,
    make_student,
    make_team,
    make_verbintenis,
)

CREBO = "25736"
VAN, TOT = date(2026, 12, 7), date(2027, 6, 25)


def id_van(rij: Any) -> int:
    """The id of a stored row."""
    assert rij.id is not None
    return int(rij.id)


@dataclass(frozen=True)
class Cast:
    """Team one with `student` (crebo 25736, BOL 3) and `coordinator`; `vreemd` is a coordinator of another team."""

    team: Team
    bedrijf: Leerbedrijf
    opleider: Contactpersoon
    student: Student
    coordinator: Actor
    vreemd: Actor
    bedrijf_actor: Actor
    ander_bedrijf: Actor
    student_actor: Actor
    begeleider: Actor
    beheer: Actor

    @property
    def bedrijf_id(self) -> int:
        return id_van(self.bedrijf)

    def invoer(self, **anders: Any) -> PlaatsInvoer:
        """A complete place."""
        standaard: dict[str, Any] = {
            "titel": "Monteur in opleiding",
            "taken": "Je monteert schakelkasten.",
            "crebos": (CREBO,),
            "van": VAN,
            "tot": TOT,
            "aantal": 2,
            "praktijkopleider_id": self.opleider.id,
        }
        return PlaatsInvoer(**{**standaard, **anders})


def make_cast(session: Session) -> Cast:
    team, ander_team = make_team(session), make_team(session)
    make_opleiding(session)
    bedrijf = make_leerbedrijf(session)
    make_erkenning(session, bedrijf, CREBO)
    opleider = make_contactpersoon(session, bedrijf)
    student = make_leerling(session, team)
    return Cast(
        team,
        bedrijf,
        opleider,
        student,
        make_actor(session, Rol.COORDINATOR, team_id=team.id),
        make_actor(session, Rol.COORDINATOR, team_id=ander_team.id),
        make_opleider_actor(session, opleider),
        make_opleider_actor(session, make_contactpersoon(session)),
        make_actor(session, Rol.STUDENT, student_id=student.id),
        make_actor(session, Rol.ONDERWIJSBEGELEIDER),
        make_actor(session, Rol.BEHEER),
    )


def make_leerling(session: Session, team: Team, **verbintenis: Any) -> Student:
    """A student with a running enrolment."""
    student = make_student(session, team)
    make_verbintenis(session, student, **verbintenis)
    return student
