"""The lists of students and enrolments for screens and exports; one student's detail is in `queries_detail.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.student import service
from bpv_app.student.clauses import student_scope
from bpv_app.student.queries_detail import StudentDetail as StudentDetail
from bpv_app.student.queries_detail import get_student_detail as get_student_detail
from bpv_app.student.queries_vanaf import vanaf_student as vanaf_student
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg, is_lopend
from bpv_app.student.tables import Opleiding, Student, Team, Verbintenis

MAX_KEUZES = 500

_LEERWEG_FILTER = Filter(
    "leerweg", Tekst("Leerweg", "Learning route"), tuple(Keuze(lw.value, LEERWEG_LABEL[lw]) for lw in Leerweg)
)
_CREBO_FILTER = Filter("crebo", Tekst("Crebo", "Crebo"), soort="tekst")
_LOPEND_FILTER = Filter(
    "lopend",
    Tekst("Verbintenis", "Enrolment"),
    (Keuze("ja", Tekst("Loopt nu", "Runs now")), Keuze("nee", Tekst("Loopt niet", "Does not run"))),
)


def _lopend(vandaag: date) -> sa.ColumnElement[bool]:
    """The SQL of `rules.is_lopend`."""
    return sa.and_(
        sa.or_(col(Verbintenis.begin_op).is_(None), col(Verbintenis.begin_op) <= vandaag),
        sa.or_(col(Verbintenis.werkelijk_eind_op).is_(None), col(Verbintenis.werkelijk_eind_op) >= vandaag),
    )


def _verbintenis_where(vraag: LijstVraag, vandaag: date) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if leerweg := vraag.filters.get("leerweg"):
        where.append(
            col(Verbintenis.leerweg) == Leerweg(leerweg) if leerweg in Leerweg._value2member_map_ else sa.false()
        )
    if crebo := vraag.filters.get("crebo"):
        where.append(col(Verbintenis.crebo) == crebo)
    if lopend := vraag.filters.get("lopend"):
        where.append(_lopend(vandaag) if lopend == "ja" else sa.not_(_lopend(vandaag)))
    return where


def _team_id(waarde: str) -> int:
    return int(waarde) if waarde.isascii() and waarde.isdigit() and len(waarde) < 10 else 0


def _where(actor: Actor, vraag: LijstVraag, vandaag: date) -> list[sa.ColumnElement[bool]]:
    where = [student_scope(actor)]
    where += [col(Student.zoektekst).like(p, escape="\\") for p in patronen(vraag.zoek)]
    if klas := vraag.filters.get("klas"):
        where.append(col(Student.klas) == klas)
    if team := vraag.filters.get("team"):
        via = sa.select(col(Verbintenis.student_id)).where(col(Verbintenis.team_id) == _team_id(team))
        where.append(sa.or_(col(Student.team_id) == _team_id(team), col(Student.id).in_(via)))
    return where


def team_filter(session: Session, actor: Actor) -> Filter:
    """The filter on teams of every list: the actor's own."""
    teams = service.list_teams(session, actor)
    return Filter("team", Tekst("Team", "Team"), tuple(Keuze(str(t.id), Tekst(t.naam, t.naam)) for t in teams))


def filters_van(session: Session, actor: Actor) -> tuple[Filter, ...]:
    """Teams and classes inside the actor's scope."""
    klassen = session.execute(
        sa.select(col(Student.klas))
        .where(student_scope(actor), col(Student.klas) != "")
        .distinct()
        .order_by(col(Student.klas))
        .limit(MAX_KEUZES)
    ).scalars()
    return (
        team_filter(session, actor),
        Filter("klas", Tekst("Klas", "Class"), tuple(Keuze(k, Tekst(k, k)) for k in klassen)),
    )


def _teamnamen(session: Session, ids: set[int | None]) -> dict[int | None, str]:
    vraag = sa.select(col(Team.id), col(Team.naam)).where(col(Team.id).in_({i for i in ids if i}))
    return {rij[0]: rij[1] for rij in session.execute(vraag)}


