"""The coordinator's board with a mouse, a finger and keys: moves, refusals, locks, a colleague at the same time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy.engine import Engine

from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Rol
from bpv_app.matching.rules import Doel, Modus
from bpv_app.matching.service_rekenen import maak_voorstel
from bpv_app.migrate import migrate
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.browser.conftest import NewPage
from tests.browser.pages import Size, axe, log_in, open_page, wait_loaded
from tests.makers import make_account, make_contactpersoon, make_erkenning, make_leerbedrijf, make_opleiding, make_team
from tests.matching.cast_bord import Aanbod, Bordronde, maak_bordronde
from tests.server import Server, start_server

# Anker and Bakboord have one slot, Complex two; Zorghuis is for another programme. The rest makes the page long.
AANBOD = (
    Aanbod("Anker"), Aanbod("Bakboord"), Aanbod("Complex", 2), Aanbod("Duin"),
    *(Aanbod(f"Firma {n}") for n in range(1, 10)), Aanbod("Zorghuis", crebo="25998"),
)  # fmt: skip
LIJSTEN = {
    "Yara Bakker": ("Anker", "Bakboord"),
    "Sem de Wit": ("Complex", "Duin"),
    "Noa Smit": ("Duin", "Complex"),
    "Bo Mol": ("Complex",),
    "Kim Vos": ("Bakboord", "Anker"),
    "Tim Pronk": (),
    "Lot Okafor": (),
}
"""All get their first choice; Tim and Lot want another programme, for which there is one slot."""
CREBOS = {"Tim Pronk": "25998", "Lot Okafor": "25998"}


@dataclass
class School:
    """The app with one closed round and its first proposal, and two coordinators: ineke and omar."""

    database: Engine
    server: Server
    bord: Bordronde
    team_id: int

    @property
    def url(self) -> str:
        return f"{self.server.url}/matching/{self.bord.voorstel_id}"

    def place(self, naam: str) -> str | None:
        """The company where this student is in the proposal now."""
        vraag = sa.text("SELECT plaats_id FROM voorstel_regel WHERE voorstel_id = :v AND ronde_student_id = :d")
        with self.database.connect() as connection:
            plaats = connection.execute(
                vraag, {"v": self.bord.voorstel_id, "d": self.bord.deelnemers[naam]}
            ).scalar_one()
        return {id_: bedrijf for bedrijf, id_ in self.bord.plaatsen.items()}.get(plaats)

    def moves(self) -> int:
        vraag = sa.text("SELECT count(*) FROM voorstel_stap WHERE voorstel_id = :v AND soort = 'verplaatst'")
        with self.database.connect() as connection:
            return int(connection.execute(vraag, {"v": self.bord.voorstel_id}).scalar_one())

    def coordinator(self, account_id: int, naam: str) -> Actor:
        return Actor(account_id, naam, (RolToewijzing(Rol.COORDINATOR, team_id=self.team_id),))


@pytest.fixture(scope="module")
def folder(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Bordronde, int]:
    """The database, made once; each test works on a copy."""
    map_ = tmp_path_factory.mktemp("bord")
    url = f"sqlite:///{map_ / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    with transaction(systeem(), op=engine) as session:
        team = make_team(session, naam="Techniek", code="TEC")
        make_opleiding(session)
        make_opleiding(session, "25998", naam="Technisch onderhoud")
        wachtwoord = hash_wachtwoord("demo")
        actors = []
        for naam, voluit in (("ineke", "Ineke Pronk"), ("omar", "Omar Yilmaz")):
            account = make_account(
                session, Rol.COORDINATOR, gebruikersnaam=f"{naam}@school.example", naam=voluit,
                wachtwoord_hash=wachtwoord, team_id=team.id,
            )  # fmt: skip
            actors.append(Actor(account.id, voluit, (RolToewijzing(Rol.COORDINATOR, team_id=team.id),)))
        bord = maak_bordronde(session, actors[0], team, LIJSTEN, AANBOD, CREBOS)
        maak_voorstel(session, actors[0], klok, bord.ronde_id, Modus.OPTIMAAL, Doel.NIEMAND_ACHTERAAN)
        helper = make_leerbedrijf(session, naam="Hulp Onderhoud", zoektekst="hulp onderhoud")
        make_contactpersoon(session, helper)
        make_erkenning(session, helper, "25998")
        team_id = team.id or 0
    engine.dispose()
    return map_, bord, team_id


@pytest.fixture(scope="module")
def server(folder: tuple[Path, Bordronde, int]) -> Iterator[Server]:
    with start_server(folder[0], arguments=["--leeg"], env={"BPV_WORKER": "false"}) as server:
        yield server


@pytest.fixture
def school(folder: tuple[Path, Bordronde, int], server: Server) -> Iterator[School]:
    """A fresh proposal in the same round for each test, so that one test is not another's past."""
    map_, bord, team_id = folder
    engine = maak_engine(f"sqlite:///{map_ / 'bpv.db'}")
    wie = Actor(1, "Ineke Pronk", (RolToewijzing(Rol.COORDINATOR, team_id=team_id),))
    with transaction(systeem(), op=engine) as session:
        session.execute(sa.text("DELETE FROM afspraak"))
        session.execute(sa.text("UPDATE voorstel SET status = 'vervallen' WHERE nummer > 2"))
        voorstel = maak_voorstel(session, wie, klok, bord.ronde_id)
        nieuw = Bordronde(bord.ronde_id, voorstel.id or 0, bord.deelnemers, bord.plaatsen)
    yield School(engine, server, nieuw, team_id)
    engine.dispose()


