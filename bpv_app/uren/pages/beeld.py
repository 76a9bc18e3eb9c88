"""What the hours screens show: small dataclasses in the person's language, made from the queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.tekst import Taal, Tekst
from bpv_app.uren.queries_mijn import Dag, MijnWeek, Stage, Stapje
from bpv_app.uren.rules import SOORT_LABEL, WEEK_LABEL, WEEK_TOON, Oordeel, Soort, WeekStatus
from bpv_app.uren.rules_saldo import Saldo, zin
from bpv_app.uren.rules_tonen import toon_uren, uren_tekst
from bpv_app.uren.rules_week import GEBEURTENIS_LABEL, Wie
from bpv_app.uren.service_inhaal import InhaalPlan
from bpv_app.uren.service_wachtrij import als_velden

_DAGEN_NL = ("ma", "di", "wo", "do", "vr", "za", "zo")
_DAGEN_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
OMTREK = 2 * 3.14159265 * 42
"""Length of the ring's circle (radius 42), for its dashes."""


def weekdag(dag: int, taal: str) -> str:
    """Short name of a day of the week (Monday = 0)."""
    return (_DAGEN_EN if taal == Taal.EN else _DAGEN_NL)[dag]


def dag_kop(datum: date, taal: str) -> str:
    """`ma 23`: the month stands in the head of the week."""
    return f"{weekdag(datum.weekday(), taal)} {datum.day}"


def week_kop(maandag: date, taal: str) -> str:
    """`Week 48 · 23–29 nov`, `Week 49 · 30 nov – 6 dec`."""
    zondag = maandag + timedelta(days=6)
    begin, eind = (toon_datum(d, taal).rsplit(" ", 1)[0] for d in (maandag, zondag))
    dagen = f"{maandag.day}–{eind}" if maandag.month == zondag.month else f"{begin} – {eind}"
    return f"Week {maandag.isocalendar().week} · {dagen}"


@dataclass
class BijlageBeeld:
    id: int
    naam: str
    href: str
    weg: str


@dataclass
class DagBeeld:
    """One row. `v` holds the fields as `als_velden` names them; a locked row shows `tekst` instead."""

    datum: str
    kop: str
    pok_id: int
    dag_id: int
    versie: int
    plan: str
    plan_tekst: str
    vrij: str
    v: dict[str, str] = field(default_factory=dict)
    op_slot: bool = False
    akkoord: bool = False
    tekst: str = ""
    terug: str = ""
    kort: str = ""
    meer: bool = False
    rustig: bool = False
    bijlagen: list[BijlageBeeld] = field(default_factory=list)


LEEG = dict.fromkeys(("uren", "soort", "van", "tot", "pauze", "uren_2", "soort_2", "omschrijving", "werkproces"), "")


def dag_in_woorden(dag: Dag, taal: str) -> str:
    """`8 uur · Groepenkast bedraad`, for a row nobody can change."""
    uren = [
        uren_tekst(r.minuten).in_taal(taal)
        + ("" if r.soort is Soort.GEWERKT else f" {SOORT_LABEL[r.soort].in_taal(taal).lower()}")
        for r in dag.regels
    ]
    return " · ".join(deel for deel in (", ".join(uren), dag.omschrijving) if deel)


def dag_beeld(dag: Dag, taal: str) -> DagBeeld:
    """A day as a row. Days without plan and without hours stay out of the way (`rustig`)."""
    velden = LEEG | {"soort": Soort.GEWERKT.value, "soort_2": Soort.ZIEK.value}
    velden |= als_velden(dag.regels, dag.omschrijving, dag.werkproces)
    tijden = f"{velden['van']}–{velden['tot']}" if velden["van"] else ""
    plan = Tekst(f"plan {toon_uren(dag.plan)}", f"plan {toon_uren(dag.plan, 'en')}")
    return DagBeeld(
        datum=dag.datum.isoformat(),
        kop=dag_kop(dag.datum, taal),
        pok_id=dag.pok_id,
        dag_id=dag.dag_id,
        versie=dag.versie,
        plan=toon_uren(dag.plan) if dag.plan else "",
        plan_tekst=plan.in_taal(taal) if dag.plan else "",
        vrij=dag.vrij.in_taal(taal) if dag.vrij else "",
        v=velden,
        op_slot=dag.op_slot,
        akkoord=dag.oordeel is Oordeel.AKKOORD,
        tekst=dag_in_woorden(dag, taal),
        terug=dag.oordeel_reden if dag.oordeel is Oordeel.TERUG else "",
        kort=" · ".join(filter(None, (tijden, velden["werkproces"]))),
        meer=bool(velden["uren_2"]),
        rustig=not dag.plan and not dag.regels and not dag.omschrijving,
        bijlagen=[
            BijlageBeeld(i, naam, f"/api/uren/bijlage/{i}", f"/api/uren/bijlage/{i}/verwijder")
            for i, naam in dag.bijlagen
        ],
    )


@dataclass
class RingBeeld:
    """The ring and its numbers. `gedaan` and `akkoord` are dashes of a circle of `OMTREK`; percentages in words."""

    procent: str = "0"
    gedaan: str = "0 264"
    akkoord: str = "0 264"
    zin: str = ""
    getallen: str = ""
    uitleg: str = ""


