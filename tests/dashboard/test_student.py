"""What the start page asks of a student."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import Session

from bpv_app.dashboard.queries_student import get_vandaag
from bpv_app.kernel.clock import FixedClock
from bpv_app.matching.service_uitslag import bevestig
from bpv_app.pok import service
from bpv_app.pok.rules import Partij
from tests.makers import NU
from tests.matching.cast_ronde import SLUIT, deelname, maak_rondecast
from tests.matching.cast_uitslag import maak_uitslagcast
from tests.matching.test_voorkeur_service import stuur_lijst_in
from tests.pok.hulp import DAG, druk_af, id_van
from tests.pok.rolverdeling import make_cast


def test_signing_comes_first_and_then_the_oldest_week(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    dag = get_vandaag(session, cast.student, DAG, NU)
    assert [t.href for t in dag.taken] == ["/mijn-pok"]
    assert dag.zin.nl == "Eén ding te doen: teken je overeenkomst."
    dag = get_vandaag(session, cast.student, date(2026, 12, 20), NU)
    assert [t.href for t in dag.taken] == ["/mijn-pok", "/uren?week=2026-12-07"]
    assert dag.taken[1].doe.nl == "Stuur je uren in: 2 weken"
    assert dag.zin.en == "2 things to do. First: your placement started without a signed agreement."
    assert (dag.taken[0].aantal, dag.taken[0].toon) == (1, "error")
    service.registreer_handtekening(session, cast.studentenzaken, clock, id_van(pok), Partij.STUDENT, DAG)
    dag = get_vandaag(session, cast.student, DAG, NU)
    assert dag.zin.nl == "Alles is gedaan. Vandaag hoef je hier niets te doen."


def test_without_an_agreement_the_page_says_who_is_at_work(session: Session) -> None:
    cast = make_cast(session)
    dag = get_vandaag(session, cast.student, DAG, NU)
    assert (dag.taken, dag.heeft_stage) == ((), False)
    assert dag.zin.nl.startswith("Er is nog geen stage")


def test_a_round_that_is_open_asks_for_a_list_until_it_is_sent_in(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    cast.open(session, clock)
    dag = get_vandaag(session, cast.als_yara, DAG, clock.nu())
    (taak,) = dag.taken
    assert (taak.doe.nl, taak.href) == (
        "Kies je stageplaatsen",
        f"/voorkeuren?ronde={deelname(session, cast.als_yara)}",
    )
    assert "Het kan tot 4 dec 2026 17:00." in taak.uitleg.nl
    assert dag.zin.nl == "Eén ding te doen: kies je stageplaatsen."
    stuur_lijst_in(session, clock, cast)
    assert get_vandaag(session, cast.als_yara, DAG, clock.nu()).taken == ()
    clock.moment = SLUIT
    assert get_vandaag(session, cast.als_sem, DAG, clock.nu()).taken == ()


def test_a_result_asks_to_be_read_until_the_student_has_answered(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock, moet_bevestigen=True)
    c.publiceer(session, clock, 0, 1, 2)
    nu, vandaag = clock.nu(), clock.vandaag()
    (taak,) = get_vandaag(session, c.cast.als_yara, vandaag, nu).taken
    assert (taak.doe.nl, taak.uitleg.nl) == ("Bekijk je stageplaats en ga akkoord", "Je gaat naar Anker.")
    assert taak.href == f"/plaatsing?ronde={deelname(session, c.cast.als_yara)}"
    plaatsing = c.plaatsing(session, c.cast.yara)
    assert plaatsing
    bevestig(session, c.cast.als_yara, clock, plaatsing.id or 0)
    assert get_vandaag(session, c.cast.als_yara, vandaag, nu).taken == ()
    assert len(get_vandaag(session, c.cast.als_sem, vandaag + timedelta(days=30), nu).taken) == 1  # still has to agree


def test_a_result_that_needs_no_answer_asks_as_long_as_one_can_object(session: Session, clock: FixedClock) -> None:
    c = maak_uitslagcast(session, clock)
    c.publiceer(session, clock, 0, 1, 2)
    nu, vandaag = clock.nu(), clock.vandaag()
    (taak,) = get_vandaag(session, c.cast.als_yara, vandaag, nu).taken
    assert taak.doe.nl == "Bekijk je stageplaats"
    assert "Bezwaar maken kan tot en met 9 dec 2026." in taak.uitleg.nl
    assert get_vandaag(session, c.cast.als_yara, vandaag + timedelta(days=5), nu).taken == (taak,)
    assert get_vandaag(session, c.cast.als_yara, vandaag + timedelta(days=6), nu).taken == ()
