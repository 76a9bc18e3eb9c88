"""Search everywhere, from any screen by the `/` key; the key can be switched off."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.pages import Size, axe, log_in, open_page
from tests.server import Server


def _student(server: Server) -> tuple[int, str]:
    with sqlite3.connect(f"file:{Path(server.log).parent / 'bpv.db'}?mode=ro", uri=True) as verbinding:
        rij = verbinding.execute(
            "SELECT s.id, s.naam FROM student s JOIN account_rol r ON r.team_id = s.team_id JOIN account a "
            "ON a.id = r.account_id WHERE a.gebruikersnaam = 'coordinator@demo.bpv' AND length(s.achternaam) > 6 "
            "ORDER BY s.id"
        ).fetchone()
    return int(rij[0]), str(rij[1])


def test_from_any_screen_by_the_keyboard_alone(demo_server: Server, new_page: NewPage) -> None:
    nummer, naam = _student(demo_server)
    page = new_page()
    log_in(page, demo_server.url, "coordinator@demo.bpv")
    open_page(page, f"{demo_server.url}/poks")
    page.keyboard.press("/")
    page.wait_for_url("**/zoeken")
    veld = page.get_by_label("Zoek overal")
    expect(veld).to_be_focused()
    page.keyboard.type(naam)
    link = page.get_by_role("main").locator(f'a[href="/studenten/{nummer}"]')
    expect(link).to_be_visible()
    expect(veld).to_be_focused()
    axe(page)
    link.click()
    page.wait_for_url(f"**/studenten/{nummer}")
    page.go_back()
    expect(page.get_by_label("Zoek overal")).to_have_value(naam)


def test_in_a_field_the_key_is_a_letter_and_it_can_be_switched_off(demo_server: Server, new_page: NewPage) -> None:
    page = new_page()
    log_in(page, demo_server.url, "coordinator@demo.bpv")
    open_page(page, f"{demo_server.url}/poks")
    page.get_by_label("Nummer, student of leerbedrijf").fill("a")
    page.keyboard.press("/")
    expect(page.get_by_label("Nummer, student of leerbedrijf")).to_have_value("a/")
    open_page(page, f"{demo_server.url}/zoeken")
    vink = page.get_by_label("Met de toets / kom ik vanaf elk scherm hier")
    expect(vink).to_be_checked()
    vink.uncheck()
    open_page(page, f"{demo_server.url}/dossiers")
    page.locator("#kop").focus()
    page.keyboard.press("/")
    page.wait_for_timeout(800)
    assert page.url.endswith("/dossiers")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_misspelt_name_is_found_and_nothing_says_so_too(demo_server: Server, new_page: NewPage, size: Size) -> None:
    nummer, naam = _student(demo_server)
    page = new_page(size=size)
    log_in(page, demo_server.url, "coordinator@demo.bpv")
    voor, _, achter = naam.partition(" ")
    fout = f"{voor} {achter[:2]}{achter[3]}{achter[2]}{achter[4:]}" if achter[2] != achter[3] else f"{voor} {achter}x"
    open_page(page, f"{demo_server.url}/zoeken")
    page.get_by_label("Zoek overal").fill(fout)
    expect(page.get_by_role("main").locator(f'a[href="/studenten/{nummer}"]')).to_be_visible()
    expect(page.get_by_text("lijkt hierop").first).to_be_visible()
    page.get_by_label("Zoek overal").fill("zzzqqq")
    expect(page.get_by_text("Niets gevonden in wat jij mag zien.")).to_be_visible()
    axe(page)
