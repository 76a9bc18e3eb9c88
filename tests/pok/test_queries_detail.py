"""One POK on its screen: the same step as the lists, every required signature, the whole timeline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.pok import service
from bpv_app.pok.queries_detail import get_pok_detail
from bpv_app.pok.queries_dossiers import DOSSIERS, STAP_LABEL
from bpv_app.pok.rules import KrdStatus, MutatieSoort, Partij
from bpv_app.pok.rules_krd import KrdStand
from tests.pok.hulp import DAG, druk_af, id_van, krd_antwoordt, maak_concept
from tests.pok.rolverdeling import Cast, make_cast


@pytest.fixture(autouse=True)
def _vandaag(monkeypatch: pytest.MonkeyPatch, clock: FixedClock) -> None:
    monkeypatch.setattr(tijd, "klok", clock)


def _stap_in_lijst(session: Session, cast: Cast) -> str:
    (rij,) = DOSSIERS.vraag(session, cast.coordinator, LijstVraag()).rijen
    return rij.cellen[[k.naam for k in DOSSIERS.kolommen].index("stap")].tekst


def test_the_screen_and_the_list_name_the_same_step(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = service.zet_klaar(
        session, cast.coordinator, clock, cast.dossier_id, replace(cast.voortraject(), praktijkopleider_id=None)
    )
    stappen = []

    def noteer() -> None:
        detail = get_pok_detail(session, cast.coordinator, id_van(pok), clock.vandaag())
        assert STAP_LABEL[detail.stap].nl == _stap_in_lijst(session, cast)
        stappen.append(detail.stap)

    noteer()
    maak_concept(session, cast, clock)
    noteer()
    service.maak_volledig(session, cast.coordinator, clock, id_van(pok))
    noteer()
    druk_af(session, cast, clock, pok)
    noteer()
    for partij in (Partij.STUDENT, Partij.LEERBEDRIJF, Partij.SCHOOL):
        service.registreer_handtekening(session, cast.studentenzaken, clock, id_van(pok), partij, DAG)
        noteer()
    assert stappen == [3, 4, 5, 6, 7, 7, 8]


def test_everything_that_happened_stands_on_the_timeline_newest_first(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session, geboortedatum=date(2010, 1, 1))
    pok, zaken = druk_af(session, cast, clock), cast.studentenzaken
    pok_id = id_van(pok)
    krd_antwoordt(session, pok, clock.nu(), KrdStatus.AFGEDRUKT)
    clock.moment += timedelta(hours=1)
    service.registreer_handtekening(session, zaken, clock, pok_id, Partij.STUDENT, DAG)
    clock.moment += timedelta(hours=1)
    service.verwijder_handtekening(session, zaken, clock, pok_id, Partij.STUDENT, "Vergissing")
    clock.moment += timedelta(hours=1)
    service.voeg_scan_toe(session, zaken, clock, pok_id, b"%PDF-1.7", "scan.pdf")
    service.voeg_belnotitie_toe(session, cast.begeleider, clock, pok_id, "Jan", "Tekent morgen", DAG)
    detail = get_pok_detail(session, cast.begeleider, pok_id, clock.vandaag())
    assert [h.partij for h in detail.handtekeningen] == ["student", "voogd", "leerbedrijf", "school"]
    assert [h.getekend_op for h in detail.handtekeningen] == [None] * 4
    assert (detail.krd_status, detail.krd_stand) == (KrdStatus.AFGEDRUKT, KrdStand.GELIJK)
    assert (detail.documenten[0].versie, detail.documenten[0].vervallen) == (1, False)
    assert detail.scans[0].bestandsnaam == "scan.pdf"
    assert detail.vereiste_documenten == ("Beoordeling",)
    assert detail.erkenning is not None
    momenten = [r.op for r in detail.tijdlijn]
    assert momenten == sorted(momenten, reverse=True)
    tekst = "\n".join(r.tekst.nl for r in detail.tijdlijn)
    for stuk in ("concept", "volledig", "afgedrukt", "Student tekende", "vervallen", "scan.pdf", "Jan", "Erkenning"):
        assert stuk in tekst, stuk
    assert any(r.door == cast.begeleider.naam for r in detail.tijdlijn)


def test_the_chain_is_on_the_screen_of_every_link(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    oud = druk_af(session, cast, clock)
    v = replace(service.voortraject_van(oud), uren_totaal=1)
    nieuw = service.muteer(
        session, cast.coordinator, clock, id_van(oud), MutatieSoort.OVERIG, date(2027, 2, 1), v, "Uren"
    ).nieuw
    for pok in (oud, nieuw):
        keten = get_pok_detail(session, cast.coordinator, id_van(pok), clock.vandaag()).keten
        assert [(k.nummer, k.status) for k in keten] == [(oud.nummer, "vervangen"), (nieuw.nummer, "volledig")]
    for vreemd in (cast.ander_team, cast.andere_begeleider, cast.beheer, cast.niemand):
        with pytest.raises(NietGevonden):
            get_pok_detail(session, vreemd, id_van(oud), clock.vandaag())
