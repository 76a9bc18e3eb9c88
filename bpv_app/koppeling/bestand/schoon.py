"""Dropping BSNs on the way in: before a file is kept, shown, compared or logged, no cell of it is a BSN any more.

A column of BSNs becomes a column of pseudonyms, only good for linking. A BSN anywhere else in free text is struck out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import polars as pl

from bpv_app.kernel import nummers
from bpv_app.kernel.inlezen import Melding
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.bestand.blad import RIJ, Blad
from bpv_app.koppeling.bestand.rules import is_bsn_kolom
from bpv_app.koppeling.pseudoniem import bsn_pseudoniem

ONGELDIG = "ongeldig"
"""What stands in a BSN column where the number fails the eleven test."""
_PSEUDONIEM = re.compile(r"P[a-p]{24}")
_VERDACHT = (
    r"(?:^|[^0-9])[0-9]{3}[ .-]?[0-9][ .-]?[0-9]{2}[ .-]?[0-9]{3}(?:[^0-9]|$)|(?:^|[^0-9])[0-9]{3} [0-9]{3} [0-9]{3}"
)
_SLEUTELS = re.compile(r"onderwijsn|\bonr\b|\bpgn\b|persoonsgebonden|sleutel|\bkey\b", re.IGNORECASE)
_NUMMERS = re.compile(r"nummer|nr\b|\bid\b|\bsbb|code|kvk|telefoon|\btel\b|mobiel|gsm|phone", re.IGNORECASE)


def bsn_kolommen(blad: Blad) -> tuple[str, ...]:
    """Columns that hold BSNs, by name or by content."""
    return tuple(k for k in blad.kolommen if is_bsn_kolom(k, blad.frame[k].drop_nulls().head(500).to_list()))


def _pseudoniem(waarde: str | None) -> str | None:
    schoon = (waarde or "").strip()
    if not schoon:
        return None
    cijfers = nummers.cijfers(schoon).removesuffix(",0")
    if cijfers.isascii() and cijfers.isdigit() and len(cijfers) == 8:
        cijfers = f"0{cijfers}"  # a spreadsheet drops the leading zero
    if nummers.is_bsn(cijfers):
        return bsn_pseudoniem(cijfers)
    if _PSEUDONIEM.fullmatch(schoon) or nummers.is_opake_sleutel(schoon):
        return schoon
    if nummers.is_onderwijsnummer(cijfers):
        return cijfers
    return ONGELDIG


def _zonder_in_sleutel(waarde: str | None) -> str | None:
    """A key column may hold a BSN for one person and an onderwijsnummer for the next: only the first is replaced."""
    schoon = nummers.cijfers(waarde or "")
    return bsn_pseudoniem(schoon) if nummers.is_bsn(schoon) else waarde


def zonder_bsn(blad: Blad, bsn: Sequence[str] = ()) -> Blad:
    """The sheet with `bsn` columns turned into pseudonyms and BSNs in other text struck out.

    A column that holds numbers of its own (by its name: nummer, id, KvK …) keeps values that happen to pass the eleven
    test: one number in eleven does.
    """
    nieuw: list[pl.Series] = []
    for kolom in blad.kolommen:
        reeks = blad.frame[kolom]
        if kolom in bsn:
            nieuw.append(pl.Series(kolom, [_pseudoniem(w) for w in reeks.to_list()], dtype=pl.String))
        elif _SLEUTELS.search(kolom):
            nieuw.append(pl.Series(kolom, [_zonder_in_sleutel(w) for w in reeks.to_list()], dtype=pl.String))
        elif not _NUMMERS.search(kolom):
            verdacht = reeks.str.contains(_VERDACHT).fill_null(value=False)
            if verdacht.any():
                waarden = [
                    nummers.zonder_bsn(w) if v and w else w
                    for w, v in zip(reeks.to_list(), verdacht.to_list(), strict=True)
                ]
                nieuw.append(pl.Series(kolom, waarden, dtype=pl.String))
    if not nieuw:
        return blad
    return Blad(blad.frame.with_columns(nieuw), blad.kolommen, blad.kapot, blad.codering, blad.scheiding)


def als_bytes(blad: Blad, bsn: Sequence[str] = ()) -> bytes:
    """The sheet as it is kept between dry run and apply: a line about the file, then CSV with the original row numbers.

    Whoever calls this has taken the BSNs out.
    """
    kop = {
        "kolommen": blad.kolommen,
        "bsn": list(bsn),
        "codering": blad.codering,
        "scheiding": blad.scheiding,
        "kapot": [[m.regel, m.reden.nl, m.reden.en, m.veld, m.waarde] for m in blad.kapot],
    }
    return json.dumps(kop).encode() + b"\n" + blad.frame.write_csv(separator=";", include_header=False).encode()


def uit_bytes(inhoud: bytes) -> tuple[Blad, tuple[str, ...]]:
    """The sheet out of `als_bytes`, and which columns held BSNs. Raises ValueError or KeyError for anything else."""
    kop, csv = inhoud.split(b"\n", 1)
    gegevens = json.loads(kop)
    kolommen = tuple(gegevens["kolommen"])
    schema = {RIJ: pl.UInt32, **dict.fromkeys(kolommen, pl.String)}
    frame = pl.read_csv(csv, separator=";", has_header=False, schema=schema) if csv else pl.DataFrame(schema=schema)
    kapot = tuple(Melding(r, Tekst(nl, en), veld, waarde) for r, nl, en, veld, waarde in gegevens["kapot"])
    return Blad(frame, kolommen, kapot, gegevens["codering"], gegevens["scheiding"]), tuple(gegevens["bsn"])
