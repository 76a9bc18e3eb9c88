"""How a row and a file of somebody's own data are written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

TECHNISCH = frozenset(
    {"id", "versie", "zoektekst", "sleutel", "sha256", "wachtwoord_hash", "token_hash", "apparaat_hash"}
)
"""Columns that say nothing about a person, or must stay secret; keys of other rows are told by name instead."""
_VREEMD = re.compile(r"[^\w.-]+")
MAX_NAAM = 80


@dataclass(frozen=True, slots=True)
class Bestand:
    """A file in the download, and where its bytes are in the document store."""

    naam: str
    sha256: str


def als_waarde(waarde: Any) -> Any:
    """A value as JSON holds it: moments and days ISO 8601, decimals as text."""
    if isinstance(waarde, Enum):
        return waarde.value
    if isinstance(waarde, datetime | date):
        return waarde.isoformat()
    return str(waarde) if isinstance(waarde, Decimal) else waarde


def kopie(rij: Any, *weg: str, **erbij: Any) -> dict[str, Any]:
    """All columns of a row but the technical ones and `weg`, with `erbij` added or put in their place."""
    velden: Mapping[str, Any] = rij.model_dump()
    return {
        naam: als_waarde(waarde)
        for naam, waarde in velden.items()
        if naam not in TECHNISCH and naam not in weg and (naam == "sbb_id" or not naam.endswith("_id"))
    } | erbij


def bestandsnaam(begin: str, naam: str) -> str:
    """A name that is safe on every system: what somebody called it, without paths and odd characters."""
    schoon = _VREEMD.sub("_", naam.replace("\\", "/").rsplit("/", 1)[-1]).strip("._") or "bestand"
    return f"{begin}-{schoon[-MAX_NAAM:]}"
