"""Text people type, as it is stored: one kind of line end, nothing invisible. HTML stays the text it is."""

from __future__ import annotations

import unicodedata


def _mag_blijven(teken: str) -> bool:
    """Joiners hold emoji together; other invisible characters (control, direction, surrogates) can deceive or break."""
    return teken in "\n\u200c\u200d" or unicodedata.category(teken) not in {"Cc", "Cf", "Cs", "Cn", "Co"}


def schone_tekst(tekst: str) -> str:
    """Text as it is stored: one kind of line end, no invisible characters, at most one empty line in a row.

    HTML stays the text it is: screens never read it as HTML.
    """
    regels = tekst.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    samen = unicodedata.normalize("NFC", regels.replace("\t", " "))
    uit: list[str] = []
    for regel in "".join(t for t in samen if _mag_blijven(t)).split("\n"):
        kaal = regel.rstrip()
        if kaal or (uit and uit[-1]):
            uit.append(kaal)
    return "\n".join(uit).strip()


def schone_regel(tekst: str) -> str:
    """Text of one line."""
    return " ".join(schone_tekst(tekst).split())
