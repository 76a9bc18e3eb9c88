"""The messages the KRD simulator understands: strict reading of JSON into frozen values.

The simulator knows nothing of the rest of the app on purpose: it plays the other side of the line, so that a mistake
in our own tables shows as a difference instead of being made twice. The fields are described in
`docs/koppeling-krd.md`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

MAX_TEKST = 200
MAX_REDEN = 1000
MAX_VOLGORDE = 1_000_000
_DATUM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_GETAL = re.compile(r"-?\d{1,7}(\.\d{1,2})?", re.ASCII)
_T = TypeVar("_T")


class Gebeurtenis(StrEnum):
    """What happened to a POK."""

    VOORLOPIG = "voorlopig"
    VOLLEDIG = "volledig"
    AFGEDRUKT = "afgedrukt"
    DEFINITIEF = "definitief"
    BEEINDIGD = "beeindigd"
    AFGEMELD = "afgemeld"
    AFGEWEZEN = "afgewezen"
    VERVANGEN = "vervangen"
    GEWIJZIGD = "gewijzigd"


@dataclass(frozen=True, slots=True)
class Verbintenis:
    """An enrolment. `geldig` False: known, but withdrawn by the register. Without a begin it is not valid either."""

    student: str
    volgnummer: str
    begin: date | None = None
    gepland_eind: date | None = None
    werkelijk_eind: date | None = None
    crebo: str = ""
    leerweg: str = ""
    geldig: bool = True


@dataclass(frozen=True, slots=True)
class Bedrijf:
    """A company the register knows, active from and until (both days included; None: no bound)."""

    leerbedrijf_id: str
    naam: str = ""
    actief_van: date | None = None
    actief_tot: date | None = None


@dataclass(frozen=True, slots=True)
class PokGegevens:
    """The data of a POK. Hours in clock hours, days in days per week."""

    volgnummer: str
    begin: date | None = None
    gepland_eind: date | None = None
    afsluitdatum: date | None = None
    uren_totaal: Decimal | None = None
    uren_per_week: Decimal | None = None
    dagen_per_week: Decimal | None = None
    leerbedrijf_id: str = ""
    crebo: str = ""
    keuzedeel: str = ""
    werkelijk_eind: date | None = None
    eind_reden: str = ""
    gerealiseerde_uren: Decimal | None = None
    praktijkopleider: str = ""
    onderwijsbegeleider: str = ""


@dataclass(frozen=True, slots=True)
class PokBericht:
    """One event of one POK. `volgorde` counts 1, 2, 3 … per POK; `beginstand` starts the count anew from here."""

    gebeurtenis: Gebeurtenis
    volgorde: int
    pok_nummer: str
    pok: PokGegevens
    verbintenis: Verbintenis
    bedrijf: Bedrijf | None = None
    beginstand: bool = False
    reden: str = ""
    ontheffing: bool = False
    ontheffing_reden: str = ""


class BerichtFout(Exception):
    """The message cannot be read; `fouten` names every field with what is wrong."""

    def __init__(self, fouten: list[str]) -> None:
        super().__init__("; ".join(fouten))
        self.fouten = fouten


class Veldlezer:
    """Reads fields and collects what is wrong, so that the sender hears everything at once."""

    def __init__(self, bron: Any, pad: str, fouten: list[str]) -> None:
        self.pad, self.fouten = pad, fouten
        self.bron: Mapping[str, Any] = bron if isinstance(bron, dict) else {}
        if not isinstance(bron, dict):
            fouten.append(f"{pad or 'bericht'}: geen object")

    def _fout(self, naam: str, wat: str) -> None:
        self.fouten.append(f"{self.pad}.{naam}: {wat}" if self.pad else f"{naam}: {wat}")

    def _lees(self, naam: str, lees: Callable[[Any], _T], wat: str) -> _T | None:
        waarde = self.bron.get(naam)
        if waarde is None or waarde == "":
            return None
        try:
            return lees(waarde)
        except ValueError:
            self._fout(naam, wat)
            return None

    def tekst(self, naam: str, lengte: int = MAX_TEKST, *, verplicht: bool = False) -> str:
        def lees(waarde: Any) -> str:
            if not isinstance(waarde, str) or len(waarde) > lengte or "\x00" in waarde:
                raise ValueError
            waarde.encode()  # half a surrogate pair is valid JSON and no text: UnicodeEncodeError is a ValueError
            return waarde.strip()

        goed = len(self.fouten)
        gelezen = self._lees(naam, lees, f"geen tekst van hoogstens {lengte} tekens") or ""
        if verplicht and not gelezen and len(self.fouten) == goed:
            self._fout(naam, "ontbreekt")
        return gelezen

    def datum(self, naam: str) -> date | None:
        def lees(waarde: Any) -> date:
            if not isinstance(waarde, str) or not _DATUM.fullmatch(waarde):
                raise ValueError
            return date.fromisoformat(waarde)

        return self._lees(naam, lees, "geen datum (jjjj-mm-dd)")

    def getal(self, naam: str) -> Decimal | None:
        def lees(waarde: Any) -> Decimal:
            if isinstance(waarde, bool) or not isinstance(waarde, (int, str)) or not _GETAL.fullmatch(str(waarde)):
                raise ValueError
            return Decimal(waarde)

        return self._lees(naam, lees, "geen getal (als tekst, met punt)")

    def volgorde(self, naam: str) -> int:
        def lees(waarde: Any) -> int:
            if isinstance(waarde, bool) or not isinstance(waarde, int) or not 1 <= waarde <= MAX_VOLGORDE:
                raise ValueError
            return waarde

        gelezen = self._lees(naam, lees, f"geen geheel getal van 1 tot {MAX_VOLGORDE}")
        if self.bron.get(naam) is None:
            self._fout(naam, "ontbreekt")
        return gelezen or 0

    def ja_nee(self, naam: str, standaard: bool) -> bool:
        waarde = self.bron.get(naam, standaard)
        if not isinstance(waarde, bool):
            self._fout(naam, "geen true of false")
            return standaard
        return waarde


def lees_verbintenis_van(lezer: Veldlezer) -> Verbintenis:
    """The enrolment whose fields this reader holds."""
    return Verbintenis(
        student=lezer.tekst("student", verplicht=True),
        volgnummer=lezer.tekst("volgnummer", 20, verplicht=True),
        begin=lezer.datum("begin"),
        gepland_eind=lezer.datum("gepland_eind"),
        werkelijk_eind=lezer.datum("werkelijk_eind"),
        crebo=lezer.tekst("crebo", 10),
        leerweg=lezer.tekst("leerweg", 10),
        geldig=lezer.ja_nee("geldig", True),
    )


def _lees_bedrijf(lezer: Veldlezer) -> Bedrijf:
    return Bedrijf(
        leerbedrijf_id=lezer.tekst("leerbedrijf_id", 20, verplicht=True),
        naam=lezer.tekst("naam"),
        actief_van=lezer.datum("actief_van"),
        actief_tot=lezer.datum("actief_tot"),
    )


def _lees_pok(lezer: Veldlezer) -> PokGegevens:
    return PokGegevens(
        volgnummer=lezer.tekst("volgnummer", 20, verplicht=True),
        begin=lezer.datum("begin"),
        gepland_eind=lezer.datum("gepland_eind"),
        afsluitdatum=lezer.datum("afsluitdatum"),
        uren_totaal=lezer.getal("uren_totaal"),
        uren_per_week=lezer.getal("uren_per_week"),
        dagen_per_week=lezer.getal("dagen_per_week"),
        leerbedrijf_id=lezer.tekst("leerbedrijf_id", 20),
        crebo=lezer.tekst("crebo", 10),
        keuzedeel=lezer.tekst("keuzedeel", 10),
        werkelijk_eind=lezer.datum("werkelijk_eind"),
        eind_reden=lezer.tekst("eind_reden", 60),
        gerealiseerde_uren=lezer.getal("gerealiseerde_uren"),
        praktijkopleider=lezer.tekst("praktijkopleider"),
        onderwijsbegeleider=lezer.tekst("onderwijsbegeleider"),
    )


def lees_verbintenis(bron: Any) -> Verbintenis:
    """Read back what was stored."""
    return lees_verbintenis_van(Veldlezer(bron, "", []))


def lees_bedrijf(bron: Any) -> Bedrijf:
    """Read back what was stored."""
    return _lees_bedrijf(Veldlezer(bron, "", []))


def lees_pok(bron: Any) -> PokGegevens:
    """Read back what was stored."""
    return _lees_pok(Veldlezer(bron, "", []))


def lees_bericht(bron: Any) -> PokBericht:
    """Read one POK message. Raises `BerichtFout` with every field that is wrong."""
    fouten: list[str] = []
    lezer = Veldlezer(bron, "", fouten)
    naam = lezer.tekst("gebeurtenis", 20, verplicht=True)
    if naam and naam not in set(Gebeurtenis):
        fouten.append("gebeurtenis: onbekend")
    bedrijf = lezer.bron.get("leerbedrijf")
    bericht = PokBericht(
        gebeurtenis=Gebeurtenis(naam) if naam in set(Gebeurtenis) else Gebeurtenis.VOORLOPIG,
        volgorde=lezer.volgorde("volgorde"),
        pok_nummer=lezer.tekst("pok_nummer", 40, verplicht=True),
        pok=_lees_pok(Veldlezer(lezer.bron.get("pok"), "pok", fouten)),
        verbintenis=lees_verbintenis_van(Veldlezer(lezer.bron.get("verbintenis"), "verbintenis", fouten)),
        bedrijf=None if bedrijf is None else _lees_bedrijf(Veldlezer(bedrijf, "leerbedrijf", fouten)),
        beginstand=lezer.ja_nee("beginstand", False),
        reden=lezer.tekst("reden", MAX_REDEN),
        ontheffing=lezer.ja_nee("ontheffing", False),
        ontheffing_reden=lezer.tekst("ontheffing_reden", MAX_REDEN),
    )
    if fouten:
        raise BerichtFout(fouten)
    return bericht


def lees_stamgegevens(bron: Any) -> tuple[list[Verbintenis], list[Bedrijf]]:
    """Read `{"verbintenissen": [...], "leerbedrijven": [...]}`. Raises `BerichtFout` naming list, index and field."""
    fouten: list[str] = []
    lezer = Veldlezer(bron, "", fouten)
    lijsten: list[list[Any]] = []
    for naam in ("verbintenissen", "leerbedrijven"):
        lijst = lezer.bron.get(naam, [])
        if not isinstance(lijst, list):
            fouten.append(f"{naam}: geen lijst")
            lijst = []
        lijsten.append(lijst)
    verbintenissen = [
        lees_verbintenis_van(Veldlezer(rij, f"verbintenissen[{i}]", fouten)) for i, rij in enumerate(lijsten[0])
    ]
    bedrijven = [_lees_bedrijf(Veldlezer(rij, f"leerbedrijven[{i}]", fouten)) for i, rij in enumerate(lijsten[1])]
    if fouten:
        raise BerichtFout(fouten)
    return verbintenissen, bedrijven
