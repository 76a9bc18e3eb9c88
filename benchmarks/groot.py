"""The big demo school as a SQLite file, made once a day per size and shared by the benchmarks that ask for it."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from sqlalchemy.engine import Engine

from bpv_app import build
from bpv_app.db import maak_engine
from bpv_app.demo import laad_demo
from bpv_app.demo.groot import STUDENTEN, maak_groot
from bpv_app.kernel.clock import klok
from bpv_app.migrate import migrate

SIZE = int(os.environ.get("BPV_BENCH_STUDENTS", str(STUDENTEN)))


def _stamp(size: int) -> str:
    """Another one when the generator, the schema or the day is another."""
    sources = [*(build.ROOT / "bpv_app" / "demo").glob("*.py"), *(build.ROOT / "bpv_app").glob("**/tables*.py")]
    digest = hashlib.sha256(f"{size} {klok.vandaag()}".encode())
    for source in sorted(sources + list((build.ROOT / "bpv_app" / "migrations" / "versions").glob("*.py"))):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def ensure(size: int = SIZE) -> Path:
    """The file; look at it or copy it, do not change it."""
    folder = Path(tempfile.gettempdir()) / "bpv-bench-groot"
    folder.mkdir(exist_ok=True)
    done = folder / f"{_stamp(size)}.db"
    if not done.exists():
        for old in folder.glob("*.db*"):
            old.unlink()
        making = folder / f"{done.stem}.{os.getpid()}.db-making"
        migrate(f"sqlite:///{making}")
        engine = maak_engine(f"sqlite:///{making}")
        laad_demo(engine)
        grown = maak_groot(engine, size, meld=print)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        print(f"made: {grown}")
        making.rename(done)
    return done


def copy(folder: Path, size: int = SIZE) -> Engine:
    """A copy of one's own as `bpv.db` in `folder`, and an engine on it."""
    shutil.copyfile(ensure(size), folder / "bpv.db")
    return maak_engine(f"sqlite:///{folder / 'bpv.db'}")