def _opleidingnamen(session: Session, crebos: set[str]) -> dict[str, str]:
    vraag = sa.select(col(Opleiding.crebo), col(Opleiding.naam)).where(col(Opleiding.crebo).in_(crebos))
    return {rij[0]: rij[1] for rij in session.execute(vraag)}


def _opleiding(v: Verbintenis | None, namen: dict[str, str]) -> str:
    return "" if v is None else v.opleiding_naam or namen.get(v.crebo, "")


def _datum(dag: date | None, taal: str) -> Cel:
    return Cel(toon_datum(dag, taal), waarde=dag)


def _naam(student: Student) -> Cel:
    """The name, or as long as no file brought one the register's key."""
    return Cel(student.naam or student.krd_sleutel or student.studentnummer or "?", href=f"/studenten/{student.id}")


_SORTEER_STUDENT: dict[str, Any] = {
    "naam": col(Student.zoektekst),
    "studentnummer": sa.func.coalesce(col(Student.studentnummer), ""),
    "klas": col(Student.klas),
    "mentor": sa.func.lower(col(Student.mentor)),
    "krd_sleutel": sa.func.coalesce(col(Student.krd_sleutel), ""),
}


def kies_huidige(verbintenissen: Sequence[Verbintenis], vandaag: date) -> Verbintenis | None:
    """The enrolment that counts now: a running one before an ended one, the latest begin first."""
    return max(
        verbintenissen,
        key=lambda v: (is_lopend(v.begin_op, v.werkelijk_eind_op, vandaag), v.begin_op or date.min, v.id or 0),
        default=None,
    )


