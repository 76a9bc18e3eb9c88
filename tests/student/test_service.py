"""Who may see which student: every role against own, other's and nothing."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app.db import transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.student import service
from bpv_app.student.tables import Opleiding, Student, StudentBegeleider, Verbintenis
from tests.makers import make_actor, make_contactpersoon, make_opleiding, make_student, make_team, make_verbintenis


def _wereld(session: Session) -> tuple[dict[str, Actor], dict[str, int]]:
    eigen, ander = make_team(session), make_team(session)
    studenten = {
        "eigen": make_student(session, eigen),
        "ander": make_student(session, ander),
        "via": make_student(session),
        "zonder": make_student(session),
    }
    make_verbintenis(session, studenten["via"], team_id=eigen.id)
    begeleider = make_actor(session, Rol.ONDERWIJSBEGELEIDER)
    service.zet_begeleider(session, studenten["ander"].id or 0, begeleider.account_id or 0)
    contact = make_contactpersoon(session)
    actoren = {
        "coordinator": make_actor(session, Rol.COORDINATOR, team_id=eigen.id),
        "coordinator van de school": make_actor(session, Rol.COORDINATOR),
        "begeleider": begeleider,
        "studentenzaken": make_actor(session, Rol.STUDENTENZAKEN),
        "student": make_actor(session, Rol.STUDENT, student_id=studenten["zonder"].id),
        "praktijkopleider": make_actor(
            session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=contact.id, leerbedrijf_id=contact.leerbedrijf_id
        ),
        "beheer": make_actor(session, Rol.BEHEER),
        "niemand": Actor(None, "niemand"),
        "systeem": systeem(),
    }
    return actoren, {naam: s.id or 0 for naam, s in studenten.items()}


ZIET = {
    "coordinator": {"eigen", "via"},
    "coordinator van de school": {"eigen", "ander", "via", "zonder"},
    "begeleider": {"ander"},
    "studentenzaken": {"eigen", "ander", "via", "zonder"},
    "student": {"zonder"},
    "praktijkopleider": set(),
    "beheer": set(),
    "niemand": set(),
    "systeem": {"eigen", "ander", "via", "zonder"},
}


def test_each_role_sees_exactly_its_own_students(session: Session) -> None:
    actoren, studenten = _wereld(session)
    verbintenissen = {
        n: make_verbintenis(session, session.get_one(Student, i), volgnummer="9").id for n, i in studenten.items()
    }
    for wie, actor in actoren.items():
        zichtbaar = set()
        for naam, student_id in studenten.items():
            try:
                assert service.get_student(session, actor, student_id).id == student_id
                zichtbaar.add(naam)
            except NietGevonden:
                with pytest.raises(NietGevonden):
                    service.get_verbintenis(session, actor, verbintenissen[naam] or 0)
                with pytest.raises(NietGevonden):
                    service.list_verbintenissen(session, actor, student_id)
            else:
                assert service.get_verbintenis(session, actor, verbintenissen[naam] or 0).student_id == student_id
        assert zichtbaar == ZIET[wie], wie


@pytest.mark.parametrize("sleutel", [0, -1, 999_999, 2**63, "1", None, True, 1.0])
def test_what_is_no_student_is_not_found(session: Session, sleutel: object) -> None:
    make_student(session)
    for zoek in (service.get_student, service.get_verbintenis):
        with pytest.raises(NietGevonden):
            zoek(session, systeem(), sleutel)  # type: ignore[arg-type]


def test_guiding_can_be_given_twice_and_taken_back(session: Session) -> None:
    student = make_student(session)
    begeleider = make_actor(session, Rol.ONDERWIJSBEGELEIDER)
    paar = (student.id or 0, begeleider.account_id or 0)
    service.zet_begeleider(session, *paar)
    service.zet_begeleider(session, *paar)
    assert service.get_student(session, begeleider, paar[0]) is student
    service.haal_begeleider_weg(session, *paar)
    service.haal_begeleider_weg(session, *paar)
    assert session.get(StudentBegeleider, paar) is None
    with pytest.raises(NietGevonden):
        service.get_student(session, begeleider, paar[0])


def test_teams_are_those_one_works_in(session: Session) -> None:
    eigen, ander = make_team(session, naam="A"), make_team(session, naam="B")
    make_team(session, naam="C", is_actief=False)
    coordinator = make_actor(session, Rol.COORDINATOR, team_id=eigen.id)
    begeleider = make_actor(session, Rol.ONDERWIJSBEGELEIDER)
    service.zet_begeleider(session, make_student(session, ander).id or 0, begeleider.account_id or 0)

    def namen(actor: Actor) -> list[str]:
        return [t.naam for t in service.list_teams(session, actor)]

    assert namen(coordinator) == ["A"]
    assert namen(begeleider) == ["B"]
    assert namen(make_actor(session, Rol.BEHEER)) == ["A", "B"]
    assert namen(make_actor(session, Rol.STUDENTENZAKEN)) == ["A", "B"]
    assert namen(make_actor(session, Rol.STUDENT)) == []


def test_a_programme_gets_a_team_and_its_students_follow(motor: Engine) -> None:
    with transaction(systeem(), op=motor) as session:
        beheer, zaken = make_actor(session, Rol.BEHEER), make_actor(session, Rol.STUDENTENZAKEN)
        team, ander = make_team(session), make_team(session)
        make_opleiding(session, "25736", naam="Monteur")
        zonder, met = make_student(session), make_student(session, ander)
        make_verbintenis(session, zonder)
        make_verbintenis(session, met)
        with pytest.raises(GeenRecht):
            service.stel_opleiding_in(session, zaken, "25736", team_id=team.id)
        for fout in ({"crebo": "2573"}, {"team_id": 9999}, {"niveau": 7}, {"naam": "x" * 201}):
            with pytest.raises(OngeldigeInvoer) as geraakt:
                service.stel_opleiding_in(session, beheer, **{"crebo": "25736", **fout})  # type: ignore[arg-type]
            assert set(geraakt.value.velden) == set(fout)
        service.stel_opleiding_in(session, beheer, "25736", team_id=team.id)
        service.stel_opleiding_in(session, beheer, "25999", naam="Nieuw", niveau=4)
        ids = (team.id, ander.id, zonder.id, met.id)
    with transaction(op=motor) as session:
        assert session.get_one(Opleiding, "25736").naam == "Monteur"
        assert session.get_one(Opleiding, "25999").niveau == 4
        assert [session.get_one(Student, i).team_id for i in ids[2:]] == [ids[0], ids[1]]
        rijen = session.execute(sa.select(col(Verbintenis.student_id), col(Verbintenis.team_id))).all()
        teams: dict[int, int | None] = {rij[0]: rij[1] for rij in rijen}
        assert (teams[ids[2] or 0], teams[ids[3] or 0]) == (ids[0], ids[1])


def test_a_name_is_a_name_when_it_is_not_the_key(session: Session) -> None:
    assert service.has_naam(make_student(session, naam="Eva"))
    assert not service.has_naam(make_student(session, naam="BSN1", krd_sleutel="BSN1"))
    assert not service.has_naam(make_student(session, naam=""))
