"""The engine's inner loops, part 6: which places alternating paths reach, for reasons and explanations."""

from __future__ import annotations

from typing import Any

VRIJ, EIGEN = 1, 2


def groepeer(toewijzing: Any, mag: Any, in_begin: Any, in_wie: Any) -> None:
    """Students with `mag` per place: place p holds `in_wie[in_begin[p]:in_begin[p + 1]]`."""
    plaatsen = len(in_begin) - 1
    for p in range(plaatsen + 1):
        in_begin[p] = 0
    for s in range(len(toewijzing)):
        if toewijzing[s] >= 0 and mag[s]:
            in_begin[toewijzing[s]] += 1
    som = 0
    for p in range(plaatsen + 1):
        som += in_begin[p]
        in_begin[p] = som
    for s in range(len(toewijzing) - 1, -1, -1):
        p = toewijzing[s]
        if p >= 0 and mag[s]:
            in_begin[p] -= 1
            in_wie[in_begin[p]] = s


def stap(s: int, st: int, staart: int, rooster: Any, stempel: Any, rij: Any) -> int:
    """Put the places student s may go to in the queue. Returns the new length of the queue."""
    begin, plaats, telt = rooster
    for e in range(begin[s], begin[s + 1]):
        y = plaats[e]
        if telt[e] and stempel[y] != st:
            stempel[y] = st
            rij[staart] = y
            staart += 1
    return staart


def bereik(
    kop: int,
    staart: int,
    st: int,
    grens: int,
    eigen: int,
    rooster: Any,
    nummer: Any,
    vol: Any,
    in_begin: Any,
    in_wie: Any,
    stempel: Any,
    rij: Any,
) -> tuple[int, int, int]:
    """Follow alternating paths from the places in the queue; only students with a number above `grens` move.

    Stops at a place with a free slot (VRIJ) or at place `eigen` (EIGEN). Returns (0 or what it
    stopped at, length of the queue, students met).
    """
    gezien = 0
    while kop < staart:
        x = rij[kop]
        kop += 1
        if x == eigen:
            return EIGEN, staart, gezien
        if not vol[x]:
            return VRIJ, staart, gezien
        for t in range(in_begin[x], in_begin[x + 1]):
            j = in_wie[t]
            if nummer[j] > grens:
                gezien += 1
                staart = stap(j, st, staart, rooster, stempel, rij)
    return 0, staart, gezien
