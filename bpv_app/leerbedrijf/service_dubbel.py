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
from bpv_app.kernel.zoek import begint_met
from bpv_app.leerbedrijf.clauses import is_levend, leerbedrijf_scope
from bpv_app.leerbedrijf.opgegaan import volg
from bpv_app.leerbedrijf.rules_dubbel import Gelijkenis, Kenmerken, drietallen, kern_van, vergelijk
from bpv_app.leerbedrijf.rules_invoer import LeerbedrijfInvoer, OngeldigNummer, check_leerbedrijf, lees_postcode
from bpv_app.leerbedrijf.service import maak_leerbedrijf
from bpv_app.leerbedrijf.tables import Leerbedrijf

MAX_KANDIDATEN = 1_500
"""Companies looked at one by one; the index gives those with the rarest letters in common."""
MAX_DRIETALLEN = 6
MIN_GELIJK = 0.45
"""PostgreSQL's word similarity from which a name is looked at."""
Ids = sa.Select[tuple[int | None]]
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
    bronnen = [*_op_nummer(wat), *_op_naam(session, wat)]
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


def _op_naam(session: Session, wat: Kenmerken) -> Iterable[Ids]:
    """Companies with a name that has letters in common, also when it is spelt another way."""
    kern = kern_van(wat.naam)
    if len(kern) < 3:
        return
    if session.get_bind().dialect.name == "postgresql":
        # Bound as a literal by the driver; the setting holds for this transaction only.
        session.execute(sa.text(f"SET LOCAL pg_trgm.word_similarity_threshold = {MIN_GELIJK}"))
        lijkt = sa.literal(kern).op("<%")(col(Leerbedrijf.zoektekst))
        vraag: Ids = sa.select(col(Leerbedrijf.id).label("id")).where(lijkt).limit(MAX_KANDIDATEN)
        yield sa.select(vraag.subquery().c.id)
        return
    zoekvraag = _zeldzaamste(session, drietallen(wat.naam))
    if zoekvraag:
        treffers = sa.text(
            "SELECT rowid AS id FROM zoek_leerbedrijf WHERE zoek_leerbedrijf MATCH :zoekvraag LIMIT :max"
        )
        gebonden = treffers.bindparams(zoekvraag=zoekvraag, max=MAX_KANDIDATEN).columns(sa.column("id", sa.Integer))
        yield sa.select(gebonden.subquery().c.id)
    elif zoekvraag is None:  # no such index here: companies whose name starts the same
        vraag = sa.select(col(Leerbedrijf.id).label("id")).where(
            col(Leerbedrijf.zoektekst).like(begint_met(kern[:4]), escape="\\")
        )
        yield sa.select(vraag.limit(MAX_KANDIDATEN).subquery().c.id)


def _zeldzaamste(session: Session, delen: Sequence[str]) -> str | None:
    """What to ask SQLite's index: any of the rarest groups of letters, as many as stay a short list. None: no index."""
    if not session.execute(sa.text("SELECT 1 FROM sqlite_master WHERE name = 'zoek_leerbedrijf_woord'")).first():
        return None
    if not delen:
        return ""
    vraag = sa.text("SELECT term, doc FROM zoek_leerbedrijf_woord WHERE term IN :delen").bindparams(
        sa.bindparam("delen", list(delen), expanding=True)
    )
    vaak = sorted((aantal, term) for term, aantal in session.execute(vraag))
    gekozen: list[str] = []
    som = 0
    for aantal, term in vaak[:MAX_DRIETALLEN]:
        if gekozen and som + aantal > MAX_KANDIDATEN:
            break
        gekozen.append(term)
        som += aantal
    if som > MAX_KANDIDATEN:  # even the rarest is in many names: those that have the rarest ones together
        return " AND ".join(f'"{term}"' for _, term in vaak[:4])
    return " OR ".join(f'"{term}"' for term in gekozen)
