"""/mijn-pok: what did I agree to, who has signed, what do I do now, whom can I call?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import reflex as rx

from bpv_app.gesprek.queries_eigen import EigenMoment, list_eigen_momenten
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.pok.pages.mijn_beeld import (
    BladLink,
    BlokBeeld,
    ContactBeeld,
    MijnPokBeeld,
    RegelBeeld,
    blad_link,
    eerste_zin,
    mijn_pok_beeld,
)
from bpv_app.pok.queries_blad import BladKort, list_mijn_bladen
from bpv_app.pok.queries_mijn import MijnPok, list_mijn_poks
from bpv_app.pok.rules_samenvatting import UITLEG, VOORBEHOUD
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.stappen import stappenbalk
from bpv_app.ui.velden import badge, download, kaart


class MijnPokState(rx.State):
    """One's own placements in words."""

    zin: str = ""
    bladen: list[BladLink] = []
    lopend: list[MijnPokBeeld] = []
    eerder: list[MijnPokBeeld] = []

    @handler(Actie.EIGEN_POK_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the own placements."""
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Actor) -> tuple[Sequence[MijnPok], Sequence[EigenMoment], Sequence[BladKort]]:
            mag = wie.mag(Actie.EIGEN_GESPREK_ZIEN)
            return (
                list_mijn_poks(session, wie, klok.vandaag()),
                list_eigen_momenten(session, wie) if mag else (),
                list_mijn_bladen(session, wie, klok.vandaag()),
            )

        poks, gesprekken, bladen = await lees(werk)
        self.zin = eerste_zin(poks, bladen).in_taal(taal)
        self.bladen = [blad_link(b, taal) for b in bladen]
        self.lopend = [mijn_pok_beeld(p, taal, gesprekken) for p in poks if p.loopt]
        self.eerder = [mijn_pok_beeld(p, taal, gesprekken) for p in poks if not p.loopt]


def _blok(blok: rx.Var[BlokBeeld]) -> rx.Component:
    return rx.el.div(
        rx.el.h3(blok.titel, class_name="font-semibold"),
        rx.el.ul(
            rx.foreach(blok.punten, lambda p: rx.el.li(p, class_name="break-words")),
            class_name="ml-5 list-disc space-y-1",
        ),
        class_name="mt-3",
    )


def _samenvatting(p: rx.Var[MijnPokBeeld]) -> rx.Component:
    return rx.fragment(
        rx.foreach(p.kern, _blok),
        rx.el.details(
            rx.el.summary(
                t("Wat staat er nog meer in?", "What else does it say?"),
                class_name="link flex min-h-11 cursor-pointer items-center font-semibold",
            ),
            rx.foreach(p.meer, _blok),
            rx.el.p(t(VOORBEHOUD), class_name="mt-3 text-sm text-base-content/80"),
            class_name="mt-2",
        ),
    )


def _regels(titel: Any, regels: Any) -> rx.Component:
    """A heading with lines of two texts; nothing when there are none."""

    def regel(r: rx.Var[RegelBeeld]) -> rx.Component:
        return rx.el.li(
            rx.el.span(r.wat, class_name="min-w-0 break-words"),
            badge(r.hoe, r.toon),
            class_name="flex items-center justify-between gap-3 py-1.5",
        )

    return rx.cond(
        regels.length() > 0,
        rx.fragment(
            rx.el.h3(titel, class_name="mt-5 font-semibold"),
            rx.el.ul(rx.foreach(regels, regel), class_name="divide-y divide-base-300"),
        ),
        rx.fragment(),
    )


def _contact(c: rx.Var[ContactBeeld]) -> rx.Component:
    def knop(tekst: Any, href: Any) -> rx.Component:
        return rx.cond(
            href != "",
            download(
                rx.fragment(tekst, rx.el.span(" ", c.naam, class_name="sr-only")),
                href,
                class_name="btn btn-outline min-h-11",
            ),
            rx.fragment(),
        )

    return rx.el.li(
        rx.el.p(rx.el.span(c.rol, class_name="block text-sm text-base-content/80"), rx.el.strong(c.naam)),
        rx.el.div(
            knop(t("Bel ", "Call ") + c.telefoon, c.bel),
            knop(t("Mail", "Mail"), c.mail),
            class_name="mt-1 flex flex-wrap gap-2",
        ),
        class_name="py-2",
    )


def _keten(p: rx.Var[MijnPokBeeld]) -> rx.Component:
    return rx.cond(
        p.keten.length() > 0,
        rx.fragment(
            rx.el.h3(t("Wat is er veranderd?", "What has changed?"), class_name="mt-5 font-semibold"),
            rx.el.ol(rx.foreach(p.keten, lambda zin: rx.el.li(zin)), class_name="tijdlijn mt-2"),
        ),
        rx.fragment(),
    )


def _papier(p: rx.Var[MijnPokBeeld]) -> rx.Component:
    """What can be fetched; each on a line of its own, so that a long text wraps on a phone."""

    def bestand(tekst: Any, href: Any) -> rx.Component:
        knop = download(tekst, href, class_name="btn btn-outline h-auto min-h-11 py-2")
        return rx.cond(href != "", rx.el.p(knop, class_name="mt-4"), rx.fragment())

    bevestiging = t("Bevestiging van je stage (PDF)", "Confirmation of your placement (PDF, in Dutch)")
    return rx.el.div(bestand(p.papier, p.papier_href), bestand(bevestiging, p.bevestiging_href))


def _blad(b: rx.Var[BladLink]) -> rx.Component:
    """A new bpv-blad: above everything else, one tap away."""
    return rx.el.div(
        rx.el.p(rx.el.strong(t("Nieuw bpv-blad", "New bpv-blad"), ", ", b.bedrijf, ". "), b.tekst, class_name="grow"),
        rx.el.a(t("Bekijk wat er verandert", "See what changes"), href=b.href, class_name="btn btn-primary min-h-11"),
        class_name="melding melding-" + b.toon.to(str),
    )


def _stage(p: rx.Var[MijnPokBeeld]) -> rx.Component:
    """One placement, everything in one column."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(p.bedrijf, class_name="min-w-0 break-words text-lg font-semibold"),
            badge(p.status, p.toon),
            class_name="flex flex-wrap items-center justify-between gap-2",
        ),
        rx.el.p(p.onder, class_name="text-sm text-base-content/80"),
        stappenbalk(p.stap),
        rx.cond(
            p.te_laat,
            rx.el.p(
                t(
                    "Je stage is begonnen, maar de overeenkomst is nog niet door iedereen getekend.",
                    "Your placement has started, but not everybody has signed the agreement.",
                ),
                class_name="melding melding-error",
            ),
            rx.fragment(),
        ),
        rx.el.p(p.wat_nu, class_name=rx.cond(p.moet_tekenen, "melding melding-warning", "melding melding-info")),
        rx.el.p(t(UITLEG), class_name="text-sm text-base-content/80"),
        _samenvatting(p),
        _papier(p),
        _regels(t("Wie heeft getekend?", "Who has signed?"), p.handtekeningen),
        rx.el.h3(t("Wie kan je helpen?", "Who can help you?"), class_name="mt-5 font-semibold"),
        rx.el.ul(rx.foreach(p.contacten, _contact), class_name="divide-y divide-base-300"),
        _keten(p),
        _regels(t("Gesprekken", "Conversations"), p.gesprekken),
        _regels(t("Documenten die er moeten zijn", "Documents that must be there"), p.documenten),
        rx.cond(p.erkenning != "", rx.el.p(p.erkenning, class_name="mt-5 text-sm"), rx.fragment()),
        class_name="kaart mb-4",
    )


