"""Time until a student can type hours on a cheap phone with a bad line, against a blank Reflex page in the same run.

Chromium with an empty cache, "slow 4G" as Lighthouse defines it (1.6 Mbit/s down, 0.75 up, 150 ms) and a processor four
times slower, 360 px. Ours ends when the first hours field of `/uren` shows what is typed in it; the blank page when
React runs in it and the first message of its websocket has come. In turns, medians.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, WebSocket, sync_playwright

from benchmarks import blanco
from benchmarks.websocket import Student, fill_students
from tests.browser.pages import ARGUMENTS, NO_CHROMIUM, SIZES, find_chromium, log_in
from tests.server import start_server

GOAL = 1.5
TIMES = 5
LATENCY_MS, DOWN, UP, CPU = 150, 1_600_000 / 8, 750_000 / 8, 4
_REACT = "() => Object.keys(document.querySelector('main') || {}).some(k => k.startsWith('__react'))"


def _slow(page: Page) -> None:
    """Make this page's line and processor slow, and its cache empty."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": DOWN, "uploadThroughput": UP}
    session.send("Network.emulateNetworkConditions", line)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU})


def _phone(browser: Browser) -> Page:
    width, height = SIZES["phone"]
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True, service_workers="block")
    context.set_default_timeout(120_000)
    return context.new_page()


def ours(browser: Browser, url: str, student: Student) -> float:
    """Seconds from opening `/uren` to a typed character in the first hours field."""
    page = _phone(browser)
    log_in(page, url, student.name)
    _slow(page)
    begin = time.perf_counter()
    page.goto(f"{url}/uren", wait_until="commit")
    field = page.locator("form.dag input[name=uren]").first
    field.wait_for(state="visible")
    field.press_sequentially("7")
    assert field.input_value().endswith("7")
    seconds = time.perf_counter() - begin
    page.context.close()
    return seconds


def blank(browser: Browser, url: str) -> float:
    """Seconds from opening the blank page to React at work and a first message over its websocket."""
    page = _phone(browser)
    messages: list[float] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda _frame: messages.append(time.perf_counter()))

    page.on("websocket", listen)
    _slow(page)
    begin = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_function(_REACT)
    while len(messages) < 2:  # the first is the socket's own greeting
        page.wait_for_timeout(5)
    seconds = time.perf_counter() - begin
    page.context.close()
    return seconds


def run() -> dict[str, Any]:
    """Both in turn, so that a busy machine hits both; medians."""
    blanco.ensure()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(prefix="bpv-first-use-") as folder:
        path = find_chromium(playwright)
        if path is None:
            raise RuntimeError(NO_CHROMIUM)
        (student,) = fill_students(Path(folder), 1)
        port = blanco.PORT
        with blanco.serving(port) as process, start_server(Path(folder), arguments=["--leeg"]) as server:
            blanco.wait(port, "/", process)
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            pairs = [
                (ours(browser, server.url, student), blank(browser, f"http://localhost:{port}")) for _ in range(TIMES)
            ]
            browser.close()
    mine = statistics.median(our for our, _ in pairs)
    other = statistics.median(bare for _, bare in pairs)
    return {
        "bench": "first_use",
        "ratio": round(mine / other, 2),
        "goal": GOAL,
        "ok": mine / other <= GOAL,
        "n": TIMES,
        "detail": {"seconds": round(mine, 2), "seconds_blank": round(other, 2)},
    }
