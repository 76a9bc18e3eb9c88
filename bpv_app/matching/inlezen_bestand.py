"""One CSV file of the matching as text cells with their line numbers; every mistake is noted, none stops the reading.

Header in the first line, separator comma, semicolon or tab, UTF-8 with or without mark or an old Windows code page:
whatever a school's Excel saves. Cells are trimmed; an empty cell is null. A cell that our own output guarded against
spreadsheets (`'=1`) is read as what it was, so that a result can be read back.
"""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from bpv_app.kernel import nummers
from bpv_app.kernel.codering import VERVANGTEKEN, OnleesbaarBestand, decodeer
from bpv_app.kernel.tekst import Tekst

REGEL = "regel"
"""Column with the line in the file as a person counts it: the header is 1."""
_SCHEIDINGEN = (";", ",", "\t")
MAX_BYTES = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class InvoerFout:
    """One mistake. `regel` 0: the file as a whole."""

    bestand: str
    regel: int
    tekst: Tekst

    def in_taal(self, taal: str) -> str:
        plek = f"{self.bestand}:{self.regel}" if self.regel else self.bestand
        return f"{plek}: {self.tekst.in_taal(taal)}"


@dataclass(slots=True)
class Fouten:
    """Collects mistakes and remarks of all files."""

    fouten: list[InvoerFout] = field(default_factory=list)
    opmerkingen: list[InvoerFout] = field(default_factory=list)

    def weiger(self, bestand: str, regel: int, tekst: Tekst) -> None:
        self.fouten.append(InvoerFout(bestand, regel, tekst))

    def merk_op(self, bestand: str, tekst: Tekst) -> None:
        self.opmerkingen.append(InvoerFout(bestand, 0, tekst))

    def weiger_rijen(self, bestand: str, rijen: pl.DataFrame, tekst: Tekst, *velden: str) -> None:
        """The same mistake on each of `rijen`; `{}` in the text stands for the cells of `velden`."""
        for regel, *cellen in rijen.select(REGEL, *velden).iter_rows():
            kort = [nummers.kort("" if cel is None else str(cel), 40) for cel in cellen]
            self.weiger(bestand, regel, Tekst(tekst.nl.format(*kort), tekst.en.format(*kort)))

    def gesorteerd(self) -> list[InvoerFout]:
        """Each mistake once, by file and line."""
        return sorted(dict.fromkeys(self.fouten), key=lambda f: (f.bestand, f.regel))


@dataclass(frozen=True, slots=True)
class Bestand:
    """`frame` has REGEL and one text column per known column (all null when the file lacks it)."""

    naam: str
    frame: pl.DataFrame
    kolommen: frozenset[str]
    sha256: str


