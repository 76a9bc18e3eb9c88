"""/rapportages/rapport: one report, as a picture, a table and a file, over a period and per group."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import parse_qsl

import reflex as rx

from bpv_app.dashboard.pages.keuze import KeuzeState, Opties, keuzebalk, op_papier
from bpv_app.dashboard.pages.rapport_beeld import (
    MAX_REGELS,
    LegendaBeeld,
    StaafBeeld,
    eerste_zin,
    koppen,
    legenda,
    meer,
    regel_beeld,
    staven,
)
from bpv_app.dashboard.pages.rapport_delen import staafgrafiek
from bpv_app.dashboard.pages.rapportages_beeld import GroepBeeld, KopBeeld
from bpv_app.dashboard.pages.rapportages_delen import tabel, uitleg
from bpv_app.dashboard.pages.weergave_blok import WeergaveBlokState, weergave_blok
from bpv_app.dashboard.queries_rapport import get_rapport
from bpv_app.dashboard.rules_rapport import rapport_van
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina


class RapportState(KeuzeState, rx.State):
    """A report of who looks; the address says which, and over what."""

    _pad: ClassVar[str] = "/rapportages/rapport"
    titel: str = ""
    zin: str = ""
    legenda: list[LegendaBeeld] = []
    staven: list[StaafBeeld] = []
    koppen: list[KopBeeld] = []
    groepen: list[GroepBeeld] = []
    totaal: GroepBeeld = GroepBeeld("", [])
    heeft_totaal: bool = False
    is_vast: bool = False
    meer: str = ""
    wacht: str = ""

    @handler(Actie.RAPPORT_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Count."""
        taal = (await self.get_state(BasisState)).taal
        rapport = rapport_van(str(dict(parse_qsl(str(self.router.url.query or ""))).get("rapport", "")))
        keuze = self._vraag_keuze(rapport.per)
        u, opties = await lees(
            lambda session, wie: (
                get_rapport(session, wie, rapport.naam, keuze, klok.vandaag()),
                Opties(session, wie, keuze),
            )
        )
        self._extra = {"rapport": rapport.naam} | self._van_weergave()
        self._toon_keuze(u.keuze, opties, rapport.pers, taal)
        if rapport.vast:
            self.per_label = Tekst("Vraag", "Question").in_taal(taal)
            self.papier = self.papier[1:]
        self.titel, self.zin = rapport.titel.in_taal(taal), eerste_zin(u, taal)
        self.legenda, self.staven, self.koppen = legenda(rapport, taal), staven(u, taal), koppen(rapport, taal)
        self.groepen = [regel_beeld(u, r, taal) for r in u.regels[:MAX_REGELS]]
        self.heeft_totaal, self.is_vast, self.meer = u.totaal is not None, rapport.vast, meer(u.regels, taal)
        if u.totaal is not None:
            self.totaal = regel_beeld(u, u.totaal, taal, is_totaal=True)
        self.wacht = ""
        if u.wachtend:
            self.wacht = Tekst(
                f"{u.wachtend} ingestuurde evaluaties tellen nog niet mee: anders is te zien wat iemand antwoordde.",
                f"{u.wachtend} evaluations do not count yet: otherwise one person's answers could be seen.",
            ).in_taal(taal)


@rx.page(
    route="/rapportages/rapport",
    title="Rapport · BPV-app",
    on_load=[RapportState.laad, WeergaveBlokState.laad_weergave],
)
def rapport() -> rx.Component:
    """Choice, picture, table, definitions."""
    s: Any = RapportState
    return pagina(
        keuzebalk(s, vast=s.is_vast),
        weergave_blok(),
        op_papier(s.papier),
        rx.cond(s.wacht != "", rx.el.p(s.wacht, class_name="melding melding-info mb-4"), rx.fragment()),
        staafgrafiek(s),
        tabel(s, adres="/api/export/rapport", heeft_totaal=s.heeft_totaal),
        rx.cond(s.meer != "", rx.el.p(s.meer, class_name="mt-2 text-sm"), rx.fragment()),
        uitleg(s.koppen),
        titel=s.titel,
        zin=s.zin,
        kruimels=[(t("Cijfers", "Figures"), "/rapportages")],
    )
