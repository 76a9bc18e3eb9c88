"""Open dashboards of a ROC while students save hours, on the big demo school (SQLite, one worker).

- `live_dashboards`: 50 coordinators follow the figures while 200 students save a day at once; the p99 of
  all their events against the p99 of the empty handler, sent by as many at once.
- `dashboard_memory`: kilobytes of the server per open dashboard, from its resident memory over 100 of them.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from benchmarks import groot
from benchmarks.websocket import UREN, Student, day, empty, percentile, round_trip
from bpv_app.kernel.clock import klok
from bpv_app.toegang.geheim import hash_wachtwoord
from bpv_app.uren.rules_plan import maandag_van
from tests.server import Server, start_server
from tests.wire.client import PREFIX, Wire, cookie_of

COORDINATORS, STUDENTS, ROUNDS = 50, 200, 3
DASHBOARDS, WARM = 100, 10
GOAL_P99, GOAL_KB = 10.0, 300.0
MONDAY = maandag_van(klok.vandaag())
FIGURES = f"{PREFIX}bpv_app___dashboard___pages___rapportages____rapportage_state"
_COORDINATORS = (
    "SELECT DISTINCT a.gebruikersnaam FROM account a JOIN account_rol r ON r.account_id = a.id "
    "WHERE r.rol = 'coordinator' ORDER BY a.id LIMIT :n"
)
_STUDENTS = (
    "SELECT a.gebruikersnaam, p.id FROM pok p JOIN account_rol r ON r.student_id = p.student_id "
    "JOIN account a ON a.id = r.account_id WHERE p.status = 'definitief' AND p.begin_op < :dag AND p.eind_op > :dag "
    "AND a.gebruikersnaam LIKE '%student.%' ORDER BY p.id LIMIT :n"
)


def _people(engine: Engine, students: int) -> tuple[list[str], list[Student]]:
    """Coordinators and students who can log in: in the big school only the demo accounts have a password."""
    secret = hash_wachtwoord("demo")
    with engine.begin() as connection:
        coordinators = list(connection.execute(sa.text(_COORDINATORS), {"n": COORDINATORS}).scalars())
        rows = connection.execute(sa.text(_STUDENTS), {"n": students, "dag": str(MONDAY)}).all()
        people = [Student(name, pok) for name, pok in rows]
        connection.execute(
            sa.text("UPDATE account SET wachtwoord_hash = :h WHERE gebruikersnaam = :n"),
            [{"h": secret, "n": n} for n in [*coordinators, *(p.name for p in people)]],
        )
        for table in ("uren_regel", "uren_dag"):  # this Monday is what they are going to write
            connection.execute(
                sa.text(f"DELETE FROM {table} WHERE datum = :dag AND pok_id = :pok"),
                [{"dag": str(MONDAY), "pok": p.pok} for p in people],
            )
    assert len(people) == students, f"only {len(people)} students are at work this Monday"
    return coordinators, people


async def _open(url: str, names: list[str]) -> list[Wire]:
    cookies = [await asyncio.to_thread(cookie_of, url, name) for name in names]
    return [await Wire(url, cookie).__aenter__() for cookie in cookies]


async def _live(server: Server, coordinators: list[str], people: list[Student]) -> dict[str, list[float]]:
    """Seconds of every event, by kind; all at once, in turns."""
    boards = await _open(server.url, [coordinators[n % len(coordinators)] for n in range(COORDINATORS)])
    phones = await _open(server.url, [p.name for p in people])
    uren = f"/uren?week={MONDAY}"
    took: dict[str, list[float]] = {"empty": [], "save": [], "refresh": [], "mark": []}
    try:
        for tab in boards:
            await tab.call(f"{FIGURES}.laad", {}, "/rapportages")
        for tab in phones:
            await tab.call(f"{UREN}.laad", {}, uren)
        limits = httpx.Limits(max_connections=COORDINATORS)
        async with httpx.AsyncClient(base_url=server.url, limits=limits, timeout=60) as http:

            async def follow(tab: Wire) -> None:
                begin = time.perf_counter()
                await http.get("/api/levend", cookies={"bpv_sessie": tab._cookie})
                took["mark"].append(time.perf_counter() - begin)
                took["refresh"].append(await round_trip(tab, f"{FIGURES}.ververs", {}, "/rapportages"))

            for turn in range(ROUNDS):
                took["empty"] += await asyncio.gather(*(empty(tab, turn) for tab in [*boards, *phones]))
                saves = [
                    round_trip(tab, f"{UREN}.bewaar", day(p, turn), uren) for tab, p in zip(phones, people, strict=True)
                ]
                done = await asyncio.gather(*saves, *(follow(tab) for tab in boards))
                took["save"] += [seconds for seconds in done if seconds is not None]
    finally:
        for tab in [*boards, *phones]:
            await tab.__aexit__(None, None, None)
    return took


def run_live() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bpv-bench-") as folder:
        engine = groot.copy(Path(folder))
        coordinators, people = _people(engine, STUDENTS)
        engine.dispose()
        with start_server(Path(folder), env={"BPV_WORKER": "false"}) as server:
            took = asyncio.run(_live(server, coordinators, people))
    ours = [*took["save"], *took["refresh"]]
    ratio = percentile(ours, 0.99) / percentile(took["empty"], 0.99)
    detail = {
        f"{kind}_{name}_ms": round(value * 1000, 1)
        for kind, values in took.items()
        for name, value in (("p50", statistics.median(values)), ("p99", percentile(values, 0.99)))
    }
    return {
        "bench": "live_dashboards", "ratio": round(ratio, 2), "goal": GOAL_P99, "ok": ratio <= GOAL_P99, "n": len(ours),
        "detail": detail,
    }  # fmt: skip


def _resident_kb(pid: int) -> int:
    """Resident memory of a process and its children."""
    status = Path(f"/proc/{pid}/status").read_text()
    mine = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return mine + sum(_resident_kb(int(child)) for child in children)


async def _memory(server: Server, coordinators: list[str]) -> list[int]:
    """Resident memory with some dashboards open, and with a hundred more."""
    cookies = [await asyncio.to_thread(cookie_of, server.url, name) for name in coordinators]
    tabs: list[Wire] = []
    found: list[int] = []
    try:
        for count in (WARM, DASHBOARDS):
            for n in range(count):
                tab = await Wire(server.url, cookies[n % len(cookies)]).__aenter__()
                tabs.append(tab)
                await tab.call(f"{FIGURES}.laad", {}, "/rapportages")
            await asyncio.sleep(2)
            found.append(_resident_kb(server.process.pid))
    finally:
        for tab in tabs:
            await tab.__aexit__(None, None, None)
    return found


def run_memory() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bpv-bench-") as folder:
        engine = groot.copy(Path(folder))
        coordinators, _ = _people(engine, 1)
        engine.dispose()
        with start_server(Path(folder), env={"BPV_WORKER": "false"}) as server:
            before, after = asyncio.run(_memory(server, coordinators[:WARM]))
    per_board = (after - before) / DASHBOARDS
    return {
        "bench": "dashboard_memory", "ratio": round(per_board, 1), "goal": GOAL_KB, "ok": per_board <= GOAL_KB,
        "n": DASHBOARDS, "detail": {"before_kb": before, "after_kb": after, "unit": "kB per open dashboard"},
    }  # fmt: skip


BENCHES = {"live_dashboards": run_live, "dashboard_memory": run_memory}
