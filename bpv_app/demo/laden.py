"""Load the demo school into an empty database: in one transaction, the same every time on the same day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, SQLModel

from bpv_app.db import transaction
from bpv_app.demo.bedrijven import BedrijvenMaker
from bpv_app.demo.beoordelingen import speel_beoordelingen
from bpv_app.demo.boek import Boek, id_van, tabel_van
from bpv_app.demo.draaiboek import Draaiboek
from bpv_app.demo.erkenningen import speel_erkenningen
from bpv_app.demo.gesprekken import GesprekkenMaker, stel_tijden_voor
from bpv_app.demo.herinneringen import stuur_demo_herinneringen
from bpv_app.demo.kalender import Kalender
from bpv_app.demo.krd import meld_uit_krd
from bpv_app.demo.logboek import schrijf_logboeken
from bpv_app.demo.mutaties import speel_mutaties
from bpv_app.demo.naamgever import Naamgever
from bpv_app.demo.plaatsen import PlaatsenMaker
from bpv_app.demo.postbode import verstuur_mails
from bpv_app.demo.relaties import speel_relaties
from bpv_app.demo.rondes import speel_rondes
from bpv_app.demo.school import DEMO_NAMEN, WACHTWOORD, SchoolMaker
from bpv_app.demo.schrijfwerk import Schrijfwerk
from bpv_app.demo.signalen import speel_signalen
from bpv_app.demo.studenten import StudentenMaker
from bpv_app.demo.uren import UrenMaker
from bpv_app.demo.vakanties import stel_uren_in
from bpv_app.demo.verslagen import VERSLAG_TABELLEN, VerslagenMaker
from bpv_app.demo.verteller import Verteller
from bpv_app.demo.weergaven import bewaar_weergaven
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.gesprek.tables import Contactmoment, ContactmomentGebeurtenis, Gespreksuitnodiging
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import RolToewijzing, systeem
from bpv_app.kernel.clock import Clock, klok
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.tables import (
    Contactpersoon,
    Erkenning,
    ErkenningControle,
    Leerbedrijf,
    Locatie,
)
from bpv_app.ligging.tables import Postcode
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsCrebo, PlaatsGebeurtenis
from bpv_app.outbox.tables import Bericht
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
from bpv_app.pok.tables_wijziging import PokWijziging
from bpv_app.student.tables import (
    KrdPok,
    Opleiding,
    Student,
    StudentBegeleider,
    Team,
    Verbintenis,
    VerbintenisPeriode,
)
from bpv_app.toegang import audit
from bpv_app.toegang.geheim import hash_wachtwoord
from bpv_app.toegang.tables import Account, AccountRol, Audit
from bpv_app.uren.tables import TeamUren, UrenDag, UrenGebeurtenis, UrenRegel, UrenWeek, VrijePeriode
from bpv_app.uren.tables_logboek import LogboekItem, LogboekReactie

ZAAD = 20261126
GELADEN = "demoschool geladen"
"""The line in the audit by which a database is known as a demo: nobody can write it afterwards, nor take it away."""
TABEL = "demo"

BASIS: tuple[type[SQLModel], ...] = (
    Team, Opleiding, Account, AccountRol, Leerbedrijf, Locatie, Contactpersoon, Erkenning, Postcode, Student,
    Verbintenis, VerbintenisPeriode, KrdPok, StudentBegeleider, Inrichting,
    TeamUren, VrijePeriode,
)  # fmt: skip
"""What is there before the first placement; printing needs it in the database."""
VERLOOP: tuple[type[SQLModel], ...] = (
    Dossier, PokTeller, Pok, PokAfdruk, PokDocument, PokHistorie, ErkenningControle, PokHandtekening, PokScan,
    PokBelnotitie, PokWijziging, Bericht, LogboekItem, LogboekReactie, UrenWeek, UrenDag, UrenRegel, UrenGebeurtenis,
    Plaats, PlaatsCrebo, PlaatsClaim, PlaatsGebeurtenis,
    Contactmoment, ContactmomentGebeurtenis, Gespreksuitnodiging,
    *VERSLAG_TABELLEN,
)  # fmt: skip


class NietLeeg(DomeinFout):
    """There is something in the database already."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "niet_leeg",
            Tekst(
                "De database is niet leeg; de demoschool komt alleen in een lege. Opnieuw: bpv demo --opnieuw.",
                "The database is not empty; the demo school only goes into an empty one. Anew: bpv demo --opnieuw.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Geladen:
    """How much was loaded."""

    studenten: int
    leerbedrijven: int
    poks: int
    berichten: int


def is_leeg(session: Session) -> bool:
    """Whether no table that the demo fills has a row."""
    return not any(
        session.execute(sa.select(sa.literal(1)).select_from(tabel_van(soort)).limit(1)).first()
        for soort in (*BASIS, *VERLOOP)
    )


def is_demo(session: Session) -> bool:
    """Whether this database was filled by `laad_demo`."""
    tabel = tabel_van(Audit)
    vraag = sa.select(sa.literal(1)).where(tabel.c.tabel == TABEL, tabel.c.omschrijving == GELADEN).limit(1)
    return session.execute(vraag).first() is not None


def laad_demo(motor: Engine | None = None, clock: Clock = klok) -> Geladen:
    """Fill an empty, migrated database with the demo school. Raises `NietLeeg`.

    Documents go to the store in BPV_DATA_DIR before the rows that name them commit. `motor`: another database than the
    app's own. Everything lies before `clock`; the messages to the register wait in the outbox.
    """
    from bpv_app.demo.documenten import richt_documenten_in
    from bpv_app.demo.drukwerk import druk_alles, scan_alles  # drags in all that makes a PDF
    from bpv_app.demo.stapel import lees_stapel

    wie = systeem("demoschool")
    with transaction(wie, op=motor) as session:
        if not is_leeg(session):
            raise NietLeeg
        boek = Boek()
        schrijfwerk = Schrijfwerk(boek)
        r = Random(ZAAD)  # noqa: S311 - names and dates, nothing secret
        kalender = Kalender(clock.vandaag())
        _bedenk(boek, schrijfwerk, kalender, r)
        boek.schrijf(session, BASIS)
        druk_alles(session, boek, schrijfwerk)
        scan_alles(boek, schrijfwerk, r)
        boek.schrijf(session, VERLOOP)
        verstuur_mails(session, kalender)
        _schrijf_audit(session, schrijfwerk)
        with _audit_op(clock):
            speel_rondes(session, kalender)
            lees_stapel(session, clock, r)
            stel_tijden_voor(session, kalender)
            speel_beoordelingen(session, kalender)
            speel_signalen(session, kalender)
            speel_erkenningen(session, kalender)
            richt_documenten_in(session, clock)
            meld_uit_krd(session, clock)
            stuur_demo_herinneringen(session, kalender)
            speel_mutaties(session, kalender)
            speel_relaties(session, clock)
            bewaar_weergaven(session, kalender)
        geladen = Geladen(*(len(boek.alle(soort)) for soort in (Student, Leerbedrijf, Pok, Bericht)))
        aantallen = {
            "studenten": geladen.studenten,
            "leerbedrijven": geladen.leerbedrijven,
            "poks": geladen.poks,
        }
        audit.noteer(session, wie, TABEL, None, GELADEN, clock.nu(), nieuw=aantallen)
    return geladen


def _bedenk(boek: Boek, schrijfwerk: Schrijfwerk, kalender: Kalender, r: Random) -> None:
    """All rows, in memory."""
    namen = Naamgever(r)
    maker = SchoolMaker(boek, kalender, r, namen, hash_wachtwoord(WACHTWOORD))
    school = maker.maak()
    stel_uren_in(boek, kalender, school)
    bedrijven = BedrijvenMaker(boek, kalender, r, namen).maak()
    leerlingen = StudentenMaker(boek, kalender, r, namen, school).maak(DEMO_NAMEN[Rol.STUDENT][1])
    student = leerlingen[0].student
    maker.demo_account(Rol.STUDENT, RolToewijzing(Rol.STUDENT, student_id=student.id))
    assert bedrijven.van_demo is not None
    opleider = bedrijven.van_demo.opleiders[0]
    opleider.naam = DEMO_NAMEN[Rol.PRAKTIJKOPLEIDER][1]
    maker.demo_account(
        Rol.PRAKTIJKOPLEIDER,
        RolToewijzing(
            Rol.PRAKTIJKOPLEIDER, leerbedrijf_id=id_van(bedrijven.van_demo.rij), contactpersoon_id=id_van(opleider)
        ),
    )
    verteller = Verteller(boek, schrijfwerk)
    Draaiboek(boek, kalender, r, school, bedrijven, leerlingen, verteller).vertel()
    begeleider = school.begeleiders["TEC"][0].account_id
    assert begeleider is not None
    UrenMaker(boek, schrijfwerk, kalender, student=id_van(student), opleider=id_van(opleider)).schrijf()
    schrijf_logboeken(boek, kalender, student=id_van(student), begeleider=begeleider, opleider=id_van(opleider))
    PlaatsenMaker(boek, schrijfwerk, kalender, school, bedrijven).maak()
    GesprekkenMaker(boek, kalender).maak()
    VerslagenMaker(boek, kalender).maak(id_van(school.teams["ICT"]), DEMO_NAMEN[Rol.COORDINATOR][1])
    assert boek.tabellen() <= {*BASIS, *VERLOOP}


@contextmanager
def _audit_op(clock: Clock) -> Iterator[None]:
    """What services change is noted by the audit at the moment of the demo, not of the machine."""
    echt, tijd.klok = tijd.klok, clock
    try:
        yield
    finally:
        tijd.klok = echt


def _schrijf_audit(session: Session, schrijfwerk: Schrijfwerk) -> None:
    """Who did what, oldest first; ids come from the database, which may hold lines of an earlier life."""
    session.connection().execute(sa.insert(tabel_van(Audit)), sorted(schrijfwerk.audit, key=lambda rij: rij["op"]))
