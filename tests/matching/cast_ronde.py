"""Who plays in a round: two teams with a coordinator each, students with lists to make, places that fit or do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.matching.queries_voorkeur import list_deelnames
from bpv_app.matching.rules import Doel, Modus
from bpv_app.matching.rules_ronde_invoer import RondeInvoer
from bpv_app.matching.service_openen import open_ronde
from bpv_app.matching.service_ronde import maak_ronde
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import Ronde
from bpv_app.student.tables import Student, Team
from tests.makers import (
    make_actor,
    make_contactpersoon,
    make_leerbedrijf,
    make_plaats,
    make_student,
    make_team,
    make_verbintenis,
)

SLUIT = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)
OPENT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
ZAAD = "een zaad dat alleen in tests bestaat"


def invoer(team: Team, **anders: Any) -> RondeInvoer:
    """A round of one whole team that is open since yesterday and closes on 4 December, 17:00 in Amsterdam."""
    standaard: dict[str, Any] = {
        "naam": "Stage voorjaar",
        "van": date(2026, 12, 7),
        "tot": date(2027, 6, 25),
        "opent_op": OPENT,
        "sluit_op": SLUIT,
        "publiceert_op": datetime(2026, 12, 11, 8, 0, tzinfo=UTC),
        "groepen": frozenset({(team.id or 0, "")}),
        "min_keuzes": 2,
        "max_keuzes": 3,
        "modus": Modus.GARANTIE,
        "doel": Doel.EERSTE_KEUZES,
    }
    return RondeInvoer(**{**standaard, **anders})


@dataclass
class Rondecast:
    """Yara and Sem of team A with three places that fit, Noa of team B; nobody fits the fourth place."""

    team: Team
    coordinator: Actor
    ander: Actor
    yara: Student
    sem: Student
    noa: Student
    als_yara: Actor
    als_sem: Actor
    als_noa: Actor
    plaatsen: list[Plaats]
    ver_weg: Plaats

    def maak(self, session: Session, clock: FixedClock, **anders: Any) -> Ronde:
        """A draft."""
        return maak_ronde(session, self.coordinator, clock, invoer(self.team, **anders), zaad=ZAAD)

    def open(self, session: Session, clock: FixedClock, **anders: Any) -> Ronde:
        """An open round."""
        ronde = self.maak(session, clock, **anders)
        return open_ronde(session, self.coordinator, clock, ronde.id or 0)

    def ids(self, *plekken: int) -> tuple[int, ...]:
        """The ids of these places, counted from 0."""
        return tuple(self.plaatsen[n].id or 0 for n in plekken)


def deelname(session: Session, actor: Actor) -> int:
    """The number of the student's part in the only round."""
    (eigen,) = list_deelnames(session, actor)
    return eigen.id


def maak_rondecast(session: Session) -> Rondecast:
    team, ander = make_team(session, naam="Techniek"), make_team(session, naam="Zorg")
    yara, sem = make_student(session, team, naam="Yara"), make_student(session, team, naam="Sem", klas="3C")
    noa = make_student(session, ander, naam="Noa")
    for student in (yara, sem, noa):
        make_verbintenis(session, student)
    plaatsen = []
    for naam in ("Anker", "Bakboord", "Complex"):
        opleider = make_contactpersoon(session, make_leerbedrijf(session, naam=naam, zoektekst=naam.lower()))
        plaatsen.append(make_plaats(session, opleider, titel=f"Monteur bij {naam}"))
    ver_weg = make_plaats(session, titel="Kapper", crebos=("25641",))
    return Rondecast(
        team=team,
        coordinator=make_actor(session, Rol.COORDINATOR, team_id=team.id),
        ander=make_actor(session, Rol.COORDINATOR, team_id=ander.id),
        yara=yara,
        sem=sem,
        noa=noa,
        als_yara=make_actor(session, Rol.STUDENT, student_id=yara.id),
        als_sem=make_actor(session, Rol.STUDENT, student_id=sem.id),
        als_noa=make_actor(session, Rol.STUDENT, student_id=noa.id),
        plaatsen=plaatsen,
        ver_weg=ver_weg,
    )
