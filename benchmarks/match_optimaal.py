"""Most placed, then most first choices, then second … against OR-Tools giving the same profile."""

from __future__ import annotations

from typing import Any

from benchmarks.match_referentie import meet, meetkundig
from benchmarks.match_rijen import beschrijf, flat, structured
from bpv_app.matching.rules import Modus


def _meet(n: int, naam: str, goal: float, keer: int, keer_referentie: int) -> dict[str, Any]:
    rondes = {"flat": flat(n), "structured": structured(n)}
    for vorm, ronde in rondes.items():
        print(beschrijf(vorm, ronde))
    return meet(naam, goal, rondes, Modus.OPTIMAAL, meetkundig, keer=keer, keer_referentie=keer_referentie)


BENCHES = {
    "match_optimaal_10k": lambda: _meet(10_000, "match_optimaal_10k", 1 / 3, 7, 4),
    "match_optimaal_100k": lambda: _meet(100_000, "match_optimaal_100k", 1 / 3, 3, 2),
    "match_optimaal_500k": lambda: _meet(500_000, "match_optimaal_500k", 1 / 2, 2, 1),
}
