"""Hours of the placements that run or ended: planned days, now and then sick or late home, weeks approved or waiting.

The plan, the statuses and who approves come from the app's own rules; what its services would write besides (history,
audit) is written here.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from bpv_app.demo.boek import Boek, id_van
from bpv_app.demo.kalender import Kalender, moment
from bpv_app.demo.schrijfwerk import Schrijfwerk
from bpv_app.demo.vakanties import school_kalender
from bpv_app.kernel.actor import Actor
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account, AccountRol
from bpv_app.uren.queries_pok import TeamRegels
from bpv_app.uren.rules import SOORT_LABEL, Beoordelaar, Gebeurtenis, Oordeel, Soort, WeekStatus
from bpv_app.uren.rules_plan import Afspraak, DagPlan, maandag_van, plan_week
from bpv_app.uren.rules_tonen import uren_tekst
from bpv_app.uren.rules_week import STAPPEN, Wie, check_stap
from bpv_app.uren.tables import TeamUren, UrenDag, UrenGebeurtenis, UrenRegel, UrenWeek

VOORBIJ = 6
"""Placements that are over and have hours too; all that run have them."""
_LOOPT = frozenset({PokStatus.DEFINITIEF, PokStatus.VERVANGEN})
GEDAAN = (
    "Meegelopen met een collega en zelf materiaal klaargezet.",
    "Zelfstandig gewerkt aan de opdracht van maandag.",
    "Gesprek gehad met mijn praktijkopleider, daarna verder met de klus.",
    "Geholpen bij een klant en alles opgeschreven.",
    "Opgeruimd, gecontroleerd en de volgende dag voorbereid.",
    "Nieuwe manier van werken geleerd en zelf geprobeerd.",
)
_WERKPROCES = ("", "", "Werk voorbereiden", "Werk uitvoeren", "Werk opleveren")
_TERUG = (
    "Woensdag was je tot 15.00 uur aanwezig. Wil je dat aanpassen?",
    "Vul nog in wat je op dinsdag hebt gedaan.",
    "Je was donderdag ziek gemeld; dat staat er nog als gewerkt.",
)
BEGIN = 8 * 60 + 30
PAUZE = 30


class Verloop(NamedTuple):
    """How far a week came; `teruggeweest`: it was sent back once and then approved."""

    status: WeekStatus
    teruggeweest: bool = False


class Mensen(NamedTuple):
    """Who writes and who judges."""

    student: Actor
    beoordelaar: Actor
    wie: Wie


class UrenMaker:
    """Writes the hours of one agreement at a time into the book."""

    def __init__(self, boek: Boek, werk: Schrijfwerk, kalender: Kalender, *, student: int, opleider: int) -> None:
        self._boek, self._werk, self._k = boek, werk, kalender
        self._student, self._opleider = student, opleider
        self._vrij = school_kalender(kalender.vandaag)
        self._scholen = {r.team_id for r in boek.alle(TeamUren) if r.beoordelaar is Beoordelaar.SCHOOL}
        self._accounts = {id_van(a): a for a in boek.alle(Account)}
        self._van_student = {r.student_id: r.account_id for r in boek.alle(AccountRol) if r.student_id}
        self._van_contact = {r.contactpersoon_id: r.account_id for r in boek.alle(AccountRol) if r.contactpersoon_id}
        self._namen = {id_van(s): s.naam for s in boek.alle(Student)}
        self._contacten = {id_van(c): c.naam for c in boek.alle(Contactpersoon)}

    def schrijf(self) -> None:
        """All that run, and some that are over; of the demo's own people always."""
        voorbij = 0
        for pok in self._boek.alle(Pok):
            eind = pok.werkelijk_eind_op or pok.eind_op
            if pok.begin_op is None or eind is None or pok.begin_op >= self._k.vandaag:
                continue
            van_demo = pok.student_id == self._student or pok.praktijkopleider_id == self._opleider
            loopt = pok.status in _LOOPT and eind >= self._k.dag(-9)
            is_voorbij = pok.status is PokStatus.AFGEROND or (pok.status in _LOOPT and not loopt)
            voorbij += is_voorbij
            if loopt or (is_voorbij and (van_demo or voorbij <= VOORBIJ)):
                self._pok(pok, pok.begin_op, eind)

    def _pok(self, pok: Pok, begin: date, eind: date) -> None:
        r = Random(f"uren {pok.id}")  # noqa: S311 - which day somebody was ill
        weken, mensen = self._weken(pok, begin, eind), self._mensen(pok)
        geklokt = r.random() < 0.5
        laatste = eind < maandag_van(self._k.vandaag)
        for n, (maandag, dagen) in enumerate(reversed(weken)):
            nu = not laatste and maandag == self._k.maandag(0)
            plek = n if laatste or weken[-1][0] != self._k.maandag(0) else n - 1
            verloop = Verloop(WeekStatus.OPEN) if nu else self._verloop(pok, plek, r)
            if verloop is not None:
                self._week(pok, mensen, maandag, dagen, verloop, r, geklokt=geklokt)

    def _weken(self, pok: Pok, begin: date, eind: date) -> list[tuple[date, list[DagPlan]]]:
        """Weeks with the planned days before today, oldest first."""
        uren = pok.uren_per_week or 0
        afspraak = Afspraak(
            id_van(pok), begin, eind, int(uren * 60), TeamRegels().werkdagen, (pok.uren_totaal or 0) * 60,
            pok.dagen_per_week,
        )  # fmt: skip
        uit, maandag = [], maandag_van(begin)
        while maandag <= min(eind, self._k.dag(-1)):
            dagen = [d for d in plan_week(afspraak, self._vrij, maandag) if d.minuten and d.datum < self._k.vandaag]
            if dagen:
                uit.append((maandag, dagen))
            maandag += timedelta(days=7)
        return uit

    def _mensen(self, pok: Pok) -> Mensen:
        student_account = self._van_student.get(pok.student_id)
        student = Actor(student_account, self._namen[pok.student_id])
        if pok.team_id in self._scholen or pok.praktijkopleider_id is None:
            begeleider = self._accounts[pok.onderwijsbegeleider_id or 1]
            return Mensen(student, Actor(begeleider.id, begeleider.naam), Wie.SCHOOL)
        opleider = pok.praktijkopleider_id
        return Mensen(student, Actor(self._van_contact.get(opleider), self._contacten[opleider]), Wie.BEDRIJF)

    def _verloop(self, pok: Pok, plek: int, r: Random) -> Verloop | None:
        """How far the last full week (0), the one before (1) and so on came; None: nothing was written."""
        kans = r.random()
        goed = Verloop(WeekStatus.GOEDGEKEURD, teruggeweest=plek > 1 and kans < 0.05)
        wacht = Verloop(WeekStatus.INGEDIEND)
        if pok.status is PokStatus.AFGEROND:
            return goed
        if pok.student_id == self._student:
            return {0: Verloop(WeekStatus.TERUGGESTUURD), 1: wacht}.get(plek, goed)
        if pok.praktijkopleider_id == self._opleider:
            return wacht if plek < 2 else goed
        if plek == 0:
            if kans < 0.06:
                return None
            if kans < 0.2:
                return Verloop(WeekStatus.OPEN)
            return Verloop(WeekStatus.TERUGGESTUURD) if kans < 0.27 else wacht
        if plek == 1:
            return wacht if kans < 0.25 else Verloop(WeekStatus.OPEN) if kans < 0.3 else goed
        return goed

    def _week(
        self, pok: Pok, mensen: Mensen, maandag: date, dagen: list[DagPlan], verloop: Verloop, r: Random, *,
        geklokt: bool,
    ) -> None:  # fmt: skip
        is_goed = verloop.status is WeekStatus.GOEDGEKEURD
        week = self._boek.voeg(
            UrenWeek(pok_id=id_van(pok), maandag=maandag, status=WeekStatus.OPEN, versie=len(dagen), wijzigingen=0)
        )
        ziek = r.randrange(len(dagen)) if r.random() < 0.07 else -1
        totaal = 0
        for n, plan in enumerate(dagen):
            totaal += self._dag(week, mensen.student, plan, r, is_ziek=n == ziek, is_goed=is_goed, geklokt=geklokt)
        if verloop.status is not WeekStatus.OPEN:
            self._loop(week, mensen, maandag, totaal, verloop, r)

    def _dag(
        self, week: UrenWeek, student: Actor, plan: DagPlan, r: Random, *, is_ziek: bool, is_goed: bool, geklokt: bool
    ) -> int:
        soort = Soort.ZIEK if is_ziek else Soort.GEWERKT
        minuten = plan.minuten + (0 if is_ziek or r.random() > 0.08 else r.choice((30, 60, 90, 150)))
        klok = geklokt and not is_ziek and BEGIN + minuten + PAUZE < 24 * 60
        omschrijving, werkproces = ("", "") if is_ziek else (r.choice(GEDAAN), r.choice(_WERKPROCES))
        self._boek.noteer(
            UrenDag,
            week_id=id_van(week),
            pok_id=week.pok_id,
            datum=plan.datum,
            omschrijving=omschrijving,
            werkproces=werkproces,
            oordeel=Oordeel.AKKOORD if is_goed else Oordeel.OPEN,
        )
        dag_id = len(self._boek.alle(UrenDag))
        self._boek.noteer(
            UrenRegel,
            dag_id=dag_id,
            pok_id=week.pok_id,
            datum=plan.datum,
            soort=soort,
            minuten=minuten,
            van=BEGIN if klok else None,
            tot=BEGIN + minuten + PAUZE if klok else None,
            pauze=PAUZE if klok else 0,
        )
        nieuw = {"uren": f"{SOORT_LABEL[soort].nl} {uren_tekst(minuten).nl}"}
        if omschrijving:
            nieuw["omschrijving"] = omschrijving
        self._werk.audit_dag(student, moment(plan.datum, 17, 40), dag_id, f"{plan.datum}", nieuw)
        return minuten

    def _loop(self, week: UrenWeek, mensen: Mensen, maandag: date, totaal: int, verloop: Verloop, r: Random) -> None:
        """Sent in on Friday evening; judged on Saturday or, when it is long ago, the Monday after."""
        vrijdag = maandag + timedelta(days=4)
        self._stap(week, mensen, Gebeurtenis.INGEDIEND, vrijdag, 18, totaal)
        if verloop.status is WeekStatus.TERUGGESTUURD or verloop.teruggeweest:
            zaterdag = vrijdag + timedelta(days=1)
            self._stap(week, mensen, Gebeurtenis.TERUGGESTUURD, zaterdag, 10, totaal, r.choice(_TERUG))
        if verloop.teruggeweest:
            self._stap(week, mensen, Gebeurtenis.INGEDIEND, vrijdag + timedelta(days=2), 19, totaal)
        if verloop.status is WeekStatus.GOEDGEKEURD:
            dag = maandag + timedelta(days=7)
            dag = dag if dag < self._k.vandaag else vrijdag + timedelta(days=2)
            self._stap(week, mensen, Gebeurtenis.GOEDGEKEURD, dag, 20, totaal)

    def _stap(
        self, week: UrenWeek, mensen: Mensen, wat: Gebeurtenis, dag: date, uur: int, minuten: int, reden: str = ""
    ) -> None:
        door_student = Wie.STUDENT in STAPPEN[wat].wie
        actor, wie = (mensen.student, Wie.STUDENT) if door_student else (mensen.beoordelaar, mensen.wie)
        van, op = week.status, moment(dag, uur, 12)
        week.status = check_stap(wat, van, {wie}, {mensen.wie}, reden).naar
        if door_student:
            week.ingediend_op, week.reden = op, ""
        else:
            week.beoordeeld_op, week.beoordeeld_door, week.reden = op, actor.naam, reden
        week.versie += 1
        self._boek.noteer(
            UrenGebeurtenis,
            week_id=id_van(week),
            wat=wat,
            op=op,
            account_id=actor.account_id,
            door_naam=actor.naam,
            reden=reden,
            minuten=minuten,
        )
        self._werk.audit_status(actor, op, week, van)
