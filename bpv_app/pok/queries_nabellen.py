"""Unsigned POKs by days to start, with what is missing, the last call and when to call again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.clauses import pok_scope
from bpv_app.pok.clauses_lijst import Clause
from bpv_app.pok.queries import (
    BEGINT_FILTER,
    LEERWEG_FILTER,
    PokRegel,
    dag_cel,
    dagen_cel,
    filters_van,
    regels,
    vraag_pagina,
    where_pok,
)
from bpv_app.pok.queries_herinnerd import Herinnerd, laatste_tekst, list_herinneringen
from bpv_app.pok.queries_ontbrekend import list_ontbrekend
from bpv_app.pok.rules import PARTIJ_LABEL, Partij, PokStatus
from bpv_app.pok.rules_nabellen import UITKOMST_LABEL, bel_adres
from bpv_app.pok.tables import Pok, PokBelnotitie

BELLEN_FILTER = Filter(
    "bellen",
    Tekst("Bellen", "Call"),
    (
        Keuze("nu", Tekst("Vandaag of eerder afgesproken", "Agreed for today or before")),
        Keuze("nooit", Tekst("Nog nooit gebeld", "Never called")),
        Keuze("later", Tekst("Later afgesproken", "Agreed for later")),
    ),
)

KOLOMMEN = (
    Kolom("nummer", Tekst("Nummer", "Number")),
    Kolom("student", Tekst("Student", "Student")),
    Kolom("klas", Tekst("Klas", "Class"), standaard=False),
    Kolom("leerbedrijf", Tekst("Leerbedrijf", "Company")),
    Kolom("telefoon", Tekst("Praktijkopleider", "Workplace supervisor"), sorteer=False),
    Kolom("begin", Tekst("Begin", "Start")),
    Kolom("dagen", Tekst("Dagen tot begin", "Days to start"), rechts=True),
    Kolom("ontbreekt", Tekst("Nog niet getekend", "Not signed yet"), sorteer=False),
    Kolom("herinnerd", Tekst("Laatst herinnerd", "Last reminder"), sorteer=False),
    Kolom("gebeld", Tekst("Laatst gebeld", "Last call"), sorteer=False),
    Kolom("opnieuw", Tekst("Opnieuw bellen", "Call again"), sorteer=False),
    Kolom("begeleider", Tekst("Begeleider", "Supervisor")),
)


def _laatste_notitie() -> sa.ScalarSelect[int | None]:
    """The id of a POK's last call note."""
    notitie = aliased(PokBelnotitie)
    vraag = sa.select(sa.func.max(notitie.id)).where(notitie.pok_id == Pok.id)  # type: ignore[arg-type]
    return vraag.correlate(Pok).scalar_subquery()


def _bellen_clause(waarde: str, vandaag: date) -> Clause:
    """By the last note: call again today or before (or no day agreed since), never called, later."""
    laatste = _laatste_notitie()
    if waarde == "nooit":
        return laatste.is_(None)
    dag = (
        sa.select(col(PokBelnotitie.opnieuw_bellen_op))
        .where(col(PokBelnotitie.id) == laatste)
        .correlate(Pok)
        .scalar_subquery()
    )
    if waarde == "later":
        return dag > vandaag
    return dag <= vandaag


def where_nabellen(actor: Actor, vraag: LijstVraag, vandaag: date) -> list[Clause]:
    """Printed and not yet signed by all, inside the scope of who may chase."""
    where = [
        *where_pok(actor, vraag, vandaag),
        pok_scope(actor, Actie.POK_NABELLEN),
        col(Pok.status) == PokStatus.AFGEDRUKT,
    ]
    if waarde := vraag.filters.get("bellen"):
        where.append(_bellen_clause(waarde, vandaag))
    return where


def _notities(session: Session, ids: Sequence[int]) -> dict[int, PokBelnotitie]:
    """The last note per POK."""
    laatste = sa.select(sa.func.max(PokBelnotitie.id)).where(col(PokBelnotitie.pok_id).in_(ids))
    vraag = sa.select(PokBelnotitie).where(col(PokBelnotitie.id).in_(laatste.group_by(col(PokBelnotitie.pok_id))))
    return {n.pok_id: n for n in session.execute(vraag).scalars()}


