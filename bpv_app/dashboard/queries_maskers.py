"""Which placements a figure counts, and which a choice is about: conditions on the columns of the frame."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from bpv_app.dashboard.rules_cijfers import Keuze, Per
from bpv_app.dashboard.rules_keuze import GEEN
from bpv_app.pok.rules import LOPEND, PokStatus

DRIE = 3
"""Joint conversations a placement should have had (Stagepact)."""
NORM_PROCENT = 80
"""Of the hours that belong to the days until today; with less a placement is behind. Our own choice."""
MAANDEN = 3
"""Whole months over which conversations per month are counted."""
_MET_PLAATS = sorted(s.value for s in (*LOPEND, PokStatus.AFGEROND))
WEG = sorted(s.value for s in (PokStatus.AFGEMELD, PokStatus.AFGEWEZEN, PokStatus.VERVANGEN))
KOLOM_VAN = {
    Per.TEAM: "team_id",
    Per.KLAS: "klas",
    Per.CREBO: "crebo",
    Per.LEERWEG: "leerweg",
    Per.BEGELEIDER: "begeleider_id",
    Per.JAAR: "jaar",
    Per.LEERBEDRIJF: "leerbedrijf_id",
}
GETAL = (Per.TEAM, Per.BEGELEIDER, Per.JAAR, Per.LEERBEDRIJF)
"""Groups that are a number; the others are text."""


def status_is(*welke: str) -> pl.Expr:
    """The last agreement has one of these statuses."""
    return pl.col("status").is_in(list(welke)).fill_null(value=False)


def begonnen(dag: date) -> pl.Expr:
    """Its start date was reached, and it was not withdrawn, refused or replaced."""
    heeft = pl.col("status").is_not_null() & ~status_is(*WEG)
    return heeft & (pl.col("begin_op") <= dag).fill_null(value=False) & (pl.col("aangemaakt_op") <= dag)


def _getekend(dag: date) -> pl.Expr:
    return (pl.col("getekend_op") <= dag).fill_null(value=False)


def _afgelopen(dag: date) -> pl.Expr:
    voorbij = (pl.col("eind_op") < dag).fill_null(value=False) | status_is(PokStatus.AFGEROND.value)
    return begonnen(dag) & voorbij


def _binnenkort(dag: date) -> pl.Expr:
    wanneer = pl.col("begin_op").is_between(dag, dag + timedelta(days=14)).fill_null(value=False)
    # What starts today is both: it has started, and it is the most urgent of what comes.
    return wanneer & ~_getekend(dag) & (pl.col("aangemaakt_op") <= dag)


def _lopend(dag: date) -> pl.Expr:
    return begonnen(dag) & ~_afgelopen(dag)


def _achter(dag: date) -> pl.Expr:
    """Approved minutes against the share of the agreed hours that belongs to the days before today; whole numbers."""
    geweest = (pl.lit(dag) - pl.col("begin_op")).dt.total_days()
    lengte = (pl.col("eind_op") - pl.col("begin_op")).dt.total_days() + 1
    te_weinig = pl.col("minuten") * 100 * lengte < pl.col("uren_doel") * 60 * NORM_PROCENT * geweest
    return _lopend(dag) & te_weinig.fill_null(value=False)


def _gehaald(dag: date) -> pl.Expr:
    return _afgelopen(dag) & (pl.col("uren_doel") > 0) & (pl.col("minuten") >= pl.col("uren_doel") * 60)


GEPLAATST = pl.col("leerbedrijf_id").is_not_null() & status_is(*_MET_PLAATS)
_OP_TIJD = (pl.col("getekend_op") <= pl.col("begin_op")).fill_null(value=False)

MASKERS: dict[str, Callable[[date], pl.Expr]] = {
    "stages": lambda _: pl.lit(value=True),
    "zonder_plaats": lambda _: ~GEPLAATST,
    "binnenkort": _binnenkort,
    "begonnen": begonnen,
    "ongetekend": lambda dag: begonnen(dag) & ~_getekend(dag),
    "op_tijd": lambda dag: begonnen(dag) & _getekend(dag) & _OP_TIJD,
    "te_laat": lambda dag: begonnen(dag) & _getekend(dag) & ~_OP_TIJD,
    "krd_geweigerd": lambda _: pl.col("krd_geweigerd"),
    "gesprek_te_laat": lambda _: pl.col("gesprekken_te_laat") > 0,
    "afgelopen": _afgelopen,
    "drie_gesprekken": lambda dag: _afgelopen(dag) & (pl.col("gesprekken_samen") >= DRIE),
    "niet_afgesloten": lambda dag: _afgelopen(dag) & ~status_is(PokStatus.AFGEROND.value),
    "geplaatst": lambda _: GEPLAATST,
    "lopend": _lopend,
    "gesprek_gehad": lambda dag: begonnen(dag) & (pl.col("gesprekken") > 0),
    "zonder_gesprek": lambda dag: begonnen(dag) & (pl.col("gesprekken") == 0),
    "uren_op_schema": lambda dag: _lopend(dag) & ~_achter(dag),
    "uren_achter": _achter,
    "uren_gehaald": _gehaald,
    "bij_vaste": lambda _: GEPLAATST & pl.col("eerder_bij_bedrijf"),
    "bij_nieuw": lambda _: GEPLAATST & ~pl.col("eerder_bij_bedrijf"),
    "zonder_erkenning": lambda _: pl.col("zonder_erkenning"),
}
"""Which rows a figure counts on a day. With an earlier day: as it was then, of the placements there are now."""


def groep_clause(per: Per, waarde: str) -> pl.Expr:
    """The rows of one group by the text an address has for it."""
    kolom = pl.col(KOLOM_VAN[per])
    if waarde == GEEN:
        return kolom.is_null() if per in GETAL else (kolom == "").fill_null(value=True)
    if per in GETAL:
        is_getal = waarde.isascii() and waarde.isdigit() and len(waarde) < 16
        return (kolom == int(waarde)).fill_null(value=False) if is_getal else pl.lit(value=False)
    return (kolom == waarde).fill_null(value=False)


def tussen(van: date | None, tot: date | None) -> list[pl.Expr]:
    """The placements that start (or, without a start, were made) between two days, inclusive."""
    begin = pl.col("peil_op")
    return [*([] if van is None else [begin >= van]), *([] if tot is None else [begin <= tot])]


def van_keuze(mijn: pl.DataFrame, keuze: Keuze, *, zonder_periode: bool = False) -> pl.DataFrame:
    """The rows a choice is about."""
    waar = [groep_clause(per, waarde) for per, waarde in keuze.waar]
    if keuze.team_id is not None:
        waar.append(pl.col("team_id") == keuze.team_id)
    if not zonder_periode:
        waar += tussen(keuze.van, keuze.tot)
        waar += [] if keuze.jaar is None else [pl.col("jaar") == keuze.jaar]
    return mijn.filter(pl.lit(value=True), *waar)
