"""The QR code at the foot of every page."""

from __future__ import annotations

import re
from math import isqrt
from typing import Any

import zxingcpp

FOUTCORRECTIE = "Q"  # a quarter of the code may be unreadable
MASKER = 2  # any of the eight can be read; trying them all would cost four times as much
_ALFANUMERIEK = re.compile(r"[0-9A-Z $%*+./:-]+")  # any other character makes the code larger
_STROOK = re.compile(rb"\x00+")


def maak_qr(tekst: str) -> tuple[bytes, ...]:
    """The modules, row after row: 0 is dark, 255 light. ValueError when the text does not fit in such a code."""
    if not _ALFANUMERIEK.fullmatch(tekst):
        raise ValueError("no data for an alphanumeric code")
    code = zxingcpp.create_barcode(tekst, zxingcpp.BarcodeFormat.QRCode, ec_level=FOUTCORRECTIE, data_mask=MASKER)
    beeld: Any = code.to_image(scale=1, add_quiet_zones=False)  # a buffer, which its type does not say
    punten = bytes(beeld)
    breed = isqrt(len(punten))
    return tuple(punten[begin : begin + breed] for begin in range(0, len(punten), breed))


def list_stroken(modulen: tuple[bytes, ...]) -> list[tuple[int, int, int]]:
    """The dark modules as strips: x and y of the first, and how many stand next to each other."""
    breed = len(modulen) + 1  # a light module ends every row
    plaatsen = [een.span() for een in _STROOK.finditer(b"\xff".join(modulen))]
    return [(begin % breed, begin // breed, eind - begin) for begin, eind in plaatsen]
