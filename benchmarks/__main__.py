"""`python -m benchmarks [NAME …]`: run all benchmarks, or those named. `make bench ONLY=name` does the same.

A benchmark is a module here with `BENCHES`, names to functions, or with `run()` under the module's name. A function
prints its inputs and returns `{"bench", "ratio", "goal", "ok", "n", "detail"}`; ratios are of two measurements in the
same run. Each runs in a process of its own and ends with that as one line of JSON; a table follows at the end.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PACKAGES = ("reflex", "granian", "sqlmodel", "sqlalchemy", "polars", "fpdf2", "pikepdf", "reportlab")
Bench = Callable[[], dict[str, Any]]


def benches_of(module: str) -> dict[str, Bench]:
    """The benchmarks of one module, none for a module that only helps others."""
    loaded = importlib.import_module(f"benchmarks.{module}")
    if hasattr(loaded, "BENCHES"):
        return dict(loaded.BENCHES)
    return {module: loaded.run} if hasattr(loaded, "run") else {}


def find() -> dict[str, str]:
    """Every benchmark's name and its module, by name."""
    modules = sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    return dict(sorted((name, module) for module in modules for name in benches_of(module)))


def run_apart(name: str, module: str) -> dict[str, Any] | None:
    """Run one benchmark in a process of its own, its output in sight; None when it broke."""
    command = [sys.executable, "-u", "-m", "benchmarks", "--alone", module, name]
    last = ""
    with subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            last = line.strip() or last
    if process.returncode != 0:
        return None
    result: dict[str, Any] = json.loads(last)
    return result


def table(results: dict[str, dict[str, Any] | None]) -> str:
    """All results under each other, the goal beside each."""
    lines = [f"{'bench':<22}{'ratio':>10}{'goal':>10}   "]
    for name, result in results.items():
        if result is None:
            lines.append(f"{name:<22}{'-':>10}{'-':>10}   broke, see above")
        else:
            word = "ok" if result["ok"] else "NOT REACHED"
            lines.append(f"{name:<22}{result['ratio']:>10.3g}{result['goal']:>10.3g}   {word}")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Exit code 1 when a benchmark broke; a goal that is not reached is said, not failed."""
    os.environ.setdefault("BPV_DEMO", "true")
    if arguments[:1] == ["--alone"]:
        print(json.dumps(benches_of(arguments[1])[arguments[2]]()), flush=True)
        return 0
    known = find()
    unknown = [name for name in arguments if name not in known]
    if unknown:
        print(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(known)}")
        return 2
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    print(f"Python {platform.python_version()} on {platform.machine()}, {os.cpu_count()} cores; {versions}")
    results: dict[str, dict[str, Any] | None] = {}
    for name in arguments or known:
        print(f"\n--- {name}", flush=True)
        results[name] = run_apart(name, known[name])
    print(f"\n{table(results)}")
    return 1 if None in results.values() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
