"""What a begeleider has in hand: the placements that can go to a colleague, with what goes along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.clauses import dossier_scope
from bpv_app.dossier.service_koppel import toon_naam
from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.clauses import LAATSTE_POK
from bpv_app.gesprek.rules import MomentStatus
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.pok.tables import Pok
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account

MAX_OVERDRACHT = 1000


@dataclass(frozen=True, slots=True)
class InHanden:
    """An open placement of a begeleider. `te_doen`: conversations still to be held; `gepland`: with an appointment."""

    dossier_id: int
    versie: int
    student: str
    bedrijf: str
    begin_op: date | None
    eind_op: date | None
    te_doen: int
    gepland: int


def list_in_handen(session: Session, actor: Actor, account_id: int) -> tuple[InHanden, ...]:
    """The open dossiers of this begeleider inside the actor's scope, by student. Raises GeenRecht."""
    require(actor, Actie.STUDENTEN_OVERDRAGEN)
    if not is_sleutel(account_id):
        return ()

    def tel(*statussen: MomentStatus) -> sa.ScalarSelect[int]:
        vraag = sa.select(sa.func.count()).where(
            col(Contactmoment.dossier_id) == col(Dossier.id), col(Contactmoment.status).in_(statussen)
        )
        return vraag.correlate(Dossier).scalar_subquery()

    rijen = session.execute(
        sa.select(
            Dossier,
            Student,
            sa.func.coalesce(col(Leerbedrijf.naam), ""),
            tel(MomentStatus.TE_PLANNEN, MomentStatus.GEPLAND),
            tel(MomentStatus.GEPLAND),
        )
        .join(Student, col(Student.id) == col(Dossier.student_id))
        .outerjoin(Pok, col(Pok.id) == LAATSTE_POK)
        .outerjoin(Leerbedrijf, col(Leerbedrijf.id) == col(Pok.leerbedrijf_id))
        .where(
            dossier_scope(actor, Actie.STUDENTEN_OVERDRAGEN),
            col(Dossier.onderwijsbegeleider_id) == account_id,
            col(Dossier.afgesloten_op).is_(None),
        )
        .order_by(col(Student.zoektekst), col(Dossier.id))
        .limit(MAX_OVERDRACHT)
    )
    return tuple(
        InHanden(d.id, d.versie, toon_naam(student), bedrijf, d.begin_op, d.eind_op, te_doen, gepland)
        for d, student, bedrijf, te_doen, gepland in rijen
    )


@dataclass(frozen=True, slots=True)
class Collega:
    """Somebody who has students, with how many open dossiers."""

    id: int
    naam: str
    dossiers: int


def list_met_studenten(session: Session, actor: Actor) -> tuple[Collega, ...]:
    """Who guides open dossiers in the actor's scope, also when locked by now (somebody who left). Raises GeenRecht."""
    require(actor, Actie.STUDENTEN_OVERDRAGEN)
    rijen = session.execute(
        sa.select(col(Account.id), col(Account.naam), sa.func.count(col(Dossier.id)))
        .join(Dossier, col(Dossier.onderwijsbegeleider_id) == col(Account.id))
        .where(dossier_scope(actor, Actie.STUDENTEN_OVERDRAGEN), col(Dossier.afgesloten_op).is_(None))
        .group_by(col(Account.id), col(Account.naam))
        .order_by(sa.func.lower(col(Account.naam)), col(Account.id))
    )
    return tuple(Collega(*rij) for rij in rijen)


@dataclass(frozen=True, slots=True)
class Ontvanger:
    """The colleague as a mail needs them."""

    id: int
    naam: str
    email: str
    taal: str


def get_ontvanger(session: Session, account_id: int) -> Ontvanger:
    """The caller has checked that this is an active onderwijsbegeleider."""
    return Ontvanger(
        *session.execute(
            sa.select(col(Account.id), col(Account.naam), col(Account.email), col(Account.taal)).where(
                col(Account.id) == account_id
            )
        ).one()
    )


def tel_komende_afspraken(session: Session, dossier_id: int, nu: datetime) -> int:
    """Appointments of a dossier that are still to come."""
    vraag = sa.select(sa.func.count()).where(
        col(Contactmoment.dossier_id) == dossier_id,
        col(Contactmoment.status) == MomentStatus.GEPLAND,
        col(Contactmoment.afspraak_op) > nu,
    )
    return int(session.execute(vraag).scalar_one())
