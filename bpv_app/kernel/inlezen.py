"""What an import says before it does anything: rows that are new, changed, unchanged or refused, with row and reason.

The same frozen values go to the screen, the command line, the report file and the stored run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bpv_app.kernel.tekst import Tekst

MAX_MELDINGEN = 5_000
"""More refusals than this are counted, not listed: the file as a whole is wrong."""
MAX_VOORBEELDEN = 100


class ImportSoort(StrEnum):
    """What can be imported."""

    RO = "ro"
    STUDENTEN = "studenten"
    LEERBEDRIJVEN = "leerbedrijven"
    ERKENNINGEN = "erkenningen"
    CREBOS = "crebos"
    POSTCODES = "postcodes"
    VAKANTIES = "vakanties"
    WERKPROCESSEN = "werkprocessen"


SOORT_LABEL: dict[ImportSoort, Tekst] = {
    ImportSoort.RO: Tekst("RO-bestand van DUO", "RO file of DUO"),
    ImportSoort.STUDENTEN: Tekst("Studentenbestand", "Student file"),
    ImportSoort.LEERBEDRIJVEN: Tekst("Leerbedrijven", "Companies"),
    ImportSoort.ERKENNINGEN: Tekst("Erkenningen", "Accreditations"),
    ImportSoort.CREBOS: Tekst("Opvolgers en groepen van crebo's", "Successors and groups of crebos"),
    ImportSoort.POSTCODES: Tekst("Postcodes met ligging", "Postcodes with location"),
    ImportSoort.VAKANTIES: Tekst("Vakanties en studiedagen", "School holidays and study days"),
    ImportSoort.WERKPROCESSEN: Tekst("Werkprocessen", "Work processes"),
}


@dataclass(frozen=True, slots=True)
class Melding:
    """One line of the report. `regel` is the line or row in the file as a person counts it (the first is 1; 0: none).

    `waarde` is a short piece of the file in which nothing looks like a BSN.
    """

    regel: int
    reden: Tekst
    veld: str = ""
    waarde: str = ""


@dataclass(frozen=True, slots=True)
class Rijwijziging:
    """What the import will do with one person, company or line; `velden`: name, old value, new value."""

    regel: int
    sleutel: str
    velden: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tellingen:
    """How many rows (persons for the RO file) end where."""

    nieuw: int = 0
    gewijzigd: int = 0
    ongewijzigd: int = 0
    geweigerd: int = 0

    @property
    def totaal(self) -> int:
        return self.nieuw + self.gewijzigd + self.ongewijzigd + self.geweigerd


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """The outcome of comparing a file with what we have. Says everything, changes nothing.

    `vingerafdruk` stands for everything that would be written: two equal ones mean the same import.
    """

    tellingen: Tellingen
    geweigerd: tuple[Melding, ...] = ()
    waarschuwingen: tuple[Melding, ...] = ()
    nieuw: tuple[Rijwijziging, ...] = ()
    gewijzigd: tuple[Rijwijziging, ...] = ()
    extra: tuple[tuple[Tekst, int], ...] = ()
    vingerafdruk: str = ""


@dataclass(frozen=True, slots=True)
class Droogloop:
    """A dry run: the outcome for one file. `sha256` finds the bytes that were read, without BSNs, in the store.

    `indeling`: which column of the file fills which field; `ongebruikt`: columns that are left alone.
    """

    soort: ImportSoort
    bestandsnaam: str
    sha256: str
    uitkomst: Uitkomst
    indeling: tuple[tuple[str, str], ...] = ()
    ongebruikt: tuple[str, ...] = ()

    @property
    def tellingen(self) -> Tellingen:
        return self.uitkomst.tellingen

    @property
    def doet_iets(self) -> bool:
        """Whether applying it would write anything."""
        extra = any(aantal for tekst, aantal in self.uitkomst.extra if tekst in SCHRIJVENDE_EXTRAS)
        return bool(self.tellingen.nieuw or self.tellingen.gewijzigd or extra)


VERVALLEN = Tekst("Vervallen erkenningen", "Accreditations that end")
INGETROKKEN = Tekst("Ingetrokken erkenningen", "Withdrawn accreditations")
VERDWENEN = Tekst("Vervallen, niet meer in het bestand", "Gone, no longer in the file")
DUBBELE_RIJEN = Tekst("Dubbele rijen, tellen één keer", "Double rows, counted once")
SCHRIJVENDE_EXTRAS = frozenset({VERVALLEN, INGETROKKEN, VERDWENEN})


def neem_vingerafdruk(delen: Iterable[bytes]) -> str:
    """A fingerprint of the pieces, in order."""
    som = hashlib.sha256()
    for deel in delen:
        som.update(len(deel).to_bytes(8, "big"))
        som.update(deel)
    return som.hexdigest()


@dataclass(slots=True)
class Verslag:
    """Collects refusals and warnings while a file is read; keeps at most `MAX_MELDINGEN` of each, counts all."""

    geweigerd: list[Melding] = field(default_factory=list)
    waarschuwingen: list[Melding] = field(default_factory=list)

    def weiger(self, regel: int, reden: Tekst, veld: str = "", waarde: str = "") -> None:
        self.geweigerd.append(Melding(regel, reden, veld, waarde))

    def waarschuw(self, regel: int, reden: Tekst, veld: str = "", waarde: str = "") -> None:
        self.waarschuwingen.append(Melding(regel, reden, veld, waarde))


def als_json(uitkomst: Uitkomst, *, hoogstens: int = 1_000) -> dict[str, Any]:
    """The report as it is kept with the run: counts, refusals and warnings."""
    return {
        "tellingen": {
            "nieuw": uitkomst.tellingen.nieuw,
            "gewijzigd": uitkomst.tellingen.gewijzigd,
            "ongewijzigd": uitkomst.tellingen.ongewijzigd,
            "geweigerd": uitkomst.tellingen.geweigerd,
        },
        "extra": [[tekst.nl, tekst.en, aantal] for tekst, aantal in uitkomst.extra],
        "geweigerd": [_melding(m) for m in uitkomst.geweigerd[:hoogstens]],
        "waarschuwingen": [_melding(m) for m in uitkomst.waarschuwingen[:hoogstens]],
        "vingerafdruk": uitkomst.vingerafdruk,
    }


def _melding(melding: Melding) -> dict[str, Any]:
    return {
        "regel": melding.regel,
        "nl": melding.reden.nl,
        "en": melding.reden.en,
        "veld": melding.veld,
        "waarde": melding.waarde,
    }
