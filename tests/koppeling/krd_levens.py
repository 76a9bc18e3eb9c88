"""A server that lives the lives of many POKs while everything goes wrong, and is killed again and again.

Run as a script with DATABASE_URL KRD_URL SEED. It forks one process after another; each does random steps of random
lives, delivers and listens, until the parent kills it with SIGKILL at a random time or it kills itself at a random
moment. When all lives are lived it says `levens klaar` and waits for a line on its input (the faults are over), then
one last process sends again what differs, as a person would with "alles opnieuw versturen".
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.orm import configure_mappers
from sqlmodel import col

from bpv_app.db import lezen, maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import SystemClock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.koppeling.krd.http import KrdHttp
from bpv_app.koppeling.krd.luisteren import KrdDraad, Luisteraar
from bpv_app.koppeling.krd.queries import tel_krd
from bpv_app.koppeling.krd.service import KrdKanaal, stuur_alles_opnieuw
from bpv_app.outbox.rules import LEASE, BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.outbox.worker import Worker, WorkerDraad
from bpv_app.pok.rules import LOPEND, OVERGANGEN, EindReden, Stap
from bpv_app.pok.service_basis import haal, pas_toe
from bpv_app.pok.tables import Pok, PokHistorie
from tests.koppeling.krd_slachtoffer import ACTOR, EINDE, MOMENTEN, BewaaktKanaal, Moord

SNELHEID = 30
"""So many times faster than real time goes the clock: back-off, rest of the line and lease take no minutes."""
MAX_STAPPEN = 7
VOORSPRONG = 40
"""So many messages may wait before the next step is taken: both kinds of work go on until the end."""
KLAAR = "levens klaar"
KIEST = (
    Stap.MAAK_VOLLEDIG, Stap.DRUK_AF, Stap.MAAK_DEFINITIEF, Stap.SLUIT_AF, Stap.MELD_AF, Stap.WIJS_AF,
    Stap.ZET_TERUG_NAAR_VOLLEDIG, Stap.ZET_TERUG_NAAR_CONCEPT,
)  # fmt: skip
GEWICHT = {Stap.MELD_AF: 1, Stap.WIJS_AF: 1, Stap.ZET_TERUG_NAAR_VOLLEDIG: 2, Stap.ZET_TERUG_NAAR_CONCEPT: 2}
VEEL = 6


class SnelleKlok(SystemClock):
    """Real time, `SNELHEID` times as fast and `n` leases later: the claims of those who died before are over."""

    def __init__(self, n: int) -> None:
        self._begin = super().nu()
        self._later = n * LEASE

    def nu(self) -> datetime:
        return self._begin + (super().nu() - self._begin) * SNELHEID + self._later


def zet_stap(motor: Engine, clock: SystemClock, zaad: str, pok_id: int, gedaan: int, moord: Moord) -> None:
    """The next step of one life, in one transaction with its message; which one depends on the seed alone.

    The real transition of the table; paper and signatures, which the register never sees, are left out.
    """
    toeval = random.Random(f"{zaad}/{pok_id}/{gedaan}")
    with transaction(ACTOR, op=motor) as session:
        pok = session.get_one(Pok, pok_id)
        kan = [s for s in KIEST if pok.status in OVERGANGEN[s].van]
        if gedaan == 0:
            kan = [Stap.MAAK_VOLLEDIG]
        stap = toeval.choices(kan, [GEWICHT.get(s, VEEL) for s in kan])[0]
        pok = haal(session, ACTOR, pok_id, OVERGANGEN[stap].actie)
        if stap is Stap.SLUIT_AF:
            pok.werkelijk_eind_op, pok.eind_reden = date(2027, 6, 25), EindReden.VOLTOOID
            pok.gerealiseerde_uren = Decimal(560)
        if stap is Stap.ZET_TERUG_NAAR_CONCEPT:
            pok.uren_totaal = toeval.randint(100, 600)
        pas_toe(session, ACTOR, clock, pok, OVERGANGEN[stap], "Bij toeval")
        moord.moment("voor_commit")
    moord.moment("na_commit")


def volgende(motor: Engine, hoeveel: int = 25) -> list[tuple[int, int]]:
    """POKs whose life goes on, with how many steps they took."""
    gedaan = sa.func.count(col(PokHistorie.id))
    vraag = (
        sa.select(col(Pok.id), gedaan)
        .join(PokHistorie, col(PokHistorie.pok_id) == col(Pok.id), isouter=True)
        .where(col(Pok.status).in_(LOPEND))
        .group_by(col(Pok.id))
        .having(gedaan < MAX_STAPPEN)
        .order_by(gedaan, col(Pok.id))
        .limit(hoeveel)
    )
    with lezen(op=motor) as session:
        return [(rij[0], rij[1]) for rij in session.execute(vraag)]


def wacht_tot(motor: Engine, hoogstens: int) -> None:
    """Let the worker catch up until no more than this many messages wait."""
    vraag = sa.select(sa.func.count()).where(col(Bericht.status) == BerichtStatus.WACHT)
    eind = time.monotonic() + 300
    while True:
        with lezen(op=motor) as session:
            if session.execute(vraag).scalar_one() <= hoogstens:
                return
        if time.monotonic() > eind:
            raise TimeoutError("the outbox did not get empty")
        time.sleep(0.03)


def _open(database: str, krd: str, n: int, moord: Moord) -> tuple[Engine, SystemClock, list[Any], Luisteraar]:
    motor, clock = maak_engine(database), SnelleKlok(n)
    adapter = KrdHttp(krd, "bpv-app", "bpv-demo", clock)
    kanaal = BewaaktKanaal(KrdKanaal(adapter), moord)
    luisteraar = Luisteraar(adapter, op=motor, clock=clock)
    draden: list[Any] = [WorkerDraad(Worker({"krd": kanaal}, op=motor, clock=clock, toeval=lambda: 0.0))]
    draden.append(KrdDraad(luisteraar.ronde, 0.2))
    for draad in draden:
        draad.start()
    return motor, clock, draden, luisteraar


def leef(database: str, krd: str, zaad: str, n: int, wanneer: str) -> None:
    """Live until every life has been lived, or dead."""
    moord = Moord(wanneer)
    motor, clock, draden, _ = _open(database, krd, n, moord)
    while beurt := volgende(motor):
        for pok_id, gedaan in beurt:
            zet_stap(motor, clock, zaad, pok_id, gedaan, moord)
        wacht_tot(motor, VOORSPRONG)
    wacht_tot(motor, 0)
    for draad in draden:
        draad.stop()


def herstel(database: str, krd: str, n: int) -> None:
    """The line works: listen to the end, then send again whatever differs until nothing does."""
    motor, clock, draden, luisteraar = _open(database, krd, n, Moord("-"))
    for _ in range(12):
        luisteraar.alles()
        wacht_tot(motor, 0)
        with lezen(op=motor) as session:
            telling = tel_krd(session, systeem())
        if not (telling.geweigerd or telling.verschil or telling.wacht):
            break
        try:
            with transaction(ACTOR, op=motor) as session:
                stuur_alles_opnieuw(session, ACTOR, clock)
        except DomeinFout as fout:
            sys.stderr.write(f"{fout}\n")
    for draad in draden:
        draad.stop()


def _fork(werk: Any, *args: Any) -> int:
    kind = os.fork()
    if kind == 0:
        try:
            werk(*args)
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    return kind


def _afloop(kind: int) -> int:
    code = os.waitstatus_to_exitcode(os.waitpid(kind, 0)[1])
    sys.stdout.write(EINDE + {0: "klaar", -signal.SIGKILL: "gedood"}.get(code, f"fout {code}") + "\n")
    sys.stdout.flush()
    return code


def main() -> None:
    database, krd, zaad, hoogstens = sys.argv[1:]
    configure_mappers()  # once here, not in every child
    toeval = random.Random(zaad)
    for n in range(int(hoogstens) + 1):
        laatste = n == int(hoogstens)  # nobody is killed for ever
        wanneer = f"{toeval.choice(MOMENTEN)}:{toeval.randint(2, 60)}" if toeval.random() < 0.5 and not laatste else "-"
        kind = _fork(leef, database, krd, zaad, n, wanneer)
        wekker = threading.Timer(toeval.uniform(0.2, 3.0), os.kill, (kind, signal.SIGKILL))
        if wanneer == "-" and not laatste:
            wekker.start()
        code = _afloop(kind)
        wekker.cancel()
        if code == 0:
            break
        if code != -signal.SIGKILL:
            sys.exit(1)
    sys.stdout.write(KLAAR + "\n")
    sys.stdout.flush()
    sys.stdin.readline()
    if _afloop(_fork(herstel, database, krd, int(hoogstens) + 1)) != 0:
        sys.exit(1)


if __name__ == "__main__":
    main()
