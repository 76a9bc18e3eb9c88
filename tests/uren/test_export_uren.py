"""Lines of hours as a file: what counts, whose they are, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.export import ExportSoort
from bpv_app.koppeling.export_uren import schrijf_uren
from bpv_app.student.tables import Student, Team
from bpv_app.uren.queries_export import als_uren, list_urenregels
from bpv_app.uren.rules import Soort, WeekStatus
from bpv_app.uren.tables import UrenRegel, UrenWeek
from tests.makers import (
    bewaar,
    make_actor,
    make_team,
    make_team_uren,
    make_uren_dag,
    make_uren_week,
    make_vrije_periode,
)
from tests.uren.test_weken import make_stage

MAANDAG = date(2026, 11, 16)
VANDAAG = date(2026, 11, 26)


@pytest.fixture
def team(session: Session) -> Team:
    return make_team(session)


@pytest.fixture
def coordinator(session: Session, team: Team) -> Actor:
    return make_actor(session, Rol.COORDINATOR, team_id=team.id)


@pytest.fixture
def week(session: Session, team: Team) -> UrenWeek:
    """Monday 8 hours, Tuesday 11 of which 10 count, Wednesday half sick: an approved week of `=Yara`."""
    pok = make_stage(session, team, "=Yara")
    session.get_one(Student, pok.student_id).studentnummer = "200001"
    week = make_uren_week(session, pok, maandag=MAANDAG, status=WeekStatus.GOEDGEKEURD, beoordeeld_door="Jan van Dam")
    make_uren_dag(session, week, minuten=0, omschrijving="@SOM(A1)", werkproces="Meten")
    dag = make_uren_dag(session, week, minuten=660, datum=MAANDAG + timedelta(days=1))
    assert dag.id
    for n, (soort, minuten, van, tot, pauze) in enumerate(
        [(Soort.GEWERKT, 480, 510, 1020, 30), (Soort.ZIEK, 440, None, None, 0)]
    ):
        doel = make_uren_dag(session, week, minuten=0, datum=MAANDAG + timedelta(days=2)) if n else None
        dag_id = doel.id if doel else dag.id - 1
        bewaar(
            session,
            UrenRegel(
                dag_id=dag_id or 0, pok_id=pok.id or 0, datum=MAANDAG + timedelta(days=2 * n), soort=soort,
                minuten=minuten, van=van, tot=tot, pauze=pauze,
            ),
        )  # fmt: skip
    return week


def regels(session: Session, actor: Actor, **filters: str) -> list[tuple[object, ...]]:
    return list(list_urenregels(session, actor, LijstVraag(filters=filters), VANDAAG))


@pytest.mark.usefixtures("week")
def test_every_line_says_what_counts_and_why_not(session: Session, coordinator: Actor) -> None:
    uit = regels(session, coordinator)
    assert [rij[5:] for rij in uit] == [
        (date(2026, 11, 16), "Gewerkt", Decimal("8.00"), "08:30", "17:00", 30, "@SOM(A1)", "Meten", "Goedgekeurd",
         "Jan van Dam", Decimal("8.00"), ""),
        (date(2026, 11, 17), "Gewerkt", Decimal("11.00"), "", "", 0, "", "", "Goedgekeurd", "Jan van Dam",
         Decimal("10.00"), "Meer dan 10 uur op een dag telt niet mee."),
        (date(2026, 11, 18), "Ziek", Decimal("7.33"), "", "", 0, "", "", "Goedgekeurd", "Jan van Dam",
         Decimal("0.00"), "Ziek telt niet mee als gewerkte tijd."),
    ]  # fmt: skip
    assert uit[0][:3] == ("=Yara", "200001", "3B")


@pytest.mark.usefixtures("week")
def test_only_what_the_actor_may_see(session: Session, coordinator: Actor, team: Team) -> None:
    elders = make_actor(session, Rol.COORDINATOR, team_id=make_team(session).id)
    assert regels(session, elders) == []
    with pytest.raises(GeenRecht):
        regels(session, make_actor(session, Rol.STUDENT))
    assert len(regels(session, coordinator, team=str(team.id))) == 3
    assert regels(session, coordinator, status="open") == []


def test_the_limits_of_the_team_and_its_free_days_decide_what_counts(
    session: Session, team: Team, coordinator: Actor, week: UrenWeek
) -> None:
    make_team_uren(session, team, max_minuten_week=900)
    telt = {rij[5]: rij[15] for rij in regels(session, coordinator)}
    assert telt[date(2026, 11, 17)] == Decimal("7.00")
    make_vrije_periode(session, van=MAANDAG, tot=MAANDAG)
    ander = make_uren_week(session, None, pok_id=week.pok_id, maandag=date(2026, 11, 9))
    make_uren_dag(session, ander, minuten=420)
    telt = {rij[5]: rij[15] for rij in regels(session, coordinator, status="open")}
    assert telt == {date(2026, 11, 9): Decimal("7.00")}
    assert {rij[5]: rij[15] for rij in regels(session, coordinator)}[MAANDAG] == Decimal("0.00")


@pytest.mark.usefixtures("week")
def test_the_csv_has_no_formula(session: Session, coordinator: Actor) -> None:
    doel = io.BytesIO()
    assert schrijf_uren(session, coordinator, LijstVraag(), VANDAAG, doel, ExportSoort.CSV) == 3
    rijen = list(csv.reader(io.StringIO(doel.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert rijen[0][:3] == ["Student", "Studentnummer", "Klas"]
    assert rijen[0][-2:] == ["Geteld", "Telt niet omdat"]
    assert rijen[1][0] == "'=Yara"
    assert rijen[1][5:13] == ["2026-11-16", "Gewerkt", "8,00", "08:30", "17:00", "30", "'@SOM(A1)", "Meten"]


@pytest.mark.usefixtures("week")
def test_the_xlsx_has_numbers_dates_and_text(session: Session, coordinator: Actor) -> None:
    doel = io.BytesIO()
    assert schrijf_uren(session, coordinator, LijstVraag(taal="en"), VANDAAG, doel, ExportSoort.XLSX) == 3
    frame = pl.read_excel(doel.getvalue())
    assert frame["Date"].to_list() == [date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)]
    assert frame["Hours"].to_list() == [8.0, 11.0, 7.33]
    assert frame["Student"].to_list() == ["=Yara"] * 3
    assert frame["What was done"].to_list() == ["@SOM(A1)", None, None]


def test_hours_have_two_decimals() -> None:
    assert [str(als_uren(m)) for m in (1, 20, 440, 450, 480)] == ["0.02", "0.33", "7.33", "7.50", "8.00"]
