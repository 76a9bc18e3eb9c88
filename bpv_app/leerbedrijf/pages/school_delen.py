"""How not suitable and the notes look on the company's screen."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.leerbedrijf.pages.school_blok import NotitieBeeld, OngeschiktBeeld, SchoolBlokState
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, kaart, keuzeveld, knop, tekstveld, veld

_WRAP = "[overflow-wrap:anywhere]"
_ALLEEN_SCHOOL = ("Alleen de school leest dit.", "Only the school reads this.")


def uitklap(titel: Any, *inhoud: Any) -> rx.Component:
    """A form that opens when somebody needs it: the screen stays short."""
    return rx.el.details(
        rx.el.summary(titel, class_name="btn btn-outline btn-sm"),
        rx.el.div(*inhoud, class_name="mt-3"),
        class_name="mt-3",
    )


def _ongeschikt_regel(s: Any, x: rx.Var[OngeschiktBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            badge(x.stand, rx.cond(x.is_geldig, "error", "")),
            rx.el.span(x.voor),
            rx.el.span(x.dagen, class_name="text-base-content/80"),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.el.p(x.reden),
        rx.el.p(x.door, class_name="text-sm text-base-content/80"),
        rx.cond(
            s.mag_ongeschikt & x.is_geldig,
            rx.el.button(
                t("Hef op", "Lift"),
                rx.el.span(" ", x.reden, class_name="sr-only"),
                on_click=s.hef_op(x.id, x.versie),
                class_name="btn btn-outline btn-sm mt-1",
            ),
            rx.fragment(),
        ),
        class_name=f"py-2 {_WRAP}",
    )


def ongeschikt_blok() -> rx.Component:
    """Whether, for whom and why the school places nobody here."""
    s: Any = SchoolBlokState
    formulier = rx.el.form(
        tekstveld("ongeschikt_reden", t("Waarom?", "Why?"), hulp=t(*_ALLEEN_SCHOOL), verplicht=True),
        rx.el.div(
            keuzeveld("team_id", t("Voor team", "For team"), s.team_keuzes, leeg=t("Alle teams", "All teams")),
            veld(
                "ongeschikt_crebo",
                t("Alleen voor crebo", "Only for crebo"),
                hulp=t("Leeg: voor alle.", "Empty: for all."),
                input_mode="numeric",
            ),
            rx.cond(
                s.locatie_keuzes.length() > 0,
                keuzeveld(
                    "ongeschikt_locatie",
                    t("Locatie", "Location"),
                    s.locatie_keuzes,
                    leeg=t("Het hele bedrijf", "The whole company"),
                ),
                rx.fragment(),
            ),
            veld("van", t("Vanaf", "From"), soort="date", hulp=t("Leeg: vandaag.", "Empty: today.")),
            veld("tot", t("Tot en met", "Until"), soort="date", hulp=t("Leeg: tot opheffen.", "Empty: until lifted.")),
            class_name="formulier formulier-2 mt-3",
        ),
        rx.el.div(knop(t("Zet op niet geschikt", "Set to not suitable"), type="submit"), class_name="mt-3"),
        on_submit=s.zet,
        key="ongeschikt-" + s.form_nr.to(str),
        no_validate=True,
    )
    return rx.cond(
        s.mag_ongeschikt | (s.ongeschikt.length() > 0),
        kaart(
            rx.cond(
                s.ongeschikt.length() > 0,
                rx.el.ul(
                    rx.foreach(s.ongeschikt, lambda x: _ongeschikt_regel(s, x)), class_name="divide-y divide-base-300"
                ),
                rx.el.p(t("De school heeft niets tegen dit bedrijf.", "The school has nothing against this company.")),
            ),
            rx.cond(
                s.mag_ongeschikt, uitklap(t("Niet geschikt…", "Not suitable…"), formulier), rx.fragment()
            ),
            titel=t("Niet geschikt", "Not suitable"),
            id="ongeschikt",
        ),
        rx.fragment(),
    )  # fmt: skip


def _notitie_regel(s: Any, n: rx.Var[NotitieBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.p(badge(n.team, "info"), rx.el.span(n.door, class_name="text-sm"), class_name="flex flex-wrap gap-2"),
        rx.el.p(n.tekst, class_name="whitespace-pre-line"),
        rx.cond(
            n.mag_weg,
            rx.el.button(
                t("Haal weg", "Remove"),
                rx.el.span(" ", n.tekst, class_name="sr-only"),
                on_click=s.haal_weg(n.id, n.versie),
                class_name="btn btn-ghost btn-sm",
            ),
            rx.fragment(),
        ),
        class_name=f"py-2 {_WRAP}",
    )


def notitie_blok() -> rx.Component:
    """Notes of all staff and of the reader's teams."""
    s: Any = SchoolBlokState
    formulier = rx.el.form(
        tekstveld("notitie", t("Notitie", "Note"), hulp=t(*_ALLEEN_SCHOOL), verplicht=True),
        keuzeveld(
            "notitie_team",
            t("Wie leest dit?", "Who reads this?"),
            s.eigen_teams,
            leeg=t("Alle teams van de school", "All teams of the school"),
            hulp=t("Een notitie voor een team lezen ook de coördinatoren.", "Coordinators read a team's notes too."),
        ),
        rx.el.div(knop(t("Bewaar notitie", "Save note"), type="submit"), class_name="mt-3"),
        on_submit=s.schrijf_op,
        key="notitie-" + s.form_nr.to(str),
        no_validate=True,
        class_name="formulier",
    )
    return kaart(
        rx.cond(
            s.notities.length() > 0,
            rx.el.ul(rx.foreach(s.notities, lambda n: _notitie_regel(s, n)), class_name="divide-y divide-base-300"),
            rx.el.p(t("Nog geen notities.", "No notes yet."), class_name="text-base-content/80"),
        ),
        rx.cond(s.mag_notitie, uitklap(t("Notitie schrijven…", "Write a note…"), formulier), rx.fragment()),
        titel=t("Notities van de school", "Notes of the school"),
        id="notities",
    )


def naar_deel() -> rx.Component:
    """Ways to the parts of a long screen, for the phone above all."""
    delen = (
        ("#contact", t("Volgend contact", "Next contact")),
        ("#notities", t("Notities", "Notes")),
        ("#stages", t("Stages", "Placements")),
        ("#ongeschikt", t("Niet geschikt", "Not suitable")),
        ("#geschiedenis", t("Geschiedenis", "History")),
    )
    return rx.el.nav(
        *[rx.el.a(naam, href=anker, class_name="btn btn-ghost btn-sm") for anker, naam in delen],
        aria_label=t("Naar een deel van deze pagina", "To a part of this page"),
        class_name="mb-3 flex flex-wrap gap-1",
    )


def waarschuwing() -> rx.Component:
    """On top of the screen, while something holds."""
    s: Any = SchoolBlokState
    return rx.cond(
        s.niet_geschikt_nu,
        rx.el.p(
            t("Niet geschikt volgens de school. ", "Not suitable, the school says. "),
            rx.el.a(t("Lees waarom", "Read why"), href="#ongeschikt", class_name="link"),
            role="status",
            class_name="melding melding-warning mb-3",
        ),
        rx.fragment(),
    )
