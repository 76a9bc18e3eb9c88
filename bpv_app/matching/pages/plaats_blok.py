"""The block "Stageplaatsen" on a company's screen: for the school, and for the company itself on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.matching.queries_plaats import let_op_van
from bpv_app.matching.queries_plaats_regels import PlaatsRegel
from bpv_app.matching.rules_plaats import STATUS_LABEL, STATUS_TOON
from bpv_app.matching.rules_plaats_tonen import toon_periode, toon_plekken
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, kaart


@dataclass
class PlaatsBlok:
    """A line of the block."""

    href: str
    titel: str
    periode: str
    plekken: str
    status: str
    toon: str
    let_op: str


def plaats_blokken(regels: Sequence[PlaatsRegel], taal: str) -> list[PlaatsBlok]:
    """The lines in the person's language."""
    uit = []
    for r in regels:
        let_op = let_op_van(r)
        uit.append(
            PlaatsBlok(
                f"/plaatsen/{r.id}",
                r.titel,
                toon_periode(r.van, r.tot).in_taal(taal),
                toon_plekken(r.bezetting, r.status).in_taal(taal),
                STATUS_LABEL[r.status].in_taal(taal),
                STATUS_TOON[r.status],
                let_op.in_taal(taal) if let_op else "",
            )
        )
    return uit


def plaatsen_blok(plaatsen: Any, mag_bewerken: Any, nieuw_href: Any, *, leeg: Any) -> rx.Component:
    """The block; a line opens the place, where it is changed, offered, closed and withdrawn."""

    def regel(p: rx.Var[PlaatsBlok]) -> rx.Component:
        return rx.el.li(
            rx.el.a(p.titel, href=p.href, class_name="link inline-flex min-h-11 items-center font-semibold"),
            rx.el.p(
                badge(p.status, p.toon),
                rx.cond(p.let_op != "", badge(p.let_op, "warning"), rx.fragment()),
                rx.el.span(p.plekken),
                rx.el.span(p.periode),
                class_name="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm",
            ),
            class_name="py-2",
        )

    return kaart(
        rx.cond(
            plaatsen.length() > 0,
            rx.el.ul(rx.foreach(plaatsen, regel), class_name="divide-y divide-base-300"),
            rx.el.p(leeg, class_name="text-base-content/80"),
        ),
        rx.cond(
            mag_bewerken,
            rx.el.a(
                t("Stageplaats toevoegen", "Add a place"), href=nieuw_href, class_name="btn btn-outline mt-3 min-h-11"
            ),
            rx.fragment(),
        ),
        titel=t("Stageplaatsen", "Places"),
    )
