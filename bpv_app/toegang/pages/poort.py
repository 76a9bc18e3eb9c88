"""The gate before every websocket event: who is this, may they call this handler, is this their tab?

Deny by default: a handler without an access mark is refused, whatever its name. The actor comes from the HttpOnly
cookie of the connection, never from anything the browser says about itself.
"""

from __future__ import annotations

import asyncio
import json
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import quote

import reflex as rx
import structlog
from reflex.state import StateUpdate
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout, GeenRecht
from bpv_app.kernel.rechten import ROL_LABEL, Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.toegang.geheim import hash_token
from bpv_app.toegang.rules import COOKIE
from bpv_app.toegang.service import Gevonden, vind_sessie
from bpv_app.ui.basis import BasisState, MenuItem
from bpv_app.ui.handler import HUIDIGE_ACTOR, MERK, Toegang

log = structlog.get_logger()

_WORTEL = "reflex___state____state"
INTERN = frozenset(
    f"{_WORTEL}.{naam}"
    for naam in (
        "hydrate",
        "hydrate_and_load",
        "set_is_hydrated",
        "reflex___state____on_load_internal_state.on_load_internal",
        "reflex___state____on_load_internal_state.set_is_hydrated",
        "reflex___state____update_vars_internal_state.update_vars_internal",
        "reflex___state____frontend_event_exception_state.handle_frontend_exception",
    )
)
"""Reflex's own handlers: they move no data of ours (which vars exist is decided by the handlers below)."""
HERVERBIND = f"{_WORTEL}.hydrate_and_load"
"""Sent when a socket connects: the first time, after a reload, and after the line was cut or the server restarted."""
ON_LOAD = f"{_WORTEL}.reflex___state____on_load_internal_state.on_load_internal"
"""Follows it, and is sent by itself when somebody goes to another page."""

MENU: tuple[tuple[str, Tekst, Actie, bool], ...] = (
    ("/", Tekst("Vandaag", "Today"), Actie.START_ZIEN, True),
    ("/uren", Tekst("Uren", "Hours"), Actie.UREN_SCHRIJVEN, True),
    ("/voorkeuren", Tekst("Kiezen", "Choose"), Actie.VOORKEUR_SCHRIJVEN, False),
    ("/plaatsing", Tekst("Mijn stageplaats", "My place"), Actie.PLAATSING_REAGEREN, False),
    ("/mijn-pok", Tekst("Mijn POK", "My agreement"), Actie.EIGEN_POK_ZIEN, True),
    ("/veilig", Tekst("Voel je je niet veilig?", "Not feeling safe?"), Actie.MELDING_DOEN, False),
    ("/mijn-beoordeling", Tekst("Beoordeling", "Assessment"), Actie.EIGEN_BEOORDELING_ZIEN, False),
    ("/stagiairs", Tekst("Stagiairs", "Trainees"), Actie.STAGIAIRS_ZIEN, True),
    ("/afspraken", Tekst("Afspraken", "Appointments"), Actie.EIGEN_GESPREK_ZIEN, False),
    ("/gesprekken", Tekst("Gesprekken", "Conversations"), Actie.GESPREK_ZIEN, True),
    ("/dossiers", Tekst("Dossiers", "Dossiers"), Actie.DOSSIER_ZIEN, True),
    ("/uren/beoordelen", Tekst("Uren keuren", "Approve hours"), Actie.UREN_BEOORDELEN, True),
    ("/zoeken", Tekst("Zoeken", "Search"), Actie.STUDENT_ZIEN, False),
    ("/rapportages", Tekst("Cijfers", "Figures"), Actie.RAPPORT_ZIEN, False),
    ("/signalen", Tekst("Signalen", "Signals"), Actie.SIGNAAL_ZIEN, False),
    ("/erkenningen", Tekst("Erkenning vervallen", "Accreditation lost"), Actie.INTREKKING_ZIEN, False),
    ("/poks", Tekst("POK's", "Agreements"), Actie.POK_ZIEN, True),
    ("/poks/herinneringen", Tekst("Herinneringen", "Reminders"), Actie.MANEN_INRICHTEN, False),
    ("/studenten", Tekst("Studenten", "Students"), Actie.STUDENT_ZIEN, True),
    ("/logboek", Tekst("Logboek", "Logbook"), Actie.LOGBOEK_LEZEN, True),
    ("/mijn-gesprekken", Tekst("Gespreksverslagen", "Reports"), Actie.LOGBOEK_SCHRIJVEN, False),
    ("/plaatsen", Tekst("Stageplaatsen", "Places"), Actie.AANBOD_ZIEN, False),
    ("/bedrijf", Tekst("Mijn bedrijf", "My company"), Actie.EIGEN_BEDRIJF_BEHEREN, False),
    ("/rondes", Tekst("Rondes", "Rounds"), Actie.RONDE_ZIEN, False),
    ("/leerbedrijven", Tekst("Leerbedrijven", "Companies"), Actie.LEERBEDRIJF_ZIEN, False),
    ("/relatiebeheer", Tekst("Relatiebeheer", "Relations"), Actie.RELATIE_BIJHOUDEN, False),
    ("/plaatsen", Tekst("Stageplaatsen", "Places"), Actie.PLAATS_ZIEN, False),
    ("/matching", Tekst("Matching", "Matching"), Actie.MATCHING_ZIEN, False),
    ("/uren/weken", Tekst("Uren", "Hours"), Actie.UREN_ZIEN, False),
    ("/zorgvierkant", Tekst("Zorgvierkant", "Care quadrants"), Actie.ZORG_OVERZICHT, False),
    ("/uren/regels", Tekst("Urenregels", "Hours rules"), Actie.UREN_INRICHTEN, False),
    ("/beoordelingen", Tekst("Beoordelingen", "Assessments"), Actie.BEOORDELING_ZIEN, False),
    ("/evaluaties", Tekst("Evaluaties", "Evaluations"), Actie.EVALUATIE_ZIEN, False),
    ("/inrichting", Tekst("Inrichting", "Set-up"), Actie.INRICHTING_BEWERKEN, False),
    ("/krd", Tekst("KRD", "Register"), Actie.KRD_ZIEN, False),
    ("/beheer/documenten", Tekst("Documenten", "Documents"), Actie.DOCUMENT_ZIEN, False),
    ("/beheer/mail", Tekst("Mail", "Mail"), Actie.MAIL_ZIEN, False),
    ("/beheer/import", Tekst("Inlezen", "Import"), Actie.STUDENT_IMPORTEREN, False),
    ("/beheer/gebruikers", Tekst("Gebruikers", "Users"), Actie.ACCOUNT_BEHEREN, True),
    ("/beheer/cijfers", Tekst("Cijfers", "Figures"), Actie.RAPPORT_TOTALEN, False),
    ("/beheer/teams", Tekst("Teams", "Teams"), Actie.TEAM_BEHEREN, False),
    (
        "/beheer/vertrouwenspersonen",
        Tekst("Vertrouwenspersonen", "Confidential counsellors"),
        Actie.VERTROUWENSPERSOON_BEHEREN,
        False,
    ),
    ("/beheer/zorgvierkant", Tekst("Zorgvierkant", "Care quadrants"), Actie.ZORG_INRICHTEN, False),
    ("/beheer/audit", Tekst("Wie deed wat", "Who did what"), Actie.AUDIT_ZIEN, True),
    ("/beheer/rechten", Tekst("Wie mag wat", "Who may do what"), Actie.WIE_MAG_WAT_ZIEN, False),
)
MAX_DOCK = 4


