"""What companies changed, or want changed, of themselves: the school's worklist, one of them, and the company's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.leerbedrijf.clauses import eigen_bedrijf
from bpv_app.leerbedrijf.rules_wijziging import (
    STATUS_LABEL,
    STATUS_TOON,
    TE_DOEN,
    VELD_NAAM,
    Veldwijziging,
    WijzigingStatus,
    velden_van,
)
from bpv_app.leerbedrijf.service_wijziging import waarden_van, wie_wijzigde
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.leerbedrijf.tables_relatie import BedrijfWijziging


@dataclass(frozen=True, slots=True)
class WijzigingDetail:
    """One change with what it is about. `intussen`: who changed the same fields since; empty when nobody did."""

    id: int
    leerbedrijf_id: int
    bedrijf: str
    status: WijzigingStatus
    wie: str
    velden: tuple[Veldwijziging, ...]
    toelichting: str
    op: datetime
    door: str
    besloten_op: datetime | None
    besloten_door: str
    antwoord: str
    intussen: Tekst
    versie: int


def _detail(session: Session, rij: BedrijfWijziging, bedrijf: Leerbedrijf, *, voor_school: bool) -> WijzigingDetail:
    wacht = rij.status is WijzigingStatus.WACHT and voor_school
    velden = velden_van(rij.gezien, rij.gevraagd, waarden_van(bedrijf) if wacht else rij.gezien)
    anders = [v.veld for v in velden if v.is_achterhaald]
    return WijzigingDetail(
        rij.id or 0,
        rij.leerbedrijf_id,
        bedrijf.naam,
        rij.status,
        rij.wie,
        tuple(velden),
        rij.toelichting,
        rij.op,
        rij.door_naam,
        rij.besloten_op,
        rij.besloten_door,
        rij.antwoord,
        wie_wijzigde(session, rij, anders) if anders else Tekst("", ""),
        rij.versie,
    )


def get_wijziging(session: Session, actor: Actor, wijziging_id: int) -> WijzigingDetail:
    """One change, for who decides. Raises GeenRecht or NietGevonden."""
    require(actor, Actie.LEERBEDRIJF_BEWERKEN)
    rij = session.get(BedrijfWijziging, wijziging_id) if is_sleutel(wijziging_id) else None
    if rij is None:
        raise NietGevonden
    return _detail(session, rij, session.get_one(Leerbedrijf, rij.leerbedrijf_id), voor_school=True)


def get_eigen_wijziging(session: Session, actor: Actor, leerbedrijf_id: int) -> WijzigingDetail | None:
    """The own company's proposal that waits, otherwise the last one that was answered. Never what the school thinks."""
    require(actor, Actie.EIGEN_BEDRIJF_BEHEREN)
    vraag = (
        sa.select(BedrijfWijziging, Leerbedrijf)
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(BedrijfWijziging.leerbedrijf_id))
        .where(
            col(BedrijfWijziging.leerbedrijf_id) == leerbedrijf_id,
            eigen_bedrijf(actor),
            col(BedrijfWijziging.status).in_(
                [WijzigingStatus.WACHT, WijzigingStatus.DOORGEVOERD, WijzigingStatus.GEWEIGERD]
            ),
        )
        .order_by(
            (col(BedrijfWijziging.status) == WijzigingStatus.WACHT).desc(),
            col(BedrijfWijziging.op).desc(),
            col(BedrijfWijziging.id).desc(),
        )
        .limit(1)
    )
    rij = session.execute(vraag).first() if is_sleutel(leerbedrijf_id) else None
    return _detail(session, rij[0], rij[1], voor_school=False) if rij else None


_FILTERS = (
    Filter(
        "status",
        Tekst("Stand", "Status"),
        (
            *(Keuze(s.value, STATUS_LABEL[s]) for s in WijzigingStatus),
            Keuze("alle", Tekst("Ook wat klaar is", "Also what is done")),
        ),
    ),
)
_KOLOMMEN = (
    Kolom("bedrijf", Tekst("Leerbedrijf", "Company")),
    Kolom("stand", Tekst("Stand", "Status"), sorteer=False),
    Kolom("wat", Tekst("Wat", "What"), sorteer=False),
    Kolom("door", Tekst("Door", "By"), sorteer=False),
    Kolom("op", Tekst("Wanneer", "When")),
    Kolom("besluit", Tekst("Afgehandeld", "Dealt with"), sorteer=False, standaard=False),
)


