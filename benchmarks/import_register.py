"""Import of the accreditation register, dry run and apply, against polars reading it plus one bulk insert of it."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from benchmarks.import_files import empty_databases, register_csv, seconds
from bpv_app import bulk
from bpv_app.db import lezen, maak_engine, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.inlezen import Droogloop, ImportSoort
from bpv_app.koppeling import inlezen
from bpv_app.leerbedrijf.queries_detail import get_leerbedrijf_detail
from bpv_app.leerbedrijf.service_erkenning import kijk_erkenning
from bpv_app.leerbedrijf.tables import Erkenning
from tests.makers import make_leerbedrijf

GOAL = 4.0
MEMORY_MB = 1024
CREBOS = 4
ACTOR = systeem("bench")


def reference(engine: Engine, content: bytes) -> None:
    """Read with polars, insert all rows at once with SQLAlchemy: one statement, one transaction, no checks."""
    frame = pl.read_csv(content, separator=";", infer_schema=False).with_columns(
        pl.col("van").str.to_date("%Y-%m-%d"), pl.col("tot").str.to_date("%Y-%m-%d")
    )
    rows = [{"sbb_id": s, "crebo": c, "erkend_van": begin, "erkend_tot": end} for s, c, begin, end in frame.iter_rows()]
    with transaction(ACTOR, op=engine) as session:
        session.connection().execute(sa.insert(bulk.tabel(Erkenning)), rows)


def ours(engine: Engine, content: bytes) -> None:
    """Upload, dry run and apply: read twice, check, compare with the register in force, write, audit."""
    trial = apply(engine, content)
    with lezen(ACTOR, op=engine) as session:
        counted = session.execute(sa.text("SELECT count(*) FROM erkenning")).scalar_one()
    assert counted == trial.tellingen.totaal, "the import did not take every row"


def changes_csv(content: bytes) -> bytes:
    """One percent of the register's lines: a third ends, a third goes, a third is new at a company of its own."""
    frame = pl.read_csv(content, separator=";", infer_schema=False).gather_every(100)
    kind = pl.int_range(pl.len()) % 3
    return (
        frame.with_columns(
            pl.when(kind == 2)
            .then((pl.col("Leerbedrijf-ID").cast(pl.Int64) + 500_000_000).cast(pl.String))
            .otherwise(pl.col("Leerbedrijf-ID"))
            .alias("Leerbedrijf-ID"),
            pl.when(kind == 0).then(pl.lit("2026-12-31")).alias("tot"),
            pl.when(kind == 2).then(pl.lit("nieuw")).otherwise(pl.lit("ingetrokken")).alias("mutatie"),
        )
        .write_csv(separator=";")
        .encode()
    )


def changes_reference(engine: Engine, content: bytes) -> None:
    """Read the changes with polars and write them with one statement per kind: no checks, nothing kept of before."""
    frame = pl.read_csv(content, separator=";", infer_schema=False)
    table = bulk.tabel(Erkenning)
    here = (table.c.sbb_id == sa.bindparam("s")) & (table.c.crebo == sa.bindparam("c"))
    gone, ends, new = [], [], []
    for sbb_id, crebo, begin, end, kind in frame.iter_rows():
        if kind == "nieuw":
            new.append({"sbb_id": sbb_id, "crebo": crebo, "erkend_van": date.fromisoformat(begin)})
        elif end:
            ends.append({"s": sbb_id, "c": crebo, "t": date.fromisoformat(end)})
        else:
            gone.append({"s": sbb_id, "c": crebo})
    with transaction(ACTOR, op=engine) as session:
        connection = session.connection()
        connection.execute(sa.delete(table).where(here), gone)
        connection.execute(sa.update(table).where(here).values(erkend_tot=sa.bindparam("t")), ends)
        connection.execute(sa.insert(table), new)


def alone(url: str, path: str, whole: bool) -> None:
    """The import in a process of its own: how long, and how much memory at most (the whole process, in MB)."""
    engine, content = maak_engine(url), Path(path).read_bytes()
    begin = time.perf_counter()
    if whole:
        ours(engine, content)
    else:
        apply(engine, content)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": round(time.perf_counter() - begin, 2), "peak_mb": round(peak)}))


