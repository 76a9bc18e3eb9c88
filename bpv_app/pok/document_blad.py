"""One page at fixed places: text, lines, boxes and a QR code, in millimetres from the top left corner of an A4.

A page is first composed and then drawn: an attempt that turned out not to fit is thrown away, and the same
page can be drawn in every copy. All text goes through here, so it is always cleaned and always fits its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache

from bpv_app.pok.document_lettertype import Letter, Letters, Lettertype
from bpv_app.pok.document_pagina import (
    MM,
    Kleur,
    Pagina,
    schrijf_tekst,
    toon_beeld,
    trek_kader,
    trek_lijn,
    vul_rooster,
    vul_vlak,
)
from bpv_app.pok.document_qr import list_stroken, maak_qr
from bpv_app.pok.document_rules import Logo
from bpv_app.pok.document_schrift import zet_op_volgorde
from bpv_app.pok.document_structuur import Knoop, Merken
from bpv_app.pok.document_tekst import ONBEKEND

ACCENT: Kleur = "0.043 0.353 0.525"  # #0b5a86, as in the screens; dark enough to print as black
INKT: Kleur = "0.09 0.13 0.17"  # #17212b
GRIJS: Kleur = "0.247 0.302 0.353"  # #3f4d5a
LIJN: Kleur = "0.45 0.51 0.57"
ZWART: Kleur = "0 0 0"
PUNTJES = "…"
VER = 2  # the set of characters that holds what is written from right to left


@dataclass(frozen=True, slots=True)
class Stijl:
    """How a text looks: size and distance between lines in points, weight, colour; and what it is when nothing else
    says so (`tag`, see document_structuur).
    """

    pt: float
    regel: float
    is_vet: bool = False
    kleur: Kleur = INKT
    tag: str = "P"

    def kleiner(self, pt: float) -> Stijl:
        """The same look at a smaller size."""
        return Stijl(pt, self.regel * pt / self.pt, self.is_vet, self.kleur, self.tag)


class Blad:
    """What stands on one page, or on a layer of it."""

    def __init__(self, letters: Letters) -> None:
        """Start empty."""
        self._letters = letters
        self._stappen: list[tuple[Knoop | None, str]] = []
        self._hier: Knoop | None = None
        self._is_versiering = False
        self.knopen: list[Knoop] = []
        self.stellen: set[int] = {0}
        self.ontbreekt: set[str] = set()
        self.logo: Logo | None = None

    def teken(self, pagina: Pagina, *, met_merken: bool = True) -> Merken:
        """Draw everything on a page; returns the numbers that the pieces got on it.

        Without `met_merken` for a form that several pages show: what is on it cannot belong to all of them.
        """
        merken: Merken = {}
        vorige: object = self
        for knoop, stap in self._stappen:
            if met_merken and knoop is not vorige:
                if vorige is not self:
                    pagina.sluit_merk()
                vorige = knoop
                if knoop is None:
                    pagina.open_versiering()
                else:
                    merken.setdefault(knoop, []).append(pagina.open_merk(knoop.tag))
            pagina.voeg(stap)
        if vorige is not self:
            pagina.sluit_merk()
        return merken

    def begin(self, tag: str) -> Knoop:
        """A new element, in the one around it."""
        knoop = Knoop(tag)
        (self._hier.kinderen if self._hier else self.knopen).append(knoop)
        return knoop

    @contextmanager
    def binnen(self, knoop: Knoop | None) -> Iterator[None]:
        """What is written inside belongs to this element."""
        ouder, self._hier = self._hier, knoop
        try:
            yield
        finally:
            self._hier = ouder

    def als(self, tag: str) -> AbstractContextManager[None]:
        """What is written inside is one element of this kind."""
        return self.binnen(self.begin(tag))

    @contextmanager
    def versiering(self) -> Iterator[None]:
        """What is written inside repeats on every page and is skipped when it is read aloud."""
        self._is_versiering = True
        try:
            yield
        finally:
            self._is_versiering = False

    def _knoop(self, tag: str) -> Knoop | None:
        """The element to which a text belongs: the one around it, else one of its own."""
        if self._is_versiering:
            return None
        return self._hier or self.begin(tag)

    def schoon(self, tekst: str, max_tekens: int = 4000) -> str:
        """Return the text as one printable line."""
        uit = self._letters.schoon(tekst, max_tekens)
        if ONBEKEND in uit and ONBEKEND not in tekst:
            self.ontbreekt.update(self._letters.list_onbekend(tekst[:max_tekens]))
        return uit

    @property
    def is_onleesbaar(self) -> bool:
        """Somewhere "□" stands for a character that the typeface lacks."""
        return bool(self.ontbreekt)

    def _letter(self, stijl: Stijl) -> Lettertype:
        return self._letters.vet if stijl.is_vet else self._letters.gewoon

    def breedte(self, tekst: str, stijl: Stijl) -> float:
        """The width in mm of a cleaned text."""
        breedtes = self._letter(stijl).voor(tekst).breedtes
        return sum([breedtes[t] for t in tekst]) * stijl.pt

    def tekst(self, x: float, y: float, tekst: str, stijl: Stijl, *, uitlijn: str = "L") -> None:
        """Write a cleaned text with its baseline at `y`; `uitlijn` L, R or C says what `x` is."""
        if not tekst:
            return
        letter: Letter = self._letter(stijl).voor(tekst)
        self.stellen.add(letter.stel)
        op_volgorde = zet_op_volgorde(tekst) if letter.stel == VER else tekst
        if uitlijn != "L":
            x -= self.breedte(tekst, stijl) / (1 if uitlijn == "R" else 2)
        stap = schrijf_tekst(x, y, letter.naam, stijl.pt, stijl.kleur, letter.codeer(op_volgorde))
        self._stappen.append((self._knoop(stijl.tag), stap))

    def breek(self, tekst: str, breedte: float, stijl: Stijl) -> list[str]:
        """Break a cleaned text into lines of at most `breedte` mm: at spaces, within a word only if it is wider."""
        return list(_breek(self._letter(stijl).voor(tekst), tekst, breedte / stijl.pt))

    def pas(
        self, tekst: str | tuple[str, ...], breedte: float, stijl: Stijl, *, regels: int = 1, min_pt: float = 0
    ) -> tuple[list[str], Stijl, bool]:
        """Fit any text: as it is, else smaller (down to `min_pt`, also to keep a word whole), else cut with "…".

        A tuple is a text in parts ("street", "postcode town"): on one line if that fits, else each on its own, else
        wrapped.
        Returns the lines, the look they fit with, and whether something had to be left out.
        """
        delen = [d for d in map(self.schoon, (tekst,) if isinstance(tekst, str) else tekst) if d]
        geheel = delen[0] if len(delen) == 1 else self.schoon(", ".join(delen), len(delen) * 4000)
        while True:
            gebroken = self.breek(geheel, breedte, stijl)
            if len(gebroken) > 1 and len(delen) > 1:
                per_deel = [regel for deel in delen for regel in self.breek(deel, breedte, stijl)]
                gebroken = per_deel if len(per_deel) <= regels else gebroken
            past = len(gebroken) <= regels
            kleinst = not min_pt or stijl.pt - 0.5 < min_pt
            if past and (
                kleinst or len(gebroken) < 2 or all(self.breedte(w, stijl) <= breedte for w in geheel.split())
            ):
                return gebroken, stijl, False
            if kleinst:
                break
            stijl = stijl.kleiner(stijl.pt - 0.5)
        laatste = gebroken[regels - 1]
        while laatste and self.breedte(laatste + PUNTJES, stijl) > breedte:
            laatste = laatste[:-1]
        return [*gebroken[: regels - 1], laatste.rstrip() + PUNTJES], stijl, True

    def alinea(
        self,
        x: float,
        y: float,
        breedte: float,
        tekst: str | tuple[str, ...],
        stijl: Stijl,
        *,
        regels: int = 99,
        min_pt: float = 0,
    ) -> tuple[float, bool]:
        """Write a fitted paragraph, first baseline at `y`; return the baseline after it, and whether it was cut."""
        gebroken, stijl, is_afgekapt = self.pas(tekst, breedte, stijl, regels=regels, min_pt=min_pt)
        with nullcontext() if self._hier or self._is_versiering else self.als(stijl.tag):
            for regel in gebroken:
                self.tekst(x, y, regel, stijl)
                y += stijl.regel / MM
        return y, is_afgekapt

    def lijn(self, x1: float, y1: float, x2: float, y2: float, *, pt: float = 0.4, kleur: Kleur = LIJN) -> None:
        """Draw a line."""
        self._stappen.append((None, trek_lijn(x1, y1, x2, y2, pt, kleur)))

    def kader(self, x: float, y: float, breedte: float, hoogte: float, *, pt: float = 0.4, kleur: Kleur = LIJN) -> None:
        """Draw the outline of a box."""
        self._stappen.append((None, trek_kader(x, y, breedte, hoogte, pt, kleur)))

    def vlak(self, x: float, y: float, breedte: float, hoogte: float, *, kleur: Kleur = ACCENT) -> None:
        """Draw a filled box."""
        self._stappen.append((None, vul_vlak(x, y, breedte, hoogte, kleur)))

    def teken_logo(self, logo: Logo, x: float, y: float, breedte: float, hoogte: float, *, uitlijn: str = "R") -> float:
        """Draw the logo as large as fits in a box; `uitlijn` R or L says at which side. Returns its width in mm."""
        schaal = min(breedte / logo.breedte, hoogte / logo.hoogte)
        b, h = logo.breedte * schaal, logo.hoogte * schaal
        links = x + (breedte - b if uitlijn == "R" else 0)
        self.logo = logo
        self._stappen.append((None, toon_beeld(logo_naam(logo), links, y + (hoogte - h) / 2, b, h)))
        return b

    def qr(self, x: float, y: float, zijde: float, tekst: str) -> None:
        """Draw a QR code in black without its quiet zone (the caller leaves 4 modules white around it)."""
        modulen = maak_qr(tekst)
        self._stappen.append((None, vul_rooster(x, y, zijde / len(modulen), list_stroken(modulen), ZWART)))


def logo_naam(logo: Logo) -> str:
    """The name of the logo among the resources of a file."""
    return f"/Logo{logo.sha256[:12]}"


# Most texts are the same in every print.
@lru_cache(maxsize=1024)
def _breek(letter: Letter, tekst: str, maximum: float) -> tuple[str, ...]:
    """Break a text into lines of at most `maximum` mm at 1 point."""
    breedtes = letter.breedtes
    if sum([breedtes[t] for t in tekst]) <= maximum:
        return (tekst,) if tekst else ()
    spatie = breedtes[" "]
    regels: list[str] = []
    regel, lengte = "", 0.0
    for woord in tekst.split():
        breed = sum([breedtes[t] for t in woord])
        if regel and lengte + spatie + breed <= maximum:
            regel, lengte = f"{regel} {woord}", lengte + spatie + breed
            continue
        if regel:
            regels.append(regel)
        while breed > maximum:
            kop, deel = "", 0.0
            for teken in woord:
                if kop and deel + breedtes[teken] > maximum:
                    break
                kop, deel = kop + teken, deel + breedtes[teken]
            regels.append(kop)
            woord, breed = woord[len(kop) :], breed - deel
            if not woord:
                break
        regel, lengte = woord, breed
    return (*regels, regel) if regel else tuple(regels)
