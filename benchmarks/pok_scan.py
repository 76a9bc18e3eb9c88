"""Reading the pages that come back: how many of 2,000 noisy ones are given to the right POK, how many to a wrong one.

Every page of printed agreements is rasterised at 150 to 300 dpi, signed, skewed, turned by quarters, blurred, greyed,
speckled and compressed as JPEG, and then read as the app does. The ratio is the part that is NOT found; the goal of the
issue is 0.005 with none wrongly. Also printed: seconds of processor time per page.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from bpv_app.pok import stapel_lezen
from bpv_app.pok.document import maak_pok
from tests.pok.scanner import als_pdf, scan
from tests.pok.test_document import make_document

SEED = 20261127
AANTAL = 2000


@dataclass
class Telling:
    """Pages read rightly, not at all, and wrongly; processor time in seconds."""

    goed: int = 0
    gemist: int = 0
    fout: int = 0
    seconden: float = 0.0


def lees_ruis(aantal: int, seed: int = SEED) -> Telling:
    """Print, spoil and read `aantal` pages."""
    toeval, telling, nummer = random.Random(seed), Telling(), 0
    while telling.goed + telling.gemist + telling.fout < aantal:
        nummer += 1
        papier = maak_pok(make_document(nummer=f"2026-{nummer:05d}")).inhoud
        schoon = stapel_lezen.lees_paginas(papier, range(1, stapel_lezen.tel_paginas(papier) + 1))
        nog = aantal - telling.goed - telling.gemist - telling.fout
        wil = [p for p in schoon if p.codes][:nog]
        pdf = als_pdf(scan(papier, [p.nr for p in wil], toeval))
        begin = time.process_time()
        gelezen = stapel_lezen.lees_paginas(pdf, range(1, len(wil) + 1))
        telling.seconden += time.process_time() - begin
        for las, was in zip(gelezen, wil, strict=True):
            if las.codes == was.codes:
                telling.goed += 1
            elif las.codes:
                telling.fout += 1
            else:
                telling.gemist += 1
    return telling


def run() -> dict[str, Any]:
    """The benchmark."""
    telling = lees_ruis(AANTAL)
    ratio = telling.gemist / AANTAL
    return {
        "bench": "pok_scan",
        "ratio": round(ratio, 5),
        "goal": 0.005,
        "ok": ratio <= 0.005 and telling.fout == 0,
        "n": AANTAL,
        "detail": {
            "right": telling.goed,
            "missed": telling.gemist,
            "wrong": telling.fout,
            "ms_per_page": round(telling.seconden / AANTAL * 1000, 1),
            "seed": SEED,
            "zxing-cpp": version("zxing-cpp"),
        },
    }
