"""What a student and a praktijkopleider see of their own placement."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from bpv_app.dashboard.queries import eigen_plaatsingen
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.clock import FixedClock
from bpv_app.pok import service
from bpv_app.pok.rules import Partij
from tests.pok.hulp import DAG, druk_af, id_van, maak_concept
from tests.pok.rolverdeling import make_cast


@pytest.fixture(autouse=True)
def _vandaag(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> None:
    monkeypatch.setattr(tijd, "klok", clock)


def test_a_minor_sees_that_a_guardian_signs_too(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session, geboortedatum=date(2010, 1, 1))
    pok = druk_af(session, cast, clock)
    for actor in (cast.student, cast.praktijkopleider):
        (plaatsing,) = eigen_plaatsingen(session, actor)
        assert plaatsing.stap == 6
        assert [o.wie.nl for o in plaatsing.ondertekeningen] == ["Student", "Ouder of voogd", "Leerbedrijf", "School"]
    service.registreer_handtekening(session, cast.studentenzaken, clock, id_van(pok), Partij.STUDENT, DAG)
    (plaatsing,) = eigen_plaatsingen(session, cast.student)
    assert (plaatsing.stap, plaatsing.ondertekeningen[0].getekend_op) == (7, DAG)


def test_nobody_sees_somebody_elses_placement_or_a_draft(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    druk_af(session, cast, clock)
    for vreemd in (cast.andere_student, cast.ander_bedrijf, cast.beheer, cast.niemand):
        assert eigen_plaatsingen(session, vreemd) == []
    concept = make_cast(session)
    maak_concept(session, concept, clock)
    assert eigen_plaatsingen(session, concept.student) == []
    assert eigen_plaatsingen(session, concept.praktijkopleider) == []
