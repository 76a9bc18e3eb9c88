"""What the app does by itself at set times: the mail of the week, reminders. Beside the worker, never in a request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy.engine import Engine

from bpv_app.beoordeling import service_evaluatie
from bpv_app.config import instellingen
from bpv_app.dashboard import service_weergave_mail
from bpv_app.db import lezen, transaction
from bpv_app.erkenning import service_volgen
from bpv_app.gesprek import service_planning
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import Clock, klok
from bpv_app.leerbedrijf import service_paren
from bpv_app.matching import service_openen, service_rangorde_mail, service_ronde_mail
from bpv_app.pok import service_manen
from bpv_app.signaal import service_vinden
from bpv_app.uren import service_weekmail as service

log = structlog.get_logger(__name__)
EERST_NA = 60.0
"""Seconds until the first look: a server that starts has people to serve."""
DAARNA_ELKE = 600.0


@dataclass(frozen=True, slots=True)
class VasteTaak:
    """Work for set times: what is due (session, actor, clock), and a verb that does a piece of it and says how much.

    A piece of less than `per_keer` was the last.
    """

    naam: str
    te_doen: Callable[..., Sequence[object]]
    doe: Callable[..., int]
    per_keer: int = service.MAX_PER_KEER

    def doe_alles(self, actor: Actor, clock: Clock, *, nu: bool = False, op: Engine | None = None) -> int:
        """Do all that is due (`nu`: also before its hour), piece by piece, each in a transaction of its own.

        Looks first without the write lock: most of the time there is nothing. Returns how much was done.
        """
        with lezen(actor, op=op) as session:
            if not self.te_doen(session, actor, clock, nu=nu):
                return 0
        totaal = 0
        while True:
            with transaction(actor, op=op) as session:
                aantal = self.doe(session, actor, clock, nu=nu)
            totaal += aantal
            if aantal < self.per_keer:
                return totaal


WEEKMAIL = VasteTaak("weekmail", service.te_sturen_weekmails, service.stuur_weekmails)
HERINNERING = VasteTaak("herinnering", service.te_sturen_herinneringen, service.stuur_herinneringen)
RONDE_DICHT = VasteTaak("ronde_dicht", service_openen.te_sluiten_rondes, service_openen.sluit_verlopen_rondes)
VOORKEUR = VasteTaak("voorkeur", service_ronde_mail.te_sturen_herinneringen, service_ronde_mail.stuur_herinneringen)
RANGORDE = VasteTaak(
    "rangorde", service_rangorde_mail.te_sturen_herinneringen, service_rangorde_mail.stuur_herinneringen
)
SIGNALEN = VasteTaak("signalen", service_vinden.te_zoeken, service_vinden.zoek_signalen, per_keer=1)

EVALUATIE = VasteTaak(
    "evaluatie", service_evaluatie.te_sturen_herinneringen, service_evaluatie.stuur_evaluatie_herinneringen
)

MOMENTEN = VasteTaak("momenten", service_planning.te_maken_momenten, service_planning.maak_ontbrekende_momenten)
MANEN = VasteTaak("manen", service_manen.te_sturen_herinneringen, service_manen.stuur_herinneringen)
INTREKKINGEN = VasteTaak("intrekkingen", service_volgen.te_volgen, service_volgen.volg_de_dag)
DUBBELEN = VasteTaak(
    "dubbelen", service_paren.te_vergelijken, service_paren.vergelijk_volgende, per_keer=service_paren.PER_KEER
)
RAPPORTMAIL = VasteTaak(
    "rapportmail",
    service_weergave_mail.te_sturen_rapportmails,
    service_weergave_mail.stuur_rapportmails,
    per_keer=service_weergave_mail.MAX_PER_KEER,
)
ALLE = (
    RONDE_DICHT,
    MOMENTEN,
    INTREKKINGEN,
    SIGNALEN,
    WEEKMAIL,
    HERINNERING,
    VOORKEUR,
    RANGORDE,
    EVALUATIE,
    MANEN,
    RAPPORTMAIL,
    DUBBELEN,
)
"""In the order in which they are done."""


class Planner:
    """A thread that looks every ten minutes what is due. Several processes may have one: each mail is made once."""

    def __init__(self, *, op: Engine | None = None, clock: Clock = klok) -> None:
        self._engine, self._clock, self._actor = op, clock, systeem("planner")
        self._stop = threading.Event()
        self._draad = threading.Thread(target=self._draai, name="planner", daemon=True)

    def ronde(self) -> int:
        """Do all that is due now; returns how much (mails, rounds closed). What fails is tried again the next time."""
        totaal = 0
        for taak in ALLE:
            try:
                totaal += taak.doe_alles(self._actor, self._clock, op=self._engine)
            except Exception:
                log.exception("planner", taak=taak.naam)
        return totaal

    def _draai(self) -> None:
        wacht = EERST_NA
        while not self._stop.wait(wacht):
            self.ronde()
            wacht = DAARNA_ELKE

    def start(self) -> None:
        self._draad.start()

    def stop(self, seconden: float = 5) -> None:
        """Ask it to stop and wait at most `seconden`; what is being written is finished or undone."""
        self._stop.set()
        self._draad.join(seconden)


def start_planner() -> Planner | None:
    """Start it; None without a way to send mail: a year of reminders would go out on the day the school gets one."""
    settings = instellingen()
    if not (settings.smtp or settings.demo):
        return None
    planner = Planner()
    planner.start()
    return planner
