"""The student's own week and balance, as the screen and the phone show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.uren.clauses import SCHRIJFBAAR, eigen_uren
from bpv_app.uren.queries_dag import op_volgorde
from bpv_app.uren.queries_pok import TeamRegels, UrenPok, get_kalender, get_team_regels, list_uren_poks
from bpv_app.uren.rules import Gebeurtenis, Oordeel, WeekStatus
from bpv_app.uren.rules_invoer import RegelInvoer
from bpv_app.uren.rules_plan import Afspraak, Kalender, maandag_van, plan_week
from bpv_app.uren.rules_saldo import Saldo, bereken_saldo
from bpv_app.uren.rules_tellen import Regel, tel
from bpv_app.uren.rules_week import is_op_slot
from bpv_app.uren.tables import UrenBijlage, UrenDag, UrenGebeurtenis, UrenRegel, UrenWeek


@dataclass(frozen=True, slots=True)
class Stage:
    """A placement: the chain of agreements of one dossier, oldest first."""

    dossier_id: int
    poks: tuple[UrenPok, ...]

    @property
    def begin(self) -> date:
        return self.poks[0].begin

    @property
    def eind(self) -> date:
        return max(p.eind for p in self.poks)

    @property
    def bedrijf(self) -> str:
        return self.poks[-1].bedrijf

    def pok_op(self, dag: date) -> UrenPok | None:
        """The agreement that runs on a day; of two the newest."""
        return next((p for p in reversed(self.poks) if p.loopt_op(dag)), None)


@dataclass(frozen=True, slots=True)
class Dag:
    """A day of the week. `pok_id` 0: no agreement runs on it. `vrij`: why nothing is planned."""

    datum: date
    pok_id: int
    dag_id: int
    versie: int
    plan: int
    vrij: Tekst | None
    regels: tuple[RegelInvoer, ...]
    omschrijving: str
    werkproces: str
    oordeel: Oordeel
    oordeel_reden: str
    op_slot: bool
    bijlagen: tuple[tuple[int, str], ...]

    @property
    def minuten(self) -> int:
        return sum(r.minuten for r in self.regels)


@dataclass(frozen=True, slots=True)
class WeekStand:
    """The week of one agreement; `id` 0 while nothing was written in it."""

    id: int
    pok_id: int
    status: WeekStatus
    versie: int
    ingediend_op: datetime | None
    beoordeeld_op: datetime | None
    beoordeeld_door: str
    reden: str


@dataclass(frozen=True, slots=True)
class Stapje:
    """One line of a week's history."""

    wat: Gebeurtenis
    op: datetime
    door: str
    reden: str
    minuten: int


@dataclass(frozen=True, slots=True)
class MijnWeek:
    """Everything on the student's hours screen."""

    stage: Stage
    maandag: date
    dagen: tuple[Dag, ...]
    weken: tuple[WeekStand, ...]
    historie: tuple[Stapje, ...]
    saldo: Saldo
    minuten_per_dag: int
    regels: TeamRegels


def list_stages(session: Session, actor: Actor) -> tuple[Stage, ...]:
    """One's own placements in which hours are or were written; the newest first."""
    require(actor, Actie.UREN_SCHRIJVEN)
    per_dossier: dict[int, list[UrenPok]] = {}
    for pok in list_uren_poks(session, eigen_uren(actor)):
        per_dossier.setdefault(pok.dossier_id, []).append(pok)
    stages = [Stage(dossier_id, tuple(poks)) for dossier_id, poks in per_dossier.items()]
    return tuple(sorted(stages, key=lambda s: (s.begin, s.dossier_id), reverse=True))


def kies_stage(stages: Sequence[Stage], dossier_id: int, vandaag: date) -> Stage | None:
    """The asked-for placement; otherwise the one that runs today, that comes next, or that ended last."""
    gevraagd = next((s for s in stages if s.dossier_id == dossier_id), None)
    loopt = next((s for s in stages if s.pok_op(vandaag)), None)
    komt = min((s for s in stages if s.begin > vandaag), key=lambda s: s.begin, default=None)
    return gevraagd or loopt or komt or (stages[0] if stages else None)


