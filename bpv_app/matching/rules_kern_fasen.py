"""The engine's inner loops, part 2: exact lexicographic phases of small whole costs over a largest matching.

A phase starts from an assignment that is optimal for everything before it, makes it optimal for its own costs
(primal-dual: paths along tight arcs, prices in steps of one), then removes every arc that no optimal assignment
uses: first those with a positive reduced cost, then those between strongly connected components of the residual
graph (only cycles can still change).
"""

from __future__ import annotations

from typing import Any

from bpv_app.matching.rules_kern import haal_weg

WISSEL, EERST, LAATST, SOM = 0, 1, 2, 3
GROOT = 2_000_000_000


def verhoog_prijzen(ca: int, cz: int, graaf: Any, prijs: Any, werk: Any, bron: Any, nb: int, staart: int) -> bool:
    """No tight path is left: one step for all that the search reached. False: nobody waits, the phase is done."""
    sb, slot, nin = graaf[7], graaf[8], graaf[6]
    u, v, vt, over = prijs[1], prijs[2], prijs[6], prijs[7]
    rij = werk[4]
    tekort = False
    for c in range(ca, cz):
        if over[c] < 0:
            vt[c] -= 1
            tekort = True
    if nb == 0 and not tekort:
        return False
    for b in range(nb):
        u[bron[b]] += 1
    for q in range(staart):
        x = rij[q]
        v[x] -= 1
        for t in range(sb[x], sb[x] + nin[x]):
            u[slot[t]] += 1
    return True


def vul_kosten(soort: int, k: int, graaf: Any, kost: Any, oud: Any, act: Any, na: int) -> bool:
    """Write the costs of a phase on the active arcs. False: all costs are equal for everybody, nothing to gain."""
    rb, re, doel, kl = graaf[0], graaf[1], graaf[2], graaf[3]
    verschil = False
    for a in range(na):
        i = act[a]
        eerste = -1
        for e in range(rb[i], re[i]):
            if soort == EERST:
                d = 0 if kl[e] == k else 1
            elif soort == LAATST:
                d = 1 if kl[e] == k else 0
            elif soort == SOM:
                d = kl[e]
            else:
                d = 1 if oud[i] >= 0 and doel[e] != oud[i] else 0
            kost[e] = d
            if eerste < 0:
                eerste = d
            elif d != eerste:
                verschil = True
    return verschil


def maak_los(graaf: Any, prijs: Any, act: Any, na: int, bron: Any) -> int:
    """Set the prices of students to their cheapest arc and take off everybody who is not on a cheapest one."""
    rb, re, doel, _kl, aan, _cap, _nin, _sb, _slot, _pos = graaf
    kost, u, _v, leeg, comp, _pc, _vt, over = prijs
    nb = 0
    for a in range(na):
        i = act[a]
        laagst = kost[rb[i]]
        for e in range(rb[i] + 1, re[i]):
            if kost[e] < laagst:
                laagst = kost[e]
        u[i] = laagst
        if kost[aan[i]] > laagst:
            p = doel[aan[i]]
            haal_weg(i, graaf)
            aan[i] = -1
            if leeg[p]:
                over[comp[p]] += 1
            bron[nb] = i
            nb += 1
    return nb


def zet_vast(i: int, graaf: Any) -> None:
    """Student i keeps the place for good: student and slot leave the game."""
    doel, aan, cap = graaf[2], graaf[4], graaf[5]
    haal_weg(i, graaf)
    cap[doel[aan[i]]] -= 1


def snoei_duur(ca: int, cz: int, graaf: Any, prijs: Any, act: Any, na: int) -> int:
    """Remove arcs with a positive reduced cost; who has one arc left is fixed. Returns how many can still change."""
    rb, re, doel, kl, aan, _cap, _nin, _sb, _slot, _pos = graaf
    kost, u, v, leeg, _comp, pc, vt, _over = prijs
    rest = 0
    for a in range(na):
        i = act[a]
        w = rb[i]
        nu = aan[i]
        for e in range(rb[i], re[i]):
            if kost[e] - u[i] == v[doel[e]]:
                if e == nu:
                    aan[i] = w
                doel[w] = doel[e]
                kl[w] = kl[e]
                w += 1
        re[i] = w
        if w - rb[i] == 1:
            zet_vast(i, graaf)
        else:
            act[rest] = i
            rest += 1
    for c in range(ca, cz):
        for p in range(pc[c], pc[c + 1]):
            if v[p] != vt[c]:
                leeg[p] = 0
            v[p] = 0
        vt[c] = 0
    return rest


