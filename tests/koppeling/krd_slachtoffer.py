"""A server that gets killed: it changes statuses and delivers at the same time, like the web process does.

Run as a script with DATABASE_URL KRD_URL MOMENT... For every moment a fresh process is forked; it
works until it has nothing left to do (`einde: klaar`) or until it reaches that moment for the given time and kills
itself with SIGKILL (`einde: gedood`). A moment is `name:number`, `-` is never.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import configure_mappers
from sqlmodel import Session, col

from bpv_app.db import lezen, maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import SystemClock
from bpv_app.koppeling.krd.http import KrdHttp
from bpv_app.koppeling.krd.service import KrdKanaal
from bpv_app.outbox.rules import LEASE, Aangenomen, BerichtStatus, Geweigerd, TeLeveren, Uitkomst
from bpv_app.outbox.tables import Bericht
from bpv_app.outbox.worker import Worker, WorkerDraad
from bpv_app.pok import service as pok_service
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok, PokHistorie

ACTOR = systeem("proef")
MOMENTEN = ("voor_commit", "na_commit", "voor_versturen", "na_versturen", "in_afhandeling")
"""Before and after the status change is committed, before and after sending, inside the settling transaction."""
STAPPEN = 4
VOORSPRONG = 2
"""So many messages may wait before the next status is changed: both kinds of work go on until the end."""
EINDE = "einde: "
"""Starts the lines that say how a process ended; the rest of the output is its log."""


class LatereKlok(SystemClock):
    """The real clock, `n` leases later: claims of those who died before are over."""

    def __init__(self, n: int) -> None:
        self._later = n * LEASE

    def nu(self) -> datetime:
        return super().nu() + self._later


class Moord:
    """Counts the moments and kills the process, for real, at the chosen one."""

    def __init__(self, wanneer: str) -> None:
        self._naam, _, nummer = wanneer.partition(":")
        self._nog = int(nummer or 0)
        self._slot = threading.Lock()

    def moment(self, naam: str) -> None:
        with self._slot:
            if naam == self._naam:
                self._nog -= 1
                if self._nog == 0:
                    os.kill(os.getpid(), signal.SIGKILL)


class BewaaktKanaal:
    """The real channel with moments in it."""

    def __init__(self, kanaal: KrdKanaal, moord: Moord) -> None:
        self._kanaal, self._moord = kanaal, moord

    def lever(self, bericht: TeLeveren) -> Uitkomst:
        self._moord.moment("voor_versturen")
        uitkomst = self._kanaal.lever(bericht)
        self._moord.moment("na_versturen")
        return uitkomst

    def verwerk(self, session: Session, bericht: TeLeveren, uitkomst: Aangenomen | Geweigerd, op: datetime) -> None:
        self._kanaal.verwerk(session, bericht, uitkomst, op)
        session.flush()
        self._moord.moment("in_afhandeling")


def _stap(session: Session, clock: SystemClock, pok_id: int, gedaan: int) -> None:
    """The life of every POK here: sent, put back, sent again, withdrawn."""
    if gedaan in (0, 2):
        pok_service.maak_volledig(session, ACTOR, clock, pok_id)
    elif gedaan == 1:
        pok_service.zet_terug(session, ACTOR, clock, pok_id, PokStatus.CONCEPT, "Toch een andere begindatum")
    else:
        pok_service.meld_af(session, ACTOR, clock, pok_id, "Student stopt")


def _volgende(motor: Engine) -> tuple[int, int] | None:
    """A POK that still has steps to go, those with the fewest done first, and how many it did."""
    gedaan = sa.func.count(col(PokHistorie.id))
    vraag = (
        sa.select(col(Pok.id), gedaan)
        .join(PokHistorie, col(PokHistorie.pok_id) == col(Pok.id), isouter=True)
        .group_by(col(Pok.id))
        .having(gedaan < STAPPEN)
        .order_by(gedaan, col(Pok.id))
    )
    with lezen(op=motor) as session:
        rij: Any = session.execute(vraag).first()
    return (rij[0], rij[1]) if rij else None


def _wacht_tot(motor: Engine, hoogstens: int) -> None:
    """Let the worker catch up until no more than this many messages wait."""
    vraag = sa.select(sa.func.count()).where(col(Bericht.status) == BerichtStatus.WACHT)
    eind = time.monotonic() + 120
    while True:
        with lezen(op=motor) as session:
            if session.execute(vraag).scalar_one() <= hoogstens:
                return
        if time.monotonic() > eind:
            raise TimeoutError("the outbox did not get empty")
        time.sleep(0.01)


def leef(database: str, krd: str, wanneer: str, n: int) -> None:
    """Work until done or dead."""
    motor, clock, moord = maak_engine(database), LatereKlok(n), Moord(wanneer)
    kanaal = BewaaktKanaal(KrdKanaal(KrdHttp(krd, "bpv-app", "bpv-demo", clock)), moord)
    draad = WorkerDraad(Worker({"krd": kanaal}, op=motor, clock=clock, toeval=lambda: 0.0))
    draad.start()
    while volgende := _volgende(motor):
        with transaction(ACTOR, op=motor) as session:
            _stap(session, clock, *volgende)
            moord.moment("voor_commit")
        moord.moment("na_commit")
        _wacht_tot(motor, VOORSPRONG)
    _wacht_tot(motor, 0)
    draad.stop()


def main() -> None:
    database, krd, *momenten = sys.argv[1:]
    configure_mappers()  # once here, not in every child
    for n, wanneer in enumerate(momenten):
        kind = os.fork()
        if kind == 0:
            try:
                leef(database, krd, wanneer, n)
            except BaseException:
                sys.excepthook(*sys.exc_info())
                os._exit(1)
            os._exit(0)
        _, status = os.waitpid(kind, 0)
        code = os.waitstatus_to_exitcode(status)
        sys.stdout.write(EINDE + {0: "klaar", -signal.SIGKILL: "gedood"}.get(code, f"fout {code}") + "\n")
        sys.stdout.flush()
        if code == 0:
            return


if __name__ == "__main__":
    main()
