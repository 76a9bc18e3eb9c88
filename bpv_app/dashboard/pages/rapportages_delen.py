"""How the figures of /rapportages look: every picture is a table as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import reflex as rx

from bpv_app.dashboard.pages.rapportages_beeld import (
    GroepBeeld,
    KernBeeld,
    KopBeeld,
    MaandBeeld,
    TrapBeeld,
    VakBeeld,
    VergelijkBeeld,
)
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import download, kaart


def _kern(k: rx.Var[KernBeeld]) -> rx.Component:
    kleur = rx.match(
        k.toon, ("error", "text-error"), ("warning", "text-warning"), ("success", "text-success"), "text-base-content"
    )
    return rx.el.li(
        rx.el.a(
            rx.el.span(k.aantal, class_name="block text-3xl font-bold tabular-nums " + kleur.to(str)),
            rx.el.span(k.kop, class_name="block font-semibold"),
            rx.el.span(k.uitleg, class_name="mt-1 block text-sm text-base-content/80"),
            rx.cond(
                k.eerder != "",
                rx.el.span(k.eerder, class_name="mt-1 block text-sm tabular-nums text-base-content/80"),
                rx.fragment(),
            ),
            href=k.href,
            class_name="kaart block h-full p-4 hover:bg-base-200",
        ),
    )


def kern(regels: Any) -> rx.Component:
    """What needs somebody: a count, what it means, a link to exactly those rows."""
    return rx.el.section(
        rx.el.h2(t("Nu nodig", "Needed now"), class_name="mb-2 text-lg font-semibold"),
        rx.el.ul(rx.foreach(regels, _kern), class_name="grid gap-3 sm:grid-cols-2 lg:grid-cols-3"),
    )


def _balk(delen: Sequence[tuple[Any, str]], klasse: str) -> rx.Component:
    """A bar in parts; the numbers stand beside it, so it says nothing to who cannot see it."""
    return rx.el.span(
        *[rx.el.span(style={"width": breed}, class_name=f"balk block {kleur}") for breed, kleur in delen],
        class_name=f"flex overflow-hidden rounded {klasse}",
        aria_hidden="true",
    )


def _trap(r: rx.Var[TrapBeeld]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            r.label,
            _balk([(r.breedte, "bg-primary")], "sm:hidden h-2"),
            scope="row",
            class_name="whitespace-nowrap py-1.5 pr-2 text-left text-sm font-normal max-sm:w-full",
        ),
        rx.el.td(_balk([(r.breedte, "bg-primary")], "h-5"), class_name="w-full max-sm:hidden"),
        rx.el.td(
            rx.el.a(r.aantal, href=r.href, class_name="link inline-block min-w-11 py-1.5 text-right tabular-nums"),
            class_name="px-2 text-right font-semibold",
        ),
        rx.el.td(r.dagen, class_name="whitespace-nowrap text-right text-sm tabular-nums"),
    )


def trechter(trappen: Any) -> rx.Component:
    """The steps of the deck from top to bottom: how many placements wait where, and how long."""
    return kaart(
        rx.el.table(
            rx.el.caption(
                t(
                    "Hoeveel stages op welke stap wachten, en hoeveel dagen de middelste daar al staat.",
                    "How many placements wait for which step, and for how many days the middle one has.",
                ),
                class_name="pb-2 text-left text-sm text-base-content/80",
            ),
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(t("Stap", "Step"), scope="col", class_name="text-left"),
                    rx.el.td(class_name="max-sm:hidden"),
                    rx.el.th(t("Stages", "Placements"), scope="col", class_name="px-2 text-right"),
                    rx.el.th(t("Mediaan", "Median"), scope="col", class_name="text-right"),
                    class_name="text-sm",
                )
            ),
            rx.el.tbody(rx.foreach(trappen, _trap)),
            class_name="w-full",
        ),
        titel=t("Waar staan ze?", "Where are they?"),
    )


_DELEN = (
    ("op_tijd", "bg-success", t("Op tijd", "In time")),
    ("te_laat", "bg-warning", t("Te laat", "Late")),
    ("ongetekend", "bg-error", t("Niet getekend", "Not signed")),
)


def _maand(m: rx.Var[MaandBeeld]) -> rx.Component:
    breed = {"op_tijd": m.breed_op_tijd, "te_laat": m.breed_te_laat, "ongetekend": m.breed_ongetekend}
    aantal = {"op_tijd": m.op_tijd, "te_laat": m.te_laat, "ongetekend": m.ongetekend}
    delen = [(breed[naam], kleur) for naam, kleur, _ in _DELEN]
    return rx.el.tr(
        rx.el.th(
            m.label,
            _balk(delen, "sm:hidden h-2"),
            scope="row",
            class_name="whitespace-nowrap py-1.5 pr-2 text-left text-sm font-normal max-sm:w-full",
        ),
        rx.el.td(_balk(delen, "h-5"), class_name="w-full max-sm:hidden"),
        *[rx.el.td(aantal[naam], class_name="px-2 text-right text-sm tabular-nums") for naam, _, _ in _DELEN],
    )


def grafiek(maanden: Any) -> rx.Component:
    """Per month in which placements started: how their agreements were signed. Bars with the numbers beside them."""
    koppen = [
        rx.el.th(
            rx.el.span(class_name=f"balk mr-1 inline-block size-3 rounded-sm {kleur}", aria_hidden="true"),
            label,
            scope="col",
            class_name="px-2 text-right align-bottom text-sm",
        )
        for _, kleur, label in _DELEN
    ]
    return kaart(
        rx.cond(
            maanden.length() > 0,
            rx.el.table(
                rx.el.caption(
                    t(
                        "Stages per maand waarin ze begonnen, en wanneer hun POK getekend was.",
                        "Placements by the month in which they started, and when their agreement was signed.",
                    ),
                    class_name="pb-2 text-left text-sm text-base-content/80",
                ),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(t("Begin", "Start"), scope="col", class_name="text-left align-bottom text-sm"),
                        rx.el.td(class_name="max-sm:hidden"),
                        *koppen,
                    )
                ),
                rx.el.tbody(rx.foreach(maanden, _maand)),
                class_name="w-full",
            ),
            rx.el.p(t("Er is nog geen stage begonnen.", "No placement has started yet.")),
        ),
        titel=t("Op tijd getekend?", "Signed in time?"),
    )


def rapporten(links: Any) -> rx.Component:
    """The reports, over the same choice."""
    return rx.el.nav(
        rx.el.h2(t("Rapporten", "Reports"), class_name="mb-2 text-lg font-semibold"),
        rx.el.ul(
            rx.foreach(links, lambda r: rx.el.li(rx.el.a(r.label, href=r.waarde, class_name="btn btn-outline btn-sm"))),
            class_name="flex flex-wrap gap-2",
        ),
        aria_label=t("Rapporten", "Reports"),
        class_name="mt-6 print:hidden",
    )


def _vergelijk(v: rx.Var[VergelijkBeeld]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(v.kop, scope="row", class_name="py-1.5 pr-2 text-left text-sm font-normal"),
        rx.el.td(
            rx.cond(v.href != "", rx.el.a(v.nu, href=v.href, class_name="link inline-block min-w-8 py-1"), v.nu),
            class_name="px-2 text-right font-semibold tabular-nums",
        ),
        rx.el.td(v.week, class_name="whitespace-nowrap px-2 text-right text-sm tabular-nums"),
        rx.el.td(v.jaar, class_name="whitespace-nowrap px-2 text-right text-sm tabular-nums"),
    )


def vergelijking(regels: Any) -> rx.Component:
    """Now against the same weekday a week ago and, of the school year before, a year ago."""
    koppen = (t("Nu", "Now"), t("Vorige week", "Last week"), t("Vorig jaar", "Last year"))
    return rx.el.div(
        kaart(
            rx.el.table(
                rx.el.caption(
                    t(
                        "Dezelfde telling op dezelfde weekdag, een week en een jaar geleden (vorig schooljaar).",
                        "The same count on the same weekday, a week ago and a year ago (last school year).",
                    ),
                    class_name="pb-2 text-left text-sm text-base-content/80",
                ),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(t("Cijfer", "Figure"), scope="col", class_name="text-left text-sm"),
                        *[rx.el.th(k, scope="col", class_name="px-2 text-right text-sm") for k in koppen],
                    )
                ),
                rx.el.tbody(rx.foreach(regels, _vergelijk)),
                class_name="w-full",
            ),
            titel=t("Vergeleken met eerder", "Compared with earlier"),
        ),
        class_name="mt-4 max-w-3xl",
    )


def _kop(k: rx.Var[KopBeeld]) -> rx.Component:
    doel = "uitleg-" + k.naam.to(str)
    return rx.el.th(
        k.kop,
        rx.el.button(
            "i",
            type="button",
            class_name="btn btn-circle btn-ghost btn-xs ml-1 font-serif italic print:hidden",
            aria_label=t("Wat telt dit?", "What does this count?") + " " + k.kop.to(str),
            custom_attrs={"popovertarget": doel},
        ),
        rx.el.span(k.uitleg, id=doel, custom_attrs={"popover": "auto"}, class_name="uitleg-vlak"),
        scope="col",
        class_name="whitespace-normal text-right align-bottom",
    )


def _vak(v: rx.Var[VakBeeld]) -> rx.Component:
    getal = rx.cond(
        v.href != "",
        rx.el.a(v.aantal, href=v.href, class_name="link inline-block min-w-8 py-1"),
        rx.el.span(v.aantal),
    )
    return rx.el.td(
        rx.el.span(
            getal,
            rx.cond(
                v.aandeel != "",
                rx.el.span(v.aandeel, class_name="block whitespace-nowrap text-xs text-base-content/80"),
                rx.fragment(),
            ),
            class_name="text-right tabular-nums",
        ),
        custom_attrs={"data-label": v.kop},
        class_name="text-right",
    )


def _groep(g: rx.Var[GroepBeeld], **rest: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(g.naam, scope="row", class_name="wrap-anywhere text-left align-middle font-semibold sm:min-w-28"),
        rx.foreach(g.vakken, _vak),
        **rest,
    )


def tabel(s: Any, adres: str = "/api/export/cijfers", heeft_totaal: Any = True) -> rx.Component:
    """A line per team, class …; each number leads to its rows; the sum is the last line."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("Per ", "Per "), s.per_label.lower(), class_name="text-lg font-semibold"),
            rx.el.div(
                *[
                    download(
                        soort.upper(),
                        f"{adres}.{soort}?" + s.query,
                        aria_label=t(f"Cijfers als {soort}", f"Figures as {soort}"),
                        class_name="btn btn-ghost btn-sm",
                    )
                    for soort in ("xlsx", "csv")
                ],
                rx.el.button(
                    t("Afdrukken", "Print"),
                    type="button",
                    on_click=rx.call_script("window.print()"),
                    class_name="btn btn-ghost btn-sm",
                ),
                class_name="flex flex-wrap gap-1 print:hidden",
            ),
            class_name="mb-2 flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.div(
            rx.el.table(
                rx.el.caption(t("Cijfers per ", "Figures per "), s.per_label.lower(), class_name="sr-only"),
                rx.el.thead(rx.el.tr(rx.el.th(s.per_label, scope="col"), rx.foreach(s.koppen, _kop))),
                rx.el.tbody(rx.foreach(s.groepen, _groep)),
                rx.cond(
                    heeft_totaal,
                    rx.el.tfoot(_groep(s.totaal, class_name="border-t-2 border-base-300")),
                    rx.fragment(),
                ),
                class_name="lijst smal table",
            ),
            class_name="kaart overflow-x-auto p-0",
            tab_index=0,
            role="region",
            aria_label=t("Tabel met cijfers", "Table of figures"),
        ),
        class_name="mt-6",
    )


def _uitleg(k: rx.Var[KopBeeld]) -> rx.Component:
    return rx.fragment(rx.el.dt(k.kop, class_name="mt-2 font-semibold"), rx.el.dd(k.uitleg, class_name="text-sm"))


def uitleg(regels: Any) -> rx.Component:
    """What each figure counts, in one sentence; on paper always in full."""
    return rx.fragment(
        rx.el.section(
            rx.el.h2(t("Wat tellen deze cijfers?", "What do these figures count?"), class_name="font-semibold"),
            rx.el.dl(rx.foreach(regels, _uitleg)),
            class_name="alleen-papier mt-4",
        ),
        _uitleg_scherm(regels),
    )


def _uitleg_scherm(regels: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(
            t("Wat tellen deze cijfers?", "What do these figures count?"),
            class_name="flex min-h-11 cursor-pointer items-center font-semibold",
        ),
        rx.el.dl(rx.foreach(regels, _uitleg), class_name="kaart p-4"),
        class_name="mt-4 print:hidden",
    )
