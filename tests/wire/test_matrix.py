"""Role × every event handler × object (own, somebody else's, none), over the raw websocket.

The handlers come from Reflex's own registry, so a new one is in the matrix the day it is written. What must hold:

- without the right, nothing but a refusal comes back and nothing changes;
- with the right, but for somebody else's or no object: nothing of the other side comes back, nothing changes;
- for an own object no input is a bug: never the neutral "something went wrong" sentence.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import json
from dataclasses import dataclass
from typing import Any

import pytest
from reflex_base.registry import RegistrationContext

import bpv_app.bpv_app  # noqa: F401  (registers every page)
from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.rechten import Rol
from bpv_app.toegang.pages.poort import INTERN, acties_van, merk_van
from tests.wire.client import PREFIX, Answer, Wire
from tests.wire.conftest import ROLES, World
from tests.wire.world import Side

NOTHING = 987_654_321
BATCH = 24
"""So many refused handlers are called before the tab's whole state is asked."""
Call = tuple[str, dict[str, Any], str]
BUG = "Er ging iets mis bij ons"


@dataclass(frozen=True)
class Target:
    """Ids of one world (or of nothing) to fill arguments with."""

    name: str
    ids: dict[str, int]


def target_of(name: str, side: Side | None) -> Target:
    if side is None:
        keys = (
            "pok",
            "dossier",
            "student",
            "leerbedrijf",
            "verbintenis",
            "inrichting",
            "contactpersoon",
            "collega",
            "account",
        )
        return Target(
            name,
            dict.fromkeys(
                (
                    *keys,
                    "locatie",
                    "team",
                    "mail",
                    "logboek",
                    "bijlage",
                    "week",
                    "periode",
                    "plaats",
                    "ronde",
                    "uitslag",
                    "plaatsing",
                    "deelname",
                    "verzoek",
                    "afspraak",
                    "voorstel",
                    "deelnemer",
                    "stapel",
                    "scanpagina",
                    "taak",
                    "afdruk",
                    "rangorde",
                    "gesprek",
                    "gespreksvoorstel",
                    "werkproces",
                    "evaluatie",
                    "intrekking",
                    "signaal",
                    "melding",
                    "ontvanger",
                    "besproken",
                    "verslag",
                    "gespreksafspraak",
                    "documenttekst",
                    "blad",
                    "dubbel",
                    "wijziging",
                    "weergave",
                    "deling",
                ),
                NOTHING,
            ),
        )
    return Target(
        name,
        {
            "pok": side.poks[0],
            "dossier": side.dossiers[0],
            "student": side.student,
            "leerbedrijf": side.leerbedrijf,
            "verbintenis": side.verbintenis,
            "inrichting": side.inrichting,
            "contactpersoon": side.contactpersoon,
            "collega": side.collega,
            "account": side.accounts["student"],
            "locatie": side.locatie,
            "team": side.team,
            "mail": side.mail,
            "logboek": side.logboek,
            "bijlage": side.logboek_bijlage,
            "week": side.uren_week,
            "periode": side.periode,
            "plaats": side.plaats,
            "ronde": side.ronde,
            "uitslag": side.uitslag,
            "plaatsing": side.plaatsing,
            "deelname": side.deelname,
            "verzoek": side.verzoek,
            "afspraak": side.afspraak,
            "voorstel": side.voorstel,
            "deelnemer": side.deelnemer,
            "stapel": side.stapel,
            "scanpagina": side.scanpagina,
            "taak": side.taak,
            "afdruk": side.afdruk,
            "rangorde": side.rangorde,
            "gesprek": side.gesprek,
            "gespreksvoorstel": side.gespreksvoorstel,
            "werkproces": side.werkproces,
            "evaluatie": side.evaluatie,
            "intrekking": side.intrekking,
            "signaal": side.signaal,
            "melding": side.melding,
            "ontvanger": side.ontvanger,
            "besproken": side.besproken,
            "verslag": side.verslag,
            "gespreksafspraak": side.gespreksafspraak,
            "documenttekst": side.documenttekst,
            "blad": side.blad,
            "dubbel": side.dubbel,
            "wijziging": side.wijziging,
            "weergave": side.weergave,
            "deling": side.deling,
        },
    )


def handlers() -> list[str]:
    """Every event handler anybody can name, without the prefix all share."""
    registered = RegistrationContext.get().event_handlers
    return sorted(name for name in registered if name not in INTERN)


