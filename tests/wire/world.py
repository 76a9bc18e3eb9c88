"""Two small worlds side by side in one school, A and B, with names that give a leak away ("kanarie")."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pikepdf
from sqlmodel import Session, col, select

from bpv_app import opslag
from bpv_app.beoordeling.rules import Besluit, Kant
from bpv_app.beoordeling.rules_evaluatie import STANDAARD, EvaluatieSoort, VraagSoort
from bpv_app.beoordeling.rules_werkproces import WerkprocesInvoer
from bpv_app.beoordeling.service import vraag_evaluatie
from bpv_app.beoordeling.service_inrichten import maak_werkproces
from bpv_app.beoordeling.service_oordeel import besluit
from bpv_app.beoordeling.service_oordeel import bewaar_veld as bewaar_oordeel
from bpv_app.beoordeling.service_oordeel import deel as deel_oordeel
from bpv_app.beoordeling.service_oordeel import stuur_in as stuur_oordeel_in
from bpv_app.beoordeling.tables import Werkproces
from bpv_app.beoordeling.tables_evaluatie import Evaluatie
from bpv_app.dashboard.queries_weergave import get_weergave
from bpv_app.dashboard.service_weergave import bewaar_weergave, deel_weergave
from bpv_app.dossier.rules_momenten import orden_deelnemers
from bpv_app.dossier.tables import Dossier
from bpv_app.erkenning.rules import IntrekkingStatus, Voorstel
from bpv_app.erkenning.tables import Intrekking
from bpv_app.gesprek.rules import Deelnemer, MomentSoort, MomentStatus, Vorm
from bpv_app.gesprek.rules_invoer import AfspraakInvoer, ExtraInvoer, GehoudenInvoer, VoorstelInvoer
from bpv_app.gesprek.rules_verslag import AfspraakInvoer as GespreksafspraakInvoer
from bpv_app.gesprek.rules_verslag import AfspraakSoort as AfspraakSoortGesprek
from bpv_app.gesprek.service_moment import houd, plan, voeg_toe
from bpv_app.gesprek.service_verslag import bewaar_antwoord, deel, voeg_afspraak_toe
from bpv_app.gesprek.service_voorstel import stel_voor
from bpv_app.gesprek.service_zorg import bewaar_zorg
from bpv_app.gesprek.tables import Contactmoment, Gespreksvoorstel
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock, klok
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.rules_vergelijken import VergelijkSoort
from bpv_app.koppeling.krd.rules_wijziging import WijzigingSoort, WijzigingUitkomst
from bpv_app.koppeling.krd.tables import KrdVergelijking, KrdVergelijkingRij, KrdWijziging
from bpv_app.leerbedrijf.service_paren import vergelijk_met_alle
from bpv_app.leerbedrijf.service_samenvoegen import Keuze as Samenvoegkeuze
from bpv_app.leerbedrijf.service_samenvoegen import voeg_samen
from bpv_app.leerbedrijf.service_wijziging import stel_wijziging_voor, waarden_van
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.matching.queries_mijn_plaatsing import list_eigen_plaatsingen, list_eigen_uitslagen
from bpv_app.matching.queries_voorkeur import list_deelnames
from bpv_app.matching.rules import Modus
from bpv_app.matching.rules_afspraak import AfspraakSoort, VerzoekInvoer
from bpv_app.matching.rules_plaats import ClaimSoort, PlaatsStatus
from bpv_app.matching.rules_ronde_invoer import RondeInvoer
from bpv_app.matching.rules_voorkeur import Keuze, Lijst
from bpv_app.matching.service_afspraak import maak_afspraak
from bpv_app.matching.service_openen import open_ronde, sluit_ronde
from bpv_app.matching.service_publiceren import publiceer
from bpv_app.matching.service_rekenen import lees_plekken, maak_voorstel
from bpv_app.matching.service_ronde import maak_ronde
from bpv_app.matching.service_uitslag import maak_bezwaar
from bpv_app.matching.service_verzoek import vraag_eigen_plaats
from bpv_app.matching.service_voorkeur import bewaar_lijst, stuur_in
from bpv_app.matching.tables_rangorde import Rangorde
from bpv_app.pok.rules import MutatieSoort, PokStatus
from bpv_app.pok.rules_bezwaar import WijzigingStatus
from bpv_app.pok.rules_documenttekst import TekstSoort
from bpv_app.pok.rules_mutatie import Gevolg
from bpv_app.pok.rules_stapel import PaginaUitkomst
from bpv_app.pok.service_documenttekst import maak_concept
from bpv_app.pok.tables import Pok, PokAfdruk, PokDocument
from bpv_app.pok.tables_stapel import ScanPagina, ScanStapel
from bpv_app.pok.tables_wijziging import PokWijziging
from bpv_app.signaal.rules import SignaalSoort
from bpv_app.signaal.rules_melding import MeldingSoort
from bpv_app.signaal.service import meld as meld_signaal
from bpv_app.signaal.service_melding import doe_melding, noem
from bpv_app.student.tables import Student, Team
from bpv_app.taak.rules import TaakStatus
from bpv_app.taak.tables import Taak, TaakRegel
from bpv_app.toegang.geheim import hash_wachtwoord
from bpv_app.toegang.tables import Account
from bpv_app.uren.rules import WeekStatus
from bpv_app.uren.rules_logboek import LogboekStatus
from tests.makers import (
    NU,
    make_account,
    make_claim,
    make_contactpersoon,
    make_dossier,
    make_inrichting,
    make_leerbedrijf,
    make_locatie,
    make_logboek_bijlage,
    make_logboek_item,
    make_logboek_reactie,
    make_mail,
    make_opleiding,
    make_plaats,
    make_pok,
    make_student,
    make_team,
    make_uren_bijlage,
    make_uren_dag,
    make_uren_week,
    make_verbintenis,
    make_vrije_periode,
)

PASSWORD = "demo"
NIEMAND = 987_654_320
"""The id of a POK that does not exist."""
STATUSES = (PokStatus.AFGEDRUKT, PokStatus.CONCEPT, PokStatus.VOLLEDIG, PokStatus.DEFINITIEF)


@dataclass(frozen=True)
class Side:
    """The ids and secrets of one world."""

    letter: str
    team: int
    student: int
    verbintenis: int
    leerbedrijf: int
    contactpersoon: int
    collega: int
    locatie: int
    inrichting: int
    mail: int
    dossiers: tuple[int, ...]
    poks: tuple[int, ...]
    logboek: int
    logboek_bijlage: int
    uren_dag: int
    uren_bijlage: int
    uren_week: int
    periode: int
    plaats: int
    ronde: int
    uitslag: int
    plaatsing: int
    deelname: int
    verzoek: int
    afspraak: int
    voorstel: int
    deelnemer: int
    stapel: int
    scanpagina: int
    taak: int
    afdruk: int
    rangorde: int
    gesprek: int
    gespreksvoorstel: int
    werkproces: int
    evaluatie: int
    intrekking: int
    signaal: int
    melding: int
    ontvanger: int
    besproken: int
    verslag: int
    gespreksafspraak: int
    documenttekst: int
    blad: int
    dubbel: int
    wijziging: int
    weergave: int
    deling: int
    accounts: dict[str, int]
    secrets: tuple[str, ...]

    @property
    def company_secrets(self) -> tuple[str, ...]:
        """What the school may see of this side, but another company or a student may not."""
        letter = self.letter
        return (
            f"Collegakanarie{letter}",
            f"collegakanarie{letter.lower()}",
            f"Opleiderkanarie{letter}",
            f"Plaatskanarie{letter}",
            f"Leerwenskanarie{letter}",
        )


def _account(session: Session, rol: Rol, letter: str, **scope: Any) -> Any:
    name = f"{rol.value}.{letter.lower()}@wereld.example"
    return make_account(
        session,
        rol,
        gebruikersnaam=name,
        naam=f"{rol.value.title()} {letter}",
        email=name,
        wachtwoord_hash=_HASH,
        **scope,
    )


_HASH = hash_wachtwoord(PASSWORD)


@dataclass(frozen=True)
class Geschreven:
    """What the student of a side wrote: a shared entry and a day, each with an attachment, and a draft."""

    logboek: int
    logboek_bijlage: int
    uren_dag: int
    uren_bijlage: int
    uren_week: int


def _geschreven(session: Session, letter: str, pok: Pok) -> Geschreven:
    woord = f"Logboekkanarie{letter}"
    item = make_logboek_item(session, pok, titel=f"{woord} titel", tekst=f"{woord} tekst")
    make_logboek_reactie(session, item, tekst=f"{woord} reactie")
    make_logboek_item(session, pok, LogboekStatus.CONCEPT, titel=f"{woord} concept")
    bijlage = make_logboek_bijlage(
        session, item, sha256=opslag.bewaar(woord.encode()), soort="application/pdf", naam=f"{woord}.pdf"
    )
    week = make_uren_week(session, pok, status=WeekStatus.INGEDIEND)
    dag = make_uren_dag(session, week, omschrijving=f"{woord} dag")
    dagbijlage = make_uren_bijlage(
        session, dag, sha256=opslag.bewaar(woord.encode()), soort="application/pdf", naam=f"{woord}.pdf"
    )
    return Geschreven(item.id or 0, bijlage.id or 0, dag.id or 0, dagbijlage.id or 0, week.id or 0)


def _plaatsen(session: Session, letter: str, opleider: Contactpersoon, studenten: list[Student]) -> int:
    """A place of the company, not for any student's programme, at which two students have a slot; and a concept.

    Besides one that is offered to every student, of which a student may not learn who guides there.
    """
    make_plaats(session, opleider, titel=f"Elektroplaats {letter}", zoektekst=f"elektroplaats {letter.lower()}")
    plaats = make_plaats(
        session,
        opleider,
        crebos=("25111",),
        titel=f"Plaatskanarie{letter}",
        aantal=3,
        zoektekst=f"plaatskanarie{letter.lower()}",
    )
    make_claim(session, plaats, studenten[1])
    make_claim(session, plaats, studenten[2], ClaimSoort.BEZET, nummer=2)
    make_plaats(
        session,
        opleider,
        PlaatsStatus.CONCEPT,
        crebos=("25111",),
        titel=f"Plaatskanarie{letter} concept",
        zoektekst=f"plaatskanarie{letter.lower()} concept",
    )
    return plaats.id or 0


@dataclass(frozen=True)
class Besproken:
    """A conversation of the side's first placement: its moment, its shared report, an agreement in it."""

    gesprek: int
    verslag: int
    gespreksafspraak: int


