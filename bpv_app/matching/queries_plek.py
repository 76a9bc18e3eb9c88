"""What giving a slot has to know of the student."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.matching.clauses_plaats import is_erkend_voor, lopende_verbintenis
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsCrebo
from bpv_app.student.tables import Verbintenis


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
