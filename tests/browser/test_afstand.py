"""What is near, on a phone: from where and how far stand in the address, the nearest is on top."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.pages import axe, log_in, open_page, wait_loaded
from tests.server import Server


def test_companies_near_a_postcode_on_a_phone(demo_server: Server, new_page: NewPage) -> None:
    page = new_page("phone")
    log_in(page, demo_server.url, "coordinator@demo.bpv")
    open_page(page, f"{demo_server.url}/leerbedrijven")
    assert page.get_by_text("Afstand", exact=True).locator("visible=true").count() == 0, "no point to start from yet"
    page.get_by_text("Filters tonen of verbergen").click()
    page.get_by_label("Vanaf postcode of studentnummer").fill("2312 ab")
    page.get_by_label("Vanaf postcode of studentnummer").blur()
    expect(page).to_have_url(re.compile("vanaf=2312"))
    wait_loaded(page)
    expect(page.get_by_text("Hemelsbreed vanaf postcode 2312 AB.")).to_be_visible()
    page.get_by_role("combobox", name="Afstand").select_option("5")
    expect(page).to_have_url(re.compile("km=5"))
    wait_loaded(page)
    cellen = page.locator("td[data-label=Afstand]")
    expect(cellen.first).to_have_text(re.compile(r"^\d,\d\skm$"))
    verte = [float(tekst.replace(",", ".").split()[0]) for tekst in cellen.all_inner_texts()]
    assert verte == sorted(verte)
    assert verte[-1] <= 5
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
