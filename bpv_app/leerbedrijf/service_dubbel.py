"""Likely doubles of a company that somebody is about to add, at any size of the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.clauses import is_levend, leerbedrijf_scope
from bpv_app.leerbedrijf.opgegaan import volg
from bpv_app.leerbedrijf.rules_dubbel import Gelijkenis, Kenmerken, vergelijk
from bpv_app.leerbedrijf.rules_invoer import LeerbedrijfInvoer, OngeldigNummer, check_leerbedrijf, lees_postcode
from bpv_app.leerbedrijf.service import maak_leerbedrijf
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.leerbedrijf.zoeken import MAX_KANDIDATEN, Ids, op_naam

_VELDEN = ("naam", "sbb_id", "kvk", "huisnummer", "postcode", "plaats", "telefoon", "email", "website")


@dataclass(frozen=True, slots=True)
class Dubbel:
    """A company that is there already and looks like the one asked for."""

    id: int
    kenmerken: Kenmerken
    gelijkenis: Gelijkenis


class LijktDubbel(DomeinFout):
    """The company is there already, all but certainly; somebody who knows better says so and asks again."""

    http_status = 409

    def __init__(self, dubbelen: Sequence[Dubbel]) -> None:
        namen = ", ".join(d.kenmerken.naam for d in dubbelen[:3])
        super().__init__(
            "lijkt_dubbel",
            Tekst(
                f"Dit bedrijf staat er waarschijnlijk al in: {namen}. Kijk het na, of vink aan dat het een ander is.",
                f"This company is probably there already: {namen}. Check it, or tick that it is another one.",
            ),
        )
        self.dubbelen = tuple(dubbelen)


def zoek_dubbelen(
    session: Session, actor: Actor, wat: Kenmerken, *, limiet: int = 5, ook_opgegaan: bool = True
) -> list[Dubbel]:
    """Companies in the actor's scope that look like `wat`, the likeliest first. Raises GeenRecht.

    `ook_opgegaan`: also what a company was called before it was merged, with the id of the company it is now.
    """
    require(actor, Actie.LEERBEDRIJF_ZIEN)
    bronnen = [*_op_nummer(wat), *op_naam(session, wat.naam)]
    if not bronnen:
        return []
    kandidaten = sa.union(*bronnen).subquery()
    vraag = sa.select(
        col(Leerbedrijf.id), col(Leerbedrijf.opgegaan_in_id), *(getattr(Leerbedrijf, naam) for naam in _VELDEN)
    ).where(col(Leerbedrijf.id).in_(sa.select(kandidaten.c.id)), leerbedrijf_scope(actor))
    rijen = session.execute(vraag if ook_opgegaan else vraag.where(is_levend())).all()
    dubbelen = []
    for rij in rijen:
        kenmerken = Kenmerken.van(rij)
        gelijkenis = vergelijk(wat, kenmerken)
        if gelijkenis.lijkt:
            dubbelen.append(Dubbel(volg(session, rij.id) if rij.opgegaan_in_id else rij.id, kenmerken, gelijkenis))
    gevonden: dict[int, Dubbel] = {}
    for d in sorted(dubbelen, key=lambda d: (-d.gelijkenis.punten, d.kenmerken.naam, d.id)):
        gevonden.setdefault(d.id, d)  # once, by the name that looks most like it
    return list(gevonden.values())[: max(1, min(limiet, 50))]


def maak_leerbedrijf_als_nieuw(
    session: Session, actor: Actor, clock: Clock, invoer: LeerbedrijfInvoer, *, is_een_ander: bool = False
) -> Leerbedrijf:
    """Add a company that somebody typed, unless it is there already, all but certainly.

    `is_een_ander`: a person saw the doubles and says this is another company. Raises GeenRecht, OngeldigeInvoer with
    every wrong field, or LijktDubbel.
    """
    require(actor, Actie.LEERBEDRIJF_BEWERKEN)
    goed = check_leerbedrijf(invoer)
    if not is_een_ander:
        zeker = [d for d in zoek_dubbelen(session, actor, Kenmerken.van(goed)) if d.gelijkenis.is_vrijwel_zeker]
        if zeker:
            raise LijktDubbel(zeker)
    return maak_leerbedrijf(session, actor, clock, invoer)


def _op_nummer(wat: Kenmerken) -> Iterable[Ids]:
    """Companies with the same number or postcode, by their own indexes."""
    try:
        postcode = lees_postcode(wat.postcode)
    except OngeldigNummer:
        postcode = ""
    for kolom, waarde in (
        (Leerbedrijf.sbb_id, wat.sbb_id),
        (Leerbedrijf.kvk, wat.kvk),
        (Leerbedrijf.postcode, postcode),
    ):
        if waarde:
            vraag: Ids = sa.select(col(Leerbedrijf.id).label("id")).where(col(kolom) == waarde).limit(MAX_KANDIDATEN)
            yield sa.select(vraag.subquery().c.id)
