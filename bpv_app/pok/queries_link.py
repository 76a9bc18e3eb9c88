"""Contact persons who may come in by a personal link, and who they are by mail address."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.adres import lees_adres
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import Pok

_LOOPT = (PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.DEFINITIEF)
MAX_MENSEN = 10
"""An address of several people, such as info@, gets a mail for each of them, up to this many."""


@dataclass(frozen=True, slots=True)
class Mens:
    """A contact person who may come in; `beoordeelt`: weeks of hours may wait for this person."""

    id: int
    leerbedrijf_id: int
    naam: str
    email: str
    beoordeelt: bool


def begeleidt_nu() -> sa.ColumnElement[bool]:
    """Contact persons who are the praktijkopleider of a running placement."""
    poks = sa.select(col(Pok.praktijkopleider_id)).where(
        col(Pok.status).in_(_LOOPT), col(Pok.praktijkopleider_id).is_not(None)
    )
    return col(Contactpersoon.id).in_(poks)


def mag_binnen() -> sa.ColumnElement[bool]:
    """Contact persons who have something to do here: they guide, may guide, or approve hours. Nobody who left."""
    wie = sa.or_(col(Contactpersoon.is_praktijkopleider), col(Contactpersoon.keurt_uren), begeleidt_nu())
    return sa.and_(col(Contactpersoon.is_actief), wie)


def list_mensen(session: Session, adres: str) -> tuple[Mens, ...]:
    """Who may come in and has this address (whatever its capitals); nobody for what is no address."""
    schoon = adres.strip().lower()
    if not lees_adres(schoon):
        return ()
    rijen = session.execute(
        sa.select(
            col(Contactpersoon.id),
            col(Contactpersoon.leerbedrijf_id),
            col(Contactpersoon.naam),
            col(Contactpersoon.email),
            sa.or_(col(Contactpersoon.keurt_uren), begeleidt_nu()),
        )
        .where(sa.func.lower(col(Contactpersoon.email)).in_({schoon, lees_adres(schoon)}), mag_binnen())
        .order_by(col(Contactpersoon.id))
        .limit(MAX_MENSEN)
    ).all()
    return tuple(Mens(nr, bedrijf, naam, email, bool(keurt)) for nr, bedrijf, naam, email, keurt in rijen)
