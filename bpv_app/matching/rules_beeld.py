"""An outcome as alternating paths see it: who sits where, what is full, who can move, what can be reached."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from bpv_app.matching.rules_invoer import Invoer
from bpv_app.matching.rules_model import Modus, Probleem, Uitkomst
from bpv_app.matching.rules_versneld import kies_kernel


class Beeld:
    """The outcome as alternating paths see it: who sits where, what is full, who can move."""

    def __init__(self, probleem: Probleem, uitkomst: Uitkomst, modus: Modus, versnel: bool | None) -> None:
        self.invoer = invoer = Invoer(probleem, kies_kernel(len(probleem.plaats), versnel))
        self.toewijzing = uitkomst.toewijzing
        self.modus = modus
        nul = invoer.nul
        self.begin, self.plaats, self.rang = (als_lijst(r) for r in (invoer.begin, invoer.plaats, invoer.rang))
        self.lot, self.vast = als_lijst(invoer.lot), als_lijst(invoer.vast)
        self.capaciteit, self.rest = als_lijst(invoer.capaciteit), als_lijst(invoer.rest)
        self.nummer = [-1] * invoer.studenten
        for nr, s in enumerate(als_lijst(invoer.volgorde)):
            self.nummer[s] = nr
        los = invoer.rij([int(v < 0) for v in self.vast])
        self.in_begin, self.in_wie = nul(invoer.plaatsen + 1), nul(max(invoer.studenten, 1))
        invoer.kern.groepeer(invoer.rij(uitkomst.toewijzing), los, self.in_begin, self.in_wie)
        self.binnen_begin, self.binnen_wie = als_lijst(self.in_begin), als_lijst(self.in_wie)
        vol = [int(self.binnen_begin[p + 1] - self.binnen_begin[p] >= self.rest[p]) for p in range(invoer.plaatsen)]
        self.vol, self.nummers = invoer.rij(vol), invoer.rij(self.nummer)
        alleen_lijst = modus == Modus.LOTING
        telt = [int(r > 0) for r in self.rang] if alleen_lijst else [1] * len(self.rang)
        self.rooster = (invoer.begin, invoer.plaats, invoer.rij(telt))
        self.stempel, self.rij = nul(invoer.plaatsen), nul(invoer.plaatsen + 1)
        self.teller = 0
        self.zonder = [s for s, p in enumerate(self.toewijzing) if p < 0]
        self.kiest_op_lot = modus == Modus.GARANTIE and probleem.vorige is None
        self._gebied_van: dict[int, int] = {}
        self._gebieden: list[tuple[tuple[int, ...], frozenset[int], list[int]]] = []

    def binnen(self, p: int) -> Sequence[int]:
        """Students at place p without a lock."""
        wie: Sequence[int] = self.binnen_wie[self.binnen_begin[p] : self.binnen_begin[p + 1]]
        return wie

    def start(self, plaatsen: Sequence[int]) -> int:
        """Begin a search with these places in the queue; returns how many."""
        self.teller += 1
        n = 0
        for p in plaatsen:
            if self.stempel[p] != self.teller:
                self.stempel[p] = self.teller
                self.rij[n] = p
                n += 1
        return n

    def bereik(self, kop: int, staart: int, grens: int, eigen: int) -> tuple[int, int, int]:
        """Go on with a search (see the kernel)."""
        uit: tuple[int, int, int] = self.invoer.kern.bereik(
            kop, staart, self.teller, grens, eigen, self.rooster, self.nummers, self.vol, self.in_begin, self.in_wie,
            self.stempel, self.rij,
        )  # fmt: skip
        return uit

    def gevonden(self, n: int) -> list[int]:
        """The first n places of the queue."""
        return als_lijst(self.rij[:n])

    def gebied(self, p: int, grens: int, eigen: int) -> tuple[int, tuple[int, ...]]:
        """A closed set of places around p, without `eigen`; how many students with a lot worse than `grens` it holds.

        Asked in order of lot: what was closed for a better lot is closed for a worse one, as fewer students can move.
        No places: alternating paths lead from p to a free slot or to `eigen`.
        """
        g = self._gebied_van.get(p, -1)
        if g < 0 or eigen in self._gebieden[g][1]:
            stop, n, _gezien = self.bereik(0, self.start([p]), grens, eigen)
            if stop:
                return 0, ()
            waar = tuple(sorted(self.gevonden(n)))
            g = len(self._gebieden)
            nummers = sorted(self.nummer[j] for q in waar for j in self.binnen(q))
            self._gebieden.append((waar, frozenset(waar), nummers))
            self._gebied_van.update(dict.fromkeys(waar, g))
        waar, _alle, nummers = self._gebieden[g]
        return len(nummers) - bisect_right(nummers, grens), waar

    @cached_property
    def vervangbaar(self) -> frozenset[int]:
        """Places that somebody without a place could take over, directly or through others."""
        telt = als_lijst(self.rooster[2])
        rijen = (range(self.begin[s], self.begin[s + 1]) for s in self.zonder)
        n = self.start([self.plaats[e] for rij in rijen for e in rij if telt[e]])
        return frozenset(self.gevonden(self.bereik(0, n, -1, -1)[1]))

    def rij_van(self, s: int) -> list[int]:
        """Places of student s."""
        rij: list[int] = self.plaats[self.begin[s] : self.begin[s + 1]]
        return rij

    def vast_in(self, plaatsen: Sequence[int]) -> int:
        """Slots of these places that locked students have."""
        return sum(self.capaciteit[p] - self.rest[p] for p in plaatsen)


def als_lijst(rij: Any) -> list[int]:
    lijst: list[int] = rij.tolist() if hasattr(rij, "tolist") else rij
    return lijst
