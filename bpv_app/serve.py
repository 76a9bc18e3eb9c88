"""`bpv serve`: the built frontend, the database ready, and one server for pages, events and files.

Order: settings, port, frontend, what the caller prepares (migrations, demo school), KRD simulator, granian.
Ctrl-C or SIGTERM ends the web server first, letting requests finish, and the simulator after it.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from bpv_app import build
from bpv_app.config import instellingen
from bpv_app.headers import AsgiApp, Headers, Receive, Scope, Send

STOP_SECONDS = 5
HEALTH = "/api/gezond"


class StartFout(Exception):
    """The server cannot start; the message is one sentence for the person who typed the command."""


def serve(
    host: str | None = None,
    port: int = 3000,
    *,
    prepare: Callable[[], Sequence[str]] = tuple,
    simulator: Sequence[str] | None = None,
) -> None:
    """Serve until interrupted.

    `host`: address to listen on; without it 127.0.0.1 in demo mode, otherwise every address of this machine.
    `prepare`: brings the database up to date before the first request; what it returns is printed below the address.
    `simulator`: arguments for `python -m bpv_app.cli` that start the KRD simulator, with `{port}` for its port; used
    when BPV_KRD_URL is empty. REFLEX_WEB_WORKDIR may name a finished build. Raises `StartFout`, `InstellingFout` or
    `BouwFout` before anything is started.
    """
    os.environ.setdefault("BPV_BASE_URL", f"http://localhost:{port}")
    instellingen.cache_clear()
    settings = instellingen()
    address = host or ("127.0.0.1" if settings.demo else "0.0.0.0")  # noqa: S104
    check_port(address, port)
    frontend = build.given() or build.ensure()
    os.environ.update(build.serve_environment(frontend))
    signal.signal(signal.SIGTERM, _interrupt)
    _import_app()
    lines = prepared(prepare)
    with _krd_simulator(port + 1, simulator if not (settings.krd_url or settings.krd_map) else None) as krd_url:
        if krd_url:
            os.environ["BPV_KRD_URL"] = krd_url
            instellingen.cache_clear()
            lines = [*lines, f"KRD simulator: {krd_url}"]
        _say([f"BPV-app: {instellingen().base_url}   (Ctrl-C stops it)", *lines])
        _granian(address, port)


def prepared(prepare: Callable[[], Sequence[str]]) -> Sequence[str]:
    """Run `prepare` and leave this process fit to be forked into workers.

    A library that started threads (polars, loading the demo school) would hang in a fork: its locks are copied, the
    threads that hold them are not. Workers then start as fresh processes, which takes a second longer.
    """
    before = _thread_count()
    lines = prepare()
    _close_connections()
    if _thread_count() > before:
        multiprocessing.set_start_method("spawn", force=True)
    return lines


def _thread_count() -> int:
    """Threads of this process, those of compiled libraries too (Linux; elsewhere workers are not forked)."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else 0


def _import_app() -> None:
    """Import the app once, here: workers are forked from this process and find it ready.

    Before the preparing, so that the threads some libraries start when they are imported (and that survive a fork) are
    not taken for threads at work.
    """
    if multiprocessing.get_start_method() == "fork":
        from bpv_app import bpv_app  # noqa: F401


def _granian(address: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "bpv_app.serve:asgi",
        factory=True,
        interface=Interfaces.ASGI,
        address=address,
        port=port,
        workers=worker_count(instellingen().redis_url),
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
        working_dir=build.ROOT,
    ).serve()


def asgi() -> AsgiApp:
    """The whole application, for a worker: Reflex with the built pages, a health route, our headers around both."""
    static = build.Frontend(Path(os.environ["REFLEX_WEB_WORKDIR"])).static
    from bpv_app.bpv_app import app

    reflex_app = app()
    # Starlette would first redirect /login to /login/: a round trip more, and an address nobody typed.
    folders = {f"/{page.parent.relative_to(static).as_posix()}" for page in static.glob("*/**/index.html")}

    async def route(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == HEALTH:
            await _answer_health(send)
        elif scope["type"] == "http" and scope["path"] in folders:
            await reflex_app({**scope, "path": f"{scope['path']}/"}, receive, send)
        else:
            await reflex_app(scope, receive, send)

    from bpv_app.koppeling.worker import MetWorker

    return Headers(MetWorker(route), static, instellingen().base_url)


async def _answer_health(send: Send) -> None:
    """200 when the database answers, 503 otherwise. Says nothing else: anyone may ask."""
    healthy = await asyncio.to_thread(_database_answers)
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200 if healthy else 503, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps({"gezond": healthy}).encode()})


def _database_answers() -> bool:
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    from bpv_app.db import engine

    try:
        with engine().connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def _close_connections() -> None:
    """Leave no database connection open: a worker forked from this process must not share one."""
    from bpv_app.db import engine

    if engine.cache_info().currsize:
        engine().dispose()
        engine.cache_clear()


def worker_count(redis_url: str) -> int:
    """One worker while state lives in this process's memory; with Redis as many as Reflex itself would start."""
    return min(2 * multiprocessing.cpu_count() + 1, 8) if redis_url else 1


def check_port(address: str, port: int) -> None:
    """Raise `StartFout` when nobody can listen there, before minutes go into building."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as reason:
            raise StartFout(
                f"Cannot listen on {address} port {port} ({reason.strerror}). Choose another: PORT={port + 10} make run"
            ) from None


def _free_port(preferred: int) -> int:
    """`preferred` when nobody has it, otherwise any free port of this machine."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise StartFout("This machine has no free port left for the KRD simulator.")


@contextmanager
def _krd_simulator(preferred_port: int, arguments: Sequence[str] | None) -> Iterator[str]:
    """The simulator as a process of its own while we serve; its address, or "" without one."""
    if arguments is None:
        yield ""
        return
    port = _free_port(preferred_port)
    child = subprocess.Popen(
        [sys.executable, "-m", "bpv_app.cli", *(part.format(port=port) for part in arguments)],
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches us alone: we end the simulator after the web server
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _die_with_parent() -> None:
    """Ask Linux to end this child when its parent is killed in a way nobody can catch (PR_SET_PDEATHSIG = 1)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _say(lines: Sequence[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
