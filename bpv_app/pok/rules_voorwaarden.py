"""What the general terms (Algemene Voorwaarden) are made of, and how their text is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bpv_app.pok.rules_opmaak import Blok, BlokSoort, lees_opmaak

_OVER_EINDE = ("ontbinding", "beëindig", "eerder stoppen")
_ZONDER_ARTIKEL = (
    "Tussentijds beëindigen kan als partijen het daarover eens zijn, als een partij haar afspraken niet nakomt of als "
    "voortzetting niet redelijk is. De redenen en de te volgen weg staan in {waar}de Algemene Voorwaarden."
)


@dataclass(frozen=True, slots=True)
class Deel:
    """A paragraph of an article: numbered, a point of a list, or plain."""

    soort: BlokSoort
    tekst: str


@dataclass(frozen=True, slots=True)
class Artikel:
    """An article: its title and what stands under it."""

    titel: str
    delen: tuple[Deel, ...]

    @property
    def leden(self) -> tuple[str, ...]:
        """The texts of all paragraphs, in order."""
        return tuple(deel.tekst for deel in self.delen)


@dataclass(frozen=True, slots=True, eq=False)
class Voorwaarden:
    """One version of the general terms. Compared by identity: the same text is read once and drawn once."""

    versie: str
    inleiding: str
    artikelen: tuple[Artikel, ...]

    def lees_voor(self) -> Iterator[str]:
        """Every text in it."""
        yield self.inleiding
        for artikel in self.artikelen:
            yield artikel.titel
            yield from artikel.leden


@lru_cache(maxsize=32)
def lees_voorwaarden(versie: str, tekst: str) -> Voorwaarden:
    """Read a text: what stands before the first heading is the introduction, every heading begins an article."""
    inleiding: list[str] = []
    artikelen: list[tuple[str, list[Blok]]] = []
    for blok in lees_opmaak(tekst):
        if blok.soort is BlokSoort.KOP:
            artikelen.append((blok.tekst, []))
        elif artikelen:
            artikelen[-1][1].append(blok)
        elif blok.soort is not BlokSoort.TITEL:
            inleiding.append(blok.tekst)
    return Voorwaarden(
        versie,
        " ".join(inleiding),
        tuple(Artikel(titel, tuple(_deel(blok) for blok in blokken)) for titel, blokken in artikelen),
    )


def _deel(blok: Blok) -> Deel:
    soort = BlokSoort.ALINEA if blok.soort is BlokSoort.TITEL else blok.soort
    return Deel(soort, blok.tekst)


def zeg_ontbinding(voorwaarden: Voorwaarden) -> str:
    """How it can end early (WEB 7.2.8), for the bpv-blad: it names the article about that by its number."""
    for nummer, artikel in enumerate(voorwaarden.artikelen, start=1):
        if any(woord in artikel.titel.casefold() for woord in _OVER_EINDE):
            return _ZONDER_ARTIKEL.format(waar=f"artikel {nummer} van ")
    return _ZONDER_ARTIKEL.format(waar="")
