"""What the matching is measured against: OR-Tools' min-cost flow on the whole round, and ways to time both fairly."""

from __future__ import annotations

import gc
import importlib.util
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np

from benchmarks.match_rijen import SEED, Rij, als_probleem, flat
from bpv_app.matching.rules import Doel, Modus, Probleem, Uitkomst, los_op

BASIS = 24
"""Each class weighs this many times the next: costs like these give the profile in one min-cost flow, mostly."""


def klassen(probleem: Probleem) -> tuple[Rij, int]:
    """The class of each pair: its rank, or one behind the longest list; and that last class."""
    rang = np.asarray(probleem.rang)
    laatste = int(rang.max(initial=0)) + 1
    return np.where(rang > 0, rang, laatste), laatste


def meetkundig(probleem: Probleem) -> Rij:
    """Costs for most first choices, then most second choices …"""
    klasse, laatste = klassen(probleem)
    kosten: Rij = BASIS**laatste - BASIS ** (laatste - klasse).astype(np.int64)
    return kosten


def rangsom(probleem: Probleem) -> Rij:
    """Costs for the lowest sum of ranks."""
    return klassen(probleem)[0].astype(np.int64)


def ortools(probleem: Probleem, kosten: Rij) -> Rij:
    """Most students placed at the lowest cost, by one call of SimpleMinCostFlow on the whole; place or -1 of each."""
    from ortools.graph.python import min_cost_flow

    begin, plaats = np.asarray(probleem.begin), np.asarray(probleem.plaats)
    capaciteit = np.asarray(probleem.capaciteit)
    n, m = len(begin) - 1, len(capaciteit)
    student = np.repeat(np.arange(n), np.diff(begin))
    stroom = min_cost_flow.SimpleMinCostFlow()
    paren = stroom.add_arcs_with_capacity_and_unit_cost(
        student, n + plaats, np.ones(len(plaats), dtype=np.int64), kosten
    )
    niets_n, niets_m = np.zeros(n, dtype=np.int64), np.zeros(m, dtype=np.int64)
    bron, put = n + m, n + m + 1
    stroom.add_arcs_with_capacity_and_unit_cost(np.full(n, bron), np.arange(n), np.ones(n, dtype=np.int64), niets_n)
    stroom.add_arcs_with_capacity_and_unit_cost(n + np.arange(m), np.full(m, put), capaciteit, niets_m)
    stroom.set_nodes_supplies(np.array([bron, put]), np.array([n, -n]))
    status = stroom.solve_max_flow_with_min_cost()
    if status != stroom.OPTIMAL:
        raise RuntimeError(f"SimpleMinCostFlow: {status}")
    vol = stroom.flows(paren) > 0
    uit = np.full(n, -1, dtype=np.int64)
    uit[student[vol]] = plaats[vol]
    return uit


def profiel(probleem: Probleem, toewijzing: Any) -> list[int]:
    """Students per class, class 1 first; places outside the list are the last class."""
    begin, plaats = np.asarray(probleem.begin), np.asarray(probleem.plaats)
    klasse, laatste = klassen(probleem)
    student = np.repeat(np.arange(len(begin) - 1), np.diff(begin))
    raak = np.asarray(toewijzing)[student] == plaats
    return [int(aantal) for aantal in np.bincount(klasse[raak], minlength=laatste + 1)[1:]]


@dataclass(frozen=True)
class Duur:
    """Seconds of the fastest run: processor time, which a busy machine does not change much, and by the clock."""

    processor: float
    klok: float


def klok(werk: Callable[[], Any]) -> tuple[Duur, Any]:
    """How long one run takes, and what it gives. All threads of this process count."""
    gc.collect()
    begin, op_klok = time.process_time(), time.perf_counter()
    uit = werk()
    return Duur(time.process_time() - begin, time.perf_counter() - op_klok), uit


