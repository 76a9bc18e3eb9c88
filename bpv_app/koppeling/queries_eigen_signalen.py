"""Signals about a student, reports of the student, and what a placement was closed without: for the own download."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col

from bpv_app.afsluiting.tables import Ontheffing
from bpv_app.erkenning.tables import Intrekking
from bpv_app.koppeling.queries_eigen_uren import alle
from bpv_app.koppeling.rules_eigen import kopie
from bpv_app.signaal.tables import Signaal, SignaalGebeurtenis
from bpv_app.signaal.tables_melding import Melding, MeldingBericht, MeldingInzage
from bpv_app.toegang.tables import Account


def lees_signalen(session: Session, student_id: int, gezien: dict[str, set[int]]) -> list[dict[str, Any]]:
    """What the school saw and did, oldest first."""
    signalen = alle(session, Signaal, col(Signaal.student_id) == student_id)
    gezien["signaal"] = {s.id or 0 for s in signalen}
    return [
        kopie(
            s,
            "tekst_en",
            stappen=[
                kopie(g, "tekst_en")
                for g in alle(session, SignaalGebeurtenis, col(SignaalGebeurtenis.signaal_id) == s.id)
            ],
        )
        for s in signalen
    ]


def lees_meldingen(session: Session, student_id: int) -> list[dict[str, Any]]:
    """The student's own words and the answers, and who looked."""
    return [
        kopie(
            m,
            vertrouwenspersoon=session.get_one(Account, m.ontvanger_id).naam,
            begeleider_mag_het_weten=m.begeleider_id is not None,
            berichten=[kopie(b) for b in alle(session, MeldingBericht, col(MeldingBericht.melding_id) == m.id)],
            wie_keek=[kopie(i) for i in alle(session, MeldingInzage, col(MeldingInzage.melding_id) == m.id)],
        )
        for m in alle(session, Melding, col(Melding.student_id) == student_id)
    ]


def lees_ontheffingen(session: Session, dossier_id: int, gezien: dict[str, set[int]]) -> list[dict[str, Any]]:
    """Who let the placement be closed without something, and why."""
    rijen = alle(session, Ontheffing, col(Ontheffing.dossier_id) == dossier_id)
    gezien.setdefault("ontheffing", set()).update(r.id or 0 for r in rijen)
    return [kopie(r) for r in rijen]


def lees_intrekkingen(session: Session, dossier_id: int, gezien: dict[str, set[int]]) -> list[dict[str, Any]]:
    """When the company lost the accreditation for this placement, and what the school did."""
    rijen = alle(session, Intrekking, col(Intrekking.dossier_id) == dossier_id)
    gezien.setdefault("intrekking", set()).update(r.id or 0 for r in rijen)
    return [kopie(r, "reden_en") for r in rijen]