def _besproken(session: Session, letter: str, dossier: Dossier, begeleider: Account) -> Besproken:
    """Held, written down (also for the school alone), shared, with care notes."""
    wie = Actor(begeleider.id, begeleider.naam, (RolToewijzing(Rol.ONDERWIJSBEGELEIDER),))
    dag = klok.vandaag()
    moment = Contactmoment(
        dossier_id=dossier.id or 0,
        soort=MomentSoort.START,
        naam=f"Gesprekkanarie{letter}",
        venster_van=dag - timedelta(days=3),
        venster_tot=dag + timedelta(days=3),
        vorm=Vorm.BEZOEK,
        deelnemers=[d.value for d in Deelnemer],
        status=MomentStatus.TE_PLANNEN,
    )
    session.add(moment)
    session.flush()
    nummer = moment.id or 0
    houd(session, wie, klok, nummer, GehoudenInvoer(dag, Vorm.BEZOEK, tuple(d.value for d in Deelnemer)))
    antwoorden = {"gaat": "4", "start": f"Gesprekkanarie{letter} tekst", "school": f"Schoolkanarie{letter} tekst"}
    for veld, tekst in antwoorden.items():
        bewaar_antwoord(session, wie, klok, nummer, veld, tekst, [""])
    for n in range(1, 5):
        bewaar_zorg(session, wie, klok, nummer, f"licht_{n}", "rood", [""])
        bewaar_zorg(session, wie, klok, nummer, f"notitie_{n}", f"Zorgkanarie{letter} {n}", [""])
    invoer = GespreksafspraakInvoer(AfspraakSoortGesprek.DOEL, f"Gesprekkanarie{letter} doel", Deelnemer.STUDENT)
    afspraak = voeg_afspraak_toe(session, wie, klok, nummer, invoer, "a")
    deel(session, wie, klok, nummer)
    return Besproken(nummer, afspraak.verslag_id, afspraak.id or 0)


