"""What is offered to a student: the places for the own programme, nearest first. Read-only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import begint_met
from bpv_app.ligging.queries import get_ligging
from bpv_app.ligging.queries_dichtbij import Bron, binnen, blader
from bpv_app.ligging.rules import Ligging
from bpv_app.ligging.vanaf import filter_km, lees_km, op_afstand
from bpv_app.matching.clauses_plaats import aanbod, gehouden_door, lopende_verbintenis, open_plekken, zoek_clause
from bpv_app.matching.queries_plaats_regels import PlaatsRegel, bron, list_plaatsregels, waar
from bpv_app.matching.tables import Plaats, PlaatsClaim
from bpv_app.student.tables import Opleiding, Student, Verbintenis


def thuis(session: Session, actor: Actor) -> Ligging | None:
    """Where this student lives (degrees), None when not known."""
    vraag = sa.select(col(Student.postcode)).where(col(Student.id) == actor.student_id)
    postcode = session.execute(vraag).scalar_one_or_none() if actor.student_id is not None else None
    return get_ligging(session, postcode or "")


def _volgorde(vraag: LijstVraag) -> Any:
    kolom = col(Plaats.van) if vraag.sorteer == "van" else col(Plaats.zoektekst)
    return kolom.desc() if vraag.aflopend else kolom


def list_aanbod(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of what is offered to this student: nearest first when we know where the student lives, else by name."""
    vandaag = tijd.klok.vandaag()
    where = [aanbod(actor, vandaag), *zoek_clause(vraag.zoek)]
    if plaats := vraag.filters.get("plaats", "").strip():
        where.append(sa.func.lower(waar("plaats")).like(begint_met(plaats), escape="\\"))
    if vraag.filters.get("open") == "ja":
        where.append(open_plekken() > 0)
    hier, km = thuis(session, actor), lees_km(vraag)
    dichtbij = Bron(bron(), col(Plaats.id), waar("postcode"), col(Plaats.zoektekst), where)
    if hier and op_afstand(vraag):
        blad = blader(session, dichtbij, hier, km, vraag.offset, vraag.per_pagina, aflopend=vraag.aflopend)
        ids, totaal = blad.ids, blad.totaal
    else:
        where = [*where, binnen(session, dichtbij, hier, km)] if hier and km is not None else where
        totaal = session.execute(sa.select(sa.func.count()).select_from(bron()).where(*where)).scalar_one()
        vraag_ids = sa.select(col(Plaats.id)).select_from(bron()).where(*where)
        vraag_ids = vraag_ids.order_by(_volgorde(vraag), col(Plaats.id)).offset(vraag.offset).limit(vraag.per_pagina)
        ids = list(session.execute(vraag_ids).scalars())
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
    filters_van=lambda session, actor: (filter_km(),) if thuis(session, actor) else (),
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
