"""The student's list on the screen: cards that move by dragging, by buttons and by keys; texts; sending in."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.voorkeuren_beeld import PlaatsBeeld
from bpv_app.matching.pages.voorkeuren_kiezen import merken
from bpv_app.matching.rules_voorkeur import MAX_REDEN, MAX_WENSEN, Zet
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import knop


def _zet(state: Any, p: rx.Var[PlaatsBeeld], zet: Zet, teken: Any, label: Any, uit: Any = False) -> rx.Component:
    return rx.el.button(
        teken,
        type="button",
        on_click=state.zet(p.id, zet.value),
        aria_label=label + ": " + p.titel,
        aria_disabled=rx.cond(uit, "true", "false"),
        custom_attrs={"data-zet": zet.value},
        class_name=rx.cond(uit, "btn btn-outline knop-uit min-w-11 px-2", "btn btn-outline min-w-11 px-2"),
    )


def _keuze(state: Any, p: rx.Var[PlaatsBeeld]) -> rx.Component:
    """A place on the list, to be moved by dragging its grip, by its buttons, or with Alt and the arrow keys."""
    return rx.el.li(
        rx.el.div(
            rx.cond(
                state.mag_schrijven,
                rx.el.span("⠿", aria_hidden="true", custom_attrs={"data-greep": "1"}, class_name="keuze-greep"),
                rx.fragment(),
            ),
            rx.el.span(p.nr, class_name="keuze-nr", aria_hidden="true"),
            rx.el.div(
                rx.el.p(p.titel, class_name="break-words font-semibold"),
                rx.el.p(p.plek, class_name="break-words text-sm text-base-content/80"),
                merken(p),
                class_name="min-w-0 grow",
            ),
            class_name="flex items-start gap-2",
        ),
        rx.cond(
            state.mag_schrijven,
            rx.fragment(
                rx.el.div(
                    _zet(state, p, Zet.OMHOOG, "↑", t("Omhoog", "Up"), p.nr == 1),
                    _zet(state, p, Zet.OMLAAG, "↓", t("Omlaag", "Down"), p.nr == state.keuzes.length()),
                    _zet(
                        state, p, Zet.EERSTE, t("Naar 1e", "To 1st"), t("Naar de eerste plaats", "To first"), p.nr == 1
                    ),
                    _zet(state, p, Zet.WEG, t("Weg", "Remove"), t("Haal van mijn lijst", "Remove from my list")),
                    class_name="mt-2 flex flex-wrap gap-2",
                ),
                rx.cond(p.bedrijf_leest, _waarschuwing(), rx.fragment()),
                _tekst(
                    "reden-" + p.id,
                    p.reden,
                    rx.cond(
                        p.bedrijf_leest,
                        t("Wat wil je hier leren?", "What do you want to learn here?"),
                        t("Waarom deze plaats? (mag leeg)", "Why this place? (optional)"),
                    ),
                    rx.cond(
                        p.bedrijf_leest,
                        t("Wat wil je hier leren?", "What do you want to learn here?"),
                        t("Waarom deze plaats?", "Why this place?"),
                    )
                    + " "
                    + p.titel,
                    MAX_REDEN,
                    state,
                ),
            ),
            rx.cond(p.reden != "", rx.el.p(p.reden, class_name="mt-1 break-words text-sm"), rx.fragment()),
        ),
        custom_attrs={"data-keuze": p.id},
        class_name="kaart keuze",
        key=p.id,
    )


def _waarschuwing() -> rx.Component:
    """The company of this place reads the text: said only there, and before something is written."""
    return rx.el.p(
        t(
            "Let op: dit bedrijf leest wat je hier schrijft, en zet daarmee de kandidaten op volgorde. "
            "Het ziet jouw naam "
            "niet. Schrijf wat je wilt leren, en niets over jezelf wat je niet wilt vertellen.",
            "Mind: this company reads what you write here, and uses it to put candidates in order. It "
            "does not see your "
            "name. Write what you want to learn, and nothing about yourself that you do not want to tell.",
        ),
        class_name="melding melding-info mt-2 text-sm",
    )


def _tekst(naam: Any, waarde: Any, voorbeeld: Any, label: Any, meest: int, state: Any, rijen: int = 1) -> rx.Component:
    """A text that the device keeps until the server has answered (assets/voorkeuren.js)."""
    return rx.el.div(
        rx.el.textarea(
            default_value=waarde,
            rows=rijen,
            max_length=meest,
            placeholder=voorbeeld,
            aria_label=label,
            custom_attrs={"data-veld": naam, "data-was": waarde},
            class_name="textarea dag-tekst w-full",
            key=naam + "-" + state.beurt.to(str),
        ),
        rx.el.div(custom_attrs={"data-antwoord": naam}, role="alert", class_name="dag-vraag"),
        class_name="mt-2",
    )


def mijn_lijst(state: Any) -> rx.Component:
    """The list, what was saved, and sending in."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("Mijn lijst", "My list"), class_name="text-lg font-semibold"),
            rx.el.p(state.telling, class_name="text-sm text-base-content/80"),
            class_name="mb-2",
        ),
        rx.cond(
            state.keuzes.length() > 0,
            rx.el.ol(
                rx.foreach(state.keuzes, lambda p: _keuze(state, p)),
                id="keuzes",
                aria_label=t("Mijn lijst, meest gewild eerst", "My list, most wanted first"),
                class_name="grid gap-2",
            ),
            rx.el.p(
                rx.cond(
                    state.mag_schrijven,
                    t(
                        "Je hebt nog niets gekozen. Kies hieronder een plaats.",
                        "You have not chosen anything yet. Choose a place below.",
                    ),
                    t("Er staat niets op je lijst.", "There is nothing on your list."),
                ),
                class_name="kaart",
            ),
        ),
        rx.el.p(state.live, class_name="sr-only", aria_live="polite"),
        rx.cond(
            state.mag_schrijven,
            rx.el.div(
                rx.cond(
                    state.keuzes.length() > 1,
                    rx.el.p(
                        t(
                            "Sleep aan ⠿, gebruik de knoppen, of Alt met pijl omhoog of omlaag.",
                            "Drag ⠿, use the buttons, or Alt with the up or down arrow.",
                        ),
                        class_name="text-xs text-base-content/80",
                    ),
                    rx.fragment(),
                ),
                rx.el.p(t("Mijn wensen", "My wishes"), class_name="veld-label mt-3"),
                _tekst(
                    "wensen",
                    state.wensen,
                    t("Bijvoorbeeld: op vrijdag kan ik niet.", "For example: I cannot come on Friday."),
                    t("Mijn wensen", "My wishes"),
                    MAX_WENSEN,
                    state,
                    2,
                ),
                rx.el.p(id="voorkeur-status", role="status", class_name="mt-1 text-sm"),
                knop(
                    rx.cond(
                        state.is_klaar,
                        t("Ingestuurd: stuur opnieuw", "Sent in: send again"),
                        t("Stuur mijn lijst in", "Send my list in"),
                    ),
                    type="button",
                    on_click=state.stuur,
                    hoofd=True,
                    custom_attrs={"data-na-bewaren": "1"},
                    class_name="mt-2 w-full sm:w-auto",
                ),
            ),
            rx.cond(
                state.wensen != "",
                rx.el.p(t("Wensen: ", "Wishes: "), state.wensen, class_name="mt-2 break-words text-sm"),
                rx.fragment(),
            ),
        ),
        aria_label=t("Mijn lijst", "My list"),
    )
