"""What stands on one page, as operators of a PDF (PDF 32000-1, annex A). Places: mm from the top left of an A4."""

from __future__ import annotations

from collections.abc import Iterable

MM = 72 / 25.4
"""Points in a millimetre."""
HOOG = 297.0
VEL = b"[0 0 595.28 841.89]"
"""An A4 in points."""
_BEGIN = "2 J"  # lines end square

GEMERKT = "-m"
"""Ends the name of a form that is read aloud where it is shown; the same form without marks has the name before it."""
Kleur = str
"""Red, green and blue from 0 to 1, as an operator takes them."""


class Pagina:
    """A page in the making: operators, and the numbers of the pieces that belong to an element."""

    def __init__(self) -> None:
        """Start empty."""
        self._regels = [_BEGIN]
        self._merken = 0

    def voeg(self, regel: str) -> None:
        """Add operators."""
        self._regels.append(regel)

    def open_merk(self, tag: str) -> int:
        """What follows is a piece of an element; returns its number on this page."""
        nummer, self._merken = self._merken, self._merken + 1
        self._regels.append(f"/{tag} <</MCID {nummer}>> BDC")
        return nummer

    def open_versiering(self) -> None:
        """What follows is no part of what the document says."""
        self._regels.append("/Artifact BMC")

    def sluit_merk(self) -> None:
        """End what `open_merk` or `open_versiering` began."""
        self._regels.append("EMC")

    def toon(self, naam: str) -> None:
        """Show a page that the file will have under this name (`/X`) among its resources."""
        self._regels.append(f"{naam} Do")

    def inhoud(self) -> bytes:
        """The page as it goes into a file."""
        return "\n".join(self._regels).encode("latin-1")


def schrijf_tekst(x: float, y: float, font: str, pt: float, kleur: Kleur, code: str) -> str:
    """A text, coded for its font, with its baseline at `y`."""
    return f"{kleur} rg BT {font} {pt:.2f} Tf {x * MM:.2f} {(HOOG - y) * MM:.2f} Td {code} Tj ET"


def trek_lijn(x1: float, y1: float, x2: float, y2: float, pt: float, kleur: Kleur) -> str:
    """A line."""
    begin, eind = f"{x1 * MM:.2f} {(HOOG - y1) * MM:.2f} m", f"{x2 * MM:.2f} {(HOOG - y2) * MM:.2f} l"
    return f"{kleur} RG {pt:.2f} w {begin} {eind} S"


def _rechthoek(x: float, y: float, breedte: float, hoogte: float) -> str:
    return f"{x * MM:.2f} {(HOOG - y) * MM:.2f} {breedte * MM:.2f} {-hoogte * MM:.2f} re"


def trek_kader(x: float, y: float, breedte: float, hoogte: float, pt: float, kleur: Kleur) -> str:
    """The outline of a box."""
    return f"{kleur} RG {pt:.2f} w {_rechthoek(x, y, breedte, hoogte)} S"


def vul_vlak(x: float, y: float, breedte: float, hoogte: float, kleur: Kleur) -> str:
    """A filled box."""
    return f"{kleur} rg {_rechthoek(x, y, breedte, hoogte)} f"


def toon_beeld(naam: str, x: float, y: float, breedte: float, hoogte: float) -> str:
    """A picture that the file will have under this name (`/X`) among its resources."""
    plaats = f"{breedte * MM:.2f} 0 0 {hoogte * MM:.2f} {x * MM:.2f} {(HOOG - y - hoogte) * MM:.2f} cm"
    return f"q {plaats} {naam} Do Q"


def vul_rooster(x: float, y: float, stap: float, stroken: Iterable[tuple[int, int, int]], kleur: Kleur) -> str:
    """Strips (column, row, length) of a grid as one path: no hairlines between the rows, at any zoom."""
    plaats = f"q {kleur} rg {stap * MM:.4f} 0 0 {-stap * MM:.4f} {x * MM:.2f} {(HOOG - y) * MM:.2f} cm"
    return " ".join([plaats, *[f"{kolom} {rij} {lang} 1 re" for kolom, rij, lang in stroken], "f Q"])
