"""Find a company for a student: by words, accredited ones first, nearest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from math import cos, radians
from typing import cast

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.clauses import is_erkend_clause, is_levend, leerbedrijf_scope
from bpv_app.leerbedrijf.opgegaan import volg
from bpv_app.leerbedrijf.rules import Uitkomst, afstand_km, is_actief
from bpv_app.leerbedrijf.rules_invoer import OngeldigNummer, lees_crebo, lees_postcode
from bpv_app.leerbedrijf.service_erkenning import beoordeel, list_regels, tel_register
from bpv_app.leerbedrijf.tables import Leerbedrijf, Postcode
from bpv_app.leerbedrijf.zoeken import list_lijkende, maak_zoek

MAX_LIMIET = 100


@dataclass(frozen=True, slots=True)
class GevondenLeerbedrijf:
    """A company as a choice. `uitkomst` is None when no crebo was asked; `afstand` in km, None when not known."""

    id: int
    naam: str
    sbb_id: str
    straat: str
    huisnummer: str
    postcode: str
    plaats: str
    is_actief: bool
    uitkomst: Uitkomst | None = None
    reden: Tekst | None = None
    afstand: float | None = None

    @property
    def erkend(self) -> bool | None:
        """Yes or no; None when it was not asked or cannot be known."""
        return None if self.uitkomst in (None, Uitkomst.ONBEKEND) else self.uitkomst is Uitkomst.ERKEND


def _ligging(session: Session, postcode: str) -> tuple[float, float] | None:
    """Where a postcode lies (of its PC4), None when it is not one or not known."""
    try:
        pc4 = lees_postcode(postcode)[:4]
    except OngeldigNummer:
        pc4 = postcode.strip()[:4]
    plek = session.get(Postcode, pc4) if re.fullmatch("[0-9]{4}", pc4) else None
    return (plek.breedte, plek.lengte) if plek else None


def _lees_crebo(crebo: str) -> str:
    try:
        return lees_crebo(crebo)
    except OngeldigNummer:
        return ""


def zoek_leerbedrijven(
    session: Session,
    actor: Actor,
    tekst: str,
    *,
    crebo: str = "",
    peildatum: date | None = None,
    postcode: str = "",
    limiet: int = 20,
) -> list[GevondenLeerbedrijf]:
    """Companies whose search text holds every word of `tekst`, inside the actor's scope, at most `limiet`.

    With a `crebo` the accredited ones (on `peildatum`, else today) come first and each says yes, no or unknown; with a
    known `postcode` the nearest come first, measured from the middle of the PC4. A crebo or postcode that is not one is
    left out of account. When nothing is spelt so, what looks like it comes; a company that was merged gives the one it
    is now.
    """
    goed_crebo, dag = _lees_crebo(crebo), peildatum or tijd.klok.vandaag()
    hier = _ligging(session, postcode)
    scope = leerbedrijf_scope(actor)
    where = [scope, *maak_zoek(session, tekst).bladeren]
    aantal = max(1, min(limiet, MAX_LIMIET))
    if goed_crebo:
        # Accredited ones first, and the others only when there is room left: mostly a far smaller search.
        erkend = is_erkend_clause(goed_crebo, dag)
        ids = _zoek_ids(session, [*where, erkend], hier, aantal)
        if len(ids) < aantal:
            ids += _zoek_ids(session, [*where, sa.not_(erkend)], hier, aantal - len(ids))
    else:
        ids = _zoek_ids(session, where, hier, aantal)
    if not ids:  # nothing is spelt so: what looks like it
        ids = list_lijkende(session, tekst, [scope], aantal)
    return _maak_rijen(session, _volg_alle(session, ids), goed_crebo, dag, hier)


def _volg_alle(session: Session, ids: list[int]) -> list[int]:
    """What was merged leads to the company it is now, once."""
    opgegaan = sa.select(col(Leerbedrijf.id)).where(col(Leerbedrijf.id).in_(ids), sa.not_(is_levend()))
    weg = set(session.execute(opgegaan).scalars())
    return list(dict.fromkeys(volg(session, i) if i in weg else i for i in ids))


def _zoek_ids(
    session: Session, where: list[sa.ColumnElement[bool]], hier: tuple[float, float] | None, aantal: int
) -> list[int]:
    """The first ids, nearest first when `hier` is known, then by name.

    The database orders by a flat-earth square, which needs no functions SQLite may lack; over the Netherlands that is
    the same order, and the distance shown is the haversine.
    """
    vraag = sa.select(col(Leerbedrijf.id)).where(*where)
    if hier:
        noord = col(Postcode.breedte) - hier[0]
        oost = (col(Postcode.lengte) - hier[1]) * cos(radians(hier[0]))
        vraag = vraag.outerjoin(Postcode, col(Postcode.pc4) == sa.func.substr(col(Leerbedrijf.postcode), 1, 4))
        vraag = vraag.order_by(sa.case((col(Postcode.breedte).is_(None), 1), else_=0), noord * noord + oost * oost)
    vraag = vraag.order_by(col(Leerbedrijf.zoektekst), col(Leerbedrijf.id)).limit(aantal)
    return list(session.execute(vraag).scalars())


def _maak_rijen(
    session: Session, ids: list[int], crebo: str, dag: date, hier: tuple[float, float] | None
) -> list[GevondenLeerbedrijf]:
    rijen = session.execute(sa.select(Leerbedrijf).where(col(Leerbedrijf.id).in_(ids))).scalars() if ids else ()
    bedrijven = {b.id: b for b in rijen}
    regels = list_regels(session, [b.sbb_id or "" for b in bedrijven.values()]) if crebo else {}
    is_leeg = bool(crebo) and tel_register(session) == 0
    plekken = _liggingen(session, {b.postcode[:4] for b in bedrijven.values()}) if hier else {}
    gevonden = []
    for bedrijf in (bedrijven[i] for i in ids):
        oordeel = (
            beoordeel(
                bedrijf,
                regels.get(bedrijf.sbb_id or "", []),
                crebo=crebo,
                keuzedeel="",
                peildatum=dag,
                is_register_leeg=is_leeg,
            )
            if crebo
            else None
        )
        plek = plekken.get(bedrijf.postcode[:4])
        gevonden.append(
            GevondenLeerbedrijf(
                id=cast("int", bedrijf.id),
                naam=bedrijf.naam,
                sbb_id=bedrijf.sbb_id or "",
                straat=bedrijf.straat,
                huisnummer=bedrijf.huisnummer,
                postcode=bedrijf.postcode,
                plaats=bedrijf.plaats,
                is_actief=is_actief(bedrijf.actief_van, bedrijf.actief_tot, dag),
                uitkomst=oordeel.uitkomst if oordeel else None,
                reden=oordeel.reden if oordeel else None,
                afstand=afstand_km(hier, plek) if hier and plek else None,
            )
        )
    return gevonden


def _liggingen(session: Session, pc4s: set[str]) -> dict[str, tuple[float, float]]:
    vraag = sa.select(Postcode).where(col(Postcode.pc4).in_(pc4s))
    return {p.pc4: (p.breedte, p.lengte) for p in session.execute(vraag).scalars()}
