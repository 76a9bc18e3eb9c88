"""A team of 200 students without numba: every mode and objective against OR-Tools doing the sum of ranks."""

from __future__ import annotations

import sys
from typing import Any

from benchmarks.match_referentie import om_en_om, ortools, rangsom
from benchmarks.match_rijen import SEED, beschrijf, flat, structured
from bpv_app.matching.rules import Doel, Modus, los_op

GOAL = 1.0
KEER = 60
N = 200


def run() -> dict[str, Any]:
    """The worst of modes, objectives and kinds of round, each in turns with the reference, by processor time."""
    sys.modules["numba"] = None  # type: ignore[assignment]  # as on a machine that does not have it
    rondes = {"flat": flat(N), "structured": structured(N)}
    detail: dict[str, Any] = {"seed": SEED, "times_each": KEER, "clock": "processor"}
    ratios = []
    for vorm, ronde in rondes.items():
        print(beschrijf(vorm, ronde))
        prijs = rangsom(ronde)
        detail[vorm] = {}
        wijzen = [(Modus.GARANTIE, Doel.EERSTE_KEUZES), (Modus.LOTING, Doel.EERSTE_KEUZES)]
        for modus, doel in [*wijzen, *((Modus.OPTIMAAL, d) for d in Doel)]:
            ons, _, ref, _ = om_en_om(
                lambda r=ronde, m=modus, d=doel: los_op(r, m, d),  # type: ignore[misc]
                lambda r=ronde, k=prijs: ortools(r, k),  # type: ignore[misc]
                KEER,
            )
            naam = modus.value if modus is not Modus.OPTIMAAL else doel.value
            ratios.append(ons.processor / ref.processor)
            detail[vorm][naam] = {
                "ms": round(ons.processor * 1000, 2),
                "ortools_ms": round(ref.processor * 1000, 2),
                "ratio": round(ratios[-1], 3),
            }
        print(f"{vorm}: {detail[vorm]}", flush=True)
    ratio = max(ratios)
    return {
        "bench": "match_team_200",
        "ratio": round(ratio, 3),
        "goal": GOAL,
        "ok": ratio <= GOAL,
        "n": N,
        "detail": detail,
    }


BENCHES = {"match_team_200": run}
