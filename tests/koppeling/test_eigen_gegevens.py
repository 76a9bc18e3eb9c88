"""The download of all one's own data: everything of one's own, nothing of anybody else."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app import opslag
from bpv_app.afsluiting.rules import Punt
from bpv_app.afsluiting.tables import Ontheffing
from bpv_app.beoordeling.rules import Besluit, Kant
from bpv_app.beoordeling.rules_evaluatie import STANDAARD, EvaluatieSoort, lijst_hash, vragen_als_json
from bpv_app.beoordeling.rules_werkproces import WerkprocesInvoer
from bpv_app.beoordeling.service_inrichten import maak_werkproces
from bpv_app.beoordeling.service_oordeel import besluit, bewaar_veld, deel
from bpv_app.beoordeling.service_oordeel import stuur_in as stuur_oordeel_in
from bpv_app.beoordeling.tables import Werkproces
from bpv_app.beoordeling.tables_evaluatie import Evaluatie
from bpv_app.dossier.tables import Dossier
from bpv_app.erkenning.rules import IntrekkingStatus, Voorstel
from bpv_app.erkenning.tables import Intrekking
from bpv_app.gesprek.rules import Deelnemer, MomentSoort, MomentStap, MomentStatus, Vorm
from bpv_app.gesprek.tables import (
    Contactmoment,
    ContactmomentGebeurtenis,
    Gespreksuitnodiging,
    Gespreksvoorstel,
    GespreksvoorstelAntwoord,
)
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.eigen_gegevens import schrijf_zip
from bpv_app.koppeling.krd.rules_vergelijken import VergelijkSoort
from bpv_app.koppeling.krd.rules_wijziging import WijzigingSoort, WijzigingUitkomst
from bpv_app.koppeling.krd.tables import KrdVergelijking, KrdVergelijkingRij, KrdWijziging
from bpv_app.koppeling.queries_eigen import lees_eigen_gegevens
from bpv_app.koppeling.rules_eigen import bestandsnaam, kopie
from bpv_app.matching.queries_rangorde import list_rangordes
from bpv_app.matching.queries_voorkeur import list_deelnames
from bpv_app.matching.rules_afspraak import AfspraakSoort, VerzoekInvoer
from bpv_app.matching.rules_plaats import Gebeurtenis as PlaatsMoment
from bpv_app.matching.rules_rangorde import PastNietGrond
from bpv_app.matching.rules_voorkeur import Keuze, Lijst
from bpv_app.matching.service_afspraak import maak_afspraak
from bpv_app.matching.service_openen import open_ronde
from bpv_app.matching.service_rangorde import stuur_rangorde_in, zet_niet_passend
from bpv_app.matching.service_ronde import maak_ronde
from bpv_app.matching.service_verzoek import vraag_eigen_plaats
from bpv_app.matching.service_voorkeur import bewaar_lijst, stuur_in
from bpv_app.matching.tables import PlaatsGebeurtenis
from bpv_app.matching.tables_ronde import RondeStudent
from bpv_app.pok import service
from bpv_app.pok.queries_mijn import list_mijn_poks
from bpv_app.pok.rules import MutatieSoort, Partij
from bpv_app.pok.rules_bezwaar import WijzigingStatus
from bpv_app.pok.rules_mutatie import Gevolg
from bpv_app.pok.tables import Pok, PokBelnotitie, PokScan
from bpv_app.pok.tables_krd import PokOntheffing
from bpv_app.pok.tables_wijziging import PokBezwaar, PokNaast, PokWijziging
from bpv_app.signaal.rules import SignaalSoort, SignaalStap
from bpv_app.signaal.rules_melding import MeldingSoort, MeldingStatus, Wie
from bpv_app.signaal.service import meld as meld_signaal
from bpv_app.signaal.service import noteer as noteer_stap
from bpv_app.signaal.tables_melding import Melding, MeldingBericht, MeldingInzage
from bpv_app.student.tables import Student, Verbintenis
from bpv_app.tables import metadata
from bpv_app.toegang.audit import noteer_inzage
from bpv_app.toegang.limiet import tel_poging
from bpv_app.toegang.rules import GEGEVENS_ACCOUNT, TeVaak
from bpv_app.toegang.tables import Account, Herkomst, Sessie
from bpv_app.uren.rules import Gebeurtenis
from bpv_app.uren.rules_logboek import LogboekStatus
from bpv_app.uren.tables import UrenGebeurtenis, UrenInhaal, UrenPatroon
from tests.makers import (
    NU,
    bewaar,
    make_account,
    make_claim,
    make_logboek_bijlage,
    make_logboek_item,
    make_logboek_reactie,
    make_mail,
    make_plaats,
    make_student,
    make_team,
    make_uren_bijlage,
    make_uren_dag,
    make_uren_week,
    make_verbintenis,
)
from tests.matching.cast_rangorde import gesloten, nummer_van, opleider_van, rangschikkend
from tests.matching.cast_ronde import invoer
from tests.pok.hulp import id_van, teken_alles
from tests.pok.rolverdeling import Cast, make_cast

# Where each table of a student's own data is, and why the others are not in the download.
ERIN = {
    "account", "account_rol", "audit", "bericht", "dossier", "erkenning_controle", "inrichting", "krd_pok",
    "logboek_bijlage", "logboek_item", "logboek_reactie", "mail", "persoonlijke_link", "pok", "pok_belnotitie",
    "pok_document", "pok_handtekening", "pok_herinnering", "pok_historie", "pok_scan",
    "pok_wijziging", "pok_bezwaar", "pok_naast", "pok_ontheffing", "krd_wijziging", "krd_vergelijking_rij",
    "sessie", "student", "student_begeleider", "team",
    "uren_bijlage", "uren_dag", "uren_gebeurtenis", "uren_inhaal", "uren_patroon", "uren_regel", "uren_week",
    "verbintenis", "verbintenis_periode", "leerbedrijf", "locatie", "contactpersoon",
    "beoordeling", "beoordeling_historie", "beoordeling_oordeel", "evaluatie", "werkproces",
    "plaats", "plaats_claim", "plaats_gebeurtenis",
    "afspraak", "plaats_verzoek", "ronde", "ronde_student", "ronde_toelating", "voorkeur_bewijs", "voorkeurlijst",
    "rangorde_kandidaat",
    "plaatsing", "plaatsing_gebeurtenis", "voorstel", "voorstel_regel",
    "signaal", "signaal_gebeurtenis", "melding", "melding_bericht", "melding_inzage", "ontheffing", "intrekking",
    "contactmoment", "contactmoment_gebeurtenis", "gespreksuitnodiging", "gespreksvoorstel",
    "gespreksvoorstel_antwoord",
    "gespreksafspraak", "gespreksverslag_kopie", "gespreksverslag_reactie",
}  # fmt: skip
NIET = {
    "erkenning": "about companies",
    "samenvoeging": "about companies",
    "samenvoeging_deel": "about companies",
    "dubbel_paar": "about companies",
    "bedrijf_wijziging": "about companies",
    "ongeschikt": "what the school thinks of a company",
    "relatie_notitie": "what the school says to itself about a company",
    "relatie_contact": "about companies",
    "pok_ongeschikt": "what the school thinks of a company",
    "documenttekst": "letters and terms of the school",
    "huisstijl": "about the school",
    "evaluatie_deel": "which answers are counted together; what was answered is in evaluatie",
    "evaluatie_lijst": "question lists; the questions that were asked are in evaluatie",
    "inrichting_werkproces": "about set-ups",
    "team_beoordeling": "about teams",
    "import_indeling": "about files",
    "overdracht": "which colleague took over from whom; the student sees the begeleider, and the audit says since when",
    "import_run": "a report of many students, kept by line",
    "opleiding": "about programmes",
    "poging": "counters under a one-way key, gone in a day",
    "plaats_crebo": "about places",
    "ronde_gebeurtenis": "steps of a whole round; what is about one student is in afspraak and plaats_verzoek",
    "ronde_groep": "which teams take part in a round",
    "ronde_plaats": "about places",
    "voorkeur": "the list that counts; its receipts (voorkeur_bewijs) say the same",
    "rangorde": "a company's draft about all its candidates; what counts of one student is in rangorde_kandidaat",
    "rangorde_bewijs": "a company's receipt about all its candidates; each student's own line is in rangorde_kandidaat",
    "pok_afdruk": "print runs of many students; a student's pages are in pok_document, who printed them in audit",
    "pok_teller": "a counter",
    "postcode": "about places",
    "postcode6": "about places",
    "voorstel_stap": "steps of a proposal for a whole round; what it came to is in voorstel_regel",
    "scan_pagina": "where a page of a pile went; the scan itself is in pok_scan",
    "scan_stapel": "paper of many students; each student's own pages are in pok_scan",
    "krd_register": "about the register",
    "krd_levering": "files of many students; each student's own messages are in bericht",
    "krd_bestand": "files of many students; each student's own answers are in bericht",
    "krd_vergelijking": "work of a member of staff",
    "krd_vergelijking_gelezen": "work of a member of staff, empty afterwards",
    "taak": "work of a member of staff",
    "taak_regel": "results for a member of staff, kept by row",
    "hulplijn_nummer": "about the school",
    "weergave": "questions of a member of staff, without rows",
    "weergave_deling": "with which colleagues such a question is shared",
    "weergave_mail": "which colleague gets it by mail",
    "signaal_regels": "about teams",
    "crebo_telt": "about crebos",
    "crebo_verband": "about crebos",
    "sbb_stand": "about the link with SBB",
    "voordracht": "about companies",
    "voordracht_stap": "about companies",
    "intrekking_ronde": "when the days on which accreditations end were looked at",
    "signaal_ronde": "when a whole team was looked at",
    "vertrouwenspersoon": "about colleagues",
    "team_manen": "about teams",
    "team_uren": "about teams",
    "uren_norm": "about routes",
    "gespreksverslag": "the school's own; what was shared of it is in gespreksverslag_kopie, the rest on request",
    "verslag_sjabloon": "about teams",
    "zorg_namen": "about the school",
    "zorgvierkant": "notes of the school, given on request: README.txt of the download says so",
    "vrije_periode": "about the school",
}


def test_every_table_is_in_the_download_or_has_a_reason_not_to_be() -> None:
    assert set(metadata.tables) == ERIN | set(NIET)


def vul(session: Session, clock: FixedClock, woord: str) -> tuple[Cast, list[str]]:
    """A student with something in every table, each text starting with `woord`; returns what must be found."""
    cast = make_cast(session, naam=f"{woord} naam", voogd_naam=f"{woord} voogd", mentor=f"{woord} mentor")
    pok = teken_alles(session, cast, clock)
    student = cast.student
    sha = opslag.bewaar(f"{woord} bytes".encode())
    op: dict[str, Any] = {"op": NU, "door_naam": "Studentenzaken"}
    bewaar(
        session,
        PokScan(
            pok_id=id_van(pok), document_versie=1, sha256=sha, bestandsnaam=f"{woord} scan.pdf", mime="application/pdf",
            bytes_aantal=1, **op,
        ),
    )  # fmt: skip
    bewaar(session, PokBelnotitie(pok_id=id_van(pok), met_wie="Geheim Ander", notitie=f"{woord} gebeld", **op))
    week = make_uren_week(session, pok, reden=f"{woord} reden week")
    dag = make_uren_dag(session, week, omschrijving=f"={woord} dag", werkproces=f"{woord} werkproces")
    make_uren_bijlage(session, dag, sha256=sha, naam=f"{woord} foto.jpg")
    bewaar(
        session,
        UrenGebeurtenis(week_id=id_van(week), wat=Gebeurtenis.TERUGGESTUURD, reden=f"{woord} terug", **op),
    )
    bewaar(session, UrenInhaal(pok_id=id_van(pok), minuten=60, voor=NU.date(), plan=f"{woord} plan", aangemaakt_op=NU))
    bewaar(session, UrenPatroon(pok_id=id_van(pok), werkdagen=[0, 1, 2]))
    item = make_logboek_item(session, pok, titel=f"{woord} verslag")
    make_logboek_item(session, pok, LogboekStatus.CONCEPT, titel=f"{woord} concept")
    make_logboek_reactie(session, item, tekst=f"{woord} reactie")
    make_logboek_bijlage(session, item, sha256=sha, naam=f"{woord}.pdf")
    make_mail(session, naam=f"{woord} mail", student_id=student.student_id, account_id=student.account_id)
    make_mail(session, naam="Geheim Ander", contactpersoon_id=cast.opleider.id, student_id=student.student_id)
    bewaar(
        session,
        Sessie(
            token_hash=f"{woord} geheim token", account_id=student.account_id or 0, herkomst=Herkomst.WACHTWOORD,
            apparaat=f"{woord} apparaat", aangemaakt_op=NU, laatst_op=NU, verloopt_op=NU + timedelta(days=1),
        ),
    )  # fmt: skip
    plaats = make_plaats(session, titel=f"{woord} plek", aantal=2, taken="Geheim Ander")
    make_claim(session, plaats, session.get_one(Student, student.student_id))
    make_claim(session, plaats, make_student(session, naam="Geheim Ander"), nummer=2)
    bewaar(
        session,
        PlaatsGebeurtenis(
            plaats_id=id_van(plaats), wat=PlaatsMoment.VRIJGEGEVEN, student_id=student.student_id,
            reden=f"{woord} vrijgegeven", **op,
        ),
    )  # fmt: skip
    _vul_ronde(session, clock, student, woord)
    _vul_gesprek(session, cast.dossier_id, woord)
    _vul_beoordeling(session, clock, cast, woord)
    _vul_signaal(session, clock, cast, woord)
    _vul_wijzigingen(session, cast, pok, woord)
    noteer_inzage(session, cast.begeleider, "dossier", cast.dossier_id, f"{woord} bekeken", NU)
    verwacht = ("naam", "voogd", "mentor", "gebeld", "reden week", "dag", "werkproces", "terug", "plan", "verslag",
                "concept", "reactie", "mail", "apparaat", "bekeken", "bytes", "plek", "vrijgegeven",
                "ronde", "keuzereden", "wensen", "garage", "blok",
                "gesprek", "reden gesprek", "genodigd", "optieplaats", "kan niet vroeg", "oordeel", "eigen oordeel",
                "besluit", "evaluatie", "zorg", "zorgstap", "gemeld", "keek", "ontheven", "niet erkend",
                "gewijzigd", "bezwaar", "naast", "mutatiestop", "register", "vergeleken")  # fmt: skip
    return cast, [f"{woord} {w}" for w in verwacht]


def _vul_signaal(session: Session, clock: FixedClock, cast: Cast, woord: str) -> None:
    """A signal with its history, a report to a vertrouwenspersoon and who looked, and an override."""
    student_id = cast.student.student_id or 0
    signaal = meld_signaal(
        session, clock, cast.dossier_id, SignaalSoort.EIGEN, Tekst(f"{woord} zorg", ""), f"eigen:{woord}"
    )
    noteer_stap(session, clock, signaal, SignaalStap.NOTEREN, signaal.status, Tekst(f"{woord} zorgstap", ""))
    melding = bewaar(
        session,
        Melding(
            student_id=student_id, ontvanger_id=make_account(session, naam="Vera Vertrouwd").id or 0,
            soort=MeldingSoort.ONVEILIG, status=MeldingStatus.VERSTUURD, gemeld_op=NU, gewijzigd_op=NU, sleutel=woord,
        ),
    )  # fmt: skip
    bewaar(
        session,
        MeldingBericht(melding_id=id_van(melding), van=Wie.STUDENT, naam=woord, tekst=f"{woord} gemeld", op=NU),
    )
    bewaar(session, MeldingInzage(melding_id=id_van(melding), naam=f"{woord} keek", op=NU))
    pok = session.exec(select(Pok).where(Pok.dossier_id == cast.dossier_id)).one()
    bewaar(
        session,
        Intrekking(
            pok_id=pok.id, dossier_id=cast.dossier_id, leerbedrijf_id=pok.leerbedrijf_id or 0, crebo=pok.crebo,
            peildatum=NU.date(), reden=f"{woord} niet erkend", reden_en="Not", voorstel=Voorstel.VERVANGENDE_PLEK,
            status=IntrekkingStatus.OPEN, bron="proef", sinds=NU,
        ),
    )  # fmt: skip
    bewaar(
        session,
        Ontheffing(
            dossier_id=cast.dossier_id, punt=Punt.UREN, reden=f"{woord} ontheven", stand="1 uur", op=NU, door_naam="C"
        ),
    )


def _vul_wijzigingen(session: Session, cast: Cast, pok: Pok, woord: str) -> None:
    """A new bpv-blad with an objection, two placements together, an exemption, and what the register told."""
    op: dict[str, Any] = {"op": NU, "door_naam": "Studentenzaken"}
    wijziging = bewaar(
        session,
        PokWijziging(
            pok_id=id_van(pok), soort=MutatieSoort.VERLENGING, gevolg=Gevolg.BPVBLAD, status=WijzigingStatus.BEZWAAR,
            voor={}, na={}, reden=f"{woord} gewijzigd", bezwaar_tot=NU.date(), **op,
        ),
    )  # fmt: skip
    bewaar(
        session,
        PokBezwaar(
            wijziging_id=id_van(wijziging),
            partij=Partij.STUDENT,
            reden=f"{woord} bezwaar",
            ontvangen_op=NU.date(),
            **op,
        ),
    )
    bewaar(session, PokNaast(pok_id=id_van(pok), stand="Samen 60 uur", reden=f"{woord} naast", **op))
    bewaar(session, PokOntheffing(pok_id=id_van(pok), mutatiestop=NU.date(), reden=f"{woord} mutatiestop", **op))
    bewaar(
        session,
        KrdWijziging(
            sleutel=f"{woord}-1", soort=WijzigingSoort.ADRES, op=NU, ontvangen_op=NU,
            student_id=cast.student.student_id, inhoud={"adres": f"{woord} register"},
            uitkomst=WijzigingUitkomst.TOEGEPAST,
        ),
    )  # fmt: skip
    wie = cast.coordinator.account_id or 0
    vergelijking = bewaar(session, KrdVergelijking(account_id=wie, begonnen_op=NU, klaar_op=NU, gelezen=1))
    bewaar(
        session,
        KrdVergelijkingRij(
            vergelijking_id=id_van(vergelijking), pok_id=id_van(pok), pok_nummer=pok.nummer, veld="praktijkopleider",
            soort=VergelijkSoort.GEGEVENS, hier=f"{woord} vergeleken", krd="Anders",
        ),
    )  # fmt: skip


def _vul_gesprek(session: Session, dossier_id: int, woord: str) -> None:
    """A conversation with its history, and what was proposed; of others' invitations and answers nothing is told."""
    op: dict[str, Any] = {"op": NU, "door_naam": "Studentenzaken"}
    moment = bewaar(
        session,
        Contactmoment(
            dossier_id=dossier_id, soort=MomentSoort.EXTRA, naam=f"{woord} gesprek", venster_van=NU.date(),
            venster_tot=NU.date(), vorm=Vorm.BEZOEK, status=MomentStatus.TE_PLANNEN,
        ),
    )  # fmt: skip
    bewaar(
        session,
        ContactmomentGebeurtenis(
            moment_id=id_van(moment), stap=MomentStap.AFZEGGEN, naar=MomentStatus.TE_PLANNEN,
            reden=f"{woord} reden gesprek", **op,
        ),
    )  # fmt: skip
    for deelnemer, naam in ((Deelnemer.STUDENT, f"{woord} genodigd"), (Deelnemer.PRAKTIJKOPLEIDER, "Geheim Ander")):
        bewaar(session, Gespreksuitnodiging(moment_id=id_van(moment), deelnemer=deelnemer, naam=naam, begin_op=NU))
    voorstel = bewaar(
        session,
        Gespreksvoorstel(
            moment_id=id_van(moment), opties=[NU.isoformat()], vorm=Vorm.BEZOEK, plaats=f"{woord} optieplaats",
            gemaakt_op=NU, gemaakt_door="Anke",
        ),
    )  # fmt: skip
    for deelnemer, tekst in (
        (Deelnemer.STUDENT, f"{woord} kan niet vroeg"),
        (Deelnemer.PRAKTIJKOPLEIDER, "Geheim Ander"),
    ):
        bewaar(
            session,
            GespreksvoorstelAntwoord(voorstel_id=id_van(voorstel), deelnemer=deelnemer, opmerking=tekst, **op),
        )


