"""On a company's screen: what looks like it, what was merged into it, and the way to merge it with any other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.queries_samengevoegd import (
    LijktRegel,
    SamenvoegRegel,
    list_lijkt_op,
    list_samenvoegingen,
)
from bpv_app.leerbedrijf.service import get_leerbedrijf, zoek_leerbedrijven
from bpv_app.leerbedrijf.service_terugdraaien import maak_ongedaan
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, kaart, knop, open_dialoog, sluit_dialoog, venster

ONGEDAAN = "dialoog-ongedaan"


@dataclass
class AnderBeeld:
    """Another company, with the address at which the two are compared."""

    href: str = ""
    naam: str = ""
    plek: str = ""
    waarom: list[str] = field(default_factory=list)


@dataclass
class SamenvoegBeeld:
    """A merge on the screen."""

    id: str = ""
    versie: str = ""
    wat: str = ""
    wanneer: str = ""
    is_ongedaan: bool = False
    rest: list[str] = field(default_factory=list)


def _lijkt(r: LijktRegel, bedrijf_id: int, taal: str) -> AnderBeeld:
    href = f"/leerbedrijven/samenvoegen/{bedrijf_id}/{r.id}"
    return AnderBeeld(href, r.naam, r.plaats, [w.in_taal(taal) for w in r.waarom])


def _merge(r: SamenvoegRegel, taal: str) -> SamenvoegBeeld:
    wanneer = f"{toon_moment(r.op, taal)} · {r.door}" + (f" · {r.reden}" if r.reden else "")
    if r.ongedaan_op is not None:
        wanneer += " · " + Tekst(
            f"ongedaan gemaakt door {r.ongedaan_door}, {toon_moment(r.ongedaan_op)}",
            f"undone by {r.ongedaan_door}, {toon_moment(r.ongedaan_op, 'en')}",
        ).in_taal(taal)
    return SamenvoegBeeld(
        str(r.id), str(r.versie), r.weg, wanneer, r.ongedaan_op is not None, [x.in_taal(taal) for x in r.rest]
    )


class BedrijfDubbelState(rx.State):
    """Doubles and merges of the company of the address."""

    mag_samenvoegen: bool = False
    lijkt_op: list[AnderBeeld] = []
    gezocht: list[AnderBeeld] = []
    heeft_gezocht: bool = False
    samengevoegd: list[SamenvoegBeeld] = []
    te_herstellen: SamenvoegBeeld = SamenvoegBeeld()
    _bedrijf_id: int = 0

    @handler(Actie.LEERBEDRIJF_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read what looks like the company and what was merged into it, for who may merge."""
        self._bedrijf_id, self.lijkt_op, self.gezocht, self.samengevoegd = 0, [], [], []
        self.heeft_gezocht, self.te_herstellen = False, SamenvoegBeeld()
        self.mag_samenvoegen = huidige_actor().mag(Actie.LEERBEDRIJF_SAMENVOEGEN)
        if self.mag_samenvoegen:
            await self._lees(als_id(pad_deel(self, 1)))

    async def _lees(self, bedrijf_id: int) -> None:
        def werk(session: Session, wie: Actor) -> tuple[list[LijktRegel], list[SamenvoegRegel]]:
            get_leerbedrijf(session, wie, bedrijf_id)
            return list_lijkt_op(session, wie, bedrijf_id), list_samenvoegingen(session, wie, bedrijf_id)

        lijkt, samen = await lees(werk)
        taal = (await self.get_state(BasisState)).taal
        self._bedrijf_id = bedrijf_id
        self.lijkt_op = [_lijkt(r, bedrijf_id, taal) for r in lijkt]
        self.samengevoegd = [_merge(r, taal) for r in samen]

    def _sleutel(self) -> int:
        if not self._bedrijf_id:
            raise NietGevonden
        return self._bedrijf_id

    @handler(Actie.LEERBEDRIJF_SAMENVOEGEN)
    async def zoek_ander(self, tekst: str) -> None:
        """Find any other company to compare this one with."""
        bedrijf_id, zoek = self._sleutel(), str(tekst)[:100].strip()
        self.gezocht, self.heeft_gezocht = [], False
        if len(zoek) < 2:
            return
        gevonden = await lees(lambda s, wie: zoek_leerbedrijven(s, wie, zoek, limiet=9))
        self.heeft_gezocht = True
        self.gezocht = [
            AnderBeeld(f"/leerbedrijven/samenvoegen/{bedrijf_id}/{g.id}", g.naam, g.plaats)
            for g in gevonden
            if g.id != bedrijf_id
        ]

    @handler(Actie.LEERBEDRIJF_SAMENVOEGEN)
    async def vraag_ongedaan(self, sleutel: str) -> Any:
        """Ask before a merge is undone."""
        self._sleutel()
        self.te_herstellen = next((m for m in self.samengevoegd if m.id == sleutel), SamenvoegBeeld())
        if not self.te_herstellen.id:
            raise NietGevonden
        return open_dialoog(ONGEDAAN)

    @handler(Actie.LEERBEDRIJF_SAMENVOEGEN)
    async def maak_ongedaan(self) -> Any:
        """Undo the merge that was asked about; what could not be put back stands with it."""
        bedrijf_id, welke = self._sleutel(), self.te_herstellen
        nummer, versie = als_id(welke.id), als_id(welke.versie)
        rest = await schrijf(lambda s, wie: maak_ongedaan(s, wie, klok, nummer, versie))
        await self._lees(bedrijf_id)
        klaar = Tekst(f"{welke.wat} is weer een eigen bedrijf.", f"{welke.wat} is a company of its own again.")
        if rest:
            klaar = Tekst(
                f"{klaar.nl} Niet alles kon terug; dat staat hieronder.",
                f"{klaar.en} Not everything could go back; see below.",
            )
        await zeg(self, klaar, soort="warning" if rest else "success")
        from bpv_app.leerbedrijf.pages.leerbedrijf import LeerbedrijfState

        return [sluit_dialoog(ONGEDAAN), LeerbedrijfState.laad]


