"""A logbook entry as it looks: the text, photos, what can be done, and the comments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.rechten import ROL_LABEL, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, dialoog, download, kaart, knop, tekstveld
from bpv_app.uren.pages.logboek_formulier import AntwoordBeeld, als_antwoorden, foto_veld, velden
from bpv_app.uren.queries_logboek import TE_BESPREKEN, LogboekDetail
from bpv_app.uren.rules_logboek import TOESTAND_LABEL, TOESTAND_TOON, Handeling, Toestand, kop_van, toon_periode


@dataclass
class ReactieBeeld:
    naam: str
    rol: str
    tekst: str
    op: str


@dataclass
class BijlageBeeld:
    id: int
    naam: str
    adres: str
    is_foto: bool


@dataclass
class ItemBeeld:
    """The entry in the person's language. `id` 0: none was read."""

    id: int = 0
    versie: int = 0
    kop: str = ""
    zin: str = ""
    stand: str = ""
    toon: str = ""
    uitleg: str = ""
    tekst: str = ""
    werkproces: str = ""
    is_concept: bool = False
    mag_bewerken: bool = False
    mag_delen: bool = False
    mag_verwijderen: bool = False
    mag_reageren: bool = False
    mag_bespreken: bool = False
    mag_heropenen: bool = False
    antwoorden: list[AntwoordBeeld] = field(default_factory=list)
    reacties: list[ReactieBeeld] = field(default_factory=list)
    bijlagen: list[BijlageBeeld] = field(default_factory=list)


def _uitleg(d: LogboekDetail, taal: str) -> str:
    """What the state means for the person looking."""
    if d.toestand is Toestand.BESPROKEN:
        op = toon_moment(d.besproken_op, taal)
        return Tekst(
            f"Besproken op {op}, genoteerd door {d.besproken_door}.", f"Discussed on {op}, noted by {d.besproken_door}."
        ).in_taal(taal)
    if d.rol is not Rol.STUDENT:
        op = toon_moment(d.gedeeld_op, taal)
        return Tekst(f"Gedeeld op {op}.", f"Shared on {op}.").in_taal(taal)
    if d.toestand is Toestand.CONCEPT:
        return Tekst("Niemand anders kan dit lezen.", "Nobody else can read this.").in_taal(taal)
    return Tekst(
        "Je praktijkopleider en je school kunnen dit lezen. Je kunt het wijzigen tot het is besproken.",
        "Your workplace supervisor and your school can read this. You can change it until it is discussed.",
    ).in_taal(taal)


def als_item(d: LogboekDetail, taal: str) -> ItemBeeld:
    """The entry as the screen shows it."""
    periode = toon_periode(d.van, d.tot, taal)
    bij = f"{periode}, {d.leerbedrijf}" if d.leerbedrijf else periode
    stand = TOESTAND_LABEL[d.toestand]
    if Handeling.BESPREKEN in d.mag:
        stand = TE_BESPREKEN
    return ItemBeeld(
        id=d.id,
        versie=d.versie,
        kop=kop_van(d.titel, d.van, d.tot, taal),
        zin=bij if d.rol is Rol.STUDENT else f"{d.student}, {bij}",
        stand=stand.in_taal(taal),
        toon="warning" if stand is TE_BESPREKEN else TOESTAND_TOON[d.toestand],
        uitleg=_uitleg(d, taal),
        tekst=d.tekst,
        werkproces=d.werkproces,
        is_concept=d.toestand is Toestand.CONCEPT,
        mag_bewerken=Handeling.BEWERKEN in d.mag,
        mag_delen=Handeling.DELEN in d.mag,
        mag_verwijderen=Handeling.VERWIJDEREN in d.mag,
        mag_reageren=Handeling.REAGEREN in d.mag,
        mag_bespreken=Handeling.BESPREKEN in d.mag,
        mag_heropenen=Handeling.HEROPENEN in d.mag,
        antwoorden=[a for a in als_antwoorden(d.antwoorden) if a.antwoord],
        reacties=[
            ReactieBeeld(r.naam, ROL_LABEL[r.rol].in_taal(taal), r.tekst, toon_moment(r.op, taal)) for r in d.reacties
        ],
        bijlagen=[BijlageBeeld(b.id, b.naam, f"/api/logboek/bijlage/{b.id}", b.is_foto) for b in d.bijlagen],
    )


def _tekst(kop: Any, tekst: Any) -> rx.Component:
    return rx.cond(
        tekst != "",
        rx.el.div(
            rx.el.h2(kop, class_name="font-semibold"),
            rx.el.p(tekst, class_name="whitespace-pre-line break-words"),
        ),
        rx.fragment(),
    )


def _lezen(state: Any) -> rx.Component:
    item = state.item
    return rx.el.div(
        rx.foreach(item.antwoorden, lambda a: _tekst(a.vraag, a.antwoord)),
        _tekst(t("Verder", "Also"), item.tekst),
        _tekst(t("Werkproces of leerdoel", "Work process or learning goal"), item.werkproces),
        class_name="grid gap-4",
    )


def _formulier(state: Any) -> rx.Component:
    return rx.el.form(
        *velden(state, met_delen=state.item.mag_delen),
        rx.el.div(
            knop(t("Bewaren", "Save"), type="submit"),
            knop(t("Annuleren", "Cancel"), hoofd=False, type="button", on_click=state.bewerk(False)),
            class_name="flex flex-wrap gap-2",
        ),
        on_submit=state.bewaar,
        key=state.form_sleutel,
        class_name="formulier",
    )


