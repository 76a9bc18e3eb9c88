"""The pages of the general terms: drawn once per version and process, then shared by every copy of every POK."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bpv_app.pok.document_blad import ACCENT, Blad, Stijl
from bpv_app.pok.document_lettertype import laad_letters
from bpv_app.pok.document_opmaak import LINKS, ONDERTITEL, RECHTS, TITEL
from bpv_app.pok.document_pagina import MM, Pagina
from bpv_app.pok.document_structuur import Stuk
from bpv_app.pok.rules_opmaak import BlokSoort
from bpv_app.pok.rules_voorwaarden import Artikel, Voorwaarden

_GOOT = 9.0
_KOLOM = (RECHTS - LINKS - _GOOT) / 2
_BOVEN_EERSTE, _BOVEN, _ONDER = 54.0, 36.0, 268.0
_KOP = Stijl(10.3, 13.4, is_vet=True, kleur=ACCENT, tag="H2")
_LID = Stijl(9.5, 12.8)
_NUMMER = Stijl(9.5, 12.8, is_vet=True)
_INSPRONG = 8.2
_WIT_ARTIKEL, _WIT_LID = 2.7, 0.85
_PUNT = 3.4
MAX_LID = 20_000  # characters of one paragraph


class _Zetter:
    """Fills column after column, page after page."""

    def __init__(self, voorwaarden: Voorwaarden) -> None:
        self._voorwaarden = voorwaarden
        self.bladen: list[Blad] = []
        self._nieuwe_pagina()

    def _nieuwe_pagina(self) -> None:
        self.blad = Blad(laad_letters())
        is_eerste = not self.bladen
        self.bladen.append(self.blad)
        self._kolom = 0
        self._boven = _BOVEN_EERSTE if is_eerste else _BOVEN
        if is_eerste:
            self.blad.tekst(LINKS, 33, "Algemene Voorwaarden", TITEL)
            self.blad.tekst(LINKS, 39.5, f"bij de praktijkovereenkomst, versie {self._voorwaarden.versie}", ONDERTITEL)
            self.blad.vlak(LINKS, 43.5, RECHTS - LINKS, 0.35)
        else:
            self.blad.tekst(LINKS, 22.8, f"Algemene Voorwaarden, versie {self._voorwaarden.versie}", ONDERTITEL)
            self.blad.lijn(LINKS, 28, RECHTS, 28, pt=0.3)
        self.y = self._boven

    @property
    def x(self) -> float:
        return LINKS + self._kolom * (_KOLOM + _GOOT)

    def ruimte(self, hoogte: float) -> None:
        """Go to the next column when a block of `hoogte` mm does not fit below."""
        if self.y + hoogte <= _ONDER:
            return
        if self._kolom == 0:
            self._kolom = 1
            self.y = self._boven
        else:
            self._nieuwe_pagina()

    def zet(self, regels: list[str], stijl: Stijl, *, inspring: float = 0, nummer: str = "", punt: float = 0) -> None:
        """Set lines; at least two of a paragraph stay together at the top and the bottom of a column."""
        stap = stijl.regel / MM
        blad, knoop = None, None
        for plaats, regel in enumerate(regels):
            over = len(regels) - plaats
            if plaats == 0 or over == 2:
                self.ruimte(stap * (min(len(regels), 3 if len(regels) == 3 else 2) if plaats == 0 else 2) - stap)
            else:
                self.ruimte(0)
            if self.blad is not blad:  # what goes on in the next page is an element there too
                blad, knoop = self.blad, self.blad.begin(stijl.tag)
            with blad.binnen(knoop):
                if plaats == 0 and nummer:
                    blad.tekst(self.x, self.y, nummer, _NUMMER if stijl is _LID else stijl)
                if plaats == 0 and punt:
                    blad.tekst(self.x + punt, self.y, "•", Stijl(stijl.pt, stijl.regel, kleur=ACCENT))
                blad.tekst(self.x + inspring, self.y, regel, stijl)
            self.y += stap

    def artikel(self, nummer: int, artikel: Artikel) -> None:
        """Set an article; its title never stands alone at the foot of a column."""
        self.ruimte((_KOP.regel + 3 * _LID.regel) / MM)
        self.zet(
            self.blad.breek(self.blad.schoon(artikel.titel, 300), _KOLOM - _INSPRONG, _KOP),
            _KOP,
            inspring=_INSPRONG,
            nummer=f"{nummer}",
        )
        self.y += 0.4
        lid = 0
        for deel in artikel.delen:
            lid += deel.soort is BlokSoort.LID
            merk = f"{nummer}.{lid}" if deel.soort is BlokSoort.LID else ""
            punt = _PUNT if deel.soort is BlokSoort.PUNT else 0
            inspring = _INSPRONG + punt
            regels = self.blad.breek(self.blad.schoon(deel.tekst, MAX_LID), _KOLOM - inspring, _LID)
            self.zet(regels, _LID, inspring=inspring, nummer=merk, punt=_INSPRONG if punt else 0)
            self.y += _WIT_LID
        self.y += _WIT_ARTIKEL


@lru_cache(maxsize=8)
def _bladen(voorwaarden: Voorwaarden) -> tuple[Blad, ...]:
    zetter = _Zetter(voorwaarden)
    inleiding = zetter.blad.schoon(voorwaarden.inleiding, MAX_LID)
    zetter.zet(zetter.blad.breek(inleiding, _KOLOM, _LID), _LID)
    zetter.y += _WIT_ARTIKEL
    for nummer, artikel in enumerate(voorwaarden.artikelen, start=1):
        zetter.artikel(nummer, artikel)
    return tuple(zetter.bladen)


def tel_paginas(voorwaarden: Voorwaarden) -> int:
    """The number of pages of one version of the terms."""
    return len(_bladen(voorwaarden))


def list_stellen(voorwaarden: Voorwaarden) -> frozenset[int]:
    """The sets of characters that its pages need."""
    return frozenset().union(*(blad.stellen for blad in _bladen(voorwaarden)))


@dataclass(frozen=True, slots=True)
class Voorwaardenblad:
    """The drawn pages of one version: with marks for the one place that is read aloud, and without for every other
    place that shows them; and what is on each page.
    """

    gemerkt: tuple[bytes, ...]
    kaal: tuple[bytes, ...]
    stukken: tuple[Stuk, ...]


@lru_cache(maxsize=8)
def teken_voorwaarden(voorwaarden: Voorwaarden) -> Voorwaardenblad:
    """Draw the pages of one version."""
    gemerkt, kaal, stukken = [], [], []
    for blad in _bladen(voorwaarden):
        een, ander = Pagina(), Pagina()
        stukken.append(Stuk(blad.knopen, blad.teken(een)))
        blad.teken(ander, met_merken=False)
        gemerkt.append(een.inhoud())
        kaal.append(ander.inhoud())
    return Voorwaardenblad(tuple(gemerkt), tuple(kaal), tuple(stukken))
