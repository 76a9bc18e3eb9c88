"""What giving a slot has to know of the student."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.zoek import patronen
from bpv_app.matching.clauses_plaats import is_erkend_voor, lopende_verbintenis
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsCrebo
from bpv_app.student.clauses import student_scope
from bpv_app.student.tables import Student, Verbintenis

MAX_GEVONDEN = 20


def past_bij(session: Session, plaats_id: int, student_id: int, vandaag: date) -> bool:
    """Whether the place is for the crebo of an enrolment of this student, and the company still accredited for it."""
    vraag = (
        sa.select(sa.literal(1))
        .select_from(Plaats)
        .join(PlaatsCrebo, col(PlaatsCrebo.plaats_id) == col(Plaats.id))
        .join(Verbintenis, col(Verbintenis.crebo) == col(PlaatsCrebo.crebo))
        .where(
            col(Plaats.id) == plaats_id,
            col(Verbintenis.student_id) == student_id,
            lopende_verbintenis(vandaag),
            is_erkend_voor(vandaag),
        )
    )
    return session.execute(vraag.limit(1)).first() is not None


def get_andere_plek(session: Session, plaats_id: int, student_id: int, van: date, tot: date) -> str:
    """Title of another place at which the student has a slot on any of these days; empty for none."""
    vraag = (
        sa.select(col(Plaats.titel))
        .join(PlaatsClaim, col(PlaatsClaim.plaats_id) == col(Plaats.id))
        .where(
            col(PlaatsClaim.student_id) == student_id,
            col(Plaats.id) != plaats_id,
            col(Plaats.van) <= tot,
            col(Plaats.tot) >= van,
        )
        .order_by(col(Plaats.id))
    )
    return session.execute(vraag.limit(1)).scalar_one_or_none() or ""


def is_dossier_van(session: Session, dossier_id: int, student_id: int) -> bool:
    """Whether this dossier is this student's."""
    vraag = sa.select(sa.literal(1)).where(col(Dossier.id) == dossier_id, col(Dossier.student_id) == student_id)
    return is_sleutel(dossier_id) and session.execute(vraag).first() is not None


def zoek_voor_plek(session: Session, actor: Actor, plaats_id: int, zoek: str, vandaag: date) -> list[tuple[int, str]]:
    """Students in the actor's scope whom this place fits and who have no slot in its period: id, name and class.

    The first `MAX_GEVONDEN` by name. Who is found is checked again when the slot is given.
    """
    past = (
        sa.select(col(Verbintenis.student_id))
        .select_from(Plaats)
        .join(PlaatsCrebo, col(PlaatsCrebo.plaats_id) == col(Plaats.id))
        .join(Verbintenis, col(Verbintenis.crebo) == col(PlaatsCrebo.crebo))
        .where(col(Plaats.id) == plaats_id, lopende_verbintenis(vandaag), is_erkend_voor(vandaag))
    )
    ander = aliased(Plaats)
    heeft_plek = (
        sa.select(col(PlaatsClaim.student_id))
        .select_from(PlaatsClaim)
        .join(ander, col(ander.id) == col(PlaatsClaim.plaats_id))
        .join(Plaats, sa.and_(col(Plaats.van) <= col(ander.tot), col(Plaats.tot) >= col(ander.van)))
        .where(col(Plaats.id) == plaats_id)
    )
    vraag = (
        sa.select(col(Student.id), col(Student.naam), col(Student.klas))
        .where(
            student_scope(actor),
            col(Student.id).in_(past),
            col(Student.id).not_in(heeft_plek),
            *(col(Student.zoektekst).like(p, escape="\\") for p in patronen(zoek)),
        )
        .order_by(col(Student.zoektekst), col(Student.id))
        .limit(MAX_GEVONDEN)
    )
    return [
        (rij[0], f"{rij[1] or f'#{rij[0]}'} {f'({rij[2]})' if rij[2] else ''}".strip())
        for rij in session.execute(vraag)
    ]
