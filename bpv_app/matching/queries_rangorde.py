"""Orders of candidates as their company sees them: no name, no number of the school's, nothing about the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.sleutel import is_sleutel
from bpv_app.matching.clauses_rangorde import eigen_rangorde
from bpv_app.matching.rules_rangorde import PastNiet, PastNietGrond, RangschikTijd, Volgorde, maskeer
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_rangorde import Rangorde, RangordeBewijs, RangordeKandidaat
from bpv_app.matching.tables_ronde import Ronde, RondePlaats, RondeStudent, Voorkeur, Voorkeurlijst
from bpv_app.student.rules import Leerweg
from bpv_app.student.tables import Opleiding, Student, Verbintenis


@dataclass(frozen=True, slots=True)
class RangordeRij:
    """An order of an own place. `van` and `tot`: of the placement; `kandidaten`: how many."""

    id: int
    ronde_id: int
    ronde: str
    plaats_id: int
    titel: str
    taken: str
    van: date
    tot: date
    plekken: int
    kandidaten: int
    tijd: RangschikTijd
    ingestuurd_op: datetime | None
    is_gewijzigd: bool
    versie: int
    volgorde: Volgorde


def als_volgorde(rij: Rangorde) -> Volgorde:
    """The value behind a row."""
    return Volgorde(
        tuple(int(n) for n in rij.nummers),
        tuple(PastNiet(int(p["nummer"]), PastNietGrond(p["grond"]), str(p["uitleg"])) for p in rij.past_niet),
    )


def tijd_van(ronde: Ronde) -> RangschikTijd:
    """When companies may order in this round."""
    return RangschikTijd(
        ronde.status, ronde.bedrijven_rangschikken, ronde.rangschikken_tot, ronde.rangschikken_gesloten_op
    )


def _rangordes(*waar: sa.ColumnElement[bool]) -> Any:
    aantal = (
        sa.select(sa.func.count())
        .where(col(RangordeKandidaat.rangorde_id) == col(Rangorde.id))
        .correlate(Rangorde)
        .scalar_subquery()
    )
    return (
        sa.select(Rangorde, Ronde, Plaats, col(RondePlaats.plekken), aantal)
        .join(Ronde, col(Ronde.id) == col(Rangorde.ronde_id))
        .join(Plaats, col(Plaats.id) == col(Rangorde.plaats_id))
        .join(
            RondePlaats,
            sa.and_(
                col(RondePlaats.ronde_id) == col(Rangorde.ronde_id),
                col(RondePlaats.plaats_id) == col(Rangorde.plaats_id),
            ),
        )
        .where(*waar)
    )


def _rij(r: Rangorde, ronde: Ronde, p: Plaats, plekken: int, kandidaten: int) -> RangordeRij:
    return RangordeRij(
        r.id or 0, ronde.id or 0, ronde.naam, p.id or 0, p.titel, p.taken, max(ronde.van, p.van), min(ronde.tot, p.tot),
        plekken, kandidaten, tijd_van(ronde), r.ingestuurd_op,
        r.ingestuurd_op is not None and r.ingestuurd_versie != r.versie, r.versie, als_volgorde(r),
    )  # fmt: skip


def list_rangordes(session: Session, actor: Actor) -> list[RangordeRij]:
    """The own company's orders that matter now, the soonest first; places nobody chose have nothing to order."""
    vraag = _rangordes(eigen_rangorde(actor)).order_by(col(Ronde.rangschikken_tot), col(Plaats.titel), col(Rangorde.id))
    return [rij for rij in (_rij(*r) for r in session.execute(vraag)) if rij.kandidaten]


def get_rangorde(session: Session, actor: Actor, rangorde_id: int) -> RangordeRij:
    """One of the own company's. Raises `NietGevonden`."""
    rij = None
    if is_sleutel(rangorde_id):
        rij = session.execute(_rangordes(eigen_rangorde(actor), col(Rangorde.id) == rangorde_id)).first()
    if rij is None:
        raise NietGevonden
    return _rij(*rij)


@dataclass(frozen=True, slots=True)
class Kandidaat:
    """What a company knows of a student who wants its place: no more than is needed to judge the learning wish."""

    nummer: int
    opleiding: str
    niveau: int | None
    leerweg: Leerweg | None
    leerwens: str


def list_kandidaten(session: Session, rangorde_id: int) -> dict[int, Kandidaat]:
    """The candidates by number; the caller has checked whose order it is.

    The learning wish is what the student sent in with this place, without own names, addresses and phone numbers.
    """
    opleiding = sa.func.coalesce(
        sa.func.nullif(col(Opleiding.naam), ""), sa.func.nullif(col(Verbintenis.opleiding_naam), ""),
        col(RondeStudent.crebo),
    )  # fmt: skip
    rijen = session.execute(
        sa.select(
            col(RangordeKandidaat.nummer), opleiding, col(Verbintenis.niveau), col(Verbintenis.leerweg),
            sa.func.coalesce(col(Voorkeur.reden), ""), col(Student.naam), col(Student.roepnaam),
            col(Student.achternaam),
        )
        .join(Rangorde, col(Rangorde.id) == col(RangordeKandidaat.rangorde_id))
        .join(RondeStudent, col(RondeStudent.id) == col(RangordeKandidaat.ronde_student_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .join(Verbintenis, col(Verbintenis.id) == col(RondeStudent.verbintenis_id))
        .outerjoin(Opleiding, col(Opleiding.crebo) == col(RondeStudent.crebo))
        .outerjoin(Voorkeurlijst, col(Voorkeurlijst.ronde_student_id) == col(RondeStudent.id))
        .outerjoin(
            Voorkeur,
            sa.and_(
                col(Voorkeur.lijst_id) == col(Voorkeurlijst.id), col(Voorkeur.plaats_id) == col(Rangorde.plaats_id)
            ),
        )
        .where(col(RangordeKandidaat.rangorde_id) == rangorde_id)
        .order_by(col(RangordeKandidaat.nummer))
    )  # fmt: skip
    return {r[0]: Kandidaat(r[0], r[1], r[2], r[3], maskeer(r[4], (r[5], r[6], r[7]))) for r in rijen}


@dataclass(frozen=True, slots=True)
class RangordeBewijsRij:
    """The receipt of an order that was sent in."""

    op: datetime
    code: str
    door: str
    volgorde: Volgorde


def get_bewijs(session: Session, rangorde_id: int) -> RangordeBewijsRij | None:
    """The newest receipt; the caller has checked whose it is."""
    rij = session.execute(
        sa.select(RangordeBewijs)
        .where(col(RangordeBewijs.rangorde_id) == rangorde_id)
        .order_by(col(RangordeBewijs.id).desc())
        .limit(1)
    ).scalar_one_or_none()
    if rij is None:
        return None
    past_niet = tuple(PastNiet(int(p["nummer"]), PastNietGrond(p["grond"]), str(p["uitleg"])) for p in rij.past_niet)
    return RangordeBewijsRij(rij.op, rij.code, rij.door_naam, Volgorde(tuple(int(n) for n in rij.nummers), past_niet))
