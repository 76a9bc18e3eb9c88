"""The check that waits for SBB, and nominating a company: in a real browser, with SBB down and then up."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.rechten import Rol
from bpv_app.migrate import migrate
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.browser.conftest import NewPage
from tests.browser.pages import axe, log_in, open_page
from tests.koppeling.krd_proces import vrije_poort
from tests.koppeling.sbb_proces import SLEUTEL, SbbProces, bedrijf
from tests.makers import make_account, make_contactpersoon, make_erkenning, make_leerbedrijf, make_team
from tests.server import start_server

COORDINATOR = "co@school.example"
LANG = "Het-bedrijf-wil-graag-een-leerling-voor-elektrotechniek-opleiden-zodra-dat-kan"


def _vul(tmp_path: Path) -> tuple[int, str]:
    url = f"sqlite:///{tmp_path / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    with transaction(op=engine) as session:
        team = make_team(session)
        hash_ = hash_wachtwoord("demo")
        make_account(
            session, Rol.COORDINATOR, gebruikersnaam=COORDINATOR, naam="Co", team_id=team.id, wachtwoord_hash=hash_
        )
        rij = make_leerbedrijf(session, naam="Installatiebedrijf De Rijn")
        make_contactpersoon(session, rij, naam="Pia Prakt")
        make_erkenning(session, rij, "25655")
        uit = rij.id or 0, rij.sbb_id or ""
    engine.dispose()
    return uit


def _draag_voor(page: Page) -> None:
    page.get_by_role("button", name="Draag voor erkenning voor").click()
    venster = page.get_by_role("dialog")
    venster.get_by_label("Crebo").fill("25736")
    venster.get_by_role("button", name="Draag voor", exact=True).click()
    expect(venster.get_by_text("Schrijf kort op waarom.").first).to_be_visible()
    axe(page)
    expect(venster.get_by_label("Crebo")).to_have_value("25736")
    venster.get_by_label("Waarom?").fill(LANG)
    venster.get_by_label("Contactpersoon").select_option("Pia Prakt")
    venster.get_by_role("button", name="Draag voor", exact=True).click()
    expect(page.get_by_text(LANG)).to_be_visible()


def test_no_screen_waits_for_sbb_and_a_nomination_is_followed(tmp_path: Path, new_page: NewPage) -> None:
    bedrijf_id, sbb_id = _vul(tmp_path)
    sim = SbbProces(vrije_poort(), tmp_path / "sbb.db", None)
    with start_server(tmp_path, env={"BPV_SBB_URL": sim.url, "BPV_SBB_API_KEY": SLEUTEL}) as server:
        page = new_page(size="phone")
        log_in(page, server.url, COORDINATOR)
        open_page(page, f"{server.url}/leerbedrijven/{bedrijf_id}")
        page.get_by_label("Crebo", exact=True).first.fill("25736")
        page.get_by_role("button", name="Controleer").click()
        wacht = page.get_by_text("Een controle wacht op SBB: crebo 25736")
        expect(wacht).to_be_visible()
        axe(page)
        sim.start()
        try:
            sim.zet(bedrijf(sbb_id))
            kijk = page.get_by_role("button", name="Kijk of er antwoord is")
            antwoord = page.get_by_text("Niet erkend voor crebo 25736: antwoord van")
            for _ in range(60):
                if not kijk.is_visible():
                    break
                kijk.click()
                page.wait_for_timeout(500)
            expect(antwoord).to_be_visible()
            expect(wacht).to_have_count(0)
            expect(page.get_by_role("list", name="Bewaarde controles")).to_contain_text("SBB,")
        finally:
            sim.kill()
        _draag_voor(page)
        page.get_by_role("button", name="Status bijwerken").click()
        venster = page.get_by_role("dialog")
        venster.get_by_label("Nieuwe status").select_option("In behandeling")
        venster.get_by_role("button", name="Bewaar").click()
        expect(page.locator(".merk").get_by_text("In behandeling")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        open_page(page, f"{server.url}/")
        page.get_by_role("main").get_by_role("link", name="Erkenning aangevraagd").first.click()
        expect(page.get_by_text("1 aanvraag loopt, 1 bij SBB in behandeling.")).to_be_visible()
        axe(page)