@dataclass(frozen=True)
class Gekozen:
    """A round of the side's team, and what its first student did in it."""

    ronde: int
    deelname: int
    verzoek: int
    afspraak: int


def _ronde(session: Session, letter: str, team: Team, student_id: int, opleider: Contactpersoon) -> Gekozen:
    """A round for 2028 that is open for weeks, with a list that was sent in, a request and a block."""
    woord, nu = f"Voorkeurkanarie{letter}", klok.nu()
    van, tot = date(2028, 1, 10), date(2028, 6, 30)
    plaatsen = [make_plaats(session, opleider, titel=f"Rondeplaats {n}", aantal=9, van=van, tot=tot) for n in range(2)]
    ronde = maak_ronde(
        session,
        systeem(),
        klok,
        RondeInvoer(
            naam=f"Ronde van {woord}",
            opent_op=nu - timedelta(days=1),
            sluit_op=nu + timedelta(days=60),
            publiceert_op=None,
            groepen=frozenset({(team.id or 0, "")}),
            min_keuzes=1,
            toont_eerste=True,
            van=van,
            tot=tot,
        ),
    )
    ronde_id = open_ronde(session, systeem(), klok, ronde.id or 0).id or 0
    als = Actor(None, woord, (RolToewijzing(Rol.STUDENT, student_id=student_id),))
    (deel,) = list_deelnames(session, als)
    lijst = Lijst((Keuze(plaatsen[0].id or 0, f"{woord} reden"),), f"{woord} wensen")
    stuur_in(session, als, klok, deel.id, bewaar_lijst(session, als, klok, deel.id, lijst, 0).versie)
    invoer = VerzoekInvoer(woord, "Straat 1", "Leiden", woord, "", "071 555 01 01", f"{woord} taken")
    verzoek = vraag_eigen_plaats(session, als, klok, deel.id, invoer)
    blok = maak_afspraak(
        session, systeem(), klok, ronde_id, student_id, plaatsen[1].id or 0, AfspraakSoort.UITGESLOTEN, f"{woord} blok"
    )
    return Gekozen(ronde_id, deel.id, verzoek.id or 0, blok.id or 0)


