"""Hours on a phone: few taps, a line that is cut, a server that dies, two devices, a company that says yes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect
from sqlalchemy.engine import Engine

from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Rol
from bpv_app.migrate import migrate
from bpv_app.pok.rules import PokStatus
from bpv_app.toegang.geheim import hash_wachtwoord
from bpv_app.toegang.links import geef_link
from bpv_app.uren.rules_plan import maandag_van
from tests.browser.conftest import NewPage
from tests.browser.pages import axe, log_in, open_page, wait_loaded
from tests.lijn import Lijn
from tests.makers import (
    make_account,
    make_contactpersoon,
    make_dossier,
    make_inrichting,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)
from tests.server import Server, start_server

STUDENT = "yara@school.example"
VORIGE = maandag_van(klok.vandaag()) - timedelta(days=7)
"""Monday of last week: a whole week that is over, whatever day it is."""


@dataclass
class School:
    """The app with one student at work (four days of eight hours a week) and her praktijkopleider."""

    folder: Path
    database: Engine
    server: Server
    pok_id: int

    @property
    def week(self) -> str:
        return f"{self.server.url}/uren?week={VORIGE}"

    def hours(self) -> dict[str, int]:
        """Minutes per day of last week."""
        vraag = sa.text("SELECT datum, sum(minuten) FROM uren_regel WHERE pok_id = :p GROUP BY datum ORDER BY datum")
        with self.database.connect() as connection:
            return {str(datum): int(minuten) for datum, minuten in connection.execute(vraag, {"p": self.pok_id})}

    def text(self, dag: date) -> str:
        vraag = sa.text("SELECT omschrijving FROM uren_dag WHERE pok_id = :p AND datum = :d")
        with self.database.connect() as connection:
            return str(connection.execute(vraag, {"p": self.pok_id, "d": str(dag)}).scalar() or "")

    def status(self) -> str:
        vraag = sa.text("SELECT status FROM uren_week WHERE pok_id = :p AND maandag = :m")
        with self.database.connect() as connection:
            return str(connection.execute(vraag, {"p": self.pok_id, "m": str(VORIGE)}).scalar() or "")

    def make_link(self) -> str:
        """A personal link of the praktijkopleider to the weeks that wait, as a path."""
        with transaction(systeem(), op=self.database) as session:
            rij = session.execute(
                sa.text(
                    "SELECT c.id, c.leerbedrijf_id FROM contactpersoon c JOIN pok p ON p.praktijkopleider_id = c.id"
                )
            ).one()
            link = geef_link(
                session, systeem(), klok, rij[0], "/uren/beoordelen", leerbedrijf_id=rij[1], naam="Jan van Dam"
            )
        return "/link/" + link.rsplit("/", 1)[1]


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    url = f"sqlite:///{tmp_path / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    with transaction(systeem(), op=engine) as session:
        team = make_team(session, naam="Techniek", code="TEC")
        begeleider = make_account(session, Rol.ONDERWIJSBEGELEIDER, naam="Bea Jansen", team_id=team.id)
        student = make_student(session, team, naam="Yara Bakker", email=STUDENT)
        inrichting = make_inrichting(
            session,
            begin_op=VORIGE - timedelta(days=70),
            eind_op=VORIGE + timedelta(days=120),
            dagen_per_week=Decimal(4),
        )
        dossier = make_dossier(session, make_verbintenis(session, student, team_id=team.id), inrichting, begeleider)
        opleider = make_contactpersoon(session, naam="Jan van Dam", email="jan@dam.example")
        pok = make_pok(session, PokStatus.DEFINITIEF, dossier, opleider, begeleider)
        make_account(
            session,
            Rol.STUDENT,
            gebruikersnaam=STUDENT,
            naam="Yara Bakker",
            wachtwoord_hash=hash_wachtwoord("demo"),
            student_id=student.id,
        )
        pok_id = pok.id or 0
    school = School(tmp_path, engine, start_server(tmp_path), pok_id)
    try:
        yield school
    finally:
        school.server.kill()
        engine.dispose()


def _student(school: School, new_page: NewPage, url: str = "") -> Page:
    page: Page = new_page("phone")
    log_in(page, url or school.server.url, STUDENT)
    return page


def _kop(dag: date) -> str:
    return f"{('ma', 'di', 'wo', 'do', 'vr', 'za', 'zo')[dag.weekday()]} {dag.day}"


def hours_field(page: Page, n: int) -> Locator:
    return page.get_by_label(f"Uren {_kop(VORIGE + timedelta(days=n))}", exact=True)


def text_field(page: Page, n: int) -> Locator:
    return page.get_by_label(f"Wat deed je? {_kop(VORIGE + timedelta(days=n))}", exact=True)


class Taps:
    """Counts what a thumb does; typing on the keyboard after a tap is free, as it is on a phone."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, target: Locator) -> None:
        self.count += 1
        target.tap()


