"""The upper part of the board: where it stands, what to do first, figures, and where slots are missing."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.bord_beeld_cijfers import CijferBeeld, TekortBeeld
from bpv_app.matching.pages.matching import wijze_velden
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, dialoog, download, kaart, knop, sluit_dialoog

VERVALLEN = "vervallen"
REKEN = "bord-reken"


def boven(s: Any) -> rx.Component:
    """Where it stands, and the buttons that compute."""
    return rx.el.section(
        rx.el.div(
            badge(s.status, s.toon),
            rx.el.span(s.wijze, class_name="text-sm"),
            class_name="flex flex-wrap items-center gap-3",
        ),
        rx.cond(
            s.is_concept & ~s.is_actueel,
            rx.el.p(
                t(
                    "Er is iets veranderd sinds het rekenen. Reken opnieuw: dan klopt de uitleg en kun je publiceren.",
                    "Something changed since this was computed. Compute again: then the explanations are true and "
                    "you can publish.",
                ),
                class_name="melding melding-warning mt-3",
            ),
            rx.fragment(),
        ),
        rx.el.a(
            t("Naar de uitslag van de ronde", "To the result of the round"),
            href=s.uitslag,
            class_name="link mt-3 inline-flex min-h-11 items-center",
        ),
        rx.cond(
            s.mag_bewerken,
            rx.fragment(
                rx.el.form(
                    wijze_velden(s.modus, s.doel),
                    id=REKEN,
                    on_submit=s.reken,
                    key="reken-" + s.form_sleutel.to(str),
                    class_name="mt-3",
                ),
                rx.el.div(_vervallen(s), class_name="mt-3"),
            ),
            rx.fragment(),
        ),
        class_name="kaart mb-4",
    )


def _vervallen(s: Any) -> rx.Component:
    return dialoog(
        VERVALLEN,
        t("Dit voorstel laten vervallen?", "Let this proposal lapse?"),
        rx.el.p(
            t(
                "Het blijft leesbaar, maar kan niet meer gepubliceerd worden.",
                "It can still be read, but not be published any more.",
            ),
            class_name="mb-4",
        ),
        rx.el.div(
            knop(
                t("Laat vervallen", "Let it lapse"),
                type="button",
                on_click=[s.vervallen, sluit_dialoog(VERVALLEN)],
            ),
            annuleer(VERVALLEN),
            class_name="flex gap-2",
        ),
        open_tekst=t("Laat vervallen…", "Let it lapse…"),
        class_name="btn btn-ghost",
    )


def balk(s: Any) -> rx.Component:
    """Stays within sight while one scrolls: who has no place, take back, compute again."""
    return rx.el.div(
        rx.el.div(
            download(
                rx.cond(
                    s.zonder.length() > 0,
                    t("Zonder plaats: ", "Without a place: ") + s.zonder.length().to(str),
                    t("Iedereen geplaatst", "Everybody placed"),
                ),
                "#zonder",
                class_name="link inline-flex min-h-11 items-center font-semibold",
            ),
            download(t("Plaatsen", "Places"), "#plaatsen", class_name="link inline-flex min-h-11 items-center"),
            class_name="flex flex-wrap gap-x-4",
        ),
        rx.cond(
            s.mag_bewerken,
            rx.el.div(
                rx.cond(
                    s.kan_ongedaan,
                    knop(t("Maak ongedaan", "Undo"), hoofd=False, type="button", on_click=s.ongedaan),
                    rx.fragment(),
                ),
                knop(
                    t("Reken opnieuw", "Compute again"),
                    type="button",
                    on_click=rx.call_script(f"document.getElementById('{REKEN}')?.requestSubmit()"),
                ),
                class_name="flex flex-wrap gap-2",
            ),
            rx.fragment(),
        ),
        class_name="bord-balk",
    )


def _rij(r: rx.Var[CijferBeeld], kolommen: int) -> rx.Component:
    waarden = [r.hier, r.ander, r.delen][:kolommen]
    return rx.el.tr(
        rx.el.th(r.label, scope="row", class_name="text-left font-normal"),
        *[rx.el.td(w, class_name="text-right tabular-nums") for w in waarden],
    )


def tabel(titel: Any, koppen: list[Any], regels: Any) -> rx.Component:
    return rx.cond(
        regels.length() > 0,
        rx.el.div(
            rx.el.table(
                rx.el.caption(titel, class_name="mb-1 text-left font-semibold"),
                rx.el.thead(
                    rx.el.tr(
                        *[
                            rx.el.th(k, scope="col", class_name="text-left" if not n else "text-right")
                            for n, k in enumerate(koppen)
                        ]
                    )
                ),
                rx.el.tbody(rx.foreach(regels, lambda r: _rij(r, len(koppen) - 1))),
                class_name="table table-sm",
            ),
            role="region",
            aria_label=titel,
            tab_index=0,
            class_name="overflow-x-auto",
        ),
        rx.fragment(),
    )


def cijfers(s: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Cijfers en controle", "Figures and checks"), class_name="link min-h-11 cursor-pointer py-2"),
        rx.el.div(
            tabel(
                t("Welke keuze kregen studenten?", "Which choice did students get?"),
                [
                    t("Keuze", "Choice"),
                    t("Dit voorstel", "This proposal"),
                    t("Meeste eerste keuzes", "Most first choices"),
                ],
                s.profiel,
            ),
            tabel(
                t("Per team", "Per team"),
                ["Team", t("Geplaatst", "Placed"), t("1e keuze", "1st choice"), "Top 3"],
                s.teams,
            ),
            class_name="grid gap-6 lg:grid-cols-2",
        ),
        rx.el.ul(rx.foreach(s.controle, lambda x: rx.el.li(x)), class_name="mt-3 list-disc pl-5 text-sm"),
        class_name="kaart mb-4",
    )


def _tekort(x: rx.Var[TekortBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.p(x.tekst, class_name="font-semibold"),
        rx.cond(
            x.helpers.length() > 0,
            rx.fragment(
                rx.el.p(
                    t("Erkend, en zonder plaats in deze ronde:", "Accredited, and without a place in this round:"),
                    class_name="text-sm",
                ),
                rx.el.ul(
                    rx.foreach(
                        x.helpers,
                        lambda h: rx.el.li(
                            rx.el.a(h.tekst, href=h.href, class_name="link inline-flex min-h-8 items-center")
                        ),
                    ),
                    class_name="text-sm",
                ),
            ),
            rx.fragment(),
        ),
        class_name="py-2",
    )


def tekorten(s: Any) -> rx.Component:
    return rx.cond(
        s.tekorten.length() > 0,
        kaart(
            rx.el.ul(rx.foreach(s.tekorten, _tekort), class_name="divide-y divide-base-300"),
            titel=t("Waar plekken ontbreken", "Where slots are missing"),
            class_name="mb-4",
        ),
        rx.fragment(),
    )
