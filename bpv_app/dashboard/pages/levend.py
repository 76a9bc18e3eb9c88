"""An open dashboard that follows: the browser asks every few seconds whether something was written (assets/live.js)."""

from __future__ import annotations

from typing import Any

import reflex as rx


def levend(state: Any) -> rx.Component:
    """`state` has a var `merk` (what it was read from) and a handler `ververs` (read it again)."""
    return rx.fragment(
        rx.el.button(
            type="button",
            id="levend",
            on_click=state.ververs,
            tab_index=-1,
            class_name="hidden",
            custom_attrs={"data-merk": state.merk},
        ),
        rx.el.script(src="/live.js", async_=True),
    )
