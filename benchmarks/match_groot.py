"""Half a million students: the lottery beside assembling its pairs, and the memory of `optimaal`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.match_referentie import klok, meetkundig, om_en_om, ortools, snelste, warm_op
from benchmarks.match_rijen import SEED, Rij, als_probleem, beschrijf, flat, maak_wereld, structured
from bpv_app.matching.rules import Modus, Probleem, los_op

N = 500_000
GOAL_ASSEMBLY, GOAL_MEMORY = 0.1, 1 / 4


def _paren_frame(wereld: Any, begin: Rij, plaats: Rij) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Students with a group and the places of each group: what one bare join needs to write the same pairs."""
    sleutels = ["crebo", "leerweg", "niveau", "rijbewijs", "postcode", "max_km"]
    studenten = wereld.studenten.select("s", *sleutels, geboren=pl.col("geboortedatum") <= pl.date(2009, 2, 1))
    groepen = studenten.unique([*sleutels, "geboren"], keep="first", maintain_order=True).with_row_index("groep")
    met = studenten.join(groepen.drop("s"), on=[*sleutels, "geboren"], how="left", maintain_order="left")
    eerste = groepen["s"].to_numpy()
    lengte = np.diff(begin)[eerste]
    delen = [plaats[begin[s] : begin[s + 1]] for s in eerste]
    paren = pl.DataFrame({"groep": np.repeat(groepen["groep"].to_numpy(), lengte), "p": np.concatenate(delen)})
    return met.select("s", "groep"), paren


def assembly() -> dict[str, Any]:
    """The lottery engine beside assembling the pairs it draws over; the worse of both clocks counts.

    Assembling uses several threads, so by processor time it looks slower than it is and by the clock faster. Beside it,
    without a goal: assembling against the one polars join that writes those pairs when somebody knows the answer.
    """
    opwarmen = warm_op()
    ronde = structured(N)
    print(beschrijf("structured", ronde))
    wereld = maak_wereld(N)
    toelating = wereld.toelating()
    loting, _, stellen, csr = om_en_om(lambda: los_op(ronde, Modus.LOTING), toelating.maak_csr, 5)
    studenten, paren = _paren_frame(wereld, csr.begin, csr.plaats)

    def kaal() -> int:
        return studenten.join(paren, on="groep", maintain_order="left").select("s", "p").height

    join, hoog = snelste([klok(kaal)[0] for _ in range(3)]), kaal()
    if hoog != len(csr.plaats):
        raise AssertionError(f"the bare join writes {hoog} pairs, ours {len(csr.plaats)}")
    ratio = max(loting.processor / stellen.processor, loting.klok / stellen.klok)
    detail = {
        "seed": SEED,
        "warm_up_s": round(opwarmen, 2),
        "pairs": len(csr.plaats),
        "lottery_ms": round(loting.processor * 1000),
        "assembly_ms": round(stellen.processor * 1000),
        "lottery_wall_ms": round(loting.klok * 1000),
        "assembly_wall_ms": round(stellen.klok * 1000),
        "bare_join_ms": round(join.processor * 1000),
        "bare_join_wall_ms": round(join.klok * 1000),
        "polars": pl.__version__,
    }
    return {
        "bench": "match_assembly_500k",
        "ratio": round(ratio, 4),
        "goal": GOAL_ASSEMBLY,
        "ok": ratio <= GOAL_ASSEMBLY,
        "n": N,
        "detail": detail,
    }


_KIND = """
import json, resource, sys
import numpy as np
from benchmarks.match_rijen import als_probleem, flat
from benchmarks.match_referentie import meetkundig, ortools
from bpv_app.matching.rules import Modus, los_op
d = np.load(sys.argv[2])
ronde = als_probleem(*(d[k] for k in ("capaciteit", "begin", "plaats", "rang", "lot")))
kosten = meetkundig(ronde) if sys.argv[1] == "ortools" else None
if sys.argv[1] == "ons":
    los_op(flat(2000), Modus.OPTIMAAL, versnel=True)
voor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
geplaatst = 0
if sys.argv[1] == "ons":
    geplaatst = sum(p >= 0 for p in los_op(ronde, Modus.OPTIMAAL).toewijzing)
elif sys.argv[1] == "ortools":
    geplaatst = int((ortools(ronde, kosten) >= 0).sum())
print(json.dumps([voor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, geplaatst]))
"""


def _kind(wat: str, pad: Path) -> tuple[float, float, int]:
    """MB before and at the peak, and students placed, of a process of its own."""
    ruw = subprocess.run(
        [sys.executable, "-c", _KIND, wat, str(pad)], check=True, stdout=subprocess.PIPE, text=True
    ).stdout
    voor, top, geplaatst = json.loads(ruw.strip().splitlines()[-1])
    return voor / 1024, top / 1024, geplaatst


def _schrijf(ronde: Probleem, pad: Path) -> None:
    velden = ("capaciteit", "begin", "plaats", "rang", "lot")
    rijen: dict[str, Any] = {k: np.asarray(getattr(ronde, k)) for k in velden}
    np.savez(pad, **rijen)


def memory() -> dict[str, Any]:
    """Peak memory on top of the round itself, each in a process of its own; the worst kind of round counts."""
    ratios = []
    detail: dict[str, Any] = {"seed": SEED}
    with tempfile.TemporaryDirectory(prefix="bpv-match-memory-") as map_:
        for vorm, maak in (("flat", flat), ("structured", structured)):
            ronde = maak(N)
            print(beschrijf(vorm, ronde), flush=True)
            pad = Path(map_) / f"{vorm}.npz"
            _schrijf(ronde, pad)
            del ronde
            ons_voor, ons_top, ons_n = _kind("ons", pad)
            hun_voor, hun_top, hun_n = _kind("ortools", pad)
            if ons_n != hun_n:
                raise AssertionError(f"{vorm}: {ons_n} placed, OR-Tools {hun_n}")
            ratios.append((ons_top - ons_voor) / (hun_top - hun_voor))
            detail[vorm] = {
                "extra_mb": round(ons_top - ons_voor),
                "ortools_extra_mb": round(hun_top - hun_voor),
                "peak_mb": round(ons_top),
                "ortools_peak_mb": round(hun_top),
                "ratio": round(ratios[-1], 3),
            }
            print(f"{vorm}: {detail[vorm]}", flush=True)
    ratio = max(ratios)
    return {
        "bench": "match_memory_500k",
        "ratio": round(ratio, 3),
        "goal": GOAL_MEMORY,
        "ok": ratio <= GOAL_MEMORY,
        "n": N,
        "detail": detail,
    }


BENCHES = {"match_assembly_500k": assembly, "match_memory_500k": memory}

__all__ = ["BENCHES", "als_probleem", "meetkundig", "ortools"]
