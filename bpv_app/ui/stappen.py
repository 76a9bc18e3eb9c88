"""The eight steps as a bar, on every dossier and POK."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.ui.i18n import t

STAPPEN: tuple[tuple[str, str], ...] = (
    ("Ingericht", "Set up"),
    ("Gekoppeld", "Coupled"),
    ("Voortraject", "Preparation"),
    ("Naar KRD", "To register"),
    ("Afgedrukt", "Printed"),
    ("Tekenen", "Signing"),
    ("Definitief", "Final"),
    ("Afgerond", "Closed"),
)


def stappenbalk(wacht: Any) -> rx.Component:
    """`wacht` (a Var of int) is the step that waits, 1-8; 9 when all is done."""

    def stap(nummer: int, nl: str, en: str) -> rx.Component:
        klaar, huidig = wacht > nummer, wacht == nummer
        return rx.el.li(
            rx.el.span(
                t(nl, en),
                rx.el.span(
                    rx.cond(klaar, t(" (klaar)", " (done)"), rx.cond(huidig, t(" (nu)", " (now)"), "")),
                    class_name="sr-only",
                ),
                class_name=rx.cond(huidig, "font-semibold", ""),
            ),
            custom_attrs={"data-content": rx.cond(klaar, "✓", str(nummer))},
            aria_current=rx.cond(huidig, "step", "false"),
            class_name=rx.cond(klaar | huidig, "step step-primary", "step"),
        )

    balk = rx.el.ol(
        *[stap(i, nl, en) for i, (nl, en) in enumerate(STAPPEN, 1)],
        aria_label=t("De acht stappen", "The eight steps"),
        class_name="steps my-4 w-full text-sm max-sm:hidden",
    )
    # On a phone eight names do not fit: the step that waits in words, and how far along it is.
    kort = rx.el.div(
        rx.el.p(
            rx.cond(
                wacht > len(STAPPEN),
                t("Alle 8 stappen zijn klaar", "All 8 steps are done"),
                rx.fragment(
                    t("Stap ", "Step "),
                    wacht,
                    t(" van 8: ", " of 8: "),
                    rx.el.strong(rx.match(wacht, *[(i, t(nl, en)) for i, (nl, en) in enumerate(STAPPEN, 1)], "")),
                ),
            ),
            class_name="mb-1 text-sm",
        ),
        rx.el.div(
            *[
                rx.el.span(
                    class_name=rx.cond(wacht >= i, "h-2 grow rounded bg-primary", "h-2 grow rounded bg-base-300")
                )
                for i in range(1, len(STAPPEN) + 1)
            ],
            aria_hidden="true",
            class_name="flex gap-1",
        ),
        class_name="my-4 sm:hidden",
    )
    return rx.fragment(balk, kort)
