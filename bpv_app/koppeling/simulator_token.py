"""Who may talk to a simulator: OAuth2 client credentials, and (where it has one) an API key."""

from __future__ import annotations

import hmac
import json
import secrets
from base64 import b64decode
from binascii import Error as Base64Fout
from datetime import datetime, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bpv_app.kernel.clock import Clock


class TokenUitgifte:
    """Gives tokens and asks for them; they live in memory. `sleutel`: an API key that does as well, empty for none."""

    def __init__(self, client: tuple[str, str], clock: Clock, seconden: int, sleutel: str = "") -> None:
        self._client = (client[0].encode(), client[1].encode())
        self._clock, self._seconden, self._sleutel = clock, seconden, sleutel
        self._tokens: dict[str, datetime] = {}

    async def token(self, request: Request) -> Response:
        """RFC 6749 section 4.4, id and secret in the form or as HTTP Basic."""
        formulier = await request.form(max_fields=20, max_files=0)
        client_id, geheim = formulier.get("client_id", ""), formulier.get("client_secret", "")
        soort, _, waarde = request.headers.get("authorization", "").partition(" ")
        if soort.lower() == "basic":
            try:
                client_id, _, geheim = b64decode(waarde).decode().partition(":")
            except (Base64Fout, UnicodeDecodeError):
                client_id = geheim = ""
        if formulier.get("grant_type") != "client_credentials":
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        klopt = hmac.compare_digest(str(client_id).encode(), self._client[0])
        klopt &= hmac.compare_digest(str(geheim).encode(), self._client[1])
        if not klopt:
            return JSONResponse({"error": "invalid_client"}, 401)
        nu = self._clock.nu()
        self._tokens = {t: tot for t, tot in self._tokens.items() if tot > nu}
        token = secrets.token_urlsafe(32)
        self._tokens[token] = nu + timedelta(seconds=self._seconden)
        antwoord = {"access_token": token, "token_type": "Bearer", "expires_in": self._seconden}
        return JSONResponse(antwoord, headers={"Cache-Control": "no-store"})

    def eis(self, request: Request) -> None:
        """Raises a 401 without a valid token (or key)."""
        if self._sleutel and hmac.compare_digest(request.headers.get("x-api-key", "").encode(), self._sleutel.encode()):
            return
        soort, _, token = request.headers.get("authorization", "").partition(" ")
        tot = self._tokens.get(token.strip()) if soort.lower() == "bearer" else None
        if tot is None or tot <= self._clock.nu():
            raise HTTPException(
                401,
                json.dumps({"code": "TOKEN", "tekst": "Geen geldig token; vraag er een bij /token."}),
                headers={"WWW-Authenticate": "Bearer"},
            )