def _where(actor: Actor, vraag: LijstVraag) -> list[sa.ColumnElement[bool]]:
    if not actor.mag(Actie.LEERBEDRIJF_BEWERKEN):
        return [sa.false()]
    status = vraag.filters.get("status", "")
    where: list[sa.ColumnElement[bool]] = []
    if not status:
        where.append(col(BedrijfWijziging.status).in_(TE_DOEN))
    elif status != "alle":
        where.append(col(BedrijfWijziging.status) == WijzigingStatus(status))
    return where + [col(Leerbedrijf.zoektekst).like(patroon, escape="\\") for patroon in patronen(vraag.zoek)]


def _van(kolommen: Any) -> Any:
    return kolommen.select_from(BedrijfWijziging).join(
        Leerbedrijf, col(Leerbedrijf.id) == col(BedrijfWijziging.leerbedrijf_id)
    )


def tel_wijzigingen(session: Session, actor: Actor, vraag: LijstVraag) -> int:
    """How many rows the list has for this question."""
    return int(session.execute(_van(sa.select(sa.func.count())).where(*_where(actor, vraag))).scalar_one())


def list_wijzigingen(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page: proposals first, those that wait longest on top, unless asked otherwise."""
    richting = sa.desc if vraag.aflopend else sa.asc
    volgorde = {"bedrijf": col(Leerbedrijf.zoektekst), "op": col(BedrijfWijziging.op)}.get(vraag.sorteer)
    eerst = () if volgorde is not None else ((col(BedrijfWijziging.status) != WijzigingStatus.WACHT),)
    rijen = session.execute(
        _van(sa.select(BedrijfWijziging, Leerbedrijf))
        .where(*_where(actor, vraag))
        .order_by(
            *eerst, richting(volgorde if volgorde is not None else col(BedrijfWijziging.op)), col(BedrijfWijziging.id)
        )
        .offset(vraag.offset)
        .limit(vraag.per_pagina)
    ).all()
    return LijstAntwoord([_rij(w, b, vraag.taal) for w, b in rijen], tel_wijzigingen(session, actor, vraag))


def _rij(w: BedrijfWijziging, bedrijf: Leerbedrijf, taal: str) -> Rij:
    velden = ", ".join(VELD_NAAM[v].in_taal(taal) for v in w.gevraagd if v in VELD_NAAM)
    besluit = f"{w.besloten_door}, {toon_moment(w.besloten_op, taal)}" if w.besloten_op else ""
    href = f"/leerbedrijven/wijzigingen/{w.id}"
    return Rij(
        sleutel=str(w.id),
        cellen=(
            Cel(bedrijf.naam, href=href),
            Cel(STATUS_LABEL[w.status].in_taal(taal), badge=True, toon=STATUS_TOON[w.status]),
            Cel(f"{w.wie}: {velden}" if w.wie else velden),
            Cel(w.door_naam),
            Cel(toon_moment(w.op, taal), waarde=w.op),
            Cel(f"{besluit}: {w.antwoord}" if w.antwoord else besluit),
        ),
        href=href,
        naam=bedrijf.naam,
    )


WIJZIGINGEN = Lijst(
    naam="leerbedrijven-wijzigingen",
    titel=Tekst("Wijzigingen door leerbedrijven", "Changes by companies"),
    actie=Actie.LEERBEDRIJF_BEWERKEN,
    kolommen=_KOLOMMEN,
    vraag=list_wijzigingen,
    filters=_FILTERS,
    zoek_label=Tekst("Naam, plaats of leerbedrijf-ID", "Name, town or company ID"),
    leeg=Tekst(
        "Niets te doen. Hier staat wat een leerbedrijf van zichzelf wil wijzigen of heeft gewijzigd.",
        "Nothing to do. Here is what a company wants to change, or changed, of itself.",
    ),
    sorteer="",
)
