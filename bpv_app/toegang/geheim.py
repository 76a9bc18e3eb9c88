"""Passwords and tokens: how they are made, kept and compared. Nothing here can give a secret back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bpv_app.config import instellingen

# argon2id, 32 MiB and 3 passes, above the OWASP minimum (19 MiB, 2 passes).
_HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
# Each check takes 32 MiB: a flood of logins may not eat the memory of the server.
_PLAATSEN = threading.BoundedSemaphore(4)
# No characters that look alike on paper or over the phone.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def _normaal(wachtwoord: str) -> bytes:
    return unicodedata.normalize("NFC", wachtwoord).encode("utf-8", "surrogatepass")


def hash_wachtwoord(wachtwoord: str) -> str:
    """The argon2id hash to store."""
    with _PLAATSEN:
        return _HASHER.hash(_normaal(wachtwoord))


@lru_cache(maxsize=1)
def _schijn_hash() -> str:
    return hash_wachtwoord(secrets.token_urlsafe(16))


def klopt_wachtwoord(wachtwoord_hash: str, wachtwoord: str) -> bool:
    """Whether the password belongs to the hash. An empty hash costs the same time and never fits."""
    schijn = _schijn_hash()
    with _PLAATSEN:
        try:
            goed = _HASHER.verify(wachtwoord_hash or schijn, _normaal(wachtwoord))
        except (VerificationError, InvalidHashError):
            return False
    return goed and bool(wachtwoord_hash)


def is_oude_hash(wachtwoord_hash: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(wachtwoord_hash)


def nieuw_token() -> str:
    """A random token of 256 bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def leid_token_af(zaad: str) -> str:
    """The token of a mailed link, from its random seed and the app's secret: the same 256 bits each time.

    So the mail can wait, and be made again, while the database holds no token; the seed alone opens nothing.
    """
    ruw = hmac.new(instellingen().sleutel.encode(), f"link:{zaad}".encode(), "sha256").digest()
    return base64.urlsafe_b64encode(ruw).rstrip(b"=").decode("ascii")


def hash_token(token: str) -> str:
    """What the database keeps of a token. Tokens are random, so a fast hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def pseudoniem(tekst: str) -> str:
    """A keyed hash, for counting attempts without keeping names and addresses."""
    return hmac.new(instellingen().sleutel.encode(), tekst.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


def nieuw_wachtwoord() -> str:
    """A temporary password of four groups of four (79 bits), to be changed at the first login."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))
