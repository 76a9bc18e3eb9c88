"""From the rows to the frozen `PokDocument` that is printed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlmodel import Session

from bpv_app.config import Instellingen, instellingen
from bpv_app.kernel.clock import Clock
from bpv_app.leerbedrijf import service as leerbedrijf_service
from bpv_app.leerbedrijf.service_tekenen import get_tekenaar
from bpv_app.pok.document_rules import (
    ONTBINDING,
    Adres,
    Contact,
    LeerbedrijfGegevens,
    Ondertekenaar,
    Opleiding,
    PokDocument,
    School,
    StudentGegevens,
    StudiejaarUren,
    TekentNamens,
    standaard_exemplaren,
)
from bpv_app.pok.logo import laad_logo
from bpv_app.pok.queries_documenttekst import get_huisstijl, list_geldigheden
from bpv_app.pok.queries_mensen import get_begeleider, get_opleiding_naam
from bpv_app.pok.rules import PARTIJ_LABEL, Partij, is_minderjarig, partijen_bij_tekenen
from bpv_app.pok.rules_afdruk import terug_voor, verdeel_over_studiejaren
from bpv_app.pok.rules_documenttekst import Geldigheid, TekstSoort, kies_geldende
from bpv_app.pok.rules_tekenen import geboortedag
from bpv_app.pok.rules_voorwaarden import Voorwaarden, lees_voorwaarden, zeg_ontbinding
from bpv_app.pok.service_basis import APP
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_documenttekst import Documenttekst, Huisstijl
from bpv_app.pok.voorwaarden import HUIDIGE_VERSIE
from bpv_app.student import service as student_service
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg

_ALTIJD = datetime(2000, 1, 1, tzinfo=UTC)
_POSTCODE_PLAATS = re.compile(r"(\d{4})\s*([A-Za-z]{2})\s+(.+)", re.ASCII)


def lees_adres(tekst: str) -> Adres:
    """`Postbus 100, 2300 AC Leiden` from a setting: the last part is postcode and town, the one before the street."""
    delen = [deel.strip() for deel in tekst.split(",") if deel.strip()]
    treffer = _POSTCODE_PLAATS.fullmatch(delen[-1]) if delen else None
    if treffer is None:
        return Adres(straat=tekst.strip())
    straat = delen[-2] if len(delen) > 1 else ""
    return Adres(straat=straat, postcode=treffer[1] + treffer[2].upper(), plaats=treffer[3].strip())


def school_van(instelling: Instellingen, huisstijl: Huisstijl | None = None) -> School:
    """The school as a party: what it filled in, for the rest the settings.

    The return address in the settings is `[name, [department,]] street, postcode town`. Raises LogoWeg.
    """
    eigen = huisstijl or Huisstijl(gewijzigd_op=_ALTIJD, gewijzigd_door="")
    delen = [deel.strip() for deel in instelling.school_retouradres.split(",") if deel.strip()]
    return School(
        naam=eigen.naam or instelling.school_naam,
        adres=lees_adres(eigen.adres or instelling.school_adres),
        retouradres=lees_adres(eigen.retour_adres or instelling.school_retouradres),
        brin=instelling.school_brin,
        ondertekenaar=eigen.ondertekenaar or instelling.school_ondertekenaar,
        afdeling=eigen.afdeling or (delen[1] if len(delen) == 4 else "Studentenzaken"),
        email=eigen.email,
        telefoon=eigen.telefoon,
        website=eigen.website,
        functie=eigen.functie,
        logo=laad_logo(eigen.logo_sha256) if eigen.logo_sha256 else None,
    )


class VanSchool:
    """What is the same in everything the school prints on a day: read when it is needed, and once.

    For a step of a print run, in one transaction.
    """

    def __init__(self, session: Session, vandaag: date) -> None:
        """Read nothing yet."""
        self.vandaag = vandaag
        self._session = session
        self._school: School | None = None
        self._geldigheden: list[Geldigheid] | None = None
        self._teksten: dict[int, tuple[str, Voorwaarden | None]] = {}

    @property
    def school(self) -> School:
        """The school as a party. Raises LogoWeg."""
        if self._school is None:
            self._school = school_nu(self._session)
        return self._school

    def tekst(self, soort: TekstSoort, leerweg: Leerweg | None) -> tuple[str, Voorwaarden | None]:
        """The words that hold, and what they say when they are terms; nothing when the app's own are printed."""
        if self._geldigheden is None:
            self._geldigheden = list_geldigheden(self._session)
        gekozen = kies_geldende(self._geldigheden, soort, leerweg, self.vandaag)
        if gekozen is None:
            return "", None
        if gekozen.id not in self._teksten:
            rij = self._session.get_one(Documenttekst, gekozen.id)
            eigen = lees_voorwaarden(rij.nummer or "", rij.tekst) if soort is TekstSoort.VOORWAARDEN else None
            self._teksten[gekozen.id] = rij.tekst, eigen
        return self._teksten[gekozen.id]


