"""One row per dossier: where does each placement stand? It shows the POK's company and status, so it lives here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.clauses import dossier_scope
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.ligging.queries import afstanden
from bpv_app.ligging.queries_dichtbij import Bron, binnen, blader
from bpv_app.ligging.rules import toon_km
from bpv_app.ligging.vanaf import AFSTAND, VanafSoort, filters_afstand, lees_km, lees_vanaf, op_afstand, verberg_afstand
from bpv_app.pok.clauses_lijst import Clause, heeft_handtekening, is_compleet
from bpv_app.pok.queries import LEERWEG_FILTER, dag_cel, dagen_cel, filters_van, lees_id, status_cel
from bpv_app.pok.rules import LOPEND, PokStatus, wacht_stap
from bpv_app.pok.tables import Pok
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg
from bpv_app.student.tables import Student, Team, Verbintenis
from bpv_app.toegang.tables import Account

MAX_BEGELEIDERS = 300
STAP_LABEL: dict[int, Tekst] = {
    3: Tekst("3 Voortraject", "3 Preparation"),
    4: Tekst("4 Naar KRD", "4 To register"),
    5: Tekst("5 Afdrukken", "5 Print"),
    6: Tekst("6 Tekenen", "6 Signing"),
    7: Tekst("7 Registreren", "7 Registering"),
    8: Tekst("8 Afsluiten", "8 Closing"),
    9: Tekst("Afgerond", "Done"),
}
"""What each waiting step is called; steps 1 and 2 are done as soon as there is a dossier."""

KOLOMMEN = (
    Kolom("student", Tekst("Student", "Student")),
    AFSTAND,
    Kolom("klas", Tekst("Klas", "Class")),
    Kolom("stap", Tekst("Wacht op stap", "Waits for step"), sorteer=False),
    Kolom("leerbedrijf", Tekst("Leerbedrijf", "Company")),
    Kolom("pok", Tekst("POK", "Agreement"), sorteer=False),
    Kolom("status", Tekst("Status", "Status"), sorteer=False),
    Kolom("begin", Tekst("Begin", "Start")),
    Kolom("dagen", Tekst("Dagen tot begin", "Days to start"), rechts=True),
    Kolom("eind", Tekst("Eind", "End"), standaard=False),
    Kolom("begeleider", Tekst("Begeleider", "Supervisor")),
    Kolom("inrichting", Tekst("Dossierinrichting", "Dossier set-up")),
    Kolom("leerweg", Tekst("Leerweg", "Learning route"), standaard=False),
    Kolom("team", Tekst("Team", "Team"), standaard=False),
)

STAP_FILTER = Filter(
    "stap", Tekst("Wacht op stap", "Waits for step"), tuple(Keuze(str(n), t) for n, t in STAP_LABEL.items())
)
PLAATS_FILTER = Filter(
    "plaats",
    Tekst("Plaats", "Place"),
    (Keuze("zonder", Tekst("Zonder plaats", "Without a place")), Keuze("met", Tekst("Met plaats", "With a place"))),
)

_LAATSTE = (
    sa.select(sa.func.max(Pok.id)).where(col(Pok.dossier_id) == col(Dossier.id)).correlate(Dossier).scalar_subquery()
)
"""A new POK only comes when the one before has ended: the last one is the current one."""
_POK_JOIN = (Pok, col(Pok.id) == _LAATSTE)
_STUDENT_JOIN = (Student, col(Student.id) == col(Dossier.student_id))
_BEDRIJF_JOIN = (Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
_SORTEER: dict[str, tuple[Any, tuple[tuple[Any, Any], ...]]] = {
    "student": (col(Student.zoektekst), (_STUDENT_JOIN,)),
    "klas": (col(Student.klas), (_STUDENT_JOIN,)),
    "leerbedrijf": (col(Leerbedrijf.naam), (_POK_JOIN, _BEDRIJF_JOIN)),
    "begin": (col(Dossier.begin_op), ()),
    "dagen": (col(Dossier.begin_op), ()),
    "eind": (col(Dossier.eind_op), ()),
    "begeleider": (col(Account.naam), ((Account, col(Account.id) == col(Dossier.onderwijsbegeleider_id)),)),
    "inrichting": (col(Inrichting.naam), ((Inrichting, col(Inrichting.id) == col(Dossier.inrichting_id)),)),
    "leerweg": (
        sa.cast(col(Verbintenis.leerweg), sa.String),
        ((Verbintenis, col(Verbintenis.id) == col(Dossier.verbintenis_id)),),
    ),
    "team": (col(Team.naam), ((Team, col(Team.id) == col(Dossier.team_id)),)),
}


def _stap_clause(stap: str) -> Clause:
    """The SQL of `rules.wacht_stap`, for a dossier joined with its last POK."""
    status = col(Pok.status)
    if stap == "3":
        open_concept = sa.and_(status == PokStatus.CONCEPT, sa.not_(is_compleet()))
        vervallen = status.in_((PokStatus.AFGEMELD, PokStatus.AFGEWEZEN, PokStatus.VERVANGEN))
        return sa.or_(col(Pok.id).is_(None), open_concept, vervallen)
    if stap == "4":
        return sa.and_(status == PokStatus.CONCEPT, is_compleet())
    if stap in ("6", "7"):
        getekend = heeft_handtekening()
        return sa.and_(status == PokStatus.AFGEDRUKT, getekend if stap == "7" else sa.not_(getekend))
    per_stap = {"5": PokStatus.VOLLEDIG, "8": PokStatus.DEFINITIEF, "9": PokStatus.AFGEROND}
    return status == per_stap[stap] if stap in per_stap else sa.false()


def _heeft_plaats() -> Clause:
    return sa.and_(col(Pok.leerbedrijf_id).is_not(None), col(Pok.status).in_([*sorted(LOPEND), PokStatus.AFGEROND]))


@dataclass(frozen=True, slots=True)
class _Waar:
    clauses: tuple[Clause, ...]
    met_pok: bool


def where_dossier(actor: Actor, vraag: LijstVraag) -> _Waar:
    """Scope, search and filters; `met_pok`: the last POK must be joined for it."""
    where: list[Clause] = [dossier_scope(actor)]
    met_pok = False
    if vraag.zoek:
        # Each word in the student, or in the last POK (its number and company).
        met_pok = True
        student = sa.select(col(Student.zoektekst)).where(col(Student.id) == col(Dossier.student_id)).scalar_subquery()
        for patroon in patronen(vraag.zoek):
            in_pok = sa.func.coalesce(col(Pok.zoektekst), "").like(patroon, escape="\\")
            where.append(sa.or_(student.like(patroon, escape="\\"), in_pok))
    kies = vraag.filters.get
    if waarde := kies("team"):
        where.append(col(Dossier.team_id) == lees_id(waarde))
    if waarde := kies("klas"):
        where.append(col(Dossier.student_id).in_(sa.select(col(Student.id)).where(col(Student.klas) == waarde)))
    if waarde := kies("leerweg"):
        leerweg = Leerweg(waarde) if waarde in Leerweg._value2member_map_ else None
        van = sa.select(col(Verbintenis.id)).where(col(Verbintenis.leerweg) == leerweg)
        where.append(col(Dossier.verbintenis_id).in_(van) if leerweg else sa.false())
    if waarde := kies("begeleider"):
        begeleider = col(Dossier.onderwijsbegeleider_id)
        where.append(begeleider.is_(None) if waarde == "geen" else begeleider == lees_id(waarde))
    if waarde := kies("stap"):
        met_pok = True
        where.append(_stap_clause(waarde))
    if waarde := kies("plaats"):
        met_pok = True
        plaats = sa.func.coalesce(_heeft_plaats(), sa.false())
        where.append(plaats if waarde == "met" else sa.not_(plaats))
    return _Waar(tuple(where), met_pok)


def tel_dossiers(session: Session, waar: _Waar) -> int:
    """How many dossiers a WHERE gives."""
    vraag = sa.select(sa.func.count()).select_from(Dossier)
    if waar.met_pok:
        vraag = vraag.outerjoin(*_POK_JOIN)
    return int(session.execute(vraag.where(*waar.clauses)).scalar_one())


def _pagina_ids(session: Session, waar: _Waar, vraag: LijstVraag) -> list[int]:
    naam = vraag.sorteer if vraag.sorteer in _SORTEER else ""
    uitdrukking, joins = _SORTEER[naam or "begin"]
    richting = sa.desc if (vraag.aflopend if naam else True) else sa.asc
    keuze = sa.select(col(Dossier.id)).select_from(Dossier)
    if waar.met_pok and _POK_JOIN not in joins:
        joins = (_POK_JOIN, *joins)
    for join in joins:
        keuze = keuze.outerjoin(*join)
    keuze = keuze.where(*waar.clauses).order_by(richting(uitdrukking), richting(col(Dossier.id)))
    return list(session.execute(keuze.offset(vraag.offset).limit(vraag.per_pagina)).scalars())


def _regels(session: Session, ids: Sequence[int]) -> dict[int, Any]:
    naam = sa.func.coalesce(
        sa.func.nullif(col(Student.naam), ""), col(Student.krd_sleutel), col(Student.studentnummer), ""
    )
    compleet = sa.and_(col(Pok.id).is_not(None), is_compleet())
    kolommen = (
        *(col(k) for k in (Dossier.id, Dossier.begin_op, Dossier.eind_op)),
        naam.label("student"),
        col(Student.klas),
        col(Pok.id).label("pok_id"),
        *(col(k) for k in (Pok.nummer, Pok.status)),
        compleet.label("compleet"),
        heeft_handtekening().label("getekend"),
        col(Leerbedrijf.naam).label("leerbedrijf"),
        col(Account.naam).label("begeleider"),
        col(Inrichting.naam).label("inrichting"),
        col(Verbintenis.leerweg),
        col(Team.naam).label("team"),
        col(Student.postcode),
    )
    vraag = (
        sa.select(*kolommen)
        .select_from(Dossier)
        .outerjoin(*_POK_JOIN)
        .outerjoin(*_STUDENT_JOIN)
        .outerjoin(*_BEDRIJF_JOIN)
        .outerjoin(Account, col(Account.id) == col(Dossier.onderwijsbegeleider_id))
        .outerjoin(Inrichting, col(Inrichting.id) == col(Dossier.inrichting_id))
        .outerjoin(Verbintenis, col(Verbintenis.id) == col(Dossier.verbintenis_id))
        .outerjoin(Team, col(Team.id) == col(Dossier.team_id))
        .where(col(Dossier.id).in_(ids))
    )
    return {rij.id: rij for rij in session.execute(vraag)} if ids else {}


def _rij(r: Any, vandaag: date, taal: str, km: float | None = None) -> Rij:
    href = f"/dossiers/{r.id}"
    stap = wacht_stap(r.status, is_compleet=bool(r.compleet), heeft_handtekening=bool(r.getekend))
    geen_plaats = Tekst("zonder plaats", "no place").in_taal(taal)
    heeft_plaats = bool(r.leerbedrijf) and (r.status in LOPEND or r.status is PokStatus.AFGEROND)
    cellen = (
        Cel(r.student, href=href),
        Cel(toon_km(km, taal), waarde=km),
        Cel(r.klas or ""),
        Cel(STAP_LABEL[stap].in_taal(taal), waarde=stap),
        Cel(r.leerbedrijf) if heeft_plaats else Cel(geen_plaats, badge=True, toon="warning", waarde=""),
        Cel(r.nummer or "", href=f"/poks/{r.pok_id}" if r.pok_id else ""),
        status_cel(r.status, taal) if r.status else Cel(""),
        dag_cel(r.begin_op, taal),
        dagen_cel(r.begin_op, vandaag),
        dag_cel(r.eind_op, taal),
        Cel(r.begeleider or ""),
        Cel(r.inrichting or ""),
        Cel(LEERWEG_LABEL[r.leerweg].in_taal(taal) if r.leerweg else ""),
        Cel(r.team or ""),
    )
    return Rij(str(r.id), cellen, href, r.student)


def list_dossiers(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of dossiers inside the actor's scope, the newest placements first, or whose student lives nearest."""
    vandaag = tijd.klok.vandaag()
    waar = where_dossier(actor, vraag)
    vanaf = lees_vanaf(session, actor, vraag, VanafSoort.LEERBEDRIJF)
    km = lees_km(vraag)
    if vanaf and op_afstand(vraag):
        begin, aantal = vraag.offset, vraag.per_pagina
        blad = blader(session, _bron(waar), vanaf.ligging, km, begin, aantal, aflopend=vraag.aflopend)
        ids, totaal = blad.ids, blad.totaal
    else:
        if vanaf and km is not None:
            via = _bron(waar)
            dichtbij = sa.select(via.id).select_from(via.van).where(binnen(session, via, vanaf.ligging, km))
            waar = _Waar((*waar.clauses, col(Dossier.id).in_(dichtbij)), waar.met_pok)
        ids, totaal = _pagina_ids(session, waar, vraag), tel_dossiers(session, waar)
    regels = _regels(session, ids)
    verte = afstanden(session, vanaf.ligging, {r.postcode for r in regels.values()}) if vanaf else {}
    rijen = [_rij(regels[i], vandaag, vraag.taal, verte.get(regels[i].postcode)) for i in ids]
    return LijstAntwoord(rijen, totaal)


