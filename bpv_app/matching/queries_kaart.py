"""The students of a proposal as cards: where they are, why, and where they were before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.matching.rules import Reden
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_voorstel import PlekGrond
from bpv_app.matching.tables_ronde import Afspraak, Ronde, RondeStudent, Voorkeur, Voorkeurlijst
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelRegel
from bpv_app.student.tables import Student, Team


@dataclass(frozen=True, slots=True)
class Kaart:
    """A student on the board. `rang` 0: not on the own list. `vorige`: the place before the last computation."""

    deelnemer_id: int
    naam: str
    klas: str
    team: str
    lot: int
    plaats_id: int | None
    rang: int
    grond: PlekGrond | None
    is_gepind: bool
    vast_id: int
    vorige: int | None
    keuzes: int
    mogelijk: int
    reden: Reden | None
    getallen: Mapping[str, Any]

    @property
    def is_veranderd(self) -> bool:
        return self.vorige != self.plaats_id


def list_kaarten(session: Session, ronde: Ronde, voorstel: Voorstel, deelnemer_id: int | None = None) -> list[Kaart]:
    """All cards of a proposal, or one, in order of lot; the caller has checked the scope."""
    vast = dict(
        session.execute(
            sa.select(col(Afspraak.student_id), col(Afspraak.id)).where(
                col(Afspraak.ronde_id) == ronde.id, col(Afspraak.soort) == AfspraakSoort.VAST
            )
        ).all()
    )
    keuzes = (
        sa.select(sa.func.count())
        .select_from(Voorkeur)
        .join(Voorkeurlijst, col(Voorkeurlijst.id) == col(Voorkeur.lijst_id))
        .where(col(Voorkeurlijst.ronde_student_id) == col(RondeStudent.id))
        .correlate(RondeStudent)
        .scalar_subquery()
    )
    waar = [col(VoorstelRegel.voorstel_id) == voorstel.id]
    if deelnemer_id is not None:
        waar.append(col(VoorstelRegel.ronde_student_id) == deelnemer_id)
    rijen = session.execute(
        sa.select(
            col(RondeStudent.id), col(RondeStudent.student_id), col(Student.naam), col(Student.klas), col(Team.naam),
            col(RondeStudent.lot), col(VoorstelRegel.plaats_id), col(VoorstelRegel.rang), col(VoorstelRegel.grond),
            col(VoorstelRegel.is_gepind), col(VoorstelRegel.vorige_plaats_id), keuzes, col(RondeStudent.mogelijk),
            col(VoorstelRegel.reden), col(VoorstelRegel.reden_getallen),
        )
        .join(RondeStudent, col(RondeStudent.id) == col(VoorstelRegel.ronde_student_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .outerjoin(Team, col(Team.id) == col(RondeStudent.team_id))
        .where(*waar)
        .order_by(col(RondeStudent.lot), col(RondeStudent.id))
    )  # fmt: skip
    return [
        Kaart(
            deelnemer_id=r[0], naam=r[2], klas=r[3], team=r[4] or "", lot=r[5] or 0, plaats_id=r[6], rang=r[7],
            grond=r[8], is_gepind=r[9], vast_id=vast.get(r[1]) or 0, vorige=r[10], keuzes=r[11], mogelijk=r[12],
            reden=r[13], getallen=r[14],
        )
        for r in rijen
    ]  # fmt: skip
