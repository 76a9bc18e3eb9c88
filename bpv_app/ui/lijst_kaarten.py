"""The list as cards, for a phone: the same search, filters, count and paging in the URL, without a table."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.lijst import Lijst
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import bladeren, zoekbalk


def kaartenlijst(state: Any, lijst_: Lijst, kaarten: rx.Component) -> rx.Component:
    """`state` is a `LijstState`; `kaarten` shows its page of rows."""
    return rx.el.div(
        zoekbalk(state, lijst_),
        rx.el.p(
            rx.el.strong(state.totaal),
            t(" gevonden", " found"),
            rx.cond(
                state.export_query != "",
                rx.el.button(
                    t("Alles tonen", "Show all"), on_click=state.wis_filters, class_name="btn btn-ghost btn-sm"
                ),
                rx.fragment(),
            ),
            aria_live="polite",
            id="aantal",
            class_name="mt-3 flex min-h-11 items-center gap-1",
        ),
        rx.cond(
            state.totaal > 0,
            rx.fragment(kaarten, bladeren(state)),
            rx.el.p(t(lijst_.leeg), class_name="kaart mt-2 text-center"),
        ),
    )
