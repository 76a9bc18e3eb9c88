"""A new bpv-blad in a real browser: the student and the company see what changes and answer, the coordinator hears."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bpv_app.kernel.clock import toon_datum
from tests.browser.conftest import NewPage
from tests.browser.mutatie_school import COORDINATOR, END, School, mutatie_school, student_login
from tests.browser.pages import Colors, Size, axe, log_in, open_page, wait_loaded

LATER = toon_datum(END + timedelta(days=28))
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    folder: Path = tmp_path_factory.mktemp("bpv-blad")
    with mutatie_school(folder) as one:
        yield one


def _look(page: Page) -> None:
    wait_loaded(page)
    axe(page)
    assert page.evaluate(_SIDEWAYS) <= 0


def _personal_link(school: School, page: Page, blad: int) -> str:
    """The button of the mail to the company, in the mailbox of the demo, when the worker has sent it."""
    question = "SELECT status FROM mail WHERE doel = :d AND contactpersoon_id IS NOT NULL"
    for _ in range(100):
        if school.value(question, d=f"/bpv-blad/{blad}") == "verzonden":
            break
        page.wait_for_timeout(200)
    open_page(page, f"{school.server.url}/postvak?aan=jan@dam.example")
    href = page.locator("a[href*='/link/']").first.get_attribute("href")
    return f"{school.server.url}/link/{str(href).rsplit('/', 1)[1]}"


@pytest.mark.parametrize(("size", "colors", "name"), [("phone", "light", "Anna"), ("desktop", "dark", "Bram")])
def test_student_and_company_answer_and_the_coordinator_hears(
    school: School, new_page: NewPage, size: Size, colors: Colors, name: str
) -> None:
    blad = school.verleng(name)
    address = f"{school.server.url}/bpv-blad/{blad}"

    # The student: from the start page in one tap.
    student = new_page(size, colors)
    log_in(student, school.server.url, student_login(name))
    open_page(student, f"{school.server.url}/mijn-pok")
    expect(student.get_by_role("link", name="Bekijk wat er verandert")).to_have_attribute("href", f"/bpv-blad/{blad}")
    _look(student)
    open_page(student, school.server.url)
    student.get_by_role("link", name=re.compile("Bekijk wat er verandert in je stage")).click()
    expect(student.get_by_role("heading", level=1)).to_have_text("Nieuw bpv-blad")
    expect(student.locator("#verandert")).to_contain_text("Laatste dag van de stage")
    expect(student.locator("#verandert")).to_contain_text(LATER)
    expect(student.get_by_text("De student mist nog uren.")).to_be_visible()
    _look(student)
    student.get_by_role("button", name="Ik ga akkoord").click()
    expect(student.locator("#melding")).to_contain_text("Je bent akkoord.")
    expect(student.get_by_text(re.compile("^Je ging akkoord op"))).to_be_visible()
    _look(student)
    student.get_by_role("button", name="Neem mijn reactie terug").click()
    student.get_by_role("button", name="Neem terug", exact=True).click()
    expect(student.locator("#melding")).to_contain_text("Je kunt opnieuw kiezen.")
    student.get_by_role("button", name="Ik ga akkoord").click()
    expect(student.get_by_text(re.compile("^Je ging akkoord op"))).to_be_visible()

    # The company: the mail's button is the only tap.
    company = new_page(size, colors)
    link = _personal_link(school, company, blad)
    company.goto(link)
    company.wait_for_url(f"**/bpv-blad/{blad}**")
    expect(company.get_by_text(f"Er verandert iets in de stage van {name} Bakker.")).to_be_visible()
    _look(company)
    assert company.get_by_role("link", name="Open het nieuwe bpv-blad").count() == 0, "the file holds a birth date"
    company.get_by_role("button", name="Ik maak bezwaar").click()
    company.get_by_role("button", name="Verstuur bezwaar").click()
    expect(company.get_by_text("Vul dit in.", exact=True)).to_be_visible()  # in the language of the screen
    axe(company)
    company.get_by_label("Waarom ben je het er niet mee eens?").fill("In de zomer zijn wij dicht.")
    company.get_by_role("button", name="Verstuur bezwaar").dblclick()
    expect(company.get_by_text(re.compile("^Je maakte bezwaar op"))).to_be_visible()
    _look(company)
    count = "SELECT count(*) FROM pok_bezwaar WHERE wijziging_id = :w AND reactie = 'bezwaar' AND is_online"
    assert school.value(count, w=blad) == 1, "a second click says nothing twice"
    open_page(company, f"{school.server.url}/stagiairs")
    expect(company.get_by_role("link", name=f"Nieuw bpv-blad van {name} Bakker")).to_be_visible()

    # Passed on to somebody else, and typed by another student.
    stranger = new_page(size)
    stranger.goto(link)
    expect(stranger.get_by_text("Deze link werkt hier niet (meer)")).to_be_visible()
    other = new_page(size)
    log_in(other, school.server.url, student_login("Hanna"))
    open_page(other, address)
    expect(other.get_by_role("heading", level=1)).to_have_text("Dit lukt niet")
    expect(other.get_by_text("De student mist nog uren.")).to_have_count(0)

    # The coordinator: counted on the start page, the rows behind it, dealt with at the agreement.
    desk = new_page()
    log_in(desk, school.server.url, COORDINATOR)
    open_page(desk, school.server.url)
    desk.get_by_role("link", name=re.compile("Bezwaar tegen een bpv-blad")).click()
    desk.wait_for_url("**/poks?**werk=bezwaar**")
    wait_loaded(desk)
    desk.get_by_role("link", name=re.compile(r"^\d{4}-")).first.click()
    expect(desk.get_by_text("In de zomer zijn wij dicht.").first).to_be_visible()
    expect(desk.get_by_text(re.compile(r"Leerbedrijf, .*zelf in de app"))).to_be_visible()
    expect(desk.get_by_text("Bezwaar van leerbedrijf (zelf, in de app)")).to_be_visible()  # the timeline
    _look(desk)
    desk.get_by_role("button", name="Afhandelen").click()
    desk.get_by_label("Het bezwaar is opgelost, het blijft gelden").check()
    desk.get_by_label("Reden", exact=True).last.fill("Afgesproken: geen stage in de bouwvak.")
    desk.get_by_role("button", name="Afhandelen").last.click()
    expect(desk.get_by_text("Het bpv-blad blijft gelden.")).to_be_visible()
    open_page(company, address)
    expect(company.get_by_text("Afgesproken: geen stage in de bouwvak.")).to_be_visible()
    expect(company.get_by_role("button", name="Neem mijn reactie terug")).to_have_count(0)
    _look(company)


def test_it_is_in_english_for_who_reads_english(school: School, new_page: NewPage) -> None:
    blad = school.verleng("Cato")
    school.change("UPDATE account SET taal = 'en' WHERE gebruikersnaam = :g", g=student_login("Cato"))
    page = new_page("phone", "dark")
    log_in(page, school.server.url, student_login("Cato"))
    open_page(page, f"{school.server.url}/bpv-blad/{blad}")
    expect(page.get_by_text("Something changes in your placement at Van Dam Techniek.")).to_be_visible()
    expect(page.locator("#verandert")).to_contain_text("Last day of the placement")
    page.get_by_role("button", name="I object").click()
    page.get_by_role("button", name="Send the objection").click()
    expect(page.get_by_text("Fill this in.", exact=True)).to_be_visible()
    page.get_by_label("Why do you not agree?").fill("I have another job by then.")
    page.get_by_role("button", name="Send the objection").click()
    expect(page.get_by_text(re.compile("^You objected on"))).to_be_visible()
    page.get_by_role("button", name="Take my answer back").click()
    page.get_by_role("button", name="Take back", exact=True).click()
    expect(page.locator("#melding")).to_contain_text("You can choose again.")
    assert school.value("SELECT status FROM pok_wijziging WHERE id = :w", w=blad) == "loopt"
    _look(page)
