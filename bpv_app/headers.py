"""What every answer carries: security headers, caching, and a refusal of requests other sites make for a visitor.

Content-Security-Policy, as tight as Reflex 0.10.1 allows (measured in a browser with an empty console):
- scripts: our own files, plus the inline scripts Reflex and React Router write into a built page, by their hash.
  `'unsafe-eval'` stays because Reflex runs what a handler asks of the browser (a toast, a download) with `eval`.
- styles: `'unsafe-inline'` stays because toasts and the connection banner add their style sheet from JavaScript.
- everything else: this origin only; no frames, no plug-ins, nobody may frame us.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

_INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_YEAR = "public, max-age=31536000, immutable"
_FIXED = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(), geolocation=(), payment=(), usb=()"),
]


def script_hashes(html: str) -> list[str]:
    """CSP sources for the inline scripts of a page, in order, without doubles."""
    found: dict[str, None] = {}
    for match in _INLINE_SCRIPT.finditer(html):
        if "src=" not in match["attributes"]:
            digest = base64.b64encode(hashlib.sha256(match["code"].encode()).digest()).decode()
            found[f"'sha256-{digest}'"] = None
    return list(found)


def content_security_policy(hashes: list[str]) -> str:
    """The policy of a page with these inline scripts."""
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self' 'unsafe-eval'", *hashes]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def read_policies(static: Path) -> dict[str, bytes]:
    """The policy of every built page by its path (`login`, `poks`); `404` is also what unknown paths get."""
    policies: dict[str, bytes] = {}
    for page in static.rglob("*.html"):
        path = page.relative_to(static).with_suffix("").as_posix().removesuffix("/index")
        policies[path] = content_security_policy(script_hashes(page.read_text(encoding="utf-8"))).encode("ascii")
    return policies


def is_own_origin(origin: str, host: str, base_url: str) -> bool:
    """Whether a page on `origin` is ours: the host this request was sent to, or the address people use."""
    netloc = urlsplit(origin).netloc
    return bool(netloc) and netloc in {host, urlsplit(base_url).netloc}


class Headers:
    """ASGI middleware around the whole app."""

    def __init__(self, app: AsgiApp, static: Path, base_url: str) -> None:
        self._app = app
        self._base_url = base_url
        self._policies = read_policies(static)
        self._fixed = list(_FIXED)
        if base_url.startswith("https://"):
            self._fixed.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what another site asks in a visitor's name; otherwise pass on and complete the answer's headers."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
        elif self._is_foreign(scope):
            await self._refuse(scope, send)
        elif scope["type"] == "websocket":
            await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, self._completing(scope, send))

    def _is_foreign(self, scope: Scope) -> bool:
        if scope["type"] == "http" and scope["method"] in _SAFE_METHODS:
            return False
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        origin = headers.get(b"origin")
        # Programs send no Origin; every browser does, on a websocket and on anything that changes something.
        return origin is not None and not is_own_origin(origin, headers.get(b"host", ""), self._base_url)

    async def _refuse(self, scope: Scope, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008, "reason": "foreign origin"})
            return
        text = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *self._fixed]
        await send({"type": "http.response.start", "status": 403, "headers": text})
        body = "Geweigerd: dit verzoek komt van een andere site. / Refused: this request comes from another site.\n"
        await send({"type": "http.response.body", "body": body.encode()})

    def _completing(self, scope: Scope, send: Send) -> Send:
        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                present = {name.lower(): value for name, value in headers}
                headers += [(name, value) for name, value in self._extra(scope, message["status"], present)]
                message = {**message, "headers": headers}
            await send(message)

        return complete

    def _extra(self, scope: Scope, status: int, present: dict[bytes, bytes]) -> list[tuple[bytes, bytes]]:
        """The headers this answer lacks."""
        path = scope["path"]
        is_page = present.get(b"content-type", b"").startswith(b"text/html")
        wanted = list(self._fixed)
        if is_page:
            wanted.append((b"content-security-policy", self._policy(path)))
        else:
            wanted.append((b"content-security-policy", b"frame-ancestors 'none'"))
        wanted.append((b"cache-control", _caching(path, status, is_page=is_page).encode("ascii")))
        return [(name, value) for name, value in wanted if name not in present]

    def _policy(self, path: str) -> bytes:
        policies = self._policies
        return policies.get(path.strip("/") or "index") or policies.get("404") or content_security_policy([]).encode()


def _caching(path: str, status: int, *, is_page: bool) -> str:
    """Built files carry their hash in their name; pages and files with a fixed name are asked after each time."""
    if path.startswith("/assets/") and status in {200, 206, 304} and not is_page:
        return _YEAR
    return "no-store" if path.startswith("/api/") else "no-cache"
