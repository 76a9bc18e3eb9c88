"""Step 5 of the deck: print one or many, keep the exact bytes, print the same version again byte for byte."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules import Aanleiding
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.document_rules import Afdruk
from bpv_app.pok.rules import Stap, check_stap
from bpv_app.pok.rules_afdruk import MAX_PER_AFDRUK, TE_VEEL, postvolgorde
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
from bpv_app.pok.service_document import maak_document
from bpv_app.pok.tables import Pok, PokAfdruk, PokDocument
from bpv_app.student import service as student_service

if TYPE_CHECKING:
    from bpv_app.pok.document import BatchSchrijver


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


def druk_af(session: Session, actor: Actor, clock: Clock, pok_ids: Sequence[int]) -> Afdrukresultaat:
    """volledig → afgedrukt, the only way there is; a result per POK, in the order of the post.

    The accreditation is checked again for today. Files are written and synced before the rows that name them commit.
    Raises GeenRecht, or a DomeinFout when there are too many; what is wrong with one POK stands in its own result.
    """
    require(actor, Actie.POK_AFDRUKKEN)
    uniek = list(dict.fromkeys(pok_ids))
    if len(uniek) > MAX_PER_AFDRUK:
        raise DomeinFout("te_veel", TE_VEEL)
    slot(session, uniek)
    documenten: list[PokDocument] = []
    with tempfile.TemporaryDirectory(prefix="bpv-afdruk-") as map_:
        pad = Path(map_) / "afdruk.pdf"
        from bpv_app.pok.document import BatchSchrijver  # what draws and merges is only loaded to print

        with BatchSchrijver(pad, gemaakt_op=clock.nu()) as batch:
            uitslagen = [
                _druk_rij(session, actor, clock, pok_id, documenten, batch)
                for pok_id in _op_postvolgorde(session, actor, uniek)
            ]
        if not documenten:
            return Afdrukresultaat(tuple(uitslagen))
        inhoud = pad.read_bytes()
    run = PokAfdruk(
        sha256=opslag.bewaar(inhoud),
        aantal=len(documenten),
        paginas=sum(d.paginas for d in documenten),
        bytes_aantal=len(inhoud),
        gemaakt_op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam[:200],
    )
    session.add(run)
    session.flush()
    for document in documenten:
        document.afdruk_id = run.id
    session.flush()
    return Afdrukresultaat(tuple(uitslagen), id_van(run), run.sha256, run.aantal, run.paginas)


def _op_postvolgorde(session: Session, actor: Actor, pok_ids: Sequence[int]) -> list[int]:
    """Postcode, house number, name; what cannot be found comes last and gets its own result."""
    sleutels: dict[int, tuple[str, int, str, str]] = {}
    for pok_id in pok_ids:
        try:
            pok = get_pok(session, actor, pok_id)
        except NietGevonden:
            sleutels[pok_id] = ("~~", 0, "", "")
            continue
        student = student_service.get_student(session, actor, pok.student_id)
        sleutels[pok_id] = postvolgorde(student.postcode, student.huisnummer, student.achternaam, pok.nummer)
    return sorted(pok_ids, key=lambda pok_id: sleutels[pok_id])


def _druk_rij(
    session: Session,
    actor: Actor,
    clock: Clock,
    pok_id: int,
    documenten: list[PokDocument],
    batch: BatchSchrijver,
) -> Uitslag:
    sleutel, href, naam = str(pok_id), f"/poks/{pok_id}", str(pok_id)
    try:
        with session.begin_nested():
            naam = naam_van(session, get_pok(session, actor, pok_id))
            gelukt = _druk_pok(session, actor, clock, pok_id, batch)
    except DomeinFout as fout:
        return Uitslag(sleutel, naam, False, fout.tekst, href)
    if isinstance(gelukt, Tekst):
        return Uitslag(sleutel, naam, False, gelukt, href)
    document, afdruk = gelukt
    documenten.append(document)
    tekst = Tekst(f"Afgedrukt, {afdruk.paginas} pagina's.", f"Printed, {afdruk.paginas} pages.")
    if afdruk.is_onleesbaar:
        tekens = " ".join(afdruk.ontbreekt[:10])
        tekst = Tekst(
            tekst.nl + f" Let op: de letter kent {tekens} niet; daarvoor staat □ op papier.",
            tekst.en + f" Note: the typeface lacks {tekens}; □ was printed instead.",
        )
    return Uitslag(sleutel, naam, True, tekst, href)


def _druk_pok(
    session: Session, actor: Actor, clock: Clock, pok_id: int, batch: BatchSchrijver
) -> tuple[PokDocument, Afdruk] | Tekst:
    """Print one; the reason instead when the company is not accredited (the stored check is kept)."""
    pok = haal(session, actor, pok_id, Actie.POK_AFDRUKKEN)
    overgang = check_stap(actor, gegevens_van(session, pok), Stap.DRUK_AF)
    controle = controleer(session, actor, clock, pok, Aanleiding.AFDRUKKEN, clock.vandaag())
    if not controle.is_erkend:
        return NietErkend(controle.reden).tekst
    pok.document_versie += 1
    pok.afgedrukt_op = clock.nu()
    pas_toe(session, actor, clock, pok, overgang)
    afdruk = batch.voeg_toe(maak_document(session, clock, pok, pok.document_versie, controle.reden.nl)).afdruk
    document = PokDocument(
        pok_id=pok_id,
        document_versie=pok.document_versie,
        sha256=opslag.bewaar(afdruk.inhoud),
        bytes_aantal=len(afdruk.inhoud),
        paginas=afdruk.paginas,
        gemaakt_op=clock.nu(),
        account_id=actor.account_id,
    )
    session.add(document)
    session.flush()
    return document, afdruk


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


def get_afdruk(session: Session, actor: Actor, sha256: str) -> tuple[PokAfdruk, bytes]:
    """The one PDF of a print run, for who may print all of it. Raises NietGevonden.

    Whoever made it may have lost the right since; a run with a POK outside the actor's scope is not theirs to see.
    """
    require(actor, Actie.POK_AFDRUKKEN)
    vraag = sa.select(PokAfdruk).where(col(PokAfdruk.sha256) == sha256).order_by(col(PokAfdruk.id)).limit(1)
    run: PokAfdruk | None = session.execute(vraag).scalar_one_or_none() if len(sha256) == 64 else None
    if run is None:
        raise NietGevonden
    van_run = sa.select(col(PokDocument.pok_id)).where(col(PokDocument.afdruk_id) == run.id)
    binnen = sa.select(sa.func.count()).where(col(Pok.id).in_(van_run), pok_scope(actor, Actie.POK_AFDRUKKEN))
    if session.execute(binnen).scalar_one() != run.aantal:
        raise NietGevonden
    return run, opslag.lees(sha256)
