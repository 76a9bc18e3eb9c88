"""The one list component as it looks: search, filters, count, columns, export, rows, paging, results of bulk actions.

Its state is `LijstState` (ui/lijst_staat.py), offered here too: a page needs one import.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import reflex as rx

from bpv_app.kernel.lijst import Lijst
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst_staat import (
    CelBeeld,
    FilterBeeld,
    KopBeeld,
    LijstState,
    Optie,
    RijBeeld,
    UitslagBeeld,
)
from bpv_app.ui.velden import badge, download

__all__ = ["LijstState", "Optie", "UitslagBeeld", "bladeren", "lijst", "zoekbalk"]


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


def zoekbalk(state: Any, lijst_: Lijst) -> rx.Component:
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


def bladeren(state: Any) -> rx.Component:
    """Previous and next, when there is more than one page."""
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
        zoekbalk(state, lijst_),
        _hulpregel(state, lijst_),
        _keuzebalk(state, bulk) if bulk else rx.fragment(),
        rx.cond(
            state.totaal > 0,
            rx.fragment(_tabel(state, t(lijst_.titel), bool(bulk)), bladeren(state)),
            rx.el.div(
                rx.el.p(t(lijst_.leeg)),
                leeg_actie if leeg_actie is not None else rx.fragment(),
                class_name="kaart mt-2 text-center",
            ),
        ),
    )
