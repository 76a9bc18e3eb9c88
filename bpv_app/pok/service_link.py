"""A new personal link by mail, for who lost the old one. Asked by anybody, so it tells nobody anything."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from bpv_app.config import instellingen
from bpv_app.kernel.clock import AMSTERDAM, Clock, toon_datum
from bpv_app.pok.queries_link import Mens, list_mensen
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import verstuur
from bpv_app.toegang.links import account_van

BEOORDELEN = "/uren/beoordelen"


def stuur_nieuwe_links(session: Session, clock: Clock, adres: str) -> int:
    """Mail a personal link to everybody who may come in and has this address; returns how many mails there are.

    An account is made for who has none; a locked one gets nothing. Asking twice in one minute gives one mail.
    """
    return sum(_stuur(session, clock, mens) for mens in list_mensen(session, adres))


def _stuur(session: Session, clock: Clock, mens: Mens) -> bool:
    account = account_van(session, clock, mens.id, mens.leerbedrijf_id, mens.naam, mens.email)
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
        sleutel=f"link:{mens.id}:{nu:%Y%m%d%H%M}",
        account_id=account.id,
        contactpersoon_id=mens.id,
        over=("leerbedrijf", mens.leerbedrijf_id),
        link_doel=BEOORDELEN if mens.beoordeelt else "/",
    )
    return mail is not None
