"""A blank Reflex app with `rx.el` and Tailwind, built and served as ours is: what other benchmarks compare with."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bpv_app import build

SECONDS = 120.0
CONFIG = """\
import reflex as rx

config = rx.Config(
    app_name="blanco",
    api_url="http://localhost:{port}",
    plugins=[rx.plugins.TailwindV4Plugin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    show_built_with_reflex=False,
    telemetry_enabled=False,
    frontend_compression_formats=["brotli", "gzip"],
)
"""
PAGE = """\
import reflex as rx


@rx.page(route="/", title="Blanco")
def index() -> rx.Component:
    return rx.el.main(rx.el.h1("Blanco", class_name="text-2xl font-bold"), class_name="p-6")


app = rx.App()
"""
PORT = 8000


def ensure() -> Path:
    """Folder of the blank app, built; built again when Reflex or the app above changes."""
    stamp = hashlib.sha256((CONFIG + PAGE).encode() + (build.ROOT / "requirements.lock").read_bytes()).hexdigest()
    folder = build.ROOT / ".bouw" / "blanco"
    with build.locked("blanco"):
        if not (folder / "stamp").exists() or (folder / "stamp").read_text() != stamp:
            shutil.rmtree(folder, ignore_errors=True)
            (folder / "blanco").mkdir(parents=True)
            (folder / "rxconfig.py").write_text(CONFIG.format(port=PORT))
            (folder / "blanco" / "__init__.py").write_text("")
            (folder / "blanco" / "blanco.py").write_text(PAGE)
            shutil.copytree(build.ROOT / "reflex.lock", folder / "reflex.lock")
            build.export(folder)
            (folder / "stamp").write_text(stamp)
    return folder


def free_port() -> int:
    """A port of this machine nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(port: int, path: str, process: subprocess.Popen[bytes]) -> None:
    """Until `path` answers 200. Raises when the process ends or time is up."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        with contextlib.suppress(OSError, HTTPException):
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        connection.close()
        time.sleep(0.01)
    raise RuntimeError(f"no answer within {SECONDS:.0f} s")


@contextlib.contextmanager
def serving(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The blank app on granian, as `reflex.md` measured it; the process has just been started."""
    folder = ensure()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BPV_", "REFLEX_"))}
    environment |= build.serve_environment(build.Frontend(folder / ".web"))
    command = ["granian", "--interface", "asgi", "--factory", "--port", str(port), "--log-level", "warning"]
    process = subprocess.Popen(
        [sys.executable, "-m", *command, "blanco.blanco:app"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)
