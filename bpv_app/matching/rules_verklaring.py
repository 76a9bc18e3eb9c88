"""Why somebody has no place (rule 5), why a higher place on a list was not given (rule 6): true, and checkable."""

from __future__ import annotations

from bpv_app.matching.rules_beeld import Beeld, als_lijst
from bpv_app.matching.rules_model import (
    Belang,
    HogerePlaats,
    Modus,
    NietGeplaatst,
    Probleem,
    Reden,
    Uitkomst,
    Uitleg,
)

ZUINIG = 40
"""Places looked at for Hall sets of single students, per place there is; then students of one shortage share a set."""


def verklaar_niet_geplaatst(
    probleem: Probleem, uitkomst: Uitkomst, modus: Modus, *, versnel: bool | None = None
) -> list[NietGeplaatst]:
    """One reason per student without a place, in order of student number (rule 5)."""
    if -1 not in uitkomst.toewijzing:
        return []
    beeld = Beeld(probleem, uitkomst, modus, versnel)
    redenen: list[NietGeplaatst] = []
    tekort: list[int] = []
    for s in beeld.zonder:
        rij = list(dict.fromkeys(beeld.rij_van(s)))
        if not rij:
            redenen.append(NietGeplaatst(s, Reden.GEEN_MOGELIJKE_PLAATS))
        elif modus == Modus.LOTING:
            lijst = [
                p
                for p, r in zip(beeld.rij_van(s), beeld.rang[beeld.begin[s] : beeld.begin[s + 1]], strict=True)
                if r > 0
            ]
            soort = Reden.LIJST_VOL if lijst else Reden.GEEN_LIJST
            redenen.append(_over(beeld, s, soort, (), tuple(dict.fromkeys(lijst))))
        elif any(beeld.capaciteit[p] for p in rij) and not any(beeld.rest[p] for p in rij):
            redenen.append(_over(beeld, s, Reden.AFSPRAAK_BOTST, (), tuple(rij)))
        else:
            tekort.append(s)
    redenen += _tekorten(beeld, tekort)
    return sorted(redenen, key=lambda r: r.student)


def _over(beeld: Beeld, s: int, reden: Reden, studenten: tuple[int, ...], plaatsen: tuple[int, ...]) -> NietGeplaatst:
    plekken = sum(beeld.rest[p] for p in plaatsen)
    return NietGeplaatst(s, reden, studenten, plaatsen, plekken, beeld.vast_in(plaatsen))


def _tekorten(beeld: Beeld, wie: list[int]) -> list[NietGeplaatst]:
    """Hall sets: what a student without a place can reach is full, and who sits there can go nowhere else."""
    redenen: list[NietGeplaatst] = []
    gevonden: dict[tuple[int, ...], NietGeplaatst] = {}
    budget = ZUINIG * (beeld.invoer.plaatsen + 1)
    rest: list[int] = []
    for s in wie:
        if budget < 0:
            rest.append(s)
            continue
        _stop, n, _gezien = beeld.bereik(0, beeld.start(beeld.rij_van(s)), -1, -1)
        budget -= n
        redenen.append(_hall(beeld, [s], sorted(beeld.gevonden(n)), gevonden)[0])
    for groep, plaatsen in _samen(beeld, rest):
        redenen += _hall(beeld, groep, plaatsen, gevonden)
    return redenen


def _hall(
    beeld: Beeld, groep: list[int], plaatsen: list[int], gevonden: dict[tuple[int, ...], NietGeplaatst]
) -> list[NietGeplaatst]:
    """The set of these students without a place: they, and everybody at the places they reach."""
    waar = tuple(plaatsen)
    eerder = gevonden.get(waar)
    if eerder is not None and groep[0] in eerder.studenten:
        return [_met(eerder, s) for s in groep]
    binnen = {j for p in waar for j in beeld.binnen(p)}
    alle = set(waar)
    for s in beeld.zonder:  # others without a place who may only go to these places make the shortage clearer
        rij = beeld.rij_van(s)
        if rij and rij[0] in alle and alle.issuperset(rij):
            binnen.add(s)
    uit = _over(beeld, groep[0], Reden.TEKORT, tuple(sorted(binnen | set(groep))), waar)
    gevonden[waar] = uit
    return [_met(uit, s) for s in groep]


def _met(reden: NietGeplaatst, s: int) -> NietGeplaatst:
    return NietGeplaatst(s, reden.reden, reden.studenten, reden.plaatsen, reden.plekken, reden.vast)


def _samen(beeld: Beeld, wie: list[int]) -> list[tuple[list[int], list[int]]]:
    """Students whose reach overlaps, together: groups with the places they reach."""
    groep_van: dict[int, int] = {}
    hoofd: list[int] = []
    leden: list[tuple[int, list[int]]] = []

    def zoek(g: int) -> int:
        while hoofd[g] != g:
            hoofd[g] = hoofd[hoofd[g]]
            g = hoofd[g]
        return g

    for s in wie:
        g = len(hoofd)
        hoofd.append(g)
        nieuw: list[int] = []
        stapel = list(beeld.rij_van(s))
        while stapel:
            p = stapel.pop()
            h = groep_van.get(p)
            if h is not None:
                hoofd[zoek(h)] = zoek(g)
                continue
            groep_van[p] = g
            nieuw.append(p)
            for j in beeld.binnen(p):
                stapel += beeld.rij_van(j)
        leden.append((s, nieuw))
    samen: dict[int, tuple[list[int], list[int]]] = {}
    for g, (s, nieuw) in enumerate(leden):
        groep, plaatsen = samen.setdefault(zoek(g), ([], []))
        groep.append(s)
        plaatsen += nieuw
    return [(groep, sorted(plaatsen)) for groep, plaatsen in samen.values()]


