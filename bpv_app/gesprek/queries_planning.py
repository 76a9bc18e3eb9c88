"""What the planning of moments looks at: set-up, dates, and which moments somebody touched."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.rules_momenten import Gespreksmoment, moment_van
from bpv_app.dossier.tables import Dossier, Inrichting
from bpv_app.gesprek.tables import Contactmoment, ContactmomentGebeurtenis, Gespreksvoorstel

_STAP = 500
MAX_ZONDER = 1000


@dataclass(frozen=True, slots=True)
class DossierPlan:
    """A dossier's dates (inclusive) and what its set-up asks; `aangeraakt` are moments with a history or a proposal."""

    id: int
    begin_op: date | None
    eind_op: date | None
    momenten: tuple[Gespreksmoment, ...]
    aangeraakt: frozenset[int]


def list_dossier_plannen(session: Session, dossier_ids: Collection[int]) -> list[DossierPlan]:
    """These dossiers, those that are not closed, by id. For the app itself."""
    ids = sorted(set(dossier_ids))
    plannen = []
    for i in range(0, len(ids), _STAP):
        deel = ids[i : i + _STAP]
        rijen = session.execute(
            sa.select(col(Dossier.id), col(Dossier.begin_op), col(Dossier.eind_op), col(Inrichting.gespreksmomenten))
            .join(Inrichting, col(Inrichting.id) == col(Dossier.inrichting_id))
            .where(col(Dossier.id).in_(deel), col(Dossier.afgesloten_op).is_(None))
            .order_by(col(Dossier.id))
        ).all()
        aangeraakt = _aangeraakt(session, [rij[0] for rij in rijen])
        plannen += [
            DossierPlan(nr, begin, eind, tuple(moment_van(m) for m in momenten), aangeraakt)
            for nr, begin, eind, momenten in rijen
        ]
    return plannen


def _aangeraakt(session: Session, dossier_ids: list[int]) -> frozenset[int]:
    momenten = sa.select(col(Contactmoment.id)).where(col(Contactmoment.dossier_id).in_(dossier_ids))
    gebeurd = sa.select(col(ContactmomentGebeurtenis.moment_id)).where(
        col(ContactmomentGebeurtenis.moment_id).in_(momenten)
    )
    voorgesteld = sa.select(col(Gespreksvoorstel.moment_id)).where(col(Gespreksvoorstel.moment_id).in_(momenten))
    return frozenset(session.execute(gebeurd.union(voorgesteld)).scalars())


def list_zonder_momenten(session: Session) -> list[int]:
    """Open dossiers with a begin date, whose set-up asks for conversations, without a single moment."""
    heeft = sa.select(col(Contactmoment.id)).where(col(Contactmoment.dossier_id) == col(Dossier.id)).exists()
    vraag = (
        sa.select(col(Dossier.id), col(Inrichting.gespreksmomenten))
        .join(Inrichting, col(Inrichting.id) == col(Dossier.inrichting_id))
        .where(col(Dossier.begin_op).is_not(None), col(Dossier.afgesloten_op).is_(None), ~heeft)
        .order_by(col(Dossier.id))
        .limit(MAX_ZONDER)
    )
    return [rij[0] for rij in session.execute(vraag) if rij[1]]