def _voorstel(session: Session, letter: str, team: Team, opleider: Contactpersoon) -> tuple[int, int]:
    """A closed round with a proposal, and one of its participants; each side in its own year."""
    nu, jaar = klok.nu(), 2041 + 2 * (letter == "B")
    van, tot = date(jaar, 1, 7), date(jaar, 6, 28)
    make_plaats(session, opleider, titel=f"Matchplaats {letter}", van=van, tot=tot)
    invoer = RondeInvoer(
        naam=f"Matching van Voorkeurkanarie{letter}",
        opent_op=nu - timedelta(days=1),
        sluit_op=nu + timedelta(days=1),
        publiceert_op=None,
        groepen=frozenset({(team.id or 0, "")}),
        min_keuzes=1,
        van=van,
        tot=tot,
    )
    ronde_id = maak_ronde(session, systeem(), klok, invoer).id or 0
    open_ronde(session, systeem(), klok, ronde_id)
    sluit_ronde(session, Actor(None, "Bord", (RolToewijzing(Rol.COORDINATOR),)), klok, ronde_id, reden="Klaar.")
    voorstel = maak_voorstel(session, systeem(), klok, ronde_id)
    plekken = lees_plekken(session, voorstel.id)
    return voorstel.id or 0, min(plekken)


def _uitslag(session: Session, letter: str, team: Team, student_id: int, opleider: Contactpersoon) -> tuple[int, int]:
    """A round with a published result, to which the first student objects: its id and the placement's.

    Each side in its own year: places are there for students of every team.
    """
    woord, nu, jaar = f"Uitslagkanarie{letter}", klok.nu(), 2033 + 2 * (letter == "B")
    van, tot = date(jaar, 1, 8), date(jaar, 6, 29)
    make_plaats(session, opleider, titel=f"Uitslagplaats {letter}", aantal=9, van=van, tot=tot)
    toen = FixedClock(nu - timedelta(days=20))
    invoer = RondeInvoer(
        naam=f"Ronde van {woord}",
        opent_op=nu - timedelta(days=19),
        sluit_op=nu - timedelta(days=2),
        publiceert_op=None,
        groepen=frozenset({(team.id or 0, "")}),
        min_keuzes=1,
        moet_bevestigen=True,
        bezwaardagen=30,
        van=van,
        tot=tot,
    )
    ronde_id = maak_ronde(session, systeem(), toen, invoer).id or 0
    open_ronde(session, systeem(), toen, ronde_id)
    sluit_ronde(session, systeem(), klok, ronde_id)
    voorstel = maak_voorstel(session, systeem(), klok, ronde_id)
    publiceer(session, systeem(), klok, voorstel.id or 0, voorstel.versie)
    als = Actor(None, woord, (RolToewijzing(Rol.STUDENT, student_id=student_id),))
    deelnemer = next(u.deelnemer_id for u in list_eigen_uitslagen(session, als))
    plaatsing = list_eigen_plaatsingen(session, als, deelnemer)[0].plaatsing
    maak_bezwaar(session, als, klok, plaatsing.id or 0, f"{woord} bezwaar")
    return ronde_id, plaatsing.id or 0


def _afdruk(session: Session, letter: str, pok_id: int, account_id: int) -> int:
    """A print run that was stopped after its first POK, with that POK's paper."""
    with pikepdf.new() as doel:
        doel.add_blank_page()
        doel.docinfo = doel.make_indirect(pikepdf.Dictionary(Title=f"Studentkanarie{letter}"))
        uit = io.BytesIO()
        doel.save(uit)
    taak = Taak(
        soort="afdrukken",
        sleutel=f"afdruk:{letter}",
        titel_nl=f"Taakkanarie{letter}",
        titel_en=f"Taakkanarie{letter}",
        account_id=account_id,
        invoer={"pok_ids": [pok_id, NIEMAND]},
        status=TaakStatus.GESTOPT,
        gedaan=1,
        totaal=2,
        aangemaakt_op=klok.nu(),
    )
    session.add(taak)
    session.flush()
    run = PokAfdruk(
        aantal=1, paginas=1, gemaakt_op=klok.nu(), account_id=account_id, door_naam="Iemand", taak_id=taak.id
    )
    session.add(run)
    session.flush()
    session.add(
        PokDocument(
            pok_id=pok_id,
            afdruk_id=run.id,
            document_versie=1,
            sha256=opslag.bewaar(uit.getvalue()),
            bytes_aantal=len(uit.getvalue()),
            paginas=1,
            gemaakt_op=klok.nu(),
            account_id=account_id,
        )
    )
    session.flush()
    return run.id or 0