def _vul_beoordeling(session: Session, clock: FixedClock, cast: Cast, woord: str) -> None:
    """A shared assessment, the student's own evaluation, and the company's, which is not the student's to read."""
    crebo = session.get_one(Verbintenis, session.get_one(Dossier, cast.dossier_id).verbintenis_id).crebo
    invoer_ = WerkprocesInvoer(crebo, "B1-K1-W1", "Werk")
    bestaand = session.execute(sa.select(Werkproces).where(col(Werkproces.crebo) == crebo)).scalars().first()
    nummer = (bestaand or maak_werkproces(session, systeem(), invoer_)).id
    app, dossier_id = systeem(), cast.dossier_id
    for wie, kant, tekst in (
        (cast.praktijkopleider, Kant.BEDRIJF, f"{woord} oordeel"), (app, Kant.SCHOOL, f"{woord} eigen oordeel")
    ):  # fmt: skip
        bewaar_veld(session, wie, clock, dossier_id, kant, f"oordeel-{nummer}", "goed", "")
        bewaar_veld(session, wie, clock, dossier_id, kant, f"opmerking-{nummer}", tekst, "")
    stuur_oordeel_in(session, cast.praktijkopleider, clock, dossier_id)
    besluit(session, app, clock, dossier_id, Besluit.VOLDOENDE, f"{woord} besluit", None)
    deel(session, app, clock, dossier_id)
    vragen = STANDAARD[EvaluatieSoort.STUDENT]
    pok = session.execute(sa.select(Pok).where(col(Pok.dossier_id) == dossier_id)).scalars().one()
    for soort, tekst in ((EvaluatieSoort.STUDENT, f"{woord} evaluatie"), (EvaluatieSoort.BEDRIJF, "Geheim Ander")):
        bewaar(
            session,
            Evaluatie(
                dossier_id=dossier_id, soort=soort, student_id=cast.student.student_id or 0,
                leerbedrijf_id=pok.leerbedrijf_id or 0, vragen=vragen_als_json(vragen), lijst=lijst_hash(vragen),
                antwoorden={vragen[-1].sleutel: tekst}, gevraagd_op=NU,
            ),
        )  # fmt: skip


