"""Looking at a text before it holds: a real PDF of an agreement one may see, or of an invented one.

What is shown carries VOORBEELD for a number, also in its QR codes: nobody can register it as a signed agreement.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.document_rules import (
    Adres,
    Contact,
    LeerbedrijfGegevens,
    Ondertekenaar,
    Opleiding,
    PokDocument,
    School,
    StudentGegevens,
    StudiejaarUren,
    standaard_exemplaren,
)
from bpv_app.pok.queries_documenttekst import get_tekst
from bpv_app.pok.rules_documenttekst import TekstSoort
from bpv_app.pok.rules_voorwaarden import lees_voorwaarden, zeg_ontbinding
from bpv_app.pok.service_basis import get_pok
from bpv_app.pok.service_document import maak_document, school_nu
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_documenttekst import Documenttekst
from bpv_app.pok.voorwaarden import HUIDIGE_VERSIE
from bpv_app.student.rules import Leerweg

NUMMER = "VOORBEELD"
_COMPLEET = (Pok.begin_op, Pok.eind_op, Pok.leerbedrijf_id, Pok.praktijkopleider_id, Pok.onderwijsbegeleider_id)


class PokOnvolledig(DomeinFout):
    """This agreement lacks what has to stand on it."""

    def __init__(self, nummer: str) -> None:
        super().__init__(
            "pok_onvolledig",
            Tekst(
                f"POK {nummer} is nog niet compleet. Kies een andere voor het voorbeeld.",
                f"Agreement {nummer} is not complete yet. Choose another one for the preview.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """A PDF, and the page (from 1) on which the text begins that was asked for."""

    inhoud: bytes
    pagina: int
    van: tuple[int, str] | None = None
    """Id and number of the agreement whose data are in it; None: nobody's."""


def is_compleet(pok: Pok) -> bool:
    """Whether everything is there that is printed."""
    return all(getattr(pok, kolom.key) is not None for kolom in _COMPLEET)  # type: ignore[union-attr]


def vind_pok(session: Session, actor: Actor, leerweg: Leerweg | None) -> Pok | None:
    """The newest complete agreement the actor may see, of this leerweg; None: use the invented one."""
    if not actor.mag(Actie.POK_ZIEN):
        return None
    vraag = sa.select(Pok).where(pok_scope(actor, Actie.POK_ZIEN), *(col(k).is_not(None) for k in _COMPLEET))
    if leerweg:
        vraag = vraag.where(col(Pok.leerweg) == leerweg)
    rij: Pok | None = session.execute(vraag.order_by(col(Pok.id).desc()).limit(1)).scalar_one_or_none()
    return rij


def vind_nummer(session: Session, actor: Actor, nummer: str) -> int | None:
    """The id of an agreement by its number, inside the actor's scope."""
    if not actor.mag(Actie.POK_ZIEN) or not nummer:
        return None
    vraag = sa.select(col(Pok.id)).where(col(Pok.nummer) == nummer[:12].strip(), pok_scope(actor, Actie.POK_ZIEN))
    gevonden: int | None = session.execute(vraag).scalar_one_or_none()
    return gevonden


def maak_voorbeeld(session: Session, actor: Actor, clock: Clock, tekst_id: int, pok_id: int | None = None) -> Voorbeeld:
    """Print a version as it would be: on that agreement, else on the newest one the actor may see, else on an example.

    Raises GeenRecht, NietGevonden or PokOnvolledig.
    """
    from bpv_app.pok.document import maak_los_blad, maak_pok  # what draws is only loaded to print
    from bpv_app.pok.document_brief import maak_herinnering

    require(actor, Actie.DOCUMENT_ZIEN)
    tekst = get_tekst(session, actor, tekst_id)
    pok = vind_pok(session, actor, tekst.leerweg) if pok_id is None else get_pok(session, actor, pok_id)
    if pok is None:
        document = voorbeeld_document(school_nu(session), clock, tekst.leerweg, tekst.soort is TekstSoort.BRIEF_VOOGD)
    elif is_compleet(pok):
        document = replace(maak_document(session, clock, pok, max(1, pok.document_versie), ""), nummer=NUMMER)
    else:
        raise PokOnvolledig(pok.nummer)
    van = (pok.id or 0, pok.nummer) if pok else None
    if tekst.soort is TekstSoort.VOORWAARDEN:
        return Voorbeeld(maak_pok(_met_voorwaarden(document, tekst)).inhoud, 4, van)
    document = replace(document, brief=tekst.tekst)
    if tekst.soort is TekstSoort.HERINNERING:
        return Voorbeeld(maak_los_blad(document, maak_herinnering, "Herinnering").inhoud, 1, van)
    minderjarig = tekst.soort is TekstSoort.BRIEF_VOOGD
    document = replace(document, student=replace(document.student, is_minderjarig=minderjarig))
    return Voorbeeld(maak_pok(document).inhoud, 1, van)


