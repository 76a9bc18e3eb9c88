"""Choose a company, its location and its praktijkopleider: one component for the voortraject and for amendments.

A page's State takes `KiezerState` as mixin, fills `_kiezer_crebo` and `_kiezer_op` when it loads, says by
`_kiezer_vanaf` where the student lives, and puts `kiezer(State)` in its form. The form then carries `leerbedrijf_id`,
`locatie_id` and `praktijkopleider_id`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf.queries import get_leerbedrijf_detail
from bpv_app.leerbedrijf.queries_ongeschikt import list_geldend
from bpv_app.leerbedrijf.rules import UITKOMST_LABEL, Uitkomst
from bpv_app.leerbedrijf.service import zoek_leerbedrijven
from bpv_app.ligging.queries import get_ligging
from bpv_app.ligging.rules import KM_KEUZES, toon_km
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import badge, keuzeveld

_KM = {str(km): km for km in KM_KEUZES}
_TOON = {
    Uitkomst.ERKEND: "success",
    Uitkomst.DEELS: "warning",
    Uitkomst.NIET_ERKEND: "error",
    Uitkomst.ONBEKEND: "warning",
}


@dataclass
class BedrijfOptie:
    """A company as a choice: where it is, how far, accredited or not."""

    id: str
    naam: str
    plek: str
    afstand: str
    erkend: str
    toon: str


class KiezerState(rx.State, mixin=True):
    """The choice so far. Nothing is saved here: the page's own form does that."""

    bedrijf_opties: list[BedrijfOptie] = []
    bedrijf_gezocht: bool = False
    bedrijf_id: str = ""
    bedrijf_naam: str = ""
    bedrijf_tegen: list[str] = []
    locatie_id: str = ""
    locatie_opties: list[Optie] = []
    opleider_id: str = ""
    opleider_opties: list[Optie] = []
    bedrijf_km: str = ""
    heeft_afstand: bool = False
    _kiezer_zoek: str = ""
    _kiezer_crebo: str = ""
    _kiezer_postcode: str = ""
    _kiezer_op: date | None = None

    @handler(Actie.LEERBEDRIJF_ZIEN)
    async def zoek_bedrijf(self, tekst: str) -> None:
        """Search companies: accredited ones first, nearest first."""
        self._kiezer_zoek = str(tekst)[:100].strip()
        await self._zoek()

    @handler(Actie.LEERBEDRIJF_ZIEN)
    async def kies_km(self, km: str) -> None:
        """Only companies within so many kilometres of the student; without words the nearest of them."""
        self.bedrijf_km = km if isinstance(km, str) and km in _KM else ""
        await self._zoek()

    def _kiezer_vanaf(self, session: Session, postcode: str) -> None:
        """Where the student lives: distances are shown when the school's table knows that postcode."""
        self._kiezer_postcode, self.bedrijf_km, self._kiezer_zoek = postcode, "", ""
        self.heeft_afstand = get_ligging(session, postcode) is not None

    async def _zoek(self) -> None:
        zoek, taal = self._kiezer_zoek, (await self.get_state(BasisState)).taal
        crebo, postcode, op = self._kiezer_crebo, self._kiezer_postcode, self._kiezer_op
        km = _KM.get(self.bedrijf_km)
        if len(zoek) < 2 and km is None:
            self.bedrijf_opties, self.bedrijf_gezocht = [], False
            return
        gevonden = await lees(
            lambda s, wie: zoek_leerbedrijven(
                s, wie, zoek if len(zoek) > 1 else "", crebo=crebo, peildatum=op, postcode=postcode, km=km, limiet=12
            )
        )
        self.bedrijf_gezocht = True
        self.bedrijf_opties = [
            BedrijfOptie(
                str(g.id),
                g.naam,
                g.plaats,
                toon_km(g.afstand, taal),
                UITKOMST_LABEL[g.uitkomst].in_taal(taal) if g.uitkomst else "",
                _TOON[g.uitkomst] if g.uitkomst else "",
            )
            for g in gevonden
        ]

    @handler(Actie.LEERBEDRIJF_ZIEN)
    async def kies_bedrijf(self, bedrijf_id: str) -> None:
        """Take this company; its locations and praktijkopleiders become the choices."""
        sleutel = als_id(bedrijf_id)
        await lees(lambda s, wie: self._vul_kiezer(s, wie, sleutel, None, None))
        self.bedrijf_opties, self.bedrijf_gezocht = [], False

    @handler(Actie.LEERBEDRIJF_ZIEN)
    async def wis_bedrijf(self) -> None:
        """Choose anew."""
        self._leeg_kiezer()

    def _leeg_kiezer(self) -> None:
        self.bedrijf_id, self.bedrijf_naam, self.locatie_id, self.opleider_id = "", "", "", ""
        self.locatie_opties, self.opleider_opties, self.bedrijf_opties = [], [], []
        self.bedrijf_gezocht, self.bedrijf_tegen = False, []

    def _vul_kiezer(
        self, session: Session, actor: Actor, bedrijf_id: int | None, locatie_id: int | None, opleider_id: int | None
    ) -> None:
        """Show the company with what was chosen at it; None for none. Raises NietGevonden."""
        self._leeg_kiezer()
        if not bedrijf_id:
            return
        detail = get_leerbedrijf_detail(session, actor, bedrijf_id, klok.vandaag())
        self.bedrijf_id, self.bedrijf_naam = str(detail.id), f"{detail.naam} ({detail.plaats})"
        dag = max(self._kiezer_op or klok.vandaag(), klok.vandaag())
        self.bedrijf_tegen = [
            o.reden
            for o in list_geldend(session, dag, [bedrijf_id]).get(bedrijf_id, [])
            if o.crebo in ("", self._kiezer_crebo)
        ]
        self.locatie_opties = [
            Optie(str(x.id), f"{x.naam}, {x.plaats}" if x.plaats else x.naam)
            for x in detail.locaties
            if x.is_actief or x.id == locatie_id
        ]
        self.opleider_opties = [
            Optie(str(x.id), x.naam)
            for x in detail.contactpersonen
            if (x.is_actief and x.is_praktijkopleider) or x.id == opleider_id
        ]
        self.locatie_id, self.opleider_id = str(locatie_id or ""), str(opleider_id or "")
        if not opleider_id and len(self.opleider_opties) == 1:
            self.opleider_id = self.opleider_opties[0].waarde


