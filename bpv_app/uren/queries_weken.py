"""Every week of the students in a school role's scope: which wait, for whom, and what is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM, toon_datum, toon_moment
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import MAX_SLEUTEL
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.clauses_lijst import zoek_clause
from bpv_app.pok.tables import Pok
from bpv_app.student.queries import team_filter
from bpv_app.student.tables import Student, Team
from bpv_app.toegang.tables import Account
from bpv_app.uren.clauses import SCHRIJFBAAR, school_uren
from bpv_app.uren.queries_pok import TeamRegels
from bpv_app.uren.rules import WEEK_LABEL, WEEK_TOON, Beoordelaar, WeekStatus
from bpv_app.uren.rules_inrichting import LAAT_LABEL, WACHT_LABEL, Laat, Wacht
from bpv_app.uren.rules_tonen import toon_uren
from bpv_app.uren.tables import TeamUren, UrenDag, UrenRegel, UrenWeek

Clause = sa.ColumnElement[bool]
MAX_BEGELEIDERS = 300
STANDAARD = TeamRegels()
VAN_WEEK = sa.join(UrenWeek, Pok, col(Pok.id) == col(UrenWeek.pok_id))


@dataclass(frozen=True, slots=True)
class Termijnen:
    """The days that are late today, per team: those of a team without rules of its own are the defaults.

    A week is late when its Monday lies before `maandag`; an answer, when it is waited for since before `moment`.
    """

    vandaag: date
    insturen: Mapping[int, int]
    beoordelen: Mapping[int, int]
    school: frozenset[int]

    def maandag(self, team_id: int | None) -> date:
        return self.vandaag - timedelta(days=self.insturen.get(team_id or 0, STANDAARD.insturen_voor))

    def moment(self, team_id: int | None) -> datetime:
        dagen = self.beoordelen.get(team_id or 0, STANDAARD.dagen_voor_beoordeling)
        return datetime.combine(self.vandaag - timedelta(days=dagen), time(0), AMSTERDAM)

    def maandag_clause(self) -> Any:
        return self._per_team({team: self.maandag(team) for team in self.insturen}, self.maandag(None), sa.Date())

    def moment_clause(self) -> Any:
        soort = UrenWeek.__table__.c.ingediend_op.type  # type: ignore[attr-defined]
        return self._per_team({team: self.moment(team) for team in self.beoordelen}, self.moment(None), soort)

    def _per_team(self, waarden: Mapping[int, Any], anders: Any, soort: Any) -> Any:
        afwijkend = {team: sa.literal(w, soort) for team, w in waarden.items() if w != anders}
        return (
            sa.case(afwijkend, value=col(Pok.team_id), else_=sa.literal(anders, soort))
            if afwijkend
            else sa.literal(anders, soort)
        )

    def school_keurt(self) -> Clause:
        """The weeks the school approves: as the team set it, or for want of a praktijkopleider."""
        return sa.or_(col(Pok.praktijkopleider_id).is_(None), col(Pok.team_id).in_(self.school))


def lees_termijnen(session: Session, vandaag: date) -> Termijnen:
    """The terms of every team that has rules of its own."""
    rijen = session.execute(
        sa.select(
            col(TeamUren.team_id),
            col(TeamUren.insturen_voor),
            col(TeamUren.dagen_voor_beoordeling),
            col(TeamUren.beoordelaar),
        )
    ).all()
    return Termijnen(
        vandaag,
        {team: insturen for team, insturen, _, _ in rijen},
        {team: dagen for team, _, dagen, _ in rijen},
        frozenset(team for team, _, _, wie in rijen if wie is Beoordelaar.SCHOOL),
    )


def _laat(laat: Laat, termijnen: Termijnen) -> Clause:
    """Late: not sent in after the team's day (or not again, after it was sent back), or not judged in time."""
    status, sinds = col(UrenWeek.status), termijnen.moment_clause()
    if laat is Laat.STUDENT:
        open_ = sa.and_(status == WeekStatus.OPEN, col(UrenWeek.maandag) < termijnen.maandag_clause())
        terug = sa.and_(status == WeekStatus.TERUGGESTUURD, col(UrenWeek.beoordeeld_op) < sinds)
        return sa.and_(col(Pok.status).in_(SCHRIJFBAAR), sa.or_(open_, terug))
    wacht = sa.and_(status == WeekStatus.INGEDIEND, col(UrenWeek.ingediend_op) < sinds)
    school = termijnen.school_keurt()
    return sa.and_(wacht, school if laat is Laat.SCHOOL else sa.not_(school))


def lees_id(waarde: str) -> int:
    """An id out of a filter; 0, which never exists, when it is none."""
    return int(waarde) if waarde.isascii() and waarde.isdigit() and int(waarde[:10]) <= MAX_SLEUTEL else 0