def _stapel(session: Session, letter: str, account_id: int) -> tuple[int, int, int]:
    """A pile that was read with one page left to look at, and the task of somebody of this side."""
    with pikepdf.new() as doel:
        doel.add_blank_page()
        uit = io.BytesIO()
        doel.save(uit)
    stapel = ScanStapel(
        sha256=opslag.bewaar(uit.getvalue()),
        bestandsnaam=f"stapel-{letter}.pdf",
        mime="application/pdf",
        bytes_aantal=len(uit.getvalue()),
        paginas=1,
        op=klok.nu(),
        account_id=account_id,
        door_naam="Iemand",
        gelezen_op=klok.nu(),
    )
    taak = Taak(
        soort="scanstapel",
        sleutel=f"stapel:{letter}",
        titel_nl=f"Taakkanarie{letter}",
        titel_en=f"Taakkanarie{letter}",
        account_id=account_id,
        status=TaakStatus.WACHT,
        aangemaakt_op=klok.nu(),
    )
    session.add_all([stapel, taak])
    session.flush()
    pagina = ScanPagina(stapel_id=stapel.id or 0, nr=1, uitkomst=PaginaUitkomst.GEEN_CODE)
    session.add_all(
        [
            pagina,
            TaakRegel(
                taak_id=taak.id or 0,
                sleutel="1",
                naam=f"Taakkanarie{letter} 1",
                is_gelukt=True,
                tekst_nl="Ja.",
                tekst_en="Yes.",
            ),
        ]
    )
    session.flush()
    return stapel.id or 0, pagina.id or 0, taak.id or 0


def _rangorde(session: Session, letter: str, team: Team, student_id: int, opleider: Contactpersoon) -> int:
    """A closed round in which the company orders two candidates now: the id of the order. Each side in its own year."""
    nu, jaar = klok.nu(), 2047 + 2 * (letter == "B")
    van, tot = date(jaar, 1, 7), date(jaar, 6, 28)
    plaats = make_plaats(session, opleider, titel=f"Rangplaats {letter}", van=van, tot=tot, bedrijf_rangschikt=True)
    invoer = RondeInvoer(
        naam=f"Rangschikken van Voorkeurkanarie{letter}",
        opent_op=nu - timedelta(days=2),
        sluit_op=nu + timedelta(days=1),
        publiceert_op=None,
        groepen=frozenset({(team.id or 0, "")}),
        min_keuzes=1,
        van=van,
        tot=tot,
        modus=Modus.LOTING,
        bedrijven_rangschikken=True,
        rangschikken_tot=nu + timedelta(days=30),
    )
    ronde_id = maak_ronde(session, systeem(), klok, invoer).id or 0
    open_ronde(session, systeem(), klok, ronde_id)
    als = Actor(None, "Kiest", (RolToewijzing(Rol.STUDENT, student_id=student_id),))
    deel = next(d for d in list_deelnames(session, als) if d.ronde_id == ronde_id)
    lijst = Lijst((Keuze(plaats.id or 0, f"Leerwenskanarie{letter}"),))
    stuur_in(session, als, klok, deel.id, bewaar_lijst(session, als, klok, deel.id, lijst, 0).versie)
    sluit_ronde(session, Actor(None, "Sluit", (RolToewijzing(Rol.COORDINATOR),)), klok, ronde_id, reden="Klaar.")
    return session.exec(select(Rangorde.id).where(Rangorde.ronde_id == ronde_id)).one() or 0


def _gesprekken(session: Session, letter: str, gepland: int, voorgesteld: int) -> tuple[int, int]:
    """An appointment in one placement, with an invitation that went out, and open times in another."""
    woord, nu = f"Gesprekkanarie{letter}", klok.nu()
    dag = klok.vandaag()
    momenten = []
    for dossier_id in (gepland, voorgesteld):
        invoer = ExtraInvoer(
            f"{woord} gesprek", dag, dag + timedelta(days=60), Vorm.BEZOEK, orden_deelnemers(Deelnemer)
        )
        momenten.append(voeg_toe(session, systeem(), klok, dossier_id, invoer).id or 0)
    als = Actor(None, woord, is_systeem=True)
    afspraak = AfspraakInvoer(nu + timedelta(days=9), 45, Vorm.BEZOEK, f"{woord} plaats")
    plan(session, als, klok, momenten[0], afspraak)
    opties = tuple(nu + timedelta(days=n) for n in (20, 21))
    begeleider = session.get_one(Dossier, voorgesteld).onderwijsbegeleider_id
    wie = Actor(begeleider, woord, (RolToewijzing(Rol.ONDERWIJSBEGELEIDER),))
    stel_voor(session, wie, klok, momenten[1], VoorstelInvoer(opties, 45, Vorm.ONLINE, f"{woord} link"))
    (voorstel,) = session.exec(select(Gespreksvoorstel.id).where(Gespreksvoorstel.moment_id == momenten[1]))
    return momenten[0], voorstel or 0


