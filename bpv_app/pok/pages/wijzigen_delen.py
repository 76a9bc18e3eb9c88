"""The parts about amendments on the POK's screen: the list, reasons for placements together, a replacement place."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.pok.pages.wijzigen_beeld import ReactieBeeld, WijzigingBeeld
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, dialoog, download, kaart, keuzeveld, knop, tekstveld, veld, venster

BEZWAAR, AFHANDELEN = "dialoog-bezwaar", "dialoog-afhandelen"


def _knoppen(id_: str, tekst: Any) -> rx.Component:
    return rx.el.div(knop(tekst, type="submit"), annuleer(id_), class_name="modal-action flex flex-wrap gap-2")


def _reactie(b: rx.Var[ReactieBeeld]) -> rx.Component:
    return rx.el.li(
        badge(b.wat, b.toon),
        rx.el.span(b.wie),
        rx.cond(b.reden != "", rx.el.p(b.reden, class_name="w-full whitespace-pre-line break-words"), rx.fragment()),
        class_name="flex flex-wrap items-center gap-2",
    )


def _wijziging(state: Any, w: rx.Var[WijzigingBeeld]) -> rx.Component:
    def klein(tekst: Any, gebeurtenis: Any) -> rx.Component:
        return rx.el.button(tekst, type="button", on_click=gebeurtenis, class_name="btn btn-outline btn-sm")

    return rx.el.li(
        rx.el.div(
            rx.el.span(w.titel, class_name="font-semibold"),
            badge(w.gevolg),
            rx.cond(w.stand != "", badge(w.stand, w.toon), rx.fragment()),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.el.ul(rx.foreach(w.regels, lambda r: rx.el.li(r)), class_name="mt-1"),
        rx.cond(w.reden != "", rx.el.p(w.reden, class_name="whitespace-pre-line"), rx.fragment()),
        rx.el.p(w.wie, class_name="text-sm text-base-content/80"),
        rx.cond(
            w.bezwaren.length() > 0,
            rx.el.ul(
                rx.foreach(w.bezwaren, _reactie),
                class_name="mt-1 space-y-1",
            ),
            rx.fragment(),
        ),
        rx.cond(w.afhandeling != "", rx.el.p(w.afhandeling), rx.fragment()),
        rx.el.div(
            rx.cond(w.href != "", download(w.href_tekst, w.href, target="_blank"), rx.fragment()),
            rx.cond(
                w.opvolger != "",
                rx.el.a(t("Naar POK ", "To agreement "), w.opvolger, href=w.opvolger_href, class_name="link"),
                rx.fragment(),
            ),
            rx.cond(
                w.mag_bezwaar, klein(t("Bezwaar vastleggen", "Record an objection"), state.vraag_bezwaar(w.id)), ""
            ),
            rx.cond(w.mag_afhandelen, klein(t("Afhandelen", "Deal with it"), state.vraag_afhandeling(w.id)), ""),
            class_name="mt-1 flex flex-wrap items-center gap-3",
        ),
        class_name="py-3",
        custom_attrs={"data-wijziging": w.id},
    )


def wijzigingen(state: Any) -> rx.Component:
    """Every amendment of this agreement, newest first."""
    return rx.cond(
        state.wijzigingen.length() > 0,
        rx.fragment(
            kaart(
                rx.el.ol(
                    rx.foreach(state.wijzigingen, lambda w: _wijziging(state, w)), class_name="divide-y divide-base-300"
                ),
                titel=t("Wijzigingen", "Amendments"),
            ),
            venster(
                BEZWAAR,
                t("Bezwaar tegen het bpv-blad", "Objection to the bpv-blad"),
                rx.el.form(
                    keuzeveld("partij", t("Wie maakt bezwaar?", "Who objects?"), state.partij_opties, verplicht=True),
                    veld(
                        "ontvangen_op",
                        t("Ontvangen op", "Received on"),
                        soort="date",
                        waarde=state.vandaag,
                        verplicht=True,
                    ),
                    tekstveld("reden_bezwaar", t("Waarom?", "Why?"), verplicht=True),
                    _knoppen(BEZWAAR, t("Bezwaar vastleggen", "Record the objection")),
                    on_submit=state.meld_bezwaar,
                    class_name="formulier",
                    key="bezwaar-" + state.wijziging_id.to(str),
                ),
            ),
            venster(
                AFHANDELEN,
                t("Wat gebeurt er met het bpv-blad?", "What becomes of the bpv-blad?"),
                rx.el.form(
                    rx.el.fieldset(
                        rx.el.legend(state.wijziging_titel, class_name="veld-label"),
                        rx.cond(
                            state.mag_handhaven,
                            _keuze(
                                "handhaaf",
                                t("Het bezwaar is opgelost, het blijft gelden", "The objection is settled, it stays"),
                            ),
                            rx.fragment(),
                        ),
                        _keuze(
                            "trek_in",
                            t("Intrekken, de oude afspraken gelden weer", "Take it back, the old agreement holds"),
                        ),
                    ),
                    tekstveld("reden_afhandelen", t("Reden", "Reason"), verplicht=True),
                    _knoppen(AFHANDELEN, t("Afhandelen", "Deal with it")),
                    on_submit=state.handel_af,
                    class_name="formulier",
                    key="afhandelen-" + state.wijziging_id.to(str),
                ),
            ),
        ),
        rx.fragment(),
    )


def _keuze(waarde: str, label: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(type="radio", name="wat", value=waarde, required=True, class_name="radio"),
        rx.el.span(label),
        class_name="flex min-h-11 items-center gap-3",
    )


def naast(state: Any) -> rx.Component:
    """Warnings about placements beside each other; sending waits for a reason."""
    id_ = "dialoog-naast"
    return rx.cond(
        state.naast_regels.length() > 0,
        rx.el.div(
            rx.el.ul(rx.foreach(state.naast_regels, lambda r: rx.el.li(r)), class_name="grow"),
            rx.cond(
                state.mag_naast,
                dialoog(
                    id_,
                    t("Mag dit zo?", "Is this as it should be?"),
                    rx.el.form(
                        tekstveld("reden_naast", t("Waarom mag dit?", "Why is this allowed?"), verplicht=True),
                        _knoppen(id_, t("Bewaar de reden", "Save the reason")),
                        on_submit=state.geef_reden_naast,
                        class_name="formulier",
                    ),
                    open_tekst=t("Geef een reden", "Give a reason"),
                    class_name="btn btn-sm",
                ),
                rx.fragment(),
            ),
            role="status",
            id="naast",
            class_name="melding melding-warning",
        ),
        rx.fragment(),
    )


def vervanging(state: Any) -> rx.Component:
    """After an early end: start a replacement place."""
    id_ = "dialoog-vervanging"
    return rx.cond(
        state.mag_vervangen,
        rx.el.div(
            rx.el.p(
                t(
                    "Deze stage is eerder gestopt. De school zorgt voor een vervangende plek.",
                    "This placement ended early. The school arranges a replacement place.",
                ),
                class_name="grow",
            ),
            dialoog(
                id_,
                t("Vervangende plek", "Replacement place"),
                rx.el.p(
                    t(
                        "Het dossier gaat weer open. Er komt een nieuwe POK (concept) voor de uren die over zijn.",
                        "The dossier opens again. A new agreement (draft) is made for the hours that are left.",
                    ),
                    class_name="mb-3",
                ),
                rx.el.form(
                    tekstveld(
                        "reden_vervanging",
                        t("Waarom een andere plek?", "Why another place?"),
                        verplicht=True,
                    ),
                    _knoppen(id_, t("Start een vervangende plek", "Start a replacement place")),
                    on_submit=state.start_vervanging,
                    class_name="formulier",
                ),
                open_tekst=t("Vervangende plek…", "Replacement place…"),
                class_name="btn btn-sm",
            ),
            class_name="melding melding-info",
        ),
        rx.fragment(),
    )
