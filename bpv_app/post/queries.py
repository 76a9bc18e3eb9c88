"""What was sent to whom and how it went: the list, its counters, and the mails about one person or dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.outbox.tables import Bericht
from bpv_app.post.clauses import mail_scope
from bpv_app.post.rules import FOUT_TEKST, KANAAL, SJABLONEN, STATUS_LABEL, STATUS_TOON, MailStatus, Sjabloon
from bpv_app.post.tables import Mail

_SORTEER: dict[str, Any] = {
    "gemaakt": col(Mail.id),
    "aan": col(Mail.aan),
    "naam": col(Mail.naam),
}
OVER_KOLOM = {"account": Mail.account_id, "contactpersoon": Mail.contactpersoon_id, "student": Mail.student_id}
"""Tables of people: their mails are found by their own column, those about something else by what they are about."""
MAX_OVER = 50


def sjabloon_label(naam: str) -> Tekst:
    """What kind of mail it is; an old kind that is no more is called by its name."""
    return SJABLONEN[Sjabloon(naam)].label if naam in tuple(Sjabloon) else Tekst(naam, naam)


def fout_tekst(code: str, tekst: str) -> Tekst:
    """What went wrong: our own words in both languages, or what the server said."""
    return FOUT_TEKST.get(code) or Tekst(tekst, tekst)


def laatste_pogingen(session: Session, mail_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Of these mails: how often delivery was tried, and what the last failed try of a waiting one said."""
    vraag = sa.select(col(Bericht.onderwerp_id), col(Bericht.pogingen), col(Bericht.fout_tekst)).where(
        col(Bericht.kanaal) == KANAAL, col(Bericht.onderwerp_id).in_(list(mail_ids))
    )
    return {mail_id: (pogingen, tekst) for mail_id, pogingen, tekst in session.execute(vraag)}


