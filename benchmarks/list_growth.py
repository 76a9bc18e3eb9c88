"""A list page (search + filter + sort + count, 50 rows) at 200,000 POKs against the same page at 2,000."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine

from benchmarks.pok_rijen import SEED, vul
from bpv_app.db import lezen
from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.queries import POKS, filters_van

GOAL = 3.0
MATEN = (2_000, 20_000, 200_000)
KEER = 25
_SCHOOL = Actor(1, "Studentenzaken", (RolToewijzing(Rol.STUDENTENZAKEN),))
_TEAM = Actor(1, "Coördinator", (RolToewijzing(Rol.COORDINATOR, team_id=1), RolToewijzing(Rol.COORDINATOR, team_id=2)))

PAGINAS: dict[str, tuple[Actor, LijstVraag]] = {
    "zoek_filter_sorteer": (
        _SCHOOL,
        LijstVraag(zoek="bakker", filters={"status": "afgerond"}, sorteer="begin", aflopend=True),
    ),
    "zoek": (_SCHOOL, LijstVraag(zoek="noor")),
    "filter": (_SCHOOL, LijstVraag(filters={"status": "afgedrukt"})),
    "alles": (_SCHOOL, LijstVraag()),
    "team": (_TEAM, LijstVraag(filters={"status": "afgedrukt"})),
}


def _meet(motor: Engine, actor: Actor, vraag: LijstVraag) -> float:
    """Median seconds of one page, with the choices of its filters."""
    tijden = []
    for _ in range(KEER):
        begin = time.perf_counter()
        with lezen(actor, op=motor) as session:
            filters_van(session, actor)
            antwoord = POKS.vraag(session, actor, vraag)
        tijden.append(time.perf_counter() - begin)
        assert antwoord.totaal >= len(antwoord.rijen) > 0
    return statistics.median(tijden)


def run() -> dict[str, Any]:
    """Measure all sizes in one process."""
    per_maat: dict[int, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="bpv-list-growth-") as map_:
        for maat in MATEN:
            motor = vul(Path(map_) / f"{maat}.db", maat)
            per_maat[maat] = {naam: _meet(motor, *pagina) for naam, pagina in PAGINAS.items()}
            motor.dispose()
    klein, groot = per_maat[MATEN[0]], per_maat[MATEN[-1]]
    ratio = groot["zoek_filter_sorteer"] / klein["zoek_filter_sorteer"]
    return {
        "bench": "list_growth",
        "ratio": round(ratio, 2),
        "goal": GOAL,
        "ok": ratio <= GOAL,
        "n": MATEN[-1],
        "detail": {
            "seed": SEED,
            "ms": {str(m): {n: round(t * 1000, 2) for n, t in p.items()} for m, p in per_maat.items()},
            "ratios": {n: round(groot[n] / klein[n], 2) for n in PAGINAS},
        },
    }


if __name__ == "__main__":
    import json

    print(json.dumps(run()))
