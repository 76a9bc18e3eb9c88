"""Imports two registers in turn until it is killed. Run as a script with DATABASE_URL REGELS.

For every number of seconds on its input a fresh process is forked, that kills itself with SIGKILL after so long; then
it says so.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator

from sqlalchemy.orm import configure_mappers

from bpv_app.db import maak_engine
from bpv_app.kernel.clock import SystemClock
from bpv_app.kernel.inlezen import ImportSoort
from tests.inlezen.hulp import neem_over

GEDOOD = "gedood"


def register(welk: int, regels: int) -> str:
    """The whole register: half of the lines end another day in each of the two, and a tenth is in one of them only."""

    def rijen() -> Iterator[str]:
        for i in range(regels):
            if i % 10 or welk == i % 20 // 10:
                tot = f"{2030 + welk}-07-31" if i % 2 else ""
                yield f"{100_000_000 + i // 4};{25000 + i % 4};2020-01-01;{tot}"

    return "Leerbedrijf-ID;crebo;van;tot\n" + "\n".join(rijen()) + "\n"


def wijzigingen(naar: int, regels: int) -> str:
    """The same as a file of changes: from the other register to this one."""

    def rijen() -> Iterator[str]:
        for i in range(regels):
            kern = f"{100_000_000 + i // 4};{25000 + i % 4};2020-01-01;"
            if i % 10 == 0:
                hier = naar == i % 20 // 10
                yield kern + ";" + ("nieuw" if hier else "ingetrokken")
            elif i % 2:
                yield kern + f"{2030 + naar}-07-31;gewijzigd"

    return "Leerbedrijf-ID;crebo;van;tot;mutatie\n" + "\n".join(rijen()) + "\n"


def leef(database: str, regels: int, seconden: float) -> None:
    """Import until dead. The first import warms up; the clock starts after it."""
    motor, clock = maak_engine(database), SystemClock()
    neem_over(motor, clock, ImportSoort.ERKENNINGEN, register(0, regels))
    dood = threading.Timer(seconden, os.kill, (os.getpid(), signal.SIGKILL))
    dood.daemon = True
    dood.start()
    nummer = 1
    while True:
        maak = register if nummer % 4 < 2 else wijzigingen
        neem_over(motor, clock, ImportSoort.ERKENNINGEN, maak(nummer % 2, regels))
        nummer += 1


def main() -> None:
    configure_mappers()  # once here, not in every child
    for regel in sys.stdin:
        kind = os.fork()
        if kind == 0:
            try:
                leef(sys.argv[1], int(sys.argv[2]), float(regel))
            except BaseException:
                sys.excepthook(*sys.exc_info())
            os._exit(1)
        _, status = os.waitpid(kind, 0)
        code = os.waitstatus_to_exitcode(status)
        sys.stdout.write((GEDOOD if code == -signal.SIGKILL else f"fout {code}") + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
