"""Date travel through the whole app: making ready, printing, signing and a new register around begin and end, with
successors, groups, routes and partial accreditations from imported files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from bpv_app.db import lezen, transaction
from bpv_app.erkenning.rules import IntrekkingStatus
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, OngeldigeInvoer
from bpv_app.kernel.inlezen import ImportSoort, Tellingen
from bpv_app.leerbedrijf.clauses import is_erkend_clause, telt_voor
from bpv_app.leerbedrijf.rules import Aanleiding, Uitkomst
from bpv_app.leerbedrijf.service_erkenning import kijk_erkenning
from bpv_app.leerbedrijf.tables import Erkenning, ErkenningControle, Leerbedrijf
from bpv_app.pok import service as pok_service
from bpv_app.pok.rules import Partij, PokStatus
from bpv_app.pok.service_basis import NietErkend
from bpv_app.pok.service_werkprocessen import leg_werkprocessen_vast, list_deelerkenning
from bpv_app.pok.tables import Pok
from bpv_app.student.rules import Leerweg
from tests.erkenning.test_intrekking import School, alle, maak_school
from tests.inlezen.hulp import neem_over, rijen

CREBO, OUD, GROEP = "25736", "25100", "23100"
EIND = date(2026, 12, 6)
"""The last day of the accreditation; the placement begins a day later unless a test says otherwise."""
ANDER = "100999999;25736;2020-01-01;\n"
DEEL = "B1-K1-W1"


def op(dag: date) -> FixedClock:
    return FixedClock(datetime(dag.year, dag.month, dag.day, 9, tzinfo=UTC))


def register(motor: Engine, dag: date, regels: str, kop: str = "Leerbedrijf-ID;crebo;van;tot") -> None:
    kolommen = kop.count(";") - ANDER.count(";")
    ander = ANDER.rstrip("\n") + ";" * kolommen + "\n"
    neem_over(motor, op(dag), ImportSoort.ERKENNINGEN, f"{kop}\n{ander}{regels}")


def crebos(motor: Engine, dag: date, *regels: str) -> None:
    tekst = "soort;van;naar;vanaf\n" + "".join(f"{r}\n" for r in regels)
    neem_over(motor, op(dag), ImportSoort.CREBOS, tekst)


def klaar(motor: Engine, school: School, dag: date) -> bool:
    with transaction(school.coordinator, op=motor) as session:
        (uit,) = pok_service.maak_volledig_alle(session, school.coordinator, op(dag), [school.poks[PokStatus.CONCEPT]])
    return uit.gelukt


def druk(motor: Engine, school: School, dag: date, pok_id: int) -> bool:
    with transaction(school.studentenzaken, op=motor) as session:
        (uit,) = pok_service.druk_af(session, school.studentenzaken, op(dag), [pok_id]).uitslagen
    return uit.gelukt


def teken(motor: Engine, school: School, dag: date, pok_id: int) -> bool:
    with transaction(school.studentenzaken, op=motor) as session:
        uit = [
            pok_service.registreer_handtekening(session, school.studentenzaken, op(dag), pok_id, partij, dag)
            for partij in (Partij.STUDENT, Partij.LEERBEDRIJF, Partij.SCHOOL)
        ]
    return uit[-1].is_definitief


@pytest.mark.parametrize(("begin", "mag"), [(EIND, True), (EIND + timedelta(days=1), False)])
def test_making_ready_asks_for_the_first_day(motor: Engine, begin: date, mag: bool) -> None:
    dag = date(2026, 11, 26)
    school = maak_school(motor, PokStatus.CONCEPT, begin_op=begin)
    register(motor, dag, f"{school.sbb_id};{CREBO};2020-01-01;{EIND}\n")
    assert klaar(motor, school, dag) is mag
    with lezen(op=motor) as session:
        feit = session.exec(
            select(ErkenningControle).where(ErkenningControle.aanleiding == Aanleiding.KLAARZETTEN)
        ).one()
    assert (feit.peildatum, feit.uitkomst is Uitkomst.ERKEND) == (begin, mag)


@pytest.mark.parametrize(("dag", "mag"), [(EIND, True), (EIND + timedelta(days=1), False)])
def test_printing_and_signing_ask_for_the_day_itself(motor: Engine, dag: date, mag: bool) -> None:
    school = maak_school(motor)
    pok_id = school.poks[PokStatus.VOLLEDIG]
    register(motor, EIND, f"{school.sbb_id};{CREBO};2020-01-01;{EIND}\n")
    assert druk(motor, school, dag, pok_id) is mag
    if mag:
        assert teken(motor, school, EIND, pok_id)


def test_printed_on_the_last_day_and_signed_a_day_later_is_not_final(motor: Engine) -> None:
    school = maak_school(motor)
    pok_id = school.poks[PokStatus.VOLLEDIG]
    register(motor, EIND, f"{school.sbb_id};{CREBO};2020-01-01;{EIND}\n")
    assert druk(motor, school, EIND, pok_id)
    assert not teken(motor, school, EIND + timedelta(days=1), pok_id)


@pytest.mark.parametrize(("per", "mag"), [(date(2026, 12, 7), True), (date(2026, 12, 8), False)])
def test_a_company_accredited_for_the_old_crebo_may_take_a_student_of_the_new_one_from_the_day(
    motor: Engine, per: date, mag: bool
) -> None:
    dag = date(2026, 11, 26)
    school = maak_school(motor, PokStatus.CONCEPT)  # begins 7 December
    register(motor, dag, f"{school.sbb_id};{OUD};2020-01-01;\n")
    assert not klaar(motor, school, dag)
    crebos(motor, dag, f"opvolging;{OUD};{CREBO};{per}")
    assert klaar(motor, school, dag) is mag


def test_a_group_of_crebos_in_the_register_counts_for_its_crebos(motor: Engine) -> None:
    dag = date(2026, 11, 26)
    school = maak_school(motor, PokStatus.CONCEPT)
    crebos(motor, dag, f"groep;{GROEP};{CREBO};")
    register(motor, dag, f"{school.sbb_id};;2020-01-01;;{GROEP}\n", "Leerbedrijf-ID;crebo;van;tot;crebogroep")
    assert klaar(motor, school, dag)


def test_succession_that_is_taken_back_is_a_withdrawal_and_coming_back_heals_it(motor: Engine) -> None:
    dag = date(2026, 11, 26)
    school = maak_school(motor)
    register(motor, dag, f"{school.sbb_id};{OUD};2020-01-01;\n{school.sbb_id};{CREBO};2020-01-01;\n")
    crebos(motor, dag, f"opvolging;{OUD};{CREBO};2026-08-01")
    register(motor, dag, f"{school.sbb_id};{OUD};2020-01-01;\n")
    assert alle(motor) == []  # the old one counts
    crebos(motor, dag, f"opvolging;{OUD};25999;2026-08-01")
    assert [i.status for i in alle(motor)] == [IntrekkingStatus.OPEN]
    crebos(motor, dag, f"opvolging;{OUD};{CREBO};2026-08-01")
    assert [i.status for i in alle(motor)] == [IntrekkingStatus.HERSTELD]


MET_LEERWEG = "Leerbedrijf-ID;crebo;van;tot;leerweg"
MET_DEEL = "Leerbedrijf-ID;crebo;van;tot;werkprocessen"


@pytest.mark.parametrize(("leerweg", "mag"), [("BOL", True), ("BBL", False), ("", True)])
def test_an_accreditation_per_route(motor: Engine, leerweg: str, mag: bool) -> None:
    dag = date(2026, 11, 26)
    school = maak_school(motor, PokStatus.CONCEPT)  # BOL
    register(motor, dag, f"{school.sbb_id};{CREBO};2020-01-01;;{leerweg}\n", MET_LEERWEG)
    assert klaar(motor, school, dag) is mag


def test_two_routes_stand_beside_each_other_and_another_register_without_routes_replaces_them(motor: Engine) -> None:
    dag, regel = date(2026, 11, 26), "100000123;25736;2020-01-01;"
    register(motor, dag, f"{regel};BOL\n{regel}2026-12-31;BBL\n", MET_LEERWEG)
    vraag = "SELECT leerweg, erkend_tot FROM erkenning WHERE sbb_id = '100000123' ORDER BY 1"
    assert rijen(motor, vraag) == [("BBL", "2026-12-31"), ("BOL", None)]
    droog = neem_over(motor, op(dag), ImportSoort.ERKENNINGEN, f"Leerbedrijf-ID;crebo;van;tot\n{ANDER}{regel}\n")
    assert droog.tellingen == Tellingen(nieuw=1, ongewijzigd=1)
    assert rijen(motor, vraag) == [("", None)]


def test_a_partial_accreditation_lets_nothing_through_until_the_werkprocessen_are_recorded(motor: Engine) -> None:
    dag = date(2026, 11, 26)
    school = maak_school(motor, PokStatus.CONCEPT)
    pok_id, co = school.poks[PokStatus.CONCEPT], school.coordinator
    register(motor, dag, f"{school.sbb_id};{CREBO};2020-01-01;;b1-k1-w2, B1-K1-W1\n", MET_DEEL)
    with transaction(co, op=motor) as session, pytest.raises(NietErkend) as fout:
        pok_service.maak_volledig(session, co, op(dag), pok_id)
    assert "alleen erkend voor B1-K1-W1, B1-K1-W2" in fout.value.tekst.nl
    with transaction(co, op=motor) as session:
        assert list_deelerkenning(session, co, op(dag), pok_id) == ("B1-K1-W1", "B1-K1-W2")
        with pytest.raises(OngeldigeInvoer):
            leg_werkprocessen_vast(session, co, op(dag), pok_id, ["B1-K9-W1"])
        leg_werkprocessen_vast(session, co, op(dag), pok_id, [DEEL])
    assert klaar(motor, school, dag)
    assert druk(motor, school, dag, pok_id)
    assert teken(motor, school, dag, pok_id)
    with transaction(co, op=motor) as session, pytest.raises(DomeinFout):
        leg_werkprocessen_vast(session, co, op(dag), pok_id, [])
    register(motor, dag, f"{school.sbb_id};{CREBO};2020-01-01;;B1-K1-W2\n", MET_DEEL)
    (rij,) = alle(motor)
    assert f"niet voor {DEEL}" in rij.reden


def test_only_who_makes_ready_records_werkprocessen_and_only_with_a_partial_accreditation(motor: Engine) -> None:
    dag = date(2026, 11, 26)
    school = maak_school(motor, PokStatus.CONCEPT)
    pok_id = school.poks[PokStatus.CONCEPT]
    for wie in (school.begeleider, school.studentenzaken):
        with transaction(wie, op=motor) as session, pytest.raises(GeenRecht):
            leg_werkprocessen_vast(session, wie, op(dag), pok_id, [DEEL])
    with transaction(school.coordinator, op=motor) as session, pytest.raises(DomeinFout):
        leg_werkprocessen_vast(session, school.coordinator, op(dag), pok_id, [DEEL])


@pytest.mark.parametrize(
    ("regels", "geweigerd"),
    [
        ("opvolging;25100;25100;2026-08-01", 1),
        ("opvolging;25100;25736;", 1),
        ("groep;23100;25736;", 0),
        (";25100;25736;2026-08-01", 0),
        ("iets;25100;25736;2026-08-01", 1),
        ("opvolging;251;25736;2026-08-01", 1),
    ],
)
def test_what_a_file_of_successors_may_say(motor: Engine, regels: str, geweigerd: int) -> None:
    goed = "opvolging;25000;25001;2026-08-01"
    tekst = f"soort;van;naar;vanaf\n{goed}\n{regels}\n"
    droog = neem_over(motor, op(EIND), ImportSoort.CREBOS, tekst)
    assert droog.tellingen == Tellingen(nieuw=2 - geweigerd, geweigerd=geweigerd)
    assert neem_over(motor, op(EIND), ImportSoort.CREBOS, f"soort;van;naar;vanaf\n{goed}\n{regels}\n").tellingen == (
        Tellingen(ongewijzigd=2 - geweigerd, geweigerd=geweigerd)
    )


@pytest.mark.parametrize("crebo", [CREBO, OUD, GROEP, "25999"])
@pytest.mark.parametrize("dag", [date(2026, 7, 31), date(2026, 8, 1), EIND, EIND + timedelta(days=1)])
def test_the_sql_of_the_lists_gives_the_answer_of_the_rule(motor: Engine, crebo: str, dag: date) -> None:
    vandaag = date(2026, 7, 1)
    school = maak_school(motor)
    sbb = school.sbb_id
    register(
        motor,
        vandaag,
        f"{sbb};{OUD};2020-01-01;{EIND};;\n{sbb};25999;2020-01-01;;;B1-K1-W1\n{sbb};{GROEP};2026-08-01;;BOL;\n",
        "Leerbedrijf-ID;crebo;van;tot;leerweg;werkprocessen",
    )
    crebos(motor, vandaag, f"opvolging;{OUD};{CREBO};2026-08-01", f"groep;{GROEP};25998;")
    with lezen(school.coordinator, op=motor) as session:
        bedrijf = session.exec(select(Leerbedrijf).where(Leerbedrijf.sbb_id == sbb)).one()
        *_, antwoord = kijk_erkenning(
            session, school.coordinator, bedrijf.id or 0, crebo=crebo, keuzedeel="", peildatum=dag
        )
        gevonden = session.exec(select(Leerbedrijf.id).where(is_erkend_clause(crebo, dag))).all()
        assert (bedrijf.id in gevonden) is antwoord.is_erkend
        for leerweg in (Leerweg.BOL, Leerweg.BBL):
            *_, antwoord = kijk_erkenning(
                session, school.coordinator, bedrijf.id or 0, crebo=crebo, keuzedeel="", peildatum=dag, leerweg=leerweg
            )
            waar = (Erkenning.sbb_id == sbb, telt_voor(crebo, dag, leerweg.value))
            assert bool(session.exec(select(Erkenning.id).where(*waar)).all()) is antwoord.is_erkend


def test_a_pok_keeps_no_werkprocessen_unless_somebody_recorded_them(motor: Engine) -> None:
    school = maak_school(motor)
    with lezen(op=motor) as session:
        assert session.get_one(Pok, school.poks[PokStatus.VOLLEDIG]).werkprocessen == ""
