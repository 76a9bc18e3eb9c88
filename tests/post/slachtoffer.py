"""A worker that gets killed while it delivers mail over SMTP.

Run as a script with DATABASE_URL SMTP_URL MOMENT... For every moment a fresh process is forked; it delivers until
nothing waits (`einde: klaar`), or kills itself with SIGKILL at that moment (`einde: gedood`). A moment is
`name:number`; `-` is never; `server` waits for the mail server to have it killed (its process id is in the file
that BPV_PROEF_PID names).
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import configure_mappers
from sqlmodel import Session

from bpv_app.db import lezen, maak_engine
from bpv_app.kernel.adres import lees_smtp
from bpv_app.koppeling.post.mime import Afzender
from bpv_app.koppeling.post.service import PostKanaal
from bpv_app.koppeling.post.smtp import SmtpBezorger
from bpv_app.outbox.rules import Aangenomen, BerichtStatus, Geweigerd, TeLeveren, Uitkomst
from bpv_app.outbox.service import tel
from bpv_app.outbox.worker import Worker
from bpv_app.post.rules import Brief
from tests.koppeling.krd_slachtoffer import EINDE, LatereKlok, Moord

MOMENTEN = ("voor_aanbieden", "na_aanbieden", "na_antwoord", "in_afhandeling")
"""Before and after the mark is committed (the text has not left), after the server's answer, while storing it."""
WIJ = Afzender("School", "bpv@school.example", "School")


class BewaakteBezorger(SmtpBezorger):
    """The real delivery with moments in it."""

    moord: Moord

    def bezorg(self, brief: Brief, bericht: TeLeveren, bied_aan: Callable[[], bool]) -> Uitkomst:
        def bewaakt() -> bool:
            self.moord.moment("voor_aanbieden")
            mag = bied_aan()
            self.moord.moment("na_aanbieden")
            return mag

        uitkomst = super().bezorg(brief, bericht, bewaakt)
        self.moord.moment("na_antwoord")
        return uitkomst


class BewaaktKanaal(PostKanaal):
    """The real channel with a moment in the settling transaction."""

    moord: Moord

    def verwerk(self, session: Session, bericht: TeLeveren, uitkomst: Aangenomen | Geweigerd, op: datetime) -> None:
        super().verwerk(session, bericht, uitkomst, op)
        session.flush()
        self.moord.moment("in_afhandeling")


def leef(database: str, smtp: str, wanneer: str, n: int) -> None:
    """Deliver until nothing waits, or dead."""
    motor, clock = maak_engine(database), LatereKlok(n)
    bezorger = BewaakteBezorger(lees_smtp(smtp), WIJ, clock)
    kanaal = BewaaktKanaal(bezorger, clock, op=motor)
    bezorger.moord = kanaal.moord = Moord(wanneer)
    worker = Worker({"post": kanaal}, op=motor, clock=clock, toeval=lambda: 0.0)
    eind = time.monotonic() + 60
    while True:
        worker.ronde()
        with lezen(op=motor) as session:
            if not tel(session, kanaal="post")[BerichtStatus.WACHT]:
                return
        if time.monotonic() > eind:
            raise TimeoutError("the outbox did not get empty")


def main() -> None:
    database, smtp, *momenten = sys.argv[1:]
    configure_mappers()  # once here, not in every child
    for n, wanneer in enumerate(momenten):
        kind = os.fork()
        if kind == 0:
            try:
                Path(os.environ["BPV_PROEF_PID"]).write_text(str(os.getpid()))
                leef(database, smtp, wanneer, n)
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
