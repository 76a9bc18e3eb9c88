"""The engine's inner loops, part 3: one student moves to another place when others can make room along a path.

Bundled in `om`: tb, tw (students who may come to a place, see keer_om), stempel2, terug_s, terug_p, rij2 (the search
from the old place), zet_s, zet_e (the moves found), vrij, is_vrij (places that may have a free slot), zit (place of a
student who can still move, else -1), te (where the students of a place end in tw), tk (class of the place for each in
tw), gekozen (class a student has chosen).
"""

from __future__ import annotations

from typing import Any

from bpv_app.matching.rules_kern import T_WORTEL, haal_weg, zet


def zoek_ruil(  # noqa: C901 - calls cost more
    i: int, e0: int, graaf: Any, prijs: Any, werk: Any, kleur: Any, om: Any
) -> int:
    """Move student i along arc e0 if others can make room: a path from the new place to the old, sought from both ends.

    Returns 1: done. 0: the places in the queue cannot reach the old place; -1: those in the second queue, around the
    old place, cannot be reached from the others. teller[1]: the length of that queue.
    """
    rb, re, doel, kl, aan, cap, nin, sb, slot, _pos = graaf
    leeg, comp, pc = prijs[3], prijs[4], prijs[5]
    stempel, via_s, via_e, _wortel, rij, teller = werk
    tb, tw, stempel2, terug_s, terug_p, rij2 = om[0], om[1], om[2], om[3], om[4], om[5]
    zit, te, tk, gekozen = om[10], om[11], om[12], om[13]
    o = zit[i]
    p = doel[e0]
    hier = kleur[o]
    teller[0] += 1
    st = teller[0]
    stempel[p] = st
    via_s[p] = i
    via_e[p] = e0
    rij[0] = p
    stempel2[o] = st
    rij2[0] = o
    kop, staart, kop2, staart2, werk_v, werk_a = 0, 1, 0, 1, 0, 0
    t_in, t_uit, is_open = -1, -1, False  # free slots: the place they leave, the place they come to
    ruimt = leeg[o] == 1  # a free slot anywhere will do: the old place may keep one
    if ruimt and nin[p] < cap[p]:
        terug_s[p] = T_WORTEL
        ruil(i, p, o, t_in, o, graaf, werk, om)
        return 1
    while True:
        if kop == staart:
            teller[1] = staart
            return 0
        if kop2 == staart2 and ruimt:
            ruimt = False
            t_uit = o
            staart2 = van_vrij(hier, st, staart2, graaf, kleur, teller, om)
            continue
        if kop2 == staart2 and not is_open:
            teller[1] = staart2
            return -1
        if kop2 == staart2 or werk_v <= werk_a:
            x = rij[kop]
            kop += 1
            for t in range(sb[x] + nin[x] - 1, sb[x] - 1, -1):
                j = slot[t]
                werk_v += re[j] - rb[j]
                w = rb[j]
                midden = -1
                for e in range(rb[j], re[j]):
                    y = doel[e]
                    if kleur[y] != hier:  # that arc is of no use any more: take it out on the way
                        continue
                    if w != e:
                        doel[w] = y
                        kl[w] = kl[e]
                        if aan[j] == e:
                            aan[j] = w
                    if stempel[y] != st:
                        stempel[y] = st
                        via_s[y] = j
                        via_e[y] = w
                        if stempel2[y] == st:
                            midden = y
                        elif ruimt and nin[y] < cap[y]:
                            terug_s[y] = T_WORTEL
                            t_uit = o
                            midden = y
                        rij[staart] = y
                        staart += 1
                    w += 1
                re[j] = w
                if midden >= 0:
                    ruil(i, midden, o, t_in, t_uit, graaf, werk, om)
                    return 1
            if t_in < 0 and t_uit < 0 and not ruimt and nin[x] < cap[x]:
                t_in = x
                for y in range(pc[comp[x]], pc[comp[x] + 1]):
                    if leeg[y] and stempel[y] != st and kleur[y] == hier:
                        stempel[y] = st
                        via_s[y] = T_WORTEL
                        rij[staart] = y
                        staart += 1
            continue
        y = rij2[kop2]
        kop2 += 1
        if y == pc[comp[y] + 1] - 1:  # "no place": nearly everybody can go there, so only look from the front
            is_open = True
            continue
        werk_a += te[y] - tb[y]
        t = tb[y]
        while t < te[y]:
            j = tw[t]
            x = zit[j]
            if x < 0 or kleur[x] != hier or (j < i and tk[t] != gekozen[j]):
                te[y] -= 1  # never again: the last one comes in its stead
                tw[t] = tw[te[y]]
                tk[t] = tk[te[y]]
                continue
            t += 1
            if stempel2[x] == st:
                continue
            stempel2[x] = st
            terug_s[x] = j
            terug_p[x] = y
            if stempel[x] == st:
                ruil(i, x, o, t_in, t_uit, graaf, werk, om)
                return 1
            rij2[staart2] = x
            staart2 += 1
        if leeg[y] and t_uit < 0 and not ruimt:
            t_uit = y
            van = staart2
            staart2 = van_vrij(hier, st, staart2, graaf, kleur, teller, om)
            for q in range(van, staart2):
                if stempel[rij2[q]] == st:
                    ruil(i, rij2[q], o, t_in, t_uit, graaf, werk, om)
                    return 1


