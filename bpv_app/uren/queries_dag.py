"""One day of hours: where it stands, and its lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.uren.clauses import eigen_student, van_student
from bpv_app.uren.rules import Oordeel, Soort, WeekStatus
from bpv_app.uren.rules_invoer import RegelInvoer
from bpv_app.uren.rules_plan import maandag_van
from bpv_app.uren.tables import UrenDag, UrenRegel, UrenWeek

_VOLGORDE = {soort: n for n, soort in enumerate(Soort)}


@dataclass(frozen=True, slots=True)
class DagStand:
    """A day of one's own agreement, with the week around it; ids are None while nothing was written."""

    pok_id: int
    status: PokStatus
    begin: date
    eind: date
    week_id: int | None
    week_status: WeekStatus
    dag_id: int | None
    oordeel: Oordeel
    teksten: tuple[str, str]
    sleutel: str
    versie: int


_EINDE = sa.func.coalesce(Pok.werkelijk_eind_op, Pok.eind_op)
_STAND = (
    sa.select(
        col(Pok.status),
        col(Pok.begin_op),
        _EINDE,
        col(UrenWeek.id),
        col(UrenWeek.status),
        col(UrenDag.id),
        col(UrenDag.oordeel),
        col(UrenDag.omschrijving),
        col(UrenDag.werkproces),
        col(UrenDag.sleutel),
        col(UrenDag.versie),
    )
    .select_from(Pok)
    .join(
        UrenWeek,
        sa.and_(col(UrenWeek.pok_id) == col(Pok.id), col(UrenWeek.maandag) == sa.bindparam("maandag")),
        isouter=True,
    )
    .join(
        UrenDag,
        sa.and_(col(UrenDag.pok_id) == col(Pok.id), col(UrenDag.datum) == sa.bindparam("datum")),
        isouter=True,
    )
    .where(
        col(Pok.id) == sa.bindparam("pok_id"),
        van_student(sa.bindparam("student_id")),
        col(Pok.begin_op).is_not(None),
        col(Pok.eind_op).is_not(None),
    )
)
"""Built once: composing a statement costs more than running it, and this one runs at every save."""


def lees_stand(session: Session, actor: Actor, pok_id: int, datum: date) -> DagStand | None:
    """Where this day of one's own agreement stands; None when the agreement is not the actor's."""
    if (student_id := eigen_student(actor)) is None:
        return None
    waarden = {"pok_id": pok_id, "datum": datum, "maandag": maandag_van(datum), "student_id": student_id}
    rij = session.connection().execute(_STAND, waarden).first()
    if rij is None:
        return None
    status, begin, eind, week_id, week_status, dag_id, oordeel, omschrijving, werkproces, sleutel, versie = rij
    assert begin is not None, "the statement asks for it"
    return DagStand(
        pok_id=pok_id,
        status=status,
        begin=begin,
        eind=eind,
        week_id=week_id,
        week_status=week_status or WeekStatus.OPEN,
        dag_id=dag_id,
        oordeel=oordeel or Oordeel.OPEN,
        teksten=(omschrijving or "", werkproces or ""),
        sleutel=sleutel or "",
        versie=versie or 0,
    )


_REGELS = sa.select(
    col(UrenRegel.soort), col(UrenRegel.minuten), col(UrenRegel.van), col(UrenRegel.tot), col(UrenRegel.pauze)
).where(col(UrenRegel.dag_id) == sa.bindparam("dag_id"))


def lees_regels(session: Session, dag_id: int) -> tuple[RegelInvoer, ...]:
    """The lines of a day in the order of `Soort`."""
    return op_volgorde(RegelInvoer(*rij) for rij in session.connection().execute(_REGELS, {"dag_id": dag_id}))


def op_volgorde(regels: Iterable[RegelInvoer]) -> tuple[RegelInvoer, ...]:
    """Lines in the order of `Soort`: two days with the same lines are then equal."""
    return tuple(sorted(regels, key=lambda r: _VOLGORDE[r.soort]))