def _bijlage(state: Any, b: rx.Var[BijlageBeeld]) -> rx.Component:
    return rx.el.li(
        rx.cond(
            b.is_foto,
            download(
                rx.el.img(src=b.adres, alt=b.naam, loading="lazy", class_name="max-h-80 rounded-field"),
                b.adres,
                target="_blank",
                class_name="inline-block",
            ),
            download(b.naam, b.adres, class_name="link inline-flex min-h-11 items-center break-all"),
        ),
        rx.cond(
            state.item.mag_bewerken,
            rx.el.button(
                t("Verwijderen", "Remove"),
                rx.el.span(" ", b.naam, class_name="sr-only"),
                type="button",
                on_click=state.verwijder_bijlage(b.id),
                class_name="btn btn-ghost btn-sm",
            ),
            rx.fragment(),
        ),
        class_name="flex flex-wrap items-end gap-2",
    )


def _bijlagen(state: Any) -> rx.Component:
    return rx.cond(
        (state.item.bijlagen.length() > 0) | state.item.mag_bewerken,
        kaart(
            rx.el.ul(rx.foreach(state.item.bijlagen, lambda b: _bijlage(state, b)), class_name="mb-3 grid gap-3"),
            rx.cond(state.item.mag_bewerken, foto_veld(on_change=lambda _: state.voeg_foto_toe()), rx.fragment()),
            titel=t("Foto's en bestanden", "Photos and files"),
        ),
        rx.fragment(),
    )


def _weggooien(state: Any) -> rx.Component:
    return dialoog(
        "dialoog-weggooien",
        t("Dit verslag weggooien?", "Throw this entry away?"),
        rx.el.p(
            t(
                "Ook de foto's en bestanden gaan weg. Je kunt het niet terughalen.",
                "Its photos and files go too. You cannot get it back.",
            ),
            class_name="mb-4",
        ),
        rx.el.div(
            knop(t("Weggooien", "Throw away"), on_click=state.verwijder),
            annuleer("dialoog-weggooien"),
            class_name="flex flex-wrap gap-2",
        ),
        open_tekst=t("Weggooien", "Throw away"),
        class_name="btn btn-ghost",
    )


def _delen(state: Any) -> rx.Component:
    return dialoog(
        "dialoog-delen",
        t("Dit verslag delen?", "Share this entry?"),
        rx.el.p(
            t(
                "Je praktijkopleider en je school kunnen het dan lezen en erop reageren. Je kunt het delen niet "
                "terugdraaien.",
                "Your workplace supervisor and your school can then read it and comment. You cannot undo sharing.",
            ),
            class_name="mb-4",
        ),
        rx.el.div(
            knop(t("Delen", "Share"), on_click=state.deel),
            annuleer("dialoog-delen"),
            class_name="flex flex-wrap gap-2",
        ),
        open_tekst=t("Delen", "Share"),
        class_name="btn btn-primary",
    )


def _acties(state: Any) -> rx.Component:
    item = state.item
    mag_iets = item.mag_bewerken | item.mag_bespreken | item.mag_heropenen
    besproken = knop(t("We hebben dit besproken", "We discussed this"), on_click=state.bespreek)
    heropen = knop(t("Toch nog niet besproken", "Not discussed after all"), hoofd=False, on_click=state.heropen)
    wijzig = knop(t("Wijzigen", "Change"), hoofd=False, on_click=state.bewerk(True))
    return rx.cond(
        mag_iets & ~state.bewerkt,
        rx.el.div(
            rx.cond(item.mag_delen, _delen(state), rx.fragment()),
            rx.cond(item.mag_bespreken, besproken, rx.fragment()),
            rx.cond(item.mag_heropenen, heropen, rx.fragment()),
            rx.cond(item.mag_bewerken, wijzig, rx.fragment()),
            rx.cond(item.mag_verwijderen, _weggooien(state), rx.fragment()),
            class_name="mt-4 flex flex-wrap gap-2",
        ),
        rx.fragment(),
    )


def _reactie(r: rx.Var[ReactieBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.strong(r.naam),
            rx.el.span(" · ", r.rol, " · ", r.op, class_name="text-base-content/80"),
            class_name="text-sm",
        ),
        rx.el.p(r.tekst, class_name="whitespace-pre-line break-words"),
        class_name="py-3",
    )


def _reacties(state: Any) -> rx.Component:
    return rx.cond(
        state.item.is_concept,
        rx.fragment(),
        kaart(
            rx.cond(
                state.item.reacties.length() > 0,
                rx.el.ul(rx.foreach(state.item.reacties, _reactie), class_name="divide-y divide-base-300"),
                rx.el.p(t("Nog geen reacties.", "No comments yet."), class_name="text-base-content/80"),
            ),
            rx.cond(
                state.item.mag_reageren,
                rx.el.form(
                    tekstveld("reactie", t("Jouw reactie", "Your comment"), verplicht=True),
                    rx.el.div(knop(t("Reageren", "Comment"), hoofd=False, type="submit")),
                    on_submit=state.reageer,
                    key=state.reactie_sleutel,
                    class_name="formulier mt-3",
                ),
                rx.fragment(),
            ),
            titel=t("Reacties", "Comments"),
        ),
    )


def inhoud(state: Any) -> rx.Component:
    """Everything under the heading."""
    return rx.el.div(
        kaart(
            rx.el.p(badge(state.item.stand, state.item.toon), " ", state.item.uitleg, class_name="mb-4"),
            rx.cond(state.bewerkt, _formulier(state), _lezen(state)),
            _acties(state),
        ),
        _bijlagen(state),
        _reacties(state),
        class_name="grid gap-4",
    )
