"""What publishing reads: the lines of a proposal, what students have now, and whether the slots can still be given."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.matching.clauses_plaats import is_erkend_voor, lopende_verbintenis
from bpv_app.matching.rules_publiceren import Huidig, Regel
from bpv_app.matching.rules_uitslag import GELDIG
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsCrebo
from bpv_app.matching.tables_ronde import RondeStudent
from bpv_app.matching.tables_uitslag import Plaatsing
from bpv_app.matching.tables_voorstel import VoorstelRegel
from bpv_app.student.tables import Opleiding, Student, Verbintenis
from bpv_app.toegang.tables import Account, AccountRol

_PARTIJ = 5000


def _partijen(ids: Collection[int]) -> list[list[int]]:
    """In order, in pieces a statement can carry."""
    alle = sorted(set(ids))
    return [alle[i : i + _PARTIJ] for i in range(0, len(alle), _PARTIJ)]


def list_regels(session: Session, voorstel_id: int) -> list[Regel]:
    """The lines of a proposal, by lot (who has none last)."""
    vraag = (
        sa.select(
            col(VoorstelRegel.ronde_student_id), col(RondeStudent.student_id), col(VoorstelRegel.plaats_id),
            col(VoorstelRegel.rang),
        )
        .join(RondeStudent, col(RondeStudent.id) == col(VoorstelRegel.ronde_student_id))
        .where(col(VoorstelRegel.voorstel_id) == voorstel_id)
        .order_by(sa.func.coalesce(col(RondeStudent.lot), 10**9), col(RondeStudent.id))
    )  # fmt: skip
    return [Regel(*rij) for rij in session.execute(vraag)]


def tel_deelnemers(session: Session, ronde_id: int) -> int:
    """How many take part."""
    vraag = sa.select(sa.func.count()).where(col(RondeStudent.ronde_id) == ronde_id)
    aantal: int = session.execute(vraag).scalar_one()
    return aantal


def list_huidig(session: Session, ronde_id: int) -> list[Huidig]:
    """The placements of a round that have not lapsed."""
    vraag = (
        sa.select(
            col(Plaatsing.id), col(Plaatsing.ronde_student_id), col(RondeStudent.student_id), col(Plaatsing.plaats_id),
            col(Plaatsing.status),
        )
        .join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
        .where(col(RondeStudent.ronde_id) == ronde_id, col(Plaatsing.status).in_(GELDIG))
        .order_by(col(Plaatsing.id))
    )  # fmt: skip
    return [Huidig(*rij) for rij in session.execute(vraag)]


def vergrendel(session: Session, student_ids: Collection[int], plaats_ids: Collection[int]) -> list[Plaats]:
    """Lock all students, then all places, each in order of id: the order in which one slot is given as well.

    So publishing waits for who gives one of these slots, and never in a circle. Returns the places, read anew.
    """
    for deel in _partijen(student_ids):
        vraag = sa.select(col(Student.id)).where(col(Student.id).in_(deel)).order_by(col(Student.id))
        session.execute(vraag.with_for_update()).all()
    plaatsen: list[Plaats] = []
    for deel in _partijen(plaats_ids):
        rijen = sa.select(Plaats).where(col(Plaats.id).in_(deel)).order_by(col(Plaats.id)).with_for_update()
        plaatsen += session.execute(rijen.execution_options(populate_existing=True)).scalars().all()
    return plaatsen


def list_claims(session: Session, plaats_ids: Collection[int]) -> list[PlaatsClaim]:
    """The slots that are held at these places."""
    claims: list[PlaatsClaim] = []
    for deel in _partijen(plaats_ids):
        vraag = sa.select(PlaatsClaim).where(col(PlaatsClaim.plaats_id).in_(deel)).order_by(col(PlaatsClaim.id))
        claims += session.execute(vraag.execution_options(populate_existing=True)).scalars().all()
    return claims


def list_passend(session: Session, paren: Collection[tuple[int, int]], vandaag: date) -> set[tuple[int, int]]:
    """Of these (place, student): those where the place is for an enrolment of the student, and accredited for it.

    The bulk form of `queries_plek.past_bij`.
    """
    gezocht = set(paren)
    goed: set[tuple[int, int]] = set()
    for deel in _partijen([p for p, _ in gezocht]):
        studenten = {s for p, s in gezocht if p in set(deel)}
        for studentdeel in _partijen(studenten):
            vraag = (
                sa.select(col(Plaats.id), col(Verbintenis.student_id))
                .select_from(Plaats)
                .join(PlaatsCrebo, col(PlaatsCrebo.plaats_id) == col(Plaats.id))
                .join(Verbintenis, col(Verbintenis.crebo) == col(PlaatsCrebo.crebo))
                .where(
                    col(Plaats.id).in_(deel),
                    col(Verbintenis.student_id).in_(studentdeel),
                    lopende_verbintenis(vandaag),
                    is_erkend_voor(vandaag),
                )
            )
            goed |= gezocht & set(session.execute(vraag).all())
    return goed


def list_elders(session: Session, student_ids: Collection[int]) -> list[tuple[int, int, date, date]]:
    """Student, place, first and last day of every slot these students hold."""
    rijen: list[tuple[int, int, date, date]] = []
    for deel in _partijen(student_ids):
        vraag = (
            sa.select(col(PlaatsClaim.student_id), col(Plaats.id), col(Plaats.van), col(Plaats.tot))
            .join(Plaats, col(Plaats.id) == col(PlaatsClaim.plaats_id))
            .where(col(PlaatsClaim.student_id).in_(deel))
        )
        rijen += session.execute(vraag).all()
    return rijen


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to tell at a company; `taal` is their account's, Dutch for who never came in."""

    id: int
    leerbedrijf_id: int
    naam: str
    email: str
    taal: str


