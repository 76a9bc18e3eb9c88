"""A praktijkopleider orders candidates on a phone by buttons, keys and dragging, says who is not suitable, sends in.

And the coordinator reserves a slot by hand, and hears of a rule that forbids it.
"""

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
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock, klok
from bpv_app.kernel.rechten import Rol
from bpv_app.matching.queries_voorkeur import list_deelnames
from bpv_app.matching.rules import Modus
from bpv_app.matching.rules_voorkeur import Keuze, Lijst
from bpv_app.matching.service_openen import open_ronde, sluit_ronde
from bpv_app.matching.service_ronde import maak_ronde
from bpv_app.matching.service_voorkeur import bewaar_lijst, stuur_in
from bpv_app.migrate import migrate
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.browser.conftest import NewPage
from tests.browser.pages import axe, log_in, open_page
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

OPLEIDER, COORDINATOR = "jan@bedrijf.example", "carla@school.example"


@dataclass
class School:
    """The app with a closed round in which one company orders three candidates."""

    database: Engine
    server: Server
    plaats_id: int

    def value(self, question: str) -> object:
        with self.database.connect() as connection:
            return connection.execute(sa.text(question)).scalar()

    def order(self) -> list[int]:
        """The saved order, as the numbers of candidates."""
        saved: list[int] = json.loads(str(self.value("SELECT nummers FROM rangorde")))
        return saved


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    url = f"sqlite:///{tmp_path / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    nu, wachtwoord = klok.nu(), hash_wachtwoord("demo")
    toen = FixedClock(nu - timedelta(days=2))
    with transaction(systeem(), op=engine) as session:
        team = make_team(session, naam="Techniek", code="TEC")
        van, tot = klok.vandaag() + timedelta(days=60), klok.vandaag() + timedelta(days=160)
        opleider = make_contactpersoon(session, make_leerbedrijf(session, naam="Anker", zoektekst="anker"))
        plaats = make_plaats(session, opleider, titel="Monteur Anker", van=van, tot=tot, bedrijf_rangschikt=True)
        studenten = [make_student(session, team, naam=f"Kanarie {n}", zoektekst=f"kanarie {n}") for n in range(3)]
        for student in studenten:
            make_verbintenis(session, student, begin_op=klok.vandaag() - timedelta(days=200))
        laat = make_student(session, team, naam="Kanarie te laat", zoektekst="kanarie te laat")
        make_verbintenis(session, laat, begin_op=klok.vandaag() - timedelta(days=200), niveau=2)
        plek = make_plaats(session, opleider, titel="Los van de ronde", van=van, tot=tot, niveau_min=3)
        for naam, rol, scope in (
            (
                OPLEIDER,
                Rol.PRAKTIJKOPLEIDER,
                {"contactpersoon_id": opleider.id, "leerbedrijf_id": opleider.leerbedrijf_id},
            ),
            (COORDINATOR, Rol.COORDINATOR, {"team_id": team.id}),
        ):
            make_account(session, rol, gebruikersnaam=naam, wachtwoord_hash=wachtwoord, **scope)
        ronde = maak_ronde(
            session, systeem(), toen,
            invoer(
                team, van=van, tot=tot, opent_op=nu - timedelta(days=1), sluit_op=nu - timedelta(hours=2), min_keuzes=1,
                publiceert_op=None, modus=Modus.LOTING, bedrijven_rangschikken=True,
                rangschikken_tot=nu + timedelta(days=3),
            ),
        )  # fmt: skip
        open_ronde(session, systeem(), toen, ronde.id or 0)
        toen.moment = nu - timedelta(hours=5)
        for n, student in enumerate(studenten):
            als = Actor(None, student.naam, (RolToewijzing(Rol.STUDENT, student_id=student.id),))
            (deel,) = list_deelnames(session, als)
            lijst = Lijst((Keuze(plaats.id or 0, f"Kanarie {n} wil leren solderen."),))
            rij = bewaar_lijst(session, als, toen, deel.id, lijst, 0)
            stuur_in(session, als, toen, deel.id, rij.versie)
        sluit_ronde(session, systeem(), klok, ronde.id or 0)
        plek_id = plek.id or 0
    with start_server(tmp_path) as server:
        yield School(engine, server, plek_id)
    engine.dispose()


def rows(page: Page) -> Locator:
    return page.locator("#keuzes > [data-keuze]")


