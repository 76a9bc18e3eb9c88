"""Import of the accreditation register, dry run and apply, against polars reading it plus one bulk insert of it."""

from __future__ import annotations

import os
from functools import partial
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from benchmarks.import_files import empty_databases, register_csv, seconds
from bpv_app import bulk
from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.inlezen import ImportSoort
from bpv_app.koppeling import inlezen
from bpv_app.leerbedrijf.tables import Erkenning

GOAL = 4.0
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
    with lezen(ACTOR, op=engine) as session:
        example = inlezen.ontvang(session, ACTOR, ImportSoort.ERKENNINGEN, content, "register.csv")
        trial = inlezen.droogloop(session, ACTOR, klok, ImportSoort.ERKENNINGEN, example.sha256, "register.csv")
    with transaction(ACTOR, op=engine) as session:
        inlezen.pas_toe(session, ACTOR, klok, trial)
    with lezen(ACTOR, op=engine) as session:
        counted = session.execute(sa.text("SELECT count(*) FROM erkenning")).scalar_one()
    assert counted == trial.tellingen.totaal, "the import did not take every row"


def run() -> dict[str, Any]:
    """One round on empty databases: it is big."""
    companies = int(os.environ.get("BPV_BENCH_COMPANIES", "250000"))
    content = register_csv(companies, CREBOS)
    with empty_databases(2) as engines:
        theirs = seconds(partial(reference, engines[0], content))
        mine = seconds(partial(ours, engines[1], content))
        again = seconds(partial(ours, engines[1], content))
    ratio = round(mine / theirs, 2)
    detail = {
        "companies": companies,
        "crebos": CREBOS,
        "file_bytes": len(content),
        "ours_seconds": round(mine, 2),
        "reference_seconds": round(theirs, 2),
        "same_file_again_seconds": round(again, 2),
    }
    return {
        "bench": "import_register",
        "ratio": ratio,
        "goal": GOAL,
        "ok": ratio <= GOAL,
        "n": companies * CREBOS,
        "detail": detail,
    }