def _vul_ronde(session: Session, clock: FixedClock, student: Actor, woord: str) -> None:
    """A round with a list that was sent in, a request and a block; and a classmate in the same round."""
    app, student_id = systeem(), student.student_id or 0
    team = make_team(session)
    session.get_one(Student, student_id).team_id = team.id
    make_verbintenis(session, make_student(session, team, naam="Geheim Ander"))
    van, tot = date(2028, 1, 10), date(2028, 6, 30)
    plaatsen = [make_plaats(session, titel=f"Plaats {n}", van=van, tot=tot) for n in range(2)]
    ronde = maak_ronde(session, app, clock, invoer(team, naam=f"{woord} ronde", van=van, tot=tot, min_keuzes=1))
    open_ronde(session, app, clock, ronde.id or 0)
    als = Actor(student.account_id, student.naam, (RolToewijzing(Rol.STUDENT, student_id=student_id),))
    deel = next(d for d in list_deelnames(session, als) if d.ronde_id == ronde.id)
    lijst = Lijst((Keuze(id_van(plaatsen[0]), f"{woord} keuzereden"),), f"{woord} wensen")
    stuur_in(session, als, clock, deel.id, bewaar_lijst(session, als, clock, deel.id, lijst, 0).versie)
    verzoek = VerzoekInvoer(f"{woord} garage", "", "Leiden", "Piet Post", "", "071 555 01 01", "Banden wisselen.")
    vraag_eigen_plaats(session, als, clock, deel.id, verzoek)
    soort = AfspraakSoort.UITGESLOTEN
    maak_afspraak(session, app, clock, ronde.id or 0, student_id, id_van(plaatsen[1]), soort, f"{woord} blok")


