"""Beheer lets somebody in, that person chooses a password, beheer shuts them out again; and a personal link."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy.engine import Engine

from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Rol
from bpv_app.migrate import migrate
from bpv_app.toegang.geheim import hash_wachtwoord
from bpv_app.toegang.links import geef_link
from tests.browser.conftest import NewPage
from tests.browser.pages import Colors, Size, axe, log_in, open_page, wait_loaded
from tests.makers import make_account, make_contactpersoon, make_student, make_team, make_verbintenis
from tests.server import Server, start_server

OWN = "groene kikkers in de sloot"
_number = count(1)


@dataclass(frozen=True)
class School:
    """The running app with its database. Every test makes what it changes, so that it may run again."""

    server: Server
    database: Engine

    def log_in_by_form(self, page: Page, name: str, password: str) -> None:
        """As people do: on the login page."""
        open_page(page, f"{self.server.url}/login")
        page.get_by_label("Gebruikersnaam").fill(name)
        page.get_by_label("Wachtwoord", exact=True).fill(password)
        page.get_by_role("button", name="Inloggen", exact=True).click()

    def make_link(self) -> str:
        """A personal link of a new contact person, as a path."""
        with transaction(systeem(), op=self.database) as session:
            person = make_contactpersoon(session, naam="Jan van Dam")
            link = geef_link(
                session,
                systeem(),
                klok,
                person.id or 0,
                "/account",
                leerbedrijf_id=person.leerbedrijf_id,
                naam=person.naam,
            )
        return "/link/" + link.rsplit("/", 1)[1]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    folder: Path = tmp_path_factory.mktemp("toegang")
    url = f"sqlite:///{folder / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    with transaction(systeem(), op=engine) as session:
        make_team(session, naam="Zorg", code="ZORG")
        make_team(session, naam="Techniek", code="TEC")
        make_account(
            session, Rol.BEHEER, gebruikersnaam="beheer@school.example", wachtwoord_hash=hash_wachtwoord("demo")
        )
    with start_server(folder) as server:
        yield School(server, engine)
    engine.dispose()


def _axe_alone(page: Page) -> None:
    """`axe` for our own bare pages, whose policy (rightly) refuses the style it adds; nothing moves there."""
    assert Axe().run(page).response["violations"] == []


def _beheer(school: School, new_page: NewPage, size: Size = "desktop", colors: Colors = "light") -> Page:
    page = new_page(size, colors)
    log_in(page, school.server.url, "beheer@school.example")
    return page


def test_beheer_lets_somebody_in_and_out(school: School, new_page: NewPage) -> None:
    beheer, sanne, url = _beheer(school, new_page), new_page("phone"), school.server.url
    name = f"sanne{next(_number)}@school.example"

    # A new user: first with a mistake, which keeps what was typed.
    open_page(beheer, f"{url}/beheer/gebruikers")
    beheer.get_by_role("link", name="Nieuwe gebruiker").click()
    wait_loaded(beheer)
    beheer.get_by_label("Naam", exact=True).fill("Sanne de Wit")
    beheer.get_by_label("Gebruikersnaam").fill(name)
    coordinator = beheer.get_by_role("group", name="BPV-coördinator")
    coordinator.get_by_label("Bepaalde teams").check()
    beheer.get_by_role("button", name="Bewaar").click()
    expect(coordinator).to_contain_text("Kies minstens één team")
    axe(beheer)
    coordinator.get_by_label("Zorg").check()
    beheer.get_by_role("button", name="Bewaar").click()
    expect(beheer.get_by_role("heading", level=1)).to_have_text("Sanne de Wit")
    expect(beheer.get_by_text("Nog geen wachtwoord")).to_be_visible()
    user_page = beheer.url

    # A temporary password, on a page of its own.
    beheer.get_by_role("button", name="Tijdelijk wachtwoord geven").click()
    beheer.get_by_role("button", name="Geef wachtwoord").click()
    temporary = beheer.locator("code").inner_text()
    _axe_alone(beheer)

    # Who has a temporary password gets no further than choosing an own one.
    school.log_in_by_form(sanne, name, temporary)
    expect(sanne.get_by_text("Kies eerst een eigen wachtwoord")).to_be_visible()
    sanne.goto(f"{url}/dossiers")
    sanne.wait_for_url("**/account")
    wait_loaded(sanne)
    for attempt, says in (("kort", None), ("x" * 20, "verschillende tekens"), (OWN, "Je wachtwoord is gewijzigd")):
        sanne.get_by_label("Tijdelijk wachtwoord").fill(temporary)
        sanne.get_by_label("Nieuw wachtwoord", exact=True).fill(attempt)
        sanne.get_by_label("Nieuw wachtwoord nog een keer").fill(attempt)
        sanne.get_by_role("button", name="Wachtwoord wijzigen").click()
        if says:  # what is too short the browser itself already stops
            expect(sanne.get_by_text(says)).to_be_visible()
            axe(sanne)
    open_page(sanne, f"{url}/dossiers")
    expect(sanne.get_by_role("heading", level=1)).to_have_text("Dossiers")

    # The role is what beheer said: this team, and no administration.
    open_page(sanne, f"{url}/beheer/gebruikers")
    expect(sanne.get_by_text("Dit mag je niet doen.")).to_be_visible()

    # Shut out: the next thing Sanne does says so.
    open_page(sanne, f"{url}/account")
    open_page(beheer, user_page)
    beheer.get_by_role("button", name="Blokkeer").first.click()
    beheer.get_by_role("button", name="Blokkeer", exact=True).click()
    expect(beheer.get_by_text("Geblokkeerd", exact=True)).to_be_visible()
    sanne.get_by_label("Taal").select_option("en")
    expect(sanne.get_by_text("Je sessie is verlopen")).to_be_visible()
    school.log_in_by_form(sanne, name, OWN)
    expect(sanne.get_by_role("alert")).to_be_visible()

    # And what beheer did stands in the audit.
    open_page(beheer, f"{url}/beheer/audit?tabel=account")
    expect(beheer.get_by_role("table")).to_contain_text("tijdelijk wachtwoord gegeven")
    expect(beheer.get_by_role("table")).to_contain_text("is_actief: True → False")


def test_a_personal_link_lets_one_person_in_on_one_device(school: School, new_page: NewPage) -> None:
    page, url, link = new_page("phone"), school.server.url, school.make_link()
    page.goto(url + link)  # one tap in the mail, and one is in
    page.wait_for_url("**/account")
    wait_loaded(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn account")
    expect(page.get_by_text("Je komt binnen met een persoonlijke link")).to_be_visible()
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Uitloggen").first.click()
    page.wait_for_url("**/login*")

    # The same browser may come back; one to whom the mail was passed on may not.
    page.goto(url + link)
    page.wait_for_url("**/account")
    other = new_page("phone")
    other.goto(url + link)
    expect(other.get_by_text("Deze link werkt hier niet (meer)")).to_be_visible()
    expect(other.get_by_label("Je e-mailadres")).to_be_visible()
    _axe_alone(other)


def test_a_link_without_script_has_a_button(school: School, new_page: NewPage) -> None:
    page, url, link = new_page("phone"), school.server.url, school.make_link()
    page.add_init_script("Object.defineProperty(document, 'visibilityState', {get: () => 'hidden'})")
    page.goto(url + link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Welkom, Jan van Dam")
    _axe_alone(page)
    page.get_by_role("button", name="Ga verder").click()
    page.wait_for_url("**/account")


def test_one_logs_oneself_out_elsewhere(school: School, new_page: NewPage) -> None:
    here, there, url = _beheer(school, new_page), _beheer(school, new_page), school.server.url
    open_page(there, f"{url}/account")
    open_page(here, f"{url}/account")
    here.get_by_role("button", name="Overal elders uitloggen").click()
    expect(here.get_by_text("Je bent nu op 1 plek ingelogd.")).to_be_visible()
    there.goto(f"{url}/account")
    there.wait_for_url("**/login?naar=%2Faccount")


def test_teams_and_their_programmes(school: School, new_page: NewPage) -> None:
    page, url, name = _beheer(school, new_page), school.server.url, f"ICT {next(_number)}"
    crebo = f"{25000 + next(_number)}"
    with transaction(systeem(), op=school.database) as session:
        make_verbintenis(session, make_student(session), crebo=crebo, opleiding_naam="Software developer")
    open_page(page, f"{url}/beheer/teams")
    page.get_by_role("button", name="Nieuw team").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Naam").fill("zorg")
    dialog.get_by_label("Code").fill(name)
    dialog.get_by_role("button", name="Maak team").click()
    expect(dialog).to_contain_text("Er is al een team met deze naam.")
    axe(page)
    dialog.get_by_label("Naam").fill(name)
    dialog.get_by_role("button", name="Maak team").click()
    expect(dialog).to_be_hidden()
    page.get_by_label(f"Team voor {crebo}").select_option(name)
    expect(page.get_by_label(f"Team voor {crebo}")).to_be_hidden()
    page.get_by_role("link", name=name).click()
    wait_loaded(page)
    expect(page.get_by_text("Software developer")).to_be_visible()
    page.get_by_label("Dit team is actief").uncheck()
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("#melding")).to_contain_text("Bewaard")
    axe(page)
    page.get_by_role("button", name="Haal weg").click()
    expect(page.get_by_text("Nog geen opleidingen.")).to_be_visible()


@pytest.mark.parametrize("colors", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_screens_of_beheer_are_accessible(school: School, new_page: NewPage, size: str, colors: str) -> None:
    page = _beheer(school, new_page, cast("Size", size), cast("Colors", colors))
    for path in (
        "account",
        "beheer/gebruikers",
        "beheer/gebruikers/nieuw",
        "beheer/gebruikers/1",
        "beheer/teams",
        "beheer/teams/1",
        "beheer/audit",
        "beheer/rechten",
    ):
        open_page(page, f"{school.server.url}/{path}")
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} scrolls sideways by {wide} px"
