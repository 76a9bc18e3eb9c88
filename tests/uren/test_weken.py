"""Which weeks the school sees, which are late and for whom they wait, and the weeks in which nobody wrote anything."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Team
from bpv_app.toegang.tables import Account
from bpv_app.uren.queries_ongeschreven import list_ongeschreven
from bpv_app.uren.queries_tellers import tel_uren
from bpv_app.uren.queries_weken import list_weken
from bpv_app.uren.rules import Beoordelaar, Regio, VrijSoort, WeekStatus
from tests.makers import (
    make_account,
    make_actor,
    make_dossier,
    make_pok,
    make_student,
    make_team,
    make_team_uren,
    make_uren_dag,
    make_uren_week,
    make_verbintenis,
    make_vrije_periode,
)

# The clock of the tests: Thursday 26 November 2026.
DEZE, VORIGE = date(2026, 11, 23), date(2026, 11, 16)


@pytest.fixture(autouse=True)
def vaste_klok(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> None:
    monkeypatch.setattr(tijd, "klok", clock)


@pytest.fixture
def team(session: Session) -> Team:
    return make_team(session)


@pytest.fixture
def coordinator(session: Session, team: Team) -> Actor:
    return make_actor(session, Rol.COORDINATOR, team_id=team.id)


def make_stage(
    session: Session, team: Team, naam: str, begeleider: Account | None = None, status: Any = None, **anders: Any
) -> Pok:
    """A placement from 2 November 2026 to 25 June 2027."""
    begeleider = begeleider or make_account(session, Rol.ONDERWIJSBEGELEIDER)
    student = make_student(session, team, naam=naam, zoektekst=naam.lower())
    dossier = make_dossier(session, make_verbintenis(session, student), begeleider=begeleider)
    standaard: dict[str, Any] = {"begin_op": date(2026, 11, 2), "eind_op": date(2027, 6, 25)}
    return make_pok(
        session, status or PokStatus.DEFINITIEF, dossier, begeleider=begeleider, zonder_erkenning=True,
        **{**standaard, **anders},
    )  # fmt: skip


def om(dag: date, uur: int = 12) -> datetime:
    return datetime(dag.year, dag.month, dag.day, uur, tzinfo=UTC)


def weken(session: Session, actor: Actor, zoek: str = "", **filters: str) -> list[str]:
    antwoord = list_weken(session, actor, LijstVraag(zoek=zoek, filters=filters))
    assert antwoord.totaal == len(antwoord.rijen)
    return sorted(f"{rij.cellen[0].tekst} {rij.cellen[2].waarde:%d-%m}" for rij in antwoord.rijen)


def leeg(session: Session, actor: Actor, zoek: str = "", **filters: str) -> list[str]:
    antwoord = list_ongeschreven(session, actor, LijstVraag(zoek=zoek, filters=filters))
    assert antwoord.totaal == len(antwoord.rijen)
    return sorted(f"{rij.cellen[0].tekst} {rij.cellen[2].waarde:%d-%m}" for rij in antwoord.rijen)


def test_a_row_says_how_much_was_written_and_leads_to_the_week(
    session: Session, team: Team, coordinator: Actor
) -> None:
    week = make_uren_week(session, make_stage(session, team, "Yara"), maandag=VORIGE)
    make_uren_dag(session, week, minuten=450)
    make_uren_dag(session, week, minuten=480, datum=VORIGE + timedelta(days=1))
    (rij,) = list_weken(session, coordinator, LijstVraag()).rijen
    assert rij.href == f"/uren/week/{week.id}"
    assert [cel.tekst for cel in rij.cellen[3:6]] == ["Nog niet ingestuurd", "15,5", "Niet op tijd ingestuurd"]


def test_everybody_sees_the_own_students(session: Session, team: Team, coordinator: Actor) -> None:
    begeleider = make_account(session)
    make_uren_week(session, make_stage(session, team, "Eigen", begeleider), maandag=VORIGE)
    make_uren_week(session, make_stage(session, team, "Collega"), maandag=VORIGE)
    make_uren_week(session, make_stage(session, make_team(session), "Elders"), maandag=VORIGE)
    assert weken(session, coordinator) == ["Collega 16-11", "Eigen 16-11"]
    assert weken(session, coordinator, begeleider=str(begeleider.id)) == ["Eigen 16-11"]
    assert weken(session, coordinator, zoek="colleg") == ["Collega 16-11"]
    assert weken(session, make_actor(session, Rol.ONDERWIJSBEGELEIDER, begeleider)) == ["Eigen 16-11"]
    assert len(weken(session, make_actor(session, Rol.STUDENTENZAKEN))) == 3
    assert weken(session, make_actor(session, Rol.BEHEER)) == []


@pytest.mark.parametrize(
    ("insturen_voor", "laat"),
    [(2, ["Yara 16-11", "Yara 23-11"]), (3, ["Yara 16-11"]), (6, ["Yara 16-11"])],
)
def test_a_week_is_late_from_the_day_after_the_teams_day(
    session: Session, team: Team, coordinator: Actor, insturen_voor: int, laat: list[str]
) -> None:
    make_team_uren(session, team, insturen_voor=insturen_voor)
    pok = make_stage(session, team, "Yara")
    for maandag in (VORIGE, DEZE):
        make_uren_week(session, pok, maandag=maandag)
    assert weken(session, coordinator, laat="student") == laat


def test_what_was_sent_in_approved_or_closed_is_not_late(session: Session, team: Team, coordinator: Actor) -> None:
    for status in (WeekStatus.INGEDIEND, WeekStatus.GOEDGEKEURD):
        make_uren_week(
            session,
            make_stage(session, team, status),
            maandag=VORIGE,
            status=status,
            ingediend_op=om(date(2026, 11, 20)),
        )
    make_uren_week(session, make_stage(session, team, "Klaar", status=PokStatus.AFGEROND), maandag=VORIGE)
    assert weken(session, coordinator, laat="student") == []


@pytest.mark.parametrize(("terug_op", "is_laat"), [(date(2026, 11, 18), True), (date(2026, 11, 19), False)])
def test_a_week_that_was_sent_back_is_late_after_as_many_days_as_judging_may_take(
    session: Session, team: Team, coordinator: Actor, terug_op: date, is_laat: bool
) -> None:
    pok = make_stage(session, team, "Yara")
    make_uren_week(session, pok, maandag=date(2026, 11, 9), status=WeekStatus.TERUGGESTUURD, beoordeeld_op=om(terug_op))
    assert weken(session, coordinator, laat="student") == (["Yara 09-11"] if is_laat else [])


@pytest.mark.parametrize(
    ("dagen", "ingestuurd", "is_laat"),
    [
        (7, om(date(2026, 11, 18), 22), True),  # 23.00 in Amsterdam
        (7, om(date(2026, 11, 18), 23), False),  # midnight in Amsterdam: the 19th
        (5, om(date(2026, 11, 20)), True),
        (5, om(date(2026, 11, 21)), False),
    ],
)
def test_a_company_is_late_after_the_teams_days(
    session: Session, team: Team, coordinator: Actor, dagen: int, ingestuurd: datetime, is_laat: bool
) -> None:
    make_team_uren(session, team, dagen_voor_beoordeling=dagen)
    pok = make_stage(session, team, "Yara")
    make_uren_week(session, pok, maandag=VORIGE, status=WeekStatus.INGEDIEND, ingediend_op=ingestuurd)
    assert weken(session, coordinator, laat="bedrijf") == (["Yara 16-11"] if is_laat else [])
    assert weken(session, coordinator, laat="school") == []
    (rij,) = list_weken(session, coordinator, LijstVraag()).rijen
    assert rij.cellen[5].tekst == ("Bedrijf keurt te laat" if is_laat else "")


def test_a_week_waits_for_the_school_where_the_school_approves(
    session: Session, team: Team, coordinator: Actor
) -> None:
    for naam, anders in (("Met", {}), ("Zonder", {"praktijkopleider_id": None})):
        make_uren_week(
            session, make_stage(session, team, naam, **anders), maandag=VORIGE, status=WeekStatus.INGEDIEND,
            ingediend_op=om(VORIGE),
        )  # fmt: skip
    assert weken(session, coordinator, wacht="school") == ["Zonder 16-11"]
    assert weken(session, coordinator, wacht="bedrijf") == ["Met 16-11"]
    assert weken(session, coordinator, laat="school") == ["Zonder 16-11"]
    make_team_uren(session, team, beoordelaar=Beoordelaar.SCHOOL)
    assert weken(session, coordinator, wacht="school") == ["Met 16-11", "Zonder 16-11"]


def test_weeks_in_which_nobody_wrote_are_found(session: Session, team: Team, coordinator: Actor) -> None:
    pok = make_stage(session, team, "Yara")
    make_uren_week(session, pok, maandag=date(2026, 11, 9))
    make_stage(session, team, "Straks", begin_op=date(2026, 12, 7))
    make_stage(session, team, "Concept", status=PokStatus.CONCEPT)
    make_stage(session, make_team(session), "Elders")
    make_stage(session, team, "Weg", werkelijk_eind_op=date(2026, 11, 10))
    # Not this week: its day to send in (Sunday) has not passed.
    assert leeg(session, coordinator) == ["Weg 02-11", "Weg 09-11", "Yara 02-11", "Yara 16-11"]
    assert leeg(session, coordinator, zoek="yar", team=str(team.id)) == ["Yara 02-11", "Yara 16-11"]


def test_only_the_last_four_weeks_and_this_one_when_its_day_has_passed(
    session: Session, team: Team, coordinator: Actor
) -> None:
    make_stage(session, team, "Yara", begin_op=date(2026, 8, 31))
    vier = ["Yara 02-11", "Yara 09-11", "Yara 16-11", "Yara 26-10"]
    assert leeg(session, coordinator) == vier
    make_team_uren(session, team, insturen_voor=2)  # Wednesday
    assert leeg(session, coordinator) == sorted([*vier, "Yara 23-11"])


def test_a_free_week_asks_nothing(session: Session, team: Team, coordinator: Actor) -> None:
    make_stage(session, team, "Yara")
    ander = make_team(session)
    wie = Actor(coordinator.account_id, "Twee", (*coordinator.toewijzingen, *make_actor(
        session, Rol.COORDINATOR, team_id=ander.id).toewijzingen))  # fmt: skip
    make_stage(session, ander, "Noor")
    make_team_uren(session, ander, regio=Regio.NOORD)
    make_vrije_periode(session, van=date(2026, 11, 7), tot=date(2026, 11, 15), regio=Regio.MIDDEN)
    make_vrije_periode(session, van=date(2026, 11, 16), tot=date(2026, 11, 20), regio=Regio.NOORD)
    make_vrije_periode(
        session, soort=VrijSoort.STUDIEDAG, van=date(2026, 11, 2), tot=date(2026, 11, 6), team_id=team.id
    )
    make_vrije_periode(session, van=date(2026, 11, 2), tot=date(2026, 11, 5))  # Friday is not free
    assert leeg(session, wie) == ["Noor 02-11", "Noor 09-11", "Yara 16-11"]


def test_the_week_of_a_change_belongs_to_the_agreement_that_came_after(
    session: Session, team: Team, coordinator: Actor
) -> None:
    make_stage(session, team, "Oud", status=PokStatus.VERVANGEN, werkelijk_eind_op=date(2026, 11, 18))
    assert leeg(session, coordinator) == ["Oud 02-11", "Oud 09-11"]


def test_the_counters_say_what_the_lists_show(session: Session, team: Team, coordinator: Actor) -> None:
    pok = make_stage(session, team, "Yara", praktijkopleider_id=None)
    make_uren_week(session, pok, maandag=VORIGE, status=WeekStatus.INGEDIEND, ingediend_op=om(VORIGE))
    make_uren_week(session, pok, maandag=date(2026, 11, 9))
    geteld = {t.sleutel: t for t in tel_uren(session, coordinator, date(2026, 11, 26))}
    assert {naam: t.aantal for naam, t in geteld.items()} == {
        "uren_wacht": 1,
        "uren_te_laat": 1,
        "uren_bedrijf": 0,
        "uren_ongeschreven": 1,
    }
    for teller in geteld.values():
        assert teller.lijst.vraag(session, coordinator, teller.vraag).totaal == teller.aantal
    assert tel_uren(session, make_actor(session, Rol.STUDENTENZAKEN), date(2026, 11, 26)) == ()
