"""Every line of hours with what counts of it, for a file: placement by placement, so that memory stays flat.

What counts depends on the other lines of a student's day and week, also those that are not asked for: so all lines of a
placement go through the engine, and only the asked-for ones come out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.lijst import LijstVraag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from bpv_app.uren.clauses import ZICHTBAAR
from bpv_app.uren.queries_pok import TeamRegels, UrenPok, get_kalender, get_team_regels, list_uren_poks
from bpv_app.uren.queries_weken import VAN_WEEK, Clause, where_weken
from bpv_app.uren.rules import SOORT_LABEL, WEEK_LABEL, Oordeel, Soort, WeekStatus
from bpv_app.uren.rules_plan import Kalender
from bpv_app.uren.rules_tellen import GeteldeRegel, Regel, tel_regels
from bpv_app.uren.tables import UrenDag, UrenRegel, UrenWeek

PER_KEER = 100
"""Placements at a time: some ten thousand lines."""
TITEL = Tekst("Uren", "Hours")
KOPPEN: tuple[Tekst, ...] = (
    Tekst("Student", "Student"),
    Tekst("Studentnummer", "Student number"),
    Tekst("Klas", "Class"),
    Tekst("POK", "Agreement"),
    Tekst("Bedrijf", "Company"),
    Tekst("Datum", "Date"),
    Tekst("Soort", "Kind"),
    Tekst("Uren", "Hours"),
    Tekst("Van", "From"),
    Tekst("Tot", "To"),
    Tekst("Pauze (minuten)", "Break (minutes)"),
    Tekst("Omschrijving", "What was done"),
    Tekst("Werkproces", "Work process"),
    Tekst("Weekstatus", "Status of the week"),
    Tekst("Goedgekeurd door", "Approved by"),
    Tekst("Geteld", "Counted"),
    Tekst("Telt niet omdat", "Does not count because"),
)
_REGEL = (
    col(UrenRegel.pok_id),
    col(UrenRegel.datum),
    col(UrenRegel.soort),
    col(UrenRegel.minuten),
    col(UrenRegel.van),
    col(UrenRegel.tot),
    col(UrenRegel.pauze),
    col(UrenDag.omschrijving),
    col(UrenDag.werkproces),
    col(UrenDag.oordeel),
    col(UrenWeek.id),
    col(UrenWeek.status),
    col(UrenWeek.beoordeeld_door),
)
Sleutel = tuple[int, date, Soort]
Regels = Mapping[Sleutel, Sequence[Any]]


@lru_cache(maxsize=1441)
def als_uren(minuten: int) -> Decimal:
    """Hours with two decimals, rounded half even: 440 minutes is 7.33."""
    return (Decimal(minuten) / 60).quantize(Decimal("0.01"))


@lru_cache(maxsize=1441)
def _tijd(minuten: int | None) -> str:
    return "" if minuten is None else f"{minuten // 60:02d}:{minuten % 60:02d}"


def list_urenregels(session: Session, actor: Actor, vraag: LijstVraag, vandaag: date) -> Iterator[tuple[Any, ...]]:
    """The lines in the weeks a question of the list of weeks asks for, by placement, day and kind.

    Values are plain: text, dates, whole minutes and decimal hours. Raises `GeenRecht`.
    """
    require(actor, Actie.UREN_ZIEN)
    waar = where_weken(session, actor, vraag, vandaag)
    bron = _Bron(session)
    vraag_dossiers = sa.select(col(Pok.dossier_id)).select_from(VAN_WEEK).where(*waar).distinct()
    dossiers = sorted(session.execute(vraag_dossiers).scalars())
    for begin in range(0, len(dossiers), PER_KEER):
        yield from _deel(session, bron, dossiers[begin : begin + PER_KEER], waar, vraag.taal)


class _Bron:
    """Rules and calendars, read once per team."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._regels: dict[int | None, TeamRegels] = {}
        self._kalenders: dict[tuple[int | None, int, int], Kalender] = {}

    def regels(self, team_id: int | None) -> TeamRegels:
        if team_id not in self._regels:
            self._regels[team_id] = get_team_regels(self._session, team_id)
        return self._regels[team_id]

    def kalender(self, team_id: int | None, dagen: Sequence[date]) -> Kalender:
        jaren = min(dagen).year, max(dagen).year
        sleutel = (team_id, *jaren)
        if sleutel not in self._kalenders:
            regio, grenzen = self.regels(team_id).regio, (date(jaren[0], 1, 1), date(jaren[1], 12, 31))
            self._kalenders[sleutel] = get_kalender(self._session, team_id, regio, *grenzen)
        return self._kalenders[sleutel]


