"""Taking over an RO delivery: whole persons, no doubles, register data over the school's own, one transaction."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bpv_app.db import transaction
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.codering import OnleesbaarBestand
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.inlezen import ImportSoort, Tellingen
from bpv_app.kernel.rechten import Rol
from bpv_app.student.service import volgend_volgnummer_krd
from tests.inlezen.hulp import alles, neem_over, proef, rijen
from tests.makers import make_actor, make_opleiding, make_student, make_team, make_verbintenis

RO = ImportSoort.RO
KOP = "VLP|99XX|2024-07-31|2026-03-24|2026-03-25\n"
EVA = (
    "PER|BSN1||2007-05-01|V\n"
    "ISG|BSN1||1|2025-08-01|2028-07-31||\n"
    "ISP|BSN1||1|2025-08-01|25736|BOL|MBO-3|J||100A501|101X591\n"
    "ISP|BSN1||1|2026-08-01|25736|BBL|MBO-3|J||100A501|101X591\n"
    "BPV|BSN1||1|C2|2025-12-01|2026-02-01|2026-06-30||400|100018965|25736|\n"
)
JAN = "PER|BSN2||2006-00-00|M\nISG|BSN2||1|2024-08-01|2027-07-31||\nISP|BSN2||1|2024-08-01|25655|BBL||J\n"


def test_the_sample_comes_in_whole_and_a_second_time_changes_nothing(
    motor: Engine, clock: FixedClock, gedeeld: Path
) -> None:
    inhoud = (gedeeld / "ro/RO_27DV_20240731_20260324.csv").read_bytes()
    assert neem_over(motor, clock, RO, inhoud).tellingen == Tellingen(nieuw=10)
    for tabel, aantal in (("student", 10), ("verbintenis", 12), ("verbintenis_periode", 19), ("krd_pok", 17)):
        assert rijen(motor, f"SELECT count(*) FROM {tabel}") == [(aantal,)]
    voor = alles(motor, "audit", "import_run")
    assert neem_over(motor, clock, RO, inhoud).tellingen == Tellingen(ongewijzigd=10)
    assert alles(motor, "audit", "import_run") == voor


def test_a_student_without_a_name_shows_the_key(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, RO, KOP + EVA + JAN)
    assert rijen(
        motor, "SELECT naam, krd_sleutel, geboortedatum, geboortejaar, zoektekst FROM student ORDER BY id"
    ) == [
        ("BSN1", "BSN1", "2007-05-01", 2007, "bsn1"),
        ("BSN2", "BSN2", None, 2006, "bsn2"),
    ]
    neem_over(motor, clock, ImportSoort.STUDENTEN, "Studentnummer;Naam;KRD sleutel\n100001;Eva de Vries;BSN1\n")
    assert rijen(motor, "SELECT naam, studentnummer, zoektekst FROM student WHERE krd_sleutel = 'BSN1'") == [
        ("Eva de Vries", "100001", "eva de vries 100001 bsn1")
    ]
    assert neem_over(motor, clock, RO, KOP + EVA + JAN).tellingen == Tellingen(ongewijzigd=2)
    assert rijen(motor, "SELECT naam FROM student WHERE krd_sleutel = 'BSN1'") == [("Eva de Vries",)]


def test_the_current_period_gives_crebo_route_and_level(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        team = make_team(session)
        make_opleiding(session, "25736", team_id=team.id, naam="Monteur")
        team_id = team.id
    neem_over(motor, clock, RO, KOP + EVA)
    assert rijen(motor, "SELECT crebo, leerweg, niveau, opleiding_naam, team_id, bron FROM verbintenis") == [
        ("25736", "BBL", 3, "Monteur", team_id, "krd")
    ]
    assert rijen(motor, "SELECT team_id FROM student") == [(team_id,)]


def test_what_the_register_changes_or_withdraws_is_followed_and_recorded(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, RO, KOP + EVA + JAN)
    anders = EVA.replace("2028-07-31", "2029-07-31").replace("|400|", "|480|")
    anders = "\n".join(r for r in anders.split("\n") if "2026-08-01" not in r)
    droog = neem_over(motor, clock, RO, KOP + anders + JAN)
    assert droog.tellingen == Tellingen(gewijzigd=1, ongewijzigd=1)
    assert rijen(motor, "SELECT gepland_eind_op, leerweg, versie FROM verbintenis WHERE crebo = '25736'") == [
        ("2029-07-31", "BOL", 2)
    ]
    assert rijen(motor, "SELECT uren FROM krd_pok") == [(480,)]
    assert rijen(motor, "SELECT count(*) FROM verbintenis_periode") == [(2,)]
    audit = rijen(motor, "SELECT tabel, soort FROM audit WHERE tabel <> 'import_run' ORDER BY id")
    assert audit == [
        ("student", "gemaakt"),
        ("verbintenis", "gewijzigd"),
        ("verbintenis_periode", "verwijderd"),
        ("krd_pok", "gewijzigd"),
    ]


def test_who_is_not_in_the_delivery_is_left_alone(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, RO, KOP + EVA + JAN)
    assert neem_over(motor, clock, RO, KOP + JAN).tellingen == Tellingen(ongewijzigd=1)
    assert rijen(motor, "SELECT count(*) FROM student") == [(2,)]


def test_the_register_takes_over_the_enrolment_the_school_file_guessed(motor: Engine, clock: FixedClock) -> None:
    """No doubles; volgnummers may swap; the row a dossier may hang on keeps its programme."""
    with transaction(op=motor) as session:
        student = make_student(session, krd_sleutel="BSN1")
        monteur = make_verbintenis(session, student, volgnummer="1", crebo="25736", bron="school").id
        ander = make_verbintenis(session, student, volgnummer="2", crebo="25655", bron="school").id
        los = make_verbintenis(session, student, volgnummer="3", crebo="25999", bron="school").id
    ro = (
        "PER|BSN1||2007-05-01|V\n"
        "ISG|BSN1||2|2025-08-01|2028-07-31||\nISP|BSN1||2|2025-08-01|25736|BOL|MBO-3\n"
        "ISG|BSN1||1|2024-08-01|2027-07-31||\nISP|BSN1||1|2024-08-01|25655|BBL|MBO-3\n"
        "ISG|BSN1||3|2023-08-01|2024-07-31||\nISP|BSN1||3|2023-08-01|25111|BBL|MBO-3\n"
        "ISG|BSN1||4|2022-08-01|2023-07-31||\nISP|BSN1||4|2022-08-01|25999|BBL|MBO-3\n"
    )
    neem_over(motor, clock, RO, KOP + ro)
    assert rijen(
        motor, "SELECT id, volgnummer, crebo, bron FROM verbintenis WHERE id <= :los ORDER BY id", los=los
    ) == [
        (monteur, "2", "25736", "krd"),
        (ander, "1", "25655", "krd"),
        (los, "4", "25999", "krd"),
    ]
    assert rijen(motor, "SELECT volgnummer, crebo FROM verbintenis WHERE id > :los", los=los) == [("3", "25111")]
    assert neem_over(motor, clock, RO, KOP + ro).tellingen == Tellingen(ongewijzigd=1)


def test_an_own_enrolment_in_the_way_of_the_registers_number_steps_aside(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        student = make_student(session, krd_sleutel="BSN1")
        eerste = make_verbintenis(session, student, volgnummer="1", crebo="25736", bron="school").id
        tweede = make_verbintenis(session, student, volgnummer="2", crebo="25655", bron="school").id
    ro = "PER|BSN1||2007-05-01|V\nISG|BSN1||2|2025-08-01|||\nISP|BSN1||2|2025-08-01|25736|BOL|MBO-3\n"
    neem_over(motor, clock, RO, KOP + ro)
    assert rijen(motor, "SELECT id, volgnummer, bron FROM verbintenis ORDER BY id") == [
        (eerste, "2", "krd"),
        (tweede, f"S{tweede}", "school"),
    ]


def test_five_broken_persons_among_a_thousand(motor: Engine, clock: FixedClock) -> None:
    personen = [EVA.replace("BSN1", f"M{i}") for i in range(1000)]
    for i, van, naar in (
        (3, "2025-08-01", "2025-99-01"), (50, "25736|BOL", "2573|BOL"), (400, "ISG|", "ISx|"), (700, "100018965", "1"),
        (999, "PER|M999|", "PER||"),
    ):  # fmt: skip
        personen[i] = personen[i].replace(van, naar, 1)
    voor = alles(motor)
    droog = proef(motor, clock, RO, KOP + "".join(personen))
    assert droog.tellingen == Tellingen(nieuw=995, geweigerd=5)
    heel = [m.regel for m in droog.uitkomst.geweigerd if "in zijn geheel" in m.reden.nl]
    assert heel == [2 + 5 * i for i in (3, 50, 400, 700, 999)]
    assert alles(motor) == voor
    neem_over(motor, clock, RO, KOP + "".join(personen))
    assert rijen(motor, "SELECT count(*) FROM student") == [(995,)]
    assert rijen(motor, "SELECT count(*) FROM krd_pok") == [(995,)]


def test_another_schools_delivery_is_noticed(motor: Engine, clock: FixedClock) -> None:
    droog = proef(motor, clock, RO, KOP.replace("99XX", "27DV") + EVA)
    assert "27DV" in droog.uitkomst.waarschuwingen[0].reden.nl
    assert proef(motor, clock, RO, KOP + EVA).uitkomst.waarschuwingen == ()


@pytest.mark.parametrize("tekst", ["Studentnummer;Naam\n1;Eva\n", "zomaar een tekst\n", "\n\n"])
def test_what_is_no_ro_file_is_refused_in_words(motor: Engine, clock: FixedClock, tekst: str) -> None:
    with pytest.raises(OnleesbaarBestand):
        proef(motor, clock, RO, tekst)


def test_two_students_of_ours_for_one_person_are_refused(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        make_student(session, krd_sleutel="100024690")
        make_student(session, krd_sleutel="BSN1")
    droog = proef(motor, clock, RO, KOP + EVA.replace("BSN1||", "BSN1|100024690|"))
    assert droog.tellingen == Tellingen(geweigerd=1)


def test_a_coordinator_takes_over_the_own_team_only(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        team = make_team(session)
        make_opleiding(session, "25736", team_id=team.id)
        coordinator = make_actor(session, Rol.COORDINATOR, team_id=team.id)
        begeleider = make_actor(session, Rol.ONDERWIJSBEGELEIDER)
    droog = neem_over(motor, clock, RO, KOP + EVA + JAN, coordinator)
    assert droog.tellingen == Tellingen(nieuw=1, geweigerd=1)
    with pytest.raises(GeenRecht):
        proef(motor, clock, RO, KOP + EVA, begeleider)


def test_the_highest_number_of_the_register_is_known(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, RO, KOP + EVA)
    with transaction(op=motor) as session:
        assert volgend_volgnummer_krd(session, rijen(motor, "SELECT id FROM verbintenis")[0][0]) == 2
        assert volgend_volgnummer_krd(session, 999) == 0
