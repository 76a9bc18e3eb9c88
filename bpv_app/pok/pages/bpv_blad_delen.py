"""The parts of the screen about one new bpv-blad: what changes, why, what this person says to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, dialoog, download, kaart, knop, tekstveld

BEZWAAR = "dialoog-bezwaar"
TERUG = "dialoog-terug"


@dataclass
class VerandertBeeld:
    """One thing that is different, in words."""

    wat: str
    eerst: str
    nu: str


def _verandert(v: rx.Var[VerandertBeeld]) -> rx.Component:
    """The label, and under it old → new; read aloud as "first …, now …"."""
    return rx.el.li(
        rx.el.p(v.wat, class_name="text-sm text-base-content/80"),
        rx.el.p(
            rx.el.span(t("Eerst: ", "First: "), class_name="sr-only"),
            rx.el.span(v.eerst, class_name="break-words text-base-content/80 line-through"),
            rx.el.span("→", aria_hidden="true"),
            rx.el.span(t(". Nu: ", ". Now: "), class_name="sr-only"),
            rx.el.strong(v.nu, class_name="break-words text-lg"),
            class_name="flex flex-wrap items-baseline gap-x-2",
        ),
        class_name="py-2",
    )


def _wat(s: Any) -> rx.Component:
    return kaart(
        rx.el.div(
            rx.el.h2(t("Wat verandert er?", "What changes?"), class_name="text-lg font-semibold"),
            badge(s.status, s.toon),
            class_name="mb-1 flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.p(s.soort, class_name="font-semibold"),
        rx.el.ul(rx.foreach(s.verandert, _verandert), class_name="divide-y divide-base-300", id="verandert"),
        rx.cond(
            s.ingang != "",
            rx.el.p(t("Dit geldt vanaf ", "This holds from "), s.ingang, ".", class_name="mt-2"),
            rx.fragment(),
        ),
        rx.el.h3(t("Waarom?", "Why?"), class_name="mt-4 font-semibold"),
        rx.el.p(s.reden, class_name="whitespace-pre-line break-words"),
        rx.cond(
            s.papier_href != "",
            rx.el.p(
                download(
                    t("Open het nieuwe bpv-blad (PDF)", "Open the new bpv-blad (PDF, in Dutch)"),
                    s.papier_href,
                    class_name="btn btn-outline h-auto min-h-11 py-2",
                ),
                class_name="mt-4",
            ),
            rx.fragment(),
        ),
        class_name="mb-4",
    )


def _kies(s: Any) -> rx.Component:
    """Nothing was said yet: agree, object, or do nothing."""
    return kaart(
        rx.el.p(
            t(
                "Je hoeft niet opnieuw te tekenen. Doe je niets, dan blijven de nieuwe afspraken gelden.",
                "You do not have to sign again. When you do nothing, the new agreement stays.",
            )
        ),
        rx.el.p(s.termijn, class_name="mt-2 font-semibold"),
        rx.cond(
            s.met_voogd & s.is_student,
            rx.el.p(
                t(
                    "Je bent nog geen 18. Je ouder of voogd mag ook bezwaar maken: laat die de school bellen.",
                    "You are under 18. Your parent or guardian may object too: have them call the school.",
                ),
                class_name="mt-2",
            ),
            rx.fragment(),
        ),
        rx.el.div(
            knop(t("Ik ga akkoord", "I agree"), type="button", on_click=s.ga_akkoord, class_name="min-h-11"),
            dialoog(
                BEZWAAR,
                t("Bezwaar maken", "Object"),
                rx.el.p(
                    t(
                        "De coördinator leest je reden en neemt contact met je op. Tot dan blijven de nieuwe afspraken "
                        "gelden.",
                        "The coordinator reads your reason and contacts you. Until then the new agreement stays.",
                    ),
                    class_name="mb-3",
                ),
                rx.el.form(
                    tekstveld("reden", t("Waarom ben je het er niet mee eens?", "Why do you not agree?")),
                    rx.el.div(
                        knop(t("Verstuur bezwaar", "Send the objection"), type="submit"),
                        annuleer(BEZWAAR),
                        class_name="modal-action flex flex-wrap gap-2",
                    ),
                    on_submit=s.maak_bezwaar,
                    no_validate=True,
                    class_name="formulier",
                    key="bezwaar-" + s.form_sleutel.to(str),
                ),
                open_tekst=t("Ik maak bezwaar…", "I object…"),
                class_name="btn btn-outline min-h-11",
            ),
            class_name="mt-4 flex flex-col gap-2 sm:flex-row",
        ),
        titel=t("Wat vind jij?", "What do you say?"),
    )


def _gezegd(s: Any) -> rx.Component:
    """What this person said, and the way back while the term runs."""
    terug = t(
        "Je kunt daarna opnieuw kiezen, zolang de termijn loopt.",
        "Then you can choose again, as long as the term runs.",
    )
    return kaart(
        rx.el.p(s.reactie, class_name="font-semibold"),
        rx.cond(
            s.reactie_reden != "",
            rx.el.p(s.reactie_reden, class_name="mt-1 whitespace-pre-line break-words"),
            rx.fragment(),
        ),
        rx.cond(
            s.is_termijn,
            rx.el.div(
                rx.el.p(t("Toch anders? ", "Changed your mind? "), s.termijn, class_name="mb-2"),
                dialoog(
                    TERUG,
                    t("Reactie terugnemen?", "Take your answer back?"),
                    rx.el.p(terug),
                    rx.el.div(
                        knop(t("Neem terug", "Take back"), type="button", on_click=s.neem_terug),
                        annuleer(TERUG),
                        class_name="modal-action flex flex-wrap gap-2",
                    ),
                    open_tekst=t("Neem mijn reactie terug…", "Take my answer back…"),
                    class_name="btn btn-outline min-h-11",
                ),
                class_name="mt-4",
            ),
            rx.fragment(),
        ),
        titel=t("Jouw reactie", "Your answer"),
    )


def inhoud(s: Any) -> rx.Component:
    """The whole screen."""
    return rx.fragment(
        _wat(s),
        rx.cond(
            s.houding != "",
            _gezegd(s),
            rx.cond(
                s.is_termijn,
                _kies(s),
                rx.cond(s.termijn != "", rx.el.p(s.termijn, class_name="melding melding-info"), rx.fragment()),
            ),
        ),
        rx.cond(
            s.afhandeling != "",
            kaart(
                rx.el.p(s.afhandeling, class_name="whitespace-pre-line break-words"),
                titel=t("Antwoord van de school", "Answer of the school"),
                class_name="mt-4",
            ),
            rx.fragment(),
        ),
    )
