"""How saved views look: a card each, and the two dialogs."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, keuzeveld, knop, veld, venster


def _deling(s: Any, d: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(d.wie, class_name="wrap-anywhere"),
        rx.el.button(
            t("Stop", "Stop"),
            type="button",
            on_click=s.stop(d.id),
            aria_label=t("Niet meer delen met ", "No longer share with ") + d.wie.to(str),
            class_name="btn btn-ghost btn-xs",
        ),
        class_name="flex items-center gap-1",
    )


def _delingen(s: Any, w: Any) -> rx.Component:
    return rx.cond(
        w.delingen.length() > 0,
        rx.el.div(
            rx.el.p(t("Gedeeld met", "Shared with"), class_name="text-sm font-semibold"),
            rx.el.ul(rx.foreach(w.delingen, lambda d: _deling(s, d)), class_name="flex flex-wrap gap-x-3 text-sm"),
            class_name="mt-2",
        ),
        rx.fragment(),
    )


def weergave_kaart(s: Any, w: Any) -> rx.Component:
    """Name, what it asks, with whom it is shared, by mail or not."""
    naam = rx.cond(
        w.oud == "",
        rx.el.a(w.naam, href=w.href, class_name="link text-lg font-semibold wrap-anywhere"),
        rx.el.span(w.naam, class_name="text-lg font-semibold wrap-anywhere"),
    )
    mail = rx.el.label(
        rx.el.input(
            type="checkbox", checked=w.mail, on_change=lambda aan: s.mail(w.id, aan), class_name="checkbox checkbox-sm"
        ),
        rx.el.span(t("Elke maand per mail", "By mail each month")),
        class_name="mt-2 flex min-h-11 cursor-pointer items-center gap-2 text-sm",
    )
    knoppen = rx.cond(
        w.van == "",
        rx.el.div(
            rx.el.button(
                t("Delen", "Share"),
                type="button",
                on_click=s.vraag_delen(w.id),
                aria_label=t("Delen: ", "Share: ") + w.naam.to(str),
                class_name="btn btn-outline btn-sm",
            ),
            rx.el.button(
                t("Naam of verwijderen", "Name or delete"),
                type="button",
                on_click=s.vraag_wijzigen(w.id),
                aria_label=t("Naam of verwijderen: ", "Name or delete: ") + w.naam.to(str),
                class_name="btn btn-ghost btn-sm",
            ),
            class_name="mt-2 flex flex-wrap gap-2",
        ),
        rx.fragment(),
    )
    return rx.el.li(
        naam,
        rx.cond(
            w.oud == "",
            rx.el.p(w.wat, class_name="text-sm text-base-content/80"),
            rx.el.p(w.oud, class_name="melding melding-warning mt-2"),
        ),
        rx.cond(
            w.van != "",
            rx.el.p(t("Van ", "Of "), w.van, class_name="text-sm text-base-content/80"),
            rx.fragment(),
        ),
        _delingen(s, w),
        mail,
        knoppen,
        class_name="kaart min-w-0",
    )


def ontvanger_formulier(s: Any, delen: str, wijzigen: str) -> rx.Component:
    """The dialogs: with whom, and another name or away with it."""
    wie = rx.el.form(
        rx.el.p(
            t(
                "Wie de weergave opent, ziet het antwoord binnen de eigen rechten. Jouw rijen gaan niet mee.",
                "Who opens the view sees the answer within their own rights. Your rows do not go along.",
            ),
            class_name="mb-3",
        ),
        keuzeveld("met", t("Delen met", "Share with"), s.ontvangers, leeg=t("Kies…", "Choose…"), verplicht=True),
        rx.el.div(knop(t("Delen", "Share"), type="submit"), annuleer(delen), class_name="mt-3 flex flex-wrap gap-2"),
        on_submit=s.deel,
        key=s.gekozen,
    )
    naam = rx.el.form(
        veld("naam", t("Naam", "Name"), waarde=s.gekozen_naam, verplicht=True, max_length=100),
        rx.el.div(
            knop(t("Naam bewaren", "Keep name"), type="submit"),
            annuleer(wijzigen),
            rx.el.button(
                t("Weergave verwijderen, ook voor wie haar deelt", "Delete the view, also for who shares it"),
                type="button",
                on_click=s.verwijder,
                class_name="btn btn-outline btn-error",
            ),
            class_name="mt-3 flex flex-wrap gap-2",
        ),
        on_submit=s.hernoem,
        key=s.gekozen_naam,
    )
    return rx.fragment(
        venster(delen, rx.fragment(t("Delen: ", "Share: "), s.gekozen_naam), wie),
        venster(wijzigen, t("Naam of verwijderen", "Name or delete"), naam),
    )
