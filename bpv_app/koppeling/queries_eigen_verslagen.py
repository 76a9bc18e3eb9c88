"""Reports of conversations for the student's own download: what was shared, what was said, what was agreed.

The school's own notes (answers "alleen school", the zorgvierkant) are not in a download somebody makes alone: there may
be somebody else's data in them. They are given on request, and the README of the download says so.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col

from bpv_app.gesprek.tables import Contactmoment
from bpv_app.gesprek.tables_verslag import (
    Gespreksafspraak,
    Gespreksverslag,
    GespreksverslagKopie,
    GespreksverslagReactie,
)
from bpv_app.koppeling.queries_eigen_uren import alle
from bpv_app.koppeling.rules_eigen import kopie


def lees_verslagen(session: Session, dossier_id: int, gezien: dict[str, set[int]]) -> list[dict[str, Any]]:
    """The shared reports of a placement with every version, and the agreements."""
    uit = []
    for verslag in alle(session, Gespreksverslag, col(Gespreksverslag.dossier_id) == dossier_id):
        if not verslag.kopieen:
            continue
        moment = session.get_one(Contactmoment, verslag.moment_id)
        gezien.setdefault("gespreksverslag", set()).add(verslag.id or 0)
        uit.append(
            {
                "gesprek": moment.naam,
                "versies": [
                    kopie(
                        k,
                        reacties=[
                            kopie(r)
                            for r in alle(session, GespreksverslagReactie, col(GespreksverslagReactie.kopie_id) == k.id)
                        ],
                    )
                    for k in alle(session, GespreksverslagKopie, col(GespreksverslagKopie.verslag_id) == verslag.id)
                ],
                "afspraken": [
                    kopie(a) for a in alle(session, Gespreksafspraak, col(Gespreksafspraak.verslag_id) == verslag.id)
                ],
            }
        )
    return uit
