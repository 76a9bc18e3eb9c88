"""The engine against every possible outcome of thousands of small rounds (see orakel.py)."""

from __future__ import annotations

import random
from itertools import permutations

import numpy as np
import pytest

from bpv_app.matching.rules import Doel, Grond, Modus, Uitkomst, los_op
from tests.matching.orakel import Ronde, Uitkomsten, antwoord, maak_ronde, meeste

DOELEN = tuple(Doel)
WIJZEN = [
    (Modus.GARANTIE, Doel.EERSTE_KEUZES),
    (Modus.LOTING, Doel.EERSTE_KEUZES),
    *((Modus.OPTIMAAL, d) for d in DOELEN),
]


def klassen(ronde: Ronde, uitkomst: Uitkomst) -> tuple[int, ...]:
    return tuple(ronde.klasse(s, p) for s, p in enumerate(uitkomst.toewijzing))


def check_regels(ronde: Ronde, uitkomst: Uitkomst, modus: Modus) -> None:
    """No hard rule is broken, and what the outcome says about itself is so."""
    plek = uitkomst.toewijzing
    assert len(plek) == ronde.studenten
    for p, capaciteit in enumerate(ronde.capaciteit):
        assert plek.count(p) <= capaciteit
    for s, p in enumerate(plek):
        assert p == -1 or p in ronde.mogelijk[s]
        rang = ronde.lijst[s].get(p, 0)
        assert uitkomst.rang[s] == rang
        if ronde.vast[s] >= 0:
            assert p == ronde.vast[s]
            assert uitkomst.grond[s] is Grond.VAST
        elif p < 0:
            assert uitkomst.grond[s] is None
        else:
            assert uitkomst.grond[s] is (Grond.LIJST if rang else Grond.BUITEN_LIJST)
            assert rang or modus is not Modus.LOTING
    assert uitkomst.maximum == meeste(ronde)


@pytest.mark.parametrize(
    ("met_rangorde", "met_vorige", "aantal", "seed"),
    [(False, False, 2000, 1), (True, False, 1300, 2), (False, True, 1300, 3), (True, True, 500, 4)],
)
def test_every_mode_gives_what_trying_everything_gives(
    met_rangorde: bool, met_vorige: bool, aantal: int, seed: int
) -> None:
    kans = random.Random(seed)
    anders = dict.fromkeys(WIJZEN, 0)
    for nummer in range(aantal):
        ronde = maak_ronde(kans, met_rangorde=met_rangorde, met_vorige=met_vorige)
        eerste: tuple[int, ...] = ()
        for modus, doel in WIJZEN:
            uitkomst = los_op(ronde.als_probleem(), modus, doel)
            check_regels(ronde, uitkomst, modus)
            verwacht = antwoord(ronde, modus, doel)
            assert klassen(ronde, uitkomst) == verwacht, (seed, nummer, modus, doel, ronde)
            eerste = verwacht if modus is Modus.GARANTIE else eerste
            anders[modus, doel] += verwacht != eerste
    assert all(n > 20 for wijze, n in anders.items() if wijze[0] is Modus.LOTING), "the rounds are too easy to tell"


@pytest.mark.parametrize("modus", list(Modus))
def test_a_rerun_changes_as_few_students_as_possible(modus: Modus) -> None:
    kans = random.Random(11)
    gewisseld = 0
    for _ in range(700):
        ronde = maak_ronde(kans, met_vorige=True)
        doel = kans.choice(DOELEN)
        uitkomst = los_op(ronde.als_probleem(), modus, doel)
        uitkomsten = Uitkomsten(ronde, alleen_lijst=modus is Modus.LOTING)
        assert sum(p >= 0 for p in uitkomst.toewijzing) == uitkomsten.meeste_geplaatst()
        minste = uitkomsten.minste_wissels()
        assert ronde.vorige is not None
        wissels = sum(oud not in (-1, nu) for oud, nu in zip(ronde.vorige, uitkomst.toewijzing, strict=True))
        assert wissels == minste
        gewisseld += minste
    assert gewisseld > 200


def _andere_lijsten(lijst: dict[int, int]) -> list[dict[int, int]]:
    """Every order of every part of a list."""
    plaatsen = sorted(lijst, key=lijst.__getitem__)
    return [
        {p: r for r, p in enumerate(volgorde, 1)}
        for lengte in range(len(plaatsen) + 1)
        for volgorde in permutations(plaatsen, lengte)
    ]


