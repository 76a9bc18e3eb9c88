"""The default mode against OR-Tools' min-cost flow on the whole round: 10,000 and 100,000 students, both kinds."""

from __future__ import annotations

from typing import Any

from benchmarks.match_referentie import meet, rangsom
from benchmarks.match_rijen import beschrijf, flat, structured
from bpv_app.matching.rules import Modus

GOAL = 1 / 20


def _meet(n: int, naam: str, keer: int, keer_referentie: int) -> dict[str, Any]:
    rondes = {"flat": flat(n), "structured": structured(n)}
    for vorm, ronde in rondes.items():
        print(beschrijf(vorm, ronde))
    return meet(naam, GOAL, rondes, Modus.GARANTIE, rangsom, keer=keer, keer_referentie=keer_referentie)


BENCHES = {
    "match_garantie_10k": lambda: _meet(10_000, "match_garantie_10k", 15, 7),
    "match_garantie_100k": lambda: _meet(100_000, "match_garantie_100k", 5, 2),
}
