"""Slots: reserved, taken, free. The last one is never given twice, by the service nor by the database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.matching.queries_plek import zoek_voor_plek
from bpv_app.matching.rules_plaats import Bezetting, ClaimSoort, Gebeurtenis, PlaatsStatus
from bpv_app.matching.rules_plaats_stap import Stap
from bpv_app.matching.service_plaats import werk_plaats_bij, zet_stap
from bpv_app.matching.service_plaats_basis import bezetting_van
from bpv_app.matching.service_plek import (
    HeeftAlEenPlek,
    PastNiet,
    PlaatsNeemtNiemand,
    PlaatsVol,
    bezet_plek,
    geef_plek_vrij,
    reserveer_plek,
)
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsGebeurtenis
from bpv_app.student.tables import Student
from tests.makers import NU, make_dossier, make_plaats, make_student, make_verbintenis
from tests.matching.cast_plaats import Cast, id_van, make_cast, make_leerling


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def test_a_slot_is_reserved_then_taken_then_released(session: Session, cast: Cast, clock: FixedClock) -> None:
    plaats = make_plaats(session, cast.opleider, aantal=2)
    plaats_id, student_id = id_van(plaats), id_van(cast.student)
    claim = reserveer_plek(session, cast.coordinator, clock, plaats_id, student_id)
    assert (claim.nummer, claim.soort, claim.door_naam) == (1, ClaimSoort.GERESERVEERD, cast.coordinator.naam)
    assert bezetting_van(session, plaats) == Bezetting(2, 1, 0)
    assert reserveer_plek(session, cast.coordinator, clock, plaats_id, student_id).id == claim.id, "once is enough"
    bezet_plek(session, cast.coordinator, clock, plaats_id, student_id)
    assert bezetting_van(session, plaats) == Bezetting(2, 0, 1)
    assert reserveer_plek(session, cast.coordinator, clock, plaats_id, student_id).soort is ClaimSoort.BEZET
    with pytest.raises(OngeldigeInvoer):
        geef_plek_vrij(session, cast.coordinator, clock, plaats_id, student_id, reden=" ")
    geef_plek_vrij(session, cast.coordinator, clock, plaats_id, student_id, reden="Andere plek")
    assert bezetting_van(session, plaats).vrij == 2
    regels = session.exec(select(PlaatsGebeurtenis).order_by(col(PlaatsGebeurtenis.id))).all()
    assert [(r.wat, r.student_id, r.reden) for r in regels] == [
        (Gebeurtenis.GERESERVEERD, student_id, ""),
        (Gebeurtenis.BEZET, student_id, ""),
        (Gebeurtenis.VRIJGEGEVEN, student_id, "Andere plek"),
    ]
    with pytest.raises(NietGevonden):
        geef_plek_vrij(session, cast.coordinator, clock, plaats_id, student_id, reden="Nog eens")


def test_a_full_place_says_so(session: Session, cast: Cast, clock: FixedClock) -> None:
    plaats = make_plaats(session, cast.opleider)
    bezet_plek(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student))
    with pytest.raises(PlaatsVol, match="de ene plek"):
        reserveer_plek(session, cast.coordinator, clock, id_van(plaats), id_van(make_leerling(session, cast.team)))


@pytest.mark.parametrize("status", [s for s in PlaatsStatus if s is not PlaatsStatus.AANGEBODEN])
def test_a_place_that_is_not_offered_takes_nobody(
    session: Session, cast: Cast, clock: FixedClock, status: PlaatsStatus
) -> None:
    plaats = make_plaats(session, cast.opleider, status)
    with pytest.raises(PlaatsNeemtNiemand):
        reserveer_plek(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student))


def test_who_reserved_is_placed_also_when_the_place_was_closed(session: Session, cast: Cast, clock: FixedClock) -> None:
    plaats = make_plaats(session, cast.opleider)
    reserveer_plek(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student))
    zet_stap(session, cast.coordinator, clock, id_van(plaats), Stap.SLUIT)
    assert bezet_plek(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student)).soort is ClaimSoort.BEZET


def test_the_place_is_for_the_students_programme(session: Session, cast: Cast, clock: FixedClock) -> None:
    plaats = make_plaats(session, cast.opleider)
    ander = make_leerling(session, cast.team, crebo="25111")
    oud = make_leerling(session, cast.team, werkelijk_eind_op=date(2026, 11, 25))
    niet_erkend = make_plaats(session, cast.opleider, crebos=("25111",), zonder_erkenning=True)
    for plek, student in ((plaats, ander), (plaats, oud), (niet_erkend, ander)):
        with pytest.raises(PastNiet):
            reserveer_plek(session, cast.coordinator, clock, id_van(plek), id_van(student))


def test_a_student_holds_one_slot_in_a_period(session: Session, cast: Cast, clock: FixedClock) -> None:
    eerste = make_plaats(session, cast.opleider, titel="Eerste plek")
    zelfde_tijd = make_plaats(session, cast.opleider, van=date(2027, 6, 25), tot=date(2027, 9, 1))
    later = make_plaats(session, cast.opleider, van=date(2027, 6, 26), tot=date(2027, 9, 1))
    reserveer_plek(session, cast.coordinator, clock, id_van(eerste), id_van(cast.student))
    with pytest.raises(HeeftAlEenPlek, match="Eerste plek"):
        reserveer_plek(session, cast.coordinator, clock, id_van(zelfde_tijd), id_van(cast.student))
    reserveer_plek(session, cast.coordinator, clock, id_van(later), id_van(cast.student))


def test_only_a_coordinator_of_the_students_team_gives_or_takes_a_slot(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    plaats = make_plaats(session, cast.opleider)
    plaats_id, student_id = id_van(plaats), id_van(cast.student)
    for actor in (cast.bedrijf_actor, cast.student_actor, cast.begeleider, cast.beheer):
        with pytest.raises(GeenRecht):
            reserveer_plek(session, actor, clock, plaats_id, student_id)
    for bad in (0, -1, 2**40, 987654):
        with pytest.raises(NietGevonden):
            reserveer_plek(session, cast.coordinator, clock, plaats_id, bad)
        with pytest.raises(NietGevonden):
            reserveer_plek(session, cast.coordinator, clock, bad, student_id)
    with pytest.raises(NietGevonden):
        reserveer_plek(session, cast.vreemd, clock, plaats_id, student_id)
    reserveer_plek(session, cast.coordinator, clock, plaats_id, student_id)
    with pytest.raises(NietGevonden):
        geef_plek_vrij(session, cast.vreemd, clock, plaats_id, student_id, reden="Weg")


def test_a_slot_may_name_the_students_own_dossier_only(session: Session, cast: Cast, clock: FixedClock) -> None:
    plaats = make_plaats(session, cast.opleider)
    eigen = make_dossier(session, make_verbintenis(session, cast.student, volgnummer="2"))
    vreemd = make_dossier(session)
    for dossier_id in (id_van(vreemd), 0, 2**40):
        with pytest.raises(NietGevonden):
            bezet_plek(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student), dossier_id=dossier_id)
    claim = bezet_plek(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student), dossier_id=id_van(eigen))
    assert claim.dossier_id == eigen.id


# -- two at once ------------------------------------------------------------------------------------------------------


def tegelijk(motor: Engine, *werk: Callable[[Session], Any]) -> list[str]:
    """Each piece of work in its own transaction and thread, all starting together; "ok" or the error's code."""
    start = threading.Barrier(len(werk))

    def doe(deel: Callable[[Session], Any]) -> str:
        start.wait()
        try:
            with transaction(op=motor) as session:
                deel(session)
        except DomeinFout as fout:
            return fout.code
        return "ok"

    with ThreadPoolExecutor(len(werk)) as draden:
        return sorted(draden.map(doe, werk))