def om_en_om(ons: Callable[[], Any], hun: Callable[[], Any], keer: int, keer_hun: int = 0) -> tuple[Any, ...]:
    """The fastest of both, run in turns so that a busy moment hits both: (ours, what it gave, theirs, what it gave).

    keer: runs of ours; keer_hun: runs of theirs, at most as many, or 0 for as many.
    """
    mijn: list[Duur] = []
    van_hun: list[Duur] = []
    mijn_uit, hun_uit = None, None
    for nr in range(keer):
        if nr < (keer_hun or keer):
            duur, hun_uit = klok(hun)
            van_hun.append(duur)
        duur, mijn_uit = klok(ons)
        mijn.append(duur)
    return snelste(mijn), mijn_uit, snelste(van_hun), hun_uit


def snelste(duren: Sequence[Duur]) -> Duur:
    """The least of both clocks over these runs."""
    return Duur(min(d.processor for d in duren), min(d.klok for d in duren))


def warm_op() -> float:
    """Have everything compiled that will be; the seconds that took, which no ratio counts."""
    begin = time.perf_counter()
    proef = flat(5_000, SEED + 9)
    for modus in Modus:
        for doel in Doel if modus is Modus.OPTIMAAL else (Doel.EERSTE_KEUZES,):
            los_op(proef, modus, doel)
    duur = time.perf_counter() - begin
    numba = version("numba") if importlib.util.find_spec("numba") else "none"
    print(f"warming up (compiling, not counted): {duur:.2f} s; numba {numba}, OR-Tools {version('ortools')}")
    return duur


def meet(
    naam: str,
    goal: float,
    rondes: dict[str, Probleem],
    modus: Modus,
    kosten: Callable[[Probleem], Rij],
    *,
    keer: int = 5,
    keer_referentie: int = 3,
) -> dict[str, Any]:
    """The engine against OR-Tools on each round, in turns, by processor time; the ratio is that of the worst round."""
    opwarmen = warm_op()
    detail: dict[str, Any] = {"seed": SEED, "warm_up_s": round(opwarmen, 2), "base": BASIS, "clock": "processor"}
    ratios = []
    for vorm, ronde in rondes.items():
        prijs = kosten(ronde)
        ons, uitkomst, ref, hun = om_en_om(
            lambda ronde=ronde: los_op(ronde, modus),  # type: ignore[misc]
            lambda ronde=ronde, prijs=prijs: ortools(ronde, prijs),  # type: ignore[misc]
            keer,
            keer_referentie,
        )
        mijn_profiel, hun_profiel = profiel(ronde, uitkomst.toewijzing), profiel(ronde, hun)
        if sum(mijn_profiel) != sum(hun_profiel):
            raise AssertionError(f"{vorm}: {sum(mijn_profiel)} placed, OR-Tools {sum(hun_profiel)}")
        if modus is Modus.OPTIMAAL and mijn_profiel < hun_profiel:
            raise AssertionError(f"{vorm}: {mijn_profiel} is worse than OR-Tools' {hun_profiel}")
        ratios.append(ons.processor / ref.processor)
        detail[vorm] = {
            "ms": round(ons.processor * 1000, 1),
            "ortools_ms": round(ref.processor * 1000, 1),
            "ratio": round(ratios[-1], 4),
            "wall_ms": round(ons.klok * 1000, 1),
            "ortools_wall_ms": round(ref.klok * 1000, 1),
            "placed": sum(mijn_profiel),
            "profile": mijn_profiel,
            "ortools_same_profile": mijn_profiel == hun_profiel,
        }
        print(f"{vorm}: {detail[vorm]}", flush=True)
    ratio = max(ratios)
    n = max(len(r.begin) - 1 for r in rondes.values())
    return {"bench": naam, "ratio": round(ratio, 5), "goal": goal, "ok": ratio <= goal, "n": n, "detail": detail}


__all__ = [
    "Duur",
    "Uitkomst",
    "als_probleem",
    "klok",
    "meet",
    "meetkundig",
    "om_en_om",
    "ortools",
    "profiel",
    "rangsom",
    "snelste",
    "warm_op",
]