def snoei_kleur(graaf: Any, kleur: Any, act: Any, na: int) -> int:
    """Remove the arcs between strongly connected components; who has one arc left is fixed."""
    rb, re, doel, kl, aan, _cap, _nin, _sb, _slot, _pos = graaf
    rest = 0
    for a in range(na):
        i = act[a]
        w = rb[i]
        nu = aan[i]
        hier = kleur[doel[nu]]
        for e in range(rb[i], re[i]):
            if kleur[doel[e]] == hier:
                if e == nu:
                    aan[i] = w
                doel[w] = doel[e]
                kl[w] = kl[e]
                w += 1
        re[i] = w
        if w - rb[i] == 1:
            zet_vast(i, graaf)
        else:
            act[rest] = i
            rest += 1
    return rest


def volgende(x: int, pz: int, graaf: Any, prijs: Any, kleurwerk: Any) -> Any:  # noqa: C901 - calls cost more
    """The next neighbour of x that was not visited yet, or -1; lowers `laag` by the ones that were."""
    rb, re, doel, _kl, _aan, cap, nin, sb, slot, _pos = graaf
    leeg, comp, pc = prijs[3], prijs[4], prijs[5]
    laag, nr, it_t, it_e = kleurwerk[0], kleurwerk[1], kleurwerk[2], kleurwerk[3]
    hier = laag[x]
    if x >= pz:  # the free slots of component x - pz: they can go to any place that may keep one
        c = x - pz
        for y in range(it_t[x], pc[c + 1]):
            if leeg[y]:
                if nr[y] == 0:
                    it_t[x] = y + 1
                    laag[x] = hier
                    return y
                if laag[y] < hier:
                    hier = laag[y]
        it_t[x] = pc[c + 1]
        laag[x] = hier
        return -1
    t = it_t[x]
    tz = sb[x] + nin[x]
    e = it_e[x]
    while t < tz:
        j = slot[t]
        if e < 0:
            e = rb[j]
        ez = re[j]
        while e < ez:
            y = doel[e]
            e += 1
            if nr[y] == 0:
                it_t[x] = t
                it_e[x] = e
                laag[x] = hier
                return y
            if laag[y] < hier:
                hier = laag[y]
        e = -1
        t += 1
    it_t[x] = t
    it_e[x] = -1
    laag[x] = hier
    if t == tz and nin[x] < cap[x]:
        it_t[x] = tz + 1
        y = pz + comp[x]
        if nr[y] == 0:
            return y
        if laag[y] < hier:
            laag[x] = laag[y]
    return -1


def kleur_componenten(  # noqa: C901 - calls cost more
    ca: int, cz: int, pz: int, graaf: Any, prijs: Any, kleur: Any, kleurwerk: Any
) -> None:
    """Strongly connected components of the residual graph (Tarjan, no recursion). pz: total number of places."""
    nin, sb = graaf[6], graaf[7]
    pc = prijs[5]
    laag, nr, it_t, it_e, stapel, pad = kleurwerk
    pa, pe = pc[ca], pc[cz]
    for p in range(pa, pe):
        nr[p] = 0
        it_t[p] = sb[p]
        it_e[p] = -1
    for c in range(ca, cz):
        nr[pz + c] = 0
        it_t[pz + c] = pc[c]
    teller, hoog = 0, 0
    for begin in range(pa, pe):
        if nr[begin] != 0:
            continue
        if nin[begin] == 0 and graaf[5][begin] == 0:
            nr[begin] = GROOT
            laag[begin] = GROOT
            kleur[begin] = begin
            continue
        diepte = 0
        y = begin
        while True:
            if y >= 0:
                teller += 1
                nr[y] = teller
                laag[y] = teller
                stapel[hoog] = y
                hoog += 1
                pad[diepte] = y
                diepte += 1
                x = y
            y = volgende(x, pz, graaf, prijs, kleurwerk)
            if y >= 0:
                continue
            diepte -= 1
            laagst = laag[x]
            if laagst == nr[x]:
                while True:
                    hoog -= 1
                    y = stapel[hoog]
                    kleur[y] = x
                    laag[y] = GROOT
                    if y == x:
                        break
            if diepte == 0:
                break
            y = -1
            x = pad[diepte - 1]
            if laagst < laag[x]:
                laag[x] = laagst
