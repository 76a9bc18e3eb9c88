"""Signatures, scans, the archive and the phone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.leerbedrijf.tables import Erkenning, ErkenningControle
from bpv_app.pok import service
from bpv_app.pok.rules import Onvolledig, Partij, PokStatus, StapMagNiet
from bpv_app.pok.rules_bestand import BestandFout, TeGroot
from bpv_app.pok.tables import PokHandtekening
from tests.pok.hulp import DAG, druk_af, historie, id_van, maak_volledig, soorten, teken_alles
from tests.pok.rolverdeling import Cast, make_cast

PDF = b"%PDF-1.7\n% scan"


def _teken(
    session: Session, cast: Cast, clock: FixedClock, pok_id: int, partij: Partij, op: date = DAG
) -> service.TekenUitslag:
    return service.registreer_handtekening(session, cast.studentenzaken, clock, pok_id, partij, op)


def test_definitief_follows_from_the_last_signature(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    clock.moment += timedelta(days=10)
    student = _teken(session, cast, clock, id_van(pok), Partij.STUDENT, date(2026, 12, 2))
    assert (student.ontbreekt, student.is_definitief) == ((Partij.LEERBEDRIJF, Partij.SCHOOL), False)
    assert "leerbedrijf, school" in student.tekst.nl
    _teken(session, cast, clock, id_van(pok), Partij.SCHOOL, date(2026, 11, 26))
    assert pok.status == "afgedrukt"
    assert _teken(session, cast, clock, id_van(pok), Partij.LEERBEDRIJF, date(2026, 12, 1)).is_definitief
    assert pok.status == "definitief"
    assert soorten(session, pok)[-1] == "definitief"
    controle = session.execute(
        sa.select(ErkenningControle).where(col(ErkenningControle.aanleiding) == "tekenen")
    ).scalar_one()
    assert controle.peildatum == date(2026, 12, 2), "the day of the last signature (WEB 7.2.10)"
    with pytest.raises(StapMagNiet):
        _teken(session, cast, clock, id_van(pok), Partij.STUDENT)


def test_a_minor_needs_a_guardian(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session, geboortedatum=date(2008, 11, 28))
    pok = druk_af(session, cast, clock)
    for partij in (Partij.STUDENT, Partij.LEERBEDRIJF):
        _teken(session, cast, clock, id_van(pok), partij)
    assert _teken(session, cast, clock, id_van(pok), Partij.SCHOOL).ontbreekt == (Partij.VOOGD,)
    clock.moment += timedelta(days=7)  # of age by now, but not when signing
    assert _teken(session, cast, clock, id_van(pok), Partij.VOOGD, clock.vandaag()).is_definitief


def test_who_comes_of_age_before_signing_needs_no_guardian(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session, geboortedatum=date(2008, 11, 28))
    pok = druk_af(session, cast, clock)
    clock.moment += timedelta(days=7)
    with pytest.raises(DomeinFout, match="partij_hoort_er_niet_bij"):
        _teken(session, cast, clock, id_van(pok), Partij.VOOGD, clock.vandaag())
    for partij in (Partij.LEERBEDRIJF, Partij.SCHOOL, Partij.STUDENT):
        laatste = _teken(session, cast, clock, id_van(pok), partij, clock.vandaag())
    assert laatste.is_definitief


def test_a_signature_is_of_the_current_paper_and_a_possible_day(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    pok_id = id_van(pok)
    for op in (date(2026, 11, 25), date(2026, 11, 27)):
        with pytest.raises(OngeldigeInvoer):
            _teken(session, cast, clock, pok_id, Partij.STUDENT, op)
    with pytest.raises(DomeinFout, match="oude_versie"):
        service.registreer_handtekening(session, cast.studentenzaken, clock, pok_id, Partij.STUDENT, DAG, 2)
    service.registreer_handtekening(session, cast.studentenzaken, clock, pok_id, Partij.STUDENT, DAG, 1)
    with pytest.raises(DomeinFout, match="al_getekend"):
        _teken(session, cast, clock, pok_id, Partij.STUDENT)
    with pytest.raises(Verouderd):
        service.registreer_handtekening(
            session, cast.studentenzaken, clock, pok_id, Partij.SCHOOL, DAG, versie=pok.versie - 1
        )


def test_before_printing_nobody_signs(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    with pytest.raises(StapMagNiet):
        _teken(session, cast, clock, id_van(pok), Partij.STUDENT)


def test_a_wrong_tick_is_struck_out_with_a_reason_and_stays_on_record(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    _teken(session, cast, clock, id_van(pok), Partij.STUDENT)
    zaken = cast.studentenzaken
    with pytest.raises(Onvolledig):
        service.verwijder_handtekening(session, zaken, clock, id_van(pok), Partij.STUDENT, " ")
    with pytest.raises(NietGevonden):
        service.verwijder_handtekening(session, zaken, clock, id_van(pok), Partij.SCHOOL, "Vergissing")
    service.verwijder_handtekening(session, zaken, clock, id_van(pok), Partij.STUDENT, "Vergissing")
    rij = session.execute(sa.select(PokHandtekening)).scalar_one()
    assert (rij.vervallen_op, rij.vervallen_reden) == (clock.nu(), "Vergissing")
    teken_alles(session, cast, clock, pok)
    assert pok.status == "definitief"
    with pytest.raises(StapMagNiet):
        service.verwijder_handtekening(session, zaken, clock, id_van(pok), Partij.STUDENT, "Te laat")


def test_a_company_not_accredited_on_the_last_day_keeps_it_from_definitief(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    clock.moment += timedelta(days=5)
    eigen = sa.update(Erkenning).where(col(Erkenning.sbb_id) == cast.leerbedrijf.sbb_id)
    session.execute(eigen.values(erkend_tot=date(2026, 11, 28)))
    _teken(session, cast, clock, id_van(pok), Partij.STUDENT, date(2026, 11, 27))
    _teken(session, cast, clock, id_van(pok), Partij.SCHOOL, date(2026, 11, 27))
    laatste = _teken(session, cast, clock, id_van(pok), Partij.LEERBEDRIJF, date(2026, 11, 29))
    assert (laatste.is_definitief, laatste.ontbreekt) == (False, ())
    assert "liep tot en met 28 nov 2026" in laatste.tekst.nl
    assert (pok.status, soorten(session, pok)[-1]) == (PokStatus.AFGEDRUKT, "afgedrukt")
    bewijs = sa.select(ErkenningControle).where(col(ErkenningControle.aanleiding) == "tekenen")
    assert [c.uitkomst for c in session.execute(bewijs).scalars()] == ["niet_erkend"]
    session.execute(eigen.values(erkend_tot=None))
    assert service.controleer_opnieuw(session, cast.studentenzaken, clock, id_van(pok)).is_definitief
    assert historie(session, pok)[-1][1] == "definitief"


def test_paper_is_found_by_scanning_or_typing(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    zaken = cast.studentenzaken
    for tekst in (f"BPV:{pok.nummer}:1:2:3", pok.nummer, f" bpv:{pok.nummer}:1:b:1 ", pok.nummer.replace("-", " ")):
        gescand = service.zoek_papier(session, zaken, tekst)
        assert (gescand.pok.id, gescand.is_oude_versie) == (pok.id, False), tekst
    service.zet_terug(session, zaken, clock, id_van(pok), PokStatus.VOLLEDIG, "Fout")
    assert service.zoek_papier(session, zaken, f"BPV:{pok.nummer}:1:2:3").is_oude_versie
    druk_af(session, cast, clock, pok)
    assert service.zoek_papier(session, zaken, f"BPV:{pok.nummer}:1:2:3").is_oude_versie
    assert not service.zoek_papier(session, zaken, f"BPV:{pok.nummer}:2:2:3").is_oude_versie
    for niets in ("2026-99999", "onzin", "", "\x00"):
        with pytest.raises(NietGevonden):
            service.zoek_papier(session, zaken, niets)
    with pytest.raises(NietGevonden):
        service.zoek_papier(session, cast.ander_team, pok.nummer)


def test_a_scan_is_kept_for_who_may_see_the_pok(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    scan = service.voeg_scan_toe(session, cast.studentenzaken, clock, id_van(pok), PDF, "../getekend.pdf")
    assert (scan.bestandsnaam, scan.mime, scan.document_versie) == ("getekend.pdf", "application/pdf", 1)
    assert service.get_scan(session, cast.student, id_van(scan))[2] == PDF
    for vreemd in (cast.andere_student, cast.ander_team, cast.beheer, cast.niemand, cast.andere_begeleider):
        with pytest.raises(NietGevonden):
            service.get_scan(session, vreemd, id_van(scan))
    for scan_id in (0, -1, 2**31 - 1, 2**70):
        with pytest.raises(NietGevonden):
            service.get_scan(session, cast.studentenzaken, scan_id)


def test_what_is_no_scan_is_refused(session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    zaken, pok_id = cast.studentenzaken, id_van(pok)
    with pytest.raises(DomeinFout, match="niet_afgedrukt"):
        service.voeg_scan_toe(session, zaken, clock, pok_id, PDF, "x.pdf")
    druk_af(session, cast, clock, pok)
    with pytest.raises(BestandFout):
        service.voeg_scan_toe(session, zaken, clock, pok_id, b"<html>", "x.pdf")
    with pytest.raises(TeGroot):
        service.voeg_scan_toe(session, zaken, clock, pok_id, PDF + b"x" * (16 * 1024 * 1024), "x.pdf")
    with pytest.raises(GeenRecht):
        service.voeg_scan_toe(session, cast.begeleider, clock, pok_id, PDF, "x.pdf")


def test_the_archive_place_is_noted(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    zaken, pok_id = cast.studentenzaken, id_van(pok)
    with pytest.raises(DomeinFout, match="niet_afgedrukt"):
        service.zet_archiefplaats(session, zaken, clock, pok_id, "Kast 1")
    druk_af(session, cast, clock, pok)
    scherm = pok.versie
    assert service.zet_archiefplaats(session, zaken, clock, pok_id, " Kast\n1 ", scherm).archiefplaats == "Kast 1"
    with pytest.raises(Verouderd) as fout:
        service.zet_archiefplaats(session, zaken, clock, pok_id, "Kast 2", scherm)
    assert fout.value.verschillen == (("archiefplaats", "Kast 1", "Kast 2"),)
    with pytest.raises(OngeldigeInvoer):
        service.zet_archiefplaats(session, zaken, clock, pok_id, "x" * 101)


def test_calls_about_unsigned_poks_are_noted(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    pok_id = id_van(pok)
    with pytest.raises(DomeinFout, match="niet_nabellen"):
        service.voeg_belnotitie_toe(session, cast.begeleider, clock, pok_id, "Jan", "Tekent morgen")
    druk_af(session, cast, clock, pok)
    for actor in (cast.begeleider, cast.coordinator, cast.studentenzaken):
        notitie = service.voeg_belnotitie_toe(session, actor, clock, pok_id, " Jan ", "Tekent morgen", DAG)
        assert (notitie.met_wie, notitie.door_naam, notitie.opnieuw_bellen_op) == ("Jan", actor.naam, DAG)
    with pytest.raises(OngeldigeInvoer) as fout:
        service.voeg_belnotitie_toe(session, cast.begeleider, clock, pok_id, "", "x" * 2001, date(2026, 11, 25))
    assert set(fout.value.velden) == {"met_wie", "notitie", "opnieuw_bellen_op"}
