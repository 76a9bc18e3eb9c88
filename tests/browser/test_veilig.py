"""On a phone: a student tells a vertrouwenspersoon something; a begeleider takes a signal."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import NewPage
from tests.browser.pages import axe, log_in, open_page
from tests.server import Server


def test_a_student_reports_and_the_vertrouwenspersoon_answers(demo_server: Server, new_page: NewPage) -> None:
    student, reader = new_page("phone"), new_page("phone")
    log_in(student, demo_server.url, "student@demo.bpv")
    open_page(student, f"{demo_server.url}/veilig")
    expect(student.get_by_role("link", name="112")).to_be_visible()
    student.get_by_label("Ik word anders behandeld om wie ik ben").check()
    student.get_by_label("Wat is er gebeurd?").fill("Ze maken grappen over mijn geloof.")
    student.get_by_role("button", name="Verstuur", exact=True).click()
    expect(student.get_by_text("Je bericht is verstuurd. Goed dat je het zegt.")).to_be_visible()
    expect(student.get_by_text("heeft het nog niet gelezen")).to_be_visible()
    axe(student)

    log_in(reader, demo_server.url, "vertrouwenspersoon@demo.bpv")
    open_page(reader, f"{demo_server.url}/")
    reader.get_by_role("link", name="Melding voor jou als vertrouwenspersoon").click()
    reader.get_by_role("link", name="Yusuf Bakker").click()
    expect(reader.get_by_text("Ze maken grappen over mijn geloof.")).to_be_visible()
    reader.get_by_role("button", name="Antwoorden").click()
    reader.get_by_label("Wat zeg je tegen de student?").fill("Zullen we morgen bellen?")
    reader.locator("dialog[open]").get_by_role("button", name="Verstuur").click()
    expect(reader.get_by_text("Zullen we morgen bellen?")).to_be_visible()

    open_page(student, f"{demo_server.url}/veilig")
    expect(student.get_by_text("Zullen we morgen bellen?")).to_be_visible()
    student.get_by_role("button", name="Intrekken").click()
    student.locator("dialog[open]").get_by_role("button", name="Trek in").click()
    expect(student.get_by_text("Je hebt je bericht ingetrokken.")).to_be_visible()
    expect(student.get_by_text("Ze maken grappen over mijn geloof.")).to_have_count(0)


def test_a_begeleider_takes_a_signal_and_closes_it(demo_server: Server, new_page: NewPage) -> None:
    page = new_page("phone")
    log_in(page, demo_server.url, "begeleider@demo.bpv")
    open_page(page, f"{demo_server.url}/signalen?werk=nieuw")
    page.get_by_role("table").get_by_role("link").first.click()
    page.get_by_role("button", name="Ik pak dit op").click()
    expect(page.get_by_text("Het signaal is nu van jou.")).to_be_visible()
    page.get_by_role("button", name="Notitie maken").click()
    page.get_by_label("Wat heb je gedaan of gezien?").fill("Gebeld, komt morgen langs.")
    page.locator("dialog[open]").get_by_role("button", name="Bewaar").click()
    expect(page.get_by_text("Gebeld, komt morgen langs.")).to_be_visible()
    page.get_by_role("button", name="Afhandelen").click()
    page.get_by_label("Wat is eruit gekomen?").fill("Alles is besproken.")
    page.locator("dialog[open]").get_by_role("button", name="Bewaar").click()
    expect(page.get_by_role("button", name="Heropenen")).to_be_visible()
    axe(page)
