"""Everything of one company, for its screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.clauses import leerbedrijf_scope
from bpv_app.leerbedrijf.opgegaan import list_opgegaan, volg
from bpv_app.leerbedrijf.rules import Aanleiding, Uitkomst, is_actief
from bpv_app.leerbedrijf.tables import Contactpersoon, Erkenning, ErkenningControle, Leerbedrijf, Locatie


@dataclass(frozen=True, slots=True)
class LocatieRegel:
    id: int
    naam: str
    vestigingsnummer: str
    straat: str
    huisnummer: str
    postcode: str
    plaats: str
    is_actief: bool
    versie: int


@dataclass(frozen=True, slots=True)
class ContactRegel:
    id: int
    locatie_id: int | None
    naam: str
    functie: str
    email: str
    telefoon: str
    is_praktijkopleider: bool
    is_tekenbevoegd: bool
    keurt_uren: bool
    is_actief: bool
    versie: int


@dataclass(frozen=True, slots=True)
class ErkenningRij:
    """A line of the register with whether it holds today."""

    crebo: str
    erkend_van: date
    erkend_tot: date | None
    is_geldig: bool


@dataclass(frozen=True, slots=True)
class ControleRegel:
    """A stored check: what was asked, the answer, the source, when and by whom."""

    id: int
    crebo: str
    keuzedeel: str
    peildatum: date
    uitkomst: Uitkomst
    reden: Tekst
    bron: str
    aanleiding: Aanleiding
    op: datetime
    door_naam: str
    pok_id: int | None


@dataclass(frozen=True, slots=True)
class LeerbedrijfDetail:
    """One company with everything this part knows of it; placements are the POK's knowledge."""

    id: int
    naam: str
    sbb_id: str
    kvk: str
    straat: str
    huisnummer: str
    postcode: str
    plaats: str
    telefoon: str
    email: str
    website: str
    sectoren: str
    talen: str
    actief_van: date | None
    actief_tot: date | None
    bijgewerkt_op: datetime
    versie: int
    is_actief: bool
    locaties: tuple[LocatieRegel, ...]
    contactpersonen: tuple[ContactRegel, ...]
    erkenningen: tuple[ErkenningRij, ...]
    controles: tuple[ControleRegel, ...]
    opgegaan_in: int | None = None
    """The company it is now, when it was merged into another one."""


MAX_CONTROLES = 100
"""Checks shown of one company, newest first."""


def get_leerbedrijf_detail(session: Session, actor: Actor, leerbedrijf_id: int, vandaag: date) -> LeerbedrijfDetail:
    """Everything of one company. Raises NietGevonden when it does not exist or is not for this actor.

    The stored checks are for the school only: a company sees its accreditations, not who looked at them.
    """
    vraag = sa.select(Leerbedrijf).where(col(Leerbedrijf.id) == leerbedrijf_id, leerbedrijf_scope(actor))
    bedrijf = session.execute(vraag).scalar_one_or_none() if is_sleutel(leerbedrijf_id) else None
    if bedrijf is None:
        raise NietGevonden
    mag_controles = actor.mag(Actie.LEERBEDRIJF_ZIEN)
    return LeerbedrijfDetail(
        id=leerbedrijf_id,
        naam=bedrijf.naam,
        sbb_id=bedrijf.sbb_id or "",
        kvk=bedrijf.kvk,
        straat=bedrijf.straat,
        huisnummer=bedrijf.huisnummer,
        postcode=bedrijf.postcode,
        plaats=bedrijf.plaats,
        telefoon=bedrijf.telefoon,
        email=bedrijf.email,
        website=bedrijf.website,
        sectoren=bedrijf.sectoren,
        talen=bedrijf.talen,
        actief_van=bedrijf.actief_van,
        actief_tot=bedrijf.actief_tot,
        bijgewerkt_op=bedrijf.bijgewerkt_op,
        versie=bedrijf.versie,
        is_actief=is_actief(bedrijf.actief_van, bedrijf.actief_tot, vandaag),
        locaties=_locaties(session, leerbedrijf_id),
        contactpersonen=_contactpersonen(session, leerbedrijf_id),
        erkenningen=_erkenningen(session, bedrijf.sbb_id or "", vandaag),
        controles=_controles(session, leerbedrijf_id) if mag_controles else (),
        opgegaan_in=volg(session, leerbedrijf_id) if bedrijf.opgegaan_in_id is not None else None,
    )


def _locaties(session: Session, leerbedrijf_id: int) -> tuple[LocatieRegel, ...]:
    rijen = session.execute(
        sa.select(Locatie)
        .where(col(Locatie.leerbedrijf_id) == leerbedrijf_id)
        .order_by(col(Locatie.is_actief).desc(), col(Locatie.naam), col(Locatie.id))
    ).scalars()
    return tuple(LocatieRegel(**{naam: getattr(r, naam) for naam in LocatieRegel.__dataclass_fields__}) for r in rijen)


def _contactpersonen(session: Session, leerbedrijf_id: int) -> tuple[ContactRegel, ...]:
    rijen = session.execute(
        sa.select(Contactpersoon)
        .where(col(Contactpersoon.leerbedrijf_id) == leerbedrijf_id)
        .order_by(col(Contactpersoon.is_actief).desc(), col(Contactpersoon.naam), col(Contactpersoon.id))
    ).scalars()
    return tuple(ContactRegel(**{naam: getattr(r, naam) for naam in ContactRegel.__dataclass_fields__}) for r in rijen)


def _erkenningen(session: Session, sbb_id: str, vandaag: date) -> tuple[ErkenningRij, ...]:
    rijen = session.execute(
        sa.select(Erkenning)
        .where(col(Erkenning.sbb_id) == sbb_id)
        .order_by(col(Erkenning.crebo), col(Erkenning.erkend_van).desc())
    ).scalars()
    return tuple(
        ErkenningRij(r.crebo, r.erkend_van, r.erkend_tot, is_actief(r.erkend_van, r.erkend_tot, vandaag)) for r in rijen
    )


def _controles(session: Session, leerbedrijf_id: int) -> tuple[ControleRegel, ...]:
    rijen = session.execute(
        sa.select(ErkenningControle)
        .where(col(ErkenningControle.leerbedrijf_id).in_(list_opgegaan(session, leerbedrijf_id)))
        .order_by(col(ErkenningControle.op).desc(), col(ErkenningControle.id).desc())
        .limit(MAX_CONTROLES)
    ).scalars()
    return tuple(
        ControleRegel(
            id=cast("int", r.id),
            crebo=r.crebo,
            keuzedeel=r.keuzedeel,
            peildatum=r.peildatum,
            uitkomst=r.uitkomst,
            reden=Tekst(r.reden, r.reden_en or r.reden),
            bron=r.bron,
            aanleiding=r.aanleiding,
            op=r.op,
            door_naam=r.door_naam,
            pok_id=r.pok_id,
        )
        for r in rijen
    )
