"""Orders of candidates as a round uses them: ranks for the engine, and what the coordinator has to see and decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf
from bpv_app.matching.rules_rangorde import Besluit, PastNietGrond, rang_van
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_rangorde import Rangorde, RangordeKandidaat
from bpv_app.matching.tables_ronde import Ronde, RondeStudent, Voorkeur, Voorkeurlijst
from bpv_app.student.tables import Student

Paar = tuple[int, int]


@dataclass(frozen=True)
class Rangordes:
    """What the orders of a round say. `rang` and `past_niet` by (participant, place); a pair without a rank has 1.

    `past_niet`: the company does not find the student suitable and the coordinator agreed, with what it is about.
    `open_besluiten`: how many of these wait for the coordinator.
    """

    plaatsen: int = 0
    ingestuurd: int = 0
    rang: Mapping[Paar, int] = field(default_factory=dict)
    past_niet: Mapping[Paar, PastNietGrond] = field(default_factory=dict)
    open_besluiten: int = 0


def lees_rangordes(session: Session, ronde: Ronde) -> Rangordes | None:
    """The orders that were sent in; None when companies do not order in this round."""
    if not ronde.bedrijven_rangschikken:
        return None
    rijen = session.execute(
        sa.select(Rangorde, RangordeKandidaat)
        .outerjoin(RangordeKandidaat, col(RangordeKandidaat.rangorde_id) == col(Rangorde.id))
        .where(col(Rangorde.ronde_id) == ronde.id)
        .order_by(col(Rangorde.id), col(RangordeKandidaat.nummer))
    ).all()
    gerangschikt: dict[int, int] = {}
    for r, k in rijen:
        gerangschikt[r.id or 0] = gerangschikt.get(r.id or 0, 0) + (k is not None and k.rang is not None)
    rang: dict[Paar, int] = {}
    past_niet: dict[Paar, PastNietGrond] = {}
    wacht = 0
    for r, k in rijen:
        if k is None:
            continue
        paar = (k.ronde_student_id, r.plaats_id)
        if k.grond is not None and k.besluit is Besluit.AKKOORD:
            past_niet[paar] = k.grond
        wacht += k.grond is not None and k.besluit is None
        rang[paar] = rang_van(k.rang, gerangschikt[r.id or 0], is_ingestuurd=r.ingestuurd_op is not None)
    unieke = {r.id: r for r, _ in rijen}.values()
    return Rangordes(len(unieke), sum(r.ingestuurd_op is not None for r in unieke), rang, past_niet, wacht)


@dataclass(frozen=True, slots=True)
class RangordeStand:
    """How far one company is with one place. `contact` empty: nobody of the company could be asked by mail."""

    id: int
    plaats_id: int
    titel: str
    bedrijf: str
    contact: str
    kandidaten: int
    past_niet: int
    ingestuurd_op: datetime | None
    is_gewijzigd: bool


def list_stand(session: Session, ronde_id: int) -> list[RangordeStand]:
    """Every place of the round that orders, those that sent in nothing first; the caller has checked the scope."""
    telling = (
        sa.select(
            col(RangordeKandidaat.rangorde_id),
            sa.func.count().label("n"),
            sa.func.count(col(RangordeKandidaat.grond)).label("niet"),
        )
        .group_by(col(RangordeKandidaat.rangorde_id))
        .subquery()
    )
    rijen = session.execute(
        sa.select(
            col(Rangorde.id), col(Plaats.id), col(Plaats.titel), col(Leerbedrijf.naam),
            sa.func.coalesce(col(Contactpersoon.naam), ""), sa.func.coalesce(telling.c.n, 0),
            sa.func.coalesce(telling.c.niet, 0), col(Rangorde.ingestuurd_op),
            sa.and_(col(Rangorde.ingestuurd_op).is_not(None), col(Rangorde.ingestuurd_versie) != col(Rangorde.versie)),
        )
        .join(Plaats, col(Plaats.id) == col(Rangorde.plaats_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .outerjoin(
            Contactpersoon,
            sa.and_(col(Contactpersoon.id) == col(Plaats.praktijkopleider_id), col(Contactpersoon.is_actief)),
        )
        .outerjoin(telling, telling.c.rangorde_id == col(Rangorde.id))
        .where(col(Rangorde.ronde_id) == ronde_id)
        .order_by(
            sa.case((col(Rangorde.ingestuurd_op).is_(None), 0), else_=1), col(Leerbedrijf.naam), col(Plaats.titel),
            col(Rangorde.id),
        )
    )  # fmt: skip
    return [RangordeStand(*rij) for rij in rijen]


@dataclass(frozen=True, slots=True)
class OordeelRij:
    """A "not suitable" of a company, with the student and the learning wish it is about."""

    id: int
    student_id: int
    student: str
    klas: str
    plaats_id: int
    titel: str
    bedrijf: str
    leerwens: str
    grond: PastNietGrond
    uitleg: str
    besluit: Besluit | None
    besluit_reden: str
    door: str
    versie: int


def list_oordelen(session: Session, ronde_id: int) -> list[OordeelRij]:
    """All of a round, those that wait first; the caller has checked the scope."""
    k = RangordeKandidaat
    rijen = session.execute(
        sa.select(
            col(k.id), col(Student.id), col(Student.naam), col(Student.klas), col(Plaats.id), col(Plaats.titel),
            col(Leerbedrijf.naam), sa.func.coalesce(col(Voorkeur.reden), ""), col(k.grond), col(k.uitleg),
            col(k.besluit), col(k.besluit_reden), col(k.besloten_door), col(k.versie),
        )
        .join(Rangorde, col(Rangorde.id) == col(k.rangorde_id))
        .join(RondeStudent, col(RondeStudent.id) == col(k.ronde_student_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .join(Plaats, col(Plaats.id) == col(Rangorde.plaats_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .outerjoin(Voorkeurlijst, col(Voorkeurlijst.ronde_student_id) == col(RondeStudent.id))
        .outerjoin(Voorkeur, sa.and_(
            col(Voorkeur.lijst_id) == col(Voorkeurlijst.id), col(Voorkeur.plaats_id) == col(Rangorde.plaats_id)
        ))
        .where(col(Rangorde.ronde_id) == ronde_id, col(k.grond).is_not(None))
        .order_by(sa.case((col(k.besluit).is_(None), 0), else_=1), col(Leerbedrijf.naam), col(k.id))
    )  # fmt: skip
    return [OordeelRij(*rij) for rij in rijen]
