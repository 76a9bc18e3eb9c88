"""What a phone kept until there was a connection: answers, care notes and agreements, each answered by itself.

The phone keeps every item until it hears that it is saved, or why not and what the person can do (`assets/verslag.js`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from bpv_app.gesprek.rules_verslag import lees_afspraak
from bpv_app.gesprek.service_verslag import Opgeslagen, bewaar_antwoord, voeg_afspraak_toe
from bpv_app.gesprek.service_zorg import bewaar_zorg
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst

MAX_ITEMS = 60
MAX_SLEUTEL = 64
MAX_EERDER = 6
VELD, ZORG, AFSPRAAK = "veld", "zorg", "afspraak"


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What became of one item. `stand`: bewaard, botst (somebody else wrote `nu`), fout or dicht (cannot be saved)."""

    sleutel: str
    soort: str
    stand: str
    moment_id: int = 0
    veld: str = ""
    nu: str = ""
    tekst: Tekst = field(default_factory=lambda: Tekst("", ""))

    def in_taal(self, taal: str) -> dict[str, Any]:
        """As the phone reads it."""
        return {
            "sleutel": self.sleutel,
            "soort": self.soort,
            "stand": self.stand,
            "nu": self.nu,
            "zin": self.tekst.in_taal(taal),
        }


def lees_wachtrij(ruw: str) -> list[Mapping[str, Any]]:
    """The items in what a phone sent; whatever is no list of objects is nothing."""
    try:
        lijst = json.loads(ruw)
    except (ValueError, RecursionError):
        return []
    return [item for item in lijst[:MAX_ITEMS] if isinstance(item, dict)] if isinstance(lijst, list) else []


def _tekst(item: Mapping[str, Any], naam: str, lengte: int = 20_000) -> str:
    waarde = item.get(naam)
    return waarde[:lengte].replace("\x00", "") if isinstance(waarde, str) else ""


def _eerder(item: Mapping[str, Any]) -> tuple[str, ...]:
    waarden = item.get("was")
    return tuple(w[:20_000] for w in waarden[:MAX_EERDER] if isinstance(w, str)) if isinstance(waarden, list) else ()


def _nummer(item: Mapping[str, Any], naam: str) -> int:
    tekst = _tekst(item, naam, 12)
    waarde = int(tekst) if tekst.isascii() and tekst.isdigit() else 0
    return waarde if is_sleutel(waarde) else 0


def verwerk_wachtrij(session: Session, actor: Actor, clock: Clock, ruw: str) -> list[Antwoord]:
    """Save what a phone sent, in its order; an answer for each. What is wrong does not hinder the others."""
    require(actor, Actie.VERSLAG_SCHRIJVEN)
    return [_verwerk(session, actor, clock, item) for item in lees_wachtrij(ruw)]


def _verwerk(session: Session, actor: Actor, clock: Clock, item: Mapping[str, Any]) -> Antwoord:
    sleutel, soort, veld = _tekst(item, "sleutel", MAX_SLEUTEL), _tekst(item, "soort", 10), _tekst(item, "veld", 40)
    moment_id = _nummer(item, "moment")
    try:
        if soort == AFSPRAAK:
            _bewaar_afspraak(session, actor, clock, moment_id, item, sleutel)
            return Antwoord(sleutel, soort, "bewaard", moment_id)
        bewaar = bewaar_zorg if soort == ZORG else bewaar_antwoord
        uitkomst = bewaar(
            session,
            actor,
            clock,
            moment_id,
            veld,
            _tekst(item, "tekst"),
            _eerder(item),
            sjabloon_id=_nummer(item, "sjabloon"),
        )
    except OngeldigeInvoer as fout:
        return Antwoord(sleutel, soort, "fout", moment_id, veld, tekst=next(iter(fout.velden.values()), fout.tekst))
    except DomeinFout as fout:
        return Antwoord(sleutel, soort, "dicht", moment_id, veld, tekst=fout.tekst)
    return _antwoord(sleutel, soort, moment_id, veld, uitkomst)


def _antwoord(sleutel: str, soort: str, moment_id: int, veld: str, uitkomst: Opgeslagen) -> Antwoord:
    if not uitkomst.botst:
        return Antwoord(sleutel, soort, "bewaard", moment_id, veld, uitkomst.nu)
    door = uitkomst.door or "…"
    tekst = Tekst(f"{door} schreef hier intussen iets anders:", f"{door} wrote something else here meanwhile:")
    return Antwoord(sleutel, soort, "botst", moment_id, veld, uitkomst.nu, tekst)


def _bewaar_afspraak(
    session: Session, actor: Actor, clock: Clock, moment_id: int, item: Mapping[str, Any], sleutel: str
) -> None:
    invoer = lees_afspraak(
        _tekst(item, "wat", 20), _tekst(item, "tekst"), _tekst(item, "wie", 40), _tekst(item, "voor", 20)
    )
    voeg_afspraak_toe(session, actor, clock, moment_id, invoer, sleutel, sjabloon_id=_nummer(item, "sjabloon"))
