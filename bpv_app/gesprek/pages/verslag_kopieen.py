"""What student and company got of a report and said about it: for the school's screen and for theirs."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.gesprek.pages.verslag_beeld import KopieBeeld, ReactieBeeld
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, download, kaart


def reactie(r: rx.Var[ReactieBeeld]) -> rx.Component:
    """What somebody said about a shared version."""
    return rx.el.li(
        rx.el.p(
            badge(r.wat, r.toon),
            " ",
            rx.el.strong(r.wie),
            rx.el.span(" · ", r.op, class_name="text-base-content/80"),
            class_name="text-sm",
        ),
        rx.cond(r.tekst != "", rx.el.p(r.tekst, class_name="whitespace-pre-line break-words"), rx.fragment()),
        class_name="py-2",
    )


def wijzigingen(rijen: Any) -> rx.Component:
    """What changed since the version before."""
    return rx.cond(
        rijen.length() > 0,
        rx.el.ul(
            rx.foreach(rijen, lambda w: rx.el.li(rx.el.strong(w.soort), ": ", w.wat)),
            class_name="list-disc pl-5 text-sm",
        ),
        rx.fragment(),
    )


def _kopie(k: rx.Var[KopieBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.h3(k.kop, class_name="font-semibold"),
        wijzigingen(k.wijzigingen),
        rx.cond(
            k.reacties.length() > 0,
            rx.el.ul(rx.foreach(k.reacties, reactie)),
            rx.el.p(t("Nog geen reactie.", "No reaction yet."), class_name="text-sm text-base-content/80"),
        ),
        class_name="py-3",
    )


def kopieen(state: Any) -> rx.Component:
    """The shared versions, what was said about them, and the last one as a file."""
    return rx.cond(
        state.kopieen.length() > 0,
        kaart(
            rx.el.ul(rx.foreach(state.kopieen, _kopie), class_name="divide-y divide-base-300"),
            rx.el.p(
                download(
                    t("Bewaar of print de laatste versie (PDF)", "Save or print the last version (PDF)"),
                    "/api/gesprekken/" + state.moment_id.to(str) + "/verslag.pdf",
                    class_name="btn btn-outline",
                ),
                class_name="mt-3",
            ),
            rx.el.p(
                t(
                    "Dit staat er niet in: wat alleen voor school is, en het zorgvierkant.",
                    "Not in it: what is for the school alone, and the care notes.",
                ),
                class_name="mt-1 text-sm text-base-content/80",
            ),
            titel=t("Wat student en bedrijf kregen", "What student and company got"),
        ),
        rx.fragment(),
    )
