"""Which reminders of a missing signature were sent: for the timeline and the call list."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.clock import AMSTERDAM, toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.rules import Partij
from bpv_app.pok.rules_manen import ONTVANGER_LABEL, Ontvanger, partijen_tekst, stap_tekst
from bpv_app.pok.tables_manen import PokHerinnering
from bpv_app.post.rules import STATUS_LABEL as MAIL_LABEL
from bpv_app.post.rules import MailStatus
from bpv_app.post.tables import Mail


@dataclass(frozen=True, slots=True)
class Herinnerd:
    """A reminder that was made; `mail` None: not even a failed mail could be written."""

    pok_id: int
    op: datetime
    ontvanger: Ontvanger
    naam: str
    dagen: int
    ontbreekt: tuple[Partij, ...]
    mail: MailStatus | None


def list_herinneringen(session: Session, pok_ids: Collection[int]) -> list[Herinnerd]:
    """All reminders about these agreements, newest first. The caller has checked that they may be seen."""
    h = PokHerinnering
    rijen = session.execute(
        sa.select(
            col(h.pok_id),
            col(h.op),
            col(h.ontvanger),
            col(h.naam),
            col(h.dagen),
            col(h.ontbreekt),
            col(Mail.status),
        )
        .join(Mail, col(Mail.id) == col(h.mail_id), isouter=True)
        .where(col(h.pok_id).in_(pok_ids))
        .order_by(col(h.op).desc(), col(h.id).desc())
    )
    return [
        Herinnerd(pok_id, op, ontvanger, naam, dagen, tuple(Partij(p) for p in ontbreekt), status)
        for pok_id, op, ontvanger, naam, dagen, ontbreekt, status in rijen
    ]


def _mail_tekst(status: MailStatus | None) -> Tekst:
    """What went wrong or became of the mail; nothing when it simply went."""
    if status in (MailStatus.VERZONDEN, MailStatus.KLAAR):
        return Tekst("", "")
    label = MAIL_LABEL[status or MailStatus.MISLUKT]
    return Tekst(f" (mail: {label.nl})", f" (mail: {label.en})")


def herinnering_tekst(h: Herinnerd) -> Tekst:
    """A reminder as a line of the timeline: to whom, for which step, who had still to sign."""
    wie, stap, nog, mail = ONTVANGER_LABEL[h.ontvanger], stap_tekst(h.dagen), partijen_tekst(h.ontbreekt), h.mail
    hoe = _mail_tekst(mail)
    return Tekst(
        f"Herinnering aan {wie.nl.lower() if h.ontvanger is not Ontvanger.COORDINATOR else wie.nl} {h.naam}, "
        f"{stap.nl}. Nog niet getekend: {nog.nl}.{hoe.nl}",
        f"Reminder to {wie.en.lower()} {h.naam}, {stap.en}. Not signed yet: {nog.en}.{hoe.en}",
    )


def laatste_tekst(herinneringen: Collection[Herinnerd], taal: str) -> str:
    """Of one agreement: how many reminders there were, the last day and to whom then (newest first)."""
    if not herinneringen:
        return ""
    alle = [(h.op.astimezone(AMSTERDAM).date(), ONTVANGER_LABEL[h.ontvanger].in_taal(taal)) for h in herinneringen]
    dag = alle[0][0]
    wie = list(dict.fromkeys(label for op, label in alle if op == dag))
    return f"{toon_datum(dag, taal)}: {', '.join(wie)} ({len(alle)}×)"
