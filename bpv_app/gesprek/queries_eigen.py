"""The conversations of a student or a praktijkopleider: one's own, without what the school keeps to itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.service_koppel import toon_naam
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.clauses import loopt, van_praktijkopleider, van_student
from bpv_app.gesprek.rules import Deelnemer, MomentStatus, Vorm
from bpv_app.gesprek.tables import Contactmoment, Gespreksvoorstel, GespreksvoorstelAntwoord
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.student.tables import Student
from bpv_app.toegang.service import get_namen

MAX_EIGEN = 300


@dataclass(frozen=True, slots=True)
class EigenVoorstel:
    """An open proposal that asks something of this actor. `als`: in which parts; `kan`: what was answered, or None."""

    voorstel_id: int
    moment_id: int
    is_open: bool
    als: tuple[Deelnemer, ...]
    opties: tuple[datetime, ...]
    duur_minuten: int
    vorm: Vorm
    plaats: str
    van: str
    kan: tuple[int, ...] | None = None
    opmerking: str = ""


@dataclass(frozen=True, slots=True)
class EigenMoment:
    """A conversation as student and company see it: when, how, with whom; never a reason or a note of the school."""

    id: int
    dossier_id: int
    naam: str
    student: str
    begeleider: str
    status: MomentStatus
    venster_van: date
    venster_tot: date
    afspraak_op: datetime | None
    duur_minuten: int
    vorm: Vorm
    plaats: str
    gehouden_op: date | None
    als: tuple[Deelnemer, ...]
    voorstel: EigenVoorstel | None = None


def list_eigen_momenten(session: Session, actor: Actor) -> tuple[EigenMoment, ...]:
    """Own conversations, lapsed ones left out: appointments first in time, then what is still to be planned, then held.

    Raises `GeenRecht`. Only those in which the actor's part takes part, and of placements that were not called off.
    """
    require(actor, Actie.EIGEN_GESPREK_ZIEN)
    als_student, als_opleider = van_student(actor), van_praktijkopleider(actor)
    vraag = (
        sa.select(
            Contactmoment,
            Student,
            col(Dossier.onderwijsbegeleider_id),
            sa.case((als_student, sa.true()), else_=sa.false()).label("student"),
            sa.case((als_opleider, sa.true()), else_=sa.false()).label("opleider"),
        )
        .join(Dossier, col(Dossier.id) == col(Contactmoment.dossier_id))
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .where(sa.or_(als_student, als_opleider), col(Contactmoment.status) != MomentStatus.VERVALLEN)
        .where(sa.or_(loopt(), col(Contactmoment.status) == MomentStatus.GEHOUDEN))
        .order_by(col(Contactmoment.venster_van).desc(), col(Contactmoment.id))
        .limit(MAX_EIGEN)
    )
    rijen = session.execute(vraag).all()
    namen = get_namen(session, [rij[2] for rij in rijen])
    momenten = []
    for moment, student, begeleider, is_student, is_opleider in rijen:
        als = _als(moment, bool(is_student), bool(is_opleider))
        if als:
            momenten.append(_eigen(moment, toon_naam(student), namen.get(begeleider or 0, ""), als))
    voorstellen = _open_voorstellen(session, {m.id: m for m in momenten if m.status is MomentStatus.TE_PLANNEN})
    met = [replace(m, voorstel=voorstellen.get(m.id)) for m in momenten]
    return tuple(sorted(met, key=_volgorde))


def _als(moment: Contactmoment, is_student: bool, is_opleider: bool) -> tuple[Deelnemer, ...]:
    delen = ((Deelnemer.STUDENT, is_student), (Deelnemer.PRAKTIJKOPLEIDER, is_opleider))
    return tuple(d for d, zo in delen if zo and d.value in moment.deelnemers)


def _eigen(moment: Contactmoment, student: str, begeleider: str, als: tuple[Deelnemer, ...]) -> EigenMoment:
    return EigenMoment(
        moment.id or 0, moment.dossier_id, moment.naam, student, begeleider, moment.status,
        moment.venster_van, moment.venster_tot, moment.afspraak_op, moment.duur_minuten, moment.vorm,
        moment.plaats if moment.status is MomentStatus.GEPLAND else "", moment.gehouden_op, als,
    )  # fmt: skip


_EERST = {MomentStatus.GEPLAND: 0, MomentStatus.TE_PLANNEN: 1, MomentStatus.GEHOUDEN: 2, MomentStatus.VERVALLEN: 3}


def _volgorde(m: EigenMoment) -> tuple[int, int, float, int]:
    if m.status is MomentStatus.GEPLAND and m.afspraak_op is not None:
        return (1, 0, m.afspraak_op.timestamp(), m.id)
    if m.status is MomentStatus.GEHOUDEN and m.gehouden_op is not None:
        return (3, 0, -m.gehouden_op.toordinal(), m.id)
    return (0 if m.voorstel else 2, 0, m.venster_van.toordinal(), m.id)


def _open_voorstellen(session: Session, momenten: dict[int, EigenMoment]) -> dict[int, EigenVoorstel]:
    if not momenten:
        return {}
    rijen = session.execute(
        sa.select(Gespreksvoorstel).where(
            col(Gespreksvoorstel.moment_id).in_(momenten), col(Gespreksvoorstel.gesloten_op).is_(None)
        )
    ).scalars()
    uit = {}
    for rij in rijen:
        eigen = _voorstel(session, rij, momenten[rij.moment_id].als, is_open=True)
        if eigen.als:
            uit[rij.moment_id] = eigen
    return uit


def _voorstel(session: Session, rij: Gespreksvoorstel, als: tuple[Deelnemer, ...], *, is_open: bool) -> EigenVoorstel:
    gevraagd = tuple(d for d in als if d.value in rij.gevraagd)
    vraag = sa.select(GespreksvoorstelAntwoord).where(
        col(GespreksvoorstelAntwoord.voorstel_id) == rij.id, col(GespreksvoorstelAntwoord.deelnemer).in_(gevraagd)
    )
    antwoord = session.execute(vraag.order_by(col(GespreksvoorstelAntwoord.id)).limit(1)).scalar_one_or_none()
    return EigenVoorstel(
        rij.id or 0,
        rij.moment_id,
        is_open,
        gevraagd,
        tuple(datetime.fromisoformat(optie) for optie in rij.opties),
        rij.duur_minuten,
        rij.vorm,
        rij.plaats,
        rij.gemaakt_door,
        tuple(antwoord.kan) if antwoord else None,
        antwoord.opmerking if antwoord else "",
    )


def get_eigen_voorstel(session: Session, actor: Actor, voorstel_id: int) -> EigenVoorstel | None:
    """The proposal if it asks something of this actor; None for one that does not exist or is somebody else's."""
    if not is_sleutel(voorstel_id):
        return None
    als_student, als_opleider = van_student(actor), van_praktijkopleider(actor)
    rij = session.execute(
        sa.select(
            Gespreksvoorstel,
            Contactmoment,
            sa.case((als_student, sa.true()), else_=sa.false()),
            sa.case((als_opleider, sa.true()), else_=sa.false()),
            sa.case((loopt(), sa.true()), else_=sa.false()),
        )
        .join(Contactmoment, col(Contactmoment.id) == col(Gespreksvoorstel.moment_id))
        .join(Dossier, col(Dossier.id) == col(Contactmoment.dossier_id))
        .where(col(Gespreksvoorstel.id) == voorstel_id, sa.or_(als_student, als_opleider))
    ).first()
    if rij is None:
        return None
    voorstel, moment, is_student, is_opleider, is_lopend = rij
    eigen = _voorstel(session, voorstel, _als(moment, bool(is_student), bool(is_opleider)), is_open=bool(is_lopend))
    return eigen if eigen.als else None
