"""`smoke.py DATA_DIR`: what a newcomer does. `make run` twice on an empty folder; the second time builds nothing."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 600.0


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until the server is well."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit(f"make run ended with {process.returncode}\n{log.read_text()}")
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{url}/api/gezond", timeout=5).status_code == httpx.codes.OK:
                return
        time.sleep(0.1)
    sys.exit(f"no answer within {SECONDS:.0f} s\n{log.read_text()}")


def look(url: str) -> None:
    """The login page with its own scripts, and a real 404."""
    page = httpx.get(f"{url}/login")
    assert page.status_code == httpx.codes.OK, page.status_code
    scripts = re.findall(r'href="(/assets/[^"]+\.js)"', page.text)
    assert scripts, page.text[:500]
    for script in scripts:
        answer = httpx.get(f"{url}{script}")
        assert answer.status_code == httpx.codes.OK, (script, answer.status_code)
        assert "immutable" in answer.headers["cache-control"], answer.headers
    assert httpx.get(f"{url}/dit-bestaat-niet").status_code == httpx.codes.NOT_FOUND


def run_once(data_dir: Path, number: int) -> str:
    """Start, look, end with Ctrl-C; what it printed."""
    port = free_port()
    log = data_dir / f"run-{number}.log"
    environment = {**os.environ, "PORT": str(port), "BPV_DATA_DIR": str(data_dir)}
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["make", "run"], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        wait(f"http://127.0.0.1:{port}", process, log)
        print(f"run {number}: up in {time.monotonic() - started:.1f} s")
        look(f"http://localhost:{port}")
        os.killpg(process.pid, signal.SIGINT)
        process.wait(30)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))  # fails when something still listens
    return log.read_text()


def main() -> None:
    """Run twice and compare."""
    data_dir = Path(sys.argv[1])
    data_dir.mkdir(parents=True, exist_ok=True)
    first, second = run_once(data_dir, 1), run_once(data_dir, 2)
    for text in (first, second):
        assert "http://localhost:" in text, text
        assert "Traceback" not in text, text
    assert "Building" not in second, second
    print(second)
    print("smoke: login page, scripts, 404, health and Ctrl-C are in order, twice")


if __name__ == "__main__":
    main()