def apply(engine: Engine, content: bytes) -> Droogloop:
    """Upload, dry run and apply."""
    with lezen(ACTOR, op=engine) as session:
        example = inlezen.ontvang(session, ACTOR, ImportSoort.ERKENNINGEN, content, "register.csv")
        trial = inlezen.droogloop(session, ACTOR, klok, ImportSoort.ERKENNINGEN, example.sha256, "register.csv")
    with transaction(ACTOR, op=engine) as session:
        inlezen.pas_toe(session, ACTOR, klok, trial)
    return trial


def ask_meanwhile(engine: Engine, child: subprocess.Popen[str] | None, turns: int = 200) -> dict[str, float]:
    """Milliseconds of a company's screen (its queries) while `child` works; without a child, `turns` times."""
    took: list[float] = []
    while (child.poll() is None) if child else len(took) < turns:
        begin = time.perf_counter()
        with lezen(ACTOR, op=engine) as session:
            kijk_erkenning(session, ACTOR, 1, crebo="25000", keuzedeel="", peildatum=date(2026, 12, 7))
            get_leerbedrijf_detail(session, ACTOR, 1, date(2026, 12, 7))
        took.append((time.perf_counter() - begin) * 1000)
        time.sleep(0.02)
    took.sort()
    return {"p50_ms": round(statistics.median(took), 1), "p95_ms": round(took[int(len(took) * 0.95)], 1)}


def beside(engine: Engine, folder: str, content: bytes, *, whole: bool) -> dict[str, Any]:
    """The import in its own process, with somebody looking at screens meanwhile."""
    path = Path(folder) / "file.csv"
    path.write_bytes(content)
    url = engine.url.render_as_string(hide_password=False)
    code = "import sys; from benchmarks.import_register import alone; alone(*sys.argv[1:3], sys.argv[3] == '1')"
    command = [sys.executable, "-c", code, url, str(path), "1" if whole else "0"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "BPV_DATA_DIR": folder})
    screens = ask_meanwhile(engine, child)
    out, _ = child.communicate()
    assert child.returncode == 0, "the import failed"
    return {**json.loads(out.splitlines()[-1]), **{f"screen_{k}": v for k, v in screens.items()}}


def run() -> dict[str, Any]:
    """One round on empty databases: it is big. The ratio is the worse of the first load and a change set of 1 %."""
    companies = int(os.environ.get("BPV_BENCH_COMPANIES", "250000"))
    content = register_csv(companies, CREBOS)
    changes = changes_csv(content)
    with empty_databases(3) as engines, tempfile.TemporaryDirectory(prefix="bpv-bench-register-") as folder:
        theirs = seconds(partial(reference, engines[0], content))
        mine = seconds(partial(ours, engines[1], content))
        again = seconds(partial(ours, engines[1], content))
        few_theirs = seconds(partial(changes_reference, engines[0], changes))
        few = seconds(partial(apply, engines[1], changes))
        with transaction(ACTOR, op=engines[2]) as session:
            make_leerbedrijf(session, sbb_id="100000000")
        idle = ask_meanwhile(engines[2], None)
        first = beside(engines[2], folder, content, whole=True)
        second = beside(engines[2], folder, changes, whole=False)
    ratio, few_ratio = round(mine / theirs, 2), round(few / few_theirs, 2)
    detail = {
        "companies": companies,
        "crebos": CREBOS,
        "file_bytes": len(content),
        "ours_seconds": round(mine, 2),
        "reference_seconds": round(theirs, 2),
        "same_file_again_seconds": round(again, 2),
        "changes_ratio": few_ratio,
        "changes_seconds": round(few, 2),
        "changes_reference_seconds": round(few_theirs, 2),
        "screen_idle": idle,
        "first_load_alone": first,
        "changes_alone": second,
    }
    worst = max(ratio, few_ratio)
    return {
        "bench": "import_register",
        "ratio": worst,
        "goal": GOAL,
        "ok": worst <= GOAL and first["peak_mb"] < MEMORY_MB,
        "n": companies * CREBOS,
        "detail": {"first_load_ratio": ratio, **detail},
    }
