"""What is right, found by trying everything. Written from the rules alone; knows nothing of how the engine works.

A small round has at most a few thousand possible outcomes. They are all listed, those that are not allowed are struck
out, and of the rest only the best remain, step by step, exactly as the rules say it in words.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from bpv_app.matching.rules import Probleem

Tabel = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ronde:
    """A small round. `mogelijk[s]`: possible places; `lijst[s]`: place to rank; `rangorde[p]`: student to rank."""

    capaciteit: tuple[int, ...]
    mogelijk: tuple[tuple[int, ...], ...]
    lijst: tuple[dict[int, int], ...]
    lot: tuple[int, ...]
    vast: tuple[int, ...]
    rangorde: tuple[dict[int, int], ...] | None = None
    vorige: tuple[int, ...] | None = None

    @property
    def studenten(self) -> int:
        return len(self.mogelijk)

    @property
    def op_lot(self) -> list[int]:
        """The students, best lot first."""
        return sorted(range(self.studenten), key=lambda s: self.lot[s])

    @property
    def langste(self) -> int:
        return max((r for rij in self.lijst for r in rij.values()), default=0)

    def klasse(self, s: int, p: int) -> int:
        """Rank on the list; behind the longest list of the round; behind that: no place."""
        if p < 0:
            return self.langste + 2
        return self.lijst[s].get(p, self.langste + 1)

    @cached_property
    def uitkomsten(self) -> tuple[Tabel, Tabel]:
        return _toegestaan(self, alleen_lijst=False)

    @cached_property
    def uitkomsten_op_lijst(self) -> tuple[Tabel, Tabel]:
        return _toegestaan(self, alleen_lijst=True)

    def als_probleem(self) -> Probleem:
        """The same round for the engine."""
        begin, plaats, rang, orde = [0], [], [], []
        for s, rij in enumerate(self.mogelijk):
            for p in rij:
                plaats.append(p)
                rang.append(self.lijst[s].get(p, 0))
                orde.append(self.rangorde[p][s] if self.rangorde is not None else 0)
            begin.append(len(plaats))
        return Probleem(
            list(self.capaciteit),
            begin,
            plaats,
            rang,
            list(self.lot),
            list(self.vast),
            orde if self.rangorde is not None else None,
            None if self.vorige is None else list(self.vorige),
        )

    def met_lijst(self, s: int, lijst: dict[int, int]) -> Ronde:
        """The same round when student `s` hands in another list."""
        return replace(self, lijst=tuple(lijst if i == s else rij for i, rij in enumerate(self.lijst)))


def maak_ronde(
    kans: random.Random,
    *,
    met_rangorde: bool = False,
    met_vorige: bool = False,
    studenten: int | None = None,
    plaatsen: int | None = None,
) -> Ronde:
    """A random small round with locks; blocked pairs are simply not possible."""
    n, m = studenten or kans.randint(1, 5), plaatsen or kans.randint(1, 4)
    capaciteit = tuple(kans.choice([0, 1, 1, 1, 1, 2, 2, 3]) for _ in range(m))
    dicht = kans.choice([0.35, 0.6, 0.9])
    mogelijk = [[p for p in range(m) if kans.random() < dicht] for _ in range(n)]
    lijst: list[dict[int, int]] = []
    for rij in mogelijk:
        gekozen = kans.sample(rij, kans.randint(0, len(rij)))
        rangen = sorted(kans.sample(range(1, len(gekozen) + 2), len(gekozen)))
        if kans.random() < 0.8:
            rangen = list(range(1, len(gekozen) + 1))
        lijst.append(dict(zip(gekozen, rangen, strict=True)))
    vast, over = [-1] * n, list(capaciteit)
    for s in kans.sample(range(n), n):
        if kans.random() < 0.15:
            vrij = [p for p in mogelijk[s] if over[p]]
            if vrij:
                vast[s] = kans.choice(vrij)
                over[vast[s]] -= 1
    rangorde = None
    if met_rangorde:
        rangorde = []
        for p in range(m):
            wie = [s for s in range(n) if p in mogelijk[s]]
            gelijk = kans.random() < 0.2
            rangorde.append(
                {s: (kans.randint(1, 2) if gelijk else r) for r, s in enumerate(kans.sample(wie, len(wie)), 1)}
            )
    vorige = None
    if met_vorige:
        vorige = tuple(kans.choice([-1, *range(m), *rij, *rij]) for rij in mogelijk)
    return Ronde(
        capaciteit,
        tuple(map(tuple, mogelijk)),
        tuple(lijst),
        tuple(kans.sample(range(n), n)),
        tuple(vast),
        None if rangorde is None else tuple(rangorde),
        vorige,
    )


@lru_cache(maxsize=64)
def _alles(studenten: int, plaatsen: int) -> Tabel:
    """Every way to give each student a place or none (the last number)."""
    return np.array(list(product(range(plaatsen + 1), repeat=studenten)), dtype=np.int64).reshape(-1, studenten)


def _toegestaan(ronde: Ronde, *, alleen_lijst: bool) -> tuple[Tabel, Tabel]:
    """Every outcome that breaks no hard rule: the places (the number behind the last is none) and the classes."""
    n, m = ronde.studenten, len(ronde.capaciteit)
    alles = _alles(n, m)
    mag = np.zeros((n, m + 1), dtype=bool)
    klasse = np.zeros((n, m + 1), dtype=np.int64)
    for s in range(n):
        if ronde.vast[s] >= 0:
            mag[s, ronde.vast[s]] = True
        else:
            mag[s, list(ronde.lijst[s] if alleen_lijst else ronde.mogelijk[s])] = True
            mag[s, m] = True
        klasse[s] = [*(ronde.klasse(s, p) for p in range(m)), ronde.klasse(s, -1)]
    wie = np.arange(n)
    goed = mag[wie, alles].all(axis=1)
    for p in range(m):
        goed &= (alles == p).sum(axis=1) <= ronde.capaciteit[p]
    return alles[goed], klasse[wie, alles[goed]]


class Uitkomsten:
    """All allowed outcomes of a round; each step keeps the best of those that are left."""

    def __init__(self, ronde: Ronde, *, alleen_lijst: bool = False) -> None:
        self.ronde = ronde
        self.geen = len(ronde.capaciteit)
        self.plaats, self.klasse = ronde.uitkomsten_op_lijst if alleen_lijst else ronde.uitkomsten

    def houd(self, goed: npt.NDArray[Any]) -> None:
        self.plaats, self.klasse = self.plaats[goed], self.klasse[goed]

    def houd_laagste(self, waarde: npt.NDArray[Any]) -> int:
        """Keep the outcomes with the lowest value; returns it."""
        laagste = int(waarde.min())
        self.houd(waarde == laagste)
        return laagste

    def meeste_geplaatst(self) -> int:
        return -self.houd_laagste(-(self.plaats != self.geen).sum(axis=1))

    def minste_wissels(self) -> int:
        assert self.ronde.vorige is not None
        vorige = np.array(self.ronde.vorige)
        return self.houd_laagste(((vorige >= 0) & (self.plaats != vorige)).sum(axis=1))

    def beste_profiel(self, doel: str) -> None:
        achter = self.ronde.langste + 1
        if doel == "kleinste_som":
            self.houd_laagste(np.where(self.klasse <= achter, self.klasse, 0).sum(axis=1))
        elif doel == "eerste_keuzes":
            for k in range(1, achter + 1):
                self.houd_laagste(-(self.klasse == k).sum(axis=1))
        else:
            for k in range(achter, 0, -1):
                self.houd_laagste((self.klasse == k).sum(axis=1))

    def op_volgorde_van_lot(self) -> None:
        for s in self.ronde.op_lot:
            self.houd_laagste(self.klasse[:, s])

    def stabiel(self) -> None:
        """Without a blocking pair: a free student and a place that want each other more than what they have."""
        ronde = self.ronde
        assert ronde.rangorde is not None
        goed = np.ones(len(self.plaats), dtype=bool)
        vrij = [s for s in range(ronde.studenten) if ronde.vast[s] < 0]
        for i in vrij:
            for p, rang in ronde.lijst[i].items():
                liever = self.klasse[:, i] > rang
                over = ronde.capaciteit[p] - (self.plaats == p).sum(axis=1) > 0
                mijn = (ronde.rangorde[p][i], ronde.lot[i])
                slechter = np.zeros(len(self.plaats), dtype=bool)
                for j in vrij:
                    if j != i and p in ronde.lijst[j] and (ronde.rangorde[p][j], ronde.lot[j]) > mijn:
                        slechter |= self.plaats[:, j] == p
                goed &= ~(liever & (over | slechter))
        self.houd(goed)

    def voorbeeld(self) -> tuple[int, ...]:
        """The classes of the outcome; all that are left must agree on them."""
        assert len(self.klasse)
        assert (self.klasse == self.klasse[0]).all(), "the rules leave more than one answer"
        return tuple(int(k) for k in self.klasse[0])


def antwoord(ronde: Ronde, modus: str, doel: str = "eerste_keuzes") -> tuple[int, ...]:
    """The class that each student gets by the rules."""
    uitkomsten = Uitkomsten(ronde, alleen_lijst=modus == "loting")
    if ronde.vorige is not None:
        uitkomsten.meeste_geplaatst()
        uitkomsten.minste_wissels()
        uitkomsten.beste_profiel(doel)
        uitkomsten.op_volgorde_van_lot()
    elif modus == "loting" and ronde.rangorde is None:
        return beurtelings(ronde)
    elif modus == "loting":
        uitkomsten.stabiel()
        beste = uitkomsten.klasse.min(axis=0)
        uitkomsten.houd((uitkomsten.klasse == beste).all(axis=1))
    else:
        uitkomsten.meeste_geplaatst()
        if modus == "optimaal":
            uitkomsten.beste_profiel(doel)
        uitkomsten.op_volgorde_van_lot()
    return uitkomsten.voorbeeld()


def beurtelings(ronde: Ronde) -> tuple[int, ...]:
    """Everybody in turn takes the best place of the list that has a slot left."""
    over = list(ronde.capaciteit)
    plek = list(ronde.vast)
    for p in plek:
        if p >= 0:
            over[p] -= 1
    for s in ronde.op_lot:
        if plek[s] < 0:
            keuzes = sorted((rang, p) for p, rang in ronde.lijst[s].items() if over[p])
            if keuzes:
                plek[s] = keuzes[0][1]
                over[plek[s]] -= 1
    return tuple(ronde.klasse(s, p) for s, p in enumerate(plek))


def meeste(ronde: Ronde) -> int:
    """The most students that can be placed, whatever they list."""
    return Uitkomsten(ronde).meeste_geplaatst()
