"""What services of a result have to know from other parts: names, and whether there is a dossier already."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import RondeStudent
from bpv_app.matching.tables_uitslag import Plaatsing
from bpv_app.student.tables import Student


def list_bedrijven(session: Session, plaats_ids: Collection[int]) -> dict[int, str]:
    """The company of each place."""
    vraag = (
        sa.select(col(Plaats.id), col(Leerbedrijf.naam))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .where(col(Plaats.id).in_(plaats_ids))
    )
    return {rij[0]: rij[1] for rij in session.execute(vraag)}


def list_plaatsing_namen(session: Session, ronde_id: int, ids: Collection[int]) -> dict[int, tuple[str, int, int]]:
    """Name, student and place of these placements of the round."""
    vraag = (
        sa.select(col(Plaatsing.id), col(Student.naam), col(Student.id), col(Plaatsing.plaats_id))
        .join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .where(col(RondeStudent.ronde_id) == ronde_id, col(Plaatsing.id).in_(ids))
    )
    return {rij[0]: (rij[1], rij[2], rij[3]) for rij in session.execute(vraag)}


def vind_dossier(session: Session, inrichting_id: int, verbintenis_id: int) -> int | None:
    """The dossier of this enrolment in this set-up."""
    vraag = sa.select(col(Dossier.id)).where(
        col(Dossier.inrichting_id) == inrichting_id, col(Dossier.verbintenis_id) == verbintenis_id
    )
    dossier_id: int | None = session.execute(vraag).scalar_one_or_none()
    return dossier_id