def _eventually(what: Callable[[], bool], page: Page, seconds: float = 20) -> None:
    for _ in range(int(seconds * 5)):
        if what():
            return
        page.wait_for_timeout(200)
    assert what()


def test_a_week_of_hours_takes_at_most_twelve_taps_and_one_as_planned_three(school: School, new_page: NewPage) -> None:
    page, tap = _student(school, new_page), Taps()
    open_page(page, school.week)
    tap(page.get_by_role("button", name="Zoals gepland"))
    expect(hours_field(page, 0)).to_have_value("8")
    tap(page.get_by_role("button", name="Stuur week in"))
    expect(page.locator("#melding")).to_contain_text("Ingestuurd. Jan van Dam krijgt bericht.")
    assert tap.count <= 3
    assert school.status() == "ingediend"
    assert list(school.hours().values()) == [480, 480, 480, 480]

    # The same week written by hand: hours and a sentence for every day.
    tap = Taps()
    page.get_by_role("button", name="Neem terug").click()
    expect(page.get_by_role("button", name="Stuur week in")).to_be_visible()
    for n in range(4):
        tap(hours_field(page, n))
        page.keyboard.press("Control+A")
        page.keyboard.type("7,5")
        tap(text_field(page, n))
        page.keyboard.type(f"Dag {n}: groepenkast bedraad")
    tap(page.get_by_role("button", name="Stuur week in"))
    expect(page.locator("#melding")).to_contain_text("Ingestuurd")
    assert tap.count <= 12
    assert list(school.hours().values()) == [450, 450, 450, 450]
    assert school.text(VORIGE + timedelta(days=3)) == "Dag 3: groepenkast bedraad"


def test_a_line_that_is_cut_loses_nothing_and_sends_everything_once(school: School, new_page: NewPage) -> None:
    line = Lijn(school.server.port)
    try:
        page = _student(school, new_page, line.url)
        open_page(page, f"{line.url}/uren?week={VORIGE}")
        hours_field(page, 0).fill("8")
        expect(page.locator("form.dag").first).to_have_attribute("data-stand", "bewaard")
        page.wait_for_function("navigator.serviceWorker.controller !== null")

        line.knip()
        hours_field(page, 1).fill("7")
        text_field(page, 1).fill("Leidingen gelegd")
        hours_field(page, 2).fill("6,25")
        expect(page.locator("#uren-status")).to_contain_text("2 dagen zijn nog niet verzonden")
        assert list(school.hours().values()) == [480]

        # The tab is closed and opened again without a line: a page that says so, and what waits.
        page.goto(f"{line.url}/uren?week={VORIGE}")
        expect(page.get_by_role("heading", level=1)).to_have_text("Geen verbinding")
        expect(page.get_by_text("Leidingen gelegd")).to_be_visible()

        line.herstel()
        page.get_by_role("link", name="Probeer opnieuw").click()
        wait_loaded(page)
        expect(hours_field(page, 1)).to_have_value("7")
        expect(page.locator("#uren-status")).to_contain_text("Alles is verzonden")
        assert list(school.hours().values()) == [480, 420, 375]
        assert school.text(VORIGE + timedelta(days=1)) == "Leidingen gelegd"
        with school.database.connect() as connection:
            saved = connection.execute(sa.text("SELECT count(*) FROM audit WHERE tabel = 'uren_dag'")).scalar()
        assert saved == 3
    finally:
        line.close()


