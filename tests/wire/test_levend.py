"""Two servers on one PostgreSQL and one Redis: what somebody saves on one is seen on the other within five seconds."""

from __future__ import annotations

import asyncio
import json
import os
import time
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bpv_app.db import transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.rules import PokStatus
from bpv_app.tables import INGERICHT, metadata
from bpv_app.toegang.geheim import hash_wachtwoord
from bpv_app.uren.rules_plan import maandag_van
from tests.makers import make_account, make_dossier, make_inrichting, make_pok, make_student, make_verbintenis
from tests.server import Server, start_server
from tests.wire.client import Wire, cookie_of

ADRES = os.environ.get("BPV_TEST_REDIS_URL", "")
ELKE = 3.0
"""Seconds between two questions of an open dashboard (assets/live.js)."""
BINNEN = 5.0
START = "bpv_app___dashboard___pages___start____dashboard_state"
UREN = "bpv_app___uren___pages___uren____uren_state"
ONGESCHREVEN = "Week zonder uren"

pytestmark = [
    pytest.mark.redis,
    pytest.mark.skipif(not ADRES, reason="no Redis server (BPV_TEST_REDIS_URL is not set)"),
]


def leeg(motor: Engine) -> None:
    with motor.begin() as verbinding:
        namen = ", ".join(f'"{t.name}"' for t in metadata.sorted_tables if t.name not in INGERICHT)
        verbinding.execute(sa.text(f"TRUNCATE {namen} RESTART IDENTITY CASCADE"))


def vul(motor: Engine) -> int:
    """A student who is at work for a month and wrote nothing, and the coordinator who is told so; the agreement."""
    maandag = maandag_van(klok.vandaag())
    with transaction(systeem(), op=motor) as session:
        inrichting = make_inrichting(
            session, begin_op=maandag - timedelta(weeks=4), eind_op=maandag + timedelta(weeks=20)
        )
        student = make_student(session)
        pok = make_pok(
            session, PokStatus.DEFINITIEF, make_dossier(session, make_verbintenis(session, student), inrichting)
        )
        geheim = hash_wachtwoord("demo")
        make_account(session, Rol.COORDINATOR, gebruikersnaam="c@school.example", wachtwoord_hash=geheim)
        make_account(
            session, Rol.STUDENT, gebruikersnaam="s@school.example", wachtwoord_hash=geheim, student_id=student.id
        )
        return pok.id or 0


def telling(werk: list[dict[str, object]]) -> int:
    return next((int(str(regel["aantal"])) for regel in werk if regel["label"] == ONGESCHREVEN), 0)


async def verhaal(hier: Server, daar: Server, pok: int) -> tuple[int, int, float]:
    """The counter before and after, and the seconds from the save on one server to the new page of the other."""
    vorige = maandag_van(klok.vandaag()) - timedelta(weeks=1)
    koek = await asyncio.to_thread(cookie_of, hier.url, "c@school.example")
    student = await asyncio.to_thread(cookie_of, daar.url, "s@school.example")
    merk = httpx.Client(base_url=hier.url, cookies={"bpv_sessie": koek})
    async with Wire(hier.url, koek) as bord, Wire(daar.url, student) as telefoon:
        open_ = await bord.call(f"{START}.laad")
        eerst, oud = telling(open_.var("werk", "dashboard_state")), open_.var("merk", "dashboard_state")
        adres = f"/uren?week={vorige}"
        await telefoon.call(f"{UREN}.laad", {}, adres)
        for _ in range(5):  # logging in was a change, too: until the page is what it will stay
            if merk.get("/api/levend").text == oud:
                break
            oud = (await bord.call(f"{START}.ververs")).var("merk", "dashboard_state")
        assert merk.get("/api/levend").text == oud, "the mark stands still while nobody writes"
        dag = {
            "sleutel": "s-1", "vorige": [], "pok": pok, "datum": str(vorige), "versie": 0,
            "regels": [{"soort": "gewerkt", "uren": "8"}], "omschrijving": "Kast bedraad", "werkproces": "",
        }  # fmt: skip
        begin = time.monotonic()
        await telefoon.call(f"{UREN}.bewaar", {"gegevens": {"dagen": json.dumps([dag])}}, adres)
        while merk.get("/api/levend").text == oud:
            assert time.monotonic() - begin < 20, "the other server never hears of it"
            await asyncio.sleep(ELKE)
        na = await bord.call(f"{START}.ververs")
        return eerst, telling(na.var("werk", "dashboard_state")), time.monotonic() - begin


def test_a_save_on_one_server_changes_a_page_of_the_other(postgres_engine: Engine, tmp_path: Path) -> None:
    leeg(postgres_engine)
    pok = vul(postgres_engine)
    url = postgres_engine.url.render_as_string(hide_password=False)
    omgeving = {"BPV_DATABASE_URL": url, "BPV_REDIS_URL": ADRES, "BPV_WORKER": "false"}
    try:
        with ExitStack() as alles:
            hier, daar = (alles.enter_context(start_server(tmp_path / naam, env=omgeving)) for naam in ("een", "twee"))
            eerst, na, seconden = asyncio.run(verhaal(hier, daar, pok))
    finally:
        leeg(postgres_engine)
    assert eerst > 0
    assert na == eerst - 1
    assert seconden < BINNEN
