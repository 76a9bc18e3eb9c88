"""What screens of other parts ask: the decision of a placement, and what waits for a company."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.beoordeling.clauses import bedrijf_dossiers, eigen_evaluaties
from bpv_app.beoordeling.rules import Besluit
from bpv_app.beoordeling.tables import Beoordeling
from bpv_app.beoordeling.tables_evaluatie import Evaluatie
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Eindoordeel:
    """The school's decision about a placement. `gedeeld_op` None: the student does not see it yet."""

    besluit: Besluit
    reden: str
    besloten_op: datetime
    besloten_door: str
    gedeeld_op: datetime | None


def get_eindoordeel(session: Session, dossier_id: int) -> Eindoordeel | None:
    """None as long as the school has not decided. The caller has checked that the actor may know it."""
    b = session.exec(select(Beoordeling).where(Beoordeling.dossier_id == dossier_id)).one_or_none()
    if b is None or b.besluit is None or b.besloten_op is None:
        return None
    return Eindoordeel(b.besluit, b.besluit_reden, b.besloten_op, b.besloten_door, b.gedeeld_op)


@dataclass(frozen=True, slots=True)
class VoorBedrijf:
    """What a placement asks of its praktijkopleider: a judgement (`is_gevraagd`, `is_ingestuurd`) and an evaluation."""

    is_gevraagd: bool = False
    is_ingestuurd: bool = False
    evaluatie_id: int | None = None


def list_voor_bedrijf(session: Session, actor: Actor, dossier_ids: Collection[int]) -> dict[int, VoorBedrijf]:
    """Per placement that this praktijkopleider may assess."""
    rijen = session.execute(
        sa.select(
            col(Dossier.id), col(Beoordeling.gevraagd_op), col(Beoordeling.bedrijf_op), col(Beoordeling.besloten_op)
        )
        .join(Beoordeling, col(Beoordeling.dossier_id) == col(Dossier.id), isouter=True)
        .where(col(Dossier.id).in_(dossier_ids), bedrijf_dossiers(actor))
    ).all()
    vraag = sa.select(col(Evaluatie.dossier_id), col(Evaluatie.id)).where(
        col(Evaluatie.dossier_id).in_(dossier_ids),
        col(Evaluatie.soort) == "bedrijf",
        col(Evaluatie.ingestuurd_op).is_(None),
        eigen_evaluaties(actor),
    )
    open_: dict[int, int] = {rij[0]: rij[1] for rij in session.execute(vraag)}
    return {
        dossier_id: VoorBedrijf(
            gevraagd is not None and ingestuurd is None and besloten is None,
            ingestuurd is not None,
            open_.get(dossier_id),
        )
        for dossier_id, gevraagd, ingestuurd, besloten in rijen
    }
