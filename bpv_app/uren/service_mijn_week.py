"""The student's own week as one thing, also when two agreements run in it (a mutation in the middle)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.uren.queries_mijn import get_mijn_week
from bpv_app.uren.rules import Gebeurtenis, WeekStatus
from bpv_app.uren.rules_week import STAPPEN, LegeWeek
from bpv_app.uren.service_week import dien_in, trek_in

Verb = Callable[[Session, Actor, Clock, int], WeekStatus]


def dien_week_in(session: Session, actor: Actor, clock: Clock, maandag: date, dossier_id: int) -> None:
    """Send in one's own week. Raises `LegeWeek` when nothing is written in it, `WeekStapMagNiet`, `NietGevonden`."""
    _stap(session, actor, clock, maandag, dossier_id, Gebeurtenis.INGEDIEND, dien_in)


def trek_week_in(session: Session, actor: Actor, clock: Clock, maandag: date, dossier_id: int) -> None:
    """Take one's own week back before it is judged. Raises as `dien_week_in`."""
    _stap(session, actor, clock, maandag, dossier_id, Gebeurtenis.INGETROKKEN, trek_in)


def _stap(
    session: Session, actor: Actor, clock: Clock, maandag: date, dossier_id: int, stap: Gebeurtenis, verb: Verb
) -> None:
    """Take the step where the table allows it; where it allows none, the first week says why not."""
    week = get_mijn_week(session, actor, clock.vandaag(), maandag, dossier_id)
    geschreven = {dag.pok_id for dag in week.dagen if dag.regels}
    weken = [w for w in week.weken if w.pok_id in geschreven]
    if not weken:
        raise LegeWeek
    for stand in [w for w in weken if w.status in STAPPEN[stap].van] or weken[:1]:
        verb(session, actor, clock, stand.id)
