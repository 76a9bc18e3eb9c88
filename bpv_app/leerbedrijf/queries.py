"""The list of companies for screens and exports; one company's detail is in `queries_detail.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import begint_met
from bpv_app.leerbedrijf.clauses import (
    heeft_kenmerk,
    is_actief_clause,
    is_erkend_clause,
    is_levend,
    leerbedrijf_scope,
)
from bpv_app.leerbedrijf.opgegaan import volg
from bpv_app.leerbedrijf.queries_detail import LeerbedrijfDetail as LeerbedrijfDetail
from bpv_app.leerbedrijf.queries_detail import get_leerbedrijf_detail as get_leerbedrijf_detail
from bpv_app.leerbedrijf.queries_vanaf import vanaf_leerbedrijf as vanaf_leerbedrijf
from bpv_app.leerbedrijf.rules import is_actief
from bpv_app.leerbedrijf.rules_invoer import toon_postcode
from bpv_app.leerbedrijf.rules_kenmerken import (
    ANDERE,
    ANDERE_LABEL,
    SECTOR_LABEL,
    WERKTAAL_LABEL,
    toon_sectoren,
    toon_talen,
)
from bpv_app.leerbedrijf.tables import Erkenning, Leerbedrijf
from bpv_app.leerbedrijf.zoeken import list_lijkende, maak_zoek
from bpv_app.ligging.queries import afstanden
from bpv_app.ligging.queries_dichtbij import Bron, binnen, blader, tel_binnen
from bpv_app.ligging.rules import Ligging, toon_km
from bpv_app.ligging.vanaf import (
    AFSTAND,
    VanafSoort,
    filters_afstand,
    lees_km,
    lees_vanaf,
    op_afstand,
    verberg_afstand,
)

_SORTEER: dict[str, Any] = {
    "naam": col(Leerbedrijf.zoektekst),
    "sbb_id": sa.func.coalesce(col(Leerbedrijf.sbb_id), ""),
    "plaats": sa.func.lower(col(Leerbedrijf.plaats)),
    "postcode": col(Leerbedrijf.postcode),
    "kvk": col(Leerbedrijf.kvk),
}

MAX_LIJKENDE = 50
"""Companies shown that only look like the search."""
_KOLOMMEN = (
    Kolom("naam", Tekst("Naam", "Name")),
    Kolom("sbb_id", Tekst("Leerbedrijf-ID", "SBB company ID")),
    Kolom("adres", Tekst("Adres", "Address"), sorteer=False),
    Kolom("postcode", Tekst("Postcode", "Postcode")),
    Kolom("plaats", Tekst("Plaats", "Town")),
    Kolom("kvk", Tekst("KvK-nummer", "Chamber of Commerce"), standaard=False),
    Kolom("telefoon", Tekst("Telefoon", "Phone"), sorteer=False, standaard=False),
    Kolom("email", Tekst("E-mail", "E-mail"), sorteer=False, standaard=False),
    Kolom("website", Tekst("Website", "Website"), sorteer=False, standaard=False),
    Kolom("erkend", Tekst("Erkende crebo’s", "Accredited crebos"), sorteer=False, rechts=True),
    Kolom("actief", Tekst("Actief", "Active"), sorteer=False),
    Kolom("sectoren", Tekst("Sectoren", "Sectors"), sorteer=False, standaard=False),
    Kolom("talen", Tekst("Talen op de werkplek", "Languages at the workplace"), sorteer=False, standaard=False),
    AFSTAND,
)

_FILTERS = (
    Filter("plaats", Tekst("Plaats", "Town"), soort="tekst"),
    Filter("crebo", Tekst("Erkend voor crebo", "Accredited for crebo"), soort="tekst"),
    Filter("sector", Tekst("Sector", "Sector"), tuple(Keuze(s, label) for s, label in SECTOR_LABEL.items())),
    Filter(
        "werktaal",
        Tekst("Taal op de werkplek", "Language at the workplace"),
        (*(Keuze(s, label) for s, label in WERKTAAL_LABEL.items()), Keuze(ANDERE, ANDERE_LABEL)),
    ),
    Filter(
        "sbb",
        Tekst("Leerbedrijf-ID", "SBB company ID"),
        (Keuze("zonder", Tekst("Zonder", "Without")), Keuze("met", Tekst("Met", "With"))),
    ),
    Filter(
        "actief",
        Tekst("Actief", "Active"),
        (Keuze("ja", Tekst("Ja", "Yes")), Keuze("nee", Tekst("Nee", "No"))),
    ),
)


def _where(actor: Actor, vraag: LijstVraag, vandaag: date) -> list[sa.ColumnElement[bool]]:
    where = [leerbedrijf_scope(actor)]
    if not vraag.zoek:  # a search also finds what a company was called before it was merged, and leads on
        where.append(is_levend())
    if plaats := vraag.filters.get("plaats", "").strip():
        where.append(sa.func.lower(col(Leerbedrijf.plaats)).like(begint_met(plaats), escape="\\"))
    if crebo := vraag.filters.get("crebo", ""):
        where.append(is_erkend_clause(crebo, vandaag))
    if sector := vraag.filters.get("sector", ""):
        where.append(heeft_kenmerk(col(Leerbedrijf.sectoren), sector))
    if taal := vraag.filters.get("werktaal", ""):
        where.append(heeft_kenmerk(col(Leerbedrijf.talen), taal))
    if sbb := vraag.filters.get("sbb", ""):
        where.append(col(Leerbedrijf.sbb_id).is_(None) if sbb == "zonder" else col(Leerbedrijf.sbb_id).is_not(None))
    if actief := vraag.filters.get("actief", ""):
        nu_actief = is_actief_clause(vandaag)
        where.append(nu_actief if actief == "ja" else sa.not_(nu_actief))
    return where


def _tel_erkend(session: Session, sbb_ids: Sequence[str], vandaag: date) -> dict[str, int]:
    vraag = (
        sa.select(col(Erkenning.sbb_id), sa.func.count(sa.distinct(col(Erkenning.crebo))))
        .where(
            col(Erkenning.sbb_id).in_(sbb_ids),
            col(Erkenning.erkend_van) <= vandaag,
            sa.or_(col(Erkenning.erkend_tot).is_(None), col(Erkenning.erkend_tot) >= vandaag),
        )
        .group_by(col(Erkenning.sbb_id))
    )
    return {rij[0]: rij[1] for rij in session.execute(vraag)} if sbb_ids else {}


def _tel(session: Session, where: list[sa.ColumnElement[bool]]) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(Leerbedrijf).where(*where)).scalar_one())


def is_benaderd(session: Session, actor: Actor, vraag: LijstVraag) -> bool:
    """Whether the list shows what looks like the search, because nothing is spelt so."""
    where = [*maak_zoek(session, vraag.zoek).clauses, *_where(actor, vraag, tijd.klok.vandaag())]
    eerste = session.execute(sa.select(col(Leerbedrijf.id)).where(*where).limit(1)).first()
    return bool(vraag.zoek) and eerste is None


def list_leerbedrijven(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of companies inside the actor's scope, and how many there are in all.

    A search that finds nothing as it is spelt gives what looks like it.
    """
    vandaag = tijd.klok.vandaag()
    zonder = _where(actor, vraag, vandaag)
    vanaf = lees_vanaf(session, actor, vraag, VanafSoort.STUDENT)
    zoek = maak_zoek(session, vraag.zoek)
    if vanaf and op_afstand(vraag):
        bron = _bron(vraag, [*zoek.clauses, *zonder])
        km, begin = lees_km(vraag), vraag.offset
        blad = blader(session, bron, vanaf.ligging, km, begin, vraag.per_pagina, aflopend=vraag.aflopend)
        if blad.totaal or not vraag.zoek:
            return LijstAntwoord(_rijen(session, blad.ids, vraag, vandaag, vanaf.ligging), blad.totaal)
    geteld: int | None = None
    if vanaf and (km := lees_km(vraag)) is not None:
        bron = _bron(vraag, [*zoek.clauses, *zonder])
        geteld = tel_binnen(session, bron, vanaf.ligging, km)
        zonder.append(binnen(session, bron, vanaf.ligging, km))
    where = [*zoek.clauses, *zonder]
    alles = not vraag.filters and actor.mag(Actie.LEERBEDRIJF_ZIEN)
    if geteld is None:
        geteld = zoek.aantal if alles else None
    totaal = _tel(session, where) if geteld is None else geteld
    if vraag.zoek and not totaal:
        where = [col(Leerbedrijf.id).in_(list_lijkende(session, vraag.zoek, zonder, MAX_LIJKENDE))]
        totaal = _tel(session, where)
    elif vraag.sorteer in ("", "naam"):
        where = [*zoek.bladeren, *zonder]
    volgorde = _SORTEER.get(vraag.sorteer, _SORTEER["naam"])
    richting = sa.desc if vraag.aflopend else sa.asc
    ids = session.execute(
        sa.select(col(Leerbedrijf.id))
        .where(*where)
        .order_by(richting(volgorde), richting(col(Leerbedrijf.id)))
        .offset(vraag.offset)
        .limit(vraag.per_pagina)
    ).scalars()
    return LijstAntwoord(_rijen(session, ids, vraag, vandaag, vanaf.ligging if vanaf else None), totaal)


