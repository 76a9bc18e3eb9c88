"""One mail with its repetitions, and the mailbox of demo mode."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.post.clauses import mail_scope
from bpv_app.post.queries import fout_tekst, laatste_pogingen, sjabloon_label
from bpv_app.post.rules import Blok, MailStatus, lees_blokken
from bpv_app.post.tables import Mail
from bpv_app.toegang.links import adres_van_maillink

POSTVAK = 100
"""Newest mails the mailbox shows."""


@dataclass(frozen=True, slots=True)
class MailDetail:
    """A mail as its page shows it. `pogingen` counts tries; `opnieuw` are (id, address, status) of its repetitions."""

    id: int
    onderwerp: str
    naam: str
    aan: str
    soort: Tekst
    blokken: tuple[Blok, ...]
    status: MailStatus
    fout: Tekst
    fout_code: str
    aangemaakt_op: datetime
    verzonden_op: datetime | None
    pogingen: int
    test_naar: str
    heeft_link: bool
    over_tabel: str
    over_id: int | None
    herzonden_van: int | None
    opnieuw: tuple[tuple[int, str, MailStatus], ...]


def get_mail_detail(session: Session, actor: Actor, mail_id: int) -> MailDetail:
    """One mail in the actor's scope. Raises GeenRecht, NietGevonden."""
    require(actor, Actie.MAIL_ZIEN)
    mail = session.execute(
        sa.select(Mail).where(col(Mail.id) == (mail_id if is_sleutel(mail_id) else 0), mail_scope(actor))
    ).scalar_one_or_none()
    if mail is None:
        raise NietGevonden
    pogingen, haperde = laatste_pogingen(session, [mail_id]).get(mail_id, (0, ""))
    wacht = mail.status is MailStatus.KLAAR
    opnieuw = session.execute(
        sa.select(col(Mail.id), col(Mail.aan), col(Mail.status))
        .where(col(Mail.herzonden_van) == mail_id, mail_scope(actor))
        .order_by(col(Mail.id))
    )
    return MailDetail(
        mail_id,
        mail.onderwerp,
        mail.naam,
        mail.aan,
        sjabloon_label(mail.sjabloon),
        lees_blokken(mail.tekst),
        mail.status,
        Tekst(haperde, haperde) if wacht else fout_tekst(mail.fout_code, mail.fout_tekst),
        mail.fout_code,
        mail.aangemaakt_op,
        mail.verzonden_op,
        pogingen,
        mail.test_naar,
        mail.link_id is not None,
        mail.over_tabel,
        mail.over_id,
        mail.herzonden_van,
        tuple((i, aan, status) for i, aan, status in opnieuw),
    )


@dataclass(frozen=True, slots=True)
class Postvakmail:
    """A mail in the mailbox; `adres` is where its button leads, "" when a personal link in it works no more."""

    id: int
    naam: str
    aan: str
    onderwerp: str
    blokken: tuple[Blok, ...]
    adres: str
    status: MailStatus
    aangemaakt_op: datetime


def list_postvak(session: Session, clock: Clock, zoek: str = "") -> list[Postvakmail]:
    """The newest mails of a demo school, to anybody, with working links. Outside demo mode there is no mailbox:
    raises NietGevonden."""
    if not instellingen().demo:
        raise NietGevonden
    waar = [col(Mail.zoektekst).like(patroon, escape="\\") for patroon in patronen(zoek)]
    mails = session.execute(sa.select(Mail).where(*waar).order_by(col(Mail.id).desc()).limit(POSTVAK)).scalars()
    return [
        Postvakmail(
            m.id or 0,
            m.naam,
            m.aan,
            m.onderwerp,
            lees_blokken(m.tekst),
            adres_van_maillink(session, clock, m.link_zaad) if m.link_id else f"{instellingen().base_url}{m.doel}",
            m.status,
            m.aangemaakt_op,
        )
        for m in mails
    ]