@functools.cache
def addresses() -> dict[type, str]:
    """The route on which each State is loaded."""
    context = RegistrationContext.get()
    by_name = {name: registered.states[0] for name, registered in context.event_handlers.items()}
    found: dict[type, str] = {}
    for _, page in context.decorated_pages:
        loads: Any = page.get("on_load")
        for event in loads if isinstance(loads, list) else [loads]:
            name = f"{event.state_full_name}.{event.fn.__name__}" if event is not None else ""
            if name in by_name:
                found.setdefault(by_name[name], "/" + str(page["route"]).strip("/").removesuffix("index"))
    return found


def address_for(state: type, target: Target) -> str:
    """Where the browser is, with the target's id in the path."""
    route = addresses().get(state, "/")
    kinds = {"poks": "pok", "dossiers": "dossier", "studenten": "student", "leerbedrijven": "leerbedrijf",
             "inrichting": "inrichting", "gebruikers": "account", "import": "account", "mail": "mail",
             "logboek": "logboek", "week": "week", "regels": "team", "herinneringen": "team", "plaatsen": "plaats",
             "rondes": "ronde", "matching": "voorstel", "scans": "stapel", "taken": "taak", "gesprekken": "gesprek",
             "afdrukken": "afdruk",
             "mijn-gesprekken": "verslag", "verslagen": "verslag",
             "beoordelen": "dossier",
             "beoordelingen": "dossier", "evaluatie": "evaluatie",
             "signalen": "signaal", "meldingen": "melding", "documenten": "documenttekst",
             "wijzigingen": "wijziging",
             "bpv-blad": "blad"}  # fmt: skip
    parts, kind = [], "pok"
    for part in route.strip("/").split("/"):
        kind = kinds.get(part, kind)
        parts.append(str(target.ids[kind]) if part.startswith("[") else part)
    if route.endswith("bedrijf/rangorde"):
        return f"{route}?plaats={target.ids['rangorde']}"
    if parts[-1] == "uitslag":  # of a round that has one
        parts[1] = str(target.ids["uitslag"])
    if parts[1:2] == ["samenvoegen"]:
        parts[3] = str(target.ids["dubbel"])
    if parts[0] == "gesprekken" and parts[-1] == "verslag":  # of a conversation that was held
        parts[1] = str(target.ids["besproken"])
    return "/" + "/".join(parts)


def kind_of(state: type) -> str:
    route = addresses().get(state, "/")
    for word, kind in (("rapportages", "weergave"), ("bpv-blad", "blad"), ("beheer/documenten", "documenttekst"),
                       ("beheer/zorgvierkant", "team"), ("vertrouwenspersonen", "account"),
                       ("erkenningen", "intrekking"), ("signalen/grenzen", "team"), ("signalen", "signaal"),
                       ("meldingen", "melding"), ("veilig", "melding"),
                       ("inrichting/werkprocessen", "werkproces"), ("inrichting/beoordeling", "team"),
                       ("inrichting/evaluatie", "team"), ("evaluaties", "team"), ("evaluatie/", "evaluatie"),
                       ("stagiairs/beoordelen", "dossier"), ("beoordelingen", "dossier"),
                       ("/uitslag", "plaatsing"), ("plaatsing", "plaatsing"),
                       ("matching/", "voorstel"), ("matching", "ronde"),
                       ("rondes/studenten", "deelname"), ("rondes", "ronde"), ("voorkeuren", "deelname"),
                       ("mijn-gesprekken", "verslag"),
                       ("bedrijf/rangorde", "rangorde"), ("poks/scans", "stapel"), ("taken", "taak"),
                       ("poks/afdrukken", "afdruk"), ("poks/herinneringen", "team"),
                       ("poks", "pok"), ("gesprekken", "gesprek"),
                       ("afspraken", "gespreksvoorstel"),
                       ("dossiers", "dossier"), ("studenten", "student"), ("inrichting", "inrichting"),
                       ("leerbedrijven/wijzigingen", "wijziging"),
                       ("leerbedrijven", "leerbedrijf"), ("gebruikers", "account"), ("teams", "team"),
                        ("mail", "mail"), ("logboek", "logboek"), ("uren/week/", "week"),
                       ("uren/weken", "week"), ("uren/regels/vakanties", "periode"), ("uren/regels", "team"),
                       ("uren/beoordelen", "week"), ("plaatsen", "plaats"), ("bedrijf", "collega")):  # fmt: skip
        if word in route:
            return kind
    return "pok"


