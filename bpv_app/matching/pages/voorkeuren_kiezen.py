"""The places a student can choose from, and asking for a place of one's own."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.ligging.rules import KM_KEUZES
from bpv_app.matching.pages.voorkeuren_beeld import PlaatsBeeld, VerzoekBeeld
from bpv_app.matching.rules_afspraak import MAX_TAKEN
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, knop, tekstveld, veld


def merken(p: rx.Var[PlaatsBeeld]) -> rx.Component:
    return rx.fragment(
        rx.cond(
            p.is_weg,
            badge(t("Kan niet meer: haal weg", "Fell away: remove"), "error"),
            rx.fragment(),
        ),
        rx.cond(p.eerste != "", rx.el.span(p.eerste, class_name="text-xs text-base-content/80"), rx.fragment()),
    )


def _aanbod(state: Any, p: rx.Var[PlaatsBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.p(p.titel, class_name="break-words font-semibold"),
        rx.el.p(p.plek, class_name="break-words text-sm"),
        rx.el.p(p.feiten, class_name="text-sm text-base-content/80"),
        merken(p),
        rx.cond(
            p.taken != "",
            rx.el.details(
                rx.el.summary(
                    t("Wat doe je daar?", "What do you do there?"),
                    aria_label=t("Wat doe je daar?", "What do you do there?") + " " + p.titel,
                    class_name="flex min-h-11 cursor-pointer items-center text-sm",
                ),
                rx.el.p(p.taken, class_name="whitespace-pre-line break-words text-sm"),
            ),
            rx.fragment(),
        ),
        knop(
            t("Kies", "Choose"),
            hoofd=False,
            type="button",
            on_click=state.kies(p.id),
            disabled=state.is_vol,
            aria_label=t("Kies ", "Choose ") + p.titel,
            custom_attrs={"data-kies": p.id},
            class_name="mt-2",
        ),
        class_name="kaart",
        key=p.id,
    )


def _filters(state: Any) -> rx.Component:
    keuze = "select w-full"
    return rx.el.form(
        rx.el.div(
            rx.el.label(
                t("Zoek op bedrijf, plaats of werk", "Find by company, town or work"),
                html_for="zoek",
                class_name="veld-label",
            ),
            rx.el.input(
                id="zoek",
                name="zoek",
                type="search",
                default_value=state.zoek,
                auto_complete="off",
                class_name="input w-full",
            ),
        ),
        rx.cond(
            state.heeft_afstand,
            rx.el.div(
                rx.el.label(
                    rx.el.span(t("Afstand", "Distance"), class_name="veld-label"),
                    rx.el.select(
                        rx.el.option(t("Alle", "Any"), value=""),
                        *[rx.el.option(t(f"tot {km} km", f"up to {km} km"), value=str(km)) for km in KM_KEUZES],
                        name="km",
                        default_value=state.km,
                        class_name=keuze,
                    ),
                ),
                rx.el.label(
                    rx.el.span(t("Volgorde", "Order"), class_name="veld-label"),
                    rx.el.select(
                        rx.el.option(t("Dichtbij eerst", "Nearest first"), value="km"),
                        rx.el.option(t("Op naam", "By name"), value="naam"),
                        name="sorteer",
                        default_value=state.sorteer,
                        class_name=keuze,
                    ),
                ),
                class_name="grid grid-cols-2 gap-2",
            ),
            rx.fragment(),
        ),
        rx.el.div(
            rx.el.label(
                rx.el.input(
                    type="checkbox", name="vergoeding", default_checked=state.vergoeding, class_name="checkbox"
                ),
                rx.el.span(t("Met vergoeding", "With allowance")),
                class_name="flex min-h-11 cursor-pointer items-center gap-2",
            ),
            knop(t("Zoek", "Search"), hoofd=False, type="submit"),
            class_name="flex items-center justify-between gap-2",
        ),
        on_submit=state.zoek_op,
        role="search",
        key="zoek-" + state.beurt.to(str),
        class_name="kaart grid gap-2",
    )


def kiezen(state: Any) -> rx.Component:
    """The places that fit and are not on the list."""
    return rx.cond(
        state.mag_schrijven,
        rx.el.section(
            rx.el.h2(t("Plaatsen die bij je passen", "Places that fit you"), class_name="mb-2 text-lg font-semibold"),
            _filters(state),
            rx.el.p(
                rx.el.strong(state.aanbod_totaal),
                t(" plaatsen gevonden.", " places found."),
                rx.cond(
                    state.is_vol,
                    t(" Je lijst is vol: haal eerst iets weg.", " Your list is full: remove something first."),
                    "",
                ),
                id="aantal",
                aria_live="polite",
                class_name="my-2 text-sm",
            ),
            rx.el.ul(rx.foreach(state.aanbod, lambda p: _aanbod(state, p)), class_name="grid gap-2 sm:grid-cols-2"),
            rx.cond(
                state.pagina_aantal > 1,
                rx.el.nav(
                    knop(
                        t("Vorige", "Previous"),
                        hoofd=False,
                        type="button",
                        on_click=state.blader(state.pagina_nr - 1),
                        disabled=state.pagina_nr <= 1,
                    ),
                    rx.el.span(state.pagina_nr, t(" van ", " of "), state.pagina_aantal, class_name="text-sm"),
                    knop(
                        t("Volgende", "Next"),
                        hoofd=False,
                        type="button",
                        on_click=state.blader(state.pagina_nr + 1),
                        disabled=state.pagina_nr >= state.pagina_aantal,
                    ),
                    aria_label=t("Bladeren", "Paging"),
                    class_name="mt-3 flex items-center justify-center gap-3",
                ),
                rx.fragment(),
            ),
            aria_label=t("Plaatsen die bij je passen", "Places that fit you"),
        ),
        rx.fragment(),
    )


def _verzoek(state: Any, v: rx.Var[VerzoekBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(v.bedrijf, " · ", v.op, class_name="break-words font-semibold"),
            rx.cond(
                v.antwoord != "",
                rx.el.p(
                    t("Antwoord van school: ", "Answer of the school: "), v.antwoord, class_name="break-words text-sm"
                ),
                rx.fragment(),
            ),
            class_name="min-w-0 grow",
        ),
        badge(v.status, v.toon),
        rx.cond(
            v.mag_intrekken,
            knop(
                t("Trek in", "Take back"),
                hoofd=False,
                type="button",
                on_click=state.trek_in(v.id),
                aria_label=t("Trek in: ", "Take back: ") + v.bedrijf,
            ),
            rx.fragment(),
        ),
        class_name="flex flex-wrap items-center gap-2 py-2",
    )


def eigen_plaats(state: Any) -> rx.Component:
    """A place the student found: what was asked, and the form."""
    return rx.cond(
        state.mag_vragen | (state.verzoeken.length() > 0),
        rx.el.details(
            rx.el.summary(
                t("Zelf een plaats gevonden?", "Found a place yourself?"),
                class_name="flex min-h-11 cursor-pointer items-center font-semibold",
            ),
            rx.el.ul(rx.foreach(state.verzoeken, lambda v: _verzoek(state, v)), class_name="divide-y divide-base-300"),
            rx.cond(
                state.mag_vragen,
                rx.el.form(
                    rx.el.p(
                        t(
                            "Vertel waar het is. Je coördinator kijkt of het bedrijf erkend is voor jouw opleiding.",
                            "Tell where it is. Your coordinator checks whether the company is accredited for you.",
                        ),
                        class_name="text-sm",
                    ),
                    veld("bedrijf", t("Bedrijf", "Company"), verplicht=True, max_length=200),
                    veld("adres", t("Straat en nummer (mag leeg)", "Street and number (optional)"), max_length=200),
                    veld("woonplaats", t("Plaats", "Town"), verplicht=True, max_length=100),
                    veld("contact", t("Met wie sprak je?", "Whom did you talk to?"), verplicht=True, max_length=200),
                    veld("telefoon", t("Telefoon van die persoon", "Their phone"), soort="tel", max_length=40),
                    veld("email", t("E-mail van die persoon", "Their e-mail"), soort="email", max_length=200),
                    tekstveld(
                        "taken",
                        t("Wat ga je daar doen?", "What are you going to do there?"),
                        hulp=t(f"Hoogstens {MAX_TAKEN} tekens.", f"At most {MAX_TAKEN} characters."),
                        verplicht=True,
                    ),
                    knop(t("Vraag deze plaats aan", "Ask for this place"), hoofd=False, type="submit"),
                    on_submit=state.vraag_plaats,
                    key="verzoek-" + state.verzoeken.length().to(str),
                    custom_attrs={"data-bewaar": "verzoek-" + state.ronde},
                    class_name="formulier mt-2",
                ),
                rx.fragment(),
            ),
            open=state.verzoeken.length() > 0,
            class_name="kaart",
        ),
        rx.fragment(),
    )
