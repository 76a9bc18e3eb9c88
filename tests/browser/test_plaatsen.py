"""A company offers a place on a phone, a student reads it, the coordinator closes many: in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session

from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.rechten import Rol
from bpv_app.matching.rules_plaats import PlaatsStatus
from bpv_app.migrate import migrate
from bpv_app.student.tables import Team
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.browser.conftest import NewPage
from tests.browser.pages import axe, log_in, open_page, wait_loaded
from tests.makers import (
    make_account,
    make_claim,
    make_contactpersoon,
    make_erkenning,
    make_leerbedrijf,
    make_opleiding,
    make_plaats,
    make_student,
    make_team,
    make_verbintenis,
)
from tests.server import Server, start_server


@pytest.fixture(scope="module")
def school(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("plaatsen")
    url = f"sqlite:///{folder / 'bpv.db'}"
    migrate(url)
    engine = maak_engine(url)
    wachtwoord = hash_wachtwoord("demo")
    with transaction(systeem(), op=engine) as session:
        team = make_team(session, naam="Techniek", code="TECH")
        make_opleiding(session)
        student = make_student(session, team, naam="Yara Bakker")
        make_verbintenis(session, student)
        bedrijf = make_leerbedrijf(session, naam="Van Dam Techniek", zoektekst="van dam techniek leiden")
        opleider = make_contactpersoon(session, bedrijf, naam="Jan van Dam")
        make_erkenning(session, bedrijf)
        for naam, rol, scope in (
            ("coordinator", Rol.COORDINATOR, {"team_id": team.id}),
            ("student", Rol.STUDENT, {"student_id": student.id}),
            ("opleider", Rol.PRAKTIJKOPLEIDER, {"contactpersoon_id": opleider.id, "leerbedrijf_id": bedrijf.id}),
        ):
            make_account(
                session, rol, gebruikersnaam=f"{naam}@school.example", naam=naam, wachtwoord_hash=wachtwoord, **scope
            )
        _andere_plaatsen(session, team)
    engine.dispose()
    with start_server(folder, arguments=["--leeg"], env={"BPV_WORKER": "false"}) as server:
        yield server


def _andere_plaatsen(session: Session, team: Team) -> None:
    """At another company: one that can be closed, one that is closed already, one with a reserved slot."""
    ander = make_contactpersoon(session, make_leerbedrijf(session, naam="De Wit Installaties"))
    for titel, status in (("Open plek", PlaatsStatus.AANGEBODEN), ("Dichte plek", PlaatsStatus.GESLOTEN)):
        make_plaats(session, ander, status, titel=titel, zoektekst=titel.lower())
    bewaard = make_plaats(session, ander, titel="Bewaarde plek", zoektekst="bewaarde plek")
    make_claim(session, bewaard, make_student(session, team, naam="Kim de Vries", klas=""))


_NUMMERS = count(1)


def als(page: Page, school: Server, naam: str, pad: str) -> Page:
    log_in(page, school.url, f"{naam}@school.example")
    open_page(page, school.url + pad)
    return page


def test_a_company_offers_a_place_on_a_phone_and_a_student_reads_it(new_page: NewPage, school: Server) -> None:
    titel = f"Leerling-monteur {next(_NUMMERS)}"  # the browser tests may run a second time, on the same school
    page = als(new_page(size="phone"), school, "opleider", "/bedrijf")
    page.get_by_role("link", name="Stageplaats toevoegen").click()
    expect(page.get_by_role("heading", level=1, name="Stageplaats toevoegen")).to_be_visible()
    wait_loaded(page)
    page.get_by_label("Titel").fill(titel)
    page.get_by_label("Wat gaat de student doen?").fill("Je trekt kabels.")
    page.get_by_label("Van", exact=True).fill("2027-02-01")
    page.get_by_label("Tot en met", exact=True).fill("2027-01-01")
    page.get_by_text("Meer afspraken").click()
    page.get_by_label("Vergoeding per maand").fill("veel")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("Vul een bedrag in, bijvoorbeeld 350.")).to_be_visible()
    page.get_by_label("Vergoeding per maand").fill("350")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("De laatste dag ligt vóór de eerste.")).to_be_visible()
    expect(page.get_by_label("Wat gaat de student doen?")).to_have_value("Je trekt kabels.")  # nothing typed is lost
    axe(page)
    page.get_by_label("Tot en met", exact=True).fill("2027-06-25")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("heading", level=1, name=titel)).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Plaats aangeboden")
    axe(page)

    kijker = als(new_page(size="phone"), school, "student", "/plaatsen")
    kaart = kijker.get_by_role("listitem").filter(has_text=titel)
    expect(kaart).to_contain_text("1 plek open")
    expect(kaart).to_contain_text("€ 350 per maand")
    kaart.get_by_text("Wat ga je doen?").click()
    expect(kaart.get_by_text("Je trekt kabels.")).to_be_visible()
    expect(kijker.get_by_text("Jan van Dam")).to_have_count(0)  # a name is for who has a slot

    page.get_by_role("button", name="Intrekken").click()
    venster = page.get_by_role("dialog")
    expect(venster).to_contain_text("De plaats gaat niet door.")
    venster.get_by_role("button", name="Intrekken").click()
    expect(venster).to_contain_text("Nog niet ingevuld: Reden.")
    venster.get_by_label("Reden").fill("Verbouwing")
    venster.get_by_role("button", name="Intrekken").click()
    expect(page.get_by_text("Ingetrokken. Verbouwing")).to_be_visible()
    open_page(kijker, f"{school.url}/plaatsen?zoek=leerling")
    expect(kijker.get_by_text("Er zijn nu geen stageplaatsen")).to_be_visible()


def test_a_coordinator_closes_many_and_hears_of_each(new_page: NewPage, school: Server) -> None:
    page = als(new_page(), school, "coordinator", "/plaatsen?zoek=plek")
    page.get_by_label("Kies alle rijen van deze bladzijde").click()
    page.get_by_role("region", name="Gekozen rijen").get_by_role("button", name="Sluiten").click()
    page.get_by_role("dialog").get_by_role("button", name="Sluiten").click()
    uitslag = page.get_by_role("region", name="Uitslag per rij")
    expect(uitslag).to_contain_text("2 gelukt, 1 niet gelukt.")
    expect(uitslag.get_by_role("listitem").filter(has_text="Dichte plek")).to_contain_text("de plaats is gesloten")
    expect(page.get_by_role("dialog")).to_have_count(0)
    axe(page)

    uitslag.get_by_role("link", name="Bewaarde plek").click()
    expect(page.get_by_role("heading", level=1, name="Bewaarde plek")).to_be_visible()
    wait_loaded(page)
    page.get_by_role("button", name="Vrijgeven Kim de Vries").click()
    venster = page.get_by_role("dialog")
    venster.get_by_label("Reden").fill("Gaat naar een ander bedrijf")
    venster.get_by_role("button", name="Vrijgeven").click()
    expect(page.get_by_text("Nog niemand.")).to_be_visible()
    expect(page.get_by_text("Plek vrijgegeven: Kim de Vries. Gaat naar een ander bedrijf")).to_be_visible()
