"""The blocks of a team's reminders: the switch, the rules, the form of one, and what they come to today."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.pok.pages.herinneringen_beeld import RegelBeeld, VoorbeeldBeeld
from bpv_app.pok.rules_manen import MAX_DAGEN, ONDERWEG
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, kaart, keuzeveld, knop, veld, venster

REGEL = "dialoog-herinnerregel"


def schakelaar(state: Any) -> rx.Component:
    """On or off, with what that means beside it."""
    return kaart(
        rx.el.div(
            rx.el.p(
                rx.cond(state.is_aan, badge(t("Aan", "On"), "success"), badge(t("Uit", "Off"))),
                rx.el.span(
                    t(
                        "De app mailt elke ochtend. Elke stap gaat één keer; van wat al voorbij is alleen de laatste.",
                        "The app mails every morning. Each step goes once, and of what has passed only the last one.",
                    ),
                    class_name="ml-2",
                ),
            ),
            rx.cond(
                state.is_aan,
                knop(t("Zet uit", "Switch off"), hoofd=False, type="button", on_click=state.zet_uit),
                knop(t("Zet aan", "Switch on"), type="button", on_click=state.zet_aan),
            ),
            class_name="flex flex-wrap items-center justify-between gap-3",
        ),
        class_name="mb-4",
    )


def lijst_regels(state: Any) -> rx.Component:
    """Every rule as a sentence, with its own switch."""

    def regel(r: rx.Var[RegelBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.label(
                rx.el.input(
                    type="checkbox",
                    checked=r.is_aan,
                    on_change=lambda _: state.wissel_regel(r.sleutel),
                    class_name="checkbox shrink-0",
                ),
                rx.el.span(r.zin, class_name=rx.cond(r.is_aan, "", "line-through")),
                class_name="flex min-h-11 grow cursor-pointer items-center gap-3",
            ),
            rx.el.button(
                t("Wijzig", "Change"),
                rx.el.span(": ", r.zin, class_name="sr-only"),
                type="button",
                on_click=state.open_regel(r.sleutel),
                class_name="btn btn-ghost btn-sm",
            ),
            class_name="flex items-center justify-between gap-2 py-1",
            key=r.sleutel,
        )

    return kaart(
        rx.el.ul(rx.foreach(state.regels, regel), class_name="divide-y divide-base-300"),
        rx.el.button(
            t("Regel erbij", "Add a rule"),
            type="button",
            on_click=state.open_regel(""),
            class_name="btn btn-outline btn-sm mt-3",
        ),
        rx.el.p(
            t(
                f"De eerste {ONDERWEG} dagen na het afdrukken krijgt niemand een herinnering: het papier is dan nog "
                "onderweg. Is een student nog geen 18, dan vraagt de mail aan de student ook om de handtekening van "
                "een ouder of voogd.",
                f"In the first {ONDERWEG} days after printing nobody gets a reminder: the paper is still in the post. "
                "For a student under 18 the student's mail asks for the signature of a parent or guardian too.",
            ),
            class_name="hulp mt-3",
        ),
        titel=t("Regels", "Rules"),
    )


def voorbeeld(state: Any) -> rx.Component:
    """Who would get what today."""

    def mail(m: rx.Var[VoorbeeldBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.p(
                rx.el.strong(m.kop), rx.cond(m.adres != "", rx.el.span(" ", m.adres, class_name="hulp break-all"), "")
            ),
            rx.cond(m.fout != "", rx.el.p(badge(m.fout, "error")), rx.fragment()),
            rx.el.ul(rx.foreach(m.regels, rx.el.li), class_name="list-disc pl-5 text-sm"),
            class_name="py-2",
        )

    return kaart(
        rx.el.p(state.voorbeeld_zin, aria_live="polite"),
        rx.el.ul(rx.foreach(state.voorbeeld, mail), class_name="mt-2 divide-y divide-base-300"),
        titel=rx.cond(
            state.is_aan,
            t("Nog te sturen vandaag", "Still to send today"),
            t("Wie zou vandaag wat krijgen?", "Who would get what today?"),
        ),
    )


def formulier_regel(state: Any) -> rx.Component:
    """One rule: to whom, when, and whether it repeats."""
    v = state.v
    return venster(
        REGEL,
        rx.cond(state.gekozen != "", t("Regel wijzigen", "Change a rule"), t("Regel erbij", "Add a rule")),
        rx.el.form(
            keuzeveld("ontvanger", t("Aan wie?", "To whom?"), state.ontvangers, waarde=v["ontvanger"]),
            veld(
                "aantal_dagen",
                t("Hoeveel dagen?", "How many days?"),
                waarde=v["aantal_dagen"],
                hulp=t(f"0 is de begindag, hoogstens {MAX_DAGEN}.", f"0 is the first day, at most {MAX_DAGEN}."),
                input_mode="numeric",
                verplicht=True,
            ),
            keuzeveld(
                "moment",
                t("Voor of na het begin?", "Before or after the start?"),
                [("voor", t("Voor het begin", "Before the start")), ("na", t("Na het begin", "After the start"))],
                waarde=v["moment"],
            ),
            veld(
                "elke",
                t("Daarna elke hoeveel dagen?", "After that every how many days?"),
                waarde=v["elke"],
                hulp=t(
                    "1 is elke dag, tot alles getekend is. Leeg: één keer.",
                    "1 is every day, until all is signed. Empty: once.",
                ),
                input_mode="numeric",
            ),
            rx.el.div(
                knop(t("Bewaar", "Save"), type="submit"),
                rx.cond(
                    state.gekozen != "",
                    rx.el.button(
                        t("Haal weg", "Take away"),
                        type="button",
                        on_click=state.verwijder_regel,
                        class_name="btn btn-outline",
                    ),
                    rx.fragment(),
                ),
                annuleer(REGEL),
                class_name="modal-action flex flex-wrap gap-2",
            ),
            on_submit=state.bewaar_regel,
            class_name="formulier",
            key=state.form_sleutel,
        ),
    )
