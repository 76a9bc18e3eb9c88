"""A re-run from the board over the websocket, at 500 students, against an empty Reflex handler in the same server.

Round trip of `BordState.reken`: from the event to the last answer that carries the board, with the whole chain in
between: the gate, reading the problem, the engine, the explanations, the checks, writing 500 lines and the history,
and reading the board again. Before each re-run a student is moved by hand, so that there is something to compute.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.websocket import empty
from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.rechten import Rol
from bpv_app.matching.queries_bord import get_bord
from bpv_app.migrate import migrate
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.makers import make_account, make_opleiding, make_team
from tests.matching.cast_bord import maak_groot
from tests.server import Server, start_server
from tests.wire.client import PREFIX, Wire, cookie_of

N, SEED = 500, 7
ROUNDS = 8
GOAL = 100.0
NAME = "bench@school.example"
BORD = f"{PREFIX}bpv_app___matching___pages___bord____bord_state"


def fill(folder: Path) -> tuple[int, list[int]]:
    """A closed round of 500 with a proposal; its number, and the participants who have a place."""
    url = f"sqlite:///{folder / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    with transaction(systeem(), op=engine) as session:
        team = make_team(session)
        make_opleiding(session)
        account = make_account(
            session, Rol.COORDINATOR, gebruikersnaam=NAME, naam="Bench", wachtwoord_hash=hash_wachtwoord("demo"),
            team_id=team.id,
        )  # fmt: skip
        wie = Actor(account.id, account.naam, (RolToewijzing(Rol.COORDINATOR, team_id=team.id),))
        ronde = maak_groot(session, wie, team, N, seed=SEED)
        bord = get_bord(session, wie, ronde.voorstel_id)
    engine.dispose()
    return ronde.voorstel_id, [k.deelnemer_id for k in bord.kaarten if k.plaats_id is not None]


async def answered(tab: Wire, name: str, payload: dict[str, Any], address: str, until: str) -> float:
    """Seconds until the answer that carries `until`, a variable of the board; later answers are thrown away."""
    begin = time.perf_counter()
    await tab._emit(name, payload, address)
    while True:
        update = await asyncio.wait_for(tab._inbox.get(), 120)
        if any(var.startswith(until) for values in (update.get("delta") or {}).values() for var in values):
            duration = time.perf_counter() - begin
            break
    await asyncio.sleep(0.05)
    while not tab._inbox.empty():
        tab._inbox.get_nowait()
    return duration


async def measure(server: Server, voorstel: int, deelnemers: list[int]) -> tuple[list[float], list[float]]:
    """Our re-run and the empty event, in turns."""
    ours: list[float] = []
    theirs: list[float] = []
    address = f"/matching/{voorstel}"
    async with Wire(server.url, await asyncio.to_thread(cookie_of, server.url, NAME)) as tab:
        await tab.call(f"{BORD}.laad", {}, address)
        for turn in range(ROUNDS):
            move = {"gegevens": {"deelnemer": str(deelnemers[turn]), "naar": "geen"}}
            await answered(tab, f"{BORD}.zet", move, address, "form_sleutel")
            theirs += [await empty(tab, n) for n in range(5)]
            how = {"gegevens": {"modus": "garantie", "doel": "eerste_keuzes"}}
            ours.append(await answered(tab, f"{BORD}.reken", how, address, "form_sleutel"))
    return ours, theirs


def run() -> dict[str, Any]:
    """The median of both."""
    print(f"match_board: {N} students, {ROUNDS} re-runs after a move by hand, garantie, SQLite, seed {SEED}")
    with tempfile.TemporaryDirectory(prefix="bpv-bench-") as folder:
        voorstel, deelnemers = fill(Path(folder))
        with start_server(Path(folder), arguments=["--leeg"], env={"BPV_WORKER": "false"}) as server:
            ours, theirs = asyncio.run(measure(server, voorstel, deelnemers))
    a, b = statistics.median(ours), statistics.median(theirs)
    return {
        "bench": "match_board",
        "ratio": round(a / b, 1),
        "goal": GOAL,
        "ok": a / b <= GOAL,
        "n": N,
        "detail": {"seed": SEED, "ours_ms": round(a * 1000, 1), "empty_ms": round(b * 1000, 2), "re_runs": ROUNDS},
    }
