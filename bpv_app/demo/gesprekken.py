"""Conversations of the demo: most of those that are due were held, some are late, some are planned for these days."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.demo.boek import Boek, id_van
from bpv_app.demo.kalender import Kalender, moment, werkdag
from bpv_app.demo.school import DEMO_NAMEN
from bpv_app.dossier.rules_momenten import moment_van
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.gesprek.clauses import LAATSTE_POK
from bpv_app.gesprek.rules import Deelnemer, MomentSoort, MomentStap, MomentStatus, Vorm, is_gezamenlijk
from bpv_app.gesprek.rules_invoer import VoorstelInvoer
from bpv_app.gesprek.rules_planning import Plan, maak_plan
from bpv_app.gesprek.service_voorstel import stel_voor
from bpv_app.gesprek.tables import Contactmoment, ContactmomentGebeurtenis, Gespreksuitnodiging
from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.rules import LOPEND, PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account

_UREN = (9, 11, 13, 15)
_ALLEN = tuple(d.value for d in Deelnemer)
BIJ_DEMO_BEGELEIDER = 2
"""Conversations the demo's begeleider has planned at least, whatever the day of the year."""
_ZONDER_BEDRIJF = (Deelnemer.STUDENT.value, Deelnemer.ONDERWIJSBEGELEIDER.value)


class GesprekkenMaker:
    """Moments of every placement that has begun or soon will; what happens follows from the dossier's number."""

    def __init__(self, boek: Boek, kalender: Kalender) -> None:
        self._boek, self._k, self._vandaag = boek, kalender, kalender.vandaag
        self._poks = {pok.dossier_id: pok for pok in boek.alle(Pok)}
        self._inrichtingen = {i.id: i for i in boek.alle(Inrichting)}
        self._studenten = {s.id: s for s in boek.alle(Student)}
        self._accounts = {a.id: a for a in boek.alle(Account)}
        self._opleiders = {c.id: c for c in boek.alle(Contactpersoon)}
        self._bedrijven = {b.id: b for b in boek.alle(Leerbedrijf)}
        self._afspraken: dict[tuple[int, date], int] = {}
        self._te_plannen: list[tuple[Contactmoment, Dossier, Pok, int]] = []

    def maak(self) -> None:
        """All of them."""
        for dossier in self._boek.alle(Dossier):
            inrichting = self._inrichtingen[dossier.inrichting_id]
            momenten = [moment_van(m) for m in inrichting.gespreksmomenten]
            for n, plan in enumerate(maak_plan(momenten, dossier.begin_op, dossier.eind_op)):
                self._moment(dossier, plan, id_van(dossier) * 37 + n * 29)
        self._plan_voor_demo()

    def _plan_voor_demo(self) -> None:
        """The demo's begeleider has something in the agenda; the demo's student still has to choose a time."""
        naam, student = DEMO_NAMEN[Rol.ONDERWIJSBEGELEIDER][1], DEMO_NAMEN[Rol.STUDENT][1]
        mijn = {a.id for a in self._accounts.values() if a.naam == naam}
        gepland = sum(n for (begeleider, _), n in self._afspraken.items() if begeleider in mijn)
        open_ = [
            x
            for x in self._te_plannen
            if x[1].onderwijsbegeleider_id in mijn and self._studenten[x[1].student_id].naam != student
        ]
        eerst = sorted(open_, key=lambda x: (x[0].venster_van, id_van(x[1])))
        for rij, dossier, pok, lot in eerst[: max(0, BIJ_DEMO_BEGELEIDER - gepland)]:
            self._plan(rij, dossier, pok, lot)

    def _moment(self, dossier: Dossier, plan: Plan, lot: int) -> None:
        pok = self._poks.get(id_van(dossier))
        rij = self._boek.voeg(
            Contactmoment(
                dossier_id=id_van(dossier),
                soort=plan.soort,
                naam=plan.naam,
                uit_inrichting=plan.naam,
                venster_van=plan.venster_van,
                venster_tot=plan.venster_tot,
                vorm=Vorm(plan.vorm),
                deelnemers=list(plan.deelnemers),
                status=MomentStatus.TE_PLANNEN,
            )
        )
        loopt = pok is not None and (pok.status in LOPEND or pok.status is PokStatus.AFGEROND)
        if not loopt or dossier.onderwijsbegeleider_id is None or pok is None:
            return
        kans = lot % 100
        if plan.venster_tot < self._vandaag:
            if kans < 82:
                self._houd(rij, dossier, plan, kans)
        elif plan.venster_van <= self._vandaag + timedelta(days=10) and pok.status is PokStatus.DEFINITIEF:
            if kans < 20 and plan.venster_van < self._vandaag:
                self._houd(rij, dossier, plan, kans)
            elif kans < 70:
                self._plan(rij, dossier, pok, lot)
        if rij.status is MomentStatus.TE_PLANNEN and pok.status is PokStatus.DEFINITIEF:
            self._te_plannen.append((rij, dossier, pok, lot))

    def _stap(self, rij: Contactmoment, dossier: Dossier, stap: MomentStap, op: date) -> None:
        account = self._accounts[dossier.onderwijsbegeleider_id]
        self._boek.noteer(
            ContactmomentGebeurtenis,
            moment_id=id_van(rij),
            stap=stap,
            van=MomentStatus.TE_PLANNEN,
            naar=rij.status,
            afspraak_op=rij.afspraak_op,
            gehouden_op=rij.gehouden_op,
            aanwezig=list(rij.aanwezig),
            op=moment(op, 16),
            account_id=account.id,
            door_naam=account.naam,
        )

    def _houd(self, rij: Contactmoment, dossier: Dossier, plan: Plan, kans: int) -> None:
        laatste = min(plan.venster_tot, self._vandaag - timedelta(days=1))
        dag = werkdag(max(plan.venster_van, laatste - timedelta(days=kans % 12)))
        rij.gehouden_op = min(dag, self._vandaag)
        rij.aanwezig = list(_ALLEN if kans % 4 else _ZONDER_BEDRIJF)
        rij.is_gezamenlijk = is_gezamenlijk(rij.aanwezig)
        rij.vorm = Vorm.BEZOEK if kans % 3 else Vorm.ONLINE
        rij.status = MomentStatus.GEHOUDEN
        self._stap(rij, dossier, MomentStap.HOUDEN, rij.gehouden_op)

    def _plan(self, rij: Contactmoment, dossier: Dossier, pok: Pok, lot: int) -> None:
        begeleider = dossier.onderwijsbegeleider_id or 0
        dag = self._k.werkdag(lot % 9)
        nummer = self._afspraken.get((begeleider, dag), 0)
        if nummer >= len(_UREN):
            return
        self._afspraken[begeleider, dag] = nummer + 1
        rij.afspraak_op = moment(dag, _UREN[nummer])
        rij.vorm = Vorm.ONLINE if lot % 5 == 0 else Vorm.BEZOEK
        bedrijf = self._bedrijven.get(pok.leerbedrijf_id)
        if rij.vorm is Vorm.BEZOEK and bedrijf is not None:
            postcode = f"{bedrijf.postcode[:4]} {bedrijf.postcode[4:]}"
            rij.plaats = f"{bedrijf.straat} {bedrijf.huisnummer}, {postcode} {bedrijf.plaats}"
        rij.status, rij.volgorde = MomentStatus.GEPLAND, 1
        self._stap(rij, dossier, MomentStap.PLANNEN, self._k.werkdag(-1 - lot % 6))
        self._nodig_uit(rij, dossier, pok)

    def _nodig_uit(self, rij: Contactmoment, dossier: Dossier, pok: Pok) -> None:
        school = self._accounts[dossier.onderwijsbegeleider_id]
        student = self._studenten[dossier.student_id]
        opleider = self._opleiders.get(pok.praktijkopleider_id)
        wie = [
            (Deelnemer.STUDENT, student.naam, student.email, {"student_id": student.id}),
            (Deelnemer.ONDERWIJSBEGELEIDER, school.naam, school.email, {"account_id": school.id}),
        ]
        if opleider is not None:
            wie.append((Deelnemer.PRAKTIJKOPLEIDER, opleider.naam, opleider.email, {"contactpersoon_id": opleider.id}))
        for deelnemer, naam, email, sleutel in wie:
            self._boek.noteer(
                Gespreksuitnodiging,
                moment_id=id_van(rij),
                deelnemer=deelnemer,
                naam=naam,
                email=email,
                volgorde=1,
                begin_op=rij.afspraak_op,
                organisator_naam=school.naam,
                organisator_email=school.email,
                **sleutel,
            )