def _eerder() -> rx.Component:
    return rx.cond(
        MijnPokState.eerder.length() > 0,
        rx.el.details(
            rx.el.summary(
                t("Eerder: ", "Earlier: "),
                MijnPokState.eerder.length(),
                class_name="link flex min-h-11 cursor-pointer items-center font-semibold",
            ),
            rx.foreach(MijnPokState.eerder, _stage),
            open=MijnPokState.lopend.length() == 0,
        ),
        rx.fragment(),
    )


def _gegevens() -> rx.Component:
    return kaart(
        rx.el.p(
            t(
                "Alles wat deze app van je bewaart, in één bestand: je gegevens, uren, logboek en documenten.",
                "All this app keeps about you, in one file: your data, hours, logbook and documents.",
            ),
            class_name="mb-3",
        ),
        download(
            t("Download al mijn gegevens", "Download all my data"),
            "/api/mijn-gegevens",
            class_name="btn btn-outline min-h-11",
        ),
        titel=t("Jouw gegevens", "Your data"),
    )


@rx.page(route="/mijn-pok", title="Mijn POK · BPV-app", on_load=MijnPokState.laad)
def mijn_pok() -> rx.Component:
    """Running placements, earlier ones folded, and the download."""
    return pagina(
        rx.foreach(MijnPokState.bladen, _blad),
        rx.foreach(MijnPokState.lopend, _stage),
        _eerder(),
        _gegevens(),
        titel=t("Mijn POK", "My agreement"),
        zin=MijnPokState.zin,
        smal=True,
    )
