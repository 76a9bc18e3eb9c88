"""A student's conversations in the download of own data: planned, held, said about dates, and who changed it."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.rules import Deelnemer
from bpv_app.gesprek.tables import (
    Contactmoment,
    ContactmomentGebeurtenis,
    Gespreksuitnodiging,
    Gespreksvoorstel,
    GespreksvoorstelAntwoord,
)
from bpv_app.koppeling.queries_eigen_uren import alle
from bpv_app.koppeling.rules_eigen import kopie


def lees_gesprekken(session: Session, dossier: Dossier, gezien: dict[str, set[int]]) -> list[dict[str, Any]]:
    """The conversations of one placement, with their history and proposals; of invitations only the student's own."""
    uit = []
    for moment in alle(session, Contactmoment, col(Contactmoment.dossier_id) == dossier.id):
        gezien.setdefault("contactmoment", set()).add(moment.id or 0)
        uit.append(
            kopie(
                moment,
                "uid_nummer",
                "volgorde",
                historie=[
                    kopie(g)
                    for g in alle(
                        session, ContactmomentGebeurtenis, col(ContactmomentGebeurtenis.moment_id) == moment.id
                    )
                ],
                uitnodiging=[
                    kopie(u, "organisator_email", "uid_nummer")
                    for u in alle(
                        session,
                        Gespreksuitnodiging,
                        col(Gespreksuitnodiging.moment_id) == moment.id,
                        col(Gespreksuitnodiging.deelnemer) == Deelnemer.STUDENT,
                    )
                ],
                voorstellen=[
                    kopie(v, antwoord=_eigen_antwoord(session, v))
                    for v in alle(session, Gespreksvoorstel, col(Gespreksvoorstel.moment_id) == moment.id)
                ],
            )
        )
    return uit


def _eigen_antwoord(session: Session, voorstel: Gespreksvoorstel) -> list[dict[str, Any]]:
    return [
        kopie(a)
        for a in alle(
            session,
            GespreksvoorstelAntwoord,
            col(GespreksvoorstelAntwoord.voorstel_id) == voorstel.id,
            col(GespreksvoorstelAntwoord.deelnemer) == Deelnemer.STUDENT,
        )
    ]
