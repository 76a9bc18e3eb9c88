"""Round trips over the websocket, against an empty Reflex handler in the same server and the same run.

- `event_p50`, `event_p99`: 50 students save a day of hours at once and see their balance again (SQLite).
- `hours_peak`: 200 students at once, as on a Sunday evening; no error may come, the ratio at p95 is printed.
- `search_all`: search everywhere, at 35,000 students.
- `list_page`: the list of POKs (search, filter, order, count, 50 rows) at 2,000, 20,000 and 200,000; 20,000 decides.

The reference is Reflex's own `set_is_hydrated`, which passes our gate without a look-up and sends one variable back.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.pok_rijen import SEED, vul
from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Rol
from bpv_app.migrate import migrate
from bpv_app.pok.rules import PokStatus
from bpv_app.toegang.geheim import hash_wachtwoord
from bpv_app.uren.rules import Oordeel, WeekStatus
from bpv_app.uren.rules_plan import maandag_van
from tests.makers import (
    make_account,
    make_dossier,
    make_inrichting,
    make_pok,
    make_student,
    make_uren_dag,
    make_uren_week,
    make_verbintenis,
)
from tests.server import Server, start_server
from tests.wire.client import PREFIX, Wire, cookie_of

MONDAY = maandag_van(klok.vandaag())
CLIENTS, ROUNDS = 50, 6
GOAL_P50, GOAL_P99, GOAL_LIST = 6.0, 10.0, 25.0
SIZES = (2_000, 20_000, 200_000)
NAME = "bench@school.example"
EMPTY = f"{PREFIX}reflex___state____on_load_internal_state.set_is_hydrated"
UREN = f"{PREFIX}bpv_app___uren___pages___uren____uren_state"
POKS = f"{PREFIX}bpv_app___pok___pages___poks____poks_state"
ZOEK = f"{PREFIX}bpv_app___dashboard___pages___zoeken____zoek_state"
GOAL_SEARCH = 50.0
LIST = "/poks?zoek=bakker&status=afgerond&sorteer=-begin"


def fill(folder: Path, size: int) -> None:
    """A database with `size` POKs and one account of the student administration."""
    engine = vul(folder / "bpv.db", size)
    with transaction(systeem(), op=engine) as session:
        make_account(
            session, Rol.STUDENTENZAKEN, gebruikersnaam=NAME, naam="Bench", wachtwoord_hash=hash_wachtwoord("demo")
        )
    engine.dispose()


@dataclass(frozen=True)
class Student:
    """Somebody who saves hours: an account and the POK they are for."""

    name: str
    pok: int


def fill_students(folder: Path, count: int) -> list[Student]:
    """A database in which `count` students are at work, half a year of hours each behind them."""
    migrate(f"sqlite:///{folder / 'bpv.db'}")
    engine = maak_engine(f"sqlite:///{folder / 'bpv.db'}")
    students, password = [], hash_wachtwoord("demo")
    with transaction(systeem(), op=engine) as session:
        inrichting = make_inrichting(
            session, begin_op=MONDAY - timedelta(weeks=26), eind_op=MONDAY + timedelta(weeks=20)
        )
        for number in range(count):
            student = make_student(session)
            pok = make_pok(
                session, PokStatus.DEFINITIEF, make_dossier(session, make_verbintenis(session, student), inrichting)
            )
            name = f"student{number}@school.example"
            make_account(session, Rol.STUDENT, gebruikersnaam=name, wachtwoord_hash=password, student_id=student.id)
            for week in range(1, 26):
                monday = MONDAY - timedelta(weeks=week)
                row = make_uren_week(session, pok, maandag=monday, status=WeekStatus.GOEDGEKEURD)
                for day in range(4):
                    make_uren_dag(session, row, datum=monday + timedelta(days=day), oordeel=Oordeel.AKKOORD)
            students.append(Student(name, pok.id or 0))
    engine.dispose()
    return students


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


def day(student: Student, turn: int) -> dict[str, Any]:
    """The event with which a phone saves one day: other hours every turn."""
    item = {
        "sleutel": f"{student.pok}-{turn}",
        "vorige": [f"{student.pok}-{t}" for t in range(turn)],
        "pok": student.pok,
        "datum": str(MONDAY),
        "versie": 0,
        "regels": [{"soort": "gewerkt", "uren": f"{4 + turn % 4},{25 * (turn % 4):02d}"}],
        "omschrijving": f"Groepenkast bedraad, dag {turn}",
        "werkproces": "",
    }
    return {"gegevens": {"dagen": json.dumps([item])}}


async def events(server: Server, students: list[Student], rounds: int) -> tuple[list[float], list[float]]:
    """Our event and the empty one, by all at once, in turns. Raises when a day is not saved."""
    cookies = [await asyncio.to_thread(cookie_of, server.url, student.name) for student in students]
    tabs = [await Wire(server.url, cookie).__aenter__() for cookie in cookies]
    ours: list[float] = []
    theirs: list[float] = []
    address = f"/uren?week={MONDAY}"
    try:
        for tab in tabs:
            await tab.call(f"{UREN}.laad", {}, address)
        for turn in range(rounds):
            theirs += await asyncio.gather(*(empty(tab, turn) for tab in tabs))
            ours += await asyncio.gather(
                *(
                    round_trip(tab, f"{UREN}.bewaar", day(student, turn), address)
                    for tab, student in zip(tabs, students, strict=True)
                )
            )
    finally:
        for tab in tabs:
            await tab.__aexit__(None, None, None)
    return ours, theirs


def check_saved(folder: Path, students: list[Student], rounds: int) -> None:
    """Every student's last save is there, and every save was counted once."""
    with closing(sqlite3.connect(folder / "bpv.db")) as connection:
        rows = dict(connection.execute("SELECT pok_id, sleutel FROM uren_dag WHERE datum = ?", (str(MONDAY),)))
        saves = connection.execute("SELECT count(*) FROM audit WHERE tabel = 'uren_dag'").fetchone()[0]
    assert rows == {student.pok: f"{student.pok}-{rounds - 1}" for student in students}, "a day was lost"
    expected = len(students) * (rounds + 25 * 4)
    assert saves == expected, f"{saves} saves on record instead of {expected}"


