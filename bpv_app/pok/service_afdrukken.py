"""Step 5 of the deck: print one or many, keep the exact bytes, print the same version again byte for byte."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock, FixedClock
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules import Aanleiding
from bpv_app.leerbedrijf.service_erkenning import kijk_erkenning
from bpv_app.pok import document_rules
from bpv_app.pok.queries_afdruk import maak_bestand, zet_op_volgorde
from bpv_app.pok.rules import PokStatus, Stap, check_stap
from bpv_app.pok.rules_afdruk import DIRECT_TOT, Volgorde
from bpv_app.pok.service_basis import (
    NietErkend,
    controleer,
    gegevens_van,
    get_pok,
    haal,
    id_van,
    naam_van,
    pas_toe,
    slot,
)
from bpv_app.pok.service_document import VanSchool, maak_document
from bpv_app.pok.tables import Pok, PokAfdruk, PokDocument

log = logging.getLogger(__name__)
TE_VEEL_DIRECT = DomeinFout(
    "te_veel",
    Tekst(f"Druk er zo hoogstens {DIRECT_TOT} tegelijk af.", f"Print at most {DIRECT_TOT} at once this way."),
)
NIET_TE_TEKENEN = DomeinFout(
    "niet_te_tekenen",
    Tekst(
        "Het document is niet te maken: er klopt iets niet in de gegevens. Meld het bij beheer.",
        "The document cannot be made: something is wrong in the data. Tell the administrators.",
    ),
)


@dataclass(frozen=True, slots=True)
class Getekend:
    """A drawn agreement of which the bytes are in the store already, and exactly what it was drawn from."""

    document: document_rules.PokDocument
    sha256: str
    bytes_aantal: int
    paginas: int
    ontbreekt: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Afdrukresultaat:
    """A print run: its result per POK in mailing order, and where its one PDF can be fetched (empty: none printed)."""

    uitslagen: tuple[Uitslag, ...]
    afdruk_id: int | None = None
    sha256: str = ""
    aantal: int = 0
    paginas: int = 0

    @property
    def href(self) -> str:
        return f"/api/afdrukken/{self.sha256}.pdf" if self.sha256 else ""


def druk_af(
    session: Session, actor: Actor, clock: Clock, pok_ids: Sequence[int], volgorde: Volgorde = Volgorde.POSTCODE
) -> Afdrukresultaat:
    """volledig → afgedrukt, the only way there is; a result per POK, in the order of the post.

    The accreditation is checked again for today. Files are written and synced before the rows that name them commit.
    Raises GeenRecht, or a DomeinFout when there are too many (that is long work: service_afdruk_taak); what is wrong
    with one POK stands in its own result.
    """
    require(actor, Actie.POK_AFDRUKKEN)
    ids = zet_op_volgorde(session, actor, pok_ids, volgorde)
    if len(ids) > DIRECT_TOT:
        raise TE_VEEL_DIRECT
    slot(session, ids)
    run = maak_run(actor, clock, volgorde)
    van_school = VanSchool(session, clock.vandaag())
    uitslagen = tuple(druk_rij(session, actor, clock, pok_id, run, {}, van_school) for pok_id in ids)
    if not run.aantal:
        return Afdrukresultaat(uitslagen)
    run.sha256, run.bytes_aantal = maak_bestand(session, run)
    session.flush()
    return Afdrukresultaat(uitslagen, id_van(run), run.sha256, run.aantal, run.paginas)


def maak_run(actor: Actor, clock: Clock, volgorde: Volgorde) -> PokAfdruk:
    """A print run that has printed nothing yet."""
    return PokAfdruk(gemaakt_op=clock.nu(), account_id=actor.account_id, door_naam=actor.naam[:200], volgorde=volgorde)


def teken_vooraf(session: Session, actor: Actor, moment: datetime, pok_ids: Sequence[int]) -> dict[int, Getekend]:
    """Draw what can be printed now and put the bytes in the store; nothing in the database changes.

    What is not in the answer gets its reason when it is printed.
    """
    getekend: dict[int, Getekend] = {}
    klok = FixedClock(moment)
    van_school = VanSchool(session, klok.vandaag())
    for pok_id in pok_ids:
        try:
            pok = get_pok(session, actor, pok_id)
            check_stap(actor, gegevens_van(session, pok), Stap.DRUK_AF)
            if pok.status is not PokStatus.VOLLEDIG or pok.leerbedrijf_id is None:
                continue
            *_, oordeel = kijk_erkenning(
                session,
                actor,
                pok.leerbedrijf_id,
                crebo=pok.crebo,
                keuzedeel=pok.keuzedeel,
                peildatum=klok.vandaag(),
                leerweg=pok.leerweg,
                werkprocessen=pok.werkprocessen,
            )
            versie = pok.document_versie + 1
            getekend[pok_id] = _teken(maak_document(session, klok, pok, versie, oordeel.reden.nl, van_school))
        except DomeinFout:
            continue
    return getekend


def _teken(document: document_rules.PokDocument) -> Getekend:
    """Draw one and store it. Raises NIET_TE_TEKENEN for what no paper can be made of."""
    from bpv_app.pok.document import maak_pok  # what draws is only loaded to print

    try:
        afdruk = maak_pok(document)
    except (ValueError, KeyError) as fout:
        log.exception("pok.tekenen")
        raise NIET_TE_TEKENEN from fout
    sha256 = opslag.bewaar(afdruk.inhoud)
    return Getekend(document, sha256, len(afdruk.inhoud), afdruk.paginas, afdruk.ontbreekt)


def druk_rij(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok_id: int,
    run: PokAfdruk,
    vooraf: Mapping[int, Getekend],
    van_school: VanSchool,
) -> Uitslag:
    """Print one POK as part of a run (which is stored with its first); what is wrong stands in the result."""
    sleutel, href, naam = str(pok_id), f"/poks/{pok_id}", str(pok_id)
    try:
        with session.begin_nested():
            naam = naam_van(session, get_pok(session, actor, pok_id))
            gelukt = _druk_pok(session, actor, clock, pok_id, vooraf.get(pok_id), van_school)
    except DomeinFout as fout:
        return Uitslag(sleutel, naam, False, fout.tekst, href)
    if isinstance(gelukt, Tekst):
        return Uitslag(sleutel, naam, False, gelukt, href)
    document, ontbreekt = gelukt
    run.aantal, run.paginas = run.aantal + 1, run.paginas + document.paginas
    session.add(run)
    session.flush()
    document.afdruk_id = run.id
    tekst = Tekst(f"Afgedrukt, {document.paginas} pagina's.", f"Printed, {document.paginas} pages.")
    if ontbreekt:
        tekens = " ".join(ontbreekt[:10])
        tekst = Tekst(
            tekst.nl + f" Let op: de letter kent {tekens} niet; daarvoor staat □ op papier.",
            tekst.en + f" Note: the typeface lacks {tekens}; □ was printed instead.",
        )
    return Uitslag(sleutel, naam, True, tekst, href)


def _druk_pok(
    session: Session, actor: Actor, clock: Clock, pok_id: int, vooraf: Getekend | None, van_school: VanSchool
) -> tuple[PokDocument, tuple[str, ...]] | Tekst:
    """Print one; the reason instead when the company is not accredited (the stored check is kept).

    What was drawn before counts only when it was drawn from exactly what is there now.
    """
    pok = haal(session, actor, pok_id, Actie.POK_AFDRUKKEN)
    overgang = check_stap(actor, gegevens_van(session, pok), Stap.DRUK_AF)
    controle = controleer(session, actor, clock, pok, Aanleiding.AFDRUKKEN, clock.vandaag())
    if not controle.is_erkend:
        return NietErkend(controle.reden).tekst
    pok.document_versie += 1
    pok.afgedrukt_op = clock.nu()
    pas_toe(session, actor, clock, pok, overgang)
    klok = FixedClock(vooraf.document.gemaakt_op) if vooraf else clock
    eender = van_school if van_school.vandaag == klok.vandaag() else None  # midnight lies between drawing and printing
    nu = maak_document(session, klok, pok, pok.document_versie, controle.reden.nl, eender)
    getekend = vooraf if vooraf and vooraf.document == nu else _teken(nu)
    document = PokDocument(
        pok_id=pok_id,
        document_versie=pok.document_versie,
        sha256=getekend.sha256,
        bytes_aantal=getekend.bytes_aantal,
        paginas=getekend.paginas,
        gemaakt_op=clock.nu(),
        account_id=actor.account_id,
    )
    session.add(document)
    session.flush()
    return document, getekend.ontbreekt


def get_document(session: Session, actor: Actor, pok_id: int, document_versie: int) -> tuple[Pok, PokDocument, bytes]:
    """A printed version with exactly the bytes that were posted. Raises NietGevonden."""
    pok = get_pok(session, actor, pok_id)
    document = (
        session.execute(
            sa.select(PokDocument).where(
                col(PokDocument.pok_id) == pok_id, col(PokDocument.document_versie) == document_versie
            )
        ).scalar_one_or_none()
        if is_sleutel(document_versie)
        else None
    )
    if document is None:
        raise NietGevonden
    return pok, document, opslag.lees(document.sha256)
