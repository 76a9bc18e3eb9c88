"""A channel for tests: remembers what it got, answers what it was told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bpv_app.db import lezen, transaction
from bpv_app.outbox.rules import Aangenomen, Geweigerd, TeLeveren, Uitkomst
from bpv_app.outbox.service import zet_klaar
from bpv_app.outbox.tables import Bericht

Antwoorder = Callable[[TeLeveren], Uitkomst]


class NepKanaal:
    """Says yes to everything unless `antwoord` says otherwise; `verwerkt` are the settled answers, in order."""

    def __init__(self, antwoord: Antwoorder | None = None) -> None:
        self.antwoord = antwoord or (lambda _bericht: Aangenomen({"ok": True}))
        self.ontvangen: list[TeLeveren] = []
        self.verwerkt: list[tuple[int, Uitkomst]] = []
        self.bij_verwerken: Callable[[Session], None] = lambda _session: None
        self._slot = threading.Lock()

    def lever(self, bericht: TeLeveren) -> Uitkomst:
        with self._slot:
            self.ontvangen.append(bericht)
        return self.antwoord(bericht)

    def verwerk(self, session: Session, bericht: TeLeveren, uitkomst: Aangenomen | Geweigerd, op: datetime) -> None:
        with self._slot:
            self.verwerkt.append((bericht.id, uitkomst))
        self.bij_verwerken(session)

    def volgorde(self) -> list[tuple[str, int]]:
        return [(b.groep, b.volgnummer) for b in self.ontvangen]


def zet(
    motor: Engine, op: datetime, *groepen: str, kanaal: str = "proef", payload: Mapping[str, Any] | None = None
) -> list[int]:
    """Put one message ready per group, in one transaction each; returns their ids."""
    ids: list[int] = []
    for groep in groepen:
        with transaction(op=motor) as session:
            bericht = zet_klaar(session, kanaal=kanaal, soort="iets", groep=groep, payload=payload or {}, op=op)
            assert bericht.id is not None
            ids.append(bericht.id)
    return ids


def lees(motor: Engine, bericht_id: int) -> Bericht:
    with lezen(op=motor) as session:
        bericht = session.exec(select(Bericht).where(Bericht.id == bericht_id)).one()
        session.expunge(bericht)
        return bericht