async def pages(server: Server, handler: str = f"{POKS}.laad", address: str = LIST) -> tuple[list[float], list[float]]:
    """A page's reading (the list page's) and the empty event, by one client, in turns."""
    ours: list[float] = []
    theirs: list[float] = []
    async with Wire(server.url, cookie_of(server.url, NAME)) as tab:
        await tab.call(handler, {}, address)
        for turn in range(30):
            theirs.append(await empty(tab, turn))
            ours.append(await round_trip(tab, handler, {}, address))
    return ours, theirs


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _result(name: str, ratio: float, goal: float, n: int, detail: dict[str, Any]) -> dict[str, Any]:
    return {"bench": name, "ratio": round(ratio, 2), "goal": goal, "ok": ratio <= goal, "n": n, "detail": detail}


def run_event(name: str, share: float, goal: float, clients: int = CLIENTS, rounds: int = ROUNDS) -> dict[str, Any]:
    print(f"{name}: {clients} students, {rounds} rounds, 100 days of hours each, seed {SEED}")
    with tempfile.TemporaryDirectory(prefix="bpv-bench-") as folder:
        students = fill_students(Path(folder), clients)
        with start_server(Path(folder), arguments=["--leeg"], env={"BPV_WORKER": "false"}) as server:
            ours, theirs = asyncio.run(events(server, students, rounds))
        check_saved(Path(folder), students, rounds)
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


def run_search() -> dict[str, Any]:
    """Search everywhere at 35,000 students, 140,000 agreements: spelt right, misspelt, a number; the worst decides."""
    detail: dict[str, Any] = {}
    worst, size = 0.0, 140_000
    with tempfile.TemporaryDirectory(prefix="bpv-bench-") as folder:
        fill(Path(folder), size)
        with start_server(Path(folder), env={"BPV_WORKER": "false"}) as server:
            for words in ("noor bakker", "nor bakekr", "2026-01", "Bedrijf 27", "bestaat niet"):
                ours, theirs = asyncio.run(pages(server, f"{ZOEK}.laad", f"/zoeken?{urlencode({'q': words})}"))
                a, b = statistics.median(ours), statistics.median(theirs)
                detail[words] = {
                    "ours_ms": round(a * 1000, 1),
                    "empty_ms": round(b * 1000, 2),
                    "ratio": round(a / b, 1),
                }
                print(words, detail[words])
                worst = max(worst, a / b)
    return _result("search_all", worst, GOAL_SEARCH, size // 4, detail)


BENCHES = {
    "search_all": run_search,
    "event_p50": lambda: run_event("event_p50", 0.50, GOAL_P50),
    "event_p99": lambda: run_event("event_p99", 0.99, GOAL_P99),
    "hours_peak": lambda: run_event("hours_peak", 0.95, GOAL_P99, clients=200, rounds=2),
    "list_page": run_list_page,
}
