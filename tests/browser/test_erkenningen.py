"""A company loses its accreditation: the worklist, the banner, what is stopped, and closing it, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect
from sqlalchemy.engine import Engine

from bpv_app.db import maak_engine, transaction
from bpv_app.kernel.clock import klok
from bpv_app.kernel.inlezen import ImportSoort
from bpv_app.kernel.rechten import Rol
from bpv_app.migrate import migrate
from bpv_app.pok.rules import PokStatus
from bpv_app.toegang.geheim import hash_wachtwoord
from tests.browser.conftest import NewPage
from tests.browser.pages import Size, axe, log_in, open_page, tick_row
from tests.inlezen.hulp import neem_over
from tests.makers import (
    make_account,
    make_contactpersoon,
    make_dossier,
    make_erkenning,
    make_inrichting,
    make_leerbedrijf,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)
from tests.server import Server, start_server

COORDINATOR, BEGELEIDER, KANTOOR = "co@school.example", "bea@school.example", "sz@school.example"
ANDER = "100999999;25736;2020-01-01;\n"


@dataclass
class School:
    """The running app; company and agreements."""

    database: Engine
    server: Server
    sbb_id: str
    nieuw: int
    loopt: int

    def register(self, *regels: str) -> None:
        """A new register arrives, as an import in another process would write it."""
        kop = "Leerbedrijf-ID;crebo;van;tot\n"
        neem_over(self.database, klok, ImportSoort.ERKENNINGEN, kop + ANDER + "".join(regels))

    @property
    def regel(self) -> str:
        return f"{self.sbb_id};25736;2020-01-01;\n"


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    url, dag = f"sqlite:///{tmp_path / 'bpv.db'}", klok.vandaag()
    migrate(url)
    engine = maak_engine(url)
    with transaction(op=engine) as session:
        team = make_team(session, naam="Techniek")
        hash_ = hash_wachtwoord("demo")
        rest = {"wachtwoord_hash": hash_, "team_id": team.id}
        make_account(session, Rol.COORDINATOR, gebruikersnaam=COORDINATOR, naam="Co", email=COORDINATOR, **rest)
        begeleider = make_account(
            session, Rol.ONDERWIJSBEGELEIDER, gebruikersnaam=BEGELEIDER, naam="Bea", email=BEGELEIDER, **rest
        )
        make_account(session, Rol.STUDENTENZAKEN, gebruikersnaam=KANTOOR, naam="Sanne", wachtwoord_hash=hash_)
        bedrijf = make_leerbedrijf(session, naam="Installatiebedrijf De Rijn")
        make_erkenning(session, bedrijf)
        opleider = make_contactpersoon(session, bedrijf)
        poks = []
        for naam, status, begin in (("Anna", PokStatus.VOLLEDIG, 10), ("Bram", PokStatus.DEFINITIEF, -30)):
            student = make_student(session, team, naam=f"{naam} Bakker", zoektekst=f"{naam.lower()} bakker")
            dossier = make_dossier(
                session,
                make_verbintenis(session, student),
                make_inrichting(session),
                begeleider,
                begin_op=dag + timedelta(days=begin),
                eind_op=dag + timedelta(days=150),
            )
            pok = make_pok(session, status, dossier, opleider, begeleider, zonder_erkenning=True)
            poks.append(pok.id or 0)
        sbb_id = bedrijf.sbb_id or ""
    with start_server(tmp_path) as server:
        yield School(engine, server, sbb_id, *poks)
    engine.dispose()


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_from_the_register_to_the_list_the_banner_and_back(school: School, new_page: NewPage, size: Size) -> None:
    school.register(school.regel)
    school.register()  # De Rijn is gone

    page = new_page(size=size)
    log_in(page, school.server.url, COORDINATOR)
    open_page(page, f"{school.server.url}/")
    page.get_by_role("main").get_by_role("link", name="Erkenning vervallen").first.click()
    expect(page.get_by_text("2 POK’s en plaatsen verloren de erkenning; 1 is nog niet begonnen.")).to_be_visible()
    axe(page)
    page.get_by_text("Wat betekenen de voorstellen?").click()
    expect(page.get_by_text("De school zorgt voor een vervangende plek").first).to_be_visible()

    open_page(page, f"{school.server.url}/poks/{school.loopt}")
    banner = page.get_by_role("alert").filter(has_text="Erkenning vervallen.")
    expect(banner).to_contain_text("De stage loopt en mag doorgaan.")
    axe(page)
    open_page(page, f"{school.server.url}/poks/{school.nieuw}")
    expect(banner).to_contain_text("kan niet worden afgedrukt")
    expect(banner).to_contain_text("Zoek een vervangende plek")
    page.get_by_role("link", name="Dossier", exact=True).first.click()
    expect(banner).to_contain_text("kan niet worden afgedrukt")

    kantoor = new_page(size=size)
    log_in(kantoor, school.server.url, KANTOOR)
    open_page(kantoor, f"{school.server.url}/poks/{school.nieuw}")
    kantoor.get_by_role("button", name="Afdrukken", exact=True).click()
    expect(kantoor.get_by_text("Het leerbedrijf is niet erkend bevonden.").filter(visible=True).first).to_be_visible()

    open_page(page, f"{school.server.url}/erkenningen?werk=loopt")
    tick_row(page.get_by_role("checkbox", name=re.compile("Bram")))
    page.get_by_role("button", name="Handel af").first.click()
    venster = page.get_by_role("dialog")
    venster.get_by_role("button", name="Handel af").click()
    expect(venster.get_by_text("Schrijf op wat je hebt gedaan", exact=False).first).to_be_visible()
    axe(page)
    venster.get_by_label("Wat heb je gedaan?").fill("Vanaf maandag bij Van Dam.")
    venster.get_by_role("button", name="Handel af").click()
    expect(page.get_by_text("Afgehandeld.").first).to_be_visible()
    with school.database.connect() as connection:
        rij = connection.execute(
            sa.text("SELECT status, afhandeling, gesloten_door FROM intrekking WHERE pok_id = :id"),
            {"id": school.loopt},
        ).one()
    assert tuple(rij) == ("gesloten", "Vanaf maandag bij Van Dam.", "Co")

    school.register(school.regel)  # and back
    open_page(page, f"{school.server.url}/erkenningen")
    expect(page.get_by_text("Geen POK of plaats verloor haar erkenning.").first).to_be_visible()
    expect(page.get_by_text("Weer erkend").filter(visible=True).first).to_be_visible()
    open_page(kantoor, f"{school.server.url}/poks/{school.nieuw}")
    expect(kantoor.get_by_role("alert").filter(has_text="Erkenning vervallen.")).to_have_count(0)
    kantoor.get_by_role("button", name="Afdrukken", exact=True).click()
    expect(kantoor.get_by_text(re.compile(r"Afgedrukt, \d+ pagina")).filter(visible=True).first).to_be_visible()
