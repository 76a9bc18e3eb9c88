"""Every invariant of the process holds for every row of the demo school."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pikepdf
import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app import opslag
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.kernel.clock import AMSTERDAM
from bpv_app.kernel.nummers import is_crebo, is_kvk, is_leerbedrijf_id, schoon_postcode, zonder_bsn
from bpv_app.leerbedrijf.rules import Aanleiding, Uitkomst
from bpv_app.leerbedrijf.tables import Contactpersoon, ErkenningControle, Leerbedrijf, Locatie
from bpv_app.pok.rules import (
    LOPEND,
    OVERGANGEN,
    MutatieSoort,
    Partij,
    PokGegevens,
    PokStatus,
    Stap,
    ontbrekend,
    wacht_stap,
)
from bpv_app.pok.rules_bestand import soort_van
from bpv_app.pok.rules_tekenen import vereiste_partijen
from bpv_app.pok.tables import (
    Pok,
    PokAfdruk,
    PokBelnotitie,
    PokDocument,
    PokHandtekening,
    PokHistorie,
    PokScan,
    PokTeller,
)
from bpv_app.pok.tables_stapel import ScanPagina
from bpv_app.pok.tables_wijziging import PokWijziging
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import KrdPok, Student, StudentBegeleider, Team, Verbintenis
from bpv_app.toegang.tables import Account, Audit
from tests.demo.conftest import NU, Demo, inhoud

VANDAAG = date(2026, 11, 26)
MET_PAPIER = (PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF, PokStatus.AFGEROND)


def poks(session: Session) -> list[Pok]:
    return list(session.exec(select(Pok).order_by(col(Pok.id))))


def per_pok(session: Session, soort: Any) -> dict[int, list[Any]]:
    uit: dict[int, list[Any]] = defaultdict(list)
    for rij in session.exec(select(soort).order_by(soort.id)):
        uit[rij.pok_id].append(rij)
    return uit


def dag(moment: Any) -> date:
    gevonden: date = moment.astimezone(AMSTERDAM).date()
    return gevonden


def test_the_school_has_the_size_and_the_variety_that_was_asked_for(kijk: Session) -> None:
    def tel(soort: Any) -> int:
        return int(kijk.execute(sa.select(sa.func.count()).select_from(soort)).scalar_one())

    assert tel(Student) == 400
    assert tel(Leerbedrijf) == 150 + 4  # four were typed in a second time or as a branch (`relaties`)
    assert {"Techniek", "ICT"} < set(kijk.exec(select(Team.naam)))
    assert 4 <= tel(Team) <= 5
    assert {Leerweg.BOL, Leerweg.BBL} == set(kijk.exec(select(Verbintenis.leerweg)))
    per_status = Counter(p.status for p in poks(kijk))
    assert set(per_status) == set(PokStatus)
    assert per_status[PokStatus.DEFINITIEF] > per_status[PokStatus.AFGEDRUKT] > per_status[PokStatus.CONCEPT] > 20
    assert tel(PokBelnotitie) >= 10
    assert tel(PokScan) >= 5
    assert tel(KrdPok) >= 10
    actief = {True: 0, False: 0}
    for inrichting in kijk.exec(select(Inrichting)):
        actief[inrichting.is_actief] += 1
    assert actief[True] >= 20
    assert actief[False] == 1
    namen = " ".join(kijk.exec(select(Student.naam)))
    assert all(teken in namen for teken in "ŁĐŞİ")
    assert kijk.exec(select(Student).where(Student.naam == "")).all(), "a student the register named by key only"


def test_dossiers_wait_in_every_step(kijk: Session) -> None:
    huidig = {p.dossier_id: p for p in poks(kijk)}  # the last one of each dossier
    getekend = {h.pok_id for h in kijk.exec(select(PokHandtekening).where(col(PokHandtekening.vervallen_op).is_(None)))}
    stappen: Counter[int] = Counter()
    for dossier in kijk.exec(select(Dossier)):
        pok = huidig.get(dossier.id or 0)
        compleet = pok is not None and pok.leerbedrijf_id is not None
        stappen[
            wacht_stap(
                pok.status if pok else None, is_compleet=compleet, heeft_handtekening=bool(pok and pok.id in getekend)
            )
        ] += 1
    assert set(stappen) == {3, 4, 5, 6, 7, 8, 9}
    assert min(stappen.values()) >= 8


def test_history_tells_how_each_pok_came_to_its_status(kijk: Session) -> None:
    historie = per_pok(kijk, PokHistorie)
    mag = {(van, o.naar) for o in OVERGANGEN.values() for van in o.van} | {(None, PokStatus.CONCEPT)}
    for pok in poks(kijk):
        regels = historie[pok.id or 0]
        assert regels[0].van is None
        assert regels[-1].naar is pok.status
        assert all(a.naar is b.van and a.op <= b.op for a, b in pairwise(regels)), pok.nummer
        assert {(r.van, r.naar) for r in regels} <= mag
        assert regels[0].op == pok.aangemaakt_op
        redenen = {(van, o.naar) for o in OVERGANGEN.values() if o.reden for van in o.van}
        assert all(r.reden for r in regels if (r.van, r.naar) in redenen)


def test_nothing_happened_in_the_future_or_at_night(demo: Demo) -> None:
    tabellen = {"pok_historie", "erkenning_controle", "pok_handtekening", "pok_document", "pok_belnotitie", "bericht"}
    momenten = [
        waarde
        for tabel, rijen in inhoud(demo.motor).items()
        if tabel in tabellen
        for rij in rijen
        for waarde in rij
        if hasattr(waarde, "astimezone")
    ]
    assert len(momenten) > 2000
    assert max(momenten) < NU
    assert all(7 <= m.astimezone(AMSTERDAM).hour < 18 and m.astimezone(AMSTERDAM).weekday() < 5 for m in momenten)


def test_signatures_and_documents_fit_the_status(kijk: Session) -> None:
    handtekeningen, documenten = per_pok(kijk, PokHandtekening), per_pok(kijk, PokDocument)
    studenten = {s.id: s for s in kijk.exec(select(Student))}
    niet_erkend = {
        c.pok_id
        for c in kijk.exec(select(ErkenningControle).where(ErkenningControle.aanleiding == Aanleiding.TEKENEN))
        if c.uitkomst is not Uitkomst.ERKEND
    }
    assert len(niet_erkend) == 1
    for pok in poks(kijk):
        geldig = [d for d in documenten[pok.id or 0] if d.vervallen_op is None]
        getekend = {h.partij: h for h in handtekeningen[pok.id or 0] if h.vervallen_op is None}
        alles = [d.document_versie for d in documenten[pok.id or 0]]
        assert alles == list(range(1, pok.document_versie + 1)), pok.nummer
        if pok.status in (PokStatus.CONCEPT, PokStatus.VOLLEDIG):
            assert not geldig
            assert not getekend
            assert pok.afgedrukt_op is None
            continue
        if pok.status in MET_PAPIER:
            eerste = pok.getekende_versie or pok.document_versie  # what was signed; after it only new bpv-bladen
            assert [d.document_versie for d in geldig] == list(range(eerste, pok.document_versie + 1))
            assert pok.afgedrukt_op == geldig[0].gemaakt_op
            assert all(h.document_versie == eerste for h in getekend.values())
            assert all(h.getekend_op >= dag(pok.afgedrukt_op) for h in getekend.values())
        nodig = set(
            vereiste_partijen(
                pok.ondertekenaars,
                studenten[pok.student_id].geboortedatum,
                {p: h.getekend_op for p, h in getekend.items()},
                VANDAAG,
            )
        )
        if pok.status in (PokStatus.DEFINITIEF, PokStatus.AFGEROND):
            assert nodig == set(getekend), pok.nummer
        elif pok.status is PokStatus.AFGEDRUKT:
            assert (nodig <= set(getekend)) == (pok.id in niet_erkend), pok.nummer
    voogden = {h.pok_id for rij in handtekeningen.values() for h in rij if h.partij is Partij.VOOGD}
    assert voogden, "a guardian signed for a minor"
    assert any(h.vervallen_op and h.vervallen_reden for rij in handtekeningen.values() for h in rij)


def test_printed_papers_are_really_there(kijk: Session) -> None:
    documenten = list(kijk.exec(select(PokDocument)))
    assert 100 < len(documenten) < 250
    for document in documenten:
        inhoud_ = opslag.lees(document.sha256)
        assert inhoud_.startswith(b"%PDF-")
        assert len(inhoud_) == document.bytes_aantal
    with pikepdf.open(opslag._pad(documenten[0].sha256)) as pdf:
        assert len(pdf.pages) == documenten[0].paginas
    for run in kijk.exec(select(PokAfdruk)):
        erin = [d for d in documenten if d.afdruk_id == run.id]
        assert len(erin) == run.aantal
        assert sum(d.paginas for d in erin) == run.paginas
        assert {d.gemaakt_op for d in erin} == {run.gemaakt_op}
        assert len(opslag.lees(run.sha256)) == run.bytes_aantal
    bladen = {(w.pok_id, w.document_versie) for w in kijk.exec(select(PokWijziging)) if w.document_versie}
    assert bladen
    assert {(d.pok_id, d.document_versie) for d in documenten if not d.afdruk_id} == bladen


def test_scans_are_pictures_of_signed_agreements(kijk: Session) -> None:
    status = {p.id: p.status for p in poks(kijk)}
    for scan in kijk.exec(select(PokScan)):
        inhoud_ = opslag.lees(scan.sha256)
        assert soort_van(inhoud_)[0] == scan.mime
        assert len(inhoud_) == scan.bytes_aantal
        getekend = (PokStatus.DEFINITIEF, PokStatus.AFGEROND, PokStatus.VERVANGEN)
        uit_stapel = scan.id in set(kijk.exec(select(ScanPagina.scan_id)))
        assert status[scan.pok_id] in ((PokStatus.AFGEDRUKT,) if uit_stapel else getekend)


def test_each_step_that_needs_it_has_its_stored_accreditation_check(kijk: Session) -> None:
    controles = per_pok(kijk, ErkenningControle)
    hoort = {
        PokStatus.VOLLEDIG: Aanleiding.KLAARZETTEN,
        PokStatus.AFGEDRUKT: Aanleiding.AFDRUKKEN,
        PokStatus.DEFINITIEF: Aanleiding.TEKENEN,
    }
    for regel in kijk.exec(select(PokHistorie)):
        terug = regel.van in MET_PAPIER and regel.naar is PokStatus.VOLLEDIG
        if regel.naar in hoort and not terug:
            assert any(
                c.op == regel.op and c.aanleiding is hoort[regel.naar] and c.uitkomst is Uitkomst.ERKEND
                for c in controles[regel.pok_id]
            )
    uitkomsten = Counter(c.uitkomst for c in kijk.exec(select(ErkenningControle)))
    assert uitkomsten[Uitkomst.NIET_ERKEND] >= 3


def test_what_was_sent_is_complete_and_belongs_together(kijk: Session) -> None:
    bedrijven = {b.id: b for b in kijk.exec(select(Leerbedrijf))}
    mensen = {c.id: c for c in kijk.exec(select(Contactpersoon))}
    locaties = {x.id: x for x in kijk.exec(select(Locatie))}
    for pok in poks(kijk):
        if pok.status is PokStatus.CONCEPT and pok.leerbedrijf_id is None:
            continue
        assert pok.praktijkopleider_id is not None
        opleider, bedrijf = mensen[pok.praktijkopleider_id], bedrijven[pok.leerbedrijf_id]
        assert opleider.leerbedrijf_id == bedrijf.id
        assert opleider.is_praktijkopleider
        assert pok.locatie_id is None or locaties[pok.locatie_id].leerbedrijf_id == bedrijf.id
        assert pok.begin_op is not None
        assert pok.eind_op is not None
        assert pok.afsluitdatum is not None
        assert pok.begin_op <= pok.eind_op
        assert pok.afsluitdatum <= dag(pok.aangemaakt_op)
        gegevens = PokGegevens(
            status=pok.status,
            begin_op=pok.begin_op,
            eind_op=pok.eind_op,
            afsluitdatum=pok.afsluitdatum,
            uren_totaal=pok.uren_totaal,
            uren_per_week=pok.uren_per_week,
            dagen_per_week=pok.dagen_per_week,
            leerbedrijf_id=pok.leerbedrijf_id,
            sbb_id=bedrijf.sbb_id,
            praktijkopleider_id=pok.praktijkopleider_id,
            onderwijsbegeleider_id=pok.onderwijsbegeleider_id,
        )
        assert ontbrekend(gegevens, Stap.MAAK_VOLLEDIG) == ()


def test_closed_placements_say_when_why_and_how_many_hours(kijk: Session) -> None:
    dossiers = {d.id: d for d in kijk.exec(select(Dossier))}
    vroeg = 0
    for pok in poks(kijk):
        dicht = pok.status is PokStatus.AFGEROND
        assert (dossiers[pok.dossier_id].afgesloten_op is not None) == dicht
        if dicht:
            assert pok.werkelijk_eind_op is not None
            assert pok.eind_op is not None
            assert pok.eind_reden is not None
            assert pok.gerealiseerde_uren is not None
            assert pok.werkelijk_eind_op <= min(pok.eind_op, VANDAAG)
            assert 0 < pok.gerealiseerde_uren < Decimal(2000)
            vroeg += pok.werkelijk_eind_op < pok.eind_op
    assert vroeg >= 4


def test_numbers_count_without_gaps_and_chains_hang_together(kijk: Session) -> None:
    alles = poks(kijk)
    per_jaar: dict[str, list[int]] = defaultdict(list)
    for pok in alles:
        jaar, _, nummer = pok.nummer.partition("-")
        assert jaar == str(dag(pok.aangemaakt_op).year)
        per_jaar[jaar].append(int(nummer))
    tellers = {str(t.jaar): t.laatste for t in kijk.exec(select(PokTeller))}
    assert {jaar: len(n) for jaar, n in per_jaar.items()} == tellers
    assert all(n == list(range(1, len(n) + 1)) for n in per_jaar.values())
    krd = dict(kijk.exec(select(KrdPok.verbintenis_id, KrdPok.volgnummer)).all())
    per_verbintenis: dict[int, list[int]] = defaultdict(list)
    for pok in alles:
        per_verbintenis[pok.verbintenis_id].append(pok.volgnummer)
    for verbintenis_id, volgnummers in per_verbintenis.items():
        eerste = 1 + int(krd.get(verbintenis_id, 0))
        assert volgnummers == list(range(eerste, eerste + len(volgnummers)))
    per_id = {p.id: p for p in alles}
    ketens = [p for p in alles if p.voorganger_id is not None]
    deck = {MutatieSoort.VERLENGING, MutatieSoort.ANDER_LEERBEDRIJF, MutatieSoort.OVERIG}
    assert {p.mutatie_soort for p in ketens} == deck
    assert any(per_id[p.voorganger_id].voorganger_id for p in ketens), "a chain of three"
    for pok in ketens:
        oud = per_id[pok.voorganger_id]
        assert oud.status is PokStatus.VERVANGEN
        assert oud.dossier_id == pok.dossier_id
        assert oud.werkelijk_eind_op is not None
        assert pok.begin_op is not None
        assert (pok.begin_op - oud.werkelijk_eind_op).days == 1
    assert {p.id for p in alles if p.status is PokStatus.VERVANGEN} == {p.voorganger_id for p in ketens}


def test_dossiers_follow_their_current_pok_and_begeleiders_have_their_students(kijk: Session) -> None:
    laatste: dict[int, Pok] = {}
    lopend: Counter[int] = Counter()
    for pok in poks(kijk):
        laatste[pok.dossier_id] = pok
        lopend[pok.dossier_id] += pok.status in LOPEND
    assert max(lopend.values()) == 1
    paren = {(b.student_id, b.account_id) for b in kijk.exec(select(StudentBegeleider))}
    verbintenissen = {v.id: v for v in kijk.exec(select(Verbintenis))}
    inrichtingen = {i.id: i for i in kijk.exec(select(Inrichting))}
    nodig = set()
    for dossier in kijk.exec(select(Dossier)):
        assert dossier.onderwijsbegeleider_id is not None
        nodig.add((dossier.student_id, dossier.onderwijsbegeleider_id))
        verbintenis, inrichting = verbintenissen[dossier.verbintenis_id], inrichtingen[dossier.inrichting_id]
        assert (verbintenis.student_id, verbintenis.team_id) == (dossier.student_id, dossier.team_id)
        assert (inrichting.leerweg, inrichting.team_id) == (verbintenis.leerweg, dossier.team_id)
        assert set(dossier.documenten_klaar) <= set(inrichting.documenten)
        huidig = laatste.get(dossier.id or 0)
        if huidig is not None:
            for veld in ("begin_op", "eind_op", "uren_totaal", "uren_per_week", "dagen_per_week"):
                assert getattr(dossier, veld) == getattr(huidig, veld)
            assert huidig.onderwijsbegeleider_id == dossier.onderwijsbegeleider_id
            assert (huidig.student_id, huidig.team_id) == (dossier.student_id, dossier.team_id)
            assert (huidig.exemplaren, huidig.ondertekenaars) == (inrichting.exemplaren, inrichting.ondertekenaars)
    assert paren == nodig


def test_somebody_starts_this_week_without_signatures_and_was_called(kijk: Session) -> None:
    gebeld = {n.pok_id for n in kijk.exec(select(PokBelnotitie))}
    per_id = {p.id: p for p in poks(kijk)}
    laat = [
        p
        for p in per_id.values()
        if p.status is PokStatus.AFGEDRUKT and p.begin_op and date(2026, 11, 23) <= p.begin_op <= date(2026, 11, 27)
    ]
    assert len(laat) >= 5
    assert {p.id for p in laat} <= gebeld
    assert all(per_id[i].status is PokStatus.AFGEDRUKT for i in gebeld)


def test_numbers_of_people_and_companies_are_well_formed_and_none_is_a_bsn(demo: Demo, kijk: Session) -> None:
    for bedrijf in kijk.exec(select(Leerbedrijf)):
        assert bedrijf.sbb_id is None or is_leerbedrijf_id(bedrijf.sbb_id)
        assert not bedrijf.kvk or is_kvk(bedrijf.kvk)
        assert schoon_postcode(bedrijf.postcode) == bedrijf.postcode
    for student in kijk.exec(select(Student)):
        assert not student.postcode or schoon_postcode(student.postcode) == student.postcode
    assert all(is_crebo(v.crebo) for v in kijk.exec(select(Verbintenis)))
    emails = [
        *kijk.exec(select(Student.email)),
        # a person who was in twice is still there in the company that was merged away
        *kijk.exec(
            select(Contactpersoon.email)
            .join(Leerbedrijf, col(Leerbedrijf.id) == col(Contactpersoon.leerbedrijf_id))
            .where(col(Leerbedrijf.opgegaan_in_id).is_(None))
        ),
        # somebody of a company who was mailed a link has an account with the address of the contact
        *kijk.exec(select(Account.email).where(col(Account.email).not_in(select(Contactpersoon.email)))),
    ]
    assert all(not e or re.fullmatch(r"[a-z0-9.]+@[a-z0-9.-]+\.example", e) for e in emails)
    assert len(set(filter(None, emails))) == len(list(filter(None, emails)))
    for rijen in inhoud(demo.motor).values():
        for rij in rijen:
            tekst = re.sub(r"[0-9a-f]{64}", "", str(rij))  # a SHA-256 is no number of anybody
            assert zonder_bsn(tekst) == tekst


def test_the_audit_says_who_did_it(kijk: Session) -> None:
    regels = list(kijk.exec(select(Audit).order_by(col(Audit.id))))
    assert all(a.op <= b.op for a, b in pairwise(regels))
    per_soort = Counter((r.tabel, r.soort.value) for r in regels)
    assert per_soort["pok", "gemaakt"] == len(poks(kijk))
    namen = {a.id: a.naam for a in kijk.exec(select(Account))}
    assert all(r.account_id is None or namen[r.account_id] == r.naam for r in regels)
    assert regels[-1].tabel == "demo"
