"""Deferred acceptance with ranks of companies at 10,000 students against the `matching` package, same answer."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace
from importlib.metadata import version
from typing import Any

import numpy as np

from benchmarks.match_referentie import Duur, klok, snelste, warm_op
from benchmarks.match_rijen import SEED, beschrijf, structured
from bpv_app.matching.rules import Modus, Probleem, los_op

GOAL = 1 / 1000
N = 10_000


def gerangschikt(n: int) -> Probleem:
    """The structured round in which each company ranks everybody who may come."""
    ronde = structured(n)
    plaats = np.asarray(ronde.plaats)
    toeval = np.random.default_rng(SEED + 2).random(len(plaats))
    volgorde = np.lexsort((toeval, plaats))
    begin = np.searchsorted(plaats[volgorde], np.arange(len(ronde.capaciteit)))
    rangorde: Any = np.empty(len(plaats), dtype=np.int32)
    rangorde[volgorde] = np.arange(len(plaats)) - begin[plaats[volgorde]] + 1
    return replace(ronde, rangorde=rangorde)


def met_matching(ronde: Probleem) -> tuple[list[int], Duur]:
    """The same with the package, and its seconds: students who list something, places that somebody lists.

    It copies its web of objects deeply, so it needs a stack of its own. It takes over half a minute at 10,000 students,
    and many times that when others use the machine; nothing limits its time.
    """
    from matching.games import HospitalResident

    begin, plaats, rang = (np.asarray(x) for x in (ronde.begin, ronde.plaats, ronde.rang))
    orde = np.asarray(ronde.rangorde)
    student = np.repeat(np.arange(len(begin) - 1), np.diff(begin))
    lijst = rang > 0
    s, p, r, o = student[lijst], plaats[lijst], rang[lijst], orde[lijst]
    van_student: dict[int, list[int]] = {}
    for i in np.lexsort((r, s)):
        van_student.setdefault(int(s[i]), []).append(int(p[i]))
    van_plaats: dict[int, list[int]] = {}
    for i in np.lexsort((o, p)):
        van_plaats.setdefault(int(p[i]), []).append(int(s[i]))
    plekken = {p: int(ronde.capaciteit[p]) for p in van_plaats}
    uit = [-1] * (len(begin) - 1)
    sys.setrecursionlimit(1_000_000)  # the package copies its web of objects deeply
    antwoord: dict[Any, Any] = {}

    def werk() -> None:
        spel = HospitalResident.create_from_dictionaries(van_student, van_plaats, plekken)
        antwoord.update(spel.solve(optimal="resident"))

    def apart() -> None:
        threading.stack_size(512 * 1024 * 1024)
        draad = threading.Thread(target=werk)
        draad.start()
        draad.join()

    duur = klok(apart)[0]
    if not antwoord:
        raise RuntimeError("the package gave no answer")
    for ziekenhuis, bewoners in antwoord.items():
        for bewoner in bewoners:
            uit[int(bewoner.name)] = int(ziekenhuis.name)
    return uit, duur


def run() -> dict[str, Any]:
    """Ours warmed up, the fastest of nine; theirs once: constructor and solving, not the making of dictionaries."""
    ronde = gerangschikt(N)
    print(beschrijf("structured, ranked", ronde))
    opwarmen = warm_op()
    los_op(ronde, Modus.LOTING)
    metingen = [klok(lambda: los_op(ronde, Modus.LOTING)) for _ in range(9)]
    ons, uitkomst = snelste([duur for duur, _ in metingen]), metingen[0][1]
    hun, pakket = met_matching(ronde)
    if hun != list(uitkomst.toewijzing):
        raise AssertionError("the package gives another stable outcome")
    ratio = ons.processor / pakket.processor
    detail = {
        "seed": SEED,
        "clock": "processor",
        "ms": round(ons.processor * 1000, 2),
        "matching_s": round(pakket.processor, 2),
        "wall_ms": round(ons.klok * 1000, 2),
        "matching_wall_s": round(pakket.klok, 2),
        "matching": version("matching"),
        "placed": sum(p >= 0 for p in hun),
        "warm_up_s": round(opwarmen, 2),
    }
    return {
        "bench": "match_da_10k",
        "ratio": round(ratio, 7),
        "goal": GOAL,
        "ok": ratio <= GOAL,
        "n": N,
        "detail": detail,
    }


BENCHES = {"match_da_10k": run}
