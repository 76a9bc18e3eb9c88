"""The window of one student: why, and everything that can be done, by keyboard too."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.bord_beeld_student import KeuzeBeeld
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, knop, tekstveld, venster

WAAROM = "waarom"


def _keuze(s: Any, k: rx.Var[KeuzeBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.span(k.rang, class_name="w-6 shrink-0 font-semibold tabular-nums"),
        rx.el.span(
            rx.el.span(k.titel, class_name=rx.cond(k.is_hier, "block font-semibold", "block")),
            rx.el.span(k.uitleg, class_name="block text-sm"),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            k.uitgesloten_id > 0,
            _uitgesloten(s, k),
            rx.cond(k.is_hier, badge(t("Hier", "Here"), "success"), badge(k.vrij)),
        ),
        class_name="flex items-start gap-2 py-2",
    )


def _uitgesloten(s: Any, k: rx.Var[KeuzeBeeld]) -> rx.Component:
    return rx.el.span(
        badge(t("Uitgesloten", "Blocked"), "error"),
        rx.cond(
            s.mag_bewerken,
            rx.el.button(
                t("Haal weg", "Remove"),
                type="button",
                on_click=s.trek_in(k.uitgesloten_id.to(str)),
                aria_label=t("Haal de uitsluiting weg van ", "Remove the block from ") + k.titel,
                class_name="btn btn-ghost btn-sm min-h-9",
            ),
            rx.fragment(),
        ),
        class_name="flex flex-col items-end gap-1",
    )


def _optie(k: rx.Var[KeuzeBeeld]) -> rx.Component:
    return rx.el.option(k.rang + " " + k.titel + " (" + k.vrij + ")", value=k.id.to(str))


def waarom_venster(s: Any) -> rx.Component:
    """One student: why, and everything that can be done."""
    return venster(
        WAAROM,
        s.wie.naam,
        rx.el.p(s.wie.onder, class_name="text-sm text-base-content/80"),
        rx.cond(s.wie.reden != "", rx.el.p(s.wie.reden, class_name="melding melding-info mt-3"), rx.fragment()),
        rx.cond(
            s.lijst.length() > 0,
            rx.el.ol(rx.foreach(s.lijst, lambda k: _keuze(s, k)), class_name="my-3 divide-y divide-base-300"),
            rx.fragment(),
        ),
        rx.cond(
            s.anders_uit.length() > 0,
            rx.el.ul(rx.foreach(s.anders_uit, lambda k: _keuze(s, k)), class_name="my-3 divide-y divide-base-300"),
            rx.fragment(),
        ),
        rx.cond(
            s.mag_bewerken,
            rx.fragment(
                rx.el.form(
                    rx.el.input(type="hidden", name="deelnemer", value=s.wie.id.to(str)),
                    rx.el.label(
                        rx.el.span(t("Verplaats naar", "Move to"), class_name="veld-label"),
                        rx.el.select(
                            rx.foreach(s.opties, lambda o: rx.el.option(o.label, value=o.waarde)),
                            rx.el.option(t("geen plaats", "no place"), value="geen"),
                            id="zet-naar",
                            name="naar",
                            class_name="select w-full",
                        ),
                    ),
                    tekstveld("reden", t("Waarom? (mag leeg)", "Why? (may be empty)"), rijen=2),
                    knop(t("Verplaats", "Move"), type="submit"),
                    on_submit=s.zet,
                    key="zet-" + s.form_sleutel.to(str),
                    class_name="formulier border-t border-base-300 pt-3",
                ),
                rx.cond(
                    s.wie.is_gepind,
                    knop(t("Laat los", "Let go"), hoofd=False, type="button", on_click=s.los, class_name="mt-3"),
                    rx.fragment(),
                ),
                _afspraak(s),
            ),
            rx.fragment(),
        ),
        rx.el.div(annuleer(WAAROM), class_name="mt-4"),
    )


def _afspraak(s: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Vastzetten of uitsluiten", "Lock or block"), class_name="link min-h-11 cursor-pointer py-2"),
        rx.cond(
            s.wie.vast_id > 0,
            knop(
                t("Haal de vaste afspraak weg", "Remove the lock"),
                hoofd=False,
                type="button",
                on_click=s.trek_in(s.wie.vast_id.to(str)),
            ),
            rx.el.form(
                rx.el.label(
                    rx.el.span(t("Wat", "What"), class_name="veld-label"),
                    rx.el.select(
                        rx.el.option(t("Zet vast op", "Lock to"), value="vast"),
                        rx.el.option(t("Sluit uit van", "Block from"), value="uitgesloten"),
                        name="soort",
                        class_name="select w-full",
                    ),
                ),
                rx.el.label(
                    rx.el.span(t("Plaats", "Place"), class_name="veld-label"),
                    rx.el.select(
                        rx.foreach(s.lijst, _optie),
                        rx.foreach(s.anders, _optie),
                        name="plaats",
                        class_name="select w-full",
                    ),
                ),
                rx.el.label(
                    rx.el.span(t("Reden", "Reason"), class_name="veld-label"),
                    rx.el.input(name="reden", required=True, max_length=1000, class_name="input w-full"),
                ),
                knop(t("Spreek af", "Agree"), hoofd=False, type="submit"),
                on_submit=s.spreek_af,
                key="afspraak-" + s.form_sleutel.to(str),
                class_name="formulier",
            ),
        ),
        class_name="mt-3",
    )
