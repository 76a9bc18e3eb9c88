"""What happens to a message after a try to deliver it. Values in, values out.

At least once, in order per group, each with an idempotency key (domain.md section 7): whatever is uncertain is sent
again with the same key, and the receiver counts it once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any

LEASE = timedelta(seconds=120)
"""How long a worker may hold a message before another one may take it. Longer than a batch may take to deliver."""
LEVERTIJD = timedelta(seconds=30)
"""Most time one delivery may take; a worker does not start one with less lease left."""
EERSTE_WACHTTIJD = timedelta(seconds=2)
LANGSTE_WACHTTIJD = timedelta(minutes=15)
EERSTE_PAUZE = timedelta(seconds=1)
LANGSTE_PAUZE = timedelta(minutes=1)
GEEN_LIJN = "geen_lijn"
"""Error code of a message that could not reach the other side at all."""


class BerichtStatus(StrEnum):
    """Life of a message. `GEWEIGERD` is a final answer; `WACHT` also covers waiting for the next try."""

    WACHT = "wacht"
    AFGELEVERD = "afgeleverd"
    GEWEIGERD = "geweigerd"
    INGETROKKEN = "ingetrokken"


@dataclass(frozen=True, slots=True)
class TeLeveren:
    """A claimed message as a channel sees it. `volgnummer` counts inside `groep`; `sleutel` is the idempotency key.

    `vorige_fout` is the code with which the message before it in its group was refused; empty when it was accepted.
    `pogingen` counts the tries, this one included.
    """

    id: int
    kanaal: str
    soort: str
    groep: str
    volgnummer: int
    sleutel: str
    payload: Mapping[str, Any]
    vorige_fout: str = ""
    pogingen: int = 1


@dataclass(frozen=True, slots=True)
class Aangenomen:
    """The other side accepted it; `antwoord` is what it said (JSON values)."""

    antwoord: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Geweigerd:
    """The other side refused it for good: sending it again will not help."""

    code: str
    tekst: str
    antwoord: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GeenAntwoord:
    """Nobody knows whether it arrived: try again later with the same key.

    `lijn_dood`: the other side cannot be reached at all, so trying the next message makes no sense either.
    """

    code: str
    tekst: str
    lijn_dood: bool = False


Uitkomst = Aangenomen | Geweigerd | GeenAntwoord


def _verdubbel(eerste: timedelta, langste: timedelta, keer: int, toeval: float) -> timedelta:
    exponent = min(max(keer, 1) - 1, 20)
    return min(eerste * (1 << exponent), langste) * (0.5 + toeval / 2)


def wachttijd(pogingen: int, toeval: float) -> timedelta:
    """Time until the next try after `pogingen` tries: doubles from 2 s to 15 min, times a random 0.5 to 1.

    `toeval` is a number from 0 up to 1; it spreads the messages that failed together.
    """
    return _verdubbel(EERSTE_WACHTTIJD, LANGSTE_WACHTTIJD, pogingen, toeval)


def pauze(mislukt: int, toeval: float) -> timedelta:
    """Rest of a whole channel after `mislukt` dead lines in a row: doubles from 1 s to 1 min, times 0.5 to 1."""
    return _verdubbel(EERSTE_PAUZE, LANGSTE_PAUZE, mislukt, toeval)
