"""The state of the one list component: search, filter, sort, paging and columns in the URL, counts, bulk.

A page makes a State from the mixin and its `Lijst`, and shows it with `lijst(...)`:

    class PoksState(LijstState, rx.State):
        _lijst: ClassVar[Lijst] = POKS

    @rx.page("/poks", on_load=PoksState.laad) ... pagina(lijst(PoksState, POKS), ...)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from urllib.parse import parse_qsl

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Cel, Lijst, LijstVraag, Uitslag, lees_vraag
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import handler, lees

MAX_KEUZE = 5000


@dataclass
class CelBeeld:
    """A cell as the browser shows it."""

    tekst: str
    href: str = ""
    badge: bool = False
    toon: str = ""


@dataclass
class RijBeeld:
    sleutel: str
    naam: str
    href: str
    cellen: list[CelBeeld] = field(default_factory=list)


@dataclass
class KopBeeld:
    naam: str
    label: str
    sorteer: bool
    richting: str
    rechts: bool


@dataclass
class Optie:
    """A choice in a select."""

    waarde: str
    label: str


@dataclass
class FilterBeeld:
    naam: str
    label: str
    soort: str
    waarde: str
    opties: list[Optie] = field(default_factory=list)


@dataclass
class KolomBeeld:
    naam: str
    label: str
    aan: bool


@dataclass
class UitslagBeeld:
    naam: str
    tekst: str
    gelukt: bool
    href: str


def _op_een_regel(cel: Cel) -> str:
    """A date stays on one line in a narrow column."""
    if not isinstance(cel.waarde, date):
        return cel.tekst
    vast = cel.tekst.replace(" ", "\u00a0")
    for woord in ("t/m", "to"):
        vast = vast.replace(f"\u00a0{woord}\u00a0", f" {woord}\u00a0")
    return vast


class LijstState(rx.State, mixin=True):
    """Everything a list screen holds: one page of rows, never more. The URL is the truth, so reload and back work."""

    _lijst: ClassVar[Lijst]
    rijen: list[RijBeeld] = []
    koppen: list[KopBeeld] = []
    filters: list[FilterBeeld] = []
    kolommen: list[KolomBeeld] = []
    zoek: str = ""
    totaal: int = 0
    pagina_nr: int = 1
    pagina_aantal: int = 1
    export_query: str = ""
    gekozen: list[str] = []
    gekozen_filter: bool = False
    uitslagen: list[UitslagBeeld] = []
    uitslag_zin: str = ""
    _vraag: LijstVraag = LijstVraag()

    @handler(van_lijst=True, laadt=True)
    async def laad(self) -> None:
        """Read the page of rows the URL asks for."""
        await self._lees_lijst()

    async def _lees_lijst(self) -> None:
        lijst_, query = self._lijst, dict(parse_qsl(str(self.router.url.query or "")))
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, actor: Any) -> Any:
            extra = lijst_.filters_van(session, actor) if lijst_.filters_van else ()
            vraag = lees_vraag(lijst_, query, extra, taal)
            antwoord = lijst_.vraag(session, actor, vraag)
            laatste = max(1, -(-antwoord.totaal // vraag.per_pagina))
            if vraag.pagina > laatste:
                vraag = vraag.met(pagina=laatste)
                antwoord = lijst_.vraag(session, actor, vraag)
            return vraag, (*lijst_.filters, *extra), antwoord, lijst_.verborgen(session, actor, vraag)

        vraag, filters, antwoord, verborgen = await lees(werk)
        if vraag.met(pagina=1) != self._vraag.met(pagina=1):
            self.gekozen, self.gekozen_filter = [], False
        self._vraag = vraag
        index = lijst_.kolom_index(vraag.kolommen, verborgen)
        gekozen_kolommen = [lijst_.kolommen[i] for i in index]
        self.koppen = [
            KopBeeld(
                k.naam,
                k.label.in_taal(taal),
                k.sorteer,
                "" if vraag.sorteer != k.naam else "descending" if vraag.aflopend else "ascending",
                k.rechts,
            )
            for k in gekozen_kolommen
        ]
        self.rijen = [
            RijBeeld(
                r.sleutel,
                r.naam or r.cellen[0].tekst,
                r.href,
                [CelBeeld(_op_een_regel(c), c.href, c.badge, c.toon) for c in (r.cellen[i] for i in index)],
            )
            for r in antwoord.rijen
        ]
        self.filters = [
            FilterBeeld(
                f.naam,
                f.label.in_taal(taal),
                f.soort,
                vraag.filters.get(f.naam, ""),
                [Optie(k.waarde, k.label.in_taal(taal)) for k in f.keuzes],
            )
            for f in filters
            if f.soort != "verborgen"
        ]
        self.kolommen = [
            KolomBeeld(k.naam, k.label.in_taal(taal), i in index)
            for i, k in enumerate(lijst_.kolommen)
            if k.naam not in verborgen
        ]
        self.zoek, self.totaal, self.pagina_nr = vraag.zoek, antwoord.totaal, vraag.pagina
        self.pagina_aantal = max(1, -(-antwoord.totaal // vraag.per_pagina))
        self.export_query = vraag.met(pagina=1).als_query()
        self._na_lezen(huidige_actor())

    def _na_lezen(self, wie: Actor) -> None:
        """For a page with more than the list: called each time the rows were read."""

    def _ga(self, vraag: LijstVraag) -> Any:
        pad = self.router.url.path.rstrip("/") or "/"
        query = vraag.als_query()
        return rx.redirect(f"{pad}?{query}" if query else pad)

    @handler(van_lijst=True)
    async def zoek_op(self, waarde: str) -> Any:
        """Search; called while typing (debounced) and by Enter."""
        zoek = str(waarde)[:100].strip()
        return self._ga(self._vraag.met(zoek=zoek, pagina=1)) if zoek != self._vraag.zoek else None

    @handler(van_lijst=True)
    async def zoek_formulier(self, gegevens: dict[str, Any]) -> Any:
        """Search by Enter or the button."""
        return self._ga(self._vraag.met(zoek=str(gegevens.get("zoek", ""))[:100].strip(), pagina=1))

    @handler(van_lijst=True)
    async def kies_filter(self, naam: str, waarde: str) -> Any:
        """Set or clear one filter."""
        nieuw: dict[str, str] = {**self._vraag.filters, str(naam)[:40]: str(waarde)[:100]}
        return self._ga(self._vraag.met(filters={n: w for n, w in nieuw.items() if w}, pagina=1))

    @handler(van_lijst=True)
    async def wis_filters(self) -> Any:
        """All rows again."""
        return self._ga(self._vraag.met(filters={}, zoek="", pagina=1))

    @handler(van_lijst=True)
    async def sorteer_op(self, naam: str) -> Any:
        """Sort by a column; again: the other way."""
        aflopend = self._vraag.sorteer == naam and not self._vraag.aflopend
        return self._ga(self._vraag.met(sorteer=str(naam)[:40], aflopend=aflopend, pagina=1))

    @handler(van_lijst=True)
    async def ga_naar(self, pagina_nr: int) -> Any:
        """Another page of rows."""
        nummer = pagina_nr if isinstance(pagina_nr, int) else 1
        return self._ga(self._vraag.met(pagina=min(max(1, nummer), self.pagina_aantal)))

    @handler(van_lijst=True)
    async def wissel_kolom(self, naam: str) -> Any:
        """Show or hide a column."""
        aan = [k.naam for k in self.kolommen if k.aan != (k.naam == naam)]
        return self._ga(self._vraag.met(kolommen=tuple(aan))) if aan else None

    @handler(van_lijst=True)
    async def kies_rij(self, sleutel: str) -> None:
        """Select or deselect a row."""
        sleutel = str(sleutel)[:40]
        self.gekozen_filter = False
        if sleutel in self.gekozen:
            self.gekozen = [s for s in self.gekozen if s != sleutel]
        elif len(self.gekozen) < MAX_KEUZE:
            self.gekozen = [*self.gekozen, sleutel]

    @handler(van_lijst=True)
    async def kies_pagina(self) -> None:
        """Select all rows of this page, or none when all were selected."""
        hier = [r.sleutel for r in self.rijen]
        self.gekozen_filter = False
        if all(s in self.gekozen for s in hier):
            self.gekozen = [s for s in self.gekozen if s not in hier]
        else:
            self.gekozen = [*self.gekozen, *(s for s in hier if s not in self.gekozen)][:MAX_KEUZE]

    @handler(van_lijst=True)
    async def kies_alles(self) -> None:
        """Select every row the filter gives, at most `MAX_KEUZE`."""
        lijst_, vraag = self._lijst, self._vraag.met(pagina=1, per_pagina=MAX_KEUZE)
        antwoord = await lees(lambda session, actor: lijst_.vraag(session, actor, vraag))
        self.gekozen = [r.sleutel for r in antwoord.rijen]
        self.gekozen_filter = True

    @handler(van_lijst=True)
    async def wis_keuze(self) -> None:
        """Select nothing."""
        self.gekozen, self.gekozen_filter = [], False

    def _gekozen_ids(self) -> list[int]:
        """The selected rows as database ids; what is no id is dropped."""
        return [int(s) for s in self.gekozen if s.isascii() and s.isdigit() and len(s) < 16]

    async def _toon_uitslagen(self, uitslagen: Sequence[Uitslag]) -> None:
        """Show the result of a bulk action, one line per row, and read the list again."""
        taal = (await self.get_state(BasisState)).taal
        gelukt = sum(u.gelukt for u in uitslagen)
        self.uitslagen = [UitslagBeeld(u.naam, u.tekst.in_taal(taal), u.gelukt, u.href) for u in uitslagen][:500]
        niet = len(uitslagen) - gelukt
        self.uitslag_zin = (
            f"{gelukt} done, {niet} not done." if taal == "en" else f"{gelukt} gelukt, {niet} niet gelukt."
        )
        self.gekozen, self.gekozen_filter = [], False
        await self._lees_lijst()

    @handler(van_lijst=True)
    async def sluit_uitslagen(self) -> None:
        """Close the result of the bulk action."""
        self.uitslagen, self.uitslag_zin = [], ""
