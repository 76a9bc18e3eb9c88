"""A new personal link by mail, for who lost the old one. Asked by anybody, so it tells nobody anything."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.config import instellingen
from bpv_app.kernel.adres import lees_adres
from bpv_app.kernel.clock import AMSTERDAM, Clock, toon_datum
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import verstuur
from bpv_app.toegang.links import account_van

BEOORDELEN = "/uren/beoordelen"
_LOOPT = (PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF)
MAX_MENSEN = 10
"""An address of several people, such as info@, gets a mail for each of them, up to this many."""


def begeleidt_nu() -> sa.ColumnElement[bool]:
    """Contact persons who are the praktijkopleider of a running placement."""
    poks = sa.select(col(Pok.praktijkopleider_id)).where(
        col(Pok.status).in_(_LOOPT), col(Pok.praktijkopleider_id).is_not(None)
    )
    return col(Contactpersoon.id).in_(poks)


def mag_binnen() -> sa.ColumnElement[bool]:
    """Contact persons who have something to do here: they guide, may guide, or approve hours. Nobody who left."""
    wie = sa.or_(col(Contactpersoon.is_praktijkopleider), col(Contactpersoon.keurt_uren), begeleidt_nu())
    return sa.and_(col(Contactpersoon.is_actief), wie)


def stuur_nieuwe_links(session: Session, clock: Clock, adres: str) -> int:
    """Mail a personal link to everybody who may come in and has this address; returns how many mails there are.

    An account is made for who has none; a locked one gets nothing. Asking twice in one minute gives one mail.
    """
    schoon = adres.strip().lower()
    if not lees_adres(schoon):
        return 0
    beoordeelt = sa.or_(col(Contactpersoon.keurt_uren), begeleidt_nu())
    mensen = session.execute(
        sa.select(Contactpersoon, beoordeelt)
        .where(sa.func.lower(col(Contactpersoon.email)).in_({schoon, lees_adres(schoon)}), mag_binnen())
        .order_by(col(Contactpersoon.id))
        .limit(MAX_MENSEN)
    ).all()
    return sum(_stuur(session, clock, mens, is_beoordelaar) for mens, is_beoordelaar in mensen)


def _stuur(session: Session, clock: Clock, mens: Contactpersoon, is_beoordelaar: bool) -> bool:
    mens_id = mens.id or 0
    account = account_van(session, clock, mens_id, mens.leerbedrijf_id, mens.naam, mens.email)
    if not account.is_actief:
        return False
    nu = clock.nu()
    verloopt = (nu + timedelta(days=instellingen().link_dagen)).astimezone(AMSTERDAM).date()
    mail = verstuur(
        session,
        clock,
        sjabloon=Sjabloon.LINK,
        taal=account.taal,
        aan=mens.email,
        naam=mens.naam,
        velden={
            "naam": mens.naam,
            "school": instellingen().school_naam,
            "geldig_tot": toon_datum(verloopt, account.taal),
        },
        sleutel=f"link:{mens_id}:{nu:%Y%m%d%H%M}",
        account_id=account.id,
        contactpersoon_id=mens_id,
        over=("leerbedrijf", mens.leerbedrijf_id),
        link_doel=BEOORDELEN if is_beoordelaar else "/",
    )
    return mail is not None
