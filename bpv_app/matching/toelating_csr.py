"""Rows of pairs as arrays (CSR), and what turns frames into them: numbers for combinations, stretches, distances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from bpv_app.ligging.rules import AARDSTRAAL_KM

Getallen = npt.NDArray[Any]
MAX_STUKKEN = 2_000_000
"""Stretches that are written out at once: bounds the memory on the way."""
MAX_TABEL = 10_000_000
"""Up to this many (soort, postcode) a table says where a stretch begins; behind it a search."""


@dataclass(slots=True)
class Csr:
    """The possible places of student `s`: `plaats[begin[s]:begin[s + 1]]`, in order. int64 and int32."""

    begin: Getallen
    plaats: Getallen

    def student(self) -> Getallen:
        """The student of each pair."""
        return np.repeat(np.arange(len(self.begin) - 1, dtype=np.int32), np.diff(self.begin))

    def kies(self, houden: Getallen) -> Csr:
        """Only the pairs for which `houden` (one bool per pair) is true."""
        weg = np.nonzero(~houden)[0]
        return Csr(self.begin - np.searchsorted(weg, self.begin), self.plaats[houden])

    def vind(self, s: Getallen, p: Getallen) -> Getallen:
        """The position of each pair (s, p), or -1: a binary search in all rows at once."""
        laag, einde = self.begin[s], self.begin[s + 1]
        hoog = einde.copy()
        while True:
            open_ = laag < hoog
            if not open_.any():
                break
            midden = (laag + hoog) // 2
            kleiner = np.zeros(len(s), dtype=bool)
            kleiner[open_] = self.plaats[midden[open_]] < p[open_]
            laag = np.where(open_ & kleiner, midden + 1, laag)
            hoog = np.where(open_ & ~kleiner, midden, hoog)
        gevonden = laag < einde
        gevonden[gevonden] = self.plaats[laag[gevonden]] == p[gevonden]
        return np.where(gevonden, laag, -1)


def nummer(frame: pl.DataFrame, kolommen: Sequence[str]) -> tuple[Getallen, Getallen]:
    """For each row the number of its combination of cells (in order of appearance), and each one's first row."""
    code = np.zeros(frame.height, dtype=np.int64)
    for kolom in kolommen:
        reeks = frame[kolom]
        if isinstance(reeks.dtype, pl.List):
            reeks = reeks.list.join(" ")
        deel = reeks.rank("dense").fill_null(0).to_numpy().astype(np.int64)
        code = code * (int(deel.max(initial=0)) + 1) + deel
        if len(code) and int(code.max()) > 2**31:
            code = pl.Series(code).rank("dense").to_numpy().astype(np.int64)
    uniek = pl.DataFrame({"code": code}).with_row_index("rij").unique("code", keep="first", maintain_order=True)
    rang = np.empty(len(uniek), dtype=np.int64)
    codes = uniek["code"].to_numpy()
    op_code = np.argsort(codes)
    rang[op_code] = np.arange(len(uniek))
    terug = np.empty(len(uniek), dtype=np.int64)
    terug[rang] = np.arange(len(uniek))
    return terug[np.searchsorted(codes[op_code], code)], uniek["rij"].to_numpy().astype(np.int64)


def reeksen(begin: Getallen, lengte: Getallen) -> Getallen:
    """begin[0], begin[0] + 1 … (lengte[0] of them), begin[1] …"""
    totaal = np.concatenate(([0], np.cumsum(lengte)))
    uit = np.arange(totaal[-1], dtype=np.int64)
    uit += np.repeat(begin - totaal[:-1], lengte)
    return uit


