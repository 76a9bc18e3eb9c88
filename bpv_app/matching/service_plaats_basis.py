"""What every verb of a stageplaats needs: the row inside the scope, locked; its crebos; how full it is; its history."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import GeenRecht, NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.matching.clauses_plaats import schrijf_scope
from bpv_app.matching.rules_plaats import Bezetting, ClaimSoort, Gebeurtenis
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsCrebo, PlaatsGebeurtenis


def check_mag_schrijven(actor: Actor) -> None:
    """Raise GeenRecht unless this actor keeps places, of every company or of the own one."""
    if not (actor.mag(Actie.PLAATS_BEWERKEN) or actor.mag(Actie.EIGEN_PLAATS_AANBIEDEN)):
        raise GeenRecht


def haal_plaats(session: Session, actor: Actor, plaats_id: int) -> Plaats:
    """The place this actor may change, locked. Raises GeenRecht or NietGevonden."""
    check_mag_schrijven(actor)
    plaats = op_slot(session, plaats_id, schrijf_scope(actor))
    if plaats is None:
        raise NietGevonden
    return plaats


def op_slot(session: Session, plaats_id: int, *waar: sa.ColumnElement[bool]) -> Plaats | None:
    """The row, locked until the transaction ends: whoever counts its slots now is the only one."""
    if not is_sleutel(plaats_id):
        return None
    vraag = select(Plaats).where(col(Plaats.id) == plaats_id, *waar).with_for_update()
    return session.exec(vraag.execution_options(populate_existing=True)).one_or_none()


def crebos_van(session: Session, plaats_id: int) -> tuple[str, ...]:
    """The crebos of a place, sorted."""
    vraag = select(PlaatsCrebo.crebo).where(col(PlaatsCrebo.plaats_id) == plaats_id).order_by(col(PlaatsCrebo.crebo))
    return tuple(session.exec(vraag))


def bezetting_van(session: Session, plaats: Plaats) -> Bezetting:
    """How full the place is, from the claims."""
    vraag = select(PlaatsClaim.soort, sa.func.count()).where(col(PlaatsClaim.plaats_id) == plaats.id)
    per_soort = dict(session.exec(vraag.group_by(col(PlaatsClaim.soort))).all())
    return Bezetting(plaats.aantal, per_soort.get(ClaimSoort.GERESERVEERD, 0), per_soort.get(ClaimSoort.BEZET, 0))


def noteer(
    session: Session,
    actor: Actor,
    clock: Clock,
    plaats_id: int,
    wat: Gebeurtenis,
    *,
    reden: str = "",
    student_id: int | None = None,
    aantal: int | None = None,
) -> None:
    """Write a line of history."""
    session.add(
        PlaatsGebeurtenis(
            plaats_id=plaats_id,
            wat=wat,
            op=clock.nu(),
            account_id=actor.account_id,
            door_naam=actor.naam,
            reden=reden,
            student_id=student_id,
            aantal=aantal,
        )
    )
