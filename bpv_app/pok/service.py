"""The verbs of the agreement: make ready, send, print, sign, archive, chase, close, withdraw, put back, amend.

Each is `(session, actor, clock, …)`: fetch in the actor's scope, ask the life cycle's table (`rules.OVERGANGEN`),
change, write history, put the register's message ready; flush, never commit. They live in `service_*.py`, by step.
"""

from __future__ import annotations

from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.queries_afdruk import get_afdruk
from bpv_app.pok.rules_afsluiten import Afsluiting
from bpv_app.pok.rules_voortraject import Voortraject, lees_voortraject
from bpv_app.pok.service_afdrukken import Afdrukresultaat, druk_af, get_document
from bpv_app.pok.service_afsluiten import meld_af, sluit_af, verwerk_krd_antwoord, wijs_af, zet_terug
from bpv_app.pok.service_basis import NietErkend, get_pok, get_pok_bij_nummer, huidige_pok
from bpv_app.pok.service_blad import handhaaf, maak_bpvblad, trek_in
from bpv_app.pok.service_checklist import Checklist, ChecklistPunt, checklist
from bpv_app.pok.service_klaarzetten import (
    Verstuurd,
    maak_volledig,
    maak_volledig_alle,
    stel_begeleider_in,
    stuur_opnieuw,
    voortraject_van,
    zet_klaar,
)
from bpv_app.pok.service_krd import (
    BekendePok,
    check_mutatiestop,
    get_mutatiestop,
    get_ontheffing,
    get_register,
    lock_register,
    noteer_krd_status,
)
from bpv_app.pok.service_muteren import MutatieUitslag, list_keten, muteer, wijzig_opleider
from bpv_app.pok.service_naast import geef_reden_naast, list_naast, list_zonder_reden
from bpv_app.pok.service_ontheffing import geef_ontheffing
from bpv_app.pok.service_reactie import reageer, registreer_bezwaar
from bpv_app.pok.service_tekenen import (
    Gescand,
    TekenUitslag,
    controleer_opnieuw,
    get_scan,
    registreer_handtekening,
    verwijder_handtekening,
    voeg_belnotitie_toe,
    voeg_scan_toe,
    zet_archiefplaats,
    zoek_papier,
)

__all__ = [
    "Afdrukresultaat",
    "Afsluiting",
    "BekendePok",
    "Checklist",
    "ChecklistPunt",
    "Gescand",
    "MutatieUitslag",
    "NietErkend",
    "TekenUitslag",
    "Verstuurd",
    "Voortraject",
    "check_mutatiestop",
    "checklist",
    "controleer_opnieuw",
    "druk_af",
    "geef_ontheffing",
    "geef_reden_naast",
    "get_afdruk",
    "get_document",
    "get_mutatiestop",
    "get_ontheffing",
    "get_pok",
    "get_pok_bij_nummer",
    "get_register",
    "get_scan",
    "handhaaf",
    "huidige_pok",
    "lees_voortraject",
    "list_keten",
    "list_naast",
    "list_zonder_reden",
    "lock_register",
    "maak_bpvblad",
    "maak_volledig",
    "maak_volledig_alle",
    "meld_af",
    "muteer",
    "noteer_krd_status",
    "pok_scope",
    "reageer",
    "registreer_bezwaar",
    "registreer_handtekening",
    "sluit_af",
    "stel_begeleider_in",
    "stuur_opnieuw",
    "trek_in",
    "verwerk_krd_antwoord",
    "verwijder_handtekening",
    "voeg_belnotitie_toe",
    "voeg_scan_toe",
    "voortraject_van",
    "wijs_af",
    "wijzig_opleider",
    "zet_archiefplaats",
    "zet_klaar",
    "zet_terug",
    "zoek_papier",
]
