"""The list of places for the school; what a student sees is in `queries_aanbod.py`, one place in
`queries_plaats_detail.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import lees_datum, toon_datum
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import begint_met
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.ligging.queries_dichtbij import Bron, binnen, blader
from bpv_app.ligging.rules import toon_km
from bpv_app.ligging.vanaf import AFSTAND, VanafSoort, filters_afstand, lees_km, lees_vanaf, op_afstand, verberg_afstand
from bpv_app.matching.clauses_plaats import (
    eigen_plaatsen,
    erkenning_vervallen,
    open_plekken,
    tel_claims,
    zoek_clause,
)
from bpv_app.matching.queries_plaats_regels import PlaatsRegel, bron, list_plaatsregels, waar
from bpv_app.matching.rules_plaats import HERKOMST_LABEL, STATUS_LABEL, STATUS_TOON, ClaimSoort, Herkomst, PlaatsStatus
from bpv_app.matching.rules_plaats_invoer import LEERWEGEN, toon_bedrag
from bpv_app.matching.rules_plaats_tonen import toon_dagen, toon_leerweg, toon_niveau
from bpv_app.matching.tables import Plaats, PlaatsCrebo
from bpv_app.student.rules import LEERWEG_LABEL, Leerweg
from bpv_app.student.tables import Opleiding

LOPEND = (PlaatsStatus.AANGEBODEN, PlaatsStatus.GESLOTEN)
MAX_KEUZES = 500

_SORTEER: dict[str, Any] = {
    "titel": col(Plaats.zoektekst),
    "bedrijf": col(Leerbedrijf.zoektekst),
    "plaats": sa.func.lower(waar("plaats")),
    "van": col(Plaats.van),
    "tot": col(Plaats.tot),
    "open": open_plekken(),
    "gereserveerd": tel_claims(ClaimSoort.GERESERVEERD),
    "bezet": tel_claims(ClaimSoort.BEZET),
    "aantal": col(Plaats.aantal),
    "status": col(Plaats.status),
    "herkomst": col(Plaats.herkomst),
    "vergoeding": sa.func.coalesce(col(Plaats.vergoeding), -1),
    "bijgewerkt": col(Plaats.bijgewerkt_op),
}

_KOLOMMEN = (
    Kolom("titel", Tekst("Plaats", "Place")),
    Kolom("bedrijf", Tekst("Leerbedrijf", "Company")),
    AFSTAND,
    Kolom("status", Tekst("Status", "Status")),
    Kolom("let_op", Tekst("Let op", "Note"), sorteer=False),
    Kolom("open", Tekst("Open", "Open"), rechts=True),
    Kolom("gereserveerd", Tekst("Geres.", "Res."), rechts=True),
    Kolom("bezet", Tekst("Bezet", "Taken"), rechts=True),
    Kolom("aantal", Tekst("Plekken", "Slots"), standaard=False, rechts=True),
    Kolom("plaats", Tekst("Woonplaats", "Town")),
    Kolom("crebos", Tekst("Crebo’s", "Crebos"), sorteer=False),
    Kolom("opleidingen", Tekst("Opleidingen", "Programmes"), sorteer=False, standaard=False),
    Kolom("leerweg", Tekst("Leerweg", "Route"), sorteer=False, standaard=False),
    Kolom("niveau", Tekst("Niveau", "Level"), sorteer=False, standaard=False),
    Kolom("van", Tekst("Van", "From")),
    Kolom("tot", Tekst("Tot en met", "Until"), standaard=False),
    Kolom("opleider", Tekst("Praktijkopleider", "Workplace supervisor"), sorteer=False, standaard=False),
    Kolom("dagen", Tekst("Dagen", "Days"), sorteer=False, standaard=False),
    Kolom("vergoeding", Tekst("Vergoeding", "Allowance"), standaard=False, rechts=True),
    Kolom("herkomst", Tekst("Ingebracht", "Brought in"), standaard=False),
    Kolom("bijgewerkt", Tekst("Bijgewerkt", "Updated"), standaard=False),
)

_FILTERS = (
    Filter("status", Tekst("Status", "Status"), tuple(Keuze(s.value, STATUS_LABEL[s]) for s in PlaatsStatus)),
    Filter(
        "open",
        Tekst("Open plekken", "Open slots"),
        (Keuze("ja", Tekst("Nog open", "Still open")), Keuze("nee", Tekst("Vol of dicht", "Full or closed"))),
    ),
    Filter("leerweg", Tekst("Leerweg", "Learning route"), tuple(Keuze(w.value, LEERWEG_LABEL[w]) for w in LEERWEGEN)),
    Filter("plaats", Tekst("Woonplaats", "Town"), soort="tekst"),
    Filter("op", Tekst("Loopt op", "Runs on"), soort="datum"),
    Filter(
        "let_op",
        Tekst("Let op", "Note"),
        (
            Keuze("erkenning", Tekst("Erkenning vervallen", "Accreditation ended")),
            Keuze("vervangen", Tekst("Ingetrokken met student", "Withdrawn with a student")),
        ),
    ),
    Filter("herkomst", Tekst("Ingebracht", "Brought in"), tuple(Keuze(h.value, HERKOMST_LABEL[h]) for h in Herkomst)),
)


def filters_van(session: Session, _actor: Actor) -> tuple[Filter, ...]:
    """The programmes there are places for, and distances when there are any."""
    rijen = session.execute(
        sa.select(col(PlaatsCrebo.crebo), sa.func.max(col(Opleiding.naam)))
        .select_from(PlaatsCrebo)
        .outerjoin(Opleiding, col(Opleiding.crebo) == col(PlaatsCrebo.crebo))
        .group_by(col(PlaatsCrebo.crebo))
        .order_by(sa.func.max(col(Opleiding.naam)), col(PlaatsCrebo.crebo))
        .limit(MAX_KEUZES)
    )
    keuzes = ((crebo, f"{naam} ({crebo})" if naam else crebo) for crebo, naam in rijen)
    return (
        Filter(
            "opleiding", Tekst("Opleiding", "Programme"), tuple(Keuze(c, Tekst(label, label)) for c, label in keuzes)
        ),
        *filters_afstand(session, VanafSoort.STUDENT),
    )


def moet_vervangen() -> sa.ColumnElement[bool]:
    """Withdrawn places at which somebody still has a slot: the school must find another place (WEB 7.2.10)."""
    return sa.and_(col(Plaats.status) == PlaatsStatus.INGETROKKEN, tel_claims() > 0)


def zonder_erkenning(vandaag: date) -> sa.ColumnElement[bool]:
    """Offered or closed places, not yet over, with a programme the company is no longer accredited for."""
    return sa.and_(col(Plaats.status).in_(LOPEND), col(Plaats.tot) >= vandaag, erkenning_vervallen(vandaag))


def _dag(tekst: str) -> date | None:
    try:
        return lees_datum(tekst)
    except (ValueError, OverflowError):
        return None


def _where(actor: Actor, vraag: LijstVraag, vandaag: date) -> list[sa.ColumnElement[bool]]:
    f = vraag.filters
    where = [sa.true() if actor.mag(Actie.PLAATS_ZIEN) else sa.false(), *zoek_clause(vraag.zoek)]
    if (status := f.get("status", "")) in PlaatsStatus._value2member_map_:
        where.append(col(Plaats.status) == PlaatsStatus(status))
    if is_open := f.get("open"):
        where.append(open_plekken() > 0 if is_open == "ja" else open_plekken() <= 0)
    if (leerweg := f.get("leerweg", "")) in Leerweg._value2member_map_:
        where.append(sa.or_(col(Plaats.leerweg).is_(None), col(Plaats.leerweg) == Leerweg(leerweg)))
    if plaats := f.get("plaats", "").strip():
        where.append(sa.func.lower(waar("plaats")).like(begint_met(plaats), escape="\\"))
    if dag := _dag(f.get("op", "")):
        where += [col(Plaats.van) <= dag, col(Plaats.tot) >= dag]
    if let_op := f.get("let_op"):
        where.append(moet_vervangen() if let_op == "vervangen" else zonder_erkenning(vandaag))
    if (herkomst := f.get("herkomst", "")) in Herkomst._value2member_map_:
        where.append(col(Plaats.herkomst) == Herkomst(herkomst))
    if crebo := f.get("opleiding"):
        voor = sa.select(col(PlaatsCrebo.plaats_id)).where(col(PlaatsCrebo.crebo) == crebo)
        where.append(col(Plaats.id).in_(voor))
    return where


def list_plaatsen(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of places, and how many there are in all."""
    vandaag = tijd.klok.vandaag()
    where = _where(actor, vraag, vandaag)
    vanaf = lees_vanaf(session, actor, vraag, VanafSoort.STUDENT)
    if vanaf:
        km, dichtbij = lees_km(vraag), Bron(bron(), col(Plaats.id), waar("postcode"), col(Plaats.zoektekst), where)
        if op_afstand(vraag):
            begin, aantal = vraag.offset, vraag.per_pagina
            blad = blader(session, dichtbij, vanaf.ligging, km, begin, aantal, aflopend=vraag.aflopend)
            regels = list_plaatsregels(session, blad.ids, vandaag, vanaf.ligging)
            return LijstAntwoord([_rij(regels[i], vraag.taal) for i in blad.ids], blad.totaal)
        where = where if km is None else [*where, binnen(session, dichtbij, vanaf.ligging, km)]
    totaal = session.execute(sa.select(sa.func.count()).select_from(bron()).where(*where)).scalar_one()
    volgorde = _SORTEER.get(vraag.sorteer, _SORTEER["bedrijf"])
    richting = sa.desc if vraag.aflopend else sa.asc
    ids = list(
        session.execute(
            sa.select(col(Plaats.id))
            .select_from(bron())
            .where(*where)
            .order_by(richting(volgorde), richting(col(Plaats.id)))
            .offset(vraag.offset)
            .limit(vraag.per_pagina)
        ).scalars()
    )
    regels = list_plaatsregels(session, ids, vandaag, vanaf.ligging if vanaf else None)
    return LijstAntwoord([_rij(regels[i], vraag.taal) for i in ids], totaal)


