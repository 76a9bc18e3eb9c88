"""The parts of the closing: points, lists to tick, the form, the window of an override."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.afsluiting.pages.afsluiten_beeld import PuntBeeld
from bpv_app.pok.rules import EIND_LABEL, EindReden
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, kaart, keuzeveld, knop, tekstveld, veld, venster

ONTHEFFING = "dialoog-ontheffing"


def punt(state: Any, p: rx.Var[PuntBeeld]) -> rx.Component:
    """A point: how it stands, and what can be done about it."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(p.label, class_name="font-semibold"),
            badge(p.staat, p.toon),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.p(p.uitleg, class_name="text-sm"),
        rx.cond(p.door != "", rx.el.p(p.door, class_name="text-sm text-base-content/80"), rx.fragment()),
        rx.el.div(
            rx.cond(
                p.href != "",
                rx.el.a(
                    t("Regel het", "Arrange it"),
                    rx.el.span(": ", p.label, class_name="sr-only"),
                    href=p.href,
                    class_name="btn btn-outline btn-sm",
                ),
                rx.fragment(),
            ),
            rx.cond(
                p.mag,
                rx.el.button(
                    t("Mag ontbreken", "May be missing"),
                    rx.el.span(": ", p.label, class_name="sr-only"),
                    type="button",
                    on_click=state.vraag_ontheffing(p.punt),
                    class_name="btn btn-ghost btn-sm",
                ),
                rx.fragment(),
            ),
            class_name="mt-1 flex flex-wrap gap-2",
        ),
        class_name="py-3",
        custom_attrs={"data-punt": p.punt},
    )


def vinken(state: Any, titel: Any, lijst: Any, vink: Any) -> rx.Component:
    """Documents, or things to hand in."""
    return rx.cond(
        lijst.length() > 0,
        kaart(
            rx.el.ul(
                rx.foreach(
                    lijst,
                    lambda v: rx.el.li(
                        rx.el.label(
                            rx.el.input(
                                type="checkbox",
                                checked=v.klaar,
                                disabled=~state.mag_vinken,
                                on_change=lambda _: vink(v.naam),
                                class_name="checkbox",
                            ),
                            rx.el.span(v.naam),
                            class_name="flex min-h-11 items-center gap-3",
                        )
                    ),
                )
            ),
            titel=titel,
        ),
        rx.fragment(),
    )


def formulier_afsluiten(s: Any) -> rx.Component:
    """The last day, why, the hours, and the button."""
    return kaart(
        rx.el.form(
            veld(
                "werkelijk_eind_op",
                t("Werkelijke einddatum", "Real end date"),
                soort="date",
                waarde=s.einde,
                verplicht=True,
                max=s.vandaag,
                on_change=s.kies_einde.debounce(400),
            ),
            rx.cond(
                s.is_vroeg,
                rx.el.p(
                    t(
                        "Dit is eerder dan afgesproken. Kies waarom en leg het uit. Alle uren, gesprekken en een "
                        "beoordeling zijn dan niet nodig.",
                        "This is earlier than agreed. Choose why and explain. All hours, conversations and an "
                        "assessment are not needed then.",
                    ),
                    class_name="melding melding-info",
                ),
                rx.fragment(),
            ),
            keuzeveld(
                "eind_reden",
                t("Waarom eindigt de stage?", "Why does the placement end?"),
                [(r.value, t(EIND_LABEL[r])) for r in EindReden],
                verplicht=True,
            ),
            veld(
                "gerealiseerde_uren",
                t("Gerealiseerde uren", "Realised hours"),
                waarde=s.uren,
                input_mode="decimal",
                verplicht=True,
                hulp=t("Ingevuld met de goedgekeurde uren.", "Filled with the approved hours."),
            ),
            tekstveld(
                "toelichting",
                t("Toelichting", "Explanation"),
                hulp=t("Nodig als de stage eerder eindigt.", "Needed when the placement ends early."),
            ),
            rx.cond(
                s.is_klaar,
                rx.fragment(),
                rx.el.p(
                    t("Hierboven ontbreekt nog iets.", "Something is still missing above."),
                    class_name="melding melding-warning",
                ),
            ),
            knop(t("Stage afsluiten", "Close placement"), type="submit", disabled=~s.is_klaar),
            on_submit=s.sluit_af,
            class_name="formulier",
            key=s.form_sleutel,
        ),
        titel=t("Afsluiten", "Close"),
    )


def ontheffingen_lijst(lijst: Any) -> rx.Component:
    """Overrides, oldest first; also on the dossier's page."""
    return rx.el.ul(
        rx.foreach(
            lijst,
            lambda o: rx.el.li(
                rx.el.p(o.kop, class_name="font-semibold"),
                rx.el.p(o.reden),
                rx.el.p(o.wie, class_name="text-sm text-base-content/80"),
                class_name="py-2",
            ),
        ),
        class_name="divide-y divide-base-300",
    )


def venster_ontheffing(s: Any) -> rx.Component:
    """Why something may be missing."""
    return venster(
        ONTHEFFING,
        t("Mag dit ontbreken?", "May this be missing?"),
        rx.el.form(
            rx.el.p(s.punt_label, class_name="font-semibold"),
            tekstveld("reden", t("Waarom mag dit ontbreken?", "Why may this be missing?"), verplicht=True),
            rx.el.p(
                t(
                    "Je naam en je reden blijven bij het dossier staan.",
                    "Your name and your reason stay with the dossier.",
                ),
                class_name="veld-hulp",
            ),
            rx.el.div(
                knop(t("Bewaar", "Save"), type="submit"),
                annuleer(ONTHEFFING),
                class_name="modal-action flex flex-wrap gap-2",
            ),
            on_submit=s.ontheft,
            class_name="formulier",
            key=s.punt,
        ),
    )
