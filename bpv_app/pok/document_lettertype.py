"""The typeface of the documents: embedded by fpdf2 once per process, shared by every print.

fpdf2 reads, cuts and embeds the TrueType files in a third of a second, more than a whole POK may cost. So one document
is made with every character that we print; its cut fonts go into every file, and prints are written with its codes for
the characters. The set of characters is fixed, which also makes a print's bytes independent of what else was printed.
Three sets: `smal` (all Dutch, Turkish, Polish, … letters, in every file), `ruim` (Vietnamese, Greek, Cyrillic, loose
accents) and `ver` (another typeface, which also has Arabic and Hebrew); the last two only in a file that needs them.
"""

from __future__ import annotations

import io
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from fpdf import FPDF

from bpv_app.pok.document_schrift import is_rechts, ontvorm
from bpv_app.pok.document_tekst import MAX_TEKENS, ONBEKEND, schoon

MAP = Path(__file__).parent / "lettertypen"
BESTANDEN = {
    "gewoon": "SourceSans3-Regular.ttf",
    "vet": "SourceSans3-Semibold.ttf",
    "gewoon-ver": "DejaVuSans.ttf",
    "vet-ver": "DejaVuSans-Bold.ttf",
}
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
_VER = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x345), (0x370, 0x3FF), (0x400, 0x45F), (0x490, 0x4FF), (0x590, 0x6FF),
    (0x1E00, 0x1EFF), (0x2010, 0x2026), (0x2030, 0x203A), (0x20AC, 0x20AC), (0x2122, 0x2122), (0x2190, 0x2193),
    (0x2212, 0x2212), (0x25A1, 0x25A1), (0x2610, 0x2610), (0x2713, 0x2713), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC),
)
# fmt: on
# By name in fpdf2, in the order of the resources /F1, /F2 …
_SNEDEN = {
    "gewoon": ("gewoon", _SMAL),
    "vet": ("vet", _SMAL),
    "gewoon-ruim": ("gewoon", _RUIM),
    "vet-ruim": ("vet", _RUIM),
    "gewoon-ver": ("gewoon-ver", _VER),
    "vet-ver": ("vet-ver", _VER),
}
FONTS = (("/F1", "/F2"), ("/F3", "/F4"), ("/F5", "/F6"))
"""The resources of the sets `smal`, `ruim` and `ver`."""
_MEET_PT = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Letter:
    """One embedded font: its name among the resources, and how wide its characters are (mm per point of its size)."""

    naam: str
    breedtes: dict[str, float]
    tekens: frozenset[str]
    stel: int
    """Which set: the place in FONTS."""
    codes: dict[str, str]
    """How a character is written in a page."""

    def codeer(self, tekst: str) -> str:
        """A text as the operand of `Tj`; KeyError when it was not cleaned."""
        codes = self.codes
        return f"({''.join([codes[teken] for teken in tekst])})"


@dataclass(frozen=True, slots=True)
class Lettertype:
    """A weight in its three character sets."""

    smal: Letter
    ruim: Letter
    ver: Letter

    def voor(self, tekst: str) -> Letter:
        """The smallest set that has every character of a text; KeyError when it was not cleaned."""
        for letter in (self.smal, self.ruim, self.ver):
            if letter.tekens.issuperset(tekst):
                return letter
        raise KeyError(tekst)


@dataclass(frozen=True, slots=True)
class Letters:
    """Both weights, and the document in which fpdf2 embedded them: what its one page uses is copied into every file.

    `tekens` are all characters of the sets `smal` and `ruim`, `tekens_ver` those of `ver`; a text is set with one of
    the two, so it may not mix what only one of them has.
    """

    gewoon: Lettertype
    vet: Lettertype
    tekens: frozenset[str]
    tekens_ver: frozenset[str]
    pdf: bytes

    def _stel(self, tekst: str) -> frozenset[str]:
        """The characters that a text is set with: those of `ver` as soon as something runs from right to left."""
        return self.tekens_ver if not tekst.isascii() and is_rechts(tekst) else self.tekens

    def schoon(self, tekst: str, max_tekens: int = MAX_TEKENS) -> str:
        """The text as one line that can be printed, in the order in which it is read."""
        return schoon(tekst, self._stel(tekst[:max_tekens]), max_tekens)

    def list_onbekend(self, tekst: str) -> list[str]:
        """The characters of a text for which "□" is printed, each once."""
        tekens = self._stel(tekst)
        return [t for t in dict.fromkeys(tekst) if t != ONBEKEND and ONBEKEND in schoon(t, tekens)]


_slot = threading.Lock()
_letters: list[Letters] = []


def laad_letters() -> Letters:
    """The fonts of this process; the first call takes about a second, later ones nothing."""
    with _slot:
        if not _letters:
            _letters.append(_laad())
        return _letters[0]


def _laad() -> Letters:
    """Embed the fonts with all wanted characters in use."""
    pdf = FPDF()
    for naam, (soort, reeksen) in _SNEDEN.items():
        pdf.add_font(naam, "", MAP / BESTANDEN[soort], unicode_range=reeksen)
    pdf.add_page()
    letters = [_meet(pdf, naam, plaats // 2) for plaats, naam in enumerate(_SNEDEN)]
    gewoon, vet = Lettertype(*letters[0::2]), Lettertype(*letters[1::2])
    return Letters(
        gewoon,
        vet,
        gewoon.ruim.tekens & vet.ruim.tekens,
        gewoon.ver.tekens & vet.ver.tekens,
        _merk(bytes(pdf.output())),
    )


def _meet(pdf: FPDF, naam: str, stel: int) -> Letter:
    """Use all characters of a font, in a fixed order, and take their widths."""
    font: Any = pdf.fonts[naam]
    tekens = [chr(code) for code in sorted(font.cmap)]
    pdf.set_font(naam, size=_MEET_PT)
    pdf.text(10, 10, "".join(tekens))
    breedtes = {teken: pdf.get_string_width(teken) / _MEET_PT for teken in tekens}
    codes = {teken: font.encode_text(teken)[1:-4] for teken in tekens}  # "(…) Tj"
    return Letter(FONTS[stel][naam.startswith("vet")], breedtes, frozenset(tekens), stel, codes)


_NAAR_LETTER = re.compile(rb"(?<=> )<(F[BDE][0-9A-F]{2})>", re.IGNORECASE)


def _zeg_letter(treffer: re.Match[bytes]) -> bytes:
    """The letter that a presentation form stands for: what a reader copies, searches and reads aloud."""
    letters = ontvorm(chr(int(treffer[1], 16)))
    if len(letters) > 1:  # lam with alef: readers take the form apart themselves, in the right order
        return treffer[0]
    return b"<" + letters.encode("utf-16-be").hex().upper().encode() + b">"


def _merk(inhoud: bytes) -> bytes:
    """Give each cut of a font a name of its own: printers cache fonts by name."""
    uit = io.BytesIO()
    with pikepdf.open(io.BytesIO(inhoud)) as pdf:
        for nummer, letter in enumerate(pdf.pages[0].Resources.Font.values()):
            (kind,) = letter.DescendantFonts
            naam = f"/BPVAA{'ABCDEF'[nummer]}+{str(letter.BaseFont).split('+')[1]}"
            letter.BaseFont = kind.BaseFont = kind.FontDescriptor.FontName = pikepdf.Name(naam)
            letter.ToUnicode.write(_NAAR_LETTER.sub(_zeg_letter, letter.ToUnicode.read_bytes()))
        pdf.save(uit, deterministic_id=True)
    return uit.getvalue()
