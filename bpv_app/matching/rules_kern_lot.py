"""The engine's inner loops, part 3b: students choose in order of lot while the matching stays as large as it is.

`kleur` splits the places: an arc between two colours lies on no alternating cycle any more and never will again,
because choices only take arcs away. A search that fails gives the places it reached a colour of their own, so
nothing is searched twice.
"""

from __future__ import annotations

from typing import Any

from bpv_app.matching.rules_kern import zet
from bpv_app.matching.rules_kern_fasen import zet_vast
from bpv_app.matching.rules_kern_ruil import komt_vrij, zoek_ruil


def keer_om(ca: int, cz: int, act: Any, na: int, graaf: Any, prijs: Any, teller: Any, om: Any) -> None:
    """Who may come to a place: students with an arc to p are `tw[tb[p]:te[p]]`, and the class of
    the place for each is in `tk`. Also: where free slots are.

    Nobody is listed for "no place": nearly everybody can go there.
    """
    rb, re, doel, kl, aan = graaf[0], graaf[1], graaf[2], graaf[3], graaf[4]
    pc = prijs[5]
    tb, tw, zit, te, tk = om[0], om[1], om[10], om[11], om[12]
    cap, nin = graaf[5], graaf[6]
    teller[3] = 0
    for p in range(pc[ca], pc[cz]):
        te[p] = 0
        if nin[p] < cap[p]:
            komt_vrij(p, teller, om)
    for a in range(na):
        i = act[a]
        zit[i] = doel[aan[i]]
        for e in range(rb[i], re[i]):
            te[doel[e]] += 1
    for c in range(ca, cz):
        te[pc[c + 1] - 1] = 0
    som = 0
    for p in range(pc[ca], pc[cz]):
        tb[p] = som
        som += te[p]
        te[p] = tb[p]
    for a in range(na):
        i = act[a]
        ez = re[i]
        for e in range(rb[i], ez - 1):
            p = doel[e]
            tw[te[p]] = i
            tk[te[p]] = kl[e]
            te[p] += 1
        p = doel[ez - 1]
        if p != pc[prijs[4][p] + 1] - 1:
            tw[te[p]] = i
            tk[te[p]] = kl[ez - 1]
            te[p] += 1


def kies_op_lot(act: Any, na: int, graaf: Any, prijs: Any, werk: Any, kleur: Any, om: Any) -> int:  # noqa: C901
    """Students in `act` choose in order of lot; each keeps the arcs of the class received.

    Returns how many can still move inside their class. teller[2] is the last colour used.
    """
    rb, re, doel, kl, aan, cap, _nin, _sb, _slot, _pos = graaf
    rij, teller = werk[4], werk[5]
    rij2, zit, gekozen = om[5], om[10], om[13]
    rest = 0
    for a in range(na):
        i = act[a]
        for e in range(rb[i], re[i]):
            p = doel[e]
            if kl[e] == kl[aan[i]]:
                break
            if kleur[p] != kleur[zit[i]]:
                continue
            if cap[p] == 0:  # everybody there chose before
                teller[2] += 1
                kleur[p] = teller[2]
                continue
            gevonden = zoek_ruil(i, e, graaf, prijs, werk, kleur, om)
            if gevonden == 1:
                break
            teller[2] += 1
            for q in range(teller[1]):
                if gevonden == 0:
                    kleur[rij[q]] = teller[2]
                else:
                    kleur[rij2[q]] = teller[2]
        nu = aan[i]
        k = kl[nu]
        w = rb[i]
        hier = kleur[doel[nu]]
        for e in range(rb[i], re[i]):
            if kl[e] == k and (e == nu or kleur[doel[e]] == hier):
                if e == nu:
                    aan[i] = w
                doel[w] = doel[e]
                kl[w] = k
                w += 1
        re[i] = w
        gekozen[i] = k
        if w - rb[i] == 1:
            zet_vast(i, graaf)
            zit[i] = -1
        else:
            act[rest] = i
            rest += 1
    return rest


def open_keuze(ca: int, cz: int, sc: Any, graaf: Any, prijs: Any, bron: Any, nb: int, act: Any) -> int:
    """Who stays without sits in "no place" from here on. Puts who can still change into `act`; returns how many."""
    rb, re, doel, _kl, _aan, cap, _nin, _sb, _slot, _pos = graaf
    leeg, pc = prijs[3], prijs[5]
    for b in range(nb):
        i = bron[b]
        e = re[i] - 1
        cap[doel[e]] += 1
        zet(i, e, graaf)
    na = 0
    for c in range(ca, cz):
        geen = pc[c + 1] - 1
        for p in range(pc[c], geen):
            leeg[p] = 1
        minder = 1 if cap[geen] == 0 else 0
        for i in range(sc[c], sc[c + 1]):
            re[i] -= minder
            if re[i] - rb[i] == 1:
                zet_vast(i, graaf)
            else:
                act[na] = i
                na += 1
    return na


def kleur_tekort(nb: int, graaf: Any, werk: Any, kleur: Any, bron: Any) -> None:
    """Split what those without a place can reach from the rest: no alternating cycle lies in both."""
    doel, aan = graaf[2], graaf[4]
    rij, teller = werk[4], werk[5]
    for q in range(teller[1]):
        kleur[rij[q]] = 1
    for b in range(nb):
        kleur[doel[aan[bron[b]]]] = 1