def hours_for(target: Target) -> str:
    """What a phone sends: one day of hours for the target's POK."""
    regels = [{"soort": "gewerkt", "uren": "8"}]
    return json.dumps(
        [{"sleutel": "a", "pok": target.ids["pok"], "datum": "2026-12-08", "versie": 0, "regels": regels}]
    )


def text_for(target: Target) -> str:
    """What a phone sends: the wishes of the target's preference list."""
    return json.dumps({"deelname": str(target.ids["deelname"]), "veld": "wensen", "tekst": "Anders.", "was": ""})


def concept_for(target: Target, kind: str) -> str:
    """What a device sends: one field of the target's evaluation, or of its assessment by company or school."""
    sleutel, veld = f"bedrijf-{target.ids['dossier']}", f"opmerking-{target.ids['werkproces']}"
    if kind == "evaluatie":
        sleutel, veld = f"evaluatie-{target.ids['evaluatie']}", "v0"
    return json.dumps({"sleutel": sleutel, "veld": veld, "tekst": "Anders.", "was": ""})


def report_for(target: Target) -> str:
    """What a begeleider's phone sends: an answer, a care note and an agreement of the target's conversation."""
    rest = {"moment": str(target.ids["besproken"]), "sjabloon": "0", "was": ["Gesprekkanarie"]}
    return json.dumps(
        [
            {"sleutel": "1", "soort": "veld", "veld": "start", "tekst": "Anders.", **rest},
            {"sleutel": "2", "soort": "zorg", "veld": "notitie_1", "tekst": "Anders.", **rest},
            {"sleutel": "3", "soort": "afspraak", "tekst": "Bellen.", "wat": "afspraak", "wie": "student", **rest},
        ]
    )


