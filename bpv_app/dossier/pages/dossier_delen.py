"""The parts of a dossier's page: checklist, voortraject, agreement, documents, conversations."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.dossier.pages.dossier_beeld import DocumentBeeld, MomentBeeld, PuntBeeld
from bpv_app.leerbedrijf.pages.kiezer import kiezer
from bpv_app.pok.pages.delen import keten
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, download, kaart, keuzeveld, knop, veld


def checklist(state: Any) -> rx.Component:
    """What is there and what is missing."""

    def punt(p: rx.Var[PuntBeeld]) -> rx.Component:
        merk = rx.cond(
            p.goed,
            badge(t("In orde", "Done"), "success"),
            rx.cond(p.blokkeert, badge(t("Ontbreekt", "Missing"), "error"), badge(t("Let op", "Mind"), "warning")),
        )
        return rx.el.li(
            merk,
            rx.el.span(
                rx.el.strong(p.label),
                rx.cond(p.uitleg != "", rx.el.span(" ", p.uitleg), rx.fragment()),
                class_name="min-w-0",
            ),
            class_name="flex items-start gap-2 py-1.5",
        )

    return kaart(
        rx.el.ul(rx.foreach(state.punten, punt), class_name="divide-y divide-base-300 text-sm"),
        titel=t("Wat is er, wat ontbreekt?", "What is there, what is missing?"),
    )


def voortraject(state: Any) -> rx.Component:
    """The form of step 3."""
    v = state.v
    return kaart(
        rx.el.form(
            kiezer(state),
            veld("begin_op", t("Begindatum", "Start date"), soort="date", waarde=v["begin_op"]),
            veld("eind_op", t("Verwachte einddatum", "Expected end date"), soort="date", waarde=v["eind_op"]),
            veld(
                "dagen_per_week", t("Dagen per week", "Days per week"), waarde=v["dagen_per_week"], input_mode="decimal"
            ),
            veld(
                "uren_per_week", t("Uren per week", "Hours per week"), waarde=v["uren_per_week"], input_mode="decimal"
            ),
            veld(
                "uren_totaal",
                t("Totaal aantal uren (SBU)", "Total hours"),
                waarde=v["uren_totaal"],
                input_mode="numeric",
                hulp=t(
                    "Leeg laten: berekend uit data en dagen per week.",
                    "Leave empty: computed from dates and days per week.",
                ),
            ),
            veld("afsluitdatum", t("Afsluitdatum", "Date of agreement"), soort="date", waarde=v["afsluitdatum"]),
            keuzeveld(
                "onderwijsbegeleider_id",
                t("Onderwijsbegeleider", "School supervisor"),
                state.begeleiders,
                waarde=v["begeleider"],
                leeg=t("Kies…", "Choose…"),
            ),
            veld(
                "keuzedeel",
                t("Keuzedeel", "Optional module"),
                waarde=v["keuzedeel"],
                hulp=t(
                    "Alleen invullen als de stage alleen voor dit keuzedeel is (K0123).",
                    "Only when the placement is for this module alone (K0123).",
                ),
            ),
            rx.el.div(knop(t("Bewaar", "Save"), type="submit"), class_name="breed"),
            on_submit=state.bewaar,
            class_name="formulier formulier-2",
            key=state.form_sleutel,
        ),
        titel=t("Voortraject", "Preparation"),
    )


def pok(state: Any) -> rx.Component:
    """The agreement and its chain."""
    return rx.cond(
        state.pok_href != "",
        kaart(
            rx.el.p(
                t("Hier: ", "Here: "),
                badge(state.pok_status, state.pok_toon),
                t(" KRD: ", " Register: "),
                badge(state.krd_label),
                " ",
                badge(state.krd_stand, state.krd_toon),
                id="statussen",
            ),
            rx.el.div(keten(state.keten), class_name="mt-2"),
            rx.el.div(
                rx.el.a(
                    t("Open de POK", "Open the agreement"),
                    href=state.pok_href,
                    class_name="btn btn-outline btn-sm",
                ),
                rx.cond(
                    state.beoordeling_href != "",
                    rx.el.a(
                        t("Naar de beoordeling", "To the assessment"),
                        href=state.beoordeling_href,
                        class_name="btn btn-outline btn-sm",
                    ),
                    rx.fragment(),
                ),
                rx.cond(
                    state.bewijs_href != "",
                    download(
                        t("Bewijsstuk (PDF)", "Evidence (PDF)"),
                        state.bewijs_href,
                        target="_blank",
                        class_name="btn btn-outline btn-sm",
                    ),
                    rx.fragment(),
                ),
                class_name="mt-2 flex flex-wrap gap-2",
            ),
            titel=t("Praktijkovereenkomst", "Placement agreement"),
        ),
        rx.fragment(),
    )


def documenten(state: Any) -> rx.Component:
    """Documents to tick."""

    def regel(d: rx.Var[DocumentBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.label(
                rx.el.input(
                    type="checkbox",
                    checked=d.klaar,
                    disabled=~state.mag_documenten,
                    on_change=lambda _: state.vink_document(d.naam),
                    class_name="checkbox checkbox-sm",
                ),
                rx.el.span(d.naam),
                class_name="flex min-h-11 items-center gap-3",
            )
        )

    return rx.cond(
        state.documenten.length() > 0,
        kaart(rx.el.ul(rx.foreach(state.documenten, regel)), titel=t("Documenten", "Documents")),
        rx.fragment(),
    )


def gesprekken(state: Any) -> rx.Component:
    """The conversations of this placement."""

    def regel(m: rx.Var[MomentBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.span(
                rx.cond(m.href != "", rx.el.a(m.naam, href=m.href, class_name="link font-semibold"), m.naam),
                rx.el.span(m.wanneer, class_name="block text-sm"),
                class_name="min-w-0",
            ),
            rx.cond(m.stand != "", badge(m.stand, m.toon), rx.fragment()),
            class_name="flex min-h-11 flex-wrap items-center justify-between gap-2 py-1.5",
        )

    return rx.cond(
        (state.momenten.length() > 0) | (state.nieuw_gesprek != ""),
        kaart(
            rx.el.ul(rx.foreach(state.momenten, regel), class_name="divide-y divide-base-300"),
            rx.cond(
                state.nieuw_gesprek != "",
                rx.el.a(
                    t("Gesprek toevoegen", "Add a conversation"),
                    href=state.nieuw_gesprek,
                    class_name="btn btn-outline btn-sm mt-2 min-h-11",
                ),
                rx.fragment(),
            ),
            titel=t("Gesprekken", "Conversations"),
        ),
        rx.fragment(),
    )