def school_nu(session: Session) -> School:
    """The school as a party today."""
    return school_van(instellingen(), get_huisstijl(session))


def _student(session: Session, pok: Pok, vandaag: date) -> tuple[StudentGegevens, bool]:
    student = student_service.get_student(session, APP, pok.student_id)
    minderjarig = is_minderjarig(geboortedag(student.geboortedatum, student.geboortejaar), vandaag)
    straat = f"{student.straat} {student.huisnummer}".strip()
    gegevens = StudentGegevens(
        naam=student.naam or student.krd_sleutel or student.studentnummer or "",
        adres=Adres(straat, student.postcode, student.plaats),
        studentnummer=student.studentnummer or "",
        geboortedatum=student.geboortedatum,
        roepnaam=student.roepnaam,
        is_minderjarig=minderjarig,
        voogd=student.voogd_naam,
    )
    return gegevens, minderjarig


def _leerbedrijf(session: Session, pok: Pok) -> tuple[LeerbedrijfGegevens, TekentNamens | None]:
    """The company where the student works, and the one that signs for it."""
    assert pok.leerbedrijf_id is not None
    bedrijf = leerbedrijf_service.get_leerbedrijf(session, APP, pok.leerbedrijf_id)
    naam, plek = bedrijf.naam, Adres(f"{bedrijf.straat} {bedrijf.huisnummer}".strip(), bedrijf.postcode, bedrijf.plaats)
    if pok.locatie_id is not None:
        locatie = leerbedrijf_service.get_locatie(session, APP, pok.locatie_id)
        naam = f"{bedrijf.naam}, {locatie.naam}"
        if locatie.straat:
            plek = Adres(f"{locatie.straat} {locatie.huisnummer}".strip(), locatie.postcode, locatie.plaats)
    gegevens = LeerbedrijfGegevens(naam, bedrijf.sbb_id or "", plek, bedrijf.kvk)
    wie = get_tekenaar(session, bedrijf)
    if wie is None:
        return gegevens, None
    adres = Adres(f"{wie.straat} {wie.huisnummer}".strip(), wie.postcode, wie.plaats)
    return gegevens, TekentNamens(wie.bedrijf, adres, wie.wie)


def _opleiding(session: Session, pok: Pok) -> Opleiding:
    verbintenis = student_service.get_verbintenis(session, APP, pok.verbintenis_id)
    leerweg = pok.leerweg or verbintenis.leerweg
    return Opleiding(
        naam=verbintenis.opleiding_naam or get_opleiding_naam(session, pok.crebo) or f"Opleiding met crebo {pok.crebo}",
        crebo=pok.crebo,
        niveau=str(verbintenis.niveau or ""),
        leerweg=LEERWEG_LABEL[leerweg].nl if leerweg else "",
        keuzedelen=(pok.keuzedeel,) if pok.keuzedeel else (),
        te_behalen=(
            f"keuzedeel {pok.keuzedeel}"
            if pok.keuzedeel
            else f"de beroepspraktijkvorming van de kwalificatie met crebo {pok.crebo}"
        ),
    )


