"""Pieces of the coordinator's round about companies that order: how far they are, judgements, and the two questions."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.ronde_rangorde_beeld import OordeelBeeld, StandBeeld
from bpv_app.matching.rules_rangorde import BESLUIT_LABEL
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, kaart, keuzeveld, knop, tekstveld, veld, venster

OORDEEL = "dialoog-oordeel"
VERZETTEN = "dialoog-rangschikken"


def _stand(s: rx.Var[StandBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            rx.el.a(s.plaats, href=s.href, class_name="link"),
            rx.el.span(
                s.kandidaten,
                t(" kandidaten", " candidates"),
                rx.cond(s.contact != "", t(" · gevraagd aan ", " · asked of ") + s.contact, ""),
                class_name="hulp block",
            ),
            class_name="min-w-0 grow break-words",
        ),
        badge(s.stand, s.toon),
        class_name="flex flex-wrap items-center justify-between gap-2 py-2",
    )


def _oordeel(s: Any, o: rx.Var[OordeelBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(rx.el.a(o.student, href=o.href, class_name="link font-semibold"), " ", badge(o.besluit, o.toon)),
            rx.el.p(o.plaats, class_name="break-words"),
            rx.el.p(
                t("Leerwens: ", "Learning wish: "), o.leerwens, class_name="whitespace-pre-line break-words text-sm"
            ),
            rx.el.p(o.grond, ": ", o.uitleg, class_name="break-words text-sm"),
            rx.cond(
                o.reden != "",
                rx.el.p(t("Jouw besluit: ", "Your decision: "), o.reden, class_name="break-words text-sm"),
                rx.fragment(),
            ),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            s.mag_beslissen,
            knop(
                t("Beslis…", "Decide…"),
                hoofd=False,
                type="button",
                on_click=s.vraag_besluit(o.id),
                aria_label=t("Beslis: ", "Decide: ") + o.student,
                class_name="btn-sm",
            ),
            rx.fragment(),
        ),
        class_name="flex flex-wrap items-start gap-3 py-3",
    )


def rangorde(s: Any) -> rx.Component:
    """How far companies are, and the judgements to decide; nothing in a round without orders."""
    return rx.cond(
        s.rangschikt,
        kaart(
            rx.el.p(s.rangschik_zin, class_name="mb-3"),
            rx.cond(
                s.mag_verzetten,
                rx.el.div(
                    rx.cond(
                        s.is_rangschikken_open,
                        knop(
                            t("Herinner de bedrijven", "Remind the companies"),
                            hoofd=False,
                            type="button",
                            on_click=s.herinner_bedrijven,
                        ),
                        rx.fragment(),
                    ),
                    knop(
                        t("Eerder sluiten of langer open…", "Close early or keep open…"),
                        hoofd=False,
                        type="button",
                        on_click=s.vraag_verzetten,
                    ),
                    class_name="mb-3 flex flex-wrap gap-2",
                ),
                rx.fragment(),
            ),
            rx.cond(
                s.oordelen.length() > 0,
                rx.fragment(
                    rx.el.h3(
                        t("Past niet, volgens het bedrijf", "Not suitable, says the company"),
                        class_name="font-semibold",
                    ),
                    rx.el.p(
                        t(
                            "Het mag alleen over de leerwens of een taak gaan. Zonder besluit staat de "
                            "student achteraan.",
                            "It may be about the learning wish or a task only. Without a decision the student is last.",
                        ),
                        class_name="text-sm text-base-content/80",
                    ),
                    rx.el.ul(
                        rx.foreach(s.oordelen, lambda o: _oordeel(s, o)), class_name="mb-3 divide-y divide-base-300"
                    ),
                ),
                rx.fragment(),
            ),
            rx.cond(
                s.standen.length() > 0,
                rx.el.ul(rx.foreach(s.standen, _stand), class_name="divide-y divide-base-300"),
                rx.fragment(),
            ),
            titel=t("Volgorde van bedrijven", "Order of companies"),
            class_name="mb-4",
        ),
        rx.fragment(),
    )


def rangorde_vensters(s: Any) -> rx.Component:
    """The two questions."""
    sleutel = s.rangschik_beurt.to(str)
    verzetten = rx.el.form(
        rx.el.fieldset(
            rx.el.legend(t("Wanneer is het dicht?", "When does it close?"), class_name="veld-label"),
            *[
                rx.el.label(
                    rx.el.input(
                        type="radio", name="wanneer", value=waarde, default_checked=waarde == "tot", class_name="radio"
                    ),
                    rx.el.span(tekst),
                    class_name="flex min-h-11 cursor-pointer items-center gap-3",
                )
                for waarde, tekst in (
                    ("tot", t("Op dit moment:", "At this moment:")),
                    ("nu", t("Nu meteen", "Right now")),
                )
            ],
        ),
        veld(
            "rangschikken_moment",
            t("Dag en tijd", "Day and time"),
            soort="datetime-local",
            waarde=s.rangschik_tot,
        ),
        tekstveld("reden", t("Reden", "Reason"), verplicht=True),
        rx.el.div(
            knop(t("Bewaar", "Save"), type="submit"),
            annuleer(VERZETTEN),
            class_name="modal-action flex flex-wrap gap-2",
        ),
        on_submit=s.verzet,
        key="verzet-" + sleutel,
        no_validate=True,
        class_name="formulier",
    )
    o = s.oordeel
    besluit = rx.el.form(
        rx.el.p(o.student, " · ", o.plaats, class_name="break-words"),
        rx.el.blockquote(o.leerwens, class_name="border-l-4 border-base-300 pl-3 whitespace-pre-line break-words"),
        rx.el.p(o.grond, ": ", o.uitleg, class_name="break-words"),
        keuzeveld(
            "besluit",
            t("Wat besluit je?", "What do you decide?"),
            [(b.value, t(label)) for b, label in BESLUIT_LABEL.items()],
            leeg=t("Kies…", "Choose…"),
            verplicht=True,
        ),
        tekstveld(
            "besluit_reden",
            t("Waarom?", "Why?"),
            hulp=t("De student kan dit lezen.", "The student can read this."),
            verplicht=True,
        ),
        rx.el.div(
            knop(t("Bewaar", "Save"), type="submit"),
            annuleer(OORDEEL),
            class_name="modal-action flex flex-wrap gap-2",
        ),
        on_submit=s.beslis,
        key="oordeel-" + sleutel,
        no_validate=True,
        class_name="formulier",
    )
    return rx.cond(
        s.rangschikt,
        rx.fragment(
            venster(VERZETTEN, t("Tijd voor de bedrijven", "Time for the companies"), verzetten),
            venster(OORDEEL, t("Past niet: jouw besluit", "Not suitable: your decision"), besluit),
        ),
        rx.fragment(),
    )
