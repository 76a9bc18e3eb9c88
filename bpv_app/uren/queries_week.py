"""Whose a week is, in what part the actor comes, and where its student can be reached."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account, AccountRol
from bpv_app.uren.clauses import bedrijf_uren, eigen_uren, school_uren
from bpv_app.uren.queries_pok import UrenPok, list_uren_poks
from bpv_app.uren.rules_week import Wie
from bpv_app.uren.tables import UrenWeek


def get_week_poort(session: Session, actor: Actor, week_id: int) -> tuple[UrenPok, frozenset[Wie]] | None:
    """The agreement of a week and the parts in which this actor may act on it; None when there are none."""
    delen = {
        Wie.STUDENT: eigen_uren(actor),
        Wie.BEDRIJF: bedrijf_uren(actor),
        Wie.SCHOOL: school_uren(actor, Actie.UREN_BEOORDELEN) if actor.mag(Actie.UREN_BEOORDELEN) else sa.false(),
    }
    rij = session.execute(
        sa.select(col(Pok.id), *(deel.label(wie.value) for wie, deel in delen.items()))
        .join(UrenWeek, col(UrenWeek.pok_id) == col(Pok.id))
        .where(col(UrenWeek.id) == week_id)
    ).first()
    wie = frozenset(w for w, is_zo in zip(delen, rij[1:], strict=True) if is_zo) if rij else frozenset()
    poks = list_uren_poks(session, col(Pok.id) == rij[0]) if rij and wie else []
    return (poks[0], wie) if poks else None


@dataclass(frozen=True, slots=True)
class StudentAdres:
    """Where a student gets mail. `account_id` is None for one who cannot log in (yet)."""

    naam: str
    roepnaam: str
    email: str
    taal: str
    account_id: int | None
    begeleider_id: int | None


def get_student_adres(session: Session, pok_id: int) -> StudentAdres:
    """The address of the student of a POK, for mail; the caller has checked the right."""
    account = (
        sa.select(col(AccountRol.student_id), sa.func.min(AccountRol.account_id).label("account_id"))
        .where(col(AccountRol.rol) == Rol.STUDENT)
        .group_by(col(AccountRol.student_id))
        .subquery()
    )
    rij = session.execute(
        sa.select(
            col(Student.naam),
            col(Student.roepnaam),
            sa.func.coalesce(sa.func.nullif(Student.email, ""), Account.email, ""),
            sa.func.coalesce(Account.taal, "nl"),
            col(Account.id),
            col(Pok.onderwijsbegeleider_id),
        )
        .select_from(Pok)
        .join(Student, col(Student.id) == col(Pok.student_id))
        .join(account, account.c.student_id == col(Student.id), isouter=True)
        .join(Account, col(Account.id) == account.c.account_id, isouter=True)
        .where(col(Pok.id) == pok_id)
    ).one()
    return StudentAdres(*rij)
