"""What a phone kept until there was a connection: some days of hours, each answered by itself.

The phone sends the days it has not heard about, oldest first, and keeps each until it gets an answer. An answer says
that the day is saved, or why it is not and what the person can do; nothing is ever dropped here silently.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.queries_dag import lees_regels, lees_stand
from bpv_app.uren.rules_invoer import DagInvoer, RegelInvoer, lees_dag
from bpv_app.uren.rules_tonen import toon_uren
from bpv_app.uren.service_dag import MAX_SLEUTEL, bewaar_dag

MAX_DAGEN = 40
MAX_VORIGE = 40


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What became of one day. `soort`: bewaard, fout (wrong input), botst (another device) or slot (cannot be saved).

    `uren` is what the first line comes to; `nu` holds the fields as they are on the server when devices collide.
    """

    sleutel: str
    soort: str
    tekst: Tekst = field(default_factory=lambda: Tekst("", ""))
    versie: int = 0
    dag_id: int = 0
    uren: str = ""
    velden: Mapping[str, Tekst] = field(default_factory=dict)
    nu: Mapping[str, str] = field(default_factory=dict)

    def in_taal(self, taal: str) -> dict[str, Any]:
        """As the phone reads it."""
        return {
            "sleutel": self.sleutel,
            "soort": self.soort,
            "tekst": self.tekst.in_taal(taal),
            "versie": self.versie,
            "dag": self.dag_id,
            "uren": self.uren,
            "velden": {naam: tekst.in_taal(taal) for naam, tekst in self.velden.items()},
            "nu": dict(self.nu),
        }


def lees_wachtrij(ruw: str) -> list[Mapping[str, Any]]:
    """The days in what a phone sent; whatever is no list of objects is nothing."""
    try:
        lijst = json.loads(ruw)
    except (ValueError, RecursionError):
        return []
    if not isinstance(lijst, list):
        return []
    return [item for item in lijst[:MAX_DAGEN] if isinstance(item, dict)]


def verwerk_wachtrij(session: Session, actor: Actor, clock: Clock, ruw: str) -> list[Antwoord]:
    """Save the days a phone sent, in its order; an answer for each. Wrong days do not hinder the others."""
    require(actor, Actie.UREN_SCHRIJVEN)
    return [_verwerk(session, actor, clock, item) for item in lees_wachtrij(ruw)]


def _getal(waarde: object) -> int:
    return waarde if isinstance(waarde, int) and not isinstance(waarde, bool) and 0 <= waarde < 2**53 else 0


def _tekst(waarde: object) -> str:
    return waarde[:MAX_SLEUTEL] if isinstance(waarde, str) else ""


def _verwerk(session: Session, actor: Actor, clock: Clock, item: Mapping[str, Any]) -> Antwoord:
    sleutel, pok_id, vorige = _tekst(item.get("sleutel")), _getal(item.get("pok")), item.get("vorige")
    eerder = {_tekst(v) for v in vorige[-MAX_VORIGE:]} - {""} if isinstance(vorige, list) else set()
    try:
        invoer = lees_dag(item)
    except OngeldigeInvoer as fout:
        return Antwoord(sleutel, "fout", _eerste(fout), velden=fout.velden)
    try:
        dag = bewaar_dag(
            session, actor, clock, pok_id, invoer, sleutel=sleutel, versie=_getal(item.get("versie")), vorige=eerder
        )
    except Verouderd:
        return _botsing(session, actor, pok_id, invoer, sleutel)
    except DomeinFout as fout:
        return Antwoord(sleutel, "slot", fout.tekst)
    uren = toon_uren(invoer.regels[0].minuten) if invoer.regels else ""
    return Antwoord(sleutel, "bewaard", versie=dag.versie, dag_id=dag.dag_id, uren=uren)


def _eerste(fout: OngeldigeInvoer) -> Tekst:
    return next(iter(fout.velden.values()), fout.tekst)


def _botsing(session: Session, actor: Actor, pok_id: int, invoer: DagInvoer, sleutel: str) -> Antwoord:
    """Another device saved this day: both versions, and the person chooses."""
    stand = lees_stand(session, actor, pok_id, invoer.datum)
    assert stand is not None, "it was there a moment ago"
    regels = lees_regels(session, stand.dag_id) if stand.dag_id else ()
    minuten = sum(r.minuten for r in regels)
    tekst = Tekst(
        f"Op een ander apparaat staat voor deze dag {toon_uren(minuten)} uur.",
        f"On another device there are {toon_uren(minuten, 'en')} hours on this day.",
    )
    return Antwoord(sleutel, "botst", tekst, versie=stand.versie, nu=als_velden(regels, *stand.teksten))


def als_velden(regels: tuple[RegelInvoer, ...], omschrijving: str, werkproces: str) -> dict[str, str]:
    """A day as the fields of the form: the first line, a second one, and the texts."""
    velden = {"omschrijving": omschrijving, "werkproces": werkproces}
    for achter, regel in zip(("", "_2"), regels, strict=False):
        velden[f"soort{achter}"] = regel.soort.value
        velden[f"uren{achter}"] = toon_uren(regel.minuten)
        if not achter and regel.van is not None and regel.tot is not None:
            velden |= {"van": toon_tijd(regel.van), "tot": toon_tijd(regel.tot), "pauze": str(regel.pauze or "")}
    return velden


def toon_tijd(minuten: int) -> str:
    """`8:30`, from minutes since midnight."""
    return f"{minuten // 60}:{minuten % 60:02d}"
