"""Who signs for whom, when two companies become one: it follows, and no chain comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.leerbedrijf.rules_tekent_via import keten_na_samenvoegen
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.leerbedrijf.verplaatsen import zet_veld


def _via(blijft: Leerbedrijf, weg: Leerbedrijf) -> tuple[int | None, int | None]:
    """Who signs for the one that stays: as it says itself, otherwise as the other one says; never one of the two."""
    for rij in (blijft, weg):
        if rij.tekent_via_id is not None and rij.tekent_via_id not in (blijft.id, weg.id):
            return rij.tekent_via_id, rij.tekenaar_id
    return None, None


def _voor_wie(session: Session, blijft: Leerbedrijf, weg: Leerbedrijf) -> Sequence[Leerbedrijf]:
    """The other companies for which one of the two signs."""
    vraag = sa.select(Leerbedrijf).where(
        col(Leerbedrijf.tekent_via_id).in_((blijft.id, weg.id)), col(Leerbedrijf.id).not_in((blijft.id, weg.id))
    )
    return session.execute(vraag.order_by(col(Leerbedrijf.id)).with_for_update()).scalars().all()


def check_keten(session: Session, blijft: Leerbedrijf, weg: Leerbedrijf) -> None:
    """Raises KetenTekenen when the one that stays would sign for others while another one signs for it."""
    via_id, _ = _via(blijft, weg)
    if via_id is not None and _voor_wie(session, blijft, weg):
        raise keten_na_samenvoegen(blijft.naam, session.get_one(Leerbedrijf, via_id).naam)


def zet_tekenen(
    session: Session,
    blijft: Leerbedrijf,
    weg: Leerbedrijf,
    personen: Mapping[int, int],
    waarden: list[list[Any]],
) -> None:
    """Let signing follow; `personen`: contacts that became one (goes, stays). What changes is kept in `waarden`."""
    via_id, tekenaar_id = _via(blijft, weg)
    for rij in _voor_wie(session, blijft, weg):
        zet_veld(rij, "leerbedrijf", "tekent_via_id", blijft.id, waarden)
        tekenaar = rij.tekenaar_id
        zet_veld(rij, "leerbedrijf", "tekenaar_id", personen.get(tekenaar or 0, tekenaar), waarden)
    for rij, via, wie in ((blijft, via_id, tekenaar_id), (weg, None, None)):
        zet_veld(rij, "leerbedrijf", "tekent_via_id", via, waarden)
        zet_veld(rij, "leerbedrijf", "tekenaar_id", wie, waarden)
    session.flush()


def past_terug(session: Session, rij: Leerbedrijf, via_id: int) -> bool:
    """Whether undoing may let `via_id` sign for this company again: since then it may have become a chain."""
    via = session.get_one(Leerbedrijf, via_id)
    voor = sa.select(col(Leerbedrijf.id)).where(col(Leerbedrijf.tekent_via_id) == rij.id)
    return via.tekent_via_id is None and session.execute(voor.limit(1)).first() is None
