"""Every screen, for the role it is for: axe finds nothing, light and dark, at 360 and 1280 px; no sideways scroll."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page
from reflex_base.registry import RegistrationContext

import bpv_app.bpv_app  # noqa: F401  (registers every page)
from tests.browser.conftest import NewPage
from tests.browser.pages import Size, axe, log_in, open_page
from tests.server import Server

# Role → the screens it uses. Ids come from the demo school: the first row that role may open.
SCREENS: dict[str, tuple[str, ...]] = {
    "coordinator": (
        "/",
        "/dossiers",
        "/dossiers/{dossier}",
        "/dossiers/{af_te_sluiten}/afsluiten",
        "/erkenningen",
        "/erkenningen/aangevraagd",
        "/signalen",
        "/signalen/{signaal}",
        "/signalen/grenzen",
        "/gesprekken",
        "/gesprekken/dekking",
        "/zoeken?q=bakker",
        "/rapportages",
        "/rapportages?jaar=alle&per=klas",
        "/rapportages/rijen?cijfer=ongetekend",
        "/rapportages/rijen?team=onbekend",
        "/rapportages/rapport?rapport=uren&per=klas",
        "/rapportages/rapport?rapport=evaluatie",
        "/rapportages/weergaven",
        "/gesprekken/overdracht",
        "/gesprekken/overdracht?van={overdracht}",
        "/poks",
        "/poks/{pok}",
        "/poks/herinneringen",
        "/poks/herinneringen/{ictteam}",
        "/poks/{pok}/muteren",
        "/studenten",
        "/studenten/{student}",
        "/uren/weken",
        "/uren/ongeschreven",
        "/uren/regels",
        "/uren/regels/{ictteam}",
        "/uren/regels/vakanties",
        "/leerbedrijven",
        "/leerbedrijven/nieuw",
        "/leerbedrijven/{leerbedrijf}",
        "/leerbedrijven/dubbelen",
        "/leerbedrijven/wijzigingen",
        "/relatiebeheer",
        "/leerbedrijven/wijzigingen/{bedrijfswijziging}",
        "/leerbedrijven/samenvoegen/{dubbel_een}/{dubbel_ander}",
        "/leerbedrijven/{samengevoegd}",
        "/rondes",
        "/rondes/nieuw",
        "/rondes/{ronde}",
        "/rondes/{dicht}",
        "/rondes/{rangschikt}",
        "/rondes/{dicht}/uitslag",
        "/rondes/studenten?ronde={ronde}",
        "/matching",
        "/matching/{voorstel}",
        "/matching/{voorstel}?met={ander_voorstel}",
        "/plaatsen",
        "/plaatsen/nieuw",
        "/plaatsen/nieuw?leerbedrijf={leerbedrijf}",
        "/plaatsen/{plaats}",
        "/inrichting",
        "/inrichting/nieuw",
        "/inrichting/{inrichting}",
        "/inrichting/verslag",
        "/gesprekken/{verslagmoment}/verslag",
        "/zorgvierkant",
        "/zorgvierkant/inzage",
        "/krd",
        "/krd/berichten",
        "/krd/wijzigingen",
        "/krd/vergelijking",
        "/beoordelingen",
        "/beoordelingen/{beoordeeld}",
        "/beoordelingen/{ingestuurd}",
        "/evaluaties",
        "/inrichting/werkprocessen",
        "/inrichting/beoordeling",
        "/inrichting/evaluatie",
        "/beheer/import",
        "/beheer/rechten",
        "/account",
    ),
    "studentenzaken": (
        "/",
        "/poks/{gedrukt}",
        "/poks/nabellen",
        "/poks/afdrukken",
        "/beheer/documenten",
        "/beheer/documenten/{conceptbrief}",
        "/poks/nabellen/{gedrukt}",
        "/poks/registreren?fout=geen_code",
        "/poks/registreren/{gedrukt}",
        "/poks/scans",
        "/poks/scans/{stapel}",
        "/taken",
        "/taken/{taak}",
        "/beheer/mail",
        "/beheer/mail/{mail}",
    ),
    "vertrouwenspersoon": ("/", "/meldingen", "/meldingen/{melding}"),
    "begeleider": (
        "/",
        "/poks/{begeleid}",
        "/logboek",
        "/logboek/{gedeeld}",
        "/uren/week/{week}",
        "/gesprekken",
        "/gesprekken/dag",
        "/gesprekken/{te_plannen}",
        "/gesprekken/{gepland}",
        "/gesprekken/{gehouden}",
        "/gesprekken/nieuw?dossier={begeleid_dossier}",
    ),
    "student": (
        "/",
        "/veilig",
        "/uren",
        "/mijn-pok",
        "/bpv-blad/{blad}",
        "/logboek",
        "/logboek/nieuw",
        "/logboek/{concept}",
        "/plaatsen",
        "/plaatsen/{mijnplaats}",
        "/voorkeuren",
        "/plaatsing",
        "/afspraken",
        "/mijn-beoordeling",
        "/evaluatie/{evaluatie}",
        "/mijn-gesprekken",
        "/mijn-gesprekken/{mijnverslag}",
    ),
    "praktijkopleider": (
        "/",
        "/stagiairs",
        "/bpv-blad/{blad}",
        "/afspraken",
        "/logboek",
        "/stagiairs/beoordelen/{stagiair}",
        "/uren/beoordelen",
        "/stagiairs/verslagen",
        "/stagiairs/verslagen/{bedrijfverslag}",
        "/bedrijf",
        "/bedrijf/rangorde",
        "/bedrijf/rangorde?plaats={rangorde}",
        "/plaatsen/nieuw",
        "/plaatsen/{eigen}",
    ),
    "beheer": (
        "/",
        "/beheer/cijfers",
        "/beheer/gebruikers",
        "/beheer/gebruikers/{account}",
        "/beheer/teams",
        "/beheer/teams/{team}",
        "/beheer/audit",
        "/beheer/vertrouwenspersonen",
        "/uren/regels/normen",
        "/beheer/zorgvierkant",
        "/beheer/mail/sjablonen",
        "/beheer/documenten",
        "/beheer/documenten/{conceptbrief}",
        "/beheer/documenten/{voorwaarden}",
    ),
    "": ("/login", "/postvak", "/bestaat-niet"),
}
_GESPREK = (
    "SELECT m.id FROM contactmoment m JOIN dossier d ON d.id = m.dossier_id "
    "JOIN account a ON a.id = d.onderwijsbegeleider_id "
    "WHERE a.gebruikersnaam = 'begeleider@demo.bpv' AND d.afgesloten_op IS NULL AND m.status = '{}' ORDER BY m.id"
)
QUERIES = {
    "af_te_sluiten": (
        "SELECT d.id FROM dossier d JOIN pok p ON p.dossier_id = d.id JOIN team t ON t.id = d.team_id "
        "WHERE p.status = 'definitief' AND t.naam = 'ICT' ORDER BY d.id"
    ),
    "signaal": (
        "SELECT s.id FROM signaal s JOIN dossier d ON d.id = s.dossier_id JOIN team t ON t.id = d.team_id "
        "WHERE t.naam = 'ICT' ORDER BY s.id"
    ),
    "melding": "SELECT id FROM melding ORDER BY id",
    "blad": (
        "SELECT w.id FROM pok_wijziging w JOIN pok p ON p.id = w.pok_id "
        "JOIN account_rol r ON r.student_id = p.student_id "
        "JOIN account a ON a.id = r.account_id WHERE a.gebruikersnaam = 'student@demo.bpv' AND w.gevolg = 'bpvblad'"
    ),
    "te_plannen": _GESPREK.format("te_plannen"),
    "gepland": _GESPREK.format("gepland"),
    "gehouden": _GESPREK.format("gehouden"),
    "begeleid_dossier": (
        "SELECT d.id FROM dossier d JOIN account a ON a.id = d.onderwijsbegeleider_id "
        "WHERE a.gebruikersnaam = 'begeleider@demo.bpv' AND d.afgesloten_op IS NULL ORDER BY d.id"
    ),
    "overdracht": (
        "SELECT d.onderwijsbegeleider_id FROM dossier d JOIN team t ON t.id = d.team_id "
        "WHERE t.naam = 'ICT' AND d.onderwijsbegeleider_id IS NOT NULL AND d.afgesloten_op IS NULL ORDER BY d.id"
    ),
    "dossier": "SELECT d.id FROM dossier d JOIN team t ON t.id = d.team_id WHERE t.naam = 'ICT' ORDER BY d.id",
    "pok": "SELECT p.id FROM pok p JOIN team t ON t.id = p.team_id WHERE t.naam = 'ICT' ORDER BY p.id",
    "student": "SELECT s.id FROM student s JOIN team t ON t.id = s.team_id WHERE t.naam = 'ICT' ORDER BY s.id",
    "dubbel_een": "SELECT a_id FROM dubbel_paar WHERE anders_op IS NULL ORDER BY punten DESC, id",
    "dubbel_ander": "SELECT b_id FROM dubbel_paar WHERE anders_op IS NULL ORDER BY punten DESC, id",
    "bedrijfswijziging": "SELECT id FROM bedrijf_wijziging WHERE status = 'wacht' ORDER BY id",
    "samengevoegd": "SELECT blijft_id FROM samenvoeging ORDER BY id",
    "leerbedrijf": "SELECT leerbedrijf_id FROM pok WHERE leerbedrijf_id IS NOT NULL ORDER BY id",
    "inrichting": "SELECT i.id FROM inrichting i JOIN team t ON t.id = i.team_id WHERE t.naam = 'ICT' ORDER BY i.id",
    "gedrukt": "SELECT id FROM pok WHERE status = 'afgedrukt' ORDER BY id",
    "begeleid": (
        "SELECT p.id FROM pok p JOIN account a ON a.id = p.onderwijsbegeleider_id "
        "WHERE a.gebruikersnaam = 'begeleider@demo.bpv' AND p.status = 'definitief' ORDER BY p.id"
    ),
    "gedeeld": (
        "SELECT l.id FROM logboek_item l JOIN pok p ON p.id = l.pok_id "
        "JOIN account a ON a.id = p.onderwijsbegeleider_id "
        "WHERE a.gebruikersnaam = 'begeleider@demo.bpv' AND l.status = 'gedeeld' ORDER BY l.id"
    ),
    "concept": (
        "SELECT l.id FROM logboek_item l JOIN account_rol r ON r.student_id = l.student_id "
        "JOIN account a ON a.id = r.account_id "
        "WHERE a.gebruikersnaam = 'student@demo.bpv' AND l.status = 'concept' ORDER BY l.id"
    ),
    "week": (
        "SELECT w.id FROM uren_week w JOIN pok p ON p.id = w.pok_id JOIN account a ON a.id = p.onderwijsbegeleider_id "
        "WHERE a.gebruikersnaam = 'begeleider@demo.bpv' ORDER BY w.id"
    ),
    "beoordeeld": (
        "SELECT b.dossier_id FROM beoordeling b JOIN dossier d ON d.id = b.dossier_id JOIN team t ON t.id = d.team_id "
        "WHERE b.besloten_op IS NOT NULL AND t.code IN ('TEC', 'ICT') ORDER BY b.id"
    ),
    "ingestuurd": (
        "SELECT b.dossier_id FROM beoordeling b JOIN dossier d ON d.id = b.dossier_id JOIN team t ON t.id = d.team_id "
        "WHERE b.besloten_op IS NULL AND b.bedrijf_op IS NOT NULL AND t.code IN ('TEC', 'ICT') ORDER BY b.id"
    ),
    "evaluatie": (
        "SELECT e.id FROM evaluatie e JOIN account_rol r ON r.student_id = e.student_id "
        "JOIN account a ON a.id = r.account_id "
        "WHERE a.gebruikersnaam = 'student@demo.bpv' AND e.soort = 'student' ORDER BY e.id"
    ),
    "stagiair": (
        "SELECT b.dossier_id FROM beoordeling b JOIN pok p ON p.dossier_id = b.dossier_id "
        "JOIN account_rol r ON r.contactpersoon_id = p.praktijkopleider_id JOIN account a ON a.id = r.account_id "
        "WHERE a.gebruikersnaam = 'praktijkopleider@demo.bpv' ORDER BY b.besloten_op IS NOT NULL, b.id"
    ),
    "verslagmoment": (
        "SELECT g.moment_id FROM gespreksverslag g JOIN zorgvierkant z ON z.verslag_id = g.id "
        "JOIN dossier d ON d.id = g.dossier_id JOIN team t ON t.id = d.team_id WHERE t.naam = 'ICT' ORDER BY g.id"
    ),
    "mijnverslag": (
        "SELECT g.id FROM gespreksverslag g JOIN dossier d ON d.id = g.dossier_id "
        "JOIN account_rol r ON r.student_id = d.student_id JOIN account a ON a.id = r.account_id "
        "WHERE a.gebruikersnaam = 'student@demo.bpv' AND g.kopieen > 0 ORDER BY g.id"
    ),
    "bedrijfverslag": (
        "SELECT k.verslag_id FROM gespreksverslag_kopie k "
        "JOIN account_rol r ON r.contactpersoon_id = k.contactpersoon_id "
        "JOIN account a ON a.id = r.account_id WHERE a.gebruikersnaam = 'praktijkopleider@demo.bpv' ORDER BY k.id"
    ),
    "conceptbrief": "SELECT id FROM documenttekst WHERE status = 'concept' ORDER BY id",
    "voorwaarden": "SELECT id FROM documenttekst WHERE status = 'vastgesteld' ORDER BY id",
    "voorstel": "SELECT id FROM voorstel ORDER BY id",
    "ander_voorstel": "SELECT id FROM voorstel ORDER BY id DESC",
    "plaats": "SELECT plaats_id FROM plaats_claim WHERE soort = 'gereserveerd' ORDER BY plaats_id",
    "mijnplaats": (
        "SELECT c.plaats_id FROM plaats_claim c JOIN account_rol r ON r.student_id = c.student_id "
        "JOIN account a ON a.id = r.account_id WHERE a.gebruikersnaam = 'student@demo.bpv' ORDER BY c.plaats_id"
    ),
    "eigen": (
        "SELECT p.id FROM plaats p JOIN account_rol r ON r.leerbedrijf_id = p.leerbedrijf_id "
        "JOIN account a ON a.id = r.account_id WHERE a.gebruikersnaam = 'praktijkopleider@demo.bpv' ORDER BY p.id"
    ),
    "ronde": "SELECT id FROM ronde WHERE status = 'open' ORDER BY id",
    "dicht": "SELECT id FROM ronde WHERE status = 'gesloten' ORDER BY id",
    "rangschikt": "SELECT id FROM ronde WHERE bedrijven_rangschikken ORDER BY id",
    "rangorde": "SELECT id FROM rangorde ORDER BY id DESC",
    "team": "SELECT id FROM team ORDER BY id",
    "ictteam": "SELECT id FROM team WHERE naam = 'ICT'",
    "stapel": "SELECT id FROM scan_stapel ORDER BY id",
    "taak": "SELECT id FROM taak ORDER BY id",
    "mail": "SELECT id FROM mail WHERE status = 'mislukt' ORDER BY id",
    "account": "SELECT id FROM account WHERE gebruikersnaam = 'coordinator@demo.bpv'",
}
_BACKGROUND = "getComputedStyle(document.body).backgroundColor"
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def ids(demo_server: Server) -> dict[str, int]:
    database = Path(demo_server.log).parent / "bpv.db"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return {name: connection.execute(query).fetchone()[0] for name, query in QUERIES.items()}


def test_every_route_has_its_screen_in_the_list() -> None:
    def shape(route: str) -> str:
        return "/".join("*" if part[:1] in "[{" else part for part in route.split("?")[0].strip("/").split("/"))

    listed = {shape(route) for routes in SCREENS.values() for route in routes}
    routes = {shape(str(kwargs["route"])) for _, kwargs in RegistrationContext.get().decorated_pages}
    assert len(routes) > 20
    assert routes - listed == {"404"}


def _look(page: Page, size: Size) -> None:
    axe(page)
    if size == "phone":
        assert page.evaluate(_SIDEWAYS) <= 0, f"{page.url} scrolls sideways by {page.evaluate(_SIDEWAYS)} px"
    assert page.get_by_role("heading", level=1).count() == 1, f"{page.url} has no single main heading"
    assert "Er ging iets mis" not in page.inner_text("body"), page.url
    # The same page, the lights out: nothing but its colours changes (no rule of ours for dark sets anything else).
    light = page.evaluate(_BACKGROUND)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"light => ({_BACKGROUND}) !== light", arg=light, timeout=10_000)
    axe(page, only_colors=True)


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("role", list(SCREENS))
def test_the_screens_of_a_role(
    demo_server: Server, new_page: NewPage, ids: dict[str, int], role: str, size: Size
) -> None:
    page = new_page(size=size)
    if role:
        log_in(page, demo_server.url, f"{role}@demo.bpv")
    broken = []
    for route in SCREENS[role]:
        page.emulate_media(color_scheme="light")
        try:
            if route == "/bestaat-niet":
                page.goto(demo_server.url + route)
                page.get_by_role("heading", level=1).wait_for()
            else:
                open_page(page, demo_server.url + route.format(**ids))
            _look(page, size)
        except (AssertionError, PlaywrightError) as error:
            broken.append(f"{route}: {error}")
    assert not broken, "\n\n".join(broken)
