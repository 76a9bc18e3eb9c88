"""Write a mail in the transaction that causes it; the worker delivers it. Whatever goes wrong here stays here."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
import structlog
from sqlmodel import Session, col, select

from bpv_app.kernel.adres import MAX_ADRES, lees_adres
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.tekst import Taal
from bpv_app.kernel.zoek import maak_zoektekst
from bpv_app.outbox.service import trek_in, zet_klaar
from bpv_app.post.opmaak import Opgemaakt, SjabloonFout, maak_op
from bpv_app.post.rules import (
    FOUT_TEKST,
    GEEN_ADRES,
    KANAAL,
    MAX_SLEUTEL,
    SJABLONEN,
    SJABLOON_FOUT,
    VERVALLEN,
    MailStatus,
    Sjabloon,
    een_regel,
)
from bpv_app.post.tables import Mail
from bpv_app.toegang.links import maak_maillink
from bpv_app.toegang.rules import veilig_pad

log = structlog.get_logger(__name__)


def groep(mail_id: int) -> str:
    """The outbox group of a mail: each is delivered on its own."""
    return f"mail:{mail_id}"


def verstuur(
    session: Session,
    clock: Clock,
    *,
    sjabloon: Sjabloon,
    taal: str,
    aan: str,
    naam: str,
    velden: Mapping[str, str],
    sleutel: str,
    account_id: int | None = None,
    contactpersoon_id: int | None = None,
    student_id: int | None = None,
    over: tuple[str, int] | None = None,
    team_id: int | None = None,
    begeleider_id: int | None = None,
    doel: str = "/",
    link_doel: str = "",
    agenda: str = "",
) -> Mail | None:
    """Put one mail ready in the caller's transaction: it exists when that commits, and not when it does not.

    `sleutel` is the reason (at most 120 characters): a second call with it does nothing and gives the first mail, also
    when that was withdrawn. The button leads to `doel`, a path on this site; with `link_doel` it is a personal link of
    `account_id` that leads there. `over` is what the mail is about, such as ("pok", 12); `team_id` and `begeleider_id`
    say who at the school may see it. `agenda` is an invitation (iCalendar) that goes with the mail.

    Never raises because of the mail: no or a wrong address, or fields that do not fit the template, give a mail with
    status `mislukt` and the reason; None when not even that could be written. The caller has checked the right.
    """
    session.flush()  # what the caller did wrong is not ours to hide
    gegevens: dict[str, Any] = {
        "sjabloon": sjabloon.value,
        "taal": Taal.EN.value if taal == Taal.EN else Taal.NL.value,
        "aan": een_regel(aan, MAX_ADRES),
        "naam": een_regel(naam, 200),
        "sleutel": sleutel,
        "account_id": account_id,
        "contactpersoon_id": contactpersoon_id,
        "student_id": student_id,
        "over_tabel": over[0] if over else "",
        "over_id": over[1] if over else None,
        "team_id": team_id,
        "begeleider_id": begeleider_id,
        "doel": veilig_pad(link_doel or doel),
        "agenda": agenda,
    }
    try:
        if not sleutel or len(sleutel) > MAX_SLEUTEL:
            raise ValueError(f"sleutel: {sleutel[:MAX_SLEUTEL]!r}")
        with session.begin_nested():
            if bestaand := _met_sleutel(session, sleutel):
                return bestaand
            opgemaakt, fout = _maak_op(sjabloon, taal, velden)
            return zet_neer(session, clock, gegevens, opgemaakt, fout, met_link=bool(link_doel))
    except sa.exc.IntegrityError:  # the same reason, a moment ago, by somebody else
        if bestaand := _met_sleutel(session, sleutel):
            return bestaand
        log.exception("post.verstuur", sjabloon=sjabloon.value, sleutel=sleutel)
    except Exception:
        log.exception("post.verstuur", sjabloon=sjabloon.value, sleutel=sleutel[:MAX_SLEUTEL])
    return None


def al_gemaakt(session: Session, sleutels: Collection[str]) -> set[str]:
    """Which of these reasons have a mail already, whatever became of it."""
    gezocht = sorted(sleutels)
    bekend: set[str] = set()
    for i in range(0, len(gezocht), 1000):
        vraag = sa.select(col(Mail.sleutel)).where(col(Mail.sleutel).in_(gezocht[i : i + 1000]))
        bekend.update(session.execute(vraag).scalars())
    return bekend


def list_wachtend(session: Session, mail_ids: Collection[int]) -> dict[int, str]:
    """Which of these mails wait and were not offered to a server yet: id and reason."""
    vraag = sa.select(col(Mail.id), col(Mail.sleutel)).where(
        col(Mail.id).in_(sorted(mail_ids)), col(Mail.status) == MailStatus.KLAAR, col(Mail.aangeboden_op).is_(None)
    )
    return dict(session.execute(vraag).all()) if mail_ids else {}


def _met_sleutel(session: Session, sleutel: str) -> Mail | None:
    return session.exec(select(Mail).where(Mail.sleutel == sleutel)).first()


def _maak_op(sjabloon: Sjabloon, taal: str, velden: Mapping[str, str]) -> tuple[Opgemaakt, str]:
    """The text, and the code of what is wrong with it."""
    try:
        return maak_op(sjabloon, taal, velden), ""
    except SjabloonFout:
        log.exception("post.sjabloon", sjabloon=sjabloon.value)
        return Opgemaakt(SJABLONEN[sjabloon].label.in_taal(taal), ""), SJABLOON_FOUT


def zet_neer(
    session: Session, clock: Clock, gegevens: Mapping[str, Any], opgemaakt: Opgemaakt, fout: str, *, met_link: bool
) -> Mail:
    """The row, its personal link, and the message for the worker when there is something to deliver."""
    aan = gegevens["aan"]
    fout = fout or ("" if lees_adres(aan) else GEEN_ADRES)
    mail = Mail(
        **gegevens,
        onderwerp=opgemaakt.onderwerp,
        tekst=opgemaakt.tekst,
        status=MailStatus.MISLUKT if fout else MailStatus.KLAAR,
        fout_code=fout,
        fout_tekst=FOUT_TEKST[fout].nl if fout else "",
        aangemaakt_op=clock.nu(),
        zoektekst=maak_zoektekst(gegevens["naam"], aan, opgemaakt.onderwerp, lengte=500),
    )
    if met_link:
        if not mail.account_id:
            raise ValueError("a personal link needs an account")
        mail.link_zaad = secrets.token_urlsafe(32)
        mail.link_id = maak_maillink(session, clock, mail.account_id, mail.doel, mail.link_zaad)
    session.add(mail)
    session.flush()
    if not fout:
        zet_klaar(
            session, kanaal=KANAAL, soort=mail.sjabloon, groep=groep(mail.id or 0), payload={}, op=mail.aangemaakt_op
        )
    return mail


def laat_vervallen(session: Session, clock: Clock, sleutel_prefix: str) -> int:
    """Withdraw the waiting mails whose reason begins with this (not empty): the thing is done. Returns how many.

    A mail that is being handed to the server at this moment goes on; one that was sent, failed or is uncertain stays.
    """
    if not sleutel_prefix:
        raise ValueError("an empty prefix would withdraw every mail")
    waar = [
        col(Mail.status) == MailStatus.KLAAR,
        col(Mail.aangeboden_op).is_(None),
        col(Mail.sleutel).startswith(sleutel_prefix, autoescape=True),
    ]
    waarden = {"status": MailStatus.VERVALLEN, "fout_code": VERVALLEN, "fout_tekst": FOUT_TEKST[VERVALLEN].nl}
    session.flush()
    ids = [rij[0] for rij in session.execute(sa.update(Mail).where(*waar).values(waarden).returning(col(Mail.id)))]
    trek_in(session, kanaal=KANAAL, op=clock.nu(), groepen=[groep(mail_id) for mail_id in ids])
    return len(ids)
