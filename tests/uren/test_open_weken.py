"""Which weeks a student still has to send in, and which comments wait for an answer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.uren.queries_open import list_open_weken, tel_reacties
from bpv_app.uren.rules import VrijSoort, WeekStatus
from bpv_app.uren.tables import VrijePeriode
from tests.makers import (
    NU,
    bewaar,
    make_actor,
    make_logboek_item,
    make_logboek_reactie,
    make_pok,
    make_uren_dag,
    make_uren_week,
)

MAANDAG = date(2026, 12, 7)
ZONDAG = date(2026, 12, 13)


def stage(session: Session, status: PokStatus = PokStatus.DEFINITIEF) -> tuple[Pok, Actor]:
    pok = make_pok(session, status)
    return pok, make_actor(session, Rol.STUDENT, student_id=pok.student_id)


def test_a_week_is_asked_for_on_its_last_day_and_not_before(session: Session) -> None:
    _, student = stage(session)
    assert list_open_weken(session, student, ZONDAG - timedelta(days=1)).maandagen == ()
    assert list_open_weken(session, student, ZONDAG).maandagen == (MAANDAG,)
    assert list_open_weken(session, student, date(2026, 12, 20)).maandagen == (MAANDAG, date(2026, 12, 14))


@pytest.mark.parametrize("status", [WeekStatus.INGEDIEND, WeekStatus.GOEDGEKEURD])
def test_what_was_sent_in_is_not_asked_again(session: Session, status: WeekStatus) -> None:
    pok, student = stage(session)
    make_uren_dag(session, make_uren_week(session, pok, status=status))
    assert list_open_weken(session, student, ZONDAG).maandagen == ()


def test_what_came_back_waits_at_once(session: Session) -> None:
    pok, student = stage(session)
    make_uren_week(session, pok, status=WeekStatus.TERUGGESTUURD)
    open_ = list_open_weken(session, student, MAANDAG)
    assert (open_.maandagen, open_.terug) == ((MAANDAG,), 1)


def test_a_week_without_plan_is_asked_for_only_when_something_was_written(session: Session) -> None:
    pok, student = stage(session)
    bewaar(session, VrijePeriode(soort=VrijSoort.VAKANTIE, naam="Vrij", van=MAANDAG, tot=ZONDAG))
    assert list_open_weken(session, student, ZONDAG).maandagen == ()
    week = make_uren_week(session, pok)
    make_uren_dag(session, week, minuten=0)
    assert list_open_weken(session, student, ZONDAG).maandagen == ()
    make_uren_dag(session, week, datum=date(2026, 12, 8))
    assert list_open_weken(session, student, ZONDAG).maandagen == (MAANDAG,)


def test_a_closed_placement_and_somebody_elses_ask_nothing(session: Session) -> None:
    _, student = stage(session, PokStatus.AFGEROND)
    stage(session)
    assert list_open_weken(session, student, ZONDAG).maandagen == ()
    with pytest.raises(GeenRecht):
        list_open_weken(session, make_actor(session, Rol.COORDINATOR), ZONDAG)


def test_comments_wait_until_they_are_answered_or_a_week_old(session: Session) -> None:
    pok, student = stage(session)
    item = make_logboek_item(session, pok)
    make_logboek_reactie(session, item, op=NU - timedelta(days=8))
    make_logboek_reactie(session, item)
    make_logboek_reactie(session)
    assert tel_reacties(session, student, NU) == 1
    make_logboek_reactie(session, item, account_id=student.account_id, rol=Rol.STUDENT.value)
    assert tel_reacties(session, student, NU) == 0
    make_logboek_reactie(session, item)
    assert tel_reacties(session, student, NU) == 1
