"""HTTP pieces of the KRD simulator: errors as JSON, a bounded body, a line that is cut."""

from __future__ import annotations

import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send


class VerbrokenLijn(Response):
    """Cuts the line: promises more bytes than it sends, so the connection is closed in the middle of the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"4096")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})


def fout(http: int, code: str, tekst: str) -> HTTPException:
    return HTTPException(http, json.dumps({"code": code, "tekst": tekst}))


async def toon_fout(_request: Request, gegooid: Exception) -> Response:
    """Every error is JSON with a code and a sentence, those of the framework (404, 405) too."""
    assert isinstance(gegooid, HTTPException)
    try:
        inhoud = json.loads(gegooid.detail)
    except ValueError:
        inhoud = {"code": f"HTTP_{gegooid.status_code}", "tekst": gegooid.detail}
    return JSONResponse(inhoud, gegooid.status_code, gegooid.headers)


async def lees_json(request: Request, hoogste: int) -> Any:
    """Body as JSON. The content type is demanded, so that no web page can post here without asking the browser."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise fout(415, "SOORT_INHOUD", "Stuur application/json.")
    inhoud = bytearray()
    async for deel in request.stream():
        inhoud += deel
        if len(inhoud) > hoogste:
            raise fout(413, "TE_GROOT", f"Hoogstens {hoogste} bytes.")
    try:
        return json.loads(inhoud)
    except (ValueError, RecursionError):
        raise fout(400, "BERICHT_ONGELDIG", "Dit is geen JSON.") from None
