"""How many conversations were held of those that should have been: per dossier, per team, per begeleider.

What counts: moments that did not lapse, in placements that were not called off. `gehouden` of them were held;
`gezamenlijk` with all three parties (Stagepact: at least three joint moments). With a day `tot` only moments whose
window ended before it count as planned, and those that were held (also early).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.clauses import dossier_scope
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.clauses import gaat_door
from bpv_app.gesprek.rules import MomentStatus
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie
from bpv_app.student.tables import Team
from bpv_app.toegang.tables import Account

_STAP = 1000


@dataclass(frozen=True, slots=True)
class Dekking:
    """Numbers of conversations; `vervallen` lapsed with a reason and are in none of the others."""

    gepland: int
    gehouden: int
    gezamenlijk: int
    vervallen: int = 0

    @property
    def procent(self) -> int | None:
        """Held of planned, in whole per cent rounded down: 100 only when all were held. None when none were planned."""
        return self.gehouden * 100 // self.gepland if self.gepland else None

    @property
    def procent_gezamenlijk(self) -> int | None:
        """Held with three parties, of planned."""
        return self.gezamenlijk * 100 // self.gepland if self.gepland else None


GEEN = Dekking(0, 0, 0)


def _tellers(tot: date | None) -> tuple[sa.ColumnElement[int], ...]:
    status = col(Contactmoment.status)
    gehouden = status == MomentStatus.GEHOUDEN
    telt = status != MomentStatus.VERVALLEN
    vervallen = status == MomentStatus.VERVALLEN
    if tot is not None:
        telt = sa.and_(telt, sa.or_(gehouden, col(Contactmoment.venster_tot) < tot))
        vervallen = sa.and_(vervallen, col(Contactmoment.venster_tot) < tot)
    samen = sa.and_(gehouden, col(Contactmoment.is_gezamenlijk))
    return tuple(
        sa.func.coalesce(sa.func.sum(sa.case((waar, 1), else_=0)), 0) for waar in (telt, gehouden, samen, vervallen)
    )


def tel_dekking(session: Session, dossier_ids: Collection[int], *, tot: date | None = None) -> dict[int, Dekking]:
    """Per dossier; every id that was asked is in the answer. The caller has checked the right.

    Without `tot` the whole placement counts: what has to be held before it can be closed.
    """
    ids = sorted(set(dossier_ids))
    uit = dict.fromkeys(ids, GEEN)
    for i in range(0, len(ids), _STAP):
        vraag = (
            sa.select(col(Contactmoment.dossier_id), *_tellers(tot))
            .where(col(Contactmoment.dossier_id).in_(ids[i : i + _STAP]))
            .group_by(col(Contactmoment.dossier_id))
        )
        uit |= {rij[0]: Dekking(*(int(n) for n in rij[1:])) for rij in session.execute(vraag)}
    return uit


def laatste_contact(session: Session, dossier_ids: Collection[int]) -> dict[int, date]:
    """The day of the last conversation that was held, of dossiers that had one. The caller has checked the right."""
    ids = sorted(set(dossier_ids))
    uit: dict[int, date] = {}
    for i in range(0, len(ids), _STAP):
        vraag = (
            sa.select(col(Contactmoment.dossier_id), sa.func.max(Contactmoment.gehouden_op))
            .where(
                col(Contactmoment.dossier_id).in_(ids[i : i + _STAP]),
                col(Contactmoment.status) == MomentStatus.GEHOUDEN,
            )
            .group_by(col(Contactmoment.dossier_id))
        )
        uit |= {rij[0]: rij[1] for rij in session.execute(vraag)}
    return uit


@dataclass(frozen=True, slots=True)
class DekkingRegel:
    """A line of the table. `id` None: dossiers without a team, or without a begeleider."""

    id: int | None
    naam: str
    dossiers: int
    dekking: Dekking
    zonder_start: int


def dekking_per_team(session: Session, actor: Actor, tot: date) -> tuple[DekkingRegel, ...]:
    """One line per team of this actor, by name, as things stood on the morning of `tot`. Raises GeenRecht."""
    return _per(session, actor, tot, col(Dossier.team_id), Team)


def dekking_per_begeleider(
    session: Session, actor: Actor, tot: date, team_id: int | None = None
) -> tuple[DekkingRegel, ...]:
    """One line per begeleider in the actor's teams (or one of them), by name. Raises GeenRecht."""
    return _per(session, actor, tot, col(Dossier.onderwijsbegeleider_id), Account, team_id)


def _per(
    session: Session,
    actor: Actor,
    tot: date,
    sleutel: Any,
    tabel: type[Team] | type[Account],
    team_id: int | None = None,
) -> tuple[DekkingRegel, ...]:
    require(actor, Actie.DEKKING_ZIEN)
    gemist = sa.and_(
        col(Contactmoment.soort) == "start",
        col(Contactmoment.status).in_((MomentStatus.TE_PLANNEN, MomentStatus.GEPLAND)),
        col(Contactmoment.venster_tot) < tot,
    )
    vraag = (
        sa.select(
            sleutel,
            sa.func.coalesce(sa.func.max(tabel.naam), ""),
            sa.func.count(sa.distinct(col(Dossier.id))),
            *_tellers(tot),
            sa.func.coalesce(sa.func.sum(sa.case((gemist, 1), else_=0)), 0),
        )
        .select_from(Contactmoment)
        .join(Dossier, col(Dossier.id) == col(Contactmoment.dossier_id))
        .outerjoin(tabel, col(tabel.id) == sleutel)
        .where(dossier_scope(actor, Actie.DEKKING_ZIEN), gaat_door())
        .group_by(sleutel)
    )
    if team_id is not None:
        vraag = vraag.where(col(Dossier.team_id) == team_id)
    regels = [
        DekkingRegel(nr, naam, dossiers, Dekking(*(int(n) for n in getallen)), int(zonder))
        for nr, naam, dossiers, *getallen, zonder in session.execute(vraag)
    ]
    return tuple(sorted(regels, key=lambda r: (r.naam == "", r.naam.casefold(), r.id or 0)))
