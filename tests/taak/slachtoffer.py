"""A process that does long work and kills itself, for real, in the middle of it.

Run as a script with DATABASE_URL LATER MOMENT: `LATER` leases later than now, so that the claim of the one who died
before is over; `MOMENT` is `voor_commit:3`, `in_stap:2` (the third, second step of this process) or `-` (never).
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from bpv_app.db import maak_engine
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock, SystemClock
from bpv_app.taak.rules import LEASE, TaakBeeld, Voortgang
from bpv_app.taak.worker import TaakWorker
from tests.taak.tellen import Tellen


class LatereKlok(SystemClock):
    """The real clock, `n` leases later."""

    def __init__(self, n: int) -> None:
        self._later = n * LEASE

    def nu(self) -> Any:
        return super().nu() + self._later


class Moordend(Tellen):
    """Counts, until the chosen step."""

    def __init__(self, moment: str) -> None:
        self.naam, _, nummer = moment.partition(":")
        self.nog = int(nummer or 0)

    def doe(self, session: Session, actor: Actor, clock: Clock, taak: TaakBeeld, voorbereid: int) -> Voortgang:
        voortgang = super().doe(session, actor, clock, taak, voorbereid)
        session.flush()
        self.nog -= 1
        if self.nog == 0 and self.naam == "in_stap":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.nog == 0 and self.naam == "voor_commit":
            event.listen(session, "before_commit", lambda _s: os.kill(os.getpid(), signal.SIGKILL))
        return voortgang


if __name__ == "__main__":
    url, later, moment = sys.argv[1:4]
    TaakWorker({"tellen": Moordend(moment)}, op=maak_engine(url), clock=LatereKlok(int(later))).ronde()
