"""Find a secret anywhere: in text, rows, dataclasses, ZIP, XLSX, PDF, mail with its attachments, encoded or compressed.

One place for every leak test. What is kept from others has a word of its own in the tests (a "kanarie"): these words
occur nowhere else, so wherever one is found, somebody can read what was kept from them.
"""

from __future__ import annotations

import base64
import binascii
import email
import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from functools import lru_cache
from urllib.parse import unquote_plus

import pypdfium2

SCHOOL = "Kanarieschool"
"""In an answer to a question that is for the school alone."""
ZORG = "Kanariezorg"
"""In a note of the zorgvierkant."""
MELDING = "Kanariemelding"
"""In what a student told the vertrouwenspersoon, and in what was answered."""
GEDEELD = "Kanariegedeeld"
"""In an answer that is shared: found where it may be read, or the search sees nothing."""
RELATIE = "Kanarierelatie"
"""In what the school says to itself about a company: why it is not suitable, a note."""
GEHEIM = frozenset({SCHOOL, ZORG, MELDING, RELATIE})
_B64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_DIEP = 4


def _uitgepakt(inhoud: bytes, diep: int) -> Iterator[bytes]:
    if inhoud.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(inhoud)) as delen:
                for naam in delen.namelist():
                    yield naam.encode()
                    yield from _bytes(delen.read(naam), diep - 1)
        except zipfile.BadZipFile:
            return
    elif inhoud.startswith(b"\x1f\x8b"):
        yield from _bytes(gzip.decompress(inhoud), diep - 1)
    elif inhoud.startswith(b"%PDF"):
        pdf = pypdfium2.PdfDocument(io.BytesIO(inhoud))
        yield json.dumps(pdf.get_metadata_dict()).encode()
        for pagina in pdf:
            yield pagina.get_textpage().get_text_range().encode(errors="replace")
        for stroom in re.findall(rb"stream\r?\n(.*?)endstream", inhoud, re.DOTALL):
            try:
                yield zlib.decompress(stroom)
            except zlib.error:
                continue


def _bericht(bericht: Message, diep: int) -> Iterator[bytes]:
    yield " ".join(str(w) for w in bericht.values()).encode(errors="replace")
    for deel in bericht.walk():
        inhoud = deel.get_payload(decode=True)
        if isinstance(inhoud, bytes):
            yield from _bytes(inhoud, diep - 1)


def _bytes(inhoud: bytes, diep: int = _DIEP) -> Iterator[bytes]:
    yield inhoud
    if diep <= 0:
        return
    yield from _uitgepakt(inhoud, diep)
    if re.match(rb"[A-Za-z-]+: ", inhoud) and b"\nMessage-ID:" in inhoud:
        yield from _bericht(email.message_from_bytes(inhoud), diep)
    if inhoud[:4] in (b"PK\x03\x04", b"%PDF"):
        return
    for gevonden in _B64.findall(inhoud):
        try:
            yield base64.urlsafe_b64decode(gevonden.rstrip(b"=") + b"=" * (-len(gevonden.rstrip(b"=")) % 4))
        except (binascii.Error, ValueError):
            continue


def leesbaar(inhoud: object) -> str:
    """Everything somebody could read in it, as one text without the ways in which it was written down."""
    return _leesbaar(inhoud if isinstance(inhoud, bytes) else str(inhoud).encode(errors="replace"))


@lru_cache(maxsize=4096)
def _leesbaar(ruw: bytes) -> str:
    tekst = "\n".join(deel.decode(errors="replace") for deel in _bytes(ruw))
    ontsnapt = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), tekst)
    return "\n".join({tekst, ontsnapt, html.unescape(ontsnapt), unquote_plus(tekst)})


def vind(inhoud: object, woorden: Iterable[str] = GEHEIM) -> frozenset[str]:
    """The secrets that can be read in it, however it was written down."""
    gelezen = leesbaar(inhoud).casefold()
    return frozenset(w for w in woorden if w.casefold() in gelezen)


@dataclass(frozen=True, slots=True)
class Gevonden:
    """A secret that came out: by which way, to whom."""

    kanaal: str
    wie: str
    geheim: str