def _intrekking(session: Session, letter: str, pok_id: int) -> int:
    """That the company of an agreement lost its accreditation."""
    pok = session.get_one(Pok, pok_id)
    rij = Intrekking(
        pok_id=pok_id, dossier_id=pok.dossier_id, leerbedrijf_id=pok.leerbedrijf_id or 0, crebo=pok.crebo,
        peildatum=NU.date(), reden=f"Intrekkingkanarie{letter}", reden_en=f"Intrekkingkanarie{letter}",
        voorstel=Voorstel.VERVANGENDE_PLEK, status=IntrekkingStatus.OPEN, bron="wereld", sinds=NU,
    )  # fmt: skip
    session.add(rij)
    session.flush()
    return rij.id or 0


def _signalen(session: Session, letter: str, team: Team, dossier_id: int, student_id: int) -> tuple[int, int, int]:
    """A concern of the school, and what the student told a vertrouwenspersoon, who is a colleague of the team."""
    tekst = Tekst(f"Signaalkanarie{letter}", "")
    signaal = meld_signaal(session, klok, dossier_id, SignaalSoort.EIGEN, tekst, f"eigen:{letter}")
    account = make_account(session, Rol.ONDERWIJSBEGELEIDER, naam=f"Vertrouwd {letter}", team_id=team.id)
    noem(session, systeem(), klok, account.id or 0, team.id)
    als = Actor(None, f"Meldingkanarie{letter}", (RolToewijzing(Rol.STUDENT, student_id=student_id),))
    melding = doe_melding(
        session,
        als,
        klok,
        MeldingSoort.ONVEILIG,
        f"Meldingkanarie{letter} tekst",
        account.id or 0,
        begeleider_weet=False,
        sleutel=letter,
    )
    return signaal.id or 0, melding, account.id or 0


def _beoordeling(session: Session, letter: str, dossier_id: int, team: Team) -> tuple[int, int]:
    """The company's judgement and the school's, shared; and the student's evaluation, a draft with a text."""
    crebo = "25736"
    wp = session.exec(select(Werkproces).where(Werkproces.crebo == crebo)).first() or maak_werkproces(
        session, systeem(), WerkprocesInvoer(crebo, "B1-K1-W1", "Werk")
    )
    pok = session.exec(select(Pok).where(Pok.dossier_id == dossier_id)).one()
    rol = RolToewijzing(
        Rol.PRAKTIJKOPLEIDER, leerbedrijf_id=pok.leerbedrijf_id, contactpersoon_id=pok.praktijkopleider_id
    )
    bedrijf, woord = Actor(None, "Opleider", (rol,)), f"Oordeelkanarie{letter}"
    for wie, kant in ((bedrijf, Kant.BEDRIJF), (systeem(), Kant.SCHOOL)):
        bewaar_oordeel(session, wie, klok, dossier_id, kant, f"oordeel-{wp.id}", "goed", "")
        bewaar_oordeel(session, wie, klok, dossier_id, kant, f"opmerking-{wp.id}", woord, "")
    stuur_oordeel_in(session, bedrijf, klok, dossier_id)
    besluit(session, systeem(), klok, dossier_id, Besluit.VOLDOENDE, woord, None)
    deel_oordeel(session, systeem(), klok, dossier_id)
    vraag_evaluatie(session, klok, dossier_id)
    soort = col(Evaluatie.soort) == EvaluatieSoort.STUDENT
    evaluatie = session.exec(select(Evaluatie).where(Evaluatie.dossier_id == dossier_id, soort)).one()
    sleutel = next(v.sleutel for v in STANDAARD[EvaluatieSoort.STUDENT] if v.soort is VraagSoort.TEKST)
    evaluatie.antwoorden = {sleutel: f"Evaluatiekanarie{letter}"}
    session.flush()
    return wp.id or 0, evaluatie.id or 0


def _krd(session: Session, letter: str, student_id: int, pok: Pok, coordinator_id: int) -> None:
    """What the register told of this side, and a comparison of its coordinator."""
    adres = {"adres": {"straat": f"Studentkanarie{letter}straat", "plaats": "Leiden"}}
    rest: dict[str, Any] = {"op": NU, "ontvangen_op": NU, "student_id": student_id}
    session.add(
        KrdWijziging(
            sleutel=f"wereld-{letter}-1", soort=WijzigingSoort.ADRES, uitkomst=WijzigingUitkomst.TOEGEPAST,
            inhoud=adres, **rest,
        )
    )  # fmt: skip
    session.add(
        KrdWijziging(
            sleutel=f"wereld-{letter}-2", soort=WijzigingSoort.POK_STATUS, uitkomst=WijzigingUitkomst.VERSCHIL,
            pok_id=pok.id, tekst_nl=f"Studentkanarie{letter} anders", tekst_en="Other", **rest,
        )
    )  # fmt: skip
    vergelijking = KrdVergelijking(account_id=coordinator_id, begonnen_op=NU, klaar_op=NU, gelezen=1)
    session.add(vergelijking)
    session.flush()
    session.add(
        KrdVergelijkingRij(
            vergelijking_id=vergelijking.id or 0, pok_id=pok.id, pok_nummer=pok.nummer, soort=VergelijkSoort.GEGEVENS,
            veld="begin", hier=f"Studentkanarie{letter}", krd="2026-12-08",
        )
    )  # fmt: skip
    session.flush()


