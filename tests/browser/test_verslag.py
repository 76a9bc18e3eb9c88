"""A report on a phone: few taps, a line that is cut, a server that dies, care notes on request, the company."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.gesprek_school import BEGELEIDER, STUDENT, School, make_school
from tests.browser.pages import axe, log_in, open_page, wait_loaded
from tests.lijn import Lijn
from tests.server import start_server


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    school = make_school(tmp_path)
    try:
        yield school
    finally:
        school.server.kill()
        school.database.dispose()


class Taps:
    """Counts what a thumb does; typing after a tap is free."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, target: Locator) -> None:
        self.count += 1
        target.tap()


def _begeleider(school: School, new_page: NewPage, url: str = "") -> Page:
    page: Page = new_page("phone")
    log_in(page, url or school.server.url, BEGELEIDER)
    return page


def _saved(page: Page) -> None:
    expect(page.locator("#verslag-status")).to_have_text("Alles is bewaard.")


def test_a_report_takes_at_most_nine_taps_and_reaches_student_and_company(school: School, new_page: NewPage) -> None:
    page, tap = _begeleider(school, new_page), Taps()
    open_page(page, school.address())
    axe(page)
    tap(page.get_by_role("group", name="Hoe gaat het tot nu toe?").get_by_text("4", exact=True))
    tap(page.get_by_label("Hoe waren de eerste dagen?"))
    page.keyboard.type("Goed ontvangen, kent het team.")
    tap(page.get_by_role("group", name="Voelt de student zich veilig").get_by_text("Ja", exact=True))
    tap(page.get_by_label("Wat moet alleen school weten?"))
    page.keyboard.type("Thuis is het druk.")
    tap(page.get_by_label("Nieuwe afspraak of leerdoel"))
    page.keyboard.type("Elke vrijdag het logboek delen.")
    tap(page.get_by_role("button", name="Deel met student en bedrijf"))
    expect(page.locator("#melding")).to_contain_text("Gedeeld. Mail gaat naar Yara Bakker en Jan van Dam.")
    assert tap.count <= 9
    assert school.answers()["school"] == "Thuis is het druk."
    assert school.value("SELECT status FROM contactmoment ORDER BY id") == "gehouden"
    copy = str(school.value("SELECT inhoud FROM gespreksverslag_kopie"))
    assert "Elke vrijdag" in copy
    assert "Thuis" not in copy

    # The student reads it and confirms.
    phone = new_page("phone")
    log_in(phone, school.server.url, STUDENT)
    open_page(phone, school.server.url + "/mijn-gesprekken")
    phone.get_by_role("link", name="Startgesprek").tap()
    expect(phone.get_by_text("Goed ontvangen, kent het team.")).to_be_visible()
    assert "Thuis is het druk" not in phone.content()
    axe(phone)
    phone.get_by_role("button", name="Gelezen, het klopt").tap()
    expect(phone.locator("#melding")).to_contain_text("De school ziet dat je het hebt gelezen.")

    # The company comes in by its link and writes something.
    company = new_page("phone")
    company.goto(school.server.url + school.link())
    company.get_by_role("button").first.click()
    wait_loaded(company)
    expect(company.get_by_text("Goed ontvangen, kent het team.")).to_be_visible()
    company.get_by_label("Jouw opmerking").fill("Mooi verslag.")
    company.get_by_role("button", name="Verstuur opmerking").tap()
    expect(company.locator("#melding")).to_contain_text("Je opmerking staat erbij.")
    axe(company)

    # The begeleider sees both; the agreement comes back open in the next conversation.
    open_page(page, school.address())
    expect(page.get_by_text("Mooi verslag.")).to_be_visible()
    expect(page.get_by_text("Gelezen en akkoord")).to_have_count(2)
    open_page(page, school.address(1))
    expect(page.get_by_label("Elke vrijdag het logboek delen.")).to_be_visible()
    page.get_by_label("Elke vrijdag het logboek delen.").click()
    expect(page.get_by_text(", gedaan")).to_be_visible()