def _optie(state: Any, optie: rx.Var[BedrijfOptie]) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.strong(optie.naam),
                rx.el.span(" · ", optie.plek, rx.cond(optie.afstand != "", " · " + optie.afstand, "")),
                class_name="text-left",
            ),
            rx.cond(optie.erkend != "", badge(optie.erkend, optie.toon), rx.fragment()),
            type="button",
            on_click=state.kies_bedrijf(optie.id),
            class_name="btn btn-ghost h-auto min-h-11 w-full justify-between gap-3 font-normal",
        ),
    )


def _binnen(state: Any) -> rx.Component:
    return rx.cond(
        state.heeft_afstand,
        rx.el.div(
            rx.el.label(
                t("Afstand vanaf de student", "Distance from the student"),
                html_for="bedrijf_km",
                class_name="veld-label",
            ),
            rx.el.select(
                rx.el.option(t("Alle", "Any"), value=""),
                *[rx.el.option(t(f"Binnen {km} km", f"Within {km} km"), value=tekst) for tekst, km in _KM.items()],
                id="bedrijf_km",
                value=state.bedrijf_km,
                on_change=state.kies_km,
                class_name="select w-full",
            ),
            class_name="sm:w-52",
        ),
        rx.fragment(),
    )


def _zoeken(state: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.div(
                rx.el.label(
                    t("Leerbedrijf zoeken", "Find a company"), html_for="bedrijf_zoek", class_name="veld-label"
                ),
                rx.el.input(
                    id="bedrijf_zoek",
                    type="search",
                    auto_complete="off",
                    on_change=state.zoek_bedrijf.debounce(300),
                    placeholder=t("Naam, plaats of leerbedrijf-ID", "Name, town or SBB ID"),
                    class_name="input w-full",
                ),
                class_name="grow",
            ),
            _binnen(state),
            class_name="flex flex-col gap-3 sm:flex-row",
        ),
        rx.el.div(
            rx.cond(
                state.bedrijf_opties.length() > 0,
                rx.el.ul(
                    rx.foreach(state.bedrijf_opties, lambda o: _optie(state, o)),
                    class_name="mt-1 divide-y divide-base-300 rounded-field border border-base-300",
                ),
                rx.cond(
                    state.bedrijf_gezocht,
                    rx.el.p(
                        t("Geen leerbedrijf gevonden. ", "No company found. "),
                        rx.el.a(t("Naar leerbedrijven", "To companies"), href="/leerbedrijven", class_name="link"),
                        class_name="veld-hulp mt-1",
                    ),
                    rx.fragment(),
                ),
            ),
            aria_live="polite",
        ),
    )


def kiezer(state: Any) -> rx.Component:
    """The fields inside a form."""
    return rx.el.div(
        rx.cond(
            state.bedrijf_id == "",
            _zoeken(state),
            rx.el.div(
                rx.el.p(t("Leerbedrijf", "Company"), class_name="veld-label"),
                rx.el.p(
                    rx.el.a(
                        state.bedrijf_naam,
                        href="/leerbedrijven/" + state.bedrijf_id.to(str),
                        class_name="link font-semibold",
                    ),
                    rx.el.button(
                        t("Ander bedrijf kiezen", "Choose another company"),
                        type="button",
                        on_click=state.wis_bedrijf,
                        class_name="btn btn-ghost btn-sm ml-2",
                    ),
                ),
                rx.cond(
                    state.bedrijf_tegen.length() > 0,
                    rx.el.div(
                        rx.el.p(
                            t(
                                "Niet geschikt volgens de school. Kies je het toch, dan vraagt de POK om een reden.",
                                "Not suitable, the school says. If you choose it, the agreement asks for a reason.",
                            )
                        ),
                        rx.el.ul(
                            rx.foreach(state.bedrijf_tegen, lambda r: rx.el.li(r, class_name="break-words")),
                            class_name="list-disc pl-5",
                        ),
                        role="status",
                        class_name="melding melding-warning mt-2 block",
                    ),
                    rx.fragment(),
                ),
                rx.el.div(
                    keuzeveld(
                        "locatie_id",
                        t("Locatie", "Location"),
                        state.locatie_opties,
                        waarde=state.locatie_id,
                        leeg=t("Hoofdadres", "Main address"),
                        key="locatie-" + state.bedrijf_id.to(str),
                    ),
                    keuzeveld(
                        "praktijkopleider_id",
                        t("Praktijkopleider", "Workplace supervisor"),
                        state.opleider_opties,
                        waarde=state.opleider_id,
                        leeg=t("Kies…", "Choose…"),
                        key="opleider-" + state.bedrijf_id.to(str),
                    ),
                    class_name="formulier formulier-2 mt-3",
                ),
            ),
        ),
        rx.el.input(type="hidden", name="leerbedrijf_id", value=state.bedrijf_id, read_only=True),
        class_name="breed",
    )
