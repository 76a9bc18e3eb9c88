"""Figures: a number leads to as many rows, and an open dashboard follows what somebody else does."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.pages import Size, axe, log_in, open_page
from tests.server import Server, start_server


def _wacht_op_rust(server: Server) -> None:
    """A school that just started still gets answers of the register, and figures move with them."""
    vraag = "SELECT count(*), max(id), sum(status = 'wacht') FROM bericht"
    stil, vorige = 0, None
    while stil < 6:
        with sqlite3.connect(f"file:{Path(server.log).parent / 'bpv.db'}?mode=ro", uri=True) as verbinding:
            nu = verbinding.execute(vraag).fetchone()
        stil, vorige = (stil + 1, nu) if nu == vorige else (0, nu)
        time.sleep(0.5)


def _rijen(page: Page) -> int:
    return int(page.locator("#aantal strong").inner_text())


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_every_number_leads_to_as_many_rows(demo_server: Server, new_page: NewPage, size: Size) -> None:
    _wacht_op_rust(demo_server)
    page = new_page(size=size)
    log_in(page, demo_server.url, "coordinator@demo.bpv")
    open_page(page, f"{demo_server.url}/rapportages")
    stages = int(re.findall(r"^(\d+) stages", page.locator("#kop + p").inner_text())[0])
    assert stages > 50
    koppen = page.get_by_role("region", name="Tabel met cijfers").get_by_role("link")
    vakken = [(a.get_attribute("href") or "", int(a.inner_text())) for a in koppen.all() if a.inner_text().isdigit()]
    kern = page.locator("section:has(h2:text('Nu nodig')) a")
    vakken += [(a.get_attribute("href") or "", int(a.locator("span").first.inner_text())) for a in kern.all()]
    assert len(vakken) > 12
    for adres, aantal in vakken[:6] + vakken[-6:]:
        open_page(page, demo_server.url + adres)
        assert _rijen(page) == aantal, adres
    open_page(page, f"{demo_server.url}/rapportages")
    page.get_by_label("Tabel per").select_option("klas")
    page.wait_for_url("**/rapportages?*per=klas*")
    page.locator("details summary", has_text="Wat tellen deze cijfers?").click()
    axe(page)
    page.go_back()
    expect(page.get_by_label("Tabel per")).to_have_value("team")


def test_the_file_says_what_the_screen_says(demo_server: Server, new_page: NewPage) -> None:
    page = new_page()
    log_in(page, demo_server.url, "coordinator@demo.bpv")
    open_page(page, f"{demo_server.url}/rapportages?jaar=alle&per=leerweg")
    with page.expect_download() as gekregen:
        page.get_by_role("link", name="Cijfers als csv").click()
    kop, *rijen = csv.reader(io.StringIO(Path(gekregen.value.path()).read_text(encoding="utf-8-sig")), delimiter=";")
    assert kop[:2] == ["Leerweg", "Stages"]
    scherm = page.get_by_role("region", name="Tabel met cijfers").locator("tr").all()[1:]
    assert [r[:2] for r in rijen] == [
        [r.locator("th").inner_text(), r.locator("td").first.inner_text().split()[0]] for r in scherm
    ]
    begonnen = kop.index("Begonnen")
    for rij, regel in zip(rijen, scherm, strict=True):
        assert regel.locator("td[data-label='Begonnen']").inner_text().split()[0] == rij[begonnen]


def test_the_meaning_of_a_figure_is_one_press_away_also_by_keyboard(demo_server: Server, new_page: NewPage) -> None:
    page = new_page()
    log_in(page, demo_server.url, "coordinator@demo.bpv")
    open_page(page, f"{demo_server.url}/rapportages")
    knop = page.get_by_role("button", name="Wat telt dit? Begonnen", exact=True)
    knop.focus()
    page.keyboard.press("Enter")
    uitleg = page.get_by_text("Stages waarvan de begindatum bereikt is", exact=False).and_(page.locator(".uitleg-vlak"))
    expect(uitleg).to_be_visible()
    page.keyboard.press("Escape")
    expect(uitleg).to_be_hidden()


def test_an_open_dashboard_follows_within_five_seconds(new_page: NewPage, tmp_path: Path) -> None:
    with start_server(tmp_path) as server:
        kijker, werker = new_page(), new_page()
        log_in(kijker, server.url, "coordinator@demo.bpv")
        open_page(kijker, f"{server.url}/rapportages?jaar=alle")
        vak = kijker.locator("section:has(h2:text('Nu nodig')) a", has_text="Zonder plaats").locator("span").first
        voor = int(vak.inner_text())
        start = new_page()
        log_in(start, server.url, "coordinator@demo.bpv")
        open_page(start, f"{server.url}/")
        regel = start.get_by_role("link").filter(has_text="Student zonder plaats").locator("span").first
        assert int(regel.inner_text()) == voor
        with sqlite3.connect(f"file:{tmp_path}/bpv.db?mode=ro", uri=True) as verbinding:
            (pok,) = verbinding.execute(
                "SELECT p.id FROM pok p JOIN account_rol r ON r.team_id = p.team_id "
                "JOIN account a ON a.id = r.account_id "
                "WHERE a.gebruikersnaam = 'coordinator@demo.bpv' AND p.status = 'volledig' ORDER BY p.id"
            ).fetchone()
        log_in(werker, server.url, "studentenzaken@demo.bpv")
        open_page(werker, f"{server.url}/poks/{pok}")
        werker.get_by_role("button", name="Student afmelden", exact=True).click()
        venster = werker.locator("dialog[open]")
        venster.get_by_label("Reden").fill("Gestopt met de opleiding.")
        venster.get_by_role("button", name="Student afmelden", exact=True).click()
        expect(vak).to_have_text(str(voor + 1), timeout=8000)
        expect(regel).to_have_text(str(voor + 1), timeout=8000)


def test_a_report_is_kept_shared_and_asked_by_mail(demo_server: Server, new_page: NewPage) -> None:
    _wacht_op_rust(demo_server)
    page = new_page()
    log_in(page, demo_server.url, "coordinator@demo.bpv")
    open_page(page, f"{demo_server.url}/rapportages/rapport?rapport=tijdigheid&per=klas")
    vak = page.get_by_role("region", name="Tabel met cijfers").locator("tfoot").get_by_role("link").first
    adres, aantal = vak.get_attribute("href") or "", int(vak.inner_text())
    page.get_by_role("button", name="Bewaren als weergave").click()
    venster = page.locator("dialog[open]")
    venster.get_by_label("Naam").fill("Tijdig per klas, proef")
    venster.get_by_role("button", name="Bewaren", exact=True).click()
    expect(page.locator("#melding")).to_contain_text("Bewaard")
    open_page(page, demo_server.url + adres)
    assert _rijen(page) == aantal
    open_page(page, f"{demo_server.url}/rapportages/weergaven")
    kaart = page.get_by_role("listitem").filter(has_text="Tijdig per klas, proef")
    kaart.get_by_label("Elke maand per mail").click()
    expect(page.locator("#melding")).to_contain_text("eerste werkdag")
    kaart.get_by_role("button", name="Delen: Tijdig per klas, proef").click()
    venster = page.locator("dialog[open]")
    axe(page)
    venster.get_by_label("Delen met").select_option("rol:onderwijsbegeleider")
    venster.get_by_role("button", name="Delen", exact=True).click()
    expect(kaart).to_contain_text("rol Onderwijsbegeleider")
    ander = new_page(size="phone")
    log_in(ander, demo_server.url, "begeleider@demo.bpv")
    open_page(ander, f"{demo_server.url}/rapportages/weergaven")
    ander.get_by_role("link", name="Tijdig per klas, proef").click()
    expect(ander.get_by_role("heading", name="Tijdig getekende POK's")).to_be_visible()
    expect(ander.get_by_text("Weergave: Tijdig per klas, proef")).to_be_visible()
    kaart.get_by_role("button", name="Naam of verwijderen: Tijdig per klas, proef").click()
    page.locator("dialog[open]").get_by_role("button", name="Weergave verwijderen").click()
    expect(kaart).to_have_count(0)
