"""Chasing in the browser: a team's reminders, a call noted on a phone, paper registered with the camera."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.pages import Size, axe, log_in, open_page, wait_loaded
from tests.browser.test_stapel import printed
from tests.pok.scanner import scan
from tests.server import Server, start_server


@pytest.fixture(scope="module")
def school(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with start_server(tmp_path_factory.mktemp("manen")) as server:
        yield server


def value(server: Server, query: str) -> object:
    folder = Path(server.log).parent
    with sqlite3.connect(f"file:{folder / 'bpv.db'}?mode=ro", uri=True) as connection:
        return connection.execute(query).fetchone()[0]


def says(page: Page, text: str) -> None:
    expect(page.locator("#melding")).to_contain_text(text)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_coordinator_sets_the_reminders_of_a_team(school: Server, new_page: NewPage, size: Size) -> None:
    page = new_page(size)
    log_in(page, school.url, "coordinator@demo.bpv")
    open_page(page, f"{school.url}/poks/herinneringen")
    page.get_by_role("link", name=re.compile("ICT")).click()
    page.wait_for_url("**/poks/herinneringen/*")
    wait_loaded(page)
    expect(page.get_by_text("14 dagen voor het begin een mail aan de student.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Zet uit").click()
    says(page, "Herinneringen staan uit.")
    expect(page.get_by_role("heading", name="Wie zou vandaag wat krijgen?")).to_be_visible()
    axe(page)

    page.get_by_role("button", name="Regel erbij").click()
    page.get_by_label("Hoeveel dagen?", exact=True).fill("honderd")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.locator("[name=aantal_dagen]")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Hoeveel dagen?", exact=True).fill("21")
    page.get_by_label("Aan wie?").select_option("leerbedrijf")
    page.get_by_label("Daarna elke hoeveel dagen?").fill("3")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    says(page, "Regel bewaard.")
    sentence = "Vanaf 21 dagen voor het begin om de 3 dagen een mail aan de praktijkopleider, tot alles getekend is."
    expect(page.get_by_label(sentence)).to_be_checked()

    page.get_by_role("button", name=re.compile(f"Wijzig ?: {sentence}")).click()
    page.get_by_role("button", name="Haal weg").click()
    says(page, "Regel weggehaald.")
    expect(page.get_by_text(sentence)).to_have_count(0)
    page.get_by_role("button", name="Zet aan").click()
    says(page, "Herinneringen staan aan.")


def test_a_call_is_noted_on_a_phone(school: Server, new_page: NewPage) -> None:
    page = new_page("phone")
    log_in(page, school.url, "begeleider@demo.bpv")
    open_page(page, f"{school.url}/poks/nabellen")
    page.locator("tbody a[href^='/poks/nabellen/']").first.tap()
    page.wait_for_url("**/poks/nabellen/*")
    wait_loaded(page)
    expect(page.locator("a[href^='tel:']").first).to_be_visible()
    axe(page)
    page.get_by_label("Wat kwam eruit?").select_option("geen_gehoor")
    page.get_by_role("button", name="Bewaar gesprek").tap()
    says(page, "Gesprek bewaard.")
    expect(page.get_by_text("Geen gehoor").last).to_be_visible()
    assert value(school, "SELECT uitkomst FROM pok_belnotitie ORDER BY id DESC LIMIT 1") == "geen_gehoor"


def take_photo(page: Page, content: bytes, name: str = "foto.jpg") -> None:
    """What the camera button does: the browser hands over one picture and the form goes by itself."""
    with page.expect_navigation(url=re.compile("/poks/registreren")):
        page.locator("#foto").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": content})
    wait_loaded(page)


def test_paper_is_registered_with_the_camera_in_three_taps(school: Server, new_page: NewPage) -> None:
    nummer, paper, copy = printed(school, 5)
    (photo,) = scan(paper, copy[:1], random.Random(7))
    page = new_page("phone")
    log_in(page, school.url, "studentenzaken@demo.bpv")
    open_page(page, f"{school.url}/poks")
    expect(page.locator("label[for=foto]")).to_have_text("Scan de code met de camera")  # the first tap
    assert page.locator("#foto").get_attribute("capture") == "environment"
    take_photo(page, photo)  # the second one is the camera's own
    expect(page.get_by_role("heading", level=1)).to_contain_text(nummer)
    expect(page.get_by_text(re.compile(r"Papier van versie \d+, exemplaar 1\."))).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Registreer", exact=True).tap()
    says(page, "definitief")
    assert value(school, f"SELECT status FROM pok WHERE nummer = '{nummer}'") == "definitief"

    take_photo(page, photo)
    expect(page.get_by_text("Alle handtekeningen zijn al geregistreerd.")).to_be_visible()
    take_photo(page, b"no picture at all")
    expect(page.get_by_text("geen code van ons")).to_be_visible()
    axe(page)
