"""XLSX from outside: looked at before it is opened, because a small file can hold a bomb.

Checked first: real unpacked size, no document type or entities, no cell far away (a reader
makes room for the whole rectangle), no long text repeated a million times. Formulas give the value the file remembers.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import IO

import fastexcel
import polars as pl

from bpv_app.kernel.codering import OnleesbaarBestand
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.bestand.blad import MAX_KOLOMMEN, RIJ, Blad, kolomnamen

MAX_UITGEPAKT = 256 * 1024 * 1024
"""Bytes of XML in the whole file."""
MAX_DELEN = 2_000
MAX_CELLEN = 12_000_000
"""Rectangle of the largest sheet."""
MAX_TEKST = 1_200_000_000
"""Characters when every cell held the longest text."""
_KORT = 100

_VERWIJZING = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]{0,9})(\d{0,9})\s*["']""")
_BREED = re.compile(rb"""\sr\s*=\s*["']\s*[A-Za-z]{2}""")
_HOOG = re.compile(rb"""\sr\s*=\s*["']\s*[A-Za-z]{0,9}\d{6}""")
_LANG = re.compile(rb">([^<]{100,})")


def _gevaarlijk(nl: str, en: str) -> OnleesbaarBestand:
    return OnleesbaarBestand(
        Tekst(f"Dit Excelbestand wordt niet geopend: {nl}.", f"This Excel file is not opened: {en}.")
    )


@dataclass(frozen=True, slots=True)
class _Maat:
    """What a part of the file would need when it is read: rectangle, cells with a value, longest text (bytes)."""

    rechthoek: int
    cellen: int
    langste: int


def _kolom(letters: bytes) -> int:
    nummer = 0
    for letter in letters.upper():
        nummer = nummer * 26 + letter - 64
    return nummer


def _rechthoek(xml: bytes) -> int:
    """Cells in the rectangle around everything; exact only when a rough bound is not small enough."""
    if not _BREED.search(xml) and not _HOOG.search(xml):
        return 26 * 99_999
    kolommen, rijen = {b"A"}, {1}
    for letters, cijfers in set(_VERWIJZING.findall(xml)):
        kolommen.add(letters)
        rijen.add(int(cijfers or b"0"))
    return max(map(_kolom, kolommen)) * max(rijen)


def _meet(deel: IO[bytes], ruimte: int, *, is_blad: bool) -> tuple[_Maat, int]:
    """Measure one part of the file; returns the measure and its real size. Raises beyond `ruimte` bytes."""
    xml = deel.read(ruimte + 1)
    if len(xml) > ruimte:
        raise _gevaarlijk("uitgepakt is het veel te groot", "unpacked it is far too large")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"<![CDATA[" in xml:
        raise _gevaarlijk("er staat een documenttype of entiteit in", "it holds a document type or entity")
    langste = max((len(t) for t in _LANG.findall(xml)), default=_KORT)
    return _Maat(
        _rechthoek(xml) if is_blad else 0, xml.count(b"<v") + xml.count(b":v") + xml.count(b"<is"), langste
    ), len(xml)


def controleer_xlsx(inhoud: bytes) -> None:
    """Raises `OnleesbaarBestand` when opening the file could hurt, or when it is no XLSX at all."""
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as archief:
            delen = archief.infolist()
            if len(delen) > MAX_DELEN:
                raise _gevaarlijk("het bestaat uit te veel delen", "it has too many parts")
            if "xl/workbook.xml" not in {d.filename.lower() for d in delen}:
                raise OnleesbaarBestand(
                    Tekst("Dit is geen Excelbestand (.xlsx).", "This is not an Excel file (.xlsx).")
                )
            ruimte, cellen, langste = MAX_UITGEPAKT, 0, 0
            for deel in delen:
                if deel.flag_bits & 1:
                    raise _gevaarlijk("het is met een wachtwoord beveiligd", "it is protected by a password")
                if deel.file_size > ruimte:
                    raise _gevaarlijk("uitgepakt is het veel te groot", "unpacked it is far too large")
                is_blad = "sheets/" in deel.filename.lower()
                with archief.open(deel) as stroom:
                    maat, grootte = _meet(stroom, ruimte, is_blad=is_blad)
                ruimte -= grootte
                if is_blad:
                    if maat.rechthoek > MAX_CELLEN:
                        raise _gevaarlijk("het blad is te groot", "the sheet is too large")
                    cellen = max(cellen, maat.cellen)
                if deel.filename.lower().endswith(".xml"):
                    langste = max(langste, maat.langste)
            if cellen * langste > MAX_TEKST:
                raise _gevaarlijk(
                    f"een cel bevat een heel lange tekst ({langste} tekens); haal die kolom weg of bewaar als CSV",
                    f"a cell holds a very long text ({langste} characters); remove that column or save as CSV",
                )
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as fout:
        raise OnleesbaarBestand(Tekst("Dit Excelbestand is beschadigd.", "This Excel file is damaged.")) from fout


def lees_xlsx(inhoud: bytes) -> Blad:
    """Read the first sheet that holds something. Raises `OnleesbaarBestand` for the file as a whole."""
    controleer_xlsx(inhoud)
    try:
        boek = fastexcel.read_excel(inhoud)
        ruw = pl.DataFrame()
        for naam in boek.sheet_names:
            ruw = boek.load_sheet(naam, header_row=None, skip_rows=0, dtypes="string").to_polars()
            if ruw.height:
                break
    except fastexcel.FastExcelError as fout:
        raise OnleesbaarBestand(
            Tekst("Dit Excelbestand is niet te lezen.", "This Excel file cannot be read.")
        ) from fout
    if not ruw.height:
        raise OnleesbaarBestand(Tekst("Het bestand is leeg.", "The file is empty."))
    kop = -1
    for i, rij in enumerate(ruw.head(50).iter_rows()):
        if sum(1 for cel in rij if cel and cel.strip()) >= 2:
            kop = i
            break
    if kop < 0:
        raise OnleesbaarBestand(Tekst("Er is geen rij met kolomnamen gevonden.", "No row with column names was found."))
    namen_ruw = list(ruw.row(kop))
    while (
        namen_ruw and not (namen_ruw[-1] or "").strip() and ruw.to_series(len(namen_ruw) - 1).slice(kop).is_null().all()
    ):
        namen_ruw.pop()
    if len(namen_ruw) > MAX_KOLOMMEN:
        kolomnamen(namen_ruw)
    namen = kolomnamen(namen_ruw)
    frame = ruw.select(pl.nth(*range(len(namen)))).slice(kop + 1)
    frame.columns = namen
    frame = frame.with_row_index(RIJ, offset=kop + 2).filter(~pl.all_horizontal(pl.exclude(RIJ).is_null()))
    if not frame.height:
        raise OnleesbaarBestand(
            Tekst("Onder de kolomnamen staan geen rijen.", "There are no rows below the column names.")
        )
    return Blad(frame, tuple(namen), codering="xlsx")
