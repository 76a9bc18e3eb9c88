"""The zorgvierkant on the report's screen: nothing until it is asked for; then the quadrants and how they went."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.gesprek.pages.verslag_beeld import NIET_BESPROKEN, KwadrantBeeld, LichtBeeld, VerloopBeeld
from bpv_app.gesprek.rules_zorgvierkant import LICHT_LABEL, MAX_NOTITIE, Licht
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, kaart, knop


def _vak(soort: str, nummer: Any) -> rx.Component:
    return rx.el.div(
        custom_attrs={"data-antwoord": f"zorg:{soort}_" + nummer.to(str)}, class_name="dag-vraag", role="alert"
    )


def _radio(k: rx.Var[KwadrantBeeld], waarde: str, label: Any, dicht: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="licht-" + k.nummer,
            value=waarde,
            default_checked=k.licht == waarde,
            disabled=dicht,
            class_name="radio",
        ),
        rx.el.span(label),
        class_name="keuzeknop",
    )


def _kwadrant(state: Any, k: rx.Var[KwadrantBeeld]) -> rx.Component:
    dicht = ~state.mag_schrijven
    return rx.el.section(
        rx.el.h3(k.naam, id="kwadrant-" + k.nummer, class_name="mb-2 font-semibold"),
        rx.el.fieldset(
            rx.el.legend(rx.el.span(t("Licht", "Light"), " ", k.naam), class_name="veld-label"),
            rx.el.div(
                *[_radio(k, licht.value, t(LICHT_LABEL[licht]), dicht) for licht in Licht],
                _radio(k, "", t(NIET_BESPROKEN), dicht),
                class_name="grid gap-2 sm:grid-cols-2",
            ),
            custom_attrs={
                "data-soort": "zorg",
                "data-veld": "licht_" + k.nummer,
                "data-start": k.licht,
                "data-stil": "1",
            },
        ),
        _vak("licht", k.nummer),
        rx.el.label(
            rx.el.span(t("Notitie", "Note"), " ", rx.el.span(k.naam, class_name="sr-only"), class_name="veld-label"),
            rx.el.textarea(
                default_value=k.notitie,
                rows=3,
                max_length=MAX_NOTITIE,
                read_only=dicht,
                custom_attrs={
                    "data-soort": "zorg",
                    "data-veld": "notitie_" + k.nummer,
                    "data-start": k.notitie,
                    "data-stil": "1",
                },
                class_name="textarea w-full text-base",
            ),
            class_name="mt-3 block",
        ),
        _vak("notitie", k.nummer),
        key="kwadrant-" + k.nummer + "-" + state.form_sleutel,
        aria_labelledby="kwadrant-" + k.nummer,
        class_name="rounded-field border border-base-300 p-3",
    )


def _licht(b: rx.Var[LichtBeeld]) -> rx.Component:
    return rx.el.td(
        badge(b.tekst, b.toon),
        rx.cond(b.notitie != "", rx.el.p(b.notitie, class_name="mt-1 whitespace-pre-line text-sm"), rx.fragment()),
        class_name="align-top",
    )


def _rij(r: rx.Var[VerloopBeeld]) -> rx.Component:
    return rx.el.tr(rx.el.th(r.naam, scope="row", class_name="text-left align-top"), rx.foreach(r.lichten, _licht))


def _verloop(state: Any) -> rx.Component:
    """The trend in words, a column per conversation; the colour only helps."""
    return rx.cond(
        state.verloop_koppen.length() > 0,
        rx.el.div(
            rx.el.h3(t("Verloop", "Over time"), class_name="mb-2 font-semibold"),
            rx.el.div(
                rx.el.table(
                    rx.el.caption(t("Verloop over de gesprekken", "Over the conversations"), class_name="sr-only"),
                    rx.el.thead(
                        rx.el.tr(
                            rx.el.th(t("Kwadrant", "Quadrant"), scope="col", class_name="text-left"),
                            rx.foreach(
                                state.verloop_koppen, lambda kop: rx.el.th(kop, scope="col", class_name="text-left")
                            ),
                        )
                    ),
                    rx.el.tbody(rx.foreach(state.verloop, _rij)),
                    class_name="table table-sm",
                ),
                class_name="overflow-x-auto",
                tab_index=0,
                role="region",
                aria_label=t("Verloop over de gesprekken", "Over the conversations"),
            ),
            class_name="mt-4",
        ),
        rx.fragment(),
    )


def zorg(state: Any) -> rx.Component:
    """Closed: a button. Open: the quadrants to fill in, and the trend."""
    dicht = rx.el.div(
        rx.el.p(
            rx.cond(
                state.heeft_zorg,
                t("Er is iets ingevuld bij dit gesprek.", "Something was filled in for this conversation."),
                t("Bij dit gesprek is niets ingevuld.", "Nothing was filled in for this conversation."),
            ),
            class_name="mb-3",
        ),
        knop(t("Toon zorgvierkant", "Show care quadrants"), hoofd=False, type="button", on_click=state.toon_zorg),
    )
    open_ = rx.el.div(
        rx.el.div(rx.foreach(state.kwadranten, lambda k: _kwadrant(state, k)), class_name="grid gap-4 lg:grid-cols-2"),
        _verloop(state),
        rx.el.div(
            knop(
                t("Verberg zorgvierkant", "Hide care quadrants"),
                hoofd=False,
                type="button",
                on_click=state.verberg_zorg,
            ),
            class_name="mt-4",
        ),
    )
    return kaart(
        rx.el.p(
            t(
                "Alleen voor school: de begeleider en de coördinator. Elke keer dat iemand kijkt, wordt vastgelegd.",
                "For the school only: the supervisor and the coordinator. Every look is recorded.",
            ),
            class_name="veld-hulp mb-3",
        ),
        rx.cond(state.zorg_open, open_, dicht),
        titel=t("Zorgvierkant", "Care quadrants"),
    )
