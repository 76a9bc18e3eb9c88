"""Getting a student or an enrolment inside one's scope, who guides whom, and which team owns a programme.

Students and enrolments come from the KRD: nothing here changes what the register says of a person. The import does that
(`inlezen`, `inlezen_krd`).
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden, OngeldigeInvoer
from bpv_app.kernel.nummers import is_crebo, schoon_tekst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.clauses import student_scope as student_scope
from bpv_app.student.tables import KrdPok, Opleiding, Student, StudentBegeleider, Team, Verbintenis


def get_student(session: Session, actor: Actor, student_id: int) -> Student:
    """One student inside the actor's scope. Raises NietGevonden for not there and not yours alike."""
    student = None
    if is_sleutel(student_id):
        student = session.exec(select(Student).where(col(Student.id) == student_id, student_scope(actor))).first()
    if student is None:
        raise NietGevonden
    return student


def get_verbintenis(session: Session, actor: Actor, verbintenis_id: int) -> Verbintenis:
    """One enrolment of a student inside the actor's scope. Raises NietGevonden for not there and not yours alike."""
    verbintenis = None
    if is_sleutel(verbintenis_id):
        verbintenis = session.exec(
            select(Verbintenis)
            .join(Student, col(Student.id) == col(Verbintenis.student_id))
            .where(col(Verbintenis.id) == verbintenis_id, student_scope(actor))
        ).first()
    if verbintenis is None:
        raise NietGevonden
    return verbintenis


def list_verbintenissen(session: Session, actor: Actor, student_id: int) -> list[Verbintenis]:
    """The enrolments of one student, newest first."""
    student = get_student(session, actor, student_id)
    return list(
        session.exec(
            select(Verbintenis)
            .where(col(Verbintenis.student_id) == student.id)
            .order_by(col(Verbintenis.begin_op).desc().nulls_last(), col(Verbintenis.id).desc())
        )
    )


def has_naam(student: Student) -> bool:
    """Whether a file brought the name; until then the screens show the register's key in its place."""
    return bool(student.naam) and student.naam != student.krd_sleutel


def zet_begeleider(session: Session, student_id: int, account_id: int) -> None:
    """Let this account guide this student: gives the onderwijsbegeleider the student in scope. Doing it twice is fine.

    Called by the dossier service, which has checked the right.
    """
    if session.get(StudentBegeleider, (student_id, account_id)) is None:
        session.add(StudentBegeleider(student_id=student_id, account_id=account_id))
        session.flush()


def haal_begeleider_weg(session: Session, student_id: int, account_id: int) -> None:
    """End the scope; called when the last dossier of this pair ends or goes to somebody else."""
    rij = session.get(StudentBegeleider, (student_id, account_id))
    if rij is not None:
        session.delete(rij)
        session.flush()


def list_teams(session: Session, actor: Actor) -> list[Team]:
    """Active teams in which the actor works with students; beheer and school-wide roles: all; by name."""
    vraag = select(Team).where(col(Team.is_actief).is_(True)).order_by(col(Team.naam), col(Team.id))
    if not actor.mag(Actie.TEAM_BEHEREN):
        teams = actor.team_ids(Actie.STUDENT_ZIEN)
        if teams is not None:
            eigen = sa.select(col(Student.team_id)).where(student_scope(actor))
            vraag = vraag.where(sa.or_(col(Team.id).in_(teams), col(Team.id).in_(eigen)))
    return list(session.exec(vraag))


def volgend_volgnummer_krd(session: Session, verbintenis_id: int) -> int:
    """Highest number the register already gave a POK of this enrolment (`3` and `C3` both count as 3); 0 for none."""
    volgnummers = session.exec(select(KrdPok.volgnummer).where(col(KrdPok.verbintenis_id) == verbintenis_id))
    return max((int(cijfers[-1]) for v in volgnummers if (cijfers := re.findall(r"\d{1,9}", v))), default=0)


def stel_opleiding_in(
    session: Session, actor: Actor, crebo: str, *, naam: str = "", niveau: int | None = None, team_id: int | None = None
) -> Opleiding:
    """Name a programme and say which team owns it; its students and enrolments without a team get that team."""
    require(actor, Actie.TEAM_BEHEREN)
    schoon = schoon_tekst(naam)
    fouten: dict[str, Tekst] = {}
    if not is_crebo(crebo):
        fouten["crebo"] = Tekst("Een crebo heeft 5 cijfers.", "A crebo has 5 digits.")
    if len(schoon) > 200:
        fouten["naam"] = Tekst("Hoogstens 200 tekens.", "At most 200 characters.")
    if team_id is not None and (not is_sleutel(team_id) or session.get(Team, team_id) is None):
        fouten["team_id"] = Tekst("Dit team bestaat niet.", "This team does not exist.")
    if niveau is not None and niveau not in (1, 2, 3, 4):
        fouten["niveau"] = Tekst("Een niveau is 1, 2, 3 of 4.", "A level is 1, 2, 3 or 4.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    opleiding = session.get(Opleiding, crebo) or Opleiding(crebo=crebo, naam="")
    opleiding.naam = schoon or opleiding.naam
    opleiding.niveau = niveau or opleiding.niveau
    opleiding.team_id = team_id
    session.add(opleiding)
    if team_id is not None:
        _geef_team(session, crebo, team_id)
    session.flush()
    return opleiding


def _geef_team(session: Session, crebo: str, team_id: int) -> None:
    verbintenissen = session.exec(
        select(Verbintenis).where(col(Verbintenis.crebo) == crebo, col(Verbintenis.team_id).is_(None))
    ).all()
    for verbintenis in verbintenissen:
        verbintenis.team_id = team_id
    studenten = session.exec(
        select(Student).where(
            col(Student.team_id).is_(None),
            col(Student.id).in_(sa.select(col(Verbintenis.student_id)).where(col(Verbintenis.crebo) == crebo)),
        )
    ).all()
    for student in studenten:
        student.team_id = team_id