def test_a_server_that_dies_while_one_types_costs_no_letter(school: School, new_page: NewPage) -> None:
    page = _student(school, new_page)
    open_page(page, school.week)
    hours_field(page, 0).fill("8")
    expect(page.locator("form.dag").first).to_have_attribute("data-stand", "bewaard")

    text_field(page, 0).click()
    page.keyboard.type("Eerst nog verbonden, ")
    school.server.kill()
    page.keyboard.type("toen viel de server weg, ")
    page.wait_for_timeout(1500)
    school.server = start_server(school.folder, school.server.port)
    page.keyboard.type("en toen was hij er weer.")
    whole = "Eerst nog verbonden, toen viel de server weg, en toen was hij er weer."
    _eventually(lambda: school.text(VORIGE) == whole, page, 60)
    expect(text_field(page, 0)).to_have_value(whole)


def test_two_devices_on_one_day_ask_which_is_right(school: School, new_page: NewPage) -> None:
    phone, tablet = _student(school, new_page), _student(school, new_page)
    for device in (phone, tablet):
        open_page(device, school.week)
    hours_field(phone, 0).fill("8")
    expect(phone.locator("form.dag").first).to_have_attribute("data-stand", "bewaard")

    hours_field(tablet, 0).fill("6")
    expect(tablet.get_by_text("Op een ander apparaat staat voor deze dag 8 uur.")).to_be_visible()
    axe(tablet)
    assert list(school.hours().values()) == [480]
    tablet.get_by_role("button", name="Houd wat hier staat").click()
    expect(tablet.locator("form.dag").first).to_have_attribute("data-stand", "bewaard")
    assert list(school.hours().values()) == [360]

    hours_field(phone, 0).fill("9")
    phone.get_by_role("button", name="Neem die van het andere apparaat").click()
    expect(hours_field(phone, 0)).to_have_value("6")
    assert list(school.hours().values()) == [360]


def test_a_company_approves_in_two_taps_from_the_mail_and_never_what_it_did_not_see(
    school: School, new_page: NewPage
) -> None:
    student = _student(school, new_page)
    open_page(student, school.week)
    student.get_by_role("button", name="Zoals gepland").click()
    expect(hours_field(student, 0)).to_have_value("8")
    student.get_by_role("button", name="Stuur week in").click()
    expect(student.get_by_text("Ligt bij Jan van Dam")).to_be_visible()

    company, tap = new_page("phone"), Taps()
    tap.count += 1  # the button in the mail
    company.goto(school.server.url + school.make_link())
    company.wait_for_url("**/uren/beoordelen")
    wait_loaded(company)
    expect(company.get_by_text("1 week wacht op jou, van 1 student.")).to_be_visible()
    axe(company)

    # The student changes a day while the company looks at it.
    hours_field(student, 1).fill("4")
    expect(student.locator("form.dag").nth(1)).to_have_attribute("data-stand", "bewaard")
    tap(company.get_by_role("button", name="Akkoord:"))
    expect(company.locator("#melding")).to_contain_text("De student heeft deze week net gewijzigd")
    assert school.status() == "ingediend"
    expect(company.get_by_text("28 uur", exact=True)).to_be_visible()
    tap.count -= 1  # that tap was refused on purpose
    tap(company.get_by_role("button", name="Akkoord:"))
    expect(company.locator("#melding")).to_contain_text("Akkoord. De week staat vast.")
    assert tap.count <= 2
    assert school.status() == "goedgekeurd"

    # Too late for the student: the day is locked, and what was typed is still there to read.
    hours_field(student, 0).fill("9")
    expect(student.get_by_text("Deze dag is goedgekeurd en staat vast.")).to_be_visible()
    expect(hours_field(student, 0)).to_have_value("9")
    student.get_by_role("button", name="Gooi mijn invoer weg").click()
    wait_loaded(student)
    expect(student.get_by_text("Goedgekeurd door Jan van Dam", exact=True)).to_be_visible()
    assert sum(school.hours().values()) == 28 * 60


