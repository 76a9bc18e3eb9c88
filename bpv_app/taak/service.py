"""Starting long work, asking it to stop, and looking how far it is. A task belongs to the person who started it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.taak.rules import LOPEND, TaakLooptAl, TaakStatus, resterend
from bpv_app.taak.tables import Taak, TaakRegel

WEKKER = threading.Event()
"""Set when work was started in this process: its worker looks at once instead of at its next turn."""
MAX_REGELS = 50_000


@dataclass(frozen=True, slots=True)
class TaakStand:
    """How a task is, for its owner. `rest` None: not known yet."""

    id: int
    soort: str
    titel: Tekst
    href: str
    status: TaakStatus
    gedaan: int
    totaal: int
    rest: timedelta | None
    is_stop_gevraagd: bool
    slot: Tekst
    aangemaakt_op: datetime
    klaar_op: datetime | None

    @property
    def is_lopend(self) -> bool:
        return self.status in LOPEND


def start_taak(
    session: Session,
    actor: Actor,
    clock: Clock,
    soort: str,
    titel: Tekst,
    invoer: Mapping[str, Any],
    *,
    sleutel: str,
    href: str = "",
    totaal: int = 0,
) -> int:
    """Put work in the queue, in the transaction of whoever asks for it; returns the task's id.

    `invoer` is plain JSON. `sleutel` names the work (at most 80 characters): while a task with the same one runs, a
    second is refused with TaakLooptAl. `href` is the screen on which the result can be seen. The right to do the work
    is checked at every step, for the person who started it, as it is then.
    """
    assert actor.account_id is not None
    taak = Taak(
        soort=soort,
        sleutel=sleutel[:80],
        titel_nl=titel.nl[:200],
        titel_en=titel.en[:200],
        href=href[:200],
        account_id=actor.account_id,
        invoer=dict(invoer),
        totaal=totaal,
        status=TaakStatus.WACHT,
        aangemaakt_op=clock.nu(),
    )
    try:
        with session.begin_nested():
            session.add(taak)
            session.flush()
    except IntegrityError:
        raise TaakLooptAl from None
    sa.event.listen(session, "after_commit", lambda _s: WEKKER.set(), once=True)
    assert taak.id is not None
    return taak.id


def _eigen(session: Session, actor: Actor, taak_id: int) -> Taak:
    """The actor's own task. Raises NietGevonden for another's, as for one that does not exist."""
    taak = session.get(Taak, taak_id) if is_sleutel(taak_id) else None
    if taak is None or taak.account_id != actor.account_id:
        raise NietGevonden
    return taak


def vraag_stop(session: Session, actor: Actor, taak_id: int) -> None:
    """Ask a task to stop after the step it is in; one that has ended stays as it is. Raises NietGevonden."""
    _eigen(session, actor, taak_id)
    session.execute(
        sa.update(Taak).where(col(Taak.id) == taak_id, col(Taak.status).in_(LOPEND)).values(is_stop_gevraagd=True)
    )
    sa.event.listen(session, "after_commit", lambda _s: WEKKER.set(), once=True)


def stand_van(taak: Taak, nu: datetime) -> TaakStand:
    """The task as its owner sees it."""
    assert taak.id is not None
    return TaakStand(
        id=taak.id,
        soort=taak.soort,
        titel=Tekst(taak.titel_nl, taak.titel_en),
        href=taak.href,
        status=taak.status,
        gedaan=taak.gedaan,
        totaal=taak.totaal,
        rest=resterend(taak.begonnen_op, nu, taak.gedaan, taak.totaal, taak.hervat_bij),
        is_stop_gevraagd=taak.is_stop_gevraagd,
        slot=Tekst(taak.slot_nl, taak.slot_en),
        aangemaakt_op=taak.aangemaakt_op,
        klaar_op=taak.klaar_op,
    )


def get_stand(session: Session, actor: Actor, clock: Clock, taak_id: int) -> TaakStand:
    """How the actor's own task is. Raises NietGevonden."""
    return stand_van(_eigen(session, actor, taak_id), clock.nu())


def list_eigen(session: Session, actor: Actor, clock: Clock, aantal: int = 50) -> list[TaakStand]:
    """The actor's own tasks, newest first."""
    vraag = sa.select(Taak).where(col(Taak.account_id) == actor.account_id).order_by(col(Taak.id).desc()).limit(aantal)
    return [stand_van(taak, clock.nu()) for taak in session.execute(vraag).scalars()]


def get_laatste(session: Session, actor: Actor, clock: Clock, sleutel: str) -> TaakStand | None:
    """The actor's newest task with this `sleutel`, running or ended; None when there never was one."""
    vraag = sa.select(Taak).where(col(Taak.sleutel) == sleutel, col(Taak.account_id) == actor.account_id)
    taak: Taak | None = session.execute(vraag.order_by(col(Taak.id).desc()).limit(1)).scalar_one_or_none()
    return stand_van(taak, clock.nu()) if taak is not None else None


def list_regels(session: Session, actor: Actor, taak_id: int, *, alleen_mislukt: bool = False) -> Sequence[Uitslag]:
    """The results per row, in the order in which they came; at most `MAX_REGELS`. Raises NietGevonden."""
    _eigen(session, actor, taak_id)
    vraag = sa.select(TaakRegel).where(col(TaakRegel.taak_id) == taak_id).order_by(col(TaakRegel.id)).limit(MAX_REGELS)
    if alleen_mislukt:
        vraag = vraag.where(col(TaakRegel.is_gelukt).is_(False))
    return [
        Uitslag(r.sleutel, r.naam, r.is_gelukt, Tekst(r.tekst_nl, r.tekst_en), r.href)
        for r in session.execute(vraag).scalars()
    ]
