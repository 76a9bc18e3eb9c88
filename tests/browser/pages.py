"""What every browser test does with a page: open it and wait until it is there, log in, check it for accessibility."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Playwright, expect

Size = Literal["desktop", "phone"]
Colors = Literal["light", "dark"]
SIZES: dict[Size, tuple[int, int]] = {"desktop": (1280, 800), "phone": (360, 740)}
NO_CHROMIUM = "no Chromium on this machine: `make chromium` gets one, or set BPV_TEST_CHROMIUM to its path"
ARGUMENTS = [
    "--no-sandbox",  # Chromium refuses its sandbox to root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# The layout says in <main data-geladen="path?query"> for which address it has shown everything.
_LOADED = """() => {
  const main = document.querySelector('main[data-geladen]');
  if (!main || !main.dataset.geladen) return false;
  const there = new URL(main.dataset.geladen, location.origin);
  const path = url => url.pathname.replace(/\\/$/, '') || '/';
  const query = url => { const q = new URLSearchParams(url.search); q.sort(); return q.toString(); };
  return path(there) === path(location) && query(there) === query(location);
}"""
_STILL = "*, *::before, *::after { transition: none !important; animation: none !important; caret-color: transparent; }"


def find_chromium(playwright: Playwright) -> str | None:
    """Path of a Chromium: the one named by BPV_TEST_CHROMIUM, of the system, or of Playwright's own installer."""
    if named := os.environ.get("BPV_TEST_CHROMIUM"):
        return named
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return found
    own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def wait_loaded(page: Page) -> None:
    """Wait until the screen shows everything of the address the browser is at."""
    page.wait_for_function(_LOADED)


def open_page(page: Page, url: str) -> None:
    """Go to `url` and wait until Reflex runs in the page and the page has loaded its data."""
    page.goto(url)
    wait_loaded(page)


def log_in(page: Page, server_url: str, name: str, password: str = "demo") -> None:
    """Give the page's browser a session, as the login form would. Fails when the account is refused."""
    answer = page.request.post(
        f"{server_url}/api/login", form={"gebruikersnaam": name, "wachtwoord": password}, max_redirects=0
    )
    assert answer.status == 303, f"login as {name}: {answer.status} {answer.text()[:300]}"
    assert "fout" not in answer.headers["location"], f"login as {name} refused: {answer.headers['location']}"


def tick_row(box: Locator) -> None:
    """Choose a row of a list. Its box shows what the server says, so it is ticked a moment after the press."""
    box.click()
    expect(box).to_be_checked()


def axe(page: Page, context: Mapping[str, Any] | None = None, *, only_colors: bool = False) -> None:
    """Fail with every accessibility violation of the page as it is now, readable, most serious first.

    `only_colors` asks just the rules about colour: enough for a page that was examined whole in other colours.
    """
    page.add_style_tag(content=_STILL)  # colours halfway a transition are nobody's colours
    options = {"resultTypes": ["violations"], **({"runOnly": ["cat.color"]} if only_colors else {})}
    found = Axe().run(page, context=dict(context) if context else None, options=options).response["violations"]
    order = ["critical", "serious", "moderate", "minor", None]
    lines = [
        f"{rule['impact']}: {rule['help']} ({rule['id']})\n" + "\n".join(_node_lines(rule["nodes"]))
        for rule in sorted(found, key=lambda rule: order.index(rule["impact"]))
    ]
    assert not lines, f"{len(lines)} accessibility rule(s) broken on {page.url}\n" + "\n".join(lines)


def _node_lines(nodes: list[dict[str, Any]], most: int = 6) -> list[str]:
    lines = []
    for node in nodes[:most]:
        reason = " ".join(str(node.get("failureSummary", "")).split())
        lines.append(f"  {' '.join(map(str, node['target']))}\n    {node['html'][:200]}\n    {reason[:300]}")
    if len(nodes) > most:
        lines.append(f"  … and {len(nodes) - most} more")
    return lines
