"""A coordinator keeps a company right and couples a class, in the browser, on a small school of one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.rechten import Rol
from bpv_app.migrate import migrate
from bpv_app.student.rules import Leerweg
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.browser.conftest import NewPage
from tests.browser.pages import Size, axe, log_in, open_page, wait_loaded
from tests.makers import (
    make_account,
    make_contactpersoon,
    make_erkenning,
    make_inrichting,
    make_leerbedrijf,
    make_locatie,
    make_student,
    make_team,
    make_verbintenis,
)
from tests.server import Server, start_server


@pytest.fixture(scope="module")
def school(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("school")
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
        bedrijf = make_leerbedrijf(
            session, naam="Van Dam Techniek", zoektekst="van dam techniek", postcode="2312AB", huisnummer="12"
        )
        make_contactpersoon(session, bedrijf, naam="Jan van Dam")
        make_locatie(session, bedrijf)
        holding = make_leerbedrijf(session, naam="Holding Zuid", zoektekst="holding zuid")
        make_contactpersoon(session, holding, naam="Joke Jansen", functie="directeur", is_tekenbevoegd=True)
        make_erkenning(session, bedrijf)
        make_inrichting(session, naam="BOL najaar", team_id=team.id)
        make_inrichting(session, naam="BBL schoolbreed", leerweg=Leerweg.BBL, exemplaren=4)
        for klas, leerweg in (("3B", Leerweg.BOL), ("3B", Leerweg.BOL), ("3B", Leerweg.BBL), ("3C", Leerweg.BOL)):
            make_verbintenis(session, make_student(session, team, klas=klas), leerweg=leerweg)
    engine.dispose()
    with start_server(folder, arguments=["--leeg"], env={"BPV_WORKER": "false"}) as server:
        yield server


def log_in_as(page: Page, school: Server, naam: str) -> Page:
    log_in(page, school.url, f"{naam}@school.example")
    return page


def open_bedrijf(page: Page, school: Server) -> None:
    open_page(page, f"{school.url}/leerbedrijven?zoek=van+dam")
    page.get_by_role("link", name="Van Dam Techniek").click()
    expect(page.get_by_role("heading", level=1, name="Van Dam Techniek")).to_be_visible()
    wait_loaded(page)


def test_a_coordinator_keeps_a_company_right(new_page: NewPage, school: Server) -> None:
    page = log_in_as(new_page(), school, "coordinator")
    open_bedrijf(page, school)
    formulier = page.get_by_role("dialog")
    page.get_by_role("button", name="Wijzigen", exact=True).click()
    formulier.get_by_label("Postcode").fill("0000")
    formulier.get_by_label("Telefoon").fill("071 555 02 02")
    formulier.get_by_role("button", name="Bewaren").click()
    expect(formulier.get_by_text("Een postcode ziet eruit als 2312 AB.")).to_be_visible()
    expect(formulier.get_by_label("Telefoon")).to_have_value("071 555 02 02")  # nothing typed is lost
    axe(page)
    formulier.get_by_label("Postcode").fill("2312ab")
    formulier.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("Leerbedrijf bewaard.")).to_be_visible()
    expect(page.get_by_text("2312 AB Leiden").first).to_be_visible()

    page.get_by_role("button", name="Contactpersoon toevoegen").click()
    formulier.get_by_label("Naam").fill("Petra de Wit")
    formulier.get_by_label("Functie").fill("Chef werkplaats")
    formulier.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("Chef werkplaats, praktijkopleider")).to_be_visible()

    page.get_by_role("button", name="Persoonlijke link Petra de Wit").click()
    link = formulier.get_by_label("Link", exact=True)
    expect(link).to_have_value(re.compile(r"/link/[\w-]{20,}$"))
    formulier.get_by_role("button", name="Klaar").click()
    expect(formulier).to_be_hidden()
    page.get_by_role("button", name="Toegang intrekken Petra de Wit").click()
    expect(page.get_by_role("status")).to_contain_text("Toegang ingetrokken")

    page.get_by_role("textbox", name="Crebo", exact=True).fill("25736")
    page.get_by_label("Op welke dag?").fill("2026-12-07")
    page.get_by_role("button", name="Controleer").click()
    expect(page.get_by_role("status")).to_contain_text("Erkend voor crebo 25736 op 7 dec 2026.")
    expect(page.get_by_role("list", name="Bewaarde controles")).to_contain_text("Met de hand gecontroleerd; register")


def test_a_coordinator_says_what_a_company_is_like_and_that_a_holding_signs(new_page: NewPage, school: Server) -> None:
    page = log_in_as(new_page("phone", "dark"), school, "coordinator")
    open_bedrijf(page, school)
    venster = page.get_by_role("dialog")
    page.get_by_role("button", name="Wijzigen", exact=True).click()
    venster.get_by_label("Techniek en gebouwde omgeving").check()
    talen = venster.get_by_role("group", name="Talen op de werkplek")
    talen.get_by_label("Engels").check()
    talen.get_by_label("Andere taal").fill("Spaans")
    axe(page)
    venster.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("Engels, Spaans", exact=True).first).to_be_visible()

    page.get_by_role("button", name="Wijzigen wie er tekent").click()
    venster.get_by_label("Welk bedrijf tekent?").fill("holding zuid")
    venster.get_by_role("button", name="Holding Zuid").click()
    expect(venster.get_by_label("Wie tekent daar?")).to_contain_text("Joke Jansen, directeur")
    axe(page)
    venster.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("Holding Zuid tekent voor dit bedrijf.")).to_be_visible()
    page.get_by_role("link", name="Holding Zuid").first.click()
    expect(page.locator("#tekent").get_by_role("link", name="Van Dam Techniek")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    open_page(page, f"{school.url}/leerbedrijven?sector=techniek&werktaal=andere")
    expect(page.get_by_role("link", name="Van Dam Techniek").first).to_be_visible()
    open_page(page, f"{school.url}/leerbedrijven?sector=zorg")
    expect(page.get_by_role("link", name="Van Dam Techniek")).to_have_count(0)


def test_a_begeleider_looks_but_does_not_change(new_page: NewPage, school: Server) -> None:
    page = log_in_as(new_page("phone", "dark"), school, "begeleider")
    open_bedrijf(page, school)
    expect(page.get_by_text("Jan van Dam", exact=True).first).to_be_visible()
    for naam in ("Wijzigen", "Contactpersoon toevoegen", "Controleer"):
        expect(page.get_by_role("button", name=naam, exact=True)).to_have_count(0)
    open_page(page, f"{school.url}/inrichting")
    expect(page.get_by_text("Dit mag je niet doen.")).to_be_visible()


def test_a_coordinator_makes_a_set_up_and_couples_a_class(new_page: NewPage, school: Server) -> None:
    page = log_in_as(new_page(), school, "coordinator")
    open_page(page, f"{school.url}/inrichting")
    page.get_by_role("link", name="Nieuw voor BBL").click()
    expect(page.get_by_label("Aantal exemplaren")).to_have_value("4")
    page.get_by_label("Naam", exact=True).fill("BBL 2027")
    page.get_by_label("Begindatum").fill("2027-01-01")
    page.get_by_label("Einddatum").fill("2026-12-31")
    page.get_by_role("button", name="Inrichting maken").click()
    expect(page.get_by_text("De einddatum ligt vóór de begindatum.")).to_be_visible()
    page.get_by_label("Einddatum").fill("2028-01-01")
    page.get_by_role("button", name="Bereken standaarduren").click()
    expect(page.get_by_label("Totaal aantal uren (SBU)")).to_have_value("1280")  # 365 days at 32 hours (KRD)
    expect(page.get_by_label("Uren per week")).to_have_value("32")
    page.get_by_role("button", name="Inrichting maken").click()
    expect(page.get_by_role("heading", level=1, name="BBL 2027")).to_be_visible()
    wait_loaded(page)

    open_page(page, f"{school.url}/inrichting?zoek=bol")
    page.get_by_role("link", name="BOL najaar").click()
    expect(page.get_by_role("heading", level=1, name="BOL najaar")).to_be_visible()
    wait_loaded(page)
    page.get_by_label("Klas", exact=True).select_option("3B")
    page.get_by_role("button", name="Zoek studenten").click()
    expect(page.get_by_text("2 studenten gevonden.")).to_be_visible()  # the BBL student of that class does not count
    axe(page)
    page.get_by_role("button", name="Koppel al deze studenten").click()
    expect(page.get_by_role("heading", name="2 gekoppeld, 0 niet.")).to_be_visible()
    page.get_by_role("button", name="Zoek studenten").click()
    page.get_by_role("button", name="Koppel al deze studenten").click()
    expect(page.get_by_role("heading", name="0 gekoppeld, 2 niet.")).to_be_visible()
    uitslag = page.get_by_role("list", name="Uitslag per student")
    expect(uitslag.get_by_text("Al gekoppeld aan deze dossierinrichting.")).to_have_count(2)
    expect(page.get_by_text("BOL, Techniek. 2 studenten gekoppeld.")).to_be_visible()


def test_a_school_wide_set_up_is_copied_before_it_is_changed(new_page: NewPage, school: Server) -> None:
    page = log_in_as(new_page(), school, "coordinator")
    open_page(page, f"{school.url}/inrichting?team=school")
    page.get_by_role("link", name="BBL schoolbreed").click()
    expect(page.get_by_text("Deze inrichting is van de hele school.")).to_be_visible()
    expect(page.get_by_role("button", name="Bewaren")).to_have_count(0)
    page.get_by_role("button", name="Kopie maken").click()
    expect(page.get_by_role("heading", level=1, name="Kopie van BBL schoolbreed")).to_be_visible()
    expect(page.get_by_role("button", name="Bewaren")).to_be_visible()
    page.get_by_role("button", name="Uitzetten").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Uitzetten").click()
    expect(page.get_by_text("Staat uit", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Zoek studenten")).to_have_count(0)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_who_adds_a_company_sees_that_it_is_there_already(new_page: NewPage, school: Server, size: Size) -> None:
    page = log_in_as(new_page(size=size), school, "coordinator")
    open_page(page, f"{school.url}/leerbedrijven/nieuw")
    page.get_by_label("Naam", exact=True).fill("Vandam Tecniek BV")
    page.get_by_label("Postcode").fill("2312 ab")
    page.get_by_label("Huisnummer").fill("12a")
    page.keyboard.press("Tab")
    al = page.locator("#dubbelen")
    expect(al.get_by_role("link", name="Van Dam Techniek")).to_be_visible()
    expect(al).to_contain_text("zelfde adres")
    axe(page)
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.locator("#melding")).to_contain_text("staat er waarschijnlijk al in: Van Dam Techniek")
    expect(page.get_by_label("Naam", exact=True)).to_have_value("Vandam Tecniek BV")
    al.get_by_label("Dit is een ander bedrijf").check()
    page.get_by_label("Naam", exact=True).fill(f"Vandam Tecniek {size}")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("heading", level=1, name=f"Vandam Tecniek {size}")).to_be_visible()
