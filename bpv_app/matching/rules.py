"""The matching engine: which student goes to which place, and the proof of it. Values in, values out.

Semantics that callers and oracles may rely on; they make every answer unique:
- A student's places fall into classes: listed rank 1, 2, 3 …; then one class for all eligible places not on the
  list (one after the longest list of the round); then "no place".
- `garantie` = among all assignments that place the maximum number, the one whose vector of classes, students by
  lot, is lexicographically best. A student whose place is not on the list stays movable between unlisted places while
  later students choose; at the end these students get, again in order of lot, the first of their unlisted places in row
  order that is left.
- `optimaal` = maximum number, then the profile of the `Doel`, exactly; ties by the same vector of classes.
- `loting` = serial dictatorship on listed pairs, or with `rangorde` deferred acceptance on (rank, then lot), students
  proposing.
- A re-run (`vorige` given) = maximum number → fewest changes → profile of the `Doel` → the vector of classes; in every
  mode, `loting` on listed pairs (and then without regard to `rangorde`: `controleer` counts the blocking pairs).
  A student changes when there was a place and it is not the new one; from no place to a place is not a change.
- A locked student holds the locked place before anything else happens (rule 1), also an unlisted one, also in `loting`.
- `Uitkomst.maximum` is over all eligible pairs in every mode, so that modes can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst


class Modus(StrEnum):
    """The three modes of one engine."""

    GARANTIE = "garantie"
    LOTING = "loting"
    OPTIMAAL = "optimaal"


class Doel(StrEnum):
    """What `optimaal` (and the last step of a re-run) makes best, after the number placed."""

    EERSTE_KEUZES = "eerste_keuzes"
    NIEMAND_ACHTERAAN = "niemand_achteraan"
    KLEINSTE_SOM = "kleinste_som"


class Grond(StrEnum):
    """Why somebody has this place."""

    LIJST = "lijst"
    BUITEN_LIJST = "buiten_lijst"
    VAST = "vast"


class Reden(StrEnum):
    """Why somebody has no place (rule 5)."""

    GEEN_MOGELIJKE_PLAATS = "geen_mogelijke_plaats"
    GEEN_LIJST = "geen_lijst"
    LIJST_VOL = "lijst_vol"
    TEKORT = "tekort"
    AFSPRAAK_BOTST = "afspraak_botst"


class Uitleg(StrEnum):
    """Why a listed place above the one received was not given (rule 6)."""

    VOL_BETER_LOT = "vol_beter_lot"
    VOL_HOGER_GERANGSCHIKT = "vol_hoger_gerangschikt"
    BEWAARD_VOOR = "bewaard_voor"
    NIET_MOGELIJK = "niet_mogelijk"
    UITGESLOTEN = "uitgesloten"
    VAST_VERGEVEN = "vast_vergeven"


@dataclass(frozen=True)
class Probleem:
    """One round: P places, S students, E eligible pairs in rows (CSR): s may go to `plaats[begin[s]:begin[s+1]]`.

    Lists and integer arrays are both fine. Blocked pairs are absent; a locked pair is present.
    """

    capaciteit: Sequence[int]
    """P: slots per place, ≥ 0."""
    begin: Sequence[int]
    """S+1: where each row starts."""
    plaats: Sequence[int]
    """E: place of each pair."""
    rang: Sequence[int]
    """E: 1 = first choice, 0 = eligible but not on the list."""
    lot: Sequence[int]
    """S: all different; lower is better, groups with priority already sorted in (rule 3)."""
    vast: Sequence[int]
    """S: locked place, or -1."""
    rangorde: Sequence[int] | None = None
    """E: rank the place gives the student, 1 = best; None: companies do not rank. Only used by `loting`."""
    vorige: Sequence[int] | None = None
    """S: place in the published result, or -1; given: this is a re-run (rule 4)."""


@dataclass(frozen=True)
class Uitkomst:
    """Who goes where."""

    toewijzing: list[int]
    """S: place or -1."""
    rang: list[int]
    """S: rank of that place; 0: not on the list, or no place."""
    grond: list[Grond | None]
    """S: why."""
    maximum: int
    """Most students that can be placed with these locks, over all eligible pairs."""


def los_op(probleem: Probleem, modus: Modus, doel: Doel = Doel.EERSTE_KEUZES) -> Uitkomst:
    """Solve one round. Raises `DomeinFout` when the locks do not fit (rule 1)."""
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
                raise DomeinFout(
                    "vast_niet_mogelijk",
                    Tekst("Een vaste afspraak mag niet volgens de regels.", "A fixed agreement breaks a rule."),
                )
            rest[p] -= 1
            if rest[p] < 0:
                raise DomeinFout(
                    "vast_te_veel",
                    Tekst("Er zijn meer vaste afspraken dan plekken.", "There are more fixed agreements than slots."),
                )
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
    grond = [
        None if p < 0 else Grond.VAST if vast[s] >= 0 else Grond.LIJST if rang[s] else Grond.BUITEN_LIJST
        for s, p in enumerate(toewijzing)
    ]
    return Uitkomst([int(p) for p in toewijzing], rang, grond, maximum)


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