def haal(session: Session, actor: Actor) -> tuple[dict[str, Any], dict[str, bytes]]:
    doel = io.BytesIO()
    schrijf_zip(lees_eigen_gegevens(session, actor), NU, doel)
    with zipfile.ZipFile(doel) as zip_:
        assert zip_.testzip() is None
        delen = {naam: zip_.read(naam) for naam in zip_.namelist()}
    return json.loads(delen["gegevens.json"]), delen


def test_everything_of_ones_own_is_there_and_nothing_of_another(session: Session, clock: FixedClock) -> None:
    cast, verwacht = vul(session, clock, "Kanarie")
    vul(session, clock, "Vreemdeling")
    inhoud, delen = haal(session, cast.student)
    alles = b"\n".join(naam.encode() + deel for naam, deel in delen.items()).decode(errors="replace")
    assert [w for w in verwacht if w not in alles] == []
    for geheim in ("Vreemdeling", "Geheim Ander", "geheim token", "wachtwoord_hash"):
        assert geheim not in alles, geheim
    (mail,) = [m for m in inhoud["mail_aan_mij"] if m["sjabloon"] not in ("voorkeur_bewijs", "oordeel_gedeeld")]
    (ronde,) = inhoud["rondes"]
    assert ronde["lijsten"][0]["bewijzen"][0]["inhoud"][0]["titel"] == "Plaats 0"
    assert "zaad" not in ronde
    assert "[[" not in mail["tekst"]
    (stage,) = inhoud["stages"]
    (pok,) = stage["overeenkomsten"]
    assert pok["status"] == "definitief"
    assert [h["naar"] for h in pok["historie"]] == ["concept", "volledig", "afgedrukt", "definitief"]
    assert {h["partij"] for h in pok["handtekeningen"]} == {"student", "leerbedrijf", "school"}
    assert pok["praktijkopleider"]["email"] == cast.opleider.email
    assert pok["uren"]["weken"][0]["dagen"][0]["regels"][0]["minuten"] == 480
    assert delen[pok["documenten"][0]["bestand"]].startswith(b"%PDF")
    begeleider = session.get_one(Account, cast.begeleider.account_id)
    keek = [r for r in inhoud["wie_keek_of_wijzigde"] if r["wat"] == "bekeken"]
    assert [(r["door"], r["rollen"]) for r in keek] == [(begeleider.naam, ["Onderwijsbegeleider"])]
    assert inhoud["ontbrekende_bestanden"] == []
    # Who amended, objected, exempted and printed: in the audit of one's own rows.
    assert {
        "Wijziging van POK", "Bezwaar tegen bpv-blad", "Reden voor twee stages tegelijk", "Ontheffing van mutatiestop",
        "Afdruk van POK",
    } <= {r["waarvan"] for r in inhoud["wie_keek_of_wijzigde"]}  # fmt: skip


