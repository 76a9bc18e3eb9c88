"""A placement assessed on phones: the company by link, the school decides, the student sees it and says how it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.engine import Engine

from bpv_app.beoordeling.rules_werkproces import WerkprocesInvoer
from bpv_app.beoordeling.service import vraag_evaluatie
from bpv_app.beoordeling.service_inrichten import maak_werkproces
from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Rol
from bpv_app.migrate import migrate
from bpv_app.pok.rules import PokStatus
from bpv_app.toegang.geheim import hash_wachtwoord
from bpv_app.toegang.links import geef_link
from tests.browser.conftest import NewPage
from tests.browser.pages import axe, log_in, open_page, wait_loaded
from tests.makers import (
    make_account,
    make_contactpersoon,
    make_dossier,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)
from tests.server import Server, start_server

STUDENT, BEGELEIDER = "yara@school.example", "bea@school.example"


@dataclass
class School:
    """One placement with two werkprocessen, and the app around it."""

    database: Engine
    server: Server
    dossier_id: int
    link: str

    def rows(self, vraag: str) -> list[tuple[object, ...]]:
        with self.database.connect() as connection:
            return [tuple(rij) for rij in connection.execute(sa.text(vraag))]

    def ask_evaluation(self) -> int:
        with transaction(systeem(), op=self.database) as session:
            vraag_evaluatie(session, klok, self.dossier_id)
        return int(str(self.rows("SELECT id FROM evaluatie WHERE soort = 'student'")[0][0]))


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    url = f"sqlite:///{tmp_path / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    hash_ = hash_wachtwoord("demo")
    with transaction(systeem(), op=engine) as session:
        team = make_team(session, naam="Techniek", code="TEC")
        begeleider = make_account(
            session,
            Rol.ONDERWIJSBEGELEIDER,
            gebruikersnaam=BEGELEIDER,
            naam="Bea Jansen",
            wachtwoord_hash=hash_,
            team_id=team.id,
        )
        student = make_student(session, team, naam="Yara Bakker", email=STUDENT)
        make_account(
            session, Rol.STUDENT, gebruikersnaam=STUDENT, naam="Yara", wachtwoord_hash=hash_, student_id=student.id
        )
        for n, naam in ((1, "Bespreekt de opdracht"), (2, "Voert de opdracht uit")):
            maak_werkproces(session, systeem(), WerkprocesInvoer("25736", f"B1-K1-W{n}", naam))
        opleider = make_contactpersoon(session, naam="Jan van Dam", email="jan@dam.example")
        dossier = make_dossier(session, make_verbintenis(session, student), begeleider=begeleider)
        make_pok(session, PokStatus.DEFINITIEF, dossier, opleider, begeleider)
        dossier_id = dossier.id or 0
        link = geef_link(
            session,
            systeem(),
            klok,
            opleider.id or 0,
            f"/stagiairs/beoordelen/{dossier_id}",
            leerbedrijf_id=opleider.leerbedrijf_id,
            naam="Jan van Dam",
        )
    server = start_server(tmp_path)
    try:
        yield School(engine, server, dossier_id, f"{server.url}/link/{link.rsplit('/', 1)[1]}")
    finally:
        server.kill()
        engine.dispose()


def _choose(page: Page, werkproces: str, keuze: str) -> None:
    groep = page.get_by_role("group", name=werkproces)
    groep.get_by_label(keuze, exact=True).check()


def _arrived(page: Page) -> None:
    expect(page.locator("#concept-status")).to_have_text("Alles is bewaard.")


def test_company_school_and_student(school: School, new_page: NewPage) -> None:
    company = new_page("phone")
    company.goto(school.link)
    company.get_by_role("button").first.tap()
    company.wait_for_url("**/stagiairs/beoordelen/*")
    wait_loaded(company)
    axe(company)
    _choose(company, "B1-K1-W1", "Goed")
    _arrived(company)
    # The line is cut: what is chosen stays on the phone, and goes when the line is back.
    company.context.set_offline(True)
    _choose(company, "B1-K1-W2", "Onvoldoende")
    expect(company.locator("#concept-status")).to_contain_text("veilig op dit apparaat")
    company.context.set_offline(False)
    _arrived(company)
    company.get_by_role("button", name="Stuur naar de school").tap()
    expect(company.locator("#melding")).to_contain_text("naar de school gestuurd")

    begeleider = new_page("phone")
    log_in(begeleider, school.server.url, BEGELEIDER)
    open_page(begeleider, f"{school.server.url}/beoordelingen/{school.dossier_id}")
    expect(begeleider.get_by_text("Bedrijf: Onvoldoende")).to_be_visible()
    _choose(begeleider, "B1-K1-W1", "Goed")
    _choose(begeleider, "B1-K1-W2", "Voldoende")
    _arrived(begeleider)
    begeleider.get_by_role("group", name="Hoe beoordeelt").get_by_label("Voldoende", exact=True).check()
    begeleider.get_by_role("button", name="Leg het besluit vast").tap()
    # Other than the company: both reasons are asked for, nothing is decided and nothing is lost.
    expect(begeleider.get_by_text("Schrijf erbij waarom")).to_be_visible()
    assert school.rows("SELECT besluit FROM beoordeling") == [(None,)]
    w2 = begeleider.get_by_role("group", name="B1-K1-W2")
    expect(w2.get_by_label("Voldoende", exact=True)).to_be_checked()
    w2.get_by_role("textbox").fill("In de proef op school ging het goed.")
    begeleider.locator("#reden").fill("De proef op school was voldoende.")
    begeleider.get_by_role("button", name="Leg het besluit vast").tap()
    expect(begeleider.locator("#melding")).to_contain_text("Het besluit staat vast")

    student = new_page("phone")
    log_in(student, school.server.url, STUDENT)
    open_page(student, f"{school.server.url}/mijn-beoordeling")
    expect(student.get_by_text("nog geen beoordeling gedeeld")).to_be_visible()
    begeleider.get_by_role("button", name="Deel met de student").tap()
    expect(begeleider.locator("#melding")).to_contain_text("Gedeeld")
    open_page(student, f"{school.server.url}/mijn-beoordeling")
    expect(student.get_by_text("beoordeeld als voldoende")).to_be_visible()
    expect(student.get_by_text("De proef op school was voldoende.")).to_be_visible()
    axe(student)

    nummer = school.ask_evaluation()
    open_page(student, f"{school.server.url}/evaluatie/{nummer}")
    axe(student)
    for groep in student.locator("#concept-scherm fieldset").all():
        groep.get_by_label("Ja", exact=True).check()
    student.get_by_role("button", name="Stuur in").tap()
    expect(student.locator("#melding")).to_contain_text("Bedankt!")
    assert school.rows("SELECT count(*) FROM evaluatie WHERE ingestuurd_op IS NOT NULL") == [(1,)]
