"""Cells of the matching's files to values: numbers, dates, postcodes, licences. A bad cell is named, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from bpv_app.kernel import nummers
from bpv_app.kernel.tekst import Tekst
from bpv_app.ligging.rules_regio import REGIO_LIGGING
from bpv_app.matching.inlezen_bestand import Bestand, Fouten
from bpv_app.matching.rules_toelating import RegelFout, lees_rijbewijs, splits

_NL = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: 0?0:00(?::00)?)?$"
_ISO = r"^(\d{4}-\d{1,2}-\d{1,2})(?:[T ]00:00(?::00)?)?$"
_EERSTE_JAAR, _LAATSTE_JAAR = 1900, 2200
_GETAL = r"^[+-]?\d{1,15}$"


def _keur(
    bestand: Bestand, frame: pl.DataFrame, veld: str, waarde: pl.Expr, fouten: Fouten, tekst: Tekst
) -> pl.DataFrame:
    """Replace a text column by `waarde`; a filled cell that became null is a mistake."""
    if frame[veld].null_count() == frame.height:
        dtype = frame.clear().select(waarde.alias(veld)).schema[veld]
        return frame.with_columns(pl.lit(None, dtype=dtype).alias(veld))
    met = frame.with_columns(waarde.alias("__nieuw"))
    slecht = met.filter(pl.col(veld).is_not_null() & pl.col("__nieuw").is_null())
    fouten.weiger_rijen(bestand.naam, slecht, tekst, veld)
    return met.with_columns(pl.col("__nieuw").alias(veld)).drop("__nieuw")


def lees_getal(bestand: Bestand, frame: pl.DataFrame, veld: str, laag: int, hoog: int, fouten: Fouten) -> pl.DataFrame:
    """A whole number from `laag` to `hoog`."""
    kolom = pl.col(veld).str.replace(r"[.,]0{1,2}$", "")
    getal = pl.when(kolom.str.contains(_GETAL)).then(kolom).str.replace(r"^\+", "").cast(pl.Int64, strict=False)
    waarde = pl.when(getal.is_between(laag, hoog)).then(getal)
    return _keur(
        bestand,
        frame,
        veld,
        waarde,
        fouten,
        Tekst(
            f"In {veld} hoort een heel getal van {laag} tot en met {hoog}, niet {{}}.",
            f"In {veld} belongs a whole number from {laag} to {hoog}, not {{}}.",
        ),
    )


def lees_km(bestand: Bestand, frame: pl.DataFrame, veld: str, fouten: Fouten) -> pl.DataFrame:
    """Kilometres, 0 or more; a decimal comma is fine."""
    getal = pl.col(veld).str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    waarde = pl.when(getal.is_finite() & (getal >= 0)).then(getal)
    return _keur(
        bestand,
        frame,
        veld,
        waarde,
        fouten,
        Tekst(f"In {veld} horen kilometers, niet {{}}.", f"In {veld} belong kilometres, not {{}}."),
    )


def lees_datum(bestand: Bestand, frame: pl.DataFrame, veld: str, fouten: Fouten) -> pl.DataFrame:
    """A day as 2027-02-01 or 1-2-2027."""
    kolom = pl.col(veld)
    nl = pl.concat_str([kolom.str.extract(_NL, i) for i in (3, 2, 1)], separator="-")
    tekst = pl.coalesce(kolom.str.extract(_ISO, 1), nl)
    dag = tekst.str.to_date("%Y-%m-%d", strict=False)
    waarde = pl.when(dag.dt.year().is_between(_EERSTE_JAAR, _LAATSTE_JAAR)).then(dag)
    return _keur(
        bestand,
        frame,
        veld,
        waarde,
        fouten,
        Tekst(
            f"In {veld} hoort een datum (2027-02-01 of 1-2-2027), niet {{}}.",
            f"In {veld} belongs a date (2027-02-01 or 1-2-2027), not {{}}.",
        ),
    )


def check_volgorde(bestand: Bestand, frame: pl.DataFrame, eerste: str, laatste: str, fouten: Fouten) -> None:
    """`laatste` does not lie before `eerste`."""
    fouten.weiger_rijen(
        bestand.naam,
        frame.filter(pl.col(laatste) < pl.col(eerste)),
        Tekst(f"{laatste} ({{}}) ligt vóór {eerste} ({{}}).", f"{laatste} ({{}}) lies before {eerste} ({{}})."),
        laatste,
        eerste,
    )


def lees_postcode(bestand: Bestand, frame: pl.DataFrame, veld: str, fouten: Fouten) -> pl.DataFrame:
    """The four digits of `2312 AB` or `2312`."""
    plat = pl.col(veld).str.to_uppercase().str.replace_all(r"\s", "")
    pc4 = plat.str.extract(r"^([1-9]\d{3})(?:[A-Z]{2})?$", 1)
    waarde = pl.when(pc4.str.head(2).is_in(list(REGIO_LIGGING))).then(pc4)
    return _keur(
        bestand,
        frame,
        veld,
        waarde,
        fouten,
        Tekst(f"In {veld} hoort een postcode, niet {{}}.", f"In {veld} belongs a postcode, not {{}}."),
    )


def lees_woorden(
    bestand: Bestand,
    frame: pl.DataFrame,
    veld: str,
    lees: Callable[[str], Any],
    fouten: Fouten,
    tekst: Tekst,
    dtype: Any,
) -> pl.DataFrame:
    """A column of few different texts, each read once by `lees` (ValueError: a mistake)."""
    uniek = frame[veld].drop_nulls().unique().to_list()
    gelezen: dict[str, Any] = {}
    for woord in uniek:
        try:
            gelezen[woord] = lees(woord)
        except ValueError:
            gelezen[woord] = None
    tabel = pl.DataFrame(
        {veld: list(gelezen), "__nieuw": list(gelezen.values())}, schema={veld: pl.String, "__nieuw": dtype}
    )
    met = frame.join(tabel, on=veld, how="left", maintain_order="left")
    slecht = met.filter(pl.col(veld).is_not_null() & pl.col("__nieuw").is_null())
    fouten.weiger_rijen(bestand.naam, slecht, tekst, veld)
    return met.with_columns(pl.col("__nieuw").alias(veld)).drop("__nieuw").select(frame.columns)


def een_crebo(tekst: str) -> str:
    """Five digits. Raises ValueError."""
    plat = tekst.replace(" ", "")
    if not nummers.is_crebo(plat):
        raise ValueError(tekst)
    return plat


def crebos(tekst: str) -> list[str]:
    """Several crebos, sorted. Raises ValueError when one is none."""
    return sorted({een_crebo(deel) for deel in splits(tekst)})


def leerwegen(tekst: str) -> list[str]:
    """Several leerwegen in small letters, sorted."""
    return sorted({deel.casefold() for deel in splits(tekst)})


def rijbewijs(tekst: str) -> str:
    """The categories of a licence cell with spaces between, "" for none. Raises RegelFout."""
    gelezen = lees_rijbewijs(tekst)
    if gelezen is None:
        raise RegelFout(tekst)
    return " ".join(sorted(gelezen))


CREBO_FOUT = Tekst("In crebo hoort een crebo van 5 cijfers, niet {}.", "In crebo belongs a crebo of 5 digits, not {}.")
RIJBEWIJS_FOUT = Tekst(
    "In rijbewijs hoort ja, nee of een categorie (B, AM, BE …), niet {}.",
    "In rijbewijs belongs ja, nee or a category (B, AM, BE …), not {}.",
)
LEERWEG_FOUT = Tekst(
    "In leerweg hoort een leerweg (BOL, BBL …), niet {}.", "In leerweg belongs a route (BOL, BBL …), not {}."
)
