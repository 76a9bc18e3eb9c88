"""Draw one page at fixed places: text, lines, boxes and a QR code, in millimetres from the top left corner of an A4.

All text goes through here, so it is always cleaned, always fits its place, and can never be read as PDF operators
(it is written as hexadecimal character codes).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from bpv_app.pok.document_lettertype import Letter, Letters, Lettertype
from bpv_app.pok.document_qr import qr_pad
from bpv_app.pok.document_tekst import ONBEKEND, schoon

MM = 72 / 25.4
HOOGTE_MM = 297.0
ACCENT = "0.043 0.353 0.525"  # #0b5a86, as in the screens; dark enough to print as black
INKT = "0.09 0.13 0.17"  # #17212b
GRIJS = "0.247 0.302 0.353"  # #3f4d5a
LIJN = "0.45 0.51 0.57"
PUNTJES = "…"


@dataclass(frozen=True, slots=True)
class Stijl:
    """How a text looks: size and distance between lines in points, weight, colour."""

    pt: float
    regel: float
    is_vet: bool = False
    kleur: str = INKT

    def kleiner(self, pt: float) -> Stijl:
        """The same look at a smaller size."""
        return Stijl(pt, self.regel * pt / self.pt, self.is_vet, self.kleur)


class Blad:
    """The content of one page, or of a layer of it."""

    def __init__(self, letters: Letters) -> None:
        """Start empty."""
        self._letters = letters
        self._ops: list[str] = []
        self._kleur = ""
        self.gebruikt: dict[str, Letter] = {}
        self.is_onleesbaar = False

    def inhoud(self) -> bytes:
        """The operators, as a stream that leaves the graphics state as it found it."""
        return ("q\n" + "\n".join(self._ops) + "\nQ").encode("ascii")

    def schoon(self, tekst: str, max_tekens: int = 4000) -> str:
        """Return the text as one printable line."""
        uit = schoon(tekst, self._letters.tekens, max_tekens)
        if ONBEKEND in uit and ONBEKEND not in tekst:
            self.is_onleesbaar = True
        return uit

    def _letter(self, stijl: Stijl) -> Lettertype:
        return self._letters.vet if stijl.is_vet else self._letters.gewoon

    def breedte(self, tekst: str, stijl: Stijl) -> float:
        """The width in mm of a cleaned text."""
        breedtes = self._letter(stijl).voor(tekst).breedtes
        return sum([breedtes[t] for t in tekst]) * stijl.pt / 1000 / MM

    def _zet_kleur(self, kleur: str) -> None:
        if kleur != self._kleur:
            self._kleur = kleur
            self._ops.append(f"{kleur} rg")

    def tekst(self, x: float, y: float, tekst: str, stijl: Stijl, *, uitlijn: str = "L") -> None:
        """Write a cleaned text with its baseline at `y`; `uitlijn` L, R or C says what `x` is."""
        if not tekst:
            return
        lettertype = self._letter(stijl)
        letter = lettertype.voor(tekst)
        self.gebruikt[letter.naam] = letter
        if uitlijn != "L":
            x -= self.breedte(tekst, stijl) / (1 if uitlijn == "R" else 2)
        self._zet_kleur(stijl.kleur)
        codes = letter.codes
        if stijl.pt >= 12:
            tonen = _met_kerning(tekst, codes, lettertype.paren)
        else:
            tonen = f"<{''.join([codes[t] for t in tekst])}> Tj"
        self._ops.append(f"BT /{letter.naam} {stijl.pt:.4g} Tf {x * MM:.2f} {(HOOGTE_MM - y) * MM:.2f} Td {tonen} ET")

    def breek(self, tekst: str, breedte: float, stijl: Stijl) -> list[str]:
        """Break a cleaned text into lines of at most `breedte` mm: at spaces, within a word only if it is wider."""
        breedtes = self._letter(stijl).voor(tekst).breedtes
        maximum = breedte * MM * 1000 / stijl.pt
        if sum([breedtes[t] for t in tekst]) <= maximum:
            return [tekst] if tekst else []
        spatie = breedtes[" "]
        regels: list[str] = []
        regel, lengte = "", 0
        for woord in tekst.split():
            breed = sum([breedtes[t] for t in woord])
            if regel and lengte + spatie + breed <= maximum:
                regel, lengte = f"{regel} {woord}", lengte + spatie + breed
                continue
            if regel:
                regels.append(regel)
            while breed > maximum:
                kop, deel = "", 0
                for teken in woord:
                    if kop and deel + breedtes[teken] > maximum:
                        break
                    kop, deel = kop + teken, deel + breedtes[teken]
                regels.append(kop)
                woord, breed = woord[len(kop) :], breed - deel
                if not woord:
                    break
            regel, lengte = woord, breed
        return [*regels, regel] if regel else regels

    def pas(
        self, tekst: str | tuple[str, ...], breedte: float, stijl: Stijl, *, regels: int = 1, min_pt: float = 0
    ) -> tuple[list[str], Stijl, bool]:
        """Fit any text: as it is, else smaller (down to `min_pt`, also to keep a word whole), else cut with "…".

        A tuple is a text in parts ("street", "postcode town"): on one line if that fits, else each on its own, else
        wrapped.
        Returns the lines, the look they fit with, and whether something had to be left out.
        """
        delen = [d for d in map(self.schoon, (tekst,) if isinstance(tekst, str) else tekst) if d]
        geheel = ", ".join(delen)
        while True:
            gebroken = self.breek(geheel, breedte, stijl)
            if len(gebroken) > 1 and len(delen) > 1:
                per_deel = [regel for deel in delen for regel in self.breek(deel, breedte, stijl)]
                gebroken = per_deel if len(per_deel) <= regels else gebroken
            past = len(gebroken) <= regels
            kleinst = not min_pt or stijl.pt - 0.5 < min_pt
            if past and (kleinst or all(self.breedte(w, stijl) <= breedte for w in geheel.split())):
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
        for regel in gebroken:
            self.tekst(x, y, regel, stijl)
            y += stijl.regel / MM
        return y, is_afgekapt

    def lijn(self, x1: float, y1: float, x2: float, y2: float, *, pt: float = 0.4, kleur: str = LIJN) -> None:
        """Draw a line."""
        a, b = (HOOGTE_MM - y1) * MM, (HOOGTE_MM - y2) * MM
        self._ops.append(f"{kleur} RG {pt:.3g} w {x1 * MM:.2f} {a:.2f} m {x2 * MM:.2f} {b:.2f} l S")

    def kader(self, x: float, y: float, breedte: float, hoogte: float, *, pt: float = 0.4, kleur: str = LIJN) -> None:
        """Draw the outline of a box."""
        onder = (HOOGTE_MM - y - hoogte) * MM
        self._ops.append(f"{kleur} RG {pt:.3g} w {x * MM:.2f} {onder:.2f} {breedte * MM:.2f} {hoogte * MM:.2f} re S")

    def vlak(self, x: float, y: float, breedte: float, hoogte: float, *, kleur: str = ACCENT) -> None:
        """Draw a filled box."""
        self._zet_kleur(kleur)
        onder = (HOOGTE_MM - y - hoogte) * MM
        self._ops.append(f"{x * MM:.2f} {onder:.2f} {breedte * MM:.2f} {hoogte * MM:.2f} re f")

    def qr(self, x: float, y: float, zijde: float, tekst: str) -> None:
        """Draw a QR code without its quiet zone (the caller leaves 4 modules white around it), black, as one path."""
        modulen, pad = qr_pad(tekst)
        schaal = zijde * MM / modulen
        self._zet_kleur("0 0 0")
        self._ops.append(f"q {schaal:.4f} 0 0 {-schaal:.4f} {x * MM:.2f} {(HOOGTE_MM - y) * MM:.2f} cm {pad}f Q")


def _met_kerning(tekst: str, codes: dict[str, str], paren: dict[str, int]) -> str:
    """Write a text with the space between pairs of letters that the typeface asks for."""
    delen = ["[<", codes[tekst[0]]]
    for paar in pairwise(tekst):
        stap = paren.get("".join(paar))
        delen.append(f">{-stap}<{codes[paar[1]]}" if stap else codes[paar[1]])
    return "".join(delen) + ">] TJ"
