"""The company's mail of the week: who gets it, what it lists, once a week, and to nobody when nothing waits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.config import lees_instellingen
from bpv_app.db import transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling import planner
from bpv_app.koppeling.planner import Planner
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.post.rules import MailStatus
from bpv_app.post.tables import Mail
from bpv_app.toegang.tables import Account
from bpv_app.uren.rules import Beoordelaar, Regio, WeekStatus
from bpv_app.uren.service_weekmail import stuur_weekmails, te_sturen_weekmails
from bpv_app.uren.tables import TeamUren
from tests.makers import (
    bewaar,
    make_account,
    make_actor,
    make_contactpersoon,
    make_dossier,
    make_leerbedrijf,
    make_pok,
    make_student,
    make_team,
    make_uren_dag,
    make_uren_week,
    make_verbintenis,
)

APP = systeem()
WEEK_50 = date(2026, 12, 7)


@pytest.fixture
def maandag() -> FixedClock:
    """Monday 14 December 2026, 07:00 in Amsterdam."""
    return FixedClock(datetime(2026, 12, 14, 6, 0, tzinfo=UTC))


def make_stagiair(session: Session, opleider: Contactpersoon, naam: str = "Yara Bakker", **anders: Any) -> Pok:
    team = anders.pop("team", None) or make_team(session)
    dossier = make_dossier(session, make_verbintenis(session, make_student(session, team, naam=naam)))
    return make_pok(session, PokStatus.DEFINITIEF, dossier, opleider, zonder_erkenning=True, **anders)


def wacht(session: Session, pok: Pok, maandag: date = WEEK_50, minuten: int = 1920, **anders: Any) -> None:
    standaard = {"status": WeekStatus.INGEDIEND, "ingediend_op": datetime(2026, 12, 13, 18, 0, tzinfo=UTC)}
    week = make_uren_week(session, pok, maandag=maandag, **{**standaard, **anders})
    for n in range(4):
        make_uren_dag(session, week, minuten // 4, datum=maandag + timedelta(days=n))


def mails(session: Session) -> list[Mail]:
    return list(session.exec(select(Mail).order_by(col(Mail.id))).all())


def test_one_mail_lists_the_waiting_weeks_of_all_trainees(session: Session, maandag: FixedClock) -> None:
    opleider = make_contactpersoon(session, naam="Farid Haddad")
    yara, sem = make_stagiair(session, opleider), make_stagiair(session, opleider, "Sem de Wit")
    wacht(session, sem, minuten=1320)
    wacht(session, yara, date(2026, 11, 30))
    wacht(session, yara)
    assert stuur_weekmails(session, APP, maandag) == 1
    (mail,) = mails(session)
    assert (mail.onderwerp, mail.doel, mail.aan) == (
        "3 weken wachten op je akkoord",
        "/uren/beoordelen",
        opleider.email,
    )
    regels = [regel for regel in mail.tekst.splitlines() if regel.startswith("- ")]
    assert regels == [
        "- Yara Bakker, week 49: 32 uur",
        "- Sem de Wit, week 50: 22 uur",
        "- Yara Bakker, week 50: 32 uur",
    ]
    assert mail.sleutel == f"weekmail:{opleider.id}:2026-W51"
    assert (mail.link_id is not None, mail.team_id, mail.over_tabel) == (True, None, "leerbedrijf")


def test_whose_students_are_of_one_team_has_a_mail_that_team_sees(session: Session, maandag: FixedClock) -> None:
    opleider, begeleider = make_contactpersoon(session), make_account(session, Rol.ONDERWIJSBEGELEIDER)
    pok = make_stagiair(session, opleider, begeleider=begeleider)
    wacht(session, pok)
    stuur_weekmails(session, APP, maandag)
    (mail,) = mails(session)
    assert (mail.team_id, mail.begeleider_id) == (pok.team_id, begeleider.id)


def test_nothing_waits_nobody_gets_mail(session: Session, maandag: FixedClock) -> None:
    pok = make_stagiair(session, make_contactpersoon(session))
    for n, status in enumerate((WeekStatus.OPEN, WeekStatus.GOEDGEKEURD, WeekStatus.TERUGGESTUURD)):
        wacht(session, pok, WEEK_50 - timedelta(weeks=n), status=status)
    assert stuur_weekmails(session, APP, maandag) == 0
    assert mails(session) == []


@pytest.mark.parametrize("status", [PokStatus.AFGEMELD, PokStatus.AFGEWEZEN, PokStatus.CONCEPT])
def test_a_placement_that_never_was_has_nothing_waiting(
    session: Session, maandag: FixedClock, status: PokStatus
) -> None:
    pok = make_stagiair(session, make_contactpersoon(session))
    wacht(session, pok)
    pok.status = status
    session.flush()
    assert stuur_weekmails(session, APP, maandag) == 0


def test_where_the_school_approves_the_company_gets_no_mail(session: Session, maandag: FixedClock) -> None:
    team = make_team(session)
    bewaar(session, TeamUren(team_id=team.id or 0, beoordelaar=Beoordelaar.SCHOOL, regio=Regio.MIDDEN))
    wacht(session, make_stagiair(session, make_contactpersoon(session, keurt_uren=True), team=team))
    assert stuur_weekmails(session, APP, maandag) == 0


def test_a_colleague_gets_one_only_when_approving_for_others_is_switched_on(
    session: Session, maandag: FixedClock
) -> None:
    bedrijf = make_leerbedrijf(session)
    opleider = make_contactpersoon(session, bedrijf)
    keurder = make_contactpersoon(session, bedrijf, keurt_uren=True, is_praktijkopleider=False)
    make_contactpersoon(session, bedrijf)
    make_contactpersoon(session, bedrijf, keurt_uren=True, is_actief=False)
    make_contactpersoon(session, keurt_uren=True)
    wacht(session, make_stagiair(session, opleider))
    assert stuur_weekmails(session, APP, maandag) == 2
    assert [m.contactpersoon_id for m in mails(session)] == [opleider.id, keurder.id]


def test_who_left_or_is_locked_out_gets_none(session: Session, maandag: FixedClock) -> None:
    weg, dicht = make_contactpersoon(session, is_actief=False), make_contactpersoon(session)
    make_account(session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=dicht.id, is_actief=False)
    for opleider in (weg, dicht):
        wacht(session, make_stagiair(session, opleider))
    assert te_sturen_weekmails(session, APP, maandag) == []


def test_without_an_address_the_mail_failed_and_says_so(session: Session, maandag: FixedClock) -> None:
    wacht(session, make_stagiair(session, make_contactpersoon(session, email="")))
    assert stuur_weekmails(session, APP, maandag) == 1
    assert mails(session)[0].status is MailStatus.MISLUKT


def test_once_a_week_however_often_it_is_asked(session: Session, maandag: FixedClock) -> None:
    opleider = make_contactpersoon(session)
    pok = make_stagiair(session, opleider)
    wacht(session, pok)
    assert [stuur_weekmails(session, APP, maandag) for _ in range(3)] == [1, 0, 0]
    wacht(session, pok, date(2026, 12, 14))
    maandag.moment += timedelta(days=6, hours=16)  # Sunday 23:00
    assert stuur_weekmails(session, APP, maandag) == 0
    maandag.moment += timedelta(hours=7, minutes=59)
    assert stuur_weekmails(session, APP, maandag) == 0
    maandag.moment += timedelta(minutes=1)  # Monday 07:00
    assert stuur_weekmails(session, APP, maandag) == 1
    assert [m.sleutel[-8:] for m in mails(session)] == ["2026-W51", "2026-W52"]
    assert len(session.exec(select(Account).where(Account.naam == opleider.naam)).all()) == 1


def test_week_53_lies_over_the_new_year(session: Session) -> None:
    pok = make_stagiair(session, make_contactpersoon(session))
    wacht(session, pok, date(2026, 12, 21))
    tijd = FixedClock(datetime(2026, 12, 28, 6, 0, tzinfo=UTC))
    assert stuur_weekmails(session, APP, tijd) == 1
    tijd.moment = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)
    wacht(session, pok, date(2026, 12, 28))
    assert stuur_weekmails(session, APP, tijd) == 0
    tijd.moment = datetime(2027, 1, 4, 6, 0, tzinfo=UTC)
    assert stuur_weekmails(session, APP, tijd) == 1
    assert [m.sleutel[-8:] for m in mails(session)] == ["2026-W53", "2027-W01"]


def test_the_school_chooses_day_and_hour_and_by_hand_it_goes_at_once(
    session: Session, maandag: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    anders = lees_instellingen(demo=True, weekmail_dag=2, weekmail_uur=16)
    monkeypatch.setattr("bpv_app.uren.service_weekmail.instellingen", lambda: anders)
    wacht(session, make_stagiair(session, make_contactpersoon(session)))
    maandag.moment = datetime(2026, 12, 16, 14, 59, tzinfo=UTC)
    assert te_sturen_weekmails(session, APP, maandag) == []
    assert len(te_sturen_weekmails(session, APP, maandag, nu=True)) == 1
    maandag.moment += timedelta(minutes=1)
    assert len(te_sturen_weekmails(session, APP, maandag)) == 1


def test_the_mail_is_in_the_language_of_the_account(session: Session, maandag: FixedClock) -> None:
    opleider = make_contactpersoon(session)
    make_account(session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=opleider.id, taal="en")
    wacht(session, make_stagiair(session, opleider), minuten=1800)
    stuur_weekmails(session, APP, maandag)
    assert "- Yara Bakker, week 50: 30 hours" in mails(session)[0].tekst


def test_a_name_cannot_add_lines_and_a_long_list_is_counted(session: Session, maandag: FixedClock) -> None:
    pok = make_stagiair(session, make_contactpersoon(session), "Yara\n[[Klik hier]]")
    for n in range(42):
        wacht(session, pok, WEEK_50 - timedelta(weeks=n))
    stuur_weekmails(session, APP, maandag)
    (mail,) = mails(session)
    regels = [regel for regel in mail.tekst.splitlines() if regel.startswith("- ")]
    assert (mail.onderwerp[:8], len(regels), regels[-1]) == ("42 weken", 41, "- en nog 2")
    assert mail.tekst.count("[[") == 1


@pytest.mark.parametrize("rol", list(Rol))
def test_no_person_sends_the_schools_mail(session: Session, maandag: FixedClock, rol: Rol) -> None:
    actor = make_actor(session, rol)
    for verb in (stuur_weekmails, te_sturen_weekmails):
        with pytest.raises(GeenRecht):
            verb(session, actor, maandag)
    with pytest.raises(GeenRecht):
        stuur_weekmails(session, Actor(None, "niemand"), maandag)


@pytest.fixture
def school(motor: Engine) -> Leerbedrijf:
    with transaction(APP, op=motor) as session:
        bedrijf = make_leerbedrijf(session)
        for _ in range(60):
            wacht(session, make_stagiair(session, make_contactpersoon(session, bedrijf)))
    return bedrijf


def test_the_planner_sends_all_in_pieces_and_two_planners_send_no_double_mail(
    motor: Engine, school: Leerbedrijf, maandag: FixedClock
) -> None:
    een, twee = Planner(op=motor, clock=maandag), Planner(op=motor, clock=maandag)
    assert een.ronde() >= 60  # and the moments of these placements, which nobody made here
    assert (een.ronde(), twee.ronde()) == (0, 0)
    with Session(motor) as session:
        assert len(mails(session)) == 60


def test_a_planner_outlives_what_goes_wrong(
    motor: Engine, maandag: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuk(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("bpv_app.uren.service_weekmail.list_weekmails", stuk)
    monkeypatch.setattr(planner, "ALLE", (planner.WEEKMAIL, planner.HERINNERING))  # the others have work of their own
    assert Planner(op=motor, clock=maandag).ronde() == 0
