"""The blocks and forms of one's own company."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.leerbedrijf.pages.formulieren import adres_velden
from bpv_app.leerbedrijf.pages.kenmerk_velden import kenmerk_velden
from bpv_app.leerbedrijf.pages.wijziging_delen import oud_nieuw
from bpv_app.matching.pages.komst_blok import komst_blok
from bpv_app.matching.pages.plaats_blok import plaatsen_blok
from bpv_app.matching.pages.rangorde_blok import rangorde_blok
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, gegevens, kaart, knop, tekstveld, veld, venster, vinkje

FORMULIER = "dialoog-eigen"
_KNOP = "btn btn-outline min-h-11"


def _voorstel(state: Any) -> rx.Component:
    """What the company asked for, and what the school said."""
    stand = state.voorstel_stand
    return rx.el.section(
        rx.el.h3(t("Je verbetering", "Your correction"), class_name="font-semibold"),
        rx.el.p(badge(stand["status"], stand["toon"]), rx.el.span(stand["op"]), class_name="flex flex-wrap gap-2"),
        oud_nieuw(state.voorstel),
        rx.cond(
            stand["antwoord"] != "",
            rx.el.p(t("De school schrijft: ", "The school writes: "), stand["antwoord"], class_name="break-words"),
            rx.fragment(),
        ),
        rx.cond(
            state.voorstel_wacht,
            rx.el.button(t("Trek in", "Withdraw"), on_click=state.trek_voorstel_in, class_name=_KNOP),
            rx.fragment(),
        ),
        class_name="mt-4 border-t border-base-300 pt-3",
    )


def _kern(state: Any) -> rx.Component:
    k = state.kern
    return kaart(
        gegevens(
            (t("Telefoon", "Phone"), k["telefoon"]),
            (t("E-mail", "E-mail"), rx.el.span(k["email"], class_name="break-all")),
            (t("Website", "Website"), rx.el.span(k["website"], class_name="break-all")),
            (t("Sectoren", "Sectors"), k["sectoren"]),
            (t("Talen op de werkplek", "Languages at the workplace"), k["talen"]),
        ),
        rx.el.div(
            rx.el.button(
                t("Wijzigen", "Change"),
                rx.el.span(
                    t(" hoe je bedrijf te bereiken is en wat het doet", " how to reach your company and what it does"),
                    class_name="sr-only",
                ),
                on_click=state.open_bedrijf,
                class_name=_KNOP,
            ),
            class_name="my-3",
        ),
        gegevens(
            (t("Naam", "Name"), state.naam),
            (t("Adres", "Address"), k["adres"]),
            (t("Leerbedrijf-ID (SBB)", "SBB company ID"), k["sbb_id"]),
            (t("KvK-nummer", "Chamber of Commerce"), k["kvk"]),
        ),
        rx.el.p(
            t(
                "Klopt dit niet? Geef het door; de school kijkt eerst, want deze gegevens staan op overeenkomsten.",
                "Is this wrong? Tell us; the school looks first, because these data stand on agreements.",
            ),
            class_name="mt-3 text-sm text-base-content/80",
        ),
        rx.el.button(
            t("Geef een verbetering door", "Send a correction"),
            on_click=state.open_voorstel,
            class_name=f"{_KNOP} mt-3",
        ),
        rx.cond(state.voorstel.length() > 0, _voorstel(state), rx.fragment()),
        titel=t("Gegevens", "Data"),
    )


def _ik(state: Any) -> rx.Component:
    ik = state.ik
    return kaart(
        gegevens(
            (t("Naam", "Name"), ik["naam"]),
            (t("Functie", "Job title"), ik["functie"]),
            (t("E-mail", "E-mail"), rx.el.span(ik["email"], class_name="break-all")),
            (t("Telefoon", "Phone"), ik["telefoon"]),
        ),
        rx.el.button(
            t("Wijzigen", "Change"),
            rx.el.span(t(" van mijn gegevens", " my data"), class_name="sr-only"),
            on_click=state.open_ik,
            class_name=f"{_KNOP} mt-3",
        ),
        titel=t("Mijn gegevens", "My data"),
    )


def _collega(state: Any, c: Any) -> rx.Component:
    wie = rx.el.span(" ", c.naam, class_name="sr-only")
    keuren = rx.cond(
        c.keurt_uren,
        rx.el.button(
            t("Uren keuren uitzetten", "Stop approving hours"),
            wie,
            on_click=state.zet_keurt_uren(c.id, c.versie, ""),
            class_name=_KNOP,
        ),
        rx.el.button(
            t("Laat uren keuren", "Let approve hours"),
            wie,
            on_click=state.zet_keurt_uren(c.id, c.versie, "ja"),
            class_name=_KNOP,
        ),
    )
    return rx.el.li(
        rx.el.p(
            rx.el.strong(c.naam),
            rx.cond(c.is_actief, rx.fragment(), badge(t("werkt hier niet meer", "has left"), "warning")),
            rx.cond(c.keurt_uren & c.is_actief, badge(t("keurt uren", "approves hours"), "success"), rx.fragment()),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.el.p(c.wat, class_name="text-sm"),
        rx.el.p(c.bereik, class_name="text-sm break-all"),
        rx.el.div(
            rx.el.button(t("Wijzigen", "Change"), wie, on_click=state.open_collega(c.id), class_name=_KNOP),
            rx.cond(c.is_actief, keuren, rx.fragment()),
            class_name="mt-2 flex flex-wrap gap-2",
        ),
        class_name="py-3",
    )


def _collegas(state: Any) -> rx.Component:
    return kaart(
        rx.cond(
            state.collegas.length() > 0,
            rx.el.ul(rx.foreach(state.collegas, lambda c: _collega(state, c)), class_name="divide-y divide-base-300"),
            rx.el.p(t("Je bent hier nog de enige.", "You are the only one here so far.")),
        ),
        rx.el.button(
            t("Collega toevoegen", "Add colleague"),
            on_click=state.open_collega(""),
            class_name=f"{_KNOP} mt-3",
        ),
        rx.el.p(
            t(
                "Een collega die uren keurt, ziet de ingestuurde weken van alle stagiairs van je bedrijf. Er komt een "
                "mail zodra er een week wacht. Eerder kijken? Dan vraagt je collega een link aan op de pagina ",
                "A colleague who approves hours sees the weeks of all trainees of your company. A mail comes as soon "
                "as a week waits. To look earlier your colleague asks for a link on the page ",
            ),
            rx.el.code("/link"),
            ".",
            class_name="mt-3 text-sm text-base-content/80",
        ),
        titel=t("Collega's", "Colleagues"),
    )


def _bereik_velden(v: Any) -> list[rx.Component]:
    return [
        veld("telefoon", t("Telefoon", "Phone"), soort="tel", waarde=v["telefoon"], auto_complete="off"),
        veld("email", t("E-mail", "E-mail"), soort="email", waarde=v["email"], auto_complete="off"),
        veld("website", t("Website", "Website"), waarde=v["website"], auto_complete="off"),
        *kenmerk_velden(v),
    ]


def _mens_velden(v: Any) -> list[rx.Component]:
    return [
        veld("naam", t("Naam", "Name"), waarde=v["naam"], verplicht=True, auto_complete="off"),
        veld("functie", t("Functie", "Job title"), waarde=v["functie"], auto_complete="off"),
        veld(
            "email",
            t("E-mail", "E-mail"),
            soort="email",
            waarde=v["email"],
            hulp=t("Hierheen gaan de persoonlijke links.", "Personal links go to this address."),
            auto_complete="off",
        ),
        veld("telefoon", t("Telefoon", "Phone"), soort="tel", waarde=v["telefoon"], auto_complete="off"),
    ]


def _voorstel_velden(v: Any) -> list[rx.Component]:
    return [
        veld("naam", t("Naam", "Name"), waarde=v["naam"], auto_complete="off"),
        *adres_velden(v),
        veld("sbb_id", t("Leerbedrijf-ID (SBB)", "SBB company ID"), waarde=v["sbb_id"], input_mode="numeric"),
        veld("kvk", t("KvK-nummer", "Chamber of Commerce number"), waarde=v["kvk"], input_mode="numeric"),
        tekstveld("toelichting", t("Toelichting (hoeft niet)", "Explanation (optional)"), rijen=2),
    ]


def _rechten(v: Any) -> rx.Component:
    return rx.el.div(
        vinkje(
            "is_praktijkopleider", t("Begeleidt stagiairs", "Guides trainees"), aan=v["is_praktijkopleider"] == "ja"
        ),
        vinkje(
            "keurt_uren",
            t("Keurt uren van alle stagiairs", "Approves hours of all trainees"),
            aan=v["keurt_uren"] == "ja",
        ),
        vinkje("is_actief", t("Werkt hier", "Works here"), aan=v["is_actief"] == "ja"),
        rx.el.p(
            t(
                "Wie hier niet meer werkt, kan meteen niet meer naar binnen.",
                "Who no longer works here cannot come in any more, at once.",
            ),
            class_name="veld-hulp",
        ),
    )


def _formulier(state: Any, velden: list[rx.Component], bewaar: Any) -> rx.Component:
    """One form of the dialog. Only the one that is open exists: their fields have the same names."""
    return rx.el.form(
        rx.el.div(*velden, class_name="formulier"),
        rx.el.div(
            knop(t("Bewaren", "Save"), type="submit"),
            annuleer(FORMULIER),
            class_name="modal-action flex flex-wrap gap-2",
        ),
        on_submit=bewaar,
        key=state.form_sleutel,
        no_validate=True,
    )


def inhoud(state: Any) -> rx.Component:
    """Everything under the heading."""
    v = state.v
    wie_komt = komst_blok(state.komsten)
    plaatsen = plaatsen_blok(
        state.plaatsen,
        state.bedrijf_id > 0,
        "/plaatsen/nieuw",
        leeg=t(
            "Je biedt nog geen stageplaatsen aan. Voeg er een toe: studenten zien haar op hun telefoon.",
            "You offer no places yet. Add one: students see it on their phone.",
        ),
    )
    return rx.el.div(
        rx.el.div(
            rangorde_blok(state.ordes), plaatsen, wie_komt, _collegas(state), class_name="flex min-w-0 flex-col gap-4"
        ),
        rx.el.div(_ik(state), _kern(state), class_name="flex min-w-0 flex-col gap-4"),
        venster(
            FORMULIER,
            rx.match(
                state.open_form,
                ("bedrijf", t("Over ons bedrijf", "About our company")),
                ("ik", t("Mijn gegevens", "My data")),
                ("voorstel", t("Verbetering doorgeven", "Send a correction")),
                t("Collega", "Colleague"),
            ),
            rx.match(
                state.open_form,
                ("bedrijf", _formulier(state, _bereik_velden(v), state.bewaar_bedrijf)),
                ("ik", _formulier(state, _mens_velden(v), state.bewaar_ik)),
                ("voorstel", _formulier(state, _voorstel_velden(v), state.stel_voor)),
                ("collega", _formulier(state, [*_mens_velden(v), _rechten(v)], state.bewaar_collega)),
                rx.fragment(),
            ),
        ),
        class_name="grid gap-4 lg:grid-cols-2",
    )