def where_weken(session: Session, actor: Actor, vraag: LijstVraag, vandaag: date) -> list[Clause]:
    """Scope, search and filters of the list of weeks, for a query on `VAN_WEEK`."""
    waar: list[Clause] = [school_uren(actor), *zoek_clause(session, vraag.zoek).clauses]
    termijnen, kies = lees_termijnen(session, vandaag), vraag.filters.get
    if status := kies("status"):
        waar.append(col(UrenWeek.status) == status if status in set(WeekStatus) else sa.false())
    if laat := kies("laat"):
        waar.append(_laat(Laat(laat), termijnen) if laat in set(Laat) else sa.false())
    if wacht := kies("wacht"):
        school = termijnen.school_keurt()
        waar += [
            col(UrenWeek.status) == WeekStatus.INGEDIEND,
            school if wacht == Wacht.SCHOOL else sa.not_(school),
        ]
    if team := kies("team"):
        waar.append(col(Pok.team_id) == lees_id(team))
    if begeleider := kies("begeleider"):
        waar.append(col(Pok.onderwijsbegeleider_id) == lees_id(begeleider))
    return waar


def tel_weken(session: Session, waar: list[Clause]) -> int:
    """How many weeks meet the clauses."""
    return int(session.execute(sa.select(sa.func.count()).select_from(VAN_WEEK).where(*waar)).scalar_one())


