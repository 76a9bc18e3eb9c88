"""The three steps of the guided amendment, as components."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.leerbedrijf.pages.kiezer import kiezer
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, kaart, keuzeveld, knop, tekstveld, veld, vinkje


def kies_deel(s: Any) -> rx.Component:
    """Step 1: the kinds, each a button with what it makes."""
    return kaart(
        rx.cond(
            s.soorten.length() > 0,
            rx.el.ul(
                rx.foreach(
                    s.soorten,
                    lambda k: rx.el.li(
                        rx.el.button(
                            rx.el.span(
                                rx.el.strong(k.titel, class_name="block"),
                                rx.el.span(k.uitleg, class_name="block font-normal"),
                                class_name="grow text-left",
                            ),
                            badge(k.maakt),
                            type="button",
                            on_click=s.kies_soort(k.soort),
                            class_name="btn btn-ghost h-auto min-h-11 w-full flex-wrap justify-between gap-2 py-3",
                            custom_attrs={"data-soort": k.soort},
                        )
                    ),
                ),
                class_name="divide-y divide-base-300",
            ),
            rx.el.p(
                t(
                    "Alleen een POK die volledig, afgedrukt of definitief is, kan wijzigen.",
                    "Only an agreement that is complete, printed or final can be amended.",
                )
            ),
        ),
        titel=t("Stap 1 van 3: wat verandert er?", "Step 1 of 3: what changes?"),
    )


def _als(s: Any, naam: str, onderdeel: rx.Component) -> rx.Component:
    return rx.cond(s.velden.contains(naam), onderdeel, rx.fragment())


def _velden(s: Any) -> list[rx.Component]:
    return [
        rx.cond(s.velden.contains("leerbedrijf_id"), kiezer(s), rx.fragment()),
        rx.cond(
            s.velden.contains("praktijkopleider_id") & ~s.velden.contains("leerbedrijf_id"),
            rx.fragment(
                keuzeveld(
                    "praktijkopleider_id",
                    t("Praktijkopleider", "Workplace supervisor"),
                    s.opleider_opties,
                    waarde=s.opleider_id,
                    leeg=t("Kies…", "Choose…"),
                ),
                keuzeveld(
                    "locatie_id",
                    t("Locatie", "Location"),
                    s.locatie_opties,
                    waarde=s.locatie_id,
                    leeg=t("Hoofdadres", "Main address"),
                ),
            ),
            rx.fragment(),
        ),
        _als(
            s,
            "onderwijsbegeleider_id",
            keuzeveld(
                "onderwijsbegeleider_id",
                t("Onderwijsbegeleider", "School supervisor"),
                s.begeleiders,
                waarde=s.v["onderwijsbegeleider_id"],
                leeg=t("Kies…", "Choose…"),
            ),
        ),
        _als(s, "eind_op", veld("eind_op", t("Einddatum", "End date"), soort="date", waarde=s.v["eind_op"])),
        _als(
            s,
            "uren_totaal",
            veld(
                "uren_totaal",
                t("Totaal aantal uren", "Total hours"),
                waarde=s.v["uren_totaal"],
                input_mode="numeric",
                hulp=t("Leeg: wij rekenen het uit.", "Empty: we work it out."),
            ),
        ),
        _als(
            s,
            "uren_per_week",
            veld(
                "uren_per_week",
                t("Uren per week", "Hours per week"),
                waarde=s.v["uren_per_week"],
                input_mode="decimal",
            ),
        ),
        _als(
            s,
            "dagen_per_week",
            veld(
                "dagen_per_week",
                t("Dagen per week", "Days per week"),
                waarde=s.v["dagen_per_week"],
                input_mode="decimal",
            ),
        ),
        _als(
            s,
            "keuzedeel",
            veld(
                "keuzedeel",
                t("Keuzedeel", "Optional module"),
                waarde=s.v["keuzedeel"],
                hulp=t("K met vier cijfers.", "K with four digits."),
            ),
        ),
    ]


def _gevolg(s: Any) -> rx.Component:
    """What it makes: a choice when there is one, else said."""
    return rx.el.fieldset(
        rx.el.legend(t("Wat maken we?", "What is made?"), class_name="veld-label"),
        rx.foreach(
            s.gevolgen,
            lambda g: rx.el.label(
                rx.el.input(
                    type="radio",
                    name="gevolg",
                    value=g.gevolg,
                    default_checked=g.gevolg == s.gevolg,
                    required=True,
                    class_name="radio mt-1",
                ),
                rx.el.span(rx.el.strong(g.titel, class_name="block"), g.uitleg),
                class_name="flex min-h-11 items-start gap-3 py-2",
            ),
        ),
        class_name="breed",
    )


def formulier_deel(s: Any) -> rx.Component:
    """Step 2: only the fields this kind may change."""
    return kaart(
        rx.el.form(
            *_velden(s),
            rx.cond(
                s.gevolg == "vastgelegd",
                rx.fragment(),
                veld("ingang", t("Vanaf", "From"), soort="date", waarde=s.v["ingang"], verplicht=True),
            ),
            _gevolg(s),
            rx.cond(
                s.vraagt_verzoek,
                rx.el.div(
                    vinkje("op_verzoek", t("De student heeft hierom gevraagd", "The student asked for this")),
                    class_name="breed",
                ),
                rx.fragment(),
            ),
            rx.el.div(
                tekstveld("reden", t("Reden", "Reason"), waarde=s.v["reden"], verplicht=True), class_name="breed"
            ),
            rx.el.div(
                knop(t("Bekijk wat er verandert", "See what changes"), type="submit"),
                rx.el.button(t("Terug", "Back"), type="button", on_click=s.terug, class_name="btn btn-ghost"),
                class_name="breed flex flex-wrap gap-2",
            ),
            on_submit=s.bekijk,
            no_validate=True,  # the server says what is wrong, in the language of the screen
            class_name="formulier formulier-2",
            key=s.form_sleutel,
        ),
        titel=rx.fragment(t("Stap 2 van 3: ", "Step 2 of 3: "), s.soort_titel),
    )


def _verschillen(rijen: Any, naam: Any) -> rx.Component:
    """What, now and then: three columns on a screen; on a phone under each other, so that a date stays on one line."""
    kolommen = "sm:grid sm:grid-cols-3 sm:gap-4"

    def waarde(woord: Any, tekst: Any) -> rx.Component:
        return rx.el.p(
            rx.el.span(woord, ": ", class_name="inline-block min-w-16 text-base-content/80 sm:sr-only"),
            tekst,
            class_name="break-words",
        )

    def rij(v: Any) -> rx.Component:
        return rx.el.li(
            rx.el.p(v.label, class_name="font-semibold"),
            rx.cond(v.voor != "", waarde(t("Nu", "Now"), v.voor), rx.el.span(class_name="hidden sm:block")),
            waarde(t("Straks", "Then"), rx.el.strong(v.na)),
            class_name=f"py-2 {kolommen}",
        )

    kop = rx.el.div(
        rx.el.span(t("Wat", "What")),
        rx.el.span(t("Nu", "Now")),
        rx.el.span(t("Straks", "Then")),
        aria_hidden="true",
        class_name=f"hidden border-b border-base-300 pb-2 text-sm text-base-content/80 {kolommen}",
    )
    return rx.fragment(kop, rx.el.ul(rx.foreach(rijen, rij), aria_label=naam, class_name="divide-y divide-base-300"))


def voorbeeld_deel(s: Any) -> rx.Component:
    """Step 3: before and after, what it makes, and the one button that does it."""
    return rx.el.div(
        kaart(
            rx.el.p(rx.el.strong(s.soort_titel), " · ", badge(s.maakt_titel), class_name="mb-1"),
            rx.el.p(s.maakt_uitleg, class_name="mb-3"),
            _verschillen(s.verschillen, t("Gegevens: nu en straks", "Data: now and then")),
            titel=t("Stap 3 van 3: bekijk en bevestig", "Step 3 of 3: look and confirm"),
            id="voorbeeld",
        ),
        kaart(
            _verschillen(s.feiten, t("Gevolgen: nu en straks", "Effects: now and then")),
            titel=t("Wat betekent dit?", "What does this mean?"),
            id="gevolgen",
        ),
        rx.el.form(
            rx.cond(
                s.naast.length() > 0,
                kaart(
                    rx.el.ul(rx.foreach(s.naast, lambda r: rx.el.li(r)), class_name="melding melding-warning"),
                    tekstveld("reden_naast", t("Waarom mag dit?", "Why is this allowed?"), verplicht=True),
                ),
                rx.fragment(),
            ),
            rx.el.div(
                knop(t("Bevestig de wijziging", "Confirm the amendment"), type="submit"),
                rx.el.button(t("Terug", "Back"), type="button", on_click=s.terug, class_name="btn btn-ghost"),
                class_name="mt-2 flex flex-wrap gap-2",
            ),
            on_submit=s.bevestig,
            no_validate=True,  # the server says what is wrong, in the language of the screen
        ),
        class_name="grid gap-4",
    )
