"""The parts of the report's screen: questions, agreements, sharing, what was shared."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.gesprek.pages.verslag_beeld import AfspraakBeeld, VraagBeeld
from bpv_app.gesprek.pages.verslag_kopieen import kopieen
from bpv_app.gesprek.pages.verslag_zorg import zorg
from bpv_app.gesprek.rules_verslag import MAX_AFSPRAAK
from bpv_app.ui.basis import BasisState
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import kaart, keuzeveld, knop, veld


def antwoordvak(soort: str, sleutel: Any) -> rx.Component:
    """Where the phone says that something was not saved; filled by assets/verslag.js."""
    return rx.el.div(
        custom_attrs={"data-antwoord": f"{soort}:" + sleutel.to(str)}, class_name="dag-vraag", role="alert"
    )


def keuzerij(
    naam: Any, legenda: Any, keuzes: Any, waarde: Any, *, soort: str, sleutel: Any, stil: Any, op_rij: Any, dicht: Any
) -> rx.Component:
    """A group of radio buttons that is one answer. With large targets: a thumb on a phone."""
    return rx.el.fieldset(
        rx.el.legend(legenda, class_name="veld-label"),
        rx.el.div(
            rx.foreach(
                keuzes,
                lambda k: rx.el.label(
                    rx.el.input(
                        type="radio",
                        name=naam,
                        value=k.waarde,
                        default_checked=k.waarde == waarde,
                        disabled=dicht,
                        class_name="radio",
                    ),
                    rx.el.span(k.label),
                    class_name="keuzeknop",
                ),
            ),
            class_name=rx.cond(op_rij, "flex flex-wrap gap-2", "grid gap-2"),
        ),
        custom_attrs={"data-soort": soort, "data-veld": sleutel, "data-start": waarde, "data-stil": stil},
        class_name="veld",
    )


def _alleen_school(v: rx.Var[VraagBeeld]) -> rx.Component:
    return rx.cond(
        v.alleen_school,
        rx.el.span(t("alleen school", "school only"), class_name="merk merk-warning ml-2 font-normal"),
        rx.fragment(),
    )


def _label(v: rx.Var[VraagBeeld]) -> rx.Component:
    return rx.fragment(v.tekst, rx.cond(v.verplicht, " *", ""), _alleen_school(v))


def _vraag(state: Any, v: rx.Var[VraagBeeld]) -> rx.Component:
    stil = rx.cond(v.alleen_school, "1", "")
    tekst = rx.el.div(
        rx.el.label(_label(v), html_for="v-" + v.sleutel, class_name="veld-label"),
        rx.el.textarea(
            id="v-" + v.sleutel,
            default_value=v.waarde,
            rows=4,
            max_length=4000,
            read_only=~state.mag_schrijven,
            auto_capitalize="sentences",
            aria_invalid=rx.cond(BasisState.veldfouten.contains(v.sleutel), "true", "false"),
            custom_attrs={"data-soort": "veld", "data-veld": v.sleutel, "data-start": v.waarde, "data-stil": stil},
            class_name="textarea w-full text-base",
        ),
        class_name="veld",
    )
    keuze = keuzerij(
        "v-" + v.sleutel,
        _label(v),
        v.keuzes,
        v.waarde,
        soort="veld",
        sleutel=v.sleutel,
        stil=stil,
        op_rij=v.op_rij,
        dicht=~state.mag_schrijven,
    )
    return rx.el.div(
        rx.cond(v.is_tekst, tekst, keuze),
        rx.cond(
            BasisState.veldfouten.contains(v.sleutel),
            rx.el.p(BasisState.veldfouten[v.sleutel], class_name="veld-fout"),
            rx.fragment(),
        ),
        antwoordvak("veld", v.sleutel),
        key=v.sleutel + "-" + state.form_sleutel,
    )


def _vragen(state: Any) -> rx.Component:
    return kaart(
        rx.el.p(
            t(
                "Alles wat je typt wordt meteen bewaard. Student en bedrijf zien het pas als je het deelt; wat alleen "
                "voor school is, krijgen zij nooit.",
                "All you type is saved at once. Student and company see it only when you share it; what is for the "
                "school alone they never get.",
            ),
            class_name="veld-hulp mb-4",
        ),
        rx.el.div(rx.foreach(state.vragen, lambda v: _vraag(state, v)), class_name="grid gap-5"),
        titel=t("Het gesprek", "The conversation"),
    )


def _afspraak(state: Any, a: rx.Var[AfspraakBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                checked=a.klaar,
                disabled=~state.mag_schrijven,
                on_change=lambda aan: state.zet_klaar(a.id.to(str), aan),
                class_name="checkbox",
            ),
            rx.el.span(
                rx.el.span(a.tekst, class_name="block whitespace-pre-line break-words"),
                rx.el.span(
                    a.kop,
                    rx.cond(a.klaar, t(", gedaan", ", done"), ""),
                    class_name="block text-sm text-base-content/80",
                ),
                class_name="min-w-0",
            ),
            class_name="flex min-h-11 grow cursor-pointer items-start gap-3 py-2",
        ),
        rx.cond(
            ~a.is_eerder & state.mag_schrijven,
            rx.el.button(
                t("Weg", "Remove"),
                rx.el.span(" ", a.tekst, class_name="sr-only"),
                type="button",
                on_click=state.neem_weg(a.id.to(str)),
                class_name="btn btn-ghost btn-sm min-h-11",
            ),
            rx.fragment(),
        ),
        class_name="flex items-start gap-2",
        key=a.id.to(str),
    )


def _nieuwe_afspraak(state: Any) -> rx.Component:
    return rx.el.form(
        rx.el.div(
            rx.el.label(
                t("Nieuwe afspraak of leerdoel", "New agreement or goal"),
                html_for="afspraak_tekst",
                class_name="veld-label",
            ),
            rx.el.textarea(
                id="afspraak_tekst",
                name="afspraak_tekst",
                rows=2,
                max_length=MAX_AFSPRAAK,
                class_name="textarea w-full text-base",
            ),
            class_name="veld breed",
        ),
        keuzeveld("afspraak_soort", t("Wat is het?", "What is it?"), state.wat_opties),
        keuzeveld("afspraak_wie", t("Wie doet het?", "Who does it?"), state.wie_opties),
        veld("afspraak_voor", t("Vóór welke dag? (mag leeg)", "Before which day? (may be empty)"), soort="date"),
        rx.el.div(knop(t("Zet erbij", "Add"), hoofd=False, type="submit"), class_name="self-end"),
        custom_attrs={"data-afspraak": "1"},
        key="afspraak-" + state.form_sleutel,
        class_name="formulier formulier-2 mt-4",
    )


def _afspraken(state: Any) -> rx.Component:
    return kaart(
        rx.cond(
            state.afspraken.length() > 0,
            rx.el.ul(rx.foreach(state.afspraken, lambda a: _afspraak(state, a)), class_name="divide-y divide-base-300"),
            rx.el.p(
                t("Er staan nog geen afspraken.", "There are no agreements yet."), class_name="text-base-content/80"
            ),
        ),
        rx.el.ul(id="afspraken-wacht", class_name="text-sm"),
        rx.cond(state.mag_schrijven, _nieuwe_afspraak(state), rx.fragment()),
        titel=t("Afspraken en leerdoelen", "Agreements and goals"),
    )


def _gehouden(state: Any) -> rx.Component:
    """When it was and who was there: asked once, filled in as planned."""
    return rx.cond(
        state.gehouden != "",
        rx.el.p(state.gehouden),
        rx.el.div(
            rx.el.div(
                veld(
                    "gehouden_op",
                    t("Wanneer was het gesprek?", "When was the conversation?"),
                    soort="date",
                    waarde=state.gehouden_op,
                    verplicht=True,
                    max=state.vandaag,
                ),
                keuzeveld("gehouden_vorm", t("Hoe?", "How?"), state.vormen, waarde=state.vorm),
                class_name="formulier formulier-2",
            ),
            rx.el.fieldset(
                rx.el.legend(t("Wie waren erbij?", "Who was there?"), class_name="veld-label"),
                rx.foreach(
                    state.aanwezig,
                    lambda w: rx.el.label(
                        rx.el.input(
                            type="checkbox",
                            name="aanwezig_" + w.waarde,
                            default_checked=state.aanwezig_aan.contains(w.waarde),
                            class_name="checkbox",
                        ),
                        rx.el.span(w.label),
                        class_name="flex min-h-11 cursor-pointer items-center gap-3",
                    ),
                ),
                rx.cond(
                    BasisState.veldfouten.contains("aanwezig"),
                    rx.el.p(BasisState.veldfouten["aanwezig"], class_name="veld-fout"),
                    rx.fragment(),
                ),
            ),
            class_name="grid gap-4",
        ),
    )


def _delen(state: Any) -> rx.Component:
    return rx.cond(
        state.mag_schrijven,
        kaart(
            rx.el.form(
                _gehouden(state),
                rx.el.div(
                    knop(
                        rx.cond(
                            state.is_gedeeld,
                            t("Deel de nieuwe versie", "Share the new version"),
                            t("Deel met student en bedrijf", "Share with student and company"),
                        ),
                        type="submit",
                        class_name="w-full sm:w-auto",
                    )
                ),
                on_submit=state.deel,
                custom_attrs={"data-na-verzenden": "1"},
                key="delen-" + state.form_sleutel + state.gehouden_op,
                class_name="grid gap-4",
            ),
            titel=t("Klaar? Delen", "Done? Share"),
        ),
        rx.fragment(),
    )


def inhoud(state: Any) -> rx.Component:
    """Everything under the heading, and what assets/verslag.js needs."""
    return rx.el.div(
        rx.el.p(id="verslag-status", role="status", class_name="verslag-status"),
        _vragen(state),
        _afspraken(state),
        zorg(state),
        _delen(state),
        kopieen(state),
        rx.el.form(
            rx.el.textarea(name="verslag_items", aria_hidden="true", tab_index=-1),
            id="verslag-wachtrij",
            on_submit=state.bewaar,
            class_name="hidden",
        ),
        rx.el.button(type="button", id="verslag-herlees", on_click=state.herlees, tab_index=-1, class_name="hidden"),
        rx.el.script(src="/verslag.js", type="module", async_=True),
        rx.el.script(src="/lengte.js", async_=True),
        id="verslag-scherm",
        custom_attrs={
            "data-wie": state.wie,
            "data-moment": state.moment_id.to(str),
            "data-sjabloon": state.sjabloon_id.to(str),
        },
        class_name="grid gap-4",
    )
