"""The places a student can choose from in a round: by id for a list, or searched, filtered and by the page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.zoek import patronen
from bpv_app.leerbedrijf.tables import Leerbedrijf, Locatie
from bpv_app.matching.clauses_ronde import niet_meer_aangeboden, zonder_erkenning
from bpv_app.matching.queries_voorkeur import Deelname, list_toegelaten
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import RondePlaats, RondeStudent, RondeToelating, Voorkeur, Voorkeurlijst

PER_PAGINA = 20


@dataclass(frozen=True, slots=True)
class PlaatsRij:
    """A place as a student chooses it. `eerste`: first choices on lists that were sent in; `weg`: why it fell away;
    `bedrijf_leest`: its company orders the candidates and reads the reason written with this place."""

    id: int
    titel: str
    bedrijf: str
    woonplaats: str
    taken: str
    van: date
    tot: date
    dagen: list[int]
    dagen_per_week: int | None
    vergoeding: int | None
    plekken: int
    km: float | None
    eerste: int
    is_weg: bool
    bedrijf_leest: bool = False


def _plaatsen(deelname: Deelname) -> tuple[Any, Any]:
    """The query over this participant's frozen places, and the expression for "fell away"."""
    eerste = (
        sa.select(sa.func.count())
        .select_from(Voorkeur)
        .join(Voorkeurlijst, col(Voorkeurlijst.id) == col(Voorkeur.lijst_id))
        .join(RondeStudent, col(RondeStudent.id) == col(Voorkeurlijst.ronde_student_id))
        .where(
            col(RondeStudent.ronde_id) == deelname.ronde_id,
            col(Voorkeur.rang) == 1,
            col(Voorkeur.plaats_id) == col(Plaats.id),
        )
        .correlate(Plaats)
        .scalar_subquery()
    )
    weg = sa.or_(
        col(RondePlaats.ingetrokken_op).is_not(None),
        niet_meer_aangeboden(),
        zonder_erkenning(deelname.crebo, deelname.van),
    )
    woonplaats = sa.func.coalesce(sa.func.nullif(col(Locatie.plaats), ""), col(Leerbedrijf.plaats))
    vraag = (
        sa.select(
            col(Plaats.id), col(Plaats.titel), col(Leerbedrijf.naam), woonplaats, col(Plaats.taken), col(Plaats.van),
            col(Plaats.tot), col(Plaats.dagen), col(Plaats.dagen_per_week), col(Plaats.vergoeding),
            col(RondePlaats.plekken), col(RondeToelating.km),
            eerste if deelname.toont_eerste else sa.literal(0), weg, col(RondePlaats.rangschikt),
        )
        .select_from(RondeToelating)
        .join(Plaats, col(Plaats.id) == col(RondeToelating.plaats_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .outerjoin(Locatie, col(Locatie.id) == col(Plaats.locatie_id))
        .join(RondePlaats, sa.and_(
            col(RondePlaats.plaats_id) == col(Plaats.id), col(RondePlaats.ronde_id) == deelname.ronde_id
        ))
        .where(col(RondeToelating.ronde_student_id) == deelname.id)
    )  # fmt: skip
    return vraag, weg


def list_keuzeplaatsen(session: Session, deelname: Deelname, plaats_ids: Collection[int]) -> dict[int, PlaatsRij]:
    """The places of a list by id; also those that fell away since."""
    vraag, _ = _plaatsen(deelname)
    rijen = session.execute(vraag.where(col(Plaats.id).in_(plaats_ids)))
    return {rij[0]: PlaatsRij(*rij) for rij in rijen}


def heeft_afstanden(session: Session, deelname: Deelname) -> bool:
    """Whether it is known of any of the places how far it is."""
    vraag = sa.select(col(RondeToelating.plaats_id)).where(
        col(RondeToelating.ronde_student_id) == deelname.id, col(RondeToelating.km).is_not(None)
    )
    return session.execute(vraag.limit(1)).first() is not None


@dataclass(frozen=True, slots=True)
class Zoekvraag:
    """What is asked of the places one can choose. `km` 0: any distance; `sorteer`: "km" or "naam"."""

    zoek: str = ""
    km: int = 0
    vergoeding: bool = False
    sorteer: str = "km"
    pagina: int = 1


@dataclass(frozen=True, slots=True)
class Aanbod:
    """One page of places to choose from, and how many there are."""

    rijen: list[PlaatsRij]
    totaal: int


def zoek_plaatsen(session: Session, deelname: Deelname, vraag: Zoekvraag, behalve: Collection[int] = ()) -> Aanbod:
    """Places that fit and are still there, not on the list (`behalve`), nearest or alphabetical first."""
    basis, weg = _plaatsen(deelname)
    toegelaten = list_toegelaten(session, deelname.id)
    waar: list[Any] = [sa.not_(weg), col(Plaats.id).in_(toegelaten - set(behalve))]
    waar += [
        sa.or_(
            sa.func.lower(col(Plaats.titel)).like(patroon, escape="\\"),
            col(Leerbedrijf.zoektekst).like(patroon, escape="\\"),
            sa.func.lower(col(Plaats.taken)).like(patroon, escape="\\"),
        )
        for patroon in patronen(vraag.zoek)
    ]
    if vraag.km:
        waar.append(col(RondeToelating.km) <= vraag.km)
    if vraag.vergoeding:
        waar.append(col(Plaats.vergoeding) > 0)
    gefilterd = basis.where(*waar)
    totaal = session.execute(sa.select(sa.func.count()).select_from(gefilterd.subquery())).scalar_one()
    ver = sa.func.coalesce(col(RondeToelating.km), 100_000.0)
    volgorde = [ver] if vraag.sorteer == "km" else []
    rijen = session.execute(
        gefilterd.order_by(*volgorde, sa.func.lower(col(Leerbedrijf.naam)), col(Plaats.titel), col(Plaats.id))
        .offset((max(vraag.pagina, 1) - 1) * PER_PAGINA)
        .limit(PER_PAGINA)
    )
    return Aanbod([PlaatsRij(*rij) for rij in rijen], totaal)