def get_saldo(session: Session, stage: Stage, regels: TeamRegels, kalender: Kalender, vandaag: date) -> Saldo:
    """The balance of a placement on a day: all its lines through the engine."""
    rijen = session.execute(
        sa.select(
            col(UrenRegel.datum),
            col(UrenRegel.soort),
            col(UrenRegel.minuten),
            col(UrenDag.oordeel),
            col(UrenRegel.pok_id),
        )
        .join(UrenDag, col(UrenDag.id) == col(UrenRegel.dag_id))
        .where(col(UrenRegel.pok_id).in_([p.id for p in stage.poks]))
    ).all()
    lijnen = [
        Regel(datum, soort, minuten, oordeel is Oordeel.AKKOORD, pok) for datum, soort, minuten, oordeel, pok in rijen
    ]
    afspraken = afspraken_van(stage, regels)
    return bereken_saldo(tel(lijnen, afspraken, kalender, regels.grenzen), afspraken, kalender, vandaag)


def afspraken_van(stage: Stage, regels: TeamRegels) -> list[Afspraak]:
    """What each agreement of the chain asks."""
    return [p.afspraak(regels) for p in stage.poks]


def get_mijn_week(
    session: Session, actor: Actor, vandaag: date, maandag: date | None = None, dossier_id: int = 0
) -> MijnWeek:
    """One's own week (of any day in it; without one this week, or the nearest week of the placement).

    Raises `NietGevonden` when there is no placement to write hours in.
    """
    stage = kies_stage(list_stages(session, actor), dossier_id, vandaag)
    if stage is None:
        raise NietGevonden
    eerste = maandag_van(min(max(maandag or vandaag, stage.begin), stage.eind))
    regels = get_team_regels(session, stage.poks[-1].team_id)
    van, tot = min(stage.begin, eerste), max(stage.eind, eerste + timedelta(days=6))
    kalender = get_kalender(session, stage.poks[-1].team_id, regels.regio, van, tot)
    weken = _weken(session, stage, eerste)
    dagen = _dagen(session, stage, regels, kalender, eerste, weken)
    per_weekdag = stage.poks[-1].afspraak(regels).per_weekdag()
    return MijnWeek(
        stage=stage,
        maandag=eerste,
        dagen=dagen,
        weken=tuple(weken.values()),
        historie=tuple(
            s for stapjes in lees_historie(session, [w.id for w in weken.values()]).values() for s in stapjes
        ),
        saldo=get_saldo(session, stage, regels, kalender, vandaag),
        minuten_per_dag=max(per_weekdag.values(), default=0),
        regels=regels,
    )


def _weken(session: Session, stage: Stage, maandag: date) -> dict[int, WeekStand]:
    rijen = session.execute(
        sa.select(
            col(UrenWeek.id),
            col(UrenWeek.pok_id),
            col(UrenWeek.status),
            col(UrenWeek.versie),
            col(UrenWeek.ingediend_op),
            col(UrenWeek.beoordeeld_op),
            col(UrenWeek.beoordeeld_door),
            col(UrenWeek.reden),
        ).where(col(UrenWeek.pok_id).in_([p.id for p in stage.poks]), col(UrenWeek.maandag) == maandag)
    ).all()
    return {rij[1]: WeekStand(*rij) for rij in rijen}


def lees_historie(session: Session, week_ids: Sequence[int]) -> dict[int, list[Stapje]]:
    """What happened to some weeks, newest first, by week."""
    per_week: dict[int, list[Stapje]] = {}
    rijen = session.execute(
        sa.select(
            col(UrenGebeurtenis.week_id),
            col(UrenGebeurtenis.wat),
            col(UrenGebeurtenis.op),
            col(UrenGebeurtenis.door_naam),
            col(UrenGebeurtenis.reden),
            col(UrenGebeurtenis.minuten),
        )
        .where(col(UrenGebeurtenis.week_id).in_(week_ids))
        .order_by(col(UrenGebeurtenis.id).desc())
    ).all()
    for week_id, *stap in rijen:
        per_week.setdefault(week_id, []).append(Stapje(*stap))
    return per_week


