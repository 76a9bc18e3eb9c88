"""A school's own student file: dry run, apply, repeat; new, changed, unchanged and refused; nobody else suffers."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from bpv_app.config import lees_instellingen
from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.codering import OnleesbaarBestand
from bpv_app.kernel.errors import GeenRecht, NietGevonden
from bpv_app.kernel.inlezen import ImportSoort, Tellingen
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling import inlezen
from bpv_app.koppeling.bestand.rules import OngeldigeIndeling
from bpv_app.student.import_runs import get_run, list_runs
from tests.inlezen.hulp import alles, neem_over, proef, rijen
from tests.makers import make_actor, make_opleiding, make_student, make_team, make_verbintenis

S = ImportSoort.STUDENTEN
KOP = "Studentnummer;Naam;Klas;crebo;leerweg;cohort;Geboortedatum;E-mail\n"
TWEE = KOP + (
    "100001;Eva de Vries;3B;25736;BOL;2025;01-05-2007;eva@school.example\n"
    "100002;Zoë Jansen;3B;25736;BBL;2025;2006-12-31;zoe@school.example\n"
)


def test_the_sample_file_is_taken_as_it_is(motor: Engine, clock: FixedClock, gedeeld: Path) -> None:
    inhoud = (gedeeld / "deelnemers/studenten.csv").read_bytes()
    droog = neem_over(motor, clock, S, inhoud)
    assert droog.tellingen == Tellingen(nieuw=1000)
    assert dict(droog.indeling) == {
        "studentnummer": "Studentnummer", "naam": "Naam", "klas": "Klas", "mentor": "Mentor", "crebo": "crebo",
        "opleiding": "Opleiding", "leerweg": "leerweg", "cohort": "cohort",
    }  # fmt: skip
    student = rijen(motor, "SELECT naam, klas, mentor, zoektekst FROM student WHERE studentnummer = '100000'")
    assert student == [("Eva Dijkstra", "3B", "B. de Vries", "eva dijkstra 100000 3b b. de vries")]
    assert rijen(motor, "SELECT count(*), min(begin_op) FROM verbintenis WHERE bron = 'school'")[0][0] == 1000
    assert neem_over(motor, clock, S, inhoud).tellingen == Tellingen(ongewijzigd=1000)
    assert rijen(motor, "SELECT count(*) FROM student") == [(1000,)]


def test_a_dry_run_changes_nothing(motor: Engine, clock: FixedClock) -> None:
    voor = alles(motor)
    droog = proef(motor, clock, S, TWEE)
    assert droog.tellingen == Tellingen(nieuw=2)
    assert alles(motor) == voor


def test_students_and_enrolments_are_written_with_all_that_is_known(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        team = make_team(session, naam="Techniek")
        make_opleiding(session, "25736", naam="Monteur", team_id=team.id)
        team_id = team.id
    neem_over(motor, clock, S, TWEE)
    assert rijen(
        motor, "SELECT studentnummer, naam, geboortedatum, geboortejaar, email, team_id, versie FROM student ORDER BY 1"
    ) == [
        ("100001", "Eva de Vries", "2007-05-01", 2007, "eva@school.example", team_id, 1),
        ("100002", "Zoë Jansen", "2006-12-31", 2006, "zoe@school.example", team_id, 1),
    ]
    assert rijen(
        motor, "SELECT volgnummer, crebo, leerweg, cohort, begin_op, team_id, bron FROM verbintenis ORDER BY student_id"
    ) == [
        ("1", "25736", "BOL", "2025", "2025-08-01", team_id, "school"),
        ("1", "25736", "BBL", "2025", "2025-08-01", team_id, "school"),
    ]
    assert rijen(motor, "SELECT zoektekst FROM student WHERE studentnummer = '100002'") == [("zoe jansen 100002 3b",)]


def test_five_broken_rows_among_a_thousand(motor: Engine, clock: FixedClock) -> None:
    regels = [f"{100000 + i};Student Nummer{i};3B;25736;BOL;2025;01-05-2007;s{i}@school.example" for i in range(1000)]
    regels[10] = regels[10].replace("25736", "2573")
    regels[200] = regels[200].replace("01-05-2007", "31-02-2007")
    regels[300] = regels[300].replace("100300;", ";")
    regels[400] = regels[400].replace("3B", '3B";"')
    regels[999] = regels[999].replace("BOL", "BLO")
    voor = alles(motor)
    droog = proef(motor, clock, S, KOP + "\n".join(regels))
    assert droog.tellingen == Tellingen(nieuw=995, geweigerd=5)
    assert [m.regel for m in droog.uitkomst.geweigerd] == [12, 202, 302, 402, 1001]
    assert all(m.reden.nl and m.reden.en for m in droog.uitkomst.geweigerd)
    assert alles(motor) == voor
    with transaction(op=motor) as session:
        inlezen.pas_toe(session, Actor(None, "x", is_systeem=True), clock, droog)
    assert rijen(motor, "SELECT count(*) FROM student") == [(995,)]


def test_only_what_differs_is_changed_and_old_and_new_are_recorded(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, S, TWEE)
    ander = TWEE.replace("3B;25736;BBL", "4A;25736;BBL").replace("eva@school.example", "")
    droog = neem_over(motor, clock, S, ander)
    assert droog.tellingen == Tellingen(gewijzigd=1, ongewijzigd=1)
    assert droog.uitkomst.gewijzigd[0].velden == (("klas", "3B", "4A"),)
    assert rijen(motor, "SELECT klas, email, versie, zoektekst FROM student ORDER BY id") == [
        ("3B", "eva@school.example", 1, "eva de vries 100001 3b"),
        ("4A", "zoe@school.example", 2, "zoe jansen 100002 4a"),
    ]
    audit = rijen(motor, "SELECT object_id, oud, nieuw FROM audit WHERE tabel = 'student' AND soort = 'gewijzigd'")
    assert len(audit) == 1
    assert "3B" in str(audit[0][1])
    assert "4A" in str(audit[0][2])


def test_the_import_itself_is_recorded_with_its_report(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, S, TWEE + "x;;;;;;;\n;Jan;;;;;;\n")
    soort, naam, nieuw, geweigerd = rijen(motor, "SELECT soort, bestandsnaam, nieuw, geweigerd FROM import_run")[0]
    assert (soort, naam, nieuw, geweigerd) == ("studenten", "bestand.csv", 2, 2)
    audit = rijen(motor, "SELECT omschrijving, nieuw FROM audit WHERE tabel = 'student' AND soort = 'gemaakt'")
    assert audit[0][0] == "2 studenten en 2 verbintenissen ingelezen"
    assert "sha256" in str(audit[0][1])


def test_what_changed_after_the_dry_run_stops_the_import(motor: Engine, clock: FixedClock) -> None:
    droog = proef(motor, clock, S, TWEE)
    with transaction(op=motor) as session:
        make_student(session, studentnummer="100002", naam="Iemand Anders")
    voor = alles(motor)
    with pytest.raises(inlezen.DroogloopVeranderd), transaction(op=motor) as session:
        inlezen.pas_toe(session, Actor(None, "x", is_systeem=True), clock, droog)
    assert alles(motor) == voor


def test_a_dry_run_that_was_tampered_with_is_not_applied(motor: Engine, clock: FixedClock) -> None:
    droog = proef(motor, clock, S, TWEE)
    for anders in (
        replace(droog, indeling=(("studentnummer", "Studentnummer"), ("naam", "Klas"))),
        replace(droog, uitkomst=replace(droog.uitkomst, tellingen=Tellingen(nieuw=1))),
    ):
        with pytest.raises(inlezen.DroogloopVeranderd), transaction(op=motor) as session:
            inlezen.pas_toe(session, Actor(None, "x", is_systeem=True), clock, anders)
    with pytest.raises(NietGevonden), transaction(op=motor) as session:
        inlezen.pas_toe(session, Actor(None, "x", is_systeem=True), clock, replace(droog, sha256="0" * 64))
    assert rijen(motor, "SELECT count(*) FROM student") == [(0,)]


def test_a_mapping_once_chosen_is_remembered(motor: Engine, clock: FixedClock) -> None:
    tekst = "Code A;Wie;Waar\n100001;Eva;3B\n"
    with pytest.raises(OngeldigeIndeling):
        proef(motor, clock, S, tekst)
    keuze = {"studentnummer": "Code A", "naam": "Wie", "klas": "Waar"}
    neem_over(motor, clock, S, tekst, indeling=keuze)
    anders = "Waar;Code A;Wie\n4A;100002;Jan\n"
    with lezen(op=motor) as session:
        actor = Actor(None, "x", is_systeem=True)
        voorbeeld = inlezen.ontvang(session, actor, S, anders.encode(), "b.csv")
    assert voorbeeld.onthouden
    assert dict(voorbeeld.indeling) == keuze
    assert neem_over(motor, clock, S, anders).tellingen == Tellingen(nieuw=1)


@pytest.mark.parametrize(
    "keuze",
    [
        {"naam": "Naam"},
        {"studentnummer": "Bestaat niet"},
        {"onzin": "Naam", "studentnummer": "Studentnummer"},
        {"studentnummer": "Naam", "naam": "Naam"},
    ],
)
def test_a_mapping_that_cannot_be_is_refused(motor: Engine, clock: FixedClock, keuze: dict[str, str]) -> None:
    with pytest.raises(OngeldigeIndeling):
        proef(motor, clock, S, TWEE, indeling=keuze)


BSN = ("111222333", "123456782")


def test_a_bsn_links_and_is_never_stored(motor: Engine, clock: FixedClock) -> None:
    ro = (
        f"VLP|99XX|2024-07-31|2026-03-24|2026-03-25\nPER|{BSN[0]}||2007-05-01|V\nISG|{BSN[0]}||1|2025-08-01|2028-07-31||\n"
        f"ISP|{BSN[0]}||1|2025-08-01|25736|BOL||J||100A501|101X591\n"
    )
    neem_over(motor, clock, ImportSoort.RO, ro)
    assert rijen(motor, "SELECT naam = krd_sleutel, studentnummer FROM student") in ([(1, None)], [(True, None)])
    tekst = (
        f"Studentnummer;Naam;BSN;Opmerking\n100001;Eva;{BSN[0]};bsn {BSN[1]}\n100002;Jan;{BSN[1]};\n"
        "100003;Piet;111222334;\n"
    )
    droog = neem_over(motor, clock, S, tekst)
    assert droog.tellingen == Tellingen(nieuw=2, gewijzigd=1)
    assert [m.regel for m in droog.uitkomst.waarschuwingen] == [4]
    assert rijen(motor, "SELECT naam, studentnummer FROM student ORDER BY id") == [
        ("Eva", "100001"), ("Jan", "100002"), ("Piet", "100003"),
    ]  # fmt: skip
    assert rijen(motor, "SELECT count(*) FROM verbintenis") == [(1,)]


def test_after_files_with_bsns_the_database_and_the_store_hold_none(
    motor: Engine, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpv_app.opslag.instellingen", lambda: lees_instellingen(demo=True, data_dir=tmp_path))
    kapot = f"PER|{BSN[1]}||2007-05-01|V\nISG|{BSN[1]}||1|x|2028-07-31||\nraar {BSN[1]}\n"
    ro = f"VLP|99XX|||\nPER|{BSN[0]}||2007-05-01|V\nISG|{BSN[0]}||1|2025-08-01|||{BSN[1]}\n{kapot}"
    neem_over(motor, clock, ImportSoort.RO, ro)
    tekst = (
        f"Studentnummer;Naam;BSN;Voogd;PGN\n100001;Eva {BSN[0]};{BSN[0]};{BSN[1]};{BSN[0]}\n"
        f"100002;Jan;{BSN[1]};1112.22.333;\n;Kapot;{BSN[1]};;\n100009;;{BSN[0]};;\n"
    )
    neem_over(motor, clock, S, tekst)
    inhoud = repr(alles(motor))
    for bsn in (*BSN, "1112.22.333"):
        assert bsn not in inhoud
        bestanden = [p for p in (tmp_path / "documenten").rglob("*") if p.is_file()]
        assert len(bestanden) == 2
        assert not [p for p in bestanden if bsn.encode() in p.read_bytes()]


def test_a_column_of_bsns_cannot_be_the_student_number(motor: Engine, clock: FixedClock) -> None:
    tekst = f"Studentnummer;Naam\n{BSN[0]};Eva\n{BSN[1]};Jan\n"
    with pytest.raises(OngeldigeIndeling, match="BSN"):
        proef(motor, clock, S, tekst, indeling={"studentnummer": "Studentnummer", "naam": "Naam"})


@pytest.mark.parametrize(
    ("rij", "deel"),
    [
        ("100001;Eva;3B\n100001;Eva;4A", "vaker"),
        ("100001;;3B", "naam"),
        (";Eva;3B", "ingevuld"),
        ("100001;12345;3B", "naam"),
        ("100001;Eva;" + "k" * 31, "lang"),
        ("100001;Eva\x00;3B", "onleesbare"),
        ("100001;Eva\ufffd;3B", "onleesbare"),
        ("1000 01 / é;Eva;3B", "nummer"),
        ("100001;" + "x" * 5_000_000 + ";3B", "lang"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_reason(motor: Engine, clock: FixedClock, rij: str, deel: str) -> None:
    droog = proef(motor, clock, S, f"Studentnummer;Naam;Klas\n{rij}\n100009;Goed Zo;3B\n")
    assert droog.tellingen.nieuw == 1
    assert droog.tellingen.geweigerd == rij.count("\n") + 1
    assert all(deel in m.reden.nl for m in droog.uitkomst.geweigerd)
    assert all(len(m.waarde) <= 60 for m in droog.uitkomst.geweigerd)


def test_the_same_row_twice_counts_once(motor: Engine, clock: FixedClock) -> None:
    droog = neem_over(motor, clock, S, "Studentnummer;Naam\n1;Eva\n1;Eva\n")
    assert (droog.tellingen.nieuw, droog.tellingen.geweigerd) == (1, 0)
    assert rijen(motor, "SELECT count(*) FROM student") == [(1,)]


def test_a_student_with_two_enrolments_has_two_rows(motor: Engine, clock: FixedClock) -> None:
    tekst = "Studentnummer;Naam;crebo;leerweg;cohort\n1;Eva;25736;BOL;2024\n1;Eva;25655;BBL;2025\n"
    neem_over(motor, clock, S, tekst)
    assert rijen(motor, "SELECT volgnummer, crebo FROM verbintenis ORDER BY 1") == [("1", "25736"), ("2", "25655")]
    assert neem_over(motor, clock, S, tekst).tellingen == Tellingen(ongewijzigd=2)


def test_an_enrolment_of_the_register_is_left_alone(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        student = make_student(session, studentnummer="100001", naam="Eva")
        make_verbintenis(session, student, bron="krd", volgnummer="C3", crebo="25736", opleiding_naam="", cohort="")
    tekst = "Studentnummer;Naam;crebo;leerweg;cohort;Opleiding\n100001;Eva;25736;BBL;2025;Monteur\n"
    neem_over(motor, clock, S, tekst)
    assert rijen(motor, "SELECT volgnummer, leerweg, cohort, opleiding_naam, bron FROM verbintenis") == [
        ("C3", "BOL", "2025", "Monteur", "krd")
    ]
    neem_over(motor, clock, S, tekst.replace("25736", "25655"))
    assert rijen(motor, "SELECT count(*) FROM verbintenis") == [(1,)]


def test_key_and_number_of_two_different_students_are_refused(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        make_student(session, studentnummer="1", krd_sleutel=None)
        make_student(session, studentnummer="2", krd_sleutel="100024690")
        make_student(session, studentnummer="3", krd_sleutel="MASK3")
    tekst = "Studentnummer;Naam;Onderwijsnummer\n1;Eva;100024690\n3;Jan;MASK4\n"
    droog = proef(motor, clock, S, tekst)
    assert [(m.regel, m.reden.nl[:20]) for m in droog.uitkomst.geweigerd] == [
        (2, "Studentnummer en sle"), (3, "Bij dit studentnumme"),
    ]  # fmt: skip


def test_the_name_may_come_in_parts_or_backwards(motor: Engine, clock: FixedClock) -> None:
    neem_over(motor, clock, S, "Studentnummer;Roepnaam;Tussenvoegsel;Achternaam\n1;Eva;de;Vries\n2;Jan;;Bakker\n")
    neem_over(motor, clock, S, 'Studentnummer;Naam\n3;"Vries, Bram de"\n')
    assert rijen(motor, "SELECT naam, achternaam FROM student ORDER BY studentnummer") == [
        ("Eva de Vries", "Vries"), ("Jan Bakker", "Bakker"), ("Bram de Vries", ""),
    ]  # fmt: skip


def test_a_team_in_the_file_goes_before_that_of_the_programme(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        techniek, ict = make_team(session, code="T", naam="Techniek"), make_team(session, code="I", naam="ICT")
        make_opleiding(session, "25736", team_id=techniek.id)
        ids = (techniek.id, ict.id)
    tekst = "Studentnummer;Naam;crebo;Team\n1;Eva;25736;\n2;Jan;25736;ict\n3;Piet;25736;Onbekend\n"
    droog = neem_over(motor, clock, S, tekst)
    assert [w.waarde for w in droog.uitkomst.waarschuwingen] == ["Onbekend"]
    assert rijen(motor, "SELECT team_id FROM student ORDER BY studentnummer") == [(ids[0],), (ids[1],), (ids[0],)]


def test_rights_and_scope(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        eigen, ander = make_team(session), make_team(session)
        make_opleiding(session, "25736", team_id=eigen.id)
        make_opleiding(session, "25655", team_id=ander.id, naam="B")
        make_student(session, ander, studentnummer="9")
        coordinator = make_actor(session, Rol.COORDINATOR, team_id=eigen.id)
        collega = make_actor(session, Rol.COORDINATOR, team_id=eigen.id)
        zaken = make_actor(session, Rol.STUDENTENZAKEN)
        anderen = [make_actor(session, r) for r in (Rol.ONDERWIJSBEGELEIDER, Rol.STUDENT, Rol.PRAKTIJKOPLEIDER)]
    tekst = "Studentnummer;Naam;crebo\n1;Eva;25736\n2;Jan;25655\n9;Piet;25736\n"
    for actor in (*anderen, Actor(None, "niemand")):
        with pytest.raises(GeenRecht):
            proef(motor, clock, S, tekst, actor)
    droog = neem_over(motor, clock, S, tekst, coordinator)
    assert droog.tellingen == Tellingen(nieuw=1, geweigerd=2)
    assert {m.regel for m in droog.uitkomst.geweigerd} == {3, 4}
    assert proef(motor, clock, S, tekst, zaken).tellingen.geweigerd == 0
    with lezen(op=motor) as session:
        run = list_runs(session, coordinator)[0]
        assert list_runs(session, collega) == []
        assert [r.id for r in list_runs(session, zaken)] == [run.id]
        with pytest.raises(NietGevonden):
            get_run(session, collega, run.id or 0)
        with pytest.raises(NietGevonden):
            get_run(session, zaken, 99999)
        assert get_run(session, coordinator, run.id or 0).nieuw == 1
    with pytest.raises(GeenRecht), transaction(op=motor) as session:
        inlezen.pas_toe(session, anderen[0], clock, droog)


def test_studentenzaken_cannot_import_companies(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        zaken = make_actor(session, Rol.STUDENTENZAKEN)
    for soort in (ImportSoort.LEERBEDRIJVEN, ImportSoort.ERKENNINGEN, ImportSoort.POSTCODES):
        with pytest.raises(GeenRecht):
            proef(motor, clock, soort, "Leerbedrijf-ID;Naam;crebo;van\n100000001;A;25736;2020-01-01\n", zaken)


def test_an_example_never_shows_a_bsn(motor: Engine) -> None:
    actor = Actor(None, "x", is_systeem=True)
    with lezen(op=motor) as session:
        voorbeeld = inlezen.ontvang(
            session, actor, S, f"Nr;BSN;Naam\n1;{BSN[0]};Eva\n".encode(), "../../x/BSN 111222333.csv"
        )
    assert BSN[0] not in repr(voorbeeld)
    assert voorbeeld.bsn_kolommen == ("BSN",)
    assert dict(voorbeeld.indeling)["bsn"] == "BSN"
    assert "/" not in voorbeeld.bestandsnaam


CEL = st.one_of(
    st.sampled_from(
        [
            "100001",
            "100002",
            "Eva de Vries",
            "Vries, Eva de",
            "25736",
            "25655",
            "BOL",
            "BBL",
            "2025",
            "MASK1",
            BSN[0],
            "ict",
            "1",
        ]
    ),
    st.just(""),
    st.text(max_size=8),
)


@settings(max_examples=25, phases=(Phase.generate,), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(inhoud=st.lists(st.tuples(*[CEL] * 9), min_size=1, max_size=8))
def test_whatever_the_rows_hold_a_trial_ends_in_counts(
    motor: Engine, clock: FixedClock, inhoud: list[tuple[str, ...]]
) -> None:
    """A student of ours stands in the way on purpose."""
    if not rijen(motor, "SELECT 1 FROM student"):
        with transaction(op=motor) as session:
            make_team(session, naam="ICT", code="ict")
            make_verbintenis(session, make_student(session, studentnummer="100001", krd_sleutel="MASK1"), bron="school")
    velden = ["studentnummer", "naam", "sleutel", "bsn", "crebo", "leerweg", "cohort", "team", "volgnummer"]
    doel = io.StringIO(newline="")
    csv.writer(doel, delimiter=";").writerows([[f"k_{v}" for v in velden], *inhoud])
    indeling = {v: f"k_{v}" for v in velden}
    try:
        droog = proef(motor, clock, S, doel.getvalue(), indeling=indeling)
    except (OngeldigeIndeling, OnleesbaarBestand):
        return  # a column that happens to be all BSNs, or a file without one filled row
    assert droog.tellingen.totaal <= len(inhoud)
    assert droog.tellingen.geweigerd == len({m.regel for m in droog.uitkomst.geweigerd})
    assert proef(motor, clock, S, doel.getvalue(), indeling=indeling).uitkomst == droog.uitkomst