def _blad(session: Session, letter: str, pok_id: int) -> int:
    """A new bpv-blad of the side's first placement to which both parties can still say something."""
    rij = PokWijziging(
        pok_id=pok_id,
        soort=MutatieSoort.ANDERE_UREN,
        gevolg=Gevolg.BPVBLAD,
        status=WijzigingStatus.LOOPT,
        ingang=klok.vandaag(),
        voor={"uren_totaal": 500},
        na={"uren_totaal": 480},
        reden=f"Studentkanarie{letter} blad",
        document_versie=1,
        bezwaar_tot=klok.vandaag() + timedelta(days=14),
        op=klok.nu(),
        door_naam="Iemand",
    )
    session.add(rij)
    session.flush()
    return rij.id or 0


def make_side(session: Session, letter: str) -> Side:
    """One team with a student, a company, a begeleider, and a placement in each of `STATUSES`."""
    team = make_team(session, naam=f"Team {letter}", code=f"T-{letter}")
    make_opleiding(session)
    begeleider = _account(session, Rol.ONDERWIJSBEGELEIDER, letter, team_id=team.id)
    coordinator = _account(session, Rol.COORDINATOR, letter, team_id=team.id)
    bedrijf = make_leerbedrijf(session, naam=f"Bedrijf {letter}", zoektekst=f"bedrijf {letter.lower()}")
    opleider = make_contactpersoon(
        session, bedrijf, naam=f"Opleiderkanarie{letter}", email=f"opleiderkanarie{letter.lower()}@bedrijf.example"
    )
    collega = make_contactpersoon(
        session, bedrijf, naam=f"Collegakanarie{letter}", email=f"collegakanarie{letter.lower()}@bedrijf.example"
    )
    opleider_account = _account(
        session, Rol.PRAKTIJKOPLEIDER, letter, contactpersoon_id=opleider.id, leerbedrijf_id=bedrijf.id
    )
    locatie = make_locatie(session, bedrijf)
    inrichting = make_inrichting(session, naam=f"Inrichting {letter}", team_id=team.id)
    dossiers, poks, students, enrolments = [], [], [], []
    studenten: list[Student] = []
    geschreven = Geschreven(0, 0, 0, 0, 0)
    besproken = Besproken(0, 0, 0)
    for n, status in enumerate(STATUSES):
        student = make_student(
            session,
            team,
            naam=f"Studentkanarie{letter} {n}",
            roepnaam=f"Roepkanarie{letter}",
            achternaam=f"Studentkanarie{letter} {n}",
            email=f"studentkanarie{letter.lower()}{n}@school.example",
            zoektekst=f"studentkanarie{letter.lower()} {n}",
            klas=f"Klas{letter}",
        )
        verbintenis = make_verbintenis(session, student)
        dossier = make_dossier(session, verbintenis, inrichting, begeleider)
        pok = make_pok(
            session,
            status,
            dossier,
            opleider,
            begeleider,
            locatie_id=locatie.id,
            zonder_erkenning=n > 0,
            zoektekst=f"studentkanarie{letter.lower()} {n} bedrijf {letter.lower()}",
        )
        if n == 0:
            geschreven = _geschreven(session, letter, pok)
            besproken = _besproken(session, letter, dossier, begeleider)
        students.append(student.id)
        studenten.append(student)
        enrolments.append(verbintenis.id)
        dossiers.append(dossier.id)
        poks.append(pok.id)
    periode = make_vrije_periode(session, naam=f"Periodekanarie{letter}", team_id=team.id)
    plaats = _plaatsen(session, letter, opleider, studenten)
    gekozen = _ronde(session, letter, team, students[0] or 0, opleider)
    voorstel, deelnemer = _voorstel(session, letter, team, opleider)
    rangorde = _rangorde(session, letter, team, students[0] or 0, opleider)
    uitslag, plaatsing = _uitslag(session, letter, team, students[0] or 0, opleider)
    stapel, scanpagina, taak = _stapel(session, letter, coordinator.id)
    student_account = _account(session, Rol.STUDENT, letter, student_id=students[0])
    werkproces, evaluatie = _beoordeling(session, letter, dossiers[0] or 0, team)
    mail = make_mail(
        session,
        naam=f"Studentkanarie{letter} 0",
        aan=f"studentkanarie{letter.lower()}0@school.example",
        student_id=students[0],
        over=("pok", poks[0] or 0),
        team_id=team.id,
        begeleider_id=begeleider.id,
    )
    _krd(session, letter, students[0] or 0, session.get_one(Pok, poks[0]), coordinator.id or 0)
    accounts = {
        Rol.ONDERWIJSBEGELEIDER: begeleider.id,
        Rol.COORDINATOR: coordinator.id,
        Rol.PRAKTIJKOPLEIDER: opleider_account.id,
        Rol.STUDENT: student_account.id,
    }
    return Side(
        letter,
        team.id or 0,
        students[0] or 0,
        enrolments[0] or 0,
        bedrijf.id or 0,
        opleider.id or 0,
        collega.id or 0,
        locatie.id or 0,
        inrichting.id or 0,
        mail.id or 0,
        tuple(d or 0 for d in dossiers),
        tuple(p or 0 for p in poks),
        geschreven.logboek,
        geschreven.logboek_bijlage,
        geschreven.uren_dag,
        geschreven.uren_bijlage,
        geschreven.uren_week,
        periode.id or 0,
        plaats,
        gekozen.ronde,
        uitslag,
        plaatsing,
        gekozen.deelname,
        gekozen.verzoek,
        gekozen.afspraak,
        voorstel,
        deelnemer,
        stapel,
        scanpagina,
        taak,
        _afdruk(session, letter, poks[0] or 0, coordinator.id),
        rangorde,
        *_gesprekken(session, letter, dossiers[3] or 0, dossiers[0] or 0),
        werkproces,
        evaluatie,
        _intrekking(session, letter, poks[0] or 0),
        *_signalen(session, letter, team, dossiers[0] or 0, students[0] or 0),
        besproken.gesprek,
        besproken.verslag,
        besproken.gespreksafspraak,
        maak_concept(session, systeem(), klok, TekstSoort.HERINNERING),
        _blad(session, letter, poks[0] or 0),
        _dubbel(session, letter, bedrijf),
        _wijziging(session, bedrijf, opleider),
        *_weergave(session, letter, team, coordinator.id or 0),
        {rol.value: int(i) for rol, i in accounts.items()},
        (
            f"Studentkanarie{letter}",
            f"studentkanarie{letter.lower()}",
            f"Roepkanarie{letter}",
            f"Logboekkanarie{letter}",
            f"Periodekanarie{letter}",
            f"Uitslagkanarie{letter}",
            f"Voorkeurkanarie{letter}",
            f"Taakkanarie{letter}",
            f"Gesprekkanarie{letter}",
            f"Oordeelkanarie{letter}",
            f"Evaluatiekanarie{letter}",
            f"Signaalkanarie{letter}",
            f"Intrekkingkanarie{letter}",
            f"Meldingkanarie{letter}",
            f"Weergavekanarie{letter}",
            *geheimen(letter),
        ),
    )


