"""Companies near a student in a relations file of 250,000, over the websocket, against an empty Reflex handler.

The table has 4,000 PC4s and all the full postcodes of the companies: the finest a school can have. Circles of every
size, the nearest of all, a page further on, a circle in another order, and words within a circle. The slowest
median decides.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import polars as pl
import sqlalchemy as sa

from benchmarks.company_search import GOAL, NAME, STATE, N
from benchmarks.dubbelen import SEED, _rij, maak_bedrijf
from benchmarks.websocket import empty, round_trip
from bpv_app import bulk
from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.ligging.inlezen import maak_pc4s
from bpv_app.ligging.rules_regio import REGIO_LIGGING
from bpv_app.ligging.tables import Postcode, Postcode6
from bpv_app.migrate import migrate
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.makers import make_account, make_student
from tests.server import Server, start_server
from tests.wire.client import Wire, cookie_of

PC4S, TURNS = 4_000, 15
STUDENT = "123456"
QUESTIONS: dict[str, dict[str, str]] = {
    **{f"within {km} km": {"vanaf": STUDENT, "km": str(km)} for km in (5, 15, 25, 50)},
    "nearest of all": {"vanaf": STUDENT},
    "by name": {"vanaf": STUDENT, "km": "15", "sorteer": "naam"},
    "page 20": {"vanaf": STUDENT, "km": "50", "pagina": "20"},
    "farthest first": {"vanaf": STUDENT, "km": "50", "sorteer": "-afstand"},
    "with a word": {"vanaf": STUDENT, "km": "15", "zoek": "bakkerij"},
    "from a postcode": {"vanaf": "2312 ab", "km": "15"},
}


def fill(folder: Path) -> None:
    """A database with `N` companies, where their postcodes lie, a student and one account."""
    url, chance = f"sqlite:///{folder / 'bpv.db'}", random.Random(SEED)
    migrate(url)
    engine = maak_engine(url)
    regions = {pc4: REGIO_LIGGING[str(pc4)[:2]] for pc4 in range(1000, 10_000) if str(pc4)[:2] in REGIO_LIGGING}
    middles = {
        str(pc4): (regions[pc4][0] + chance.gauss(0, 0.08), regions[pc4][1] + chance.gauss(0, 0.12))
        for pc4 in sorted({2312, *chance.sample(sorted(regions), PC4S - 1)})
    }
    codes = sorted(middles)
    companies = [maak_bedrijf(chance) for _ in range(N)]
    companies = [replace(b, postcode=f"{chance.choice(codes)}{b.postcode[4:]}") for b in companies]
    fine = [(pc4, *place) for pc4, place in middles.items()]
    for code in sorted({b.postcode for b in companies}):
        north, east = middles[code[:4]]
        fine.append((code, north + chance.uniform(-0.012, 0.012), east + chance.uniform(-0.02, 0.02)))
    table = pl.DataFrame(fine, schema=["code", "breedte", "lengte"], orient="row")
    with transaction(systeem(), op=engine) as session:
        bulk.insert_frame(session, bulk.tabel(Postcode), maak_pc4s(table))
        full = table.filter(pl.col("code").str.len_chars() == 6).rename({"code": "pc6"})
        bulk.insert_frame(session, bulk.tabel(Postcode6), full)
    for begin in range(0, N, 50_000):
        rows = [
            {**_rij(begin + i + 1, b), "sbb_id": str(100_000_000 + begin + i), "is_vergeleken": True}
            for i, b in enumerate(companies[begin : begin + 50_000])
        ]
        with transaction(systeem(), op=engine) as session:
            session.execute(sa.insert(Leerbedrijf), rows)
    with transaction(systeem(), op=engine) as session:
        make_account(session, Rol.STUDENTENZAKEN, gebruikersnaam=NAME, wachtwoord_hash=hash_wachtwoord("demo"))
        make_student(session, studentnummer=STUDENT, postcode="2312AB")
    engine.dispose()


async def measure(server: Server) -> tuple[dict[str, float], float]:
    """Median seconds per question, and of the empty event; they take turns."""
    ours: dict[str, list[float]] = {name: [] for name in QUESTIONS}
    theirs: list[float] = []
    async with Wire(server.url, cookie_of(server.url, NAME)) as tab:
        for turn in range(TURNS + 2):
            for name, question in QUESTIONS.items():
                base = await empty(tab, turn)
                took = await round_trip(tab, f"{STATE}.laad", {}, f"/leerbedrijven?{urlencode(question)}")
                if turn >= 2:
                    theirs.append(base)
                    ours[name].append(took)
    return {name: statistics.median(t) for name, t in ours.items()}, statistics.median(theirs)


def run() -> dict[str, Any]:
    """The benchmark."""
    print(f"company_near: {N} companies, {PC4S} PC4s, SQLite, {TURNS} turns, seed {SEED}")
    with tempfile.TemporaryDirectory(prefix="bpv-company-near-") as folder:
        fill(Path(folder))
        with start_server(Path(folder), arguments=["--leeg"], env={"BPV_WORKER": "false"}) as server:
            ours, base = asyncio.run(measure(server))
    for name, seconds in ours.items():
        print(f"{name:<18}{seconds * 1000:8.1f} ms, ratio {seconds / base:6.1f}")
    ratios = {name: round(seconds / base, 1) for name, seconds in ours.items()}
    ratio = max(ratios.values())
    detail = {"seed": SEED, "empty_ms": round(base * 1000, 2), "ratios": ratios}
    return {"bench": "company_near", "ratio": ratio, "goal": GOAL, "ok": ratio <= GOAL, "n": N, "detail": detail}


if __name__ == "__main__":
    import json

    print(json.dumps(run()))
