"""/rapportages: where do the placements get stuck, what is late, per team, class, begeleider, year?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import reflex as rx

from bpv_app.dashboard.pages.keuze import KeuzeState, Opties, keuzebalk, op_papier
from bpv_app.dashboard.pages.levend import levend
from bpv_app.dashboard.pages.rapport_beeld import MAX_REGELS, meer
from bpv_app.dashboard.pages.rapportages_beeld import (
    GroepBeeld,
    KernBeeld,
    KopBeeld,
    MaandBeeld,
    TrapBeeld,
    VergelijkBeeld,
    alle_uitleg,
    eerste_zin,
    groep_beeld,
    kern_beelden,
    koppen,
    maand_beelden,
    trap_beelden,
    vergelijk_beelden,
)
from bpv_app.dashboard.pages.rapportages_delen import grafiek, kern, rapporten, tabel, trechter, uitleg, vergelijking
from bpv_app.dashboard.pages.weergave_blok import WeergaveBlokState, weergave_blok
from bpv_app.dashboard.queries_cijfers import Overzicht, get_overzicht
from bpv_app.dashboard.queries_plaatsingen import get_merk
from bpv_app.dashboard.queries_rapport import mag_rapport
from bpv_app.dashboard.rules_cijfers import Per
from bpv_app.dashboard.rules_keuze import als_delen
from bpv_app.dashboard.rules_rapport import RAPPORTEN
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor, handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie


class RapportageState(KeuzeState, rx.State):
    """The figures of who looks; the address says of which period and groups, and what the table has lines for."""

    zin: str = ""
    kern: list[KernBeeld] = []
    vergelijking: list[VergelijkBeeld] = []
    trappen: list[TrapBeeld] = []
    maanden: list[MaandBeeld] = []
    koppen: list[KopBeeld] = []
    uitleg: list[KopBeeld] = []
    groepen: list[GroepBeeld] = []
    totaal: GroepBeeld = GroepBeeld("", [])
    meer: str = ""
    rapporten: list[Optie] = []
    merk: str = ""

    @handler(Actie.RAPPORT_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Count."""
        await self._lees()

    @handler(Actie.RAPPORT_ZIEN)
    async def ververs(self) -> None:
        """Count again: something was written since."""
        await self._lees()

    async def _lees(self) -> None:
        taal, vandaag = (await self.get_state(BasisState)).taal, klok.vandaag()
        keuze = self._vraag_keuze()
        self.merk, overzicht, opties = await lees(
            lambda session, wie: (
                get_merk(session),
                get_overzicht(session, wie, keuze, vandaag),
                Opties(session, wie, keuze),
            )
        )
        self._extra = self._van_weergave()
        self._toon_keuze(keuze, opties, tuple(Per), taal)
        self._toon(overzicht, taal)
        delen = {n: w for n, w in als_delen(keuze).items() if n != "per"}
        self.rapporten = [
            Optie(f"/rapportages/rapport?{urlencode({'rapport': r.naam} | delen)}", r.titel.in_taal(taal))
            for r in RAPPORTEN.values()
            if mag_rapport(actor(), r)
        ]

    def _toon(self, o: Overzicht, taal: str) -> None:
        keuze = o.keuze
        self.zin = eerste_zin(o).in_taal(taal)
        self.kern, self.trappen = kern_beelden(o, taal), trap_beelden(o.trappen, keuze, taal)
        self.vergelijking = vergelijk_beelden(o, taal)
        self.maanden = maand_beelden(o.maanden, taal)
        self.koppen, self.uitleg = koppen(taal), alle_uitleg(taal)
        self.groepen = [groep_beeld(g, keuze, taal) for g in o.groepen[:MAX_REGELS]]
        self.meer = meer(o.groepen, taal)
        alles = Tekst("Totaal", "Total").in_taal(taal)
        self.totaal = groep_beeld(o.totaal, keuze, taal, naam=alles, is_totaal=True)


@rx.page(
    route="/rapportages", title="Cijfers · BPV-app", on_load=[RapportageState.laad, WeergaveBlokState.laad_weergave]
)
def rapportages() -> rx.Component:
    """Choice, what needs somebody, the funnel, signing per month, the table, the definitions."""
    s: Any = RapportageState
    return pagina(
        keuzebalk(s),
        weergave_blok(),
        op_papier(s.papier),
        kern(s.kern),
        rapporten(s.rapporten),
        rx.el.div(
            trechter(s.trappen),
            grafiek(s.maanden),
            class_name="mt-4 grid gap-4 xl:grid-cols-2",
        ),
        vergelijking(s.vergelijking),
        tabel(s),
        rx.cond(s.meer != "", rx.el.p(s.meer, class_name="mt-2 text-sm"), rx.fragment()),
        uitleg(s.uitleg),
        levend(s),
        titel=t("Cijfers", "Figures"),
        zin=s.zin,
    )
