"""What the audit holds of certain rows, for the screen of the part they belong to; that part asks the right itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.rechten import Rol
from bpv_app.toegang.tables import AccountRol, Audit, AuditSoort

_PER_KEER = 1_000


@dataclass(frozen=True, slots=True)
class AuditRegel:
    """One line of the audit: what happened to which row, old and new values of what changed."""

    id: int
    op: datetime
    account_id: int | None
    naam: str
    soort: AuditSoort
    tabel: str
    object_id: int | None
    omschrijving: str
    oud: dict[str, Any]
    nieuw: dict[str, Any]


def list_regels(
    session: Session, objecten: Mapping[str, Collection[int]], *, sinds: datetime | None = None, hoogstens: int = 1_000
) -> list[AuditRegel]:
    """Changes of these rows (ids per table), newest first, at most `hoogstens`."""
    uit: list[AuditRegel] = []
    for tabel, ids in objecten.items():
        alle = sorted(ids)
        for i in range(0, len(alle), _PER_KEER):
            vraag = sa.select(
                col(Audit.id), col(Audit.op), col(Audit.account_id), col(Audit.naam), col(Audit.soort),
                col(Audit.tabel), col(Audit.object_id), col(Audit.omschrijving), col(Audit.oud), col(Audit.nieuw),
            ).where(
                col(Audit.tabel) == tabel,
                col(Audit.object_id).in_(alle[i : i + _PER_KEER]),
                col(Audit.soort).in_([AuditSoort.GEMAAKT, AuditSoort.GEWIJZIGD, AuditSoort.VERWIJDERD]),
            )  # fmt: skip
            if sinds is not None:
                vraag = vraag.where(col(Audit.op) >= sinds)
            rijen = session.execute(vraag.order_by(col(Audit.op).desc(), col(Audit.id).desc()).limit(hoogstens))
            uit += [AuditRegel(*rij) for rij in rijen]
    uit.sort(key=lambda r: (r.op, r.id), reverse=True)
    return uit[:hoogstens]


def list_van_bedrijf(session: Session, account_ids: Iterable[int | None]) -> set[int]:
    """Which of these accounts come in for a company."""
    ids = sorted({i for i in account_ids if i is not None})
    uit: set[int] = set()
    for i in range(0, len(ids), _PER_KEER):
        vraag = sa.select(col(AccountRol.account_id)).where(
            col(AccountRol.account_id).in_(ids[i : i + _PER_KEER]), col(AccountRol.rol) == Rol.PRAKTIJKOPLEIDER
        )
        uit.update(session.execute(vraag).scalars())
    return uit
