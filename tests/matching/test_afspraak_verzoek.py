"""Locks, blocks, and places that students found: asked, granted at an accredited company, or refused with a reason."""

from __future__ import annotations

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bpv_app.db import transaction
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.leerbedrijf.tables import ErkenningControle
from bpv_app.matching.queries_ronde_detail import list_afspraken, list_verzoeken
from bpv_app.matching.queries_voorkeur import get_deelname, get_vaste_plaats, list_mijn_verzoeken
from bpv_app.matching.rules_afspraak import (
    AfspraakKanNiet,
    AfspraakSoort,
    NietErkend,
    TeVeelVerzoeken,
    VerzoekInvoer,
    VerzoekMagNiet,
    VerzoekStatus,
    check_verzoek,
)
from bpv_app.matching.rules_plaats import Herkomst, PlaatsStatus
from bpv_app.matching.rules_ronde import RondeStapMagNiet
from bpv_app.matching.service_afspraak import maak_afspraak, verwijder_afspraak
from bpv_app.matching.service_verzoek import Toewijzing, trek_verzoek_in, vraag_eigen_plaats, wijs_af, wijs_toe
from bpv_app.matching.tables import Plaats, PlaatsClaim
from bpv_app.matching.tables_ronde import Afspraak, RondeToelating
from bpv_app.post.tables import Mail
from tests.makers import make_contactpersoon, make_erkenning, make_leerbedrijf, make_plaats
from tests.matching.cast_ronde import deelname, maak_rondecast

VAST, UIT = AfspraakSoort.VAST, AfspraakSoort.UITGESLOTEN
VERZOEK = VerzoekInvoer(
    bedrijf="Garage Post", adres="Dorpsstraat 1", woonplaats="Leiden", contact="Piet Post", telefoon="071 555 01 02",
    taken="Banden wisselen en kleine beurten.",
)  # fmt: skip


