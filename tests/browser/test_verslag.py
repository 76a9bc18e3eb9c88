"""A report on a phone: few taps, a line that is cut, a server that dies, care notes on request, the company."""

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
from bpv_app.dossier.rules_momenten import Deelnemer, Vorm
from bpv_app.gesprek.rules import MomentSoort, MomentStatus
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Rol
from bpv_app.migrate import migrate
from bpv_app.pok.rules import PokStatus
from bpv_app.toegang.geheim import hash_wachtwoord
from bpv_app.toegang.links import geef_link
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

BEGELEIDER, STUDENT = "bea@school.example", "yara@school.example"


@dataclass
class School:
    """One student at work, her begeleider, her praktijkopleider, and two conversations that are to be held."""

    folder: Path
    database: Engine
    server: Server
    moments: tuple[int, int]

    def address(self, n: int = 0, url: str = "") -> str:
        return f"{url or self.server.url}/gesprekken/{self.moments[n]}/verslag"

    def value(self, question: str) -> object:
        with self.database.connect() as connection:
            return connection.execute(sa.text(question)).scalar()

    def answers(self) -> dict[str, str]:
        found = json.loads(str(self.value("SELECT antwoorden FROM gespreksverslag ORDER BY id") or "{}"))
        return {str(k): str(v) for k, v in found.items()}

    def link(self) -> str:
        """A personal link of the praktijkopleider to the report, as a path."""
        with transaction(systeem(), op=self.database) as session:
            contact = session.execute(sa.text("SELECT id, leerbedrijf_id FROM contactpersoon")).one()
            doel = f"/stagiairs/verslagen/{self.value('SELECT id FROM gespreksverslag')}"
            link = geef_link(session, systeem(), klok, contact[0], doel, leerbedrijf_id=contact[1], naam="Jan van Dam")
        return "/link/" + link.rsplit("/", 1)[1]


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    url = f"sqlite:///{tmp_path / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    dag = klok.vandaag()
    with transaction(systeem(), op=engine) as session:
        team = make_team(session, naam="Techniek", code="TEC")
        login = {"wachtwoord_hash": hash_wachtwoord("demo")}
        begeleider = make_account(
            session, Rol.ONDERWIJSBEGELEIDER, naam="Bea Jansen", gebruikersnaam=BEGELEIDER, team_id=team.id, **login
        )
        student = make_student(session, team, naam="Yara Bakker", email=STUDENT)
        inrichting = make_inrichting(session, begin_op=dag - timedelta(days=20), eind_op=dag + timedelta(days=120))
        dossier = make_dossier(session, make_verbintenis(session, student, team_id=team.id), inrichting, begeleider)
        opleider = make_contactpersoon(session, naam="Jan van Dam", email="jan@dam.example")
        make_pok(session, PokStatus.DEFINITIEF, dossier, opleider, begeleider)
        make_account(session, Rol.STUDENT, gebruikersnaam=STUDENT, naam="Yara", student_id=student.id, **login)
        moments = [
            Contactmoment(
                dossier_id=dossier.id or 0,
                soort=soort,
                naam=naam,
                venster_van=dag - timedelta(days=5),
                venster_tot=dag + timedelta(days=5),
                vorm=Vorm.BEZOEK,
                deelnemers=[d.value for d in Deelnemer],
                status=MomentStatus.TE_PLANNEN,
            )
            for soort, naam in ((MomentSoort.START, "Startgesprek"), (MomentSoort.MIDDEN, "Tussengesprek"))
        ]
        session.add_all(moments)
        session.flush()
        ids = (moments[0].id or 0, moments[1].id or 0)
    school = School(tmp_path, engine, start_server(tmp_path), ids)
    try:
        yield school
    finally:
        school.server.kill()
        engine.dispose()


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