def _met_voorwaarden(document: PokDocument, tekst: Documenttekst) -> PokDocument:
    voorwaarden = lees_voorwaarden(tekst.nummer or "concept", tekst.tekst)
    return replace(
        document,
        voorwaarden=voorwaarden,
        voorwaarden_versie=voorwaarden.versie,
        ontbinding=zeg_ontbinding(voorwaarden),
    )


def voorbeeld_document(
    school: School, clock: Clock, leerweg: Leerweg | None = None, is_minderjarig: bool = False
) -> PokDocument:
    """An agreement of nobody, with names as long as they get."""
    vandaag = clock.vandaag()
    jaar = vandaag.year + (vandaag.month >= 8)
    partijen = [("student", "Student", "Sanne de Vries"), ("leerbedrijf", "Leerbedrijf", "J. Post")]
    if is_minderjarig:
        partijen.append(("voogd", "Ouder of voogd", "M. de Vries"))
    partijen.append(("school", "School", school.ondertekenaar))
    return PokDocument(
        nummer=NUMMER,
        versie=1,
        gemaakt_op=datetime(vandaag.year, vandaag.month, vandaag.day, 12, tzinfo=UTC),
        brief_op=vandaag,
        school=school,
        student=StudentGegevens(
            "Sanne de Vries",
            Adres("Voorbeeldstraat 12", "1234AB", "Voorbeeldstad"),
            "400000",
            date(jaar - (17 if is_minderjarig else 20), 5, 3),
            "Sanne",
            is_minderjarig,
            "M. de Vries" if is_minderjarig else "",
        ),
        opleiding=Opleiding("Voorbeeldopleiding", "25000", "3", (leerweg or Leerweg.BOL).value, (), "Kerntaak 1"),
        leerbedrijf=LeerbedrijfGegevens(
            "Voorbeeldbedrijf B.V.", "100000000", Adres("Werkweg 1", "1234AB", "Voorbeeldstad"), "00000000"
        ),
        praktijkopleider=Contact("J. Post", "j.post@bedrijf.example", "071 555 01 01"),
        onderwijsbegeleider=Contact("M. de Groot", "m.degroot@school.example", "06 1234 5678"),
        begin_op=date(jaar, 2, 1),
        eind_op=date(jaar, 6, 30),
        uren_totaal=Decimal(480),
        uren_per_week=Decimal(24),
        dagen_per_week=Decimal(3),
        ondertekenaars=tuple(Ondertekenaar(*partij) for partij in partijen),
        exemplaren=standaard_exemplaren(4 if leerweg is Leerweg.BBL else 3),
        voorwaarden_versie=HUIDIGE_VERSIE,
        verdeling=(StudiejaarUren(f"{jaar - 1}-{jaar}", Decimal(480)),),
    )


def check_papier(school: School, clock: Clock, soort: TekstSoort, tekst: str) -> list[Tekst]:
    """What the paper says against a text: a letter that is too long for its page, characters that cannot be printed."""
    from bpv_app.pok.document_brief import past_op_blad
    from bpv_app.pok.document_lettertype import laad_letters

    letters, fouten = laad_letters(), []
    if vreemd := letters.list_onbekend(tekst):
        tekens = " ".join(f"{t} (U+{ord(t):04X})" for t in vreemd[:5])
        fouten.append(Tekst(f"Deze tekens kunnen niet worden gedrukt: {tekens}.", f"Cannot be printed: {tekens}."))
    if soort is not TekstSoort.VOORWAARDEN:
        document = voorbeeld_document(school, clock, None, soort is TekstSoort.BRIEF_VOOGD)
        if not past_op_blad(letters, document, tekst):
            fouten.append(
                Tekst("De brief past niet op één bladzijde. Maak hem korter.", "The letter does not fit on one page.")
            )
    return fouten


def maak_herinneringsbrief(session: Session, actor: Actor, clock: Clock, pok_id: int) -> tuple[str, bytes]:
    """The reminder letter of an agreement whose paper is out: its number and the PDF.

    Raises GeenRecht, NietGevonden or PokOnvolledig.
    """
    from bpv_app.pok.document import maak_los_blad
    from bpv_app.pok.document_brief import maak_herinnering
    from bpv_app.pok.queries_documenttekst import get_geldende

    require(actor, Actie.POK_NABELLEN)
    pok = get_pok(session, actor, pok_id)
    if not is_compleet(pok) or not pok.document_versie:
        raise PokOnvolledig(pok.nummer)
    brief = get_geldende(session, TekstSoort.HERINNERING, pok.leerweg, clock.vandaag())
    document = maak_document(session, clock, pok, pok.document_versie, "")
    document = replace(document, brief=brief.tekst if brief else "")
    return pok.nummer, maak_los_blad(document, maak_herinnering, "Herinnering").inhoud
