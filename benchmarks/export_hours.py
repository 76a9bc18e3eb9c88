"""Lines of hours to CSV and to XLSX, with what counts of each, against polars writing the very same frame.

The work is both files, and so is the ratio; the detail has the ratio of each. CSV alone is many times slower: ours
reads the database, counts and streams; the reference gets the frame for nothing and only writes it, on all cores.
The detail also compares with polars reading the joined lines from the same database first.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl
from sqlalchemy.engine import Engine

from benchmarks.import_files import ROUNDS, seconds
from benchmarks.pok_rijen import SEED, VANDAAG
from benchmarks.uren_rijen import DAGEN, vul_uren
from bpv_app.db import lezen, maak_engine
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.koppeling.export import ExportSoort
from bpv_app.koppeling.export_uren import schrijf_uren
from bpv_app.uren.queries_export import KOPPEN, list_urenregels

GOAL = 3.0
MAX_MB = 300
WEKEN = 16
ACTOR = systeem("bench")
_JOIN = (
    "SELECT s.naam, s.studentnummer, s.klas, p.nummer, l.naam AS bedrijf, r.datum, r.soort, r.minuten, r.van, r.tot, "
    "r.pauze, d.omschrijving, d.werkproces, w.status, w.beoordeeld_door FROM uren_regel r "
    "JOIN uren_dag d ON d.id = r.dag_id JOIN uren_week w ON w.id = d.week_id JOIN pok p ON p.id = r.pok_id "
    "JOIN student s ON s.id = p.student_id JOIN leerbedrijf l ON l.id = p.leerbedrijf_id ORDER BY p.dossier_id, r.datum"
)


def ours(engine: Engine, path: Path, soort: ExportSoort) -> int:
    """The export as the command line does it."""
    with lezen(ACTOR, op=engine) as session, path.open("wb") as target:
        return schrijf_uren(session, ACTOR, LijstVraag(), VANDAAG, target, soort)


def frame_of(engine: Engine) -> pl.DataFrame:
    """Everything the export writes, as one frame."""
    with lezen(ACTOR, op=engine) as session:
        rows = list(list_urenregels(session, ACTOR, LijstVraag(), VANDAAG))
    return pl.DataFrame(rows, schema=[kop.nl for kop in KOPPEN], orient="row", infer_schema_length=None)


def reference(frame: pl.DataFrame, path: Path, soort: ExportSoort) -> None:
    """The same frame, by polars."""
    if soort is ExportSoort.CSV:
        frame.write_csv(path, separator=";", include_bom=True)
    else:
        frame.write_excel(path)


def read_and_write(engine: Engine, path: Path) -> None:
    """Read the joined lines with polars and write them as CSV, without counting."""
    with engine.connect() as connection:
        frame = pl.read_database(_JOIN, connection, infer_schema_length=None)
    reference(frame, path, ExportSoort.CSV)


def peak_mb(database: Path, soort: ExportSoort) -> float:
    """Megabytes above idle while exporting, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.export_hours", str(database), soort.value]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _print_peak(database: str, soort: ExportSoort) -> None:
    engine = maak_engine(f"sqlite:///{database}")
    with lezen(ACTOR, op=engine) as session:
        next(list_urenregels(session, ACTOR, LijstVraag(zoek="bedrijf 1"), VANDAAG), None)  # everything is imported
    idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        ours(engine, Path(folder) / "uren", soort)
    print(round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle) / 1024, 1))


def run() -> dict[str, Any]:
    """Medians of a few rounds per kind of file; both files together count."""
    lines = int(os.environ.get("BPV_BENCH_HOURS", "200000"))
    poks = lines * 4 // 3 // (WEKEN * DAGEN)  # three in four of the POKs are running or done
    ratios, detail = {}, dict[str, Any]()
    with tempfile.TemporaryDirectory(prefix="bpv-bench-hours-") as folder:
        database = Path(folder) / "bpv.db"
        engine = vul_uren(database, poks, WEKEN)
        for soort in ExportSoort:
            detail[f"peak_mb_above_idle_{soort}"] = peak_mb(database, soort)
        frame = frame_of(engine)
        print(f"export_hours: {frame.height} lines of {poks} POKs, seed {SEED}, polars {pl.__version__}")
        for soort in ExportSoort:
            path = Path(folder) / f"uren.{soort}"
            mine, theirs = [], []
            for _ in range(ROUNDS):
                theirs.append(seconds(partial(reference, frame, path, soort)))
                mine.append(seconds(partial(ours, engine, path, soort)))
            ratios[soort] = round(median(a / b for a, b in zip(mine, theirs, strict=True)), 2)
            detail[f"ours_seconds_{soort}"] = round(median(mine), 2)
            detail[f"polars_seconds_{soort}"] = round(median(theirs), 2)
        reading = seconds(partial(read_and_write, engine, Path(folder) / "uren.csv"))
        detail["polars_reading_and_writing_seconds_csv"] = round(reading, 2)
        engine.dispose()
    ratio = round(
        sum(detail[f"ours_seconds_{soort}"] for soort in ExportSoort)
        / sum(detail[f"polars_seconds_{soort}"] for soort in ExportSoort),
        2,
    )
    memory = max(detail[f"peak_mb_above_idle_{soort}"] for soort in ExportSoort)
    detail |= {"seed": SEED, "ratios": ratios}
    is_ok = ratio <= GOAL and memory < MAX_MB
    return {"bench": "export_hours", "ratio": ratio, "goal": GOAL, "ok": is_ok, "n": frame.height, "detail": detail}


if __name__ == "__main__":
    _print_peak(sys.argv[1], ExportSoort(sys.argv[2]))
