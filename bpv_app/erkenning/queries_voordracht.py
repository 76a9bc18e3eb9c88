"""Requests for an accreditation: the list, its counter and first line, and those of one company with their history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.erkenning.rules_voordracht import (
    OPEN,
    STATUS_LABEL,
    STATUS_TOON,
    VoordrachtStatus,
    keuzes,
    vat_samen,
)
from bpv_app.erkenning.tables_voordracht import Voordracht, VoordrachtStap
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import AMSTERDAM, toon_datum
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.leerbedrijf.clauses import leerbedrijf_scope
from bpv_app.leerbedrijf.service import get_leerbedrijf
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf, Locatie
from bpv_app.pok.queries_tellers import Teller

ALLEBEI = Tekst("BOL en BBL", "BOL and BBL")
_VAN = sa.join(Voordracht, Leerbedrijf, col(Leerbedrijf.id) == col(Voordracht.leerbedrijf_id))
_STAND: dict[str, Tekst] = {
    "open": Tekst("Loopt", "Open"),
    **{status.value: label for status, label in STATUS_LABEL.items()},
}


def _waar(actor: Actor, vraag: LijstVraag) -> list[sa.ColumnElement[bool]]:
    waar = [leerbedrijf_scope(actor)]
    velden = (col(Leerbedrijf.zoektekst), col(Voordracht.crebo))
    waar += [sa.or_(*(veld.like(p, escape="\\") for veld in velden)) for p in patronen(vraag.zoek)]
    if stand := vraag.filters.get("stand"):
        welke = [str(s) for s in OPEN] if stand == "open" else [stand] if stand in set(VoordrachtStatus) else []
        waar.append(col(Voordracht.status).in_(welke))
    return waar


def tel_voordrachten(session: Session, actor: Actor, **filters: str) -> int:
    """How many requests this actor may see meet the filters."""
    waar = _waar(actor, LijstVraag(filters=filters))
    return int(session.execute(sa.select(sa.func.count()).select_from(_VAN).where(*waar)).scalar_one())


_SORTEER: dict[str, Any] = {
    "bedrijf": col(Leerbedrijf.zoektekst),
    "crebo": col(Voordracht.crebo),
    "op": col(Voordracht.op),
    "bijgewerkt": col(Voordracht.bijgewerkt_op),
}


def list_voordrachten(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page: what is open first, of that what waits longest."""
    require(actor, Actie.LEERBEDRIJF_ZIEN)
    waar = _waar(actor, vraag)
    totaal = int(session.execute(sa.select(sa.func.count()).select_from(_VAN).where(*waar)).scalar_one())
    richting = sa.desc if vraag.aflopend else sa.asc
    volgorde = (
        [richting(_SORTEER[vraag.sorteer])]
        if vraag.sorteer in _SORTEER
        else [sa.case((col(Voordracht.status).in_(OPEN), 0), else_=1), col(Voordracht.op)]
    )
    rijen = session.execute(
        sa.select(
            Voordracht,
            col(Leerbedrijf.naam),
            sa.func.coalesce(col(Locatie.naam), ""),
            sa.func.coalesce(col(Contactpersoon.naam), ""),
        )
        .select_from(_VAN)
        .outerjoin(Locatie, col(Locatie.id) == col(Voordracht.locatie_id))
        .outerjoin(Contactpersoon, col(Contactpersoon.id) == col(Voordracht.contactpersoon_id))
        .where(*waar)
        .order_by(*volgorde, col(Voordracht.id))
        .offset(vraag.offset)
        .limit(vraag.per_pagina)
    ).all()
    return LijstAntwoord([_rij(vraag.taal, *rij) for rij in rijen], totaal)


