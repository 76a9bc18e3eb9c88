"""The parts of the page of one conversation; phone first: what can be done now stands on top."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.gesprek.pages.beeld import AntwoordBeeld, DeelnemerBeeld, StapBeeld
from bpv_app.gesprek.rules import DEELNEMER_LABEL, STAP_LABEL, VORM_LABEL, Deelnemer, MomentStap
from bpv_app.ui.basis import BasisState
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import annuleer, badge, dialoog, kaart, keuzeveld, knop, tekstveld, veld, vinkje

_VORMEN = [(vorm.value, t(label)) for vorm, label in VORM_LABEL.items()]


def _kan(state: Any, *stappen: MomentStap) -> Any:
    uit: Any = state.stappen.contains(stappen[0].value)
    for stap in stappen[1:]:
        uit = uit | state.stappen.contains(stap.value)
    return uit


def _plannen(state: Any) -> rx.Component:
    v = state.v
    return kaart(
        rx.el.form(
            rx.el.div(
                veld("datum", t("Dag", "Day"), soort="date", waarde=v["datum"], verplicht=True),
                veld("tijd", t("Begint om", "Begins at"), soort="time", waarde=v["tijd"], verplicht=True),
                keuzeveld("vorm", t("Hoe", "How"), _VORMEN, waarde=v["vorm"]),
                veld(
                    "duur_minuten",
                    t("Duur in minuten", "Duration in minutes"),
                    waarde=v["duur_minuten"],
                    input_mode="numeric",
                ),
                class_name="formulier formulier-2",
            ),
            veld(
                "plaats",
                t("Plaats", "Place"),
                waarde=v["plaats"],
                max_length=300,
                hulp=t("Het adres, of de link van een online gesprek.", "The address, or the link of a call."),
            ),
            rx.el.p(
                t(
                    "Wie meedoet krijgt een mail met de afspraak voor de agenda.",
                    "Who takes part gets a mail with the appointment for the calendar.",
                ),
                class_name="veld-hulp",
            ),
            knop(
                rx.cond(
                    _kan(state, MomentStap.VERZETTEN),
                    t("Verzet en nodig opnieuw uit", "Move and invite again"),
                    t("Maak de afspraak en nodig uit", "Make the appointment and invite"),
                ),
                type="submit",
                class_name="min-h-11",
            ),
            on_submit=state.plan,
            key="plan-" + state.form_sleutel.to(str),
            no_validate=True,
            class_name="formulier",
        ),
        titel=rx.cond(
            _kan(state, MomentStap.VERZETTEN), t(STAP_LABEL[MomentStap.VERZETTEN]), t(STAP_LABEL[MomentStap.PLANNEN])
        ),
    )


def _optie(nr: int) -> rx.Component:
    return rx.el.div(
        veld(f"datum{nr}", t(f"Dag {nr}", f"Day {nr}"), soort="date"),
        veld(f"tijd{nr}", t(f"Tijd {nr}", f"Time {nr}"), soort="time"),
        class_name="grid grid-cols-2 gap-3",
    )


def _voorstellen(state: Any) -> rx.Component:
    """Other ids than in the appointment's form: two fields with one id on a page send the last one's value."""
    return rx.el.details(
        rx.el.summary(
            t("Liever tijden voorstellen? Laat student en bedrijf kiezen", "Rather propose times? Let them choose"),
            class_name="flex min-h-11 cursor-pointer items-center font-semibold",
        ),
        rx.el.form(
            *[_optie(nr) for nr in (1, 2, 3)],
            keuzeveld("voorstel_vorm", t("Hoe", "How"), _VORMEN, waarde=state.v["vorm"]),
            veld("voorstel_plaats", t("Plaats", "Place"), waarde=state.v["plaats"], max_length=300),
            veld(
                "voorstel_duur",
                t("Duur in minuten", "Duration in minutes"),
                waarde=state.v["duur_minuten"],
                input_mode="numeric",
            ),
            rx.el.p(
                t(
                    "Past een tijd iedereen? Dan komt de afspraak er vanzelf.",
                    "Does a time suit everybody? Then the appointment is made by itself.",
                ),
                class_name="veld-hulp",
            ),
            knop(t("Verstuur het voorstel", "Send the proposal"), type="submit", class_name="min-h-11"),
            on_submit=state.stel_voor,
            key="voorstel-" + state.form_sleutel.to(str),
            no_validate=True,
            class_name="formulier mt-3",
        ),
        class_name="kaart",
    )


def _antwoord(a: rx.Var[AntwoordBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.strong(a.naam),
        badge(a.tekst, a.toon),
        rx.cond(a.opmerking != "", rx.el.span(a.opmerking, class_name="w-full text-sm"), rx.fragment()),
        class_name="flex flex-wrap items-center justify-between gap-2 py-2",
    )


def _open_voorstel(state: Any) -> rx.Component:
    return rx.cond(
        state.voorstellen.length() > 0,
        kaart(
            rx.el.ul(
                rx.foreach(state.voorstellen, lambda v: rx.el.li(v.wanneer)), class_name="list-disc space-y-1 pl-5"
            ),
            rx.el.ul(rx.foreach(state.antwoorden, _antwoord), class_name="mt-2 divide-y divide-base-300"),
            knop(
                t("Trek het voorstel in", "Withdraw the proposal"),
                hoofd=False,
                type="button",
                on_click=state.trek_voorstel_in,
                class_name="mt-2 min-h-11",
            ),
            titel=t("Voorgestelde tijden", "Proposed times"),
        ),
        rx.fragment(),
    )


def _houden(state: Any) -> rx.Component:
    return kaart(
        rx.el.form(
            veld("gehouden_op", t("Op welke dag", "On which day"), soort="date", waarde=state.v["gehouden_op"]),
            keuzeveld("gehouden_vorm", t("Hoe", "How"), _VORMEN, waarde=state.v["vorm"]),
            rx.el.fieldset(
                rx.el.legend(t("Wie waren erbij?", "Who were there?"), class_name="veld-label"),
                *[
                    vinkje(f"aanwezig_{d.value}", t(DEELNEMER_LABEL[d]), aan=state.aanwezig.contains(d.value))
                    for d in Deelnemer
                ],
                rx.cond(
                    BasisState.veldfouten.contains("aanwezig"),
                    rx.el.p(BasisState.veldfouten["aanwezig"], class_name="veld-fout"),
                    rx.fragment(),
                ),
            ),
            knop(
                rx.cond(
                    _kan(state, MomentStap.VERBETEREN),
                    t("Verbeter", "Correct"),
                    t("Leg vast: is gehouden", "Record: was held"),
                ),
                type="submit",
                class_name="min-h-11",
            ),
            on_submit=state.houd,
            key="houd-" + state.form_sleutel.to(str),
            no_validate=True,
            class_name="formulier",
        ),
        titel=rx.cond(
            _kan(state, MomentStap.VERBETEREN),
            t("Wat is vastgelegd", "What was recorded"),
            t("Is het gesprek geweest?", "Was it held?"),
        ),
    )


def _met_reden(state: Any, id_: str, stap: MomentStap, handler: Any, uitleg: Any) -> rx.Component:
    veld_id = f"reden-{id_}"
    return rx.cond(
        _kan(state, stap),
        dialoog(
            id_,
            t(STAP_LABEL[stap]),
            rx.el.form(
                rx.el.p(uitleg, class_name="text-sm"),
                tekstveld(veld_id, t("Waarom?", "Why?"), verplicht=True),
                rx.el.div(
                    knop(t(STAP_LABEL[stap]), type="submit", class_name="min-h-11"),
                    annuleer(id_),
                    class_name="flex flex-wrap gap-2",
                ),
                on_submit=handler,
                key=id_ + state.form_sleutel.to(str),
                no_validate=True,
                class_name="formulier",
            ),
            open_tekst=t(STAP_LABEL[stap]),
            class_name="btn btn-outline min-h-11",
        ),
        rx.fragment(),
    )


def _mens(m: rx.Var[DeelnemerBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(m.rol, class_name="text-sm text-base-content/80"),
            rx.cond(m.stand != "", badge(m.stand, m.toon), rx.fragment()),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.strong(m.naam, class_name="block"),
        rx.el.div(
            rx.cond(
                m.telefoon != "",
                rx.el.a(m.telefoon, href="tel:" + m.telefoon, class_name="link inline-flex min-h-11 items-center"),
                rx.fragment(),
            ),
            rx.cond(
                m.mailto != "",
                rx.el.a(m.email, href=m.mailto, class_name="link inline-flex min-h-11 items-center break-all"),
                rx.fragment(),
            ),
            class_name="flex flex-wrap gap-x-4",
        ),
        class_name="py-2",
    )


def _regel(r: rx.Var[StapBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.strong(r.label, class_name="block"),
        rx.el.span(r.waarde, class_name="block text-sm text-base-content/80"),
        rx.cond(r.reden != "", rx.el.span(r.reden, class_name="block text-sm"), rx.fragment()),
    )


def gesprek_scherm(state: Any, afzeggen: str, vervallen: str, niet_gehouden: str, heropenen: str) -> rx.Component:
    """The whole screen; the four names are those of the dialogs that ask why."""
    school = t("De reden blijft op school.", "The reason stays at the school.")
    knoppen = rx.el.div(
        _met_reden(
            state, afzeggen, MomentStap.AFZEGGEN, state.zeg_af,
            t("Student en bedrijf lezen deze reden.", "Student and company read this reason."),
        ),
        _met_reden(state, niet_gehouden, MomentStap.NIET_GEHOUDEN, state.is_niet_gehouden, school),
        _met_reden(state, vervallen, MomentStap.LATEN_VERVALLEN, state.laat_vervallen, school),
        _met_reden(state, heropenen, MomentStap.HEROPENEN, state.heropen, school),
        class_name="flex flex-wrap gap-2",
    )  # fmt: skip
    doen = rx.el.div(
        rx.cond(
            state.reden != "",
            rx.el.p(rx.el.strong(t("Reden: ", "Reason: ")), state.reden, class_name="melding melding-info mb-0"),
            rx.fragment(),
        ),
        _open_voorstel(state),
        rx.cond(_kan(state, MomentStap.PLANNEN, MomentStap.VERZETTEN), _plannen(state), rx.fragment()),
        rx.cond(_kan(state, MomentStap.PLANNEN), _voorstellen(state), rx.fragment()),
        rx.cond(_kan(state, MomentStap.HOUDEN, MomentStap.VERBETEREN), _houden(state), rx.fragment()),
        knoppen,
        class_name="grid content-start gap-4 lg:col-span-2",
    )
    weten = rx.el.div(
        kaart(
            rx.el.dl(
                rx.foreach(state.feiten, lambda f: rx.fragment(rx.el.dt(f.label), rx.el.dd(f.waarde))),
                class_name="gegevens",
            ),
            rx.el.a(
                t("Naar het dossier", "To the dossier"),
                href=state.dossier_href,
                class_name="link mt-2 flex min-h-11 items-center",
            ),
            titel=t("Gesprek", "Conversation"),
        ),
        kaart(
            rx.el.ul(rx.foreach(state.mensen, _mens), class_name="divide-y divide-base-300"),
            titel=t("Wie doen mee", "Who takes part"),
        ),
        rx.cond(
            state.historie.length() > 0,
            kaart(
                rx.el.ol(rx.foreach(state.historie, _regel), class_name="tijdlijn"),
                titel=t("Geschiedenis", "History"),
            ),
            rx.fragment(),
        ),
        class_name="grid content-start gap-4",
    )
    return pagina(
        rx.el.div(doen, weten, class_name="grid items-start gap-4 lg:grid-cols-3"),
        titel=state.titel,
        zin=state.zin,
        kruimels=[(t("Gesprekken", "Conversations"), "/gesprekken")],
        acties=rx.fragment(
            badge(state.toestand, state.toon),
            rx.el.a(t("Verslag", "Report"), href=state.verslag_href, class_name="btn btn-outline btn-sm min-h-11"),
        ),
    )
