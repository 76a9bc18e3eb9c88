"""Faults the KRD simulator can be told to have, so that tests and training see what a bad line does."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

MAX_KEER = 10_000
MAX_MS = 60_000
MAX_MS_NEER = 3_600_000
"""Down for an hour at the most."""


class StoringSoort(StrEnum):
    """What goes wrong with a POK message."""

    TRAAG = "traag"
    FOUT500 = "fout500"
    VERBREEK = "verbreek"
    HERHAAL = "herhaal"
    WEIGER = "weiger"
    UIT_VOLGORDE = "uit_volgorde"
    NEER = "neer"


class Moment(StrEnum):
    """Whether the message was handled before the fault (the dangerous case) or not."""

    VOOR = "voor"
    NA = "na"


@dataclass(frozen=True, slots=True)
class Storing:
    """A fault for the next `keer` messages (of `pok_nummer` only, when given). `ms` milliseconds of waiting.

    `uit_volgorde`: the line breaks, and the message is handled only after the next one. `neer`: for `ms` milliseconds
    nothing is answered but 503, whatever `keer` says (0 lifts it).
    """

    soort: StoringSoort
    keer: int = 1
    moment: Moment = Moment.VOOR
    ms: int = 0
    code: str = "GEWEIGERD"
    tekst: str = "Geweigerd door een ingestelde storing."
    pok_nummer: str = ""

    def als_dict(self) -> dict[str, Any]:
        return {
            "soort": self.soort,
            "keer": self.keer,
            "moment": self.moment,
            "ms": self.ms,
            "code": self.code,
            "tekst": self.tekst,
            "pok_nummer": self.pok_nummer,
        }


def lees_storing(bron: Any) -> Storing:
    """Read a fault. Raises ValueError with a Dutch sentence that names the field."""
    if not isinstance(bron, Mapping):
        raise ValueError("Geen object.")
    soort = bron.get("soort")
    if soort not in set(StoringSoort):
        raise ValueError("soort: kies uit " + ", ".join(StoringSoort) + ".")
    standaard = Moment.NA if soort == StoringSoort.VERBREEK else Moment.VOOR
    moment = bron.get("moment", standaard)
    if moment not in set(Moment):
        raise ValueError("moment: kies uit voor, na.")
    getallen = {"keer": bron.get("keer", 1), "ms": bron.get("ms", 0)}
    hoogste_ms = MAX_MS_NEER if soort == StoringSoort.NEER else MAX_MS
    for naam, hoogste in (("keer", MAX_KEER), ("ms", hoogste_ms)):
        waarde = getallen[naam]
        if isinstance(waarde, bool) or not isinstance(waarde, int) or not 0 <= waarde <= hoogste:
            raise ValueError(f"{naam}: geheel getal van 0 tot {hoogste}.")
    teksten = {naam: bron[naam] for naam in ("code", "tekst", "pok_nummer") if naam in bron}
    for naam, waarde in teksten.items():
        if not isinstance(waarde, str) or len(waarde) > 200:
            raise ValueError(f"{naam}: tekst van hoogstens 200 tekens.")
    return Storing(StoringSoort(soort), moment=Moment(moment), **getallen, **teksten)


class Storingen:
    """The faults that are set now, one per kind; used up message by message."""

    def __init__(self) -> None:
        self._slot = threading.Lock()
        self._nu: dict[StoringSoort, Storing] = {}
        self._neer_tot = 0.0

    def zet(self, storing: Storing) -> None:
        """Set (or with `keer` 0 lift) a kind of fault."""
        if storing.soort is StoringSoort.NEER:
            self._neer_tot = time.monotonic() + storing.ms / 1000 if storing.keer else 0.0
            return
        with self._slot:
            self._nu.pop(storing.soort, None)
            if storing.keer:
                self._nu[storing.soort] = storing

    def wis(self) -> None:
        with self._slot:
            self._nu.clear()
            self._neer_tot = 0.0

    def is_neer(self) -> bool:
        """Whether the register is down now."""
        return time.monotonic() < self._neer_tot

    def lijst(self) -> list[dict[str, Any]]:
        with self._slot:
            lijst = [s.als_dict() for s in self._nu.values()]
        rest = int((self._neer_tot - time.monotonic()) * 1000)
        return [*lijst, Storing(StoringSoort.NEER, ms=rest).als_dict()] if rest > 0 else lijst

    def neem(self, pok_nummer: str) -> dict[StoringSoort, Storing]:
        """The faults that hit this message; each is one less afterwards."""
        with self._slot:
            raak = {k: s for k, s in self._nu.items() if s.pok_nummer in ("", pok_nummer)}
            for soort, storing in raak.items():
                if storing.keer == 1:
                    del self._nu[soort]
                else:
                    self._nu[soort] = replace(storing, keer=storing.keer - 1)
            return raak