def list_mails(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of the mails in the actor's scope, newest first unless asked otherwise."""
    require(actor, Actie.MAIL_ZIEN)
    waar = [mail_scope(actor), *(col(Mail.zoektekst).like(p, escape="\\") for p in patronen(vraag.zoek))]
    if status := vraag.filters.get("status"):
        waar.append(col(Mail.status) == MailStatus(status))
    if sjabloon := vraag.filters.get("sjabloon"):
        waar.append(col(Mail.sjabloon) == sjabloon)
    totaal = session.execute(sa.select(sa.func.count()).select_from(Mail).where(*waar)).scalar_one()
    volgorde = _SORTEER.get(vraag.sorteer, col(Mail.id))
    richting = sa.desc if vraag.aflopend or not vraag.sorteer else sa.asc
    ids = sa.select(col(Mail.id)).where(*waar).order_by(richting(volgorde), richting(col(Mail.id)))
    pagina = list(session.execute(ids.offset(vraag.offset).limit(vraag.per_pagina)).scalars())
    mails = {m.id: m for m in session.execute(sa.select(Mail).where(col(Mail.id).in_(pagina))).scalars()}
    tries = laatste_pogingen(session, pagina)
    rijen = [_rij(mails[i], *tries.get(i, (0, "")), vraag.taal) for i in pagina if i in mails]
    return LijstAntwoord(rijen, totaal)


def _rij(mail: Mail, pogingen: int, haperde: str, taal: str) -> Rij:
    href = f"/beheer/mail/{mail.id}"
    fout = fout_tekst(mail.fout_code, mail.fout_tekst).in_taal(taal)
    return Rij(
        sleutel=str(mail.id),
        cellen=(
            Cel(mail.onderwerp, href=href),
            Cel(mail.naam),
            Cel(STATUS_LABEL[mail.status].in_taal(taal), badge=True, toon=STATUS_TOON[mail.status]),
            Cel(mail.aan),
            Cel(fout or (haperde if mail.status is MailStatus.KLAAR else "")),
            Cel(toon_moment(mail.aangemaakt_op, taal), waarde=mail.aangemaakt_op),
            Cel(toon_moment(mail.verzonden_op, taal), waarde=mail.verzonden_op),
            Cel(sjabloon_label(mail.sjabloon).in_taal(taal)),
            Cel(str(pogingen), waarde=pogingen),
            Cel(mail.fout_code),
            Cel(mail.test_naar),
            Cel(str(mail.herzonden_van or ""), waarde=mail.herzonden_van),
        ),
        href=href,
        naam=f"{mail.naam}: {mail.onderwerp}",
    )


MAILS = Lijst(
    naam="mail",
    titel=Tekst("Mail", "Mail"),
    actie=Actie.MAIL_ZIEN,
    kolommen=(
        Kolom("onderwerp", Tekst("Onderwerp", "Subject"), sorteer=False),
        Kolom("naam", Tekst("Ontvanger", "Recipient")),
        Kolom("status", Tekst("Status", "Status"), sorteer=False),
        Kolom("aan", Tekst("Adres", "Address")),
        Kolom("fout", Tekst("Wat is er", "What is the matter"), sorteer=False),
        Kolom("gemaakt", Tekst("Gemaakt", "Made")),
        Kolom("verzonden", Tekst("Verzonden", "Sent"), sorteer=False, standaard=False),
        Kolom("sjabloon", Tekst("Soort", "Kind"), sorteer=False, standaard=False),
        Kolom("pogingen", Tekst("Pogingen", "Tries"), sorteer=False, standaard=False, rechts=True),
        Kolom("code", Tekst("Code", "Code"), sorteer=False, standaard=False),
        Kolom("test_naar", Tekst("In proef naar", "In test mode to"), sorteer=False, standaard=False),
        Kolom("herzonden_van", Tekst("Herhaling van", "Repeats"), sorteer=False, standaard=False, rechts=True),
    ),
    vraag=list_mails,
    filters=(
        Filter("status", Tekst("Status", "Status"), tuple(Keuze(s.value, STATUS_LABEL[s]) for s in MailStatus)),
        Filter("sjabloon", Tekst("Soort", "Kind"), tuple(Keuze(s.value, SJABLONEN[s].label) for s in Sjabloon)),
    ),
    zoek_label=Tekst("Naam, adres of onderwerp", "Name, address or subject"),
    leeg=Tekst(
        "Geen mail gevonden. Mail verschijnt hier zodra de app haar klaarzet.",
        "No mail found. Mail appears here as soon as the app puts it ready.",
    ),
    sorteer="gemaakt",
    aflopend=True,
)


def tel_mails(session: Session, actor: Actor) -> dict[MailStatus, int]:
    """Number of mails in the actor's scope per status that asks for attention; every one of those is there."""
    require(actor, Actie.MAIL_ZIEN)
    soorten = (MailStatus.KLAAR, MailStatus.MISLUKT, MailStatus.ONZEKER)
    vraag = sa.select(col(Mail.status), sa.func.count()).where(mail_scope(actor), col(Mail.status).in_(soorten))
    geteld = {status: int(aantal) for status, aantal in session.execute(vraag.group_by(col(Mail.status)))}
    return {status: geteld.get(status, 0) for status in soorten}


@dataclass(frozen=True, slots=True)
class MailRegel:
    """A mail as it stands with a person or a dossier."""

    id: int
    onderwerp: str
    naam: str
    aan: str
    status: MailStatus
    fout: Tekst
    aangemaakt_op: datetime

    @property
    def href(self) -> str:
        return f"/beheer/mail/{self.id}"


def list_mail_over(session: Session, actor: Actor, tabel: str, object_id: int) -> list[MailRegel]:
    """The newest mails to this person (`account`, `contactpersoon`, `student`) or about this thing (`pok` …).

    Inside the actor's scope; nothing for who may not see mail, so that any screen may ask.
    """
    if not actor.mag(Actie.MAIL_ZIEN) or not is_sleutel(object_id):
        return []
    kolom = OVER_KOLOM.get(tabel)
    over = sa.and_(col(Mail.over_tabel) == tabel, col(Mail.over_id) == object_id)
    waar = [mail_scope(actor), over if kolom is None else sa.or_(col(kolom) == object_id, over)]
    mails = session.execute(sa.select(Mail).where(*waar).order_by(col(Mail.id).desc()).limit(MAX_OVER)).scalars()
    return [
        MailRegel(
            m.id or 0, m.onderwerp, m.naam, m.aan, m.status, fout_tekst(m.fout_code, m.fout_tekst), m.aangemaakt_op
        )
        for m in mails
    ]
