"""Whom to write about a round, and where. For the app itself and for services that checked the right."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.rechten import Rol
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_ronde_mail import herinner_moment, herinner_sleutel
from bpv_app.matching.tables_ronde import Afspraak, Ronde, RondeStudent, Voorkeurlijst
from bpv_app.post.service import al_gemaakt
from bpv_app.student.tables import Student
from bpv_app.toegang.tables import Account, AccountRol


@dataclass(frozen=True, slots=True)
class DeelnemerAdres:
    """A participant as a mail needs them. `account_id` None: cannot log in (yet)."""

    deelname_id: int
    ronde_id: int
    ronde: str
    sluit_op: datetime
    student_id: int
    naam: str
    roepnaam: str
    email: str
    team_id: int | None
    account_id: int | None
    taal: str


def list_adressen(session: Session, *waar: sa.ColumnElement[bool]) -> list[DeelnemerAdres]:
    """The participants that fit `waar` (on `Ronde`, `RondeStudent`, `Voorkeurlijst`)."""
    account = (
        sa.select(col(AccountRol.student_id), sa.func.min(AccountRol.account_id).label("account_id"))
        .where(col(AccountRol.rol) == Rol.STUDENT)
        .group_by(col(AccountRol.student_id))
        .subquery()
    )
    rijen = session.execute(
        sa.select(
            col(RondeStudent.id), col(Ronde.id), col(Ronde.naam), col(Ronde.sluit_op), col(Student.id),
            col(Student.naam), col(Student.roepnaam), col(Student.email), col(RondeStudent.team_id),
            account.c.account_id, sa.func.coalesce(col(Account.taal), "nl"),
        )
        .join(Ronde, col(Ronde.id) == col(RondeStudent.ronde_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .outerjoin(Voorkeurlijst, col(Voorkeurlijst.ronde_student_id) == col(RondeStudent.id))
        .outerjoin(account, account.c.student_id == col(Student.id))
        .outerjoin(Account, col(Account.id) == account.c.account_id)
        .where(*waar)
        .order_by(col(RondeStudent.id))
    )  # fmt: skip
    return [DeelnemerAdres(*rij) for rij in rijen]


def niet_ingestuurd() -> sa.ColumnElement[bool]:
    """Nothing sent in, or changed since without sending in again; who has nothing to choose is left alone."""
    vast = sa.select(col(Afspraak.id)).where(
        col(Afspraak.ronde_id) == col(RondeStudent.ronde_id),
        col(Afspraak.student_id) == col(RondeStudent.student_id),
        col(Afspraak.soort) == AfspraakSoort.VAST,
    )
    return sa.and_(
        col(RondeStudent.mogelijk) > 0,
        sa.not_(sa.exists(vast)),
        sa.or_(
            col(Voorkeurlijst.ingestuurd_op).is_(None),
            col(Voorkeurlijst.ingestuurd_versie) != col(Voorkeurlijst.versie),
        ),
    )


@dataclass(frozen=True, slots=True)
class Herinnering:
    """A reminder that is due and was not made yet."""

    adres: DeelnemerAdres
    sleutel: str


def list_herinneringen(session: Session, nu: datetime) -> list[Herinnering]:
    """All that are due over the whole school. For the app itself: there is no scope."""
    te_doen: list[Herinnering] = []
    rondes = session.execute(sa.select(Ronde).where(col(Ronde.status) == RondeStatus.OPEN)).scalars().all()
    for ronde in rondes:
        dagen = herinner_moment(ronde.opent_op, ronde.sluit_op, nu)
        if dagen is not None:
            adressen = list_adressen(session, col(Ronde.id) == ronde.id, niet_ingestuurd())
            te_doen += [Herinnering(a, herinner_sleutel(a.deelname_id, f"{dagen}d")) for a in adressen]
    bekend = al_gemaakt(session, {h.sleutel for h in te_doen})
    return [h for h in te_doen if h.sleutel not in bekend]


def list_te_herinneren(session: Session, ronde_id: int, dag: str, ids: Collection[int] | None) -> list[Herinnering]:
    """Who of a round can be reminded by hand today: at most one such mail a day each."""
    waar = [col(Ronde.id) == ronde_id, niet_ingestuurd()]
    if ids is not None:
        waar.append(col(RondeStudent.id).in_(ids))
    lijst = [Herinnering(a, herinner_sleutel(a.deelname_id, f"hand-{dag}")) for a in list_adressen(session, *waar)]
    bekend = al_gemaakt(session, {h.sleutel for h in lijst})
    return [h for h in lijst if h.sleutel not in bekend]