def _ander(x: rx.Var[AnderBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.a(t("Vergelijk met ", "Compare with "), x.naam, href=x.href, class_name="link font-semibold"),
        rx.el.span(x.plek, class_name="text-base-content/80"),
        rx.el.span(rx.foreach(x.waarom, lambda w: badge(w, "info")), class_name="flex flex-wrap gap-1"),
        class_name="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 py-1",
    )


def _samengevoegd(m: rx.Var[SamenvoegBeeld]) -> rx.Component:
    s = BedrijfDubbelState
    return rx.el.li(
        rx.el.div(
            rx.el.p(rx.el.strong(m.wat), class_name="break-words"),
            rx.el.p(m.wanneer, class_name="text-sm break-words"),
            rx.el.ul(rx.foreach(m.rest, rx.el.li), class_name="list-disc pl-5 text-sm"),
            class_name="min-w-0 grow",
        ),
        rx.cond(
            m.is_ongedaan,
            badge(t("ongedaan gemaakt", "undone"), "info"),
            rx.el.button(
                t("Ongedaan maken", "Undo"),
                rx.el.span(" ", m.wat, class_name="sr-only"),
                on_click=s.vraag_ongedaan(m.id),
                class_name="btn btn-outline btn-sm",
            ),
        ),
        class_name="flex flex-wrap items-start gap-3 py-2",
    )


def dubbel_blok() -> rx.Component:
    """The block; nothing for who may not merge."""
    s = BedrijfDubbelState
    zoek = rx.el.div(
        rx.el.label(
            t("Met een ander bedrijf vergelijken", "Compare with another company"),
            html_for="zoek_ander",
            class_name="veld-label",
        ),
        rx.el.input(
            id="zoek_ander",
            type="search",
            auto_complete="off",
            on_change=s.zoek_ander.debounce(300),
            placeholder=t("Naam, plaats of leerbedrijf-ID", "Name, town or SBB ID"),
            class_name="input w-full",
        ),
        rx.el.div(
            rx.cond(
                s.gezocht.length() > 0,
                rx.el.ul(rx.foreach(s.gezocht, _ander), class_name="mt-1 divide-y divide-base-300"),
                rx.cond(
                    s.heeft_gezocht,
                    rx.el.p(t("Niets gevonden.", "Nothing found."), class_name="veld-hulp"),
                    rx.fragment(),
                ),
            ),
            aria_live="polite",
        ),
        class_name="mt-3 border-t border-base-300 pt-3",
    )  # fmt: skip
    blok = kaart(
        rx.cond(
            s.lijkt_op.length() > 0,
            rx.el.ul(rx.foreach(s.lijkt_op, _ander), class_name="divide-y divide-base-300"),
            rx.el.p(t("Geen bedrijf dat hierop lijkt.", "No company looks like this one.")),
        ),
        rx.cond(
            s.samengevoegd.length() > 0,
            rx.fragment(
                rx.el.h3(t("Opgegaan in dit bedrijf", "Merged into this company"), class_name="mt-3 font-semibold"),
                rx.el.ul(rx.foreach(s.samengevoegd, _samengevoegd), class_name="divide-y divide-base-300"),
            ),
            rx.fragment(),
        ),
        zoek,
        titel=t("Dubbel?", "Double?"),
    )
    vraag = venster(
        ONGEDAAN,
        t("Samenvoegen ongedaan maken?", "Undo this merge?"),
        rx.el.p(
            rx.el.strong(s.te_herstellen.wat),
            t(
                " wordt weer een eigen bedrijf, met wat eraan hing. Wat na het samenvoegen is gemaakt blijft hier.",
                " becomes a company of its own again, with all that hung on it. What was made since stays here.",
            ),
        ),
        rx.el.div(
            knop(t("Ongedaan maken", "Undo"), type="button", on_click=s.maak_ongedaan),
            annuleer(ONGEDAAN),
            class_name="modal-action flex flex-wrap gap-2",
        ),
    )  # fmt: skip
    return rx.cond(s.mag_samenvoegen, rx.fragment(blok, vraag), rx.fragment())
