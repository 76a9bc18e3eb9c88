"""How a report looks: bars with their numbers beside them, so the picture is a table too."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.dashboard.pages.rapport_beeld import DeelBeeld, LegendaBeeld, StaafBeeld
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import kaart


def _kleur(kleur: rx.Var[str]) -> Any:
    return rx.match(
        kleur,
        ("success", "bg-success"),
        ("warning", "bg-warning"),
        ("error", "bg-error"),
        "bg-primary",
    )


def _balk(delen: rx.Var[list[DeelBeeld]], klasse: str) -> rx.Component:
    return rx.el.span(
        rx.foreach(
            delen,
            lambda d: rx.el.span(style={"width": d.breed}, class_name="balk block " + _kleur(d.kleur).to(str)),
        ),
        class_name=f"flex overflow-hidden rounded {klasse}",
        aria_hidden="true",
    )


def _staaf(r: rx.Var[StaafBeeld]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(
            rx.el.span(r.naam, class_name="wrap-anywhere"),
            _balk(r.delen, "sm:hidden print:hidden h-2"),
            scope="row",
            class_name="py-1.5 pr-2 text-left text-sm font-normal max-sm:w-full sm:min-w-44 sm:max-w-72",
        ),
        rx.el.td(_balk(r.delen, "h-5"), class_name="w-full min-w-40 max-sm:hidden print:table-cell"),
        rx.foreach(r.delen, lambda d: rx.el.td(d.aantal, class_name="px-2 text-right text-sm tabular-nums")),
        class_name="break-inside-avoid",
    )


def _legenda(k: rx.Var[LegendaBeeld]) -> rx.Component:
    return rx.el.th(
        rx.el.span(
            class_name="balk mr-1 inline-block size-3 rounded-sm " + _kleur(k.kleur).to(str), aria_hidden="true"
        ),
        k.kop,
        scope="col",
        class_name="px-2 text-right align-bottom text-sm sm:min-w-24",
    )


def staafgrafiek(s: Any) -> rx.Component:
    """A bar per line in parts, with the numbers of the parts."""
    return rx.cond(
        s.staven.length() > 0,
        kaart(
            rx.el.table(
                rx.el.caption(s.titel, class_name="sr-only"),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(s.per_label, scope="col", class_name="text-left align-bottom text-sm"),
                        rx.el.td(class_name="max-sm:hidden print:table-cell"),
                        rx.foreach(s.legenda, _legenda),
                    )
                ),
                rx.el.tbody(rx.foreach(s.staven, _staaf)),
                class_name="w-full",
            ),
            titel=t("In beeld", "At a glance"),
        ),
        rx.fragment(),
    )
