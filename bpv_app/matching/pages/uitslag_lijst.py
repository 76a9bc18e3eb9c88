"""The list of placements on the coordinator's screen of a result: search, filter, pages."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.uitslag_beeld import PlaatsingRegel
from bpv_app.matching.rules_uitslag import STATUS_LABEL, PlaatsingStatus
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, kaart, keuzeveld, knop, veld


def plaatsing_rij(s: Any, p: rx.Var[PlaatsingRegel]) -> rx.Component:
    """A student with the place, and what can be done with it."""
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.a(p.student, href=p.href, class_name="link font-semibold"),
                rx.cond(p.klas != "", " · " + p.klas, ""),
                " ",
                badge(p.status, p.toon),
                class_name="break-words",
            ),
            rx.el.p(
                rx.el.a(p.plaats, href=p.plaats_href, class_name="link"),
                " · ",
                p.keuze,
                class_name="break-words text-sm",
            ),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            p.dossier != "",
            rx.el.a(
                t("Dossier", "Dossier"),
                rx.el.span(" ", p.student, class_name="sr-only"),
                href=p.dossier,
                class_name="btn btn-outline btn-sm",
            ),
            rx.fragment(),
        ),
        rx.cond(
            p.mag_vervallen,
            knop(
                t("Vervalt…", "Lapses…"),
                hoofd=False,
                type="button",
                on_click=s.vraag_vervallen(p.id),
                aria_label=t("Laat vervallen: ", "Let lapse: ") + p.student,
                class_name="btn-sm",
            ),
            rx.fragment(),
        ),
        class_name="flex flex-wrap items-center gap-2 py-2",
    )


def _bladeren(s: Any) -> rx.Component:
    return rx.cond(
        s.pagina_aantal > 1,
        rx.el.nav(
            knop(
                t("Vorige", "Previous"),
                hoofd=False,
                type="button",
                on_click=s.blader(s.pagina_nr - 1),
                disabled=s.pagina_nr <= 1,
                class_name="btn-sm",
            ),
            rx.el.span(s.pagina_nr, " / ", s.pagina_aantal),
            knop(
                t("Volgende", "Next"),
                hoofd=False,
                type="button",
                on_click=s.blader(s.pagina_nr + 1),
                disabled=s.pagina_nr >= s.pagina_aantal,
                class_name="btn-sm",
            ),
            aria_label=t("Bladeren", "Pages"),
            class_name="mt-3 flex items-center gap-3",
        ),
        rx.fragment(),
    )


def plaatsingen(s: Any) -> rx.Component:
    """One page of them."""
    statussen = [(x.value, t(STATUS_LABEL[x])) for x in PlaatsingStatus]
    return rx.cond(
        s.is_bekend,
        kaart(
            rx.el.form(
                veld("zoek", t("Student of bedrijf", "Student or company"), soort="search", waarde=s.zoek),
                keuzeveld(
                    "status",
                    t("Status", "Status"),
                    statussen,
                    waarde=s.filter_status,
                    leeg=t("Alle geldige", "All current"),
                ),
                rx.el.div(knop(t("Zoek", "Search"), hoofd=False, type="submit"), class_name="self-end"),
                on_submit=s.zoek_op,
                key="zoek-" + s.zoek + s.filter_status,
                role="search",
                class_name="formulier formulier-2",
            ),
            rx.el.p(rx.el.strong(s.totaal), t(" plaatsingen", " placements"), class_name="my-2"),
            rx.cond(
                s.plaatsingen.length() > 0,
                rx.el.ul(
                    rx.foreach(s.plaatsingen, lambda p: plaatsing_rij(s, p)), class_name="divide-y divide-base-300"
                ),
                rx.el.p(t("Niets gevonden. Kies een andere status.", "Nothing found. Choose another status.")),
            ),
            _bladeren(s),
            titel=t("Plaatsingen", "Placements"),
            id="plaatsingen",
            class_name="mb-4",
        ),
        rx.fragment(),
    )
