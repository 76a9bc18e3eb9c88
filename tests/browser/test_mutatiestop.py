"""The mutation freeze in a real browser: refused with a sentence, exempted by studentenzaken, then amended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.mutatie_school import BEGELEIDER, COORDINATOR, END, KANTOOR, TODAY, School, mutatie_school
from tests.browser.pages import axe, log_in, open_page, wait_loaded


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    folder: Path = tmp_path_factory.mktemp("mutatiestop")
    with mutatie_school(folder) as one:
        yield one


def _to_step_2(page: Page, address: str) -> None:
    """Begin a longer placement; the placement began before the freeze."""
    open_page(page, f"{address}/muteren")
    page.locator("[data-soort=verlenging]").click()
    page.get_by_label("Einddatum").fill((END + timedelta(days=28)).isoformat())
    page.get_by_label("Reden", exact=True).fill("Zo is het afgesproken.")
    page.get_by_role("button", name="Bekijk wat er verandert").click()


def test_refused_then_exempted_by_studentenzaken_then_amended(school: School, new_page: NewPage) -> None:
    school.change(
        "INSERT INTO krd_register (id, gelezen_tot, mutatiestop) VALUES (1, 0, :dag)", dag=TODAY.isoformat()
    )  # the demo worker has no register here: this is what the listener would have stored
    address = school.address("Daan")

    bea = new_page("phone")
    log_in(bea, school.server.url, BEGELEIDER)
    open_page(bea, address)
    notice = bea.locator("#mutatiestop")
    expect(notice).to_contain_text("Mutatiestop: de KRD staat vóór")
    expect(notice).to_contain_text("Studentenzaken kan op deze POK een ontheffing geven.")
    expect(bea.get_by_role("button", name="Geef ontheffing…")).to_have_count(0)
    axe(bea)
    _to_step_2(bea, address)
    expect(bea.get_by_text("Vraag studentenzaken om een ontheffing op de POK.").first).to_be_visible()
    expect(bea.get_by_role("heading", name="Stap 3 van 3")).to_have_count(0)
    assert school.value("SELECT count(*) FROM pok_wijziging") == 0, "refused before anything was made"

    sam = new_page("desktop", "dark")
    log_in(sam, school.server.url, KANTOOR)
    open_page(sam, address)
    sam.get_by_role("button", name="Geef ontheffing…").click()
    dialog = sam.get_by_role("dialog")
    dialog.get_by_role("button", name="Geef ontheffing", exact=True).click()
    expect(dialog.get_by_text("Vul dit in.", exact=True).first).to_be_visible()
    axe(sam)
    dialog.get_by_label("Waarom mag dit?").fill("Het bedrijf meldde het te laat.")
    dialog.get_by_role("button", name="Geef ontheffing", exact=True).click()
    expect(sam.locator("#mutatiestop")).to_contain_text("Het bedrijf meldde het te laat.")
    expect(sam.get_by_text(re.compile(r"^Ontheffing van de mutatiestop \(vóór"))).to_be_visible()  # the timeline
    axe(sam)

    _to_step_2(bea, address)
    expect(bea.get_by_role("heading", name="Stap 3 van 3")).to_be_visible()
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert bea.evaluate(sideways) <= 0
    axe(bea)
    bea.get_by_role("button", name="Bevestig de wijziging").click()
    bea.wait_for_url(re.compile(r"/poks/\d+/?$"))
    wait_loaded(bea)
    payload = "SELECT payload FROM bericht WHERE groep = :g ORDER BY id DESC LIMIT 1"
    assert "Het bedrijf meldde het te laat." in str(school.value(payload, g=f"pok:{school.poks['Daan']}"))

    co = new_page()
    log_in(co, school.server.url, COORDINATOR)
    open_page(co, school.address("Eva"))
    expect(co.locator("#mutatiestop")).to_contain_text("Studentenzaken kan op deze POK een ontheffing geven.")


def test_the_dates_of_the_preview_stay_on_one_line_on_a_phone(school: School, new_page: NewPage) -> None:
    page = new_page("phone")
    log_in(page, school.server.url, BEGELEIDER)
    school.change("UPDATE krd_register SET mutatiestop = NULL")
    _to_step_2(page, school.address("Gijs"))
    expect(page.get_by_role("heading", name="Stap 3 van 3")).to_be_visible()
    lines = page.locator("#voorbeeld li p:not(.font-semibold)")
    assert lines.count() >= 2
    count = "p => p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight)"
    for i in range(lines.count()):
        assert lines.nth(i).evaluate(count) < 1.5, lines.nth(i).inner_text()