def lees_koekje(cookie: str, naam: str) -> str:
    """One cookie's value from a Cookie header; empty when it is not there or the header is rubbish."""
    try:
        koekjes = SimpleCookie(cookie[:8000])
    except CookieError:
        return ""
    return koekjes[naam].value if naam in koekjes else ""


def menu_voor(actor: Actor, taal: str) -> list[MenuItem]:
    """The menu of this person: what their rights open; the first `MAX_DOCK` that may also stand in the phone's dock."""
    open_ = [(href, label, dock) for href, label, actie, dock in MENU if actor.mag(actie)]
    in_dock = [href for href, _, dock in open_ if dock][:MAX_DOCK]
    return [MenuItem(href, label.in_taal(taal), dock=href in in_dock) for href, label, _ in open_]


def merk_van(naam: str) -> tuple[Toegang | None, Any]:
    """The access mark of a registered handler, and the State it belongs to. Unknown or unmarked: (None, None)."""
    bekend = RegistrationContext.get().event_handlers.get(naam)
    if bekend is None:
        return None, None
    merk = getattr(bekend.handler.fn, MERK, None)
    return (merk, bekend.states[0]) if isinstance(merk, Toegang) else (None, None)


def acties_van(merk: Toegang, staat: Any) -> tuple[Actie, ...]:
    """The rights of which one is needed."""
    return (staat._lijst.actie,) if merk.van_lijst else merk.acties


