"""Old → new, field by field: on the school's screen of a change, and on the company's own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules_wijziging import VELD_NAAM, Veldwijziging
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge

_LEEG = Tekst("leeg", "empty")


@dataclass
class VeldBeeld:
    """One field: what it was, what it becomes, and what it is now when somebody else changed it."""

    naam: str
    oud: str
    nieuw: str
    nu: str


def veld_beelden(velden: tuple[Veldwijziging, ...], taal: str) -> list[VeldBeeld]:
    """As the browser shows them."""
    leeg = _LEEG.in_taal(taal)
    return [
        VeldBeeld(
            VELD_NAAM[v.veld].in_taal(taal) if v.veld in VELD_NAAM else v.veld,
            v.oud or leeg,
            v.nieuw or leeg,
            (v.nu or leeg) if v.is_achterhaald else "",
        )
        for v in velden
    ]


def oud_nieuw(velden: Any) -> rx.Component:
    """A list of fields; long words wrap, so it fits a phone."""

    def regel(v: rx.Var[VeldBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.p(v.naam, class_name="text-sm font-semibold"),
            rx.el.p(
                rx.el.span(t("van ", "from "), class_name="text-base-content/80"),
                rx.el.s(v.oud),
                rx.el.span(t(" naar ", " to "), class_name="text-base-content/80"),
                rx.el.strong(v.nieuw),
            ),
            rx.cond(
                v.nu != "",
                rx.el.p(
                    badge(t("intussen gewijzigd", "changed since"), "warning"),
                    rx.el.span(t(" Nu: ", " Now: "), v.nu),
                    class_name="mt-1",
                ),
                rx.fragment(),
            ),
            class_name="py-2 [overflow-wrap:anywhere]",
        )

    return rx.el.ul(rx.foreach(velden, regel), class_name="divide-y divide-base-300")