def board(school: School, new_page: NewPage, wie: str = "ineke", size: Size = "desktop", query: str = "") -> Page:
    page: Page = new_page(size)
    log_in(page, school.server.url, f"{wie}@school.example")
    open_page(page, school.url + query)
    return page


def card(page: Page, naam: str) -> Locator:
    return page.locator("[data-kaart]").filter(has=page.get_by_role("button", name=f"Verplaats {naam}"))


def place(page: Page, school: School, bedrijf: str) -> Locator:
    """The place on the board itself, not in the tray."""
    return page.locator(f'.bord-plaats[data-plaats="{school.bord.plaatsen[bedrijf]}"]')


def target(page: Page, school: School, bedrijf: str) -> Locator:
    """The place in the tray."""
    return page.locator(f'#bord-bak [data-plaats="{school.bord.plaatsen[bedrijf]}"]')


def in_the_middle(what: Locator) -> tuple[float, float]:
    """Scroll it to the middle of the screen; a point of it where nothing can be clicked."""
    what.evaluate("el => el.scrollIntoView({block: 'center'})")
    box = what.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + 14


def pick_up(page: Page, what: Locator) -> None:
    """Press the mouse on a card and move until it is in hand and the places say what they think of it."""
    x, y = in_the_middle(what)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 12, steps=3)
    expect(page.locator("body")).to_have_attribute("data-sleept", "ja")


def drop_on(page: Page, doel: Locator) -> None:
    box = doel.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 20), steps=5)
    page.mouse.up()


