"""A coordinator's process that gets killed while it publishes.

Run as a script with DATABASE_URL VOORSTEL MOMENT... For every moment a fresh process is forked; it
publishes (`einde: klaar`, also when it finds that it was published already) or kills itself with SIGKILL when it has
sent that many statements, or just before or after the commit (`einde: gedood`). A moment is `opdracht:number`,
`voor_commit:1`, `na_commit:1`, `tijd:microseconds` (killed from outside after so long, whatever it does), or `-` for
never.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import configure_mappers

import bpv_app.tables  # noqa: F401  (every table, as in the app)
from bpv_app.db import lezen, maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import SystemClock
from bpv_app.matching.rules_voorstel import VoorstelStatus
from bpv_app.matching.service_publiceren import publiceer
from bpv_app.matching.tables_voorstel import Voorstel
from tests.koppeling.krd_slachtoffer import EINDE, Moord

ACTOR = systeem("proef")


def leef(database: str, voorstel_id: int, wanneer: str) -> None:
    """Publish, or die."""
    motor, moord = maak_engine(database), Moord(wanneer)
    with lezen(op=motor) as session:
        voorstel = session.get_one(Voorstel, voorstel_id)
    if voorstel.status is VoorstelStatus.GEPUBLICEERD:
        return

    @event.listens_for(motor, "after_cursor_execute")
    def _geteld(*_wat: Any) -> None:
        moord.moment("opdracht")

    with transaction(ACTOR, op=motor) as session:
        publiceer(session, ACTOR, SystemClock(), voorstel_id, voorstel.versie)
        session.flush()
        moord.moment("voor_commit")
    moord.moment("na_commit")


def tel_opdrachten(database: str, voorstel_id: int) -> int:
    """How many statements publishing takes: done once, and thrown away."""
    motor = maak_engine(database)
    aantal = 0

    @event.listens_for(motor, "after_cursor_execute")
    def _geteld(*_wat: Any) -> None:
        nonlocal aantal
        aantal += 1

    try:
        with transaction(ACTOR, op=motor) as session:
            versie = session.get_one(Voorstel, voorstel_id).versie
            publiceer(session, ACTOR, SystemClock(), voorstel_id, versie)
            session.flush()
            raise _Terug
    except _Terug:
        pass
    motor.dispose()
    return aantal


class _Terug(Exception):
    """Throws the rehearsal away."""


def main() -> None:
    database, voorstel, *momenten = sys.argv[1:]
    configure_mappers()  # once here, not in every child
    for wanneer in momenten:
        kind = os.fork()
        if kind == 0:
            try:
                leef(database, int(voorstel), wanneer)
            except BaseException:
                sys.excepthook(*sys.exc_info())
                os._exit(1)
            os._exit(0)
        if wanneer.startswith("tijd:"):
            time.sleep(int(wanneer.partition(":")[2]) / 1_000_000)
            os.kill(kind, signal.SIGKILL)
        _, status = os.waitpid(kind, 0)
        code = os.waitstatus_to_exitcode(status)
        sys.stdout.write(EINDE + {0: "klaar", -signal.SIGKILL: "gedood"}.get(code, f"fout {code}") + "\n")
        sys.stdout.flush()
        if code == 0:
            return


if __name__ == "__main__":
    main()
