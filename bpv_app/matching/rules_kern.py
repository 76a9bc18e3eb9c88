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
- werk = stempel, via_s, via_e, wortel, rij (queue of places), teller (last stamp; length of the queue; last colour;
  places in the list of free slots)
"""

from __future__ import annotations

from typing import Any

T_WORTEL = -2
DELEN, GENOEG = 6, 8
"""Steps in which students, the last ones first, become free to move when not everybody has a place at once; a step ends
when it helps less than one in GENOEG."""


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


def neem_vrije(i: int, van: int, tot: int, graaf: Any) -> bool:
    """Student i takes the first place among the arcs van..tot that has a free slot."""
    _rb, _re, doel, _kl, aan, cap, nin, sb, slot, pos = graaf
    for e in range(van, tot):
        p = doel[e]
        k = nin[p]
        if k < cap[p]:
            nin[p] = k + 1
            k += sb[p]
            slot[k] = i
            pos[i] = k
            aan[i] = e
            return True
    return False


def kies_om_beurt(sa: int, sz: int, graaf: Any, bron: Any) -> int:
    """Everybody in order takes the best listed place with a free slot; who has none then takes one outside the list.

    Returns how many found none (in `bron`). When nobody is left this is what `garantie` gives.
    """
    rb, re, kl, aan = graaf[0], graaf[1], graaf[3], graaf[4]
    na, nb = 0, 0
    for i in range(sa, sz):
        buiten = kl[re[i] - 1] - 1
        e = rb[i]
        while kl[e] < buiten:
            e += 1
        aan[i] = -1
        if not neem_vrije(i, rb[i], e, graaf):
            bron[na] = i
            na += 1
    for b in range(na):
        i = bron[b]
        if not neem_vrije(i, rb[i], re[i] - 1, graaf):
            bron[nb] = i
            nb += 1
    return nb


def zoek_samen(deel: int, sc: Any, graaf: Any, comp: Any, werk: Any, bron: Any, nb: int) -> tuple[int, int]:  # noqa: C901 - calls cost more
    """One breadth-first pass from everybody in `bron` at once, each tree used at most once.

    Free to move are the last `deel` of DELEN parts of a component's students, and everybody from one place outside the
    list to another. Returns (students still without a place, length of the queue).
    """
    rb, re, doel, kl, aan, cap, nin, sb, slot, _pos = graaf
    stempel, via_s, via_e, wortel, rij, teller = werk
    teller[0] += 1
    st = teller[0]
    kop, staart = 0, 0
    for b in range(nb):
        i = bron[b]
        for e in range(rb[i], re[i] - 1):
            y = doel[e]
            if stempel[y] == st:
                continue
            if nin[y] < cap[y]:
                zet(i, e, graaf)
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
        if aan[w] >= 0:
            continue  # this tree was used already: its pointers are no longer true
        c = comp[x]
        grens = sc[c + 1] - (sc[c + 1] - sc[c]) * deel // DELEN
        t = sb[x] + nin[x]
        tz = sb[x]
        while t > tz:  # the last one in has the worst lot: better that one moves than one who chose before
            t -= 1
            j = slot[t]
            e = rb[j]
            ez = re[j] - 1
            if j < grens:
                buiten = kl[ez] - 1
                if kl[aan[j]] != buiten:
                    continue
                while kl[e] < buiten:
                    e += 1
            while e < ez:
                y = doel[e]
                if stempel[y] != st:
                    if nin[y] < cap[y]:
                        schuif_op(w, j, e, graaf, via_s, via_e)
                        t = tz
                        break
                    stempel[y] = st
                    via_s[y] = j
                    via_e[y] = e
                    wortel[y] = w
                    rij[staart] = y
                    staart += 1
                e += 1
    rest = 0
    for b in range(nb):
        i = bron[b]
        if aan[i] < 0:
            bron[rest] = i
            rest += 1
    return rest, staart


def schuif_op(i: int, j: int, e: int, graaf: Any, via_s: Any, via_e: Any) -> None:
    """Student j moves along arc e, who was to take j's old place moves in there, and so on to student i without one."""
    doel, aan = graaf[2], graaf[4]
    while j != i:
        x = doel[aan[j]]
        haal_weg(j, graaf)
        zet(j, e, graaf)
        j = via_s[x]
        e = via_e[x]
    zet(i, e, graaf)


def maak_plek(sc: Any, graaf: Any, comp: Any, werk: Any, bron: Any, nb: int) -> int:
    """Find a place for as many in `bron` as can be, moving people on the list who chose early as little as possible.

    Step by step more may move: at first nobody on the list, at last everybody. So a largest matching stays close to
    what everybody would take in turn. Returns how many are left; the first teller[1] places of the queue are those
    that these, and who is there, can reach: all full.
    """
    staart = 0
    for deel in range(DELEN + 1):
        while nb > 0:
            rest, staart = zoek_samen(deel, sc, graaf, comp, werk, bron, nb)
            klaar = rest == nb or (deel < DELEN and (nb - rest) * GENOEG < nb)
            nb = rest
            if klaar:
                break
    werk[5][1] = staart if nb > 0 else 0
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
