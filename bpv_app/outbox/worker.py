"""Delivers the messages of the outbox: claim, send outside any transaction, store the answer with its consequences.

Several workers may share one outbox. A claim ends by itself (lease), so a worker that is killed loses nothing; what
it had sent is sent again with the same key, and the receiver counts it once.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import uuid4

import sqlalchemy as sa
import structlog
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import Clock, klok
from bpv_app.outbox.rules import (
    GEEN_LIJN,
    LEASE,
    LEVERTIJD,
    Aangenomen,
    BerichtStatus,
    GeenAntwoord,
    Geweigerd,
    TeLeveren,
    Uitkomst,
    pauze,
    wachttijd,
)
from bpv_app.outbox.service import WEKKER, als_te_leveren, handel_af, te_doen
from bpv_app.outbox.tables import Bericht

BATCH = 20
KIJK_SECONDEN = 0.5
log = structlog.get_logger(__name__)


class Kanaal(Protocol):
    """One way to the outside."""

    def lever(self, bericht: TeLeveren) -> Uitkomst:
        """Send it. Called outside any transaction; may take at most `LEVERTIJD`. Never raises on a bad line."""
        ...

    def verwerk(self, session: Session, bericht: TeLeveren, uitkomst: Aangenomen | Geweigerd, op: datetime) -> None:
        """Do what the final answer asks, in the transaction that settles the message."""
        ...


@dataclass
class _Lijn:
    """What this worker knows of a channel's line: dead lines in a row, and until when it rests."""

    mislukt: int = 0
    rust_tot: datetime | None = None


