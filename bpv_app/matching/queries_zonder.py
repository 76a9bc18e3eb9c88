"""Who has no place after publication: participants without one, and students who came too late to take part."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.matching.queries_deelnemers import list_deelnemers
from bpv_app.matching.rules import Reden
from bpv_app.matching.rules_uitslag import GELDIG
from bpv_app.matching.rules_voorstel import VoorstelStatus
from bpv_app.matching.tables_ronde import Ronde, RondeStudent
from bpv_app.matching.tables_uitslag import Plaatsing
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelRegel
from bpv_app.student.tables import Student


@dataclass(frozen=True, slots=True)
class ZonderRij:
    """A participant without a place, and why in the published proposal (None: lost it later)."""

    student_id: int
    student: str
    klas: str
    reden: Reden | None


def list_zonder(session: Session, ronde_id: int) -> list[ZonderRij]:
    """Participants without a placement that has not lapsed."""
    heeft = sa.select(col(Plaatsing.ronde_student_id)).where(col(Plaatsing.status).in_(GELDIG))
    vraag = (
        sa.select(col(Student.id), col(Student.naam), col(Student.klas), col(VoorstelRegel.reden))
        .select_from(RondeStudent)
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .outerjoin(
            Voorstel,
            sa.and_(
                col(Voorstel.ronde_id) == col(RondeStudent.ronde_id),
                col(Voorstel.status) == VoorstelStatus.GEPUBLICEERD,
            ),
        )
        .outerjoin(
            VoorstelRegel,
            sa.and_(
                col(VoorstelRegel.voorstel_id) == col(Voorstel.id),
                col(VoorstelRegel.ronde_student_id) == col(RondeStudent.id),
            ),
        )
        .where(col(RondeStudent.ronde_id) == ronde_id, col(RondeStudent.id).not_in(heeft))
        .order_by(col(Student.klas), col(Student.naam), col(Student.id))
    )
    return [ZonderRij(*rij) for rij in session.execute(vraag)]


def list_laatkomers(session: Session, ronde: Ronde) -> list[ZonderRij]:
    """Students of the round's teams and classes who do not take part and have no placement in its period: they came
    after the opening."""
    mee = set(
        session.execute(sa.select(col(RondeStudent.student_id)).where(col(RondeStudent.ronde_id) == ronde.id)).scalars()
    )
    laat = {d.student_id for d in list_deelnemers(session, ronde)} - mee
    vraag = (
        sa.select(col(Student.id), col(Student.naam), col(Student.klas))
        .where(col(Student.id).in_(laat))
        .order_by(col(Student.klas), col(Student.naam), col(Student.id))
    )
    return [ZonderRij(rij[0], rij[1], rij[2], None) for rij in session.execute(vraag)]