def finger_of(page: Page) -> Callable[[str, float, float], None]:
    """A finger on the screen of a phone: touchStart, touchMove and touchEnd at a point."""
    cdp = page.context.new_cdp_session(page)

    def touch(kind: str, x: float, y: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    return touch


def says(page: Page, text: str | re.Pattern[str]) -> None:
    """The message that a screen reader hears."""
    expect(page.get_by_role("status").filter(has_text=text)).to_be_visible()


def test_a_mouse_drags_a_card_to_a_place_that_is_screens_away_and_back(school: School, new_page: NewPage) -> None:
    page = board(school, new_page)
    assert school.place("Bo Mol") == "Complex"
    pick_up(page, card(page, "Bo Mol"))
    far = place(page, school, "Firma 9").bounding_box()
    assert far
    assert far["y"] > 800, "the place itself should be out of sight"
    drop_on(page, target(page, school, "Firma 9"))
    says(page, "Bo Mol is verplaatst naar Monteur bij Firma 9, Firma 9. Let op: Deze plaats staat niet op de lijst")
    expect(place(page, school, "Firma 9")).to_contain_text("Bo Mol")
    assert school.place("Bo Mol") == "Firma 9"

    page.get_by_role("button", name="Maak ongedaan").click()
    says(page, "De laatste wijziging is teruggedraaid.")
    expect(place(page, school, "Complex")).to_contain_text("Bo Mol")
    assert school.place("Bo Mol") == "Complex"


def test_no_place_is_always_within_reach_of_the_mouse(school: School, new_page: NewPage) -> None:
    page = board(school, new_page)
    pick_up(page, card(page, "Noa Smit"))
    without = page.locator('#bord-bak [data-plaats="geen"]')
    expect(without).to_be_in_viewport()
    drop_on(page, without)
    says(page, "Noa Smit heeft nu geen plaats. Let op: De student heeft nu geen plaats, en had er een.")
    expect(page.locator("#zonder")).to_contain_text("Noa Smit")
    assert school.place("Noa Smit") is None

    # And from there to a place, card on card: the browser scrolls, the drop is on the board itself.
    card(page, "Noa Smit").drag_to(place(page, school, "Duin"))
    says(page, "Noa Smit is verplaatst naar Monteur bij Duin, Duin.")
    assert school.place("Noa Smit") == "Duin"


def test_while_it_is_dragged_every_place_says_whether_and_why_not(school: School, new_page: NewPage) -> None:
    page = board(school, new_page)
    pick_up(page, card(page, "Sem de Wit"))
    for bedrijf, oordeel, woorden in (
        ("Firma 1", "let_op", "Let op: niet op de lijst"),
        ("Anker", "kan_niet", "Kan niet: vol"),
        ("Zorghuis", "kan_niet", "Kan niet: opleiding"),
    ):
        expect(place(page, school, bedrijf)).to_have_attribute("data-oordeel", oordeel)
        expect(place(page, school, bedrijf)).to_have_attribute("data-kort", woorden)
    expect(target(page, school, "Firma 1")).to_be_visible()
    assert not target(page, school, "Anker").count(), "a refused place is no target in the tray"

    drop_on(page, place(page, school, "Anker"))
    says(page, "alle 1 plekken van deze plaats zijn vergeven")
    expect(page.locator("[data-oordeel]")).to_have_count(0)
    assert (school.place("Sem de Wit"), school.moves()) == ("Complex", 0)

    card(page, "Sem de Wit").drag_to(place(page, school, "Zorghuis"))
    says(page, "Dit kan niet: deze plaats past niet")
    assert (school.place("Sem de Wit"), school.moves()) == ("Complex", 0)


def test_escape_puts_the_card_back(school: School, new_page: NewPage) -> None:
    page = board(school, new_page)
    pick_up(page, card(page, "Bo Mol"))
    box = target(page, school, "Firma 2").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20, steps=3)
    page.keyboard.press("Escape")
    expect(page.locator("#bord-bak")).to_be_hidden()
    page.mouse.up()
    page.get_by_role("button", name="Waarom? Bo Mol").click()  # the server has had time to do something wrong
    expect(page.get_by_role("dialog")).to_contain_text("Monteur bij Complex")
    assert (school.place("Bo Mol"), school.moves()) == ("Complex", 0)


def test_the_keyboard_makes_the_same_move_and_keeps_its_place(school: School, new_page: NewPage) -> None:
    page = board(school, new_page)
    page.get_by_role("button", name="Verplaats Bo Mol").focus()
    page.keyboard.press("Enter")
    choose = page.get_by_role("dialog").get_by_label("Verplaats naar")
    expect(choose).to_be_focused()
    choose.select_option(str(school.bord.plaatsen["Firma 4"]))
    page.keyboard.press("Tab")
    page.keyboard.type("Woont ernaast")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    says(page, "Bo Mol is verplaatst naar Monteur bij Firma 4, Firma 4.")
    expect(place(page, school, "Firma 4").get_by_role("button", name="Verplaats Bo Mol")).to_be_focused()
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert school.place("Bo Mol") == "Firma 4"
    expect(page.get_by_text("Woont ernaast")).to_have_count(1)  # in "what happened"


