"""What every verb of a placement needs: the row inside the scope, locked, what the guard looks at, its history."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import AMSTERDAM, Clock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.matching.clauses_uitslag import eigen_plaatsing, plaatsing_scope
from bpv_app.matching.rules_uitslag import OVERGANGEN, PlaatsingStand, PlaatsingStap, PlaatsingStatus, bezwaar_tot
from bpv_app.matching.tables_ronde import Ronde, RondeStudent
from bpv_app.matching.tables_uitslag import Plaatsing, PlaatsingGebeurtenis


def get_plaatsing(
    session: Session, actor: Actor, plaatsing_id: int, actie: Actie, versie: int | None = None
) -> tuple[Plaatsing, RondeStudent, Ronde]:
    """A placement for somebody who is going to change it: the round, then the placement, locked.

    `actie` says as whom: PLAATSING_REAGEREN the student's own, UITSLAG_AFHANDELEN those of a coordinator's rounds.
    Raises `GeenRecht`, `NietGevonden` or `Verouderd`.
    """
    require(actor, actie)
    scope = eigen_plaatsing(actor) if actie is Actie.PLAATSING_REAGEREN else plaatsing_scope(actor)
    vraag = (
        sa.select(RondeStudent, Ronde)
        .join(Ronde, col(Ronde.id) == col(RondeStudent.ronde_id))
        .join(Plaatsing, col(Plaatsing.ronde_student_id) == col(RondeStudent.id))
        .where(col(Plaatsing.id) == plaatsing_id, scope)
        .with_for_update(of=Ronde)
        .execution_options(populate_existing=True)
    )
    rij = session.execute(vraag).one_or_none() if is_sleutel(plaatsing_id) else None
    if rij is None:
        raise NietGevonden
    plaatsing = session.get_one(Plaatsing, plaatsing_id, with_for_update=True, populate_existing=True)
    check_versie(plaatsing, versie)
    return plaatsing, rij[0], rij[1]


def stand_van(plaatsing: Plaatsing, ronde: Ronde, clock: Clock) -> PlaatsingStand:
    """What the guard looks at."""
    dag = plaatsing.toegewezen_op.astimezone(AMSTERDAM).date()
    return PlaatsingStand(
        status=plaatsing.status,
        bezwaar_tot=bezwaar_tot(dag, ronde.bezwaardagen),
        vandaag=clock.vandaag(),
        moet_bevestigen=ronde.moet_bevestigen,
        is_beantwoord=plaatsing.bezwaar_uitkomst is not None,
    )


def noteer(
    session: Session,
    actor: Actor,
    clock: Clock,
    plaatsing: Plaatsing,
    stap: PlaatsingStap,
    van: PlaatsingStatus | None,
    reden: str = "",
) -> None:
    """A line of history, in this transaction."""
    session.add(
        PlaatsingGebeurtenis(
            plaatsing_id=plaatsing.id or 0,
            stap=stap,
            van=van,
            naar=OVERGANGEN[stap].naar,
            op=clock.nu(),
            account_id=actor.account_id,
            door_naam=actor.naam[:200],
            reden=reden,
        )
    )
