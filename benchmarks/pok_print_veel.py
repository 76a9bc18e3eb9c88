"""Printing as the app does it: every single print to a file, then the one PDF from those files, as a stream.

- `pok_print_300`: a class; `pok_print_5000`: a year. Time per agreement <= 0.25 x the same document by reportlab's
  platypus (letter, bpv-blad, three pages of terms), the most memory of the process flat in the number.

Ours runs in a process of its own, which tells its processor time and its peak memory; the reference, for a sample, in
another one of the same run. `ratio_full_set`: the same with all 8 pages that the app prints for one copy.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.pok_print import NU, DoelBatch, _omgeving, maak_documenten
from bpv_app.pok.document import BatchSchrijver, maak_afdruk
from bpv_app.pok.document_bestand import Tekening
from bpv_app.pok.document_lettertype import laad_letters
from bpv_app.pok.pdf_stroom import schrijf_pdf

GOAL, STEEKPROEF = 0.25, 60


def _meet(aantal: int, *, heel: bool) -> dict[str, float]:
    """Print so many for real: seconds of processor time, and the most memory in bytes."""
    letters, zet = laad_letters(), (BatchSchrijver if heel else DoelBatch)(Path("-"), gemaakt_op=NU).zet
    with tempfile.TemporaryDirectory() as map_:
        maak_afdruk(een := next(maak_documenten(1)), Tekening(zet(letters, een)))
        begin = time.process_time()
        for document in maak_documenten(aantal):
            afdruk = maak_afdruk(document, Tekening(zet(letters, document)))
            (Path(map_) / f"{document.nummer}.pdf").write_bytes(afdruk.inhoud)
        los = time.process_time()
        with (Path(map_) / "samen").open("wb") as doel, schrijf_pdf(doel, titel="x", auteur="y", gemaakt_op=NU) as pdf:
            for pad in sorted(Path(map_).glob("*.pdf")):
                pdf.voeg_toe(pad.read_bytes(), pad.stem)
        eind = time.process_time()
        grootte = (Path(map_) / "samen").stat().st_size
    piek = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"los": los - begin, "samen": eind - los, "piek": piek, "bytes": grootte, "paginas": pdf.paginas}


def _referentie() -> dict[str, float]:
    import io

    from benchmarks.pok_reportlab import Referentie

    referentie, documenten = Referentie(), list(maak_documenten(STEEKPROEF))
    referentie.print(iter(documenten[:3]), io.BytesIO())
    begin = time.process_time()
    referentie.print(iter(documenten), io.BytesIO())
    return {"per_pok": (time.process_time() - begin) / STEEKPROEF}


def _apart(*vraag: str) -> dict[str, float]:
    """A measurement in a process of its own: a child's peak starts with its parent's size, so that one is small."""
    opdracht = [sys.executable, "-m", "benchmarks.pok_print_veel", *vraag]
    klaar = subprocess.run(opdracht, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
    uit: dict[str, float] = json.loads(klaar.stdout.splitlines()[-1])
    return uit


def _run(bench: str, aantal: int, klein: int) -> dict[str, Any]:
    print(f"{bench}: {aantal} agreements, {_omgeving()}")
    voor = _apart("referentie")["per_pok"]
    doel, minder, heel = _apart("doel", str(aantal)), _apart("doel", str(klein)), _apart("heel", str(klein))
    na = _apart("referentie")["per_pok"]
    per_pok, reportlab = (doel["los"] + doel["samen"]) / aantal, (voor + na) / 2
    is_vlak = doel["piek"] < minder["piek"] * 1.5
    detail = {
        "ms_per_pok": round(per_pok * 1000, 2),
        "ms_per_pok_merging": round(doel["samen"] / aantal * 1000, 2),
        "ms_per_pok_reportlab": round(reportlab * 1000, 2),
        "ratio_full_set": round((heel["los"] + heel["samen"]) / klein / reportlab, 3),
        f"peak_memory_{klein}": minder["piek"],
        f"peak_memory_{aantal}": doel["piek"],
        "memory_flat": is_vlak,
        "bytes": doel["bytes"],
        "pages": doel["paginas"],
        **_omgeving(),
    }
    ratio = per_pok / reportlab
    return {
        "bench": bench,
        "ratio": round(ratio, 3),
        "goal": GOAL,
        "ok": ratio <= GOAL and is_vlak,
        "n": aantal,
        "detail": detail,
    }


BENCHES: dict[str, Callable[[], dict[str, Any]]] = {
    "pok_print_300": lambda: _run("pok_print_300", 300, 60),
    "pok_print_5000": lambda: _run("pok_print_5000", 5000, 500),
}


if __name__ == "__main__":
    soort, *rest = sys.argv[1:]
    print(json.dumps(_referentie() if soort == "referentie" else _meet(int(rest[0]), heel=soort == "heel")))
