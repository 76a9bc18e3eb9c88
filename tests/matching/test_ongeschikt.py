"""A company that the school finds not suitable: in no round, and a slot by hand only with a yes."""

from __future__ import annotations

import pytest
from sqlmodel import Session, col, select

from bpv_app.kernel.clock import FixedClock
from bpv_app.leerbedrijf.rules_ongeschikt import NietGeschikt, OngeschiktInvoer
from bpv_app.leerbedrijf.service_ongeschikt import hef_ongeschikt_op, zet_ongeschikt
from bpv_app.leerbedrijf.tables_relatie import Ongeschikt
from bpv_app.matching.queries_ronde import list_weggevallen
from bpv_app.matching.queries_voorkeur import list_toegelaten
from bpv_app.matching.service_openen import bekijk_opening, markeer_weggevallen
from bpv_app.matching.service_plek import reserveer_met_de_hand
from bpv_app.matching.tables import PlaatsClaim, PlaatsGebeurtenis
from bpv_app.matching.tables_ronde import RondePlaats, RondeStudent
from bpv_app.toegang.tables import Audit
from tests.makers import make_plaats, make_student, make_verbintenis
from tests.matching import cast_plaats
from tests.matching.cast_ronde import Rondecast, deelname, maak_rondecast


def zet(session: Session, clock: FixedClock, cast: Rondecast, nr: int, reden: str, **anders: object) -> Ongeschikt:
    invoer = OngeschiktInvoer(reden, **anders)  # type: ignore[arg-type]
    return zet_ongeschikt(session, cast.coordinator, clock, cast.plaatsen[nr].leerbedrijf_id, invoer)


def test_no_place_of_it_is_in_a_round_and_the_question_before_opening_says_so(
    session: Session, clock: FixedClock
) -> None:
    cast = maak_rondecast(session)
    zet(session, clock, cast, 0, "Te weinig begeleiding.")
    ronde = cast.maak(session, clock)
    opening = bekijk_opening(session, cast.coordinator, clock, ronde.id or 0)
    assert (opening.aanbod, opening.plaatsen) == (3, 2)
    assert opening.ongeschikt == (("Monteur bij Anker", "Anker", "Te weinig begeleiding."),)
    cast.open(session, clock)
    in_ronde = set(session.exec(select(RondePlaats.plaats_id)))
    assert in_ronde == set(cast.ids(1, 2))


def test_it_is_out_for_the_crebo_and_team_it_was_said_of_only(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ander = make_verbintenis(session, make_student(session, cast.team, naam="Bo"), crebo="25641")
    beide = make_plaats(session, crebos=(ander.crebo, "25736"), titel="Allebei")
    invoer = OngeschiktInvoer("Alleen kappers niet.", crebo=ander.crebo)
    zet_ongeschikt(session, cast.coordinator, clock, beide.leerbedrijf_id, invoer)
    zet(session, clock, cast, 1, "Dit team niet.", team_id=cast.team.id)
    ronde = cast.open(session, clock)
    yara = deelname(session, cast.als_yara)
    bo = session.exec(select(RondeStudent).where(RondeStudent.student_id == ander.student_id)).one()
    assert list_toegelaten(session, yara) == {*cast.ids(0, 2), beide.id}
    assert beide.id not in list_toegelaten(session, bo.id or 0)
    assert list_weggevallen(session, ronde) == {}


def test_after_the_opening_its_places_are_marked_and_come_back(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.open(session, clock)
    rij = zet(session, clock, cast, 0, "Brand.")
    zet(session, clock, cast, 1, "Maar even.", tot=clock.vandaag())
    assert list_weggevallen(session, ronde) == {cast.ids(0)[0]: "ongeschikt"}, "over before the first day: no matter"
    assert markeer_weggevallen(session, cast.coordinator, clock, ronde) == 1
    hef_ongeschikt_op(session, cast.coordinator, clock, rij.id or 0, rij.versie)
    assert markeer_weggevallen(session, cast.coordinator, clock, ronde) == 1
    assert list_weggevallen(session, ronde) == {}


def test_a_slot_by_hand_takes_a_yes_and_keeps_why(session: Session, clock: FixedClock) -> None:
    cast = cast_plaats.make_cast(session)
    plaats = make_plaats(session, cast.opleider)
    plaats_id, student_id = cast_plaats.id_van(plaats), cast_plaats.id_van(cast.student)
    zet_ongeschikt(session, cast.coordinator, clock, plaats.leerbedrijf_id, OngeschiktInvoer("Te weinig werk."))
    with pytest.raises(NietGeschikt) as fout:
        reserveer_met_de_hand(session, cast.coordinator, clock, plaats_id, student_id, "Oom van de student.")
    assert "Te weinig werk." in fout.value.tekst.nl
    assert session.exec(select(PlaatsClaim)).all() == []
    reserveer_met_de_hand(session, cast.coordinator, clock, plaats_id, student_id, "Oom van de student.", toch=True)
    assert session.exec(select(PlaatsGebeurtenis.reden)).one() == "Oom van de student."
    regel = session.exec(select(Audit).where(col(Audit.tabel) == "ongeschikt", Audit.soort == "gebeurd")).one()
    assert "toch een plek" in regel.omschrijving
    assert "Te weinig werk" not in str(session.exec(select(PlaatsGebeurtenis)).all()), "the company reads this history"
