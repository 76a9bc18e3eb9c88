"""Pieces of the coordinator's screen of one round."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.ronde_beeld import (
    AfspraakKaart,
    Favoriet,
    StapRegel,
    Teller,
    VerzoekKaart,
)
from bpv_app.matching.pages.ronde_formulier import velden
from bpv_app.matching.pages.ronde_vensters import SLUITEN
from bpv_app.matching.rules_afspraak import AFSPRAAK_LABEL
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, gegevens, kaart, keuzeveld, knop, open_dialoog, veld


def knoppen(s: Any) -> rx.Component:
    """The step that comes next, from the table of the life cycle."""
    return rx.fragment(
        rx.cond(
            s.mag_herinneren,
            knop(t("Herinner wie nog niet instuurde", "Remind who did not send in"), hoofd=False, on_click=s.herinner),
            rx.fragment(),
        ),
        rx.cond(
            s.mag_wijzigen & (s.status == RondeStatus.CONCEPT.value),
            knop(t("Ronde openen…", "Open the round…"), on_click=s.vraag_open),
            rx.fragment(),
        ),
        rx.cond(
            s.mag_wijzigen & (s.status == RondeStatus.OPEN.value),
            knop(t("Ronde sluiten…", "Close the round…"), hoofd=False, on_click=open_dialoog(SLUITEN)),
            rx.fragment(),
        ),
        rx.cond(
            (s.status != RondeStatus.CONCEPT.value) & (s.status != RondeStatus.OPEN.value),
            rx.el.a(t("Uitslag", "Result"), href="/rondes/" + s.nr.to(str) + "/uitslag", class_name="btn btn-primary"),
            rx.fragment(),
        ),
    )


def _teller(x: rx.Var[Teller]) -> rx.Component:
    inhoud = rx.fragment(
        rx.el.span(x.aantal, class_name="block text-2xl font-bold tabular-nums"),
        rx.el.span(x.label, class_name="block text-sm"),
    )
    return rx.el.li(
        rx.cond(
            x.href != "",
            rx.el.a(inhoud, href=x.href, class_name="kaart block hover:bg-base-200"),
            rx.el.div(inhoud, class_name="kaart"),
        )
    )


def kop(s: Any) -> rx.Component:
    """Counters that lead to exactly these students, and the facts."""
    return rx.fragment(
        rx.el.ul(
            rx.foreach(s.tellers, _teller),
            aria_label=t("Stand van de ronde", "State of the round"),
            class_name="mb-4 grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-4",
        ),
        kaart(
            gegevens(
                (t("Stage", "Placement"), s.stage),
                (t("Wie", "Who"), s.wie),
                (t("Verloop", "Course"), s.verloop),
                (t("Verdeling", "Giving places"), s.modus),
            ),
            class_name="mb-4",
        ),
    )


def _verzoek(s: Any, v: rx.Var[VerzoekKaart]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(rx.el.a(v.student, href=v.href, class_name="link font-semibold"), " ", badge(v.status, v.toon)),
            rx.el.p(v.bedrijf, class_name="break-words"),
            rx.el.p(v.contact, class_name="break-words text-sm text-base-content/80"),
            rx.el.p(v.taken, class_name="whitespace-pre-line break-words text-sm"),
            rx.cond(
                v.antwoord != "",
                rx.el.p(t("Reden: ", "Reason: "), v.antwoord, class_name="break-words text-sm"),
                rx.fragment(),
            ),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            v.wacht & s.mag_afspreken,
            rx.el.div(
                knop(
                    t("Toewijzen…", "Grant…"),
                    type="button",
                    on_click=s.vraag_toe(v.id),
                    aria_label=t("Toewijzen: ", "Grant: ") + v.student,
                    class_name="btn-sm",
                ),
                knop(
                    t("Afwijzen…", "Refuse…"),
                    hoofd=False,
                    type="button",
                    on_click=s.vraag_af(v.id),
                    aria_label=t("Afwijzen: ", "Refuse: ") + v.student,
                    class_name="btn-sm",
                ),
                class_name="flex flex-wrap gap-2",
            ),
            rx.fragment(),
        ),
        class_name="flex flex-wrap items-start gap-3 py-3",
    )


def verzoeken(s: Any) -> rx.Component:
    """Places that students found, those that wait first."""
    return rx.cond(
        s.verzoeken.length() > 0,
        kaart(
            rx.el.ul(rx.foreach(s.verzoeken, lambda v: _verzoek(s, v)), class_name="divide-y divide-base-300"),
            titel=t("Zelf gevonden plaatsen", "Places students found"),
            class_name="mb-4",
        ),
        rx.fragment(),
    )


def _afspraak(s: Any, a: rx.Var[AfspraakKaart]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(
                rx.el.a(a.student, href=a.href, class_name="link font-semibold"),
                " ",
                badge(a.soort, a.toon),
                " ",
                a.plaats,
                class_name="break-words",
            ),
            rx.el.p(a.reden, " · ", a.door, class_name="break-words text-sm text-base-content/80"),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            s.mag_afspreken,
            knop(
                t("Haal weg", "Remove"),
                hoofd=False,
                type="button",
                on_click=s.haal_weg(a.id),
                aria_label=t("Haal weg: ", "Remove: ") + a.student + ", " + a.plaats,
                class_name="btn-sm",
            ),
            rx.fragment(),
        ),
        class_name="flex flex-wrap items-center gap-3 py-2",
    )  # fmt: skip


def _zoekveld(naam: str, label: Any, zoek: Any, opties: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=f"{naam}_zoek", class_name="veld-label"),
        rx.el.input(
            id=f"{naam}_zoek",
            type="search",
            auto_complete="off",
            on_change=zoek.debounce(300),
            class_name="input w-full",
        ),
        keuzeveld(naam, t("Gevonden", "Found"), opties, leeg=t("Kies…", "Choose…"), verplicht=True),
        class_name="grid gap-2",
    )


def afspraken(s: Any) -> rx.Component:
    """Locks and blocks, and making one."""
    formulier = rx.el.details(
        rx.el.summary(
            t("Nieuwe afspraak", "New agreement"), class_name="flex min-h-11 cursor-pointer items-center font-semibold"
        ),
        rx.el.form(
            _zoekveld("afspraak_student", t("Zoek student", "Find student"), s.zoek_student, s.student_opties),
            _zoekveld("afspraak_plaats", t("Zoek plaats", "Find place"), s.zoek_plaats, s.plaats_opties),
            keuzeveld(
                "soort", t("Soort", "Kind"), [(x.value, t(label)) for x, label in AFSPRAAK_LABEL.items()], waarde="vast"
            ),
            veld("reden", t("Reden", "Reason"), verplicht=True, max_length=1000),
            rx.el.div(knop(t("Leg vast", "Make it"), hoofd=False, type="submit"), class_name="breed"),
            on_submit=s.spreek_af,
            key="afspraak-" + s.beurt.to(str),
            class_name="formulier formulier-2 mt-2",
        ),
    )
    return rx.cond(
        s.mag_afspreken | (s.afspraken.length() > 0),
        kaart(
            rx.cond(
                s.afspraken.length() > 0,
                rx.el.ul(rx.foreach(s.afspraken, lambda a: _afspraak(s, a)), class_name="divide-y divide-base-300"),
                rx.el.p(
                    t(
                        "Nog geen afspraken. Zet een student vast op een plaats, of sluit er een uit.",
                        "No agreements yet. Lock a student to a place, or block one.",
                    )
                ),
            ),
            rx.cond(s.mag_afspreken, formulier, rx.fragment()),
            titel=t("Vaste en uitgesloten plaatsen", "Locked and blocked places"),
            class_name="mb-4",
        ),
        rx.fragment(),
    )


def _favoriet(f: rx.Var[Favoriet]) -> rx.Component:
    return rx.el.tr(
        rx.el.td(rx.el.a(f.plaats, href=f.href, class_name="link"), custom_attrs={"data-label": ""}),
        rx.el.td(f.plekken, class_name="text-right tabular-nums", custom_attrs={"data-label": "#"}),
        rx.el.td(f.eerste, class_name="text-right tabular-nums", custom_attrs={"data-label": "1"}),
        rx.el.td(f.totaal, class_name="text-right tabular-nums", custom_attrs={"data-label": "Σ"}),
    )


def gewild(s: Any) -> rx.Component:
    """What is wanted most, of the lists that were sent in."""
    koppen = (t("Plaats", "Place"), t("Plekken", "Slots"), t("Op 1", "First"), t("Op een lijst", "On a list"))
    return rx.cond(
        s.favorieten.length() > 0,
        kaart(
            rx.el.table(
                rx.el.thead(
                    rx.el.tr(
                        *[rx.el.th(k, scope="col", class_name="text-right" if n else "") for n, k in enumerate(koppen)]
                    )
                ),
                rx.el.tbody(rx.foreach(s.favorieten, _favoriet)),
                class_name="table",
            ),
            titel=t("Meest gewild", "Wanted most"),
            class_name="mb-4 overflow-x-auto",
            tab_index=0,
        ),
        rx.fragment(),
    )


def inrichting(s: Any) -> rx.Component:
    """The form, for what may still change."""
    return rx.cond(
        s.mag_wijzigen,
        rx.el.details(
            rx.el.summary(
                t("Ronde wijzigen", "Change the round"),
                class_name="flex min-h-11 cursor-pointer items-center font-semibold",
            ),
            rx.cond(
                s.vast,
                rx.el.p(
                    t(
                        "De ronde is open: alleen later sluiten, de dag van de uitslag en de toelichting kunnen nog.",
                        "The round is open: only a later closing, the result day and the explanation can change.",
                    ),
                    class_name="mb-2",
                ),
                rx.fragment(),
            ),
            rx.el.form(
                *velden(s),
                rx.el.div(knop(t("Bewaar", "Save"), type="submit"), class_name="breed"),
                on_submit=s.bewaar,
                key=s.form_sleutel,
                class_name="formulier formulier-2",
            ),
            class_name="kaart mb-4",
        ),
        rx.fragment(),
    )


def loting(s: Any) -> rx.Component:
    """The hash, and the seed once the round is closed."""
    return kaart(
        rx.el.p(
            t(
                "Controlecode van het zaad (SHA-256), te zien voor iedereen:",
                "Check code of the seed (SHA-256), for everyone:",
            ),
            class_name="text-sm",
        ),
        rx.el.p(s.hash, class_name="break-all font-mono text-xs"),
        rx.cond(
            s.zaad != "",
            rx.fragment(
                rx.el.p(t("Het zaad:", "The seed:"), class_name="mt-2 text-sm"),
                rx.el.p(s.zaad, class_name="break-all font-mono text-xs"),
            ),
            rx.el.p(
                t(
                    "Het zaad blijft geheim, ook voor jou, tot de ronde sluit.",
                    "The seed stays secret, also for you, until the round closes.",
                ),
                class_name="mt-2 text-sm",
            ),
        ),
        titel=t("Loting", "Lottery"),
        class_name="mb-4",
    )


def _stap(x: rx.Var[StapRegel]) -> rx.Component:
    return rx.el.li(rx.el.strong(x.wat), " · ", x.wanneer, rx.cond(x.reden != "", ": " + x.reden, ""))


def historie(s: Any) -> rx.Component:
    """What happened to the round."""
    return rx.el.details(
        rx.el.summary(
            t("Wat er met deze ronde gebeurde", "What happened to this round"),
            class_name="flex min-h-11 cursor-pointer items-center font-semibold",
        ),
        rx.el.ul(rx.foreach(s.historie, _stap), class_name="tijdlijn"),
        class_name="kaart",
    )
