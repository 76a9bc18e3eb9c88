"""Which agreements does this withdrawal touch, at 200,000 POKs, against an empty Reflex handler in the same run.

Measured: the set-wise question and the judgement of each agreement, as an import asks them for a company that lost its
accreditation (about 50 agreements, of every year). In the detail: the same for 1 % of the companies at once.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from benchmarks.pok_rijen import SEED, VANDAAG
from benchmarks.websocket import NAME, empty, fill
from bpv_app.bulk import tabel
from bpv_app.db import lezen, maak_engine, transaction
from bpv_app.erkenning.queries_geraakt import beoordeel_geraakt
from bpv_app.leerbedrijf.tables import Erkenning
from tests.server import Server, start_server
from tests.wire.client import Wire, cookie_of

GOAL = 40.0
TURNS = 25
CREBO = "25736"


def _register(engine: Engine, companies: int) -> None:
    """Every company was accredited until yesterday, so that each agreement under way is touched."""
    rijen = [
        {"sbb_id": f"{100000000 + i}", "crebo": CREBO, "erkend_van": date(2010, 1, 1), "erkend_tot": date(2026, 11, 25)}
        for i in range(1, companies + 1)
    ]
    with transaction(op=engine) as session:
        session.connection().execute(sa.insert(tabel(Erkenning)), rijen)


def _ask(engine: Engine, sbb_ids: set[str]) -> tuple[float, int]:
    """Seconds of one question, and how many agreements it touches."""
    begin = time.perf_counter()
    with lezen(op=engine) as session:
        gevonden = [b for b in beoordeel_geraakt(session, sbb_ids, VANDAAG) if not b.oordeel.is_erkend]
    return time.perf_counter() - begin, len(gevonden)


async def _measure(server: Server, engine: Engine, companies: int) -> tuple[list[float], list[float], list[int]]:
    """Ours and an empty handler's round trip in turns: a busy machine slows both."""
    ours, theirs, touched = [], [], []
    async with Wire(server.url, cookie_of(server.url, NAME)) as tab:
        for turn in range(TURNS + 3):
            seconds, aantal = _ask(engine, {f"{100000000 + 1 + turn * 37 % companies}"})
            reference = await empty(tab, turn)
            if turn >= 3:
                ours.append(seconds)
                theirs.append(reference)
                touched.append(aantal)
    return ours, theirs, touched


def run() -> dict[str, Any]:
    """Fill, start the app beside it, ask."""
    size = int(os.environ.get("BPV_BENCH_POKS", "200000"))
    companies = max(size // 50, 1)
    print(f"withdrawal_impact: {size} POKs, {companies} companies, seed {SEED}; SQLite {sqlite3.sqlite_version}")
    with tempfile.TemporaryDirectory(prefix="bpv-bench-") as folder:
        fill(Path(folder), size)
        engine = maak_engine(f"sqlite:///{Path(folder) / 'bpv.db'}")
        _register(engine, companies)
        with start_server(Path(folder), env={"BPV_WORKER": "false"}) as server:
            ours, theirs, touched = asyncio.run(_measure(server, engine, companies))
        honderdste = {f"{100000000 + i}" for i in range(1, companies + 1, 100)}
        veel = min(_ask(engine, honderdste)[0] for _ in range(3))
        engine.dispose()
    assert sum(touched) > 0, "a withdrawal that touches nothing measures nothing"
    a, b = statistics.median(ours), statistics.median(theirs)
    ratio = round(a / b, 2)
    detail = {
        "ours_ms": round(a * 1000, 2),
        "empty_ms": round(b * 1000, 2),
        "touched_median": statistics.median(touched),
        "one_percent_companies": len(honderdste),
        "one_percent_ms": round(veel * 1000, 1),
    }
    return {
        "bench": "withdrawal_impact", "ratio": ratio, "goal": GOAL, "ok": ratio <= GOAL, "n": size, "detail": detail,
    }  # fmt: skip
