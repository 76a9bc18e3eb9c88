"""The worklist of companies that look like one, certain ones first."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import toon_datum
from bpv_app.kernel.lijst import Cel, Filter, Keuze, Kolom, Lijst, LijstAntwoord, LijstVraag, Rij
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.kernel.zoek import patronen
from bpv_app.leerbedrijf.rules_dubbel import AANWIJZING_LABEL, VRIJWEL_ZEKER_VANAF, lees_aanwijzingen
from bpv_app.leerbedrijf.rules_invoer import toon_postcode
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.leerbedrijf.tables_samenvoegen import DubbelPaar

_A: Any = aliased(Leerbedrijf)
_B: Any = aliased(Leerbedrijf)
OPEN, ANDERS = "open", "anders"
_KOLOMMEN = (
    Kolom("een", Tekst("Leerbedrijf", "Company")),
    Kolom("ander", Tekst("Lijkt op", "Looks like"), sorteer=False),
    Kolom("zeker", Tekst("Hoe zeker", "How certain")),
    Kolom("waarom", Tekst("Waarom", "Why"), sorteer=False),
    Kolom("een_adres", Tekst("Adres", "Address"), sorteer=False),
    Kolom("ander_adres", Tekst("Adres daarvan", "Address of that"), sorteer=False),
    Kolom("besluit", Tekst("Besluit", "Decision"), sorteer=False, standaard=False),
)
_FILTERS = (
    Filter(
        "zeker",
        Tekst("Hoe zeker", "How certain"),
        (
            Keuze("ja", Tekst("Vrijwel zeker", "All but certain")),
            Keuze("nee", Tekst("Misschien", "Perhaps")),
        ),
    ),
    Filter(
        "besluit",
        Tekst("Besluit", "Decision"),
        (Keuze(ANDERS, Tekst("Niet dezelfde", "Not the same")), Keuze("alle", Tekst("Alles", "All"))),
    ),
)


def _where(actor: Actor, vraag: LijstVraag) -> list[sa.ColumnElement[bool]]:
    if not actor.mag(Actie.LEERBEDRIJF_SAMENVOEGEN):
        return [sa.false()]
    where: list[sa.ColumnElement[bool]] = [_A.opgegaan_in_id.is_(None), _B.opgegaan_in_id.is_(None)]
    besluit = vraag.filters.get("besluit", "")
    if besluit == ANDERS:
        where.append(col(DubbelPaar.anders_op).is_not(None))
    elif besluit != "alle":
        where.append(col(DubbelPaar.anders_op).is_(None))
    if zeker := vraag.filters.get("zeker", ""):
        drempel = col(DubbelPaar.punten) >= VRIJWEL_ZEKER_VANAF
        where.append(drempel if zeker == "ja" else sa.not_(drempel))
    where += [
        sa.or_(_A.zoektekst.like(patroon, escape="\\"), _B.zoektekst.like(patroon, escape="\\"))
        for patroon in patronen(vraag.zoek)
    ]
    return where


def _van(kolommen: Any) -> Any:
    return (
        kolommen.select_from(DubbelPaar).join(_A, _A.id == col(DubbelPaar.a_id)).join(_B, _B.id == col(DubbelPaar.b_id))
    )


def tel_paren(session: Session, actor: Actor, vraag: LijstVraag) -> int:
    """How many rows the list has for this question."""
    return int(session.execute(_van(sa.select(sa.func.count())).where(*_where(actor, vraag))).scalar_one())


def list_paren(session: Session, actor: Actor, vraag: LijstVraag) -> LijstAntwoord:
    """One page of pairs: the most certain first, unless asked otherwise."""
    richting = sa.desc if vraag.aflopend else sa.asc
    volgorde = _A.zoektekst if vraag.sorteer == "een" else col(DubbelPaar.punten)
    if vraag.sorteer not in ("een", "zeker"):
        richting = sa.desc
    rijen = session.execute(
        _van(sa.select(DubbelPaar, _A, _B))
        .where(*_where(actor, vraag))
        .order_by(richting(volgorde), col(DubbelPaar.id))
        .offset(vraag.offset)
        .limit(vraag.per_pagina)
    ).all()
    return LijstAntwoord([_rij(p, a, b, vraag.taal) for p, a, b in rijen], tel_paren(session, actor, vraag))


def _adres(b: Leerbedrijf) -> str:
    delen = (f"{b.straat} {b.huisnummer}".strip(), f"{toon_postcode(b.postcode)} {b.plaats}".strip())
    return ", ".join(d for d in delen if d)


def _rij(paar: DubbelPaar, a: Leerbedrijf, b: Leerbedrijf, taal: str) -> Rij:
    zeker = paar.punten >= VRIJWEL_ZEKER_VANAF
    hoe = Tekst("Vrijwel zeker", "All but certain") if zeker else Tekst("Misschien", "Perhaps")
    waarom = ", ".join(AANWIJZING_LABEL[x].in_taal(taal) for x in lees_aanwijzingen(paar.aanwijzingen))
    anders = Tekst("Niet dezelfde", "Not the same").in_taal(taal)
    besluit = (
        f"{anders}, {paar.anders_door}, {toon_datum(paar.anders_op.date(), taal)}: {paar.anders_reden}"
        if paar.anders_op
        else ""
    )
    href = f"/leerbedrijven/samenvoegen/{a.id}/{b.id}"
    return Rij(
        sleutel=str(paar.id),
        cellen=(
            Cel(a.naam, href=href),
            Cel(b.naam, href=href),
            Cel(hoe.in_taal(taal), badge=True, toon="warning" if zeker else "info", waarde=paar.punten),
            Cel(waarom),
            Cel(_adres(a)),
            Cel(_adres(b)),
            Cel(besluit),
        ),
        href=href,
        naam=f"{a.naam} – {b.naam}",
    )


DUBBELEN = Lijst(
    naam="leerbedrijven-dubbel",
    titel=Tekst("Mogelijk dubbel", "Possible doubles"),
    actie=Actie.LEERBEDRIJF_SAMENVOEGEN,
    kolommen=_KOLOMMEN,
    vraag=list_paren,
    filters=_FILTERS,
    zoek_label=Tekst("Naam, plaats of leerbedrijf-ID", "Name, town or company ID"),
    leeg=Tekst(
        "Geen leerbedrijven die op elkaar lijken. Nieuwe en gewijzigde bedrijven worden vanzelf vergeleken.",
        "No companies that look alike. New and changed ones are compared by themselves.",
    ),
    sorteer="zeker",
    aflopend=True,
)
