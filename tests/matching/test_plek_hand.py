"""A slot kept by hand: for students of own teams, by every hard rule, with a reason, the last one given once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.db import lezen, transaction
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.matching.queries_plek import zoek_voor_plek
from bpv_app.matching.rules_plaats import Bezetting, PlaatsStatus
from bpv_app.matching.service_plaats_basis import bezetting_van
from bpv_app.matching.service_plek import (
    HeeftAlEenPlek,
    PlaatsNeemtNiemand,
    PlaatsVol,
    RegelVerbiedt,
    geef_plek_vrij,
    reserveer_met_de_hand,
)
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsGebeurtenis
from bpv_app.student.rules import Leerweg
from tests.makers import make_plaats
from tests.matching.cast_plaats import Cast, id_van, make_cast, make_leerling

REDEN = "Liep hier vorig jaar ook stage."


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def test_a_slot_is_kept_with_the_reason_in_the_history_and_released_again(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    plaats = make_plaats(session, cast.opleider, aantal=2)
    reserveer_met_de_hand(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student), f" {REDEN} ")
    assert bezetting_van(session, plaats) == Bezetting(2, 1, 0)
    assert session.exec(select(PlaatsGebeurtenis.reden)).one() == REDEN
    with pytest.raises(HeeftAlEenPlek):
        reserveer_met_de_hand(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student), REDEN)
    geef_plek_vrij(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student), reden="Vergissing.")
    assert bezetting_van(session, plaats) == Bezetting(2, 0, 0)


@pytest.mark.parametrize("reden", ["", "  \x00 ", "x" * 1001])
def test_without_a_reason_nothing_is_kept(session: Session, cast: Cast, clock: FixedClock, reden: str) -> None:
    plaats = make_plaats(session, cast.opleider)
    with pytest.raises(OngeldigeInvoer):
        reserveer_met_de_hand(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student), reden)
    assert session.exec(select(PlaatsClaim)).all() == []


@pytest.mark.parametrize(
    ("plaats", "student", "zin"),
    [
        ({"crebos": ("25111",)}, {}, "niet voor de opleiding"),
        ({"zonder_erkenning": True, "crebos": ("25111",)}, {"crebo": "25111"}, "niet erkend"),
        ({"leerweg": Leerweg.BBL}, {}, "andere leerweg"),
        ({"niveau_min": 4, "niveau_max": 4}, {}, "ander niveau"),
        ({"min_leeftijd": 99}, {}, "jonger dan"),
        ({}, {"werkelijk_eind_op": date(2026, 11, 25)}, "niet voor de opleiding"),
    ],
)
def test_a_hard_rule_refuses_and_is_named(
    session: Session, cast: Cast, clock: FixedClock, plaats: dict[str, Any], student: dict[str, Any], zin: str
) -> None:
    plek = make_plaats(session, cast.opleider, **plaats)
    wie = make_leerling(session, cast.team, **student)
    with pytest.raises(RegelVerbiedt) as fout:
        reserveer_met_de_hand(session, cast.coordinator, clock, id_van(plek), id_van(wie), REDEN)
    assert zin in fout.value.tekst.nl


def test_a_full_or_closed_place_and_a_student_with_a_slot_elsewhere_are_refused(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    vol = make_plaats(session, cast.opleider)
    reserveer_met_de_hand(session, cast.coordinator, clock, id_van(vol), id_van(cast.student), REDEN)
    ander = make_leerling(session, cast.team)
    with pytest.raises(PlaatsVol):
        reserveer_met_de_hand(session, cast.coordinator, clock, id_van(vol), id_van(ander), REDEN)
    dicht = make_plaats(session, cast.opleider, PlaatsStatus.CONCEPT)
    with pytest.raises(PlaatsNeemtNiemand):
        reserveer_met_de_hand(session, cast.coordinator, clock, id_van(dicht), id_van(ander), REDEN)
    nog_een = make_plaats(session, cast.opleider)
    with pytest.raises(HeeftAlEenPlek):
        reserveer_met_de_hand(session, cast.coordinator, clock, id_van(nog_een), id_van(cast.student), REDEN)


def test_only_a_coordinator_of_the_students_team_keeps_or_finds(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    plaats = make_plaats(session, cast.opleider)
    cast.student.naam = "Kanarie de Vries"
    session.flush()
    for actor in (cast.bedrijf_actor, cast.student_actor, cast.begeleider, cast.beheer):
        with pytest.raises(GeenRecht):
            reserveer_met_de_hand(session, actor, clock, id_van(plaats), id_van(cast.student), REDEN)
        assert zoek_voor_plek(session, actor, id_van(plaats), "kanarie") == []
    with pytest.raises(NietGevonden):
        reserveer_met_de_hand(session, cast.vreemd, clock, id_van(plaats), id_van(cast.student), REDEN)
    assert zoek_voor_plek(session, cast.vreemd, id_van(plaats), "kanarie") == []
    assert [i for i, _ in zoek_voor_plek(session, cast.coordinator, id_van(plaats), "kanarie")] == [cast.student.id]
    assert zoek_voor_plek(session, cast.coordinator, id_van(plaats), " ") == []
    for fout in (0, -1, 2**40):
        with pytest.raises(NietGevonden):
            reserveer_met_de_hand(session, cast.coordinator, clock, id_van(plaats), fout, REDEN)
        with pytest.raises(NietGevonden):
            reserveer_met_de_hand(session, cast.coordinator, clock, fout, id_van(cast.student), REDEN)
    reserveer_met_de_hand(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student), REDEN)
    assert zoek_voor_plek(session, cast.coordinator, id_van(plaats), "kanarie") == []


def test_of_two_at_once_for_the_last_slot_one_wins_and_the_other_is_told(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        cast = make_cast(session)
        plaats_id = id_van(make_plaats(session, cast.opleider))
        studenten = [id_van(cast.student), id_van(make_leerling(session, cast.team))]
    tegelijk = threading.Barrier(2)

    def neem(student_id: int) -> str:
        tegelijk.wait()
        try:
            with transaction(cast.coordinator, op=motor) as session:
                reserveer_met_de_hand(session, cast.coordinator, clock, plaats_id, student_id, REDEN)
        except DomeinFout as fout:
            return fout.code
        return "gelukt"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(neem, studenten)) == ["gelukt", "plaats_vol"]
    with lezen(cast.coordinator, op=motor) as session:
        assert bezetting_van(session, session.get_one(Plaats, plaats_id)) == Bezetting(1, 1, 0)
        assert len(session.exec(select(PlaatsClaim).where(col(PlaatsClaim.plaats_id) == plaats_id)).all()) == 1
