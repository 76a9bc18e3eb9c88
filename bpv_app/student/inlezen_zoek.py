"""The search text of many rows at once; gives exactly what `kernel.zoek.maak_zoektekst` gives for one."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from bpv_app.kernel.zoek import maak_zoektekst

_LENGTE = 600


def zoektekst_kolom(frame: pl.DataFrame, delen: Sequence[str | pl.Expr]) -> pl.Series:
    """Folded search text from the columns `delen`. Plain ASCII goes the fast way; the rest one by one."""
    kolommen = [pl.col(d) if isinstance(d, str) else d for d in delen]
    samen = frame.select(
        pl.concat_str([pl.when(k != "").then(k) for k in kolommen], separator=" ", ignore_nulls=True).alias("tekst")
    ).to_series()
    snel = samen.str.to_lowercase().str.replace_all(r"[\s\x1c-\x1f]+", " ").str.strip_chars(" ").str.slice(0, _LENGTE)
    moeilijk = samen.str.contains(r"[^\x20-\x7e]").fill_null(value=False)
    if not moeilijk.any():
        return snel.fill_null("")
    gevouwen = [
        maak_zoektekst(t, lengte=_LENGTE) if m else s
        for t, m, s in zip(samen.to_list(), moeilijk.to_list(), snel.to_list(), strict=True)
    ]
    return pl.Series("zoektekst", gevouwen, dtype=pl.String).fill_null("")