@pytest.mark.parametrize(
    ("modus", "met_rangorde"), [(Modus.GARANTIE, False), (Modus.LOTING, False), (Modus.LOTING, True)]
)
def test_nobody_gains_by_handing_in_another_list_than_the_true_one(modus: Modus, met_rangorde: bool) -> None:
    kans = random.Random(21)
    geprobeerd = 0
    for _ in range(400):
        ronde = maak_ronde(kans, met_rangorde=met_rangorde, plaatsen=kans.choice([2, 3, 3]))
        eerlijk = klassen(ronde, los_op(ronde.als_probleem(), modus))
        for s in range(ronde.studenten):
            for lijst in _andere_lijsten(ronde.lijst[s]):
                if lijst != ronde.lijst[s]:
                    uitkomst = los_op(ronde.met_lijst(s, lijst).als_probleem(), modus)
                    assert ronde.klasse(s, uitkomst.toewijzing[s]) >= eerlijk[s], (ronde, s, lijst)
                    geprobeerd += 1
    assert geprobeerd > 2000


def test_the_search_for_gains_finds_those_of_the_mode_that_has_them() -> None:
    """`optimaal` does reward a shortened list (that is the trap): the same search must find it."""
    kans = random.Random(22)
    for _ in range(400):
        ronde = maak_ronde(kans, plaatsen=3)
        eerlijk = klassen(ronde, los_op(ronde.als_probleem(), Modus.OPTIMAAL))
        for s in range(ronde.studenten):
            for lijst in _andere_lijsten(ronde.lijst[s]):
                uitkomst = los_op(ronde.met_lijst(s, lijst).als_probleem(), Modus.OPTIMAAL)
                if ronde.klasse(s, uitkomst.toewijzing[s]) < eerlijk[s]:
                    return
    pytest.fail("no gain found in optimaal: the search for gains is blind")


def test_in_garantie_a_better_place_is_only_missed_when_giving_it_would_cost_someone() -> None:
    """Whoever sees a better place go to a worse lot could not have had it: not with all before him as well off and
    nobody fewer placed."""
    kans = random.Random(31)
    gezien = 0
    for _ in range(1200):
        ronde = maak_ronde(kans)
        plek = los_op(ronde.als_probleem(), Modus.GARANTIE).toewijzing
        for i in range(ronde.studenten):
            for j in range(ronde.studenten):
                afgunst = (
                    ronde.vast[i] < 0
                    and ronde.vast[j] < 0
                    and ronde.lot[i] < ronde.lot[j]
                    and plek[j] in ronde.lijst[i]
                    and ronde.lijst[i][plek[j]] < ronde.klasse(i, plek[i])
                )
                if afgunst:
                    gezien += 1
                    anders = Uitkomsten(ronde)
                    anders.meeste_geplaatst()
                    for s in ronde.op_lot[: ronde.op_lot.index(i)]:
                        anders.houd(anders.klasse[:, s] <= ronde.klasse(s, plek[s]))
                    anders.houd(anders.klasse[:, i] <= ronde.lijst[i][plek[j]])
                    assert not len(anders.plaats), (ronde, i, j)
    assert gezien > 20


def test_deferred_acceptance_leaves_no_blocking_pair() -> None:
    kans = random.Random(41)
    for _ in range(800):
        ronde = maak_ronde(kans, met_rangorde=True)
        plek = los_op(ronde.als_probleem(), Modus.LOTING).toewijzing
        stabiel = Uitkomsten(ronde, alleen_lijst=True)
        stabiel.stabiel()
        mijn = np.array([p if p >= 0 else stabiel.geen for p in plek])
        assert (stabiel.plaats == mijn).all(axis=1).any(), ronde


@pytest.mark.parametrize(("modus", "doel"), WIJZEN)
def test_no_two_students_would_both_gain_by_swapping(modus: Modus, doel: Doel) -> None:
    kans = random.Random(51)
    for _ in range(600):
        ronde = maak_ronde(kans)
        plek = los_op(ronde.als_probleem(), modus, doel).toewijzing
        vrij = [s for s in range(ronde.studenten) if ronde.vast[s] < 0 and plek[s] >= 0]
        for i in vrij:
            for j in vrij:
                wint_i = ronde.lijst[i].get(plek[j], 99) < ronde.klasse(i, plek[i])
                wint_j = ronde.lijst[j].get(plek[i], 99) < ronde.klasse(j, plek[j])
                assert not (wint_i and wint_j), (ronde, i, j)