def form_for(target: Target, kind: str) -> dict[str, str]:
    """A form with every field any of our forms has, filled for the target."""
    form = {f"{word}_id": str(i) for word, i in target.ids.items()}
    return form | {
        "id": str(target.ids[kind]), "versie": "1", "reden": "Omdat het moet.", "partij": "student", "op": "2026-11-26",
        "reden_overnemen": "Klopt daar.",
        "naam": "Nieuwe naam", "email": "iemand@school.example", "gebruikersnaam": "iemand@school.example",
        "rol": "coordinator", "soort": "verlenging", "ingang": "2027-06-26", "begin_op": "2026-12-07",
        "eind_op": "2027-07-09", "uren_totaal": "600", "uren_per_week": "32", "dagen_per_week": "4",
        "afsluitdatum": "2026-11-20", "werkelijk_eind_op": "2026-11-26", "eind_reden": "anders",
        "gerealiseerde_uren": "10", "toelichting": "Gestopt.", "archiefplaats": "Kast 3", "met_wie": "Jan",
        "notitie": "Belt terug.", "opnieuw_bellen_op": "2026-12-01", "praktijkopleider_id": form["contactpersoon_id"],
        "onderwijsbegeleider_id": str(target.ids["account"]), "leerweg": "BOL", "code": "BPV:2026-00001:1:1:1",
        "zoek": "kanarie", "naar": "concept", "document_versie": "1", "aan": "iemand@school.example",
        "van": "2026-12-07", "tekst": "Gemeten.", "titel": "Nog een dag", "antwoord_0": "Kabels getrokken.",
        "delen": "ja", "reactie": "Mooi.", "dag-0": "on", "dagen": hours_for(target),
        "beoordelaar": "school", "regio": "noord", "werkdag_0": "1", "insturen_voor": "4",
        "dagen_voor_beoordeling": "5", "max_dag": "8", "max_week": "40",
        "vragen": "Wat heb je gedaan?", "voor": f"team:{target.ids['team']}",
        "voorkeur_tekst": text_for(target), "volgorde": str(target.ids["plaats"]), "bedrijf": "Garage Post",
        "woonplaats": "Leiden", "contact": "Piet", "telefoon": "071 555 01 02", "taken": "Banden wisselen.",
        "opent_op": "2026-12-01T09:00", "sluit_op": "2027-12-01T09:00", "bezwaardagen": "5", "min_keuzes": "1",
        "max_keuzes": "5", "afspraak_student": form["student_id"], "afspraak_plaats": form["plaats_id"],
        "inrichting": form["inrichting_id"], "uitkomst": "ongegrond", "grond": "taak",
        "uitleg": "Hier wordt niet gelast.", "besluit_reden": "Klopt.", "wanneer": "nu",
        "rangschikken_moment": "2099-01-01T09:00",
        f"pagina-{target.ids['scanpagina']}": "on", "wat": "weg",
        f"groep:{target.ids['team']}:": "on", "voorrang": "pech", f"laat-{target.ids['student']}": "on",
        "datum": "2028-03-06", "tijd": "10:30", "vorm": "bezoek", "duur_minuten": "45", "plaats": "Op kantoor",
        "datum1": "2028-03-07", "tijd1": "09:00", "voorstel_duur": "30", "voorstel_vorm": "online",
        "gehouden_op": "2026-11-20", "gehouden_vorm": "bezoek", "aanwezig_student": "on",
        "aanwezig_onderwijsbegeleider": "on", "reden-dlg-afzeggen": "Ziek.", "reden-dlg-vervallen": "Vervalt.",
        "reden-dlg-niet-gehouden": "Niemand was er.", "reden-dlg-heropenen": "Toch wel.",
        "voorstel": str(target.ids["gespreksvoorstel"]), "optie_0": "on",
        f"opmerking-{target.ids['gespreksvoorstel']}": "Graag vroeg.", "venster_van": "2028-03-01",
        "venster_tot": "2028-03-31", "met_student": "on", "dag": "2028-03-06",
        "naar_id": str(target.ids["account"]), f"dossier-{target.ids['dossier']}": "on",
        "verzuim_dagen": "3", "achter_procent": "5", "achter_uren": "8", "contact_weken": "4", "escalatie_dagen": "3",
        "vanaf": "2028-01-01", "andere_id": str(target.ids["ontvanger"]), "aanvulling": "Nog iets.",
        "eigenaar_id": str(target.ids["account"]), "hulplijnen": "Zorg; 071 555 01 01",
        "met": "rol:coordinator", "in_te_leveren": "Sleutels", "begeleider": "nee",
        "concept": concept_for(target, kind), "besluit": "voldoende", "heropen_reden": "Toch anders.",
        f"wp-{target.ids['werkproces']}": "on", "crebo": "25736", "werkproces_code": "B1-K1-W1",
        "werkproces_naam": "Werk", "schaal": "Nee; nee\nJa; ja", "codes": "B1-K1-W1",
        "vragen_student": "bedrijf; ja_nee; Leuk?", "vragen_bedrijf": "school; ja_nee; Goed?",
        "verslag_items": report_for(target), "v0_tekst": "Hoe gaat het?", "v0_soort": "schaal",
        "voorbeeld_pok": "2026-00001", "geldig_van": "2099-01-01", "adres": "Straat 1, 1234 AB Leiden",
        "ontvanger": "student", "moment": "voor", "aantal_dagen": "33", "elke": "3", "beluitkomst": "beloofd",
        "partij-student": "on", "getekend_op": "2026-11-27",
        "anders": "Twee vestigingen.", "naam_1": "Een", "naam_2": "Twee", "naam_3": "Drie", "naam_4": "Vier",
    } | ({"soort": "vakantie", "tot": "2026-12-11"} if kind == "periode" else {}) | (
        {"soort": "onveilig"} if kind == "melding" else {}
    ) | (
        {"tekst": "# Over {student}\n\nBeste {roepnaam},", "leerweg": "BOL"} if kind == "documenttekst" else {}
    ) | (
        {"tot": "2027-06-25", "ronde": str(target.ids["ronde"]), "besluit": "akkoord"} if kind == "ronde" else {}
    ) | (
        {"deelnemer": str(target.ids["deelnemer"]), "naar": "geen", "soort": "uitgesloten", "doel": "kleinste_som",
         "modus": "optimaal", "plaats": str(target.ids["plaats"])} if kind == "voorstel" else {}
    )  # fmt: skip


