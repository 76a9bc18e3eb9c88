"""The weeks that wait for an assessor, and one week as an assessor reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.tables import Pok
from bpv_app.uren.clauses import bedrijf_uren, eigen_uren, school_uren
from bpv_app.uren.queries_mijn import Stapje, lees_bijlagen_van, lees_historie, lees_regels_van
from bpv_app.uren.queries_pok import TeamRegels, UrenPok, get_kalender, get_team_regels, list_uren_poks
from bpv_app.uren.rules import Gebeurtenis, Oordeel, WeekStatus
from bpv_app.uren.rules_invoer import RegelInvoer
from bpv_app.uren.rules_plan import Kalender, plan_week
from bpv_app.uren.rules_tellen import Regel, tel
from bpv_app.uren.rules_week import Wie, mag_stap
from bpv_app.uren.tables import UrenDag, UrenWeek

MAX_WEKEN = 50


@dataclass(frozen=True, slots=True)
class DagTeLezen:
    """A written day. `telt` of its `minuten` count; `waarom` says why the rest does not. `plan` was agreed."""

    datum: date
    plan: int
    minuten: int
    telt: int
    waarom: tuple[Tekst, ...]
    regels: tuple[RegelInvoer, ...]
    omschrijving: str
    werkproces: str
    oordeel: Oordeel
    oordeel_reden: str
    bijlagen: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class WeekTeLezen:
    """A week with its days and what the reader may do with it (`mag`). `versie` is what an approval says yes to."""

    id: int
    pok: UrenPok
    maandag: date
    status: WeekStatus
    versie: int
    ingediend_op: datetime | None
    beoordeeld_op: datetime | None
    beoordeeld_door: str
    reden: str
    plan: int
    dagen: tuple[DagTeLezen, ...]
    historie: tuple[Stapje, ...]
    mag: frozenset[Gebeurtenis]

    @property
    def minuten(self) -> int:
        return sum(d.minuten for d in self.dagen)


def _wie(actor: Actor) -> dict[Wie, sa.ColumnElement[bool]]:
    return {
        Wie.STUDENT: eigen_uren(actor),
        Wie.BEDRIJF: bedrijf_uren(actor),
        Wie.SCHOOL: school_uren(actor, Actie.UREN_BEOORDELEN) if actor.mag(Actie.UREN_BEOORDELEN) else sa.false(),
    }


def _kijkt(actor: Actor) -> sa.ColumnElement[bool]:
    """Who may read a week: who acts on it in any part, and school roles that only look."""
    kijkers = school_uren(actor) if actor.mag(Actie.UREN_ZIEN) else sa.false()
    return sa.or_(*_wie(actor).values(), kijkers)


def list_te_beoordelen(session: Session, actor: Actor) -> tuple[WeekTeLezen, ...]:
    """The weeks that wait for this person's yes, oldest first, at most `MAX_WEKEN`.

    A praktijkopleider: own (and as colleague, the company's) trainees. A school role: students of teams where the
    school approves, or who have no praktijkopleider.
    """
    require(actor, Actie.UREN_BEOORDELEN)
    delen = _wie(actor)
    ids = (
        session.execute(
            sa.select(col(UrenWeek.id))
            .join(Pok, col(Pok.id) == col(UrenWeek.pok_id))
            .where(col(UrenWeek.status) == WeekStatus.INGEDIEND, sa.or_(delen[Wie.BEDRIJF], delen[Wie.SCHOOL]))
            .order_by(col(UrenWeek.maandag), col(UrenWeek.id))
            .limit(4 * MAX_WEKEN)
        )
        .scalars()
        .all()
    )
    weken = lees_weken(session, actor, [i for i in ids if i is not None])
    return tuple(w for w in weken if Gebeurtenis.GOEDGEKEURD in w.mag)[:MAX_WEKEN]


def get_week(session: Session, actor: Actor, week_id: int) -> WeekTeLezen:
    """One week of a student in the actor's scope. Raises `NietGevonden`."""
    weken = lees_weken(session, actor, [week_id]) if is_sleutel(week_id) else ()
    if not weken:
        raise NietGevonden
    return weken[0]


def lees_weken(session: Session, actor: Actor, ids: Sequence[int]) -> tuple[WeekTeLezen, ...]:
    """The weeks among `ids` in the actor's scope, in that order, with days, history and what may be done."""
    delen = _wie(actor)
    rijen = session.execute(
        sa.select(UrenWeek, *(deel.label(wie.value) for wie, deel in delen.items()))
        .join(Pok, col(Pok.id) == col(UrenWeek.pok_id))
        .where(col(UrenWeek.id).in_(ids), _kijkt(actor))
    ).all()
    poks = {p.id: p for p in list_uren_poks(session, col(Pok.id).in_([rij[0].pok_id for rij in rijen]))}
    lezer = _Lezer(session, [rij[0].id or 0 for rij in rijen])
    gelezen = {}
    for rij, *is_zo in rijen:
        if rij.pok_id in poks:
            wie = frozenset(w for w, zo in zip(delen, is_zo, strict=True) if zo)
            gelezen[rij.id] = lezer.week(rij, poks[rij.pok_id], wie)
    return tuple(gelezen[i] for i in ids if i in gelezen)


class _Lezer:
    """Reads days, lines, attachments and history of some weeks in one go each; team rules and calendars once."""

    def __init__(self, session: Session, week_ids: Sequence[int]) -> None:
        self.session = session
        self.dagen: dict[int, list[UrenDag]] = {}
        dagen = session.execute(
            sa.select(UrenDag).where(col(UrenDag.week_id).in_(week_ids)).order_by(col(UrenDag.datum))
        ).scalars()
        for dag in dagen:
            self.dagen.setdefault(dag.week_id, []).append(dag)
        dag_ids = [dag.id or 0 for lijst in self.dagen.values() for dag in lijst]
        self.regels, self.bijlagen = lees_regels_van(session, dag_ids), lees_bijlagen_van(session, dag_ids)
        self.historie = lees_historie(session, week_ids)
        self.teams: dict[int | None, TeamRegels] = {}
        self.kalenders: dict[tuple[int | None, date], Kalender] = {}

    def team(self, team_id: int | None) -> TeamRegels:
        if team_id not in self.teams:
            self.teams[team_id] = get_team_regels(self.session, team_id)
        return self.teams[team_id]

    def kalender(self, team_id: int | None, maandag: date) -> Kalender:
        sleutel = (team_id, maandag)
        if sleutel not in self.kalenders:
            zondag = date.fromordinal(maandag.toordinal() + 6)
            self.kalenders[sleutel] = get_kalender(self.session, team_id, self.team(team_id).regio, maandag, zondag)
        return self.kalenders[sleutel]

    def week(self, rij: UrenWeek, pok: UrenPok, wie: frozenset[Wie]) -> WeekTeLezen:
        team, kalender = self.team(pok.team_id), self.kalender(pok.team_id, rij.maandag)
        afspraak, week_id = pok.afspraak(team), rij.id or 0
        plan = {d.datum: d.minuten for d in plan_week(afspraak, kalender, rij.maandag)}
        dagen = self.dagen.get(week_id, [])
        lijnen = [
            Regel(dag.datum, r.soort, r.minuten, dag.oordeel is Oordeel.AKKOORD, pok.id)
            for dag in dagen
            for r in self.regels.get(dag.id or 0, ())
        ]
        telling = tel(lijnen, [afspraak], kalender, team.grenzen)
        gelezen = []
        for dag in dagen:
            regels = self.regels.get(dag.id or 0, ())
            if not regels and not dag.omschrijving:
                continue
            geteld = [g for g in telling.regels if g.regel.datum == dag.datum]
            gelezen.append(
                DagTeLezen(
                    datum=dag.datum,
                    plan=plan.get(dag.datum, 0),
                    minuten=sum(r.minuten for r in regels),
                    telt=sum(g.telt for g in geteld),
                    waarom=tuple(
                        g.waarom for g in geteld if g.waarom and g.regel.soort.value in ("gewerkt", "inhalen")
                    ),
                    regels=regels,
                    omschrijving=dag.omschrijving,
                    werkproces=dag.werkproces,
                    oordeel=dag.oordeel,
                    oordeel_reden=dag.oordeel_reden,
                    bijlagen=self.bijlagen.get(dag.id or 0, ()),
                )
            )
        return WeekTeLezen(
            id=week_id,
            pok=pok,
            maandag=rij.maandag,
            status=rij.status,
            versie=rij.versie,
            ingediend_op=rij.ingediend_op,
            beoordeeld_op=rij.beoordeeld_op,
            beoordeeld_door=rij.beoordeeld_door,
            reden=rij.reden,
            plan=sum(plan.values()),
            dagen=tuple(gelezen),
            historie=tuple(self.historie.get(week_id, ())),
            mag=frozenset(s for s in Gebeurtenis if mag_stap(s, rij.status, wie, team.beoordelaars(pok))),
        )
