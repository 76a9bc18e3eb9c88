"""A placement that began without signatures: red for everybody it concerns, and the link shows that many."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import Session

from bpv_app.dashboard.queries_bedrijf import get_bedrijf_vandaag
from bpv_app.dashboard.queries_stagiairs import list_stagiairs
from bpv_app.dashboard.queries_student import get_vandaag
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.pok import service
from bpv_app.pok.queries_mijn import list_mijn_poks
from bpv_app.pok.queries_tellers import tellers
from bpv_app.pok.rules import Partij
from tests.makers import NU
from tests.pok.hulp import ALLE_PARTIJEN, DAG, druk_af, id_van, maak_volledig
from tests.pok.rolverdeling import Cast, make_cast

BEGONNEN = date(2026, 12, 9)
SCHOOL = ("coordinator", "begeleider", "studentenzaken")


@pytest.fixture
def cast(session: Session, monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> Cast:
    monkeypatch.setattr(tijd, "klok", clock)
    return make_cast(session)


def op_school(session: Session, cast: Cast, naam: str, dag: date) -> tuple[int, int, str]:
    """The counter, the rows behind it, and its colour."""
    wie = cast.wie()[naam]
    (teller,) = (t for t in tellers(session, wie, dag) if t.sleutel == "begonnen_ongetekend")
    return teller.aantal, teller.lijst.vraag(session, wie, teller.vraag or LijstVraag()).totaal, teller.toon


def bij_bedrijf(session: Session, cast: Cast, dag: date) -> tuple[int, int]:
    """The red task's number, and how many trainees its link shows."""
    rood = [t for t in get_bedrijf_vandaag(session, cast.praktijkopleider, dag, NU).taken if t.toon == "error"]
    getoond = sum(s.is_begonnen_ongetekend for s in list_stagiairs(session, cast.praktijkopleider, dag))
    assert [t.href for t in rood] == ["/stagiairs?begonnen=ongetekend"] * len(rood)
    return sum(t.aantal for t in rood), getoond


def bij_student(session: Session, cast: Cast, dag: date) -> tuple[int, int]:
    rood = [t for t in get_vandaag(session, cast.student, dag, NU).taken if t.toon == "error"]
    getoond = sum(p.is_begonnen_ongetekend for p in list_mijn_poks(session, cast.student, dag))
    assert [t.href for t in rood] == ["/mijn-pok"] * len(rood)
    return sum(t.aantal for t in rood), getoond


@pytest.mark.parametrize("gedrukt", [True, False])
def test_it_is_red_for_everybody_it_concerns(session: Session, cast: Cast, clock: FixedClock, gedrukt: bool) -> None:
    (druk_af if gedrukt else maak_volledig)(session, cast, clock)
    assert bij_student(session, cast, DAG) == bij_bedrijf(session, cast, DAG) == (0, 0)
    clock.moment = clock.moment.replace(month=12, day=9)
    for naam in SCHOOL:
        assert op_school(session, cast, naam, BEGONNEN) == (1, 1, "error")
    assert bij_student(session, cast, BEGONNEN) == bij_bedrijf(session, cast, BEGONNEN) == (1, 1)


def test_it_stays_red_until_the_last_signature_and_asks_who_has_to_do_something(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    pok = druk_af(session, cast, clock)
    taak = get_vandaag(session, cast.student, BEGONNEN, NU).taken[0]
    assert taak.uitleg.nl.endswith("Teken hem vandaag.")
    service.registreer_handtekening(session, cast.studentenzaken, clock, id_van(pok), Partij.STUDENT, DAG)
    taak = get_vandaag(session, cast.student, BEGONNEN, NU).taken[0]
    assert taak.uitleg.nl.endswith("Nog niet: leerbedrijf, school.")
    assert "Teken hem vandaag" in get_bedrijf_vandaag(session, cast.praktijkopleider, BEGONNEN, NU).taken[0].uitleg.nl
    service.registreer_handtekening(session, cast.studentenzaken, clock, id_van(pok), Partij.LEERBEDRIJF, DAG)
    taak = get_bedrijf_vandaag(session, cast.praktijkopleider, BEGONNEN, NU).taken[0]
    assert taak.uitleg.nl == "Jij hebt getekend; er mist nog een ander."
    service.registreer_handtekening(session, cast.studentenzaken, clock, id_van(pok), Partij.SCHOOL, DAG)
    assert set(ALLE_PARTIJEN) == {Partij.STUDENT, Partij.LEERBEDRIJF, Partij.SCHOOL}
    assert bij_student(session, cast, BEGONNEN) == bij_bedrijf(session, cast, BEGONNEN) == (0, 0)
    clock.moment = clock.moment.replace(month=12, day=9)
    assert [op_school(session, cast, naam, BEGONNEN)[:2] for naam in SCHOOL] == [(0, 0)] * 3