def _bron(vraag: LijstVraag, where: Sequence[sa.ColumnElement[bool]]) -> Bron:
    """What is near is looked for by postcode; with words or a crebo few are left to look at one by one."""
    return Bron(
        sa.inspect(Leerbedrijf).local_table,
        col(Leerbedrijf.id),
        col(Leerbedrijf.postcode),
        col(Leerbedrijf.zoektekst),
        where,
        op_index=not (vraag.zoek or vraag.filters.get("crebo")),
    )


def _rijen(
    session: Session, ids: Iterable[int | None], vraag: LijstVraag, vandaag: date, hier: Ligging | None
) -> list[Rij]:
    plek = {rij_id: i for i, rij_id in enumerate(ids)}
    rijen = session.execute(sa.select(Leerbedrijf).where(col(Leerbedrijf.id).in_(plek))).scalars().all() if plek else []
    erkend = _tel_erkend(session, [r.sbb_id for r in rijen if r.sbb_id], vandaag)
    opgegaan = _opgegaan(session, [r for r in rijen if r.opgegaan_in_id is not None])
    verte = afstanden(session, hier, {r.postcode for r in rijen}) if hier else {}
    return [
        _rij(
            r,
            erkend.get(r.sbb_id or "", 0),
            vandaag,
            vraag.taal,
            opgegaan.get(cast("int", r.id)),
            verte.get(r.postcode),
        )
        for r in sorted(rijen, key=lambda r: plek[cast("int", r.id)])
    ]


