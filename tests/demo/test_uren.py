"""The hours of the demo school: what each demo account finds, and that the app itself would have allowed it."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bpv_app.demo import laden
from bpv_app.demo.boek import Boek
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.laden import ZAAD
from bpv_app.demo.schrijfwerk import Schrijfwerk
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.pok.tables import Pok
from bpv_app.uren.clauses import bedrijf_uren, eigen_uren, school_uren
from bpv_app.uren.queries_mijn import get_mijn_week
from bpv_app.uren.queries_weken import list_weken
from bpv_app.uren.rules import Oordeel, WeekStatus
from bpv_app.uren.rules_plan import maandag_van
from bpv_app.uren.tables import UrenDag, UrenGebeurtenis, UrenRegel, UrenWeek
from tests.demo.conftest import NU, actor_van
from tests.demo.test_laden import DAGEN


def weken_van(session: Session, scope: object) -> dict[date, WeekStatus]:
    rijen = session.exec(select(UrenWeek).join(Pok, col(Pok.id) == col(UrenWeek.pok_id)).where(scope))  # type: ignore[arg-type]
    return {w.maandag: w.status for w in rijen}


def test_the_student_is_half_way_this_week_and_got_last_week_back(kijk: Session) -> None:
    student = actor_van(kijk, "student@demo.bpv")
    weken = weken_van(kijk, eigen_uren(student))
    assert weken[date(2026, 11, 23)] is WeekStatus.OPEN
    assert weken[date(2026, 11, 16)] is WeekStatus.TERUGGESTUURD
    assert weken[date(2026, 11, 9)] is WeekStatus.INGEDIEND
    week = get_mijn_week(kijk, student, NU.date(), date(2026, 11, 23), 0)
    assert [d.minuten > 0 for d in week.dagen] == [True, True, True, False, False, False, False]
    assert week.saldo.gedaan > 0


def test_three_weeks_wait_for_the_praktijkopleider(kijk: Session) -> None:
    opleider = actor_van(kijk, "praktijkopleider@demo.bpv")
    wacht = select(UrenWeek).join(Pok, col(Pok.id) == col(UrenWeek.pok_id))
    rijen = kijk.exec(wacht.where(bedrijf_uren(opleider), UrenWeek.status == WeekStatus.INGEDIEND)).all()
    assert len(rijen) == 3


def test_the_coordinator_finds_weeks_of_every_status(kijk: Session) -> None:
    coordinator = actor_van(kijk, "coordinator@demo.bpv")
    statussen = select(UrenWeek.status).join(Pok, col(Pok.id) == col(UrenWeek.pok_id))
    assert set(kijk.exec(statussen.where(school_uren(coordinator)))) == set(WeekStatus)
    antwoord = list_weken(kijk, coordinator, LijstVraag())
    assert antwoord.totaal > 200


@pytest.mark.parametrize("dag", DAGEN, ids=str)
def test_on_any_day_the_hours_lie_before_it(dag: date, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laden, "hash_wachtwoord", lambda _wachtwoord: "")
    boek = Boek()
    laden._bedenk(boek, Schrijfwerk(boek), Kalender(dag), Random(ZAAD))
    weken = {w.id: w for w in boek.alle(UrenWeek)}
    dagen: list[dict[str, Any]] = boek.alle(UrenDag)  # type: ignore[assignment]
    regels: list[dict[str, Any]] = boek.alle(UrenRegel)  # type: ignore[assignment]
    gebeurd: list[dict[str, Any]] = boek.alle(UrenGebeurtenis)  # type: ignore[assignment]
    assert len({w.pok_id for w in weken.values()}) >= 50
    assert len(dagen) == len(regels)
    for rij in dagen:
        week, datum = weken[rij["week_id"]], rij["datum"]
        assert datum < dag
        assert maandag_van(datum) == week.maandag
        assert (rij["oordeel"] is Oordeel.AKKOORD) == (week.status is WeekStatus.GOEDGEKEURD)
    assert all(g["op"] < moment(dag, 0) for g in gebeurd)
    assert not [w for w in weken.values() if w.maandag + timedelta(days=6) >= dag and w.status is not WeekStatus.OPEN]