def ring_beeld(saldo: Saldo, minuten_per_dag: int, taal: str) -> RingBeeld:
    """How far, and in one sentence what that means."""

    def deel(minuten: int) -> float:
        return min(1.0, minuten / saldo.totaal) if saldo.totaal else 0.0

    gedaan, totaal = toon_uren(saldo.gedaan, taal), toon_uren(saldo.totaal, taal)
    goed, nog, doel = (toon_uren(m, taal) for m in (saldo.goedgekeurd, saldo.te_gaan, saldo.doel))
    getallen = Tekst(
        f"{gedaan} van {totaal} uur gedaan, {goed} goedgekeurd, nog {nog} te gaan.",
        f"{gedaan} of {totaal} hours done, {goed} approved, {nog} to go.",
    )
    uitleg = Tekst(f"Tot vandaag horen het er {doel} te zijn.", f"Up to today it should be {doel}.")
    return RingBeeld(
        procent=str(int(100 * deel(saldo.gedaan))),
        gedaan=f"{deel(saldo.gedaan) * OMTREK:.1f} {OMTREK:.1f}",
        akkoord=f"{deel(saldo.goedgekeurd) * OMTREK:.1f} {OMTREK:.1f}",
        zin=zin(saldo, minuten_per_dag).in_taal(taal),
        getallen=getallen.in_taal(taal),
        uitleg=uitleg.in_taal(taal),
    )


@dataclass
class StapBeeld:
    """One line of a week's history."""

    tekst: str
    reden: str


def stap_beeld(stap: Stapje, taal: str) -> StapBeeld:
    """`Goedgekeurd door Jan van Dam, 26 nov 2026 10:00 (32 uur)`."""
    door = "by" if taal == Taal.EN else "door"
    uren = uren_tekst(stap.minuten).in_taal(taal)
    wat = GEBEURTENIS_LABEL[stap.wat].in_taal(taal)
    return StapBeeld(f"{wat} {door} {stap.door}, {toon_moment(stap.op, taal)} ({uren})", stap.reden)


@dataclass
class WeekBeeld:
    """The week as a whole. `status` is that of the agreement that is furthest behind (two in a mutation week)."""

    maandag: str = ""
    kop: str = ""
    vorige: str = ""
    volgende: str = ""
    status: str = WeekStatus.OPEN.value
    status_tekst: str = ""
    toon: str = ""
    reden: str = ""
    door: str = ""
    naar: str = ""
    totaal: str = ""


_ACHTERAAN = (WeekStatus.TERUGGESTUURD, WeekStatus.OPEN, WeekStatus.INGEDIEND, WeekStatus.GOEDGEKEURD)


def week_status(week: MijnWeek) -> WeekStatus:
    """The status of the week for the student: the one that asks most of them."""
    per_pok = {w.pok_id: w.status for w in week.weken}
    statussen = {per_pok.get(d.pok_id, WeekStatus.OPEN) for d in week.dagen if d.pok_id and (d.regels or d.plan)}
    return next((s for s in _ACHTERAAN if s in statussen), WeekStatus.OPEN)


def stage_label(stage: Stage, taal: str) -> str:
    """`Kade Negen, vanaf sep 2026`."""
    begin = toon_datum(stage.begin, taal).split(" ", 1)[1]
    return Tekst(f"{stage.bedrijf}, vanaf {begin}", f"{stage.bedrijf}, from {begin}").in_taal(taal)


def adres(stage: Stage, maandag: date) -> str:
    return f"/uren?week={maandag.isoformat()}&stage={stage.dossier_id}"


def week_beeld(week: MijnWeek, vandaag: date, taal: str) -> WeekBeeld:
    """The head and the foot of the week."""
    status, stage = week_status(week), week.stage
    terug = next((w for w in week.weken if w.status is WeekStatus.TERUGGESTUURD), None)
    gezien = next((w for w in week.weken if w.beoordeeld_op and w.status is WeekStatus.GOEDGEKEURD), None)
    pok = next((stage.pok_op(d.datum) for d in week.dagen if d.pok_id), None)
    eerder, later = week.maandag - timedelta(days=7), week.maandag + timedelta(days=7)
    school = Tekst("je begeleider van school", "your school supervisor").in_taal(taal)
    naar = pok.opleider if pok and Wie.BEDRIJF in week.regels.beoordelaars(pok) else school
    return WeekBeeld(
        maandag=week.maandag.isoformat(),
        kop=week_kop(week.maandag, taal),
        vorige=adres(stage, eerder) if eerder + timedelta(days=6) >= stage.begin else "",
        volgende=adres(stage, later) if later <= min(stage.eind, vandaag) else "",
        status=status.value,
        status_tekst=WEEK_LABEL[status].in_taal(taal),
        toon=WEEK_TOON[status],
        reden=terug.reden if terug else "",
        door=(terug or gezien).beoordeeld_door if (terug or gezien) else "",  # type: ignore[union-attr]
        naar=naar or school,
        totaal=week_totaal(sum(d.minuten for d in week.dagen), taal),
    )


def week_totaal(minuten: int, taal: str) -> str:
    """`Deze week: 32 uur`."""
    uren = uren_tekst(minuten)
    return Tekst(f"Deze week: {uren.nl}", f"This week: {uren.en}").in_taal(taal)


@dataclass
class PlanBeeld:
    """A plan to make up hours, in words."""

    id: str
    kop: str
    plan: str


def plan_beeld(plan: InhaalPlan, taal: str) -> PlanBeeld:
    """`4 uur inhalen vóór 12 dec 2026`."""
    uren = uren_tekst(plan.minuten)
    kop = Tekst(
        f"{uren.nl} inhalen vóór {toon_datum(plan.voor)}", f"Make up {uren.en} before {toon_datum(plan.voor, 'en')}"
    )
    return PlanBeeld(str(plan.id), kop.in_taal(taal), plan.plan)
