"""One sheet as it was read: text cells under the file's own column names, with the row number a person would see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from bpv_app.kernel import nummers
from bpv_app.kernel.codering import OnleesbaarBestand
from bpv_app.kernel.inlezen import Melding
from bpv_app.kernel.tekst import Tekst

RIJ = "__rij__"
MAX_KOLOMMEN = 400
MAX_RIJEN = 3_000_000
MAX_KOP = 120


@dataclass(frozen=True, slots=True)
class Blad:
    """`frame` has a column `RIJ` and one text column per column of the file. `kapot`: rows that could not be split."""

    frame: pl.DataFrame
    kolommen: tuple[str, ...]
    kapot: tuple[Melding, ...] = ()
    codering: str = ""
    scheiding: str = ""


def kolomnamen(kop: Sequence[str | None]) -> list[str]:
    """Names of the columns: cleaned, never empty, never double. Raises `OnleesbaarBestand` when there are too many."""
    if len(kop) > MAX_KOLOMMEN:
        raise OnleesbaarBestand(
            Tekst(
                f"Het bestand heeft {len(kop)} kolommen; hoogstens {MAX_KOLOMMEN} kan.",
                f"The file has {len(kop)} columns; at most {MAX_KOLOMMEN} is possible.",
            )
        )
    namen: list[str] = []
    gezien: set[str] = set()
    for i, ruw in enumerate(kop, start=1):
        basis = nummers.kort(ruw or "", MAX_KOP) or f"Kolom {i}"
        naam, n = basis, 2
        while naam.casefold() in gezien:
            naam, n = f"{basis} ({n})", n + 1
        gezien.add(naam.casefold())
        namen.append(naam)
    return namen


def te_veel_rijen(aantal: int) -> None:
    """Refuse a file with more rows than we can promise to handle."""
    if aantal > MAX_RIJEN:
        raise OnleesbaarBestand(
            Tekst(f"Het bestand heeft meer dan {MAX_RIJEN} rijen.", f"The file has more than {MAX_RIJEN} rows.")
        )
