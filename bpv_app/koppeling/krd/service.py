"""The KRD channel of the outbox: send through the adapter, and keep the register's answer beside our own status."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

import structlog
from sqlmodel import Session

from bpv_app.kernel.actor import systeem
from bpv_app.kernel.errors import NietGevonden
from bpv_app.koppeling.krd.rules import verzoen
from bpv_app.outbox.rules import Aangenomen, Geweigerd, TeLeveren, Uitkomst
from bpv_app.pok import service as pok_service
from bpv_app.pok.rules import KrdStatus

KOPPELING = systeem("KRD-koppeling")
log = structlog.get_logger(__name__)


class Adapter(Protocol):
    """One way to reach the register."""

    def lever(self, bericht: TeLeveren) -> Uitkomst: ...


class KrdKanaal:
    """`outbox.worker.Kanaal` for the register."""

    def __init__(self, adapter: Adapter) -> None:
        self._adapter = adapter

    def lever(self, bericht: TeLeveren) -> Uitkomst:
        uitkomst = self._adapter.lever(bericht)
        if isinstance(uitkomst, (Aangenomen, Geweigerd)):
            return verzoen(bericht.soort, uitkomst)
        return uitkomst

    def verwerk(self, session: Session, bericht: TeLeveren, uitkomst: Aangenomen | Geweigerd, op: datetime) -> None:
        """Put status, number or refusal on the POK, in the transaction that settles the message.

        Where the answer does not say what the register holds, what we knew of it stays. Our own status never changes.
        """
        pok_id = int(bericht.groep.removeprefix("pok:"))
        try:
            pok = pok_service.get_pok(session, KOPPELING, pok_id)
        except NietGevonden:
            log.warning("krd.antwoord_zonder_pok", bericht=bericht.id, pok=pok_id)
            return
        antwoord = uitkomst.antwoord
        held = antwoord.get("krd_status", pok.krd_status)  # None said by the register is an answer too
        is_geweigerd = isinstance(uitkomst, Geweigerd)
        pok_service.verwerk_krd_antwoord(
            session,
            pok_id,
            krd_status=KrdStatus(held) if held else None,
            krd_nummer=antwoord.get("krd_nummer") or pok.krd_nummer,
            fout_code=uitkomst.code if isinstance(uitkomst, Geweigerd) else "",
            fout_tekst=uitkomst.tekst if isinstance(uitkomst, Geweigerd) else "",
            op=op,
        )
        log.info("krd.antwoord", pok=pok_id, gebeurtenis=bericht.soort, geweigerd=is_geweigerd)
