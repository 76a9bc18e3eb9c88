"""Coupling students to a set-up: one action, a result per student, never a silent skip."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.db import transaction
from bpv_app.dossier import service
from bpv_app.dossier.rules import AL_GEKOPPELD, GEKOPPELD
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden
from bpv_app.kernel.lijst import LijstVraag, Uitslag
from bpv_app.kernel.rechten import Rol
from bpv_app.student.rules import Leerweg
from tests.dossier.cast import Cast, make_cast
from tests.makers import make_inrichting, make_student, make_verbintenis


def _id(rij: Any) -> int:
    return int(rij.id)


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


@pytest.fixture
def inrichting(session: Session, cast: Cast) -> Inrichting:
    return make_inrichting(session, team_id=cast.team.id, documenten=["POK"])


def test_a_coupled_student_gets_the_dates_and_hours_of_the_set_up(
    session: Session, cast: Cast, inrichting: Inrichting, clock: FixedClock
) -> None:
    verbintenis = make_verbintenis(session, make_student(session, cast.team))
    (uitslag,) = service.koppel(session, cast.coordinator, clock, _id(inrichting), [_id(verbintenis)])
    assert (uitslag.gelukt, uitslag.tekst, uitslag.sleutel) == (True, GEKOPPELD, str(verbintenis.id))
    dossier = session.exec(select(Dossier).where(col(Dossier.inrichting_id) == inrichting.id)).one()
    assert uitslag.href == f"/dossiers/{dossier.id}"
    assert (dossier.student_id, dossier.verbintenis_id, dossier.team_id) == (
        verbintenis.student_id, verbintenis.id, cast.team.id,
    )  # fmt: skip
    for veld in ("begin_op", "eind_op", "uren_totaal", "uren_per_week", "dagen_per_week"):
        assert getattr(dossier, veld) == getattr(inrichting, veld)
    assert (dossier.aangemaakt_op, dossier.onderwijsbegeleider_id, dossier.documenten_klaar) == (clock.nu(), None, [])


def test_every_row_gets_its_own_answer(session: Session, cast: Cast, inrichting: Inrichting, clock: FixedClock) -> None:
    def make(**anders: Any) -> int:
        return _id(make_verbintenis(session, make_student(session, cast.team), **anders))

    goed, bbl, onbekend = make(), make(leerweg=Leerweg.BBL), make(leerweg=None)
    geeindigd = make(werkelijk_eind_op=date(2026, 12, 6))
    later = make(begin_op=date(2027, 1, 1))
    ids = [goed, bbl, onbekend, geeindigd, later, _id(cast.andere_verbintenis), 999_999, 2**70, goed]
    uitslagen = service.koppel(session, cast.coordinator, clock, _id(inrichting), ids)
    assert [u.sleutel for u in uitslagen] == [str(i) for i in ids[:-1]]
    per_id = {u.sleutel: u for u in uitslagen}
    assert per_id[str(goed)].tekst == GEKOPPELD
    assert not per_id[str(bbl)].gelukt
    assert "Andere leerweg" in per_id[str(bbl)].tekst.nl
    assert "niet bekend" in per_id[str(onbekend)].tekst.nl
    assert "geëindigd op 6 dec 2026" in per_id[str(geeindigd)].tekst.nl
    assert per_id[str(later)].gelukt
    assert "Let op" in per_id[str(later)].tekst.nl
    niet = [per_id[str(i)] for i in (_id(cast.andere_verbintenis), 999_999, 2**70)]
    assert {(u.naam, u.gelukt, u.tekst, u.href) for u in niet} == {("–", False, NietGevonden().tekst, "")}
    gemaakt = session.exec(select(Dossier.verbintenis_id).where(col(Dossier.inrichting_id) == inrichting.id)).all()
    assert set(gemaakt) == {goed, later}


def test_coupling_again_says_so_and_points_at_the_dossier(
    session: Session, cast: Cast, inrichting: Inrichting, clock: FixedClock
) -> None:
    verbintenis = make_verbintenis(session, make_student(session, cast.team))
    (een,) = service.koppel(session, cast.coordinator, clock, _id(inrichting), [_id(verbintenis)])
    (twee,) = service.koppel(session, cast.coordinator, clock, _id(inrichting), [_id(verbintenis)])
    assert (twee.gelukt, twee.tekst, twee.href) == (False, AL_GEKOPPELD, een.href)


def test_a_second_placement_in_the_same_days_warns(
    session: Session, cast: Cast, inrichting: Inrichting, clock: FixedClock
) -> None:
    ids = [_id(cast.verbintenis)]
    (uitslag,) = service.koppel(session, cast.coordinator, clock, _id(inrichting), ids)
    assert uitslag.gelukt
    assert "zelfde periode" in uitslag.tekst.nl
    na = make_inrichting(session, begin_op=date(2027, 6, 26), eind_op=date(2027, 7, 31))
    assert service.koppel(session, cast.coordinator, clock, _id(na), ids)[0].tekst == GEKOPPELD
    service.sluit(session, _id(cast.eigen), clock.nu())
    derde = make_inrichting(session, begin_op=date(2026, 11, 1), eind_op=date(2026, 12, 6))
    assert service.koppel(session, cast.coordinator, clock, _id(derde), ids)[0].tekst == GEKOPPELD


def test_who_may_couple(session: Session, cast: Cast, inrichting: Inrichting, clock: FixedClock) -> None:
    uitkomst: dict[str, str] = {}
    for naam, actor in cast.iedereen.items():
        try:
            service.koppel(session, actor, clock, _id(inrichting), [])
            uitkomst[naam] = "mag"
        except (GeenRecht, NietGevonden) as fout:
            uitkomst[naam] = fout.code
    mag = {n for n, u in uitkomst.items() if u == "mag"}
    assert mag == {"coordinator", "coordinator_school"}
    assert {u for n, u in uitkomst.items() if n not in mag} == {"niet_gevonden"}


def test_guiding_a_student_of_another_team_is_not_enough_to_couple(
    session: Session, cast: Cast, inrichting: Inrichting, clock: FixedClock
) -> None:
    beide = Actor(
        cast.andere_begeleider.account_id,
        "Twee rollen",
        (RolToewijzing(Rol.ONDERWIJSBEGELEIDER), RolToewijzing(Rol.COORDINATOR, team_id=cast.team.id)),
    )
    (per_verbintenis,) = service.koppel(session, beide, clock, _id(inrichting), [_id(cast.andere_verbintenis)])
    (per_student,) = service.koppel_studenten(session, beide, clock, _id(inrichting), [_id(cast.andere_student)])
    for uitslag in (per_verbintenis, per_student):
        assert (uitslag.gelukt, uitslag.naam, uitslag.tekst) == (False, "–", NietGevonden().tekst)


def test_a_set_up_that_is_off_takes_nobody(
    session: Session, cast: Cast, inrichting: Inrichting, clock: FixedClock
) -> None:
    service.zet_inrichting_actief(session, cast.coordinator, _id(inrichting), False, inrichting.versie)
    with pytest.raises(service.InrichtingUit):
        service.koppel(session, cast.coordinator, clock, _id(inrichting), [_id(cast.verbintenis)])


def test_a_dossier_never_leaves_the_sight_of_who_made_it(session: Session, cast: Cast, clock: FixedClock) -> None:
    verbintenis = make_verbintenis(session, make_student(session, cast.team), team_id=cast.ander_team.id)
    schoolbreed = make_inrichting(session)
    (uitslag,) = service.koppel(session, cast.coordinator, clock, _id(schoolbreed), [_id(verbintenis)])
    dossier_id = int(uitslag.href.rpartition("/")[2])
    assert service.get_dossier(session, cast.coordinator, dossier_id).team_id == cast.team.id
    andere = make_inrichting(session)
    (uitslag,) = service.koppel(session, cast.coordinator_school, clock, _id(andere), [_id(verbintenis)])
    dossier_id = int(uitslag.href.rpartition("/")[2])
    assert service.get_dossier(session, cast.coordinator_school, dossier_id).team_id == cast.ander_team.id


def test_of_a_student_the_fitting_enrolment_is_coupled(
    session: Session, cast: Cast, inrichting: Inrichting, clock: FixedClock
) -> None:
    student = make_student(session, cast.team)
    make_verbintenis(session, student, volgnummer="1", begin_op=date(2026, 8, 1), leerweg=Leerweg.BBL)
    past = make_verbintenis(session, student, volgnummer="2", begin_op=date(2025, 8, 1))
    make_verbintenis(session, student, volgnummer="3", begin_op=date(2026, 8, 1), werkelijk_eind_op=date(2026, 9, 1))
    make_verbintenis(session, student, volgnummer="4", begin_op=date(2027, 8, 1))
    (uitslag,) = service.koppel_studenten(session, cast.coordinator, clock, _id(inrichting), [_id(student)])
    assert (uitslag.gelukt, uitslag.sleutel) == (True, str(student.id))
    dossier = session.exec(select(Dossier).where(col(Dossier.student_id) == student.id)).one()
    assert dossier.verbintenis_id == past.id


def test_a_student_for_whom_nothing_fits_is_told_why(
    session: Session, cast: Cast, inrichting: Inrichting, clock: FixedClock
) -> None:
    zonder, bbl = make_student(session, cast.team), make_student(session, cast.team)
    make_verbintenis(session, bbl, leerweg=Leerweg.BBL)
    een, twee, drie = service.koppel_studenten(
        session, cast.coordinator, clock, _id(inrichting), [_id(zonder), _id(bbl), _id(cast.andere_student)]
    )
    assert (een.naam, een.gelukt, een.tekst.nl) == (zonder.naam, False, "Deze student heeft geen verbintenis.")
    assert (twee.naam, twee.gelukt) == (bbl.naam, False)
    assert "Andere leerweg" in twee.tekst.nl
    assert (drie.gelukt, drie.tekst) == (False, NietGevonden().tekst)


def test_a_whole_class_is_coupled_in_one_action(
    session: Session, cast: Cast, inrichting: Inrichting, clock: FixedClock
) -> None:
    klas = [make_student(session, cast.team, klas="2C") for _ in range(3)]
    for student in klas:
        make_verbintenis(session, student)
    make_verbintenis(session, make_student(session, cast.team, klas="2D"))
    make_verbintenis(session, make_student(session, cast.ander_team, klas="2C"))
    vraag = LijstVraag(filters={"klas": "2C"}, pagina=7, per_pagina=1)
    uitslagen = service.koppel_op_filter(session, cast.coordinator, clock, _id(inrichting), vraag)
    assert {u.sleutel for u in uitslagen} == {str(s.id) for s in klas}
    assert all(u.gelukt for u in uitslagen)
    assert service.koppel_op_filter(
        session, cast.coordinator, clock, _id(inrichting), LijstVraag(filters={"klas": "9Z"})
    ) == []  # fmt: skip


def test_a_filter_finds_more_than_one_page(
    session: Session, cast: Cast, inrichting: Inrichting, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpv_app.dossier.service_koppel._STAP", 2)
    klas = [make_student(session, cast.team, klas="2C") for _ in range(5)]
    uitslagen = service.koppel_op_filter(
        session, cast.coordinator, clock, _id(inrichting), LijstVraag(filters={"klas": "2C"})
    )
    assert sorted(u.sleutel for u in uitslagen) == sorted(str(s.id) for s in klas)


def test_too_many_at_once_is_refused_before_anything_happens(
    session: Session, cast: Cast, inrichting: Inrichting, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpv_app.dossier.service_koppel.MAX_PER_KEER", 2)
    ids = [_id(make_verbintenis(session, make_student(session, cast.team, klas="2C"))) for _ in range(3)]
    with pytest.raises(service.TeVeel):
        service.koppel(session, cast.coordinator, clock, _id(inrichting), ids)
    with pytest.raises(service.TeVeel):
        service.koppel_studenten(session, cast.coordinator, clock, _id(inrichting), [1, 2, 3])
    with pytest.raises(service.TeVeel):
        service.koppel_op_filter(session, cast.coordinator, clock, _id(inrichting), LijstVraag(filters={"klas": "2C"}))
    gemaakt = session.exec(select(Dossier).where(col(Dossier.inrichting_id) == inrichting.id)).all()
    assert gemaakt == []


def test_when_somebody_else_was_just_faster_the_row_says_so_and_the_rest_goes_on(
    motor: Engine, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(systeem(), op=motor) as session:
        cast = make_cast(session)
        inrichting = make_inrichting(session, team_id=cast.team.id)
        ids = [_id(make_verbintenis(session, make_student(session, cast.team))) for _ in range(2)]
        service.koppel(session, cast.coordinator, clock, _id(inrichting), ids[:1])
    # The look before the write finds nothing, as when the other transaction commits in between.
    monkeypatch.setattr("bpv_app.dossier.service_koppel._bestaand", lambda *_: None)
    with transaction(cast.coordinator, op=motor) as session:
        uitslagen: list[Uitslag] = service.koppel(session, cast.coordinator, clock, _id(inrichting), ids)
    assert [(u.gelukt, u.tekst) for u in uitslagen] == [(False, AL_GEKOPPELD), (True, GEKOPPELD)]
    with transaction(op=motor) as session:
        aantal = sa.select(sa.func.count()).select_from(Dossier).where(col(Dossier.inrichting_id) == inrichting.id)
        assert session.execute(aantal).scalar_one() == 2
