"""One student through all eight steps with every role, in a real browser, on an RO file and a student file.

After each step both statuses are looked at: ours on the screen, and the one the KRD simulator holds.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Rol
from bpv_app.migrate import migrate
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.browser.conftest import NewPage
from tests.browser.pages import log_in, open_page, wait_loaded
from tests.makers import make_account, make_contactpersoon, make_erkenning, make_leerbedrijf, make_opleiding, make_team
from tests.server import Server, start_server

TODAY = klok.vandaag()
CREBO = "25655"
SBB_ID = "100690325"
NAME = "Noor de Vries"


@dataclass
class School:
    """The running app with its simulator, and the two files the school starts from."""

    server: Server
    ro: Path
    students: Path
    key: str
    begin: date
    end: date
    database: Path

    def krd(self, number: str) -> str:
        """The status the register holds; empty when it does not know the POK."""
        found = re.search(r"KRD simulator: (\S+)", self.server.output())
        assert found, self.server.output()
        answer = httpx.get(f"{found[1]}/poks/{number}")
        return str(answer.json()["status"]) if answer.status_code == 200 else ""

    def wait_krd(self, number: str, status: str) -> None:
        """Messages travel on their own: wait until the register holds `status`."""
        until = time.monotonic() + 30
        while self.krd(number) != status:
            assert time.monotonic() < until, f"KRD holds {self.krd(number)!r}, expected {status!r}"
            time.sleep(0.1)


def _own_files(folder: Path) -> tuple[Path, Path, str, date, date]:
    """An RO delivery of one enrolment that is running now, and the school's own file that brings the name."""
    start, end = TODAY - timedelta(days=200), TODAY + timedelta(days=500)
    ro, students = folder / "RO.csv", folder / "studenten.csv"
    ro.write_text(
        f"VLP|27DV|{start}|{TODAY}|{TODAY}\r\n"
        f"PER|BSN77||2000-03-09|V\r\n"
        f"ISG|BSN77||C1|{start}|{end}||\r\n"
        f"ISP|BSN77||C1|{start}|{CREBO}|BBL||J||100A501|101X591||\r\n"
        f"SLR|4\r\n"
    )
    students.write_text(f"Studentnummer;KRD-sleutel;Naam;Klas;crebo;leerweg\n445566;BSN77;{NAME};VZ2A;{CREBO};BBL\n")
    return ro, students, "BSN77", TODAY - timedelta(days=120), TODAY


def _shared_files(folder: Path, shared: Path) -> tuple[Path, Path, str, date, date]:
    """The real-format sample, and a student file that gives its third person a name."""
    students = folder / "studenten.csv"
    students.write_text(f"Studentnummer;KRD-sleutel;Naam;Klas;crebo;leerweg\n445566;BSN3;{NAME};VZ2A;{CREBO};BBL\n")
    return (
        shared / "ro" / "RO_27DV_20240731_20260324.csv",
        students,
        "BSN3",
        date(2026, 3, 2),
        min(TODAY, date(2029, 1, 31)),
    )


