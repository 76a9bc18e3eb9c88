"""/stagiairs: who is with me, and what is asked of me, and when?"""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.dashboard.pages.stagiairs_beeld import StagiairBeeld, eerste_zin, stagiair_beeld
from bpv_app.dashboard.pages.stagiairs_delen import eerder, kaart, leeg
from bpv_app.dashboard.queries_bedrijf import ONGETEKEND
from bpv_app.dashboard.queries_stagiairs import list_stagiairs
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina


class StagiairsState(rx.State):
    """The trainees of who looks."""

    zin: str = ""
    gefilterd: bool = False
    nu: list[StagiairBeeld] = []
    eerder: list[StagiairBeeld] = []

    @handler(Actie.STAGIAIRS_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read them."""
        taal, vandaag = (await self.get_state(BasisState)).taal, klok.vandaag()
        stagiairs = await lees(lambda session, wie: list_stagiairs(session, wie, vandaag))
        self.gefilterd = ONGETEKEND in str(self.router.url.query or "")
        if self.gefilterd:
            stagiairs = tuple(s for s in stagiairs if s.is_begonnen_ongetekend)
        self.zin = eerste_zin(stagiairs).in_taal(taal)
        self.nu = [stagiair_beeld(s, taal) for s in stagiairs if s.is_nu]
        self.eerder = [stagiair_beeld(s, taal) for s in stagiairs if not s.is_nu]


@rx.page(route="/stagiairs", title="Stagiairs · BPV-app", on_load=StagiairsState.laad)
def stagiairs() -> rx.Component:
    """The cards: who is here now, and folded who was."""
    s: Any = StagiairsState
    return pagina(
        rx.cond(
            s.gefilterd,
            rx.el.p(
                t("Alleen wie begon zonder getekende overeenkomst. ", "Only who began without a signed agreement. "),
                rx.el.a(t("Toon alle stagiairs", "Show all trainees"), href="/stagiairs", class_name="link"),
                class_name="mb-3",
            ),
            rx.fragment(),
        ),
        rx.foreach(s.nu, kaart),
        rx.cond((s.nu.length() + s.eerder.length()) == 0, leeg(), rx.fragment()),
        rx.cond(
            s.eerder.length() > 0,
            rx.el.details(
                rx.el.summary(
                    t("Eerdere stagiairs", "Former trainees"),
                    " (",
                    s.eerder.length(),
                    ")",
                    class_name="flex min-h-11 cursor-pointer items-center font-semibold",
                ),
                rx.el.ul(rx.foreach(s.eerder, eerder), class_name="divide-y divide-base-300"),
                class_name="kaart",
            ),
            rx.fragment(),
        ),
        titel=t("Stagiairs", "Trainees"),
        zin=s.zin,
        acties=rx.el.a(
            t("Gespreksverslagen", "Reports"), href="/stagiairs/verslagen", class_name="btn btn-outline btn-sm min-h-11"
        ),
        smal=True,
    )
