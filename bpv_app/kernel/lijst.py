"""Lists as data: columns, filters, what is asked and what is answered.

A list is described once, beside its query. The screen, the export in the browser and `bpv export` all come from that
description, so they can never show different columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst

PER_PAGINA = 50
MAX_PAGINA = 100_000
MAX_ZOEK = 100
ZOEKEN = Tekst("Zoeken", "Search")
NIETS_GEVONDEN = Tekst("Niets gevonden.", "Nothing found.")


@dataclass(frozen=True, slots=True)
class Cel:
    """What one cell shows. `toon` colours a badge ("", info, success, warning, error); `waarde` is exported."""

    tekst: str
    href: str = ""
    badge: bool = False
    toon: str = ""
    waarde: Any = None


@dataclass(frozen=True, slots=True)
class Rij:
    """One row: `sleutel` identifies it for bulk actions (its database id as text), `href` opens it."""

    sleutel: str
    cellen: tuple[Cel, ...]
    href: str = ""
    naam: str = ""


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column; `sorteer` False where the database cannot order by it; `standaard` False hides it until chosen."""

    naam: str
    label: Tekst
    sorteer: bool = True
    standaard: bool = True
    rechts: bool = False


@dataclass(frozen=True, slots=True)
class Keuze:
    waarde: str
    label: Tekst


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter with its choices, or free text/date when `keuzes` is empty (`soort`: "keuze", "tekst", "datum").

    `soort` "verborgen": only an address asks it (too many choices for a select); the screen says what was chosen.
    """

    naam: str
    label: Tekst
    keuzes: tuple[Keuze, ...] = ()
    soort: str = "keuze"


@dataclass(frozen=True, slots=True)
class LijstVraag:
    """What is asked of a list: comes from the URL, so it is hostile until `lees_vraag` has read it."""

    zoek: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sorteer: str = ""
    aflopend: bool = False
    pagina: int = 1
    per_pagina: int = PER_PAGINA
    kolommen: tuple[str, ...] = ()
    taal: str = "nl"
    onbekend: tuple[str, ...] = ()
    """Filters whose value this list does not know. Only a strict list keeps them, and then shows no rows."""

    @property
    def offset(self) -> int:
        return (self.pagina - 1) * self.per_pagina

    def met(self, **anders: Any) -> LijstVraag:
        return replace(self, **anders)

    def als_query(self) -> str:
        """The query string that asks exactly this (without language)."""
        delen: list[tuple[str, str]] = []
        if self.zoek:
            delen.append(("zoek", self.zoek))
        delen += [(naam, waarde) for naam, waarde in self.filters.items() if waarde]
        if self.sorteer:
            delen.append(("sorteer", ("-" if self.aflopend else "") + self.sorteer))
        if self.pagina > 1:
            delen.append(("pagina", str(self.pagina)))
        if self.kolommen:
            delen.append(("kolommen", ",".join(self.kolommen)))
        return urlencode(delen)


@dataclass(frozen=True, slots=True)
class Uitslag:
    """Result of a bulk action for one row: never "done" while skipping silently (domain.md section 9)."""

    sleutel: str
    naam: str
    gelukt: bool
    tekst: Tekst
    href: str = ""


@dataclass(frozen=True, slots=True)
class LijstAntwoord:
    rijen: Sequence[Rij]
    totaal: int


@dataclass(frozen=True, slots=True)
class Lijst:
    """A list: its name (also the export's address), heading, columns, filters, right and query.

    `vraag(session, actor, lijst_vraag)` gives one page and the true total, inside the actor's scope.
    `filters_van(session, actor)` may add filters whose choices come from the database (teams, classes).
    `verborgen_van(session, actor, lijst_vraag)` names columns that this question has nothing for.
    """

    naam: str
    titel: Tekst
    actie: Actie
    kolommen: tuple[Kolom, ...]
    vraag: Callable[[Any, Any, LijstVraag], LijstAntwoord]
    filters: tuple[Filter, ...] = ()
    filters_van: Callable[[Any, Any], tuple[Filter, ...]] | None = None
    zoek_label: Tekst = ZOEKEN
    verborgen_van: Callable[[Any, Any, LijstVraag], frozenset[str]] | None = None
    leeg: Tekst = NIETS_GEVONDEN
    sorteer: str = ""
    aflopend: bool = False
    streng: bool = False
    """Whether a filter with an unknown value gives no rows instead of all: where a wrong count would mislead."""

    def kolom_index(self, namen: Sequence[str], verborgen: frozenset[str] = frozenset()) -> list[int]:
        """Indexes of the chosen columns in their own order; the standard ones when nothing valid is chosen."""
        zichtbaar = [(i, k) for i, k in enumerate(self.kolommen) if k.naam not in verborgen]
        gekozen = [i for i, k in zichtbaar if k.naam in namen]
        return gekozen or [i for i, k in zichtbaar if k.standaard]

    def verborgen(self, session: Any, actor: Any, vraag: LijstVraag) -> frozenset[str]:
        """Columns this question has nothing for: they are not on the screen and not in the file."""
        return self.verborgen_van(session, actor, vraag) if self.verborgen_van else frozenset()


def _schoon(tekst: object, lengte: int) -> str:
    return "".join(c for c in str(tekst) if c.isprintable())[:lengte].strip()


def lees_vraag(lijst: Lijst, query: Mapping[str, str], filters: Sequence[Filter] = (), taal: str = "nl") -> LijstVraag:
    """Read a list question from URL parameters; whatever is not understood is ignored, never an error."""
    bekend = {f.naam: f for f in (*lijst.filters, *filters)}
    gekozen: dict[str, str] = {}
    onbekend: list[str] = []
    for naam, filter_ in bekend.items():
        waarde = _schoon(query.get(naam, ""), MAX_ZOEK)
        if waarde and (filter_.soort != "keuze" or any(k.waarde == waarde for k in filter_.keuzes)):
            gekozen[naam] = waarde
        elif lijst.streng and query.get(naam, ""):
            gekozen[naam] = waarde or "?"
            onbekend.append(naam)
    sorteer = _schoon(query.get("sorteer", ""), 40)
    aflopend = sorteer.startswith("-")
    sorteer = sorteer.lstrip("-")
    if not any(k.naam == sorteer and k.sorteer for k in lijst.kolommen):
        sorteer, aflopend = "", False
    pagina = _schoon(query.get("pagina", "1"), 9)
    nummer = int(pagina) if pagina.isascii() and pagina.isdigit() else 1
    namen = {k.naam for k in lijst.kolommen}
    kolommen = tuple(k for k in _schoon(query.get("kolommen", ""), 400).split(",") if k in namen)
    return LijstVraag(
        zoek=_schoon(query.get("zoek", ""), MAX_ZOEK),
        filters=gekozen,
        sorteer=sorteer,
        aflopend=aflopend,
        pagina=min(max(nummer, 1), MAX_PAGINA),
        kolommen=kolommen,
        taal=taal,
        onbekend=tuple(onbekend),
    )
