"""The block "Kandidaten op volgorde" on the company's own screen: which places ask for an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import reflex as rx

from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_rangorde import RangordeRij
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, kaart


@dataclass
class OrdeBeeld:
    """One of the places, to choose from. `stand`: sent in, changed, or still to do."""

    href: str
    titel: str
    stand: str
    toon: str
    is_hier: bool


def stand_van(r: RangordeRij, nu: datetime) -> tuple[Tekst, str]:
    """How far this place is, with the tone of its badge."""
    if r.is_gewijzigd:
        return Tekst("veranderd, stuur opnieuw in", "changed, send in again"), "warning"
    if r.ingestuurd_op:
        return Tekst("ingestuurd", "sent in"), "success"
    if r.tijd.is_open(nu):
        return Tekst("nog niet ingestuurd", "not sent in yet"), "warning"
    return Tekst("niet ingestuurd", "not sent in"), ""


def orde_beeld(r: RangordeRij, nu: datetime, taal: str, hier: int) -> OrdeBeeld:
    """A link to this place's order."""
    stand, toon = stand_van(r, nu)
    return OrdeBeeld(f"/bedrijf/rangorde?plaats={r.id}", r.titel, stand.in_taal(taal), toon, r.id == hier)


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
