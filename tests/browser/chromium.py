"""`python -m tests.browser.chromium`: get a Chromium for the browser tests when this machine has none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

from tests.browser.pages import NO_CHROMIUM, find_chromium


def works() -> bool:
    """Whether there is a Chromium that starts. (Ubuntu's package without snap is there, and does not.)"""
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
    return path is not None and subprocess.run([path, "--version"], capture_output=True).returncode == 0


def attempts() -> list[list[list[str]]]:
    """Ways to get one on this machine, each a list of commands, best first."""
    ways = []
    if shutil.which("apt-get") and os.geteuid() == 0:
        ways.append([["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", "chromium"]])
    ways.append([[sys.executable, "-m", "playwright", "install", "chromium"]])
    return ways


def main() -> None:
    """Try each way until one gives a Chromium that works. Without one the browser tests are skipped, not failed."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for way in attempts():
        if works():
            return
        print(
            "Getting a Chromium for the browser tests:", " && ".join(" ".join(command) for command in way), flush=True
        )
        for command in way:
            if subprocess.run(command, env=environment, stdin=subprocess.DEVNULL).returncode != 0:
                break
    if not works():
        print(f"The browser tests will be skipped: {NO_CHROMIUM}", flush=True)


if __name__ == "__main__":
    main()