def payload_for(name: str, target: Target, kind: str) -> dict[str, Any]:
    """Arguments for a handler by the names and types it declares."""
    handler = RegistrationContext.get().event_handlers[name].handler
    values: dict[str, Any] = {}
    for parameter in list(inspect.signature(handler.fn).parameters.values())[1:]:
        word = parameter.name.removesuffix("_id")
        annotation = str(parameter.annotation)
        if "dict" in annotation:
            values[parameter.name] = form_for(target, kind)
        elif "list" in annotation:
            values[parameter.name] = [str(target.ids[kind])]
        elif word in target.ids:
            values[parameter.name] = str(target.ids[word]) if "int" not in annotation else target.ids[word]
        elif parameter.name in ("sleutel", "id", "rij", "regel"):
            values[parameter.name] = str(target.ids[kind])
        else:
            values[parameter.name] = 1 if "int" in annotation else "1"
    return values


def has_right(role: str, name: str) -> bool:
    merk, state = merk_van(name)
    if merk is None:
        return False
    if merk.openbaar:
        return True
    if role == "niemand":
        return False
    needed = acties_van(merk, state)
    actor = Actor(1, role, (RolToewijzing(Rol(role)),))
    return not needed or any(actor.mag(a) for a in needed)


def without_frame(answer: Answer) -> dict[str, Any]:
    """The tab's state without what the frame itself says (messages, menu, where we are)."""
    frame = ("basis_state", "_internal_state", "exception_state")
    return {n: v for n, v in answer.state.items() if not n.endswith(frame) and n != PREFIX.rstrip(".")}


async def visit(tab: Wire, name: str, target: Target, *after: Call) -> Answer:
    """Go where the handler lives, select the target as a row where that exists, call the handler, and then `after`.

    The answer holds what came back of all of it.
    """
    registered = RegistrationContext.get().event_handlers[name]
    state = registered.states[0]
    kind, address = kind_of(state), address_for(state, target)
    siblings = RegistrationContext.get().event_handlers
    base = name.rsplit(".", 1)[0]
    calls: list[Call] = []
    if f"{base}.laad" in siblings and not name.endswith(".laad"):
        calls.append((f"{base}.laad", {}, address))
    if f"{base}.kies_rij" in siblings and not name.endswith(".kies_rij"):
        calls.append((f"{base}.kies_rij", {"sleutel": str(target.ids[kind])}, address))
    return await tab.call_all([*calls, (name, payload_for(name, target, kind), address), *after])


def run(coroutine: Any) -> Any:
    return asyncio.run(coroutine)


@pytest.mark.parametrize("role", ROLES)
def test_without_the_right_nothing_comes_back_and_nothing_changes(world: World, role: str) -> None:
    before = world.rows()
    refused = [n for n in handlers() if not has_right(role, n)]
    assert refused or role == "beheer"

    secrets = [secret for side in (world.a, world.b) for secret in side.secrets]

    def calls_of(name: str) -> list[Call]:
        state = RegistrationContext.get().event_handlers[name].states[0]
        targets = (target_of("own", world.a), target_of("other", world.b))
        return [
            (name, {} if name.endswith(".setvar") else payload_for(name, t, kind_of(state)), address_for(state, t))
            for t in targets
        ]

    async def wrong_with(tab: Wire, empty: dict[str, Any], names: list[str]) -> list[str]:
        answer = await tab.call_all([call for name in names for call in calls_of(name)])
        found = [f"{names} changed the tab"] if without_frame(answer) != empty else []
        return found + [f"{names} gave {secret}" for secret in secrets if secret in answer.text]

    async def all_of_them() -> list[str]:
        """In batches; only where something came back, one by one, each in a tab of its own."""
        wrong = []
        async with Wire(world.server.url, world.cookies[role]) as tab:
            empty = without_frame(await tab.call("reflex___state____state.hydrate"))
            for first in range(0, len(refused), BATCH):
                if await wrong_with(tab, empty, refused[first : first + BATCH]):
                    wrong += refused[first : first + BATCH]
        found = []
        for name in wrong:
            async with Wire(world.server.url, world.cookies[role]) as tab:
                empty = without_frame(await tab.call("reflex___state____state.hydrate"))
                found += await wrong_with(tab, empty, [name])
        return found or wrong

    assert run(all_of_them()) == []
    assert world.rows() == before


