"""Plain Python and compiled kernels give exactly the same answer, whatever form the numbers come in."""

from __future__ import annotations

import random
import sys
from dataclasses import fields
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from bpv_app.matching import rules_versneld
from bpv_app.matching.rules import Doel, Modus, Probleem, los_op, tel_maximum, verklaar_hoger, verklaar_niet_geplaatst
from tests.matching.rondes import maak_ronde

pytest.importorskip("numba", reason="numba is optional; without it there is nothing to compare")


def als_arrays(ronde: Probleem) -> Probleem:
    """The same round with arrays, as the assembly of a region makes them."""
    waarden: dict[str, Any] = {v.name: getattr(ronde, v.name) for v in fields(ronde)}
    arrays: dict[str, Any] = {k: None if w is None else np.asarray(w, dtype=np.int64) for k, w in waarden.items()}
    return Probleem(**arrays)


def rondes() -> list[Probleem]:
    """From a handful of students to a few hundred, contested and not."""
    uit = []
    for seed in range(60):
        r = random.Random(seed)
        n = r.choice([1, 3, 12, 60, 250])
        uit.append(
            maak_ronde(
                seed,
                n,
                r.randint(1, max(2, n // 2)),
                breed=(0, r.choice([3, 8])),
                vast=r.choice([0, 0.1]),
                rangorde=r.random() < 0.4,
                vorige=r.choice([0, 0.9]),
                dubbel=r.choice([0, 0.2]),
            )
        )
    return uit


def test_plain_and_compiled_give_the_same_answer() -> None:
    for ronde in rondes():
        for modus in Modus:
            for doel in Doel:
                gewoon = los_op(ronde, modus, doel, versnel=False)
                snel = los_op(als_arrays(ronde), modus, doel, versnel=True)
                assert (snel.toewijzing, snel.rang, snel.grond) == (gewoon.toewijzing, gewoon.rang, gewoon.grond)
                assert snel.profiel == gewoon.profiel
                assert snel.is_snel == (len(ronde.plaats) > 0)
                assert all(type(p) is int for p in snel.toewijzing)


def test_plain_and_compiled_explain_the_same() -> None:
    for ronde in rondes():
        for modus in Modus:
            uitkomst = los_op(ronde, modus, versnel=False)
            for verklaar in (verklaar_hoger, verklaar_niet_geplaatst):
                assert verklaar(ronde, uitkomst, modus, versnel=True) == verklaar(ronde, uitkomst, modus, versnel=False)
        assert tel_maximum(ronde, versnel=True) == tel_maximum(ronde, versnel=False)


def test_the_order_of_other_students_rows_does_not_matter_for_ranks() -> None:
    for seed in range(40):
        ronde = maak_ronde(seed, 30, 12, breed=(0, 6))
        orde = list(range(30))
        random.Random(seed).shuffle(orde)
        begin = [0]
        plaats: list[int] = []
        rang: list[int] = []
        for s in orde:
            a, z = ronde.begin[s], ronde.begin[s + 1]
            plaats += ronde.plaats[a:z]
            rang += ronde.rang[a:z]
            begin.append(len(plaats))
        ander = Probleem(ronde.capaciteit, begin, plaats, rang, [ronde.lot[s] for s in orde], [-1] * 30)
        for modus in Modus:
            eerst, dan = los_op(ronde, modus), los_op(ander, modus)
            assert dan.rang == [eerst.rang[s] for s in orde]


def test_without_numba_the_engine_works_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.setattr(rules_versneld, "snelle_kernel", lru_cache(rules_versneld.snelle_kernel.__wrapped__))
    ronde = maak_ronde(1, 30, 12)
    assert not los_op(ronde, Modus.OPTIMAAL, versnel=True).is_snel


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/dev/null/nergens")
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/nergens")
    assert rules_versneld._cachemap() is None