def _opgegaan(session: Session, rijen: Sequence[Leerbedrijf]) -> dict[int, tuple[int, str]]:
    """Per company that was merged: which one it is now, and how that is called."""
    nu = {cast("int", r.id): volg(session, cast("int", r.id)) for r in rijen}
    vraag = sa.select(col(Leerbedrijf.id), col(Leerbedrijf.naam)).where(col(Leerbedrijf.id).in_(set(nu.values())))
    namen = {r[0]: r[1] for r in session.execute(vraag)} if nu else {}
    return {oud: (nieuw, namen[nieuw]) for oud, nieuw in nu.items()}


def _rij(
    bedrijf: Leerbedrijf,
    erkend: int,
    vandaag: date,
    taal: str,
    nu: tuple[int, str] | None = None,
    km: float | None = None,
) -> Rij:
    """`nu`: the company this one was merged into; the row leads there."""
    actief = is_actief(bedrijf.actief_van, bedrijf.actief_tot, vandaag)
    ja_nee = Tekst("Ja", "Yes") if actief else Tekst("Nee", "No")
    if nu is not None:
        actief, ja_nee = False, Tekst(f"opgegaan in {nu[1]}", f"merged into {nu[1]}")
    geen_id = Tekst("ontbreekt", "missing").in_taal(taal)
    href = f"/leerbedrijven/{nu[0] if nu else bedrijf.id}"
    return Rij(
        sleutel=str(bedrijf.id),
        cellen=(
            Cel(bedrijf.naam, href=href, waarde=bedrijf.naam),
            Cel(bedrijf.sbb_id, waarde=bedrijf.sbb_id)
            if bedrijf.sbb_id
            else Cel(geen_id, badge=True, toon="warning", waarde=""),
            Cel(f"{bedrijf.straat} {bedrijf.huisnummer}".strip()),
            Cel(toon_postcode(bedrijf.postcode)),
            Cel(bedrijf.plaats),
            Cel(bedrijf.kvk),
            Cel(bedrijf.telefoon),
            Cel(bedrijf.email),
            Cel(bedrijf.website),
            Cel(str(erkend), waarde=erkend),
            Cel(ja_nee.in_taal(taal), badge=not actief, toon="" if actief else "warning"),
            Cel(toon_sectoren(bedrijf.sectoren, taal)),
            Cel(toon_talen(bedrijf.talen, taal)),
            Cel(toon_km(km, taal), waarde=km),
        ),
        href=href,
        naam=bedrijf.naam,
    )


LEERBEDRIJVEN = Lijst(
    naam="leerbedrijven",
    titel=Tekst("Leerbedrijven", "Companies"),
    actie=Actie.LEERBEDRIJF_ZIEN,
    kolommen=_KOLOMMEN,
    vraag=list_leerbedrijven,
    filters=_FILTERS,
    filters_van=lambda session, _actor: filters_afstand(session, VanafSoort.STUDENT),
    verborgen_van=verberg_afstand(VanafSoort.STUDENT),
    zoek_label=Tekst("Naam, plaats, leerbedrijf-ID of KvK", "Name, town, company ID or Chamber of Commerce"),
    leeg=Tekst(
        "Geen leerbedrijven gevonden. Pas de zoekvraag aan, voeg er een toe of lees een bestand in.",
        "No companies found. Change the search, add one or import a file.",
    ),
    sorteer="naam",
)


@dataclass(frozen=True, slots=True)
class Telling:
    """What the first line of the screen says."""

    totaal: int
    zonder_sbb_id: int
    register_regels: int


def tel_leerbedrijven(session: Session, actor: Actor) -> Telling:
    """How many companies this actor sees, how many lack a leerbedrijf-ID, and the size of the register."""
    scope = leerbedrijf_scope(actor)
    # Few went up in another: counting those and taking them off reads an index instead of every company.
    opgegaan = sa.not_(is_levend())
    zonder = col(Leerbedrijf.sbb_id).is_(None)
    return Telling(
        totaal=_tel(session, [scope]) - _tel(session, [scope, opgegaan]),
        zonder_sbb_id=_tel(session, [scope, zonder]) - _tel(session, [scope, opgegaan, zonder]),
        register_regels=session.execute(sa.select(sa.func.count()).select_from(Erkenning)).scalar_one(),
    )
