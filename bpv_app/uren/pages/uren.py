"""/uren: this week, hours per day, what I did, how far am I? On a phone, also without a connection.

The rows are plain forms. `assets/app.js` keeps what is typed on the phone and sends it to `UrenState.bewaar`, again
until it is answered; so no row depends on what the server or this state remembers.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, lees_datum
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst_staat import Optie
from bpv_app.uren.pages.beeld import (
    DagBeeld,
    PlanBeeld,
    RingBeeld,
    StapBeeld,
    WeekBeeld,
    adres,
    dag_beeld,
    plan_beeld,
    ring_beeld,
    stage_label,
    stap_beeld,
    week_beeld,
    week_totaal,
    weekdag,
)
from bpv_app.uren.pages.uren_delen import geen_stage, inhalen, kop, stages, voet, werkdagen
from bpv_app.uren.pages.uren_rij import rijen
from bpv_app.uren.queries_mijn import MijnWeek, Stage, get_mijn_week, list_stages
from bpv_app.uren.rules_tonen import uren_tekst
from bpv_app.uren.service_inhaal import InhaalPlan, laat_plan_vervallen, list_inhaalplannen, maak_inhaalplan
from bpv_app.uren.service_mijn_week import dien_week_in, trek_week_in
from bpv_app.uren.service_vullen import neem_vorige_week_over, stel_werkdagen_in, vul_zoals_gepland
from bpv_app.uren.service_wachtrij import verwerk_wachtrij


def _dag(tekst: object) -> date | None:
    try:
        return lees_datum(str(tekst)[:20])
    except ValueError:
        return None


class UrenState(rx.State):
    """One's own week. Everything can be read again from the address."""

    wie: str = ""
    heeft_stage: bool = True
    stage: str = ""
    stage_opties: list[Optie] = []
    bedrijf: str = ""
    week: WeekBeeld = WeekBeeld()
    ring: RingBeeld = RingBeeld()
    dagen: list[DagBeeld] = []
    rustig: list[DagBeeld] = []
    historie: list[StapBeeld] = []
    plannen: list[PlanBeeld] = []
    in_te_halen: str = ""
    werkdagen: list[Optie] = []
    werkdagen_aan: list[str] = []
    beurt: int = 0
    _stage: Stage | None = None

    @handler(Actie.UREN_SCHRIJVEN, laadt=True)
    async def laad(self) -> None:
        """Read the week of the address; without one this week."""
        query = self.router.url.query_parameters
        maandag, dossier_id = _dag(query.get("week", "")), als_id(query.get("stage", ""))
        self.wie = str(huidige_actor().account_id or "")

        def werk(session: Any, wie: Actor) -> tuple[MijnWeek | None, tuple[Stage, ...], tuple[InhaalPlan, ...]]:
            stages_ = list_stages(session, wie)
            week = get_mijn_week(session, wie, klok.vandaag(), maandag, dossier_id) if stages_ else None
            return week, stages_, list_inhaalplannen(session, [p.id for p in week.stage.poks] if week else [])

        week, alle, plannen = await lees(werk)
        taal = (await self.get_state(BasisState)).taal
        self.heeft_stage = week is not None
        self.stage_opties = [Optie(adres(s, klok.vandaag()), stage_label(s, taal)) for s in alle]
        self.plannen = [plan_beeld(p, taal) for p in plannen]
        if week is not None:
            self._toon(week, taal)

    def _toon(self, week: MijnWeek, taal: str) -> None:
        self._stage = week.stage
        self.stage = adres(week.stage, klok.vandaag())
        self.bedrijf = week.stage.bedrijf
        self.week = week_beeld(week, klok.vandaag(), taal)
        self.ring = ring_beeld(week.saldo, week.minuten_per_dag, taal)
        beelden = [dag_beeld(d, taal) for d in week.dagen if d.pok_id]
        self.dagen = [b for b in beelden if not b.rustig]
        self.rustig = [b for b in beelden if b.rustig]
        self.in_te_halen = uren_tekst(week.saldo.in_te_halen).in_taal(taal) if week.saldo.in_te_halen else ""
        self.historie = [stap_beeld(s, taal) for s in week.historie]
        per_weekdag = week.stage.poks[-1].afspraak(week.regels).per_weekdag()
        self.werkdagen = [Optie(str(n), weekdag(n, taal)) for n in range(7)]
        self.werkdagen_aan = [str(n) for n in per_weekdag]

    async def _opnieuw(self) -> None:
        maandag, dossier_id = _dag(self.week.maandag), self._stage.dossier_id if self._stage else 0
        week = await lees(lambda session, wie: get_mijn_week(session, wie, klok.vandaag(), maandag, dossier_id))
        self.beurt += 1  # the rows are drawn anew: their fields were filled in here, not by hand
        self._toon(week, (await self.get_state(BasisState)).taal)

    @handler(Actie.UREN_SCHRIJVEN)
    async def bewaar(self, gegevens: dict[str, Any]) -> Any:
        """Save the days the phone kept; it hears about each of them, and asks for the balance when it has sent all."""
        ruw = formulier(gegevens).get("dagen", "")
        antwoorden = await schrijf(lambda session, wie: verwerk_wachtrij(session, wie, klok, ruw))
        taal = (await self.get_state(BasisState)).taal
        return rx.call_script(f"bpvUren.antwoord({json.dumps([a.in_taal(taal) for a in antwoorden])})")

    @handler(Actie.UREN_SCHRIJVEN)
    async def tel_bij(self) -> None:
        """The balance and the sum of the week after a save; the rows are left alone."""
        maandag, dossier_id = self._waar()
        taal = (await self.get_state(BasisState)).taal
        week = await lees(lambda session, wie: get_mijn_week(session, wie, klok.vandaag(), maandag, dossier_id))
        self.ring = ring_beeld(week.saldo, week.minuten_per_dag, taal)
        self.week.totaal = week_totaal(sum(d.minuten for d in week.dagen), taal)

    @handler(Actie.UREN_SCHRIJVEN)
    async def vul_gepland(self) -> None:
        """The planned hours on every empty day up to today."""
        await self._vul(vul_zoals_gepland)

    @handler(Actie.UREN_SCHRIJVEN)
    async def vul_vorige(self) -> None:
        """Last week's hours on every empty day up to today."""
        await self._vul(neem_vorige_week_over)

    async def _vul(self, vul: Any) -> None:
        maandag, dossier_id = self._waar()
        gevuld = await schrijf(lambda session, wie: vul(session, wie, klok, maandag, dossier_id))
        await self._opnieuw()
        n = len(gevuld)
        await zeg(
            self, f"{n} {'dag' if n == 1 else 'dagen'} ingevuld.", f"{n} {'day' if n == 1 else 'days'} filled in."
        )

    def _waar(self) -> tuple[date, int]:
        maandag = _dag(self.week.maandag)
        if maandag is None or self._stage is None:
            raise NietGevonden
        return maandag, self._stage.dossier_id

    @handler(Actie.UREN_SCHRIJVEN)
    async def stuur_in(self) -> None:
        """Send this week in."""
        await self._stap(dien_week_in)
        naar = self.week.naar
        await zeg(self, f"Ingestuurd. {naar} krijgt bericht.", f"Sent in. {naar} will be told.")

    @handler(Actie.UREN_SCHRIJVEN)
    async def neem_terug(self) -> None:
        """Take this week back before it is judged."""
        await self._stap(trek_week_in)
        await zeg(
            self, "De week is weer van jou. Stuur hem straks opnieuw in.", "The week is yours again. Send it later."
        )

    async def _stap(self, verb: Any) -> None:
        maandag, dossier_id = self._waar()
        try:
            await schrijf(lambda session, wie: verb(session, wie, klok, maandag, dossier_id))
        finally:
            await self._opnieuw()

    @handler(Actie.UREN_SCHRIJVEN)
    async def bewaar_werkdagen(self, gegevens: dict[str, Any]) -> None:
        """The days on which I work."""
        _, dossier_id = self._waar()
        dagen = [n for n in range(7) if f"dag-{n}" in formulier(gegevens)]
        await schrijf(lambda session, wie: stel_werkdagen_in(session, wie, klok, dossier_id, dagen))
        await self._opnieuw()
        await zeg(self, Tekst("Je werkdagen zijn bewaard.", "Your working days are saved."))

    @handler(Actie.UREN_SCHRIJVEN)
    async def maak_plan(self, gegevens: dict[str, Any]) -> None:
        """How I make up missed hours."""
        _, dossier_id = self._waar()
        form = formulier(gegevens)
        uren_, voor, plan = form.get("uren", ""), _dag(form.get("voor", "")), form.get("plan", "")
        await schrijf(lambda session, wie: maak_inhaalplan(session, wie, klok, dossier_id, uren_, voor, plan))
        await self._lees_plannen()
        await zeg(self, "Je plan is bewaard.", "Your plan is saved.")

    @handler(Actie.UREN_SCHRIJVEN)
    async def plan_klaar(self, plan_id: str) -> None:
        """This plan is done, or not needed any more."""
        nummer = als_id(plan_id)
        await schrijf(lambda session, wie: laat_plan_vervallen(session, wie, klok, nummer))
        await self._lees_plannen()
        await zeg(self, "Het plan is weg.", "The plan is gone.")

    async def _lees_plannen(self) -> None:
        poks = [p.id for p in self._stage.poks] if self._stage else []
        plannen = await lees(lambda session, _wie: list_inhaalplannen(session, poks))
        taal = (await self.get_state(BasisState)).taal
        self.plannen = [plan_beeld(p, taal) for p in plannen]


@rx.page(route="/uren", title="Mijn uren · BPV-app", on_load=UrenState.laad)
def uren() -> rx.Component:
    """Ring, week, rows, send in."""
    return pagina(
        rx.cond(
            UrenState.heeft_stage,
            rx.el.div(
                stages(UrenState),
                kop(UrenState),
                rijen(UrenState),
                voet(UrenState),
                inhalen(UrenState),
                werkdagen(UrenState),
                rx.el.form(
                    rx.el.textarea(name="dagen", aria_hidden="true", tab_index=-1),
                    id="uren-wachtrij",
                    on_submit=UrenState.bewaar,
                    class_name="hidden",
                ),
                rx.el.button(
                    type="button", id="uren-tel-bij", on_click=UrenState.tel_bij, tab_index=-1, class_name="hidden"
                ),
                rx.el.script(src="/lengte.js", async_=True),
                id="uren-scherm",
                custom_attrs={"data-wie": UrenState.wie},
            ),
            geen_stage(),
        ),
        titel=t("Mijn uren", "My hours"),
        zin=rx.cond(UrenState.heeft_stage, UrenState.ring.zin, ""),
        smal=True,
    )
