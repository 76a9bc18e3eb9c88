"""Role × every HTTP route × object (own, somebody else's, none): the routes come from the app's own list."""

from __future__ import annotations

from typing import Any, cast

import httpx
import pytest
from starlette.routing import Route

from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.rechten import Rol
from bpv_app.routes import ROUTES
from tests.lek.vinden import leesbaar
from tests.wire.conftest import ROLES, World
from tests.wire.world import Side

NOTHING = 987_654_321
# Lists of who may read them are checked inside, by the list's own right.
EXPORT = "/api/export/"


def routes() -> list[Route]:
    found = [r for r in ROUTES if isinstance(r, Route)]
    assert len(found) == len(ROUTES)
    return found


def address(route: Route, side: Side | None) -> str:
    """The route's path with ids of one side, or of nothing."""
    values = {
        "pok_id": side.poks[0] if side else NOTHING,
        "scan_id": side.poks[0] if side else NOTHING,
        "pagina_id": side.scanpagina if side else NOTHING,
        "tekst_id": side.documenttekst if side else NOTHING,
        "taak_id": side.taak if side else NOTHING,
        "run_id": 1 if side else NOTHING,
        "afdruk_id": side.afdruk if side else NOTHING,
        "dossier_id": side.dossiers[0] if side else NOTHING,
        "item_id": side.logboek if side else NOTHING,
        "dag_id": side.uren_dag if side else NOTHING,
        "moment_id": side.gesprek if side else NOTHING,
        "verslag_id": side.verslag if side else NOTHING,
        "versie": 1,
        "sha256": "0" * 64,
        "token": "onbekend",
        "lijst": "poks",
        "per": "team",
        "soort": "csv",
    }
    if side and route.path.endswith(("/bewijs.pdf", "/bevestiging.pdf")):
        values["pok_id"] = side.poks[3]  # the one that everybody signed
    if side:
        values["bijlage_id"] = side.logboek_bijlage if "logboek" in route.path else side.uren_bijlage
    path = route.path
    for part in route.path.split("/"):
        if "{" in part:
            for name in (p.split("}")[0].split(":")[0] for p in part.split("{")[1:]):
                path = path.replace(f"{{{name}:str}}", str(values.get(name, NOTHING)))
                path = path.replace(f"{{{name}}}", str(values.get(name, NOTHING)))
    assert "{" not in path, path
    return path


def text_of(answer: httpx.Response) -> str:
    """What somebody can read in an answer, also inside a ZIP, a spreadsheet or a PDF."""
    return leesbaar(answer.content)


def mark_of(route: Route) -> Any:
    return cast("Any", route.endpoint).toegang


def may(role: str, route: Route) -> bool:
    mark = mark_of(route)
    if mark.is_openbaar:
        return True
    if role == "niemand":
        return False
    actor = Actor(1, role, (RolToewijzing(Rol(role)),))
    return not mark.acties or bool(mark.acties & actor.acties)


@pytest.mark.parametrize("role", ROLES)
def test_a_route_answers_only_who_may_and_never_gives_the_other_side(world: World, role: str) -> None:
    before, wrong = world.rows(), []
    cookies = {"bpv_sessie": world.cookies[role]} if world.cookies[role] else {}
    with httpx.Client(base_url=world.server.url, cookies=cookies, timeout=30) as client:
        for route in routes():
            method = "GET" if "GET" in (route.methods or set()) else "POST"
            if route.path in ("/api/login", "/api/logout", "/api/link"):
                continue  # they make or end sessions; tests/toegang has them
            for name, side in (("own", world.a), ("other", world.b), ("none", None)):
                if name == "own" and route.path.endswith("/verwijder") and may(role, route):
                    continue  # it removes what is one's own; tests/uren has it
                answer = client.request(method, address(route, side), headers={"Accept": "text/html"})
                where = f"{method} {route.path} ({name}): {answer.status_code}"
                if answer.status_code >= 500:
                    wrong.append(where)
                if any(secret in text_of(answer) for secret in world.b.secrets) and role != "studentenzaken":
                    wrong.append(f"{where} gave data of the other side")
                if role != "student" and "Meldingkanarie" in text_of(answer):
                    wrong.append(f"{where} gave what a student told the vertrouwenspersoon")
                if not may(role, route) and answer.status_code not in (303, 401, 403):
                    wrong.append(where)
                is_personal = "{" in route.path and EXPORT not in route.path and not mark_of(route).is_openbaar
                if side is None and is_personal and answer.status_code == 200:
                    wrong.append(f"{where} for nothing")
    assert wrong == []
    assert world.rows() == before


@pytest.mark.parametrize("role", ["coordinator", "studentenzaken", "beheer"])
def test_another_site_cannot_post_in_somebodys_name(world: World, role: str) -> None:
    with httpx.Client(base_url=world.server.url, cookies={"bpv_sessie": world.cookies[role]}) as client:
        for route in routes():
            if "POST" in (route.methods or set()):
                answer = client.post(address(route, world.a), headers={"Origin": "https://elders.example"})
                assert answer.status_code == 403, route.path
