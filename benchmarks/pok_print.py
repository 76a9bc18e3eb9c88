"""Printing agreements: ours against the same document made with reportlab's platypus, in the same run.

- `pok_print_batch`: 500 agreements in one PDF, time <= 0.25 x reportlab, memory flat in the number.
- `pok_print_single`: one agreement as a PDF of its own, time <= 1 x reportlab.

The document of the batch: letter, bpv-blad, three pages of terms; the same words in the same typeface on both sides,
each page with its mark, foot and QR code, an outline entry per agreement. The app does more: it also makes every
single print with its SHA-256 (`ratio_with_single_prints`), and for one copy it prints 8 pages: also the summary, the
return sheet and a blank page (`ratio_full_set_…` and `pok_print_single`, against those same 5 pages of reportlab).
The two take turns, and what counts is processor time, so that a busy machine hits both alike.
"""

from __future__ import annotations

import gc
import io
import json
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.pok_reportlab import Referentie
from bpv_app.pok.document import BatchSchrijver, maak_pok, zet_exemplaren
from bpv_app.pok.document_bestand import Vel
from bpv_app.pok.document_brief import maak_brief
from bpv_app.pok.document_lettertype import Letters
from bpv_app.pok.document_opmaak import teken_voet
from bpv_app.pok.document_rules import (
    Adres,
    Contact,
    Deel,
    LeerbedrijfGegevens,
    Ondertekenaar,
    Opleiding,
    PokDocument,
    School,
    StudentGegevens,
    StudiejaarUren,
    standaard_exemplaren,
)
from bpv_app.pok.voorwaarden import HUIDIGE_VERSIE

SEED = 412
AANTAL = 500
NU = datetime(2026, 11, 13, 9, 30, tzinfo=UTC)


def maak_documenten(aantal: int, exemplaren: int = 1) -> Iterator[PokDocument]:
    """Deterministic agreements with names and texts of different lengths."""
    kans = random.Random(SEED)
    voornamen = ("Yusuf", "Łukasz", "Noor", "Sanne", "Đorđe", "Fatima", "Jan-Willem", "Şeyma", "Émilie", "Li")
    achternamen = (
        "Bakker",
        "van den Boogaard",
        "Şahin",
        "de Groot-Schimmelpenninck",
        "Wiśniewska",
        "Mulder",
        "Ó Briain",
    )
    bedrijven = (
        "Van Dam Techniek B.V.",
        "Zorggroep De Linde",
        "Bouwbedrijf Gebroeders Van Oosterhout en Zonen",
        "Kapsalon M",
    )
    school = School(
        "ROC Leidse Poort",
        Adres("Lammenschansweg 15", "2312AB", "Leiden"),
        Adres("Antwoordnummer 10412", "2300VB", "Leiden"),
        "25LP",
        "M. van der Linden",
    )
    for nummer in range(aantal):
        roepnaam = kans.choice(voornamen)
        naam = f"{roepnaam} {kans.choice(achternamen)}"
        begin = date(2026, 12, 7) + timedelta(days=kans.randrange(200))
        uren = Decimal(kans.randrange(200, 1280))
        yield PokDocument(
            nummer=f"2026-{nummer:05}",
            versie=1,
            gemaakt_op=NU,
            brief_op=NU.date(),
            school=school,
            student=StudentGegevens(
                naam,
                Adres(f"Haarlemmerstraat {nummer}", "2312GB", "Leiden"),
                f"{400000 + nummer}",
                date(2007, 5, 3),
                roepnaam,
            ),
            opleiding=Opleiding(
                "Eerste monteur elektrotechnische installaties",
                "25736",
                "niveau 3",
                "BOL",
                ("K0023 Duurzaamheid",),
                "Kerntaak 1",
            ),
            leerbedrijf=LeerbedrijfGegevens(
                kans.choice(bedrijven), f"{100200000 + nummer}", Adres("Rijnkade 8", "2316AP", "Leiden"), "28123456"
            ),
            praktijkopleider=Contact("J. van Dam", f"opleider{nummer}@bedrijf.example", "071 555 22 33"),
            onderwijsbegeleider=Contact("M. de Groot", "m.degroot@school.example", "06 1234 5678"),
            begin_op=begin,
            eind_op=begin + timedelta(days=200),
            uren_totaal=uren,
            uren_per_week=Decimal(24),
            dagen_per_week=Decimal(3),
            ondertekenaars=(
                Ondertekenaar("student", "Student", naam),
                Ondertekenaar("leerbedrijf", "Leerbedrijf", "J. van Dam"),
                Ondertekenaar("school", "School", "M. van der Linden"),
            ),
            exemplaren=standaard_exemplaren(exemplaren),
            voorwaarden_versie=HUIDIGE_VERSIE,
            verdeling=(StudiejaarUren("2026-2027", uren),),
            terug_voor=date(2026, 11, 27),
            erkenning="Erkend voor 25736, gecontroleerd op 13 november 2026",
        )


class DoelBatch(BatchSchrijver):
    """Prints the document that the goal names: the letter without the summary on its back, and one copy."""

    def zet(self, letters: Letters, document: PokDocument) -> list[Vel]:
        """Five pages."""
        brief = maak_brief(letters, document)
        teken_voet(brief, document, wat="Brief", deel=Deel.BRIEF, pagina=1, paginas=2)
        return [Vel((brief,), "Brief"), *zet_exemplaren(letters, document)]


