"""One place, for the school, its company and a student: each sees what is theirs to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.matching.clauses_plaats import eigen_plaatsen, lees_scope, schrijf_scope
from bpv_app.matching.queries_aanbod import thuis
from bpv_app.matching.queries_plaats_regels import PlaatsRegel, list_plaatsregels
from bpv_app.matching.rules_plaats import ClaimSoort, Gebeurtenis
from bpv_app.matching.rules_plaats_stap import Overgang, stappen_voor
from bpv_app.matching.tables import Plaats, PlaatsClaim, PlaatsGebeurtenis
from bpv_app.student.clauses import student_scope
from bpv_app.student.tables import Student

MAX_GEBEURTENISSEN = 200


@dataclass(frozen=True, slots=True)
class ClaimRegel:
    """Who holds a slot. `naam` is empty for who may not know it; `is_eigen`: a student of the reader's own."""

    student_id: int
    naam: str
    klas: str
    soort: ClaimSoort
    op: datetime
    door_naam: str
    dossier_id: int | None
    is_eigen: bool


@dataclass(frozen=True, slots=True)
class GebeurtenisRegel:
    """A line of history, newest first."""

    wat: Gebeurtenis
    op: datetime
    door_naam: str
    reden: str
    naam: str
    aantal: int | None


@dataclass(frozen=True, slots=True)
class PlaatsDetail:
    """A place. `stappen` are those this reader may take now; `mijn`: how the reading student holds a slot."""

    regel: PlaatsRegel
    stappen: tuple[Overgang, ...]
    mag_bewerken: bool
    mag_toewijzen: bool
    is_student: bool
    mijn: ClaimSoort | None
    claims: tuple[ClaimRegel, ...]
    gebeurtenissen: tuple[GebeurtenisRegel, ...]


def get_plaats_detail(session: Session, actor: Actor, plaats_id: int, vandaag: date) -> PlaatsDetail:
    """The place. Raises NietGevonden when it does not exist or is not for this actor to see.

    A student sees facts and how many slots are open, nobody's name. A company sees who is placed, not for whom a slot
    is kept. The school sees names of students in the reader's own scope.
    """
    vraag = sa.select(sa.case((schrijf_scope(actor), 1), else_=0), sa.case((eigen_plaatsen(actor), 1), else_=0)).where(
        col(Plaats.id) == plaats_id, lees_scope(actor, vandaag)
    )
    gevonden = session.execute(vraag).one_or_none() if is_sleutel(plaats_id) else None
    if gevonden is None:
        raise NietGevonden
    mag, is_van_bedrijf = bool(gevonden[0]), bool(gevonden[1])
    is_school = actor.mag(Actie.PLAATS_ZIEN)
    is_student = not (is_school or is_van_bedrijf)
    hier = thuis(session, actor) if is_student else None
    regel = list_plaatsregels(session, [plaats_id], vandaag, hier)[plaats_id]
    claims = () if is_student else _claims(session, actor, plaats_id, is_school)
    return PlaatsDetail(
        regel,
        stappen_voor(actor, regel.status) if mag else (),
        mag,
        actor.mag(Actie.PLAATS_TOEWIJZEN),
        is_student,
        _mijn(session, actor, plaats_id) if is_student else None,
        claims,
        () if is_student else _gebeurtenissen(session, actor, plaats_id, is_school),
    )


def _mijn(session: Session, actor: Actor, plaats_id: int) -> ClaimSoort | None:
    vraag = sa.select(col(PlaatsClaim.soort)).where(
        col(PlaatsClaim.plaats_id) == plaats_id, col(PlaatsClaim.student_id) == actor.student_id
    )
    return session.execute(vraag).scalar_one_or_none()


def _claims(session: Session, actor: Actor, plaats_id: int, is_school: bool) -> tuple[ClaimRegel, ...]:
    rijen = session.execute(
        sa.select(
            PlaatsClaim,
            col(Student.naam),
            col(Student.klas),
            sa.case((student_scope(actor), 1), else_=0),
        )
        .join(Student, col(Student.id) == col(PlaatsClaim.student_id))
        .where(col(PlaatsClaim.plaats_id) == plaats_id)
        .order_by(col(PlaatsClaim.soort), col(Student.zoektekst), col(PlaatsClaim.nummer))
    )
    uit = []
    for claim, naam, klas, eigen in rijen:
        mag_naam = bool(eigen) if is_school else claim.soort is ClaimSoort.BEZET
        uit.append(
            ClaimRegel(
                claim.student_id,
                naam if mag_naam else "",
                klas if mag_naam and is_school else "",
                claim.soort,
                claim.op,
                claim.door_naam,
                claim.dossier_id if eigen else None,
                bool(eigen) and is_school,
            )
        )
    return tuple(uit)


def _gebeurtenissen(session: Session, actor: Actor, plaats_id: int, is_school: bool) -> tuple[GebeurtenisRegel, ...]:
    naam = sa.case((student_scope(actor), col(Student.naam)), else_="") if is_school else sa.literal("")
    rijen = session.execute(
        sa.select(PlaatsGebeurtenis, naam)
        .outerjoin(Student, col(Student.id) == col(PlaatsGebeurtenis.student_id))
        .where(col(PlaatsGebeurtenis.plaats_id) == plaats_id)
        .order_by(col(PlaatsGebeurtenis.op).desc(), col(PlaatsGebeurtenis.id).desc())
        .limit(MAX_GEBEURTENISSEN)
    )
    return tuple(
        GebeurtenisRegel(
            g.wat,
            g.op,
            g.door_naam,
            # Why a student left a place may say something of the student: for the school only.
            g.reden if is_school or g.student_id is None else "",
            wie or "",
            g.aantal,
        )
        for g, wie in rijen
    )
