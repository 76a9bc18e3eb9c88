"""Reminders to students: a week past its deadline with planned hours, told once, and not when it was sent in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.post.rules import MailStatus
from bpv_app.post.tables import Mail
from bpv_app.student.tables import Student
from bpv_app.uren.rules import Beoordelaar, Regio, VrijSoort, WeekStatus
from bpv_app.uren.service_week import dien_in
from bpv_app.uren.service_weekmail import stuur_herinneringen, te_sturen_herinneringen
from bpv_app.uren.tables import TeamUren, VrijePeriode
from tests.makers import bewaar, make_actor, make_pok, make_team, make_uren_dag, make_uren_week

APP = systeem()
WEEK_50 = date(2026, 12, 7)


@pytest.fixture
def maandag() -> FixedClock:
    """Monday 14 December 2026, 07:00: week 50, the first of `make_pok`, could be sent in until yesterday."""
    return FixedClock(datetime(2026, 12, 14, 6, 0, tzinfo=UTC))


def mails(session: Session) -> list[Mail]:
    return list(session.exec(select(Mail).order_by(col(Mail.id))).all())


def te_laat(session: Session, clock: FixedClock) -> list[tuple[int, date]]:
    return [(h.pok_id, h.maandag) for h in te_sturen_herinneringen(session, APP, clock)]


def test_a_late_week_is_told_once(session: Session, maandag: FixedClock) -> None:
    pok = make_pok(session, PokStatus.DEFINITIEF)
    assert stuur_herinneringen(session, APP, maandag) == 1
    (mail,) = mails(session)
    student = session.get_one(Student, pok.student_id)
    assert (mail.aan, mail.student_id, mail.sleutel) == (
        student.email,
        student.id,
        f"uren-herinnering:{pok.id}:2026-12-07",
    )
    assert mail.onderwerp == "Je uren van week 50 (7 dec 2026 t/m 13 dec 2026) zijn nog niet ingestuurd"
    assert (mail.doel, mail.link_id, mail.begeleider_id) == ("/uren?week=2026-12-07", None, pok.onderwijsbegeleider_id)
    maandag.moment += timedelta(days=6)
    assert stuur_herinneringen(session, APP, maandag) == 0
    maandag.moment += timedelta(days=1)
    assert te_laat(session, maandag) == [(pok.id, date(2026, 12, 14))]


@pytest.mark.parametrize(
    ("moment", "aantal"),
    [("2026-12-13T22:59", 0), ("2026-12-13T23:30", 0), ("2026-12-14T05:59", 0), ("2026-12-14T06:00", 1)],
)
def test_not_before_the_deadline_and_not_at_night(
    session: Session, maandag: FixedClock, moment: str, aantal: int
) -> None:
    make_pok(session, PokStatus.DEFINITIEF)
    maandag.moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert len(te_laat(session, maandag)) == aantal


def test_a_team_with_friday_as_its_last_day_reminds_on_saturday(session: Session, maandag: FixedClock) -> None:
    pok = make_pok(session, PokStatus.DEFINITIEF)
    regels: dict[str, Any] = {"beoordelaar": Beoordelaar.PRAKTIJKOPLEIDER, "regio": Regio.MIDDEN, "insturen_voor": 4}
    bewaar(session, TeamUren(team_id=_team(session, pok), **regels))
    maandag.moment = datetime(2026, 12, 11, 22, 0, tzinfo=UTC)
    assert te_laat(session, maandag) == []
    maandag.moment = datetime(2026, 12, 12, 6, 0, tzinfo=UTC)
    assert te_laat(session, maandag) == [(pok.id, WEEK_50)]


def _team(session: Session, pok: Pok) -> int:
    pok.team_id = make_team(session).id
    session.flush()
    return pok.team_id or 0


@pytest.mark.parametrize(
    ("status", "aantal"),
    [
        (WeekStatus.OPEN, 1),
        (WeekStatus.INGEDIEND, 0),
        (WeekStatus.GOEDGEKEURD, 0),
        (WeekStatus.TERUGGESTUURD, 0),
    ],
)
def test_only_a_week_that_was_not_sent_in(
    session: Session, maandag: FixedClock, status: WeekStatus, aantal: int
) -> None:
    pok = make_pok(session, PokStatus.DEFINITIEF)
    make_uren_dag(session, make_uren_week(session, pok, status=status))
    assert len(te_laat(session, maandag)) == aantal


@pytest.mark.parametrize(
    "anders",
    [
        {"status": PokStatus.CONCEPT},
        {"status": PokStatus.AFGEROND},
        {"status": PokStatus.AFGEMELD},
        {"begin_op": date(2026, 12, 14)},
        {"begin_op": date(2026, 9, 1), "eind_op": date(2026, 12, 6)},
        {"begin_op": date(2026, 9, 1), "werkelijk_eind_op": date(2026, 12, 4)},
        {"uren_per_week": None},
    ],
)
def test_where_nothing_was_planned_nobody_is_reminded(
    session: Session, maandag: FixedClock, anders: dict[str, Any]
) -> None:
    make_pok(session, **{"status": PokStatus.DEFINITIEF, **anders})
    assert te_laat(session, maandag) == []


def test_in_a_holiday_week_nobody_is_reminded(session: Session, maandag: FixedClock) -> None:
    make_pok(session, PokStatus.DEFINITIEF)
    vrij: dict[str, Any] = {"soort": VrijSoort.VAKANTIE, "naam": "Vrij", "van": WEEK_50, "tot": date(2026, 12, 13)}
    bewaar(session, VrijePeriode(**vrij))
    assert te_laat(session, maandag) == []


def test_sending_in_stops_the_mail_that_still_waits(session: Session, maandag: FixedClock) -> None:
    pok = make_pok(session, PokStatus.DEFINITIEF)
    student = make_actor(session, Rol.STUDENT, student_id=pok.student_id)
    week = make_uren_week(session, pok)
    make_uren_dag(session, week)
    stuur_herinneringen(session, APP, maandag)
    dien_in(session, student, maandag, week.id or 0)
    assert [m.status for m in mails(session)] == [MailStatus.VERVALLEN]
    assert stuur_herinneringen(session, APP, maandag) == 0


def test_a_new_agreement_in_the_middle_of_the_week_gives_one_mail(session: Session, maandag: FixedClock) -> None:
    oud = make_pok(session, PokStatus.VERVANGEN, werkelijk_eind_op=date(2026, 12, 8))
    nieuw = make_pok(
        session,
        PokStatus.DEFINITIEF,
        student_id=oud.student_id,
        verbintenis_id=oud.verbintenis_id,
        dossier_id=oud.dossier_id,
        begin_op=date(2026, 12, 9),
    )
    assert te_laat(session, maandag) == [(nieuw.id, WEEK_50)]
    assert stuur_herinneringen(session, APP, maandag) == 1
    assert stuur_herinneringen(session, APP, maandag) == 0


def test_week_53_is_reminded_in_the_new_year(session: Session, maandag: FixedClock) -> None:
    pok = make_pok(session, PokStatus.DEFINITIEF)
    maandag.moment = datetime(2027, 1, 4, 6, 0, tzinfo=UTC)
    assert te_laat(session, maandag) == [(pok.id, date(2026, 12, 28))]


@pytest.mark.parametrize("rol", list(Rol))
def test_no_person_sends_reminders(session: Session, maandag: FixedClock, rol: Rol) -> None:
    with pytest.raises(GeenRecht):
        stuur_herinneringen(session, make_actor(session, rol), maandag)
