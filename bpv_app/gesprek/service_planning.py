"""The moments of a placement come from its set-up and follow its dates; importing this module switches that on."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from bpv_app.dossier.volgers import volg
from bpv_app.gesprek.queries_planning import DossierPlan, list_dossier_plannen, list_zonder_momenten
from bpv_app.gesprek.rules import MomentStap, MomentStatus, Vorm
from bpv_app.gesprek.rules_planning import Bestaand, Plan, maak_plan, vergelijk
from bpv_app.gesprek.tables import Contactmoment, ContactmomentGebeurtenis
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import GeenRecht

APP_NAAM = "BPV-app"
MAX_PER_KEER = 50
"""Dossiers in one transaction of the planner."""


@volg
def werk_momenten_bij(session: Session, dossier_ids: Collection[int]) -> int:
    """Make and move the moments of these dossiers to what set-up and dates ask; returns how many rows changed.

    For the app itself: called when a dossier is made or gets other dates. Closed dossiers are left alone.
    """
    return sum(_werk_bij(session, plan) for plan in list_dossier_plannen(session, dossier_ids))


def _werk_bij(session: Session, dossier: DossierPlan) -> int:
    rijen = session.exec(
        select(Contactmoment)
        .where(Contactmoment.dossier_id == dossier.id, Contactmoment.uit_inrichting != "")
        .order_by(col(Contactmoment.id))
    ).all()
    per_id = {rij.id or 0: rij for rij in rijen}
    bestaand = [Bestaand(nr, r.uit_inrichting, r.status, r.id in dossier.aangeraakt) for nr, r in per_id.items()]
    plan = maak_plan(dossier.momenten, dossier.begin_op, dossier.eind_op)
    doe = vergelijk(plan, bestaand)
    for p in doe.nieuw:
        _maak(session, dossier.id, p)
    anders = sum(_volg(per_id[nr], p) for nr, p in doe.volgt)
    for nr in doe.weg:
        session.delete(per_id[nr])
    session.flush()
    return len(doe.nieuw) + anders + len(doe.weg)


def _maak(session: Session, dossier_id: int, plan: Plan) -> None:
    session.add(
        Contactmoment(
            dossier_id=dossier_id,
            soort=plan.soort,
            naam=plan.naam,
            uit_inrichting=plan.naam,
            venster_van=plan.venster_van,
            venster_tot=plan.venster_tot,
            vorm=Vorm(plan.vorm),
            deelnemers=list(plan.deelnemers),
            status=MomentStatus.TE_PLANNEN,
        )
    )


def _volg(rij: Contactmoment, plan: Plan) -> bool:
    wil = {
        "soort": plan.soort,
        "venster_van": plan.venster_van,
        "venster_tot": plan.venster_tot,
        "vorm": Vorm(plan.vorm),
        "deelnemers": list(plan.deelnemers),
    }
    anders = {naam: waarde for naam, waarde in wil.items() if getattr(rij, naam) != waarde}
    for naam, waarde in anders.items():
        setattr(rij, naam, waarde)
    return bool(anders)


def te_maken_momenten(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> Sequence[int]:
    """Dossiers with a begin date and no moments at all: made before there were moments, or brought in by an import.

    Raises `GeenRecht` for anybody but the app.
    """
    if not actor.is_systeem:
        raise GeenRecht
    return list_zonder_momenten(session)


def maak_ontbrekende_momenten(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> int:
    """Make the moments of at most `MAX_PER_KEER` such dossiers; returns of how many."""
    ids = te_maken_momenten(session, actor, clock, nu=nu)[:MAX_PER_KEER]
    werk_momenten_bij(session, ids)
    return len(ids)


def noteer_stap(
    session: Session,
    actor: Actor,
    clock: Clock | None,
    moment: Contactmoment,
    stap: MomentStap,
    van: MomentStatus | None,
    reden: str = "",
) -> None:
    """The line of history beside a change of a moment, in the same transaction."""
    session.flush()
    session.add(
        ContactmomentGebeurtenis(
            moment_id=moment.id or 0,
            stap=stap,
            van=van,
            naar=moment.status,
            afspraak_op=moment.afspraak_op,
            gehouden_op=moment.gehouden_op,
            aanwezig=list(moment.aanwezig),
            op=(clock or tijd.klok).nu(),
            account_id=actor.account_id,
            door_naam=actor.naam[:200],
            reden=reden,
        )
    )
    session.flush()
