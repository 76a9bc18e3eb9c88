"""The search itself: it finds a word however it is packed, and finds nothing where there is nothing."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from email.message import EmailMessage
from urllib.parse import quote

import pytest
import xlsxwriter

from bpv_app.gesprek.document_verslag import maak_verslag
from tests.gesprek.test_document import _lang
from tests.lek.vinden import SCHOOL, ZORG, vind


def _zip(inhoud: bytes, naam: str = "a.txt") -> bytes:
    doel = io.BytesIO()
    with zipfile.ZipFile(doel, "w", zipfile.ZIP_DEFLATED) as delen:
        delen.writestr(naam, inhoud)
    return doel.getvalue()


def _xlsx(tekst: str) -> bytes:
    doel = io.BytesIO()
    with xlsxwriter.Workbook(doel) as boek:
        boek.add_worksheet().write_string(3, 2, tekst)
    return doel.getvalue()


def _mail(tekst: str, bijlage: bytes = b"") -> bytes:
    bericht = EmailMessage()
    bericht["Subject"], bericht["Message-ID"] = "Een onderwerp", "<a@b>"
    bericht.set_content(tekst + "\né", cte="base64")
    if bijlage:
        bericht.add_attachment(bijlage, maintype="application", subtype="zip", filename="a.zip")
    return bericht.as_bytes()


WOORD = f"Dit is {SCHOOL} en meer."
VERPAKT: dict[str, object] = {
    "text": WOORD,
    "small letters": WOORD.lower(),
    "bytes": WOORD.encode(),
    "json": json.dumps({"é": [WOORD]}),
    "json with numbers": "".join(f"\\u{ord(c):04x}" for c in WOORD),
    "html": "".join(f"&#{ord(c)};" for c in WOORD),
    "an address": quote(WOORD),
    "base64": base64.urlsafe_b64encode(WOORD.encode()),
    "gzip": gzip.compress(WOORD.encode()),
    "zip": _zip(WOORD.encode()),
    "the name of a file": _zip(b"", f"{SCHOOL}.txt"),
    "zip in zip": _zip(_zip(WOORD.encode())),
    "xlsx": _xlsx(WOORD),
    "xlsx in zip": _zip(_xlsx(WOORD)),
    "pdf": maak_verslag(_lang(bedrijf=WOORD)),
    "mail": _mail(WOORD),
    "attachment of a mail": _mail("Niets.", _zip(WOORD.encode())),
    "rows": [("a", {"b": WOORD})],
}


@pytest.mark.parametrize("hoe", VERPAKT)
def test_the_search_finds_a_word_however_it_is_packed(hoe: str) -> None:
    assert vind(VERPAKT[hoe]) == {SCHOOL}


@pytest.mark.parametrize("inhoud", ["", b"", b"PK\x03\x04", "Kanarie", _zip(b"niets"), _xlsx("niets"), None, 3])
def test_the_search_finds_nothing_where_there_is_nothing(inhoud: object) -> None:
    assert vind(inhoud) == set()
    assert vind(f"{ZORG}{inhoud!r}") == {ZORG}
