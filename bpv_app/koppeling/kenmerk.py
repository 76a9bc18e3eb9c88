"""The address of an uploaded file: its SHA-256 with a mark that only fits the account that uploaded it."""

from __future__ import annotations

import hmac

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden
from bpv_app.toegang.geheim import pseudoniem

_LENGTE = 24


def _merk(actor: Actor, sha256: str) -> str:
    return pseudoniem(f"import {actor.account_id} {sha256}")[:_LENGTE]


def teken_bestand(actor: Actor, sha256: str) -> str:
    """`<sha256>.<mark>` for in an address."""
    return f"{sha256}.{_merk(actor, sha256)}"


def lees_bestand(actor: Actor, kenmerk: str) -> str:
    """The SHA-256 out of an address. Raises NietGevonden when it is not this account's."""
    sha256, _, merk = kenmerk.partition(".")
    if len(sha256) != 64 or not kenmerk.isascii() or not hmac.compare_digest(merk, _merk(actor, sha256)):
        raise NietGevonden
    return sha256
