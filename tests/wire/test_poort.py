"""The gate: sessions, tabs and Reflex's own dangerous handlers."""

from __future__ import annotations

import asyncio

import httpx

from tests.wire.client import Wire, cookie_of
from tests.wire.conftest import World
from tests.wire.world import PASSWORD

LIST = "bpv_app___student___pages___studenten____studenten_state"


def test_a_variable_cannot_be_set_from_outside(world: World) -> None:
    async def attempt() -> object:
        async with Wire(world.server.url, world.cookies["coordinator"]) as tab:
            await tab.call(f"{LIST}.laad", {}, "/studenten")
            payload = {"var_name": "naam", "value": "gekaapt"}
            return (await tab.call("bpv_app___ui___basis____basis_state.setvar", payload)).var("naam")

    assert asyncio.run(attempt()) == "Coordinator A"


def test_a_tab_of_another_session_is_wiped(world: World) -> None:
    """Whoever guesses or copies a tab's token finds it empty."""

    async def attempt() -> tuple[int, object, bool]:
        async with Wire(world.server.url, world.cookies["coordinator"]) as tab:
            mine = await tab.call(f"{LIST}.laad", {}, "/studenten")
        async with Wire(world.server.url, world.cookies["student"], token=tab.token) as thief:
            stolen = await thief.call("reflex___state____state.hydrate")
        return (
            mine.var("totaal", "studenten_state"),
            stolen.var("totaal", "studenten_state"),
            "Studentkanarie" in stolen.text,
        )

    assert asyncio.run(attempt()) == (4, 0, False)


def test_after_logout_the_open_tab_can_do_nothing(world: World) -> None:
    cookie = cookie_of(world.server.url, "coordinator.a@wereld.example", PASSWORD)

    async def attempt() -> tuple[object, object]:
        async with Wire(world.server.url, cookie) as tab:
            await tab.call(f"{LIST}.laad", {}, "/studenten")
            httpx.post(f"{world.server.url}/api/logout", cookies={"bpv_sessie": cookie})
            answer = await tab.call(f"{LIST}.zoek_op", {"waarde": "kanarie"}, "/studenten")
            return answer.var("sessie_verlopen"), answer.events

    assert asyncio.run(attempt()) == (True, [])


def test_without_a_session_a_page_leads_to_the_login_and_back(world: World) -> None:
    async def attempt() -> list[str]:
        async with Wire(world.server.url) as tab:
            return (await tab.call(f"{LIST}.laad", {}, "/studenten?klas=3B")).events

    (event,) = asyncio.run(attempt())
    assert "/login?naar=%2Fstudenten%3Fklas%3D3B" in event