@pytest.fixture(params=["own", "shared"])
def school(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[School]:
    files = (
        _own_files(tmp_path) if request.param == "own" else _shared_files(tmp_path, request.getfixturevalue("gedeeld"))
    )
    database = tmp_path / "data" / "bpv.db"
    database.parent.mkdir()
    migrate(f"sqlite:///{database}")
    engine = maak_engine(f"sqlite:///{database}")
    with transaction(systeem(), op=engine) as session:
        team = make_team(session, naam="Zorg", code="ZORG")
        make_opleiding(session, CREBO, naam="Verzorgende IG", team_id=team.id)
        company = make_leerbedrijf(session, sbb_id=SBB_ID, naam="Huize Zonzicht", zoektekst="huize zonzicht leiden")
        make_erkenning(session, company, CREBO)
        make_contactpersoon(session, company, naam="Jan van Dam", email="jan@zonzicht.example")
        password = hash_wachtwoord("demo")
        for name, rol, scope in (
            ("coordinator", Rol.COORDINATOR, {"team_id": team.id}),
            ("begeleider", Rol.ONDERWIJSBEGELEIDER, {"team_id": team.id}),
            ("studentenzaken", Rol.STUDENTENZAKEN, {}),
            ("beheer", Rol.BEHEER, {}),
        ):
            make_account(
                session,
                rol,
                gebruikersnaam=f"{name}@roc.example",
                naam=f"{name.title()} Jansen",
                wachtwoord_hash=password,
                **scope,
            )
    engine.dispose()
    with start_server(database.parent) as server:
        ro, students, key, begin, end = files
        yield School(server, ro, students, key, begin, end, database)


def _import(page: Page, school: School, kind: str, file: Path) -> None:
    open_page(page, f"{school.server.url}/beheer/import")
    page.get_by_label("Wat lees je in?").select_option(kind)
    page.get_by_label("Bestand", exact=True).set_input_files(file)
    page.get_by_role("button", name="Bekijk het bestand").click()
    page.get_by_role("button", name="Lees in").click()
    expect(page.get_by_text(re.compile(r"^Ingelezen\."))).to_be_visible()


def _statuses(page: Page, here: str, register: str) -> None:
    """Both statuses on the POK's own screen."""
    box = page.locator("#statussen")
    expect(box).to_have_attribute("data-status", here)
    for _ in range(60):
        if box.get_attribute("data-krd") == register:
            break
        page.wait_for_timeout(500)
        page.reload()
        wait_loaded(page)
    expect(box).to_have_attribute("data-krd", register)
    expect(box).to_have_attribute("data-stand", "gelijk")


def _as(new_page: NewPage, school: School) -> Callable[..., Page]:
    def log(name: str, size: str = "desktop") -> Page:
        page = new_page(size=size)
        log_in(page, school.server.url, f"{name}@roc.example")
        return page

    return log


def test_a_student_walks_all_eight_steps(school: School, new_page: NewPage) -> None:
    url, log = school.server.url, _as(new_page, school)

    # Before step 1: the register's file, then the school's own file that brings the name.
    office = log("studentenzaken")
    _import(office, school, "ro", school.ro)
    _import(office, school, "studenten", school.students)

    # Step 1: the dossier set-up.
    coordinator = log("coordinator")
    open_page(coordinator, f"{url}/inrichting/nieuw?leerweg=BBL")
    coordinator.get_by_label("Naam", exact=True).fill("BBL zorg najaar")
    coordinator.get_by_label("Begindatum").fill(school.begin.isoformat())
    coordinator.get_by_label("Einddatum").fill(school.end.isoformat())
    coordinator.get_by_label("Dagen per week").fill("4")
    coordinator.get_by_role("button", name="Bereken standaarduren").click()
    expect(coordinator.get_by_label("Uren per week")).to_have_value("32")
    coordinator.get_by_role("button", name="Inrichting maken").click()
    expect(coordinator.get_by_role("heading", level=1)).to_contain_text("BBL zorg najaar")

    # Step 2: couple the student.
    open_page(coordinator, f"{url}/studenten?zoek=noor")
    coordinator.get_by_label(f"Kies {NAME}").click()
    coordinator.get_by_label("Dossierinrichting").select_option(index=1)
    coordinator.get_by_role("button", name="Koppel", exact=True).click()
    expect(coordinator.locator("#uitslagen")).to_contain_text("1 gelukt")

    # Step 3: the voortraject.
    open_page(coordinator, f"{url}/dossiers?zoek=noor")
    coordinator.get_by_role("link", name=NAME).click()
    expect(coordinator.get_by_role("heading", level=1)).to_contain_text(NAME)
    wait_loaded(coordinator)
    coordinator.get_by_label("Leerbedrijf zoeken").fill("zonzicht")
    coordinator.get_by_role("button", name="Huize Zonzicht").click()
    expect(coordinator.get_by_label("Praktijkopleider")).not_to_have_value("")
    coordinator.get_by_label("Afsluitdatum").fill(school.begin.isoformat())
    coordinator.get_by_label("Onderwijsbegeleider").select_option(label="Begeleider Jansen")
    coordinator.get_by_role("button", name="Bewaar", exact=True).click()
    expect(coordinator.get_by_text("Alles is er. Verstuur de POK naar de KRD.")).to_be_visible()
    coordinator.get_by_role("link", name="Open de POK").click()
    expect(coordinator.locator("#statussen")).to_have_attribute("data-status", "concept")
    number = coordinator.get_by_role("heading", level=1).inner_text().split(":")[0].removeprefix("POK ").strip()
    address = coordinator.url
    assert school.krd(number) == ""

    # Step 4: to the register.
    coordinator.get_by_role("button", name="Verstuur naar KRD").click()
    expect(coordinator.locator("#statussen")).to_have_attribute("data-status", "volledig")
    school.wait_krd(number, "Volledig")
    _statuses(coordinator, "volledig", "Volledig")

    # Step 5: print, in bulk, from the list.
    open_page(office, f"{url}/poks?status=volledig")
    office.get_by_label(f"Kies {number}").click()
    office.get_by_role("button", name="Druk af").click()
    expect(office.locator("#uitslagen")).to_contain_text("1 gelukt")
    href = office.get_by_role("link", name="Open de afdruk (PDF)").get_attribute("href")
    paper = office.request.get(f"{url}{href}")
    assert paper.body().startswith(b"%PDF")
    school.wait_krd(number, "Afgedrukt")
    open_page(office, address)
    _statuses(office, "afgedrukt", "Afgedrukt")

    # Step 6: the student, let in by beheer, sees what to do, on a phone; so does the praktijkopleider, by a link.
    student = _student_who_was_let_in(school, log("beheer"), new_page("phone"))
    open_page(student, f"{url}/")
    student.get_by_role("link", name=re.compile("Teken je overeenkomst|zonder getekende overeenkomst")).click()
    expect(student.get_by_role("heading", level=1)).to_have_text("Mijn POK")
    expect(student.get_by_text("Teken alle exemplaren").first).to_be_visible()
    open_page(coordinator, f"{url}/leerbedrijven?zoek=zonzicht")
    coordinator.get_by_role("link", name="Huize Zonzicht").click()
    coordinator.get_by_role("button", name="Persoonlijke link Jan van Dam").click()
    link = coordinator.get_by_label("Link", exact=True)
    expect(link).to_have_value(re.compile(r"/link/"))
    company = new_page("phone")
    company.goto(f"{url}/link/{link.input_value().rsplit('/', 1)[1]}")
    expect(company.get_by_text("De student komt met de overeenkomst")).to_be_visible()
    expect(company.get_by_role("heading", name=NAME)).to_be_visible()

    # Step 7: paper comes back; found by its code, every party ticked, scanned, archived.
    open_page(office, f"{url}/poks")
    office.get_by_label("Papier terug?").fill(f"BPV:{number}:1:1:1")
    office.get_by_role("button", name="Open", exact=True).click()
    expect(office.get_by_role("heading", level=1)).to_contain_text(number)
    wait_loaded(office)
    for party in ("student", "leerbedrijf", "school"):
        office.locator(f"form[data-partij={party}]").get_by_role("button", name="Getekend").click()
        expect(office.locator(f"form[data-partij={party}]")).to_have_count(0)
    expect(office.locator("#statussen")).to_have_attribute("data-status", "definitief")
    office.get_by_label("Scan van het getekende papier").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": paper.body()[:20_000]}
    )
    office.get_by_role("button", name="Bewaar scan").click()
    expect(office.get_by_role("link", name="scan")).to_be_visible()
    office.get_by_label("Archiefplaats").fill("Kast 4, map 12")
    office.get_by_role("button", name="Bewaar", exact=True).click()
    expect(office.get_by_text("Kast 4, map 12")).to_be_visible()
    school.wait_krd(number, "Definitief")
    _statuses(office, "definitief", "Definitief")

    # Step 8: the page says what is missing. What a student may lose by it, the coordinator lets pass; then it closes.
    begeleider = log("begeleider", "phone")
    open_page(begeleider, address)
    begeleider.get_by_role("link", name="Stage afsluiten").click()
    begeleider.wait_for_url("**/afsluiten")
    wait_loaded(begeleider)
    closing = begeleider.url
    expect(begeleider.get_by_role("button", name="Stage afsluiten")).to_be_disabled()
    expect(_point(begeleider, "uren").get_by_role("button")).to_have_count(0)
    for document in begeleider.get_by_role("checkbox").all():
        document.click()  # ticked when the server has it
        expect(document).to_be_checked()
    _let_pass(begeleider, "gesprekken", "De gesprekken staan in het portfolio.")
    open_page(coordinator, closing)
    _let_pass(coordinator, "uren", "De rest is op school gedaan.")
    _let_pass(coordinator, "beoordeling", "Beoordeling staat in het portfolio.")
    expect(coordinator.get_by_role("button", name="Stage afsluiten")).to_have_count(0)
    open_page(begeleider, closing)
    begeleider.get_by_label("Werkelijke einddatum").fill(school.end.isoformat())
    begeleider.get_by_label("Waarom eindigt de stage?").select_option("voltooid")
    begeleider.get_by_label("Gerealiseerde uren").fill("412,5")
    begeleider.get_by_role("button", name="Stage afsluiten").click()
    expect(begeleider.get_by_text("Deze stage is afgesloten.")).to_be_visible()
    expect(begeleider.get_by_text("De rest is op school gedaan.")).to_be_visible()
    school.wait_krd(number, "Beëindigd")
    open_page(begeleider, address)
    _statuses(begeleider, "afgerond", "Beëindigd")


