"""A comparison by file: it waits for the register's state file, and begins as long work when that is there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietIngelogd
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.krd.rules_stand import Stand
from bpv_app.koppeling.krd.service_vergelijken import start_vergelijking
from bpv_app.koppeling.krd.tables import KrdBestand, KrdVergelijking
from bpv_app.toegang.service import actor_van_account

PER_BLADZIJ = 500
WACHT_AL = DomeinFout(
    "krd_wacht_al",
    Tekst(
        "Je vergelijking wacht al op het bestand van de KRD.", "Your comparison already waits for the register's file."
    ),
)


def vraag_stand(session: Session, actor: Actor, clock: Clock) -> int:
    """Ask for a comparison by file; it waits until the file is there. Raises GeenRecht, or that one waits already."""
    require(actor, Actie.KRD_ZIEN)
    assert actor.account_id is not None
    if get_wachtend(session, actor) is not None:
        raise WACHT_AL
    vergelijking = KrdVergelijking(account_id=actor.account_id, begonnen_op=clock.nu(), wacht=True)
    session.add(vergelijking)
    session.flush()
    return vergelijking.id or 0


def stop_wachten(session: Session, actor: Actor) -> None:
    """Wait no longer; the comparison before this one is the last again."""
    require(actor, Actie.KRD_ZIEN)
    vergelijking = get_wachtend(session, actor)
    if vergelijking is not None:
        session.delete(vergelijking)
        session.flush()


def get_wachtend(session: Session, actor: Actor) -> KrdVergelijking | None:
    """The actor's own comparison that waits for a file."""
    vraag = sa.select(KrdVergelijking).where(
        col(KrdVergelijking.account_id) == actor.account_id, col(KrdVergelijking.wacht)
    )
    rij: KrdVergelijking | None = session.execute(vraag.limit(1)).scalar_one_or_none()
    return rij


def list_wachtend(session: Session) -> list[KrdVergelijking]:
    """Everybody's comparisons that wait."""
    vraag = sa.select(KrdVergelijking).where(col(KrdVergelijking.wacht)).order_by(col(KrdVergelijking.id))
    return list(session.execute(vraag).scalars())


def begin_met_stand(
    session: Session, clock: Clock, stand: Stand, inhoud: bytes, naam: str, *, alleen: Actor | None = None
) -> int:
    """The file is there: begin every comparison that waited for it (`alleen`: of this person); returns how many.

    Kept is what it says of POKs, never the file itself: that may carry a BSN.
    """
    sha256 = opslag.bewaar(json.dumps(list(stand.poks), ensure_ascii=False, sort_keys=True).encode())
    fouten = [{"regel": regel, "nl": reden.nl, "en": reden.en} for regel, reden in stand.fouten]
    begonnen = 0
    for vergelijking in list_wachtend(session):
        if alleen is not None and vergelijking.account_id != alleen.account_id:
            continue
        try:
            actor = actor_van_account(session, vergelijking.account_id)
        except NietIngelogd:  # the account was locked meanwhile
            session.delete(vergelijking)
            continue
        vergelijking.wacht = False
        vergelijking.stand = {
            "sha256": sha256,
            "naam": naam[:200],
            "van": stand.gemaakt.isoformat() if stand.gemaakt else "",
            "fouten": fouten,
        }
        start_vergelijking(session, actor, clock, vergelijking.id or 0, stand=sha256)
        begonnen += 1
    som = hashlib.sha256(inhoud).hexdigest()
    if session.execute(sa.select(col(KrdBestand.id)).where(col(KrdBestand.sha256) == som)).first() is None:
        regels = [f"Regel {f['regel']}: {f['nl']}" for f in fouten]
        bestand = KrdBestand(sha256=som, naam=naam[:200], gelezen_op=clock.nu(), regels=len(stand.poks), fouten=regels)
        session.add(bestand)
    session.flush()
    return begonnen


class StandRegister:
    """`service_vergelijken.Register` on what a state file said."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        self._poks: list[Mapping[str, Any]] = json.loads(opslag.lees(sha256))

    def poks(self, vanaf: int) -> dict[str, Any]:
        """A page, as the register gives it over HTTP."""
        return {"totaal": len(self._poks), "vanaf": vanaf, "poks": self._poks[vanaf : vanaf + PER_BLADZIJ]}
