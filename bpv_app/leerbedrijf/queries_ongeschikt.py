"""Which companies the school finds not suitable: for the parts that place students, and for the company's screen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.rules_ongeschikt import Ongeschiktheid, geldend
from bpv_app.leerbedrijf.tables import Locatie
from bpv_app.leerbedrijf.tables_relatie import Ongeschikt

_PER_KEER = 1_000


def _regel(rij: Ongeschikt) -> Ongeschiktheid:
    return Ongeschiktheid(
        rij.id or 0, rij.leerbedrijf_id, rij.locatie_id, rij.crebo, rij.team_id, rij.reden, rij.van, rij.tot
    )


def list_geldend(
    session: Session, dag: date, leerbedrijf_ids: Collection[int] | None = None
) -> dict[int, list[Ongeschiktheid]]:
    """What holds on `dag`, by company; of all companies without `leerbedrijf_ids`. For services: they ask the right."""
    waar = [
        col(Ongeschikt.opgeheven_op).is_(None),
        col(Ongeschikt.van) <= dag,
        sa.or_(col(Ongeschikt.tot).is_(None), col(Ongeschikt.tot) >= dag),
    ]
    uit: dict[int, list[Ongeschiktheid]] = {}
    alle = None if leerbedrijf_ids is None else sorted(leerbedrijf_ids)
    for i in range(0, 1 if alle is None else len(alle), _PER_KEER):
        deel = [] if alle is None else [col(Ongeschikt.leerbedrijf_id).in_(alle[i : i + _PER_KEER])]
        for rij in session.execute(sa.select(Ongeschikt).where(*waar, *deel).order_by(col(Ongeschikt.id))).scalars():
            uit.setdefault(rij.leerbedrijf_id, []).append(_regel(rij))
    return uit


def list_tegen(
    session: Session,
    dag: date,
    leerbedrijf_id: int | None,
    locatie_id: int | None,
    crebo: str | None,
    team_id: int | None,
) -> tuple[Ongeschiktheid, ...]:
    """What stands against placing somebody of this crebo and team here from `dag` on. For services."""
    if leerbedrijf_id is None:
        return ()
    lijst = list_geldend(session, dag, [leerbedrijf_id]).get(leerbedrijf_id, [])
    return geldend(lijst, dag, locatie_id, crebo, team_id)


@dataclass(frozen=True, slots=True)
class OngeschiktRegel:
    """One judgement on the company's screen, also one that is over."""

    id: int
    locatie: str
    crebo: str
    team_id: int | None
    reden: str
    van: date
    tot: date | None
    op: datetime
    door: str
    is_geldig: bool
    opgeheven_op: datetime | None
    opgeheven_door: str
    versie: int


def list_ongeschikt(session: Session, actor: Actor, leerbedrijf_id: int, vandaag: date) -> list[OngeschiktRegel]:
    """Of one company, what holds first, then the newest. Nothing for who may not see companies of the school."""
    if not actor.mag(Actie.LEERBEDRIJF_ZIEN) or not is_sleutel(leerbedrijf_id):
        return []
    rijen = session.execute(
        sa.select(Ongeschikt, sa.func.coalesce(col(Locatie.naam), ""))
        .outerjoin(Locatie, col(Locatie.id) == col(Ongeschikt.locatie_id))
        .where(col(Ongeschikt.leerbedrijf_id) == leerbedrijf_id)
        .order_by(col(Ongeschikt.id).desc())
    )
    uit = [
        OngeschiktRegel(
            r.id or 0, locatie, r.crebo, r.team_id, r.reden, r.van, r.tot, r.op, r.door_naam,
            r.opgeheven_op is None and _regel(r).geldt_op(vandaag), r.opgeheven_op, r.opgeheven_door, r.versie,
        )
        for r, locatie in rijen
    ]  # fmt: skip
    return sorted(uit, key=lambda r: not r.is_geldig)
