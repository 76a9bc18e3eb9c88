"""One assessment as its screens show it: to the company, to the school, to the student."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bpv_app.beoordeling.clauses import bedrijf_dossiers, eigen_dossiers, huidige_pok, school_dossiers
from bpv_app.beoordeling.queries_basis import get_schaal, lees_oordelen, list_gekozen, list_mogelijk
from bpv_app.beoordeling.rules import (
    BeoordelingStand,
    BeoordelingStap,
    Besluit,
    Kant,
    Oordeel,
    Trede,
    WerkprocesKeus,
    schaal_uit_json,
    stand_van,
)
from bpv_app.beoordeling.tables import Beoordeling, BeoordelingHistorie
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student, Verbintenis
from bpv_app.toegang.tables import Account


@dataclass(frozen=True, slots=True)
class StageRegel:
    """The placement an assessment is about."""

    dossier_id: int
    student: str
    opleiding: str
    bedrijf: str
    opleider: str
    begeleider: str
    begin_op: date | None
    eind_op: date | None


@dataclass(frozen=True, slots=True)
class Stap:
    """A line of the history; what was judged then stays in the database."""

    stap: BeoordelingStap
    op: datetime
    door: str
    reden: str


@dataclass(frozen=True, slots=True)
class Beeld:
    """An assessment. `bedrijf` is what the viewer may see of the company's side: None when it is not sent in yet."""

    stage: StageRegel
    stand: BeoordelingStand
    schaal: tuple[Trede, ...]
    werkprocessen: tuple[WerkprocesKeus, ...]
    bedrijf: dict[int, Oordeel] | None
    bedrijf_algemeen: str
    bedrijf_op: datetime | None
    bedrijf_door: str
    school: dict[int, Oordeel]
    besluit: Besluit | None
    reden: str
    besloten_op: datetime | None
    besloten_door: str
    gevraagd_op: datetime | None
    versie: int
    mogelijk: tuple[WerkprocesKeus, ...] = ()
    historie: tuple[Stap, ...] = field(default=())


def _stages(*waar: sa.ColumnElement[bool]) -> Any:
    """Student, programme, company, people and dates of placements, in the order of `StageRegel`."""
    return (
        sa.select(
            col(Dossier.id),
            col(Student.naam),
            col(Verbintenis.opleiding_naam),
            sa.func.coalesce(Leerbedrijf.naam, ""),
            sa.func.coalesce(Contactpersoon.naam, ""),
            sa.func.coalesce(Account.naam, ""),
            col(Pok.begin_op),
            sa.func.coalesce(Pok.werkelijk_eind_op, Pok.eind_op),
        )
        .select_from(Dossier)
        .join(Pok, col(Pok.id) == huidige_pok().scalar_subquery())
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .join(Verbintenis, col(Verbintenis.id) == col(Dossier.verbintenis_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id), isouter=True)
        .join(Contactpersoon, col(Contactpersoon.id) == col(Pok.praktijkopleider_id), isouter=True)
        .join(Account, col(Account.id) == col(Dossier.onderwijsbegeleider_id), isouter=True)
        .where(*waar)
    )


def _stage(session: Session, dossier_id: int, scope: sa.ColumnElement[bool]) -> StageRegel:
    rij = (
        session.execute(_stages(col(Dossier.id) == dossier_id, scope)).one_or_none() if is_sleutel(dossier_id) else None
    )
    if rij is None:
        raise NietGevonden
    return StageRegel(*rij)


def _beeld(session: Session, stage: StageRegel, kant: Kant | None) -> Beeld:
    """`kant`: whose screen it is; None for the student's."""
    rij = session.exec(select(Beoordeling).where(Beoordeling.dossier_id == stage.dossier_id)).one_or_none()
    mogelijk = list_mogelijk(session, stage.dossier_id) if kant is Kant.SCHOOL else ()
    if rij is None:
        team_id = session.execute(
            sa.select(col(Dossier.team_id)).where(col(Dossier.id) == stage.dossier_id)
        ).scalar_one()
        leeg: dict[int, Oordeel] | None = {} if kant is Kant.BEDRIJF else None
        return Beeld(
            stage, BeoordelingStand.OPEN, get_schaal(session, team_id), list_gekozen(session, stage.dossier_id), leeg,
            "", None, "", {}, None, "", None, "", None, 0, mogelijk,
        )  # fmt: skip
    is_bedrijf = kant is Kant.BEDRIJF
    mag_bedrijf = is_bedrijf or rij.bedrijf_op is not None
    historie = session.exec(
        select(BeoordelingHistorie)
        .where(BeoordelingHistorie.beoordeling_id == rij.id)
        .order_by(col(BeoordelingHistorie.id))
    ).all()
    return Beeld(
        stage,
        stand_van(rij.bedrijf_op, rij.besloten_op, rij.gedeeld_op),
        schaal_uit_json(rij.schaal),
        tuple(WerkprocesKeus(**w) for w in rij.werkprocessen),
        lees_oordelen(session, rij.id or 0, Kant.BEDRIJF) if mag_bedrijf else None,
        rij.bedrijf_algemeen if mag_bedrijf else "",
        rij.bedrijf_op,
        rij.bedrijf_door,
        {} if is_bedrijf else lees_oordelen(session, rij.id or 0, Kant.SCHOOL),
        None if is_bedrijf else rij.besluit,
        "" if is_bedrijf else rij.besluit_reden,
        rij.besloten_op,
        "" if is_bedrijf else rij.besloten_door,
        rij.gevraagd_op,
        rij.versie,
        mogelijk,
        tuple(Stap(h.stap, h.op, h.door_naam, h.reden) for h in historie) if kant is Kant.SCHOOL else (),
    )


def get_voor_bedrijf(session: Session, actor: Actor, dossier_id: int) -> Beeld:
    """The praktijkopleider's own side, drafts included; nothing of the school's. Raises `GeenRecht`, `NietGevonden`."""
    require(actor, Actie.OORDEEL_GEVEN)
    return _beeld(session, _stage(session, dossier_id, bedrijf_dossiers(actor)), Kant.BEDRIJF)


def get_voor_school(session: Session, actor: Actor, dossier_id: int) -> Beeld:
    """Both sides; the company's only once it was sent in. Raises `GeenRecht`, `NietGevonden`."""
    require(actor, Actie.BEOORDELING_ZIEN)
    return _beeld(session, _stage(session, dossier_id, school_dossiers(actor)), Kant.SCHOOL)


def list_voor_student(session: Session, actor: Actor) -> tuple[Beeld, ...]:
    """The student's own assessments that were shared, newest first. Raises `GeenRecht`."""
    require(actor, Actie.EIGEN_BEOORDELING_ZIEN)
    gedeeld = sa.select(col(Beoordeling.dossier_id)).where(col(Beoordeling.gedeeld_op).is_not(None))
    rijen = session.execute(
        _stages(eigen_dossiers(actor), col(Dossier.id).in_(gedeeld)).order_by(col(Dossier.id).desc()).limit(20)
    ).all()
    return tuple(_beeld(session, StageRegel(*rij), None) for rij in rijen)
