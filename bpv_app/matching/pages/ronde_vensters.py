"""The questions on the screen of one round: open, close, grant, refuse. Each names its consequence."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.leerbedrijf.pages.kiezer import kiezer
from bpv_app.matching.pages.ronde_beeld import ZonderRegel
from bpv_app.matching.rules_ronde import OVERGANGEN, STAP_LABEL, RondeStap
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, knop, veld, venster

OPENEN, SLUITEN, TOEWIJZEN, AFWIJZEN = "dialoog-openen", "dialoog-sluiten", "dialoog-toewijzen", "dialoog-afwijzen"


def _zonder(z: rx.Var[ZonderRegel]) -> rx.Component:
    return rx.el.li(
        rx.el.a(z.naam, href=z.href, class_name="link"), ": ", z.waarom, class_name="break-words py-1 text-sm"
    )


def vensters(s: Any) -> rx.Component:
    """Every question names its consequence."""
    openen, sluiten = OVERGANGEN[RondeStap.OPENEN], OVERGANGEN[RondeStap.SLUITEN]
    return rx.fragment(
        venster(
            OPENEN,
            t(STAP_LABEL[RondeStap.OPENEN]),
            rx.foreach(s.opening, lambda z: rx.el.p(z, class_name="mb-1")),
            rx.cond(
                s.zonder.length() > 0,
                rx.el.ul(
                    rx.foreach(s.zonder, _zonder),
                    tab_index=0,
                    aria_label=t("Zonder mogelijke plaats", "Without a possible place"),
                    class_name="max-h-56 overflow-auto",
                ),
                rx.fragment(),
            ),
            rx.cond(s.zonder_meer > 0, rx.el.p("+ ", s.zonder_meer, class_name="text-sm"), rx.fragment()),
            rx.cond(
                s.ongeschikt.length() > 0,
                rx.el.div(
                    rx.el.p(
                        t(
                            "Niet geschikt volgens de school, dus niet in deze ronde (of niet voor iedereen):",
                            "Not suitable, the school says, so not in this round (or not for everybody):",
                        )
                    ),
                    rx.el.ul(
                        rx.foreach(s.ongeschikt, lambda r: rx.el.li(r, class_name="break-words text-sm")),
                        tab_index=0,
                        aria_label=t("Niet geschikt", "Not suitable"),
                        class_name="max-h-40 list-disc overflow-auto pl-5",
                    ),
                    class_name="melding melding-warning mt-2 block",
                ),
                rx.fragment(),
            ),
            rx.cond(s.elders != "", rx.el.p(s.elders, class_name="mt-2"), rx.fragment()),
            rx.el.p(t(openen.gevolg), class_name="mt-2 font-semibold"),
            rx.el.div(
                knop(t("Open de ronde", "Open the round"), type="button", on_click=s.open),
                annuleer(OPENEN),
                class_name="mt-4 flex flex-wrap gap-2",
            ),
        ),
        venster(
            SLUITEN,
            t(STAP_LABEL[RondeStap.SLUITEN]),
            rx.el.form(
                rx.el.p(t(sluiten.gevolg), class_name="font-semibold"),
                rx.cond(
                    s.is_vroeg,
                    rx.el.div(
                        rx.el.p(
                            t(
                                "Je sluit eerder dan aangekondigd. Wie nog bezig is, kan dan niet meer insturen.",
                                "You close earlier than announced. Who is still busy cannot send in any more.",
                            )
                        ),
                        rx.el.label(
                            t("Waarom eerder?", "Why early?"), html_for="reden-sluiten", class_name="veld-label mt-2"
                        ),
                        rx.el.textarea(id="reden-sluiten", name="reden", rows=2, class_name="textarea w-full"),
                    ),
                    rx.fragment(),
                ),
                rx.el.div(
                    knop(t("Sluit de ronde", "Close the round"), type="submit"),
                    annuleer(SLUITEN),
                    class_name="flex flex-wrap gap-2",
                ),
                on_submit=s.sluit,
                class_name="formulier",
            ),
        ),
        venster(
            TOEWIJZEN,
            t("Plaats toewijzen", "Grant the place"),
            rx.el.form(
                rx.el.p(s.verzoek_kop, class_name="break-words font-semibold"),
                rx.el.p(
                    t(
                        "Zoek het leerbedrijf. Bij toewijzen wordt de erkenning gecontroleerd, komt er een plaats met "
                        "één plek, en staat de student daar vast op.",
                        "Find the company. Granting checks the accreditation, makes a place with one slot, and locks "
                        "the student to it.",
                    ),
                    class_name="text-sm",
                ),
                kiezer(s),
                veld("titel", t("Naam van de plaats", "Name of the place"), waarde=s.verzoek_titel, max_length=120),
                rx.el.div(
                    knop(t("Wijs toe", "Grant"), type="submit"), annuleer(TOEWIJZEN), class_name="flex flex-wrap gap-2"
                ),
                on_submit=s.wijs_toe,
                key="toe-" + s.beurt.to(str),
                class_name="formulier",
            ),
        ),
        venster(
            AFWIJZEN,
            t("Verzoek afwijzen", "Refuse the request"),
            rx.el.form(
                rx.el.p(s.verzoek_kop, class_name="break-words font-semibold"),
                rx.el.label(
                    t("Waarom niet? De student leest dit.", "Why not? The student reads this."),
                    html_for="reden-afwijzen",
                    class_name="veld-label",
                ),
                rx.el.textarea(
                    id="reden-afwijzen",
                    name="reden",
                    rows=3,
                    required=True,
                    max_length=1000,
                    class_name="textarea w-full",
                ),
                rx.el.div(
                    knop(t("Wijs af", "Refuse"), type="submit"), annuleer(AFWIJZEN), class_name="flex flex-wrap gap-2"
                ),
                on_submit=s.wijs_af,
                key="af-" + s.beurt.to(str),
                class_name="formulier",
            ),
        ),
    )
