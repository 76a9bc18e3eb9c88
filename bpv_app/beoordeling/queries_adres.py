"""Where student and praktijkopleider of a placement get mail. The caller has checked the right."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.beoordeling.clauses import huidige_pok
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account, AccountRol


@dataclass(frozen=True, slots=True)
class StudentAdres:
    """The student of a placement; `account_id` is None for one who cannot log in (yet)."""

    student_id: int
    naam: str
    roepnaam: str
    email: str
    taal: str
    account_id: int | None
    bedrijf: str


@dataclass(frozen=True, slots=True)
class OpleiderAdres:
    """The praktijkopleider of an agreement, who still works there."""

    contactpersoon_id: int
    leerbedrijf_id: int
    naam: str
    email: str


def get_student_adres(session: Session, dossier_id: int) -> StudentAdres:
    """The address, and the company's name for the sentence of a mail."""
    account = (
        sa.select(col(AccountRol.student_id), sa.func.min(AccountRol.account_id).label("account_id"))
        .where(col(AccountRol.rol) == Rol.STUDENT)
        .group_by(col(AccountRol.student_id))
        .subquery()
    )
    rij = session.execute(
        sa.select(
            col(Student.id),
            col(Student.naam),
            col(Student.roepnaam),
            sa.func.coalesce(sa.func.nullif(Student.email, ""), Account.email, ""),
            sa.func.coalesce(Account.taal, "nl"),
            col(Account.id),
            sa.func.coalesce(Leerbedrijf.naam, ""),
        )
        .select_from(Dossier)
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .join(Pok, col(Pok.id) == huidige_pok().scalar_subquery(), isouter=True)
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id), isouter=True)
        .join(account, account.c.student_id == col(Student.id), isouter=True)
        .join(Account, col(Account.id) == account.c.account_id, isouter=True)
        .where(col(Dossier.id) == dossier_id)
    ).one()
    return StudentAdres(*rij)


def get_opleider_adres(session: Session, pok_id: int) -> OpleiderAdres | None:
    """None when the agreement names nobody, or somebody who left."""
    rij = session.execute(
        sa.select(
            col(Contactpersoon.id),
            col(Contactpersoon.leerbedrijf_id),
            col(Contactpersoon.naam),
            col(Contactpersoon.email),
        )
        .join(Pok, col(Pok.praktijkopleider_id) == col(Contactpersoon.id))
        .where(col(Pok.id) == pok_id, col(Contactpersoon.is_actief))
    ).one_or_none()
    return OpleiderAdres(*rij) if rij else None
