"""One company once: the doubles, comparing two, merging, the old address, and undoing; by phone and at a desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.service_paren import vergelijk_volgende
from bpv_app.migrate import migrate
from bpv_app.pok.rules import PokStatus
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.browser.conftest import NewPage
from tests.browser.pages import Size, axe, log_in, open_page, wait_loaded
from tests.leerbedrijf.test_plaatsingen import make_plaatsing
from tests.makers import make_account, make_contactpersoon, make_leerbedrijf, make_team
from tests.server import Server, start_server

PAREN = {"desktop": ("Bakkerij de Vries", "Bakkerij de Vreis"), "phone": ("Garage Smit", "Garage Smid")}


@pytest.fixture(scope="module")
def school(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("dubbelen")
    url = f"sqlite:///{folder / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    wachtwoord = hash_wachtwoord("demo")
    with transaction(systeem(), op=engine) as session:
        team = make_team(session, naam="Techniek", code="TECH")
        for naam, rol, scope in (
            ("coordinator", Rol.COORDINATOR, {"team_id": team.id}),
            ("begeleider", Rol.ONDERWIJSBEGELEIDER, {}),
        ):
            make_account(
                session, rol, gebruikersnaam=f"{naam}@school.example", naam=naam, wachtwoord_hash=wachtwoord, **scope
            )
        for n, (goed, fout) in enumerate(PAREN.values()):
            plek = {"postcode": f"231{n}AB", "huisnummer": "12", "straat": "Breestraat"}
            echt = make_leerbedrijf(session, naam=goed, zoektekst=goed.lower(), telefoon="", **plek)
            dubbel = make_leerbedrijf(
                session, naam=fout, zoektekst=fout.lower(), telefoon="071 555 01 01", sbb_id=None, kvk="", **plek
            )
            mail = f"jan{n}@bedrijf.example"
            make_contactpersoon(session, echt, naam="Jan de Bakker", email=mail)
            make_plaatsing(
                session, make_contactpersoon(session, dubbel, naam="Jan Bakker", email=mail), PokStatus.CONCEPT
            )
        for naam in ("Kapsalon Ster", "Kapsalon Stern"):
            make_leerbedrijf(session, naam=naam, zoektekst=naam.lower(), sbb_id=None, kvk="", postcode="9711AA")
        while vergelijk_volgende(session, systeem("planner"), klok):
            pass
    engine.dispose()
    with start_server(folder, arguments=["--leeg"], env={"BPV_WORKER": "false"}) as server:
        yield server


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_double_is_merged_and_undone(new_page: NewPage, school: Server, size: Size) -> None:
    goed, fout = PAREN[size]
    page = new_page(size)
    log_in(page, school.url, "coordinator@school.example")
    open_page(page, f"{school.url}/")
    expect(page.get_by_role("link", name="Leerbedrijven vrijwel zeker dubbel")).to_be_visible()
    open_page(page, f"{school.url}/leerbedrijven/dubbelen?zoek={fout.rsplit(' ', 1)[1].lower()}")
    axe(page)
    page.get_by_role("link", name=goed).first.click()
    expect(page.get_by_role("heading", level=1, name="Samenvoegen")).to_be_visible()
    wait_loaded(page)
    expect(page.get_by_text("Jan Bakker en Jan de Bakker worden één persoon")).to_be_visible()
    expect(page.get_by_text("POK's (stages): 1").first).to_be_visible()
    expect(page.get_by_role("group", name="Telefoon").get_by_role("radio", checked=True)).to_have_count(1)
    page.get_by_role("group", name="Naam").get_by_role("radio", name=fout).click()
    expect(page.get_by_role("group", name="Naam").get_by_role("radio", name=fout)).to_be_checked()
    page.get_by_role("group", name="Naam").get_by_role("radio", name=goed).click()
    expect(page.get_by_role("group", name="Naam").get_by_role("radio", name=goed)).to_be_checked()
    axe(page)
    oud = page.get_by_role("link", name=fout, exact=True).first.get_attribute("href")
    page.get_by_role("button", name="Voeg samen").click()
    expect(page.get_by_role("status")).to_contain_text(f"{fout} is opgegaan in {goed}.")
    expect(page.get_by_role("heading", level=1, name=goed)).to_be_visible()
    wait_loaded(page)
    expect(page.get_by_text("071 555 01 01")).to_be_visible()
    axe(page)

    open_page(page, f"{school.url}{oud}")  # the old address leads on
    expect(page.get_by_role("heading", level=1, name=goed)).to_be_visible()
    open_page(page, f"{school.url}/leerbedrijven?zoek={fout.lower().replace(' ', '+')}")  # and so does the old name
    expect(page.get_by_text(f"opgegaan in {goed}")).to_be_visible()
    page.get_by_role("link", name=fout).click()
    expect(page.get_by_role("heading", level=1, name=goed)).to_be_visible()
    wait_loaded(page)

    page.get_by_role("button", name=f"Ongedaan maken {fout}").click()
    page.get_by_role("dialog").get_by_role("button", name="Ongedaan maken").click()
    expect(page.get_by_role("status")).to_contain_text(f"{fout} is weer een eigen bedrijf.")
    open_page(page, f"{school.url}{oud}")
    expect(page.get_by_role("heading", level=1, name=fout)).to_be_visible()
    expect(page.get_by_text("071 555 01 01")).to_be_visible()


def test_two_that_are_not_the_same_leave_the_list(new_page: NewPage, school: Server) -> None:
    page = new_page()
    log_in(page, school.url, "coordinator@school.example")
    open_page(page, f"{school.url}/leerbedrijven/dubbelen?zoek=kapsalon")
    page.get_by_role("link", name="Kapsalon Ster").first.click()
    expect(page.get_by_role("heading", level=1, name="Samenvoegen")).to_be_visible()
    wait_loaded(page)
    page.get_by_role("button", name="Zijn niet dezelfde").click()
    expect(page.get_by_text("Schrijf op waarom niet.").first).to_be_visible()
    page.get_by_label("Waarom niet?").fill("Zussen, twee salons.")
    page.get_by_role("button", name="Zijn niet dezelfde").click()
    expect(page.get_by_role("status")).to_contain_text("Onthouden: dit zijn twee bedrijven.")
    open_page(page, f"{school.url}/leerbedrijven/dubbelen?zoek=kapsalon")
    expect(page.get_by_text("Geen leerbedrijven die op elkaar lijken.").first).to_be_visible()
    open_page(page, f"{school.url}/leerbedrijven/dubbelen?zoek=kapsalon&besluit=anders")
    expect(page.get_by_role("link", name="Kapsalon Ster").first).to_be_visible()


def test_a_typing_error_finds_what_looks_like_it(new_page: NewPage, school: Server) -> None:
    page = new_page("phone", "dark")
    log_in(page, school.url, "begeleider@school.example")
    open_page(page, f"{school.url}/leerbedrijven?zoek=kapsaln+ster")
    expect(page.get_by_role("link", name="Kapsalon Ster", exact=True)).to_be_visible()
    expect(page.get_by_text("Niets heet precies zo.")).to_be_visible()
    expect(page.get_by_role("link", name="Mogelijk dubbel")).to_have_count(0)
