"""Who comes to the company after a result was published: name, programme, period and place, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.matching.clauses_uitslag import komt_naar_ons
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import RondeStudent
from bpv_app.matching.tables_uitslag import Plaatsing
from bpv_app.student.tables import Opleiding, Student

MAX_RIJEN = 100


@dataclass(frozen=True, slots=True)
class KomstRij:
    """One student who comes."""

    student: str
    opleiding: str
    plaats_id: int
    titel: str
    van: date
    tot: date


def list_wie_komt(session: Session, actor: Actor, vandaag: date) -> list[KomstRij]:
    """The students who come to the own company and whose place is not over, by first day and name."""
    opleiding = sa.func.coalesce(sa.func.nullif(col(Opleiding.naam), ""), col(RondeStudent.crebo))
    vraag = (
        sa.select(col(Student.naam), opleiding, col(Plaats.id), col(Plaats.titel), col(Plaats.van), col(Plaats.tot))
        .select_from(Plaatsing)
        .join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .join(Plaats, col(Plaats.id) == col(Plaatsing.plaats_id))
        .outerjoin(Opleiding, col(Opleiding.crebo) == col(RondeStudent.crebo))
        .where(komt_naar_ons(actor), col(Plaats.tot) >= vandaag)
        .order_by(col(Plaats.van), col(Student.naam), col(Plaatsing.id))
        .limit(MAX_RIJEN)
    )
    return [KomstRij(*rij) for rij in session.execute(vraag)]