def _point(page: Page, point: str) -> Locator:
    return page.locator(f"[data-punt={point}]")


def _let_pass(page: Page, point: str, reason: str) -> None:
    """Override a missing point on the closing page, with the reason."""
    _point(page, point).get_by_role("button", name="Mag ontbreken").click()
    page.get_by_label("Waarom mag dit ontbreken?").fill(reason)
    page.locator("dialog[open]").get_by_role("button", name="Bewaar").click()
    expect(_point(page, point).get_by_text("Mag ontbreken", exact=True)).to_be_visible()


def _student_who_was_let_in(school: School, beheer: Page, phone: Page) -> Page:
    """Beheer makes the account and a temporary password; the student chooses an own one."""
    url = school.server.url
    open_page(beheer, f"{url}/beheer/gebruikers/nieuw")
    beheer.get_by_label("Naam", exact=True).fill(NAME)
    beheer.get_by_label("Gebruikersnaam").fill("student@roc.example")
    beheer.get_by_label("Is student met nummer").fill("445566")
    beheer.get_by_role("button", name="Bewaar").click()
    expect(beheer.get_by_role("heading", level=1)).to_have_text(NAME)
    beheer.get_by_role("button", name="Tijdelijk wachtwoord geven").click()
    beheer.get_by_role("button", name="Geef wachtwoord").click()
    temporary = beheer.locator("code").inner_text()

    open_page(phone, f"{url}/login")
    phone.get_by_label("Gebruikersnaam").fill("student@roc.example")
    phone.get_by_label("Wachtwoord").fill(temporary)
    phone.get_by_role("button", name="Inloggen").click()
    phone.wait_for_url("**/account*")
    wait_loaded(phone)
    phone.get_by_label("Tijdelijk wachtwoord").fill(temporary)
    phone.get_by_label("Nieuw wachtwoord", exact=True).fill("een-eigen-wachtzin-7")
    phone.get_by_label("Nieuw wachtwoord nog een keer").fill("een-eigen-wachtzin-7")
    phone.get_by_role("button", name="Wachtwoord wijzigen").click()
    phone.wait_for_url(f"{url}/")
    return phone
