"""Everything a screen shows of a place, for a handful of places at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf, Locatie
from bpv_app.ligging.queries import afstanden
from bpv_app.ligging.rules import Ligging
from bpv_app.matching.clauses_plaats import is_erkend_voor, tel_claims
from bpv_app.matching.rules_plaats import Bezetting, ClaimSoort, Herkomst, PlaatsStatus
from bpv_app.matching.tables import Plaats, PlaatsCrebo
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Opleiding


@dataclass(frozen=True, slots=True)
class PlaatsOpleiding:
    """A programme of a place, and whether the company is accredited for it on the first day (or today)."""

    crebo: str
    naam: str
    is_erkend: bool


@dataclass(frozen=True, slots=True)
class PlaatsRegel:
    """A place with its company. The address is that of the location, or else of the company; `km` None: not known."""

    id: int
    titel: str
    taken: str
    leerbedrijf_id: int
    bedrijf: str
    website: str
    locatie_id: int | None
    locatie: str
    straat: str
    huisnummer: str
    postcode: str
    woonplaats: str
    opleider_id: int | None
    opleider: str
    opleidingen: tuple[PlaatsOpleiding, ...]
    leerweg: Leerweg | None
    niveau_min: int
    niveau_max: int
    van: date
    tot: date
    bezetting: Bezetting
    dagen: tuple[int, ...]
    dagen_per_week: int | None
    min_leeftijd: int | None
    rijbewijs: bool
    vergoeding: int | None
    max_keuzes: int | None
    bedrijf_rangschikt: bool
    status: PlaatsStatus
    herkomst: Herkomst
    aangemaakt_op: datetime
    aangemaakt_door: str
    bijgewerkt_op: datetime
    versie: int
    km: float | None = None

    @property
    def open(self) -> int:
        return self.bezetting.open(self.status)

    @property
    def is_erkend(self) -> bool:
        """Whether the company is accredited for every programme of the place."""
        return all(o.is_erkend for o in self.opleidingen)


def bron() -> sa.FromClause:
    """A place with its company and, when it has one, its location."""
    return sa.join(Plaats, Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id)).outerjoin(
        Locatie, col(Locatie.id) == col(Plaats.locatie_id)
    )


def waar(kolom: str) -> sa.ColumnElement[str]:
    """A column of the address: of the location when that has a postcode, else of the company."""
    heeft = sa.func.coalesce(col(Locatie.postcode), "") != ""
    return sa.case((heeft, getattr(Locatie, kolom)), else_=getattr(Leerbedrijf, kolom))


def list_plaatsregels(
    session: Session, ids: Sequence[int], vandaag: date, hier: Ligging | None = None
) -> dict[int, PlaatsRegel]:
    """The places by id, with their distance from `hier`. The caller has chosen the ids inside a scope."""
    if not ids:
        return {}
    vraag = (
        sa.select(
            Plaats,
            col(Leerbedrijf.naam),
            col(Leerbedrijf.website),
            col(Locatie.naam),
            waar("straat"),
            waar("huisnummer"),
            waar("postcode"),
            waar("plaats"),
            col(Contactpersoon.naam),
            tel_claims(ClaimSoort.GERESERVEERD),
            tel_claims(ClaimSoort.BEZET),
        )
        .select_from(bron().outerjoin(Contactpersoon, col(Contactpersoon.id) == col(Plaats.praktijkopleider_id)))
        .where(col(Plaats.id).in_(ids))
    )
    rijen = session.execute(vraag).all()
    opleidingen = _opleidingen(session, ids, vandaag)
    verte = afstanden(session, hier, {rij[6] for rij in rijen}) if hier else {}
    return {rij[0].id: _regel(rij, opleidingen, verte.get(rij[6])) for rij in rijen}


def _regel(rij: Any, opleidingen: dict[int, list[PlaatsOpleiding]], km: float | None) -> PlaatsRegel:
    p, bedrijf, website, locatie, straat, huisnummer, postcode, woonplaats, opleider, gereserveerd, bezet = rij
    return PlaatsRegel(
        id=p.id,
        titel=p.titel,
        taken=p.taken,
        leerbedrijf_id=p.leerbedrijf_id,
        bedrijf=bedrijf,
        website=website,
        locatie_id=p.locatie_id,
        locatie=locatie or "",
        straat=straat,
        huisnummer=huisnummer,
        postcode=postcode,
        woonplaats=woonplaats,
        opleider_id=p.praktijkopleider_id,
        opleider=opleider or "",
        opleidingen=tuple(opleidingen.get(p.id, ())),
        leerweg=p.leerweg,
        niveau_min=p.niveau_min,
        niveau_max=p.niveau_max,
        van=p.van,
        tot=p.tot,
        bezetting=Bezetting(p.aantal, gereserveerd, bezet),
        dagen=tuple(p.dagen),
        dagen_per_week=p.dagen_per_week,
        min_leeftijd=p.min_leeftijd,
        rijbewijs=p.rijbewijs,
        vergoeding=p.vergoeding,
        max_keuzes=p.max_keuzes,
        bedrijf_rangschikt=p.bedrijf_rangschikt,
        status=p.status,
        herkomst=p.herkomst,
        aangemaakt_op=p.aangemaakt_op,
        aangemaakt_door=p.aangemaakt_door,
        bijgewerkt_op=p.bijgewerkt_op,
        versie=p.versie,
        km=km,
    )


def _opleidingen(session: Session, ids: Sequence[int], vandaag: date) -> dict[int, list[PlaatsOpleiding]]:
    vraag = (
        sa.select(col(PlaatsCrebo.plaats_id), col(PlaatsCrebo.crebo), col(Opleiding.naam), is_erkend_voor(vandaag))
        .select_from(PlaatsCrebo)
        .join(Plaats, col(Plaats.id) == col(PlaatsCrebo.plaats_id))
        .outerjoin(Opleiding, col(Opleiding.crebo) == col(PlaatsCrebo.crebo))
        .where(col(PlaatsCrebo.plaats_id).in_(ids))
        .order_by(col(Opleiding.naam), col(PlaatsCrebo.crebo))
    )
    uit: dict[int, list[PlaatsOpleiding]] = {}
    for plaats_id, crebo, naam, erkend in session.execute(vraag):
        uit.setdefault(plaats_id, []).append(PlaatsOpleiding(crebo, naam or "", bool(erkend)))
    return uit
