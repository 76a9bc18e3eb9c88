"""A student as the point from which a list shows distances: by number, inside the actor's scope."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.nummers import lees_kenmerk
from bpv_app.kernel.tekst import Tekst
from bpv_app.ligging.vanaf import VanafSoort, bron
from bpv_app.student.clauses import student_scope
from bpv_app.student.tables import Student

_VOOR = "student-"


def vanaf_student(student_id: int, studentnummer: str | None) -> str:
    """How a link to a list names this student: by the school's number, and without one by ours."""
    return studentnummer or f"{_VOOR}{student_id}"


@bron(VanafSoort.STUDENT)
def zoek_student(session: Session, actor: Actor, tekst: str) -> tuple[str, Tekst] | None:
    """The postcode and the name of a student the actor may see."""
    sleutel = lees_kenmerk(tekst, _VOOR)
    wie = col(Student.id) == sleutel if sleutel else col(Student.studentnummer) == tekst
    vraag = sa.select(col(Student.postcode), col(Student.naam)).where(student_scope(actor), wie)
    rij = session.execute(vraag).first()
    naam = (rij[1] or tekst) if rij else ""
    return (rij[0], Tekst(naam, naam)) if rij else None
