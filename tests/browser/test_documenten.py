"""The school's own paper: beheer writes a letter, is told what is wrong, sees the page, and lets terms hold."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from bpv_app.kernel.clock import klok
from tests.browser.conftest import NewPage
from tests.browser.pages import Size, axe, log_in, open_page
from tests.server import Server

ADRES = "/beheer/documenten"


def begin(page: Page, server: Server, soort: str) -> None:
    """A new draft of a kind of text."""
    open_page(page, server.url + ADRES)
    page.get_by_role("button", name=f"Nieuwe versie {soort}").click()
    page.wait_for_url(f"**{ADRES}/*")
    expect(page.get_by_label("Tekst", exact=True)).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_letter_is_written_refused_mended_and_seen(demo_server: Server, new_page: NewPage, size: Size) -> None:
    page = new_page(size=size)
    log_in(page, demo_server.url, "beheer@demo.bpv")
    begin(page, demo_server, "Herinneringsbrief")
    tekst = page.get_by_label("Tekst", exact=True)
    tekst.fill("# Je POK van {leerbedrijf}\n\nBeste {sudent},\n")
    page.get_by_role("button", name="Bewaar en bekijk").click()
    expect(page.locator("#tekst-fout")).to_contain_text("{sudent} kennen we niet. Bedoel je {student}?")
    expect(tekst).to_have_value("# Je POK van {leerbedrijf}\n\nBeste {sudent},\n")
    tekst.fill("# Je POK van {leerbedrijf}\n\nBeste ")
    page.get_by_role("button", name="{student}").press("Enter")
    expect(tekst).to_have_value("# Je POK van {leerbedrijf}\n\nBeste {student}")
    page.get_by_role("button", name="Bewaar en bekijk").click()
    expect(page.get_by_text("Bewaard. Hieronder staat hoe het gedrukt wordt.")).to_be_visible()
    beeld = page.get_by_role("img", name="De bladzijde zoals die gedrukt wordt")
    beeld.scroll_into_view_if_needed()
    page.wait_for_function("[...document.images].some(i => i.src.includes('voorbeeld.png') && i.naturalWidth > 300)")
    adres = page.get_by_role("link", name="Open als PDF").get_attribute("href")
    antwoord = page.request.get(demo_server.url + str(adres))
    with pikepdf.open(io.BytesIO(antwoord.body())) as pdf:
        assert len(pdf.pages) == 1
        assert "/StructTreeRoot" in pdf.Root
    axe(page)
    page.get_by_role("button", name="Gooi weg").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Gooi weg").click()
    expect(page.get_by_text("Het concept is weggegooid.")).to_be_visible()


def test_terms_hold_only_with_the_student_council(demo_server: Server, new_page: NewPage) -> None:
    page = new_page()
    log_in(page, demo_server.url, "beheer@demo.bpv")
    begin(page, demo_server, "Algemene Voorwaarden")
    straks = (klok.vandaag() + timedelta(days=200)).isoformat()
    page.get_by_label("Geldt vanaf").fill(straks)
    page.get_by_role("button", name="Bewaar en bekijk").click()
    expect(page.get_by_text("Bewaard. Hieronder")).to_be_visible()
    page.get_by_role("button", name="Laat gelden").first.click()
    venster = page.get_by_role("dialog")
    expect(venster).to_contain_text("verandert nooit meer")
    venster.get_by_role("button", name="Laat gelden").click()
    expect(venster.get_by_role("alert")).to_contain_text("Zonder instemming van de studentenraad")
    venster.get_by_role("button", name="Annuleren").click()
    page.get_by_label("Studentenraad stemde in op").fill(klok.vandaag().isoformat())
    page.get_by_role("button", name="Bewaar en bekijk").click()
    expect(page.get_by_text("Bewaard. Hieronder")).to_be_visible()
    page.get_by_role("button", name="Laat gelden").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Laat gelden").click()
    expect(page.get_by_text("Vastgesteld als versie")).to_be_visible()
    expect(page.get_by_label("Tekst", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Maak weer concept").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Maak weer concept").click()
    expect(page.get_by_text("Het is weer een concept.")).to_be_visible()


def test_student_administration_looks_and_does_not_touch(demo_server: Server, new_page: NewPage) -> None:
    page = new_page()
    log_in(page, demo_server.url, "studentenzaken@demo.bpv")
    open_page(page, demo_server.url + ADRES)
    expect(page.get_by_role("heading", level=1, name="Documenten")).to_be_visible()
    expect(page.get_by_role("button", name="Nieuwe versie")).to_have_count(0)
    expect(page.get_by_role("button", name="Bewaar")).to_have_count(0)
