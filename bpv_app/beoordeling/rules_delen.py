"""Which answers may be counted together, so that no total tells about fewer than five answers. Values in, values out.

Totals are given per team and per company. Hiding every total under five is not enough: a total of ten minus another of
eight tells what two people answered. There are many ways to subtract: a company from its team, all companies from a
team, this week from last week. So answers are counted in fixed *delen* (slices): an answer is in at most one slice of
its team and one of its company, a slice never changes once it is made, and what is shown is always a sum of whole
slices. There are no free filters or periods that could cut differently.

**The rule.** Draw a graph: each slice that was made is a point, and one more point stands for everything that is not
counted yet. Every answer is a line between the slice of its team and the slice of its company (or the last point). A
sum of totals, each added or subtracted any number of times, says something about precisely the answers whose two ends
got different weights: at least a *cut* of this graph. So a new slice is made only when each cut it brings has no lines
at all or at least five. Older cuts were safe already (a slice is split off from the point of what is not counted, and
nothing else changes), so it is enough to look at those that separate the new slice from that point: that is a maximum
flow (Ford and Fulkerson; Menger's theorem), counted no further than five.

What this does not do: five people who all answer the same give a total that tells what each of them said, and somebody
who knows four of five answers knows the fifth. Texts are not counted at all.
"""

from __future__ import annotations

import itertools
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

MINIMUM = 5
"""Fewest answers a total, or the difference of two, may tell about."""

Punt = tuple[str, int]
_REST: Punt = ("rest", 0)
TEAM, BEDRIJF = "team", "bedrijf"


@dataclass(slots=True)
class Telbaar:
    """An answer: of which team, about which company (None: there are no totals of that kind), and in which slices."""

    id: int
    team: int | None
    bedrijf: int | None
    team_deel: int | None = None
    bedrijf_deel: int | None = None


@dataclass(frozen=True, slots=True)
class NieuwDeel:
    """A slice to be made: of a team or a company (`as_`), with these answers."""

    nummer: int
    as_: str
    van: int
    antwoorden: tuple[int, ...]


def _einden(a: Telbaar, nieuw: Punt | None = None, leden: frozenset[int] = frozenset()) -> tuple[Punt, Punt]:
    """The two ends of an answer's line, with the slice that is being tried in place."""
    team = _REST if a.team_deel is None else (TEAM, a.team_deel)
    bedrijf = _REST if a.bedrijf_deel is None else (BEDRIJF, a.bedrijf_deel)
    if nieuw is not None and a.id in leden:
        team, bedrijf = (nieuw, bedrijf) if nieuw[0] == TEAM else (team, nieuw)
    return team, bedrijf


def _graaf(antwoorden: Sequence[Telbaar], nieuw: Punt, leden: frozenset[int]) -> dict[Punt, dict[Punt, int]]:
    graaf: dict[Punt, dict[Punt, int]] = defaultdict(lambda: defaultdict(int))
    for a in antwoorden:
        een, ander = _einden(a, nieuw, leden)
        if een != ander:
            graaf[een][ander] += 1
            graaf[ander][een] += 1
    return graaf


def _bereik(graaf: dict[Punt, dict[Punt, int]], van: Punt) -> dict[Punt, Punt]:
    """Every point that can still be reached, with the one before it."""
    voor, rij = {van: van}, deque([van])
    while rij:
        punt = rij.popleft()
        for buur, ruimte in graaf[punt].items():
            if ruimte > 0 and buur not in voor:
                voor[buur] = punt
                rij.append(buur)
    return voor


def _stroom(graaf: dict[Punt, dict[Punt, int]], van: Punt, naar: Punt) -> int:
    """Maximum flow, counted to `MINIMUM`: the fewest lines that separate the two points."""
    rest: dict[Punt, dict[Punt, int]] = defaultdict(lambda: defaultdict(int))
    for punt, buren in graaf.items():
        rest[punt].update(buren)
    totaal = 0
    while totaal < MINIMUM:
        voor = _bereik(rest, van)
        if naar not in voor:
            break
        pad = [naar]
        while pad[-1] != van:
            pad.append(voor[pad[-1]])
        duw = min(rest[b][a] for a, b in itertools.pairwise(pad))
        for a, b in itertools.pairwise(pad):
            rest[b][a] -= duw
            rest[a][b] += duw
        totaal += duw
    return totaal


def is_veilig(antwoorden: Sequence[Telbaar], nieuw: Punt, leden: frozenset[int]) -> bool:
    """Whether making this slice leaves no difference of totals that tells about fewer than five answers."""
    if len(leden) < MINIMUM:
        return False
    graaf = _graaf(antwoorden, nieuw, leden)
    bereikbaar = [p for p in _bereik(graaf, nieuw) if p != nieuw]
    tegen = [_REST] if _REST in bereikbaar else bereikbaar
    return all(_stroom(graaf, nieuw, punt) >= MINIMUM for punt in tegen)


def vorm_delen(antwoorden: Sequence[Telbaar], eerste_nummer: int) -> list[NieuwDeel]:
    """The slices that can be made now; `antwoorden` (all of one question list, oldest first) get them filled in.

    A company is tried before a team: it has fewer answers, and a team gets others soon. Numbers start at
    `eerste_nummer` and are unique over teams and companies.
    """
    gemaakt: list[NieuwDeel] = []
    while True:
        wachtend: dict[tuple[str, int], list[Telbaar]] = defaultdict(list)
        for a in antwoorden:
            if a.bedrijf is not None and a.bedrijf_deel is None:
                wachtend[BEDRIJF, a.bedrijf].append(a)
            if a.team is not None and a.team_deel is None:
                wachtend[TEAM, a.team].append(a)
        deel = next(
            (
                NieuwDeel(eerste_nummer + len(gemaakt), as_, van, tuple(a.id for a in leden))
                for (as_, van), leden in sorted(wachtend.items(), key=lambda paar: paar[0])
                if is_veilig(antwoorden, (as_, eerste_nummer + len(gemaakt)), frozenset(a.id for a in leden))
            ),
            None,
        )
        if deel is None:
            return gemaakt
        gemaakt.append(deel)
        leden = set(deel.antwoorden)
        for a in antwoorden:
            if a.id in leden and deel.as_ == TEAM:
                a.team_deel = deel.nummer
            elif a.id in leden:
                a.bedrijf_deel = deel.nummer
