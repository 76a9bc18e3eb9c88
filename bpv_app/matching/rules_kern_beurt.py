"""The engine's inner loops, part 4: drawing lots and deferred acceptance, straight on the rows of the problem."""

from __future__ import annotations

from typing import Any


def trek_lot(volgorde: Any, begin: Any, plaats: Any, rang: Any, rest: Any, keuze: Any) -> None:
    """Serial dictatorship: in this order each takes the best listed place with a free slot. keuze: pair or -1."""
    for a in range(len(volgorde)):
        s = volgorde[a]
        beste, waar = 0, -1
        for e in range(begin[s], begin[s + 1]):
            r = rang[e]
            if r > 0 and (r < beste or waar < 0) and rest[plaats[e]] > 0:
                beste = r
                waar = e
        keuze[s] = waar
        if waar >= 0:
            rest[plaats[waar]] -= 1


def slechter(a: int, b: int, prio: Any, nummer: Any, van: Any) -> bool:
    """Whether the place would rather let go arc a than arc b: company rank, then lot."""
    if prio[a] != prio[b]:
        return bool(prio[a] > prio[b])
    return bool(nummer[van[a]] > nummer[van[b]])


def zak(sb: int, n: int, k: int, hoop: Any, prio: Any, nummer: Any, van: Any) -> None:
    """Heap with the worst on top: let position k sink."""
    while True:
        kind = 2 * k + 1
        if kind >= n:
            return
        if kind + 1 < n and slechter(hoop[sb + kind + 1], hoop[sb + kind], prio, nummer, van):
            kind += 1
        if not slechter(hoop[sb + kind], hoop[sb + k], prio, nummer, van):
            return
        hoop[sb + kind], hoop[sb + k] = hoop[sb + k], hoop[sb + kind]
        k = kind


def stijg(sb: int, k: int, hoop: Any, prio: Any, nummer: Any, van: Any) -> None:
    """Heap with the worst on top: let position k rise."""
    while k > 0:
        ouder = (k - 1) // 2
        if not slechter(hoop[sb + k], hoop[sb + ouder], prio, nummer, van):
            return
        hoop[sb + ouder], hoop[sb + k] = hoop[sb + k], hoop[sb + ouder]
        k = ouder


def stel_uit(
    volgorde: Any,
    rb: Any,
    re: Any,
    doel: Any,
    prio: Any,
    nummer: Any,
    van: Any,
    cap: Any,
    nin: Any,
    sb: Any,
    hoop: Any,
    volgende: Any,
    stapel: Any,
    keuze: Any,
) -> None:
    """Deferred acceptance, students proposing. Rows `rb:re` are sorted by the student's rank; keuze: arc or -1.

    The result does not depend on the order of proposing: there is one best stable outcome for students.
    """
    hoog = 0
    for a in range(len(volgorde) - 1, -1, -1):
        s = volgorde[a]
        stapel[hoog] = s
        hoog += 1
        volgende[s] = rb[s]
        keuze[s] = -1
    while hoog > 0:
        hoog -= 1
        s = stapel[hoog]
        while volgende[s] < re[s]:
            e = volgende[s]
            volgende[s] = e + 1
            p = doel[e]
            if cap[p] == 0:
                continue
            b = sb[p]
            n = nin[p]
            if n < cap[p]:
                hoop[b + n] = e
                nin[p] = n + 1
                stijg(b, n, hoop, prio, nummer, van)
                keuze[s] = e
                break
            top = hoop[b]
            if slechter(top, e, prio, nummer, van):
                hoop[b] = e
                zak(b, n, 0, hoop, prio, nummer, van)
                keuze[s] = e
                weg = van[top]
                keuze[weg] = -1
                stapel[hoog] = weg
                hoog += 1
                break


def schrijf_lijsten(
    volgorde: Any,
    begin: Any,
    plaats: Any,
    rang: Any,
    rangorde: Any,
    rb: Any,
    re: Any,
    doel: Any,
    kl: Any,
    van: Any,
    prio: Any,
    paar: Any,
) -> None:
    """Rows of listed pairs by rank; van: student of a pair, prio: rank the place gives, paar: number in the round."""
    w = 0
    for a in range(len(volgorde)):
        s = volgorde[a]
        rb[s] = w
        for e in range(begin[s], begin[s + 1]):
            r = rang[e]
            if r > 0:
                k = w
                while k > rb[s] and kl[k - 1] > r:
                    kl[k] = kl[k - 1]
                    paar[k] = paar[k - 1]
                    k -= 1
                kl[k] = r
                paar[k] = e
                w += 1
        re[s] = w
        for k in range(rb[s], w):
            doel[k] = plaats[paar[k]]
            prio[k] = rangorde[paar[k]]
            van[k] = s


def tel_plekken(volgorde: Any, rb: Any, re: Any, doel: Any, cap: Any, graad: Any, sb: Any, nummer: Any) -> int:
    """Number the students by lot; lay out a heap per place, no larger than its pairs. Returns the total."""
    for a in range(len(volgorde)):
        s = volgorde[a]
        nummer[s] = a
        for e in range(rb[s], re[s]):
            graad[doel[e]] += 1
    w = 0
    for p in range(len(graad)):
        sb[p] = w
        w += min(graad[p], cap[p])
    return int(w)
