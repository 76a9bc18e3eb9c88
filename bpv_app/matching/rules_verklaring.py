"""Why somebody has no place (rule 5), why a higher place on a list was not given (rule 6): true, and checkable."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from bpv_app.matching.rules_invoer import Invoer
from bpv_app.matching.rules_model import (
    Belang,
    HogerePlaats,
    Modus,
    NietGeplaatst,
    Probleem,
    Reden,
    Uitkomst,
    Uitleg,
)
from bpv_app.matching.rules_versneld import kies_kernel

ZUINIG = 40
"""Places looked at for Hall sets of single students, per place there is; then students of one shortage share a set."""


class Beeld:
    """The outcome as alternating paths see it: who sits where, what is full, who can move."""

    def __init__(self, probleem: Probleem, uitkomst: Uitkomst, modus: Modus, versnel: bool | None) -> None:
        self.invoer = invoer = Invoer(probleem, kies_kernel(len(probleem.plaats), versnel))
        self.toewijzing = uitkomst.toewijzing
        self.modus = modus
        nul = invoer.nul
        self.begin, self.plaats, self.rang = (_als_lijst(r) for r in (invoer.begin, invoer.plaats, invoer.rang))
        self.lot, self.vast = _als_lijst(invoer.lot), _als_lijst(invoer.vast)
        self.capaciteit, self.rest = _als_lijst(invoer.capaciteit), _als_lijst(invoer.rest)
        self.nummer = [-1] * invoer.studenten
        for nr, s in enumerate(_als_lijst(invoer.volgorde)):
            self.nummer[s] = nr
        los = invoer.rij([int(v < 0) for v in self.vast])
        self.in_begin, self.in_wie = nul(invoer.plaatsen + 1), nul(max(invoer.studenten, 1))
        invoer.kern.groepeer(invoer.rij(uitkomst.toewijzing), los, self.in_begin, self.in_wie)
        self.binnen_begin, self.binnen_wie = _als_lijst(self.in_begin), _als_lijst(self.in_wie)
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
        return _als_lijst(self.rij[:n])

    def gebied(self, p: int, grens: int, eigen: int) -> tuple[int, tuple[int, ...]]:
        """A closed set of places around p, without `eigen`, and how many students with a lot worse than `grens` it holds.

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
        telt = _als_lijst(self.rooster[2])
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


def _als_lijst(rij: Any) -> list[int]:
    lijst: list[int] = rij.tolist() if hasattr(rij, "tolist") else rij
    return lijst


def verklaar_niet_geplaatst(
    probleem: Probleem, uitkomst: Uitkomst, modus: Modus, *, versnel: bool | None = None
) -> list[NietGeplaatst]:
    """One reason per student without a place, in order of student number (rule 5)."""
    if -1 not in uitkomst.toewijzing:
        return []
    beeld = Beeld(probleem, uitkomst, modus, versnel)
    redenen: list[NietGeplaatst] = []
    tekort: list[int] = []
    for s in beeld.zonder:
        rij = list(dict.fromkeys(beeld.rij_van(s)))
        if not rij:
            redenen.append(NietGeplaatst(s, Reden.GEEN_MOGELIJKE_PLAATS))
        elif modus == Modus.LOTING:
            lijst = [
                p
                for p, r in zip(beeld.rij_van(s), beeld.rang[beeld.begin[s] : beeld.begin[s + 1]], strict=True)
                if r > 0
            ]
            soort = Reden.LIJST_VOL if lijst else Reden.GEEN_LIJST
            redenen.append(_over(beeld, s, soort, (), tuple(dict.fromkeys(lijst))))
        elif any(beeld.capaciteit[p] for p in rij) and not any(beeld.rest[p] for p in rij):
            redenen.append(_over(beeld, s, Reden.AFSPRAAK_BOTST, (), tuple(rij)))
        else:
            tekort.append(s)
    redenen += _tekorten(beeld, tekort)
    return sorted(redenen, key=lambda r: r.student)


def _over(beeld: Beeld, s: int, reden: Reden, studenten: tuple[int, ...], plaatsen: tuple[int, ...]) -> NietGeplaatst:
    plekken = sum(beeld.rest[p] for p in plaatsen)
    return NietGeplaatst(s, reden, studenten, plaatsen, plekken, beeld.vast_in(plaatsen))


