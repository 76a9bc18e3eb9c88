"""Parties answer a new bpv-blad online: who, until when, once, what follows, who hears it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dashboard.pages.stagiairs_beeld import stagiair_beeld, vragen
from bpv_app.dashboard.queries_bedrijf import get_bedrijf_vandaag
from bpv_app.dashboard.queries_stagiairs import list_stagiairs
from bpv_app.dashboard.queries_student import get_vandaag
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer
from bpv_app.mutatie.rules import Invoer
from bpv_app.mutatie.service import voer_uit
from bpv_app.pok import service
from bpv_app.pok.pages.mijn_beeld import blad_link, eerste_zin
from bpv_app.pok.queries_blad import get_mijn_blad, list_mijn_bladen
from bpv_app.pok.queries_detail import get_pok_detail
from bpv_app.pok.queries_mijn import list_mijn_poks
from bpv_app.pok.queries_tellers import tellers
from bpv_app.pok.queries_wijziging import list_wijzigingen
from bpv_app.pok.rules import MutatieSoort, Partij
from bpv_app.pok.rules_bezwaar import BezwaarMagNiet, WijzigingStand, WijzigingStatus
from bpv_app.pok.rules_mutatie import Gevolg
from bpv_app.pok.rules_reactie import AlGereageerd, Reactie
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_wijziging import PokBezwaar, PokWijziging
from bpv_app.post.tables import Mail
from bpv_app.toegang.tables import Audit
from tests.pok.hulp import id_van, teken_alles
from tests.pok.rolverdeling import Cast, make_cast

AKKOORD, BEZWAAR, TERUG = Reactie.AKKOORD, Reactie.BEZWAAR, Reactie.TERUG
TOT = date(2026, 12, 10)


def _blad(session: Session, clock: FixedClock, **student: Any) -> tuple[Cast, Pok, PokWijziging]:
    cast = make_cast(session, email="noor@leerling.example", **student)
    pok = (
        teken_alles(session, cast, clock) if "geboortedatum" not in student else _teken_met_voogd(session, cast, clock)
    )
    v = replace(service.voortraject_van(pok), eind_op=date(2027, 7, 30), uren_totaal=650)
    invoer = Invoer(MutatieSoort.VERLENGING, Gevolg.BPVBLAD, date(2027, 2, 1), v, "Er missen nog uren")
    voer_uit(session, cast.begeleider, clock, id_van(pok), invoer)
    wijziging = session.execute(sa.select(PokWijziging)).scalar_one()
    return cast, pok, wijziging


def _teken_met_voogd(session: Session, cast: Cast, clock: FixedClock) -> Pok:
    from tests.pok.hulp import ALLE_PARTIJEN, druk_af

    pok = druk_af(session, cast, clock)
    for partij in (*ALLE_PARTIJEN, Partij.VOOGD):
        service.registreer_handtekening(
            session, cast.studentenzaken, clock, id_van(pok), partij, clock.vandaag(), pok.document_versie
        )
    return pok


def _aantal(session: Session) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(PokBezwaar)).scalar_one())


def _mails(session: Session, sjabloon: str) -> list[Mail]:
    vraag = sa.select(Mail).where(col(Mail.sjabloon) == sjabloon).order_by(col(Mail.id))
    return list(session.execute(vraag).scalars())


def _teller(session: Session, actor: Any, clock: FixedClock) -> int:
    return next(t.aantal for t in tellers(session, actor, clock.vandaag()) if t.sleutel == "bezwaar")


def test_both_parties_get_a_mail_that_leads_straight_to_what_changes(session: Session, clock: FixedClock) -> None:
    cast, pok, w = _blad(session, clock)
    student, bedrijf = _mails(session, "pok_bpvblad")
    assert (student.aan, bedrijf.aan) == ("noor@leerling.example", cast.opleider.email)
    assert student.doel == bedrijf.doel == f"/bpv-blad/{w.id}"
    assert bedrijf.link_id is not None, "the company gets a personal link"
    assert "uiterlijk 10 dec 2026" in student.tekst
    for wie in (cast.student, cast.praktijkopleider):
        (kort,) = list_mijn_bladen(session, wie, clock.vandaag())
        assert (kort.id, kort.bezwaar_tot, kort.vraagt) == (w.id, TOT, True)
        blad = get_mijn_blad(session, wie, clock.vandaag(), id_van(w), "nl")
        assert next((label.nl, voor, na) for label, voor, na in blad.voor_na) == (
            "Laatste dag van de stage", "25 jun 2027", "30 jul 2027",
        )  # fmt: skip
        assert (blad.reden, blad.is_termijn, blad.met_voogd) == ("Er missen nog uren", True, False)
    assert get_mijn_blad(session, cast.student, clock.vandaag(), id_van(w), "nl").papier_versie == pok.document_versie
    assert get_mijn_blad(session, cast.praktijkopleider, clock.vandaag(), id_van(w), "nl").papier_versie is None


def test_their_own_screens_say_so_until_they_answered(session: Session, clock: FixedClock) -> None:
    cast, _, w = _blad(session, clock)
    dag, nu = clock.vandaag(), clock.nu()
    adres = f"/bpv-blad/{w.id}"
    assert next(t.href for t in get_vandaag(session, cast.student, dag, nu).taken) == adres
    assert next(t.href for t in get_bedrijf_vandaag(session, cast.praktijkopleider, dag, nu).taken) == adres
    (stagiair,) = list_stagiairs(session, cast.praktijkopleider, dag)
    assert (vragen(stagiair)[0][0].nl, vragen(stagiair)[0][1]) == (
        "Nieuw bpv-blad: bezwaar kan tot en met 10 dec 2026", adres,
    )  # fmt: skip
    poks, bladen = list_mijn_poks(session, cast.student, dag), list_mijn_bladen(session, cast.student, dag)
    assert eerste_zin(poks, bladen).nl == "Er verandert iets in je stage. Bezwaar kan tot en met 10 dec 2026."
    assert [blad_link(b, "nl").href for b in bladen] == [adres]
    service.reageer(session, cast.student, clock, id_van(w), AKKOORD)
    service.reageer(session, cast.praktijkopleider, clock, id_van(w), AKKOORD)
    assert adres not in [t.href for t in get_vandaag(session, cast.student, dag, nu).taken]
    assert adres not in [t.href for t in get_bedrijf_vandaag(session, cast.praktijkopleider, dag, nu).taken]
    (stagiair,) = list_stagiairs(session, cast.praktijkopleider, dag)
    assert adres not in [href for _, href in vragen(stagiair)]
    assert stagiair_beeld(stagiair, "nl").bladen == [adres], "it can still be looked at"
    bladen = list_mijn_bladen(session, cast.student, dag)
    assert [blad_link(b, "nl").tekst for b in bladen] == ["Je bent akkoord."]
    clock.moment += timedelta(days=15)
    assert list_mijn_bladen(session, cast.student, clock.vandaag()) == ()


def test_an_objection_online_does_what_a_registered_one_does(session: Session, clock: FixedClock) -> None:
    cast, pok, w = _blad(session, clock)
    rij = service.reageer(session, cast.praktijkopleider, clock, id_van(w), BEZWAAR, " In de zomer dicht ")
    assert (rij.partij, rij.reden, rij.is_online, rij.ontvangen_op) == (
        Partij.LEERBEDRIJF, "In de zomer dicht", True, clock.vandaag(),
    )  # fmt: skip
    assert rij.account_id == cast.praktijkopleider.account_id
    assert w.status is WijzigingStatus.BEZWAAR
    assert _teller(session, cast.coordinator, clock) == _teller(session, cast.begeleider, clock) == 1
    assert _teller(session, cast.ander_team, clock) == _teller(session, cast.andere_begeleider, clock) == 0
    naar = {m.account_id for m in _mails(session, "bpvblad_reactie")}
    assert naar == {cast.coordinator.account_id, cast.begeleider.account_id}
    mail = _mails(session, "bpvblad_reactie")[0]
    assert mail.onderwerp.startswith("Het leerbedrijf maakt bezwaar")
    assert "In de zomer dicht" in mail.tekst
    assert mail.doel == f"/poks/{pok.id}"
    tijdlijn = [r.tekst.nl for r in get_pok_detail(session, cast.coordinator, id_van(pok), clock.vandaag()).tijdlijn]
    assert "Bezwaar van leerbedrijf (zelf, in de app): In de zomer dicht" in tijdlijn
    spoor = sa.select(Audit).where(col(Audit.tabel) == "pok_bezwaar")
    assert session.execute(spoor).scalars().all(), "it is in the audit"
    service.handhaaf(session, cast.coordinator, clock, id_van(w), "Besproken met het bedrijf")
    blad = get_mijn_blad(session, cast.praktijkopleider, clock.vandaag(), id_van(w), "nl")
    assert (blad.stand, blad.afhandeling, blad.is_termijn) == (
        WijzigingStand.GELDT, "Besproken met het bedrijf", False,
    )  # fmt: skip
    assert [m.onderwerp for m in _mails(session, "pok_bpvblad")][2:], "the parties hear the answer"
    with pytest.raises(BezwaarMagNiet):
        service.reageer(session, cast.praktijkopleider, clock, id_van(w), TERUG)


def test_a_registered_objection_goes_the_same_way(session: Session, clock: FixedClock) -> None:
    cast, _, w = _blad(session, clock)
    service.reageer(session, cast.student, clock, id_van(w), AKKOORD)
    service.registreer_bezwaar(
        session, cast.begeleider, clock, id_van(w), Partij.STUDENT, "Brief van thuis", clock.vandaag()
    )
    assert w.status is WijzigingStatus.BEZWAAR, "who agreed may still write a letter in the term"
    assert {m.account_id for m in _mails(session, "bpvblad_reactie")} == {cast.coordinator.account_id}, "not to oneself"
    with pytest.raises(AlGereageerd):
        service.registreer_bezwaar(session, cast.begeleider, clock, id_van(w), Partij.STUDENT, "Nog eens", None)
    blad = get_mijn_blad(session, cast.student, clock.vandaag(), id_van(w), "nl")
    assert blad.reactie is not None
    assert (blad.reactie.is_online, blad.reactie.reden) == (False, "Brief van thuis")


def test_saying_it_twice_changes_nothing(session: Session, clock: FixedClock) -> None:
    cast, _, w = _blad(session, clock)
    een = service.reageer(session, cast.student, clock, id_van(w), BEZWAAR, "Te lang")
    assert service.reageer(session, cast.student, clock, id_van(w), BEZWAAR, "Te lang ").id == een.id
    assert (_aantal(session), len(_mails(session, "bpvblad_reactie"))) == (1, 2)
    with pytest.raises(AlGereageerd):
        service.reageer(session, cast.student, clock, id_van(w), BEZWAAR, "Iets anders")
    with pytest.raises(AlGereageerd):
        service.reageer(session, cast.student, clock, id_van(w), AKKOORD)
    assert _aantal(session) == 1


def test_it_can_be_taken_back_while_the_term_runs(session: Session, clock: FixedClock) -> None:
    cast, pok, w = _blad(session, clock)
    with pytest.raises(AlGereageerd):
        service.reageer(session, cast.student, clock, id_van(w), TERUG)
    service.reageer(session, cast.student, clock, id_van(w), BEZWAAR, "Te lang")
    service.reageer(session, cast.praktijkopleider, clock, id_van(w), BEZWAAR, "Ook te lang")
    service.reageer(session, cast.student, clock, id_van(w), TERUG)
    assert w.status == "bezwaar", "the company still objects"
    service.reageer(session, cast.praktijkopleider, clock, id_van(w), TERUG)
    service.reageer(session, cast.praktijkopleider, clock, id_van(w), TERUG)
    assert w.status == "loopt"
    assert _teller(session, cast.coordinator, clock) == 0
    onderwerpen = [m.onderwerp for m in _mails(session, "bpvblad_reactie")]
    assert len(onderwerpen) == 8, "two people hear of each of the four"
    assert onderwerpen[-1].startswith("Het leerbedrijf neemt het bezwaar terug")
    service.reageer(session, cast.student, clock, id_van(w), BEZWAAR, "Toch te lang")
    assert w.status is WijzigingStatus.BEZWAAR
    clock.moment += timedelta(days=15)
    with pytest.raises(BezwaarMagNiet):
        service.reageer(session, cast.student, clock, id_van(w), TERUG)
    assert _aantal(session) == 5
    (regel,) = list_wijzigingen(session, id_van(pok), clock.vandaag(), "nl")
    assert [b.reactie for b in regel.bezwaren] == [BEZWAAR, BEZWAAR, TERUG, TERUG, BEZWAAR]


def test_the_term_passes_as_it_did_when_nobody_objects(session: Session, clock: FixedClock) -> None:
    cast, pok, w = _blad(session, clock)
    service.reageer(session, cast.student, clock, id_van(w), AKKOORD)
    clock.moment += timedelta(days=14)  # 10 December, the last day
    assert clock.vandaag() == TOT
    service.reageer(session, cast.praktijkopleider, clock, id_van(w), BEZWAAR, "Op de laatste dag")
    service.reageer(session, cast.praktijkopleider, clock, id_van(w), TERUG)
    clock.moment += timedelta(days=1)
    with pytest.raises(BezwaarMagNiet):
        service.reageer(session, cast.praktijkopleider, clock, id_van(w), BEZWAAR, "Te laat")
    (regel,) = list_wijzigingen(session, id_van(pok), clock.vandaag(), "nl")
    assert regel.stand is WijzigingStand.GELDT


def test_nobody_else_may_say_anything_or_even_see_it(session: Session, clock: FixedClock) -> None:
    cast, _, w = _blad(session, clock)
    for naam, wie in cast.wie().items():
        if naam in ("student", "praktijkopleider"):
            continue
        fout = NietGevonden if naam in ("andere_student", "ander_bedrijf") else GeenRecht
        for reactie in Reactie:
            with pytest.raises(fout):
                service.reageer(session, wie, clock, id_van(w), reactie, "Nee")
        with pytest.raises(fout):
            get_mijn_blad(session, wie, clock.vandaag(), id_van(w), "nl")
        assert list_mijn_bladen(session, wie, clock.vandaag()) == ()
    for geen in (0, -1, 10**12, 10**30):
        with pytest.raises(NietGevonden):
            service.reageer(session, cast.student, clock, geen, AKKOORD)
    assert _aantal(session) == 0


def test_who_left_the_company_is_no_party_any_more(session: Session, clock: FixedClock) -> None:
    cast, _, w = _blad(session, clock)
    cast.opleider.is_actief = False
    session.add(cast.opleider)
    session.flush()
    with pytest.raises(NietGevonden):
        service.reageer(session, cast.praktijkopleider, clock, id_van(w), AKKOORD)


@pytest.mark.parametrize("reden", ["", "   ", "x" * 901])
def test_an_objection_needs_a_reason_of_a_length_to_read(session: Session, clock: FixedClock, reden: str) -> None:
    cast, _, w = _blad(session, clock)
    with pytest.raises(OngeldigeInvoer) as fout:
        service.reageer(session, cast.student, clock, id_van(w), BEZWAAR, reden)
    assert set(fout.value.velden) == {"reden"}
    assert _aantal(session) == 0


def test_a_change_that_makes_no_bpv_blad_takes_no_answer(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = teken_alles(session, cast, clock)
    from tests.makers import make_contactpersoon

    v = replace(service.voortraject_van(pok), praktijkopleider_id=make_contactpersoon(session, cast.leerbedrijf).id)
    w = service.wijzig_opleider(session, cast.coordinator, clock, id_van(pok), v, "Ander rooster")
    with pytest.raises(NietGevonden):
        service.reageer(session, cast.student, clock, id_van(w), AKKOORD)


def test_the_guardian_of_a_minor_is_told_to_call_and_the_school_registers(session: Session, clock: FixedClock) -> None:
    cast, _, w = _blad(session, clock, geboortedatum=date(2010, 5, 1))
    assert get_mijn_blad(session, cast.student, clock.vandaag(), id_van(w), "nl").met_voogd
    service.registreer_bezwaar(session, cast.studentenzaken, clock, id_van(w), Partij.VOOGD, "Te ver", None)
    assert w.status is WijzigingStatus.BEZWAAR
    service.reageer(session, cast.student, clock, id_van(w), AKKOORD)
    assert w.status is WijzigingStatus.BEZWAAR, "the guardian objects, whatever the student says"
    with pytest.raises(DomeinFout):
        service.reageer(session, cast.student, clock, id_van(w), BEZWAAR, "Ik ook")
