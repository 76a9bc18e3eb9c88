"""What was said on one screen does not stand on the next, unless it was said on the way there."""

from __future__ import annotations

import asyncio

from tests.wire.client import Wire
from tests.wire.conftest import World

POK = "bpv_app___pok___pages___pok____pok_state"
LIST = "bpv_app___pok___pages___poks____poks_state"
NEW = "bpv_app___dossier___pages___inrichting_nieuw____nieuwe_inrichting_state"


def test_an_error_is_forgotten_on_another_screen(world: World) -> None:
    async def attempt() -> tuple[object, object, object]:
        async with Wire(world.server.url, world.cookies["coordinator"]) as tab:
            here = f"/poks/{world.a.poks[0]}"
            await tab.call(f"{POK}.laad", {}, here)
            said = await tab.call(f"{POK}.bel", {"gegevens": {}}, here)
            again = await tab.call(f"{POK}.laad", {}, here)
            after = await tab.call(f"{LIST}.laad", {}, "/poks")
            return said.var("veldfouten"), again.var("melding"), (after.var("melding"), after.var("veldfouten"))

    fields, same_screen, other_screen = asyncio.run(attempt())
    assert fields
    assert same_screen == "Niet alles is goed ingevuld."
    assert other_screen == ("", {})


def test_what_was_said_on_the_way_to_a_screen_stands_there_and_no_further(world: World) -> None:
    form = {"naam": "Meldingentest", "leerweg": "BOL", "exemplaren": "3", "team_id": str(world.a.team)}
    form |= {"partij_student": "on", "partij_leerbedrijf": "on", "partij_school": "on"}

    async def attempt() -> tuple[object, object]:
        async with Wire(world.server.url, world.cookies["coordinator"]) as tab:
            await tab.call(f"{NEW}.laad", {}, "/inrichting/nieuw")
            made = await tab.call(f"{NEW}.bewaar_nieuw", {"gegevens": form}, "/inrichting/nieuw")
            assert any("/inrichting/" in event for event in made.events), made.var("veldfouten")
            there = await tab.call(f"{LIST}.laad", {}, "/poks")
            further = await tab.call(f"{NEW}.laad", {}, "/inrichting/nieuw")
            return there.var("melding"), further.var("melding")

    there, further = asyncio.run(attempt())
    assert "Inrichting gemaakt" in str(there)
    assert further == ""
