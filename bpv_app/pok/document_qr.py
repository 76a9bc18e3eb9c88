"""The QR code at the foot of every page."""

from __future__ import annotations

import re

import segno

FOUTCORRECTIE = "Q"  # a quarter of the code may be unreadable
_STROOK = re.compile(rb"\x01+")
MASKER = 2  # any of the eight can be read; trying them all would cost five times as much


def maak_qr(tekst: str) -> tuple[bytearray, ...]:
    """Return the modules, row after row, 1 is dark. ValueError when the text does not fit in a code of this kind."""
    code = segno.make(tekst, error=FOUTCORRECTIE, boost_error=False, mask=MASKER, mode="alphanumeric", micro=False)
    return tuple(code.matrix)


def list_stroken(modulen: tuple[bytearray, ...]) -> list[tuple[int, int, int]]:
    """The dark modules as strips: x and y of the first, and how many stand next to each other."""
    return [(een.start(), y, len(een[0])) for y, rij in enumerate(modulen) for een in _STROOK.finditer(rij)]
