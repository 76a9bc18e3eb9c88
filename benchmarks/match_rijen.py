"""Made-up rounds for the matching benchmarks, from a seed: `flat` and `structured`.

`flat`: one giant component; every student may go to 20 random places, popular ones more often, and lists 5 of them.
`structured`: regions of 10,000 students with 40 towns each, 120 crebos, personal travel limits, lists of 3 to 8 places
by distance and popularity, 10 % without a list, and fewer usable slots than students. A round of less than 10,000 has
fewer towns and crebos in proportion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from bpv_app.matching.rules import Probleem
from bpv_app.matching.toelating import Toelating

SEED = 20270201
CREBOS, STEDEN, REGIO = 120, 40, 10_000
PEIL = date(2027, 2, 1)
Rij = npt.NDArray[Any]


@dataclass(frozen=True)
class Wereld:
    """The records of a structured round, before anybody knows what is possible."""

    studenten: pl.DataFrame
    plaatsen: pl.DataFrame
    erkenningen: pl.DataFrame
    postcodes: Mapping[str, tuple[float, float]]

    def toelating(self) -> Toelating:
        return Toelating(self.studenten, self.plaatsen, self.erkenningen, PEIL, self.postcodes)


def maak_wereld(n: int, seed: int = SEED) -> Wereld:
    """Students, places, accreditations and town centres for `n` students."""
    kans = np.random.default_rng(seed)
    regios = max(1, round(n / REGIO))
    stad_n, crebo_n = (STEDEN, CREBOS) if n >= REGIO else (max(4, n * STEDEN // REGIO), max(3, n * CREBOS // REGIO))
    steden = regios * stad_n
    # Regions lie apart on a made-up map: what one can reach does not grow with the number of regions.
    midden = np.repeat(
        np.stack([40 + 2.0 * (np.arange(regios) % 8), 3.0 * (np.arange(regios) // 8)], axis=1), stad_n, 0
    )
    plek = midden + kans.normal(0, 1, (steden, 2)) * [0.12, 0.2]
    codes = np.array([str(1000 + i) for i in range(steden)])
    inwoners = kans.pareto(1.2, steden) + 0.3
    crebo_maat = 1 / (np.arange(crebo_n) + 8.0)
    crebos = np.array([str(25000 + i) for i in range(crebo_n)])

    def trek_stad(regio: Rij, gewicht: Rij) -> Rij:
        som = np.cumsum(gewicht)
        laag = np.concatenate(([0.0], som))[regio * stad_n]
        hoog = som[regio * stad_n + stad_n - 1]
        stad: Rij = np.minimum(np.searchsorted(som, laag + kans.random(len(regio)) * (hoog - laag)), steden - 1)
        return stad

    def trek_crebo(aantal: int) -> Rij:
        return kans.choice(crebo_n, aantal, p=crebo_maat / crebo_maat.sum())

    regio = np.arange(n) % regios
    stad, crebo = trek_stad(regio, inwoners), trek_crebo(n)
    studenten = pl.DataFrame(
        {
            "s": np.arange(n, dtype=np.uint32),
            "crebo": crebos[crebo],
            "leerweg": np.where(kans.random(n) < 0.8, "bol", "bbl"),
            "niveau": 2 + crebo % 3,
            "van": np.full(n, PEIL, dtype="datetime64[D]"),
            "tot": np.full(n, date(2027, 6, 30), dtype="datetime64[D]"),
            "geboortedatum": np.datetime64("2006-01-01") + kans.integers(0, 1800, n).astype("timedelta64[D]"),
            "rijbewijs": np.where(kans.random(n) < 0.3, "B", ""),
            "postcode": codes[stad],
            "max_km": kans.choice([8.0, 12.0, 20.0, 30.0, 45.0], n, p=[0.15, 0.3, 0.3, 0.2, 0.05]),
        }
    )
    m = max(1, round(n / 1.95))
    regio_p = np.arange(m) % regios
    stad_p = np.sort(trek_stad(regio_p, inwoners**0.8))
    tweede = kans.random(m) < 0.15
    crebo_p, extra = trek_crebo(m), trek_crebo(m)
    plaatsen = pl.DataFrame(
        {
            "p": np.arange(m, dtype=np.uint32),
            "leerbedrijf": pl.Series(np.arange(m) // 2).cast(pl.String),
            "crebo": [
                sorted({crebos[a], crebos[b]}) if t else [crebos[a]]
                for a, b, t in zip(crebo_p, extra, tweede, strict=True)
            ],
            "leerweg": [["bbl", "bol"] if b else ["bol"] for b in kans.random(m) < 0.7],
            "niveau_min": pl.Series([None] * m, dtype=pl.Int64),
            "niveau_max": pl.Series([None] * m, dtype=pl.Int64),
            "van": np.full(m, date(2027, 1, 1), dtype="datetime64[D]"),
            "tot": np.full(m, date(2027, 7, 31), dtype="datetime64[D]"),
            "min_leeftijd": pl.Series(np.where(kans.random(m) < 0.1, 18, -1)).replace(-1, None),
            "rijbewijs": pl.Series(np.where(kans.random(m) < 0.06, "B", "")),
            "postcode": codes[stad_p],
            "capaciteit": kans.choice([1, 1, 1, 2, 2, 3, 4], m).astype(np.int32),
        }
    ).with_columns(pl.col("van").cast(pl.Date), pl.col("tot").cast(pl.Date))
    studenten = studenten.with_columns([pl.col(k).cast(pl.Date) for k in ("van", "tot", "geboortedatum")])
    erkenningen = (
        plaatsen.select("leerbedrijf", "crebo")
        .explode("crebo")
        .unique(maintain_order=True)
        .with_columns(van=pl.lit(date(2020, 1, 1)), tot=pl.lit(None, dtype=pl.Date))
    )
    return Wereld(
        studenten, plaatsen, erkenningen, {c: (float(a), float(b)) for c, (a, b) in zip(codes, plek, strict=True)}
    )


def structured(n: int, seed: int = SEED) -> Probleem:
    """The structured round of `n` students: everything possible, with lists."""
    wereld = maak_wereld(n, seed)
    csr = wereld.toelating().maak_csr()
    kans = np.random.default_rng(seed + 1)
    s = csr.student()
    plek = np.array([wereld.postcodes[c] for c in wereld.studenten["postcode"].to_list()])
    plek_p = np.array([wereld.postcodes[c] for c in wereld.plaatsen["postcode"].to_list()])
    ver = np.abs(plek[s] - plek_p[csr.plaats]).sum(axis=1) * 4
    geliefd = kans.normal(0, 1, len(plek_p))
    nut = geliefd[csr.plaats] - ver + kans.gumbel(0, 0.7, len(s))
    lengte = np.where(kans.random(n) < 0.1, 0, kans.integers(3, 9, n))
    rang = rang_van(csr.begin, s, nut, lengte)
    return als_probleem(wereld.plaatsen["capaciteit"].to_numpy(), csr.begin, csr.plaats, rang, kans.permutation(n))


def flat(n: int, seed: int = SEED) -> Probleem:
    """The flat round of `n` students."""
    kans = np.random.default_rng(seed)
    m = max(25, n // 2)
    capaciteit = kans.choice([1, 2, 2, 3], m).astype(np.int32)
    geliefd = kans.random(m) ** 3 + 0.05
    som = np.cumsum(geliefd)
    trek = np.minimum(np.searchsorted(som, kans.random((n, 20)) * som[-1]), m - 1)
    trek.sort(axis=1)
    nieuw = np.ones(trek.shape, dtype=bool)
    nieuw[:, 1:] = trek[:, 1:] != trek[:, :-1]
    begin = np.concatenate(([0], np.cumsum(nieuw.sum(axis=1)))).astype(np.int64)
    plaats = trek[nieuw].astype(np.int32)
    s = np.repeat(np.arange(n, dtype=np.int32), np.diff(begin))
    nut = np.log(geliefd)[plaats] + kans.gumbel(0, 1, len(plaats))
    rang = rang_van(begin, s, nut, np.full(n, 5))
    return als_probleem(capaciteit, begin, plaats, rang, kans.permutation(n))


def rang_van(begin: Rij, s: Rij, nut: Rij, lengte: Rij) -> Rij:
    """Rank 1 for the most useful pair of each student, as far as the list is long; 0 behind it."""
    volgorde = np.lexsort((-nut, s))
    rang = np.empty(len(s), dtype=np.int32)
    rang[volgorde] = (np.arange(len(s)) - begin[s[volgorde]] + 1).astype(np.int32)
    rang[rang > lengte[s]] = 0
    return rang


def als_probleem(capaciteit: Any, begin: Any, plaats: Any, rang: Any, lot: Any) -> Probleem:
    """Arrays as the engine takes them, nobody locked."""
    vast: Any = np.full(len(begin) - 1, -1, dtype=np.int32)
    return Probleem(capaciteit, begin, plaats, rang, lot.astype(np.int32), vast)


def beschrijf(naam: str, probleem: Probleem) -> str:
    """One line for the reader of a benchmark."""
    begin: Any = probleem.begin
    rang: Any = probleem.rang
    capaciteit: Any = probleem.capaciteit
    n = len(begin) - 1
    met_lijst = int(
        (np.add.reduceat(np.append(rang > 0, False).astype(np.int64), np.minimum(begin[:-1], len(rang))) > 0).sum()
    )
    return (
        f"{naam}: {n} students, {len(capaciteit)} places, {int(capaciteit.sum())} slots, {len(rang)} possible pairs, "
        f"{met_lijst / n:.0%} with a list, seed {SEED}"
    )
