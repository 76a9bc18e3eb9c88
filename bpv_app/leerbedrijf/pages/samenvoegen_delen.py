"""The blocks of the screen on which two companies become one."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.leerbedrijf.pages.samenvoegen_beeld import BedrijfKant, VeldKeuze
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, kaart, knop, tekstveld


def _kant(kant: Any, titel: Any, kop: Any) -> rx.Component:
    return kaart(
        rx.el.p(
            rx.el.a(
                kant.naam, href="/leerbedrijven/" + kant.id.to(str), target="_blank", class_name="link font-semibold"
            )
        ),
        rx.el.p(kant.regel, class_name="break-words text-base-content/80"),
        rx.el.h3(kop, class_name="mt-3 font-semibold"),
        rx.el.ul(rx.foreach(kant.heeft, rx.el.li), class_name="list-disc pl-5"),
        titel=titel,
        class_name="min-w-0",
    )


def _paar(state: Any) -> rx.Component:
    blijft: rx.Var[BedrijfKant] = state.blijft
    return rx.el.div(
        _kant(state.weg, t("Gaat op in de ander", "Goes up in the other"), t("Gaat mee", "Moves along")),
        _kant(blijft, t("Blijft", "Stays"), t("Staat er al", "Is there already")),
        class_name="grid gap-4 md:grid-cols-2",
    )


def _radio(state: Any, k: rx.Var[VeldKeuze], wie: str, waarde: Any, hulp: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="veld-" + k.groep.to(str),
            checked=k.kies == wie,
            on_change=lambda _: state.kies(k.groep, wie),
            class_name="radio mt-0.5",
        ),
        rx.el.span(
            rx.el.span(waarde, class_name="break-words"),
            rx.el.span(" (", hulp, ")", class_name="text-sm text-base-content/80"),
            class_name="min-w-0",
        ),
        class_name="flex min-h-11 cursor-pointer items-start gap-3 py-2",
    )


def _velden(state: Any) -> rx.Component:
    def keuze(k: rx.Var[VeldKeuze]) -> rx.Component:
        return rx.el.fieldset(
            rx.el.legend(k.label, class_name="font-semibold"),
            _radio(state, k, "blijft", k.van_blijft, t("van het bedrijf dat blijft", "of the one that stays")),
            _radio(state, k, "weg", k.van_weg, t("van het bedrijf dat opgaat", "of the one that goes")),
            class_name="min-w-0",
        )

    return kaart(
        rx.cond(
            state.keuzes.length() > 0,
            rx.el.div(rx.foreach(state.keuzes, keuze), class_name="grid gap-3 md:grid-cols-2"),
            rx.el.p(t("De gegevens van beide zijn gelijk.", "The data of both are the same.")),
        ),
        titel=t("Welke gegevens blijven?", "Which data stay?"),
    )


def _gevolg(state: Any) -> rx.Component:
    return kaart(
        rx.el.ul(
            rx.el.li(
                t(
                    "Alles onder “Gaat mee” komt bij het bedrijf dat blijft.",
                    "All under “Moves along” comes to the one that stays.",
                )
            ),
            rx.foreach(state.personen, rx.el.li),
            rx.el.li(
                t(
                    "Wat al gedrukt of getekend is verandert niet: het papier blijft zoals het was.",
                    "What was printed or signed does not change: the paper stays as it was.",
                )
            ),
            rx.el.li(
                t(
                    "Het oude adres en de oude naam leiden naar het bedrijf dat blijft. Je kunt dit ongedaan maken.",
                    "The old address and name lead to the one that stays. You can undo this.",
                )
            ),
            class_name="list-disc pl-5",
        ),
        rx.cond(
            state.bezwaar != "",
            rx.el.p(state.bezwaar, class_name="melding melding-error mt-4", role="alert"),
            rx.fragment(),
        ),
        rx.el.form(
            tekstveld("reden", t("Reden (hoeft niet)", "Reason (optional)"), rijen=2),
            rx.el.div(
                knop(t("Voeg samen", "Merge"), type="submit", disabled=state.bezwaar != ""),
                knop(
                    t("Wissel: de ander blijft", "Swap: the other stays"),
                    hoofd=False,
                    type="button",
                    on_click=state.wissel,
                ),
                class_name="mt-3 flex flex-wrap gap-2",
            ),
            on_submit=state.voeg_samen,
            no_validate=True,
            class_name="mt-4",
        ),
        titel=t("Wat gebeurt er?", "What happens?"),
    )


def _anders(state: Any) -> rx.Component:
    besloten = rx.el.div(
        rx.el.p(state.anders, class_name="break-words"),
        knop(
            t("Toch misschien dezelfde", "Perhaps the same after all"),
            hoofd=False,
            type="button",
            on_click=state.zet_terug,
            class_name="mt-3",
        ),
    )
    vraag = rx.el.form(
        tekstveld(
            "anders",
            t("Waarom niet?", "Why not?"),
            hulp=t(
                "Dit paar komt niet terug, tenzij een van beide verandert.",
                "This pair does not come back, unless one of them changes.",
            ),
            rijen=2,
        ),
        rx.el.div(
            knop(t("Zijn niet dezelfde", "Are not the same"), hoofd=False, type="submit"), class_name="mt-3"
        ),
        on_submit=state.zeg_anders,
        no_validate=True,
    )  # fmt: skip
    return kaart(rx.cond(state.anders != "", besloten, vraag), titel=t("Niet dezelfde?", "Not the same?"))


def inhoud(state: Any) -> rx.Component:
    """Everything under the heading."""
    return rx.el.div(
        rx.cond(
            state.waarom.length() > 0,
            rx.el.p(
                t("Waarom ze op elkaar lijken: ", "Why they look alike: "),
                rx.foreach(state.waarom, lambda w: badge(w, "info")),
                class_name="flex flex-wrap items-center gap-2",
            ),
            rx.fragment(),
        ),
        _paar(state),
        _velden(state),
        _gevolg(state),
        _anders(state),
        class_name="flex min-w-0 flex-col gap-4",
    )
