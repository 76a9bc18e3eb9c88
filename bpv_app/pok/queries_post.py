"""Whom to write about a POK: its student and its praktijkopleider. The caller has checked the right."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account, AccountRol


@dataclass(frozen=True, slots=True)
class StudentPost:
    """Where the student gets mail. `account_id` is None for one who cannot log in (yet)."""

    naam: str
    roepnaam: str
    email: str
    taal: str
    account_id: int | None


@dataclass(frozen=True, slots=True)
class PokPost:
    """Names and addresses around one POK; `opleider` None when nobody at the company can be written."""

    student: StudentPost
    bedrijf: str
    opleider: Contactpersoon | None


def lees_post(session: Session, pok: Pok) -> PokPost:
    """Everything a mail about this POK needs."""
    student = session.get_one(Student, pok.student_id)
    rij = session.execute(
        sa.select(Account)
        .join(AccountRol, col(AccountRol.account_id) == col(Account.id))
        .where(col(AccountRol.rol) == Rol.STUDENT, col(AccountRol.student_id) == pok.student_id)
        .order_by(col(Account.id))
        .limit(1)
    ).scalar_one_or_none()
    opleider = session.get(Contactpersoon, pok.praktijkopleider_id) if pok.praktijkopleider_id else None
    bedrijf = session.get(Leerbedrijf, pok.leerbedrijf_id) if pok.leerbedrijf_id else None
    return PokPost(
        student=StudentPost(
            student.naam,
            student.roepnaam,
            student.email or (rij.email if rij else ""),
            rij.taal if rij else "nl",
            rij.id if rij else None,
        ),
        bedrijf=bedrijf.naam if bedrijf else "",
        opleider=opleider if opleider and opleider.is_actief else None,
    )
