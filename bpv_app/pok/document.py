"""Print agreements: from a frozen PokDocument to the bytes that the school posts and keeps.

A printed set, made for double-sided printing (every part starts on an odd page):
    letter (p. 1) with the plain-language summary on its back (p. 2);
    per copy: bpv-blad, general terms, an annex only where a text did not fit, a blank page where the count is odd;
    return sheet and a blank page.
Page x of y counts within the part: a copy is complete in itself when the parties split the set.

The same document always gives the same bytes, alone or in a batch; the service keeps them with their SHA-256.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType

from bpv_app.pok.document_bestand import Tekening, Vel, maak_bestand
from bpv_app.pok.document_blad import Blad
from bpv_app.pok.document_bpvblad import maak_bijlage, maak_bpvblad
from bpv_app.pok.document_brief import maak_brief, maak_retourblad
from bpv_app.pok.document_lettertype import Letters, laad_letters
from bpv_app.pok.document_opmaak import teken_exemplaar, teken_leeg, teken_voet
from bpv_app.pok.document_rules import Afdruk, BatchRegel, Deel, PokDocument
from bpv_app.pok.document_samenvatting import maak_samenvatting
from bpv_app.pok.document_schrift import ontvorm
from bpv_app.pok.document_voorwaarden import tel_paginas
from bpv_app.pok.pdf_stroom import PdfStroom
from bpv_app.pok.voorwaarden import get_voorwaarden


def maak_pok(document: PokDocument) -> Afdruk:
    """Print one agreement as a PDF of its own. KeyError for an unknown version of the terms."""
    return maak_afdruk(document, Tekening(zet_alles(laad_letters(), document)))


def maak_los_blad(document: PokDocument, maak: Callable[[Letters, PokDocument], Blad], naam: str) -> Afdruk:
    """Print a letter of one page as a PDF of its own."""
    letters = laad_letters()
    blad = maak(letters, document)
    teken_voet(blad, document, wat=naam, deel=Deel.BRIEF, pagina=1, paginas=1)
    titel = f"{naam}, overeenkomst {document.nummer}"
    return maak_afdruk(document, Tekening([Vel((blad,), naam)]), titel=titel)


def maak_afdruk(document: PokDocument, tekening: Tekening, *, titel: str = "") -> Afdruk:
    """Make the file of one agreement of its drawn pages."""
    inhoud = maak_bestand(
        tekening,
        titel=titel or f"Praktijkovereenkomst {document.nummer}, versie {document.versie}",
        auteur=ontvorm(laad_letters().schoon(document.school.naam, 200)),
        gemaakt_op=document.gemaakt_op,
    )
    som = hashlib.sha256(inhoud).hexdigest()
    return Afdruk(inhoud, som, len(tekening.paginas), tuple(sorted(tekening.ontbreekt)))


def zet_alles(letters: Letters, document: PokDocument) -> list[Vel]:
    """Compose all pages of a set, in order."""
    return [*zet_brief(letters, document), *zet_exemplaren(letters, document), *zet_retour(letters, document)]


def zet_brief(letters: Letters, document: PokDocument) -> list[Vel]:
    """Compose the letter and, on its back, the summary."""
    bladen = ((maak_brief, "Brief"), (maak_samenvatting, "Samenvatting"))
    vellen = []
    for pagina, (maak, naam) in enumerate(bladen, start=1):
        blad = maak(letters, document)
        teken_voet(blad, document, wat=naam, deel=Deel.BRIEF, pagina=pagina, paginas=2)
        vellen.append(Vel((blad,), naam))
    return vellen


def zet_exemplaren(letters: Letters, document: PokDocument) -> list[Vel]:
    """Compose the copies: what is the same in all of them once, and on every page its own mark, foot and QR code."""
    bpvblad = maak_bpvblad(letters, document)
    voorwaarden = document.voorwaarden or get_voorwaarden(document.voorwaarden_versie)
    vast = [("bpv-blad", Vel((bpvblad.blad,)))]
    vast += [("Algemene Voorwaarden", Vel((), "", (voorwaarden, plaats))) for plaats in range(tel_paginas(voorwaarden))]
    if bpvblad.afgekapt:
        vast.append(("bijlage", Vel((maak_bijlage(letters, bpvblad.afgekapt),))))
    if len(vast) % 2:
        leeg = Blad(letters)
        teken_leeg(leeg)
        vast.append(("lege pagina", Vel((leeg,))))
    vellen = []
    aantal = len(document.exemplaren)
    for nummer, exemplaar in enumerate(document.exemplaren, start=1):
        voor = letters.schoon(exemplaar.voor, 60)
        for pagina, (naam, vel) in enumerate(vast, start=1):
            eigen = Blad(letters)
            teken_exemplaar(eigen, nummer, aantal, voor)
            wat = f"Exemplaar {nummer} van {aantal}, {voor}: {naam}"
            teken_voet(eigen, document, wat=wat, deel=str(nummer), pagina=pagina, paginas=len(vast))
            bladwijzer = f"Exemplaar {nummer} van {aantal}, {ontvorm(voor)}" if pagina == 1 else ""
            vellen.append(Vel((*vel.bladen, eigen), bladwijzer, vel.voorwaarden, is_voorgelezen=nummer == 1))
    return vellen


def zet_retour(letters: Letters, document: PokDocument) -> list[Vel]:
    """Compose the return sheet and its empty back."""
    retour, leeg = maak_retourblad(letters, document), Blad(letters)
    teken_leeg(leeg)
    teken_voet(retour, document, wat="Retourblad", deel=Deel.RETOUR, pagina=1, paginas=2)
    teken_voet(leeg, document, wat="Retourblad: lege pagina", deel=Deel.RETOUR, pagina=2, paginas=2)
    return [Vel((retour,), "Retourblad"), Vel((leeg,))]


class BatchSchrijver:
    """One PDF for many agreements, in the order they are added; each also as its own print.

    Written beside `pad` and moved there when the block ends well; after an error nothing is left behind:

        with BatchSchrijver(pad, gemaakt_op=nu) as batch:
            regel = batch.voeg_toe(document)
    """

    def __init__(
        self, pad: Path, *, gemaakt_op: datetime, titel: str = "Praktijkovereenkomsten", auteur: str = ""
    ) -> None:
        """`gemaakt_op` (aware) is the creation date in the file."""
        self._pad = pad
        self._gemaakt_op, self._titel, self._auteur = gemaakt_op, titel, auteur

    def __enter__(self) -> BatchSchrijver:
        """Start."""
        # Not in a `with`: what is opened here is closed in `__exit__`.
        self._uit = tempfile.NamedTemporaryFile(dir=self._pad.parent, prefix=f"{self._pad.name}.", delete=False)
        self._stroom = PdfStroom(self._uit)
        return self

    def zet(self, letters: Letters, document: PokDocument) -> list[Vel]:
        """Compose what is printed for one agreement: everything. (The benchmark prints less.)"""
        return zet_alles(letters, document)

    def voeg_toe(self, document: PokDocument) -> BatchRegel:
        """Add one agreement. An error of the document leaves the batch as it was, so the next one can be added."""
        letters = laad_letters()
        afdruk = maak_afdruk(document, Tekening(self.zet(letters, document)))
        naam = ontvorm(letters.schoon(document.student.naam, 80))
        eerste = self._stroom.paginas + 1
        self._stroom.voeg_toe(afdruk.inhoud, f"{document.nummer} {naam}".strip())
        return BatchRegel(document.nummer, document.versie, afdruk, eerste, self._stroom.paginas)

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """Finish the file, or throw it away."""
        klaar = Path(self._uit.name)
        try:
            with self._uit:
                if soort is None:
                    self._stroom.sluit(titel=self._titel, auteur=self._auteur, gemaakt_op=self._gemaakt_op)
                    self._uit.flush()
                    os.fsync(self._uit.fileno())
            if soort is None:
                os.replace(klaar, self._pad)
        finally:
            klaar.unlink(missing_ok=True)


def maak_batch(documenten: Iterable[PokDocument], pad: Path, *, gemaakt_op: datetime) -> Iterator[BatchRegel]:
    """Print many agreements to one PDF at `pad`, lazily: the file is there when the iteration ended, not if it was
    broken off.
    """
    with BatchSchrijver(pad, gemaakt_op=gemaakt_op) as batch:
        for document in documenten:
            yield batch.voeg_toe(document)