@pytest.mark.parametrize("role", [r for r in ROLES if r not in ("studentenzaken", "niemand")])
def test_somebody_elses_object_is_like_none(world: World, role: str) -> None:
    """Coordinator, begeleider, student and company of side A, and beheer, ask for everything of side B."""
    before = world.rows()
    allowed = [n for n in handlers() if has_right(role, n) and not is_free(n) and not is_common(role, n)]
    assert allowed
    secrets = world.b.secrets + (world.b.company_secrets if role in ("student", "praktijkopleider") else ())

    async def all_of_them() -> list[str]:
        wrong = []
        for target in (target_of("other", world.b), target_of("none", None)):
            for name in allowed:
                async with Wire(world.server.url, world.cookies[role]) as tab:
                    answer = await visit(tab, name, target)
                    if any(secret in answer.text for secret in secrets) and role != "beheer":
                        wrong.append(f"{name} ({target.name}) gave data of the other side")
                    if BUG in answer.text:
                        wrong.append(
                            f"{name} ({target.name}) broke: {answer.var('melding')} {answer.var('pagina_fout')}"
                        )
        return wrong

    assert run(all_of_them()) == []
    after = world.rows()
    changed = {
        table: [r for r in after[table] if r not in before[table]] for table in after if after[table] != before[table]
    }
    assert changed == {}


# Handlers that make something new or change what is one's own, whatever the object: not about somebody else's.
FREE = frozenset(
    {
        "wissel_taal",
        "maak",
        "maak_nieuw",
        "bewaar_nieuw",
        "maak_account",
        "maak_team",
        "maak_bedrijf",
        "stuur_alles",
        "begin_vergelijking",
    }
)


# A student's own week and own list, whatever the address says. (A place that fits may be chosen, whoever offers it.)
OWN_WEEK = ("voorkeur_state.kies", "voorkeur_state.zet", "voorkeur_state.zet_volgorde", "voorkeur_state.neem_andere",
            "voorkeur_state.houd_mijne", "voorkeur_state.stuur", "voorkeur_state.vraag_plaats",
            "plaatsing_state.ga_akkoord", "plaatsing_state.vraag_bezwaar", "plaatsing_state.stuur_bezwaar",
            "uren_state.vul_gepland", "uren_state.vul_vorige", "uren_state.stuur_in", "uren_state.neem_terug",
            "uren_state.bewaar_werkdagen", "uren_state.maak_plan",
            # A company's own proposal; and whoever may see a company (all of the school's staff) may write about it.
            "eigen_bedrijf_state.trek_voorstel_in", "school_blok_state.schrijf_op",
            # The screen is of the own first team, as its address names none.
            "evaluatie_inrichten_state.bewaar_student", "evaluatie_inrichten_state.bewaar_bedrijf")  # fmt: skip


# What a role keeps for the whole school: there is no "somebody else's" in it.
COMMON = {
    "coordinator": {"leerbedrijf", "plaats", "werkproces", "wijziging"},
    "beheer": {"inrichting", "account", "team", "mail", "periode", "werkproces", "documenttekst"},
}


def is_free(name: str) -> bool:
    """Also free: the mailbox, which shows everybody everything, and in demo mode only."""
    return name.rsplit(".", 1)[-1] in FREE or "postvak_state." in name or name.endswith(OWN_WEEK)


def is_common(role: str, name: str) -> bool:
    state = RegistrationContext.get().event_handlers[name].states[0]
    return state in addresses() and kind_of(state) in COMMON.get(role, set())


@pytest.mark.parametrize("role", [r for r in ROLES if r != "niemand"])
def test_own_objects_never_meet_a_bug(world: World, role: str) -> None:
    """Last of the three: these calls change things."""
    target = target_of("own", world.a)

    async def all_of_them() -> list[str]:
        wrong = []
        for name in handlers():
            if not has_right(role, name) or name.endswith(("wissel_taal", "setvar")):
                continue
            async with Wire(world.server.url, world.cookies[role]) as tab:
                hostile = {key: {"a": [None, "\x00", "9" * 400]} for key in payload_for(name, target, "pok")}
                answer = await visit(tab, name, target, (name, hostile, "/poks/9999999999999999999999"))
                if BUG in answer.text:  # on an own object, or on hostile arguments
                    wrong.append(f"{name}: {answer.var('melding')} {answer.var('pagina_fout')}")
                if role != "student" and "Meldingkanarie" in answer.text:
                    wrong.append(f"{name} gave what a student told the vertrouwenspersoon")
        return wrong

    assert run(all_of_them()) == []