def _contacten(session: Session, pok: Pok) -> tuple[Contact, Contact]:
    """The praktijkopleider and the onderwijsbegeleider."""
    assert pok.praktijkopleider_id is not None
    opleider = leerbedrijf_service.get_contactpersoon(session, APP, pok.praktijkopleider_id)
    begeleider = get_begeleider(session, pok.onderwijsbegeleider_id)
    return (
        Contact(opleider.naam, opleider.email, opleider.telefoon),
        Contact(begeleider.naam, begeleider.email, begeleider.telefoon),
    )


def _ondertekenaars(
    pok: Pok, minderjarig: bool, namen: dict[Partij, str], namens: TekentNamens | None
) -> tuple[Ondertekenaar, ...]:
    bedrijf = {Partij.LEERBEDRIJF: namens.naam} if namens else {}
    return tuple(
        Ondertekenaar(partij.value, PARTIJ_LABEL[partij].nl, namen.get(partij, ""), bedrijf.get(partij, ""))
        for partij in partijen_bij_tekenen(pok.ondertekenaars, minderjarig)
    )


def maak_document(
    session: Session, clock: Clock, pok: Pok, versie: int, erkenning: str, van_school: VanSchool | None = None
) -> PokDocument:
    """Everything that is printed for version `versie`; `erkenning` is the sentence of the check just made.

    `van_school`: of the same transaction, for today.
    """
    assert pok.begin_op is not None
    assert pok.eind_op is not None
    vandaag = clock.vandaag()
    student, minderjarig = _student(session, pok, vandaag)
    opleider, begeleider = _contacten(session, pok)
    van_school = van_school or VanSchool(session, vandaag)
    school = van_school.school
    leerweg = pok.leerweg or student_service.get_verbintenis(session, APP, pok.verbintenis_id).leerweg
    _, eigen = van_school.tekst(TekstSoort.VOORWAARDEN, leerweg)
    soort = TekstSoort.BRIEF_VOOGD if minderjarig else TekstSoort.BRIEF_STUDENT
    brief, _ = van_school.tekst(soort, leerweg)
    uren = pok.uren_totaal or 0
    leerbedrijf, namens = _leerbedrijf(session, pok)
    namen = {
        Partij.STUDENT: student.naam,
        Partij.VOOGD: student.voogd,
        Partij.SCHOOL: school.ondertekenaar,
        Partij.LEERBEDRIJF: namens.wie if namens else "",
    }
    return PokDocument(
        nummer=pok.nummer,
        versie=versie,
        gemaakt_op=clock.nu(),
        brief_op=vandaag,
        school=school,
        student=student,
        opleiding=_opleiding(session, pok),
        leerbedrijf=leerbedrijf,
        praktijkopleider=opleider,
        onderwijsbegeleider=begeleider,
        begin_op=pok.begin_op,
        eind_op=pok.eind_op,
        uren_totaal=Decimal(uren),
        uren_per_week=pok.uren_per_week or Decimal(0),
        dagen_per_week=pok.dagen_per_week or Decimal(0),
        ondertekenaars=_ondertekenaars(pok, minderjarig, namen, namens),
        exemplaren=standaard_exemplaren(pok.exemplaren),
        voorwaarden_versie=eigen.versie if eigen else HUIDIGE_VERSIE,
        ontbinding=zeg_ontbinding(eigen) if eigen else ONTBINDING,
        voorwaarden=eigen,
        brief=brief,
        verdeling=tuple(
            StudiejaarUren(jaar, deel) for jaar, deel in verdeel_over_studiejaren(pok.begin_op, pok.eind_op, uren)
        ),
        afsluit_op=pok.afsluitdatum,
        terug_voor=terug_voor(vandaag, pok.begin_op),
        erkenning=erkenning,
        namens=namens,
    )
