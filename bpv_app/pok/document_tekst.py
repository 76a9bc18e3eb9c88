"""Make any text printable: hostile, huge or simply pasted from somewhere."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from bpv_app.pok.document_schrift import vorm

# No field of an agreement is longer; what lies behind it is not looked at, so 5 MB costs as much as this.
MAX_TEKENS = 4000
MAX_ACCENTEN = 2  # loose accents on one letter: more are a prank
ONBEKEND = "□"  # printed where the font has no such character
# Line and paragraph separators and controls become a space; format characters (bidi overrides, zero-width) disappear.
_SPATIE = frozenset({"Cc", "Zs", "Zl", "Zp"})
_WEG = frozenset({"Cf", "Cs", "Co", "Cn"})
_ACCENT = frozenset({"Mn", "Me"})


def schoon(tekst: str, tekens: frozenset[str], max_tekens: int = MAX_TEKENS) -> str:
    """Return `tekst` as one line that can be printed with the characters of a font (`tekens`).

    NFC, so a letter and its accent become one character; Arabic letters get the form their neighbours ask for; control,
    bidi and private characters go; runs of other space become one (two plain spaces stay, as in a post address); a
    character that the font lacks becomes its compatible letters or `□`.
    """
    kort = tekst[:max_tekens]
    if kort.isascii() and kort.isprintable():
        return kort.strip()
    return _schoon(kort, tekens)


# Most texts are the same in every print.
@lru_cache(maxsize=1024)
def _schoon(kort: str, tekens: frozenset[str]) -> str:
    uit: list[str] = []
    accenten = 0
    for teken in vorm(unicodedata.normalize("NFC", kort)):
        soort = unicodedata.category(teken)
        accenten = accenten + 1 if soort in _ACCENT else 0
        if soort in _SPATIE:
            if not uit or uit[-1] != " " or teken == " ":
                uit.append(" ")
        elif soort not in _WEG and accenten <= MAX_ACCENTEN:
            uit.append(teken if teken in tekens else _vervang(teken, soort, tekens))
    return "".join(uit).strip()


def _vervang(teken: str, soort: str, tekens: frozenset[str]) -> str:
    """Full-width letters, ligatures and such become plain letters; a loose mark nothing; anything else a box."""
    gewoon = unicodedata.normalize("NFKC", teken)
    if gewoon != teken and all(t in tekens for t in gewoon):
        return gewoon
    return "" if soort in _ACCENT else ONBEKEND
