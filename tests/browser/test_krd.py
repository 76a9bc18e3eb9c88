"""The register does things by itself: seen, taken over, compared; and a refusal leads straight to the field to mend."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.pages import axe, log_in, open_page, tick_row, wait_loaded
from tests.server import Server, start_server

CLIENT = ("bpv-app", "bpv-demo")


@pytest.fixture(scope="module")
def school(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo school with its worker and its register."""
    with start_server(tmp_path_factory.mktemp("krd")) as server:
        yield server


def register(server: Server) -> str:
    found = re.search(r"KRD simulator: (\S+)", server.output())
    assert found, server.output()
    return found[1]


def rows(server: Server, query: str, *values: object) -> list[Any]:
    path = Path(server.log).parent / "bpv.db"
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        return connection.execute(query, values).fetchall()


def wait_for(server: Server, query: str, seconds: float = 120) -> Any:
    """The first row of this query, as soon as there is one."""
    until = time.monotonic() + seconds
    while not (found := rows(server, query)):
        assert time.monotonic() < until, query
        time.sleep(0.3)
    return found[0]


def change(server: Server, **what: object) -> None:
    """Somebody at the register changes something."""
    url = register(server)
    token = httpx.post(f"{url}/token", data={"grant_type": "client_credentials"}, auth=CLIENT).json()["access_token"]
    answer = httpx.post(f"{url}/wijzigingen", json=what, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text


def no_waiting(server: Server) -> None:
    """The demo's past has reached the register."""
    wait_for(server, "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM bericht WHERE kanaal = 'krd' AND status = 'wacht')", 240)


def find(page: Page, server: Server, path: str, search: str) -> None:
    open_page(page, f"{server.url}{path}?zoek={search}")
    wait_loaded(page)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_status_set_at_the_register_is_seen_and_taken_over(school: Server, new_page: NewPage, size: str) -> None:
    no_waiting(school)
    nummer = wait_for(
        school,
        "SELECT nummer FROM pok WHERE status = 'volledig' AND krd_status = 'volledig' AND krd_fout_code = '' "
        f"ORDER BY id LIMIT 1 OFFSET {int(size == 'phone')}",
    )[0]
    change(school, soort="pok_status", pok_nummer=nummer, krd_status="Voorlopig", reden="Verkeerde student")
    wait_for(school, f"SELECT 1 FROM pok WHERE nummer = '{nummer}' AND krd_status = 'voorlopig'")
    page = new_page(size=size)
    log_in(page, school.url, "studentenzaken@demo.bpv")
    find(page, school, "/krd/wijzigingen", nummer)
    expect(page.get_by_text("In de KRD op voorlopig gezet; hier is de POK volledig.").first).to_be_visible()
    axe(page)
    find(page, school, "/krd", nummer)
    expect(page.get_by_text("Neem over (“Terug naar concept”, met een reden)").first).to_be_visible()
    tick_row(page.get_by_role("checkbox", name=re.compile(nummer)))
    page.get_by_role("button", name="Neem over van KRD").click()
    page.get_by_label("Reden").fill("Was voor een andere student")
    axe(page)
    page.get_by_role("button", name="Neem over", exact=True).click()
    expect(page.get_by_text("Overgenomen: nu concept.").first).to_be_visible()
    assert rows(school, "SELECT status, krd_status FROM pok WHERE nummer = ?", nummer) == [("concept", "voorlopig")]
    ((reden,),) = rows(
        school,
        "SELECT h.reden FROM pok_historie h JOIN pok p ON p.id = h.pok_id WHERE p.nummer = ? "
        "ORDER BY h.id DESC LIMIT 1",
        nummer,
    )
    assert reden == "Overgenomen van de KRD (voorlopig). Was voor een andere student"


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_full_comparison_finds_what_differs(school: Server, new_page: NewPage, size: str) -> None:
    no_waiting(school)
    page = new_page(size=size)
    log_in(page, school.url, "studentenzaken@demo.bpv")
    open_page(page, f"{school.url}/krd/vergelijking")
    page.get_by_role("button", name="Vergelijk nu").click()
    expect(page.locator("#uitkomst")).to_contain_text(re.compile(r"\d+ vergeleken, \d+ gelijk"), timeout=60_000)
    expect(page.get_by_text("Ontbreekt in de KRD").first).to_be_visible()  # the demo has some that were refused
    axe(page)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_refusal_leads_to_the_field_to_mend(school: Server, new_page: NewPage, size: str) -> None:
    no_waiting(school)
    nummer, team = wait_for(
        school,
        "SELECT p.nummer, t.code FROM pok p JOIN team t ON t.id = p.team_id "
        "WHERE p.krd_fout_code = 'EIND_NA_VERBINTENIS' AND p.status = 'volledig' ORDER BY t.code = 'TEC' DESC, p.id",
    )
    account = rows(
        school,
        "SELECT a.gebruikersnaam FROM account a JOIN account_rol r ON r.account_id = a.id "
        "JOIN team t ON t.id = r.team_id WHERE r.rol = 'coordinator' AND t.code = ? ORDER BY a.id LIMIT 1",
        team,
    )
    page = new_page(size=size)
    log_in(page, school.url, account[0][0])
    find(page, school, "/krd", nummer)
    page.get_by_role("link", name=re.compile("Pas de data van de POK aan")).first.click()
    page.wait_for_url(re.compile(r"/dossiers/\d+\?veld=eind_op"))
    expect(page.get_by_label("Verwachte einddatum")).to_be_focused()