def test_a_lock_and_a_block_hold_in_a_re_run_and_the_difference_is_shown(school: School, new_page: NewPage) -> None:
    page = board(school, new_page)
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Waarom? Noa Smit").click()
    expect(dialog.get_by_role("listitem").filter(has_text="Monteur bij Duin")).to_be_visible()
    dialog.get_by_text("Vastzetten of uitsluiten").click()
    dialog.get_by_label("Wat").select_option("uitgesloten")
    dialog.locator("select[name=plaats]").select_option(str(school.bord.plaatsen["Duin"]))
    dialog.get_by_label("Reden", exact=True).fill("Familie werkt daar.")
    dialog.get_by_role("button", name="Spreek af").click()
    says(page, "Afgesproken. Reken opnieuw.")

    page.get_by_role("button", name="Waarom? Sem de Wit").click()
    expect(dialog.get_by_role("listitem").filter(has_text="Monteur bij Duin")).to_be_visible()
    dialog.locator("select[name=plaats]").select_option(str(school.bord.plaatsen["Duin"]))  # the part stayed open
    dialog.get_by_label("Reden", exact=True).fill("Zo besproken met het bedrijf.")
    dialog.get_by_role("button", name="Spreek af").click()
    expect(page.get_by_text("Er is iets veranderd sinds het rekenen.")).to_be_visible()

    page.get_by_role("button", name="Reken opnieuw").click()
    says(page, "Gerekend. 2 studenten kregen een andere plaats.")
    expect(card(page, "Sem de Wit")).to_contain_text("Vast")
    expect(card(page, "Sem de Wit")).to_contain_text("was: Monteur bij Complex, Complex")
    assert (school.place("Sem de Wit"), school.place("Noa Smit")) == ("Duin", "Complex")

    # A locked student cannot be dragged away; the block can be taken back where it is shown.
    card(page, "Sem de Wit").drag_to(place(page, school, "Firma 1"))
    says(page, "deze student heeft een vaste afspraak")
    assert school.place("Sem de Wit") == "Duin"
    page.get_by_role("button", name="Waarom? Noa Smit").click()
    dialog.get_by_role("button", name="Haal de uitsluiting weg van Monteur bij Duin").click()
    says(page, "De afspraak is weg. Reken opnieuw.")


def test_two_coordinators_do_not_overwrite_each_other(school: School, new_page: NewPage) -> None:
    ineke, omar = board(school, new_page), board(school, new_page, "omar")
    pick_up(ineke, card(ineke, "Bo Mol"))
    drop_on(ineke, target(ineke, school, "Firma 5"))
    says(ineke, "Bo Mol is verplaatst naar Monteur bij Firma 5")

    # Omar still sees Bo at Complex, and moves the same card elsewhere.
    expect(place(omar, school, "Complex")).to_contain_text("Bo Mol")
    pick_up(omar, card(omar, "Bo Mol"))
    drop_on(omar, target(omar, school, "Firma 6"))
    says(omar, "Ineke Pronk was eerder (met de hand verplaatst). Jouw wijziging is niet opgeslagen.")
    assert (school.place("Bo Mol"), school.moves()) == ("Firma 5", 1)
    expect(place(omar, school, "Firma 5")).to_contain_text("Bo Mol")
    expect(place(omar, school, "Complex")).not_to_contain_text("Bo Mol")

    # Now he knows, and may.
    pick_up(omar, card(omar, "Bo Mol"))
    drop_on(omar, target(omar, school, "Firma 6"))
    says(omar, "Bo Mol is verplaatst naar Monteur bij Firma 6")
    assert school.place("Bo Mol") == "Firma 6"

    ineke.get_by_role("button", name="Reken opnieuw").click()
    says(ineke, "Omar Yilmaz was eerder")
    expect(place(ineke, school, "Firma 6")).to_contain_text("Bo Mol")


