"""A whole round with every role in a real browser: offer, choose, match, publish, object, repair, to the dossiers.

Who wins the lottery nobody can know beforehand. So the lists are such that the places of Anker and Bakboord are always
taken and Complex keeps room, and the story asks who is where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bpv_app.kernel.clock import AMSTERDAM
from tests.browser.conftest import NewPage
from tests.browser.pages import Size, axe, log_in, open_page, wait_loaded
from tests.browser.ronde_school import RondeSchool, open_school

RONDE = "Stage na de winter"


@pytest.fixture
def school(tmp_path: Path) -> Iterator[RondeSchool]:
    with open_school(tmp_path) as there:
        yield there


@dataclass
class Story:
    """Everybody's browser: one page each, opened when they first do something."""

    school: RondeSchool
    new_page: NewPage
    size: Size
    pages: dict[str, Page] = field(default_factory=dict)
    ronde: str = ""

    def at(self, who: str, path: str) -> Page:
        """The page of this person, at `path`."""
        if who not in self.pages:
            self.pages[who] = self.new_page(size=self.size if who == "coordinator" else "phone")
            log_in(self.pages[who], self.school.url, f"{who.lower()}@school.example")
        open_page(self.pages[who], self.school.url + path)
        return self.pages[who]

    def coordinator(self, path: str) -> Page:
        return self.at("coordinator", path)

    def mails(self, who: str) -> Locator:
        """The mails to this student in the mailbox of the demo school."""
        if "postvak" not in self.pages:
            self.pages["postvak"] = self.new_page(size="phone")
        page = self.pages["postvak"]
        open_page(page, f"{self.school.url}/postvak?aan={who.lower()}@school.example")
        return page.get_by_role("main").get_by_role("listitem").filter(has=page.locator("summary"))


def tab_to(page: Page, target: Locator, keys: int = 200) -> None:
    """Only the Tab key, until `target` has the focus."""
    expect(target).to_be_visible()
    for _ in range(keys):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached with the Tab key")


def choose_by_keys(page: Page, select: Locator, value: str) -> None:
    """Only keys: down in the list, and Enter where the browser shows the list apart (a select in daisyUI's style)."""
    tab_to(page, select)
    for _ in range(30):
        if select.input_value() == value:
            return
        page.keyboard.press("ArrowDown")
        if page.evaluate("document.activeElement?.tagName === 'OPTION' ? document.activeElement.value : null") == value:
            page.keyboard.press("Enter")
    expect(select).to_have_value(value)


def dialog(page: Page) -> Locator:
    return page.locator("dialog[open]")


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Mijn lijst, meest gewild eerst").get_by_role("listitem")


def titles(page: Page, *expected: str) -> None:
    expect(rows(page)).to_have_count(len(expected))
    for n, title in enumerate(expected):
        expect(rows(page).nth(n)).to_contain_text(title)


@pytest.mark.timeout(1200)  # fifteen screens of six people: minutes, on a machine that others use as well
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_whole_round_with_every_role(school: RondeSchool, new_page: NewPage, size: Size) -> None:
    story = Story(school, new_page, size)
    the_company_and_the_coordinator_offer_places(story)
    the_coordinator_opens_a_round(story)
    one_student_drags(story)
    another_has_only_a_keyboard(story)
    a_third_found_a_place(story)
    a_fourth_comes_late(story)
    who_did_nothing_is_reminded(story)
    the_round_closes_and_a_proposal_is_made(story)
    the_result_is_published(story)
    one_agrees_and_another_objects(story)
    the_company_sees_who_comes(story)
    a_company_goes_bankrupt_and_only_who_was_there_moves(story)
    who_comes_after_the_result_gets_a_slot_by_hand(story)
    the_dossiers_are_made(story)
    the_begeleider_sees_the_placement(story)


