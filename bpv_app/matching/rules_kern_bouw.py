"""The engine's inner loops, part 0: from the rows of a problem to working rows, split by connected component."""

from __future__ import annotations

from typing import Any


def zoek_hoofd(p: int, hoofd: Any) -> int:
    """Union-find with path halving."""
    while hoofd[p] != p:
        hoofd[p] = hoofd[hoofd[p]]
        p = hoofd[p]
    return p


def verbind(volgorde: Any, begin: Any, plaats: Any, rang: Any, alleen_lijst: bool, hoofd: Any, graad: Any) -> int:
    """Join the places of each student; count the arcs per place. Returns the number of arcs."""
    for p in range(len(hoofd)):
        hoofd[p] = p
    totaal = 0
    for a in range(len(volgorde)):
        s = volgorde[a]
        wortel = -1
        for e in range(begin[s], begin[s + 1]):
            if alleen_lijst and rang[e] == 0:
                continue
            p = plaats[e]
            graad[p] += 1
            totaal += 1
            if wortel < 0:
                wortel = zoek_hoofd(p, hoofd)
            elif hoofd[p] != wortel:
                q = zoek_hoofd(p, hoofd)
                if q != wortel:
                    if q < wortel:
                        hoofd[wortel] = q
                        wortel = q
                    else:
                        hoofd[q] = wortel
    return totaal


def nummer_componenten(hoofd: Any, graad: Any, comp_oud: Any, pc: Any, nieuw: Any) -> int:
    """Number the components (in order of their lowest place) and their places, one extra place at the end of each.

    comp_oud: component of a place, -1 unused. pc: first working place of a component, and one past the last.
    Returns how many.
    """
    c = 0
    for p in range(len(hoofd)):
        comp_oud[p] = -1
        if graad[p] > 0:
            h = zoek_hoofd(p, hoofd)
            if h == p:
                comp_oud[p] = c
                pc[c + 1] = 0
                c += 1
            else:
                comp_oud[p] = comp_oud[h]
            pc[comp_oud[p] + 1] += 1
    pc[0] = 0
    for k in range(c):
        pc[k + 1] += pc[k] + 1
    for p in range(len(hoofd)):
        k = comp_oud[p]
        if k >= 0:
            nieuw[p] = pc[k]
            pc[k] += 1
    for k in range(c, 0, -1):
        pc[k] = pc[k - 1] + 1
    pc[0] = 0
    return c


def nummer_studenten(
    volgorde: Any,
    begin: Any,
    plaats: Any,
    rang: Any,
    alleen_lijst: bool,
    comp_oud: Any,
    aantal_c: int,
    sc: Any,
    wie: Any,
    eerste: Any,
) -> int:
    """Number the students by component, inside it in the given order. wie: who it is. Returns how many."""
    for k in range(aantal_c + 1):
        sc[k] = 0
    for a in range(len(volgorde)):
        s = volgorde[a]
        eerste[a] = -1
        for e in range(begin[s], begin[s + 1]):
            if not alleen_lijst or rang[e] > 0:
                eerste[a] = comp_oud[plaats[e]]
                sc[eerste[a] + 1] += 1
                break
    for k in range(aantal_c):
        sc[k + 1] += sc[k]
    totaal = sc[aantal_c]
    for a in range(len(volgorde)):
        k = eerste[a]
        if k >= 0:
            wie[sc[k]] = volgorde[a]
            sc[k] += 1
    for k in range(aantal_c, 0, -1):
        sc[k] = sc[k - 1]
    sc[0] = 0
    return int(totaal)


def schrijf_rijen(
    aantal_c: int,
    sc: Any,
    wie: Any,
    begin: Any,
    plaats: Any,
    rang: Any,
    buiten: int,
    alleen_lijst: bool,
    nieuw: Any,
    pc: Any,
    rb: Any,
    re: Any,
    doel: Any,
    kl: Any,
) -> None:
    """Rows by class: the list by rank, then the unlisted in row order (class `buiten`), then "no place"."""
    w = 0
    for c in range(aantal_c):
        for i in range(sc[c], sc[c + 1]):
            s = wie[i]
            rb[i] = w
            for e in range(begin[s], begin[s + 1]):
                r = rang[e]
                if r > 0:
                    k = w
                    while k > rb[i] and kl[k - 1] > r:
                        doel[k] = doel[k - 1]
                        kl[k] = kl[k - 1]
                        k -= 1
                    doel[k] = nieuw[plaats[e]]
                    kl[k] = r
                    w += 1
            if not alleen_lijst:
                for e in range(begin[s], begin[s + 1]):
                    if rang[e] == 0:
                        doel[w] = nieuw[plaats[e]]
                        kl[w] = buiten
                        w += 1
            doel[w] = pc[c + 1] - 1
            kl[w] = buiten + 1
            w += 1
            re[i] = w


def schrijf_plaatsen(
    aantal_c: int,
    pc: Any,
    sc: Any,
    comp_oud: Any,
    nieuw: Any,
    graad: Any,
    rest: Any,
    comp: Any,
    cap: Any,
    sb: Any,
    oud: Any,
) -> int:
    """Capacities (no more than arcs) and where the slots of each working place start. oud: the place's own number.

    Returns the number of slots.
    """
    for p in range(len(comp_oud)):
        if comp_oud[p] >= 0:
            q = nieuw[p]
            comp[q] = comp_oud[p]
            cap[q] = min(rest[p], graad[p])
            oud[q] = p
    w = 0
    for c in range(aantal_c):
        geen = pc[c + 1] - 1
        comp[geen] = c
        oud[geen] = -1
        for q in range(pc[c], pc[c + 1]):
            sb[q] = w
            w += cap[q]
        w += sc[c + 1] - sc[c]
    return int(w)


def vertaal_vorige(wie: Any, n: int, vorige: Any, nieuw: Any, oud_nummer: Any, oud: Any) -> None:
    """Previous places in working numbers; one that is in no row any more becomes one past the last."""
    for i in range(n):
        p = vorige[wie[i]]
        if p < 0:
            oud[i] = -1
        else:
            q = nieuw[p]
            oud[i] = q if oud_nummer[q] == p else len(oud_nummer)
