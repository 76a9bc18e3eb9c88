"""Searching a relations file of 250,000 companies over the websocket, against an empty Reflex handler in the same run.

Every way in which people search: how a name begins, the middle of it, two words, a place, a postcode, an ID, and a name
with a typing error (which first finds nothing, and then what looks like it). The slowest median decides.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from benchmarks.dubbelen import SEED, _rij, maak_bedrijf
from benchmarks.websocket import empty, round_trip
from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.rules_dubbel import Kenmerken
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.migrate import migrate
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.makers import make_account
from tests.server import Server, start_server
from tests.wire.client import PREFIX, Wire, cookie_of

N, TURNS, GOAL = 250_000, 15, 40.0
NAME = "bench@school.example"
STATE = f"{PREFIX}bpv_app___leerbedrijf___pages___leerbedrijven____leerbedrijven_state"


def fill(folder: Path) -> list[Kenmerken]:
    """A database with `N` companies and one account of the student administration; returns the companies."""
    url, toeval = f"sqlite:///{folder / 'bpv.db'}", random.Random(SEED)
    migrate(url)
    engine = maak_engine(url)
    companies = [maak_bedrijf(toeval) for _ in range(N)]
    for begin in range(0, N, 50_000):
        rows = [
            {**_rij(begin + i + 1, b), "sbb_id": str(100_000_000 + begin + i), "is_vergeleken": True}
            for i, b in enumerate(companies[begin : begin + 50_000])
        ]
        for row in rows:
            row["zoektekst"] += f" {row['sbb_id']}"
        with transaction(systeem(), op=engine) as session:
            session.execute(sa.insert(Leerbedrijf), rows)
    with transaction(systeem(), op=engine) as session:
        make_account(session, Rol.STUDENTENZAKEN, gebruikersnaam=NAME, wachtwoord_hash=hash_wachtwoord("demo"))
    engine.dispose()
    return companies


def searches(companies: list[Kenmerken]) -> dict[str, str]:
    """One of each kind, taken from a company that is there."""
    one = companies[123_456]
    word = max(one.naam.split(), key=len)
    swapped = word[:2] + word[3] + word[2] + word[4:]
    return {
        "prefix": one.naam[:5],
        "middle": word[2:7],
        "two words": f"{word} {one.plaats}",
        "common word": "bakkerij",
        "place": one.plaats,
        "postcode": next(c.postcode for c in companies[100:] if c.postcode),
        "id": "100123456",
        "typing error": f"{swapped} {one.naam.split()[0]}",
    }


async def measure(server: Server, questions: dict[str, str]) -> tuple[dict[str, float], float]:
    """Median seconds per kind of search, and of the empty event; they take turns."""
    ours: dict[str, list[float]] = {name: [] for name in questions}
    theirs: list[float] = []
    async with Wire(server.url, cookie_of(server.url, NAME)) as tab:
        for turn in range(TURNS + 2):
            for name, words in questions.items():
                base = await empty(tab, turn)
                took = await round_trip(tab, f"{STATE}.laad", {}, f"/leerbedrijven?{urlencode({'zoek': words})}")
                if turn >= 2:
                    theirs.append(base)
                    ours[name].append(took)
    return {name: statistics.median(t) for name, t in ours.items()}, statistics.median(theirs)


def run() -> dict[str, Any]:
    """The benchmark."""
    print(f"company_search: {N} companies, SQLite, {TURNS} turns, seed {SEED}")
    with tempfile.TemporaryDirectory(prefix="bpv-company-search-") as folder:
        questions = searches(fill(Path(folder)))
        with start_server(Path(folder), arguments=["--leeg"], env={"BPV_WORKER": "false"}) as server:
            ours, base = asyncio.run(measure(server, questions))
    for name, seconds in ours.items():
        print(f"{name:<14}{questions[name]!r:<34}{seconds * 1000:8.1f} ms, ratio {seconds / base:6.1f}")
    ratios = {name: round(seconds / base, 1) for name, seconds in ours.items()}
    ratio = max(ratios.values())
    detail = {"seed": SEED, "empty_ms": round(base * 1000, 2), "ratios": ratios}
    return {"bench": "company_search", "ratio": ratio, "goal": GOAL, "ok": ratio <= GOAL, "n": N, "detail": detail}


if __name__ == "__main__":
    import json

    print(json.dumps(run()))