class Worker:
    """Delivers for the given channels; messages of other channels wait."""

    def __init__(
        self,
        kanalen: Mapping[str, Kanaal],
        *,
        op: Engine | None = None,
        clock: Clock = klok,
        toeval: Callable[[], float] = random.random,
    ) -> None:
        self._kanalen = dict(kanalen)
        self._engine = op
        self._clock = clock
        self._toeval = toeval
        self._lijnen = {naam: _Lijn() for naam in self._kanalen}
        self._stop = threading.Event()
        self._actor = systeem("koppeling")

    # --- one round --------------------------------------------------------------------------------------------------

    def ronde(self) -> int:
        """Deliver one batch of what is due. Returns how many messages were tried."""
        geprobeerd = 0
        for kanaal in self._kanalen:
            lijn = self._lijnen[kanaal]
            nu = self._clock.nu()
            if lijn.rust_tot and nu < lijn.rust_tot:
                continue
            claim = uuid4().hex
            for bericht in self._claim(kanaal, claim, nu):
                if self._stop.is_set() or self._clock.nu() + LEVERTIJD > nu + LEASE:
                    break
                geprobeerd += 1
                if not self._lever(bericht, claim, lijn):
                    break
            self._laat_los(claim)
        return geprobeerd

    def _lever(self, bericht: TeLeveren, claim: str, lijn: _Lijn) -> bool:
        """Deliver one message and settle it. False: the line is dead, leave the rest for later."""
        try:
            uitkomst = self._kanalen[bericht.kanaal].lever(bericht)
        except Exception:
            log.exception("outbox.lever", bericht=bericht.id, kanaal=bericht.kanaal)
            uitkomst = GeenAntwoord("fout_in_koppeling", "Er ging hier iets mis bij het versturen.")
        if isinstance(uitkomst, GeenAntwoord):
            self._zet_terug(bericht, claim, uitkomst)
            if uitkomst.lijn_dood:
                lijn.mislukt += 1
                lijn.rust_tot = self._clock.nu() + pauze(lijn.mislukt, self._toeval())
            return not uitkomst.lijn_dood
        try:
            self._handel_af(bericht, claim, uitkomst)
        except Exception:
            log.exception("outbox.verwerk", bericht=bericht.id, kanaal=bericht.kanaal)
            wacht = GeenAntwoord("fout_in_verwerking", "Het antwoord kon hier niet worden verwerkt.")
            self._zet_terug(bericht, claim, wacht)
        if lijn.mislukt:
            self._lijn_hersteld(bericht.kanaal)
        lijn.mislukt, lijn.rust_tot = 0, None
        return True

    # --- transactions -----------------------------------------------------------------------------------------------

    def _claim(self, kanaal: str, claim: str, nu: datetime) -> list[TeLeveren]:
        """Take a batch. A look without the write lock first: an idle worker never makes a writer wait."""
        waar = te_doen(kanaal, nu)
        with lezen(self._actor, op=self._engine) as session:
            if session.exec(select(Bericht.id).where(*waar).limit(1)).first() is None:
                return []
        oudste = select(Bericht).where(*waar).order_by(col(Bericht.volgende_op), col(Bericht.id)).limit(BATCH)
        with transaction(self._actor, op=self._engine) as session:
            berichten = session.exec(oudste.with_for_update(of=Bericht, skip_locked=True)).all()
            for bericht in berichten:
                bericht.claim = claim
                bericht.geclaimd_tot = nu + LEASE
                bericht.pogingen += 1
            return [als_te_leveren(session, b) for b in berichten]

    def _eigen(self, session: Session, bericht_id: int, claim: str) -> Bericht | None:
        """The message, locked, if this claim still holds it; None when the lease ran out and another one took it."""
        vraag = select(Bericht).where(
            Bericht.id == bericht_id, Bericht.claim == claim, Bericht.status == BerichtStatus.WACHT
        )
        return session.exec(vraag.with_for_update()).first()

    def _handel_af(self, bericht: TeLeveren, claim: str, uitkomst: Aangenomen | Geweigerd) -> None:
        """The answer and what follows from it, in one transaction."""
        with transaction(self._actor, op=self._engine) as session:
            rij = self._eigen(session, bericht.id, claim)
            if rij is None:
                return
            nu = self._clock.nu()
            handel_af(rij, uitkomst, nu)
            session.flush()
            self._kanalen[bericht.kanaal].verwerk(session, bericht, uitkomst, nu)

    def _zet_terug(self, bericht: TeLeveren, claim: str, uitkomst: GeenAntwoord) -> None:
        with transaction(self._actor, op=self._engine) as session:
            rij = self._eigen(session, bericht.id, claim)
            if rij is None:
                return
            rij.volgende_op = self._clock.nu() + wachttijd(rij.pogingen, self._toeval())
            rij.fout_code, rij.fout_tekst = uitkomst.code[:60], uitkomst.tekst[:500]
            rij.claim, rij.geclaimd_tot = "", None

    def _laat_los(self, claim: str) -> None:
        """Give back what was claimed and not tried (dead line, stop, lease too short)."""
        waar = [col(Bericht.claim) == claim, col(Bericht.status) == BerichtStatus.WACHT]
        with lezen(self._actor, op=self._engine) as session:
            if session.exec(select(Bericht.id).where(*waar).limit(1)).first() is None:
                return
        with transaction(self._actor, op=self._engine) as session:
            terug = {"claim": "", "geclaimd_tot": None, "pogingen": Bericht.pogingen - 1}
            session.execute(sa.update(Bericht).where(*waar).values(terug))

    def _lijn_hersteld(self, kanaal: str) -> None:
        """The line works again: what failed only because of it need not wait for its turn."""
        nu = self._clock.nu()
        waar = [
            col(Bericht.kanaal) == kanaal,
            col(Bericht.status) == BerichtStatus.WACHT,
            col(Bericht.fout_code) == GEEN_LIJN,
            col(Bericht.volgende_op) > nu,
        ]
        with transaction(self._actor, op=self._engine) as session:
            session.execute(sa.update(Bericht).where(*waar).values(volgende_op=nu))

    # --- running ----------------------------------------------------------------------------------------------------

    def draai(self) -> None:
        """Deliver until `stop()`: at once after a commit in this process, otherwise every half second."""
        while not self._stop.is_set():
            WEKKER.clear()
            try:
                geprobeerd = self.ronde()
            except Exception:
                log.exception("outbox.ronde")
                geprobeerd = 0
            if not geprobeerd:
                WEKKER.wait(KIJK_SECONDEN)

    def vraag_stop(self) -> None:
        """Finish the message at hand and stop at the next look. Safe in a signal handler: takes no lock of a waiter."""
        self._stop.set()

    def stop(self) -> None:
        """Finish the message at hand and stop, without waiting for the next look."""
        self.vraag_stop()
        WEKKER.set()


class WorkerDraad:
    """A worker in a thread of the web process. A daemon: a process that ends does not wait for the other side."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._draad = threading.Thread(target=worker.draai, name="outbox", daemon=True)

    def start(self) -> None:
        self._draad.start()

    def stop(self, seconden: float = 5) -> None:
        """Ask it to stop and wait at most `seconden`; what is unsettled then goes back by its lease."""
        self._worker.stop()
        self._draad.join(seconden)

    def leeft(self) -> bool:
        return self._draad.is_alive()
