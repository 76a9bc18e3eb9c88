"""The verbs of a week: send in, take back, approve (whole or a day), send back, reopen. `rules_week` says who may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock, toon_datum
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Taal, Tekst
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import laat_vervallen, verstuur
from bpv_app.uren.queries_pok import TeamRegels, UrenPok, get_team_regels
from bpv_app.uren.queries_week import get_student_adres, get_week_poort
from bpv_app.uren.rules import Gebeurtenis, Oordeel, WeekStatus
from bpv_app.uren.rules_week import LegeWeek, WeekGewijzigd, Wie, check_stap
from bpv_app.uren.tables import UrenDag, UrenGebeurtenis, UrenRegel, UrenWeek


@dataclass(frozen=True, slots=True)
class Week:
    """A week with what decides about it: whose it is, who approves, and in what part the actor comes."""

    rij: UrenWeek
    pok: UrenPok
    regels: TeamRegels
    wie: frozenset[Wie]

    @property
    def id(self) -> int:
        return self.rij.id or 0


def haal_week(session: Session, actor: Actor, week_id: int) -> Week:
    """The week, locked, if it is in the actor's scope in any part. Raises `NietGevonden`."""
    poort = get_week_poort(session, actor, week_id) if is_sleutel(week_id) else None
    if poort is None:
        raise NietGevonden
    pok, wie = poort
    vraag = select(UrenWeek).where(UrenWeek.id == week_id).with_for_update()
    rij = session.exec(vraag.execution_options(populate_existing=True)).one()
    return Week(rij, pok, get_team_regels(session, pok.team_id), wie)


def week_tekst(maandag: date) -> Tekst:
    """`week 48 (23 nov 2026 t/m 29 nov 2026)`."""
    nummer, zondag = maandag.isocalendar().week, maandag + timedelta(days=6)
    return Tekst(
        f"week {nummer} ({toon_datum(maandag)} t/m {toon_datum(zondag)})",
        f"week {nummer} ({toon_datum(maandag, 'en')} to {toon_datum(zondag, 'en')})",
    )


def dien_in(session: Session, actor: Actor, clock: Clock, week_id: int) -> WeekStatus:
    """Send one's own week in. Raises `LegeWeek` when nothing is written in it, `WeekStapMagNiet`, `NietGevonden`."""
    require(actor, Actie.UREN_SCHRIJVEN)
    week = haal_week(session, actor, week_id)
    check_stap(Gebeurtenis.INGEDIEND, week.rij.status, week.wie, week.regels.beoordelaars(week.pok))
    if not _minuten(session, week):
        raise LegeWeek
    week.rij.ingediend_op = clock.nu()
    week.rij.reden = ""
    _zet(session, actor, clock, week, Gebeurtenis.INGEDIEND)
    laat_vervallen(session, clock, f"uren-herinnering:{week.pok.id}:{week.rij.maandag}")
    return week.rij.status


def trek_in(session: Session, actor: Actor, clock: Clock, week_id: int) -> WeekStatus:
    """Take one's own week back before it was judged. Raises `WeekStapMagNiet`, `NietGevonden`."""
    require(actor, Actie.UREN_SCHRIJVEN)
    week = haal_week(session, actor, week_id)
    check_stap(Gebeurtenis.INGETROKKEN, week.rij.status, week.wie, week.regels.beoordelaars(week.pok))
    week.rij.ingediend_op = None
    _zet(session, actor, clock, week, Gebeurtenis.INGETROKKEN)
    return week.rij.status


def keur_goed(session: Session, actor: Actor, clock: Clock, week_id: int, versie: int) -> WeekStatus:
    """Approve the whole week as the assessor saw it (`versie`). Approving twice is approving once.

    Raises `WeekGewijzigd` when the student changed it since, `WeekStapMagNiet`, `NietGevonden`.
    """
    require(actor, Actie.UREN_BEOORDELEN)
    week = haal_week(session, actor, week_id)
    if week.rij.status is WeekStatus.GOEDGEKEURD and week.wie & week.regels.beoordelaars(week.pok):
        return week.rij.status
    check_stap(Gebeurtenis.GOEDGEKEURD, week.rij.status, week.wie, week.regels.beoordelaars(week.pok))
    _check_gezien(week, versie)
    _oordeel(session, week, Oordeel.AKKOORD)
    _rond_af(session, actor, clock, week)
    return week.rij.status


def keur_dag_goed(session: Session, actor: Actor, clock: Clock, week_id: int, datum: date, versie: int) -> WeekStatus:
    """Approve one day; when every written day is approved, the week is. Raises as `keur_goed`."""
    require(actor, Actie.UREN_BEOORDELEN)
    week = haal_week(session, actor, week_id)
    check_stap(Gebeurtenis.DAG_AKKOORD, week.rij.status, week.wie, week.regels.beoordelaars(week.pok))
    _check_gezien(week, versie)
    if not _oordeel(session, week, Oordeel.AKKOORD, datum):
        raise NietGevonden
    open_ = sa.select(sa.func.count()).where(
        col(UrenDag.week_id) == week.id,
        col(UrenDag.oordeel) != Oordeel.AKKOORD,
        sa.exists().where(col(UrenRegel.dag_id) == col(UrenDag.id)),
    )
    if session.execute(open_).scalar_one() == 0:
        _rond_af(session, actor, clock, week)
    else:
        week.rij.wijzigingen += 1
        _zet(session, actor, clock, week, Gebeurtenis.DAG_AKKOORD, toon_datum(datum))
    return week.rij.status