def _leeg(kolommen: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(schema={REGEL: pl.UInt32, **dict.fromkeys(kolommen, pl.String)})


def lees_bestand(
    pad: Path, verplicht: Sequence[str], mogelijk: Sequence[str], fouten: Fouten, *, mag_leeg: bool = False
) -> Bestand:
    """Read `pad`. What is wrong with it goes into `fouten`; what could be read comes back, maybe without rows."""
    naam = pad.name
    kolommen = [*verplicht, *mogelijk]
    inhoud = b""
    try:
        inhoud = lees_bytes(pad)
        tekst = decodeer(inhoud)[0]
    except OnleesbaarBestand as fout:
        fouten.weiger(naam, 0, fout.tekst)
        return Bestand(naam, _leeg(kolommen), frozenset(verplicht), hashlib.sha256(inhoud).hexdigest())
    sha = hashlib.sha256(inhoud).hexdigest()
    rauw = _splits(tekst, naam, verplicht, mogelijk, fouten)
    if rauw is None:
        return Bestand(naam, _leeg(kolommen), frozenset(verplicht), sha)
    frame = _schoon(rauw)
    for kolom in frame.columns[1:]:
        verboden = r"[\x00-\x08\x7f" if kolom == "reden" else r"[\x00-\x1f\x7f"
        kapot = frame.filter(pl.col(kolom).str.contains(verboden + VERVANGTEKEN + "]"))
        fouten.weiger_rijen(
            naam,
            kapot,
            Tekst(
                f"In {kolom} staat een teken dat niet te lezen is: {{}}.",
                f"In {kolom} is a character that cannot be read: {{}}.",
            ),
            kolom,
        )
    if not frame.height and not mag_leeg:
        fouten.weiger(
            naam, 0, Tekst("Onder de kolomnamen staan geen rijen.", "There are no rows below the column names.")
        )
    aanwezig = frozenset(frame.columns) - {REGEL}
    frame = frame.with_columns([pl.lit(None, dtype=pl.String).alias(k) for k in kolommen if k not in aanwezig])
    return Bestand(naam, frame.select(REGEL, *kolommen), aanwezig, sha)


def lees_bytes(pad: Path) -> bytes:
    """The bytes of a file. Raises OnleesbaarBestand with the reason."""
    try:
        if not pad.is_file():
            raise OnleesbaarBestand(
                Tekst("Dit bestand is er niet, of is geen gewoon bestand.", "This file is not there, or is no file.")
            )
        if pad.stat().st_size > MAX_BYTES:
            raise OnleesbaarBestand(Tekst("Dit bestand is groter dan 4 GB.", "This file is larger than 4 GB."))
        return pad.read_bytes()
    except OSError as fout:
        raise OnleesbaarBestand(
            Tekst(f"Dit bestand is niet te lezen ({fout.strerror}).", f"This file cannot be read ({fout.strerror}).")
        ) from None


def _splits(
    tekst: str, naam: str, verplicht: Sequence[str], mogelijk: Sequence[str], fouten: Fouten
) -> pl.DataFrame | None:
    """REGEL and the known columns as they stand in the file; None when the header is no use."""
    if "\r" in tekst:
        tekst = tekst.replace("\r\n", "\n").replace("\r", "\n")
    kop, _, rest = tekst.partition("\n")
    begin = 2
    scheiding = ""
    if kop.strip().strip('"').lower().startswith("sep=") and len(kop.strip().strip('"')) == 5:
        scheiding = kop.strip().strip('"')[4]
        kop, _, rest = rest.partition("\n")
        begin = 3
    scheiding = scheiding or max(_SCHEIDINGEN, key=kop.count)
    namen = [cel.strip().casefold() for cel in next(csv.reader([kop], delimiter=scheiding), [])]
    while namen and not namen[-1]:
        namen.pop()
    if not _check_kop(naam, namen, verplicht, mogelijk, fouten):
        return None
    breed = _snel(rest, begin, len(namen), scheiding)
    if breed is None:
        breed = _zorgvuldig(rest, begin, len(namen), scheiding, naam, fouten)
    bekend = {n: f"field_{i}" for i, n in enumerate(namen) if n in {*verplicht, *mogelijk}}
    return breed.select(REGEL, **{n: pl.col(veld) for n, veld in bekend.items()})


def _check_kop(naam: str, namen: list[str], verplicht: Sequence[str], mogelijk: Sequence[str], fouten: Fouten) -> bool:
    goed = True
    for kolom in verplicht:
        if kolom not in namen:
            fouten.weiger(naam, 1, Tekst(f"De kolom {kolom} ontbreekt.", f"The column {kolom} is missing."))
            goed = False
    for kolom in sorted({n for n in namen if n and namen.count(n) > 1}):
        fouten.weiger(
            naam,
            1,
            Tekst(
                f"De kolom {nummers.kort(kolom)} staat er twee keer.",
                f"The column {nummers.kort(kolom)} is there twice.",
            ),
        )
        goed = False
    vreemd = [nummers.kort(n) for n in namen if n and n not in {*verplicht, *mogelijk}]
    if vreemd:
        rij = ", ".join(vreemd)
        fouten.merk_op(naam, Tekst(f"Niet gebruikte kolommen: {rij}.", f"Columns that are not used: {rij}."))
    return goed


def _snel(rest: str, begin: int, breedte: int, scheiding: str) -> pl.DataFrame | None:
    """All lines at once, when no cell is quoted and each line has just the cells of the header; else None."""
    if '"' in rest:
        return None
    frame = pl.Series("lijn", rest.split("\n"), pl.String).to_frame().with_row_index(REGEL, offset=begin)
    frame = frame.filter(pl.col("lijn").str.strip_chars(f" {scheiding}") != "")
    if frame.select((pl.col("lijn").str.count_matches(scheiding, literal=True) != breedte - 1).any()).item():
        return None
    velden = [f"field_{i}" for i in range(breedte)]
    delen = pl.col("lijn").str.split_exact(scheiding, breedte - 1).struct.rename_fields(velden)
    return frame.select(REGEL, delen.alias("delen")).unnest("delen")


def _zorgvuldig(rest: str, begin: int, breedte: int, scheiding: str, naam: str, fouten: Fouten) -> pl.DataFrame:
    """Row by row, with quotes by the book; a row with more cells than the header is named and left out."""
    csv.field_size_limit(max(csv.field_size_limit(), len(rest) + 1))
    lezer = csv.reader(io.StringIO(rest, newline=""), delimiter=scheiding, strict=True)
    regels: list[int] = []
    rijen: list[list[str]] = []
    while True:
        regel = begin + lezer.line_num
        try:
            cellen = next(lezer, None)
        except csv.Error:
            fouten.weiger(
                naam,
                regel,
                Tekst(
                    "Een aanhalingsteken klopt niet; deze regel is niet te lezen.",
                    "A quotation mark is wrong; this line cannot be read.",
                ),
            )
            continue
        if cellen is None:
            break
        if not any(cel.strip() for cel in cellen):
            continue
        if any(cel.strip() for cel in cellen[breedte:]):
            fouten.weiger(
                naam,
                regel,
                Tekst(
                    f"Deze regel heeft {len(cellen)} cellen, de kop {breedte}.",
                    f"This line has {len(cellen)} cells, the header {breedte}.",
                ),
            )
            continue
        regels.append(regel)
        rijen.append((cellen + [""] * breedte)[:breedte])
    velden = {f"field_{i}": [rij[i] for rij in rijen] for i in range(breedte)}
    schema = {REGEL: pl.UInt32, **dict.fromkeys(velden, pl.String)}
    return pl.DataFrame({REGEL: regels, **velden}, schema=schema)


def _schoon(frame: pl.DataFrame) -> pl.DataFrame:
    """Trimmed, one way of writing accents, without the apostrophe against formulas, empty as null."""
    uit = []
    for kolom in frame.columns[1:]:
        cel = pl.col(kolom).str.strip_chars()
        if frame.select(pl.col(kolom).str.contains(r"[^\x00-\x7f]").any()).item():
            cel = cel.map_elements(lambda t: unicodedata.normalize("NFC", t).strip("\u200b\ufeff\xa0 "), pl.String)
        cel = cel.str.replace(r"^'([=+\-@])", "$1")
        uit.append(pl.when(cel != "").then(cel).alias(kolom))
    return frame.with_columns(uit)


def vind_dubbele(frame: pl.DataFrame, *kolommen: str) -> pl.DataFrame:
    """The rows whose `kolommen` stood in an earlier row too (nulls aside), with that row's line as `eerder`."""
    gevuld = frame.filter(pl.all_horizontal([pl.col(k).is_not_null() for k in kolommen]))
    if gevuld.select(
        pl.struct(kolommen).n_unique() if len(kolommen) > 1 else pl.col(kolommen[0]).n_unique()
    ).item() == (gevuld.height):
        return gevuld.clear().with_columns(eerder=pl.lit(None, dtype=pl.UInt32))
    met = gevuld.with_columns(eerder=pl.col(REGEL).min().over(kolommen))
    return met.filter(pl.col(REGEL) != pl.col("eerder"))