def test_a_lock_holds_one_place_for_one_student_with_a_reason(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde_id = cast.open(session, clock).id or 0
    yara, sem, (anker, boord) = cast.yara.id or 0, cast.sem.id or 0, cast.ids(0, 1)
    with pytest.raises(OngeldigeInvoer):
        maak_afspraak(session, cast.coordinator, clock, ronde_id, yara, anker, VAST, "  ")
    lock = maak_afspraak(session, cast.coordinator, clock, ronde_id, yara, anker, VAST, "Afspraak met het bedrijf.")
    with pytest.raises(AfspraakKanNiet, match="al een vaste plaats"):
        maak_afspraak(session, cast.coordinator, clock, ronde_id, yara, boord, VAST, "Toch daar.")
    with pytest.raises(AfspraakKanNiet, match="al iets afgesproken"):
        maak_afspraak(session, cast.coordinator, clock, ronde_id, yara, anker, UIT, "Nee.")
    with pytest.raises(AfspraakKanNiet, match="1 plekken vrij"):
        maak_afspraak(session, cast.coordinator, clock, ronde_id, sem, anker, VAST, "Ook daar.")
    maak_afspraak(session, cast.coordinator, clock, ronde_id, sem, boord, UIT, "Familie werkt daar.")
    assert [(a.soort, a.student, a.bedrijf) for a in list_afspraken(session, ronde_id)] == [
        (UIT, "Sem", "Bakboord"),
        (VAST, "Yara", "Anker"),
    ]
    deel = get_deelname(session, cast.als_yara, deelname(session, cast.als_yara))
    assert get_vaste_plaats(session, deel) == "Monteur bij Anker, Anker"
    verwijder_afspraak(session, cast.coordinator, clock, ronde_id, lock.id or 0)
    maak_afspraak(session, cast.coordinator, clock, ronde_id, sem, anker, VAST, "Nu wel.")


def test_a_lock_that_breaks_a_hard_rule_is_refused_with_the_rule(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    oud = make_plaats(session, titel="Alleen 21+", min_leeftijd=21, crebos=("25736", "25999"))
    from tests.makers import make_student, make_verbintenis

    ouder = make_student(session, cast.team, naam="Kim", geboortedatum=cast.yara.geboortedatum.replace(year=1990))  # type: ignore[union-attr]
    make_verbintenis(session, ouder)
    ronde_id = cast.open(session, clock).id or 0
    with pytest.raises(AfspraakKanNiet, match="leeftijd"):
        maak_afspraak(session, cast.coordinator, clock, ronde_id, cast.yara.id or 0, oud.id or 0, VAST, "Kan best.")
    maak_afspraak(session, cast.coordinator, clock, ronde_id, ouder.id or 0, oud.id or 0, VAST, "Past.")


def test_agreements_are_for_ones_own_open_rounds_and_students_in_it(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.maak(session, clock)
    yara, anker = cast.yara.id or 0, cast.ids(0)[0]
    with pytest.raises(RondeStapMagNiet):
        maak_afspraak(session, cast.coordinator, clock, ronde.id or 0, yara, anker, VAST, "Te vroeg.")
    from bpv_app.matching.service_openen import open_ronde

    open_ronde(session, cast.coordinator, clock, ronde.id or 0)
    for wie, student, plaats in (
        (cast.ander, yara, anker),
        (cast.coordinator, cast.noa.id or 0, anker),
        (cast.coordinator, yara, cast.ver_weg.id or 0),
        (cast.coordinator, yara, 987_654),
    ):
        with pytest.raises(NietGevonden):
            maak_afspraak(session, wie, clock, ronde.id or 0, student, plaats, VAST, "Mag niet.")
    with pytest.raises(GeenRecht):
        maak_afspraak(session, cast.als_yara, clock, ronde.id or 0, yara, anker, VAST, "Ik wil.")
    lock = maak_afspraak(session, cast.coordinator, clock, ronde.id or 0, yara, anker, VAST, "Ja.")
    with pytest.raises(NietGevonden):
        verwijder_afspraak(session, cast.ander, clock, ronde.id or 0, lock.id or 0)


def test_a_granted_request_becomes_a_place_with_a_lock(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde_id = cast.open(session, clock).id or 0
    yara = deelname(session, cast.als_yara)
    verzoek = vraag_eigen_plaats(session, cast.als_yara, clock, yara, VERZOEK)
    assert [(v.student, v.bedrijf, v.status) for v in list_verzoeken(session, ronde_id)] == [
        ("Yara", "Garage Post", VerzoekStatus.GEVRAAGD)
    ]
    garage = make_leerbedrijf(session, naam="Garage Post")
    opleider = make_contactpersoon(session, garage)
    keuze = Toewijzing(garage.id or 0, opleider.id)
    make_erkenning(session, garage, "25999")
    with pytest.raises(NietErkend, match="Niet erkend voor crebo 25736"):
        wijs_toe(session, cast.coordinator, clock, verzoek.id or 0, keuze)
    make_erkenning(session, garage, "25736")
    with pytest.raises(OngeldigeInvoer):
        wijs_toe(session, cast.coordinator, clock, verzoek.id or 0, Toewijzing(garage.id or 0, None))
    with pytest.raises(NietGevonden):
        wijs_toe(session, cast.ander, clock, verzoek.id or 0, keuze)
    wijs_toe(session, cast.coordinator, clock, verzoek.id or 0, keuze)
    plaats = session.get_one(Plaats, verzoek.plaats_id)
    assert (plaats.titel, plaats.herkomst, plaats.status, plaats.aantal) == (
        "Banden wisselen en kleine beurten.", Herkomst.ZELF_GEVONDEN, PlaatsStatus.AANGEBODEN, 1,
    )  # fmt: skip
    assert session.exec(select(PlaatsClaim.student_id)).all() == [cast.yara.id]
    assert session.exec(select(Afspraak.soort, Afspraak.plaats_id)).all() == [(VAST, plaats.id)]
    assert session.get(RondeToelating, (yara, plaats.id))
    assert session.exec(select(ErkenningControle)).all()[-1].crebo == "25736"
    assert "De plaats is voor jou" in session.exec(select(Mail)).all()[-1].tekst
    with pytest.raises(VerzoekMagNiet):
        wijs_af(session, cast.coordinator, clock, verzoek.id or 0, "Toch niet.")


def test_a_refused_request_has_a_reason_the_student_reads(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    cast.open(session, clock)
    yara = deelname(session, cast.als_yara)
    verzoek = vraag_eigen_plaats(session, cast.als_yara, clock, yara, VERZOEK)
    with pytest.raises(OngeldigeInvoer):
        wijs_af(session, cast.coordinator, clock, verzoek.id or 0, "")
    wijs_af(session, cast.coordinator, clock, verzoek.id or 0, "Te ver van school.")
    (mijn,) = list_mijn_verzoeken(session, yara)
    assert (mijn.status, mijn.antwoord) == (VerzoekStatus.AFGEWEZEN, "Te ver van school.")
    (mail,) = session.exec(select(Mail)).all()
    assert "Te ver van school." in mail.tekst


def test_a_student_asks_for_the_own_place_takes_it_back_and_not_too_often(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    cast.open(session, clock)
    yara = deelname(session, cast.als_yara)
    with pytest.raises(NietGevonden):
        vraag_eigen_plaats(session, cast.als_sem, clock, yara, VERZOEK)
    eerste = vraag_eigen_plaats(session, cast.als_yara, clock, yara, VERZOEK)
    for _ in range(2):
        vraag_eigen_plaats(session, cast.als_yara, clock, yara, VERZOEK)
    with pytest.raises(TeVeelVerzoeken):
        vraag_eigen_plaats(session, cast.als_yara, clock, yara, VERZOEK)
    with pytest.raises(NietGevonden):
        trek_verzoek_in(session, cast.als_sem, clock, eerste.id or 0)
    trek_verzoek_in(session, cast.als_yara, clock, eerste.id or 0)
    with pytest.raises(VerzoekMagNiet):
        trek_verzoek_in(session, cast.als_yara, clock, eerste.id or 0)


def test_two_coordinators_answer_one_request(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        cast = maak_rondecast(session)
        cast.open(session, clock)
        verzoek = vraag_eigen_plaats(session, cast.als_yara, clock, deelname(session, cast.als_yara), VERZOEK).id or 0
    with transaction(op=motor) as session, pytest.raises(Verouderd):
        wijs_af(session, cast.coordinator, clock, verzoek, "Oud scherm.", versie=9)
    with transaction(op=motor) as session:
        wijs_af(session, cast.coordinator, clock, verzoek, "Te ver.", versie=1)
    with transaction(op=motor) as session, pytest.raises(VerzoekMagNiet):
        wijs_af(session, cast.coordinator, clock, verzoek, "Nog eens.", versie=1)


@pytest.mark.parametrize(
    ("velden", "fout"),
    [
        ({"bedrijf": ""}, {"bedrijf"}),
        ({"telefoon": "", "email": ""}, {"telefoon"}),
        ({"email": "geen adres"}, {"email"}),
        ({"taken": " "}, {"taken"}),
        ({"contact": "", "woonplaats": ""}, {"contact", "woonplaats"}),
        ({"adres": "x" * 201}, {"adres"}),
    ],
)
def test_a_request_says_where_whom_and_what(velden: dict[str, str], fout: set[str]) -> None:
    from dataclasses import replace

    with pytest.raises(OngeldigeInvoer) as gevangen:
        check_verzoek(replace(VERZOEK, **velden))
    assert set(gevangen.value.velden) == fout
    assert check_verzoek(VERZOEK) == VERZOEK