def stel_tijden_voor(session: Session, kalender: Kalender) -> None:
    """The demo's student and praktijkopleider have times to choose from, put to them by their begeleider."""
    naam = DEMO_NAMEN[Rol.STUDENT][1]
    rij = session.execute(
        sa.select(col(Contactmoment.id), col(Dossier.onderwijsbegeleider_id), col(Account.naam))
        .join(Dossier, col(Dossier.id) == col(Contactmoment.dossier_id))
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .join(Pok, col(Pok.id) == LAATSTE_POK)
        .join(Account, col(Account.id) == col(Dossier.onderwijsbegeleider_id))
        .where(
            col(Student.naam) == naam,
            col(Contactmoment.status) == MomentStatus.TE_PLANNEN,
            col(Contactmoment.soort) != MomentSoort.EXTRA,
            col(Dossier.afgesloten_op).is_(None),
            col(Pok.status) == PokStatus.DEFINITIEF,
        )
        .order_by(col(Contactmoment.venster_van), col(Contactmoment.id))
        .limit(1)
    ).first()
    if rij is None:
        return
    begeleider = Actor(rij[1], rij[2], (RolToewijzing(Rol.ONDERWIJSBEGELEIDER),))
    dagen = (moment(kalender.werkdag(6), 10), moment(kalender.werkdag(7), 14), moment(kalender.werkdag(8), 9))
    klok = FixedClock(moment(kalender.werkdag(-1), 15))
    stel_voor(session, begeleider, klok, rij[0], VoorstelInvoer(tuple(sorted(dagen)), 45, Vorm.BEZOEK, ""))
