"""The school's own table of postcodes: where they lie, and which lie near. Without a table nothing has a distance."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.ligging.rules import Gebied, Ligging, afstand_km, kader, lees_postcode, maak_gebied, rond
from bpv_app.ligging.tables import Postcode, Postcode6

_PER_KEER = 5_000


def heeft_tabel(session: Session) -> bool:
    """Whether the school imported a table of postcodes."""
    return session.execute(sa.select(col(Postcode.pc4)).limit(1)).first() is not None


def _lees(session: Session, kolom: Any, tabel: Any, codes: Collection[str]) -> dict[str, Ligging]:
    alle, uit = sorted(codes), {}
    for i in range(0, len(alle), _PER_KEER):
        vraag = sa.select(kolom, tabel.breedte, tabel.lengte).where(kolom.in_(alle[i : i + _PER_KEER]))
        uit.update({code: (breedte, lengte) for code, breedte, lengte in session.execute(vraag)})
    return uit


def list_liggingen(session: Session, postcodes: Iterable[str | None]) -> dict[str, Ligging]:
    """Where these postcodes (as stored: `2312AB`, `2312`) lie: the full one when the table has it, else its PC4.

    What is not known is not in the answer.
    """
    gevraagd = {p for p in postcodes if p}
    fijn = _lees(session, col(Postcode6.pc6), Postcode6, {p for p in gevraagd if len(p) == 6})
    rest = gevraagd - fijn.keys()
    grof = _lees(session, col(Postcode.pc4), Postcode, {p[:4] for p in rest})
    return fijn | {p: grof[p[:4]] for p in rest if p[:4] in grof}


def get_ligging(session: Session, postcode: str) -> Ligging | None:
    """Where a postcode as people type it lies; None when it is not one or not known."""
    schoon = lees_postcode(postcode)
    return list_liggingen(session, [schoon]).get(schoon) if schoon else None


def afstanden(session: Session, hier: Ligging, postcodes: Iterable[str | None]) -> dict[str, float]:
    """Kilometres from `hier` per postcode, one decimal; what is not known is not in the answer."""
    return {p: rond(afstand_km(hier, daar)) for p, daar in list_liggingen(session, postcodes).items()}


def list_gebieden(session: Session, hier: Ligging, km: float | None = None) -> list[Gebied]:
    """The PC4s of which some part can lie within `km` of `hier` (None: all)."""
    vraag = sa.select(col(Postcode.pc4), col(Postcode.breedte), col(Postcode.lengte), col(Postcode.straal))
    if km is not None:
        # The box is taken wide enough for the largest PC4 there is: one can begin inside the circle.
        grootste = session.execute(sa.select(sa.func.max(col(Postcode.straal)))).scalar_one_or_none() or 0.0
        (zuid, west), (noord, oost) = kader(hier, km + grootste)
        vraag = vraag.where(col(Postcode.breedte).between(zuid, noord), col(Postcode.lengte).between(west, oost))
    gebieden = (maak_gebied(pc4, (b, le), straal, hier) for pc4, b, le, straal in session.execute(vraag))
    return [g for g in gebieden if km is None or g.dichtst <= km]
