"""A list page (search + filter + sort + count, 50 rows) at 200,000 POKs against the same page at 2,000."""

from __future__ import annotations

import sqlite3
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
KEER, WARM = 25, 3
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


def _vraag(motor: Engine, actor: Actor, vraag: LijstVraag) -> tuple[float, int]:
    """Seconds for one page, with the choices of its filters; and its number of rows."""
    begin = time.perf_counter()
    with lezen(actor, op=motor) as session:
        filters_van(session, actor)
        antwoord = POKS.vraag(session, actor, vraag)
    duur = time.perf_counter() - begin
    assert antwoord.totaal >= len(antwoord.rijen) > 0
    return duur, len(antwoord.rijen)


def _meet(motors: dict[int, Engine], actor: Actor, vraag: LijstVraag) -> tuple[dict[int, float], dict[int, int]]:
    """Seconds of the fastest of many and rows, per size; they take turns, so that a busy machine slows all of them."""
    tijden: dict[int, list[float]] = {maat: [] for maat in motors}
    rijen: dict[int, int] = {}
    for keer in range(KEER + WARM):
        for maat, motor in motors.items():
            duur, rijen[maat] = _vraag(motor, actor, vraag)
            if keer >= WARM:
                tijden[maat].append(duur)
    return {maat: min(t) for maat, t in tijden.items()}, rijen


def run() -> dict[str, Any]:
    """Measure all sizes in one process."""
    print(f"POKs: {', '.join(map(str, MATEN))}; seed {SEED}; SQLite {sqlite3.sqlite_version}; {KEER} times each")
    ms: dict[str, dict[str, float]] = {}
    rijen: dict[str, dict[str, int]] = {}
    ratios: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="bpv-list-growth-") as map_:
        motors = {maat: vul(Path(map_) / f"{maat}.db", maat) for maat in MATEN}
        for naam, (actor, vraag) in PAGINAS.items():
            tijd, aantal = _meet(motors, actor, vraag)
            ms[naam] = {str(maat): round(t * 1000, 2) for maat, t in tijd.items()}
            rijen[naam] = {str(maat): n for maat, n in aantal.items()}
            ratios[naam] = round(tijd[MATEN[-1]] / tijd[MATEN[0]], 2)
            print(f"{naam:<22}{ms[naam]} ms, ratio {ratios[naam]}")
        for motor in motors.values():
            motor.dispose()
    ratio = ratios[next(iter(PAGINAS))]
    return {
        "bench": "list_growth",
        "ratio": ratio,
        "goal": GOAL,
        "ok": ratio <= GOAL,
        "n": MATEN[-1],
        "detail": {"seed": SEED, "ms": ms, "rows": rijen, "ratios": ratios},
    }


if __name__ == "__main__":
    import json

    print(json.dumps(run()))
