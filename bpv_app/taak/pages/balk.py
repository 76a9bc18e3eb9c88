"""The bar that shows how far long work is. It asks by itself (assets/taak.js) and reloads the screen at the end."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.ui.i18n import t


def taakbalk(taak_id: Any, zin: Any, gedaan: Any, totaal: Any) -> rx.Component:
    """`taak_id` is the text of a task's id that is running; `zin`, `gedaan` and `totaal` are as they were read."""
    return rx.el.div(
        rx.el.progress(
            value=gedaan,
            max=rx.cond(totaal > 0, totaal, 1),
            class_name="progress progress-primary h-3 w-full",
            aria_label=t("Voortgang", "Progress"),
        ),
        rx.el.p(rx.el.span(zin, custom_attrs={"data-taak-zin": ""}), role="status", class_name="mt-2"),
        rx.el.p(
            t(
                "Je kunt dit scherm verlaten. Het werk gaat door; je vindt het terug bij Mijn taken.",
                "You may leave this screen. The work goes on; you find it under My tasks.",
            ),
            class_name="hulp mt-1",
        ),
        rx.el.script(src="/taak.js", async_=True),
        custom_attrs={"data-taak": taak_id},
    )