def _tekorten(beeld: Beeld, wie: list[int]) -> list[NietGeplaatst]:
    """Hall sets: what a student without a place can reach is full, and who sits there can go nowhere else."""
    redenen: list[NietGeplaatst] = []
    gevonden: dict[tuple[int, ...], NietGeplaatst] = {}
    budget = ZUINIG * (beeld.invoer.plaatsen + 1)
    rest: list[int] = []
    for s in wie:
        if budget < 0:
            rest.append(s)
            continue
        _stop, n, _gezien = beeld.bereik(0, beeld.start(beeld.rij_van(s)), -1, -1)
        budget -= n
        redenen.append(_hall(beeld, [s], sorted(beeld.gevonden(n)), gevonden)[0])
    for groep, plaatsen in _samen(beeld, rest):
        redenen += _hall(beeld, groep, plaatsen, gevonden)
    return redenen


def _hall(
    beeld: Beeld, groep: list[int], plaatsen: list[int], gevonden: dict[tuple[int, ...], NietGeplaatst]
) -> list[NietGeplaatst]:
    """The set of these students without a place: they, and everybody at the places they reach."""
    waar = tuple(plaatsen)
    eerder = gevonden.get(waar)
    if eerder is not None and groep[0] in eerder.studenten:
        return [_met(eerder, s) for s in groep]
    binnen = {j for p in waar for j in beeld.binnen(p)}
    alle = set(waar)
    for s in beeld.zonder:  # others without a place who may only go to these places make the shortage clearer
        rij = beeld.rij_van(s)
        if rij and rij[0] in alle and alle.issuperset(rij):
            binnen.add(s)
    uit = _over(beeld, groep[0], Reden.TEKORT, tuple(sorted(binnen | set(groep))), waar)
    gevonden[waar] = uit
    return [_met(uit, s) for s in groep]


def _met(reden: NietGeplaatst, s: int) -> NietGeplaatst:
    return NietGeplaatst(s, reden.reden, reden.studenten, reden.plaatsen, reden.plekken, reden.vast)


def _samen(beeld: Beeld, wie: list[int]) -> list[tuple[list[int], list[int]]]:
    """Students whose reach overlaps, together: groups with the places they reach."""
    groep_van: dict[int, int] = {}
    hoofd: list[int] = []
    leden: list[tuple[int, list[int]]] = []

    def zoek(g: int) -> int:
        while hoofd[g] != g:
            hoofd[g] = hoofd[hoofd[g]]
            g = hoofd[g]
        return g

    for s in wie:
        g = len(hoofd)
        hoofd.append(g)
        nieuw: list[int] = []
        stapel = list(beeld.rij_van(s))
        while stapel:
            p = stapel.pop()
            h = groep_van.get(p)
            if h is not None:
                hoofd[zoek(h)] = zoek(g)
                continue
            groep_van[p] = g
            nieuw.append(p)
            for j in beeld.binnen(p):
                stapel += beeld.rij_van(j)
        leden.append((s, nieuw))
    samen: dict[int, tuple[list[int], list[int]]] = {}
    for g, (s, nieuw) in enumerate(leden):
        groep, plaatsen = samen.setdefault(zoek(g), ([], []))
        groep.append(s)
        plaatsen += nieuw
    return [(groep, sorted(plaatsen)) for groep, plaatsen in samen.values()]


def verklaar_hoger(
    probleem: Probleem, uitkomst: Uitkomst, modus: Modus, *, versnel: bool | None = None
) -> list[HogerePlaats]:
    """One explanation for every listed place above the one received, by student and rank (rule 6).

    A locked student has none: the agreement is the explanation. Places that are not eligible are not in the rows, so
    `niet_mogelijk` for those, and `uitgesloten`, are given by who made the rows; here `niet_mogelijk` is a place without
    slots.
    """
    beeld = Beeld(probleem, uitkomst, modus, versnel)
    uit: list[HogerePlaats] = []
    sets: dict[tuple[int, ...], tuple[int, ...]] = {}
    rangorde = None if beeld.invoer.rangorde is None or modus != Modus.LOTING else _als_lijst(beeld.invoer.rangorde)
    prio = {} if rangorde is None else _prio(beeld, rangorde)
    for s in _als_lijst(beeld.invoer.volgorde):  # everybody without a lock, best lot first
        nu = beeld.toewijzing[s]
        ontvangen = uitkomst.rang[s] if nu >= 0 else 0
        a, z = beeld.begin[s], beeld.begin[s + 1]
        hoger = [
            (r, e)
            for e, r in zip(range(a, z), beeld.rang[a:z], strict=True)
            if r > 0 and (r < ontvangen or not ontvangen)
        ]
        for r, e in sorted(hoger):
            if beeld.plaats[e] != nu:
                mijn = None if rangorde is None else rangorde[e]
                uit.append(_waarom(beeld, s, beeld.plaats[e], r, mijn, prio, sets))
    uit.sort(key=lambda h: h.student)
    return uit


