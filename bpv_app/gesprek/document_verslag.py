"""The report of a conversation as a PDF: text that flows over as many pages as it needs, nothing cut.

The same document always gives the same bytes (`pok.document_bestand.maak_bestand`).
"""

from __future__ import annotations

from collections.abc import Sequence

from bpv_app.gesprek.rules_document import Paar, VerslagDocument
from bpv_app.pok.document_bestand import Tekening, Vel, maak_bestand
from bpv_app.pok.document_blad import Blad, Stijl
from bpv_app.pok.document_lettertype import Letters, laad_letters
from bpv_app.pok.document_opmaak import (
    BREED,
    KLEIN,
    KLEIN_VET,
    KOP,
    LABEL,
    LINKS,
    ONDERTITEL,
    RECHTS,
    TEKST,
    TEKST_VET,
    TITEL,
    VOET,
    WAARDE,
)
from bpv_app.pok.document_pagina import MM

_BOVEN = 28.0
_TITEL_TEKENS = 200


class _Loop:
    """Lines one after another; a new page where the last one is full, never with a label alone at its foot."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self.bladen: list[Blad] = []
        self.y = VOET + 1
        self.nieuw()

    def nieuw(self) -> None:
        """Go on at the top of a new page."""
        self.bladen.append(Blad(self._letters))
        self.y = _BOVEN

    @property
    def blad(self) -> Blad:
        """The page that is being filled."""
        return self.bladen[-1]

    def ruimte(self, hoogte: float) -> None:
        """Begin a new page when so many mm do not fit any more."""
        if self.y + hoogte > VOET and self.y > _BOVEN:
            self.nieuw()

    def regel(self, tekst: str, stijl: Stijl, x: float = LINKS) -> None:
        """One line that fits."""
        self.ruimte(0)
        self.blad.tekst(x, self.y, tekst, stijl)
        self.y += stijl.regel / MM

    def alinea(self, tekst: str, stijl: Stijl) -> None:
        """A text with its own line breaks, wrapped."""
        for deel in tekst.splitlines() or [""]:
            gebroken = self.blad.breek(self.blad.schoon(deel, len(deel)), BREED, stijl)
            for regel in gebroken or [""]:
                self.regel(regel, stijl)

    def kop(self, tekst: str) -> None:
        """A heading, with room for what comes under it."""
        self.y += 4
        self.ruimte(22)
        self.regel(tekst, KOP)
        self.blad.lijn(LINKS, self.y - 3, RECHTS, self.y - 3)
        self.y += 2

    def paren(self, paren: Sequence[Paar]) -> None:
        """Labels, each with its text under it."""
        for paar in paren:
            self.ruimte(12)
            self.alinea(paar.kop, TEKST_VET)
            if paar.tekst:
                self.alinea(paar.tekst, TEKST)
            self.y += 2.5


def _begin(loop: _Loop, document: VerslagDocument) -> None:
    loop.regel(loop.blad.schoon(document.school, _TITEL_TEKENS), ONDERTITEL)
    loop.y += 6
    for regel in loop.blad.breek(loop.blad.schoon(f"Gespreksverslag: {document.titel}", _TITEL_TEKENS), BREED, TITEL):
        loop.regel(regel, TITEL)
    loop.y += 1
    for feit in document.feiten:
        regels = loop.blad.breek(loop.blad.schoon(feit.tekst), BREED - 34, WAARDE)
        loop.ruimte(0)
        loop.blad.tekst(LINKS, loop.y, loop.blad.schoon(feit.kop), LABEL)
        for regel in regels:
            loop.regel(regel, WAARDE, LINKS + 34)


def maak_verslag(document: VerslagDocument) -> bytes:
    """The PDF of one shared version."""
    letters = laad_letters()
    loop = _Loop(letters)
    _begin(loop, document)
    for kop, paren in (
        ("Het verslag", document.antwoorden),
        ("Afspraken en leerdoelen", document.afspraken),
        ("Wat student en bedrijf erbij schreven", document.reacties),
    ):
        if paren:
            loop.kop(kop)
            loop.paren(paren)
    aantal = len(loop.bladen)
    student = Blad(letters).schoon(document.student, _TITEL_TEKENS)
    for pagina, blad in enumerate(loop.bladen, start=1):
        blad.lijn(LINKS, 272.5, RECHTS, 272.5, pt=0.3)
        blad.tekst(LINKS, 277.5, student, KLEIN_VET)
        blad.tekst(LINKS, 281.5, f"Gespreksverslag, versie {document.nummer}", KLEIN)
        blad.tekst(RECHTS, 277.5, f"pagina {pagina} van {aantal}", KLEIN_VET, uitlijn="R")
    tekening = Tekening([Vel((blad,)) for blad in loop.bladen])
    return maak_bestand(
        tekening,
        titel=Blad(letters).schoon(f"Gespreksverslag {document.titel}", _TITEL_TEKENS),
        auteur=Blad(letters).schoon(document.school, _TITEL_TEKENS),
        gemaakt_op=document.gedeeld_op,
    )
