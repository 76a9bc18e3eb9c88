"""Pieces of the assessor's screens: a week as a card, its days, and sending back with a reason."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, download, kaart, knop, tekstveld, venster

TERUG = "terug"


def leeg() -> rx.Component:
    """Nothing waits."""
    return kaart(
        rx.el.p(
            t(
                "Er wachten geen weken op jou. Je krijgt een mail zodra een student een week instuurt.",
                "No weeks wait for you. You get a mail when a student sends in a week.",
            )
        )
    )


def _kop(w: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.h2(
                rx.el.a(w.student, href="/uren/week/" + w.id, class_name="link"), class_name="text-lg font-semibold"
            ),
            rx.el.p(w.kop, " · ", w.bedrijf, class_name="text-sm text-base-content/80"),
        ),
        rx.el.div(
            rx.el.p(w.totaal, class_name="text-lg font-semibold tabular-nums sm:text-right"),
            rx.el.p(w.vergelijk, class_name="text-sm"),
        ),
        class_name="flex flex-wrap items-start justify-between gap-2",
    )


def _dag(d: Any, *knoppen: rx.Component) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(d.kop, class_name="w-14 shrink-0 font-semibold"),
            rx.el.span(d.uren, class_name="w-20 shrink-0 tabular-nums"),
            rx.el.span(d.tekst, class_name="min-w-40 grow break-words"),
            rx.cond(d.akkoord, badge(t("Akkoord", "Approved"), "success"), rx.fragment()),
            class_name="flex flex-wrap gap-x-2",
        ),
        rx.cond(d.details != "", rx.el.p(d.details, class_name="text-sm text-base-content/80"), rx.fragment()),
        rx.cond(d.let_op != "", rx.el.p(d.let_op, class_name="text-sm font-semibold text-warning"), rx.fragment()),
        rx.cond(
            d.terug != "", rx.el.p(t("Teruggestuurd: ", "Sent back: "), d.terug, class_name="veld-fout"), rx.fragment()
        ),
        rx.cond(
            d.bijlagen.length() > 0,
            rx.el.p(
                rx.foreach(d.bijlagen, lambda b: download(b.naam, b.href, class_name="link mr-3 inline-block")),
                class_name="text-sm",
            ),
            rx.fragment(),
        ),
        *knoppen,
        class_name="py-2",
    )


def _lijst(dagen: Any) -> rx.Component:
    return rx.el.ul(dagen, class_name="my-3 divide-y divide-base-300 border-y border-base-300")


def kaart_week(state: Any, w: Any) -> rx.Component:
    """A week on the list: read it, and say yes with one tap."""
    return rx.el.section(
        _kop(w),
        _lijst(rx.foreach(w.dagen, _dag)),
        rx.el.div(
            knop(
                t("Akkoord", "Approve"),
                type="button",
                on_click=state.akkoord(w.id, w.versie),
                aria_label=t("Akkoord: ", "Approve: ") + w.student + ", " + w.kop,
                class_name="grow sm:grow-0",
            ),
            knop(
                t("Stuur terug", "Send back"),
                hoofd=False,
                type="button",
                on_click=state.vraag_terug(w.id, w.versie, "", w.student + ", " + w.kop),
                aria_label=t("Stuur terug: ", "Send back: ") + w.student + ", " + w.kop,
            ),
            rx.el.a(
                t("Per dag", "Per day"),
                href="/uren/week/" + w.id,
                aria_label=t("Per dag: ", "Per day: ") + w.student + ", " + w.kop,
                class_name="btn btn-ghost",
            ),
            class_name="flex flex-wrap gap-2",
        ),
        rx.el.p(
            t("Je geeft akkoord als ", "You approve as "), state.ik, ".", class_name="mt-2 text-sm text-base-content/80"
        ),
        class_name="kaart",
    )


def _dag_knoppen(state: Any, w: Any, d: Any) -> rx.Component:
    return rx.cond(
        w.mag_keuren & ~d.akkoord,
        rx.el.div(
            knop(
                t("Dag akkoord", "Approve day"),
                hoofd=False,
                type="button",
                on_click=state.dag_akkoord(w.id, w.versie, d.datum),
                class_name="btn-sm",
                aria_label=t("Dag akkoord: ", "Approve day: ") + d.kop,
            ),
            knop(
                t("Klopt niet", "Not right"),
                hoofd=False,
                type="button",
                on_click=state.vraag_terug(w.id, w.versie, d.datum, d.kop),
                class_name="btn-sm",
                aria_label=t("Klopt niet: ", "Not right: ") + d.kop,
            ),
            class_name="mt-1 flex flex-wrap gap-2",
        ),
        rx.fragment(),
    )


def week_heel(state: Any, w: Any) -> rx.Component:
    """One week with a yes or no per day, reopening, and what happened to it."""
    return rx.el.section(
        rx.el.div(
            rx.el.p(w.totaal, ", ", w.vergelijk, " · ", w.bedrijf),
            badge(w.status, w.toon),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.cond(
            w.beoordeeld != "",
            rx.el.p(t("Beoordeeld door ", "Assessed by "), w.beoordeeld, class_name="text-sm"),
            rx.fragment(),
        ),
        rx.cond(w.reden != "", rx.el.p(t("Reden: ", "Reason: "), w.reden, class_name="font-semibold"), rx.fragment()),
        rx.cond(
            w.dagen.length() > 0,
            _lijst(rx.foreach(w.dagen, lambda d: _dag(d, _dag_knoppen(state, w, d)))),
            rx.el.p(t("In deze week is niets geschreven.", "Nothing was written in this week."), class_name="my-3"),
        ),
        rx.el.div(
            rx.cond(
                w.mag_keuren,
                knop(
                    t("Hele week akkoord", "Approve whole week"), type="button", on_click=state.akkoord(w.id, w.versie)
                ),
                rx.fragment(),
            ),
            rx.cond(
                w.mag_terug,
                knop(
                    t("Stuur terug", "Send back"),
                    hoofd=False,
                    type="button",
                    on_click=state.vraag_terug(w.id, w.versie, "", w.student + ", " + w.kop),
                ),
                rx.fragment(),
            ),
            rx.cond(
                w.mag_heropenen,
                knop(
                    t("Heropen de week", "Reopen the week"),
                    hoofd=False,
                    type="button",
                    on_click=state.vraag_terug(w.id, w.versie, "", w.student + ", " + w.kop),
                ),
                rx.fragment(),
            ),
            class_name="flex flex-wrap gap-2",
        ),
        rx.cond(
            w.historie.length() > 0,
            rx.el.div(
                rx.el.h2(
                    t("Wat er met deze week gebeurde", "What happened to this week"),
                    class_name="mb-2 mt-5 font-semibold",
                ),
                rx.el.ul(
                    rx.foreach(
                        w.historie,
                        lambda s: rx.el.li(s.tekst, rx.cond(s.reden != "", rx.el.span(": ", s.reden), rx.fragment())),
                    ),
                    class_name="tijdlijn",
                ),
            ),
            rx.fragment(),
        ),
        class_name="kaart",
    )


def terug_venster(state: Any) -> rx.Component:
    """Why does it go back? The student reads this."""
    return venster(
        TERUG,
        t("Wat klopt er niet?", "What is not right?"),
        rx.el.p(state.terug_kop, class_name="mb-3 font-semibold"),
        rx.el.form(
            tekstveld(
                "reden",
                t("Reden", "Reason"),
                hulp=t("De student leest dit en past de week aan.", "The student reads this and corrects the week."),
                verplicht=True,
            ),
            rx.el.div(
                knop(t("Stuur terug naar de student", "Send back to the student"), type="submit"),
                annuleer(TERUG),
                class_name="mt-4 flex flex-wrap gap-2",
            ),
            on_submit=state.terug,
            key=state.terug_id + state.terug_datum + state.terug_versie,
        ),
    )
