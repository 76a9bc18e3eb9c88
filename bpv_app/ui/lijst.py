"""The one list component: search, filter, sort, paging and columns in the URL, counts, bulk, export.

A page makes a State from the mixin and its `Lijst`, and shows it with `lijst(...)`:

    class PoksState(LijstState, rx.State):
        _lijst: ClassVar[Lijst] = POKS

    @rx.page("/poks", on_load=PoksState.laad) ... pagina(lijst(PoksState, POKS), ...)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, download

MAX_KEUZE = 2000


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
    return cel.tekst.replace(" ", "\u00a0") if isinstance(cel.waarde, date) else cel.tekst


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
            return vraag, (*lijst_.filters, *extra), antwoord

        vraag, filters, antwoord = await lees(werk)
        if vraag.met(pagina=1) != self._vraag.met(pagina=1):
            self.gekozen, self.gekozen_filter = [], False
        self._vraag = vraag
        index = lijst_.kolom_index(vraag.kolommen)
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
        ]
        self.kolommen = [KolomBeeld(k.naam, k.label.in_taal(taal), i in index) for i, k in enumerate(lijst_.kolommen)]
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


def _filter(state: Any, beeld: rx.Var[FilterBeeld]) -> rx.Component:
    kies = rx.el.select(
        rx.el.option(t("Alles", "All"), value=""),
        rx.foreach(beeld.opties, lambda o: rx.el.option(o.label, value=o.waarde)),
        value=beeld.waarde,
        on_change=lambda waarde: state.kies_filter(beeld.naam, waarde),
        id="filter-" + beeld.naam.to(str),
        class_name="select select-sm w-full",
    )
    tekst = rx.el.input(
        default_value=beeld.waarde,
        key=beeld.waarde,
        type=rx.cond(beeld.soort == "datum", "date", "text"),
        on_blur=lambda waarde: state.kies_filter(beeld.naam, waarde),
        id="filter-" + beeld.naam.to(str),
        class_name="input input-sm w-full",
    )
    return rx.el.div(
        rx.el.label(beeld.label, html_for="filter-" + beeld.naam.to(str), class_name="veld-label"),
        rx.cond(beeld.soort == "keuze", kies, tekst),
        class_name="min-w-36 grow sm:max-w-56",
    )


def _balk(state: Any, lijst_: Lijst) -> rx.Component:
    """Search and filters."""
    return rx.el.div(
        rx.el.form(
            rx.el.label(t(lijst_.zoek_label), html_for="zoek", class_name="veld-label"),
            rx.el.div(
                rx.el.input(
                    id="zoek",
                    name="zoek",
                    type="search",
                    default_value=state.zoek,
                    on_change=state.zoek_op.debounce(400),
                    class_name="input input-sm w-full",
                    auto_complete="off",
                ),
                rx.el.button(t("Zoek", "Search"), type="submit", class_name="btn btn-sm btn-outline"),
                class_name="flex gap-2",
            ),
            on_submit=state.zoek_formulier,
            role="search",
            class_name="min-w-52 grow sm:max-w-80",
        ),
        rx.el.input(type="checkbox", id="toon-filters", class_name="peer sr-only sm:hidden"),
        rx.el.label(
            t("Filters tonen of verbergen", "Show or hide filters"),
            html_for="toon-filters",
            class_name="btn btn-outline btn-sm peer-focus-visible:outline-3 sm:hidden",
        ),
        rx.el.div(
            rx.foreach(state.filters, lambda f: _filter(state, f)),
            class_name="hidden grow flex-wrap items-end gap-3 peer-checked:flex sm:flex",
        ),
        class_name="flex flex-wrap items-end gap-3",
    )


def _hulpregel(state: Any, lijst_: Lijst) -> rx.Component:
    """Count, columns, export."""
    return rx.el.div(
        rx.el.p(
            rx.el.strong(state.totaal),
            t(" gevonden", " found"),
            rx.cond(
                state.export_query != "",
                rx.el.button(
                    t("Alles tonen", "Show all"), on_click=state.wis_filters, class_name="btn btn-ghost btn-xs ml-2"
                ),
                rx.fragment(),
            ),
            aria_live="polite",
            id="aantal",
        ),
        rx.el.div(
            rx.el.details(
                rx.el.summary(t("Kolommen", "Columns"), class_name="btn btn-ghost btn-sm"),
                rx.el.div(
                    rx.foreach(
                        state.kolommen,
                        lambda k: rx.el.label(
                            rx.el.input(
                                type="checkbox",
                                checked=k.aan,
                                on_change=lambda _: state.wissel_kolom(k.naam),
                                class_name="checkbox checkbox-sm",
                            ),
                            k.label,
                            class_name="flex min-h-8 items-center gap-2 text-sm",
                        ),
                    ),
                    class_name="uitklap",
                ),
                class_name="relative",
            ),
            *[
                download(
                    soort.upper(),
                    f"/api/export/{lijst_.naam}.{soort}?" + state.export_query.to(str),
                    aria_label=t(f"Exporteer als {soort}", f"Export as {soort}"),
                    class_name="btn btn-ghost btn-sm",
                )
                for soort in ("xlsx", "csv")
            ],
            class_name="flex flex-wrap gap-1",
        ),
        class_name="mt-3 flex flex-wrap items-center justify-between gap-2",
    )


def _cel(state: Any, cel: rx.Var[CelBeeld], index: Any, rij: rx.Var[RijBeeld]) -> rx.Component:
    inhoud = rx.cond(
        cel.badge & (cel.tekst != ""),
        badge(cel.tekst, cel.toon),
        rx.cond(cel.href != "", rx.el.a(cel.tekst, href=cel.href, class_name="link"), rx.el.span(cel.tekst)),
    )
    eerste = rx.cond(
        (index == 0) & (rij.href != ""),
        rx.el.a(cel.tekst, href=rij.href, class_name="link font-semibold"),
        inhoud,
    )
    return rx.el.td(
        eerste,
        custom_attrs={"data-label": state.koppen[index].label},
        class_name=rx.cond(state.koppen[index].rechts, "text-right tabular-nums", ""),
    )


def _rij(state: Any, rij: rx.Var[RijBeeld], bulk: bool) -> rx.Component:
    vink = rx.el.td(
        rx.el.label(
            rx.el.span(t("Kies ", "Select "), rij.naam, class_name="sr-only"),
            rx.el.input(
                type="checkbox",
                checked=state.gekozen.contains(rij.sleutel),
                on_change=lambda _: state.kies_rij(rij.sleutel),
                class_name="checkbox checkbox-sm",
            ),
            class_name="flex min-h-8 min-w-8 items-center",
        ),
        class_name="lijst-vink",
    )
    return rx.el.tr(
        vink if bulk else rx.fragment(),
        rx.foreach(rij.cellen, lambda cel, index: _cel(state, cel, index, rij)),
        key=rij.sleutel,
    )


def _kop(state: Any, kop: rx.Var[KopBeeld]) -> rx.Component:
    return rx.el.th(
        rx.cond(
            kop.sorteer,
            rx.el.button(
                kop.label,
                rx.el.span(
                    rx.match(kop.richting, ("ascending", " ↑"), ("descending", " ↓"), ""),
                    aria_hidden="true",
                ),
                on_click=state.sorteer_op(kop.naam),
                class_name="cursor-pointer font-semibold hover:underline",
            ),
            kop.label,
        ),
        scope="col",
        aria_sort=rx.cond(kop.richting == "", "none", kop.richting),
        class_name=rx.cond(kop.rechts, "text-right", ""),
    )


def _tabel(state: Any, titel: Any, bulk: bool) -> rx.Component:
    alles = rx.el.th(
        rx.el.label(
            rx.el.span(t("Kies alle rijen van deze bladzijde", "Select all rows of this page"), class_name="sr-only"),
            rx.el.input(
                type="checkbox",
                checked=False,
                on_change=lambda _: state.kies_pagina(),
                class_name="checkbox checkbox-sm",
            ),
        ),
        scope="col",
    )
    return rx.el.div(
        rx.el.table(
            rx.el.caption(titel, class_name="sr-only"),
            rx.el.thead(rx.el.tr(alles if bulk else rx.fragment(), rx.foreach(state.koppen, lambda k: _kop(state, k)))),
            rx.el.tbody(rx.foreach(state.rijen, lambda r: _rij(state, r, bulk))),
            class_name="lijst table",
        ),
        class_name="kaart mt-2 overflow-x-auto p-0",
        tab_index=0,
        role="region",
        aria_label=titel,
    )


def _bladeren(state: Any) -> rx.Component:
    return rx.cond(
        state.pagina_aantal > 1,
        rx.el.nav(
            rx.el.button(
                t("Vorige", "Previous"),
                on_click=state.ga_naar(state.pagina_nr - 1),
                disabled=state.pagina_nr <= 1,
                class_name="btn btn-sm btn-outline",
            ),
            rx.el.span(
                t("Bladzijde ", "Page "), state.pagina_nr, t(" van ", " of "), state.pagina_aantal, class_name="text-sm"
            ),
            rx.el.button(
                t("Volgende", "Next"),
                on_click=state.ga_naar(state.pagina_nr + 1),
                disabled=state.pagina_nr >= state.pagina_aantal,
                class_name="btn btn-sm btn-outline",
            ),
            aria_label=t("Bladeren", "Paging"),
            class_name="mt-3 flex items-center justify-center gap-3",
        ),
        rx.fragment(),
    )


def _uitslagen(state: Any) -> rx.Component:
    return rx.cond(
        state.uitslag_zin != "",
        rx.el.section(
            rx.el.div(
                rx.el.h2(state.uitslag_zin, class_name="text-lg font-semibold"),
                rx.el.button(t("Sluiten", "Close"), on_click=state.sluit_uitslagen, class_name="btn btn-ghost btn-sm"),
                class_name="flex items-center justify-between gap-2",
            ),
            rx.el.ul(
                rx.foreach(
                    state.uitslagen,
                    lambda u: rx.el.li(
                        badge(
                            rx.cond(u.gelukt, t("Gelukt", "Done"), t("Niet gelukt", "Not done")),
                            rx.cond(u.gelukt, "success", "error"),
                        ),
                        rx.cond(u.href != "", rx.el.a(u.naam, href=u.href, class_name="link"), rx.el.strong(u.naam)),
                        rx.el.span(u.tekst),
                        class_name="flex flex-wrap gap-2 py-1.5",
                    ),
                ),
                class_name="mt-2 max-h-80 divide-y divide-base-300 overflow-auto text-sm",
                tab_index=0,
            ),
            aria_label=t("Uitslag per rij", "Result per row"),
            class_name="kaart mb-4",
            id="uitslagen",
        ),
        rx.fragment(),
    )


def _keuzebalk(state: Any, bulk: Mapping[str, Any] | Sequence[Any]) -> rx.Component:
    return rx.cond(
        state.gekozen.length() > 0,
        rx.el.div(
            rx.el.strong(state.gekozen.length(), t(" gekozen", " selected")),
            rx.cond(
                ~state.gekozen_filter & (state.totaal > state.rijen.length()),
                rx.el.button(
                    t("Kies alle gevonden rijen", "Select all found rows"),
                    on_click=state.kies_alles,
                    class_name="btn btn-ghost btn-sm",
                ),
                rx.fragment(),
            ),
            *bulk,
            rx.el.button(t("Niets kiezen", "Select none"), on_click=state.wis_keuze, class_name="btn btn-ghost btn-sm"),
            class_name="keuzebalk",
            role="region",
            aria_label=t("Gekozen rijen", "Selected rows"),
        ),
        rx.fragment(),
    )


def lijst(state: Any, lijst_: Lijst, *, bulk: Sequence[Any] = (), leeg_actie: Any = None) -> rx.Component:
    """The list on a screen. `bulk` are buttons for the selected rows; `leeg_actie` is what to do next when empty."""
    return rx.el.div(
        _uitslagen(state),
        _balk(state, lijst_),
        _hulpregel(state, lijst_),
        _keuzebalk(state, bulk) if bulk else rx.fragment(),
        rx.cond(
            state.totaal > 0,
            rx.fragment(_tabel(state, t(lijst_.titel), bool(bulk)), _bladeren(state)),
            rx.el.div(
                rx.el.p(t(lijst_.leeg)),
                leeg_actie if leeg_actie is not None else rx.fragment(),
                class_name="kaart mt-2 text-center",
            ),
        ),
    )
