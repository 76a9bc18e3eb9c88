"""Opening a round freezes it (who takes part, which places fit whom); closing draws the lots. One transaction each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import Actie
from bpv_app.matching.queries_deelnemers import (
    AanbodPlaats,
    Mogelijkheden,
    bereken,
    list_aanbod,
    list_niet_geschikt,
    list_vragen,
)
from bpv_app.matching.queries_ronde import list_deelnemer_namen, list_elders, list_weggevallen
from bpv_app.matching.rules_loting import trek_loten
from bpv_app.matching.rules_ronde import RondeStand, RondeStap, RondeStatus, Wie, check_stap
from bpv_app.matching.rules_toelating import Trede
from bpv_app.matching.service_rangschikken import start_rangschikken
from bpv_app.matching.service_ronde import get_ronde, noteer, stem_deelnemers_af
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import Ronde, RondePlaats, RondeStudent, RondeToelating

MAX_PER_KEER = 50
"""Rounds closed by the app in one transaction."""


@dataclass(frozen=True, slots=True)
class ZonderPlaats:
    """A participant for whom nothing fits, and what remained after each hard rule."""

    ronde_student_id: int
    student_id: int
    naam: str
    klas: str
    waterval: tuple[Trede, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """What opening would do now. `plaatsen`: those that fit somebody; `elders`: of these, also in another round.

    `rangschikkend`: of these, whose company orders the candidates; None when companies do not in this round.
    `ongeschikt`: title, company and reason of places that are out, for everybody or for some, as not suitable.
    """

    studenten: int
    aanbod: int
    plaatsen: int
    plekken: int
    zonder: tuple[ZonderPlaats, ...]
    elders: int
    rangschikkend: int | None = None
    ongeschikt: tuple[tuple[str, str, str], ...] = ()


def _bereken(
    session: Session, ronde: Ronde, vandaag: date
) -> tuple[Sequence[AanbodPlaats], Sequence[Mogelijkheden], Sequence[AanbodPlaats]]:
    """The places that can be in it, who may choose what, and the places with something against their company."""
    alle = list_aanbod(session, ronde)
    aanbod = [p for p in alle if not p.is_voor_niemand]
    return aanbod, bereken(list_vragen(session, ronde), aanbod, vandaag), [p for p in alle if p.ongeschikt]


def bekijk_opening(session: Session, actor: Actor, clock: Clock, ronde_id: int) -> Opening:
    """The consequence of opening, for the question asked first. Needs a writing session (drafts follow classes).

    Raises `NietGevonden`, `GeenRecht`, or `RondeStapMagNiet` when the round is no draft.
    """
    require(actor, Actie.RONDE_BEWERKEN)
    ronde = get_ronde(session, actor, ronde_id, Actie.RONDE_BEWERKEN, op_slot=True)
    studenten = stem_deelnemers_af(session, ronde) if ronde.status is RondeStatus.CONCEPT else 0
    check_stap(RondeStap.OPENEN, _stand(ronde, clock, studenten=max(studenten, 1), plaatsen=1), Wie.COORDINATOR)
    aanbod, mogelijk, tegen = _bereken(session, ronde, clock.vandaag())
    passend = {plaats for m in mogelijk for plaats in m.plaatsen}
    namen = list_deelnemer_namen(session, [m.ronde_student_id for m in mogelijk if not m.plaatsen])
    zonder = tuple(
        ZonderPlaats(m.ronde_student_id, *namen[m.ronde_student_id], m.waterval) for m in mogelijk if not m.plaatsen
    )
    return Opening(
        studenten=studenten,
        aanbod=len(aanbod),
        plaatsen=len(passend),
        plekken=sum(p.plekken for p in aanbod if p.id in passend),
        zonder=tuple(sorted(zonder, key=lambda z: (z.klas, z.naam))),
        elders=len(list_elders(session, ronde.id or 0, passend)),
        rangschikkend=len(_list_rangschikkend(session, passend)) if ronde.bedrijven_rangschikken else None,
        ongeschikt=tuple(list_niet_geschikt(session, tegen)),
    )


def _list_rangschikkend(session: Session, plaats_ids: Collection[int]) -> set[int]:
    """Of these places those whose company wants to order its candidates."""
    vraag = sa.select(col(Plaats.id)).where(col(Plaats.id).in_(plaats_ids), col(Plaats.bedrijf_rangschikt))
    return set(session.execute(vraag).scalars())


def _stand(ronde: Ronde, clock: Clock, *, studenten: int = 0, plaatsen: int = 0) -> RondeStand:
    return RondeStand(
        status=ronde.status, nu=clock.nu(), sluit_op=ronde.sluit_op, studenten=studenten, plaatsen=plaatsen,
        vandaag=clock.vandaag(),
    )  # fmt: skip


def open_ronde(session: Session, actor: Actor, clock: Clock, ronde_id: int, versie: int | None = None) -> Ronde:
    """Freeze participants, places with their free slots, and who may choose what; lists can be made from `opent_op`.

    Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `RondeStapMagNiet`, `RondeNietKlaar`.
    """
    require(actor, Actie.RONDE_BEWERKEN)
    ronde = get_ronde(session, actor, ronde_id, Actie.RONDE_BEWERKEN, op_slot=True)
    check_versie(ronde, versie)
    studenten = stem_deelnemers_af(session, ronde) if ronde.status is RondeStatus.CONCEPT else 0
    aanbod, mogelijk, _ = _bereken(session, ronde, clock.vandaag()) if studenten else ((), (), ())
    passend = {plaats for m in mogelijk for plaats in m.plaatsen}
    rij = check_stap(
        RondeStap.OPENEN, _stand(ronde, clock, studenten=studenten, plaatsen=len(passend)), Wie.COORDINATOR
    )
    rangschikkend = _list_rangschikkend(session, passend) if ronde.bedrijven_rangschikken else set()
    verbinding = session.connection()
    verbinding.execute(
        sa.insert(RondePlaats),
        [
            {
                "ronde_id": ronde.id,
                "plaats_id": p.id,
                "plekken": p.plekken,
                "rangschikt": p.id in rangschikkend,
                "ingetrokken_op": None,
                "ingetrokken_reden": "",
            }
            for p in aanbod
            if p.id in passend
        ],
    )
    bevries(session, mogelijk)
    ronde.status, ronde.geopend_op = rij.naar, clock.nu()
    session.flush()
    zonder = sum(not m.plaatsen for m in mogelijk)
    noteer(
        session, actor, clock, ronde, RondeStap.OPENEN, studenten=studenten, plaatsen=len(passend), zonder=zonder,
        zaad_hash=ronde.zaad_hash,
    )  # fmt: skip
    return ronde


def bevries(session: Session, mogelijk: Sequence[Mogelijkheden]) -> None:
    """Write who may choose what; who has nothing keeps the waterfall that says why."""
    toelatingen = [
        {"ronde_student_id": m.ronde_student_id, "plaats_id": plaats, "km": km}
        for m in mogelijk
        for plaats, km in m.plaatsen.items()
    ]
    if toelatingen:
        session.connection().execute(sa.insert(RondeToelating), toelatingen)
    per_id = {m.ronde_student_id: m for m in mogelijk}
    rijen = sa.select(RondeStudent).where(col(RondeStudent.id).in_(per_id)).order_by(col(RondeStudent.id))
    for deelnemer in session.execute(rijen).scalars():
        m = per_id[deelnemer.id or 0]
        deelnemer.mogelijk = len(m.plaatsen)
        deelnemer.waterval = [[t.regel.value, t.over] for t in m.waterval]
    session.flush()


def sluit_ronde(
    session: Session, actor: Actor, clock: Clock, ronde_id: int, *, reden: str = "", versie: int | None = None
) -> Ronde:
    """Close it: lists stand, lots are drawn from the seed, places that fell away meanwhile are marked.

    Before the announced moment only with a reason. Raises `NietGevonden`, `GeenRecht`, `Verouderd`, `RondeStapMagNiet`,
    `RondeNietKlaar` (the app, too early), `OngeldigeInvoer` (no reason).
    """
    wie = Wie.APP if actor.is_systeem else Wie.COORDINATOR
    require(actor, Actie.RONDE_BEWERKEN)
    ronde = get_ronde(session, actor, ronde_id, Actie.RONDE_BEWERKEN, op_slot=True)
    check_versie(ronde, versie)
    rij = check_stap(RondeStap.SLUITEN, _stand(ronde, clock), wie, reden)
    markeer_weggevallen(session, actor, clock, ronde)
    van_ronde = sa.select(RondeStudent).where(col(RondeStudent.ronde_id) == ronde.id).order_by(col(RondeStudent.id))
    deelnemers = session.execute(van_ronde).scalars().all()
    loten = trek_loten(ronde.zaad, [(d.id or 0, d.voorrang) for d in deelnemers])
    for deelnemer in deelnemers:
        deelnemer.lot = loten[deelnemer.id or 0]
    ronde.status, ronde.gesloten_op = rij.naar, clock.nu()
    session.flush()
    noteer(session, actor, clock, ronde, RondeStap.SLUITEN, reden, zaad=ronde.zaad, zaad_hash=ronde.zaad_hash)
    start_rangschikken(session, actor, clock, ronde)
    return ronde


def markeer_weggevallen(session: Session, actor: Actor, clock: Clock, ronde: Ronde) -> int:
    """Mark the places that were withdrawn, closed, not accredited or not suitable since the opening; unmark the rest.

    Nothing is removed: it stays on lists, marked, and the history tells. Returns how many marks changed.
    """
    weg = list_weggevallen(session, ronde)
    van_ronde = sa.select(RondePlaats).where(col(RondePlaats.ronde_id) == ronde.id)
    plaatsen = session.execute(van_ronde.order_by(col(RondePlaats.plaats_id))).scalars()
    aantal = 0
    for plaats in plaatsen:
        reden = weg.get(plaats.plaats_id, "")
        if reden == plaats.ingetrokken_reden:
            continue
        plaats.ingetrokken_reden, plaats.ingetrokken_op = reden, clock.nu() if reden else None
        noteer(
            session, actor, clock, ronde, "plaats_weg" if reden else "plaats_terug", reden, plaats_id=plaats.plaats_id
        )
        aantal += 1
    session.flush()
    return aantal


def te_sluiten_rondes(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> list[int]:
    """Open rounds whose closing moment has passed, for the app itself (`nu`: no difference). Raises `GeenRecht`."""
    if not actor.is_systeem:
        raise GeenRecht
    vraag = sa.select(col(Ronde.id)).where(col(Ronde.status) == RondeStatus.OPEN, col(Ronde.sluit_op) <= clock.nu())
    return list(session.execute(vraag.order_by(col(Ronde.id)).limit(MAX_PER_KEER)).scalars())


def sluit_verlopen_rondes(session: Session, actor: Actor, clock: Clock, *, nu: bool = False) -> int:
    """Close them; returns how many. Raises `GeenRecht`."""
    ids = te_sluiten_rondes(session, actor, clock, nu=nu)
    for ronde_id in ids:
        sluit_ronde(session, actor, clock, ronde_id)
    return len(ids)