def stuur_terug(
    session: Session, actor: Actor, clock: Clock, week_id: int, reden: str, versie: int, datum: date | None = None
) -> WeekStatus:
    """Send the week (for `datum`: because of that day) back with a reason; the student gets a mail.

    Raises `WeekGewijzigd`, `WeekStapMagNiet`, `OngeldigeInvoer` without a reason, `NietGevonden`.
    """
    require(actor, Actie.UREN_BEOORDELEN)
    week = haal_week(session, actor, week_id)
    check_stap(Gebeurtenis.TERUGGESTUURD, week.rij.status, week.wie, week.regels.beoordelaars(week.pok), reden)
    _check_gezien(week, versie)
    if datum is not None and not _oordeel(session, week, Oordeel.TERUG, datum, reden):
        raise NietGevonden
    _terug(session, actor, clock, week, Gebeurtenis.TERUGGESTUURD, reden)
    return week.rij.status


def heropen(session: Session, actor: Actor, clock: Clock, week_id: int, reden: str) -> WeekStatus:
    """Open an approved week again, with a reason; every day may then be changed. Raises as `stuur_terug`."""
    require(actor, Actie.UREN_BEOORDELEN)
    week = haal_week(session, actor, week_id)
    check_stap(Gebeurtenis.HEROPEND, week.rij.status, week.wie, week.regels.beoordelaars(week.pok), reden)
    _oordeel(session, week, Oordeel.OPEN)
    _terug(session, actor, clock, week, Gebeurtenis.HEROPEND, reden)
    return week.rij.status


def _check_gezien(week: Week, versie: int) -> None:
    if week.rij.versie != versie:
        raise WeekGewijzigd


def _minuten(session: Session, week: Week) -> int:
    vraag = (
        sa.select(sa.func.coalesce(sa.func.sum(UrenRegel.minuten), 0))
        .join(UrenDag, col(UrenDag.id) == col(UrenRegel.dag_id))
        .where(col(UrenDag.week_id) == week.id)
    )
    return int(session.execute(vraag).scalar_one())


def _oordeel(session: Session, week: Week, oordeel: Oordeel, datum: date | None = None, reden: str = "") -> int:
    """Give the days of the week (or one of them) this judgement; returns how many there were."""
    waar = [UrenDag.week_id == week.id, *([UrenDag.datum == datum] if datum else [])]
    dagen = session.exec(select(UrenDag).where(*waar)).all()
    for dag in dagen:
        dag.oordeel, dag.oordeel_reden = oordeel, reden
    session.flush()
    return len(dagen)


def _rond_af(session: Session, actor: Actor, clock: Clock, week: Week) -> None:
    week.rij.beoordeeld_op, week.rij.beoordeeld_door, week.rij.reden = clock.nu(), actor.naam, ""
    _zet(session, actor, clock, week, Gebeurtenis.GOEDGEKEURD)


def _terug(session: Session, actor: Actor, clock: Clock, week: Week, wat: Gebeurtenis, reden: str) -> None:
    reden = reden.strip()
    week.rij.beoordeeld_op, week.rij.beoordeeld_door, week.rij.reden = clock.nu(), actor.naam, reden
    _zet(session, actor, clock, week, wat, reden)
    _mail_terug(session, actor, clock, week, reden)


def _zet(session: Session, actor: Actor, clock: Clock, week: Week, wat: Gebeurtenis, reden: str = "") -> None:
    """The new status and its line in the history."""
    stap = check_stap(wat, week.rij.status, week.wie, week.regels.beoordelaars(week.pok), reden or "-")
    week.rij.status = stap.naar
    session.add(
        UrenGebeurtenis(
            week_id=week.id,
            wat=wat,
            op=clock.nu(),
            account_id=actor.account_id,
            door_naam=actor.naam,
            reden=reden,
            minuten=_minuten(session, week),
        )
    )
    session.flush()


def _mail_terug(session: Session, actor: Actor, clock: Clock, week: Week, reden: str) -> None:
    student = get_student_adres(session, week.pok.id)
    taal = Taal.EN if student.taal == Taal.EN else Taal.NL
    verstuur(
        session,
        clock,
        sjabloon=Sjabloon.UREN_TERUGGESTUURD,
        taal=taal,
        aan=student.email,
        naam=student.naam,
        velden={
            "naam": student.roepnaam or student.naam,
            "week": week_tekst(week.rij.maandag).in_taal(taal),
            "door": actor.naam,
            "reden": reden,
        },
        sleutel=f"uren-terug:{week.id}:{week.rij.versie}",
        account_id=student.account_id,
        student_id=week.pok.student_id,
        over=("pok", week.pok.id),
        team_id=week.pok.team_id,
        begeleider_id=student.begeleider_id,
        doel=f"/uren?week={week.rij.maandag.isoformat()}",
    )
