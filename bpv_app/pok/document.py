"""Print agreements: from a frozen PokDocument to the bytes that the school posts and keeps.

A printed set, made for double-sided printing (every part starts on an odd page):
    letter (p. 1) with the plain-language summary on its back (p. 2);
    per copy: bpv-blad, general terms, an annex only where a text did not fit, a blank page where the count is odd;
    return sheet and a blank page.
Page x of y counts within the part: a copy is complete in itself when the parties split the set.

The same document always gives the same bytes, alone or in a batch; the service keeps them with their SHA-256.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from bpv_app.pok.document_blad import Blad
from bpv_app.pok.document_bpvblad import maak_bijlage, maak_bpvblad
from bpv_app.pok.document_brief import maak_brief, maak_retourblad
from bpv_app.pok.document_lettertype import Letter, Letters, laad_letters
from bpv_app.pok.document_opmaak import teken_exemplaar, teken_leeg, teken_voet
from bpv_app.pok.document_pdf import Groep, Pagina, PdfSchrijver, comprimeer
from bpv_app.pok.document_rules import Afdruk, BatchRegel, Deel, PokDocument
from bpv_app.pok.document_samenvatting import maak_samenvatting
from bpv_app.pok.document_voorwaarden import zet_voorwaarden


@dataclass(frozen=True, slots=True)
class _Laag:
    """A drawn layer of a page: compressed content and the fonts it needs. On many pages it is written once per file."""

    inhoud: bytes | Groep
    letters: dict[str, Letter]
    is_onleesbaar: bool = False


@dataclass(frozen=True, slots=True)
class _Vel:
    """One page as its layers, and its name in the outline where a part begins."""

    lagen: tuple[_Laag, ...]
    bladwijzer: str = ""


def maak_pok(document: PokDocument) -> Afdruk:
    """Print one agreement as a PDF of its own. KeyError for an unknown version of the terms."""
    return _maak_bestand(document, _zet(laad_letters(), document))


def _maak_bestand(document: PokDocument, vellen: list[_Vel]) -> Afdruk:
    uit = io.BytesIO()
    schrijver = PdfSchrijver(
        uit,
        titel=f"Praktijkovereenkomst {document.nummer}, versie {document.versie}",
        auteur=Blad(laad_letters()).schoon(document.school.naam, 200),
        gemaakt_op=document.gemaakt_op,
    )
    _schrijf(schrijver, vellen)
    schrijver.sluit()
    is_onleesbaar = any(laag.is_onleesbaar for vel in vellen for laag in vel.lagen)
    return Afdruk(uit.getvalue(), schrijver.sha256, schrijver.paginas, is_onleesbaar)


def _laag(blad: Blad) -> _Laag:
    return _Laag(comprimeer(blad.inhoud()), blad.gebruikt, blad.is_onleesbaar)


def _zet(letters: Letters, document: PokDocument) -> list[_Vel]:
    """Draw all pages of a set, in order."""
    return [*_zet_brief(letters, document), *_zet_exemplaren(letters, document), *_zet_retour(letters, document)]


def _zet_brief(letters: Letters, document: PokDocument) -> list[_Vel]:
    bladen = ((maak_brief, "Brief"), (maak_samenvatting, "Samenvatting"))
    vellen = []
    for pagina, (maak, naam) in enumerate(bladen, start=1):
        blad = maak(letters, document)
        teken_voet(blad, document, wat=naam, deel=Deel.BRIEF, pagina=pagina, paginas=2)
        vellen.append(_Vel((_laag(blad),), naam))
    return vellen


def _zet_exemplaren(letters: Letters, document: PokDocument) -> list[_Vel]:
    """Draw the copies: what is the same in all of them once, and on every page its own mark, foot and QR code."""
    bpvblad = maak_bpvblad(letters, document)
    vast: list[tuple[str, _Laag]] = [("bpv-blad", _laag(bpvblad.blad))]
    vast += [("Algemene Voorwaarden", _Laag(p.groep, p.letters)) for p in zet_voorwaarden(document.voorwaarden_versie)]
    if bpvblad.afgekapt:
        vast.append(("bijlage", _laag(maak_bijlage(letters, bpvblad.afgekapt))))
    if len(vast) % 2:
        leeg = Blad(letters)
        teken_leeg(leeg)
        vast.append(("lege pagina", _laag(leeg)))
    vellen = []
    aantal = len(document.exemplaren)
    for nummer, exemplaar in enumerate(document.exemplaren, start=1):
        voor = Blad(letters).schoon(exemplaar.voor, 60)
        for pagina, (naam, laag) in enumerate(vast, start=1):
            eigen = Blad(letters)
            teken_exemplaar(eigen, nummer, aantal, voor)
            wat = f"Exemplaar {nummer} van {aantal}, {voor}: {naam}"
            teken_voet(eigen, document, wat=wat, deel=str(nummer), pagina=pagina, paginas=len(vast))
            vellen.append(_Vel((laag, _laag(eigen)), f"Exemplaar {nummer} van {aantal}, {voor}" if pagina == 1 else ""))
    return vellen


def _zet_retour(letters: Letters, document: PokDocument) -> list[_Vel]:
    retour, leeg = maak_retourblad(letters, document), Blad(letters)
    teken_leeg(leeg)
    teken_voet(retour, document, wat="Retourblad", deel=Deel.RETOUR, pagina=1, paginas=2)
    teken_voet(leeg, document, wat="Retourblad: lege pagina", deel=Deel.RETOUR, pagina=2, paginas=2)
    return [_Vel((_laag(retour),), "Retourblad"), _Vel((_laag(leeg),))]


def _schrijf(schrijver: PdfSchrijver, vellen: list[_Vel], bladwijzer: str = "") -> None:
    """Add drawn pages to a file."""
    nummers: dict[int, int] = {}
    paginas = []
    for vel in vellen:
        refs = []
        letters: dict[str, int] = {}
        for laag in vel.lagen:
            if id(laag) not in nummers:
                inhoud = laag.inhoud
                nummers[id(laag)] = schrijver.plaats(inhoud) if isinstance(inhoud, Groep) else schrijver.stroom(inhoud)
            refs.append(nummers[id(laag)])
            letters |= {naam: schrijver.plaats(letter.groep) for naam, letter in laag.letters.items()}
        paginas.append(Pagina(refs, letters, vel.bladwijzer))
    schrijver.bladen(paginas, bladwijzer)


class BatchSchrijver:
    """One PDF for many agreements, in the order they are added; each also as its own print.

    Memory does not grow with their number. Written beside `pad` and moved there when the block ends well; after an
    error nothing is left behind:

        with BatchSchrijver(pad, gemaakt_op=nu) as batch:
            regel = batch.voeg_toe(document)
    """

    def __init__(
        self, pad: Path, *, gemaakt_op: datetime, titel: str = "Praktijkovereenkomsten", auteur: str = ""
    ) -> None:
        """`gemaakt_op` (aware) is the creation date in the file."""
        self._pad = pad
        self._deel = pad.with_name(f"{pad.name}.{os.getpid()}.deel")
        self._gemaakt_op, self._titel, self._auteur = gemaakt_op, titel, auteur
        self._letters = laad_letters()

    def __enter__(self) -> BatchSchrijver:
        """Open the file."""
        self._uit: BinaryIO = self._deel.open("wb")
        self._schrijver = PdfSchrijver(self._uit, titel=self._titel, auteur=self._auteur, gemaakt_op=self._gemaakt_op)
        return self

    def voeg_toe(self, document: PokDocument) -> BatchRegel:
        """Add one agreement. An error of the document leaves the batch as it was, so the next one can be added."""
        vellen = _zet(self._letters, document)
        afdruk = _maak_bestand(document, vellen)
        eerste = self._schrijver.paginas + 1
        naam = Blad(self._letters).schoon(document.student.naam, 80)
        _schrijf(self._schrijver, vellen, bladwijzer=f"{document.nummer} {naam}".strip())
        return BatchRegel(document.nummer, document.versie, afdruk, eerste, self._schrijver.paginas)

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        """Finish the file, or throw it away."""
        try:
            if soort is None:
                self._schrijver.sluit()
                self._uit.flush()
                os.fsync(self._uit.fileno())
            self._uit.close()
            if soort is None:
                os.replace(self._deel, self._pad)
        finally:
            self._uit.close()
            self._deel.unlink(missing_ok=True)


def maak_batch(documenten: Iterable[PokDocument], pad: Path, *, gemaakt_op: datetime) -> Iterator[BatchRegel]:
    """Print many agreements to one PDF at `pad`, lazily: the file is there when the iteration ended, not if it was
    broken off.
    """
    with BatchSchrijver(pad, gemaakt_op=gemaakt_op) as batch:
        for document in documenten:
            yield batch.voeg_toe(document)