def print_batch(documenten: Iterator[PokDocument], pad: Path, soort: type[BatchSchrijver] = BatchSchrijver) -> int:
    """Ours: one PDF and every single print; returns the pages."""
    paginas = 0
    with soort(pad, gemaakt_op=NU) as batch:
        for document in documenten:
            paginas = batch.voeg_toe(document).laatste_pagina
    return paginas


def _tijd(werk: Callable[[], object]) -> float:
    """Seconds of processor time: what else the machine does hardly counts."""
    gc.collect()
    begin = time.process_time()
    werk()
    return time.process_time() - begin


def _omgeving() -> dict[str, Any]:
    pakketten = {naam: version(naam) for naam in ("fpdf2", "reportlab", "pikepdf", "segno")}
    return {"seed": SEED, "python": platform.python_version(), **pakketten}


def _piek(aantal: int) -> int:
    """The most memory (bytes, of the whole process) in use at once while printing so many in a process of its own."""
    opdracht = [sys.executable, "-m", "benchmarks.pok_print", "piek", str(aantal)]
    klaar = subprocess.run(opdracht, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
    return int(klaar.stdout) * 1024


def _meet_piek(aantal: int) -> None:
    with tempfile.TemporaryDirectory() as map_:
        print_batch(maak_documenten(aantal), Path(map_) / "batch.pdf")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def run_batch(aantal: int = AANTAL, per_beurt: int = 100) -> dict[str, Any]:
    """Time 500 agreements in one PDF; after every 100 it is the turn of the reference, for a PDF of those 100."""
    print(f"pok_print_batch: {aantal} agreements, {_omgeving()}")
    klein, groot = _piek(aantal // 5), _piek(aantal)  # first: a child's figure starts with its parent's size
    referentie = Referentie()
    documenten = list(maak_documenten(aantal))
    soorten = {"doel": DoelBatch, "heel": BatchSchrijver}
    tijd = dict.fromkeys((*soorten, "reportlab"), 0.0)
    with tempfile.TemporaryDirectory() as map_:
        print_batch(iter(documenten[:10]), Path(map_) / "warm.pdf")
        referentie.print(iter(documenten[:3]), io.BytesIO())
        batches = {naam: soort(Path(map_) / f"{naam}.pdf", gemaakt_op=NU) for naam, soort in soorten.items()}
        for batch in batches.values():
            batch.__enter__()
        for begin in range(0, aantal, per_beurt):
            beurt = documenten[begin : begin + per_beurt]
            for naam, batch in batches.items():
                tijd[naam] += _tijd(lambda batch=batch, beurt=beurt: [batch.voeg_toe(d) for d in beurt])  # type: ignore[misc]
            tijd["reportlab"] += _tijd(lambda beurt=beurt: referentie.print(iter(beurt), io.BytesIO()))  # type: ignore[misc]
        for naam, batch in batches.items():
            tijd[naam] += _tijd(lambda batch=batch: batch.__exit__(None, None, None))  # type: ignore[misc]
    # Printing itself needs the same for any number. The merge at the end knows all pages, not what is on them.
    is_vlak = groot < klein * 1.5
    detail = {
        **{f"ms_per_pok_{naam}": round(duur / aantal * 1000, 2) for naam, duur in tijd.items()},
        "ratio_full_set": round(tijd["heel"] / tijd["reportlab"], 3),
        f"peak_memory_{aantal // 5}": klein,
        f"peak_memory_{aantal}": groot,
        "memory_flat": is_vlak,
        **_omgeving(),
    }
    return _uitslag("pok_print_batch", tijd["doel"] / tijd["reportlab"], 0.25, aantal, detail, is_ok=is_vlak)


def run_single(aantal: int = 30) -> dict[str, Any]:
    """Time single prints, ours and the reference in turn; the ratio is that of the medians."""
    print(f"pok_print_single: median of {aantal}, {_omgeving()}")
    referentie = Referentie()
    (document,) = maak_documenten(1)
    koud = _tijd(lambda: maak_pok(document))
    referentie.print(iter([document]), io.BytesIO())
    wij, anders = [], []
    for nummer in range(aantal):
        een = replace(document, versie=nummer + 1)
        wij.append(_tijd(lambda een=een: maak_pok(een)))  # type: ignore[misc]
        anders.append(_tijd(lambda een=een: referentie.print(iter([een]), io.BytesIO())))  # type: ignore[misc]
    detail = {
        "ms": round(statistics.median(wij) * 1000, 2),
        "ms_reportlab": round(statistics.median(anders) * 1000, 2),
        "ms_first_call": round(koud * 1000, 2),
        "bytes": len(maak_pok(document).inhoud),
        **_omgeving(),
    }
    return _uitslag("pok_print_single", statistics.median(wij) / statistics.median(anders), 1.0, aantal, detail)


def _uitslag(
    bench: str, ratio: float, goal: float, n: int, detail: dict[str, Any], *, is_ok: bool = True
) -> dict[str, Any]:
    return {
        "bench": bench,
        "ratio": round(ratio, 3),
        "goal": goal,
        "ok": ratio <= goal and is_ok,
        "n": n,
        "detail": detail,
    }


BENCHES: dict[str, Callable[[], dict[str, Any]]] = {"pok_print_single": run_single, "pok_print_batch": run_batch}


def run() -> dict[str, Any]:
    """The batch, for a runner that knows one bench per file; BENCHES has both."""
    return run_batch()


if __name__ == "__main__":
    if sys.argv[1:2] == ["piek"]:
        _meet_piek(int(sys.argv[2]))
        sys.exit()
    for bench in BENCHES.values():
        print(json.dumps(bench()))
