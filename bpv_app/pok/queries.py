"""The list of POKs for screens and exports. Other lists and reads live in `queries_*.py` and are offered here too."""

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
from bpv_app.kernel.sleutel import MAX_SLEUTEL
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.clauses_lijst import (
    SMAL,
    Clause,
    begint_clause,
    bpvblad_clause,
    is_compleet,
    krd_stand_clause,
    wacht_op_antwoord,
    zoek_clause,
)
from bpv_app.pok.rules import KRD_LABEL, STATUS_LABEL, STATUS_TOON, KrdStatus, PokStatus
from bpv_app.pok.rules_krd import STAND_LABEL, STAND_TOON, KrdStand, krd_stand
from bpv_app.pok.tables import Pok
from bpv_app.student.clauses import student_scope
from bpv_app.student.queries import team_filter
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg
from bpv_app.student.tables import Student, Team
from bpv_app.toegang.tables import Account

MAX_KLASSEN = 300
_VOLGORDE = sa.case(
    {status.value: i for i, status in enumerate(PokStatus)},
    value=sa.cast(col(Pok.status), sa.String),
    else_=len(PokStatus),
)
_STUDENT_JOIN = (Student, col(Student.id) == col(Pok.student_id))
_BEDRIJF_JOIN = (Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
_BEGELEIDER_JOIN = (Account, col(Account.id) == col(Pok.onderwijsbegeleider_id))
_TEAM_JOIN = (Team, col(Team.id) == col(Pok.team_id))

SORTEER: dict[str, tuple[Any, tuple[Any, Any] | None]] = {
    "nummer": (col(Pok.nummer), None),
    "student": (col(Student.zoektekst), _STUDENT_JOIN),
    "klas": (col(Student.klas), _STUDENT_JOIN),
    "leerbedrijf": (col(Leerbedrijf.naam), _BEDRIJF_JOIN),
    "crebo": (col(Pok.crebo), None),
    "leerweg": (sa.cast(col(Pok.leerweg), sa.String), None),
    "status": (_VOLGORDE, None),
    "begin": (col(Pok.begin_op), None),
    "dagen": (col(Pok.begin_op), None),
    "eind": (col(Pok.eind_op), None),
    "begeleider": (col(Account.naam), _BEGELEIDER_JOIN),
    "team": (col(Team.naam), _TEAM_JOIN),
}
"""Column → what to order by, and the join that needs."""

KOLOMMEN = (
    Kolom("nummer", Tekst("Nummer", "Number")),
    Kolom("student", Tekst("Student", "Student")),
    Kolom("klas", Tekst("Klas", "Class")),
    Kolom("leerbedrijf", Tekst("Leerbedrijf", "Company")),
    Kolom("crebo", Tekst("Crebo", "Crebo"), standaard=False),
    Kolom("leerweg", Tekst("Leerweg", "Learning route"), standaard=False),
    Kolom("status", Tekst("Status", "Status")),
    Kolom("krd", Tekst("KRD", "Register"), sorteer=False),
    Kolom("begin", Tekst("Begin", "Start")),
    Kolom("dagen", Tekst("Dagen tot begin", "Days to start"), rechts=True),
    Kolom("eind", Tekst("Eind", "End"), standaard=False),
    Kolom("begeleider", Tekst("Begeleider", "Supervisor")),
    Kolom("team", Tekst("Team", "Team"), standaard=False),
)

BEGINT_FILTER = Filter(
    "begint",
    Tekst("Begin", "Start"),
    (
        Keuze("week", Tekst("Deze week", "This week")),
        Keuze("veertien", Tekst("Komende 14 dagen", "Next 14 days")),
        Keuze("week_ongetekend", Tekst("Deze week, niet getekend", "This week, not signed")),
        Keuze("begonnen", Tekst("Begonnen zonder handtekening", "Started without signatures")),
    ),
)
LEERWEG_FILTER = Filter(
    "leerweg",
    Tekst("Leerweg", "Learning route"),
    tuple(Keuze(lw.value, LEERWEG_LABEL[lw]) for lw in (Leerweg.BOL, Leerweg.BBL)),
)
STATUS_FILTER = Filter("status", Tekst("Status", "Status"), tuple(Keuze(s.value, STATUS_LABEL[s]) for s in PokStatus))
KRD_FILTER = Filter("krd", Tekst("KRD", "Register"), tuple(Keuze(s.value, STAND_LABEL[s]) for s in KrdStand))
WERK_FILTER = Filter(
    "werk",
    Tekst("Te doen", "To do"),
    (
        Keuze("versturen", Tekst("Klaar om te versturen", "Ready to send")),
        Keuze("afsluiten", Tekst("Klaar om af te sluiten", "Ready to be closed")),
        Keuze("bezwaar", Tekst("Bezwaar tegen bpv-blad", "Objection to bpv-blad")),
        Keuze("termijn", Tekst("Bezwaartermijn loopt", "Term for objections runs")),
    ),
)


def list_klassen(session: Session, actor: Actor) -> list[str]:
    """Class names inside the actor's scope."""
    klas = col(Student.klas)
    teams = actor.team_ids(Actie.POK_ZIEN)
    if teams is not None:
        van = col(Student.team_id).in_(teams) if teams else student_scope(actor)
        return list(
            session.execute(
                sa.select(klas).where(van, klas != "").distinct().order_by(klas).limit(MAX_KLASSEN)
            ).scalars()
        )
    return list(session.execute(_ALLE_KLASSEN).scalars())


def _sla_over() -> sa.Select[tuple[str]]:
    """Every different class by hopping through the index: one step per class, however many students there are."""
    klas = col(Student.klas)
    eerste = sa.select(sa.func.min(klas).label("klas")).where(klas != "").cte("klassen", recursive=True)
    volgende = sa.select(sa.func.min(klas)).where(klas > eerste.c.klas).scalar_subquery()
    alle = eerste.union_all(sa.select(volgende).where(eerste.c.klas.is_not(None)))
    return sa.select(alle.c.klas).where(alle.c.klas.is_not(None)).limit(MAX_KLASSEN)


_ALLE_KLASSEN = _sla_over()


def filters_van(session: Session, actor: Actor) -> tuple[Filter, ...]:
    """Teams and classes inside the actor's scope."""
    return (
        team_filter(session, actor),
        Filter("klas", Tekst("Klas", "Class"), tuple(Keuze(k, Tekst(k, k)) for k in list_klassen(session, actor))),
    )


def lees_id(waarde: str) -> int:
    """An id out of a filter; 0, which never exists, when it is none."""
    return int(waarde) if waarde.isascii() and waarde.isdigit() and int(waarde[:10]) <= MAX_SLEUTEL else 0


def _lid(soort: type[Any], waarde: str) -> Any:
    return soort(waarde) if waarde in soort._value2member_map_ else None


def where_pok(actor: Actor, vraag: LijstVraag, vandaag: date) -> list[Clause]:
    """Scope and filters of a list of POKs; the search comes beside it (`zoek_clause`)."""
    where: list[Clause] = [pok_scope(actor)]
    kies = vraag.filters.get
    if waarde := kies("status"):
        status = _lid(PokStatus, waarde)
        where.append(col(Pok.status) == status if status else sa.false())
    if waarde := kies("leerweg"):
        leerweg = _lid(Leerweg, waarde)
        where.append(col(Pok.leerweg) == leerweg if leerweg else sa.false())
    if waarde := kies("krd"):
        stand = _lid(KrdStand, waarde)
        where.append(krd_stand_clause(stand) if stand else sa.false())
    if waarde := kies("team"):
        where.append(col(Pok.team_id) == lees_id(waarde))
    if waarde := kies("klas"):
        where.append(col(Pok.student_id).in_(sa.select(col(Student.id)).where(col(Student.klas) == waarde)))
    if waarde := kies("begint"):
        where.append(begint_clause(waarde, vandaag))
    if waarde := kies("werk"):
        where.append(_werk_clause(waarde, vandaag))
    return where


def _werk_clause(waarde: str, vandaag: date) -> Clause:
    if waarde == "versturen":
        return sa.and_(col(Pok.status) == PokStatus.CONCEPT, is_compleet())
    if waarde in ("bezwaar", "termijn"):
        return bpvblad_clause(waarde, vandaag)
    return sa.and_(col(Pok.status) == PokStatus.DEFINITIEF, col(Pok.eind_op) <= vandaag)


def tel(session: Session, where: Sequence[Clause]) -> int:
    """How many POKs a WHERE gives."""
    return int(session.execute(sa.select(sa.func.count()).select_from(Pok).where(*where)).scalar_one())


def vraag_pagina(
    session: Session, where: Sequence[Clause], vraag: LijstVraag, standaard: str, aflopend: bool = False
) -> tuple[list[int], int]:
    """The ids of one page, in order, and the total; joins only what the order needs.

    A search has to look at all its hits anyway, so it counts them on the way; without one the count and the first page
    each have an index of their own.
    """
    zoek = zoek_clause(session, vraag.zoek)
    alles = [*where, *zoek.clauses]
    naam = vraag.sorteer if vraag.sorteer in SORTEER else ""
    uitdrukking, join = SORTEER[naam or standaard]
    richting = sa.desc if (vraag.aflopend if naam else aflopend) else sa.asc
    keuze = sa.select(col(Pok.id), sa.func.count().over() if zoek.clauses else sa.literal(0)).where(*alles)
    if zoek.is_snel:
        keuze = keuze.with_hint(Pok, SMAL, "sqlite")
    if join:
        keuze = keuze.outerjoin(*join)
    keuze = keuze.order_by(richting(uitdrukking), richting(col(Pok.id))).offset(vraag.offset).limit(vraag.per_pagina)
    rijen = session.execute(keuze).all()
    totaal = int(rijen[0][1]) if rijen and zoek.clauses else tel(session, alles)
    return [rij[0] for rij in rijen], totaal


@dataclass(frozen=True, slots=True)
class PokRegel:
    """A POK as a list shows it, with the names that belong to it."""

    id: int
    nummer: str
    status: PokStatus
    crebo: str
    leerweg: Leerweg | None
    krd_status: KrdStatus | None
    begin_op: date | None
    eind_op: date | None
    student: str
    klas: str
    leerbedrijf: str
    begeleider: str
    team: str
    stand: KrdStand


_NAAM = sa.func.coalesce(
    sa.func.nullif(col(Student.naam), ""), col(Student.krd_sleutel), col(Student.studentnummer), ""
)
_REGEL = (
    sa.select(
        *(col(k) for k in (Pok.id, Pok.nummer, Pok.status, Pok.crebo, Pok.leerweg, Pok.krd_status)),
        *(col(k) for k in (Pok.begin_op, Pok.eind_op)),
        _NAAM,
        *(sa.func.coalesce(col(k), "") for k in (Student.klas, Leerbedrijf.naam, Account.naam, Team.naam)),
        col(Pok.krd_fout_code),
        wacht_op_antwoord(),
    )
    .select_from(Pok)
    .outerjoin(*_STUDENT_JOIN)
    .outerjoin(*_BEDRIJF_JOIN)
    .outerjoin(*_BEGELEIDER_JOIN)
    .outerjoin(*_TEAM_JOIN)
)


def regels(session: Session, ids: list[int]) -> list[PokRegel]:
    """The rows of these ids, in this order, with names joined."""
    if not ids:
        return []
    gevonden: dict[int, PokRegel] = {}
    rijen: Sequence[Any] = session.execute(_REGEL.where(col(Pok.id).in_(ids))).all()
    for rij in rijen:
        stand = krd_stand(rij.status, rij.krd_status, rij.krd_fout_code, bool(rij[14]))
        waarden: tuple[Any, ...] = (*rij[:13], stand)
        gevonden[rij.id] = PokRegel(*waarden)
    return [gevonden[pok_id] for pok_id in ids]


def dag_cel(dag: date | None, taal: str) -> Cel:
    return Cel(toon_datum(dag, taal), waarde=dag)


def dagen_cel(begin: date | None, vandaag: date) -> Cel:
    """Days to the begin; negative once it has begun."""
    dagen = (begin - vandaag).days if begin else None
    return Cel("" if dagen is None else str(dagen), waarde=dagen)


def krd_cel(regel: PokRegel, taal: str) -> Cel:
    """The register's status, and in words whether it is ours."""
    stand = STAND_LABEL[regel.stand].in_taal(taal)
    krd = KRD_LABEL[regel.krd_status].in_taal(taal) if regel.krd_status else ""
    tekst = f"{krd}: {stand}" if krd and regel.stand is not KrdStand.GELIJK else krd or stand
    return Cel(tekst, badge=True, toon=STAND_TOON[regel.stand], waarde=tekst)


def status_cel(status: PokStatus, taal: str) -> Cel:
    tekst = STATUS_LABEL[status].in_taal(taal)
    return Cel(tekst, badge=True, toon=STATUS_TOON[status], waarde=tekst)


def _rij(regel: PokRegel, vandaag: date, taal: str) -> Rij:
    href = f"/poks/{regel.id}"
    return Rij(
        sleutel=str(regel.id),
        cellen=(
            Cel(regel.nummer, href=href),
            Cel(regel.student),
            Cel(regel.klas),
            Cel(regel.leerbedrijf),
            Cel(regel.crebo),
            Cel(LEERWEG_LABEL[regel.leerweg].in_taal(taal) if regel.leerweg else ""),
            status_cel(regel.status, taal),
            krd_cel(regel, taal),
            dag_cel(regel.begin_op, taal),
            dagen_cel(regel.begin_op, vandaag),
            dag_cel(regel.eind_op, taal),
            Cel(regel.begeleider),
            Cel(regel.team),
        ),
        href=href,
        naam=f"{regel.nummer} {regel.student}".strip(),
    )


def list_poks(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of POKs inside the actor's scope, and how many there are in all. The newest placements come first."""
    vandaag = tijd.klok.vandaag()
    where = where_pok(actor, vraag, vandaag)
    ids, totaal = vraag_pagina(session, where, vraag, "begin", aflopend=True)
    return LijstAntwoord([_rij(r, vandaag, vraag.taal) for r in regels(session, ids)], totaal)


POKS = Lijst(
    naam="poks",
    titel=Tekst("POK's", "Placement agreements"),
    actie=Actie.POK_ZIEN,
    kolommen=KOLOMMEN,
    vraag=list_poks,
    filters=(STATUS_FILTER, KRD_FILTER, BEGINT_FILTER, WERK_FILTER, LEERWEG_FILTER),
    filters_van=filters_van,
    zoek_label=Tekst("Nummer, student of leerbedrijf", "Number, student or company"),
    leeg=Tekst(
        "Geen POK's gevonden. Pas de zoekvraag aan, of zet in een dossier een POK klaar.",
        "No agreements found. Change the search, or make one ready in a dossier.",
    ),
    sorteer="begin",
    aflopend=True,
)
