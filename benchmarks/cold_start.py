"""The second `make run` until the login page answers, against starting a blank Reflex app that is already built."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import blanco
from bpv_app import build

GOAL = 3.0
TIMES = 5


def start_ours(data_dir: Path) -> float:
    """Seconds of one `make run` on existing data."""
    port = blanco.free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BPV_", "MAKE", "MFLAGS"))}
    environment |= {"PORT": str(port), "BPV_DATA_DIR": str(data_dir)}
    environment.pop("HOST", None)
    started = time.perf_counter()
    with (data_dir / "make-run.log").open("ab") as log:
        process = subprocess.Popen(
            ["make", "run"], cwd=build.ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        blanco.wait(port, "/login", process)
        return time.perf_counter() - started
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(60)


def start_blank() -> float:
    """Seconds of one start of the blank app."""
    port = blanco.free_port()
    started = time.perf_counter()
    with blanco.serving(port) as process:
        blanco.wait(port, "/", process)
        return time.perf_counter() - started


def run() -> dict[str, Any]:
    """Both in turn, so that a busy machine hits both; medians."""
    blanco.ensure()
    build.ensure()
    with tempfile.TemporaryDirectory(prefix="bpv-cold-start-") as folder:
        data_dir = Path(folder)
        first = start_ours(data_dir)
        start_blank()
        pairs = [(start_ours(data_dir), start_blank()) for _ in range(TIMES)]
    ours = statistics.median(our for our, _ in pairs)
    blank = statistics.median(other for _, other in pairs)
    ratio = ours / blank
    return {
        "bench": "cold_start",
        "ratio": round(ratio, 2),
        "goal": GOAL,
        "ok": ratio <= GOAL,
        "n": TIMES,
        "detail": {
            "seconds": round(ours, 2),
            "seconds_blank": round(blank, 2),
            "seconds_first_with_demo_school": round(first, 2),
        },
    }