def shown(page: Page, *nummers: int) -> None:
    """The cards stand in this order on the screen."""
    namen = rows(page).locator("p.font-semibold")
    expect(namen).to_have_text([f"Kandidaat {n}" for n in nummers])


def test_a_company_orders_its_candidates_without_names_and_sends_in(school: School, new_page: NewPage) -> None:
    page = new_page(size="phone")
    log_in(page, school.server.url, OPLEIDER)
    open_page(page, school.server.url + "/")
    expect(page.get_by_role("main")).to_contain_text("Zet kandidaten op volgorde: 1 plaats")
    open_page(page, school.server.url + "/bedrijf")
    page.get_by_role("link", name="Monteur Anker").first.click()
    shown(page, 1, 2, 3)
    assert "Kanarie" not in page.content()
    expect(rows(page).first).to_contain_text("[…]")
    expect(rows(page).first).to_contain_text("wil leren solderen")

    page.get_by_role("button", name="Omlaag: Kandidaat 1").click()
    shown(page, 2, 1, 3)
    page.get_by_role("button", name="Omlaag: Kandidaat 1").focus()
    page.keyboard.press("Alt+ArrowDown")
    shown(page, 2, 3, 1)
    greep, doel = rows(page).nth(2).locator("[data-greep]"), rows(page).nth(0)
    van, naar = greep.bounding_box(), doel.bounding_box()
    assert van
    assert naar
    page.mouse.move(van["x"] + 5, van["y"] + 5)
    page.mouse.down()
    page.mouse.move(van["x"] + 5, naar["y"] - 20, steps=6)
    page.mouse.up()
    shown(page, 1, 2, 3)

    page.get_by_role("button", name="Past niet: Kandidaat 2").click()
    venster = page.get_by_role("dialog", name="Past niet: Kandidaat 2")
    venster.get_by_label("Waar gaat het over?").select_option("leerwens")
    venster.get_by_label("Leg het kort uit").fill("Wij willen hier liever een jongen.")
    venster.get_by_role("button", name="Bewaar").click()
    expect(venster).to_contain_text("over de persoon")
    axe(page)
    venster.get_by_label("Leg het kort uit").fill("Solderen doen wij hier nooit.")
    venster.get_by_role("button", name="Bewaar").click()
    expect(venster).to_be_hidden()
    shown(page, 1, 3)

    page.get_by_role("button", name="Stuur deze volgorde in").click()
    expect(page.locator("#bewijs")).to_contain_text("Code: ")
    expect(page.locator("#bewijs")).to_contain_text(str(school.value("SELECT code FROM rangorde_bewijs")))
    assert school.order() == [1, 3]
    assert school.value("SELECT count(*) FROM rangorde_kandidaat WHERE grond = 'leerwens'") == 1
    axe(page)


def test_a_coordinator_reserves_a_slot_by_hand_and_hears_which_rule_forbids_it(
    school: School, new_page: NewPage
) -> None:
    page = new_page()
    log_in(page, school.server.url, COORDINATOR)
    open_page(page, f"{school.server.url}/plaatsen/{school.plaats_id}")

    def kies(student: str) -> None:
        page.get_by_label("Zoek student").fill(student)
        keuze = venster.get_by_label("Gevonden")
        expect(keuze.locator("option", has_text=student)).to_have_count(1)
        keuze.select_option(label=str(keuze.locator("option", has_text=student).text_content()))
        venster.get_by_label("Reden").fill("Kwam later op school.")
        venster.get_by_role("button", name="Reserveer").click()

    page.get_by_role("button", name="Reserveer een plek").click()
    venster = page.get_by_role("dialog", name="Plek reserveren")
    kies("Kanarie te laat")
    expect(venster).to_contain_text("zij is voor een ander niveau")
    axe(page)
    kies("Kanarie 1")
    expect(venster).to_be_hidden()
    expect(page.get_by_role("main")).to_contain_text("Kanarie 1")
    expect(page.get_by_role("main")).to_contain_text("0 vrije plekken")
    expect(page.get_by_role("button", name="Reserveer een plek")).to_have_count(0)
    page.get_by_role("button", name="Vrijgeven Kanarie 1").click()
    weg = page.get_by_role("dialog", name="Plek vrijgeven")
    weg.get_by_label("Reden").fill("Ging naar een ander bedrijf.")
    weg.get_by_role("button", name="Vrijgeven").click()
    expect(page.get_by_role("main")).to_contain_text("1 vrije plek")
    assert school.value("SELECT count(*) FROM plaats_claim") == 0