def _opleiders(session: Session, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Name and number of the praktijkopleider, and what calls it."""
    vraag = (
        sa.select(col(Pok.id), col(Contactpersoon.naam), col(Contactpersoon.telefoon))
        .join(Contactpersoon, col(Contactpersoon.id) == col(Pok.praktijkopleider_id))
        .where(col(Pok.id).in_(ids))
    )
    return {
        pok_id: (" ".join(d for d in (naam, telefoon) if d), bel_adres(telefoon))
        for pok_id, naam, telefoon in session.execute(vraag)
    }


def _herinnerd(session: Session, ids: Sequence[int], taal: str) -> dict[int, str]:
    per_pok: dict[int, list[Herinnerd]] = {}
    for h in list_herinneringen(session, ids):
        per_pok.setdefault(h.pok_id, []).append(h)
    return {pok_id: laatste_tekst(alle, taal) for pok_id, alle in per_pok.items()}


def _partijen_tekst(partijen: Sequence[Partij], taal: str) -> str:
    return ", ".join(PARTIJ_LABEL[p].in_taal(taal) for p in partijen)


def _gebeld_cel(notitie: PokBelnotitie | None, taal: str) -> Cel:
    if notitie is None:
        return Cel("")
    op: datetime = notitie.op
    uitkomst = f", {UITKOMST_LABEL[notitie.uitkomst].in_taal(taal).lower()}" if notitie.uitkomst else ""
    return Cel(f"{toon_moment(op, taal)}: {notitie.met_wie}{uitkomst}", waarde=op)


def _rij(
    regel: PokRegel,
    vandaag: date,
    taal: str,
    ontbreekt: Sequence[Partij],
    opleider: tuple[str, str],
    notitie: PokBelnotitie | None,
    herinnerd: str,
) -> Rij:
    href = f"/poks/nabellen/{regel.id}"
    opnieuw = notitie.opnieuw_bellen_op if notitie else None
    te_laat = opnieuw is not None and opnieuw <= vandaag
    opnieuw_cel = dag_cel(opnieuw, taal)
    cellen: tuple[Any, ...] = (
        Cel(regel.nummer, href=href),
        Cel(regel.student),
        Cel(regel.klas),
        Cel(regel.leerbedrijf),
        Cel(opleider[0], href=opleider[1]),
        dag_cel(regel.begin_op, taal),
        dagen_cel(regel.begin_op, vandaag),
        Cel(_partijen_tekst(ontbreekt, taal)),
        Cel(herinnerd),
        _gebeld_cel(notitie, taal),
        Cel(opnieuw_cel.tekst, badge=te_laat, toon="warning" if te_laat else "", waarde=opnieuw),
        Cel(regel.begeleider),
    )
    return Rij(str(regel.id), cellen, href, f"{regel.nummer} {regel.student}".strip())


def list_nabellen(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of unsigned POKs; what begins first comes first."""
    vandaag = tijd.klok.vandaag()
    ids, totaal = vraag_pagina(session, where_nabellen(actor, vraag, vandaag), vraag, "begin")
    ontbreekt = list_ontbrekend(session, ids, vandaag) if ids else {}
    opleiders = _opleiders(session, ids) if ids else {}
    notities = _notities(session, ids) if ids else {}
    herinnerd = _herinnerd(session, ids, vraag.taal) if ids else {}
    rijen = [
        _rij(
            r,
            vandaag,
            vraag.taal,
            ontbreekt.get(r.id, ()),
            opleiders.get(r.id, ("", "")),
            notities.get(r.id),
            herinnerd.get(r.id, ""),
        )
        for r in regels(session, ids)
    ]
    return LijstAntwoord(rijen, totaal)


NABELLEN = Lijst(
    naam="nabellen",
    titel=Tekst("Na te bellen", "To chase"),
    actie=Actie.POK_NABELLEN,
    kolommen=KOLOMMEN,
    vraag=list_nabellen,
    filters=(BELLEN_FILTER, BEGINT_FILTER, LEERWEG_FILTER),
    filters_van=filters_van,
    zoek_label=Tekst("Nummer, student of leerbedrijf", "Number, student or company"),
    leeg=Tekst(
        "Niemand na te bellen: elke afgedrukte POK is getekend.",
        "Nobody to chase: every printed agreement has been signed.",
    ),
    sorteer="begin",
)
