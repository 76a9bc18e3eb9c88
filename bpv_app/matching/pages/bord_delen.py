"""Pieces of the board: what to do first, figures, students without a place, places with their students, one student."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.bord_beeld import CijferBeeld, KaartBeeld, KeuzeBeeld, PlaatsBeeld, TekortBeeld
from bpv_app.matching.pages.matching import wijze_velden
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, dialoog, kaart, knop, sluit_dialoog, tekstveld, veld, venster, vinkje

WAAROM = "waarom"
VERVALLEN = "vervallen"


def _boven(s: Any) -> rx.Component:
    """Where it stands, and the buttons that compute."""
    return rx.el.section(
        rx.el.div(
            badge(s.status, s.toon),
            rx.el.span(s.wijze, class_name="text-sm"),
            class_name="flex flex-wrap items-center gap-3",
        ),
        rx.cond(
            s.is_concept & ~s.is_actueel,
            rx.el.p(
                t(
                    "Er is iets veranderd sinds het rekenen. Reken opnieuw: dan klopt de uitleg en kun je publiceren.",
                    "Something changed since this was computed. Compute again: then the explanations are true and "
                    "you can publish.",
                ),
                class_name="melding melding-warning mt-3",
            ),
            rx.fragment(),
        ),
        rx.el.a(
            t("Naar de uitslag van de ronde", "To the result of the round"),
            href=s.uitslag,
            class_name="link mt-3 inline-flex min-h-11 items-center",
        ),
        rx.cond(
            s.mag_bewerken,
            rx.fragment(
                rx.el.form(
                    wijze_velden(s.modus, s.doel),
                    knop(t("Reken opnieuw", "Compute again"), type="submit", class_name="mt-3"),
                    on_submit=s.reken,
                    key="reken-" + s.form_sleutel.to(str),
                    class_name="mt-3",
                ),
                rx.el.div(
                    rx.cond(
                        s.kan_ongedaan,
                        knop(
                            t("Maak ongedaan", "Undo"),
                            hoofd=False,
                            type="button",
                            on_click=s.ongedaan,
                        ),
                        rx.fragment(),
                    ),
                    dialoog(
                        VERVALLEN,
                        t("Dit voorstel laten vervallen?", "Let this proposal lapse?"),
                        rx.el.p(
                            t(
                                "Het blijft leesbaar, maar kan niet meer gepubliceerd worden.",
                                "It can still be read, but not be published any more.",
                            ),
                            class_name="mb-4",
                        ),
                        rx.el.div(
                            knop(
                                t("Laat vervallen", "Let lapse"),
                                type="button",
                                on_click=[s.vervallen, sluit_dialoog(VERVALLEN)],
                            ),
                            annuleer(VERVALLEN),
                            class_name="flex gap-2",
                        ),
                        open_tekst=t("Laat vervallen", "Let lapse"),
                        class_name="btn btn-ghost",
                    ),
                    class_name="mt-3 flex flex-wrap gap-2",
                ),
            ),
            rx.fragment(),
        ),
        class_name="kaart mb-4",
    )


def _rij(r: rx.Var[CijferBeeld], kolommen: int) -> rx.Component:
    waarden = [r.hier, r.ander, r.delen][:kolommen]
    return rx.el.tr(
        rx.el.th(r.label, scope="row", class_name="text-left font-normal"),
        *[rx.el.td(w, class_name="text-right tabular-nums") for w in waarden],
    )


def _tabel(titel: Any, koppen: list[Any], regels: Any) -> rx.Component:
    return rx.cond(
        regels.length() > 0,
        rx.el.div(
            rx.el.table(
                rx.el.caption(titel, class_name="mb-1 text-left font-semibold"),
                rx.el.thead(
                    rx.el.tr(
                        *[
                            rx.el.th(k, scope="col", class_name="text-left" if not n else "text-right")
                            for n, k in enumerate(koppen)
                        ]
                    )
                ),
                rx.el.tbody(rx.foreach(regels, lambda r: _rij(r, len(koppen) - 1))),
                class_name="table table-sm",
            ),
            role="region",
            aria_label=titel,
            tab_index=0,
            class_name="overflow-x-auto",
        ),
        rx.fragment(),
    )


def _cijfers(s: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Cijfers en controle", "Figures and checks"), class_name="link min-h-11 cursor-pointer py-2"),
        rx.el.div(
            _tabel(
                t("Welke keuze kregen studenten?", "Which choice did students get?"),
                [
                    t("Keuze", "Choice"),
                    t("Dit voorstel", "This proposal"),
                    t("Meeste eerste keuzes", "Most first choices"),
                ],
                s.profiel,
            ),
            _tabel(
                t("Per team", "Per team"),
                ["Team", t("Geplaatst", "Placed"), t("1e keuze", "1st choice"), "Top 3"],
                s.teams,
            ),
            class_name="grid gap-6 lg:grid-cols-2",
        ),
        rx.el.ul(rx.foreach(s.controle, lambda x: rx.el.li(x)), class_name="mt-3 list-disc pl-5 text-sm"),
        class_name="kaart mb-4",
    )


def _tekort(x: rx.Var[TekortBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.p(x.tekst, class_name="font-semibold"),
        rx.cond(
            x.helpers.length() > 0,
            rx.fragment(
                rx.el.p(
                    t("Erkend, en zonder plaats in deze ronde:", "Accredited, and without a place in this round:"),
                    class_name="text-sm",
                ),
                rx.el.ul(
                    rx.foreach(
                        x.helpers,
                        lambda h: rx.el.li(
                            rx.el.a(h.tekst, href=h.href, class_name="link inline-flex min-h-8 items-center")
                        ),
                    ),
                    class_name="text-sm",
                ),
            ),
            rx.fragment(),
        ),
        class_name="py-2",
    )


def _tekorten(s: Any) -> rx.Component:
    return rx.cond(
        s.tekorten.length() > 0,
        kaart(
            rx.el.ul(rx.foreach(s.tekorten, _tekort), class_name="divide-y divide-base-300"),
            titel=t("Waar plekken ontbreken", "Where slots are missing"),
            class_name="mb-4",
        ),
        rx.fragment(),
    )


def _student(s: Any, k: rx.Var[KaartBeeld]) -> rx.Component:
    """A card: can be dragged, and opens the window in which the same is done by keyboard."""
    return rx.el.li(
        rx.el.div(
            rx.el.span(
                rx.el.span(k.naam, class_name="block font-semibold"),
                rx.el.span(k.onder, class_name="block text-xs text-base-content/80"),
                class_name="min-w-0 grow break-words",
            ),
            badge(k.merk, k.toon),
            class_name="flex items-start justify-between gap-2",
        ),
        rx.cond(k.reden != "", rx.el.p(k.reden, class_name="mt-1 text-sm"), rx.fragment()),
        rx.el.div(
            rx.cond(
                k.veranderd != "",
                rx.el.span(k.veranderd, class_name="min-w-0 grow text-xs text-info"),
                rx.el.span(class_name="grow"),
            ),
            rx.el.button(
                t("Waarom?", "Why?"),
                type="button",
                on_click=s.waarom(k.id.to(str)),
                aria_label=t("Waarom? ", "Why? ") + k.naam,
                class_name="btn btn-ghost btn-sm min-h-9",
            ),
            class_name="flex items-center gap-2",
        ),
        draggable=s.mag_bewerken,
        custom_attrs={"data-kaart": k.id.to(str)},
        class_name="bord-kaart",
    )


def _plaats(s: Any, p: rx.Var[PlaatsBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.div(
                rx.el.h3(p.titel, class_name="font-semibold"),
                rx.el.p(p.bedrijf, class_name="text-sm text-base-content/80"),
                class_name="min-w-0",
            ),
            badge(p.bezet, p.toon),
            class_name="flex items-start justify-between gap-2",
        ),
        rx.el.ul(rx.foreach(p.kaarten, lambda k: _student(s, k)), class_name="mt-2 grid gap-2"),
        custom_attrs={"data-plaats": p.id.to(str)},
        class_name="kaart bord-plaats",
    )


def _filter(s: Any) -> rx.Component:
    return rx.el.form(
        veld("zoek", t("Zoek student, bedrijf of plaats", "Search student, company or place"), waarde=s.zoek),
        rx.el.div(
            vinkje("veranderd", t("Alleen veranderd", "Changed only"), aan=s.alleen_veranderd),
            vinkje("vrij", t("Alleen met vrije plekken", "With free slots only"), aan=s.alleen_vrij),
            class_name="flex flex-wrap gap-x-6",
        ),
        rx.cond(
            s.andere.length() > 0,
            rx.el.label(
                rx.el.span(t("Vergelijk met", "Compare with"), class_name="veld-label"),
                rx.el.select(
                    rx.el.option(t("niets", "nothing"), value=""),
                    rx.foreach(s.andere, lambda o: rx.el.option(o.label, value=o.waarde)),
                    name="met",
                    default_value=s.met,
                    class_name="select w-full",
                ),
            ),
            rx.fragment(),
        ),
        knop(t("Toon", "Show"), hoofd=False, type="submit", class_name="mt-3"),
        on_submit=s.filter,
        key="filter-" + s.form_sleutel.to(str),
        class_name="kaart mb-4",
    )


def _keuze(k: rx.Var[KeuzeBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.span(k.rang, class_name="w-6 shrink-0 font-semibold tabular-nums"),
        rx.el.span(
            rx.el.span(k.titel, class_name=rx.cond(k.is_hier, "block font-semibold", "block")),
            rx.el.span(k.uitleg, class_name="block text-sm"),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            k.is_uitgesloten,
            badge(t("Uitgesloten", "Blocked"), "error"),
            rx.cond(k.is_hier, badge(t("Hier", "Here"), "success"), badge(k.vrij)),
        ),
        class_name="flex items-start gap-2 py-2",
    )


def _optie(k: rx.Var[KeuzeBeeld]) -> rx.Component:
    return rx.el.option(k.rang + " " + k.titel + " (" + k.vrij + ")", value=k.id.to(str))


def _venster(s: Any) -> rx.Component:
    """One student: why, and everything that can be done."""
    plaatsen = rx.fragment(rx.foreach(s.lijst, _optie), rx.foreach(s.anders, _optie))
    return venster(
        WAAROM,
        s.wie.naam,
        rx.el.p(s.wie.onder, class_name="text-sm text-base-content/80"),
        rx.cond(s.wie.reden != "", rx.el.p(s.wie.reden, class_name="melding melding-info mt-3"), rx.fragment()),
        rx.cond(
            s.lijst.length() > 0,
            rx.el.ol(rx.foreach(s.lijst, _keuze), class_name="my-3 divide-y divide-base-300"),
            rx.fragment(),
        ),
        rx.cond(
            s.mag_bewerken,
            rx.fragment(
                rx.el.form(
                    rx.el.input(type="hidden", name="deelnemer", value=s.wie.id.to(str)),
                    rx.el.label(
                        rx.el.span(t("Verplaats naar", "Move to"), class_name="veld-label"),
                        rx.el.select(
                            plaatsen,
                            rx.el.option(t("geen plaats", "no place"), value="geen"),
                            name="naar",
                            class_name="select w-full",
                        ),
                    ),
                    tekstveld("reden", t("Waarom? (mag leeg)", "Why? (may be empty)"), rijen=2),
                    knop(t("Verplaats", "Move"), type="submit"),
                    on_submit=s.zet,
                    key="zet-" + s.form_sleutel.to(str),
                    class_name="formulier border-t border-base-300 pt-3",
                ),
                rx.cond(
                    s.wie.is_gepind,
                    knop(t("Laat los", "Let go"), hoofd=False, type="button", on_click=s.los, class_name="mt-3"),
                    rx.fragment(),
                ),
                _afspraak(s),
            ),
            rx.fragment(),
        ),
        rx.el.div(annuleer(WAAROM), class_name="mt-4"),
    )


def _afspraak(s: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Vastzetten of uitsluiten", "Lock or block"), class_name="link min-h-11 cursor-pointer py-2"),
        rx.cond(
            s.wie.vast_id > 0,
            knop(
                t("Haal de vaste afspraak weg", "Remove the lock"),
                hoofd=False,
                type="button",
                on_click=s.trek_in(s.wie.vast_id.to(str)),
            ),
            rx.el.form(
                rx.el.label(
                    rx.el.span(t("Wat", "What"), class_name="veld-label"),
                    rx.el.select(
                        rx.el.option(t("Zet vast op", "Lock to"), value="vast"),
                        rx.el.option(t("Sluit uit van", "Block from"), value="uitgesloten"),
                        name="soort",
                        class_name="select w-full",
                    ),
                ),
                rx.el.label(
                    rx.el.span(t("Plaats", "Place"), class_name="veld-label"),
                    rx.el.select(
                        rx.foreach(s.lijst, _optie),
                        rx.foreach(s.anders, _optie),
                        name="plaats",
                        class_name="select w-full",
                    ),
                ),
                rx.el.label(
                    rx.el.span(t("Reden", "Reason"), class_name="veld-label"),
                    rx.el.input(name="reden", required=True, max_length=1000, class_name="input w-full"),
                ),
                knop(t("Spreek af", "Agree"), hoofd=False, type="submit"),
                on_submit=s.spreek_af,
                key="afspraak-" + s.form_sleutel.to(str),
                class_name="formulier",
            ),
        ),
        class_name="mt-3",
    )


def inhoud(s: Any) -> rx.Component:
    """The whole board."""
    return rx.fragment(
        rx.el.script(src="/bord.js", async_=True),
        _boven(s),
        _cijfers(s),
        _tekorten(s),
        _filter(s),
        rx.cond(
            s.verschillen.length() > 0,
            kaart(
                _tabel(
                    t("Wie krijgt iets anders?", "Who gets something else?"),
                    ["Student", t("Hier", "Here"), t("Daar", "There")],
                    s.verschillen,
                ),
                class_name="mb-4",
            ),
            rx.fragment(),
        ),
        rx.cond(
            s.zonder.length() > 0,
            rx.el.section(
                rx.el.h2(t("Zonder plaats", "Without a place"), class_name="mb-2 text-lg font-semibold"),
                rx.el.ul(
                    rx.foreach(s.zonder, lambda k: _student(s, k)),
                    class_name="grid gap-2 md:grid-cols-2 xl:grid-cols-3",
                ),
                custom_attrs={"data-plaats": "geen"},
                class_name="kaart mb-4",
            ),
            rx.fragment(),
        ),
        rx.el.h2(t("Plaatsen", "Places"), class_name="mb-2 text-lg font-semibold"),
        rx.el.ul(
            rx.foreach(s.plaatsen, lambda p: _plaats(s, p)),
            class_name="grid items-start gap-3 md:grid-cols-2 xl:grid-cols-3",
        ),
        rx.cond(
            s.meer > 0,
            rx.el.p(
                s.meer,
                t(" plaatsen meer: zoek om ze te zien.", " more places: search to see them."),
                class_name="mt-3 text-sm",
            ),
            rx.fragment(),
        ),
        rx.el.details(
            rx.el.summary(t("Wat er gebeurde", "What happened"), class_name="link min-h-11 cursor-pointer py-2"),
            rx.el.ul(
                rx.foreach(
                    s.stappen,
                    lambda x: rx.el.li(x.tekst, rx.cond(x.reden != "", rx.el.span(": ", x.reden), rx.fragment())),
                ),
                class_name="tijdlijn",
            ),
            class_name="mt-4",
        ),
        _venster(s),
        rx.el.form(
            rx.el.input(name="deelnemer", aria_hidden="true", tab_index=-1),
            rx.el.input(name="naar", aria_hidden="true", tab_index=-1),
            id="bord-zet",
            on_submit=s.zet,
            class_name="hidden",
        ),
    )
