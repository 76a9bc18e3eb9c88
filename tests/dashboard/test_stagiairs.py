"""What a praktijkopleider sees of trainees: own ones only, what is asked and when, and nothing that is not theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from bpv_app.dashboard.pages.stagiairs_beeld import eerste_zin, stagiair_beeld, vragen
from bpv_app.dashboard.queries_stagiairs import Contact, Moment, Stagiair, list_stagiairs
from bpv_app.gesprek.service_planning import werk_momenten_bij
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.queries_detail import HandtekeningRegel
from bpv_app.pok.rules import Partij, PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.uren.rules import Beoordelaar, Regio, WeekStatus
from bpv_app.uren.rules_logboek import LogboekStatus
from bpv_app.uren.tables import TeamUren
from tests.makers import (
    NU,
    bewaar,
    make_account,
    make_actor,
    make_contactpersoon,
    make_dossier,
    make_inrichting,
    make_logboek_item,
    make_pok,
    make_student,
    make_team,
    make_uren_week,
    make_verbintenis,
)
from tests.pok.hulp import druk_af
from tests.pok.rolverdeling import make_cast

VANDAAG = date(2026, 12, 14)


def opleider_actor(session: Session, mens: Contactpersoon) -> Actor:
    return make_actor(session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=mens.id, leerbedrijf_id=mens.leerbedrijf_id)


def stagiair(session: Session, mens: Contactpersoon, status: PokStatus = PokStatus.DEFINITIEF, **anders: Any) -> Pok:
    dossier = make_dossier(
        session, make_verbintenis(session, make_student(session, make_team(session), naam=anders.pop("naam", "Yara")))
    )
    return make_pok(session, status, anders.pop("dossier", dossier), mens, zonder_erkenning=True, **anders)


def zie(session: Session, actor: Actor, vandaag: date = VANDAAG) -> tuple[Stagiair, ...]:
    return list_stagiairs(session, actor, vandaag)


def test_who_is_here_and_who_was(session: Session) -> None:
    ik = make_contactpersoon(session)
    stagiair(session, ik, naam="Nu")
    stagiair(session, ik, PokStatus.AFGEROND, naam="Klaar", werkelijk_eind_op=date(2026, 11, 30))
    stagiair(session, ik, naam="Voorbij", begin_op=date(2026, 1, 5), eind_op=date(2026, 6, 30))
    stagiair(session, ik, PokStatus.VOLLEDIG, naam="Straks", begin_op=date(2027, 2, 1))
    gezien = {s.naam: s.is_nu for s in zie(session, opleider_actor(session, ik))}
    assert gezien == {"Straks": True, "Nu": True, "Klaar": False, "Voorbij": False}


@pytest.mark.parametrize("status", [PokStatus.CONCEPT, PokStatus.AFGEMELD, PokStatus.AFGEWEZEN])
def test_what_the_school_only_prepares_is_not_shown(session: Session, status: PokStatus) -> None:
    ik = make_contactpersoon(session)
    stagiair(session, ik, status)
    assert zie(session, opleider_actor(session, ik)) == ()


@pytest.mark.parametrize("keurt_uren", [False, True])
def test_a_colleague_does_not_see_mine_nor_does_another_company(session: Session, keurt_uren: bool) -> None:
    ik = make_contactpersoon(session)
    bedrijf = session.get_one(Leerbedrijf, ik.leerbedrijf_id)
    stagiair(session, ik)
    for ander in (make_contactpersoon(session, bedrijf, keurt_uren=keurt_uren), make_contactpersoon(session)):
        assert zie(session, opleider_actor(session, ander)) == ()
    assert len(zie(session, opleider_actor(session, ik))) == 1


def test_who_left_the_company_sees_nobody(session: Session) -> None:
    ik = make_contactpersoon(session, is_actief=False)
    stagiair(session, ik)
    assert zie(session, opleider_actor(session, ik)) == ()


@pytest.mark.parametrize("rol", [r for r in Rol if r is not Rol.PRAKTIJKOPLEIDER])
def test_other_roles_have_no_trainees(session: Session, rol: Rol) -> None:
    with pytest.raises(GeenRecht):
        zie(session, make_actor(session, rol))


def test_a_new_agreement_of_the_same_placement_is_one_trainee(session: Session) -> None:
    ik = make_contactpersoon(session)
    oud = stagiair(session, ik, PokStatus.VERVANGEN, begin_op=date(2026, 9, 1), werkelijk_eind_op=date(2026, 12, 6))
    nieuw = make_pok(
        session,
        PokStatus.DEFINITIEF,
        opleider=ik,
        dossier_id=oud.dossier_id,
        student_id=oud.student_id,
        verbintenis_id=oud.verbintenis_id,
        zonder_erkenning=True,
    )
    for pok in (oud, nieuw):
        make_uren_week(session, pok, status=WeekStatus.INGEDIEND, maandag=pok.begin_op)
    (gezien,) = zie(session, opleider_actor(session, ik))
    assert (gezien.pok_id, gezien.begin_op, gezien.wachtend, gezien.is_nu) == (nieuw.id, date(2026, 9, 1), 2, True)


def test_weeks_and_entries_that_wait_are_counted(session: Session) -> None:
    ik = make_contactpersoon(session)
    pok = stagiair(session, ik)
    for n, status in enumerate(WeekStatus):
        make_uren_week(session, pok, status=status, maandag=date(2026, 12, 7 + 7 * n))
    make_logboek_item(session, pok)
    make_logboek_item(session, pok, LogboekStatus.CONCEPT)
    make_logboek_item(session, pok, besproken_op=NU, besproken_door="Jan")
    (gezien,) = zie(session, opleider_actor(session, ik))
    assert (gezien.wachtend, gezien.te_bespreken, gezien.verslagen) == (1, 1, 2)


def test_where_the_school_approves_no_week_waits_for_the_company(session: Session) -> None:
    ik = make_contactpersoon(session)
    pok = stagiair(session, ik)
    bewaar(session, TeamUren(team_id=pok.team_id or 0, beoordelaar=Beoordelaar.SCHOOL, regio=Regio.MIDDEN))
    make_uren_week(session, pok, status=WeekStatus.INGEDIEND)
    assert zie(session, opleider_actor(session, ik))[0].wachtend == 0


def test_that_another_team_approves_at_school_changes_nothing_here(session: Session) -> None:
    ik = make_contactpersoon(session)
    zonder_team = make_pok(session, PokStatus.DEFINITIEF, opleider=ik, team_id=None, zonder_erkenning=True)
    for pok in (stagiair(session, ik), zonder_team):
        make_uren_week(session, pok, status=WeekStatus.INGEDIEND)
    elders = stagiair(session, make_contactpersoon(session))
    bewaar(session, TeamUren(team_id=elders.team_id or 0, beoordelaar=Beoordelaar.SCHOOL, regio=Regio.MIDDEN))
    assert [s.wachtend for s in zie(session, opleider_actor(session, ik))] == [1, 1]


def test_conversations_still_to_come_and_who_to_call(session: Session) -> None:
    ik = make_contactpersoon(session)
    begeleider = make_account(
        session, Rol.ONDERWIJSBEGELEIDER, naam="Mia Smit", telefoon="0715551234", email="mia@school.example"
    )
    momenten = [{"naam": "Eind", "dagen_na_begin": 140}, {"naam": "Start", "dagen_na_begin": 6}]
    momenten += [{"naam": "Tussen", "dagen_na_begin": 70}, {"naam": "Na afloop", "dagen_na_begin": 201}]
    inrichting = make_inrichting(session, gespreksmomenten=momenten)
    dossier = make_dossier(session, make_verbintenis(session), inrichting, begeleider)
    stagiair(session, ik, dossier=dossier, begeleider=begeleider)
    werk_momenten_bij(session, [dossier.id or 0])
    (gezien,) = zie(session, opleider_actor(session, ik))
    # The last day of each window; the one after the placement is pulled back to its last day.
    assert gezien.momenten == (
        Moment("Start", date(2026, 12, 20)),
        Moment("Tussen", date(2027, 2, 22)),
        Moment("Eind", date(2027, 5, 3)),
        Moment("Na afloop", date(2027, 6, 25)),
    )
    assert gezien.school == Contact("Mia Smit", "0715551234", "mia@school.example")


def test_a_guardian_shows_only_while_there_is_something_to_sign(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session, geboortedatum=date(2010, 1, 1))
    pok = druk_af(session, cast, clock)
    (gezien,) = zie(session, cast.praktijkopleider, clock.vandaag())
    assert gezien.tekenen == (Partij.STUDENT, Partij.VOOGD, Partij.LEERBEDRIJF, Partij.SCHOOL)
    assert not [veld for veld in Stagiair.__dataclass_fields__ if "geboor" in veld or "zorg" in veld]
    pok.status = PokStatus.DEFINITIEF
    session.flush()
    assert zie(session, cast.praktijkopleider, clock.vandaag())[0].tekenen == ()
    assert zie(session, cast.ander_bedrijf, clock.vandaag()) == ()


def nog_niet(*partijen: Partij) -> tuple[HandtekeningRegel, ...]:
    return tuple(HandtekeningRegel(partij, None, "") for partij in partijen)


def maak(**anders: Any) -> Stagiair:
    standaard = {
        "pok_id": 1,
        "naam": "Yara Bakker",
        "opleiding": "Monteur",
        "leerweg": "BOL",
        "begin_op": date(2026, 12, 7),
        "eind_op": date(2027, 6, 25),
        "uren_totaal": 560,
        "status": PokStatus.DEFINITIEF,
        "is_nu": True,
        "school": None,
        "wachtend": 0,
        "te_bespreken": 0,
        "verslagen": 0,
        "uren_per_week": Decimal("32.00"),
        "nummer": "POK-2026-00007",
        "handtekeningen": (),
        "momenten": (),
    }
    return Stagiair(**{**standaard, **anders})


def test_what_is_asked_in_words_and_where_it_is_done() -> None:
    alles = maak(
        wachtend=2,
        te_bespreken=1,
        status=PokStatus.AFGEDRUKT,
        handtekeningen=nog_niet(Partij.LEERBEDRIJF, Partij.SCHOOL),
    )
    assert [(tekst.nl, href.split("?")[0]) for tekst, href in vragen(alles)] == [
        ("Tekenen vóór 7 dec 2026. Nog niet: leerbedrijf, school.", ""),
        ("2 weken wachten op je akkoord", "/uren/beoordelen"),
        ("1 verslag in het logboek te bespreken", "/logboek"),
    ]
    getekend = maak(status=PokStatus.AFGEDRUKT, handtekeningen=nog_niet(Partij.SCHOOL))
    assert vragen(getekend)[0][0].nl == "Jij hebt getekend. Nog niet: school."
    assert vragen(maak()) == []


def test_the_first_line_says_how_many_and_whether_something_waits() -> None:
    assert eerste_zin(()).nl == "Je hebt nu geen eigen stagiairs."
    assert eerste_zin((maak(),)).nl == "1 stagiair bij jou. Er wacht niets op jou."
    assert (
        eerste_zin((maak(wachtend=1), maak(is_nu=False))).nl == "1 stagiair bij jou. Bij 1 wordt iets van je gevraagd."
    )
    voorbij = stagiair_beeld(maak(is_nu=False), "nl")
    assert voorbij.wat_nu == "De stage is voorbij. De school sluit hem af."


def test_the_card_says_what_was_agreed_and_who_signed_when() -> None:
    kaart = stagiair_beeld(
        maak(handtekeningen=(HandtekeningRegel(Partij.STUDENT, date(2026, 11, 20), "Yara"), *nog_niet(Partij.SCHOOL))),
        "nl",
    )
    assert (kaart.uren, kaart.pok) == ("560 in totaal, 32 per week", "POK-2026-00007")
    assert [(h.wie, h.wanneer, h.toon) for h in kaart.handtekeningen] == [
        ("Student", "20 nov 2026", "success"),
        ("School", "nog niet", "warning"),
    ]


def test_a_year_is_over_on_the_day_after_the_last_one(session: Session) -> None:
    ik = make_contactpersoon(session)
    stagiair(session, ik, begin_op=date(2026, 9, 1), eind_op=date(2026, 12, 31))
    actor = opleider_actor(session, ik)
    laatste = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    assert zie(session, actor, FixedClock(laatste).vandaag())[0].is_nu is True
    assert zie(session, actor, FixedClock(laatste.replace(hour=23, minute=0)).vandaag())[0].is_nu is False
