"""Of the own-data download: amendments with what the parties said, exemptions, and what the register told or held."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.koppeling.krd.tables import KrdVergelijkingRij, KrdWijziging
from bpv_app.koppeling.queries_eigen_uren import alle
from bpv_app.koppeling.rules_eigen import kopie
from bpv_app.pok.tables import Pok, PokDocument
from bpv_app.pok.tables_krd import PokOntheffing
from bpv_app.pok.tables_wijziging import PokBezwaar, PokNaast, PokWijziging


def lees_wijzigingen(session: Session, pok: Pok, gezien: dict[str, set[int]]) -> dict[str, Any]:
    """What changed in an agreement and why; `gezien` gets the rows whose audit is the student's too.

    Also of the print runs the student's paper came from: who printed it is about this student, the run itself is not.
    """

    def zie(tabel: str, rijen: Any) -> Any:
        gezien.setdefault(tabel, set()).update(r.id or 0 for r in rijen)
        return rijen

    gezien.setdefault("pok_afdruk", set()).update(
        d.afdruk_id for d in alle(session, PokDocument, col(PokDocument.pok_id) == pok.id) if d.afdruk_id
    )
    wijzigingen = zie("pok_wijziging", alle(session, PokWijziging, col(PokWijziging.pok_id) == pok.id))
    per_wijziging = {
        w.id: zie("pok_bezwaar", alle(session, PokBezwaar, col(PokBezwaar.wijziging_id) == w.id)) for w in wijzigingen
    }
    return {
        "wijzigingen": [kopie(w, bezwaren=[kopie(b) for b in per_wijziging[w.id]]) for w in wijzigingen],
        "naast_een_andere_stage": [
            kopie(n) for n in zie("pok_naast", alle(session, PokNaast, col(PokNaast.pok_id) == pok.id))
        ],
        "ontheffingen_van_de_mutatiestop": [
            kopie(o) for o in zie("pok_ontheffing", alle(session, PokOntheffing, col(PokOntheffing.pok_id) == pok.id))
        ],
        "verschillen_met_het_register": [
            # Which member of staff compared is about that person.
            kopie(r)
            for r in alle(session, KrdVergelijkingRij, col(KrdVergelijkingRij.pok_id) == pok.id)
        ],
    }


def lees_register(session: Session, student_id: int) -> list[dict[str, Any]]:
    """What the register told about this student or the own agreements, and what the app did with it."""
    eigen = sa.select(col(Pok.id)).where(col(Pok.student_id) == student_id)
    waar = sa.or_(col(KrdWijziging.student_id) == student_id, col(KrdWijziging.pok_id).in_(eigen))
    return [kopie(w, "bron", "onderwerp") for w in alle(session, KrdWijziging, waar)]
