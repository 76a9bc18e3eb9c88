"""An independent, slow and simple solver: every rule of a mode becomes one digit of one whole number per pair.

Cheapest assignment, students coming in one by one along a cheapest path. Shares nothing with the engine but the words.
"""

from __future__ import annotations

from bpv_app.matching.rules import Doel, Modus, Probleem


def los_traag(probleem: Probleem, modus: Modus, doel: Doel = Doel.EERSTE_KEUZES) -> tuple[list[int], list[int], int]:
    """Places, ranks and the maximum, by one exact weight per pair."""
    capaciteit = [int(c) for c in probleem.capaciteit]
    begin, lot, vast = list(probleem.begin), list(probleem.lot), list(probleem.vast)
    studenten = len(begin) - 1
    langste = max((int(r) for r in probleem.rang), default=0)
    rijen: list[dict[int, int]] = []
    for s in range(studenten):
        rij: dict[int, int] = {}
        for e in range(begin[s], begin[s + 1]):
            p, klasse = int(probleem.plaats[e]), int(probleem.rang[e]) or langste + 1
            rij[p] = min(klasse, rij.get(p, klasse))
        rijen.append(rij)
    rest = list(capaciteit)
    for s, p in enumerate(vast):
        if p >= 0:
            if p not in rijen[s]:
                raise ValueError(p)
            rest[p] -= 1
            if rest[p] < 0:
                raise ValueError(p)
    vrij = sorted((s for s in range(studenten) if vast[s] < 0), key=lambda s: lot[s])
    maximum = (
        studenten
        - len(vrij)
        + sum(p >= 0 for p in _gewogen(vrij, [dict.fromkeys(rijen[s], -1) for s in vrij], [0] * len(vrij), rest))
    )
    lijst = [{p: k for p, k in rijen[s].items() if modus != Modus.LOTING or k <= langste} for s in vrij]
    if modus == Modus.LOTING and probleem.vorige is None:
        gekozen = _loting(probleem, vrij, lijst, rest)
    else:
        gewicht, geen = _gewichten(probleem, modus, doel, vrij, lijst, langste)
        gekozen = _gewogen(vrij, gewicht, geen, rest)
    toewijzing = list(vast)
    for s, p in zip(vrij, gekozen, strict=True):
        toewijzing[s] = p
    rang = [0 if p < 0 or rijen[s][p] > langste else rijen[s][p] for s, p in enumerate(toewijzing)]
    return [int(p) for p in toewijzing], rang, maximum


def _gewichten(
    probleem: Probleem, modus: Modus, doel: Doel, vrij: list[int], lijst: list[dict[int, int]], langste: int
) -> tuple[list[dict[int, int]], list[int]]:
    """Exact lexicographic costs as whole numbers: placed, changes, profile, classes in order of lot, row order."""
    n, basis = len(vrij), max(len(vrij), langste + 3) + 2
    profiel: list[int] = [0] * (langste + 3)
    if modus == Modus.OPTIMAAL or probleem.vorige is not None:
        if doel == Doel.KLEINSTE_SOM:
            profiel = [*range(langste + 2), 0]
        elif doel == Doel.EERSTE_KEUZES:
            profiel = [0, *(-(basis ** (langste + 1 - k)) for k in range(1, langste + 2)), 0]
        else:
            profiel = [0, *(basis**k for k in range(1, langste + 2)), 0]
    breed = max((len(r) for r in lijst), default=0) + 2
    rij_schaal = [breed ** (n - 1 - i) for i in range(n)]
    lot_schaal = [breed**n * basis ** (n - 1 - i) for i in range(n)]
    doel_schaal = breed**n * basis**n
    wissel_schaal = doel_schaal * basis ** (langste + 4) * basis
    plek_schaal = wissel_schaal * basis
    gewicht: list[dict[int, int]] = []
    geen: list[int] = []
    for i, s in enumerate(vrij):
        oud = -1 if probleem.vorige is None else int(probleem.vorige[s])
        gewicht.append(
            {
                p: -plek_schaal
                + (wissel_schaal if oud >= 0 and p != oud else 0)
                + profiel[k] * doel_schaal
                + k * lot_schaal[i]
                + nr * rij_schaal[i]
                for nr, (p, k) in enumerate(lijst[i].items())
            }
        )
        geen.append((wissel_schaal if oud >= 0 else 0) + (langste + 2) * lot_schaal[i])
    return gewicht, geen


def _gewogen(vrij: list[int], gewicht: list[dict[int, int]], geen: list[int], rest: list[int]) -> list[int]:
    """Cheapest assignment: students come in one by one along a cheapest path (Bellman–Ford), exact whole numbers."""
    zit: list[int] = [-1] * len(vrij)
    in_plaats: list[list[int]] = [[] for _ in rest]
    for nieuw in range(len(vrij)):
        kosten: dict[int, int] = {}
        via: dict[int, int] = {}
        beste, einde = geen[nieuw], (nieuw, -1)
        rij = [(nieuw, 0)]
        while rij:
            i, d = rij.pop()
            for p, w in gewicht[i].items():
                if rest[p] == 0:
                    continue
                nu = d + w
                if p == zit[i] or (p in kosten and kosten[p] <= nu):
                    continue
                kosten[p], via[p] = nu, i
                if len(in_plaats[p]) < rest[p]:
                    if nu < beste:
                        beste, einde = nu, (-1, p)
                else:
                    for j in in_plaats[p]:
                        zonder = nu - gewicht[j][p]
                        if zonder + geen[j] < beste:
                            beste, einde = zonder + geen[j], (j, -1)
                        rij.append((j, zonder))
        _verplaats(einde, nieuw, via, zit, in_plaats)
    return zit


def _verplaats(
    einde: tuple[int, int], nieuw: int, via: dict[int, int], zit: list[int], in_plaats: list[list[int]]
) -> None:
    i, p = einde
    if p < 0:
        if i == nieuw:
            return
        p = zit[i]
        in_plaats[p].remove(i)
        zit[i] = -1
    while True:
        j = via[p]
        oud = zit[j]
        if oud >= 0:
            in_plaats[oud].remove(j)
        zit[j] = p
        in_plaats[p].append(j)
        if j == nieuw:
            return
        p = oud


def _loting(probleem: Probleem, vrij: list[int], lijst: list[dict[int, int]], rest: list[int]) -> list[int]:
    """Deferred acceptance, students proposing; without ranks of companies that is one draw in order of lot."""
    volgorde = [sorted(r, key=r.__getitem__, reverse=True) for r in lijst]
    waarde: list[dict[int, tuple[int, int]]] = []
    for i, s in enumerate(vrij):
        rij: dict[int, tuple[int, int]] = {}
        for e in range(probleem.begin[s], probleem.begin[s + 1]):
            rang = 0 if probleem.rangorde is None else int(probleem.rangorde[e])
            rij[int(probleem.plaats[e])] = (rang, i)
        waarde.append(rij)
    zit = [-1] * len(vrij)
    in_plaats: list[list[int]] = [[] for _ in rest]
    wacht = list(range(len(vrij)))[::-1]
    while wacht:
        i = wacht.pop()
        while volgorde[i] and zit[i] < 0:
            p = volgorde[i].pop()
            zit[i] = p
            in_plaats[p].append(i)
            if len(in_plaats[p]) > rest[p]:
                weg = max((waarde[j][p], j) for j in in_plaats[p])[1]
                in_plaats[p].remove(weg)
                zit[weg] = -1
                if weg != i:
                    wacht.append(weg)
    return zit
