"""Listening to the register: what changed there comes in page by page, each change applied once.

The page, what it changed and up to where we listened are committed together: a process that is killed in between
starts again where the last whole page ended.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Protocol

import structlog
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.db import lezen, transaction
from bpv_app.kernel.clock import Clock, klok
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.rules_wijziging import Wijziging, lees_wijziging
from bpv_app.koppeling.krd.service import KOPPELING
from bpv_app.koppeling.krd.service_wijziging import pas_wijziging_toe
from bpv_app.pok import service as pok_service

log = structlog.get_logger(__name__)
LUISTER_SECONDEN = 20.0
"""How often a register is asked for news."""
_HIER_MIS = Tekst("Hier ging iets mis bij het toepassen.", "Something went wrong here while applying it.")
_NIET_TE_LEZEN = Tekst("Niet te lezen: geen sleutel of moment.", "Cannot be read: no key or moment.")


class Bron(Protocol):
    """Where changes come from."""

    def wijzigingen(self, na: int) -> Any: ...


def pas_alles_toe(session: Session, regels: Iterable[Any], nu: datetime, bron: str) -> int:
    """Apply these, in order; returns how many were new. One that breaks is kept as "not applied", and stops nothing."""
    nieuw = 0
    for regel in regels:
        wijziging = lees_wijziging(regel) or _onleesbaar(regel, nu)
        try:
            with session.begin_nested():
                uitkomst = pas_wijziging_toe(session, wijziging, nu, bron)
        except Exception:
            log.exception("krd.wijziging", sleutel=wijziging.sleutel)
            mis = Wijziging(wijziging.sleutel, wijziging.op, None, inhoud=wijziging.inhoud, fout=_HIER_MIS)
            uitkomst = pas_wijziging_toe(session, mis, nu, bron)
        nieuw += uitkomst is not None
    return nieuw


def _onleesbaar(regel: Any, nu: datetime) -> Wijziging:
    """Kept under a key made of its contents, so that it is told once."""
    som = hashlib.sha256(json.dumps(regel, sort_keys=True, default=str).encode()).hexdigest()
    return Wijziging(f"onleesbaar-{som[:40]}", nu, None, fout=_NIET_TE_LEZEN)


class Luisteraar:
    """Asks a register over HTTP for its changes."""

    def __init__(self, bron: Bron, *, op: Engine | None = None, clock: Clock = klok) -> None:
        self._bron, self._engine, self._clock = bron, op, clock

    def ronde(self) -> int:
        """Take in one page; returns how many changes were new. Raises KrdOnbereikbaar."""
        with lezen(KOPPELING, op=self._engine) as session:
            na = pok_service.get_register(session).gelezen_tot
        pagina = self._bron.wijzigingen(na)  # outside any transaction
        lijst, laatste = pagina.get("wijzigingen"), pagina.get("laatste")
        if not isinstance(lijst, list) or not isinstance(laatste, int):
            log.warning("krd.wijzigingen_onleesbaar")
            return 0
        terug = laatste < na  # the register was restored from a backup: listen from its start, keys tell what is new
        if not lijst and not terug:
            return 0
        nummers = [r["nummer"] for r in lijst if isinstance(r, dict) and isinstance(r.get("nummer"), int)]
        with transaction(KOPPELING, op=self._engine) as session:
            register = pok_service.lock_register(session)
            if register.gelezen_tot != na:  # another listener was just before us
                return 0
            nieuw = pas_alles_toe(session, lijst, self._clock.nu(), "http")
            register = pok_service.lock_register(session)
            register.gelezen_tot = 0 if terug else max([na, *nummers])
            register.gelezen_op = self._clock.nu()
        return nieuw

    def alles(self) -> int:
        """Take in until there is nothing new any more; returns how many changes were new."""
        totaal = 0
        while nieuw := self.ronde():
            totaal += nieuw
        return totaal


class KrdDraad:
    """Runs a round every so many seconds, in a thread of its own. What fails is tried again the next time."""

    def __init__(self, ronde: Callable[[], int], seconden: float = LUISTER_SECONDEN, naam: str = "krd") -> None:
        self._ronde, self._seconden, self._naam = ronde, seconden, naam
        self._stop = threading.Event()
        self._draad = threading.Thread(target=self.draai, name=naam, daemon=True)

    def draai(self) -> None:
        """Until `stop()`; as long as there is work, without waiting."""
        while not self._stop.is_set():
            gedaan = 0
            try:
                gedaan = self._ronde()
            except DomeinFout as fout:
                log.info(f"{self._naam}.luisteren", fout=fout.code)
            except Exception:
                log.exception(f"{self._naam}.luisteren")
            if not gedaan:
                self._stop.wait(self._seconden)

    def start(self) -> None:
        self._draad.start()

    def stop(self, seconden: float = 5) -> None:
        """Ask it to stop and wait at most `seconden`; what was not committed is done again later."""
        self._stop.set()
        self._draad.join(seconden)
