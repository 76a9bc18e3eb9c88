"""Whom to thank when a placement is closed. The caller has checked the right."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student


@dataclass(frozen=True, slots=True)
class Opleider:
    """The praktijkopleider of an agreement."""

    id: int
    leerbedrijf_id: int
    naam: str
    email: str


@dataclass(frozen=True, slots=True)
class Bedankt:
    """Names in the mails; `opleider` None when nobody at the company is left to thank."""

    student_id: int
    student: str
    bedrijf: str
    team_id: int | None
    begeleider_id: int | None
    opleider: Opleider | None


def lees_bedankt(session: Session, pok_id: int) -> Bedankt:
    """Student, company and praktijkopleider of an agreement."""
    pok = session.get_one(Pok, pok_id)
    o = session.get(Contactpersoon, pok.praktijkopleider_id) if pok.praktijkopleider_id else None
    bedrijf = session.get(Leerbedrijf, pok.leerbedrijf_id) if pok.leerbedrijf_id else None
    return Bedankt(
        student_id=pok.student_id,
        student=session.get_one(Student, pok.student_id).naam,
        bedrijf=bedrijf.naam if bedrijf else "",
        team_id=pok.team_id,
        begeleider_id=pok.onderwijsbegeleider_id,
        opleider=Opleider(o.id or 0, o.leerbedrijf_id, o.naam, o.email) if o and o.is_actief else None,
    )