def verklaar_hoger(
    probleem: Probleem, uitkomst: Uitkomst, modus: Modus, *, versnel: bool | None = None
) -> list[HogerePlaats]:
    """One explanation for every listed place above the one received, by student and rank (rule 6).

    A locked student has none: the agreement is the explanation. Places that are not eligible are not in the rows, so
    `niet_mogelijk` for those, and `uitgesloten`, come from who made the rows; here `niet_mogelijk` is a place without
    slots.
    """
    beeld = Beeld(probleem, uitkomst, modus, versnel)
    uit: list[HogerePlaats] = []
    sets: dict[tuple[int, ...], tuple[int, ...]] = {}
    rangorde = None if beeld.invoer.rangorde is None or modus != Modus.LOTING else als_lijst(beeld.invoer.rangorde)
    prio = {} if rangorde is None else _prio(beeld, rangorde)
    for s in als_lijst(beeld.invoer.volgorde):  # everybody without a lock, best lot first
        nu = beeld.toewijzing[s]
        ontvangen = uitkomst.rang[s] if nu >= 0 else 0
        a, z = beeld.begin[s], beeld.begin[s + 1]
        hoger = [
            (r, e)
            for e, r in zip(range(a, z), beeld.rang[a:z], strict=True)
            if r > 0 and (r < ontvangen or not ontvangen)
        ]
        for r, e in sorted(hoger):
            if beeld.plaats[e] != nu:
                mijn = None if rangorde is None else rangorde[e]
                uit.append(_waarom(beeld, s, beeld.plaats[e], r, mijn, prio, sets))
    uit.sort(key=lambda h: h.student)
    return uit


def _prio(beeld: Beeld, rangorde: list[int]) -> dict[tuple[int, int], int]:
    """Rank that each place gives the students it holds."""
    prio: dict[tuple[int, int], int] = {}
    for s, p in enumerate(beeld.toewijzing):
        if p >= 0:
            for e in range(beeld.begin[s], beeld.begin[s + 1]):
                if beeld.plaats[e] == p:
                    prio[s, p] = rangorde[e]
    return prio


def _waarom(
    beeld: Beeld,
    s: int,
    p: int,
    r: int,
    mijn: int | None,
    prio: dict[tuple[int, int], int],
    sets: dict[tuple[int, ...], tuple[int, ...]],
) -> HogerePlaats:
    plekken, vast = beeld.rest[p], beeld.capaciteit[p] - beeld.rest[p]
    if beeld.capaciteit[p] == 0:
        return HogerePlaats(s, p, r, Uitleg.NIET_MOGELIJK)
    if plekken == 0:
        return HogerePlaats(s, p, r, Uitleg.VAST_VERGEVEN, vast=vast)
    binnen = beeld.binnen(p)
    vol = len(binnen) >= plekken
    laatste = max(binnen, key=beeld.nummer.__getitem__) if binnen else -1
    if vol and beeld.nummer[laatste] < beeld.nummer[s]:
        is_lot = mijn is None or all(prio[j, p] == mijn for j in binnen)
        if is_lot:
            return HogerePlaats(
                s, p, r, Uitleg.VOL_BETER_LOT, beeld.lot[laatste], studenten=len(binnen), plekken=plekken, vast=vast
            )
    if vol and mijn is not None:
        slechtste = max(binnen, key=lambda j: (prio[j, p], beeld.nummer[j]))
        if (prio[slechtste, p], beeld.nummer[slechtste]) < (mijn, beeld.nummer[s]):
            return HogerePlaats(
                s, p, r, Uitleg.VOL_HOGER_GERANGSCHIKT, beeld.lot[slechtste], prio[slechtste, p], len(binnen), plekken,
                vast=vast,
            )  # fmt: skip
    return _bewaard(beeld, s, p, r, vast, sets)


def _bewaard(
    beeld: Beeld, s: int, p: int, r: int, vast: int, sets: dict[tuple[int, ...], tuple[int, ...]]
) -> HogerePlaats:
    """The students who can only go there: a closed set of places, full, with students who may go nowhere else.

    In a first run of `garantie` students with a better lot have chosen before and stay there.
    """
    nu = beeld.toewijzing[s]
    gezien = 0
    waar: tuple[int, ...] = ()
    if nu >= 0 and (beeld.kiest_op_lot or nu not in beeld.vervangbaar):
        gezien, waar = beeld.gebied(p, beeld.nummer[s] if beeld.kiest_op_lot else -1, nu)
    if waar:
        waar = sets.setdefault(waar, waar)
        return HogerePlaats(
            s, p, r, Uitleg.BEWAARD_VOOR, studenten=gezien, plekken=gezien, plaatsen=waar, vast=vast,
            belang=Belang.PLAATSING,
        )  # fmt: skip
    binnen = len(beeld.binnen(p))
    return HogerePlaats(
        s, p, r, Uitleg.BEWAARD_VOOR, studenten=binnen, plekken=beeld.rest[p], plaatsen=(p,), vast=vast,
        belang=Belang.RESULTAAT,
    )  # fmt: skip
