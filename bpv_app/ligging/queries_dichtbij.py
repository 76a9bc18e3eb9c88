"""One page of rows, nearest first, of any table with a postcode: also of hundreds of thousands of rows.

Rows are first counted per PC4, and only the postcodes in which the asked page lies are looked at row by row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.ligging.queries import list_gebieden
from bpv_app.ligging.rules import Gebied, Ligging, afstand_km, kies_venster, rond
from bpv_app.ligging.tables import Postcode, Postcode6

_RINGEN = (10.0, 40.0, 160.0, None)
"""Without a limit: how far to look for enough rows, kilometres."""
_FIJN = (col(Postcode6.breedte), col(Postcode6.lengte))
Stukken = list[tuple[Gebied, int]]
"""Postcodes with how many rows lie in each."""


@dataclass(frozen=True, slots=True)
class Bron:
    """What is looked through: a FROM, the columns with id, postcode and name, and the WHERE.

    `op_index`: the postcode has an index of its own, so walk the postcodes and not the rows.
    """

    van: sa.FromClause
    id: Any
    postcode: Any
    naam: Any
    waar: Sequence[sa.ColumnElement[bool]]
    op_index: bool = False

    @property
    def pc4(self) -> sa.ColumnElement[str]:
        return sa.func.substr(self.postcode, 1, 4)


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """Ids of one page in order, kilometres per id (as far as known), and how many rows there are in all."""

    ids: list[int]
    km: dict[int, float]
    totaal: int


def blader(
    session: Session, bron: Bron, hier: Ligging, km: int | None, offset: int, limiet: int, *, aflopend: bool = False
) -> Bladzijde:
    """The rows within `km` of `hier` (None: all of them, what lies nobody knows where last), nearest or farthest first.

    Rows at the same distance stand in order of their name.
    """
    zoeker = _Zoeker(session, bron, hier, km)
    if km is not None:
        return zoeker.in_cirkel(offset, limiet, aflopend=aflopend)
    return zoeker.alles(offset, limiet, aflopend=aflopend)


def binnen(session: Session, bron: Bron, hier: Ligging, km: int) -> sa.ColumnElement[bool]:
    """Only the rows within `km` of `hier`: a piece of WHERE, for a list in some other order."""
    return _Zoeker(session, bron, hier, km).clause()


def tel_binnen(session: Session, bron: Bron, hier: Ligging, km: int) -> int:
    """How many rows lie within `km` of `hier`."""
    return sum(aantal for _, aantal in _Zoeker(session, bron, hier, km).stukken())


class _Zoeker:
    """One question: from where, how far, in which rows."""

    def __init__(self, session: Session, bron: Bron, hier: Ligging, km: int | None) -> None:
        self._session, self._bron, self._hier, self._km = session, bron, hier, km
        self._gebied: Mapping[str, Gebied] = {}

    def in_cirkel(self, offset: int, limiet: int, *, aflopend: bool) -> Bladzijde:
        if not self._bron.op_index:  # few rows: one look at all of them
            self._kijk(self._km)
            rijen = self._rijen(self._gebied, aflopend=aflopend)
            deel = rijen[offset : offset + limiet]
            return Bladzijde([r[2] for r in deel], {r[2]: r[0] for r in deel}, len(rijen))
        stukken = self.stukken()
        ids, afstand = self._pagina(stukken, offset, limiet, aflopend=aflopend)
        return Bladzijde(ids, afstand, sum(aantal for _, aantal in stukken))

    def alles(self, offset: int, limiet: int, *, aflopend: bool) -> Bladzijde:
        bron, stukken = self._bron, []
        totaal = self._session.execute(sa.select(sa.func.count()).select_from(bron.van).where(*bron.waar)).scalar_one()
        for ring in (None,) if aflopend else _RINGEN:
            self._kijk(ring)
            stukken = self._tel()
            if sum(aantal for g, aantal in stukken if ring is None or g.verst <= ring) >= offset + limiet:
                break
        ids, afstand = self._pagina(stukken, offset, limiet, aflopend=aflopend)
        if len(ids) < limiet:
            bekend = sum(aantal for _, aantal in stukken)
            nergens = bron.pc4.not_in(sa.select(col(Postcode.pc4)))
            vraag = sa.select(bron.id).select_from(bron.van).where(*bron.waar, nergens).order_by(bron.naam, bron.id)
            ids += self._session.execute(vraag.offset(max(0, offset - bekend)).limit(limiet - len(ids))).scalars()
        return Bladzijde(ids, afstand, totaal)

    def stukken(self) -> Stukken:
        """Postcodes inside the circle with their rows; per full postcode where a PC4 is only partly inside."""
        self._kijk(self._km)
        tellingen = self._tel()
        heel = [(g, n) for g, n in tellingen if self._km is None or g.verst <= self._km]
        return [*heel, *self._rand([g.code for g, _ in tellingen if self._km is not None and g.verst > self._km])]

    def clause(self) -> sa.ColumnElement[bool]:
        self._kijk(self._km)
        bron, km = self._bron, self._km or 0
        heel = sorted(code for code, g in self._gebied.items() if g.verst <= km)
        rand = self._rand([code for code, g in self._gebied.items() if g.verst > km])
        in_heel = bron.id.in_(self._vraag(heel, bron.id)) if bron.op_index else bron.pc4.in_(heel)
        return sa.or_(in_heel, bron.postcode.in_(sorted(g.code for g, _ in rand))) if rand else in_heel

    def _kijk(self, km: float | None) -> None:
        self._gebied = {g.code: g for g in list_gebieden(self._session, self._hier, km)}

    def _vraag(self, pc4s: Collection[str], *kolommen: Any, fijn: bool = False) -> sa.Select[Any]:
        """The rows in these PC4s; `fijn`: with where their full postcode lies."""
        bron, van = self._bron, self._bron.van
        if bron.op_index:
            van = sa.join(Postcode, van, bron.postcode.between(col(Postcode.pc4), col(Postcode.pc4).concat("ZZ")))
        if fijn:
            van = sa.outerjoin(van, Postcode6, col(Postcode6.pc6) == bron.postcode)
        pc4 = col(Postcode.pc4) if bron.op_index else bron.pc4
        return sa.select(*kolommen).select_from(van).where(pc4.in_(sorted(pc4s)), *bron.waar)

    def _tel(self) -> Stukken:
        if not self._gebied:
            return []
        groep = col(Postcode.pc4) if self._bron.op_index else self._bron.pc4
        vraag = self._vraag(self._gebied, groep, sa.func.count()).group_by(groep)
        return [(self._gebied[code], aantal) for code, aantal in self._session.execute(vraag)]

    def _rand(self, pc4s: Collection[str]) -> Stukken:
        if not pc4s:
            return []
        postcode = self._bron.postcode
        vraag = self._vraag(pc4s, postcode, *_FIJN, sa.func.count(), fijn=True).group_by(postcode, *_FIJN)
        verte = ((p, self._verte(p, b, le), n) for p, b, le, n in self._session.execute(vraag))
        return [(Gebied(p, d, d, d), n) for p, d, n in verte if self._km is None or d <= self._km]

    def _verte(self, postcode: str, breedte: float | None, lengte: float | None) -> float:
        if breedte is None or lengte is None:
            return self._gebied[postcode[:4]].km
        return rond(afstand_km(self._hier, (breedte, lengte)))

    def _rijen(self, pc4s: Iterable[str], *, aflopend: bool) -> list[tuple[float, str, int]]:
        """(kilometres, name, id) of the rows in these PC4s that lie within the circle, in order."""
        bron, codes = self._bron, list(pc4s)
        if not codes:
            return []
        vraag = self._vraag(codes, bron.id, bron.postcode, bron.naam, *_FIJN, fijn=True)
        alle = [(self._verte(p, b, le), naam, rij_id) for rij_id, p, naam, b, le in self._session.execute(vraag)]
        goed = [r for r in alle if self._km is None or r[0] <= self._km]
        return sorted(goed, key=lambda r: (-r[0] if aflopend else r[0], r[1], r[2]))

    def _pagina(
        self, stukken: Stukken, offset: int, limiet: int, *, aflopend: bool
    ) -> tuple[list[int], dict[int, float]]:
        # Rows of one PC4 are read together: where only some of its full postcodes are in the window, all of them are.
        per_pc4 = _per_pc4(stukken)
        venster = kies_venster(per_pc4, offset, limiet, aflopend=aflopend)
        rijen = self._rijen(venster.codes, aflopend=aflopend)
        deel = rijen[offset - venster.overslaan : offset - venster.overslaan + limiet]
        return [r[2] for r in deel], {r[2]: r[0] for r in deel}


def _per_pc4(stukken: Stukken) -> Stukken:
    """The same rows counted per PC4, from its nearest to its farthest row inside the circle."""
    uit: dict[str, tuple[Gebied, int]] = {}
    for g, n in stukken:
        code = g.code[:4]
        if code in uit:
            eerder, al = uit[code]
            g = Gebied(code, min(g.dichtst, eerder.dichtst), max(g.verst, eerder.verst), eerder.km)
            n += al
        uit[code] = (Gebied(code, g.dichtst, g.verst, g.km), n)
    return list(uit.values())
