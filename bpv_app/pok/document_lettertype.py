"""The typeface of the documents, embedded once and shared by every print of this process.

fpdf2 cuts and embeds a TrueType font in ~100 ms per file. A POK may not cost that much, so the fonts are cut once to a
fixed set of characters, and their PDF objects are kept. A fixed set also makes a print's bytes independent of what else
was printed. Two sets: `smal` (all Dutch, Turkish, Polish, … letters, in every file) and `ruim` (Vietnamese, Greek,
Cyrillic, loose accents; only in a file that needs it).
"""

from __future__ import annotations

import io
import string
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fpdf import FPDF

from bpv_app.pok.document_pdf import Groep, neem_groep

MAP = Path(__file__).parent / "lettertypen"
BESTANDEN = {"gewoon": "SourceSans3-Regular.ttf", "vet": "SourceSans3-Semibold.ttf"}
# fmt: off
_SMAL = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x192, 0x192), (0x218, 0x21B), (0x1E80, 0x1E85), (0x1E9E, 0x1E9E), (0x1EF2, 0x1EF3),
    (0x2010, 0x2026), (0x2030, 0x203A), (0x20AC, 0x20AC), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212),
    (0x25A1, 0x25A1), (0x2610, 0x2610), (0x2713, 0x2713),
)
_RUIM = (
    *_SMAL, (0x180, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x45F), (0x490, 0x4FF), (0x1E00, 0x1EFF),
    (0x2000, 0x22FF), (0x2500, 0x27BF),
)
# fmt: on
_MERK = {"G": "BPVGSM", "Gr": "BPVGRU", "V": "BPVVSM", "Vr": "BPVVRU"}
_GEKERND = string.ascii_letters + string.digits + " .,:-?!'’"


@dataclass(frozen=True, slots=True)
class Letter:
    """One embedded font: how a character is written in a page, how wide it is (1/1000 of the size)."""

    naam: str
    codes: dict[str, str]
    breedtes: dict[str, int]
    tekens: frozenset[str]
    groep: Groep


@dataclass(frozen=True, slots=True)
class Lettertype:
    """A weight in its two character sets, and its kerning (by pair, 1/1000 of the size)."""

    smal: Letter
    ruim: Letter
    paren: dict[str, int]

    def voor(self, tekst: str) -> Letter:
        """The smallest set that has every character of a cleaned text."""
        return self.smal if self.smal.tekens.issuperset(tekst) else self.ruim


@dataclass(frozen=True, slots=True)
class Letters:
    """Both weights, and all characters that can be printed."""

    gewoon: Lettertype
    vet: Lettertype
    tekens: frozenset[str]


_slot = threading.Lock()
_letters: list[Letters] = []


def laad_letters() -> Letters:
    """The fonts of this process; the first call takes about a second, later ones nothing."""
    with _slot:
        if not _letters:
            gewoon, vet = (_laad(soort) for soort in ("gewoon", "vet"))
            _letters.append(Letters(gewoon, vet, frozenset(gewoon.ruim.codes) & frozenset(vet.ruim.codes)))
        return _letters[0]


def _laad(soort: str) -> Lettertype:
    bestand = MAP / BESTANDEN[soort]
    letter = {"gewoon": "G", "vet": "V"}[soort]
    return Lettertype(_snijd(bestand, _SMAL, letter), _snijd(bestand, _RUIM, f"{letter}r"), _lees_paren(bestand))


def _snijd(bestand: Path, reeksen: tuple[tuple[int, int], ...], naam: str) -> Letter:
    """Let fpdf2 embed the font with all wanted characters in use, and take the font's objects out of that file."""
    pdf = FPDF()
    pdf.add_font("letter", "", bestand)
    pdf.set_font("letter", size=8)
    pdf.add_page()
    letter: Any = pdf.fonts["letter"]  # fpdf2's own view of the font: its characters, widths and codes
    tekens = [chr(c) for van, tot in reeksen for c in range(van, tot + 1) if c in letter.cmap]
    pdf.text(10, 10, "".join(tekens))
    codes = {teken: f"{letter.subset.pick(ord(teken)):04X}" for teken in tekens}
    breedtes = {teken: int(letter.cw[ord(teken)]) for teken in tekens}
    with pikepdf.open(io.BytesIO(bytes(pdf.output()))) as bron:
        (lettertype,) = bron.pages[0].Resources.Font.values()
        # Each subset gets a tag of its own: printers cache fonts by name.
        (kind,) = lettertype.DescendantFonts
        eigen = pikepdf.Name(f"/{_MERK[naam]}+{bestand.stem}")
        lettertype.BaseFont = kind.BaseFont = kind.FontDescriptor.FontName = eigen
        return Letter(naam, codes, breedtes, frozenset(tekens), neem_groep(lettertype))


def _lees_paren(bestand: Path) -> dict[str, int]:
    """The kerning of letters, digits and points: printed titles look wrong without ("To", "Wa")."""
    with TTFont(bestand, lazy=True) as letter:
        kaart = letter.getBestCmap()
        schaal = 1000 / letter["head"].unitsPerEm
        namen = {kaart[ord(t)]: t for t in _GEKERND}
        tabel = letter["GPOS"].table
        nummers = {
            n for f in tabel.FeatureList.FeatureRecord if f.FeatureTag == "kern" for n in f.Feature.LookupListIndex
        }
        paren: dict[str, int] = {}
        for nummer in sorted(nummers):
            for deel in tabel.LookupList.Lookup[nummer].SubTable:
                for links, rechts, stap in _paren(getattr(deel, "ExtSubTable", deel), namen):
                    # The first subtable that knows a pair decides (OpenType, lookup type 2).
                    paren.setdefault(namen[links] + namen[rechts], round(stap * schaal))
    return {paar: stap for paar, stap in paren.items() if stap}


def _paren(deel: Any, namen: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    """Walk one pair table of the font, by glyph (format 1) or by class (format 2)."""
    for plaats, links in enumerate(deel.Coverage.glyphs):
        if links not in namen:
            continue
        if deel.Format == 1:
            for paar in deel.PairSet[plaats].PairValueRecord:
                if paar.SecondGlyph in namen and paar.Value1 is not None:
                    yield links, paar.SecondGlyph, getattr(paar.Value1, "XAdvance", 0)
        else:
            rij = deel.Class1Record[deel.ClassDef1.classDefs.get(links, 0)].Class2Record
            for rechts in namen:
                waarde = rij[deel.ClassDef2.classDefs.get(rechts, 0)].Value1
                yield links, rechts, getattr(waarde, "XAdvance", 0)
