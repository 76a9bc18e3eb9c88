"""Starts the real app for a test: `bpv serve` as its own process, on its own data, with the build everybody shares."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bpv_app import build

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 300.0
STOP_SECONDS = 20.0
HEALTH = "/api/gezond"


class ServerFout(AssertionError):
    """The server of a test did not start or stop as it should; the message ends with its log."""


def free_port() -> int:
    """A port of this machine nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running `bpv serve`. Use it as a context manager, or end it with `stop` or `kill` yourself."""

    port: int
    log: Path
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://localhost:{self.port}"

    def output(self) -> str:
        """What it printed until now."""
        return self.log.read_text(errors="replace")

    def stop(self) -> None:
        """End it as Ctrl-C does. Fails when it does not end in time or reports an error."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
                raise ServerFout(f"the server did not stop within {STOP_SECONDS:.0f} s\n{self.output()}") from None
        if self.process.returncode != 0:
            raise ServerFout(f"the server ended with {self.process.returncode}\n{self.output()}")

    def kill(self) -> None:
        """End it and its workers at once, as a power cut would; nothing gets a chance to finish."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(STOP_SECONDS)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if self.process.returncode is not None and self.process.returncode < 0:
            return  # the test killed it
        if kind is None:
            self.stop()
        else:
            self.kill()


def clean_environment(data_dir: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a demo server on `data_dir`: nothing of the developer's own settings, then `extra`."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("BPV_", "REFLEX_", "__REFLEX"))}
    mine |= {"BPV_DEMO": "true", "BPV_DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1"}
    mine.pop("HOST", None)
    mine.pop("PORT", None)
    return mine | dict(extra or {})


@functools.cache
def built_frontend() -> build.Frontend:
    """One build for the whole test run, also when somebody edits meanwhile."""
    return build.ensure()


@functools.cache
def demo_school() -> Path:
    """A data folder with the demo school, made once per process; copy it, do not use it."""
    folder = Path(tempfile.mkdtemp(prefix="bpv-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "bpv_app.cli", "demo"],
        cwd=ROOT,
        env=clean_environment(folder),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
    )
    if made.returncode != 0:
        raise ServerFout(f"making the demo school ended with {made.returncode}\n{made.stdout}\n{made.stderr}")
    return folder


def copy_demo_school(data_dir: Path) -> None:
    """Put the demo school in `data_dir`, unless there is a database already."""
    if not (data_dir / "bpv.db").exists():
        shutil.copytree(demo_school(), data_dir, dirs_exist_ok=True)


def start_server(
    data_dir: Path,
    port: int = 0,
    env: Mapping[str, str] | None = None,
    arguments: Sequence[str] = (),
) -> Server:
    """Start `bpv serve` and wait until it answers. Raises `ServerFout` with the log when it does not.

    Without the argument `--leeg` an empty `data_dir` gets the demo school (made once per test run, then copied).
    `port` 0 takes a free one. `env` adds to or replaces the environment. Builds the frontend first when nobody did, so
    that building is not counted as starting; the server serves exactly that build.
    """
    frontend = built_frontend()
    environment = clean_environment(data_dir, {"REFLEX_WEB_WORKDIR": str(frontend.web), **(env or {})})
    if environment["BPV_DEMO"] == "true" and "BPV_DATABASE_URL" not in environment and "--leeg" not in arguments:
        copy_demo_school(data_dir)
    data_dir.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    log = data_dir / f"server-{port}.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bpv_app.cli", "serve", "--port", str(port), *arguments],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(port, log, process)
    try:
        _wait(server)
    except BaseException:
        server.kill()
        raise
    return server


def _wait(server: Server) -> None:
    """Ask its health until it is well."""
    deadline = time.monotonic() + START_SECONDS
    with httpx.Client(timeout=5) as client:  # one: making each takes longer than the question
        while time.monotonic() < deadline:
            if server.process.poll() is not None:
                raise ServerFout(f"the server ended with {server.process.returncode} at the start\n{server.output()}")
            with contextlib.suppress(httpx.TransportError):
                if client.get(f"http://127.0.0.1:{server.port}{HEALTH}").status_code == httpx.codes.OK:
                    return
            time.sleep(0.05)
    raise ServerFout(f"the server did not answer within {START_SECONDS:.0f} s\n{server.output()}")
