"""A conversation on a phone: planned, invited to, moved, held; or at a time that student and company chose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bpv_app.kernel.clock import klok
from tests.browser.conftest import NewPage
from tests.browser.gesprek_school import BEGELEIDER, STUDENT, School, make_school
from tests.browser.pages import axe, log_in, open_page, wait_loaded


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    school = make_school(tmp_path)
    try:
        yield school
    finally:
        school.server.kill()
        school.database.dispose()


def _moment(school: School, n: int = 0) -> str:
    return f"{school.server.url}/gesprekken/{school.moments[n]}"


def _invitation(school: School, order: str) -> dict[str, str]:
    """The calendar object in a mail to the student: its lines by name."""
    text = str(school.value(f"SELECT agenda FROM mail WHERE aan = '{STUDENT}' {order}"))
    return dict(line.partition(":")[::2] for line in text.splitlines() if ":" in line)


def _says(page: Page, text: str) -> None:
    expect(page.locator("#melding")).to_contain_text(text)


def test_a_begeleider_plans_invites_moves_and_records_on_a_phone(school: School, new_page: NewPage) -> None:
    page = new_page("phone")
    log_in(page, school.server.url, BEGELEIDER)
    open_page(page, f"{school.server.url}/gesprekken")
    page.get_by_role("link", name="Startgesprek").first.tap()
    page.wait_for_url("**/gesprekken/*")
    wait_loaded(page)
    axe(page)
    button = page.get_by_role("button", name="Maak de afspraak en nodig uit")
    button.tap()  # nothing filled in
    expect(page.locator("[name=datum]")).to_have_attribute("aria-invalid", "true")
    assert school.value("SELECT count(*) FROM mail") == 0
    day = klok.vandaag() + timedelta(days=3)
    page.locator("[name=datum]").fill(day.isoformat())
    page.locator("[name=tijd]").fill("10:30")
    page.locator("[name=plaats]").fill("Kantine")
    button.tap()
    _says(page, "De afspraak is gemaakt. Mail gaat naar")
    assert school.value("SELECT count(*) FROM mail WHERE sjabloon = 'gesprek_uitnodiging'") == 3
    first = _invitation(school, "ORDER BY id")
    assert first["METHOD"] == "REQUEST"

    page.locator("[name=tijd]").fill("14:00")
    page.get_by_role("button", name="Verzet en nodig opnieuw uit").tap()
    _says(page, "verzet")
    last = _invitation(school, "ORDER BY id DESC")
    assert (last["UID"], last["METHOD"]) == (first["UID"], "REQUEST"), "the same appointment in the calendar"
    assert int(last["SEQUENCE"]) > int(first["SEQUENCE"])

    student = new_page("phone")
    log_in(student, school.server.url, STUDENT)
    open_page(student, f"{school.server.url}/mijn-pok")
    expect(student.get_by_role("listitem").filter(has_text="Startgesprek")).to_contain_text("14:00")

    open_page(page, _moment(school))
    page.get_by_label("Praktijkopleider", exact=True).uncheck()
    page.get_by_role("button", name="Leg vast: is gehouden").tap()
    _says(page, "Vastgelegd.")
    axe(page)
    assert school.value("SELECT status FROM contactmoment ORDER BY id") == "gehouden"
    assert school.value("SELECT is_gezamenlijk FROM contactmoment ORDER BY id") == 0
    open_page(page, f"{school.server.url}/gesprekken")
    expect(page.get_by_role("link", name="Tussengesprek").first).to_be_visible()
    names = page.get_by_role("link", name="gesprek").all_inner_texts()
    order = [n for n in names if n in ("Startgesprek", "Tussengesprek")]
    assert order == ["Tussengesprek", "Startgesprek"], "what is still to be done stands first"


def test_a_cancelled_conversation_leaves_every_calendar(school: School, new_page: NewPage) -> None:
    page = new_page("phone")
    log_in(page, school.server.url, BEGELEIDER)
    open_page(page, _moment(school))
    page.locator("[name=datum]").fill((klok.vandaag() + timedelta(days=2)).isoformat())
    page.locator("[name=tijd]").fill("09:00")
    page.get_by_role("button", name="Maak de afspraak en nodig uit").tap()
    _says(page, "De afspraak is gemaakt.")
    page.get_by_role("button", name="Afspraak afzeggen").tap()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Waarom?").fill("Ik ben ziek.")
    axe(page)
    dialog.get_by_role("button").first.tap()
    _says(page, "afgezegd")
    assert school.value("SELECT count(*) FROM mail WHERE agenda LIKE '%METHOD:CANCEL%'") == 3
    assert school.value("SELECT status FROM contactmoment ORDER BY id") == "te_plannen"
