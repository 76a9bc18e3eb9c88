"""The blocks of a place's screen."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.plaats_beeld import ClaimBeeld, Feit, GebeurtenisBeeld, StapBeeld
from bpv_app.matching.pages.plaats_formulier import plaats_velden
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, kaart, keuzeveld, knop, tekstveld, venster, vinkje

VRAAG = "dialoog-vraag"


def _acties(state: Any) -> rx.Component:
    """The steps this person may take now; what they are comes from the life cycle's table."""

    def stap(b: rx.Var[StapBeeld]) -> rx.Component:
        return rx.el.button(
            b.label,
            on_click=state.open_stap(b.naam),
            class_name=rx.cond(b.hoofd, "btn btn-primary min-h-11", "btn btn-outline min-h-11"),
            key=b.naam,
        )

    return rx.cond(
        state.mag_bewerken & ~state.bewerken,
        rx.el.div(
            rx.foreach(state.stappen, stap),
            rx.el.button(t("Wijzigen", "Change"), on_click=state.open_bewerken, class_name="btn btn-outline min-h-11"),
            class_name="mb-4 flex flex-wrap gap-2 print:hidden",
        ),
        rx.fragment(),
    )


def _feiten(state: Any) -> rx.Component:
    def feit(f: rx.Var[Feit]) -> rx.Component:
        return rx.fragment(rx.el.dt(f.label), rx.el.dd(f.waarde, class_name="min-w-0 break-words"))

    bedrijf = rx.cond(
        state.bedrijf_href != "",
        rx.el.a(state.bedrijf, href=state.bedrijf_href, class_name="link font-semibold"),
        rx.el.strong(state.bedrijf),
    )
    website = rx.cond(
        state.website != "",
        rx.el.a(
            state.website,
            href=state.website,
            rel="noopener noreferrer",
            target="_blank",
            class_name="link inline-flex min-h-11 items-center break-all text-sm",
        ),
        rx.fragment(),
    )
    status = rx.cond(state.is_student, rx.fragment(), badge(state.status, state.toon))
    return kaart(
        rx.el.div(bedrijf, status, class_name="flex flex-wrap items-center justify-between gap-2"),
        rx.el.div(website, class_name="mb-2"),
        rx.cond(
            state.niet_erkend != "",
            rx.el.p(
                t("Niet (meer) erkend voor: ", "Not accredited (any more) for: "),
                state.niet_erkend,
                t(". Studenten van deze opleiding zien de plaats niet.", ". Students of this programme do not see it."),
                class_name="melding melding-warning",
            ),
            rx.fragment(),
        ),
        rx.el.dl(rx.foreach(state.feiten, feit), class_name="gegevens"),
    )


def _taken(state: Any) -> rx.Component:
    return kaart(
        rx.cond(
            state.taken != "",
            rx.el.p(state.taken, class_name="whitespace-pre-line break-words"),
            rx.el.p(t("Nog niet ingevuld.", "Not filled in yet."), class_name="text-base-content/80"),
        ),
        titel=rx.cond(state.is_student, t("Wat ga je doen?", "What will you do?"), t("Taken", "Tasks")),
    )


def _claims(state: Any) -> rx.Component:
    def regel(c: rx.Var[ClaimBeeld]) -> rx.Component:
        wie = rx.el.span(" ", c.naam, class_name="sr-only")
        knoppen = rx.el.div(
            rx.cond(
                c.is_gereserveerd,
                rx.el.button(
                    t("Bezet", "Place"), wie, on_click=state.bezet(c.student_id), class_name="btn btn-outline btn-sm"
                ),
                rx.fragment(),
            ),
            rx.el.button(
                t("Vrijgeven", "Release"),
                wie,
                on_click=state.open_vrijgeven(c.student_id),
                class_name="btn btn-outline btn-sm",
            ),
            class_name="flex flex-wrap gap-2",
        )
        return rx.el.li(
            rx.el.div(
                rx.cond(c.href != "", rx.el.a(c.naam, href=c.href, class_name="link"), rx.el.span(c.naam)),
                badge(c.soort, c.toon),
                rx.el.span(c.wanneer, class_name="text-sm text-base-content/80"),
                class_name="flex min-w-0 grow flex-wrap items-center gap-2",
            ),
            rx.cond(state.mag_toewijzen & c.is_eigen, knoppen, rx.fragment()),
            class_name="flex flex-wrap items-center gap-2 py-2",
        )

    return kaart(
        rx.cond(
            state.claims.length() > 0,
            rx.el.ul(rx.foreach(state.claims, regel), class_name="divide-y divide-base-300"),
            rx.el.p(t("Nog niemand.", "Nobody yet.")),
        ),
        rx.el.p(
            rx.el.strong(state.vrije_plekken),
            rx.cond(state.vrije_plekken == 1, t(" vrije plek", " free slot"), t(" vrije plekken", " free slots")),
            class_name="mt-2",
        ),
        rx.cond(
            state.mag_reserveren,
            rx.el.button(
                t("Reserveer een plek…", "Reserve a slot…"),
                on_click=state.open_reserveren,
                class_name="btn btn-outline mt-3 min-h-11",
            ),
            rx.fragment(),
        ),
        titel=t("Wie heeft een plek?", "Who has a slot?"),
    )


