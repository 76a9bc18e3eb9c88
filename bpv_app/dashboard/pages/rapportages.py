"""/rapportages: where do the placements get stuck, what is late, per team, class, begeleider, year?"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import reflex as rx

from bpv_app.dashboard.pages.levend import levend
from bpv_app.dashboard.pages.rapportages_beeld import (
    GroepBeeld,
    KernBeeld,
    KopBeeld,
    MaandBeeld,
    TrapBeeld,
    alle_uitleg,
    eerste_zin,
    groep_beeld,
    kern_beelden,
    koppen,
    maand_beelden,
    trap_beelden,
)
from bpv_app.dashboard.pages.rapportages_delen import grafiek, kern, tabel, trechter, uitleg
from bpv_app.dashboard.queries_cijfers import Overzicht, get_overzicht, huidig_jaar
from bpv_app.dashboard.queries_plaatsingen import get_merk
from bpv_app.dashboard.rules_cijfers import PER_LABEL, Per
from bpv_app.dashboard.rules_keuze import ALLE, als_query, lees_keuze
from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import Optie
from bpv_app.uren.rules_inrichting import schooljaar_tekst


class RapportageState(rx.State):
    """The figures of who looks; the address says of which year and team, and what the table has lines for."""

    zin: str = ""
    kern: list[KernBeeld] = []
    trappen: list[TrapBeeld] = []
    maanden: list[MaandBeeld] = []
    koppen: list[KopBeeld] = []
    uitleg: list[KopBeeld] = []
    groepen: list[GroepBeeld] = []
    totaal: GroepBeeld = GroepBeeld("", [])
    jaren: list[Optie] = []
    teams: list[Optie] = []
    pers: list[Optie] = []
    jaar: str = ""
    team: str = ""
    per: str = Per.TEAM.value
    per_label: str = ""
    query: str = ""
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
        query = dict(parse_qsl(str(self.router.url.query or "")))
        keuze = lees_keuze(query, huidig_jaar(vandaag))
        self.merk, overzicht = await lees(
            lambda session, wie: (get_merk(session), get_overzicht(session, wie, keuze, vandaag))
        )
        self._toon(overzicht, taal)

    def _toon(self, o: Overzicht, taal: str) -> None:
        keuze = o.keuze
        self.zin = eerste_zin(o).in_taal(taal)
        self.kern, self.trappen = kern_beelden(o, taal), trap_beelden(o.trappen, keuze, taal)
        self.maanden = maand_beelden(o.maanden, taal)
        self.koppen, self.uitleg = koppen(taal), alle_uitleg(taal)
        self.groepen = [groep_beeld(g, keuze, taal) for g in o.groepen]
        alles = Tekst("Totaal", "Total").in_taal(taal)
        self.totaal = groep_beeld(o.totaal, keuze, taal, naam=alles, is_totaal=True)
        self.jaren = [Optie(ALLE, Tekst("Alle jaren", "All years").in_taal(taal))]
        self.jaren += [
            Optie(str(j), schooljaar_tekst(j)) for j in sorted({*o.jaren, *_gekozen(keuze.jaar)}, reverse=True)
        ]
        self.teams = [Optie("", Tekst("Alle teams", "All teams").in_taal(taal))]
        self.teams += [Optie(str(i), naam) for i, naam in o.teams]
        self.pers = [Optie(p.value, PER_LABEL[p].in_taal(taal)) for p in Per]
        self.jaar = ALLE if keuze.jaar is None else str(keuze.jaar)
        self.team, self.per = "" if keuze.team_id is None else str(keuze.team_id), keuze.per.value
        self.per_label, self.query = PER_LABEL[keuze.per].in_taal(taal), als_query(keuze)

    @handler(Actie.RAPPORT_ZIEN)
    async def kies(self, naam: str, waarde: str) -> Any:
        """Another year, team, or kind of line: a new address, so that back and sharing work."""
        nu = {"jaar": self.jaar, "team": self.team, "per": self.per}
        if isinstance(naam, str) and naam in nu:
            nu[naam] = str(waarde)[:40]
        return rx.redirect(f"/rapportages?{als_query(lees_keuze(nu, huidig_jaar(klok.vandaag())))}")


def _gekozen(jaar: int | None) -> set[int]:
    return set() if jaar is None else {jaar}


def _kies(naam: str, label: Any, waarde: Any, opties: Any) -> rx.Component:
    return rx.el.div(
        rx.el.label(label, html_for=f"kies-{naam}", class_name="veld-label"),
        rx.el.select(
            rx.foreach(opties, lambda o: rx.el.option(o.label, value=o.waarde)),
            value=waarde,
            on_change=lambda nieuw: RapportageState.kies(naam, nieuw),
            id=f"kies-{naam}",
            class_name="select select-sm w-full",
        ),
        class_name="min-w-36 grow sm:max-w-56",
    )


@rx.page(route="/rapportages", title="Cijfers · BPV-app", on_load=RapportageState.laad)
def rapportages() -> rx.Component:
    """Choice, what needs somebody, the funnel, signing per month, the table, the definitions."""
    s: Any = RapportageState
    return pagina(
        rx.el.form(
            _kies("jaar", t("Schooljaar", "School year"), s.jaar, s.jaren),
            _kies("team", t("Team", "Team"), s.team, s.teams),
            _kies("per", t("Tabel per", "Table per"), s.per, s.pers),
            on_submit=rx.prevent_default,
            aria_label=t("Keuze", "Choice"),
            class_name="mb-4 flex flex-wrap items-end gap-3 print:hidden",
        ),
        kern(s.kern),
        rx.el.div(
            trechter(s.trappen),
            grafiek(s.maanden),
            class_name="mt-4 grid gap-4 xl:grid-cols-2",
        ),
        tabel(s),
        uitleg(s.uitleg),
        levend(s),
        titel=t("Cijfers", "Figures"),
        zin=s.zin,
    )
