"""What the channel asks and tells about a mail while it delivers: read it, mark it offered, settle it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.config import instellingen
from bpv_app.kernel.adres import lees_adres
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.outbox.rules import Geweigerd
from bpv_app.post.rules import FOUT_TEKST, GEEN_ADRES, LINK_DICHT, ONZEKER, VERVALLEN, Brief, MailStatus
from bpv_app.post.tables import Mail
from bpv_app.toegang.links import adres_van_maillink


def weiger(code: str) -> Geweigerd:
    """A final "no" of our own."""
    return Geweigerd(code, FOUT_TEKST[code].nl)


def lees_brief(session: Session, clock: Clock, mail_id: int) -> Brief | Geweigerd:
    """The mail to deliver, with its personal link made anew; or why it may not go out.

    A mail that was offered before and never settled is refused as uncertain: it may have arrived.
    """
    mail = session.exec(select(Mail).where(Mail.id == mail_id)).first() if is_sleutel(mail_id) else None
    if mail is None or mail.status is not MailStatus.KLAAR:
        return weiger(VERVALLEN)
    if mail.aangeboden_op is not None:
        return weiger(ONZEKER)
    if not (aan := lees_adres(mail.aan)):
        return weiger(GEEN_ADRES)
    adres = f"{instellingen().base_url}{mail.doel}"
    if mail.link_id is not None and not (adres := adres_van_maillink(session, clock, mail.link_zaad)):
        return weiger(LINK_DICHT)
    return Brief(mail_id, mail.taal, mail.naam, aan, mail.onderwerp, mail.tekst, adres, mail.aangemaakt_op, mail.agenda)


def markeer_aangeboden(session: Session, mail_id: int, op: datetime) -> bool:
    """Commit this before the text goes out. False when the mail was withdrawn (or offered) meanwhile: do not send."""
    waar = [col(Mail.id) == mail_id, col(Mail.status) == MailStatus.KLAAR, col(Mail.aangeboden_op).is_(None)]
    uitkomst: Any = session.execute(sa.update(Mail).where(*waar).values(aangeboden_op=op))
    return bool(uitkomst.rowcount == 1)


def neem_terug(session: Session, mail_id: int, aangeboden_op: datetime) -> None:
    """The server said it did not take the mail: it may be offered again. Only one's own mark is taken away."""
    waar = [col(Mail.id) == mail_id, col(Mail.status) == MailStatus.KLAAR, col(Mail.aangeboden_op) == aangeboden_op]
    session.execute(sa.update(Mail).where(*waar).values(aangeboden_op=None))


def is_verzonden(session: Session, mail_id: int, op: datetime, test_naar: str) -> None:
    """The server took it."""
    _zet(session, mail_id, {"status": MailStatus.VERZONDEN, "verzonden_op": op, "test_naar": test_naar})


def is_geweigerd(session: Session, mail_id: int, code: str, tekst: str) -> None:
    """It will not be delivered by itself any more: failed, or nobody knows. A withdrawn mail stays withdrawn."""
    status = MailStatus.ONZEKER if code == ONZEKER else MailStatus.MISLUKT
    _zet(session, mail_id, {"status": status, "fout_code": code[:60], "fout_tekst": tekst[:500]})


def _zet(session: Session, mail_id: int, waarden: dict[str, Any]) -> None:
    waar = [col(Mail.id) == mail_id, col(Mail.status) == MailStatus.KLAAR]
    session.execute(sa.update(Mail).where(*waar).values(waarden))