def let_op_van(regel: PlaatsRegel) -> Tekst | None:
    """What somebody has to look at."""
    if regel.status is PlaatsStatus.INGETROKKEN and regel.bezetting.vergeven:
        return Tekst("vervangende plek nodig", "other place needed")
    if regel.status in LOPEND and not regel.is_erkend:
        return Tekst("erkenning vervallen", "accreditation ended")
    return None


def _rij(r: PlaatsRegel, taal: str) -> Rij:
    b, let_op = r.bezetting, let_op_van(r)
    return Rij(
        sleutel=str(r.id),
        cellen=(
            Cel(r.titel),
            Cel(r.bedrijf, href=f"/leerbedrijven/{r.leerbedrijf_id}"),
            Cel(toon_km(r.km, taal), waarde=r.km),
            Cel(STATUS_LABEL[r.status].in_taal(taal), badge=True, toon=STATUS_TOON[r.status], waarde=r.status.value),
            Cel(let_op.in_taal(taal), badge=True, toon="warning") if let_op else Cel(""),
            Cel(str(r.open), waarde=r.open),
            Cel(str(b.gereserveerd), waarde=b.gereserveerd),
            Cel(str(b.bezet), waarde=b.bezet),
            Cel(str(b.aantal), waarde=b.aantal),
            Cel(r.woonplaats),
            Cel(", ".join(o.crebo for o in r.opleidingen)),
            Cel(", ".join(o.naam or o.crebo for o in r.opleidingen)),
            Cel(toon_leerweg(r.leerweg).in_taal(taal)),
            Cel(toon_niveau(r.niveau_min, r.niveau_max)),
            Cel(toon_datum(r.van, taal), waarde=r.van),
            Cel(toon_datum(r.tot, taal), waarde=r.tot),
            Cel(r.opleider),
            Cel(toon_dagen(r.dagen, r.dagen_per_week).in_taal(taal)),
            Cel(toon_bedrag(r.vergoeding), waarde=None if r.vergoeding is None else r.vergoeding / 100),
            Cel(HERKOMST_LABEL[r.herkomst].in_taal(taal)),
            Cel(toon_datum(r.bijgewerkt_op.date(), taal), waarde=r.bijgewerkt_op.date()),
        ),
        href=f"/plaatsen/{r.id}",
        naam=f"{r.titel} ({r.bedrijf})",
    )


