"""Reflex's own settings. Everything a school sets is in bpv_app/config.py, as BPV_… in the environment."""

import os
import re
from pathlib import Path
from typing import Any

import reflex as rx
from reflex_base.plugins import Plugin

REDIS = os.environ.get("BPV_REDIS_URL") or None
# Reflex bakes the address of the server into the JavaScript it builds. We build with an address that cannot exist and
# replace it afterwards by "the address this page came from", so that one build serves every port, host and proxy.
PLACEHOLDER = "http://adres-van-de-pagina.invalid"
_LITERAL = re.compile(r"([\"'`])(http|ws)://adres-van-de-pagina\.invalid(/[a-z_-]*)\1")


def _expression(match: re.Match[str]) -> str:
    origin = "location.origin" if match[2] == "http" else 'location.origin.replace(/^http/,"ws")'
    return f'({origin}+"{match[3]}")'


class PageAddress(Plugin):
    """Makes the built frontend talk to the server its page came from. Runs before the files are compressed."""

    def post_build(self, **context: Any) -> None:
        """Replace the placeholder in every script. Raises `RuntimeError` when it is not where Reflex 0.10.1 puts it."""
        static_dir = Path(context["static_dir"])
        websockets = 0
        for script in sorted(static_dir.rglob("*.js")):
            text = script.read_text(encoding="utf-8")
            websockets += sum(match[2] == "ws" for match in _LITERAL.finditer(text))
            if (new := _LITERAL.sub(_expression, text)) != text:
                script.write_text(new, encoding="utf-8")
        left = [
            str(path.relative_to(static_dir))
            for path in static_dir.rglob("*")
            if path.is_file() and b"adres-van-de-pagina" in path.read_bytes()
        ]
        if websockets != 1 or left:
            raise RuntimeError(
                f"The address of the server is not where it was in this version of Reflex: "
                f"{websockets} websocket address(es) found instead of 1, placeholder left in {left}."
            )


config = rx.Config(
    app_name="bpv_app",
    api_url=PLACEHOLDER,
    plugins=[
        rx.plugins.TailwindV4Plugin(config={"darkMode": "class", "theme": {}, "plugins": ["daisyui@5"]}),
        PageAddress(),
    ],
    disable_plugins=[rx.plugins.SitemapPlugin],
    show_built_with_reflex=False,
    telemetry_enabled=False,
    frontend_compression_formats=["brotli", "gzip"],
    # Nobody from elsewhere. Reflex's websocket does not check with an empty list: bpv_app/headers.py does.
    cors_allowed_origins=[],
    # State of a tab may hold personal data: in Redis or in memory, never in files.
    redis_url=REDIS,
    state_manager_mode=rx.constants.StateManagerMode.REDIS if REDIS else rx.constants.StateManagerMode.MEMORY,
)
