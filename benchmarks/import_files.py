"""Files and references for the import benchmarks: made up, the same every time."""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
from sqlalchemy.engine import Engine

from bpv_app.db import maak_engine
from bpv_app.migrate import migrate

ROUNDS = 3


@contextmanager
def empty_databases(count: int) -> Iterator[list[Engine]]:
    """Migrated, empty SQLite files on disk."""
    with tempfile.TemporaryDirectory(prefix="bpv-bench-import-") as folder:
        engines = []
        for i in range(count):
            url = f"sqlite:///{Path(folder) / f'{i}.db'}"
            migrate(url)
            engines.append(maak_engine(url))
        try:
            yield engines
        finally:
            for engine in engines:
                engine.dispose()


def seconds(work: Callable[[], object]) -> float:
    """Seconds one run takes, without old garbage."""
    gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def students_csv(rows: int) -> bytes:
    """A school's own file with the usual columns."""
    number = pl.int_range(rows, eager=True)
    first = pl.Series(["Eva", "Youssef", "Zoë", "Daan", "Aïsha", "Bram", "Lotte"])[number % 7]
    last = pl.Series(["de Vries", "Bakker", "El Idrissi", "Jansen", "Dijkstra"])[number % 5]
    crebo = pl.Series(["25736", "25655", "25742", "25669", "25809", "25748"])[number % 6]
    frame = pl.DataFrame(
        {
            "Studentnummer": (number + 200_000).cast(pl.String),
            "Naam": first + " " + last,
            "Klas": (number % 120).cast(pl.String) + "A",
            "Mentor": last,
            "Opleiding": "Opleiding " + crebo,
            "crebo": crebo,
            "leerweg": pl.Series(["BOL", "BBL"])[number % 2],
            "cohort": (number % 4 + 2022).cast(pl.String),
            "Geboortedatum": pl.date_range(pl.date(2005, 1, 1), pl.date(2009, 12, 31), eager=True)[number % 1800],
            "E-mail": "s" + (number + 200_000).cast(pl.String) + "@school.example",
            "Begindatum": pl.Series(["2025-08-01", "01-09-2025"])[number % 2],
            "Geplande einddatum": "31-07-2028",
        }
    )
    return frame.write_csv(separator=";").encode()


def register_csv(companies: int, crebos: int) -> bytes:
    """An accreditation register: every company accredited for some crebos."""
    frame = pl.DataFrame({"n": pl.int_range(companies, eager=True)}).join(
        pl.DataFrame({"k": pl.int_range(crebos, eager=True)}), how="cross"
    )
    return (
        frame.select(
            (pl.col("n") + 100_000_000).cast(pl.String).alias("Leerbedrijf-ID"),
            (25_000 + (pl.col("n") * 7 + pl.col("k") * 131) % 1000).cast(pl.String).alias("crebo"),
            pl.lit("2020-01-01").alias("van"),
            pl.when(pl.col("n") % 3 == 0).then(pl.lit("2030-12-31")).alias("tot"),
        )
        .write_csv(separator=";")
        .encode()
    )
