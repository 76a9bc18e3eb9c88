"""The placements of one company, for the company's screen; inside the actor's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.queries import regels
from bpv_app.pok.rules import LOPEND, EindReden, PokStatus
from bpv_app.pok.tables import Pok

MAX_PLAATSINGEN = 200


@dataclass(frozen=True, slots=True)
class PlaatsingRegel:
    """A POK at this company; `is_nu` when it still counts (its status is one of `LOPEND`)."""

    pok_id: int
    nummer: str
    student: str
    begeleider: str
    begin_op: date | None
    eind_op: date | None
    status: PokStatus
    is_nu: bool
    crebo: str = ""
    geeindigd_op: date | None = None
    eind_reden: EindReden | None = None


def list_plaatsingen(session: Session, actor: Actor, leerbedrijf_id: int) -> tuple[PlaatsingRegel, ...]:
    """Placements now and before, newest first, at most `MAX_PLAATSINGEN`."""
    if not is_sleutel(leerbedrijf_id):
        return ()
    rijen = session.execute(
        sa.select(col(Pok.id), col(Pok.crebo), col(Pok.werkelijk_eind_op), col(Pok.eind_reden))
        .where(pok_scope(actor), col(Pok.leerbedrijf_id) == leerbedrijf_id)
        .order_by(sa.case((col(Pok.begin_op).is_(None), 0), else_=1), col(Pok.begin_op).desc(), col(Pok.id).desc())
        .limit(MAX_PLAATSINGEN)
    ).all()
    meer = {rij[0]: rij for rij in rijen}
    return tuple(
        PlaatsingRegel(
            pok_id=r.id,
            nummer=r.nummer,
            student=r.student,
            begeleider=r.begeleider,
            begin_op=r.begin_op,
            eind_op=r.eind_op,
            status=r.status,
            is_nu=r.status in LOPEND,
            crebo=meer[r.id][1],
            geeindigd_op=meer[r.id][2],
            eind_reden=meer[r.id][3],
        )
        for r in regels(session, list(meer))
    )


def heeft_stagiair(session: Session, actor: Actor, contactpersoon_id: int) -> bool:
    """Whether this contact is the praktijkopleider of a running placement inside the actor's scope."""
    vraag = sa.select(col(Pok.id)).where(
        pok_scope(actor), col(Pok.praktijkopleider_id) == contactpersoon_id, col(Pok.status).in_(LOPEND)
    )
    return is_sleutel(contactpersoon_id) and session.execute(vraag.limit(1)).first() is not None