def _dag(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def _rij(taal: str, v: Voordracht, bedrijf: str, locatie: str, contact: str) -> Rij:
    href = f"/leerbedrijven/{v.leerbedrijf_id}"
    return Rij(
        sleutel=str(v.id),
        cellen=(
            Cel(bedrijf, href=href),
            Cel(v.crebo),
            Cel(v.leerweg or ALLEBEI.in_taal(taal)),
            Cel(STATUS_LABEL[v.status].in_taal(taal), badge=True, toon=STATUS_TOON[v.status]),
            Cel(toon_datum(_dag(v.op), taal), waarde=_dag(v.op)),
            Cel(toon_datum(_dag(v.bijgewerkt_op), taal), waarde=_dag(v.bijgewerkt_op)),
            Cel(v.reden),
            Cel(locatie),
            Cel(contact),
            Cel(v.door_naam),
        ),
        href=href,
        naam=f"{bedrijf} {v.crebo}",
    )


VOORDRACHTEN = Lijst(
    naam="voordrachten",
    titel=Tekst("Erkenning aangevraagd", "Accreditation requested"),
    actie=Actie.LEERBEDRIJF_ZIEN,
    kolommen=(
        Kolom("bedrijf", Tekst("Leerbedrijf", "Company")),
        Kolom("crebo", Tekst("Crebo", "Crebo")),
        Kolom("leerweg", Tekst("Leerweg", "Learning route"), sorteer=False),
        Kolom("status", Tekst("Status", "Status"), sorteer=False),
        Kolom("op", Tekst("Aangevraagd op", "Requested on")),
        Kolom("bijgewerkt", Tekst("Laatste stap", "Last step")),
        Kolom("reden", Tekst("Waarom", "Why"), sorteer=False),
        Kolom("locatie", Tekst("Locatie", "Location"), sorteer=False, standaard=False),
        Kolom("contact", Tekst("Contactpersoon", "Contact"), sorteer=False, standaard=False),
        Kolom("door", Tekst("Aangevraagd door", "Requested by"), sorteer=False, standaard=False),
    ),
    vraag=list_voordrachten,
    filters=(Filter("stand", Tekst("Status", "Status"), tuple(Keuze(w, label) for w, label in _STAND.items())),),
    zoek_label=Tekst("Leerbedrijf of crebo", "Company or crebo"),
    leeg=Tekst(
        "Geen aanvragen. Open een leerbedrijf dat niet erkend is en kies ‘Draag voor erkenning voor’.",
        "No requests. Open a company that is not accredited and choose ‘Nominate for accreditation’.",
    ),
)


def tel_tellers(session: Session, actor: Actor, _vandaag: date) -> tuple[Teller, ...]:
    """The counter of the start page, for who can start requests."""
    if not actor.mag(Actie.ERKENNING_VOORDRAGEN):
        return ()
    vraag = LijstVraag(filters={"stand": "open"})
    return (
        Teller(
            "erkenning_aangevraagd",
            Tekst("Erkenning aangevraagd", "Accreditation requested"),
            Tekst("loopt nog bij SBB", "still open at SBB"),
            tel_voordrachten(session, actor, stand="open"),
            VOORDRACHTEN,
            vraag,
            "info",
        ),
    )


def get_samenvatting(session: Session, actor: Actor) -> Tekst:
    """The first line of the list."""
    require(actor, Actie.LEERBEDRIJF_ZIEN)
    bezig = tel_voordrachten(session, actor, stand=VoordrachtStatus.IN_BEHANDELING.value)
    return vat_samen(tel_voordrachten(session, actor, stand="open"), bezig)


@dataclass(frozen=True, slots=True)
class StapRegel:
    """One step as it was taken."""

    naar: VoordrachtStatus
    toelichting: str
    op: datetime
    door: str


@dataclass(frozen=True, slots=True)
class VoordrachtRegel:
    """A request of a company with its history, and what a person may do with it now."""

    id: int
    crebo: str
    leerweg: str
    reden: str
    status: VoordrachtStatus
    locatie: str
    contact: str
    versie: int
    stappen: tuple[StapRegel, ...]
    keuzes: tuple[VoordrachtStatus, ...]


def list_van_bedrijf(session: Session, actor: Actor, leerbedrijf_id: int) -> list[VoordrachtRegel]:
    """The requests of a company, the newest first. Raises GeenRecht, NietGevonden."""
    require(actor, Actie.LEERBEDRIJF_ZIEN)
    get_leerbedrijf(session, actor, leerbedrijf_id)
    rijen = session.execute(
        sa.select(Voordracht, sa.func.coalesce(col(Locatie.naam), ""), sa.func.coalesce(col(Contactpersoon.naam), ""))
        .outerjoin(Locatie, col(Locatie.id) == col(Voordracht.locatie_id))
        .outerjoin(Contactpersoon, col(Contactpersoon.id) == col(Voordracht.contactpersoon_id))
        .where(col(Voordracht.leerbedrijf_id) == leerbedrijf_id)
        .order_by(col(Voordracht.id).desc())
    ).all()
    stappen: dict[int, list[StapRegel]] = {}
    vraag = sa.select(VoordrachtStap).where(col(VoordrachtStap.voordracht_id).in_([v.id for v, *_ in rijen]))
    for s in session.execute(vraag.order_by(col(VoordrachtStap.id))).scalars() if rijen else ():
        stappen.setdefault(s.voordracht_id, []).append(StapRegel(s.naar, s.toelichting, s.op, s.door_naam))
    mag = actor.mag(Actie.ERKENNING_VOORDRAGEN)
    return [
        VoordrachtRegel(
            v.id or 0, v.crebo, v.leerweg, v.reden, v.status, locatie, contact, v.versie,
            tuple(stappen.get(v.id or 0, ())), keuzes(v.status) if mag else (),
        )
        for v, locatie, contact in rijen
    ]  # fmt: skip
