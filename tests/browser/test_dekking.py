"""The coverage as a coordinator reads it: screen and file say what a count of the demo school's own rows says."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.pages import Size, axe, log_in, open_page
from tests.server import Server, start_server

WEG = ("afgemeld", "afgewezen")
_CUT = "[...document.querySelectorAll('.overflow-x-auto')].map(e => e.scrollWidth - e.clientWidth)"


def tel(server: Server, vandaag: str) -> dict[str, list[int]]:
    """Placements, due, held, held with three, late start talks, lapsed: per team of the coordinator, in a loop."""
    with sqlite3.connect(f"file:{Path(server.log).parent / 'bpv.db'}?mode=ro", uri=True) as verbinding:
        teams = dict(
            verbinding.execute(
                "SELECT t.id, t.naam FROM team t JOIN account_rol r ON r.team_id = t.id JOIN account a "
                "ON a.id = r.account_id WHERE a.gebruikersnaam = 'coordinator@demo.bpv' AND r.rol = 'coordinator'"
            )
        )
        dossiers = dict(verbinding.execute("SELECT id, team_id FROM dossier"))
        laatste = dict(verbinding.execute("SELECT dossier_id, status FROM pok ORDER BY id"))
        momenten = verbinding.execute(
            "SELECT dossier_id, status, soort, venster_tot, is_gezamenlijk FROM contactmoment"
        ).fetchall()
    uit: dict[str, list[int]] = defaultdict(lambda: [0] * 6)
    gezien = set()
    for dossier, status, soort, tot, samen in momenten:
        if dossiers[dossier] not in teams or laatste.get(dossier) in WEG:
            continue
        rij, voorbij = uit[teams[dossiers[dossier]]], tot < vandaag
        rij[0] += dossier not in gezien
        gezien.add(dossier)
        gehouden, vervallen = status == "gehouden", status == "vervallen"
        rij[1] += gehouden or (voorbij and not vervallen)
        rij[2] += gehouden
        rij[3] += gehouden and bool(samen)
        rij[4] += soort == "start" and voorbij and not gehouden and not vervallen
        rij[5] += vervallen and voorbij
    return uit


def cellen(rij: list[int]) -> list[str]:
    stages, moest, gehouden, samen, laat, vervallen = rij
    procent = [f"{100 * n // moest}%" if moest else "–" for n in (gehouden, samen)]
    return [str(stages), str(moest), str(gehouden), *procent, str(laat), str(vervallen)]


def op_het_scherm(page: Page) -> dict[str, list[str]]:
    uit = {}
    for rij in page.get_by_role("region", name="Per team").get_by_role("row").all()[1:]:
        uit[rij.get_by_role("rowheader").inner_text()] = [c.inner_text().strip() for c in rij.get_by_role("cell").all()]
    return uit


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_screen_and_file_say_what_was_counted_and_nothing_is_cut(
    demo_server: Server, new_page: NewPage, size: Size
) -> None:
    page = new_page(size=size)
    log_in(page, demo_server.url, "coordinator@demo.bpv")
    open_page(page, f"{demo_server.url}/gesprekken/dekking")
    geteld = tel(demo_server, date.today().isoformat())  # noqa: DTZ011 (the server of this test has this day)
    verwacht = {naam: cellen(rij) for naam, rij in geteld.items()}
    assert len(verwacht) > 1
    if size == "desktop":
        assert op_het_scherm(page) == verwacht
    assert page.evaluate(_CUT) == [0, 0]
    axe(page)
    zin = page.locator("main").inner_text()
    totaal = [sum(kolom) for kolom in zip(*geteld.values(), strict=True)]
    assert f"zijn {totaal[2]} van de {totaal[1]} gesprekken gehouden" in zin
    with page.expect_download() as gekregen:
        page.get_by_role("link", name="Dekking per team als csv").click()
    inhoud = Path(gekregen.value.path()).read_text(encoding="utf-8-sig")
    kop, *rijen = csv.reader(io.StringIO(inhoud), delimiter=";")
    assert kop[0] == "Team"
    assert {r[0]: r[1:] for r in rijen} == {n: [c.rstrip("%") for c in r] for n, r in verwacht.items()}


def test_a_report_is_kept_as_a_pdf_by_who_got_it(demo_server: Server, new_page: NewPage) -> None:
    page = new_page(size="phone")
    log_in(page, demo_server.url, "student@demo.bpv")
    open_page(page, f"{demo_server.url}/mijn-gesprekken")
    page.get_by_role("main").get_by_role("listitem").first.get_by_role("link").click()
    adres = page.get_by_role("link", name="Bewaar of print dit verslag (PDF)").get_attribute("href")
    antwoord = page.request.get(f"{demo_server.url}{adres}")
    assert antwoord.status == 200
    assert antwoord.headers["content-type"] == "application/pdf"
    assert antwoord.body().startswith(b"%PDF")


def test_a_long_field_says_how_much_fits_and_does_not_cut_what_is_pasted(new_page: NewPage, tmp_path: Path) -> None:
    with start_server(tmp_path) as server:
        page = new_page(size="phone")
        log_in(page, server.url, "student@demo.bpv")
        open_page(page, f"{server.url}/uren")
        _fill_to_the_brim(page)
        page.locator(".dag-status", has_text="Bewaard").first.wait_for()
        open_page(page, f"{server.url}/uren")
        assert page.locator("textarea[name=omschrijving]").first.input_value() == "a" * 3990
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (
            "a long word makes the page wide"
        )


def _fill_to_the_brim(page: Page) -> None:
    veld = page.locator("textarea[name=omschrijving]").first
    melding = page.locator("p[data-lengte]")
    plak = """(el, n) => { el.focus(); el.select();
      const d = new DataTransfer(); d.setData("text/plain", "a".repeat(n));
      const e = new ClipboardEvent("paste", { clipboardData: d, bubbles: true, cancelable: true });
      return el.dispatchEvent(e); }"""
    assert veld.evaluate(plak, 4213) is False, "what does not fit is not pasted"
    assert "213 tekens te lang" in melding.inner_text()
    assert veld.evaluate(plak, 3999) is True
    veld.evaluate("(el) => { el.value = 'a'.repeat(3990); el.dispatchEvent(new Event('input', {bubbles: true})); }")
    assert melding.inner_text() == "Nog 10 van de 4.000 tekens over."
    axe(page)
