"""Which company a merged one is now, and which ones went up in a company; merging itself is `service_samenvoegen`."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.leerbedrijf.tables import Leerbedrijf


def volg(session: Session, leerbedrijf_id: int) -> int:
    """The company this one is now: itself, or where a chain of merges ends. An unknown id stays as it is."""
    gezien: set[int] = set()
    while leerbedrijf_id not in gezien:
        gezien.add(leerbedrijf_id)
        vraag = sa.select(col(Leerbedrijf.opgegaan_in_id)).where(col(Leerbedrijf.id) == leerbedrijf_id)
        verder = session.execute(vraag).scalar_one_or_none()
        if verder is None:
            return leerbedrijf_id
        leerbedrijf_id = verder
    return leerbedrijf_id


def list_opgegaan(session: Session, leerbedrijf_id: int) -> set[int]:
    """The company itself and every one that went up in it, also by way of another."""
    alle, vers = {leerbedrijf_id}, {leerbedrijf_id}
    while vers:
        vraag = sa.select(col(Leerbedrijf.id)).where(col(Leerbedrijf.opgegaan_in_id).in_(vers))
        vers = set(session.execute(vraag).scalars()) - alle
        alle |= vers
    return alle
