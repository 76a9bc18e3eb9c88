"""Contacts to be made: of one company, and the worklist "relatiebeheer" of everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok, toon_datum
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.leerbedrijf.tables_relatie import RelatieContact
from bpv_app.toegang.service import get_namen

NU, LATER, KLAAR, IK = "nu", "later", "klaar", "ik"
MAX_GETOOND = 50


@dataclass(frozen=True, slots=True)
class ContactRegel:
    """One contact, to be made or done."""

    id: int
    dag: date
    onderwerp: str
    wie: str
    gedaan_op: datetime | None
    gedaan_door: str
    uitkomst: str
    versie: int


def list_contacten(session: Session, actor: Actor, leerbedrijf_id: int) -> list[ContactRegel]:
    """Of one company: what is to be done first, then the newest that was done. For the school only."""
    if not actor.mag(Actie.LEERBEDRIJF_ZIEN) or not is_sleutel(leerbedrijf_id):
        return []
    klaar = col(RelatieContact.gedaan_op).is_not(None)
    vraag = (
        sa.select(RelatieContact)
        .where(col(RelatieContact.leerbedrijf_id) == leerbedrijf_id)
        .order_by(klaar, sa.case((klaar, None), else_=col(RelatieContact.dag)), col(RelatieContact.gedaan_op).desc())
        .limit(MAX_GETOOND)
    )
    rijen = session.execute(vraag).scalars().all()
    namen = get_namen(session, [r.wie_id for r in rijen])
    return [
        ContactRegel(
            r.id or 0, r.dag, r.onderwerp, namen.get(r.wie_id, ""), r.gedaan_op, r.gedaan_door, r.uitkomst, r.versie
        )
        for r in rijen
    ]


def _where(actor: Actor, vraag: LijstVraag, vandaag: date) -> list[sa.ColumnElement[bool]]:
    if not actor.mag(Actie.RELATIE_BIJHOUDEN):
        return [sa.false()]
    wanneer = vraag.filters.get("wanneer", "")
    where: list[sa.ColumnElement[bool]] = [
        col(RelatieContact.gedaan_op).is_not(None) if wanneer == KLAAR else col(RelatieContact.gedaan_op).is_(None)
    ]
    if wanneer == NU:
        where.append(col(RelatieContact.dag) <= vandaag)
    elif wanneer == LATER:
        where.append(col(RelatieContact.dag) > vandaag)
    if vraag.filters.get("wie", "") == IK:
        where.append(col(RelatieContact.wie_id) == (actor.account_id or 0))
    return where + [col(Leerbedrijf.zoektekst).like(patroon, escape="\\") for patroon in patronen(vraag.zoek)]


def _van(kolommen: Any) -> Any:
    return kolommen.select_from(RelatieContact).join(
        Leerbedrijf, col(Leerbedrijf.id) == col(RelatieContact.leerbedrijf_id)
    )


def tel_contacten(session: Session, actor: Actor, vraag: LijstVraag, vandaag: date) -> int:
    """How many rows the list has for this question."""
    return int(session.execute(_van(sa.select(sa.func.count())).where(*_where(actor, vraag, vandaag))).scalar_one())


def list_relatiebeheer(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page, what is due longest first unless asked otherwise."""
    vandaag = klok.vandaag()
    richting = sa.desc if vraag.aflopend else sa.asc
    volgorde: Any = col(Leerbedrijf.zoektekst) if vraag.sorteer == "bedrijf" else col(RelatieContact.dag)
    rijen = session.execute(
        _van(sa.select(RelatieContact, Leerbedrijf))
        .where(*_where(actor, vraag, vandaag))
        .order_by(richting(volgorde), col(RelatieContact.id))
        .offset(vraag.offset)
        .limit(vraag.per_pagina)
    ).all()
    namen = get_namen(session, [c.wie_id for c, _ in rijen])
    return LijstAntwoord(
        [_rij(c, b, namen.get(c.wie_id, ""), vandaag, vraag.taal) for c, b in rijen],
        tel_contacten(session, actor, vraag, vandaag),
    )


def _rij(c: RelatieContact, bedrijf: Leerbedrijf, wie: str, vandaag: date, taal: str) -> Rij:
    href = f"/leerbedrijven/{bedrijf.id}#contact"
    if c.gedaan_op is not None:
        stand, toon = Tekst("gedaan", "done"), "success"
    elif c.dag < vandaag:
        stand, toon = Tekst("te laat", "late"), "error"
    elif c.dag == vandaag:
        stand, toon = Tekst("vandaag", "today"), "warning"
    else:
        stand, toon = Tekst("later", "later"), "info"
    return Rij(
        sleutel=str(c.id),
        cellen=(
            Cel(bedrijf.naam, href=href),
            Cel(toon_datum(c.dag, taal), waarde=c.dag),
            Cel(stand.in_taal(taal), badge=True, toon=toon),
            Cel(c.onderwerp),
            Cel(wie),
            Cel(f"{c.gedaan_door}: {c.uitkomst}" if c.gedaan_op else ""),
        ),
        href=href,
        naam=bedrijf.naam,
    )


RELATIEBEHEER = Lijst(
    naam="relatiebeheer",
    titel=Tekst("Relatiebeheer", "Relations"),
    actie=Actie.RELATIE_BIJHOUDEN,
    kolommen=(
        Kolom("bedrijf", Tekst("Leerbedrijf", "Company")),
        Kolom("dag", Tekst("Wanneer", "When")),
        Kolom("stand", Tekst("Stand", "Status"), sorteer=False),
        Kolom("onderwerp", Tekst("Waarover", "About"), sorteer=False),
        Kolom("wie", Tekst("Wie van school", "Who of the school"), sorteer=False),
        Kolom("uitkomst", Tekst("Hoe het ging", "How it went"), sorteer=False, standaard=False),
    ),
    vraag=list_relatiebeheer,
    filters=(
        Filter(
            "wanneer",
            Tekst("Wanneer", "When"),
            (
                Keuze(NU, Tekst("Vandaag of te laat", "Today or late")),
                Keuze(LATER, Tekst("Later", "Later")),
                Keuze(KLAAR, Tekst("Gedaan", "Done")),
            ),
        ),
        Filter("wie", Tekst("Voor wie", "For whom"), (Keuze(IK, Tekst("Voor mij", "For me")),)),
    ),
    zoek_label=Tekst("Naam, plaats of leerbedrijf-ID", "Name, town or company ID"),
    leeg=Tekst(
        "Geen contactafspraken. Plan er een op de pagina van een leerbedrijf.",
        "No contacts to be made. Plan one on a company's page.",
    ),
    sorteer="dag",
)