def _geschiedenis(state: Any) -> rx.Component:
    def regel(g: rx.Var[GebeurtenisBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.p(g.wanneer, " · ", g.door, class_name="text-sm text-base-content/80"),
            rx.el.p(g.tekst, class_name="whitespace-pre-line break-words"),
        )

    return kaart(
        rx.el.ol(
            rx.foreach(state.gebeurtenissen, regel),
            class_name="tijdlijn max-h-96 overflow-auto",
            tab_index=0,
            aria_label=t("Geschiedenis", "History"),
        ),
        titel=t("Geschiedenis", "History"),
    )


def _formulier(state: Any) -> rx.Component:
    return kaart(
        rx.el.form(
            plaats_velden(state),
            rx.el.div(
                knop(t("Bewaren", "Save"), type="submit"),
                rx.el.button(
                    t("Annuleren", "Cancel"), type="button", on_click=state.sluit_bewerken, class_name="btn btn-ghost"
                ),
                class_name="mt-4 flex flex-wrap gap-2",
            ),
            on_submit=state.bewaar,
            key="plaats-" + state.form_sleutel.to(str),
            no_validate=True,
        ),
        titel=t("Wijzigen", "Change"),
        class_name="max-w-3xl",
    )


def _reserveren(state: Any) -> rx.Component:
    """For whom a slot is kept by hand: search in the own teams, choose, say why."""
    return rx.el.form(
        rx.el.div(
            rx.el.label(t("Zoek student", "Find student"), html_for="student_zoek", class_name="veld-label"),
            rx.el.input(
                id="student_zoek",
                type="search",
                auto_complete="off",
                on_change=state.zoek_student.debounce(300),
                class_name="input w-full",
                aria_describedby="student-zoek-hulp",
            ),
            rx.el.p(
                t("Naam of studentnummer, van je eigen teams.", "Name or student number, of your own teams."),
                id="student-zoek-hulp",
                class_name="veld-hulp",
            ),
        ),
        keuzeveld(
            "student_id", t("Gevonden", "Found"), state.student_opties, leeg=t("Kies…", "Choose…"), verplicht=True
        ),
        tekstveld("reden", t("Reden", "Reason"), verplicht=True),
        rx.cond(
            state.vraag_toch,
            vinkje("toch", t("Toch, ook al is het bedrijf niet geschikt", "All the same, though it is not suitable")),
            rx.fragment(),
        ),
        rx.el.div(
            knop(t("Reserveer", "Reserve"), type="submit"),
            annuleer(VRAAG),
            class_name="modal-action flex flex-wrap gap-2",
        ),
        on_submit=state.reserveer,
        key="reserveer-" + state.form_sleutel.to(str),
        no_validate=True,
        class_name="formulier",
    )


def _vraag(state: Any) -> rx.Component:
    """The one dialog: a step, reserving or releasing a slot.

    Only the form that is open exists: they have fields of the same name.
    """
    g, sleutel = state.gekozen, state.form_sleutel.to(str)
    reden = tekstveld("reden", t("Reden", "Reason"), verplicht=True)
    stap = rx.el.form(
        rx.el.p(g.vraag, class_name="mb-3"),
        rx.cond(g.met_reden, reden, rx.fragment()),
        rx.el.div(knop(g.label, type="submit"), annuleer(VRAAG), class_name="modal-action flex flex-wrap gap-2"),
        on_submit=state.neem_stap,
        key="stap-" + sleutel,
        no_validate=True,
    )
    vrij = rx.el.form(
        rx.el.p(
            rx.el.strong(state.vrij_naam),
            t(
                " heeft hier daarna geen plek meer. Een ander kan haar krijgen.",
                " has no slot here any more. Somebody else can get it.",
            ),
            class_name="mb-3",
        ),
        reden,
        rx.el.div(
            knop(t("Vrijgeven", "Release"), type="submit"),
            annuleer(VRAAG),
            class_name="modal-action flex flex-wrap gap-2",
        ),
        on_submit=state.geef_vrij,
        key="vrij-" + sleutel,
        no_validate=True,
    )
    titel = rx.match(
        state.open_form,
        ("vrij", t("Plek vrijgeven", "Release the slot")),
        ("reserveer", t("Plek reserveren", "Reserve a slot")),
        g.label,
    )
    formulier = rx.match(
        state.open_form, ("stap", stap), ("vrij", vrij), ("reserveer", _reserveren(state)), rx.fragment()
    )
    return venster(VRAAG, titel, formulier)


def inhoud(state: Any) -> rx.Component:
    """Everything under the heading."""
    voor_school = rx.cond(
        state.is_student,
        rx.fragment(),
        rx.el.div(_claims(state), _geschiedenis(state), class_name="flex min-w-0 flex-col gap-4"),
    )
    return rx.fragment(
        _acties(state),
        rx.cond(
            state.bewerken,
            _formulier(state),
            rx.el.div(
                rx.el.div(_feiten(state), _taken(state), class_name="flex min-w-0 flex-col gap-4"),
                voor_school,
                class_name="grid gap-4 lg:grid-cols-2",
            ),
        ),
        rx.cond(state.is_student, rx.fragment(), _vraag(state)),
    )
