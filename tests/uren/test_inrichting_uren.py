"""Who sets which rules, free periods and norms; files of holidays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from sqlmodel import Session, col, select

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.inlezen import Droogloop, ImportSoort
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling import inlezen
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Team
from bpv_app.toegang.tables import Audit
from bpv_app.uren import inlezen_vakanties
from bpv_app.uren.queries_inrichting import get_team_stand, list_normen, list_perioden, list_schooljaren
from bpv_app.uren.queries_inrichting import list_team_standen as standen
from bpv_app.uren.queries_pok import get_team_regels
from bpv_app.uren.rules import Beoordelaar, Regio, VrijSoort
from bpv_app.uren.rules_inrichting import NormInvoer, PeriodeInvoer, TeamInvoer
from bpv_app.uren.service_inrichting_uren import (
    bewaar_team_regels,
    maak_periode,
    verwijder_periode,
    voeg_norm_toe,
    wijzig_periode,
)
from bpv_app.uren.tables import UrenNorm, VrijePeriode
from tests.makers import make_actor, make_team, make_vrije_periode

REGELS = TeamInvoer(Beoordelaar.SCHOOL, Regio.ZUID, (0, 1), 4, 5, 480, 1920, ("Wat deed je?",))
HERFST = PeriodeInvoer(VrijSoort.VAKANTIE, "Herfst", date(2026, 10, 17), date(2026, 10, 25))


@pytest.fixture
def team(session: Session) -> Team:
    return make_team(session, code="TEC", naam="Techniek")


@pytest.fixture
def coordinator(session: Session, team: Team) -> Actor:
    return make_actor(session, Rol.COORDINATOR, team_id=team.id)


@pytest.fixture
def beheer(session: Session) -> Actor:
    return make_actor(session, Rol.BEHEER)


def test_a_coordinator_sets_the_rules_of_the_own_team(session: Session, team: Team, coordinator: Actor) -> None:
    assert get_team_stand(session, coordinator, team.id or 0).is_eigen is False
    bewaar_team_regels(session, coordinator, team.id or 0, REGELS, 0)
    regels = get_team_regels(session, team.id)
    assert (regels.beoordelaar, regels.regio, regels.werkdagen) == (Beoordelaar.SCHOOL, Regio.ZUID, (0, 1))
    assert (regels.insturen_voor, regels.dagen_voor_beoordeling) == (4, 5)
    assert (regels.grenzen.max_minuten_dag, regels.grenzen.max_minuten_week) == (480, 1920)
    assert regels.vragen == ("Wat deed je?",)
    assert [s.is_eigen for s in standen(session, coordinator)] == [True]


def test_of_two_who_save_the_second_hears_it(session: Session, team: Team, coordinator: Actor) -> None:
    bewaar_team_regels(session, coordinator, team.id or 0, REGELS, 0)
    with pytest.raises(Verouderd):
        bewaar_team_regels(session, coordinator, team.id or 0, replace(REGELS, insturen_voor=6), 0)
    bewaar_team_regels(session, coordinator, team.id or 0, replace(REGELS, insturen_voor=6), 1)
    assert get_team_regels(session, team.id).insturen_voor == 6
    with pytest.raises(Verouderd):
        bewaar_team_regels(session, coordinator, team.id or 0, REGELS, 1)


def test_the_audit_says_what_changed(session: Session, team: Team, coordinator: Actor) -> None:
    bewaar_team_regels(session, coordinator, team.id or 0, REGELS, 0)
    bewaar_team_regels(session, coordinator, team.id or 0, replace(REGELS, insturen_voor=6), 1)
    session.flush()
    regels = session.exec(select(Audit).where(col(Audit.tabel) == "team_uren").order_by(col(Audit.id))).all()
    assert (regels[-1].oud["insturen_voor"], regels[-1].nieuw["insturen_voor"]) == (4, 6)


def test_another_team_is_no_team(session: Session, coordinator: Actor, beheer: Actor) -> None:
    ander = make_team(session)
    for doe in (
        lambda: bewaar_team_regels(session, coordinator, ander.id or 0, REGELS, 0),
        lambda: get_team_stand(session, coordinator, ander.id or 0),
        lambda: maak_periode(session, coordinator, replace(HERFST, team_id=ander.id)),
        lambda: bewaar_team_regels(session, beheer, 987_654, REGELS, 0),
    ):
        with pytest.raises(NietGevonden):
            doe()
    bewaar_team_regels(session, beheer, ander.id or 0, REGELS, 0)


@pytest.mark.parametrize("rol", [Rol.ONDERWIJSBEGELEIDER, Rol.STUDENTENZAKEN, Rol.STUDENT, Rol.PRAKTIJKOPLEIDER])
def test_other_roles_set_nothing(session: Session, team: Team, clock: FixedClock, rol: Rol) -> None:
    wie = make_actor(session, rol)
    periode = make_vrije_periode(session)
    norm = NormInvoer(Leerweg.BOL, 3, date(2027, 8, 1), 800, False)
    doen: list[Callable[[], object]] = [
        lambda: bewaar_team_regels(session, wie, team.id or 0, REGELS, 0),
        lambda: maak_periode(session, wie, HERFST),
        lambda: verwijder_periode(session, wie, periode.id or 0),
        lambda: voeg_norm_toe(session, wie, clock, norm),
        lambda: list_normen(session, wie),
        lambda: list_perioden(session, wie, 2026),
        lambda: standen(session, wie),
    ]
    for doe in doen:
        with pytest.raises(GeenRecht):
            doe()


def test_a_coordinator_sees_all_that_holds_and_changes_what_is_the_teams(
    session: Session, team: Team, coordinator: Actor, beheer: Actor
) -> None:
    school = maak_periode(session, beheer, HERFST)
    maak_periode(session, beheer, replace(HERFST, naam="Zuid", regio=Regio.ZUID))
    maak_periode(session, beheer, replace(HERFST, naam="Elders", team_id=make_team(session).id))
    eigen = maak_periode(session, coordinator, replace(HERFST, naam="Eigen", team_id=team.id))
    gezien = {p.naam: p.mag for p in list_perioden(session, coordinator, 2026)}
    assert gezien == {"Herfst": False, "Zuid": False, "Eigen": True}
    assert list_perioden(session, coordinator, 2027) == []
    with pytest.raises(GeenRecht):
        maak_periode(session, coordinator, replace(HERFST, naam="School"))
    with pytest.raises(NietGevonden):
        verwijder_periode(session, coordinator, school)
    verwijder_periode(session, coordinator, eigen)
    assert len(session.exec(select(VrijePeriode)).all()) == 3


def test_a_period_is_changed_as_it_was_seen(session: Session, team: Team, coordinator: Actor) -> None:
    oud = replace(HERFST, team_id=team.id)
    periode = maak_periode(session, coordinator, oud)
    nieuw = replace(oud, tot=date(2026, 10, 26))
    with pytest.raises(Verouderd):
        wijzig_periode(session, coordinator, periode, nieuw, replace(oud, naam="Anders"))
    with pytest.raises(GeenRecht):  # not to the whole school
        wijzig_periode(session, coordinator, periode, replace(nieuw, team_id=None), oud)
    wijzig_periode(session, coordinator, periode, nieuw, oud)
    assert session.get_one(VrijePeriode, periode).tot == date(2026, 10, 26)
    with pytest.raises(OngeldigeInvoer):
        maak_periode(session, coordinator, nieuw)


def test_a_norm_is_added_and_none_is_changed(
    session: Session, clock: FixedClock, beheer: Actor, coordinator: Actor
) -> None:
    voor = {(n.leerweg, n.jaren, n.vanaf): n.uren for n in session.exec(select(UrenNorm))}
    norm = NormInvoer(Leerweg.EX, 3, date(2027, 8, 1), 800, False)
    with pytest.raises(GeenRecht):
        voeg_norm_toe(session, coordinator, clock, norm)
    voeg_norm_toe(session, beheer, clock, norm)
    for fout in (norm, replace(norm, vanaf=date(2026, 11, 25))):
        with pytest.raises(OngeldigeInvoer):
            voeg_norm_toe(session, beheer, clock, fout)
    na = {(n.leerweg, n.jaren, n.vanaf): n.uren for n in list_normen(session, beheer)}
    assert na == voor | {(Leerweg.EX, 3, date(2027, 8, 1)): 800}


def test_the_school_years_to_choose_from(session: Session) -> None:
    make_vrije_periode(session, van=date(2024, 10, 1), tot=date(2024, 10, 2))
    assert list_schooljaren(session, date(2026, 11, 26), 2030) == [2024, 2026, 2027, 2030]


CSV = (
    "Naam;Soort;Van;Tot;Regio;Team\r\n"
    "Herfstvakantie;vakantie;17-10-2026;25-10-2026;Midden;\r\n"
    "Studiedag;studiedag;2026-12-04;;;tec\r\n"
    "Kerst;;2026-12-19;2027-01-03;;\r\n"
    "Fout;vakantie;2026-12-19;2026-12-01;;\r\n"
    "Wat;feest;2026-12-19;2026-12-20;;\r\n"
    "Nergens;studiedag;2026-12-05;;;XYZ\r\n"
    "Beide;studiedag;2026-12-05;;Zuid;TEC\r\n"
    "Kerst;vakantie;2026-12-20;2027-01-03;;\r\n"
)


def proef(session: Session, actor: Actor, clock: FixedClock, tekst: str) -> Droogloop:
    invoer = inlezen.lees_invoer(ImportSoort.VAKANTIES, tekst.encode(), "vakanties.csv")
    return inlezen.droogloop_van(session, actor, clock, invoer)


@pytest.mark.usefixtures("team")
def test_a_file_is_tried_and_then_taken_over(session: Session, clock: FixedClock, beheer: Actor) -> None:
    droog = proef(session, beheer, clock, CSV)
    telling = droog.tellingen
    assert (telling.nieuw, telling.gewijzigd, telling.ongewijzigd, telling.geweigerd) == (3, 0, 0, 5)
    assert [m.regel for m in droog.uitkomst.geweigerd] == [5, 6, 7, 8, 9]
    assert session.exec(select(VrijePeriode)).all() == []
    inlezen.ontvang(session, beheer, ImportSoort.VAKANTIES, CSV.encode(), "vakanties.csv")
    inlezen.pas_toe(session, beheer, clock, droog)
    rijen = session.exec(select(VrijePeriode).order_by(col(VrijePeriode.van))).all()
    assert [(p.naam, p.soort, p.van, p.tot) for p in rijen] == [
        ("Herfstvakantie", VrijSoort.VAKANTIE, date(2026, 10, 17), date(2026, 10, 25)),
        ("Studiedag", VrijSoort.STUDIEDAG, date(2026, 12, 4), date(2026, 12, 4)),
        ("Kerst", VrijSoort.VAKANTIE, date(2026, 12, 19), date(2027, 1, 3)),
    ]
    opnieuw = proef(session, beheer, clock, CSV).tellingen
    assert (opnieuw.nieuw, opnieuw.gewijzigd, opnieuw.ongewijzigd) == (0, 0, 3)
    anders = proef(session, beheer, clock, "naam;van;tot\r\nkerst;2026-12-18;2027-01-03\r\n").tellingen
    assert (anders.nieuw, anders.gewijzigd) == (0, 1)


def test_a_coordinators_file_is_about_the_own_team(
    session: Session, team: Team, coordinator: Actor, clock: FixedClock
) -> None:
    tekst = "naam;soort;van;tot;regio;team\r\nSchool;;2026-12-19;;;\r\nEigen;studiedag;2026-12-20;;;Techniek\r\n"
    telling = proef(session, coordinator, clock, tekst).tellingen
    assert (telling.nieuw, telling.geweigerd) == (1, 1)
    frame = pl.DataFrame({"rij": [2], "naam": ["Eigen"], "van": [date(2026, 12, 20)], "team": ["techniek"]})
    plan = inlezen_vakanties.maak_plan(session, coordinator, frame)
    inlezen_vakanties.voer_uit(session, coordinator, plan)
    assert session.exec(select(VrijePeriode.team_id)).all() == [team.id]


def test_a_period_can_no_longer_be_written_by_who_lost_the_right(session: Session, beheer: Actor) -> None:
    plan = inlezen_vakanties.maak_plan(
        session, beheer, pl.DataFrame({"rij": [2], "naam": ["School"], "van": [date(2026, 12, 20)]})
    )
    with pytest.raises(DomeinFout):
        inlezen_vakanties.voer_uit(session, make_actor(session, Rol.STUDENT), plan)
