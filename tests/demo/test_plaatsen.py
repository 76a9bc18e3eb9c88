"""The demo's places keep every rule the app itself keeps."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import combinations

from sqlmodel import Session, col, select

from bpv_app.kernel.lijst import LijstVraag
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.matching.queries_aanbod import get_aanbod_kop, list_aanbod
from bpv_app.matching.queries_plaats import PLAATSEN, list_van_bedrijf, tel_plaatsen
from bpv_app.matching.queries_plaats_regels import list_plaatsregels
from bpv_app.matching.rules_plaats import PlaatsStatus
from bpv_app.matching.rules_plaats_stap import OVERGANGEN
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsGebeurtenis
from tests.demo.conftest import actor_van

VANDAAG = date(2026, 11, 26)


def test_there_are_places_in_every_status_full_ones_and_open_ones(kijk: Session) -> None:
    plaatsen = kijk.exec(select(Plaats)).all()
    assert len(plaatsen) >= 180  # and what the coordinator offered again for the round
    per_status = Counter(p.status for p in plaatsen)
    assert min(per_status[s] for s in PlaatsStatus) >= 3
    assert per_status[PlaatsStatus.AANGEBODEN] > 90
    regels = list_plaatsregels(kijk, [p.id or 0 for p in plaatsen], VANDAAG).values()
    is_vol = [r for r in regels if r.status is PlaatsStatus.AANGEBODEN and r.open == 0]
    assert len(is_vol) > 10
    assert all(r.bezetting.vrij >= 0 for r in regels)
    assert len({r.titel for r in regels}) > 25
    assert 2 <= sum(not r.is_erkend for r in regels) <= 15, "a few accreditations have just ended"


def test_what_every_place_says_could_have_been_filled_in(kijk: Session) -> None:
    opleiders = {c.id: c.leerbedrijf_id for c in kijk.exec(select(Contactpersoon))}
    for plaats in kijk.exec(select(Plaats)):
        assert plaats.taken
        assert plaats.van < plaats.tot
        assert opleiders[plaats.praktijkopleider_id] == plaats.leerbedrijf_id
        assert plaats.zoektekst.startswith(plaats.titel.lower()[:5].replace("à", "a"))


def test_the_history_leads_to_the_status(kijk: Session) -> None:
    stappen = {o.gebeurtenis: o for o in OVERGANGEN.values()}
    verhalen: dict[int, list[PlaatsGebeurtenis]] = {}
    for g in kijk.exec(select(PlaatsGebeurtenis).order_by(col(PlaatsGebeurtenis.op), col(PlaatsGebeurtenis.id))):
        verhalen.setdefault(g.plaats_id, []).append(g)
    for plaats in kijk.exec(select(Plaats)):
        status = PlaatsStatus.CONCEPT
        for g in verhalen[plaats.id or 0]:
            assert g.op.date() <= VANDAAG
            if g.wat in stappen:
                assert status in stappen[g.wat].van
                status = stappen[g.wat].naar
        assert status is plaats.status


def test_nobody_has_two_slots_in_one_period(kijk: Session) -> None:
    plaatsen = {p.id: p for p in kijk.exec(select(Plaats))}
    per_student: dict[int, list[Plaats]] = {}
    for claim in kijk.exec(select(PlaatsClaim)):
        per_student.setdefault(claim.student_id, []).append(plaatsen[claim.plaats_id])
    assert len(per_student) > 100
    for gehouden in per_student.values():
        assert not any(a.van <= b.tot and b.van <= a.tot for a, b in combinations(gehouden, 2))


def test_the_demos_people_have_something_to_see(kijk: Session) -> None:
    student = actor_van(kijk, "student@demo.bpv")
    kop = get_aanbod_kop(kijk, student, VANDAAG)
    assert kop.plaatsen > 10
    assert kop.open > 3
    assert "bezet" in kop.gehouden.values()
    assert list_aanbod(kijk, student, LijstVraag()).totaal == kop.plaatsen
    opleider = actor_van(kijk, "praktijkopleider@demo.bpv")
    eigen = list_van_bedrijf(kijk, opleider, next(iter(opleider.leerbedrijf_ids)), VANDAAG)
    assert {PlaatsStatus.AANGEBODEN, PlaatsStatus.CONCEPT} <= {r.status for r in eigen}
    coordinator = actor_van(kijk, "coordinator@demo.bpv")
    telling = tel_plaatsen(kijk, coordinator, VANDAAG)
    assert telling.open > 50
    assert telling.te_vervangen >= 1
    assert PLAATSEN.vraag(kijk, coordinator, LijstVraag()).totaal >= 180