def test_the_shortage_says_what_is_missing_and_who_could_help(school: School, new_page: NewPage) -> None:
    page = board(school, new_page)
    expect(page.get_by_text("1 plek te weinig voor Technisch onderhoud (25998)")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Hulp Onderhoud"))).to_be_visible()
    expect(page.get_by_role("link", name="Zonder plaats: 1")).to_be_visible()
    axe(page)


def test_two_proposals_stand_beside_each_other(school: School, new_page: NewPage) -> None:
    page = board(school, new_page)
    card(page, "Bo Mol").drag_to(place(page, school, "Firma 1"))
    says(page, "Bo Mol is verplaatst naar Monteur bij Firma 1")
    page.get_by_label("Vergelijk met").select_option(label="Voorstel 2 · Optimaal: zo weinig mogelijk laatste keuzes")
    page.get_by_role("button", name="Toon").click()
    page.wait_for_url("**/matching/*met=*")
    wait_loaded(page)
    row = page.get_by_role("region", name="Wie krijgt iets anders?").get_by_role("row").filter(has_text="Bo Mol")
    expect(row).to_contain_text("Monteur bij Firma 1, Firma 1")
    expect(row).to_contain_text("Monteur bij Complex, Complex (1)")


def test_why_shows_the_list_and_why_a_higher_choice_was_not_given(school: School, new_page: NewPage) -> None:
    page = board(school, new_page)
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Waarom? Tim Pronk").click()
    expect(dialog).to_contain_text("geen lijst ingestuurd")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Waarom? Yara Bakker").click()
    expect(dialog.get_by_role("listitem").first).to_contain_text("Monteur bij Anker, Anker")
    expect(dialog.get_by_role("listitem").first).to_contain_text("Hier")
    axe(page)


def test_on_a_phone_a_card_moves_by_its_grip_and_by_holding_it(school: School, new_page: NewPage) -> None:
    page = board(school, new_page, size="phone")
    page.get_by_role("button", name="Verplaats Bo Mol").tap()
    page.get_by_role("dialog").get_by_label("Verplaats naar").select_option(str(school.bord.plaatsen["Firma 2"]))
    page.get_by_role("dialog").get_by_role("button", name="Verplaats", exact=True).tap()
    says(page, "Bo Mol is verplaatst naar Monteur bij Firma 2")
    assert school.place("Bo Mol") == "Firma 2"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    # Hold a card, and drag it to the tray.
    x, y = in_the_middle(card(page, "Noa Smit"))
    touch = finger_of(page)
    touch("touchStart", x, y)
    expect(page.locator("body")).to_have_attribute("data-sleept", "ja")
    doel = page.locator('#bord-bak [data-plaats="geen"]').bounding_box()
    assert doel
    for deel in (0.25, 0.5, 0.75, 1):
        touch("touchMove", x + (doel["x"] + 40 - x) * deel, y + (doel["y"] + 15 - y) * deel)
    touch("touchEnd", 0, 0)
    says(page, "Noa Smit heeft nu geen plaats.")
    assert school.place("Noa Smit") is None


def test_a_finger_that_scrolls_moves_no_card(school: School, new_page: NewPage) -> None:
    page = board(school, new_page, size="phone")
    x, y = in_the_middle(card(page, "Noa Smit"))
    before = page.evaluate("scrollY")
    touch = finger_of(page)
    touch("touchStart", x, y)
    for deel in range(1, 9):
        touch("touchMove", x, y - 25 * deel)
    touch("touchEnd", 0, 0)
    page.wait_for_function("before => scrollY > before", arg=before)
    expect(page.locator("#bord-bak")).to_be_hidden()
    assert (school.place("Noa Smit"), school.moves()) == ("Duin", 0)