def van_vrij(hier: int, st: int, staart2: int, graaf: Any, kleur: Any, teller: Any, om: Any) -> int:
    """Put the places with a free slot, of this colour, in the second queue. Returns its new length."""
    stempel2, terug_s, rij2, vrij = om[2], om[3], om[5], om[8]
    for q in range(ververs_vrij(graaf, teller, om)):
        x = vrij[q]
        if kleur[x] == hier and stempel2[x] != st:
            stempel2[x] = st
            terug_s[x] = T_WORTEL
            rij2[staart2] = x
            staart2 += 1
    return staart2


def ververs_vrij(graaf: Any, teller: Any, om: Any) -> int:
    """Drop the places without a free slot from the list of places that have one. Returns its length."""
    cap, nin = graaf[5], graaf[6]
    vrij, is_vrij = om[8], om[9]
    n = 0
    for q in range(teller[3]):
        x = vrij[q]
        if nin[x] < cap[x]:
            vrij[n] = x
            n += 1
        else:
            is_vrij[x] = 0
    teller[3] = n
    return n


def komt_vrij(x: int, teller: Any, om: Any) -> None:
    """Place x may have a free slot from now on."""
    vrij, is_vrij = om[8], om[9]
    if is_vrij[x] == 0:
        is_vrij[x] = 1
        vrij[teller[3]] = x
        teller[3] += 1


def pijl_naar(j: int, y: int, rb: Any, re: Any, doel: Any) -> int:
    """The arc of student j to place y, or -1."""
    for e in range(rb[j], re[j]):
        if doel[e] == y:
            return e
    return -1


def ruil(i: int, midden: int, o: int, t_in: int, t_uit: int, graaf: Any, werk: Any, om: Any) -> None:
    """Everybody on the path moves: from i to where both searches met, and from there to the old place o of i."""
    rb, re, doel, aan = graaf[0], graaf[1], graaf[2], graaf[4]
    via_s, via_e, teller = werk[1], werk[2], werk[5]
    terug_s, terug_p, zet_s, zet_e, zit = om[3], om[4], om[6], om[7], om[10]
    n = 0
    x = midden
    while True:
        j = via_s[x]
        if j == T_WORTEL:  # a free slot comes to x, from the place where somebody moves in
            komt_vrij(x, teller, om)
            x = t_in
            continue
        zet_s[n] = j
        zet_e[n] = via_e[x]
        n += 1
        if j == i:
            break
        x = doel[aan[j]]
    x = midden
    while x != o:
        j = terug_s[x]
        if j == T_WORTEL:
            x = t_uit
            komt_vrij(x, teller, om)
            continue
        x = terug_p[x]
        zet_s[n] = j
        zet_e[n] = pijl_naar(j, x, rb, re, doel)
        n += 1
    for k in range(n):
        haal_weg(zet_s[k], graaf)
    for k in range(n):
        zet(zet_s[k], zet_e[k], graaf)
        zit[zet_s[k]] = doel[zet_e[k]]
