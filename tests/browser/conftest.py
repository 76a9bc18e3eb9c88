"""Chromium for the browser tests, pages of every size and colour, and one second chance per test."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.pages import ARGUMENTS, NO_CHROMIUM, SIZES, Colors, Size, find_chromium
from tests.server import ROOT, Server, start_server

HERE = Path(__file__).parent
OUTPUT = ROOT / "test-uitvoer"
TIMEOUT = 30_000.0
expect.set_options(timeout=15_000)
NewPage = Callable[..., Page]

_failed = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and let each fail once: a browser is a busy neighbour. Summary names who did."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember whether the test failed, for the screenshot."""
    report = yield
    if report.failed:  # type: ignore[attr-defined]
        item.stash[_failed] = True
    return report


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The one browser of these tests. Without Chromium they are skipped with that reason; in CI they fail.

    It ends with this folder: as long as Playwright runs, no other test in this process can run an event loop.
    """
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            if os.environ.get("CI"):
                pytest.fail(NO_CHROMIUM)
            pytest.skip(NO_CHROMIUM)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """`new_page(size="phone", colors="dark")`: a page in a browser of its own (own cookies), closed after the test.

    The test fails when a page throws or breaks our Content-Security-Policy. Screenshots of a failed test are in
    `test-uitvoer/`.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def make(size: Size = "desktop", colors: Colors = "light", lang: str = "nl-NL") -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=colors,
            locale=lang,
            timezone_id="Europe/Amsterdam",
            reduced_motion="reduce",
            has_touch=size == "phone",
            accept_downloads=True,
        )
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: complaints.extend(_complaint(message)))
        return page

    yield make
    for number, context in enumerate(contexts):
        for page in context.pages:
            if request.node.stash.get(_failed, False):
                OUTPUT.mkdir(exist_ok=True)
                name = re.sub(r"[^\w-]+", "_", request.node.name)
                page.screenshot(path=OUTPUT / f"{name}-{number}.png", full_page=True)
        context.close()
    assert not complaints, "the browser complained:\n" + "\n".join(complaints)


def _complaint(message: ConsoleMessage) -> list[str]:
    """What the browser says about our security policy; anything else in the console is no reason to fail."""
    is_policy = message.type == "error" and "Content Security Policy" in message.text
    return [message.text] if is_policy else []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A light desktop page."""
    return new_page()


@pytest.fixture(scope="package")
def demo_server(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo school, for tests that only look. Whoever changes something starts a server of their own."""
    with start_server(tmp_path_factory.mktemp("demo")) as server:
        yield server