def _dubbel(session: Session, letter: str, bedrijf: Leerbedrijf) -> int:
    """The side's company once more, found to look like it; and one that went up in it."""
    naam = f"Bedrijf {letter} BV"
    dubbel = make_leerbedrijf(session, sbb_id=None, naam=naam, zoektekst=naam.lower())
    weg = make_leerbedrijf(session, sbb_id=None, naam=f"Oud {letter}", zoektekst=f"oud {letter.lower()}")
    keuze = Samenvoegkeuze(bedrijf.id or 0, weg.id or 0, frozenset(), bedrijf.versie, weg.versie)
    voeg_samen(session, systeem(), klok, keuze)
    vergelijk_met_alle(session, systeem(), klok, dubbel)
    return dubbel.id or 0


def _wijziging(session: Session, bedrijf: Leerbedrijf, opleider: Contactpersoon) -> int:
    """What the side's company asks the school to change."""
    rol = RolToewijzing(Rol.PRAKTIJKOPLEIDER, leerbedrijf_id=bedrijf.id, contactpersoon_id=opleider.id)
    wie = Actor(None, opleider.naam, (rol,))
    wil = {**waarden_van(bedrijf), "plaats": "Delft"}
    return stel_wijziging_voor(session, wie, klok, bedrijf.id or 0, wil, "", bedrijf.versie).id or 0


def _weergave(session: Session, letter: str, team: Team, coordinator: int) -> tuple[int, int]:
    """A view of the coordinator, shared with the own team."""
    wie = Actor(coordinator, f"Coordinator {letter}", (RolToewijzing(Rol.COORDINATOR, team_id=team.id),))
    nummer = bewaar_weergave(session, wie, klok, f"Weergavekanarie{letter}", "plaatsing", "per=team")
    deel_weergave(session, wie, nummer, f"team:{team.id}")
    return nummer, get_weergave(session, wie, nummer).delingen[0].id


def geheimen(letter: str) -> tuple[str, str]:
    """What only the begeleider and the coordinator of this side may read: care notes, answers for the school alone."""
    return f"Zorgkanarie{letter}", f"Schoolkanarie{letter}"


def make_world(session: Session) -> tuple[Side, Side]:
    """Sides A and B, and the school-wide roles."""
    a, b = make_side(session, "A"), make_side(session, "B")
    _account(session, Rol.STUDENTENZAKEN, "A")
    _account(session, Rol.BEHEER, "A")
    return a, b
