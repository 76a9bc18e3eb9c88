"""The proof of an outcome: it keeps the rules, nobody more could be placed, no two students would swap (rule 7)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bpv_app.matching.rules_model import Modus, Probleem, Uitkomst

TE_BEKIJKEN = 2_000
"""Pairs of students that are looked at one by one when companies rank; more than that counts them all."""


@dataclass(frozen=True)
class Bewijs:
    """What was checked, from the round and the outcome alone, without the engine."""

    over_capaciteit: list[int]
    """Places with more students than slots."""
    niet_toegestaan: list[int]
    """Students at a place that is not in their row."""
    vast_geschonden: list[int]
    """Locked students who are somewhere else."""
    geplaatst: int
    maximum: int
    """Most that can be placed, over all eligible pairs."""
    is_maximum: bool
    """No alternating path leads from a student without a place to a free slot (in `loting`: over listed pairs)."""
    ruilparen: int
    """Pairs of students who would both gain by swapping; when companies rank, only swaps that leave nobody a claim."""
    blokkerende_paren: int
    """Listed pairs of which both sides prefer each other to what they have; 0 when companies do not rank."""
    gewijzigd: int
    """Students who had a place in the published result and have another or none now."""
    mag_gepubliceerd: bool
    """All of the above in order (rule 7)."""


def controleer(probleem: Probleem, uitkomst: Uitkomst, modus: Modus) -> Bewijs:
    """Check an outcome. `loting` need not place the maximum, unless it is a re-run (then over listed pairs)."""
    c = _Controle(probleem, uitkomst)
    over, fout, vast = c.over_capaciteit(), c.niet_toegestaan(), c.vast_geschonden()
    alleen_lijst = modus == Modus.LOTING
    is_maximum = c.is_maximum(alleen_lijst)
    rangt = probleem.rangorde is not None and alleen_lijst
    blokkerend = c.blokkerende_paren() if rangt else 0
    ruil = c.ruilparen_met_rangorde(blokkerend) if rangt else c.ruilparen()
    eist_maximum = not alleen_lijst or probleem.vorige is not None
    goed = not over and not fout and not vast and ruil == 0 and (is_maximum or not eist_maximum)
    goed = goed and (blokkerend == 0 or probleem.vorige is not None)
    gewijzigd = sum(o >= 0 and o != p for o, p in zip(c.vorige, c.toewijzing, strict=True))
    return Bewijs(
        over, fout, vast, uitkomst.geplaatst, uitkomst.maximum, is_maximum, ruil, blokkerend, gewijzigd, goed
    )  # fmt: skip


class _Controle:
    def __init__(self, probleem: Probleem, uitkomst: Uitkomst) -> None:
        def lijst(rij: object) -> list[int]:
            return rij.tolist() if hasattr(rij, "tolist") else list(rij)  # type: ignore[no-any-return, call-overload]

        self.capaciteit, self.begin = lijst(probleem.capaciteit), lijst(probleem.begin)
        self.plaats, self.rang, self.lot = lijst(probleem.plaats), lijst(probleem.rang), lijst(probleem.lot)
        self.vast = lijst(probleem.vast)
        self.rangorde = [1] * len(self.plaats) if probleem.rangorde is None else lijst(probleem.rangorde)
        self.toewijzing = uitkomst.toewijzing
        self.vorige = [-1] * len(self.toewijzing) if probleem.vorige is None else lijst(probleem.vorige)
        self.laatste = max(self.rang, default=0) + 1
        self.paar = [self._paar(s, p) for s, p in enumerate(self.toewijzing)]
        self.bezet = Counter(p for p in self.toewijzing if p >= 0)

    def _paar(self, s: int, p: int) -> int:
        """Best pair of student s with place p, or -1."""
        rij = [e for e in range(self.begin[s], self.begin[s + 1]) if self.plaats[e] == p]
        return min(rij, key=lambda e: self.rang[e] or self.laatste, default=-1)

    def klasse(self, s: int) -> int:
        """Rank received; one past the longest list: not on the list; two past: no place."""
        e = self.paar[s]
        return self.laatste + 1 if e < 0 else self.rang[e] or self.laatste

    def over_capaciteit(self) -> list[int]:
        return sorted(p for p, n in self.bezet.items() if p >= len(self.capaciteit) or n > self.capaciteit[p])

    def niet_toegestaan(self) -> list[int]:
        return [s for s, p in enumerate(self.toewijzing) if p >= 0 and self.paar[s] < 0]

    def vast_geschonden(self) -> list[int]:
        return [s for s, p in enumerate(self.vast) if p >= 0 and self.toewijzing[s] != p]

    def is_maximum(self, alleen_lijst: bool) -> bool:
        """König: what students without a place reach by alternating paths is full."""
        binnen: dict[int, list[int]] = {}
        for s, p in enumerate(self.toewijzing):
            if p >= 0 and self.vast[s] < 0:
                binnen.setdefault(p, []).append(s)
        gezien: set[int] = set()
        stapel = [s for s, p in enumerate(self.toewijzing) if p < 0]
        while stapel:
            s = stapel.pop()
            for e in range(self.begin[s], self.begin[s + 1]):
                p = self.plaats[e]
                if p in gezien or (alleen_lijst and self.rang[e] == 0):
                    continue
                if self.bezet[p] < self.capaciteit[p]:
                    return False
                gezien.add(p)
                stapel += binnen.get(p, [])
        return True

    def wensen(self) -> dict[tuple[int, int], list[int]]:
        """Students per (place they have, place they would rather have): only those who may move."""
        wensen: dict[tuple[int, int], list[int]] = {}
        for s, p in enumerate(self.toewijzing):
            if p < 0 or self.vast[s] >= 0:
                continue
            mijn = self.klasse(s)
            beter = {
                self.plaats[e]
                for e in range(self.begin[s], self.begin[s + 1])
                if (self.rang[e] or self.laatste) < mijn and self.plaats[e] != p
            }
            for q in beter:
                wensen.setdefault((p, q), []).append(s)
        return wensen

    def ruilparen(self) -> int:
        """Pairs of students who would both gain by swapping."""
        wensen = self.wensen()
        return sum(len(wie) * len(wensen.get((q, p), ())) for (p, q), wie in wensen.items() if p < q)

    def slechtste(self, toewijzing: list[int]) -> dict[int, tuple[int, int]]:
        """Per full place the (rank, lot) of the last student in it who is not locked; a newcomer must be better."""
        laatste: dict[int, tuple[int, int]] = {}
        for s, p in enumerate(toewijzing):
            if p >= 0 and self.vast[s] < 0 and self.bezet[p] >= self.capaciteit[p]:
                waarde = (self.rangorde[self._paar(s, p)], self.lot[s])
                laatste[p] = max(laatste.get(p, waarde), waarde)
        return laatste

    def claims(self, toewijzing: list[int]) -> set[tuple[int, int]]:
        """Listed pairs (student, place) that both prefer to what they have."""
        laatste = self.slechtste(toewijzing)
        uit: set[tuple[int, int]] = set()
        for s, nu in enumerate(toewijzing):
            if self.vast[s] >= 0:
                continue
            e_nu = self._paar(s, nu)
            mijn = self.laatste + 1 if e_nu < 0 else self.rang[e_nu] or self.laatste
            for e in range(self.begin[s], self.begin[s + 1]):
                p = self.plaats[e]
                if 0 < self.rang[e] < mijn and p != nu:
                    vrij = self.bezet[p] < self.capaciteit[p]
                    if vrij or (p in laatste and (self.rangorde[e], self.lot[s]) < laatste[p]):
                        uit.add((s, p))
        return uit

    def blokkerende_paren(self) -> int:
        return len(self.claims(self.toewijzing))

    def ruilparen_met_rangorde(self, blokkerend: int) -> int:
        """Pairs who would both gain by swapping, and whose swap gives nobody a claim that was not there."""
        wensen = self.wensen()
        paren = [(a, b) for (p, q), wie in wensen.items() if p < q for a in wie for b in wensen.get((q, p), ())]
        if len(paren) > TE_BEKIJKEN:
            return len(paren) if blokkerend else 0
        nu = self.claims(self.toewijzing)
        aantal = 0
        for a, b in paren:
            ruil = list(self.toewijzing)
            ruil[a], ruil[b] = ruil[b], ruil[a]
            aantal += self.claims(ruil) <= nu
        return aantal