def test_what_comes_back_says_why_and_can_be_sent_again(school: School, new_page: NewPage) -> None:
    student = _student(school, new_page)
    open_page(student, school.week)
    student.get_by_role("button", name="Zoals gepland").click()
    expect(hours_field(student, 0)).to_have_value("8")
    student.get_by_role("button", name="Stuur week in").click()
    expect(student.get_by_text("Ligt bij Jan van Dam")).to_be_visible()

    company = new_page("phone")
    company.goto(school.server.url + school.make_link())
    company.wait_for_url("**/uren/beoordelen")
    wait_loaded(company)
    company.get_by_role("link", name=re.compile("^Per dag")).click()
    wait_loaded(company)
    axe(company)
    company.get_by_role("button", name=f"Dag akkoord: {_kop(VORIGE)}").click()
    expect(company.locator("#melding")).to_contain_text("Dag akkoord.")
    company.get_by_role("button", name=f"Klopt niet: {_kop(VORIGE + timedelta(days=1))}").click()
    company.get_by_label("Reden").fill("Dinsdag ging je om drie uur weg.")
    company.get_by_role("button", name="Stuur terug naar de student").click()
    expect(company.locator("#melding")).to_contain_text("Teruggestuurd")
    assert school.status() == "teruggestuurd"

    open_page(student, school.week)
    expect(student.get_by_text("Dinsdag ging je om drie uur weg.").first).to_be_visible()
    expect(student.get_by_text("Akkoord", exact=True)).to_be_visible()
    axe(student)
    hours_field(student, 1).fill("6")
    expect(student.locator("form.dag").first).to_have_attribute("data-stand", "bewaard")
    student.get_by_role("button", name="Stuur week in").click()
    expect(student.get_by_text("Ligt bij Jan van Dam")).to_be_visible()
    with school.database.connect() as connection:
        wat = connection.execute(sa.text("SELECT wat FROM uren_gebeurtenis ORDER BY id")).scalars().all()
        mail = connection.execute(sa.text("SELECT aan, tekst FROM mail WHERE sjabloon = 'uren_teruggestuurd'")).one()
    assert wat == ["ingediend", "dag_akkoord", "teruggestuurd", "ingediend"]
    assert mail[0] == STUDENT
    assert "Dinsdag ging je om drie uur weg." in mail[1]


def test_who_has_an_expired_link_asks_a_new_one_and_is_two_taps_from_a_yes(school: School, new_page: NewPage) -> None:
    student = _student(school, new_page)
    open_page(student, school.week)
    student.get_by_role("button", name="Zoals gepland").click()
    expect(hours_field(student, 0)).to_have_value("8")
    student.get_by_role("button", name="Stuur week in").click()
    expect(student.get_by_text("Ligt bij Jan van Dam")).to_be_visible()

    link = school.make_link()
    with transaction(systeem(), op=school.database) as session:
        session.execute(sa.text("UPDATE persoonlijke_link SET verloopt_op = '2026-01-01 00:00:00'"))
    company = new_page("phone")
    company.goto(school.server.url + link)
    expect(company.get_by_text("Deze link werkt hier niet (meer)")).to_be_visible()
    company.get_by_label("Je e-mailadres").fill("JAN@dam.example")
    company.get_by_role("button", name="Stuur mij een nieuwe link").click()
    expect(company.get_by_role("main")).to_contain_text("onderweg")

    # The mail, in the mailbox of the demo: its button is the first tap, the yes the second.
    def mailed() -> bool:
        with school.database.connect() as connection:
            vraag = sa.text("SELECT count(*) FROM mail WHERE sjabloon = 'link' AND status = 'verzonden'")
            return bool(connection.execute(vraag).scalar())

    _eventually(mailed, company)
    open_page(company, f"{school.server.url}/postvak?aan=jan@dam.example")
    href = company.locator("a[href*='/link/']").first.get_attribute("href")
    company.goto(f"{school.server.url}/link/{str(href).rsplit('/', 1)[1]}")
    company.wait_for_url("**/uren/beoordelen")
    wait_loaded(company)
    company.get_by_role("button", name="Akkoord:").tap()
    expect(company.locator("#melding")).to_contain_text("Akkoord. De week staat vast.")
    assert school.status() == "goedgekeurd"