def the_company_and_the_coordinator_offer_places(story: Story) -> None:
    page = story.coordinator(f"/leerbedrijven/{story.school.leerbedrijven['Anker']}")
    page.get_by_role("button", name="Persoonlijke link Jan van Anker").click()
    link = page.get_by_label("Link", exact=True)
    expect(link).to_have_value(re.compile(r"/link/"))
    company = story.pages["Anker"] = story.new_page(size="phone")
    company.goto(f"{story.school.url}/link/{link.input_value().rsplit('/', 1)[1]}")
    wait_loaded(company)
    open_page(company, f"{story.school.url}/bedrijf")
    axe(company)
    company.get_by_role("link", name="Stageplaats toevoegen").click()
    _fill_place(story, company, "Anker")

    for naam, aantal in (("Bakboord", 1), ("Complex", 4)):
        page = story.coordinator("/plaatsen")
        page.get_by_role("link", name="Plaats toevoegen").click()
        page.get_by_label("Leerbedrijf zoeken").fill(naam)
        page.get_by_role("button", name=naam).click()
        _fill_place(story, page, naam, aantal)


def _fill_place(story: Story, page: Page, naam: str, aantal: int = 1) -> None:
    page.get_by_label("Titel").fill(f"Monteur {naam}")
    page.get_by_label("Wat gaat de student doen?").fill("Je monteert schakelkasten.")
    page.get_by_label("Van", exact=True).fill(story.school.van.isoformat())
    page.get_by_label("Tot en met", exact=True).fill(story.school.tot.isoformat())
    page.get_by_label("Aantal").fill(str(aantal))
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("heading", level=1, name=f"Monteur {naam}")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Plaats aangeboden")


