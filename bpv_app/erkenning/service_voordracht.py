"""Asking for an accreditation and following that: the school's steps, and the one the app takes itself (toegekend)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.db import check_versie
from bpv_app.erkenning.rules_voordracht import (
    OPEN,
    AlErkend,
    LooptAl,
    VoordrachtStatus,
    check_aanvraag,
    check_stap,
)
from bpv_app.erkenning.tables_voordracht import Voordracht, VoordrachtStap
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.service import (
    get_contactpersoon,
    get_locatie,
    houd_leerbedrijf_vast,
    vergrendel_leerbedrijf,
)
from bpv_app.leerbedrijf.service_erkenning import list_erkend

_DOOR_APP = "BPV-app"
_ERKEND = Tekst("Het register zegt dat het leerbedrijf erkend is.", "The register says that the company is accredited.")


@dataclass(frozen=True, slots=True)
class VoordrachtInvoer:
    """What a person fills in. `leerweg` empty: BOL and BBL."""

    crebo: str
    reden: str
    leerweg: str = ""
    locatie_id: int = 0
    contactpersoon_id: int = 0


def maak_voordracht(
    session: Session, actor: Actor, clock: Clock, leerbedrijf_id: int, invoer: VoordrachtInvoer
) -> Voordracht:
    """Start a request for a company that is not accredited for this crebo.

    Raises GeenRecht, NietGevonden, OngeldigeInvoer, AlErkend, LooptAl.
    """
    require(actor, Actie.ERKENNING_VOORDRAGEN)
    bedrijf = houd_leerbedrijf_vast(session, actor, leerbedrijf_id)
    crebo, leerweg, reden = check_aanvraag(invoer.crebo, invoer.leerweg, invoer.reden)
    if invoer.locatie_id and get_locatie(session, actor, invoer.locatie_id).leerbedrijf_id != bedrijf.id:
        raise NietGevonden
    if (
        invoer.contactpersoon_id
        and get_contactpersoon(session, actor, invoer.contactpersoon_id).leerbedrijf_id != bedrijf.id
    ):
        raise NietGevonden
    # Two people at once: the second waits here, and then sees the first one's request.
    vergrendel_leerbedrijf(session, bedrijf.id or 0)
    open_ = sa.select(col(Voordracht.leerweg)).where(
        col(Voordracht.leerbedrijf_id) == bedrijf.id,
        col(Voordracht.crebo) == crebo,
        col(Voordracht.status).in_(OPEN),
    )
    if any(not leerweg or not loopt or loopt == leerweg for loopt in session.execute(open_).scalars()):
        raise LooptAl
    if list_erkend(session, [(bedrijf.id or 0, crebo, leerweg)], clock.vandaag()):
        raise AlErkend
    rij = Voordracht(
        leerbedrijf_id=bedrijf.id or 0,
        locatie_id=invoer.locatie_id or None,
        contactpersoon_id=invoer.contactpersoon_id or None,
        crebo=crebo,
        leerweg=leerweg,
        reden=reden,
        status=VoordrachtStatus.AANGEVRAAGD,
        op=clock.nu(),
        bijgewerkt_op=clock.nu(),
        account_id=actor.account_id,
        door_naam=actor.naam[:200],
    )
    session.add(rij)
    session.flush()
    _noteer(session, clock, rij, None, "", actor)
    return rij


def zet_status(
    session: Session,
    actor: Actor,
    clock: Clock,
    voordracht_id: int,
    naar: VoordrachtStatus,
    toelichting: str,
    versie: int | None = None,
) -> Voordracht:
    """A step a person takes. Raises GeenRecht, NietGevonden, Verouderd, VoordrachtKanNiet, OngeldigeInvoer."""
    require(actor, Actie.ERKENNING_VOORDRAGEN)
    rij = _slot(session, voordracht_id)
    check_versie(rij, versie)
    tekst = check_stap(rij.status, naar, toelichting, met_hand=True)
    van, rij.status, rij.bijgewerkt_op = rij.status, naar, clock.nu()
    _noteer(session, clock, rij, van, tekst, actor)
    return rij


def sluit_toegekende(session: Session, clock: Clock, sbb_ids: Collection[str] | None = None) -> int:
    """Open requests (of these leerbedrijf-IDs, or all) of companies that are accredited now are granted.

    Returns how many.
    """
    vraag = sa.select(Voordracht).where(col(Voordracht.status).in_(OPEN)).order_by(col(Voordracht.id)).with_for_update()
    rijen = list(session.execute(vraag).scalars())
    vragen = {rij.id: (rij.leerbedrijf_id, rij.crebo, rij.leerweg) for rij in rijen}
    erkend = list_erkend(session, vragen.values(), clock.vandaag(), sbb_ids)
    toegekend = [rij for rij in rijen if vragen[rij.id] in erkend]
    for rij in toegekend:
        tekst = check_stap(rij.status, VoordrachtStatus.TOEGEKEND, _ERKEND.nl, met_hand=False)
        van, rij.status, rij.bijgewerkt_op = rij.status, VoordrachtStatus.TOEGEKEND, clock.nu()
        _noteer(session, clock, rij, van, tekst, None)
    return len(toegekend)


def _slot(session: Session, voordracht_id: int) -> Voordracht:
    vraag = (
        sa.select(Voordracht)
        .where(col(Voordracht.id) == voordracht_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    rij: Voordracht | None = session.execute(vraag).scalar_one_or_none() if is_sleutel(voordracht_id) else None
    if rij is None:
        raise NietGevonden
    return rij


def _noteer(
    session: Session,
    clock: Clock,
    rij: Voordracht,
    van: VoordrachtStatus | None,
    toelichting: str,
    actor: Actor | None,
) -> None:
    session.add(
        VoordrachtStap(
            voordracht_id=rij.id or 0,
            van=van,
            naar=rij.status,
            toelichting=toelichting,
            op=clock.nu(),
            account_id=actor.account_id if actor else None,
            door_naam=actor.naam[:200] if actor else _DOOR_APP,
        )
    )
    session.flush()
