"""Does the long work: one step, one transaction. A process that is killed loses at most the step it was in.

What a step changes and where the work then stands are committed together, so a step is never done twice and never
left out, whichever process goes on.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import Actor, require, systeem
from bpv_app.kernel.clock import Clock, klok
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.taak.rules import LEASE, LOPEND, MAX_POGINGEN, TaakBeeld, TaakStatus, Voortgang
from bpv_app.taak.service import WEKKER
from bpv_app.taak.tables import Taak, TaakRegel
from bpv_app.toegang.service import actor_van_account

KIJK_SECONDEN = 2.0
log = structlog.get_logger(__name__)


class Werk(Protocol):
    """A kind of long work."""

    actie: Actie
    """The right that whoever started it must still have at every step."""

    def bereid_voor(self, session: Session, actor: Actor, taak: TaakBeeld) -> Any:
        """What takes long and changes nothing (drawing, reading pictures): outside the writing transaction."""
        ...

    def doe(self, session: Session, actor: Actor, clock: Clock, taak: TaakBeeld, voorbereid: Any) -> Voortgang:
        """One step. Should take a few seconds at the most: others wait for the writing transaction."""
        ...


class TaakWorker:
    """Takes the oldest task that nobody holds and does it step by step."""

    def __init__(self, soorten: Mapping[str, Werk], *, op: Engine | None = None, clock: Clock = klok) -> None:
        self._soorten = dict(soorten)
        self._engine, self._clock, self._actor = op, clock, systeem("taken")
        self._stop = threading.Event()

    def ronde(self) -> bool:
        """Do one task until it ends, or until somebody stops this worker. False: there was nothing to do."""
        claim = uuid.uuid4().hex
        taak_id = self._claim(claim)
        if taak_id is None:
            return False
        while not self._stop.is_set():
            try:
                if not self._stap(taak_id, claim):
                    return True
            except DomeinFout as fout:
                self._eindig(taak_id, claim, TaakStatus.MISLUKT, fout.tekst)
                return True
            except Exception:
                nummer = uuid.uuid4().hex[:8]
                log.exception("taak", taak=taak_id, nummer=nummer)
                if not self._nog_eens(taak_id, claim, nummer):
                    return True
        self._laat_los(taak_id, claim)
        return True

    # --- transactions -----------------------------------------------------------------------------------------------

    def _claim(self, claim: str) -> int | None:
        """Take the oldest task. A look without the write lock first: an idle worker never makes a writer wait."""
        nu = self._clock.nu()
        waar = [
            col(Taak.status).in_(LOPEND),
            sa.or_(col(Taak.geclaimd_tot).is_(None), col(Taak.geclaimd_tot) <= nu),
        ]
        with lezen(self._actor, op=self._engine) as session:
            if session.execute(sa.select(col(Taak.id)).where(*waar).limit(1)).first() is None:
                return None
        with transaction(self._actor, op=self._engine) as session:
            oudste = sa.select(Taak).where(*waar).order_by(col(Taak.id)).limit(1)
            taak: Taak | None = session.execute(oudste.with_for_update(skip_locked=True)).scalar_one_or_none()
            if taak is None:
                return None
            taak.status, taak.claim, taak.geclaimd_tot = TaakStatus.BEZIG, claim, nu + LEASE
            taak.begonnen_op, taak.hervat_bij = nu, taak.gedaan
            taak.pogingen += 1  # a step that kills its worker counts too: it must not go round for ever
            if taak.pogingen > MAX_POGINGEN:
                _sluit(taak, TaakStatus.MISLUKT, _VAAK_MISLUKT, nu)
                return None
            return taak.id

    def _van_ons(self, session: Session, taak_id: int, claim: str) -> Taak | None:
        """The task, locked, if this claim still holds it."""
        vraag = sa.select(Taak).where(col(Taak.id) == taak_id, col(Taak.claim) == claim).with_for_update()
        taak: Taak | None = session.execute(vraag).scalar_one_or_none()
        return taak

    def _stap(self, taak_id: int, claim: str) -> bool:
        """One step. False: the task has ended, or another worker has it."""
        with lezen(self._actor, op=self._engine) as session:
            taak = session.get(Taak, taak_id)
            if taak is None or taak.claim != claim:
                return False
            if taak.is_stop_gevraagd:
                tekst = Tekst("Gestopt op verzoek. Wat klaar was, blijft.", "Stopped as asked. What was done stays.")
                session.rollback()
                self._eindig(taak_id, claim, TaakStatus.GESTOPT, tekst)
                return False
            werk, beeld = self._soorten[taak.soort], _beeld(taak)
            actor = actor_van_account(session, taak.account_id)
            require(actor, werk.actie)
            voorbereid = werk.bereid_voor(session, actor, beeld)
        with transaction(actor, op=self._engine) as session:
            rij = self._van_ons(session, taak_id, claim)
            if rij is None:
                return False
            voortgang = werk.doe(session, actor, self._clock, beeld, voorbereid)
            noteer(session, rij, voortgang, self._clock.nu())
            return voortgang.slot is None

    def _eindig(self, taak_id: int, claim: str, status: TaakStatus, tekst: Tekst) -> None:
        with transaction(self._actor, op=self._engine) as session:
            taak = self._van_ons(session, taak_id, claim)
            if taak is not None:
                _sluit(taak, status, tekst, self._clock.nu())

    def _nog_eens(self, taak_id: int, claim: str, nummer: str) -> bool:
        """Count a broken step. False: it broke too often and the task has failed."""
        with transaction(self._actor, op=self._engine) as session:
            taak = self._van_ons(session, taak_id, claim)
            if taak is None:
                return False
            taak.pogingen += 1
            if taak.pogingen <= MAX_POGINGEN:
                return True
            tekst = Tekst(
                f"Er ging iets mis bij ons. Wat klaar was, blijft. Noem nummer {nummer} als je het meldt.",
                f"Something went wrong on our side. What was done stays. Mention number {nummer} when you report it.",
            )
            _sluit(taak, TaakStatus.MISLUKT, tekst, self._clock.nu())
            return False

    def _laat_los(self, taak_id: int, claim: str) -> None:
        """This process ends: the next one may go on at once."""
        with transaction(self._actor, op=self._engine) as session:
            taak = self._van_ons(session, taak_id, claim)
            if taak is not None:
                taak.claim, taak.geclaimd_tot, taak.pogingen = "", None, 0

    # --- running ----------------------------------------------------------------------------------------------------

    def draai(self) -> None:
        """Work until `stop()`."""
        while not self._stop.is_set():
            WEKKER.clear()
            try:
                gedaan = self.ronde()
            except Exception:
                log.exception("taken.ronde")
                gedaan = False
            if not gedaan:
                WEKKER.wait(KIJK_SECONDEN)

    def stop(self) -> None:
        """Finish the step at hand and stop."""
        self._stop.set()
        WEKKER.set()


def noteer(session: Session, taak: Taak, voortgang: Voortgang, nu: datetime) -> None:
    """Write down how far a step brought the task, with its results; the last step ends it."""
    assert taak.id is not None
    taak.gedaan, taak.totaal, taak.stand = voortgang.gedaan, voortgang.totaal, dict(voortgang.stand)
    taak.pogingen, taak.geclaimd_tot = 0, nu + LEASE
    session.add_all(
        TaakRegel(
            taak_id=taak.id,
            sleutel=u.sleutel[:60],
            naam=u.naam[:200],
            is_gelukt=u.gelukt,
            tekst_nl=u.tekst.nl[:1000],
            tekst_en=u.tekst.en[:1000],
            href=u.href[:200],
        )
        for u in voortgang.uitslagen
    )
    if voortgang.slot is not None:
        _sluit(taak, TaakStatus.KLAAR, voortgang.slot, nu)


_VAAK_MISLUKT = Tekst(
    "Dit werk brak een paar keer af en is gestopt. Wat klaar was, blijft. Meld het bij beheer.",
    "This work broke off a few times and was stopped. What was done stays. Tell the administrators.",
)


def _sluit(taak: Taak, status: TaakStatus, tekst: Tekst, nu: datetime) -> None:
    taak.status, taak.klaar_op = status, nu
    taak.slot_nl, taak.slot_en = tekst.nl[:1000], tekst.en[:1000]
    taak.claim, taak.geclaimd_tot = "", None


def _beeld(taak: Taak) -> TaakBeeld:
    assert taak.id is not None
    return TaakBeeld(taak.id, taak.soort, dict(taak.invoer), dict(taak.stand), taak.gedaan, taak.totaal)


class TaakDraad:
    """A task worker in a thread of its own."""

    def __init__(self, worker: TaakWorker) -> None:
        self._worker = worker
        self._draad = threading.Thread(target=worker.draai, name="taken", daemon=True)

    def start(self) -> None:
        self._draad.start()

    def stop(self, seconden: float = 5) -> None:
        """Ask it to stop and wait at most `seconden`; a step that takes longer is undone and done again later."""
        self._worker.stop()
        self._draad.join(seconden)
