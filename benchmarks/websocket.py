"""Round trips over the websocket, against an empty Reflex handler in the same server and the same run.

- `event_p50`, `event_p99`: 50 clients save at once (the place where a signed POK is kept) and see the screen again.
- `list_page`: the list of POKs (search, filter, order, count, 50 rows) at 2,000, 20,000 and 200,000; 20,000 decides.

The reference is Reflex's own `set_is_hydrated`, which passes our gate without a look-up and sends one variable back.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.pok_rijen import SEED, vul
from bpv_app.db import transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.rechten import Rol
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.makers import make_account
from tests.server import Server, start_server
from tests.wire.client import PREFIX, Wire, cookie_of

CLIENTS, ROUNDS = 50, 6
GOAL_P50, GOAL_P99, GOAL_LIST = 6.0, 10.0, 25.0
SIZES = (2_000, 20_000, 200_000)
NAME = "bench@school.example"
EMPTY = f"{PREFIX}reflex___state____on_load_internal_state.set_is_hydrated"
POK = f"{PREFIX}bpv_app___pok___pages___pok____pok_state"
POKS = f"{PREFIX}bpv_app___pok___pages___poks____poks_state"
LIST = "/poks?zoek=bakker&status=afgerond&sorteer=-begin"


def fill(folder: Path, size: int) -> list[int]:
    """A database with `size` POKs and one account of the student administration; returns printed ones."""
    engine = vul(folder / "bpv.db", size)
    with transaction(systeem(), op=engine) as session:
        make_account(
            session, Rol.STUDENTENZAKEN, gebruikersnaam=NAME, naam="Bench", wachtwoord_hash=hash_wachtwoord("demo")
        )
        printed = session.connection().exec_driver_sql("SELECT id FROM pok WHERE status = 'afgedrukt' ORDER BY id")
        ids = [int(row[0]) for row in printed]
    engine.dispose()
    return ids


async def round_trip(tab: Wire, name: str, payload: Mapping[str, Any], address: str) -> float:
    """Seconds from sending an event to the first answer; later answers are thrown away."""
    begin = time.perf_counter()
    await tab._emit(name, payload, address)
    await asyncio.wait_for(tab._inbox.get(), 120)
    duration = time.perf_counter() - begin
    await asyncio.sleep(0.01)
    while not tab._inbox.empty():
        tab._inbox.get_nowait()
    return duration


async def empty(tab: Wire, turn: int) -> float:
    return await round_trip(tab, EMPTY, {"value": turn % 2 == 0}, "/")


async def events(server: Server, ids: list[int]) -> tuple[list[float], list[float]]:
    """Our event and the empty one, by 50 clients at once, in turns."""
    cookie = cookie_of(server.url, NAME)
    tabs = [await Wire(server.url, cookie).__aenter__() for _ in range(CLIENTS)]
    ours: list[float] = []
    theirs: list[float] = []
    try:
        for tab, pok in zip(tabs, ids, strict=False):
            await tab.call(f"{POK}.laad", {}, f"/poks/{pok}")
        for turn in range(ROUNDS):
            theirs += await asyncio.gather(*(empty(tab, turn) for tab in tabs))
            ours += await asyncio.gather(
                *(
                    round_trip(tab, f"{POK}.archiveer", {"gegevens": {"archiefplaats": f"Kast {turn}"}}, f"/poks/{pok}")
                    for tab, pok in zip(tabs, ids, strict=False)
                )
            )
    finally:
        for tab in tabs:
            await tab.__aexit__(None, None, None)
    return ours, theirs


async def pages(server: Server) -> tuple[list[float], list[float]]:
    """The list page and the empty event, by one client, in turns."""
    ours: list[float] = []
    theirs: list[float] = []
    async with Wire(server.url, cookie_of(server.url, NAME)) as tab:
        await tab.call(f"{POKS}.laad", {}, LIST)
        for turn in range(30):
            theirs.append(await empty(tab, turn))
            ours.append(await round_trip(tab, f"{POKS}.laad", {}, LIST))
    return ours, theirs


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _result(name: str, ratio: float, goal: float, n: int, detail: dict[str, Any]) -> dict[str, Any]:
    return {"bench": name, "ratio": round(ratio, 2), "goal": goal, "ok": ratio <= goal, "n": n, "detail": detail}


def _measure_events() -> tuple[list[float], list[float]]:
    with tempfile.TemporaryDirectory(prefix="bpv-bench-") as folder:
        ids = fill(Path(folder), 2_000)
        with start_server(Path(folder), env={"BPV_WORKER": "false"}) as server:
            return asyncio.run(events(server, ids[:CLIENTS]))


def run_event(name: str, share: float, goal: float) -> dict[str, Any]:
    print(f"{name}: {CLIENTS} clients, {ROUNDS} rounds, seed {SEED}")
    ours, theirs = _measure_events()
    a, b = percentile(ours, share), percentile(theirs, share)
    return _result(name, a / b, goal, len(ours), {"ours_ms": round(a * 1000, 1), "empty_ms": round(b * 1000, 1)})


def run_list_page() -> dict[str, Any]:
    detail: dict[str, Any] = {}
    for size in SIZES:
        print(f"list_page: {size} POKs, {LIST}, seed {SEED}")
        with tempfile.TemporaryDirectory(prefix="bpv-bench-") as folder:
            fill(Path(folder), size)
            with start_server(Path(folder), env={"BPV_WORKER": "false"}) as server:
                ours, theirs = asyncio.run(pages(server))
        a, b = statistics.median(ours), statistics.median(theirs)
        detail[str(size)] = {"ours_ms": round(a * 1000, 1), "empty_ms": round(b * 1000, 2), "ratio": round(a / b, 1)}
    return _result("list_page", detail["20000"]["ratio"], GOAL_LIST, 20_000, detail)


BENCHES = {
    "event_p50": lambda: run_event("event_p50", 0.50, GOAL_P50),
    "event_p99": lambda: run_event("event_p99", 0.99, GOAL_P99),
    "list_page": run_list_page,
}
