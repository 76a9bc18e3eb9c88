"""The engine's inner loops, part 1: who sits where, and making a matching larger along tight arcs.

The kernels are written in the subset that Python and numba both understand: lists or arrays of whole numbers in,
nothing allocated inside, so that plain and compiled give the same answer. Working numbers: student i in order of
(component, lot), place p in order of component, each component's last place standing for "no place". A row of
student i is `rb[i]:re[i]`, sorted by class.

Arrays, bundled in tuples:
- graaf = rb, re, doel (place of an arc), kl (class of an arc), aan (arc of a student, -1 none), cap, nin (students
  inside), sb (where the slots of a place start), slot (students inside), pos (position of a student in slot)
- prijs = kost (cost of an arc), u (price of a student), v (price of a place), leeg (1: may keep a free slot), comp
  (component of a place), pc (first place of a component), vt (price of the free slots of a component), over (free slots
  too many, per component)
- werk = stempel, via_s, via_e, wortel, rij (queue of places), teller (last stamp; length of the queue; last colour)
"""

from __future__ import annotations

from typing import Any

T_WORTEL = -2


def zet(i: int, e: int, graaf: Any) -> None:
    """Give student i the place of arc e."""
    _rb, _re, doel, _kl, aan, _cap, nin, sb, slot, pos = graaf
    p = doel[e]
    k = sb[p] + nin[p]
    slot[k] = i
    pos[i] = k
    nin[p] += 1
    aan[i] = e


def haal_weg(i: int, graaf: Any) -> None:
    """Take student i off the place; `aan` keeps pointing at the old arc."""
    _rb, _re, doel, _kl, aan, _cap, nin, sb, slot, pos = graaf
    p = doel[aan[i]]
    nin[p] -= 1
    j = slot[sb[p] + nin[p]]
    slot[pos[i]] = j
    pos[j] = pos[i]


def kies_om_beurt(sa: int, sz: int, graaf: Any, bron: Any) -> int:
    """Each student takes the first place of the row with a free slot. Returns how many found none (in `bron`)."""
    rb, re, doel, _kl, aan, cap, nin, sb, slot, pos = graaf
    nb = 0
    for i in range(sa, sz):
        aan[i] = -1
        for e in range(rb[i], re[i]):
            p = doel[e]
            k = nin[p]
            if k < cap[p]:
                nin[p] = k + 1
                k += sb[p]
                slot[k] = i
                pos[i] = k
                aan[i] = e
                break
        else:
            bron[nb] = i
            nb += 1
    return nb


def loop_terug(j: int, e: int, graaf: Any, prijs: Any, werk: Any) -> None:
    """Student j moves along arc e, then whoever was to take j's old place moves in, back to the root of the tree."""
    _rb, _re, doel, _kl, aan, _cap, _nin, _sb, _slot, _pos = graaf
    comp, over = prijs[4], prijs[7]
    via_s, via_e = werk[1], werk[2]
    while True:
        oud = aan[j]
        if oud < 0:
            zet(j, e, graaf)
            return
        x = doel[oud]
        haal_weg(j, graaf)
        zet(j, e, graaf)
        j = via_s[x]
        e = via_e[x]
        if j == T_WORTEL:
            over[comp[x]] += 1
            via_e[x] = 1
            return


def zoek_paden(ca: int, cz: int, graaf: Any, prijs: Any, werk: Any, bron: Any, nb: int) -> tuple[int, int, int]:  # noqa: C901 - calls cost more
    """One breadth-first pass from all unplaced students at once, each tree augmented at most once.

    Returns (students still unplaced, paths found, length of the queue). Also components with a shortage of free slots
    (over < 0) are roots: a slot that may stay free is emptied to fill one that may not.
    """
    rb, re, doel, _kl, aan, cap, nin, sb, slot, _pos = graaf
    kost, u, v, leeg, comp, pc, vt, over = prijs
    stempel, via_s, via_e, wortel, rij, teller = werk
    teller[0] += 1
    st = teller[0]
    kop, staart, gevonden = 0, 0, 0
    for c in range(ca, cz):
        if over[c] < 0:
            for y in range(pc[c], pc[c + 1]):
                if leeg[y] and v[y] == vt[c]:
                    stempel[y] = st
                    via_s[y] = T_WORTEL
                    via_e[y] = 0
                    wortel[y] = -1 - y
                    rij[staart] = y
                    staart += 1
    for b in range(nb):
        i = bron[b]
        ui = u[i]
        for e in range(rb[i], re[i]):
            y = doel[e]
            if stempel[y] == st or kost[e] - ui != v[y]:
                continue
            if nin[y] < cap[y]:
                if leeg[y]:
                    over[comp[y]] -= 1
                zet(i, e, graaf)
                gevonden += 1
                break
            stempel[y] = st
            via_s[y] = i
            via_e[y] = e
            wortel[y] = i
            rij[staart] = y
            staart += 1
    while kop < staart:
        x = rij[kop]
        kop += 1
        w = wortel[x]
        if (w >= 0 and aan[w] >= 0) or (w < 0 and (via_e[-1 - w] != 0 or over[comp[-1 - w]] >= 0)):
            continue  # this tree was used already: its pointers are no longer true
        t = sb[x] + nin[x]
        tz = sb[x]
        while t > tz:  # the last one in has the worst lot: better that one moves than one who chose before
            t -= 1
            j = slot[t]
            uj = u[j]
            for e in range(rb[j], re[j]):
                y = doel[e]
                if stempel[y] == st or kost[e] - uj != v[y]:
                    continue
                if nin[y] < cap[y]:
                    if leeg[y]:
                        if w < 0:
                            continue
                        over[comp[y]] -= 1
                    loop_terug(j, e, graaf, prijs, werk)
                    gevonden += 1
                    t = tz
                    break
                stempel[y] = st
                via_s[y] = j
                via_e[y] = e
                wortel[y] = w
                rij[staart] = y
                staart += 1
    rest = 0
    for b in range(nb):
        i = bron[b]
        if aan[i] < 0:
            bron[rest] = i
            rest += 1
    return rest, gevonden, staart