def lees_regels_van(session: Session, dag_ids: Sequence[int]) -> dict[int, tuple[RegelInvoer, ...]]:
    """The lines of some days, by day."""
    per_dag: dict[int, list[RegelInvoer]] = {}
    rijen = session.execute(
        sa.select(
            col(UrenRegel.dag_id),
            col(UrenRegel.soort),
            col(UrenRegel.minuten),
            col(UrenRegel.van),
            col(UrenRegel.tot),
            col(UrenRegel.pauze),
        ).where(col(UrenRegel.dag_id).in_(dag_ids))
    ).all()
    for dag_id, *regel in rijen:
        per_dag.setdefault(dag_id, []).append(RegelInvoer(*regel))
    return {dag_id: op_volgorde(regels) for dag_id, regels in per_dag.items()}


def lees_bijlagen_van(session: Session, dag_ids: Sequence[int]) -> dict[int, tuple[tuple[int, str], ...]]:
    """Attachments (id, name) of some days, by day."""
    per_dag: dict[int, list[tuple[int, str]]] = {}
    rijen = session.execute(
        sa.select(col(UrenBijlage.dag_id), col(UrenBijlage.id), col(UrenBijlage.naam))
        .where(col(UrenBijlage.dag_id).in_(dag_ids))
        .order_by(col(UrenBijlage.id))
    ).all()
    for dag_id, bijlage_id, naam in rijen:
        per_dag.setdefault(dag_id, []).append((bijlage_id, naam))
    return {dag_id: tuple(bijlagen) for dag_id, bijlagen in per_dag.items()}


def _dagen(
    session: Session,
    stage: Stage,
    regels: TeamRegels,
    kalender: Kalender,
    maandag: date,
    weken: dict[int, WeekStand],
) -> tuple[Dag, ...]:
    """The seven days: what is planned, and what was written."""
    rijen = session.execute(
        sa.select(UrenDag).where(
            col(UrenDag.pok_id).in_([p.id for p in stage.poks]),
            col(UrenDag.datum).between(maandag, maandag + timedelta(days=6)),
        )
    ).scalars()
    geschreven = {(dag.pok_id, dag.datum): dag for dag in rijen}
    ids = [dag.id or 0 for dag in geschreven.values()]
    lijnen, bijlagen = lees_regels_van(session, ids), lees_bijlagen_van(session, ids)
    plannen = {p.id: plan_week(p.afspraak(regels), kalender, maandag) for p in stage.poks}
    dagen = []
    for n in range(7):
        datum = maandag + timedelta(days=n)
        pok = stage.pok_op(datum)
        rij = geschreven.get((pok.id, datum)) if pok else None
        dag_id = rij.id or 0 if rij else 0
        week = weken.get(pok.id) if pok else None
        oordeel = rij.oordeel if rij else Oordeel.OPEN
        dagen.append(
            Dag(
                datum=datum,
                pok_id=pok.id if pok else 0,
                dag_id=dag_id,
                versie=rij.versie if rij else 0,
                plan=plannen[pok.id][n].minuten if pok else 0,
                vrij=kalender.waarom_vrij(datum),
                regels=lijnen.get(dag_id, ()),
                omschrijving=rij.omschrijving if rij else "",
                werkproces=rij.werkproces if rij else "",
                oordeel=oordeel,
                oordeel_reden=rij.oordeel_reden if rij else "",
                op_slot=pok is None
                or pok.status not in SCHRIJFBAAR
                or is_op_slot(week.status if week else WeekStatus.OPEN, oordeel),
                bijlagen=bijlagen.get(dag_id, ()),
            )
        )
    return tuple(dagen)
