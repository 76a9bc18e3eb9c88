"""Taking over a file of werkprocessen. One is known by crebo, code and first cohort; what is not in the file stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import polars as pl
from sqlmodel import Session, col, select

from bpv_app import bulk
from bpv_app.beoordeling.rules_werkproces import (
    EERSTE,
    LAATSTE,
    WerkprocesInvoer,
    check_werkproces,
    cohort_jaar,
    overlapt,
)
from bpv_app.beoordeling.service_inrichten import NIET_VAN_JOU, OVERLAPT, maak_werkproces, mag_crebo, wijzig_werkproces
from bpv_app.beoordeling.tables import Werkproces
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.inlezen import MAX_VOORBEELDEN, Rijwijziging, Tellingen, Uitkomst, Verslag, neem_vingerafdruk
from bpv_app.kernel.tekst import Tekst

_KOLOMMEN = {
    "rij": pl.UInt32, "crebo": pl.String, "code": pl.String, "naam": pl.String, "kerntaak": pl.String,
    "cohort_van": pl.String, "cohort_tot": pl.String,
}  # fmt: skip
_DUBBEL = Tekst("Dit werkproces staat vaker in het bestand.", "This work process is in the file more than once.")
_VELDEN = ("naam", "kerntaak_naam", "cohort_tot")
Sleutel = tuple[str, str, int]


@dataclass(slots=True)
class WerkprocesPlan:
    """`nieuw`: to make; `gewijzigd`: (id, as it becomes)."""

    uitkomst: Uitkomst
    nieuw: list[WerkprocesInvoer]
    gewijzigd: list[tuple[int, WerkprocesInvoer]]


def vergrendel(session: Session) -> None:
    """Nobody else changes werkprocessen until the end of the transaction."""
    bulk.vergrendel(session, bulk.tabel(Werkproces))


def _sleutel(w: WerkprocesInvoer) -> Sleutel:
    return w.crebo, w.code, w.cohort_van


def _als_invoer(w: Werkproces) -> WerkprocesInvoer:
    return WerkprocesInvoer(w.crebo, w.code, w.naam, w.kerntaak_naam, w.cohort_van, w.cohort_tot)


def maak_plan(session: Session, actor: Actor, frame: pl.DataFrame) -> WerkprocesPlan:
    """Compare the rows of a file with the werkprocessen there are. Reads only."""
    verslag = Verslag()
    vol = frame.with_columns([pl.lit(None, dtype=t).alias(k) for k, t in _KOLOMMEN.items() if k not in frame.columns])
    crebos = set(vol["crebo"].drop_nulls().to_list())
    van_mij = {crebo for crebo in crebos if mag_crebo(session, actor, crebo)}
    bestaand = {
        _sleutel(_als_invoer(w)): (w.id or 0, _als_invoer(w))
        for w in session.exec(select(Werkproces).where(col(Werkproces.crebo).in_(van_mij)))
    }
    straks = {sleutel: w for sleutel, (_, w) in bestaand.items()}
    gelezen: dict[Sleutel, tuple[int, WerkprocesInvoer]] = {}
    for rij, *cellen in vol.select(*_KOLOMMEN).iter_rows():
        werkproces = _lees(cellen, van_mij)
        if isinstance(werkproces, Tekst):
            verslag.weiger(rij, werkproces)
            continue
        sleutel = _sleutel(werkproces)
        if oud := bestaand.get(sleutel):
            werkproces = replace(werkproces, kerntaak_naam=werkproces.kerntaak_naam or oud[1].kerntaak_naam)
        if sleutel in gelezen:
            verslag.weiger(rij, _DUBBEL)
        elif _botst(werkproces, straks):
            verslag.weiger(rij, OVERLAPT)
        else:
            gelezen[sleutel], straks[sleutel] = (rij, werkproces), werkproces
    nieuw = [(rij, w) for sleutel, (rij, w) in gelezen.items() if sleutel not in bestaand]
    anders = [
        (rij, *bestaand[sleutel], w)
        for sleutel, (rij, w) in gelezen.items()
        if sleutel in bestaand and bestaand[sleutel][1] != w
    ]
    uitkomst = Uitkomst(
        Tellingen(len(nieuw), len(anders), len(gelezen) - len(nieuw) - len(anders), len(verslag.geweigerd)),
        tuple(verslag.geweigerd),
        (),
        tuple(Rijwijziging(rij, f"{w.crebo} {w.code}", _velden(w)) for rij, w in nieuw[:MAX_VOORBEELDEN]),
        tuple(Rijwijziging(rij, f"{w.crebo} {w.code}", _velden(w, oud)) for rij, _, oud, w in anders[:MAX_VOORBEELDEN]),
        vingerafdruk=neem_vingerafdruk([repr((nieuw, anders, len(verslag.geweigerd))).encode()]),
    )
    return WerkprocesPlan(uitkomst, [w for _, w in nieuw], [(i, w) for _, i, _oud, w in anders])


def _botst(w: WerkprocesInvoer, straks: dict[Sleutel, WerkprocesInvoer]) -> bool:
    """Whether the same code is there for some of the same cohorts, under another first cohort."""
    return any(
        (crebo, code) == (w.crebo, w.code)
        and van != w.cohort_van
        and overlapt((w.cohort_van, w.cohort_tot), (van, ander.cohort_tot))
        for (crebo, code, van), ander in straks.items()
    )


def _velden(w: WerkprocesInvoer, oud: WerkprocesInvoer | None = None) -> tuple[tuple[str, str, str], ...]:
    regels = tuple((v, str(getattr(oud, v)) if oud else "", str(getattr(w, v))) for v in _VELDEN)
    return tuple(r for r in regels if r[1] != r[2])


def _lees(cellen: list[Any], van_mij: set[str]) -> WerkprocesInvoer | Tekst:
    """A row as a werkproces, or why it is refused."""
    crebo, code, naam, kerntaak, van, tot = cellen
    if crebo not in van_mij:
        return NIET_VAN_JOU
    jaren = (cohort_jaar(van) if van else EERSTE, cohort_jaar(tot) if tot else LAATSTE)
    try:
        return check_werkproces(
            WerkprocesInvoer(
                crebo, code or "", naam or "", kerntaak or "",
                -1 if jaren[0] is None else jaren[0], -1 if jaren[1] is None else jaren[1],
            )
        )  # fmt: skip
    except OngeldigeInvoer as fout:
        return next(iter(fout.velden.values()))


def voer_uit(session: Session, actor: Actor, plan: WerkprocesPlan) -> None:
    """Write what the plan says, through the verbs of the screen."""
    for werkproces_id, w in plan.gewijzigd:  # first: what ends makes room for its successor
        wijzig_werkproces(session, actor, werkproces_id, w, None)
    for w in plan.nieuw:
        maak_werkproces(session, actor, w)