@dataclass(frozen=True, slots=True)
class Komst:
    """Who comes, as the company's contact person reads it: no birth date, no lot, no explanation."""

    student_id: int
    student: str
    opleiding: str
    titel: str
    van: date
    tot: date
    team_id: int | None


def list_contacten(session: Session, plaats_ids: Collection[int]) -> list[Contact]:
    """The praktijkopleiders of these places who are active and not locked out."""
    account = (
        sa.select(col(AccountRol.contactpersoon_id), sa.func.min(AccountRol.account_id).label("account_id"))
        .where(col(AccountRol.rol) == Rol.PRAKTIJKOPLEIDER)
        .group_by(col(AccountRol.contactpersoon_id))
        .subquery()
    )
    contacten: dict[int, Contact] = {}
    for deel in _partijen(plaats_ids):
        van_plaatsen = sa.select(col(Plaats.praktijkopleider_id)).where(
            col(Plaats.id).in_(deel), col(Plaats.praktijkopleider_id).is_not(None)
        )
        vraag = (
            sa.select(
                col(Contactpersoon.id), col(Contactpersoon.leerbedrijf_id), col(Contactpersoon.naam),
                col(Contactpersoon.email), sa.func.coalesce(col(Account.taal), "nl"),
            )
            .outerjoin(account, account.c.contactpersoon_id == col(Contactpersoon.id))
            .outerjoin(Account, col(Account.id) == account.c.account_id)
            .where(
                col(Contactpersoon.id).in_(van_plaatsen),
                col(Contactpersoon.is_actief),
                sa.or_(col(Account.id).is_(None), col(Account.is_actief)),
            )
        )  # fmt: skip
        contacten |= {rij[0]: Contact(*rij) for rij in session.execute(vraag)}
    return [contacten[i] for i in sorted(contacten)]


def list_komsten(session: Session, ronde_id: int) -> dict[int, list[Komst]]:
    """Who comes in this round, per praktijkopleider of the place, by name."""
    opleiding = sa.func.coalesce(sa.func.nullif(col(Opleiding.naam), ""), col(RondeStudent.crebo))
    vraag = (
        sa.select(
            col(Plaats.praktijkopleider_id), col(Student.id), col(Student.naam), opleiding, col(Plaats.titel),
            col(Plaats.van), col(Plaats.tot), col(RondeStudent.team_id),
        )
        .select_from(Plaatsing)
        .join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .join(Plaats, col(Plaats.id) == col(Plaatsing.plaats_id))
        .outerjoin(Opleiding, col(Opleiding.crebo) == col(RondeStudent.crebo))
        .where(
            col(RondeStudent.ronde_id) == ronde_id,
            col(Plaatsing.status).in_(GELDIG),
            col(Plaats.praktijkopleider_id).is_not(None),
        )
        .order_by(col(Student.naam), col(Student.id))
    )  # fmt: skip
    per_contact: dict[int, list[Komst]] = {}
    for rij in session.execute(vraag):
        per_contact.setdefault(rij[0], []).append(Komst(*rij[1:]))
    return per_contact
