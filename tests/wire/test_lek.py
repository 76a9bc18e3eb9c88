"""Care notes, answers "alleen school" and confidential reports on the wire: no handler and no route gives them away.

Handlers and routes come from the app's own registries, so a new one is searched the day it is written. The begeleider
and the coordinator may read them, but only after asking: opening any page brings none of it into the tab.
"""

from __future__ import annotations

import httpx
import pytest
from reflex_base.registry import RegistrationContext

from bpv_app.toegang.pages.poort import merk_van
from tests.lek.vinden import vind
from tests.wire.client import Wire
from tests.wire.conftest import ROLES, World
from tests.wire.test_matrix import handlers, has_right, run, target_of, visit
from tests.wire.test_routes import address, routes
from tests.wire.world import geheimen

ASKS = ("gespreksverslag_state.toon_zorg",)
"""The one handler that brings care notes into a tab. (A collision while saving shows what the other person wrote.)"""
SAVES = ("gespreksverslag_state.bewaar",)
SCHOOL = ("coordinator", "onderwijsbegeleider")
SENT = "Kanarieverzonden"
OPEN = ("/api/login", "/api/logout", "/api/link")


MELDING = ("MeldingkanarieA", "MeldingkanarieB")
"""What students told the vertrouwenspersoon. None of the roles here is one; a student has the own report."""


def of_others(role: str) -> tuple[str, ...]:
    """The words of confidential reports that this role may not read."""
    return MELDING[1:] if role == "student" else MELDING


def is_load(name: str) -> bool:
    merk, _ = merk_van(name)
    return merk is not None and merk.laadt


@pytest.mark.parametrize("role", [r for r in ROLES if r not in SCHOOL])
def test_no_handler_gives_them_to_who_may_not_read_them(world: World, role: str) -> None:
    secrets = (*geheimen("A"), *geheimen("B"), *of_others(role))

    async def all_of_them() -> list[str]:
        wrong = []
        for name in handlers():
            if not has_right(role, name) or name.endswith(("wissel_taal", "setvar")):
                continue  # without the right nothing comes back at all: tests/wire/test_matrix.py
            async with Wire(world.server.url, world.cookies[role]) as tab:
                answer = await visit(tab, name, target_of("own", world.a))
                if vind(answer.text, secrets):
                    wrong.append(name)
        return wrong

    assert run(all_of_them()) == []


@pytest.mark.parametrize("role", SCHOOL)
def test_opening_a_page_brings_no_care_notes_into_the_tab_asking_does_and_is_recorded(world: World, role: str) -> None:
    care, told = geheimen("A")[0], of_others(role)
    state = "gespreksverslag_state.toon_zorg"
    asks = next(name for name in handlers() if name.endswith(state))

    async def look() -> tuple[list[str], bool, bool]:
        wrong = []
        for name in handlers():
            if not (has_right(role, name) and is_load(name)):
                continue
            async with Wire(world.server.url, world.cookies[role]) as tab:
                if vind((await visit(tab, name, target_of("own", world.a))).text, (care, *told)):
                    wrong.append(name)
        async with Wire(world.server.url, world.cookies[role]) as tab:
            shown = care in (await visit(tab, asks, target_of("own", world.a))).text
            hidden = (await tab.call(asks.replace("toon_zorg", "verberg_zorg"))).state
            return wrong, shown, care in str(hidden)

    before = looks(world)
    wrong, shown, still = run(look())
    assert (wrong, shown, still) == ([], True, False)
    assert looks(world) > before


def looks(world: World) -> int:
    import sqlite3

    with sqlite3.connect(f"file:{world.database}?mode=ro", uri=True) as connection:
        vraag = "SELECT count(*) FROM audit WHERE tabel = 'zorgvierkant' AND soort = 'ingezien'"
        return int(connection.execute(vraag).fetchone()[0])


@pytest.mark.parametrize("role", ROLES)
def test_no_route_gives_them_but_the_coordinators_export(world: World, role: str) -> None:
    cookies = {"bpv_sessie": world.cookies[role]} if world.cookies[role] else {}
    wrong = []
    with httpx.Client(base_url=world.server.url, cookies=cookies, timeout=30) as client:
        for route in routes():
            if route.path in OPEN or route.path.endswith("/verwijder"):
                continue
            method = "GET" if "GET" in (route.methods or set()) else "POST"
            answer = client.request(method, address(route, world.a), data={"reden": "Omdat het moet.", "soort": "json"})
            if vind(answer.content, geheimen("A") + geheimen("B")):
                wrong.append(route.path)
            if vind(answer.content, of_others(role)):
                wrong.append(f"{route.path}: a confidential report")
    assert wrong == (["/api/zorgvierkant/export"] if role == "coordinator" else [])


def test_the_page_of_an_error_does_not_say_what_was_sent(world: World) -> None:
    """A refused request answers with the rule, for people and for programs, and never with what came in."""
    cookies = {"bpv_sessie": world.cookies["coordinator"]}
    with httpx.Client(base_url=world.server.url, cookies=cookies, timeout=30) as client:
        for accept in ("text/html", "application/json"):
            for form in ({"reden": "", "van": SENT}, {"reden": SENT, "soort": SENT}, {"reden": "x", "van": SENT}):
                answer = client.post("/api/zorgvierkant/export", data=form, headers={"Accept": accept})
                assert answer.status_code >= 400
                assert vind(answer.content, [SENT]) == set()
            for path in (
                f"/api/export/{SENT}.csv",
                f"/api/gesprekken/{SENT}/verslag.pdf",
                f"/api/verslagen/{SENT}/verslag.pdf",
            ):
                assert vind(client.get(path, headers={"Accept": accept}).content, [SENT]) == set()


def test_no_log_line_and_no_audit_line_says_what_is_in_them(world: World) -> None:
    """After all that: what the server printed, and what the audit holds."""
    import sqlite3

    assert vind(world.server.output(), (*geheimen("A"), *geheimen("B"), *MELDING)) == set()
    with sqlite3.connect(f"file:{world.database}?mode=ro", uri=True) as connection:
        for tabel in ("audit", "mail", "bericht", "gespreksverslag_kopie"):
            tekst = str(connection.execute(f'SELECT * FROM "{tabel}"').fetchall())
            assert vind(tekst, (*geheimen("A"), *geheimen("B"))) == set(), tabel


def test_the_handlers_named_here_are_there() -> None:
    known = RegistrationContext.get().event_handlers
    assert all(any(name.endswith(end) for name in known) for end in ASKS + SAVES)
