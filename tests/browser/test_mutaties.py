"""Every kind of amendment in a real browser: choose, fill in, look at what will be different, confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.mutatie_school import (
    BEGELEIDER,
    COORDINATOR,
    END,
    KANTOOR,
    TODAY,
    School,
    mutatie_school,
)
from tests.browser.pages import Size, axe, log_in, open_page, wait_loaded


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    folder: Path = tmp_path_factory.mktemp("mutaties")
    with mutatie_school(folder) as one:
        yield one


def _start(school: School, new_page: NewPage, student: str, kind: str, who: str, size: Size = "desktop") -> Page:
    """Steps 0 and 1: from the agreement to its form."""
    page = new_page(size=size)
    log_in(page, school.server.url, who)
    open_page(page, school.address(student))
    page.get_by_role("link", name="Wijziging…").click()
    expect(page.get_by_role("heading", name="Stap 1 van 3")).to_be_visible()
    wait_loaded(page)
    axe(page)
    page.locator(f"[data-soort={kind}]").click()
    expect(page.get_by_role("heading", name="Stap 2 van 3")).to_be_visible()
    return page


def _look(page: Page) -> None:
    page.get_by_label("Reden", exact=True).fill("Zo is het afgesproken.")
    page.get_by_role("button", name="Bekijk wat er verandert").click()
    expect(page.get_by_role("heading", name="Stap 3 van 3")).to_be_visible()
    axe(page)


def _confirm(page: Page, school: School) -> int:
    """Confirm, and give the id of the agreement the browser is sent to."""
    page.get_by_role("button", name="Bevestig de wijziging").click()
    page.wait_for_url(re.compile(r"/poks/\d+/?$"))
    wait_loaded(page)
    return int(page.url.rstrip("/").rsplit("/", 1)[1])


def test_longer_makes_a_new_bpv_blad_and_an_objection_takes_it_back(school: School, new_page: NewPage) -> None:
    page = _start(school, new_page, "Anna", "verlenging", BEGELEIDER, "phone")
    axe(page)
    later = END + timedelta(days=28)
    reden, bekijk = page.get_by_label("Reden", exact=True), page.get_by_role("button", name="Bekijk wat er verandert")
    bekijk.click()
    expect(page.get_by_text("Vul dit in.", exact=True)).to_be_visible()  # ours, in the language of the screen
    reden.fill("x" * 901)
    bekijk.click()
    expect(page.get_by_text("Hoogstens 900 tekens.")).to_be_visible()  # here, not only after the preview
    expect(reden).to_have_value("x" * 901)
    page.get_by_label("Einddatum").fill(END.isoformat())
    reden.fill("Nog niet klaar")
    page.get_by_role("button", name="Bekijk wat er verandert").click()
    expect(page.get_by_text("Een verlenging eindigt na")).to_be_visible()
    page.get_by_label("Einddatum").fill(later.isoformat())
    _look(page)
    expect(page.locator("#voorbeeld")).to_contain_text("Nieuw bpv-blad")
    expect(page.locator("#voorbeeld")).to_contain_text("Verwachte einddatum")
    expect(page.locator("#gevolgen")).to_contain_text("Niemand")
    expect(page.locator("#gevolgen")).to_contain_text("gewijzigde gegevens")
    assert _confirm(page, school) == school.poks["Anna"]
    expect(page.get_by_text("Bezwaartermijn loopt")).to_be_visible()
    one = school.value("SELECT eind_op FROM pok WHERE id = :id", id=school.poks["Anna"])
    assert one == later.isoformat(), "the list shows what is agreed now"
    assert page.request.get(f"{school.server.url}/api/poks/{school.poks['Anna']}/document/2.pdf").body()[:4] == b"%PDF"
    page.get_by_role("button", name="Bezwaar vastleggen").click()
    page.get_by_label("Wie maakt bezwaar?").select_option(label="Leerbedrijf")
    page.get_by_label("Waarom?").fill("In de zomer zijn wij dicht.")
    axe(page)
    page.get_by_role("button", name="Bezwaar vastleggen").last.click()
    expect(page.get_by_text("Het staat op de lijst van de coördinator")).to_be_visible()

    desk = new_page()
    log_in(desk, school.server.url, COORDINATOR)
    open_page(desk, f"{school.server.url}/poks?werk=bezwaar")
    desk.get_by_role("link", name=re.compile(r"^\d{4}-")).first.click()
    expect(desk.get_by_text("In de zomer zijn wij dicht.").first).to_be_visible()
    wait_loaded(desk)
    axe(desk)
    desk.get_by_role("button", name="Afhandelen").click()
    desk.get_by_label("Intrekken, de oude afspraken gelden weer").check()
    desk.get_by_label("Reden", exact=True).last.fill("Het bedrijf heeft gelijk.")
    desk.get_by_role("button", name="Afhandelen").last.click()
    expect(desk.get_by_text("Ingetrokken. De oude afspraken gelden weer.")).to_be_visible()
    assert school.value("SELECT eind_op FROM pok WHERE id = :id", id=school.poks["Anna"]) == END.isoformat()
    assert school.value("SELECT document_versie FROM pok WHERE id = :id", id=school.poks["Anna"]) == 3


def test_shorter(school: School, new_page: NewPage) -> None:
    page = _start(school, new_page, "Bram", "verkorting", COORDINATOR)
    page.get_by_label("Einddatum").fill((END - timedelta(days=28)).isoformat())
    _look(page)
    page.get_by_role("button", name="Terug").click()
    expect(page.get_by_label("Einddatum")).to_have_value((END - timedelta(days=28)).isoformat())
    expect(page.get_by_label("Reden", exact=True)).to_have_value("Zo is het afgesproken.")
    _look(page)
    _confirm(page, school)
    expect(page.get_by_text("Kortere stage").first).to_be_visible()


def test_another_company_makes_a_new_pok_and_the_chain_is_one_click(school: School, new_page: NewPage) -> None:
    page = _start(school, new_page, "Cato", "ander_leerbedrijf", BEGELEIDER, "phone")
    page.get_by_label("Leerbedrijf zoeken").fill("rijn")
    page.get_by_role("button", name="De Rijn Installatie").click()
    expect(page.get_by_label("Praktijkopleider")).not_to_have_value("")
    _look(page)
    expect(page.locator("#voorbeeld")).to_contain_text("De Rijn Installatie")
    expect(page.locator("#gevolgen")).to_contain_text("Student, Leerbedrijf, School")
    expect(page.locator("#gevolgen")).to_contain_text("De nieuwe POK is volledig.")
    new = _confirm(page, school)
    assert new != school.poks["Cato"]
    assert school.value("SELECT status FROM pok WHERE id = :id", id=school.poks["Cato"]) == "vervangen"
    assert school.value("SELECT status FROM pok WHERE id = :id", id=new) == "volledig"
    number = school.value("SELECT nummer FROM pok WHERE id = :id", id=school.poks["Cato"])
    page.get_by_role("link", name=str(number)).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(str(number))
    expect(page.get_by_role("link", name="Naar POK")).to_be_visible()


def test_another_praktijkopleider_is_only_recorded(school: School, new_page: NewPage) -> None:
    page = _start(school, new_page, "Daan", "andere_praktijkopleider", BEGELEIDER)
    page.get_by_label("Praktijkopleider").select_option(label="Kim van Dam")
    _look(page)
    expect(page.locator("#voorbeeld")).to_contain_text("Kim van Dam")
    assert _confirm(page, school) == school.poks["Daan"]
    expect(page.get_by_text("Praktijkopleider: Jan van Dam → Kim van Dam")).to_be_visible()
    assert school.value("SELECT status FROM pok WHERE id = :id", id=school.poks["Daan"]) == "definitief"
    kinds = "SELECT soort FROM bericht WHERE groep = :g ORDER BY id DESC"
    assert school.value(kinds, g=f"pok:{school.poks['Daan']}") == "gewijzigd"


def test_another_begeleider_is_the_coordinators(school: School, new_page: NewPage) -> None:
    page = _start(school, new_page, "Daan", "andere_begeleider", COORDINATOR)
    page.get_by_label("Onderwijsbegeleider").select_option(label="Piet Post")
    _look(page)
    _confirm(page, school)
    expect(page.get_by_text("Onderwijsbegeleider: Bea Jansen → Piet Post")).to_be_visible()


def test_other_hours_as_a_new_pok(school: School, new_page: NewPage) -> None:
    page = _start(school, new_page, "Eva", "andere_uren", COORDINATOR)
    page.get_by_label("Dagen per week").fill("3")
    page.get_by_label("Uren per week").fill("24")
    page.get_by_label("Totaal aantal uren").fill("250")
    page.get_by_label("Nieuwe POK").check()
    _look(page)
    expect(page.locator("#gevolgen")).to_contain_text("uur")
    new = _confirm(page, school)
    assert school.value("SELECT uren_totaal FROM pok WHERE id = :id", id=new) == 250


def test_another_crebo_only_when_the_student_asks_and_the_register_has_it(school: School, new_page: NewPage) -> None:
    page = _start(school, new_page, "Finn", "andere_crebo", COORDINATOR)
    page.get_by_label("Reden", exact=True).fill("Andere opleiding")
    page.get_by_role("button", name="Bekijk wat er verandert").click()
    expect(page.get_by_text("Dit kan alleen als de student erom vraagt").first).to_be_visible()
    page.get_by_label("De student heeft hierom gevraagd").check()
    page.get_by_role("button", name="Bekijk wat er verandert").click()
    expect(page.get_by_text("De verbintenis in de KRD heeft nog").first).to_be_visible()
    school.change(
        "UPDATE verbintenis SET crebo = '25111' WHERE id = (SELECT verbintenis_id FROM pok WHERE id = :id)",
        id=school.poks["Finn"],
    )
    _look(page)
    expect(page.locator("#voorbeeld")).to_contain_text("25111")
    new = _confirm(page, school)
    assert school.value("SELECT crebo FROM pok WHERE id = :id", id=new) == "25111"
    assert school.value("SELECT op_verzoek FROM pok_wijziging WHERE nieuw_pok_id = :id", id=new) == 1


def test_another_keuzedeel(school: School, new_page: NewPage) -> None:
    page = _start(school, new_page, "Gijs", "ander_keuzedeel", COORDINATOR)
    page.get_by_label("Keuzedeel").fill("K0123")
    page.get_by_label("De student heeft hierom gevraagd").check()
    _look(page)
    _confirm(page, school)
    expect(page.get_by_text("Op verzoek van de student")).to_be_visible()


def test_another_route_and_another_change(school: School, new_page: NewPage) -> None:
    school.change(
        "UPDATE verbintenis SET leerweg = 'BBL' WHERE id = (SELECT verbintenis_id FROM pok WHERE id = :id)",
        id=school.poks["Hanna"],
    )
    page = _start(school, new_page, "Hanna", "andere_leerweg", COORDINATOR)
    _look(page)
    expect(page.locator("#voorbeeld")).to_contain_text("BBL")
    new = _confirm(page, school)
    assert school.value("SELECT exemplaren FROM pok WHERE id = :id", id=new) == 4
    page.get_by_role("link", name="Wijziging…").click()
    page.locator("[data-soort=overig]").click()
    page.get_by_label("Praktijkopleider").select_option(label="Kim van Dam")
    _look(page)
    newest = _confirm(page, school)
    assert school.value("SELECT voorganger_id FROM pok WHERE id = :id", id=newest) == new


def test_an_early_end_starts_a_replacement_place(school: School, new_page: NewPage) -> None:
    page = new_page(size="phone")
    log_in(page, school.server.url, BEGELEIDER)
    open_page(page, school.address("Ilse"))
    page.get_by_role("button", name="Vervangende plek…").click()
    page.get_by_label("Waarom een andere plek?").fill("Het bedrijf stopt.")
    axe(page)
    page.get_by_role("button", name="Start een vervangende plek").click()
    page.wait_for_url(re.compile(rf"/poks/(?!{school.poks['Ilse']}\b)\d+"))
    new = int(page.url.rstrip("/").rsplit("/", 1)[1])
    assert school.value("SELECT status FROM pok WHERE id = :id", id=new) == "concept"
    assert school.value("SELECT uren_totaal FROM pok WHERE id = :id", id=new) == 300
    assert school.value("SELECT uren_doel FROM pok WHERE id = :id", id=school.poks["Ilse"]) == 100


def test_a_step_back_tells_who_has_the_paper(school: School, new_page: NewPage) -> None:
    page = new_page()
    log_in(page, school.server.url, KANTOOR)
    open_page(page, school.address("Bram"))
    page.get_by_role("button", name="Terug naar volledig").first.click()
    dialog = page.locator("#dialoog-zet_terug_naar_volledig")
    dialog.get_by_label("Reden").fill("Verkeerde datum")
    dialog.get_by_role("button", name="Terug naar volledig").click()
    expect(page.get_by_text("Teruggezet naar volledig.")).to_be_visible()
    who = "SELECT group_concat(aan) FROM (SELECT aan FROM mail WHERE sjabloon = 'pok_teruggezet' ORDER BY aan)"
    assert school.value(who) == "bram@leerling.example,jan@dam.example"
    assert school.value("SELECT status FROM pok_wijziging WHERE pok_id = :id", id=school.poks["Bram"]) == "vervallen"
    assert TODAY