@pytest.mark.parametrize("aantal", [1, 3])
def test_of_many_who_want_the_last_slots_no_more_than_fit_get_one(
    motor: Engine, clock: FixedClock, aantal: int
) -> None:
    with transaction(op=motor) as session:
        cast = make_cast(session)
        plaats_id = id_van(make_plaats(session, cast.opleider, aantal=aantal))
        studenten = [id_van(make_leerling(session, cast.team)) for _ in range(8)]

    def wil(student_id: int) -> Callable[[Session], Any]:
        return lambda s: reserveer_plek(s, cast.coordinator, clock, plaats_id, student_id)

    uitslag = tegelijk(motor, *(wil(s) for s in studenten))
    assert uitslag == ["ok"] * aantal + ["plaats_vol"] * (8 - aantal)
    with lezen(op=motor) as session:
        assert session.exec(select(PlaatsClaim.nummer).order_by(col(PlaatsClaim.nummer))).all() == list(
            range(1, aantal + 1)
        )
        assert len(session.exec(select(PlaatsGebeurtenis)).all()) == aantal


def test_one_student_at_two_places_at_once_gets_one(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        cast = make_cast(session)
        student_id = id_van(cast.student)
        plaatsen = [id_van(make_plaats(session, cast.opleider)) for _ in range(4)]

    def wil(plaats_id: int) -> Callable[[Session], Any]:
        return lambda s: reserveer_plek(s, cast.coordinator, clock, plaats_id, student_id)

    assert tegelijk(motor, *(wil(p) for p in plaatsen)) == ["heeft_al_een_plek"] * 3 + ["ok"]


def test_closing_and_reserving_at_once_never_leaves_a_student_who_came_after(motor: Engine, clock: FixedClock) -> None:
    """Whichever comes first, the history tells the same story as the table."""
    with transaction(op=motor) as session:
        cast = make_cast(session)
        plaats_id = id_van(make_plaats(session, cast.opleider))
    uitslag = tegelijk(
        motor,
        lambda s: zet_stap(s, cast.bedrijf_actor, clock, plaats_id, Stap.TREK_IN, reden="Weg"),
        lambda s: reserveer_plek(s, cast.coordinator, clock, plaats_id, id_van(cast.student)),
    )
    assert uitslag in (["ok", "ok"], ["ok", "plaats_neemt_niemand"])
    with lezen(op=motor) as session:
        assert session.get_one(Plaats, plaats_id).status is PlaatsStatus.INGETROKKEN
        assert session.exec(select(PlaatsClaim)).all() == []


def test_fewer_slots_and_a_reservation_at_once_never_overbook(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        cast = make_cast(session)
        plaats = make_plaats(session, cast.opleider, aantal=2)
        plaats_id, versie = id_van(plaats), plaats.versie
        reserveer_plek(session, cast.coordinator, clock, plaats_id, id_van(make_leerling(session, cast.team)))
    uitslag = tegelijk(
        motor,
        lambda s: werk_plaats_bij(s, cast.bedrijf_actor, clock, plaats_id, cast.invoer(aantal=1), versie),
        lambda s: reserveer_plek(s, cast.coordinator, clock, plaats_id, id_van(cast.student)),
    )
    assert uitslag in (["ok", "plaats_vol"], ["ok", "ongeldige_invoer"])
    with lezen(op=motor) as session:
        rij = session.get_one(Plaats, plaats_id)
        assert bezetting_van(session, rij) == Bezetting(rij.aantal, rij.aantal)


# -- the database itself ----------------------------------------------------------------------------------------------


def _claim(plaats: Plaats, student: Student, nummer: int, aantal: int) -> PlaatsClaim:
    return PlaatsClaim(
        plaats_id=id_van(plaats),
        nummer=nummer,
        aantal=aantal,
        soort=ClaimSoort.BEZET,
        student_id=id_van(student),
        op=NU,
        door_naam="X",
    )


@pytest.mark.parametrize(
    ("nummer", "aantal"),
    [(1, 2), (3, 2), (0, 2), (3, 3)],
    ids=["a number twice", "above", "below", "a number of slots the place does not have"],
)
def test_the_database_refuses_more_claims_than_slots(session: Session, nummer: int, aantal: int) -> None:
    plaats = make_plaats(session, aantal=2)
    session.add(_claim(plaats, make_student(session), 1, 2))
    session.flush()
    ander = make_student(session)
    session.add(_claim(plaats, ander, nummer, aantal))
    with pytest.raises(sa.exc.IntegrityError):
        session.flush()
    session.rollback()


def test_the_database_refuses_fewer_slots_than_are_held(session: Session) -> None:
    plaats = make_plaats(session, aantal=3)
    session.add(_claim(plaats, make_student(session), 3, 3))
    session.flush()
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        session.execute(sa.update(Plaats).where(col(Plaats.id) == plaats.id).values(aantal=2))
    session.execute(sa.update(Plaats).where(col(Plaats.id) == plaats.id).values(aantal=5))
    session.expire_all()
    assert session.exec(select(PlaatsClaim.aantal)).one() == 5, "it follows the place"


@pytest.mark.parametrize("opdracht", ["UPDATE plaats_gebeurtenis SET reden = 'x'", "DELETE FROM plaats_gebeurtenis"])
def test_the_history_of_a_place_cannot_be_changed(motor: Engine, clock: FixedClock, opdracht: str) -> None:
    with transaction(op=motor) as session:
        cast = make_cast(session)
        plaats = make_plaats(session, cast.opleider)
        reserveer_plek(session, cast.coordinator, clock, id_van(plaats), id_van(cast.student))
    with transaction(op=motor) as session, pytest.raises(sa.exc.DBAPIError):
        session.execute(sa.text(opdracht))


def test_the_search_finds_own_students_whom_the_place_fits_and_who_have_no_slot_then(
    session: Session, cast: Cast, clock: FixedClock
) -> None:
    plaats = make_plaats(session, cast.opleider, aantal=3)
    andere = make_student(session, cast.team, naam="Kim Kapper", zoektekst="kim kapper")
    make_verbintenis(session, andere, crebo="25641")
    vrij = make_student(session, cast.team, naam="Élise Vrij", klas="3B", zoektekst="elise vrij")
    make_verbintenis(session, vrij)

    def zoek(tekst: str, wie: Actor = cast.coordinator) -> list[int]:
        return [nr for nr, _ in zoek_voor_plek(session, wie, id_van(plaats), tekst, clock.vandaag())]

    assert set(zoek("")) == {id_van(cast.student), id_van(vrij)}
    assert zoek_voor_plek(session, cast.coordinator, id_van(plaats), "Elise", clock.vandaag()) == [
        (id_van(vrij), "Élise Vrij (3B)")
    ]
    assert zoek("%") == []
    assert zoek("", cast.vreemd) == []
    elders = make_plaats(session, cast.opleider)
    reserveer_plek(session, cast.coordinator, clock, id_van(elders), id_van(vrij))
    assert zoek("") == [id_van(cast.student)]
    for nr in zoek(""):
        reserveer_plek(session, cast.coordinator, clock, id_van(plaats), nr)
    assert zoek("") == []
