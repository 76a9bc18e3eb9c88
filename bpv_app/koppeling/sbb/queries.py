"""What waits for an answer of SBB, and what it refused to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.koppeling.sbb.rules import KANAAL
from bpv_app.leerbedrijf.opgegaan import list_opgegaan
from bpv_app.leerbedrijf.rules import Uitkomst
from bpv_app.leerbedrijf.service import get_leerbedrijf
from bpv_app.leerbedrijf.tables import ErkenningControle
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht


@dataclass(frozen=True, slots=True)
class Wachtend:
    """A question without an answer yet. `fout`: why the last try gave none."""

    payload: dict[str, Any]
    sinds: datetime
    pogingen: int
    fout: str


@dataclass(frozen=True, slots=True)
class LaatsteAntwoord:
    """The last stored answer about a company, whoever gave it."""

    crebo: str
    keuzedeel: str
    uitkomst: Uitkomst
    bron: str
    op: datetime


@dataclass(frozen=True, slots=True)
class ControleStand:
    """What is known and what is asked. `geweigerd`: SBB's words about a later question it would not answer."""

    laatste: LaatsteAntwoord | None
    wachtend: tuple[Wachtend, ...]
    geweigerd: str


def list_wachtend(session: Session, leerbedrijf_id: int) -> list[Wachtend]:
    """The questions about this company that have no answer yet, the oldest first; not scoped."""
    vraag = (
        sa.select(Bericht)
        .where(
            col(Bericht.kanaal) == KANAAL,
            col(Bericht.onderwerp_id).in_(list_opgegaan(session, leerbedrijf_id)),
            col(Bericht.status) == BerichtStatus.WACHT,
        )
        .order_by(col(Bericht.id))
    )
    return [
        Wachtend(dict(rij.payload), rij.aangemaakt_op, rij.pogingen, rij.fout_tekst)
        for rij in session.execute(vraag).scalars()
    ]


def get_controle_stand(session: Session, actor: Actor, leerbedrijf_id: int) -> ControleStand:
    """How the accreditation of a company was last answered, and what is asked. Raises GeenRecht, NietGevonden."""
    require(actor, Actie.LEERBEDRIJF_ZIEN)
    get_leerbedrijf(session, actor, leerbedrijf_id if is_sleutel(leerbedrijf_id) else 0)
    rij = session.execute(
        sa.select(ErkenningControle)
        .where(col(ErkenningControle.leerbedrijf_id).in_(list_opgegaan(session, leerbedrijf_id)))
        .order_by(col(ErkenningControle.op).desc(), col(ErkenningControle.id).desc())
        .limit(1)
    ).scalar_one_or_none()
    laatste = LaatsteAntwoord(rij.crebo, rij.keuzedeel, rij.uitkomst, rij.bron, rij.op) if rij else None
    bericht = session.execute(
        sa.select(Bericht)
        .where(col(Bericht.kanaal) == KANAAL, col(Bericht.onderwerp_id) == leerbedrijf_id)
        .order_by(col(Bericht.id).desc())
        .limit(1)
    ).scalar_one_or_none()
    is_geweigerd = bericht is not None and bericht.status is BerichtStatus.GEWEIGERD
    geweigerd = bericht.fout_tekst if is_geweigerd and bericht is not None else ""
    return ControleStand(laatste, tuple(list_wachtend(session, leerbedrijf_id)), geweigerd)