def test_hours_are_a_spreadsheet_without_formulas(session: Session, clock: FixedClock) -> None:
    cast, _ = vul(session, clock, "Kanarie")
    _, delen = haal(session, cast.student)
    (rij,) = csv.DictReader(io.StringIO(delen["uren.csv"].decode("utf-8-sig")), delimiter=";")
    assert (rij["datum"], rij["soort"], rij["uren"], rij["minuten"]) == ("2026-12-07", "Gewerkt", "8", "480")
    assert rij["wat ik deed"] == "'=Kanarie dag"


def test_a_lost_file_is_named_and_stops_nothing(session: Session, clock: FixedClock) -> None:
    cast, _ = vul(session, clock, "Kanarie")
    make_logboek_bijlage(
        session, make_logboek_item(session, service.get_pok(session, cast.student, _pok_id(session, cast)))
    )
    inhoud, delen = haal(session, cast.student)
    (mist,) = inhoud["ontbrekende_bestanden"]
    assert mist.endswith("foto.jpg")
    assert mist in delen["README.txt"].decode()


def _pok_id(session: Session, cast: Cast) -> int:
    return list_mijn_poks(session, cast.student, NU.date())[0].pok_id


def test_only_a_student_has_such_a_download(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    for wie in (cast.coordinator, cast.begeleider, cast.studentenzaken, cast.praktijkopleider, cast.beheer):
        with pytest.raises(GeenRecht):
            lees_eigen_gegevens(session, wie)


def test_three_times_an_hour_is_enough(session: Session, clock: FixedClock) -> None:
    for _ in range(3):
        tel_poging(session, clock, GEGEVENS_ACCOUNT, "1")
    with pytest.raises(TeVaak):
        tel_poging(session, clock, GEGEVENS_ACCOUNT, "1")
    clock.moment += timedelta(minutes=61)
    tel_poging(session, clock, GEGEVENS_ACCOUNT, "1")


def test_a_file_name_cannot_leave_its_folder() -> None:
    assert bestandsnaam("7", "../../etc/passwd") == "7-passwd"
    assert bestandsnaam("7", "C:\\temp\\a b.pdf") == "7-a_b.pdf"
    assert bestandsnaam("7", "...") == "7-bestand"


def test_a_row_is_copied_without_keys_and_secrets() -> None:
    account = Account(
        id=4, gebruikersnaam="jan", naam="Jan", wachtwoord_hash="argon", aangemaakt_op=NU, taal="nl", email="j@x.nl"
    )
    copy = kopie(account, "email", naam="Piet")
    assert copy["naam"] == "Piet"
    assert not {"id", "wachtwoord_hash", "email", "versie"} & set(copy)
    assert copy["aangemaakt_op"] == "2026-11-26T09:00:00+00:00"


def test_what_a_company_ranked_is_in_the_download_of_the_student_it_is_about(
    session: Session, clock: FixedClock
) -> None:
    cast = rangschikkend(session)
    gesloten(session, clock, cast)
    wie = opleider_van(session, cast.plaatsen[1])
    (r,) = list_rangordes(session, wie)
    yara = session.exec(select(RondeStudent.id).where(RondeStudent.student_id == cast.yara.id)).one() or 0
    nummer, uitleg = nummer_van(session, r.id, yara), "Hier wordt nergens gelast."
    rij = zet_niet_passend(session, wie, clock, r.id, r.versie, nummer, PastNietGrond.TAAK, uitleg)
    stuur_rangorde_in(session, wie, clock, r.id, rij.versie)
    mijn, _ = haal(session, cast.als_yara)
    orde = {x["plaats"]: x for x in mijn["rondes"][0]["rangordes"]}["Monteur bij Bakboord, Bakboord"]
    assert (orde["rang"], orde["grond"], orde["uitleg"]) == (None, "taak", uitleg)
    sem, _ = haal(session, cast.als_sem)
    orde = {x["plaats"]: x for x in sem["rondes"][0]["rangordes"]}["Monteur bij Bakboord, Bakboord"]
    assert (orde["rang"], orde["grond"]) == (1, None)
    assert uitleg not in json.dumps(sem)
