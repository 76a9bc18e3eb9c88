"""What shows while a card is dragged: a tray with "no place" and every possible place, always within sight."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.bord_beeld_student import DoelBeeld
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge


def _doel(d: rx.Var[DoelBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(d.titel, class_name="min-w-0 grow truncate font-semibold"),
            badge(d.label, rx.cond(d.oordeel == "kan", "success", "warning")),
            class_name="flex items-start gap-2",
        ),
        rx.el.p(d.onder, class_name="truncate text-sm"),
        rx.cond(d.zin != "", rx.el.p(d.zin, class_name="line-clamp-2 text-xs"), rx.fragment()),
        key=d.waarde,
        custom_attrs={"data-plaats": d.waarde},
        class_name="bord-doel",
    )


def _verborgen(*namen: str) -> list[rx.Component]:
    return [rx.el.input(name=naam, aria_hidden="true", tab_index=-1) for naam in namen]


def bak(s: Any) -> rx.Component:
    """The tray, and the two forms by which bord.js speaks. For mouse and finger only: keys have the window."""
    return rx.fragment(
        rx.el.div(
            rx.el.p(
                rx.el.strong(id="bord-wie"),
                " ",
                rx.el.span(
                    t("Laat los op een plaats. Escape: toch niet.", "Let go on a place. Escape: never mind."),
                    id="bord-hint",
                ),
                rx.el.span(id="bord-oordeel"),
                class_name="mb-2 min-h-6 truncate text-sm",
            ),
            rx.el.ul(
                rx.el.li(
                    rx.el.span(t("Zonder plaats", "Without a place"), class_name="font-semibold"),
                    custom_attrs={"data-plaats": "geen"},
                    class_name="bord-doel bord-doel-geen",
                ),
                rx.el.li(t("Plaatsen zoeken…", "Looking for places…"), class_name="bord-zoekt"),
                rx.foreach(s.doelen, _doel),
                rx.cond(s.doel_rest != "", rx.el.li(s.doel_rest, class_name="bord-rest"), rx.fragment()),
                class_name="bord-doelen",
            ),
            id="bord-bak",
            aria_hidden="true",
            custom_attrs={"data-van": s.doel_van, "data-oordelen": s.oordelen},
            class_name="bord-bak",
        ),
        rx.el.form(*_verborgen("deelnemer"), id="bord-pak", on_submit=s.pak, class_name="hidden"),
        rx.el.form(*_verborgen("deelnemer", "naar"), id="bord-zet", on_submit=s.zet, class_name="hidden"),
    )