def the_coordinator_opens_a_round(story: Story) -> None:
    page = story.coordinator("/rondes")
    page.get_by_role("link", name="Nieuwe ronde").first.click()
    nu = datetime.now(AMSTERDAM)
    page.get_by_label("Naam van de ronde").fill(RONDE)
    page.get_by_label("Eerste dag van de stage").fill(story.school.van.isoformat())
    page.get_by_label("Laatste dag van de stage").fill(story.school.tot.isoformat())
    for label, when in (
        ("Kiezen kan vanaf", nu - timedelta(minutes=5)),
        ("Kiezen kan tot", nu + timedelta(days=3)),
        ("Uitslag op", nu + timedelta(days=5)),
    ):
        page.get_by_label(label, exact=True).fill(when.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Minstens zo veel keuzes").fill("2")
    page.get_by_label("Hoogstens zo veel keuzes").fill("3")
    page.get_by_label("Studenten bevestigen hun plaats").check()
    page.get_by_role("button", name="Maak de ronde").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(RONDE)
    wait_loaded(page)
    story.ronde = page.url.removeprefix(story.school.url).split("?")[0]
    expect(page.get_by_text("4 studenten zouden meedoen")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Ronde openen…").click()
    expect(dialog(page)).to_contain_text("4 studenten doen mee. 3 plaatsen met 6 plekken passen bij iemand.")
    dialog(page).get_by_role("button", name="Open de ronde").click()
    expect(page.get_by_text("De ronde is open.")).to_be_visible()
    expect(page.get_by_text("0 van 4 studenten stuurden een lijst in")).to_be_visible()


def one_student_drags(story: Story) -> None:
    """Yara: Bakboord, Anker, Complex; by dragging, then by a button; changed again after sending in."""
    page = story.at("Yara", "/")
    page.get_by_role("main").get_by_role("link", name=re.compile("[Kk]ies")).first.click()
    expect(page.get_by_role("heading", level=1, name="Stageplaatsen kiezen")).to_be_visible()
    wait_loaded(page)
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
    page.get_by_role("button", name="Naar de eerste plaats: Monteur Complex").click()
    titles(page, "Complex", "Bakboord", "Anker")
    page.get_by_role("button", name="Stuur mijn lijst in").click()
    expect(page.get_by_text("Je lijst is ingestuurd. Je bewijs heeft code")).to_be_visible()
    axe(page)

    for title in ("Bakboord", "Anker"):
        page.get_by_role("button", name=f"Omhoog: Monteur {title}").click()
        expect(page.get_by_text("Je hebt je lijst veranderd.")).to_be_visible()
    titles(page, "Bakboord", "Anker", "Complex")
    page.get_by_role("button", name="Stuur mijn lijst in").click()
    expect(page.get_by_text("Je lijst is ingestuurd. Je bewijs heeft code")).to_be_visible()
    expect(story.mails("Yara")).to_have_count(2)  # each sending in has its receipt


def another_has_only_a_keyboard(story: Story) -> None:
    """Sem: the same list, without a mouse or a finger."""
    page = story.at("Sem", "/voorkeuren")
    for naam in ("Anker", "Bakboord", "Complex"):
        tab_to(page, page.get_by_role("button", name=f"Kies Monteur {naam}"))
        page.keyboard.press("Enter")
        expect(rows(page).filter(has_text=f"Monteur {naam}")).to_be_visible()
    titles(page, "Anker", "Bakboord", "Complex")
    tab_to(page, page.get_by_role("button", name="Omhoog: Monteur Bakboord"))
    page.keyboard.press("Alt+ArrowUp")
    titles(page, "Bakboord", "Anker", "Complex")
    expect(rows(page).nth(0).locator(":focus")).to_have_count(1)
    tab_to(page, page.get_by_role("button", name="Stuur mijn lijst in"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Je lijst is ingestuurd. Je bewijs heeft code")).to_be_visible()


def a_third_found_a_place(story: Story) -> None:
    page = story.at("Bo", "/voorkeuren")
    page.get_by_text("Zelf een plaats gevonden?").click()
    page.get_by_label("Bedrijf", exact=True).fill("Garage Post")
    page.get_by_label("Plaats", exact=True).fill("Leiden")
    page.get_by_label("Met wie sprak je?").fill("Piet Post")
    page.get_by_label("Telefoon van die persoon").fill("071 555 01 02")
    page.get_by_label("Wat ga je daar doen?").fill("Banden wisselen.")
    page.get_by_role("button", name="Vraag deze plaats aan").click()
    expect(page.get_by_text("Je verzoek ligt bij je coördinator.")).to_be_visible()

    page = story.coordinator(story.ronde)
    page.get_by_role("button", name="Toewijzen: Bo Bakker").click()
    dialog(page).get_by_label("Leerbedrijf zoeken").fill("garage")
    dialog(page).get_by_role("button", name="Garage Post").click()
    expect(dialog(page).get_by_label("Praktijkopleider")).not_to_have_value("")
    dialog(page).get_by_role("button", name="Wijs toe").click()
    expect(page.get_by_text("de student staat er vast op")).to_be_visible()
    expect(story.mails("Bo").filter(has_text="Garage Post")).to_have_count(1)


def a_fourth_comes_late(story: Story) -> None:
    """Kim's own place falls through after the opening; the coordinator lets her take part as yet."""
    _release(story, "Kim")
    page = story.coordinator(f"/rondes/studenten?ronde={story.ronde.rsplit('/', 1)[1]}")
    page.get_by_role("link", name="Student toevoegen…").click()
    expect(page.get_by_role("heading", name="Studenten die later kwamen")).to_be_visible()
    page.get_by_label("Kim Bakker (3B)", exact=True).check()
    page.get_by_role("button", name="Laat meedoen").click()
    expect(page.get_by_text("Doet mee en kan kiezen uit 3 plaatsen.")).to_be_visible()
    expect(page.get_by_text("2 van 5 studenten stuurden een lijst in")).to_be_visible()
    axe(page)

    page = story.at("Kim", "/voorkeuren")
    for naam in ("Anker", "Complex"):
        page.get_by_role("button", name=f"Kies Monteur {naam}").click()
        expect(rows(page).filter(has_text=f"Monteur {naam}")).to_be_visible()
    page.get_by_role("button", name="Stuur mijn lijst in").click()
    expect(page.get_by_text("Je lijst is ingestuurd. Je bewijs heeft code")).to_be_visible()


def _release(story: Story, who: str) -> None:
    page = story.coordinator("/plaatsen?zoek=dok")
    page.get_by_role("link", name="Monteur Dok").first.click()
    expect(page.get_by_role("heading", level=1, name="Monteur Dok")).to_be_visible()
    wait_loaded(page)
    page.get_by_role("button", name=f"Vrijgeven {who} Bakker").click()
    dialog(page).get_by_label("Reden").fill("Het bedrijf kan toch niemand begeleiden")
    dialog(page).get_by_role("button", name="Vrijgeven").click()
    expect(page.get_by_text("De plek is vrij.")).to_be_visible()


def who_did_nothing_is_reminded(story: Story) -> None:
    page = story.coordinator(story.ronde)
    page.get_by_role("button", name="Herinner wie nog niet instuurde").click()
    expect(page.get_by_text("1 student krijgt een mail.")).to_be_visible()
    expect(story.mails("Ravi")).to_have_count(1)
    expect(story.mails("Bo")).to_have_count(1)  # the answer; who has a place is not reminded


def the_round_closes_and_a_proposal_is_made(story: Story) -> None:
    page = story.coordinator(story.ronde)
    page.get_by_role("button", name="Ronde sluiten…").click()
    dialog(page).get_by_label("Waarom eerder?").fill("Iedereen is klaar.")
    dialog(page).get_by_role("button", name="Sluit de ronde").click()
    expect(page.get_by_text("De ronde is gesloten en er is geloot.")).to_be_visible()
    page.get_by_role("link", name="Uitslag", exact=True).click()
    expect(page.get_by_text("Maak eerst een voorstel bij")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Matching").click()
    page.get_by_role("button", name="Maak voorstel").click()
    page.wait_for_url("**/matching/*")
    wait_loaded(page)
    axe(page)
    school = story.school
    assert set(school.proposed()) == {"Yara", "Sem", "Bo", "Ravi", "Kim"}

    # Why, and a move, without a mouse: whoever has Bakboord goes to Complex.
    who = next(s for s, title in school.proposed().items() if title == "Monteur Bakboord")
    tab_to(page, page.get_by_role("button", name=f"Waarom? {who} Bakker"))
    page.keyboard.press("Enter")
    expect(dialog(page)).to_contain_text(f"{who} Bakker")
    axe(page)
    choice = dialog(page).get_by_label("Verplaats naar")
    value = choice.locator("option", has_text="Monteur Complex").first.get_attribute("value")
    choose_by_keys(page, choice, str(value))
    tab_to(page, dialog(page).get_by_label("Waarom?"))
    page.keyboard.type("Bakboord vraagt iemand anders.")
    tab_to(page, dialog(page).get_by_role("button", name="Verplaats", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{who} Bakker is verplaatst naar")).to_be_visible()
    assert school.proposed()[who] == "Monteur Complex"
    page.get_by_role("button", name="Reken opnieuw").click()
    expect(page.get_by_text(re.compile(r"^Gerekend\."))).to_be_visible()
    assert school.proposed()[who] == "Monteur Complex"
    assert set(school.proposed()) == {"Yara", "Sem", "Bo", "Ravi", "Kim"}


def the_result_is_published(story: Story) -> None:
    page = story.pages["coordinator"]
    page.get_by_role("link", name="Naar de uitslag van de ronde").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Uitslag")
    wait_loaded(page)
    page.get_by_role("button", name="Publiceer: Voorstel 1").click()
    expect(dialog(page)).to_contain_text("Dit kan niet terug.")
    dialog(page).get_by_role("button", name="Publiceer").click()
    expect(page.get_by_text("Gepubliceerd. 5 kregen een plaats, 0 niet.")).to_be_visible()
    axe(page)


def _agree(story: Story, who: str) -> None:
    page = story.at(who, "/")
    page.get_by_role("main").get_by_role("link", name=re.compile("stageplaats")).first.click()
    expect(page.get_by_role("heading", level=1, name="Mijn stageplaats")).to_be_visible()
    wait_loaded(page)
    expect(page.get_by_role("heading", name="Waarom deze plaats?")).to_be_visible()
    page.get_by_role("button", name="Ik ga akkoord").click()
    expect(page.get_by_text("Je bent akkoord met deze plaats.")).to_be_visible()


def one_agrees_and_another_objects(story: Story) -> None:
    _agree(story, "Yara")
    axe(story.pages["Yara"])
    _agree(story, "Bo")

    page = story.at("Sem", "/plaatsing")
    page.get_by_role("button", name="Ik maak bezwaar…").click()
    dialog(page).get_by_label("Waarom kan deze plaats niet voor jou?").fill("De bus rijdt daar niet.")
    dialog(page).get_by_role("button", name="Verstuur bezwaar").click()
    expect(page.get_by_text("Je krijgt een mail met het antwoord.")).to_be_visible()
    axe(page)

    page = story.coordinator(f"{story.ronde}/uitslag")
    expect(page.get_by_text("1 bezwaar wacht op antwoord")).to_be_visible()
    page.get_by_role("button", name="Beantwoord bezwaar van Sem").click()
    expect(dialog(page)).to_contain_text("De bus rijdt daar niet.")
    dialog(page).get_by_label("Besluit").select_option("ongegrond")
    dialog(page).get_by_label("Waarom? De student leest dit.").fill("Lijn 12 stopt voor de deur.")
    dialog(page).get_by_role("button", name="Verstuur antwoord").click()
    expect(page.get_by_text("De student krijgt je antwoord per mail.")).to_be_visible()
    page = story.at("Sem", "/plaatsing")
    expect(page.get_by_text("Lijn 12 stopt voor de deur.")).to_be_visible()


def the_company_sees_who_comes(story: Story) -> None:
    who = next(s for s, title in story.school.placed().items() if title == "Monteur Anker")
    page = story.pages["Anker"]
    open_page(page, f"{story.school.url}/bedrijf")
    expect(page.get_by_role("heading", name="Wie komt er op stage?")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=f"{who} Bakker")).to_contain_text("Monteur Anker")
    axe(page)


def a_company_goes_bankrupt_and_only_who_was_there_moves(story: Story) -> None:
    before = story.school.placed()
    hit = next(s for s, title in before.items() if title == "Monteur Anker")
    page = story.coordinator("/plaatsen?zoek=anker")
    page.get_by_role("link", name="Monteur Anker").first.click()
    expect(page.get_by_role("heading", level=1, name="Monteur Anker")).to_be_visible()
    wait_loaded(page)
    page.get_by_role("button", name="Intrekken").click()
    dialog(page).get_by_label("Reden").fill("Het bedrijf is failliet")
    dialog(page).get_by_role("button", name="Intrekken").click()
    expect(page.get_by_text("De plaats is nu: ingetrokken.")).to_be_visible()

    page = story.coordinator(f"{story.ronde}/uitslag")
    expect(page.get_by_role("heading", name="Weggevallen plaatsen")).to_be_visible()
    page.get_by_role("button", name="Laat alle vervallen…").click()
    dialog(page).get_by_label("Reden").fill("Anker is failliet.")
    dialog(page).get_by_role("button", name="Laat vervallen").click()
    expect(page.get_by_text("1 gelukt, 0 niet.")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Naar de matching").first.click()
    page.get_by_role("button", name="Maak voorstel").click()
    page.wait_for_url("**/matching/*")
    wait_loaded(page)
    page.get_by_role("link", name="Naar de uitslag van de ronde").click()
    page.get_by_role("button", name="Publiceer: Voorstel 2").click()
    expect(dialog(page)).to_contain_text("Alleen wie verandert, krijgt een andere plaats en een mail.")
    dialog(page).get_by_role("button", name="Publiceer").click()
    expect(page.get_by_text("Gepubliceerd. 1 kregen een plaats")).to_be_visible()
    after = story.school.placed()
    assert after == before | {hit: "Monteur Complex"}
    expect(story.mails(hit).filter(has_text="Anker is failliet")).not_to_have_count(0)


def who_comes_after_the_result_gets_a_slot_by_hand(story: Story) -> None:
    _release(story, "Lot")
    page = story.coordinator(f"{story.ronde}/uitslag")
    expect(page.get_by_role("heading", name="Te laat voor deze ronde")).to_be_visible()
    page.locator("#laat").get_by_role("link", name="Naar de stageplaatsen").click()
    page.get_by_role("link", name="Monteur Complex").first.click()
    expect(page.get_by_role("heading", level=1, name="Monteur Complex")).to_be_visible()
    wait_loaded(page)
    page.get_by_role("button", name="Reserveer een plek…").click()
    dialog(page).get_by_label("Zoek student").fill("lot")
    dialog(page).get_by_label("Gevonden").select_option(label="Lot Bakker (3B)")
    dialog(page).get_by_label("Reden").fill("Kwam na de uitslag.")
    axe(page)
    dialog(page).get_by_role("button", name="Reserveer").click()
    expect(page.get_by_text("De plek is gereserveerd.")).to_be_visible()
    expect(page.get_by_role("link", name="Lot Bakker")).to_be_visible()
    page = story.coordinator(f"{story.ronde}/uitslag")
    expect(page.get_by_role("heading", name="Te laat voor deze ronde")).to_have_count(0)


def the_dossiers_are_made(story: Story) -> None:
    page = story.coordinator("/inrichting/nieuw?leerweg=BOL")
    page.get_by_label("Naam", exact=True).fill("BOL na de winter")
    page.get_by_label("Begindatum").fill(story.school.van.isoformat())
    page.get_by_label("Einddatum").fill(story.school.tot.isoformat())
    page.get_by_label("Dagen per week").fill("4")
    page.get_by_role("button", name="Bereken standaarduren").click()
    expect(page.get_by_label("Uren per week")).not_to_have_value("")
    page.get_by_role("button", name="Inrichting maken").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("BOL na de winter")

    hit = next(s for s in story.school.placed() if not _has_agreed(story, s) and s in ("Yara", "Bo", "Kim", "Ravi"))
    _agree(story, hit)
    ready = int(str(story.school.value("SELECT count(*) FROM plaatsing WHERE status = 'bevestigd'"))) + 1  # and Sem
    page = story.coordinator(f"{story.ronde}/uitslag")
    expect(page.locator("#dossiers")).to_contain_text(f"{ready} plaatsingen zijn klaar")
    page.get_by_label("Dossierinrichting").select_option(label="BOL na de winter")
    page.get_by_role("button", name="Zet in dossiers").click()
    expect(page.locator("#dossiers")).to_contain_text(f"{ready} gelukt, 0 niet.", timeout=60_000)
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Verslag (CSV)").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "naam;uitslag;toelichting"
    assert len(lines) == 1 + ready
    page.get_by_role("link", name="Per regel").click()
    expect(page.get_by_role("main")).to_contain_text("In dossier: bedrijf erkend, POK is concept.")
    axe(page)


def _has_agreed(story: Story, who: str) -> bool:
    question = (
        "SELECT count(*) FROM plaatsing x JOIN ronde_student r ON r.id = x.ronde_student_id JOIN student s "
        f"ON s.id = r.student_id WHERE x.status = 'bevestigd' AND s.roepnaam = '{who}'"
    )
    return story.school.value(question) == 1


def the_begeleider_sees_the_placement(story: Story) -> None:
    page = story.coordinator("/dossiers?zoek=bo")
    page.get_by_role("link", name="Bo Bakker").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bo Bakker")
    wait_loaded(page)
    page.get_by_label("Onderwijsbegeleider").select_option(label="Begeleider Jansen")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    expect(page.get_by_text("Alles is er. Verstuur de POK naar de KRD.")).to_be_visible()

    page = story.at("begeleider", "/dossiers")
    page.get_by_role("link", name="Bo Bakker").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bo Bakker")
    wait_loaded(page)
    expect(page.get_by_role("main")).to_contain_text("Garage Post")
    expect(page.get_by_role("main")).to_contain_text("Concept")
    axe(page)