def _prio(beeld: Beeld, rangorde: list[int]) -> dict[tuple[int, int], int]:
    """Rank that each place gives the students it holds."""
    prio: dict[tuple[int, int], int] = {}
    for s, p in enumerate(beeld.toewijzing):
        if p >= 0:
            for e in range(beeld.begin[s], beeld.begin[s + 1]):
                if beeld.plaats[e] == p:
                    prio[s, p] = rangorde[e]
    return prio


def _waarom(
    beeld: Beeld,
    s: int,
    p: int,
    r: int,
    mijn: int | None,
    prio: dict[tuple[int, int], int],
    sets: dict[tuple[int, ...], tuple[int, ...]],
) -> HogerePlaats:
    plekken, vast = beeld.rest[p], beeld.capaciteit[p] - beeld.rest[p]
    if beeld.capaciteit[p] == 0:
        return HogerePlaats(s, p, r, Uitleg.NIET_MOGELIJK)
    if plekken == 0:
        return HogerePlaats(s, p, r, Uitleg.VAST_VERGEVEN, vast=vast)
    binnen = beeld.binnen(p)
    vol = len(binnen) >= plekken
    laatste = max(binnen, key=beeld.nummer.__getitem__) if binnen else -1
    if vol and beeld.nummer[laatste] < beeld.nummer[s]:
        is_lot = mijn is None or all(prio[j, p] == mijn for j in binnen)
        if is_lot:
            return HogerePlaats(
                s, p, r, Uitleg.VOL_BETER_LOT, beeld.lot[laatste], studenten=len(binnen), plekken=plekken, vast=vast
            )
    if vol and mijn is not None:
        slechtste = max(binnen, key=lambda j: (prio[j, p], beeld.nummer[j]))
        if (prio[slechtste, p], beeld.nummer[slechtste]) < (mijn, beeld.nummer[s]):
            return HogerePlaats(
                s, p, r, Uitleg.VOL_HOGER_GERANGSCHIKT, beeld.lot[slechtste], prio[slechtste, p], len(binnen), plekken,
                vast=vast,
            )  # fmt: skip
    return _bewaard(beeld, s, p, r, vast, sets)


def _bewaard(
    beeld: Beeld, s: int, p: int, r: int, vast: int, sets: dict[tuple[int, ...], tuple[int, ...]]
) -> HogerePlaats:
    """The students who can only go there: a closed set of places, full with students who may go nowhere else.

    In a first run of `garantie` students with a better lot have chosen before and stay where they are.
    """
    nu = beeld.toewijzing[s]
    gezien, waar = 0, ()
    if nu >= 0 and (beeld.kiest_op_lot or nu not in beeld.vervangbaar):
        gezien, waar = beeld.gebied(p, beeld.nummer[s] if beeld.kiest_op_lot else -1, nu)
    if waar:
        waar = sets.setdefault(waar, waar)
        return HogerePlaats(
            s, p, r, Uitleg.BEWAARD_VOOR, studenten=gezien, plekken=gezien, plaatsen=waar, vast=vast,
            belang=Belang.PLAATSING,
        )  # fmt: skip
    binnen = len(beeld.binnen(p))
    return HogerePlaats(
        s, p, r, Uitleg.BEWAARD_VOOR, studenten=binnen, plekken=beeld.rest[p], plaatsen=(p,), vast=vast,
        belang=Belang.RESULTAAT,
    )  # fmt: skip
