"""Processes that print a long run and are killed, for real, at any moment of it.

Run as a script with DATABASE_URL DELAY …: for each a child process works on the print run and is killed DELAY seconds
after it began (`-`: never). Each prints how it ended. Children are forked, so a death costs no start.
"""

from __future__ import annotations

import os
import signal
import sys
import time

from bpv_app.db import maak_engine
from bpv_app.pok import document, pdf_stroom, rules_afdruk, service_afdruk_taak
from bpv_app.pok.document_lettertype import laad_letters
from bpv_app.taak.worker import TaakWorker
from tests.taak.slachtoffer import LatereKlok


def werk(url: str, beurt: int) -> None:
    """Do the work that is waiting; the claim of the one who died before is over by then."""
    assert document
    assert pdf_stroom
    rules_afdruk.PER_STAP = 3
    worker = TaakWorker(
        {service_afdruk_taak.SOORT: service_afdruk_taak.Afdrukken()}, op=maak_engine(url), clock=LatereKlok(beurt * 2)
    )
    worker.ronde()


def leef(url: str, beurt: int, na: str) -> str:
    """How one child ended: `gedood` or `klaar`."""
    kind = os.fork()
    if not kind:
        try:
            werk(url, beurt)
            os._exit(0)
        except BaseException as fout:
            print(repr(fout), file=sys.stderr, flush=True)
            os._exit(1)
    if na != "-":
        time.sleep(float(na))
        os.kill(kind, signal.SIGKILL)  # not yet waited for: the id is still this child's
    _, status = os.waitpid(kind, 0)
    if os.WIFSIGNALED(status):
        return "gedood"
    return "klaar" if os.WEXITSTATUS(status) == 0 else "stuk"


if __name__ == "__main__":
    laad_letters()
    for beurt, na in enumerate(sys.argv[2:]):
        print(leef(sys.argv[1], beurt, na), flush=True)
