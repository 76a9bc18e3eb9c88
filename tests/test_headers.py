"""What every answer carries, and whom the app refuses."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from bpv_app.headers import Headers, is_own_origin, script_hashes

SCRIPT = "console.log('één')"
HASH = "'sha256-" + base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode() + "'"


async def _answer(request: Request) -> Response:
    path = request.url.path
    if path.endswith(".js"):
        return PlainTextResponse("x", status_code=404 if "weg" in path else 200, media_type="text/javascript")
    if path.startswith("/api/"):
        return JSONResponse({}, headers={"cache-control": "private"} if "eigen" in path else None)
    return HTMLResponse("<p>x")


async def _socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text("dag")
    await websocket.close()


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """A small app inside the middleware, at http://testserver, that people know as https://bpv.school.nl."""
    (tmp_path / "login").mkdir()
    (tmp_path / "login" / "index.html").write_text(f'<script>{SCRIPT}</script><script src="/a.js"></script>')
    (tmp_path / "404.html").write_text("<script>nul()</script>")
    routes = [
        WebSocketRoute("/_event", _socket),
        Route("/{path:path}", _answer, methods=["GET", "POST", "DELETE"]),
    ]
    return TestClient(Headers(Starlette(routes=routes), tmp_path, "https://bpv.school.nl"))


def policy(client: TestClient, path: str) -> dict[str, list[str]]:
    """The Content-Security-Policy of a path, by directive."""
    parts = client.get(path).headers["content-security-policy"].split("; ")
    return {part.split()[0]: part.split()[1:] for part in parts}


def test_a_page_may_run_its_own_inline_scripts_and_no_others(client: TestClient) -> None:
    assert policy(client, "/login")["script-src"] == ["'self'", "'unsafe-eval'", HASH]
    assert policy(client, "/login/")["script-src"] == ["'self'", "'unsafe-eval'", HASH]
    unknown = policy(client, "/poks/12")
    assert HASH not in unknown["script-src"]
    assert len(unknown["script-src"]) == 3


def test_nothing_comes_from_elsewhere_and_nobody_frames_us(client: TestClient) -> None:
    found = policy(client, "/login")
    assert found["default-src"] == ["'none'"]
    assert found["frame-ancestors"] == ["'none'"]
    assert found["form-action"] == ["'self'"]
    assert found["base-uri"] == ["'none'"]
    assert found["connect-src"] == ["'self'"]
    assert "'unsafe-inline'" not in found["script-src"]


@pytest.mark.parametrize("path", ["/login", "/assets/a-1f.js", "/api/iets"])
def test_every_answer_has_the_fixed_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/assets/a-1f.js", "public, max-age=31536000, immutable"),
        ("/assets/weg.js", "no-cache"),
        ("/assets/geen-bestand", "no-cache"),
        ("/login", "no-cache"),
        ("/favicon.js", "no-cache"),
        ("/api/iets", "no-store"),
        ("/api/eigen", "private"),
    ],
)
def test_only_built_files_are_kept_without_asking(client: TestClient, path: str, expected: str) -> None:
    assert client.get(path).headers["cache-control"] == expected


@pytest.mark.parametrize("origin", ["http://testserver", "https://bpv.school.nl", None])
def test_our_own_pages_and_programs_may_change_things(client: TestClient, origin: str | None) -> None:
    headers = {"origin": origin} if origin else {}
    assert client.post("/api/iets", headers=headers).status_code == 200
    with client.websocket_connect("/_event", headers=headers) as socket:
        assert socket.receive_text() == "dag"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "http://testserver.evil.example", "testserver"])
def test_a_page_of_another_site_changes_nothing(client: TestClient, origin: str) -> None:
    headers = {"origin": origin}
    assert client.post("/api/iets", headers=headers).status_code == 403
    assert client.delete("/api/iets", headers=headers).status_code == 403
    with pytest.raises(WebSocketDisconnect) as refused, client.websocket_connect("/_event", headers=headers):
        pass
    assert refused.value.code == 1008
    assert client.get("/login", headers=headers).status_code == 200


def test_an_origin_is_compared_as_a_whole() -> None:
    assert is_own_origin("http://localhost:3001", "localhost:3001", "https://bpv.school.nl")
    assert not is_own_origin("http://localhost:3001", "localhost:3000", "https://bpv.school.nl")
    assert not is_own_origin("null", "", "https://bpv.school.nl")


def test_hashes_are_of_inline_scripts_only() -> None:
    html = f'<script src="/x.js"></script><script type="module">{SCRIPT}</script><script>{SCRIPT}</script>'
    assert script_hashes(html) == [HASH]
