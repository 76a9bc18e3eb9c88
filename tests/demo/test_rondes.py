"""The demo school's rounds: each status to look at, and a result with agreements and objections."""

from __future__ import annotations

from collections import Counter

from sqlmodel import Session, col, select

from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_uitslag import BezwaarUitkomst, PlaatsingStatus
from bpv_app.matching.tables import PlaatsClaim
from bpv_app.matching.tables_ronde import Ronde, RondeStudent
from bpv_app.matching.tables_uitslag import Plaatsing


def test_there_is_a_round_to_choose_in_one_to_match_and_one_with_a_result(kijk: Session) -> None:
    statussen = {r.status for r in kijk.exec(select(Ronde))}
    assert {RondeStatus.OPEN, RondeStatus.GESLOTEN, RondeStatus.GEPUBLICEERD} <= statussen


def test_the_result_has_agreements_a_waiting_and_an_answered_objection(kijk: Session) -> None:
    plaatsingen = kijk.exec(select(Plaatsing)).all()
    per_status = Counter(p.status for p in plaatsingen)
    assert per_status[PlaatsingStatus.BEVESTIGD] > 10
    assert per_status[PlaatsingStatus.TOEGEWEZEN] > 2
    assert per_status[PlaatsingStatus.BEZWAAR] == 1
    assert [p.bezwaar_uitkomst for p in plaatsingen if p.bezwaar_uitkomst] == [BezwaarUitkomst.ONGEGROND]


def test_every_placement_holds_its_slot(kijk: Session) -> None:
    gehouden = {(c.plaats_id, c.student_id) for c in kijk.exec(select(PlaatsClaim))}
    vraag = select(Plaatsing, RondeStudent).join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
    paren = {(p.plaats_id, d.student_id) for p, d in kijk.exec(vraag)}
    assert paren
    assert paren <= gehouden
