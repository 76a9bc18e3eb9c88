"""Names that stand on a POK and belong to other parts: the onderwijsbegeleider, the programme."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.student.tables import Opleiding
from bpv_app.toegang.tables import Account


@dataclass(frozen=True, slots=True)
class Begeleider:
    """The onderwijsbegeleider as the other parties see them; all empty when there is none."""

    naam: str = ""
    email: str = ""
    telefoon: str = ""


def get_begeleider(session: Session, account_id: int | None) -> Begeleider:
    """Name and contact of an onderwijsbegeleider; the caller has checked that the POK may be seen."""
    vraag = sa.select(col(Account.naam), col(Account.email), col(Account.telefoon)).where(col(Account.id) == account_id)
    rij = session.execute(vraag).first() if account_id is not None else None
    return Begeleider(*rij) if rij else Begeleider()


def get_opleiding_naam(session: Session, crebo: str) -> str:
    """The school's name for a programme; empty when it has none."""
    vraag = sa.select(col(Opleiding.naam)).where(col(Opleiding.crebo) == crebo)
    return session.execute(vraag).scalar_one_or_none() or ""
