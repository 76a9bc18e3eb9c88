"""The notice about the register's mutation freeze on the POK's screen, with the form to exempt the placement."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, dialoog, knop, tekstveld

ONTHEFFING = "dialoog-ontheffing"


def ontheffing(state: Any) -> rx.Component:
    """That the freeze hits this agreement; who exempted it and why, or who can."""
    return rx.cond(
        state.stop_zin != "",
        rx.el.div(
            rx.el.div(
                rx.el.p(state.stop_zin),
                rx.cond(
                    state.ontheven != "",
                    rx.el.p(state.ontheven, " ", state.ontheven_reden, class_name="whitespace-pre-line break-words"),
                    rx.cond(
                        state.mag_ontheffen,
                        rx.fragment(),
                        rx.el.p(
                            t(
                                "Studentenzaken kan op deze POK een ontheffing geven.",
                                "The student administration can exempt this agreement.",
                            )
                        ),
                    ),
                ),
                class_name="min-w-48 grow basis-0",
            ),
            rx.cond(state.mag_ontheffen, _vraag(state), rx.fragment()),
            id="mutatiestop",
            role="status",
            class_name=rx.cond(state.ontheven != "", "melding melding-info", "melding melding-warning"),
        ),
        rx.fragment(),
    )


def _vraag(state: Any) -> rx.Component:
    return dialoog(
        ONTHEFFING,
        t("Ontheffing van de mutatiestop", "Exemption from the mutation freeze"),
        rx.el.p(
            t(
                "Deze stage mag dan weer wijzigen. De reden gaat mee in elk bericht; de KRD beslist. Wat je schrijft, "
                "blijft in de geschiedenis staan.",
                "This placement may then change again. The reason goes along in every message; the register decides. "
                "What you write stays in the history.",
            ),
            class_name="mb-3",
        ),
        rx.el.form(
            tekstveld("reden_ontheffing", t("Waarom mag dit?", "Why is this allowed?")),
            rx.el.div(
                knop(t("Geef ontheffing", "Exempt"), type="submit"),
                annuleer(ONTHEFFING),
                class_name="modal-action flex flex-wrap gap-2",
            ),
            on_submit=state.ontheft,
            no_validate=True,
            class_name="formulier",
            key="ontheffing-" + state.form_sleutel.to(str),
        ),
        open_tekst=t("Geef ontheffing…", "Exempt…"),
        class_name="btn btn-sm min-h-11",
    )
