"""What a praktijkopleider sees of the own company: its data, their own, and the colleagues."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf.clauses import eigen_bedrijf
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf


@dataclass(frozen=True, slots=True)
class Collega:
    """Somebody at the own company; `ben_ik` for the reader."""

    id: int
    naam: str
    functie: str
    email: str
    telefoon: str
    is_praktijkopleider: bool
    keurt_uren: bool
    is_actief: bool
    ben_ik: bool
    versie: int


@dataclass(frozen=True, slots=True)
class EigenBedrijf:
    """The own company. What SBB and the KvK say of it (name, numbers, address) is the school's to change."""

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
    versie: int
    ik: Collega
    collegas: tuple[Collega, ...]


def get_eigen_bedrijf(session: Session, actor: Actor) -> EigenBedrijf:
    """The own company (of several the first). Raises `GeenRecht`; `NietGevonden` when there is none (any more)."""
    require(actor, Actie.EIGEN_BEDRIJF_BEHEREN)
    vraag = sa.select(Leerbedrijf).where(eigen_bedrijf(actor)).order_by(col(Leerbedrijf.id)).limit(1)
    bedrijf = session.execute(vraag).scalar_one_or_none()
    if bedrijf is None:
        raise NietGevonden
    mensen = _collegas(session, actor, bedrijf.id or 0)
    return EigenBedrijf(
        bedrijf.id or 0,
        bedrijf.naam,
        bedrijf.sbb_id or "",
        bedrijf.kvk,
        bedrijf.straat,
        bedrijf.huisnummer,
        bedrijf.postcode,
        bedrijf.plaats,
        bedrijf.telefoon,
        bedrijf.email,
        bedrijf.website,
        bedrijf.sectoren,
        bedrijf.talen,
        bedrijf.versie,
        next(mens for mens in mensen if mens.ben_ik and mens.is_actief),
        tuple(mens for mens in mensen if not mens.ben_ik),
    )


def _collegas(session: Session, actor: Actor, leerbedrijf_id: int) -> list[Collega]:
    rijen = session.execute(
        sa.select(Contactpersoon)
        .where(col(Contactpersoon.leerbedrijf_id) == leerbedrijf_id)
        .order_by(col(Contactpersoon.is_actief).desc(), col(Contactpersoon.naam), col(Contactpersoon.id))
    ).scalars()
    return [
        Collega(
            rij.id or 0,
            rij.naam,
            rij.functie,
            rij.email,
            rij.telefoon,
            rij.is_praktijkopleider,
            rij.keurt_uren,
            rij.is_actief,
            rij.id in actor.contactpersoon_ids,
            rij.versie,
        )
        for rij in rijen
    ]
