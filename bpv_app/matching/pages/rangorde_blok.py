"""The block "Kandidaten op volgorde" on the company's own screen: which places ask for an order."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.rangorde_beeld import OrdeBeeld
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, kaart


def rangorde_blok(ordes: Any) -> rx.Component:
    """The block; nothing when no school asks."""

    def regel(o: rx.Var[OrdeBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.a(o.titel, href=o.href, class_name="link inline-flex min-h-11 items-center font-semibold"),
            badge(o.stand, o.toon),
            class_name="flex flex-wrap items-center gap-2 py-1",
        )

    return rx.cond(
        ordes.length() > 0,
        kaart(
            rx.el.ul(rx.foreach(ordes, regel), class_name="divide-y divide-base-300"),
            titel=t("Kandidaten op volgorde", "Candidates in order"),
        ),
        rx.fragment(),
    )
