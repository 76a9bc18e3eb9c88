"""Places at which a student has or had a slot, for the student's own download."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col

from bpv_app.koppeling.queries_eigen_uren import alle
from bpv_app.koppeling.rules_eigen import kopie
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsGebeurtenis


def lees_plekken(session: Session, student_id: int, gezien: dict[str, set[int]]) -> list[dict[str, Any]]:
    """Each place with the slot that is held now and what happened to this student's slots there, oldest first."""
    claims = {c.plaats_id: c for c in alle(session, PlaatsClaim, col(PlaatsClaim.student_id) == student_id)}
    gezien["plaats_claim"] = {c.id or 0 for c in claims.values()}
    verhaal: dict[int, list[PlaatsGebeurtenis]] = {plaats_id: [] for plaats_id in claims}
    for g in alle(session, PlaatsGebeurtenis, col(PlaatsGebeurtenis.student_id) == student_id):
        verhaal.setdefault(g.plaats_id, []).append(g)
    uit = []
    for plaats_id, gebeurtenissen in sorted(verhaal.items()):
        plaats = session.get_one(Plaats, plaats_id)
        uit.append(
            {
                "plaats": plaats.titel,
                "leerbedrijf": session.get_one(Leerbedrijf, plaats.leerbedrijf_id).naam,
                "van": plaats.van.isoformat(),
                "tot": plaats.tot.isoformat(),
                "mijn_plek": kopie(claims[plaats_id], "nummer", "aantal") if plaats_id in claims else None,
                "geschiedenis": [kopie(g, "aantal") for g in gebeurtenissen],
            }
        )
    return uit
