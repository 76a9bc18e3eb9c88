"""Writing the school's texts: a draft, saved as often as needed, adopted once; after that a new version."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_documenttekst import get_geldende, get_tekst, list_geldigheden
from bpv_app.pok.rules_documenttekst import (
    StaatVast,
    TekstInvoer,
    TekstSoort,
    TekstStatus,
    check_vaststellen,
    volgend_nummer,
)
from bpv_app.pok.service_document import school_nu
from bpv_app.pok.service_voorbeeld import check_papier
from bpv_app.pok.standaardteksten import standaardtekst
from bpv_app.pok.tables_documenttekst import Documenttekst
from bpv_app.pok.voorwaarden import list_versies

MAX_NAAM = 200
MAX_CONCEPTEN = 20


class TeVeelConcepten(DomeinFout):
    """So many drafts that nobody can find one."""

    def __init__(self) -> None:
        super().__init__(
            "te_veel_concepten",
            Tekst(
                f"Er zijn al {MAX_CONCEPTEN} concepten. Gooi er eerst een weg.",
                f"There are {MAX_CONCEPTEN} drafts already. Throw one away first.",
            ),
        )


def maak_concept(session: Session, actor: Actor, clock: Clock, soort: TekstSoort, van_id: int | None = None) -> int:
    """A new draft with the words of `van_id`, else of the text that holds today; returns its id.

    Raises GeenRecht, NietGevonden or TeVeelConcepten.
    """
    require(actor, Actie.DOCUMENT_BEHEREN)
    is_concept = col(Documenttekst.status) == TekstStatus.CONCEPT
    aantal = session.execute(sa.select(sa.func.count()).select_from(Documenttekst).where(is_concept)).scalar_one()
    if aantal >= MAX_CONCEPTEN:
        raise TeVeelConcepten
    bron = (
        get_tekst(session, actor, van_id) if van_id is not None else get_geldende(session, soort, None, clock.vandaag())
    )
    nu, naam = clock.nu(), actor.naam[:MAX_NAAM]
    rij = Documenttekst(
        soort=bron.soort if bron else soort,
        leerweg=bron.leerweg if bron else None,
        tekst=bron.tekst if bron else standaardtekst(soort),
        gemaakt_op=nu,
        gemaakt_door=naam,
        gewijzigd_op=nu,
        gewijzigd_door=naam,
    )
    session.add(rij)
    session.flush()
    return rij.id or 0


def _concept(session: Session, actor: Actor, tekst_id: int, versie: int | None) -> Documenttekst:
    """A draft to change, locked. Raises GeenRecht, NietGevonden, StaatVast or Verouderd."""
    require(actor, Actie.DOCUMENT_BEHEREN)
    rij = get_tekst(session, actor, tekst_id, slot=True)
    if rij.status is not TekstStatus.CONCEPT:
        raise StaatVast
    check_versie(rij, versie)
    return rij


def bewaar_concept(
    session: Session, actor: Actor, clock: Clock, tekst_id: int, invoer: TekstInvoer, versie: int | None
) -> int:
    """Save a draft; returns its new version. `versie` is the one on the screen of who saves.

    Raises what `_concept` raises, or OngeldigeInvoer for a text that cannot be printed.
    """
    rij = _concept(session, actor, tekst_id, versie)
    if fouten := check_papier(school_nu(session), clock, rij.soort, invoer.tekst):
        raise OngeldigeInvoer({"tekst": Tekst(" ".join(f.nl for f in fouten), " ".join(f.en for f in fouten))})
    rij.leerweg, rij.tekst = invoer.leerweg, invoer.tekst
    rij.geldig_van, rij.geldig_tot = invoer.geldig_van, invoer.geldig_tot
    rij.studentenraad_op = invoer.studentenraad_op
    if session.is_modified(rij):
        rij.gewijzigd_op, rij.gewijzigd_door = clock.nu(), actor.naam[:MAX_NAAM]
    session.flush()
    return rij.versie


def stel_vast(session: Session, actor: Actor, clock: Clock, tekst_id: int, versie: int | None) -> str:
    """Adopt a draft: it gets a number and never changes again; returns the number.

    Raises what `_concept` raises, or KanNietGelden with everything that is missing.
    """
    rij = _concept(session, actor, tekst_id, versie)
    _vergrendel(session)
    invoer = TekstInvoer(rij.leerweg, rij.tekst, rij.geldig_van, rij.geldig_tot, rij.studentenraad_op)
    check_vaststellen(rij.soort, invoer, list_geldigheden(session), clock.vandaag())
    assert rij.geldig_van is not None
    vraag = sa.select(col(Documenttekst.nummer)).where(
        col(Documenttekst.soort) == rij.soort, col(Documenttekst.nummer).is_not(None)
    )
    bestaande = [str(n) for n in session.execute(vraag).scalars()]
    # The app's own terms have a number too, and printed agreements name it.
    rij.nummer = volgend_nummer(rij.geldig_van.year, [*bestaande, *list_versies()])
    rij.status, rij.vastgesteld_op, rij.vastgesteld_door = TekstStatus.VASTGESTELD, clock.nu(), actor.naam[:MAX_NAAM]
    session.flush()
    return rij.nummer


def _vergrendel(session: Session) -> None:
    """Two who adopt at the same time: one waits, so that numbers and first days stay unique."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("LOCK TABLE documenttekst IN SHARE ROW EXCLUSIVE MODE"))


def verwijder_concept(session: Session, actor: Actor, tekst_id: int, versie: int | None) -> None:
    """Throw a draft away."""
    session.delete(_concept(session, actor, tekst_id, versie))
    session.flush()


class GeldtAl(DomeinFout):
    """It holds already, so somebody may have signed it."""

    http_status = 409

    def __init__(self) -> None:
        super().__init__(
            "geldt_al",
            Tekst(
                "Deze versie geldt al of heeft gegolden. Maak een nieuwe versie.",
                "This version holds already or has held. Make a new version.",
            ),
        )


def trek_in(session: Session, actor: Actor, clock: Clock, tekst_id: int) -> int:
    """Take an adopted version back before its first day: it becomes a draft again, with a new id.

    Raises GeenRecht, NietGevonden or GeldtAl.
    """
    require(actor, Actie.DOCUMENT_BEHEREN)
    rij = get_tekst(session, actor, tekst_id, slot=True)
    if rij.geldig_van is None or rij.status is not TekstStatus.VASTGESTELD or rij.geldig_van <= clock.vandaag():
        raise GeldtAl
    nieuw = maak_concept(session, actor, clock, rij.soort, tekst_id)
    concept = get_tekst(session, actor, nieuw)
    concept.geldig_van, concept.geldig_tot = rij.geldig_van, rij.geldig_tot
    concept.studentenraad_op = rij.studentenraad_op
    session.delete(rij)
    session.flush()
    return nieuw
