"""CSV as schools export it: separator and header are found, a broken row is named and costs only itself."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import polars as pl

from bpv_app.kernel import nummers
from bpv_app.kernel.codering import OnleesbaarBestand, decodeer
from bpv_app.kernel.inlezen import Melding
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.bestand.blad import RIJ, Blad, kolomnamen, te_veel_rijen

SCHEIDINGEN = (";", ",", "\t", "|")
MAX_DOORLOOP = 20
"""A quoted cell may run over this many lines; longer means the quote was never closed."""
MAX_CEL = 1_000_000

_SEP_REGEL = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_TUSSEN_QUOTES = re.compile(r'"[^"]*"')


def vind_scheiding(regels: list[str]) -> str:
    """The separator that splits the first lines most evenly. Raises `OnleesbaarBestand` when there is none."""
    proef = [_TUSSEN_QUOTES.sub("", r) for r in regels if r.strip()][:30]
    beste, beste_score = "", 0.0
    for teken in SCHEIDINGEN:
        aantallen = [r.count(teken) for r in proef]
        vaakst = max(set(aantallen), key=lambda a: (aantallen.count(a), a), default=0)
        if vaakst:
            score = aantallen.count(vaakst) / len(aantallen) + min(vaakst, 50) / 1000
            if score > beste_score:
                beste, beste_score = teken, score
    if not beste:
        raise OnleesbaarBestand(
            Tekst(
                "Er is geen scheidingsteken gevonden (; , | of tab), dus geen kolommen.",
                "No separator was found (; , | or tab), so there are no columns.",
            )
        )
    return beste


def _splits(regel: str, scheiding: str) -> list[str]:
    return next(csv.reader([regel], delimiter=scheiding), [])


def _vind_kop(regels: list[str], scheiding: str) -> int:
    """Index of the header line: the first with at least two filled cells (a title above it has one)."""
    for i, regel in enumerate(regels[:50]):
        if sum(1 for cel in _splits(regel, scheiding) if cel.strip()) >= 2:
            return i
    raise OnleesbaarBestand(Tekst("Er is geen regel met kolomnamen gevonden.", "No line with column names was found."))


def lees_csv(inhoud: bytes) -> Blad:
    """Read a CSV file. Row numbers are line numbers in the file. Raises `OnleesbaarBestand` for the file as a whole."""
    tekst, codering = decodeer(inhoud)
    csv.field_size_limit(max(csv.field_size_limit(), len(tekst) + 1))
    begin = tekst[:200_000].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    voorspel = 0
    scheiding = ""
    if begin and (treffer := _SEP_REGEL.fullmatch(begin[0])):
        scheiding, voorspel = treffer.group(1), 1
    scheiding = scheiding or vind_scheiding(begin)
    kop = voorspel + _vind_kop(begin[voorspel:], scheiding)
    namen = kolomnamen(_splits(begin[kop], scheiding))
    heel_gewoon = "\r" not in tekst.replace("\r\n", "") and begin[kop].count('"') % 2 == 0
    frame = _snel(tekst, kop, namen, scheiding) if heel_gewoon else None
    kapot: tuple[Melding, ...] = ()
    if frame is None:
        frame, kapot = _zorgvuldig(tekst, kop, namen, scheiding)
    if not frame.height and not kapot:
        raise OnleesbaarBestand(
            Tekst("Onder de kolomnamen staan geen rijen.", "There are no rows below the column names.")
        )
    return Blad(frame, tuple(namen), kapot, codering, scheiding)


def _snel(tekst: str, kop: int, namen: list[str], scheiding: str) -> pl.DataFrame | None:
    """The quick way, in one go; None when a row needs care (odd quotes, blank lines, too many cells)."""
    rest = tekst.split("\n", kop + 1)[kop + 1] if tekst.count("\n") > kop else ""
    rest = rest.rstrip("\r\n")
    if not rest.strip() or "\n\n" in rest or "\n\r\n" in rest:
        return None
    te_veel_rijen(rest.count("\n"))
    if '"' in rest and any(regel.count('"') % 2 for regel in rest.split("\n")):
        return None
    try:
        frame = pl.read_csv(
            rest.encode("utf-8", "replace"),
            separator=scheiding,
            has_header=False,
            schema=dict.fromkeys(namen, pl.String),
            quote_char='"',
        )
    except pl.exceptions.PolarsError:
        return None
    if frame.height != rest.count("\n") + 1:
        return None
    return frame.with_row_index(RIJ, offset=kop + 2)


def _is_heel(stuk: str, scheiding: str) -> bool:
    """Whether joined lines are one row by the book: quotes closed, and a separator right behind each."""
    try:
        return (
            stuk.count('"') % 2 == 0
            and len(list(csv.reader(io.StringIO(stuk, newline=""), delimiter=scheiding, strict=True))) == 1
        )
    except csv.Error:
        return False


def _records(tekst: str, vanaf: int, scheiding: str, breedte: int) -> Iterator[tuple[int, str]]:
    """Lines with their number. Lines inside a quoted cell are joined, unless the quote is never closed.

    A following line that could be a whole row by itself is no part of a cell: then the quote is the mistake, and only
    its own row suffers.
    """
    regels = tekst.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    i = vanaf
    while i < len(regels):
        stuk, nummer, j = regels[i], i + 1, i + 1
        while stuk.count('"') % 2 and j < min(len(regels), i + MAX_DOORLOOP):
            heel = regels[j].count('"') % 2 == 0 and regels[j].count(scheiding) >= breedte - 1
            if heel or len(stuk) > MAX_CEL:
                break
            stuk, j = f"{stuk}\n{regels[j]}", j + 1
        if j > i + 1 and not _is_heel(stuk, scheiding):
            yield nummer, regels[i]
            i += 1
        else:
            yield nummer, stuk
            i = j


def _zorgvuldig(tekst: str, kop: int, namen: list[str], scheiding: str) -> tuple[pl.DataFrame, tuple[Melding, ...]]:
    """Row by row: what cannot be split into the columns of the header is named and left out."""
    goed: list[list[str]] = []
    nummers_: list[int] = []
    kapot: list[Melding] = []
    breedte = len(namen)
    for nummer, regel in _records(tekst, kop + 1, scheiding, breedte):
        if not regel.strip():
            continue
        if regel.count('"') % 2:
            reden = Tekst("Een aanhalingsteken is niet gesloten.", "A quotation mark is not closed.")
            kapot.append(Melding(nummer, reden, "", nummers.kort(regel)))
            continue
        cellen = next(csv.reader(io.StringIO(regel, newline=""), delimiter=scheiding), [])
        teveel = [c for c in cellen[breedte:] if c.strip()]
        if teveel:
            reden = Tekst(
                f"Deze rij heeft {len(cellen)} cellen, de kop {breedte}.",
                f"This row has {len(cellen)} cells, the header {breedte}.",
            )
            kapot.append(Melding(nummer, reden, "", nummers.kort(regel)))
            continue
        goed.append((cellen + [""] * breedte)[:breedte])
        nummers_.append(nummer)
    te_veel_rijen(len(goed))
    frame = pl.DataFrame(goed, schema=dict.fromkeys(namen, pl.String), orient="row")
    frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
    return frame.insert_column(0, pl.Series(RIJ, nummers_, pl.UInt32)), tuple(kapot)
