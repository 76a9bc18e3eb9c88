"""Geschiedenis: every change of every field of a company, to be filtered by field. Its own State, read when asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf.queries_historie import BRON_LABEL, MAX_REGELS, HistorieRegel, get_historie, veld_label
from bpv_app.leerbedrijf.service import get_leerbedrijf
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, handler, lees, pad_deel
from bpv_app.ui.i18n import t
from bpv_app.ui.lijst import Optie
from bpv_app.ui.velden import badge, kaart, knop

MAX_GETOOND = 40


@dataclass
class HistorieBeeld:
    """One change of one field."""

    veld: str
    over: str
    oud: str
    nieuw: str
    wie: str
    bron: str


def _beeld(r: HistorieRegel, taal: str) -> HistorieBeeld:
    return HistorieBeeld(
        veld_label(r.veld).in_taal(taal), r.over, r.oud or "–", r.nieuw or "–",
        f"{r.wie}, {toon_moment(r.op, taal)}", BRON_LABEL[r.bron].in_taal(taal),
    )  # fmt: skip


class HistorieState(rx.State):
    """The history of the company of the address; nothing of it is read until somebody asks."""

    open: bool = False
    regels: list[HistorieBeeld] = []
    velden: list[Optie] = []
    veld: str = ""
    totaal: int = 0
    is_vol: bool = False
    _bedrijf_id: int = 0

    @handler(Actie.LEERBEDRIJF_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Closed, for the company of the address."""
        self.open, self.regels, self.velden, self.veld, self._bedrijf_id = False, [], [], "", 0
        nummer = als_id(pad_deel(self, 1))
        await lees(lambda s, wie: get_leerbedrijf(s, wie, nummer))
        self._bedrijf_id = nummer

    async def _lees(self) -> None:
        if not self._bedrijf_id:
            raise NietGevonden
        bedrijf_id, taal = self._bedrijf_id, (await self.get_state(BasisState)).taal
        alles = await lees(lambda s, wie: get_historie(s, wie, bedrijf_id))
        namen = sorted({r.veld: veld_label(r.veld).in_taal(taal) for r in alles}.items(), key=lambda x: x[1].lower())
        self.velden = [Optie(veld, naam) for veld, naam in namen]
        gekozen = [r for r in alles if not self.veld or r.veld == self.veld]
        self.totaal, self.is_vol = len(gekozen), len(alles) >= MAX_REGELS
        self.regels, self.open = [_beeld(r, taal) for r in gekozen[:MAX_GETOOND]], True

    @handler(Actie.LEERBEDRIJF_ZIEN)
    async def toon(self) -> None:
        """Read it."""
        await self._lees()

    @handler(Actie.LEERBEDRIJF_ZIEN)
    async def kies_veld(self, veld: str) -> None:
        """Only this field; empty: all."""
        self.veld = str(veld)[:40]
        await self._lees()


def _regel(h: rx.Var[HistorieBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.strong(h.veld),
            rx.cond(h.over != "", rx.el.span(h.over), rx.fragment()),
            badge(h.bron, "info"),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.el.p(rx.el.s(h.oud), " → ", rx.el.strong(h.nieuw)),
        rx.el.p(h.wie, class_name="text-sm text-base-content/80"),
        class_name="py-2 [overflow-wrap:anywhere]",
    )


def historie_blok() -> rx.Component:
    """The block: a button, then a filter and the lines."""
    s: Any = HistorieState
    lijst = rx.el.div(
        rx.el.label(t("Gegeven", "Field"), html_for="historie_veld", class_name="veld-label"),
        rx.el.select(
            rx.el.option(t("Alles", "All"), value=""),
            rx.foreach(s.velden, lambda o: rx.el.option(o.label, value=o.waarde)),
            id="historie_veld",
            value=s.veld,
            on_change=s.kies_veld,
            class_name="select w-full sm:max-w-72",
        ),
        rx.el.p(
            s.totaal,
            t(" wijzigingen", " changes"),
            rx.cond(s.totaal > MAX_GETOOND, t(f"; de laatste {MAX_GETOOND}", f"; the last {MAX_GETOOND}"), ""),
            rx.cond(s.is_vol, t(" (oudere staan in het auditlog)", " (older ones are in the audit)"), ""),
            aria_live="polite",
            class_name="mt-2 text-sm",
        ),
        rx.el.ol(
            rx.foreach(s.regels, _regel),
            tab_index=0,
            aria_label=t("Geschiedenis", "History"),
            class_name="max-h-[32rem] divide-y divide-base-300 overflow-auto",
        ),
    )
    return kaart(
        rx.cond(
            s.open,
            rx.cond(s.velden.length() > 0, lijst, rx.el.p(t("Nog niets gewijzigd.", "Nothing changed yet."))),
            rx.el.div(
                rx.el.p(
                    t(
                        "Elk gegeven: wat het was en werd, door wie, wanneer en waarvandaan.",
                        "Every field: what it was and became, by whom, when and from where.",
                    ),
                    class_name="mb-3 text-base-content/80",
                ),
                knop(t("Toon de geschiedenis", "Show the history"), hoofd=False, type="button", on_click=s.toon),
            ),
        ),
        titel=t("Geschiedenis", "History"),
        id="geschiedenis",
    )
