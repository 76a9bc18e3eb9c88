"""The engine's inner loops, part 3: students choose in order of lot while the matching stays as large as it is.

`kleur` splits the places: an arc between two colours lies on no alternating cycle any more and never will again,
because choices only take arcs away. A search that fails gives the places it reached a colour of their own, so
nothing is searched twice.
"""

from __future__ import annotations

from typing import Any

from bpv_app.matching.rules_kern import T_WORTEL, haal_weg, zet
from bpv_app.matching.rules_kern_fasen import zet_vast


def zoek_ruil(i: int, e0: int, graaf: Any, prijs: Any, werk: Any, kleur: Any) -> bool:
    """Move student i along arc e0 if somebody can make room: a path from the new place to the old one. True: done.

    False: the places reached (queue, up to teller[1]) cannot reach the old place of i.
    """
    rb, re, doel, _kl, aan, cap, nin, sb, slot, _pos = graaf
    leeg, comp, pc = prijs[3], prijs[4], prijs[5]
    stempel, via_s, via_e, _wortel, rij, teller = werk
    o = doel[aan[i]]
    p = doel[e0]
    hier = kleur[o]
    o_leeg = leeg[o]
    teller[0] += 1
    st = teller[0]
    stempel[p] = st
    via_s[p] = i
    via_e[p] = e0
    t_in = -1
    rij[0] = p
    kop, staart = 0, 1
    if nin[p] < cap[p] and o_leeg:
        haal_weg(i, graaf)
        zet(i, e0, graaf)
        return True
    while kop < staart:
        x = rij[kop]
        kop += 1
        for t in range(sb[x], sb[x] + nin[x]):
            j = slot[t]
            for e in range(rb[j], re[j]):
                y = doel[e]
                if y == o or (o_leeg and nin[y] < cap[y] and kleur[y] == hier and stempel[y] != st):
                    haal_weg(i, graaf)
                    _schuif(i, j, e, t_in, graaf, via_s, via_e)
                    return True
                if stempel[y] != st and kleur[y] == hier:
                    stempel[y] = st
                    via_s[y] = j
                    via_e[y] = e
                    rij[staart] = y
                    staart += 1
        if t_in < 0 and nin[x] < cap[x]:
            t_in = x
            for y in range(pc[comp[x]], pc[comp[x] + 1]):
                if leeg[y] and stempel[y] != st and kleur[y] == hier:
                    stempel[y] = st
                    via_s[y] = T_WORTEL
                    rij[staart] = y
                    staart += 1
    teller[1] = staart
    return False


def _schuif(i: int, j: int, e: int, t_in: int, graaf: Any, via_s: Any, via_e: Any) -> None:
    """Everybody on the path moves up one; i is off its place already and comes last."""
    doel, aan = graaf[2], graaf[4]
    while j != i:
        x = doel[aan[j]]
        haal_weg(j, graaf)
        zet(j, e, graaf)
        if via_s[x] == T_WORTEL:
            x = t_in
        j = via_s[x]
        e = via_e[x]
    zet(i, e, graaf)


def kies_op_lot(act: Any, na: int, kl_telt: bool, graaf: Any, prijs: Any, werk: Any, kleur: Any) -> int:
    """Students in `act` choose in order of lot; kl_telt: by class, keeping all arcs of the class; else by row order.

    Returns how many are still movable. teller[2] is the last colour used.
    """
    rb, re, doel, kl, aan, _cap, _nin, _sb, _slot, _pos = graaf
    rij, teller = werk[4], werk[5]
    rest = 0
    for a in range(na):
        i = act[a]
        hier = kleur[doel[aan[i]]]
        for e in range(rb[i], re[i]):
            p = doel[e]
            if p == doel[aan[i]] or (kl_telt and kl[e] == kl[aan[i]]):
                break
            if kleur[p] != hier:
                continue
            if zoek_ruil(i, e, graaf, prijs, werk, kleur):
                break
            teller[2] += 1
            for q in range(teller[1]):
                kleur[rij[q]] = teller[2]
        nu = aan[i]
        p = doel[nu]
        k = kl[nu]
        w = rb[i]
        if kl_telt:
            hier = kleur[p]
            for e in range(rb[i], re[i]):
                if kl[e] == k and (e == nu or kleur[doel[e]] == hier):
                    if e == nu:
                        aan[i] = w
                    doel[w] = doel[e]
                    kl[w] = kl[e]
                    w += 1
        else:
            doel[w] = p
            kl[w] = k
            aan[i] = w
            w += 1
        re[i] = w
        if w - rb[i] == 1:
            zet_vast(i, graaf)
        else:
            act[rest] = i
            rest += 1
    return rest
