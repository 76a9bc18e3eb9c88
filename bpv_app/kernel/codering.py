"""From bytes to text: UTF-8 with or without mark, UTF-16, or the Windows code page of old exports. Plain Python."""

from __future__ import annotations

import codecs

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst

VERVANGTEKEN = "\ufffd"
"""What stands where a byte could not be read; a cell that holds one is refused."""

_BINAIR: dict[bytes, Tekst] = {
    b"%PDF": Tekst("Dit is een PDF", "This is a PDF"),
    b"PK\x03\x04": Tekst("Dit is een zip- of Excelbestand", "This is a zip or Excel file"),
    b"\xd0\xcf\x11\xe0": Tekst("Dit is een oud Excelbestand (.xls)", "This is an old Excel file (.xls)"),
    b"\x89PNG": Tekst("Dit is een afbeelding", "This is a picture"),
    b"\xff\xd8\xff": Tekst("Dit is een afbeelding", "This is a picture"),
    b"\x1f\x8b": Tekst("Dit is een ingepakt bestand", "This is a compressed file"),
    b"SQLite format 3": Tekst("Dit is een database", "This is a database"),
}


class OnleesbaarBestand(DomeinFout):
    """The file as a whole cannot be read."""

    http_status = 400

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("onleesbaar_bestand", tekst)


def _utf16(inhoud: bytes) -> str:
    """The encoding name when the text is UTF-16, marked or not; else an empty text."""
    if inhoud.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    begin = inhoud[:2000]
    if len(begin) >= 4:
        for codering, nullen in (("utf-16-le", begin[1::2]), ("utf-16-be", begin[0::2])):
            if nullen.count(0) * 10 >= len(nullen) * 8:
                return codering
    return ""


def decodeer(inhoud: bytes) -> tuple[str, str]:
    """The text and the name of its encoding.

    Valid UTF-8 is UTF-8. When it is not quite: mostly good multi-byte characters mean UTF-8 with a damaged spot,
    anything else the Windows code page. Unreadable bytes become `VERVANGTEKEN`. Raises
    OnleesbaarBestand for what is no text.
    """
    if not inhoud.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise OnleesbaarBestand(Tekst("Het bestand is leeg.", "The file is empty."))
    for magie, wat in _BINAIR.items():
        if inhoud.startswith(magie):
            raise OnleesbaarBestand(
                Tekst(f"{wat.nl}; hier hoort een tekstbestand.", f"{wat.en}; a text file is expected here.")
            )
    codering = _utf16(inhoud)
    if codering:
        return inhoud.decode(codering, "replace").removeprefix("\ufeff"), "utf-16"
    if inhoud[:10_000].count(0) * 20 > len(inhoud[:10_000]):
        raise OnleesbaarBestand(Tekst("Dit is geen tekstbestand.", "This is not a text file."))
    try:
        return inhoud.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    los = inhoud.decode("utf-8-sig", "replace")
    kapot = los.count(VERVANGTEKEN)
    goed = sum(1 for c in los if c > "\x7f") - kapot
    if goed > kapot:
        return los, "utf-8"
    return inhoud.decode("cp1252", "replace"), "cp1252"
