"""The merges of a company, for its screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.clauses import is_levend
from bpv_app.leerbedrijf.rules_dubbel import AANWIJZING_LABEL, lees_aanwijzingen
from bpv_app.leerbedrijf.service_paren import list_paren_van
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.leerbedrijf.tables_samenvoegen import Samenvoeging

MAX_REGELS = 100


@dataclass(frozen=True, slots=True)
class SamenvoegRegel:
    """One merge into this company, undone or not; `rest` is what undoing could not put back."""

    id: int
    versie: int
    weg: str
    op: datetime
    door: str
    reden: str
    ongedaan_op: datetime | None
    ongedaan_door: str
    rest: tuple[Tekst, ...]


@dataclass(frozen=True, slots=True)
class LijktRegel:
    """Another company that looks like this one, and why."""

    id: int
    naam: str
    plaats: str
    waarom: tuple[Tekst, ...]


def list_samenvoegingen(session: Session, actor: Actor, leerbedrijf_id: int) -> list[SamenvoegRegel]:
    """What was merged into this company, newest first. Raises GeenRecht."""
    require(actor, Actie.LEERBEDRIJF_SAMENVOEGEN)
    if not is_sleutel(leerbedrijf_id):
        return []
    vraag = (
        sa.select(Samenvoeging, col(Leerbedrijf.naam))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Samenvoeging.weg_id))
        .where(col(Samenvoeging.blijft_id) == leerbedrijf_id)
        .order_by(col(Samenvoeging.id).desc())
        .limit(MAX_REGELS)
    )
    return [
        SamenvoegRegel(
            r.id or 0,
            r.versie,
            naam,
            r.op,
            r.door_naam,
            r.reden,
            r.ongedaan_op,
            r.ongedaan_door,
            tuple(Tekst(nl, en) for nl, en in r.rest),
        )
        for r, naam in session.execute(vraag)
    ]


def list_lijkt_op(session: Session, actor: Actor, leerbedrijf_id: int) -> list[LijktRegel]:
    """Companies that look like this one and of which nobody said that they are not. Raises GeenRecht."""
    require(actor, Actie.LEERBEDRIJF_SAMENVOEGEN)
    if not is_sleutel(leerbedrijf_id):
        return []
    paren = [p for p in list_paren_van(session, leerbedrijf_id) if p.anders_op is None]
    ander = {p.id: p.b_id if p.a_id == leerbedrijf_id else p.a_id for p in paren}
    vraag = sa.select(Leerbedrijf).where(col(Leerbedrijf.id).in_(set(ander.values())), is_levend())
    bedrijven = {b.id: b for b in session.execute(vraag).scalars()} if paren else {}
    return [
        LijktRegel(
            b.id or 0, b.naam, b.plaats, tuple(AANWIJZING_LABEL[a] for a in lees_aanwijzingen(p.aanwijzingen))
        )
        for p in paren
        if (b := bedrijven.get(ander[p.id])) is not None
    ]  # fmt: skip