def _bron(waar: _Waar) -> Bron:
    """The dossiers by where their student lives."""
    van = sa.outerjoin(Dossier, *_STUDENT_JOIN)
    return Bron(
        van.outerjoin(*_POK_JOIN) if waar.met_pok else van,
        col(Dossier.id),
        sa.func.coalesce(col(Student.postcode), ""),
        sa.func.coalesce(col(Student.zoektekst), ""),
        waar.clauses,
    )


def dossier_filters_van(session: Session, actor: Actor) -> tuple[Filter, ...]:
    """Teams, classes and begeleiders inside the actor's scope."""
    eigen = sa.select(col(Dossier.onderwijsbegeleider_id)).where(dossier_scope(actor)).distinct()
    vraag = sa.select(col(Account.id), col(Account.naam)).where(col(Account.id).in_(eigen))
    vraag = vraag.order_by(col(Account.naam), col(Account.id)).limit(MAX_BEGELEIDERS)
    keuzes = tuple(Keuze(str(i), Tekst(naam, naam)) for i, naam in session.execute(vraag))
    geen = Keuze("geen", Tekst("Zonder begeleider", "Without supervisor"))
    return (
        *filters_van(session, actor),
        Filter("begeleider", Tekst("Begeleider", "Supervisor"), (geen, *keuzes)),
        *filters_afstand(session, VanafSoort.LEERBEDRIJF),
    )


DOSSIERS = Lijst(
    naam="dossiers",
    titel=Tekst("Dossiers", "Placement dossiers"),
    actie=Actie.DOSSIER_ZIEN,
    kolommen=KOLOMMEN,
    vraag=list_dossiers,
    filters=(STAP_FILTER, PLAATS_FILTER, LEERWEG_FILTER),
    filters_van=dossier_filters_van,
    verborgen_van=verberg_afstand(VanafSoort.LEERBEDRIJF),
    zoek_label=Tekst("Student, leerbedrijf of POK-nummer", "Student, company or agreement number"),
    leeg=Tekst(
        "Geen dossiers gevonden. Koppel studenten aan een dossierinrichting om dossiers te maken.",
        "No dossiers found. Couple students to a dossier set-up to make dossiers.",
    ),
    sorteer="begin",
    aflopend=True,
)
