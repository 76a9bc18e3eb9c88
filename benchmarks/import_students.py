"""Import of a student file, dry run and apply, against polars reading the file plus one bulk insert of it."""

from __future__ import annotations

import os
from functools import partial
from statistics import median
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from benchmarks.import_files import ROUNDS, empty_databases, seconds, students_csv
from bpv_app import bulk
from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.kernel.inlezen import ImportSoort
from bpv_app.koppeling import inlezen
from bpv_app.student.tables import Student

GOAL = 4.0
ACTOR = systeem("bench")


def reference(engine: Engine, content: bytes) -> None:
    """Read with polars, insert all rows at once with SQLAlchemy: one statement, one transaction, no checks."""
    frame = pl.read_csv(content, separator=";", infer_schema=False)
    rows = [
        {
            "studentnummer": r[0],
            "naam": r[1],
            "klas": r[2],
            "mentor": r[3],
            "email": r[9],
            "roepnaam": "",
            "tussenvoegsel": "",
            "achternaam": "",
            "geslacht": "",
            "telefoon": "",
            "straat": "",
            "huisnummer": "",
            "postcode": "",
            "plaats": "",
            "voogd_naam": "",
            "zoektekst": "",
            "versie": 1,
            "bijgewerkt_op": klok.nu(),
        }
        for r in frame.iter_rows()
    ]
    with transaction(ACTOR, op=engine) as session:
        session.connection().execute(sa.insert(bulk.tabel(Student)), rows)


def ours(engine: Engine, content: bytes) -> None:
    """Upload, dry run and apply: read twice, check, compare, write students, enrolments, audit and run."""
    with lezen(ACTOR, op=engine) as session:
        example = inlezen.ontvang(session, ACTOR, ImportSoort.STUDENTEN, content, "studenten.csv")
        trial = inlezen.droogloop(session, ACTOR, klok, ImportSoort.STUDENTEN, example.sha256, "studenten.csv")
    with transaction(ACTOR, op=engine) as session:
        inlezen.pas_toe(session, ACTOR, klok, trial)
    with lezen(ACTOR, op=engine) as session:
        counted = session.execute(sa.text("SELECT count(*) FROM student")).scalar_one()
    assert counted == trial.tellingen.nieuw, "the import did not take every row"


def run() -> dict[str, Any]:
    """Median of the ratios of a few rounds, each on empty databases."""
    rows = int(os.environ.get("BPV_BENCH_STUDENTS", "35000"))
    content = students_csv(rows)
    mine, theirs = [], []
    with empty_databases(2 * ROUNDS) as engines:
        for i in range(ROUNDS):
            theirs.append(seconds(partial(reference, engines[2 * i], content)))
            mine.append(seconds(partial(ours, engines[2 * i + 1], content)))
        again = seconds(partial(_again, engines[1], content))
    ratio = round(median(a / b for a, b in zip(mine, theirs, strict=True)), 2)
    detail = {
        "file_bytes": len(content),
        "ours_seconds": round(median(mine), 3),
        "reference_seconds": round(median(theirs), 3),
        "same_file_again_seconds": round(again, 3),
    }
    return {"bench": "import_students", "ratio": ratio, "goal": GOAL, "ok": ratio <= GOAL, "n": rows, "detail": detail}


def _again(engine: Engine, content: bytes) -> None:
    """The same file once more: everything is compared, nothing changes."""
    with lezen(ACTOR, op=engine) as session:
        example = inlezen.ontvang(session, ACTOR, ImportSoort.STUDENTEN, content, "studenten.csv")
        trial = inlezen.droogloop(session, ACTOR, klok, ImportSoort.STUDENTEN, example.sha256, "studenten.csv")
    assert trial.tellingen.ongewijzigd == trial.tellingen.totaal, "an unchanged file should change nothing"