class Poort(rx.Middleware):
    """Installed once by the composition root."""

    async def preprocess(self, app: Any, state: Any, event: Event) -> StateUpdate | None:
        """Let the event through with its actor in `HUIDIGE_ACTOR`, or answer it here."""
        HUIDIGE_ACTOR.set(None)
        cookie = str(state.router.headers.cookie or "")
        token = lees_koekje(cookie, COOKIE)
        basis = await state.get_state(BasisState)
        await self._bind_aan_sessie(state, basis, hash_token(token) if token else "-")
        if event.name in INTERN:
            if event.name == HERVERBIND:
                await self._lees_vooraf(app, state, basis, event)
            elif event.name == ON_LOAD:
                return await self._is_al_gelezen(state, basis)
            return None
        merk, staat = merk_van(event.name)
        if merk is None:
            log.warning("handler_zonder_merk", handler=event.name[:200])
            return await self._antwoord(state, basis, GeenRecht())
        gevonden = await asyncio.to_thread(vind_sessie, token, klok)
        if merk.laadt or gevonden is None:
            self._vul(basis, gevonden, lees_koekje(cookie, "bpv_taal"))
        if gevonden is not None:
            HUIDIGE_ACTOR.set(gevonden.actor)
        if merk.openbaar:
            return None
        if gevonden is None:
            return await self._niet_ingelogd(state, basis, merk)
        if gevonden.moet_wijzigen and str(state.router.url.path).rstrip("/") != "/account":
            return await self._naar(state, "/account")
        acties = acties_van(merk, staat)
        if acties and not any(gevonden.actor.mag(actie) for actie in acties):
            return await self._antwoord(state, basis, GeenRecht(), laadt=merk.laadt)
        return None

    async def _lees_vooraf(self, app: Any, state: Any, basis: BasisState, event: Event) -> None:
        """A socket connects. Reflex would first send the state as it is (after a restart: empty), then run on_load.

        Sending first would empty the screen under the hands of who is typing, and draw every page twice. So on_load
        runs here, through this gate like any event; what Reflex then sends is the screen as it should be.
        """
        basis._vooraf = None
        na: list[Event] = []
        for laad in Event.from_event_type(app.get_load_events(state.router.url.path), router_data=event.router_data):
            merk, staat = merk_van(laad.name)
            if merk is None or not merk.laadt or await self.preprocess(app, state, laad) is not None:
                break  # not for here: on_load gives the answer
            uit = await RegistrationContext.get().event_handlers[laad.name].handler.fn(await state.get_state(staat))
            na += Event.from_event_type(uit, router_data=event.router_data)
        else:
            basis._vooraf = (str(state.router.url), na)
        HUIDIGE_ACTOR.set(None)

    async def _is_al_gelezen(self, state: Any, basis: BasisState) -> StateUpdate | None:
        """On_load of a page that was read a moment ago, when its socket connected: what is left are its events."""
        vooraf, basis._vooraf = basis._vooraf, None
        if vooraf is None or vooraf[0] != str(state.router.url):
            return None
        wortel = state._get_root_state()
        wortel.is_hydrated = True
        return StateUpdate(delta=await wortel._get_resolved_delta(), events=vooraf[1])

    async def _bind_aan_sessie(self, state: Any, basis: BasisState, sessie: str) -> None:
        """A tab belongs to one login: with another (or no) session everything it held is wiped first."""
        if basis._sessie == sessie:
            return
        if basis._sessie:
            wortel = state._get_root_state()
            for soort in list(RegistrationContext.get().base_states.values()):
                if soort is not type(wortel):
                    (await wortel.get_state(soort)).reset()
        basis._sessie = sessie

    def _vul(self, basis: BasisState, gevonden: Gevonden | None, taal: str) -> None:
        basis.is_demo = instellingen().demo
        basis.taal = taal if taal in ("nl", "en") else gevonden.actor.taal if gevonden else "nl"
        basis.is_ingelogd = gevonden is not None
        if gevonden is None:
            basis.naam, basis.rollen, basis.menu = "", "", []
            return
        basis.sessie_verlopen = False
        actor = gevonden.actor
        basis.naam = actor.naam
        basis.rollen = ", ".join(ROL_LABEL[r].in_taal(basis.taal) for r in sorted(actor.rollen))
        menu = menu_voor(actor, basis.taal)
        if menu != basis.menu:
            basis.menu = menu

    async def _niet_ingelogd(self, state: Any, basis: BasisState, merk: Toegang) -> StateUpdate:
        """Loading a page leads to the login; an action keeps the page, so nothing typed is lost."""
        if not merk.laadt:
            basis.sessie_verlopen = True
            return StateUpdate(delta=await state._get_root_state()._get_resolved_delta())
        url = state.router.url
        hier = f"{url.path}?{url.query}" if url.query else str(url.path)
        return await self._naar(state, f"/login?naar={quote(hier, safe='')}")

    async def _naar(self, state: Any, adres: str) -> StateUpdate:
        """Go elsewhere with a full load: the headers of a websocket are fixed when it connects."""
        ga = rx.call_script(f"window.location.replace({json.dumps(adres)})")
        return StateUpdate(delta=await state._get_root_state()._get_resolved_delta(), events=Event.from_event_type(ga))

    async def _antwoord(self, state: Any, basis: BasisState, fout: DomeinFout, *, laadt: bool = False) -> StateUpdate:
        if laadt:
            basis.pagina_fout = fout.tekst.in_taal(basis.taal)
            url = state.router.url
            basis._zet_pad(url.path.rstrip("/") or "/")
            basis.geladen_voor = f"{basis.pad}?{url.query}" if url.query else basis.pad
        else:
            basis._meld_fout(fout)
        return StateUpdate(delta=await state._get_root_state()._get_resolved_delta())
