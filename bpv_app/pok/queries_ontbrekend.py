"""Who has still to sign: for the call list and for reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.pok.rules import Partij
from bpv_app.pok.rules_tekenen import geboortedag, vereiste_partijen
from bpv_app.pok.tables import Pok, PokHandtekening
from bpv_app.student.tables import Student


def list_ontbrekend(session: Session, ids: Sequence[int], vandaag: date) -> dict[int, tuple[Partij, ...]]:
    """Which parties still have to sign the current version of each POK."""
    getekend: dict[int, dict[Partij, date]] = {pok_id: {} for pok_id in ids}
    handtekeningen = (
        sa.select(col(Pok.id), col(PokHandtekening.partij), col(PokHandtekening.getekend_op))
        .join(PokHandtekening, col(PokHandtekening.pok_id) == col(Pok.id))
        .where(
            col(Pok.id).in_(ids),
            col(PokHandtekening.document_versie) == col(Pok.document_versie),
            col(PokHandtekening.vervallen_op).is_(None),
        )
    )
    for pok_id, partij, op in session.execute(handtekeningen):
        getekend[pok_id][partij] = op
    wie = (
        sa.select(col(Pok.id), col(Pok.ondertekenaars), col(Student.geboortedatum), col(Student.geboortejaar))
        .join(Student, col(Student.id) == col(Pok.student_id))
        .where(col(Pok.id).in_(ids))
    )
    uit: dict[int, tuple[Partij, ...]] = {}
    for pok_id, ondertekenaars, geboren, jaar in session.execute(wie):
        nodig = vereiste_partijen(ondertekenaars, geboortedag(geboren, jaar), getekend[pok_id], vandaag)
        uit[pok_id] = tuple(p for p in nodig if p not in getekend[pok_id])
    return uit
