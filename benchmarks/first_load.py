"""Bytes over the wire of the first visit to a page, against a blank Reflex page with `rx.el` and Tailwind.

Counted by Chromium with an empty cache: every response with its headers, compressed as sent, until the page is still.
BPV_BENCH_PAGES names other pages, separated by spaces.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import blanco
from tests.browser.pages import ARGUMENTS, NO_CHROMIUM, find_chromium, log_in, wait_loaded
from tests.server import start_server

GOAL = 1.3
STUDENT = "student@demo.bpv"
PAGES = ("/login", "/", "/uren")


def weigh(page: Page, url: str, *, ours: bool) -> dict[str, int]:
    """Bytes by kind of file, and in total, of going to `url`."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    kinds: dict[str, str] = {}
    bytes_by_kind: dict[str, int] = {"total": 0}

    def response(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        kind, size = kinds.get(event["requestId"], "Other"), int(event["encodedDataLength"])
        bytes_by_kind[kind] = bytes_by_kind.get(kind, 0) + size
        bytes_by_kind["total"] += size

    session.on("Network.responseReceived", response)
    session.on("Network.loadingFinished", finished)
    page.goto(url)
    if ours:
        wait_loaded(page)
    page.wait_for_load_state("networkidle")
    return bytes_by_kind


def weigh_blank(browser: Browser) -> dict[str, int]:
    """The same of the blank app. (It is built for one port; its files weigh the same on any.)"""
    port = blanco.free_port()
    with blanco.serving(port) as process, browser.new_context() as context:
        blanco.wait(port, "/", process)
        return weigh(context.new_page(), f"http://localhost:{port}/", ours=False)


def run() -> dict[str, Any]:
    """The heaviest of the pages decides."""
    paths = tuple(os.environ.get("BPV_BENCH_PAGES", "").split()) or PAGES
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(prefix="bpv-first-load-") as folder:
        path = find_chromium(playwright)
        if path is None:
            raise RuntimeError(NO_CHROMIUM)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        blank = weigh_blank(browser)
        weights: dict[str, dict[str, int]] = {}
        with start_server(Path(folder)) as server:
            for name in paths:
                with browser.new_context() as context:
                    page = context.new_page()
                    if name != "/login":
                        log_in(page, server.url, STUDENT)
                    weights[name] = weigh(page, f"{server.url}{name}", ours=True)
        browser.close()
    heaviest = max(weight["total"] for weight in weights.values())
    ratio = heaviest / blank["total"]
    return {
        "bench": "first_load",
        "ratio": round(ratio, 3),
        "goal": GOAL,
        "ok": ratio <= GOAL,
        "n": heaviest,
        "detail": {"bytes_blank": blank, "bytes": weights},
    }