def list_studenten(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of students inside the actor's scope, with the enrolment that counts now."""
    vandaag = tijd.klok.vandaag()
    where = _where(actor, vraag, vandaag)
    if bij_verbintenis := _verbintenis_where(vraag, vandaag):
        where.append(col(Student.id).in_(sa.select(col(Verbintenis.student_id)).where(*bij_verbintenis)))
    totaal = session.execute(sa.select(sa.func.count()).select_from(Student).where(*where)).scalar_one()
    richting = sa.desc if vraag.aflopend else sa.asc
    volgorde = _SORTEER_STUDENT.get(vraag.sorteer, _SORTEER_STUDENT["naam"])
    ids = list(
        session.execute(
            sa.select(col(Student.id))
            .where(*where)
            .order_by(richting(volgorde), richting(col(Student.id)))
            .offset(vraag.offset)
            .limit(vraag.per_pagina)
        ).scalars()
    )
    if not ids:
        return LijstAntwoord([], totaal)
    rijen = {s.id: s for s in session.execute(sa.select(Student).where(col(Student.id).in_(ids))).scalars()}
    per_student: dict[int, list[Verbintenis]] = {}
    for v in session.execute(sa.select(Verbintenis).where(col(Verbintenis.student_id).in_(ids))).scalars():
        per_student.setdefault(v.student_id, []).append(v)
    huidig = {i: kies_huidige(per_student.get(i, ()), vandaag) for i in ids}
    teams = _teamnamen(session, {s.team_id for s in rijen.values()} | {v.team_id for v in huidig.values() if v})
    namen = _opleidingnamen(session, {v.crebo for v in huidig.values() if v})
    return LijstAntwoord([_rij_student(rijen[i], huidig[i], teams, namen, vraag.taal) for i in ids], totaal)


def _rij_student(
    s: Student, v: Verbintenis | None, teams: dict[int | None, str], namen: dict[str, str], taal: str
) -> Rij:
    naam = _naam(s)
    team = teams.get(s.team_id or (v.team_id if v else None), "")
    return Rij(
        sleutel=str(s.id),
        cellen=(
            naam,
            Cel(s.studentnummer or ""),
            Cel(s.klas),
            Cel(s.mentor),
            Cel(_opleiding(v, namen)),
            Cel(v.crebo if v else ""),
            Cel(LEERWEG_LABEL[v.leerweg].in_taal(taal) if v and v.leerweg else "", waarde=v.leerweg if v else None),
            Cel(str(v.niveau or "") if v else "", waarde=v.niveau if v else None),
            Cel(team),
            Cel(v.cohort if v else ""),
            _datum(v.begin_op if v else None, taal),
            _datum((v.werkelijk_eind_op or v.gepland_eind_op) if v else None, taal),
            Cel(s.krd_sleutel or ""),
        ),
        href=naam.href,
        naam=naam.tekst,
    )


STUDENTEN = Lijst(
    naam="studenten",
    titel=Tekst("Studenten", "Students"),
    actie=Actie.STUDENT_ZIEN,
    kolommen=(
        Kolom("naam", Tekst("Naam", "Name")),
        Kolom("studentnummer", Tekst("Studentnummer", "Student number")),
        Kolom("klas", Tekst("Klas", "Class")),
        Kolom("mentor", Tekst("Mentor", "Tutor"), standaard=False),
        Kolom("opleiding", Tekst("Opleiding", "Programme"), sorteer=False),
        Kolom("crebo", Tekst("Crebo", "Crebo"), sorteer=False, standaard=False),
        Kolom("leerweg", Tekst("Leerweg", "Learning route"), sorteer=False),
        Kolom("niveau", Tekst("Niveau", "Level"), sorteer=False, rechts=True),
        Kolom("team", Tekst("Team", "Team"), sorteer=False),
        Kolom("cohort", Tekst("Cohort", "Cohort"), sorteer=False, standaard=False),
        Kolom("begin", Tekst("Verbintenis van", "Enrolment from"), sorteer=False, standaard=False),
        Kolom("eind", Tekst("Verbintenis tot", "Enrolment until"), sorteer=False),
        Kolom("krd_sleutel", Tekst("KRD-sleutel", "Register key"), standaard=False),
    ),
    vraag=list_studenten,
    filters=(_LEERWEG_FILTER, _CREBO_FILTER, _LOPEND_FILTER),
    filters_van=filters_van,
    zoek_label=Tekst("Naam, studentnummer, klas of KRD-sleutel", "Name, student number, class or register key"),
    leeg=Tekst(
        "Geen studenten gevonden. Pas de zoekvraag aan of lees een bestand in.",
        "No students found. Change the search or import a file.",
    ),
    sorteer="naam",
)


_SORTEER_VERBINTENIS: dict[str, Any] = {
    "naam": col(Student.zoektekst),
    "studentnummer": sa.func.coalesce(col(Student.studentnummer), ""),
    "klas": col(Student.klas),
    "volgnummer": col(Verbintenis.volgnummer),
    "crebo": col(Verbintenis.crebo),
    "leerweg": col(Verbintenis.leerweg),
    "niveau": col(Verbintenis.niveau),
    "cohort": col(Verbintenis.cohort),
    "begin": col(Verbintenis.begin_op),
    "gepland_eind": col(Verbintenis.gepland_eind_op),
    "werkelijk_eind": col(Verbintenis.werkelijk_eind_op),
}


def list_verbintenissen(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of enrolments of the students inside the actor's scope."""
    vandaag = tijd.klok.vandaag()
    bron = sa.join(Verbintenis, Student, col(Verbintenis.student_id) == col(Student.id))
    where = [*_where(actor, vraag, vandaag), *_verbintenis_where(vraag, vandaag)]
    totaal = session.execute(sa.select(sa.func.count()).select_from(bron).where(*where)).scalar_one()
    richting = sa.desc if vraag.aflopend else sa.asc
    volgorde = _SORTEER_VERBINTENIS.get(vraag.sorteer, _SORTEER_VERBINTENIS["naam"])
    ids = list(
        session.execute(
            sa.select(col(Verbintenis.id))
            .select_from(bron)
            .where(*where)
            .order_by(richting(volgorde).nulls_last(), richting(col(Verbintenis.id)))
            .offset(vraag.offset)
            .limit(vraag.per_pagina)
        ).scalars()
    )
    if not ids:
        return LijstAntwoord([], totaal)
    rijen = {v.id: v for v in session.execute(sa.select(Verbintenis).where(col(Verbintenis.id).in_(ids))).scalars()}
    vraag_studenten = sa.select(Student).where(col(Student.id).in_({v.student_id for v in rijen.values()}))
    studenten = {s.id: s for s in session.execute(vraag_studenten).scalars()}
    teams = _teamnamen(session, {v.team_id for v in rijen.values()})
    namen = _opleidingnamen(session, {v.crebo for v in rijen.values()})
    return LijstAntwoord(
        [_rij_verbintenis(rijen[i], studenten[rijen[i].student_id], teams, namen, vraag.taal) for i in ids], totaal
    )


def _rij_verbintenis(v: Verbintenis, s: Student, teams: dict[int | None, str], namen: dict[str, str], taal: str) -> Rij:
    naam = _naam(s)
    return Rij(
        sleutel=str(v.id),
        cellen=(
            naam,
            Cel(s.studentnummer or ""),
            Cel(s.klas),
            Cel(v.volgnummer),
            Cel(_opleiding(v, namen)),
            Cel(v.crebo),
            Cel(LEERWEG_LABEL[v.leerweg].in_taal(taal) if v.leerweg else "", waarde=v.leerweg),
            Cel(str(v.niveau or ""), waarde=v.niveau),
            Cel(teams.get(v.team_id, "")),
            Cel(v.cohort),
            _datum(v.begin_op, taal),
            _datum(v.gepland_eind_op, taal),
            _datum(v.werkelijk_eind_op, taal),
            Cel(v.eind_reden),
            Cel(v.bron),
        ),
        href=naam.href,
        naam=f"{naam.tekst} ({v.volgnummer})",
    )


VERBINTENISSEN = Lijst(
    naam="verbintenissen",
    titel=Tekst("Verbintenissen", "Enrolments"),
    actie=Actie.STUDENT_ZIEN,
    kolommen=(
        Kolom("naam", Tekst("Naam", "Name")),
        Kolom("studentnummer", Tekst("Studentnummer", "Student number")),
        Kolom("klas", Tekst("Klas", "Class")),
        Kolom("volgnummer", Tekst("Volgnummer", "Number")),
        Kolom("opleiding", Tekst("Opleiding", "Programme"), sorteer=False),
        Kolom("crebo", Tekst("Crebo", "Crebo")),
        Kolom("leerweg", Tekst("Leerweg", "Learning route")),
        Kolom("niveau", Tekst("Niveau", "Level"), rechts=True),
        Kolom("team", Tekst("Team", "Team"), sorteer=False),
        Kolom("cohort", Tekst("Cohort", "Cohort")),
        Kolom("begin", Tekst("Begin", "Begin")),
        Kolom("gepland_eind", Tekst("Gepland einde", "Planned end")),
        Kolom("werkelijk_eind", Tekst("Werkelijk einde", "Real end")),
        Kolom("eind_reden", Tekst("Reden einde", "Reason of end"), sorteer=False, standaard=False),
        Kolom("bron", Tekst("Bron", "Source"), sorteer=False, standaard=False),
    ),
    vraag=list_verbintenissen,
    filters=(_LEERWEG_FILTER, _CREBO_FILTER, _LOPEND_FILTER),
    filters_van=filters_van,
    zoek_label=STUDENTEN.zoek_label,
    leeg=Tekst("Geen verbintenissen gevonden.", "No enrolments found."),
    sorteer="naam",
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What the first line of the screen says, inside the actor's scope."""

    totaal: int
    zonder_naam: int
    zonder_verbintenis: int


def tel_studenten(session: Session, actor: Actor, vandaag: date) -> Telling:
    """How many students, how many of whom no file brought the name yet, how many without a running enrolment."""
    scope = student_scope(actor)
    tel = sa.select(sa.func.count()).select_from(Student)
    lopend = sa.select(col(Verbintenis.student_id)).where(_lopend(vandaag))
    naamloos = sa.or_(col(Student.naam) == "", col(Student.naam) == col(Student.krd_sleutel))
    return Telling(
        session.execute(tel.where(scope)).scalar_one(),
        session.execute(tel.where(scope, naamloos)).scalar_one(),
        session.execute(tel.where(scope, col(Student.id).not_in(lopend))).scalar_one(),
    )
