"""Send a mail again, as it was or to a better address: a new mail beside the old one, which stays as it went."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.adres import MAX_ADRES, lees_adres
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.outbox.service import probeer_nu
from bpv_app.post.clauses import mail_scope
from bpv_app.post.opmaak import Opgemaakt
from bpv_app.post.rules import FOUT_TEKST, GEEN_ADRES, KANAAL, SJABLOON_FOUT, MailStatus, een_regel, mag_opnieuw
from bpv_app.post.service import groep, zet_neer
from bpv_app.post.tables import Mail
from bpv_app.toegang import audit
from bpv_app.toegang.links import trek_maillink_in

MAX_OPNIEUW = 500
"""Most mails one click sends again."""
_KOPIE = (
    "sjabloon", "taal", "account_id", "contactpersoon_id", "student_id", "naam", "over_tabel", "over_id", "team_id",
    "begeleider_id", "doel", "agenda",
)  # fmt: skip
_KLAAR = Tekst("Klaargezet; de mail gaat zo weg.", "Put ready; the mail leaves in a moment.")
_WACHT = Tekst("Deze mail wacht nog; ze wordt nu geprobeerd.", "This mail still waits; it is tried now.")
_ADRES_FOUT = Tekst("Dit is geen e-mailadres.", "This is not an e-mail address.")
_GEEN_LINKRECHT = Tekst(
    "In deze mail staat een persoonlijke link. Alleen wie links mag geven kan haar naar een ander adres sturen.",
    "This mail holds a personal link. Only who may give links can send it to another address.",
)


def verstuur_opnieuw(session: Session, actor: Actor, clock: Clock, mail_ids: Iterable[int]) -> list[Uitslag]:
    """Send these mails again to the same address; one that waits is tried now. A result per row.

    Raises GeenRecht. A mail that does not exist or is not this actor's gets the same answer: not found.
    """
    require(actor, Actie.MAIL_OPNIEUW)
    uitslagen = []
    for mail_id in list(dict.fromkeys(mail_ids))[:MAX_OPNIEUW]:
        href, naam = f"/beheer/mail/{mail_id}", str(mail_id)
        try:
            mail = _eigen_mail(session, actor, mail_id)
            naam = mail.aan or mail.naam
            if not mag_opnieuw(mail.status):
                probeer_nu(session, kanaal=KANAAL, op=clock.nu(), groepen=[groep(mail_id)])
                uitslagen.append(Uitslag(str(mail_id), naam, True, _WACHT, href))
                continue
            nieuw = _herhaal(session, actor, clock, mail, mail.aan)
        except DomeinFout as fout:
            uitslagen.append(Uitslag(str(mail_id), naam, False, fout.tekst, "" if naam == str(mail_id) else href))
        else:
            uitslagen.append(Uitslag(str(mail_id), naam, True, _KLAAR, f"/beheer/mail/{nieuw.id}"))
    return uitslagen


def verbeter_en_verstuur(session: Session, actor: Actor, clock: Clock, mail_id: int, aan: str) -> int:
    """Send a mail again to a corrected address; returns the new mail's id. The person's own data stay as they are.

    A personal link that went to the wrong address stops working. Raises GeenRecht, NietGevonden; OngeldigeInvoer for a
    wrong address; DomeinFout while the mail still waits, or for a personal link without the right to give one.
    """
    require(actor, Actie.MAIL_OPNIEUW)
    mail = _eigen_mail(session, actor, mail_id)
    aan = een_regel(aan, MAX_ADRES + 1)
    if not lees_adres(aan):
        raise OngeldigeInvoer({"aan": _ADRES_FOUT})
    if mail.link_id and aan != mail.aan:
        if not actor.mag(Actie.LINK_UITGEVEN):
            raise DomeinFout("geen_linkrecht", _GEEN_LINKRECHT)
        trek_maillink_in(session, clock, mail.link_id)
    if not mag_opnieuw(mail.status):
        raise DomeinFout(
            "wacht_nog",
            Tekst(
                "Deze mail wacht nog. Wacht tot ze is verstuurd of mislukt.",
                "This mail still waits. Wait until it was sent or failed.",
            ),
        )
    return _herhaal(session, actor, clock, mail, aan).id or 0


def _eigen_mail(session: Session, actor: Actor, mail_id: int) -> Mail:
    waar = [col(Mail.id) == mail_id, mail_scope(actor, Actie.MAIL_OPNIEUW)]
    mail = session.exec(select(Mail).where(*waar).with_for_update()).first() if is_sleutel(mail_id) else None
    if mail is None:
        raise NietGevonden
    return mail


def _herhaal(session: Session, actor: Actor, clock: Clock, mail: Mail, aan: str) -> Mail:
    """A new mail like this one. Two clicks make one: while a repetition waits there is no second."""
    if mail.fout_code == SJABLOON_FOUT:
        raise DomeinFout(SJABLOON_FOUT, FOUT_TEKST[SJABLOON_FOUT])
    if not lees_adres(aan):
        raise DomeinFout(GEEN_ADRES, FOUT_TEKST[GEEN_ADRES])
    wacht = sa.select(sa.literal(1)).where(
        col(Mail.herzonden_van) == mail.id, col(Mail.status) == MailStatus.KLAAR, col(Mail.aan) == aan
    )
    if session.execute(wacht.limit(1)).first():
        raise DomeinFout(
            "wacht_al",
            Tekst("Deze mail is al opnieuw klaargezet.", "This mail has already been put ready again."),
        )
    gegevens: dict[str, Any] = {veld: getattr(mail, veld) for veld in _KOPIE}
    reden = mail.sleutel.partition("#")[0]
    gegevens |= {"aan": aan, "herzonden_van": mail.id, "sleutel": f"{reden}#{secrets.token_urlsafe(12)}"}
    nieuw = zet_neer(
        session, clock, gegevens, Opgemaakt(mail.onderwerp, mail.tekst), "", met_link=mail.link_id is not None
    )
    wat = "mail opnieuw verstuurd" if aan == mail.aan else "mail naar een ander adres verstuurd"
    audit.noteer(session, actor, "mail", mail.id, wat, clock.nu(), nieuw={"mail_id": nieuw.id})
    return nieuw