PLAATSEN = Lijst(
    naam="plaatsen",
    titel=Tekst("Stageplaatsen", "Places"),
    actie=Actie.PLAATS_ZIEN,
    kolommen=_KOLOMMEN,
    vraag=list_plaatsen,
    filters=_FILTERS,
    filters_van=filters_van,
    verborgen_van=verberg_afstand(VanafSoort.STUDENT),
    zoek_label=Tekst("Titel, bedrijf, woonplaats of taken", "Title, company, town or tasks"),
    leeg=Tekst(
        "Geen stageplaatsen gevonden. Pas de zoekvraag aan, of maak er een bij een leerbedrijf.",
        "No places found. Change the search, or make one at a company.",
    ),
    sorteer="bedrijf",
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What the first line of the screen says. `open`, `gereserveerd` and `bezet` are slots of places not yet over."""

    plaatsen: int
    aangeboden: int
    open: int
    gereserveerd: int
    bezet: int
    zonder_erkenning: int
    te_vervangen: int


def tel_plaatsen(session: Session, actor: Actor, vandaag: date) -> Telling:
    """The counts of all places. Raises GeenRecht."""
    require(actor, Actie.PLAATS_ZIEN)
    gaat_door = sa.and_(col(Plaats.tot) >= vandaag, col(Plaats.status) != PlaatsStatus.CONCEPT)
    is_aangeboden = sa.and_(gaat_door, col(Plaats.status) == PlaatsStatus.AANGEBODEN)

    def som(waarde: Any, als: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((als, waarde), else_=0)), 0)

    rij = session.execute(
        sa.select(
            sa.func.count(),
            som(1, is_aangeboden),
            som(open_plekken(), gaat_door),
            som(tel_claims(ClaimSoort.GERESERVEERD), gaat_door),
            som(tel_claims(ClaimSoort.BEZET), gaat_door),
            som(1, zonder_erkenning(vandaag)),
            som(1, moet_vervangen()),
        ).select_from(Plaats)
    ).one()
    return Telling(*(int(waarde) for waarde in rij))


def list_van_bedrijf(session: Session, actor: Actor, leerbedrijf_id: int, vandaag: date) -> list[PlaatsRegel]:
    """The places of one company for its screen: the school sees those of every company, a company its own.

    Those that go on first, in order of their first day; what is over or withdrawn last.
    """
    scope = sa.true() if actor.mag(Actie.PLAATS_ZIEN) else eigen_plaatsen(actor)
    ids = list(
        session.execute(
            sa.select(col(Plaats.id))
            .where(col(Plaats.leerbedrijf_id) == leerbedrijf_id, scope)
            .order_by(
                sa.case((col(Plaats.status) == PlaatsStatus.INGETROKKEN, 2), (col(Plaats.tot) < vandaag, 1), else_=0),
                col(Plaats.van),
                col(Plaats.titel),
                col(Plaats.id),
            )
            .limit(200)
        ).scalars()
    )
    regels = list_plaatsregels(session, ids, vandaag)
    return [regels[i] for i in ids]