def _deel(
    session: Session, bron: _Bron, dossiers: list[int], waar: list[Clause], taal: str
) -> Iterator[tuple[Any, ...]]:
    in_deel = col(Pok.dossier_id).in_(dossiers)
    weken = set(session.execute(sa.select(col(UrenWeek.id)).select_from(VAN_WEEK).where(*waar, in_deel)).scalars())
    ketens: defaultdict[int, list[UrenPok]] = defaultdict(list)
    for pok in list_uren_poks(session, in_deel, col(Pok.status).in_(ZICHTBAAR)):
        ketens[pok.dossier_id].append(pok)
    van_pok = {pok.id: pok.dossier_id for poks in ketens.values() for pok in poks}
    per_dossier: defaultdict[int, dict[Sleutel, Sequence[Any]]] = defaultdict(dict)
    regels = (
        sa.select(*_REGEL)
        .join(UrenDag, col(UrenDag.id) == col(UrenRegel.dag_id))
        .join(UrenWeek, col(UrenWeek.id) == col(UrenDag.week_id))
        .where(col(UrenRegel.pok_id).in_(van_pok))
    )
    for rij in session.execute(regels):
        per_dossier[van_pok[rij[0]]][rij[0], rij[1], rij[2]] = rij
    nummers = {
        student_id: (nummer or "", klas)
        for student_id, nummer, klas in session.execute(
            sa.select(col(Student.id), col(Student.studentnummer), col(Student.klas)).where(
                col(Student.id).in_({pok.student_id for poks in ketens.values() for pok in poks})
            )
        )
    }
    for dossier_id in dossiers:
        rijen, poks = per_dossier[dossier_id], ketens[dossier_id]
        koppen = {p.id: (p.student, *nummers[p.student_id], p.nummer, p.bedrijf) for p in poks}
        for geteld in _tel(bron, poks, rijen):
            r = geteld.regel
            regel = rijen[r.pok_id, r.datum, r.soort]
            if regel[10] in weken:
                yield (*koppen[r.pok_id], *_cellen(regel, geteld, taal))


def _tel(bron: _Bron, poks: Sequence[UrenPok], rijen: Regels) -> Sequence[GeteldeRegel]:
    if not rijen:
        return ()
    regels = bron.regels(poks[-1].team_id)
    kalender = bron.kalender(poks[-1].team_id, [datum for _, datum, _ in rijen])
    invoer = [
        Regel(datum, soort, rij[3], rij[9] is Oordeel.AKKOORD, pok_id) for (pok_id, datum, soort), rij in rijen.items()
    ]
    return tel_regels(invoer, [pok.afspraak(regels) for pok in poks], kalender, regels.grenzen)


def _cellen(rij: Sequence[Any], geteld: GeteldeRegel, taal: str) -> tuple[Any, ...]:
    _, datum, soort, minuten, van, tot, pauze, omschrijving, werkproces, _, _, status, door = rij
    return (
        datum,
        SOORT_LABEL[soort].in_taal(taal),
        als_uren(minuten),
        _tijd(van),
        _tijd(tot),
        pauze,
        omschrijving,
        werkproces,
        WEEK_LABEL[status].in_taal(taal),
        door if status is WeekStatus.GOEDGEKEURD else "",
        als_uren(geteld.telt),
        geteld.waarom.in_taal(taal) if geteld.waarom else "",
    )