def test_a_line_that_is_cut_costs_no_letter_and_no_agreement(school: School, new_page: NewPage) -> None:
    line = Lijn(school.server.port)
    try:
        page = _begeleider(school, new_page, line.url)
        open_page(page, school.address(0, line.url))
        page.get_by_label("Hoe waren de eerste dagen?").fill("Nog verbonden.")
        _saved(page)
        line.knip()
        page.get_by_label("Hoe waren de eerste dagen?").fill("In de kelder getypt.")
        page.get_by_role("group", name="Hoe gaat het tot nu toe?").get_by_text("3", exact=True).tap()
        page.get_by_label("Nieuwe afspraak of leerdoel").fill("Bellen over het rooster.")
        page.get_by_role("button", name="Zet erbij").tap()
        expect(page.locator("#verslag-status")).to_contain_text("Nog niet verzonden")
        expect(page.locator("#afspraken-wacht")).to_contain_text("Bellen over het rooster. (wordt verzonden)")
        line.herstel()
        page.reload()
        wait_loaded(page)
        expect(page.get_by_label("Hoe waren de eerste dagen?")).to_have_value("In de kelder getypt.")
        _saved(page)
        expect(page.get_by_label("Bellen over het rooster.")).to_be_visible()
        assert school.answers() == {"start": "In de kelder getypt.", "gaat": "3"}
        assert school.value("SELECT count(*) FROM gespreksafspraak") == 1
        assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('bpv-verslag')).length") == 0
    finally:
        line.close()


def test_a_server_that_dies_while_one_types_costs_no_letter(school: School, new_page: NewPage) -> None:
    page = _begeleider(school, new_page)
    open_page(page, school.address())
    page.get_by_label("Hoe waren de eerste dagen?").click()
    page.keyboard.type("Eerst nog verbonden, ")
    _saved(page)
    school.server.kill()
    page.keyboard.type("toen viel de server weg, ")
    page.wait_for_timeout(1500)
    school.server = start_server(school.folder, school.server.port)
    page.keyboard.type("en toen was hij er weer.")
    whole = "Eerst nog verbonden, toen viel de server weg, en toen was hij er weer."
    for _ in range(300):
        if school.answers().get("start") == whole:
            break
        page.wait_for_timeout(200)
    assert school.answers()["start"] == whole
    expect(page.get_by_label("Hoe waren de eerste dagen?")).to_have_value(whole)


def test_care_notes_come_on_request_are_recorded_and_go_again(school: School, new_page: NewPage) -> None:
    page = _begeleider(school, new_page)
    open_page(page, school.address())
    page.get_by_role("button", name="Toon zorgvierkant").tap()
    page.get_by_role("group", name="Licht Thuis").get_by_text("Rood: zorg nodig").tap()
    page.get_by_label("Notitie Thuis").fill("Schulden.")
    _saved(page)
    assert school.value("SELECT notitie_3 FROM zorgvierkant") == "Schulden."
    axe(page)
    open_page(page, school.address())
    assert "Schulden" not in page.content()
    page.get_by_role("button", name="Toon zorgvierkant").tap()
    expect(page.get_by_label("Notitie Thuis")).to_have_value("Schulden.")
    expect(page.get_by_role("cell", name="Rood: zorg nodig")).to_be_visible()
    assert school.value("SELECT count(*) FROM audit WHERE tabel = 'zorgvierkant' AND soort = 'ingezien'") == 1
    page.get_by_role("button", name="Verberg zorgvierkant").tap()
    expect(page.get_by_label("Notitie Thuis")).to_have_count(0)


def test_two_people_at_one_question_the_second_chooses(school: School, new_page: NewPage) -> None:
    one, two = _begeleider(school, new_page), _begeleider(school, new_page)
    for page in (one, two):
        open_page(page, school.address())
    one.get_by_label("Hoe waren de eerste dagen?").fill("Van de een.")
    _saved(one)
    two.get_by_label("Hoe waren de eerste dagen?").fill("Van de ander.")
    expect(two.get_by_text("Bea Jansen schreef hier intussen iets anders: “Van de een.”")).to_be_visible()
    two.get_by_role("button", name="Houd wat hier staat").tap()
    _saved(two)
    assert school.answers()["start"] == "Van de ander."
