"""/uren/beoordelen: which weeks wait for me? One tap per week. /uren/week/<id>: one week, day by day, with history."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, lees_datum, toon_moment
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.toegang.audit import noteer_inzage
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import open_dialoog, sluit_dialoog
from bpv_app.uren.pages.beeld import BijlageBeeld, StapBeeld, dag_kop, stap_beeld, week_kop
from bpv_app.uren.pages.beoordelen_delen import TERUG, kaart_week, leeg, terug_venster, week_heel
from bpv_app.uren.queries_beoordelen import DagTeLezen, WeekTeLezen, get_week, list_te_beoordelen
from bpv_app.uren.rules import SOORT_LABEL, WEEK_LABEL, WEEK_TOON, Gebeurtenis, Oordeel, Soort
from bpv_app.uren.rules_invoer import RegelInvoer
from bpv_app.uren.rules_tonen import toon_uren, uren_tekst
from bpv_app.uren.rules_week import WeekGewijzigd
from bpv_app.uren.service_wachtrij import toon_tijd
from bpv_app.uren.service_week import heropen, keur_dag_goed, keur_goed, stuur_terug


@dataclass
class DagRegel:
    """A day as the assessor reads it."""

    datum: str
    kop: str
    uren: str
    details: str
    tekst: str
    let_op: str
    akkoord: bool
    terug: str
    bijlagen: list[BijlageBeeld] = field(default_factory=list)


@dataclass
class WeekKaart:
    """A week as the assessor reads it; the booleans are the buttons that do something."""

    id: str = ""
    versie: str = ""
    student: str = ""
    bedrijf: str = ""
    kop: str = ""
    status: str = ""
    toon: str = ""
    totaal: str = ""
    vergelijk: str = ""
    reden: str = ""
    beoordeeld: str = ""
    mag_keuren: bool = False
    mag_terug: bool = False
    mag_heropenen: bool = False
    dagen: list[DagRegel] = field(default_factory=list)
    historie: list[StapBeeld] = field(default_factory=list)


def _regel(r: RegelInvoer, taal: str) -> str:
    soort = "" if r.soort is Soort.GEWERKT else f"{SOORT_LABEL[r.soort].in_taal(taal)} {toon_uren(r.minuten, taal)}"
    if r.van is None or r.tot is None:
        return soort
    pauze = Tekst(f", pauze {r.pauze} min.", f", break {r.pauze} min.").in_taal(taal) if r.pauze else ""
    return f"{soort} {toon_tijd(r.van)}–{toon_tijd(r.tot)}{pauze}".strip()


def dag_regel(dag: DagTeLezen, taal: str) -> DagRegel:
    """One day in words."""
    telt = Tekst(f"{toon_uren(dag.telt)} telt mee.", f"{toon_uren(dag.telt, 'en')} count.")
    waarom = " ".join(w.in_taal(taal) for w in dict.fromkeys(dag.waarom))
    return DagRegel(
        datum=dag.datum.isoformat(),
        kop=dag_kop(dag.datum, taal),
        uren=uren_tekst(dag.minuten).in_taal(taal),
        details="; ".join(filter(None, (_regel(r, taal) for r in dag.regels))),
        tekst=" · ".join(filter(None, (dag.omschrijving, dag.werkproces))),
        let_op=f"{telt.in_taal(taal)} {waarom}" if waarom else "",
        akkoord=dag.oordeel is Oordeel.AKKOORD,
        terug=dag.oordeel_reden if dag.oordeel is Oordeel.TERUG else "",
        bijlagen=[BijlageBeeld(i, naam, f"/api/uren/bijlage/{i}", "") for i, naam in dag.bijlagen],
    )


def week_kaart(week: WeekTeLezen, taal: str) -> WeekKaart:
    """The whole week in words."""
    verschil = week.minuten - week.plan
    meer, minder = uren_tekst(abs(verschil)), uren_tekst(week.plan)
    if not verschil:
        vergelijk = Tekst("precies zoals gepland", "exactly as planned")
    elif verschil > 0:
        vergelijk = Tekst(f"{meer.nl} meer dan gepland ({minder.nl})", f"{meer.en} more than planned ({minder.en})")
    else:
        vergelijk = Tekst(f"{meer.nl} minder dan gepland ({minder.nl})", f"{meer.en} less than planned ({minder.en})")
    door = Tekst(
        f"{week.beoordeeld_door}, {toon_moment(week.beoordeeld_op)}",
        f"{week.beoordeeld_door}, {toon_moment(week.beoordeeld_op, 'en')}",
    )
    return WeekKaart(
        id=str(week.id),
        versie=str(week.versie),
        student=week.pok.student,
        bedrijf=week.pok.bedrijf,
        kop=week_kop(week.maandag, taal),
        status=WEEK_LABEL[week.status].in_taal(taal),
        toon=WEEK_TOON[week.status],
        totaal=uren_tekst(week.minuten).in_taal(taal),
        vergelijk=vergelijk.in_taal(taal),
        reden=week.reden,
        beoordeeld=door.in_taal(taal) if week.beoordeeld_op else "",
        mag_keuren=Gebeurtenis.GOEDGEKEURD in week.mag,
        mag_terug=Gebeurtenis.TERUGGESTUURD in week.mag,
        mag_heropenen=Gebeurtenis.HEROPEND in week.mag,
        dagen=[dag_regel(d, taal) for d in week.dagen],
        historie=[stap_beeld(s, taal) for s in week.historie],
    )


class BeoordelenState(rx.State):
    """The weeks that wait for me, or the one week of the address."""

    weken: list[WeekKaart] = []
    week: WeekKaart = WeekKaart()
    zin: str = ""
    ik: str = ""
    terug_id: str = ""
    terug_versie: str = ""
    terug_datum: str = ""
    terug_kop: str = ""

    @handler(Actie.UREN_BEOORDELEN, laadt=True)
    async def laad(self) -> None:
        """Read what waits."""
        await self._lees_lijst()

    async def _lees_lijst(self) -> None:
        taal = (await self.get_state(BasisState)).taal
        weken = await lees(list_te_beoordelen)
        self.ik = huidige_actor().naam
        self.weken = [week_kaart(w, taal) for w in weken]
        n, studenten = len(weken), len({w.pok.student_id for w in weken})
        if not n:
            zin = Tekst("Er wacht niets op jou.", "Nothing waits for you.")
        else:
            zin = Tekst(
                f"{n} {'week wacht' if n == 1 else 'weken wachten'} op jou, van {studenten} "
                f"{'student' if studenten == 1 else 'studenten'}.",
                f"{n} {'week waits' if n == 1 else 'weeks wait'} for you, of {studenten} "
                f"{'student' if studenten == 1 else 'students'}.",
            )
        self.zin = zin.in_taal(taal)

    @handler(Actie.UREN_BEOORDELEN, Actie.UREN_ZIEN, laadt=True)
    async def laad_week(self) -> None:
        """Read the week of the address; that one looked is recorded."""
        week_id = als_id(pad_deel(self, 2))

        def werk(session: Any, wie: Actor) -> WeekTeLezen:
            week = get_week(session, wie, week_id)
            noteer_inzage(session, wie, "uren_week", week.id, "urenweek bekeken", klok.nu())
            return week

        self.ik = huidige_actor().naam
        self.week = week_kaart(await schrijf(werk), (await self.get_state(BasisState)).taal)

    async def _opnieuw(self) -> None:
        """Read again what is on the screen: the list, or the week of the address."""
        if pad_deel(self, 1) == "week":
            week_id = als_id(pad_deel(self, 2))
            week = await lees(lambda session, wie: get_week(session, wie, week_id))
            self.week = week_kaart(week, (await self.get_state(BasisState)).taal)
        else:
            await self._lees_lijst()

    async def _stap(self, verb: Any) -> None:
        try:
            await schrijf(verb)
        except WeekGewijzigd:
            await self._opnieuw()
            raise
        await self._opnieuw()

    @handler(Actie.UREN_BEOORDELEN)
    async def akkoord(self, week_id: str, versie: str) -> None:
        """Approve a whole week as it is on the screen."""
        nummer, gezien = als_id(week_id), als_id(versie)
        await self._stap(lambda session, wie: keur_goed(session, wie, klok, nummer, gezien))
        await zeg(self, "Akkoord. De week staat vast.", "Approved. The week is locked.")

    @handler(Actie.UREN_BEOORDELEN)
    async def dag_akkoord(self, week_id: str, versie: str, datum: str) -> None:
        """Approve one day."""
        nummer, gezien, dag = als_id(week_id), als_id(versie), _dag(datum)
        await self._stap(lambda session, wie: keur_dag_goed(session, wie, klok, nummer, dag, gezien))
        await zeg(self, "Dag akkoord.", "Day approved.")

    @handler(Actie.UREN_BEOORDELEN)
    async def vraag_terug(self, week_id: str, versie: str, datum: str, kop: str) -> Any:
        """Ask why the week goes back (`datum`: because of that day)."""
        self.terug_id, self.terug_versie = str(als_id(week_id)), str(als_id(versie))
        self.terug_datum, self.terug_kop = str(datum)[:10], str(kop)[:120]
        return open_dialoog(TERUG)

    @handler(Actie.UREN_BEOORDELEN)
    async def terug(self, gegevens: dict[str, Any]) -> Any:
        """Send the week back, or open an approved one again."""
        nummer, gezien = als_id(self.terug_id), als_id(self.terug_versie)
        dag, reden = _dag(self.terug_datum) if self.terug_datum else None, formulier(gegevens).get("reden", "")

        def verb(session: Any, wie: Actor) -> Any:
            week = get_week(session, wie, nummer)
            if Gebeurtenis.HEROPEND in week.mag:
                return heropen(session, wie, klok, nummer, reden)
            return stuur_terug(session, wie, klok, nummer, reden, gezien, dag)

        await self._stap(verb)
        await zeg(self, "Teruggestuurd. De student krijgt een mail.", "Sent back. The student gets a mail.")
        return sluit_dialoog(TERUG)


def _dag(tekst: object) -> date:
    """A date a browser sent; one that never has hours when it is none."""
    try:
        return lees_datum(str(tekst)[:10]) or date(1900, 1, 1)
    except ValueError:
        return date(1900, 1, 1)


@rx.page(route="/uren/beoordelen", title="Uren beoordelen · BPV-app", on_load=BeoordelenState.laad)
def beoordelen() -> rx.Component:
    """A card per week, oldest first."""
    return pagina(
        rx.el.div(
            rx.cond(
                BeoordelenState.weken.length() > 0,
                rx.foreach(BeoordelenState.weken, lambda w: kaart_week(BeoordelenState, w)),
                leeg(),
            ),
            class_name="grid gap-4",
        ),
        terug_venster(BeoordelenState),
        titel=t("Uren beoordelen", "Assess hours"),
        zin=BeoordelenState.zin,
        smal=True,
    )


@rx.page(route="/uren/week/[week_nr]", title="Urenweek · BPV-app", on_load=BeoordelenState.laad_week)
def urenweek() -> rx.Component:
    """One week: days, buttons, history."""
    return pagina(
        week_heel(BeoordelenState, BeoordelenState.week),
        terug_venster(BeoordelenState),
        titel=BeoordelenState.week.student,
        zin=BeoordelenState.week.kop,
        smal=True,
    )
