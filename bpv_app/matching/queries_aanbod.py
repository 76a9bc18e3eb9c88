"""What is offered to a student: the places for the own programme, nearest first. Read-only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, radians
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import begint_met
from bpv_app.leerbedrijf.tables import Postcode
from bpv_app.matching.clauses_plaats import aanbod, gehouden_door, lopende_verbintenis, open_plekken, zoek_clause
from bpv_app.matching.queries_plaats_regels import PlaatsRegel, bron, ligging, list_plaatsregels, waar
from bpv_app.matching.tables import Plaats, PlaatsClaim
from bpv_app.student.tables import Opleiding, Student, Verbintenis


def thuis(session: Session, actor: Actor) -> tuple[float, float] | None:
    """Where this student lives (degrees), None when not known."""
    vraag = sa.select(col(Student.postcode)).where(col(Student.id) == actor.student_id)
    postcode = session.execute(vraag).scalar_one_or_none() if actor.student_id is not None else None
    return ligging(session, postcode or "")


def _volgorde(vraag: LijstVraag, hier: tuple[float, float] | None) -> list[Any]:
    """Nearest first when we know where the student lives, else by first day; the flat-earth square orders the same."""
    if vraag.sorteer == "van":
        return [col(Plaats.van).desc() if vraag.aflopend else col(Plaats.van)]
    if vraag.sorteer == "titel" or hier is None:
        return [col(Plaats.zoektekst).desc() if vraag.aflopend else col(Plaats.zoektekst)]
    noord = col(Postcode.breedte) - hier[0]
    oost = (col(Postcode.lengte) - hier[1]) * cos(radians(hier[0]))
    ver = noord * noord + oost * oost
    onbekend = sa.case((col(Postcode.breedte).is_(None), 1), else_=0)
    return [onbekend, ver.desc() if vraag.aflopend else ver]


def list_aanbod(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of what is offered to this student; places with an open slot before full ones."""
    vandaag = tijd.klok.vandaag()
    where = [aanbod(actor, vandaag), *zoek_clause(vraag.zoek)]
    if plaats := vraag.filters.get("plaats", "").strip():
        where.append(sa.func.lower(waar("plaats")).like(begint_met(plaats), escape="\\"))
    if vraag.filters.get("open") == "ja":
        where.append(open_plekken() > 0)
    totaal = session.execute(sa.select(sa.func.count()).select_from(bron()).where(*where)).scalar_one()
    hier = thuis(session, actor)
    van = bron().outerjoin(Postcode, col(Postcode.pc4) == sa.func.substr(waar("postcode"), 1, 4))
    ids = list(
        session.execute(
            sa.select(col(Plaats.id))
            .select_from(van)
            .where(*where)
            .order_by(*_volgorde(vraag, hier), col(Plaats.id))
            .offset(vraag.offset)
            .limit(vraag.per_pagina)
        ).scalars()
    )
    regels = list_plaatsregels(session, ids, vandaag, hier)
    return LijstAntwoord([_rij(regels[i]) for i in ids], totaal)


def _rij(r: PlaatsRegel) -> Rij:
    return Rij(str(r.id), (Cel(r.titel), Cel(str(r.van), waarde=r.van), Cel("")), f"/plaatsen/{r.id}", r.titel)


AANBOD = Lijst(
    naam="aanbod",
    titel=Tekst("Stageplaatsen", "Places"),
    actie=Actie.AANBOD_ZIEN,
    kolommen=(
        Kolom("titel", Tekst("Naam", "Name")),
        Kolom("van", Tekst("Begin", "Start")),
        Kolom("afstand", Tekst("Afstand", "Distance")),
    ),
    vraag=list_aanbod,
    filters=(
        Filter("plaats", Tekst("Woonplaats", "Town"), soort="tekst"),
        Filter("open", Tekst("Plekken", "Slots"), (Keuze("ja", Tekst("Nog open", "Still open")),)),
    ),
    leeg=Tekst(
        "Er zijn nu geen stageplaatsen voor jouw opleiding. Vraag het je begeleider.",
        "There are no places for your programme now. Ask your supervisor.",
    ),
    sorteer="afstand",
)


def list_aanbod_regels(session: Session, actor: Actor, ids: Sequence[int], vandaag: date) -> list[PlaatsRegel]:
    """What the cards show of these places, in this order; what is not offered to this student is left out."""
    mag = session.execute(sa.select(col(Plaats.id)).where(col(Plaats.id).in_(ids), aanbod(actor, vandaag))).scalars()
    regels = list_plaatsregels(session, list(mag), vandaag, thuis(session, actor))
    return [regels[i] for i in ids if i in regels]


@dataclass(frozen=True, slots=True)
class AanbodKop:
    """What the first line of the student's screen says. `ids`: the own places, with how each is held."""

    opleidingen: tuple[str, ...]
    plaatsen: int
    open: int
    gehouden: dict[int, str]


def get_aanbod_kop(session: Session, actor: Actor, vandaag: date) -> AanbodKop:
    """For which programmes, how many places are offered, how many with an open slot, and the slots one has."""
    namen = session.execute(
        sa.select(col(Verbintenis.crebo), col(Verbintenis.opleiding_naam), col(Opleiding.naam))
        .select_from(Verbintenis)
        .outerjoin(Opleiding, col(Opleiding.crebo) == col(Verbintenis.crebo))
        .where(col(Verbintenis.student_id) == actor.student_id, lopende_verbintenis(vandaag))
        .order_by(col(Verbintenis.begin_op), col(Verbintenis.id))
    )
    plaatsen, is_open = session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(sa.case((open_plekken() > 0, 1), else_=0)), 0))
        .select_from(Plaats)
        .where(aanbod(actor, vandaag))
    ).one()
    gehouden = session.execute(
        sa.select(col(PlaatsClaim.plaats_id), col(PlaatsClaim.soort))
        .join(Plaats, col(Plaats.id) == col(PlaatsClaim.plaats_id))
        .where(gehouden_door(actor), col(PlaatsClaim.student_id) == actor.student_id)
    )
    return AanbodKop(
        tuple(dict.fromkeys(naam or opleiding or crebo for crebo, naam, opleiding in namen if crebo)),
        int(plaatsen),
        int(is_open),
        {rij[0]: rij[1].value for rij in gehouden},
    )
