"""QR codes for every page, fast: segno needs 0.7 ms for one, which would be half of the time it takes to print a set of
16 pages.

With version, error correction, mask and length fixed, every module of a QR code is an XOR of the data bits
(Reed-Solomon over GF(2^8) is linear). Two characters of the alphanumeric set are one number of 11 bits (45 × first +
second), so a code is the code of "0000…" XOR, for every bit of every pair, the difference that this bit makes. segno
makes those differences once; the tests compare with segno.
"""

from __future__ import annotations

from functools import cache

import segno

_TEKENS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_WAARDE = {teken: plaats for plaats, teken in enumerate(_TEKENS)}
MAX_TEKENS = 61
_VERSIES = ((29, 2), (47, 3), (67, 4))  # up to so many characters with error correction Q
FOUTCORRECTIE = "Q"  # a quarter of the code may be unreadable
MASKER = 2  # any of the eight can be read; trying them all would cost five times as much


def qr_versie(lengte: int) -> int:
    """The size of the code for a text: version 2 has 25 modules per side, each next one four more."""
    return next(versie for maximum, versie in _VERSIES if lengte <= maximum)


def _segno(tekst: str) -> int:
    """The modules as one number, row after row, the first module in the highest bit."""
    code = segno.make(
        tekst,
        version=qr_versie(len(tekst)),
        error=FOUTCORRECTIE,
        boost_error=False,
        mask=MASKER,
        mode="alphanumeric",
        micro=False,
    )
    return int("".join("1" if module else "0" for rij in code.matrix for module in rij), 2)


@cache
def _basis(lengte: int) -> int:
    return _segno("0" * lengte)


@cache
def _verschil(lengte: int, plaats: int, bit: int) -> int:
    """What changes in the code when one bit of the pair (or the last single character) at `plaats` is set."""
    waarde = 1 << bit
    deel = _TEKENS[waarde] if plaats == lengte - 1 else _TEKENS[waarde // 45] + _TEKENS[waarde % 45]
    return _segno("0" * plaats + deel + "0" * (lengte - plaats - len(deel))) ^ _basis(lengte)


def maak_qr(tekst: str) -> tuple[int, int]:
    """Return modules per side and all modules as one number. ValueError for a character outside the alphanumeric set
    or a long text.
    """
    lengte = len(tekst)
    if not 1 <= lengte <= MAX_TEKENS or not _WAARDE.keys() >= set(tekst):
        raise ValueError("alleen 1 tot 61 hoofdletters, cijfers en $%*+-./: passen in deze QR-code")
    code = _basis(lengte)
    for plaats in range(0, lengte, 2):
        waarde = _WAARDE[tekst[plaats]]
        if plaats + 1 < lengte:
            waarde = 45 * waarde + _WAARDE[tekst[plaats + 1]]
        while waarde:
            laagste = waarde & -waarde
            code ^= _verschil(lengte, plaats, laagste.bit_length() - 1)
            waarde ^= laagste
    return 17 + 4 * qr_versie(lengte), code


@cache
def _stuk(x: int, modulen: int) -> str:
    """Eight modules of a row as rectangles with "y" for the row; at most 256 for every column of eight are kept."""
    delen = []
    bits = f"{modulen:08b}"
    begin = bits.find("1")
    while begin >= 0:
        eind = bits.find("0", begin)
        eind = 8 if eind < 0 else eind
        delen.append(f"{x + begin} y {eind - begin} 1 re ")
        begin = bits.find("1", eind)
    return "".join(delen)


def qr_pad(tekst: str) -> tuple[int, str]:
    """Return modules per side and the dark modules as PDF rectangles in module units, y downwards, as one path."""
    zijde, code = maak_qr(tekst)
    breed = (zijde + 7) // 8
    vulling = breed * 8 - zijde
    masker = (1 << zijde) - 1
    delen = []
    for y in range(zijde):
        rij = (code >> ((zijde - 1 - y) * zijde)) & masker
        stukken = [_stuk(plaats * 8, acht) for plaats, acht in enumerate((rij << vulling).to_bytes(breed, "big"))]
        delen.append("".join(stukken).replace("y", str(y)))
    return zijde, "".join(delen)
