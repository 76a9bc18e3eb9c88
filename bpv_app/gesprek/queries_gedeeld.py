"""What student and company see of conversations: the copies they got, and where they can be reached by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.rules_momenten import Deelnemer
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.clauses_verslag import kopie_rol, kopie_scope
from bpv_app.gesprek.queries_verslag import ReactieRegel, list_reacties
from bpv_app.gesprek.rules_verslag import Gedeeld, ReactieSoort, gedeeld_van
from bpv_app.gesprek.tables_verslag import Gespreksverslag, GespreksverslagKopie
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie, Rol
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account, AccountRol

MAX_LIJST = 200


@dataclass(frozen=True, slots=True)
class GedeeldRegel:
    """A shared report on the list of who got it; `is_gelezen`: this party confirmed the newest version they have."""

    verslag_id: int
    als: Deelnemer
    student: str
    inhoud: Gedeeld
    gedeeld_op: datetime
    nummer: int
    is_gelezen: bool


@dataclass(frozen=True, slots=True)
class GedeeldDetail:
    """A shared report with what changed since the version before and what was said about it, by whom."""

    regel: GedeeldRegel
    kopie_id: int
    gedeeld_door: str
    wijzigingen: tuple[tuple[str, str], ...]
    reacties: tuple[ReactieRegel, ...]


def _kopieen(actor: Actor) -> Any:
    return (
        sa.select(GespreksverslagKopie, kopie_rol(actor), col(Student.naam))
        .join(Gespreksverslag, col(Gespreksverslag.id) == col(GespreksverslagKopie.verslag_id))
        .join(Dossier, col(Dossier.id) == col(Gespreksverslag.dossier_id))
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .where(kopie_scope(actor))
    )


def list_gedeelde(session: Session, actor: Actor) -> list[GedeeldRegel]:
    """The newest version this person has of each report, newest first. Raises GeenRecht."""
    require(actor, Actie.VERSLAG_LEZEN)
    nieuwste: dict[int, tuple[GespreksverslagKopie, str, str]] = {}
    vraag = _kopieen(actor).order_by(col(GespreksverslagKopie.gedeeld_op).desc(), col(GespreksverslagKopie.id).desc())
    for kopie, als, student in session.execute(vraag.limit(MAX_LIJST)):
        nieuwste.setdefault(kopie.verslag_id, (kopie, als, student))
    reacties = list_reacties(session, [k.id or 0 for k, _, _ in nieuwste.values()])
    return [
        _regel(kopie, Deelnemer(als), student, tuple(reacties.get(kopie.id or 0, ())))
        for kopie, als, student in nieuwste.values()
    ]


def _regel(
    kopie: GespreksverslagKopie, als: Deelnemer, student: str, reacties: tuple[ReactieRegel, ...]
) -> GedeeldRegel:
    gelezen = any(r.deelnemer is als and r.soort is ReactieSoort.AKKOORD for r in reacties)
    return GedeeldRegel(
        kopie.verslag_id, als, student, gedeeld_van(kopie.inhoud), kopie.gedeeld_op, kopie.nummer, gelezen
    )


def get_gedeeld(session: Session, actor: Actor, verslag_id: int) -> GedeeldDetail:
    """The newest version this person has of one report. Raises GeenRecht or NietGevonden."""
    require(actor, Actie.VERSLAG_LEZEN)
    if not is_sleutel(verslag_id):
        raise NietGevonden
    vraag = (
        _kopieen(actor)
        .where(col(GespreksverslagKopie.verslag_id) == verslag_id)
        .order_by(col(GespreksverslagKopie.nummer).desc())
        .limit(1)
    )
    rij = session.execute(vraag).first()
    if rij is None:
        raise NietGevonden
    kopie, als, student = rij[0], Deelnemer(rij[1]), rij[2]
    reacties = tuple(list_reacties(session, [kopie.id or 0]).get(kopie.id or 0, ()))
    return GedeeldDetail(
        _regel(kopie, als, student, reacties),
        kopie.id or 0,
        kopie.gedeeld_door,
        tuple((soort, wat) for soort, wat in kopie.wijzigingen),
        reacties,
    )


@dataclass(frozen=True, slots=True)
class Ontvanger:
    """Where somebody gets mail; a student without an account has no `account_id`, a company gets a personal link."""

    naam: str
    aanhef: str
    email: str
    taal: str
    account_id: int | None = None
    contactpersoon_id: int | None = None
    leerbedrijf_id: int | None = None
    student_id: int | None = None


def get_student_ontvanger(session: Session, student_id: int) -> Ontvanger:
    """The student's address, with the account that logs in as this student. The caller has checked the right."""
    account = (
        sa.select(sa.func.min(AccountRol.account_id))
        .where(col(AccountRol.rol) == Rol.STUDENT, col(AccountRol.student_id) == student_id)
        .scalar_subquery()
    )
    naam, roepnaam, email, taal, account_id = session.execute(
        sa.select(
            col(Student.naam),
            col(Student.roepnaam),
            sa.func.coalesce(sa.func.nullif(Student.email, ""), Account.email, ""),
            sa.func.coalesce(Account.taal, "nl"),
            col(Account.id),
        )
        .select_from(Student)
        .join(Account, col(Account.id) == account, isouter=True)
        .where(col(Student.id) == student_id)
    ).one()
    return Ontvanger(naam, roepnaam or naam, email, taal, account_id, student_id=student_id)


def get_bedrijf_ontvanger(session: Session, contactpersoon_id: int) -> Ontvanger | None:
    """The praktijkopleider's address; None for who left the company. The caller has checked the right."""
    account = (
        sa.select(sa.func.min(AccountRol.account_id))
        .where(col(AccountRol.rol) == Rol.PRAKTIJKOPLEIDER, col(AccountRol.contactpersoon_id) == contactpersoon_id)
        .scalar_subquery()
    )
    rij = session.execute(
        sa.select(Contactpersoon, sa.func.coalesce(Account.taal, "nl"))
        .select_from(Contactpersoon)
        .join(Account, col(Account.id) == account, isouter=True)
        .where(col(Contactpersoon.id) == contactpersoon_id, col(Contactpersoon.is_actief))
    ).first()
    if rij is None:
        return None
    contact, taal = rij
    return Ontvanger(
        contact.naam,
        contact.naam,
        contact.email,
        taal,
        contactpersoon_id=contactpersoon_id,
        leerbedrijf_id=contact.leerbedrijf_id,
    )