_STUDENT = (Student, col(Student.id) == col(Pok.student_id))
_BEDRIJF = (Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
_SORTEER: dict[str, tuple[Any, tuple[Any, Any] | None]] = {
    "student": (col(Student.zoektekst), _STUDENT),
    "bedrijf": (col(Leerbedrijf.naam), _BEDRIJF),
    "week": (col(UrenWeek.maandag), None),
    "ingestuurd": (col(UrenWeek.ingediend_op), None),
    "beoordeeld": (col(UrenWeek.beoordeeld_op), None),
}


def _bladzijde(session: Session, vraag: LijstVraag, waar: list[Clause]) -> list[int]:
    """Ids of one page, in order: first only these, so that only they are joined with everything else."""
    volgorde, join = _SORTEER.get(vraag.sorteer, _SORTEER["week"])
    richting = sa.desc if vraag.aflopend or not vraag.sorteer else sa.asc
    bron = VAN_WEEK.join(*join, isouter=True) if join else VAN_WEEK
    ids = sa.select(col(UrenWeek.id)).select_from(bron).where(*waar).order_by(richting(volgorde), col(UrenWeek.id))
    return list(session.execute(ids.offset(vraag.offset).limit(vraag.per_pagina)).scalars())


def list_weken(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of weeks, the newest first."""
    vandaag = tijd.klok.vandaag()
    waar = where_weken(session, actor, vraag, vandaag)
    totaal = tel_weken(session, waar)
    plek = {i: n for n, i in enumerate(_bladzijde(session, vraag, waar))}
    rijen = session.execute(
        sa.select(UrenWeek, Pok, col(Student.naam), col(Leerbedrijf.naam), col(Account.naam), col(Team.naam))
        .select_from(VAN_WEEK)
        .join(*_STUDENT)
        .join(*_BEDRIJF, isouter=True)
        .join(Account, col(Account.id) == col(Pok.onderwijsbegeleider_id), isouter=True)
        .join(Team, col(Team.id) == col(Pok.team_id), isouter=True)
        .where(col(UrenWeek.id).in_(plek))
    ).all()
    minuten, termijnen = _minuten(session, list(plek)), lees_termijnen(session, vandaag)
    return LijstAntwoord(
        [
            _rij(week, student, (bedrijf or "", begeleider or "", team or ""), minuten.get(week.id or 0, 0),
                 laat_van(week, pok, termijnen), vraag.taal)
            for week, pok, student, bedrijf, begeleider, team in sorted(rijen, key=lambda rij: plek[rij[0].id])
        ],
        totaal,
    )  # fmt: skip


def _minuten(session: Session, week_ids: list[int]) -> dict[int, int]:
    vraag = (
        sa.select(col(UrenDag.week_id), sa.func.sum(UrenRegel.minuten))
        .join(UrenRegel, col(UrenRegel.dag_id) == col(UrenDag.id))
        .where(col(UrenDag.week_id).in_(week_ids))
        .group_by(col(UrenDag.week_id))
    )
    return {week_id: int(minuten) for week_id, minuten in session.execute(vraag)}


def laat_van(week: UrenWeek, pok: Pok, termijnen: Termijnen) -> Laat | None:
    """What is late about a week: the same as the clause of the filter, for one row."""
    sinds = termijnen.moment(pok.team_id)
    if week.status is WeekStatus.INGEDIEND and week.ingediend_op and week.ingediend_op < sinds:
        school = pok.praktijkopleider_id is None or pok.team_id in termijnen.school
        return Laat.SCHOOL if school else Laat.BEDRIJF
    if pok.status not in SCHRIJFBAAR:
        return None
    if week.status is WeekStatus.OPEN and week.maandag < termijnen.maandag(pok.team_id):
        return Laat.STUDENT
    terug = week.status is WeekStatus.TERUGGESTUURD and week.beoordeeld_op is not None and week.beoordeeld_op < sinds
    return Laat.STUDENT if terug else None


def week_label(maandag: date, taal: str) -> str:
    """`week 48, 23 nov 2026`."""
    return f"week {maandag.isocalendar().week}, {toon_datum(maandag, taal)}"


def _rij(week: UrenWeek, student: str, namen: tuple[str, str, str], minuten: int, laat: Laat | None, taal: str) -> Rij:
    bedrijf, begeleider, team = namen
    beoordeeld, door = week.beoordeeld_op, week.beoordeeld_door
    return Rij(
        sleutel=str(week.id),
        cellen=(
            Cel(student),
            Cel(bedrijf),
            Cel(week_label(week.maandag, taal), waarde=week.maandag),
            Cel(WEEK_LABEL[week.status].in_taal(taal), badge=True, toon=WEEK_TOON[week.status]),
            Cel(toon_uren(minuten, taal), waarde=Decimal(minuten) / 60),
            Cel(LAAT_LABEL[laat].in_taal(taal) if laat else "", badge=laat is not None, toon="error" if laat else ""),
            Cel(toon_moment(week.ingediend_op, taal), waarde=week.ingediend_op or ""),
            Cel(toon_moment(beoordeeld, taal), waarde=beoordeeld or ""),
            Cel(door),
            Cel(begeleider),
            Cel(team),
        ),
        href=f"/uren/week/{week.id}",
        naam=f"{student}, {week_label(week.maandag, taal)}",
    )


def filters_van(session: Session, actor: Actor) -> tuple[Filter, ...]:
    """Teams, and the begeleiders of the students in scope."""
    begeleidt = sa.exists().where(col(Pok.onderwijsbegeleider_id) == col(Account.id), school_uren(actor))
    vraag = sa.select(col(Account.id), col(Account.naam)).where(begeleidt)
    mensen = session.execute(vraag.order_by(sa.func.lower(col(Account.naam)), col(Account.id)).limit(MAX_BEGELEIDERS))
    return (
        team_filter(session, actor),
        Filter(
            "begeleider",
            Tekst("Begeleider", "Supervisor"),
            tuple(Keuze(str(i), Tekst(naam, naam)) for i, naam in mensen),
        ),
    )


UREN_WEKEN = Lijst(
    naam="uren-weken",
    titel=Tekst("Uren per week", "Hours per week"),
    actie=Actie.UREN_ZIEN,
    kolommen=(
        Kolom("student", Tekst("Student", "Student")),
        Kolom("bedrijf", Tekst("Bedrijf", "Company")),
        Kolom("week", Tekst("Week", "Week")),
        Kolom("status", Tekst("Status", "Status"), sorteer=False),
        Kolom("uren", Tekst("Uren", "Hours"), sorteer=False, rechts=True),
        Kolom("laat", Tekst("Te laat", "Late"), sorteer=False),
        Kolom("ingestuurd", Tekst("Ingestuurd", "Sent in"), standaard=False),
        Kolom("beoordeeld", Tekst("Beoordeeld", "Assessed")),
        Kolom("door", Tekst("Door", "By"), sorteer=False),
        Kolom("begeleider", Tekst("Begeleider", "Supervisor"), sorteer=False, standaard=False),
        Kolom("team", Tekst("Team", "Team"), sorteer=False, standaard=False),
    ),
    vraag=list_weken,
    filters=(
        Filter("status", Tekst("Status", "Status"), tuple(Keuze(s.value, WEEK_LABEL[s]) for s in WeekStatus)),
        Filter("laat", Tekst("Te laat", "Late"), tuple(Keuze(x.value, LAAT_LABEL[x]) for x in Laat)),
        Filter("wacht", Tekst("Wacht op", "Waits for"), tuple(Keuze(x.value, WACHT_LABEL[x]) for x in Wacht)),
    ),
    filters_van=filters_van,
    zoek_label=Tekst("Student of bedrijf", "Student or company"),
    leeg=Tekst(
        "Geen weken. Ze verschijnen zodra een student uren schrijft.",
        "No weeks. They appear as soon as a student writes hours.",
    ),
)
