"""A mail as the browser shows it: its paragraphs, lists and button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from bpv_app.post.rules import Blok
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import download


@dataclass
class BlokBeeld:
    """A piece of a mail (`post.rules.Blok`)."""

    soort: str
    regels: list[str] = field(default_factory=list)
    cellen: list[list[str]] = field(default_factory=list)


def blok_beelden(blokken: Sequence[Blok]) -> list[BlokBeeld]:
    """The pieces of a mail, for a state."""
    return [
        BlokBeeld(blok.soort, list(blok.regels), [list(rij) for rij in blok.cellen] if blok.soort == "tabel" else [])
        for blok in blokken
    ]


def _blok(blok: rx.Var[BlokBeeld], adres: Any) -> rx.Component:
    label = blok.regels[0]
    knop = rx.el.p(
        rx.cond(
            adres != "",
            download(label, adres, class_name="btn btn-primary"),
            rx.el.span(label, class_name="inline-block rounded-field border-2 border-dashed px-4 py-2 font-semibold"),
        )
    )
    return rx.match(
        blok.soort,
        ("knop", knop),
        (
            "lijst",
            rx.el.ul(rx.foreach(blok.regels, lambda regel: rx.el.li(regel)), class_name="list-disc pl-6"),
        ),
        (
            "tabel",
            rx.el.div(
                rx.el.table(
                    rx.el.tbody(
                        rx.foreach(
                            blok.cellen,
                            lambda rij: rx.el.tr(
                                rx.foreach(
                                    rij, lambda cel: rx.el.td(cel, class_name="px-2 py-1 text-right first:text-left")
                                )
                            ),
                        )
                    ),
                    class_name="text-sm",
                ),
                class_name="overflow-x-auto",
                tab_index=0,
                role="group",
                aria_label=t("Tabel", "Table"),
            ),
        ),
        rx.el.p(rx.foreach(blok.regels, lambda regel: rx.el.span(regel, class_name="block break-words"))),
    )


def brief(blokken: Any, adres: Any = "") -> rx.Component:
    """The text of a mail. The button works when there is an address; else only its place is shown."""
    return rx.el.div(
        rx.foreach(blokken, lambda blok: _blok(blok, adres)),
        class_name="grid max-w-prose gap-3",
    )
