"""Soft rules of a move on the board: what the coordinator should know, and may do anyway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.matching.queries_rangorde_ronde import Rangordes
from bpv_app.matching.rules_voorstel import Waarschuwing
from bpv_app.matching.tables_ronde import RondeStudent, Voorkeur, Voorkeurlijst
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelRegel


def list_rangen(session: Session, deelnemer_id: int) -> dict[int, int]:
    """Place → rank on the list that was sent in."""
    rijen = session.execute(
        sa.select(col(Voorkeur.plaats_id), col(Voorkeur.rang))
        .join(Voorkeurlijst, col(Voorkeurlijst.id) == col(Voorkeur.lijst_id))
        .where(col(Voorkeurlijst.ronde_student_id) == deelnemer_id)
    )
    return dict(rijen.all())


def waarschuw(
    session: Session,
    voorstel: Voorstel,
    deelnemer: RondeStudent,
    regel: VoorstelRegel,
    plaats_id: int | None,
    rangen: dict[int, int],
    rangordes: Rangordes | None,
) -> tuple[Waarschuwing, ...]:
    """The soft rules that putting this participant on this place (None: on none) breaks."""
    if plaats_id is None:
        return (Waarschuwing.MINDER_GEPLAATST,) if regel.plaats_id else ()
    uit: list[Waarschuwing] = []
    rang = rangen.get(plaats_id, 0)
    if not rang and rangen:
        uit.append(Waarschuwing.NIET_OP_LIJST)
    was = rangen.get(regel.plaats_id or 0, 0)
    if was and rang and rang > was:
        uit.append(Waarschuwing.LAGER)
    mijn = (rangordes.rang.get((deelnemer.id or 0, plaats_id), 1) if rangordes else 1, deelnemer.lot or 0)
    for w in _wensers(session, voorstel, deelnemer, plaats_id):
        past = rangordes is None or (w.deelnemer, plaats_id) not in rangordes.past_niet
        zijn = (rangordes.rang.get((w.deelnemer, plaats_id), 1) if rangordes else 1, w.lot)
        if past and zijn < mijn and _wil_liever(w.rang, w.heeft, w.is_geplaatst):
            hoger = zijn[0] < mijn[0]
            uit.append(Waarschuwing.HOGER_GERANGSCHIKT if hoger else Waarschuwing.BETER_LOT)
            break
    return tuple(uit)


def _wil_liever(rang: int, heeft: int, is_geplaatst: bool) -> bool:
    return not is_geplaatst or heeft == 0 or rang < heeft


@dataclass(frozen=True, slots=True)
class _Wenser:
    """Who listed a place: its rank on the list, the rank of the own place (0: not listed), whether there is one."""

    deelnemer: int
    lot: int
    rang: int
    heeft: int
    is_geplaatst: bool


def _wensers(session: Session, voorstel: Voorstel, deelnemer: RondeStudent, plaats_id: int) -> Iterable[_Wenser]:
    """Who else listed this place and is not on it, the best lot first."""
    rijen = session.execute(
        sa.select(
            col(RondeStudent.id), col(RondeStudent.lot), col(Voorkeur.rang), col(VoorstelRegel.rang),
            col(VoorstelRegel.plaats_id),
        )
        .join(Voorkeurlijst, col(Voorkeurlijst.id) == col(Voorkeur.lijst_id))
        .join(RondeStudent, col(RondeStudent.id) == col(Voorkeurlijst.ronde_student_id))
        .join(
            VoorstelRegel,
            sa.and_(
                col(VoorstelRegel.ronde_student_id) == col(RondeStudent.id),
                col(VoorstelRegel.voorstel_id) == voorstel.id,
            ),
        )
        .where(
            col(Voorkeur.plaats_id) == plaats_id,
            col(RondeStudent.id) != deelnemer.id,
            sa.or_(col(VoorstelRegel.plaats_id).is_(None), col(VoorstelRegel.plaats_id) != plaats_id),
        )
        .order_by(col(RondeStudent.lot))
    )  # fmt: skip
    return [_Wenser(wie, lot or 0, rang, heeft, plaats is not None) for wie, lot, rang, heeft, plaats in rijen]
