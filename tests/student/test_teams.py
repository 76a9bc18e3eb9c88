"""Teams and programmes: only beheer, no doubles, no stale writes."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.student.queries_teams import TEAMS, get_team_detail, list_opleidingen
from bpv_app.student.service import stel_opleiding_in
from bpv_app.student.service_teams import get_student_id, get_studentnummers, maak_team, werk_team_bij
from bpv_app.student.tables import Team
from tests.makers import make_actor, make_student, make_team, make_verbintenis

NIEMAND = [rol for rol in Rol if rol is not Rol.BEHEER]


@pytest.fixture
def beheer(session: Session) -> Actor:
    return make_actor(session, Rol.BEHEER)


def test_beheer_makes_and_changes_a_team(session: Session, beheer: Actor) -> None:
    team_id = maak_team(session, beheer, " tec ", " Techniek  en ICT ")
    team = session.get_one(Team, team_id)
    assert (team.code, team.naam, team.is_actief) == ("TEC", "Techniek en ICT", True)
    werk_team_bij(session, beheer, team_id, code="tec", naam="Techniek", is_actief=False, versie=team.versie)
    assert (team.code, team.naam, team.is_actief) == ("TEC", "Techniek", False)


@pytest.mark.parametrize(
    ("code", "naam", "velden"),
    [
        ("", " ", {"code", "naam"}),
        ("x" * 21, "y" * 101, {"code", "naam"}),
        ("tec", "Anders", {"code"}),
        ("Anders", "TECHNIEK", {"naam"}),
        ("\x00", "\u202e", {"code", "naam"}),
    ],
)
def test_every_wrong_field_is_named(session: Session, beheer: Actor, code: str, naam: str, velden: set[str]) -> None:
    maak_team(session, beheer, "TEC", "Techniek")
    ander = make_team(session)
    with pytest.raises(OngeldigeInvoer) as fout:
        maak_team(session, beheer, code, naam)
    assert set(fout.value.velden) == velden
    with pytest.raises(OngeldigeInvoer):
        werk_team_bij(session, beheer, ander.id or 0, code=code, naam=naam, is_actief=True, versie=None)


def test_a_stale_form_is_refused(session: Session, beheer: Actor) -> None:
    team = make_team(session)
    werk_team_bij(session, beheer, team.id or 0, code="A", naam="A", is_actief=True, versie=1)
    with pytest.raises(Verouderd):
        werk_team_bij(session, beheer, team.id or 0, code="B", naam="B", is_actief=True, versie=1)


@pytest.mark.parametrize("rol", NIEMAND)
def test_no_other_role_touches_teams(session: Session, rol: Rol) -> None:
    actor, team = make_actor(session, rol), make_team(session)
    for team_id in (team.id or 0, 999):
        with pytest.raises(GeenRecht):
            werk_team_bij(session, actor, team_id, code="A", naam="A", is_actief=True, versie=None)
        with pytest.raises(GeenRecht):
            get_team_detail(session, actor, team_id)
    with pytest.raises(GeenRecht):
        maak_team(session, actor, "A", "A")
    with pytest.raises(GeenRecht):
        TEAMS.vraag(session, actor, LijstVraag())
    with pytest.raises(GeenRecht):
        list_opleidingen(session, actor)
    with pytest.raises(GeenRecht):
        get_student_id(session, actor, "1")
    with pytest.raises(GeenRecht):
        get_studentnummers(session, actor, [1])


@pytest.mark.parametrize("team_id", [0, 999, 2**40, -1])
def test_a_team_that_is_not_there_is_not_found(session: Session, beheer: Actor, team_id: int) -> None:
    with pytest.raises(NietGevonden):
        get_team_detail(session, beheer, team_id)
    with pytest.raises(NietGevonden):
        werk_team_bij(session, beheer, team_id, code="A", naam="A", is_actief=True, versie=None)


def test_the_list_counts_students_and_programmes(session: Session, beheer: Actor) -> None:
    een, twee = make_team(session, naam="Bouw", code="B"), make_team(session, naam="ICT", code="I", is_actief=False)
    make_student(session, een)
    make_student(session, een)
    stel_opleiding_in(session, beheer, "25736", naam="Monteur", team_id=een.id)
    antwoord = TEAMS.vraag(session, beheer, LijstVraag())
    assert [[c.tekst for c in r.cellen] for r in antwoord.rijen] == [
        ["Bouw", "B", "2", "1", "Ja"],
        ["ICT", "I", "0", "0", "Nee"],
    ]
    for vraag in (LijstVraag(zoek="ict"), LijstVraag(zoek="i"), LijstVraag(filters={"actief": "nee"})):
        assert [r.naam for r in TEAMS.vraag(session, beheer, vraag).rijen] == ["ICT"]
    assert TEAMS.vraag(session, beheer, LijstVraag(sorteer="code", aflopend=True)).rijen[0].naam == "ICT"
    assert get_team_detail(session, beheer, een.id or 0).studenten == 2
    assert twee.is_actief is False


def test_programmes_are_known_from_enrolments_before_anybody_named_them(session: Session, beheer: Actor) -> None:
    student = make_student(session)
    make_verbintenis(session, student, crebo="25604", opleiding_naam="Software developer", niveau=4)
    make_verbintenis(session, student, volgnummer="2", crebo="25604", opleiding_naam="Software developer", niveau=4)
    (regel,) = list_opleidingen(session, beheer)
    assert (regel.crebo, regel.naam, regel.niveau, regel.team_id, regel.studenten) == (
        "25604",
        "Software developer",
        4,
        None,
        1,
    )
    team = make_team(session)
    stel_opleiding_in(session, beheer, "25604", naam="Softwareontwikkelaar", team_id=team.id)
    (regel,) = list_opleidingen(session, beheer)
    assert (regel.naam, regel.team_id, student.team_id) == ("Softwareontwikkelaar", team.id, team.id)
    assert get_team_detail(session, beheer, team.id or 0).opleidingen == (regel,)


def test_a_student_is_found_by_number_alone(session: Session, beheer: Actor) -> None:
    student = make_student(session, studentnummer="200123")
    assert get_student_id(session, beheer, " 200123 ") == student.id
    assert get_student_id(session, beheer, "2001") is None
    assert get_student_id(session, beheer, "") is None
    assert get_studentnummers(session, beheer, [student.id or 0, 999]) == {student.id: "200123"}
