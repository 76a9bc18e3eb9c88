"""Assessment and evaluation of one placement, for the student's own download.

An assessment is in it once the school shared it: until then it is a draft of others. What a company answered in its own
evaluation stays the company's: it was told that the student does not read it, and the school sees only totals.
"""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col

from bpv_app.beoordeling.rules import Kant
from bpv_app.beoordeling.rules_evaluatie import EvaluatieSoort, vragen_uit_json
from bpv_app.beoordeling.tables import Beoordeling, BeoordelingHistorie, BeoordelingOordeel, Werkproces
from bpv_app.beoordeling.tables_evaluatie import Evaluatie
from bpv_app.koppeling.queries_eigen_uren import alle
from bpv_app.koppeling.rules_eigen import kopie


def lees_beoordeling(session: Session, dossier_id: int, gezien: dict[str, set[int]]) -> list[dict[str, Any]]:
    """The shared assessment with both judgements per werkproces and its steps; nothing before it was shared."""
    uit = []
    for b in alle(
        session, Beoordeling, col(Beoordeling.dossier_id) == dossier_id, col(Beoordeling.gedeeld_op).is_not(None)
    ):
        gezien.setdefault("beoordeling", set()).add(b.id or 0)
        codes = {w["id"]: f"{w['code']} {w['naam']}" for w in b.werkprocessen}
        kanten = list(Kant) if b.bedrijf_op else [Kant.SCHOOL]
        oordelen = alle(
            session,
            BeoordelingOordeel,
            col(BeoordelingOordeel.beoordeling_id) == b.id,
            col(BeoordelingOordeel.kant).in_(kanten),
            col(BeoordelingOordeel.werkproces_id).in_(codes),
        )
        gezien.setdefault("beoordeling_oordeel", set()).update(o.id or 0 for o in oordelen)
        weg = ("schaal", "werkprocessen") if b.bedrijf_op else ("schaal", "werkprocessen", "bedrijf_algemeen")
        uit.append(
            kopie(
                b,
                *weg,
                oordelen=[kopie(o, werkproces=codes[o.werkproces_id]) for o in oordelen],
                historie=[
                    kopie(h, "inhoud", "reden")
                    for h in alle(session, BeoordelingHistorie, col(BeoordelingHistorie.beoordeling_id) == b.id)
                ],
                werkprocessen=[codes[w.id or 0] for w in alle(session, Werkproces, col(Werkproces.id).in_(codes))],
            )
        )
    return uit


def lees_evaluaties(session: Session, student_id: int) -> list[dict[str, Any]]:
    """One's own forms, questions with answers; also a draft."""
    rijen = alle(
        session, Evaluatie, col(Evaluatie.student_id) == student_id, col(Evaluatie.soort) == EvaluatieSoort.STUDENT
    )
    return [
        kopie(
            e,
            "lijst",
            "team_deel",
            "bedrijf_deel",
            "vragen",
            antwoorden=[
                {"vraag": v.tekst.nl, "antwoord": e.antwoorden.get(v.sleutel, "")} for v in vragen_uit_json(e.vragen)
            ],
        )
        for e in rijen
    ]
