"""Reading the pages that come back: how many of 2,000 noisy ones are given to the right POK, how many to a wrong one.

Every page of printed agreements is rasterised at 150 to 300 dpi, signed, skewed, turned by quarters, blurred, greyed,
speckled and compressed as JPEG, and then read as the app does. The ratio is the part that is NOT found; the goal of the
issue is 0.005 with none wrongly. Also printed: seconds of processor time per page.

Piles of at most 16 pages, each with a seed of its own, on every core at once: how many there are changes neither what
is found nor how much memory it takes. `python -m benchmarks.pok_scan 200` reads fewer.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from typing import Any

from bpv_app.pok import stapel_lezen
from bpv_app.pok.document import maak_pok
from bpv_app.pok.document_rules import Deel
from bpv_app.pok.rules_qr import QrCode
from tests.pok.scanner import als_pdf, scan
from tests.pok.test_document import make_document

SEED = 20261127
AANTAL = 2000
STAPEL = 16


@dataclass(frozen=True, slots=True)
class Telling:
    """Pages read rightly, not at all, and wrongly; processor time in seconds; most memory of the process in bytes."""

    goed: int = 0
    gemist: int = 0
    fout: int = 0
    seconden: float = 0.0
    piek: int = 0

    def __add__(self, ander: Telling) -> Telling:
        """Both together."""
        return Telling(
            self.goed + ander.goed,
            self.gemist + ander.gemist,
            self.fout + ander.fout,
            self.seconden + ander.seconden,
            max(self.piek, ander.piek),
        )


def lees_stapel(nummer: int, aantal: int) -> Telling:
    """Print, spoil and read the first `aantal` pages of one agreement in three copies."""
    document = make_document(nummer=f"2026-{nummer:05d}")
    wil = [QrCode(document.nummer, 1, deel, pagina) for deel, pagina in _delen()][:aantal]
    pdf = als_pdf(scan(maak_pok(document).inhoud, range(1, aantal + 1), random.Random(SEED + nummer)))
    begin = time.process_time()
    gelezen = stapel_lezen.lees_paginas(pdf, range(1, aantal + 1))
    duur = time.process_time() - begin
    goed = sum(las.codes == (was,) for las, was in zip(gelezen, wil, strict=True))
    gemist = sum(not las.codes for las in gelezen)
    piek = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Telling(goed, gemist, aantal - goed - gemist, duur, piek)


def _delen() -> list[tuple[str, int]]:
    """Which part and page every page of such a print is: letter, three copies of four pages, return sheet."""
    exemplaren = [(str(exemplaar), pagina) for exemplaar in (1, 2, 3) for pagina in (1, 2, 3, 4)]
    return [(Deel.BRIEF, 1), (Deel.BRIEF, 2), *exemplaren, (Deel.RETOUR, 1), (Deel.RETOUR, 2)]


def _lees(stapel: tuple[int, int]) -> Telling:
    """`lees_stapel`, for a pool."""
    return lees_stapel(*stapel)


def lees_ruis(aantal: int) -> Telling:
    """Read so many pages, on all cores. A process is replaced after a while: what it leaks does not add up."""
    stapels = [(nr + 1, min(STAPEL, aantal - begin)) for nr, begin in enumerate(range(0, aantal, STAPEL))]
    telling = Telling()
    # Not a ProcessPoolExecutor: in Python 3.11 that stands still when it replaces its processes.
    with get_context("spawn").Pool(os.cpu_count(), maxtasksperchild=25) as pool:
        for nummer, een in enumerate(pool.imap(_lees, stapels), start=1):
            telling += een
            if nummer % 25 == 0:
                print(f"{nummer} of {len(stapels)} piles: {telling}", flush=True)
    return telling


def run(aantal: int = AANTAL) -> dict[str, Any]:
    """The benchmark."""
    begin = time.monotonic()
    telling = lees_ruis(aantal)
    ratio = telling.gemist / aantal
    return {
        "bench": "pok_scan",
        "ratio": round(ratio, 5),
        "goal": 0.005,
        "ok": ratio <= 0.005 and telling.fout == 0,
        "n": aantal,
        "detail": {
            "right": telling.goed,
            "missed": telling.gemist,
            "wrong": telling.fout,
            "ms_per_page": round(telling.seconden / aantal * 1000, 1),
            "seconds_in_all": round(time.monotonic() - begin),
            "peak_memory_per_process": telling.piek,
            "seed": SEED,
            "zxing-cpp": version("zxing-cpp"),
        },
    }


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:2]))))