class Stukken:
    """The places of each soort by postcode: a stretch of `plaats` for each (soort, doel)."""

    def __init__(self, paren: pl.DataFrame, doel_van: Getallen, soorten: int, doelen: int) -> None:
        soort, p = paren["soort"].to_numpy().astype(np.int64), paren["p"].to_numpy().astype(np.int64)
        sleutel = soort * doelen + doel_van[p]
        volgorde = np.lexsort((p, sleutel))
        self.plaats = p[volgorde].astype(np.int32)
        self.sleutel = sleutel[volgorde]
        self.doelen = doelen
        self.per_soort = np.searchsorted(self.sleutel, np.arange(soorten + 1) * doelen)
        self.tabel: Getallen | None = None
        if soorten * doelen <= MAX_TABEL:
            aantal = np.bincount(self.sleutel, minlength=soorten * doelen)
            self.tabel = np.concatenate(([0], np.cumsum(aantal)))
        self.gesorteerd = bool((np.diff(doel_van) >= 0).all())

    def schrijf_uit(self, soort: Getallen, reis: Getallen, bereik: Csr) -> Csr:
        """The places of each (soort, reis), in order."""
        aantal = np.diff(bereik.begin)[reis]
        uit: list[Csr] = []
        i = 0
        cum = np.concatenate(([0], np.cumsum(aantal)))
        while i < len(soort):
            j = max(i + 1, int(np.searchsorted(cum, cum[i] + MAX_STUKKEN, side="right")) - 1)
            uit.append(self._blok(soort[i:j], reis[i:j], bereik))
            i = j
        lengte = np.concatenate([np.diff(c.begin) for c in uit]) if uit else np.zeros(0, dtype=np.int64)
        plaats = np.concatenate([c.plaats for c in uit]) if uit else np.zeros(0, dtype=np.int32)
        return Csr(np.concatenate(([0], np.cumsum(lengte))), plaats)

    def _blok(self, soort: Getallen, reis: Getallen, bereik: Csr) -> Csr:
        aantal = np.diff(bereik.begin)[reis]
        doel = bereik.plaats[reeksen(bereik.begin[reis], aantal)]
        wie = np.repeat(np.arange(len(soort)), aantal)
        sleutel = soort[wie] * self.doelen + doel
        alles = doel < 0
        laag, hoog = self._zoek(np.where(alles, 0, sleutel))
        if alles.any():
            laag[alles], hoog[alles] = self.per_soort[soort[wie[alles]]], self.per_soort[soort[wie[alles]] + 1]
        lengte = hoog - laag
        tot = np.concatenate(([0], np.cumsum(lengte)))
        gevuld = lengte > 0
        plaats = self.plaats[reeksen(laag[gevuld], lengte[gevuld])]
        if not self.gesorteerd:
            plaats = plaats[np.lexsort((plaats, np.repeat(wie, lengte)))]
        return Csr(tot[np.concatenate(([0], np.cumsum(aantal)))], plaats)

    def _zoek(self, sleutel: Getallen) -> tuple[Getallen, Getallen]:
        """Where the stretch of each key begins and ends."""
        if self.tabel is not None:
            return self.tabel[sleutel], self.tabel[sleutel + 1]
        return np.searchsorted(self.sleutel, sleutel), np.searchsorted(self.sleutel, sleutel, side="right")


def richting(graden: Getallen) -> Getallen:
    """Unit vectors; where there is no place, nothing that is near anything."""
    noord, oost = np.radians(graden[:, 0]), np.radians(graden[:, 1])
    uit = np.stack([np.cos(noord) * np.cos(oost), np.cos(noord) * np.sin(oost), np.sin(noord)], axis=1)
    eenheid: Getallen = np.nan_to_num(uit, nan=-10.0)
    return eenheid


def afstanden_km(van: Getallen, naar: Getallen) -> Getallen:
    """As `ligging.rules.afstand_km` for arrays of (..., 2) degrees; NaN stays NaN."""
    a, b = np.radians(van), np.radians(naar)
    half = (b - a) / 2
    h = np.sin(half[..., 0]) ** 2 + np.cos(a[..., 0]) * np.cos(b[..., 0]) * np.sin(half[..., 1]) ** 2
    km: Getallen = 2 * AARDSTRAAL_KM * np.arcsin(np.minimum(1.0, np.sqrt(h)))
    return km
