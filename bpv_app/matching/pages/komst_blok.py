"""The block "Wie komt er?" on the company's own screen, under its places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.matching.queries_komst import KomstRij
from bpv_app.matching.rules_plaats_tonen import toon_periode
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import kaart


@dataclass
class KomstBlok:
    """Who comes: name, programme, place and period."""

    student: str
    opleiding: str
    plaats: str
    href: str
    periode: str


def komst_blokken(rijen: Sequence[KomstRij], taal: str) -> list[KomstBlok]:
    """The lines in the person's language."""
    return [
        KomstBlok(r.student, r.opleiding, r.titel, f"/plaatsen/{r.plaats_id}", toon_periode(r.van, r.tot).in_taal(taal))
        for r in rijen
    ]


def komst_blok(komsten: Any) -> rx.Component:
    """The block; nothing when nobody comes."""

    def regel(k: rx.Var[KomstBlok]) -> rx.Component:
        return rx.el.li(
            rx.el.p(rx.el.strong(k.student), " · ", k.opleiding, class_name="break-words"),
            rx.el.p(
                rx.el.a(k.plaats, href=k.href, class_name="link inline-flex min-h-11 items-center"),
                rx.el.span(k.periode),
                class_name="flex flex-wrap items-center gap-x-3 text-sm",
            ),
            class_name="py-2",
        )

    return rx.cond(
        komsten.length() > 0,
        kaart(
            rx.el.ul(rx.foreach(komsten, regel), class_name="divide-y divide-base-300"),
            titel=t("Wie komt er op stage?", "Who comes for a placement?"),
        ),
        rx.fragment(),
    )
