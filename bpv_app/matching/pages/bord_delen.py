"""The board itself: students without a place, places with their students, search, and the history."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.matching.pages.bord_beeld import KaartBeeld, PlaatsBeeld
from bpv_app.matching.pages.bord_delen_cijfers import balk, boven, cijfers, tabel, tekorten
from bpv_app.matching.pages.bord_delen_slepen import bak
from bpv_app.matching.pages.bord_delen_venster import waarom_venster
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import badge, kaart, knop, veld, vinkje


def _student(s: Any, k: rx.Var[KaartBeeld]) -> rx.Component:
    """A card: can be dragged by mouse or finger; its grip opens the window in which the same is done by keyboard."""
    return rx.el.li(
        rx.cond(
            s.mag_bewerken,
            rx.el.button(
                rx.el.span("⠿", aria_hidden="true"),
                type="button",
                on_click=s.waarom(k.id.to(str)),
                aria_label=t("Verplaats ", "Move ") + k.naam,
                custom_attrs={"data-greep": ""},
                class_name="bord-greep",
            ),
            rx.fragment(),
        ),
        rx.el.div(
            rx.el.div(
                rx.el.span(k.naam, class_name="min-w-0 grow break-words font-semibold"),
                badge(k.merk, k.toon),
                class_name="flex items-start gap-2",
            ),
            rx.cond(k.reden != "", rx.el.p(k.reden, class_name="mt-1 line-clamp-2 text-sm"), rx.fragment()),
            rx.el.div(
                rx.el.span(
                    k.onder,
                    rx.cond(
                        k.veranderd != "",
                        rx.el.span(k.veranderd, class_name="block font-semibold text-info"),
                        rx.fragment(),
                    ),
                    class_name="min-w-0 grow break-words text-xs text-base-content/80",
                ),
                rx.el.button(
                    t("Waarom?", "Why?"),
                    type="button",
                    on_click=s.waarom(k.id.to(str)),
                    aria_label=t("Waarom? ", "Why? ") + k.naam,
                    class_name="btn btn-ghost btn-sm min-h-9 px-2",
                ),
                class_name="flex items-center gap-2",
            ),
            class_name="min-w-0 grow",
        ),
        key=k.id.to(str),
        custom_attrs={"data-kaart": k.id.to(str), "data-sleepbaar": rx.cond(s.mag_bewerken, "ja", "nee")},
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
        key=p.id.to(str),
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


def inhoud(s: Any) -> rx.Component:
    """The whole board."""
    return rx.fragment(
        rx.el.script(src="/bord.js", async_=True),
        boven(s),
        balk(s),
        cijfers(s),
        tekorten(s),
        _filter(s),
        rx.cond(
            s.verschillen.length() > 0,
            kaart(
                tabel(
                    t("Wie krijgt iets anders?", "Who gets something else?"),
                    ["Student", t("Hier", "Here"), t("Daar", "There")],
                    s.verschillen,
                ),
                class_name="mb-4",
            ),
            rx.fragment(),
        ),
        rx.el.section(
            rx.el.h2(t("Zonder plaats", "Without a place"), class_name="mb-2 text-lg font-semibold"),
            rx.cond(
                s.zonder.length() > 0,
                rx.el.ul(
                    rx.foreach(s.zonder, lambda k: _student(s, k)),
                    class_name="grid items-start gap-2 md:grid-cols-2 xl:grid-cols-3",
                ),
                rx.el.p(t("Iedereen heeft een plaats.", "Everybody has a place."), class_name="text-sm"),
            ),
            id="zonder",
            custom_attrs={"data-plaats": "geen"},
            class_name="kaart bord-plaats mb-4",
        ),
        rx.el.h2(t("Plaatsen", "Places"), id="plaatsen", class_name="bord-kop mb-2 text-lg font-semibold"),
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
        waarom_venster(s),
        rx.cond(s.mag_bewerken, bak(s), rx.fragment()),
    )
