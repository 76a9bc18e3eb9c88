"""A process that delivers by file and kills itself at a moment: DATABASE_URL FOLDER MOMENT (test_krd_bestand)."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from bpv_app.db import maak_engine
from bpv_app.koppeling.krd.bestand import BestandLijn


def main() -> None:
    database, map_, wanneer = sys.argv[1:]

    def moment(naam: str) -> None:
        if naam == wanneer:
            os.kill(os.getpid(), signal.SIGKILL)

    BestandLijn(Path(map_), "99XX", op=maak_engine(database), moment=moment).ronde()


if __name__ == "__main__":
    main()
