"""Rounds that can be matched and their proposals, for the list and for the head of a board."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie
from bpv_app.matching.clauses_ronde import ronde_scope
from bpv_app.matching.rules import Doel, Modus
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_voorstel import VoorstelStatus
from bpv_app.matching.tables_ronde import Ronde
from bpv_app.matching.tables_voorstel import Voorstel


@dataclass(frozen=True, slots=True)
class VoorstelKop:
    """A proposal in a list. `verslag` as `service_rekenen` wrote it."""

    id: int
    nummer: int
    naam: str
    status: VoorstelStatus
    modus: Modus
    doel: Doel
    is_herhaling: bool
    is_gewijzigd: bool
    gerekend_op: datetime
    gemaakt_door: str
    verslag: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RondeKop:
    """A round that can be matched, with its proposals, newest first."""

    id: int
    naam: str
    status: RondeStatus
    modus: Modus
    doel: Doel
    voorstellen: tuple[VoorstelKop, ...]


def maak_kop(v: Voorstel) -> VoorstelKop:
    """The head of a proposal."""
    return VoorstelKop(
        v.id or 0, v.nummer, v.naam, v.status, v.modus, v.doel, bool(v.herhaling_van), v.is_gewijzigd, v.gerekend_op,
        v.gemaakt_door, v.verslag,
    )  # fmt: skip


def list_matching(session: Session, actor: Actor) -> tuple[RondeKop, ...]:
    """The rounds in the actor's scope that have closed (or are open, without proposals), newest first."""
    require(actor, Actie.MATCHING_ZIEN)
    rondes = (
        session.execute(
            sa.select(Ronde)
            .where(ronde_scope(actor, Actie.MATCHING_ZIEN), col(Ronde.status) != RondeStatus.CONCEPT)
            .order_by(col(Ronde.sluit_op).desc(), col(Ronde.id).desc())
        )
        .scalars()
        .all()
    )
    voorstellen: defaultdict[int, list[VoorstelKop]] = defaultdict(list)
    for v in session.execute(
        sa.select(Voorstel)
        .where(col(Voorstel.ronde_id).in_([r.id for r in rondes]))
        .order_by(col(Voorstel.nummer).desc())
    ).scalars():
        voorstellen[v.ronde_id].append(maak_kop(v))
    return tuple(RondeKop(r.id or 0, r.naam, r.status, r.modus, r.doel, tuple(voorstellen[r.id or 0])) for r in rondes)


def list_voorstellen(session: Session, actor: Actor, ronde_id: int) -> tuple[VoorstelKop, ...]:
    """The proposals of one round in the actor's scope, newest first. Raises `GeenRecht`."""
    require(actor, Actie.MATCHING_ZIEN)
    rijen = session.execute(
        sa.select(Voorstel)
        .join(Ronde, col(Ronde.id) == col(Voorstel.ronde_id))
        .where(col(Voorstel.ronde_id) == ronde_id, ronde_scope(actor, Actie.MATCHING_ZIEN))
        .order_by(col(Voorstel.nummer).desc())
    ).scalars()
    return tuple(maak_kop(v) for v in rijen)
