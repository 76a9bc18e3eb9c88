"""The numbers of domain.md section 6, for everything that reads a file. python-stdnum checks where it has the check.

A BSN is recognised here for one reason only: so that it can be dropped (UAVG art. 46). Nothing may store or log one.
"""

from __future__ import annotations

import re
import unicodedata

from stdnum.nl import bsn as nl_bsn
from stdnum.nl import postcode as nl_postcode

BSN_VERWIJDERD = "[BSN verwijderd]"
MASKER = "•••"

_SCHEIDING = re.compile(r"[\s.\-]")
_NEGEN_CIJFERS = re.compile(r"\d{9}", re.ASCII)
_OPAAK = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,39}", re.ASCII)
# 9 digits, or digits grouped as people write a BSN (1112.22.333, 111 222 333); not inside a longer number.
_KANDIDAAT = re.compile(r"(?<!\d)(?:\d{9}|\d{4}[ .-]\d{2}[ .-]\d{3}|\d{3}[ .-]\d{3}[ .-]\d{3})(?!\d)", re.ASCII)
# Characters that hide or turn text around: bidi controls, zero-width ones, byte order mark, soft hyphen.
_ONZICHTBAAR = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def cijfers(tekst: str) -> str:
    """The number without spaces, dots and hyphens."""
    return _SCHEIDING.sub("", tekst)


def is_bsn(tekst: str) -> bool:
    """9 digits that pass the eleven test (weights 9 8 7 6 5 4 3 2 -1), not all zeros."""
    nummer = cijfers(tekst)
    return bool(_NEGEN_CIJFERS.fullmatch(nummer)) and nl_bsn.is_valid(nummer)


def is_onderwijsnummer(tekst: str) -> bool:
    """9 digits, the same weights, sum mod 11 = 5 (python-stdnum also wants it to begin with 10; our source not)."""
    nummer = cijfers(tekst)
    return bool(_NEGEN_CIJFERS.fullmatch(nummer)) and nl_bsn.checksum(nummer) == 5


def is_opake_sleutel(tekst: str) -> bool:
    """A mask a sender put in the place of a BSN or onderwijsnummer (`BSN1`): a letter first, so never a number."""
    return bool(_OPAAK.fullmatch(tekst)) and not any(is_bsn(deel) for deel in re.findall(r"\d{9}", tekst))


def is_brin(tekst: str) -> bool:
    """2 digits and 2 letters or digits, optionally 2 digits for the location."""
    return bool(re.fullmatch(r"\d{2}[A-Z0-9]{2}(\d{2})?", tekst.upper(), re.ASCII))


def is_crebo(tekst: str) -> bool:
    """5 digits."""
    return bool(re.fullmatch(r"\d{5}", tekst, re.ASCII))


def is_keuzedeel(tekst: str) -> bool:
    """K and 4 digits."""
    return bool(re.fullmatch(r"K\d{4}", tekst, re.ASCII))


def is_leerbedrijf_id(tekst: str) -> bool:
    """SBB: 9 digits, 100000000-999999999."""
    return bool(re.fullmatch(r"[1-9]\d{8}", tekst, re.ASCII))


def is_kvk(tekst: str) -> bool:
    """8 digits."""
    return bool(re.fullmatch(r"\d{8}", tekst, re.ASCII))


def schoon_postcode(tekst: str) -> str:
    """`2312AB` from `2312 ab`. Raises ValueError when it is no Dutch postcode."""
    if not nl_postcode.is_valid(tekst):
        raise ValueError("geen postcode")
    return str(nl_postcode.validate(tekst)).replace(" ", "")


def lees_kenmerk(tekst: str, voor: str) -> int | None:
    """The id in `student-12` (`voor` is `student-`); None for anything else."""
    nummer = tekst.removeprefix(voor)
    goed = nummer != tekst and nummer.isascii() and nummer.isdigit() and len(nummer) < 10
    return int(nummer) if goed else None


def zonder_bsn(tekst: str, vervanging: str = BSN_VERWIJDERD) -> str:
    """The text with everything that is a valid BSN replaced: for reports, logs and free text."""
    return _KANDIDAAT.sub(lambda m: vervanging if is_bsn(m.group()) else m.group(), tekst)


def schoon_tekst(tekst: str) -> str:
    """One line of readable text: NFC, no control characters, no characters that hide or turn text, single spaces."""
    zichtbaar = _ONZICHTBAAR.sub("", tekst)
    if not zichtbaar.isprintable():
        zichtbaar = "".join(c if c.isprintable() else " " for c in zichtbaar)
    return " ".join(unicodedata.normalize("NFC", zichtbaar).split())


def kort(tekst: str, lengte: int = 60) -> str:
    """A short piece of a cell for a report: readable, without BSN, never longer than `lengte`."""
    schoon = zonder_bsn(schoon_tekst(tekst[: lengte * 4]), MASKER)
    return schoon if len(schoon) <= lengte else schoon[: lengte - 1] + "…"
