"""Who takes part in a conversation, and where they can be reached: for invitations and for the page of the moment."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bpv_app.dossier.service_koppel import toon_naam
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.clauses import LAATSTE_POK
from bpv_app.gesprek.rules import Deelnemer
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf, Locatie
from bpv_app.pok.rules_krd import MOET_BEKEND_ZIJN
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account, AccountRol


@dataclass(frozen=True, slots=True)
class Mens:
    """A party as a person. `account_id` None: cannot log in (yet); a contact person gets one when mailed."""

    deelnemer: Deelnemer
    naam: str
    roepnaam: str
    email: str
    telefoon: str
    taal: str = "nl"
    account_id: int | None = None
    contactpersoon_id: int | None = None
    leerbedrijf_id: int | None = None
    student_id: int | None = None


@dataclass(frozen=True, slots=True)
class Bezetting:
    """The people around one dossier, and the address of the workplace (`postcode` as stored, `2312AB`)."""

    dossier_id: int
    team_id: int | None
    begeleider_id: int | None
    student_naam: str
    bedrijf: str
    adres: str
    postcode: str
    mensen: dict[Deelnemer, Mens]


def _account_van_student() -> sa.Subquery:
    return (
        sa.select(col(AccountRol.student_id), sa.func.min(AccountRol.account_id).label("account_id"))
        .where(col(AccountRol.rol) == Rol.STUDENT)
        .group_by(col(AccountRol.student_id))
        .subquery()
    )


def get_bezetting(session: Session, dossier_id: int) -> Bezetting:
    """The people around a dossier; the caller has checked the right.

    The praktijkopleider is there once the agreement was really made: a company never hears of a school's draft.
    """
    account = _account_van_student()
    bezoeker = aliased(Account)
    rij = session.execute(
        sa.select(Dossier, Student, Account, bezoeker)
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .outerjoin(account, account.c.student_id == col(Student.id))
        .outerjoin(Account, col(Account.id) == account.c.account_id)
        .outerjoin(bezoeker, col(bezoeker.id) == col(Dossier.onderwijsbegeleider_id))
        .where(col(Dossier.id) == dossier_id)
    ).one()
    dossier, student, eigen, school = rij
    naam = toon_naam(student)
    mensen = {
        Deelnemer.STUDENT: Mens(
            Deelnemer.STUDENT,
            naam,
            student.roepnaam or naam,
            student.email or (eigen.email if eigen else ""),
            student.telefoon,
            eigen.taal if eigen else "nl",
            eigen.id if eigen else None,
            student_id=student.id,
        )
    }
    if school is not None and school.is_actief:
        mensen[Deelnemer.ONDERWIJSBEGELEIDER] = Mens(
            Deelnemer.ONDERWIJSBEGELEIDER,
            school.naam, school.naam, school.email, school.telefoon, school.taal, school.id,
        )  # fmt: skip
    bedrijf, plek, opleider = _werkplek(session, dossier_id)
    if opleider is not None:
        mensen[Deelnemer.PRAKTIJKOPLEIDER] = opleider
    return Bezetting(
        dossier_id,
        dossier.team_id,
        dossier.onderwijsbegeleider_id,
        naam,
        bedrijf.naam if bedrijf else "",
        _adres(plek) if plek else "",
        plek.postcode if plek else "",
        mensen,
    )


def _werkplek(
    session: Session, dossier_id: int
) -> tuple[Leerbedrijf | None, Leerbedrijf | Locatie | None, Mens | None]:
    """Company, where the work is done, and the praktijkopleider of the current agreement."""
    rij = session.execute(
        sa.select(Leerbedrijf, Locatie, Contactpersoon)
        .select_from(Dossier)
        .join(Pok, col(Pok.id) == LAATSTE_POK)
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
        .outerjoin(Locatie, col(Locatie.id) == col(Pok.locatie_id))
        .outerjoin(
            Contactpersoon,
            sa.and_(col(Contactpersoon.id) == col(Pok.praktijkopleider_id), col(Contactpersoon.is_actief)),
        )
        .where(col(Dossier.id) == dossier_id, col(Pok.status).in_(sorted(MOET_BEKEND_ZIJN)))
    ).first()
    if rij is None:
        return None, None, None
    bedrijf, locatie, persoon = rij
    plek = locatie if locatie is not None and (locatie.straat or locatie.postcode) else bedrijf
    mens = None
    if persoon is not None:
        account = _account_van_contact(session, persoon.id)
        mens = Mens(
            Deelnemer.PRAKTIJKOPLEIDER,
            persoon.naam,
            persoon.naam,
            persoon.email,
            persoon.telefoon,
            account.taal if account else "nl",
            account.id if account else None,
            contactpersoon_id=persoon.id,
            leerbedrijf_id=persoon.leerbedrijf_id,
        )
    return bedrijf, plek, mens


def _account_van_contact(session: Session, contactpersoon_id: int) -> Account | None:
    vraag = (
        sa.select(Account)
        .join(AccountRol, col(AccountRol.account_id) == col(Account.id))
        .where(col(AccountRol.contactpersoon_id) == contactpersoon_id, col(AccountRol.rol) == Rol.PRAKTIJKOPLEIDER)
        .order_by(col(Account.id))
        .limit(1)
    )
    account: Account | None = session.execute(vraag).scalar_one_or_none()
    return account


def _adres(plek: Leerbedrijf | Locatie) -> str:
    straat = f"{plek.straat} {plek.huisnummer}".strip()
    postcode = f"{plek.postcode[:4]} {plek.postcode[4:]}".strip()
    return ", ".join(d for d in (straat, f"{postcode} {plek.plaats}".strip()) if d)
