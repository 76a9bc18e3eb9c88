"""What waits for a student: weeks to send in, and comments in the logbook that are not answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie
from bpv_app.uren.clauses import SCHRIJFBAAR, eigen_uren
from bpv_app.uren.clauses_logboek import logboek_scope
from bpv_app.uren.queries_pok import TeamRegels, UrenPok, get_kalender, get_team_regels, list_uren_poks
from bpv_app.uren.rules import WeekStatus
from bpv_app.uren.rules_plan import maandag_van, plan_week
from bpv_app.uren.tables import UrenDag, UrenRegel, UrenWeek
from bpv_app.uren.tables_logboek import LogboekItem, LogboekReactie

REACTIE_NIEUW = timedelta(days=7)
_TE_DOEN = (WeekStatus.OPEN, WeekStatus.TERUGGESTUURD)


@dataclass(frozen=True, slots=True)
class OpenWeken:
    """Weeks (Mondays) the student still has to send in, oldest first; `terug` of them came back."""

    maandagen: tuple[date, ...]
    terug: int


def list_open_weken(session: Session, actor: Actor, vandaag: date) -> OpenWeken:
    """One's own weeks whose last day to send in has come. Raises GeenRecht.

    A week counts when hours were planned or written in it, until it is sent in; one that came back counts at once.
    """
    require(actor, Actie.UREN_SCHRIJVEN)
    poks = [p for p in list_uren_poks(session, eigen_uren(actor)) if p.status in SCHRIJFBAAR and p.begin <= vandaag]
    weken = _weken(session, [p.id for p in poks])
    open_: set[date] = set()
    terug: set[date] = set()
    for pok in poks:
        regels = get_team_regels(session, pok.team_id)
        gepland = set(_geplande_weken(session, pok, regels, vandaag))
        for maandag, (status, heeft_uren) in weken[pok.id].items():
            if status is WeekStatus.TERUGGESTUURD:
                terug.add(maandag)
            elif heeft_uren and _is_aan_de_beurt(maandag, regels, vandaag):
                gepland.add(maandag)
            if status not in _TE_DOEN:
                gepland.discard(maandag)
        open_ |= gepland
    return OpenWeken(tuple(sorted(open_ | terug)), len(terug))


def _is_aan_de_beurt(maandag: date, regels: TeamRegels, vandaag: date) -> bool:
    return maandag + timedelta(days=regels.insturen_voor) <= vandaag


def _geplande_weken(session: Session, pok: UrenPok, regels: TeamRegels, vandaag: date) -> Iterator[date]:
    eind = min(pok.eind, vandaag)
    kalender = get_kalender(session, pok.team_id, regels.regio, pok.begin, eind)
    afspraak = pok.afspraak(regels)
    maandag = maandag_van(pok.begin)
    while maandag <= eind and _is_aan_de_beurt(maandag, regels, vandaag):
        if any(dag.minuten for dag in plan_week(afspraak, kalender, maandag)):
            yield maandag
        maandag += timedelta(days=7)


def _weken(session: Session, pok_ids: list[int]) -> dict[int, dict[date, tuple[WeekStatus, bool]]]:
    """By POK and Monday: the status of a week, and whether anything was written in it."""
    uit: dict[int, dict[date, tuple[WeekStatus, bool]]] = defaultdict(dict)
    geschreven = (
        sa.select(col(UrenRegel.id))
        .join(UrenDag, col(UrenDag.id) == col(UrenRegel.dag_id))
        .where(col(UrenDag.week_id) == col(UrenWeek.id))
        .exists()
    )
    rijen = session.execute(
        sa.select(col(UrenWeek.pok_id), col(UrenWeek.maandag), col(UrenWeek.status), geschreven).where(
            col(UrenWeek.pok_id).in_(pok_ids)
        )
    )
    for pok_id, maandag, status, heeft_uren in rijen:
        uit[pok_id][maandag] = (status, bool(heeft_uren))
    return uit


def tel_reacties(session: Session, actor: Actor, nu: datetime) -> int:
    """Comments of others under one's own entries, of the last week and after one's own last comment there."""
    require(actor, Actie.LOGBOEK_SCHRIJVEN)
    eigen = aliased(LogboekReactie)
    beantwoord = (
        sa.select(col(eigen.id))
        .where(
            col(eigen.item_id) == col(LogboekReactie.item_id),
            col(eigen.account_id) == actor.account_id,
            col(eigen.id) > col(LogboekReactie.id),
        )
        .exists()
    )
    vraag = (
        sa.select(sa.func.count())
        .select_from(LogboekReactie)
        .join(LogboekItem, col(LogboekItem.id) == col(LogboekReactie.item_id))
        .where(
            logboek_scope(actor),
            col(LogboekItem.student_id) == (actor.student_id or 0),
            col(LogboekReactie.op) > nu - REACTIE_NIEUW,
            sa.or_(col(LogboekReactie.account_id).is_(None), col(LogboekReactie.account_id) != actor.account_id),
            ~beantwoord,
        )
    )
    return int(session.execute(vraag).scalar_one())
