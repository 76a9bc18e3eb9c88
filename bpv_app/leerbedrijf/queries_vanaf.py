"""A company as the point from which a list shows distances: by its leerbedrijf-ID, inside the actor's scope."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.nummers import lees_kenmerk
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.clauses import leerbedrijf_scope
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.ligging.vanaf import VanafSoort, bron

_VOOR = "bedrijf-"


def vanaf_leerbedrijf(leerbedrijf_id: int, sbb_id: str | None) -> str:
    """How a link to a list names this company: by SBB's number, and without one by ours."""
    return sbb_id or f"{_VOOR}{leerbedrijf_id}"


@bron(VanafSoort.LEERBEDRIJF)
def zoek_leerbedrijf(session: Session, actor: Actor, tekst: str) -> tuple[str, Tekst] | None:
    """The postcode and the name of a company the actor may see."""
    sleutel = lees_kenmerk(tekst, _VOOR)
    wie = col(Leerbedrijf.id) == sleutel if sleutel else col(Leerbedrijf.sbb_id) == tekst
    vraag = sa.select(col(Leerbedrijf.postcode), col(Leerbedrijf.naam)).where(leerbedrijf_scope(actor), wie)
    rij = session.execute(vraag).first()
    return (rij[0], Tekst(rij[1], rij[1])) if rij else None
