"""The blocks of the company's screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import reflex as rx

from bpv_app.beoordeling.pages.totalen_blok import bedrijf_blok
from bpv_app.leerbedrijf.pages.beeld import ContactBeeld, ControleBeeld, ErkenningBeeld, LocatieBeeld, PlaatsingBeeld
from bpv_app.leerbedrijf.pages.formulieren import bedrijf_velden, contact_velden, locatie_velden
from bpv_app.matching.pages.plaats_blok import plaatsen_blok
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, gegevens, kaart, knop, veld, venster

_KLEIN = "btn btn-outline btn-sm"


FORMULIER = "dialoog-formulier"
LINK = "dialoog-link"


def _formulier(state: Any, velden: rx.Component, bewaar: Any) -> rx.Component:
    """One form of the dialog. Only the one that is open exists: all of them have a field called `naam`."""
    return rx.el.form(
        velden,
        rx.el.div(
            knop(t("Bewaren", "Save"), type="submit"),
            annuleer(FORMULIER),
            class_name="modal-action flex flex-wrap gap-2",
        ),
        on_submit=bewaar,
        key=state.form_sleutel,
        no_validate=True,
    )


def _leeg(tekst: Any) -> rx.Component:
    return rx.el.p(tekst, class_name="text-base-content/80")


def _kern(state: Any) -> rx.Component:
    k = state.kern
    website = rx.cond(
        k["website"] != "",
        rx.el.a(k["website"], href=k["website"], rel="noopener noreferrer", target="_blank", class_name="link"),
        "",
    )
    wijzig = rx.el.button(t("Wijzigen", "Change"), on_click=state.open_bedrijf, class_name=_KLEIN)
    return kaart(
        gegevens(
            (
                t("Leerbedrijf-ID", "SBB company ID"),
                rx.cond(k["sbb_id"] != "", k["sbb_id"], badge(t("ontbreekt", "missing"), "warning")),
            ),
            (t("Adres", "Address"), k["adres"]),
            (t("KvK-nummer", "Chamber of Commerce"), k["kvk"]),
            (t("Telefoon", "Phone"), k["telefoon"]),
            (t("E-mail", "E-mail"), k["email"]),
            (t("Website", "Website"), website),
            (t("Sectoren", "Sectors"), k["sectoren"]),
            (t("Talen op de werkplek", "Languages at the workplace"), k["talen"]),
            (t("Actief", "Active"), k["actief"]),
            (t("Bijgewerkt", "Updated"), k["bijgewerkt"]),
        ),
        rx.cond(state.mag_bewerken, rx.el.div(wijzig, class_name="mt-4"), rx.fragment()),
        titel=t("Gegevens", "Data"),
    )


def _locaties(state: Any) -> rx.Component:
    def regel(x: rx.Var[LocatieBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.div(
                rx.el.p(
                    rx.el.strong(x.naam),
                    rx.cond(x.is_actief, rx.fragment(), badge(t("niet in gebruik", "not in use"), "warning")),
                    class_name="flex flex-wrap gap-2",
                ),
                rx.el.p(x.adres, class_name="text-sm"),
                rx.cond(
                    x.vestiging != "",
                    rx.el.p(t("Vestiging ", "Branch "), x.vestiging, class_name="text-sm"),
                    rx.fragment(),
                ),
                class_name="min-w-0 grow",
            ),
            rx.cond(
                state.mag_bewerken,
                rx.el.button(
                    t("Wijzigen", "Change"),
                    rx.el.span(" ", x.naam, class_name="sr-only"),
                    on_click=state.open_locatie(x.id),
                    class_name=_KLEIN,
                ),
                rx.fragment(),
            ),
            class_name="flex flex-wrap items-start gap-3 py-2",
        )

    return kaart(
        rx.cond(
            state.locaties.length() > 0,
            rx.el.ul(rx.foreach(state.locaties, regel), class_name="divide-y divide-base-300"),
            _leeg(
                t("Nog geen aparte locaties; het hoofdadres geldt.", "No separate locations; the main address counts.")
            ),
        ),
        rx.cond(
            state.mag_bewerken,
            rx.el.button(
                t("Locatie toevoegen", "Add location"), on_click=state.open_locatie(""), class_name=f"{_KLEIN} mt-3"
            ),
            rx.fragment(),
        ),
        titel=t("Locaties", "Locations"),
    )


def _contacten(state: Any) -> rx.Component:
    def regel(x: rx.Var[ContactBeeld]) -> rx.Component:
        naam = rx.el.span(" ", x.naam, class_name="sr-only")
        return rx.el.li(
            rx.el.div(
                rx.el.p(
                    rx.el.strong(x.naam),
                    rx.cond(x.is_actief, rx.fragment(), badge(t("weg", "left"), "warning")),
                    class_name="flex flex-wrap gap-2",
                ),
                rx.el.p(x.wat, class_name="text-sm"),
                rx.el.p(x.bereik, class_name="text-sm break-words"),
                class_name="min-w-0 grow",
            ),
            rx.el.div(
                rx.cond(
                    state.mag_bewerken,
                    rx.el.button(t("Wijzigen", "Change"), naam, on_click=state.open_contact(x.id), class_name=_KLEIN),
                    rx.fragment(),
                ),
                rx.cond(
                    x.mag_link,
                    rx.fragment(
                        rx.el.button(
                            t("Persoonlijke link", "Personal link"),
                            naam,
                            on_click=state.maak_persoonlijke_link(x.id),
                            class_name=_KLEIN,
                        ),
                        rx.el.button(
                            t("Toegang intrekken", "Revoke access"),
                            naam,
                            on_click=state.trek_toegang_in(x.id),
                            class_name="btn btn-ghost btn-sm",
                        ),
                    ),
                    rx.fragment(),
                ),
                class_name="flex flex-wrap gap-2",
            ),
            class_name="flex flex-wrap items-start gap-3 py-2",
        )

    return kaart(
        rx.cond(
            state.contacten.length() > 0,
            rx.el.ul(rx.foreach(state.contacten, regel), class_name="divide-y divide-base-300"),
            _leeg(
                t(
                    "Nog geen contactpersonen. Voor een POK is een praktijkopleider nodig.",
                    "No contacts yet. An agreement needs a workplace supervisor.",
                )
            ),
        ),
        rx.cond(
            state.mag_bewerken,
            rx.el.button(
                t("Contactpersoon toevoegen", "Add contact"),
                on_click=state.open_contact(""),
                class_name=f"{_KLEIN} mt-3",
            ),
            rx.fragment(),
        ),
        titel=t("Contactpersonen", "Contacts"),
    )


def _dialogen(state: Any) -> rx.Component:
    v = state.v
    return rx.fragment(
        venster(
            FORMULIER,
            rx.match(
                state.open_form,
                ("bedrijf", t("Leerbedrijf", "Company")),
                ("locatie", t("Locatie", "Location")),
                t("Contactpersoon", "Contact"),
            ),
            rx.match(
                state.open_form,
                ("bedrijf", _formulier(state, bedrijf_velden(v), state.bewaar_bedrijf)),
                ("locatie", _formulier(state, locatie_velden(v), state.bewaar_locatie)),
                ("contact", _formulier(state, contact_velden(v, state.locatie_opties), state.bewaar_contact)),
                rx.fragment(),
            ),
        ),
        venster(
            LINK,
            t("Persoonlijke link", "Personal link"),
            rx.el.p(
                t("Stuur deze link alleen naar ", "Send this link only to "),
                rx.el.strong(state.link_voor),
                t(
                    ". Hij werkt op het apparaat waar hij het eerst wordt geopend, en verloopt. Je ziet hem alleen nu. "
                    "Eerdere ongebruikte links werken niet meer.",
                    ". It works on the device on which it is first opened, and expires. You see it only now. Earlier "
                    "unused links stopped working.",
                ),
            ),
            rx.el.label(t("Link", "Link"), html_for="persoonlijke-link", class_name="veld-label mt-3"),
            rx.el.input(
                id="persoonlijke-link", type="text", value=state.link, read_only=True, class_name="input w-full"
            ),
            rx.el.div(
                knop(t("Kopiëren", "Copy"), type="button", on_click=rx.set_clipboard(state.link)),
                rx.el.button(t("Klaar", "Done"), type="button", on_click=state.sluit_link, class_name="btn btn-ghost"),
                class_name="modal-action flex flex-wrap gap-2",
            ),
        ),
    )


def _erkenning(state: Any, stand: rx.Component) -> rx.Component:
    def regel(e: rx.Var[ErkenningBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.strong(e.crebo),
            rx.el.span(e.periode),
            badge(
                rx.cond(e.is_geldig, t("geldig", "valid"), t("niet geldig", "not valid")),
                rx.cond(e.is_geldig, "success", "error"),
            ),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5",
        )

    controleer = rx.el.form(
        veld("crebo", t("Crebo", "Crebo"), input_mode="numeric", auto_complete="off"),
        veld(
            "keuzedeel",
            t("Of keuzedeel", "Or optional module"),
            hulp=t("Alleen als de stage voor een keuzedeel is.", "Only when the placement is for one."),
            auto_complete="off",
        ),
        veld("peildatum", t("Op welke dag?", "On which day?"), soort="date", waarde=state.vandaag),
        rx.el.div(knop(t("Controleer", "Check"), hoofd=False, type="submit"), class_name="self-center"),
        on_submit=state.controleer,
        key="controle-" + state.bedrijf_id.to(str),
        class_name="formulier formulier-2 mt-4 border-t border-base-300 pt-4",
        no_validate=True,
    )
    return kaart(
        rx.cond(
            state.erkenningen.length() > 0,
            rx.el.ul(
                rx.foreach(state.erkenningen, regel),
                class_name="max-h-80 divide-y divide-base-300 overflow-auto",
                tab_index=0,
                aria_label=t("Erkenningen", "Accreditations"),
            ),
            _leeg(t("Geen erkenningen in het register.", "No accreditations in the register.")),
        ),
        stand,
        rx.cond(state.mag_controleren, controleer, rx.fragment()),
        titel=t("Erkenning", "Accreditation"),
    )


def _controles(state: Any) -> rx.Component:
    def regel(c: rx.Var[ControleBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.p(c.wanneer, " · ", c.door, class_name="text-sm text-base-content/80"),
            rx.el.p(badge(c.uitkomst, c.toon), rx.el.span(c.vraag), class_name="flex flex-wrap gap-2"),
            rx.el.p(c.reden),
            rx.el.p(c.bron, class_name="text-sm text-base-content/80"),
        )

    return kaart(
        rx.cond(
            state.controles.length() > 0,
            rx.el.ol(
                rx.foreach(state.controles, regel),
                class_name="tijdlijn max-h-96 overflow-auto",
                tab_index=0,
                aria_label=t("Bewaarde controles", "Stored checks"),
            ),
            _leeg(t("Nog niet gecontroleerd.", "Not checked yet.")),
        ),
        titel=t("Bewaarde controles", "Stored checks"),
    )


def _plaatsingen(state: Any) -> rx.Component:
    def regel(p: rx.Var[PlaatsingBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.a(p.student, " (", p.nummer, ")", href=p.href, class_name="link"),
            rx.el.span(p.periode),
            badge(p.status, p.toon),
            rx.el.span(p.meer, class_name="w-full text-sm text-base-content/80 [overflow-wrap:anywhere]"),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5",
        )

    def blok(regels: Any, kop: Any, leeg: Any) -> rx.Component:
        return rx.el.div(
            rx.el.h3(kop, class_name="font-semibold"),
            rx.cond(
                regels.length() > 0,
                rx.el.ul(rx.foreach(regels, regel), class_name="divide-y divide-base-300"),
                _leeg(leeg),
            ),
            class_name="mb-3",
        )

    return kaart(
        blok(state.plaatsingen_nu, t("Nu", "Now"), t("Geen lopende stages.", "No running placements.")),
        blok(state.plaatsingen_eerder, t("Eerder", "Before"), t("Geen eerdere stages.", "No earlier placements.")),
        titel=t("Stages", "Placements"),
        id="stages",
    )


def _plaatsen(state: Any) -> rx.Component:
    return plaatsen_blok(
        state.plaatsen,
        state.mag_plaatsen,
        "/plaatsen/nieuw?leerbedrijf=" + state.bedrijf_id.to(str),
        leeg=t("Dit bedrijf biedt nog geen stageplaatsen aan.", "This company offers no places yet."),
    )


def inhoud(
    state: Any,
    controle_stand: rx.Component,
    links: Sequence[rx.Component] = (),
    rechts: Sequence[rx.Component] = (),
) -> rx.Component:
    """Everything under the heading.

    `controle_stand`: the last answer about the accreditation and what is asked; `links` and `rechts`: blocks of other
    States, at the end of each column.
    """
    return rx.el.div(
        rx.el.div(_kern(state), _contacten(state), _locaties(state), *links, class_name="flex min-w-0 flex-col gap-4"),
        rx.el.div(
            _plaatsen(state),
            _plaatsingen(state),
            bedrijf_blok(state.evaluatie),
            _erkenning(state, controle_stand),
            _controles(state),
            *rechts,
            class_name="flex min-w-0 flex-col gap-4",
        ),
        _dialogen(state),
        class_name="grid gap-4 lg:grid-cols-2",
    )
