"""A student chooses places by buttons and keys, sends in, gets the receipt, changes it; closed is closed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.engine import Engine

from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock, klok
from bpv_app.kernel.rechten import Rol
from bpv_app.matching.service_openen import open_ronde, sluit_ronde
from bpv_app.matching.service_ronde import maak_ronde
from bpv_app.migrate import migrate
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.browser.conftest import NewPage
from tests.browser.pages import axe, log_in, open_page, wait_loaded
from tests.lijn import Lijn
from tests.makers import (
    make_account,
    make_contactpersoon,
    make_leerbedrijf,
    make_plaats,
    make_student,
    make_team,
    make_verbintenis,
)
from tests.matching.cast_ronde import invoer
from tests.server import Server, start_server

STUDENT = "yara@school.example"


@dataclass
class School:
    """The app with one student, three places that fit, and a round that is open for a week."""

    database: Engine
    server: Server
    ronde_id: int

    def list(self) -> list[str]:
        """The titles on the saved list, in order."""
        with self.database.connect() as connection:
            keuzes = connection.execute(sa.text("SELECT keuzes FROM voorkeurlijst")).scalar() or "[]"
            titels = {rij[0]: rij[1] for rij in connection.execute(sa.text("SELECT id, titel FROM plaats"))}
        return [titels[k["plaats"]] for k in json.loads(keuzes)]

    def value(self, question: str) -> object:
        with self.database.connect() as connection:
            return connection.execute(sa.text(question)).scalar()

    def close(self) -> None:
        with transaction(systeem(), op=self.database) as session:
            clock = FixedClock(klok.nu() + timedelta(days=30))
            sluit_ronde(session, systeem(), clock, self.ronde_id)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    url = f"sqlite:///{tmp_path / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    nu = klok.nu()
    with transaction(systeem(), op=engine) as session:
        team = make_team(session, naam="Techniek", code="TEC")
        student = make_student(session, team, naam="Yara Bakker", email=STUDENT)
        make_verbintenis(session, student, begin_op=klok.vandaag() - timedelta(days=200))
        van, tot = klok.vandaag() + timedelta(days=60), klok.vandaag() + timedelta(days=160)
        for naam in ("Anker", "Bakboord", "Complex"):
            opleider = make_contactpersoon(session, make_leerbedrijf(session, naam=naam, zoektekst=naam.lower()))
            make_plaats(session, opleider, titel=f"Monteur {naam}", van=van, tot=tot)
        make_account(
            session,
            Rol.STUDENT,
            gebruikersnaam=STUDENT,
            naam="Yara Bakker",
            wachtwoord_hash=hash_wachtwoord("demo"),
            student_id=student.id,
        )
        ronde = maak_ronde(
            session,
            systeem(),
            klok,
            invoer(
                team,
                van=van,
                tot=tot,
                opent_op=nu - timedelta(hours=1),
                sluit_op=nu + timedelta(days=7),
                publiceert_op=None,
                toont_eerste=True,
            ),
        )
        open_ronde(session, systeem(), klok, ronde.id or 0)
        ronde_id = ronde.id or 0
    with start_server(tmp_path) as server:
        yield School(engine, server, ronde_id)
    engine.dispose()


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Mijn lijst, meest gewild eerst").get_by_role("listitem")


def titles(page: Page, *expected: str) -> None:
    """The list on the screen, most wanted first."""
    expect(rows(page)).to_have_count(len(expected))
    for n, title in enumerate(expected):
        expect(rows(page).nth(n)).to_contain_text(title)


def test_a_student_makes_a_list_sends_it_in_and_changes_it(school: School, new_page: NewPage) -> None:
    page = new_page(size="phone")
    log_in(page, school.server.url, STUDENT)
    open_page(page, school.server.url + "/voorkeuren")
    expect(page.get_by_text("Je lijst is nog niet ingestuurd.")).to_be_visible()
    for naam in ("Anker", "Bakboord", "Complex"):
        page.get_by_role("button", name=f"Kies Monteur {naam}").click()
        expect(rows(page).filter(has_text=f"Monteur {naam}")).to_be_visible()
    titles(page, "Anker", "Bakboord", "Complex")

    # By buttons: the third becomes the first, and the focus stays with it.
    page.get_by_role("button", name="Naar de eerste plaats: Monteur Complex").click()
    titles(page, "Complex", "Anker", "Bakboord")
    expect(rows(page).nth(0).locator(":focus")).to_have_count(1)
    # By keys, without a mouse: down twice with Alt and the arrow, and the focus goes along.
    page.keyboard.press("Alt+ArrowDown")
    titles(page, "Anker", "Complex", "Bakboord")
    expect(rows(page).nth(1).locator(":focus")).to_have_count(1)
    page.keyboard.press("Alt+ArrowDown")
    titles(page, "Anker", "Bakboord", "Complex")
    assert school.list() == ["Monteur Anker", "Monteur Bakboord", "Monteur Complex"]

    # A text saves itself; sending in waits for it.
    page.get_by_role("textbox", name="Waarom deze plaats? Monteur Anker").fill("Dichtbij huis.")
    page.get_by_role("textbox", name="Mijn wensen").fill("Op vrijdag kan ik niet.")
    page.get_by_role("button", name="Stuur mijn lijst in").click()
    expect(page.get_by_text("Je lijst is ingestuurd. Je bewijs heeft code")).to_be_visible()
    receipt = page.locator("#bewijs")
    receipt.locator("summary").click()
    expect(receipt).to_contain_text("1. Monteur Anker, Anker")
    expect(receipt).to_contain_text(str(school.value("SELECT code FROM voorkeur_bewijs")))
    expect(receipt).to_contain_text(str(school.value("SELECT zaad_hash FROM ronde")))
    assert school.value("SELECT reden FROM voorkeur WHERE rang = 1") == "Dichtbij huis."
    assert school.value("SELECT count(*) FROM mail WHERE sjabloon = 'voorkeur_bewijs'") == 1
    assert str(school.value("SELECT zaad FROM ronde")) not in page.content()
    axe(page)

    # Changed: the old one counts until it is sent in again.
    page.get_by_role("button", name="Haal van mijn lijst: Monteur Anker").click()
    titles(page, "Bakboord", "Complex")
    expect(page.get_by_text("Je hebt je lijst veranderd.")).to_be_visible()
    assert school.value("SELECT count(*) FROM voorkeur") == 3
    page.get_by_role("button", name="Stuur mijn lijst in").click()
    expect(page.get_by_text("Je lijst is ingestuurd. Je kunt kiezen tot")).to_be_visible()
    assert school.value("SELECT count(*) FROM voorkeur") == 2

    # Closed: the screen that was still open cannot change anything, and a new one has no buttons.
    school.close()
    page.get_by_role("button", name="Omlaag: Monteur Bakboord").click()
    expect(page.get_by_text("De ronde is gesloten. Je lijst kan niet meer veranderen")).to_be_visible()
    assert school.list() == ["Monteur Bakboord", "Monteur Complex"]
    open_page(page, school.server.url + "/voorkeuren")
    titles(page, "Bakboord", "Complex")
    expect(page.get_by_role("button", name="Omlaag: Monteur Bakboord")).to_have_count(0)
    page.get_by_text("Zo worden de plaatsen verdeeld").click()
    expect(page.get_by_text("Je lotnummer is 1 van 1.")).to_be_visible()
    expect(page.get_by_text(str(school.value("SELECT zaad FROM ronde")), exact=True)).to_be_visible()
    axe(page)


def test_dragging_puts_places_in_order(school: School, new_page: NewPage) -> None:
    page = new_page(size="phone")
    log_in(page, school.server.url, STUDENT)
    open_page(page, school.server.url + "/voorkeuren")
    for naam in ("Anker", "Bakboord", "Complex"):
        page.get_by_role("button", name=f"Kies Monteur {naam}").click()
        expect(rows(page).filter(has_text=f"Monteur {naam}")).to_be_visible()
    page.evaluate("document.querySelector('#keuzes').scrollIntoView({block: 'center'})")
    grip = page.locator("[data-keuze]").nth(0).locator("[data-greep]").bounding_box()
    last = page.locator("[data-keuze]").nth(1).bounding_box()
    assert grip
    assert last
    page.mouse.move(grip["x"] + 10, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(grip["x"] + 10, grip["y"] + 60, steps=4)
    page.mouse.move(grip["x"] + 10, last["y"] + last["height"] / 2 + 30, steps=6)
    page.mouse.up()
    titles(page, "Bakboord", "Anker", "Complex")
    expect(page.locator("[data-keuze]").nth(0)).to_have_css("transform", "none")
    assert school.list() == ["Monteur Bakboord", "Monteur Anker", "Monteur Complex"]


def test_two_devices_show_both_lists_and_the_person_chooses(school: School, new_page: NewPage) -> None:
    phone, laptop = new_page(size="phone"), new_page()
    for page in (phone, laptop):
        log_in(page, school.server.url, STUDENT)
    open_page(phone, school.server.url + "/voorkeuren")
    for naam in ("Anker", "Bakboord"):
        phone.get_by_role("button", name=f"Kies Monteur {naam}").click()
        expect(rows(phone).filter(has_text=f"Monteur {naam}")).to_be_visible()
    open_page(laptop, school.server.url + "/voorkeuren")
    titles(laptop, "Anker", "Bakboord")
    phone.get_by_role("button", name="Omlaag: Monteur Anker").click()
    titles(phone, "Bakboord", "Anker")
    laptop.get_by_role("button", name="Kies Monteur Complex").click()
    expect(laptop.get_by_text("op een ander apparaat gewijzigd")).to_be_visible()
    expect(laptop.get_by_role("alert").filter(has_text="Ander apparaat")).to_contain_text(
        "Ander apparaat: 1. Monteur Bakboord, 2. Monteur Anker. "
        "Hier: 1. Monteur Anker, 2. Monteur Bakboord, 3. Monteur Complex."
    )
    laptop.get_by_role("button", name="Die van hier").click()
    titles(laptop, "Anker", "Bakboord", "Complex")
    # The same text on both: the second is shown the first, and keeps its own by choice.
    open_page(phone, school.server.url + "/voorkeuren")
    laptop.get_by_role("textbox", name="Mijn wensen").fill("Van de laptop.")
    laptop.get_by_role("textbox", name="Mijn wensen").blur()
    expect(laptop.get_by_text("Alles is bewaard.")).to_be_visible()
    phone.get_by_role("textbox", name="Mijn wensen").fill("Van de telefoon.")
    phone.get_by_role("textbox", name="Mijn wensen").blur()
    expect(phone.get_by_text("Op een ander apparaat staat: “Van de laptop.”")).to_be_visible()
    phone.get_by_role("button", name="Houd wat hier staat").click()
    expect(phone.get_by_text("Alles is bewaard.")).to_be_visible()
    assert school.value("SELECT wensen FROM voorkeurlijst") == "Van de telefoon."


def test_what_is_typed_without_a_connection_arrives_later_also_after_a_reload(
    school: School, new_page: NewPage
) -> None:
    page = new_page(size="phone")
    line = Lijn(school.server.port)
    log_in(page, line.url, STUDENT)
    open_page(page, line.url + "/voorkeuren")
    page.get_by_role("button", name="Kies Monteur Anker").click()
    titles(page, "Anker")
    line.knip()
    page.get_by_role("textbox", name="Mijn wensen").fill("In de kelder getypt.")
    expect(page.get_by_text("Nog niet verzonden.")).to_be_visible()
    line.herstel()
    page.reload()
    wait_loaded(page)
    expect(page.get_by_role("textbox", name="Mijn wensen")).to_have_value("In de kelder getypt.")
    expect(page.get_by_text("Alles is bewaard.")).to_be_visible()
    line.close()
    assert school.value("SELECT wensen FROM voorkeurlijst") == "In de kelder getypt."


def test_a_student_asks_for_an_own_place(school: School, new_page: NewPage) -> None:
    page = new_page(size="phone")
    log_in(page, school.server.url, STUDENT)
    open_page(page, school.server.url + "/voorkeuren")
    page.get_by_text("Zelf een plaats gevonden?").click()
    page.get_by_label("Bedrijf", exact=True).fill("Garage Post")
    page.get_by_label("Plaats", exact=True).fill("Leiden")
    page.get_by_label("Met wie sprak je?").fill("Piet Post")
    page.reload()  # nothing typed is lost
    wait_loaded(page)
    expect(page.get_by_label("Bedrijf", exact=True)).to_have_value("Garage Post")
    page.get_by_label("Wat ga je daar doen?").fill("Banden wisselen.")
    page.get_by_role("button", name="Vraag deze plaats aan").click()
    expect(page.get_by_text("zodat school kan bellen of mailen")).to_be_visible()
    page.get_by_label("Telefoon van die persoon").fill("071 555 01 02")
    page.get_by_role("button", name="Vraag deze plaats aan").click()
    expect(page.get_by_text("Je verzoek ligt bij je coördinator.")).to_be_visible()
    expect(page.get_by_text("Wacht op antwoord")).to_be_visible()
    assert school.value("SELECT bedrijf FROM plaats_verzoek") == "Garage Post"
