"""Reminders stop by themselves: what waits for the mail server and is not needed any more is withdrawn."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.clock import Clock
from bpv_app.pok.queries_ontbrekend import list_ontbrekend
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.rules_manen import wie_nog
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_manen import PokHerinnering
from bpv_app.post.service import laat_vervallen, list_wachtend


def stop_herinneringen(session: Session, clock: Clock, pok_id: int) -> int:
    """Withdraw the waiting reminders about this POK whose recipient has nothing to sign or chase any more.

    A mail that also speaks of another POK stays as long as that one needs it. Returns how many mails. In the
    transaction that changed the POK or its signatures, and never a reason for that to fail.
    """
    eigen = sa.select(col(PokHerinnering.mail_id)).where(col(PokHerinnering.pok_id) == pok_id)
    session.flush()
    wachtend = list_wachtend(session, {mail for mail in session.execute(eigen).scalars() if mail is not None})
    if not wachtend:
        return 0
    regels = session.execute(
        sa.select(
            col(PokHerinnering.mail_id), col(PokHerinnering.pok_id), col(PokHerinnering.ontvanger), col(Pok.status)
        )
        .join(Pok, col(Pok.id) == col(PokHerinnering.pok_id))
        .where(col(PokHerinnering.mail_id).in_(wachtend))
    ).all()
    op_papier = sorted({pok for _, pok, _, status in regels if status is PokStatus.AFGEDRUKT})
    ontbreekt = list_ontbrekend(session, op_papier, clock.vandaag()) if op_papier else {}
    nodig = {mail for mail, pok, wie, _ in regels if wie in wie_nog(ontbreekt.get(pok, ()))}
    return sum(laat_vervallen(session, clock, sleutel) for mail, sleutel in wachtend.items() if mail not in nodig)
