"""The mail channel of the outbox: read the mail, let it be delivered once, keep how it went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import Clock
from bpv_app.outbox.rules import Aangenomen, GeenAntwoord, Geweigerd, TeLeveren, Uitkomst
from bpv_app.post import service_bezorgen as bezorgen
from bpv_app.post.rules import Brief

POSTBODE = systeem("post")
log = structlog.get_logger(__name__)


class Bezorger(Protocol):
    """One way to bring a mail away.

    `bied_aan` must be called just before the mail leaves, and a False from it ends the try. `GeenAntwoord` means: the
    other side certainly did not take it. Where that is not certain, the outcome is `weiger(ONZEKER)`.
    """

    def bezorg(self, brief: Brief, bericht: TeLeveren, bied_aan: Callable[[], bool]) -> Uitkomst: ...


def _mail_id(bericht: TeLeveren) -> int:
    return int(bericht.groep.removeprefix("mail:"))


class PostKanaal:
    """`outbox.worker.Kanaal` for mail."""

    def __init__(self, bezorger: Bezorger, clock: Clock, *, op: Engine | None = None) -> None:
        self._bezorger, self._clock, self._engine = bezorger, clock, op

    def lever(self, bericht: TeLeveren) -> Uitkomst:
        mail_id = _mail_id(bericht)
        with lezen(POSTBODE, op=self._engine) as session:
            brief = bezorgen.lees_brief(session, self._clock, mail_id)
        if isinstance(brief, Geweigerd):
            return brief
        aangeboden: list[datetime] = []

        def bied_aan() -> bool:
            nu = self._clock.nu()
            with transaction(POSTBODE, op=self._engine) as session:
                mag = bezorgen.markeer_aangeboden(session, mail_id, nu)
            aangeboden.extend([nu] if mag else [])
            return mag

        uitkomst = self._bezorger.bezorg(brief, bericht, bied_aan)
        if isinstance(uitkomst, GeenAntwoord) and aangeboden:
            with transaction(POSTBODE, op=self._engine) as session:
                bezorgen.neem_terug(session, mail_id, aangeboden[0])
        return uitkomst

    def verwerk(self, session: Session, bericht: TeLeveren, uitkomst: Aangenomen | Geweigerd, op: datetime) -> None:
        """The outcome on the mail, in the transaction that settles the message."""
        mail_id = _mail_id(bericht)
        if isinstance(uitkomst, Aangenomen):
            bezorgen.is_verzonden(session, mail_id, op, str(uitkomst.antwoord.get("test_naar", "")))
        else:
            bezorgen.is_geweigerd(session, mail_id, uitkomst.code, uitkomst.tekst)
        log.info("post.antwoord", mail=mail_id, code=getattr(uitkomst, "code", ""))
