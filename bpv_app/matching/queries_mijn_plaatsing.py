"""A student's own result: the place, why it was this one, and how to check the lottery. Scoped in each query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM
from bpv_app.leerbedrijf.tables import Contactpersoon, Leerbedrijf, Locatie
from bpv_app.matching.clauses_uitslag import eigen_plaatsing
from bpv_app.matching.rules import Reden
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_uitslag import PlaatsingStatus, bezwaar_tot
from bpv_app.matching.rules_voorstel import PlekGrond, VoorstelStatus
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import Ronde, RondeStudent
from bpv_app.matching.tables_uitslag import Plaatsing
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelRegel

BEKEND = (RondeStatus.GEPUBLICEERD, RondeStatus.AFGEROND)


@dataclass(frozen=True, slots=True)
class EigenUitslag:
    """A round of the student's of which the result is known. `deelnemers`: how many drew a lot."""

    deelnemer_id: int
    ronde_id: int
    ronde: str
    van: date
    tot: date
    bezwaardagen: int
    moet_bevestigen: bool
    zaad: str
    zaad_hash: str
    lot: int | None
    deelnemers: int


def list_eigen_uitslagen(session: Session, actor: Actor) -> list[EigenUitslag]:
    """The newest round first; none for who is no student."""
    ander = sa.orm.aliased(RondeStudent)
    deelnemers = sa.select(sa.func.count()).where(col(ander.ronde_id) == col(Ronde.id)).scalar_subquery()
    vraag = (
        sa.select(
            col(RondeStudent.id), col(Ronde.id), col(Ronde.naam), col(Ronde.van), col(Ronde.tot),
            col(Ronde.bezwaardagen), col(Ronde.moet_bevestigen), col(Ronde.zaad), col(Ronde.zaad_hash),
            col(RondeStudent.lot), deelnemers,
        )
        .join(Ronde, col(Ronde.id) == col(RondeStudent.ronde_id))
        .where(eigen_plaatsing(actor), col(Ronde.status).in_(BEKEND))
        .order_by(col(Ronde.van).desc(), col(Ronde.id).desc())
    )  # fmt: skip
    return [EigenUitslag(*rij) for rij in session.execute(vraag)]


@dataclass(frozen=True, slots=True)
class EigenPlaatsing:
    """One's own place, now or before; the newest one of a round is first."""

    plaatsing: Plaatsing
    titel: str
    taken: str
    van: date
    tot: date
    dagen_per_week: int | None
    bedrijf: str
    straat: str
    huisnummer: str
    postcode: str
    woonplaats: str
    contact: str
    email: str
    telefoon: str


def list_eigen_plaatsingen(session: Session, actor: Actor, deelnemer_id: int) -> list[EigenPlaatsing]:
    """The student's placements in this round, newest first."""

    def adres(naam: str) -> Any:
        """Of the location when it has an address, else of the company."""
        return sa.case((sa.func.coalesce(col(Locatie.plaats), "") != "", getattr(Locatie, naam)),
                       else_=getattr(Leerbedrijf, naam))  # fmt: skip

    vraag = (
        sa.select(
            Plaatsing, col(Plaats.titel), col(Plaats.taken), col(Plaats.van), col(Plaats.tot),
            col(Plaats.dagen_per_week), col(Leerbedrijf.naam), adres("straat"), adres("huisnummer"),
            adres("postcode"), adres("plaats"), sa.func.coalesce(col(Contactpersoon.naam), ""),
            sa.func.coalesce(col(Contactpersoon.email), ""), sa.func.coalesce(col(Contactpersoon.telefoon), ""),
        )
        .join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
        .join(Ronde, col(Ronde.id) == col(RondeStudent.ronde_id))
        .join(Plaats, col(Plaats.id) == col(Plaatsing.plaats_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .outerjoin(Locatie, col(Locatie.id) == col(Plaats.locatie_id))
        .outerjoin(Contactpersoon, col(Contactpersoon.id) == col(Plaats.praktijkopleider_id))
        .where(eigen_plaatsing(actor), col(RondeStudent.id) == deelnemer_id, col(Ronde.status).in_(BEKEND))
        .order_by(col(Plaatsing.id).desc())
    )  # fmt: skip
    return [EigenPlaatsing(*rij) for rij in session.execute(vraag)]


@dataclass(frozen=True, slots=True)
class HogerRegel:
    """A place of one's own list above the one received: its code and numbers, as the engine gave them."""

    titel: str
    bedrijf: str
    rang: int
    getallen: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EigenUitleg:
    """Why this place, or why none."""

    grond: PlekGrond | None = None
    reden: Reden | None = None
    reden_getallen: dict[str, Any] | None = None
    hoger: tuple[HogerRegel, ...] = ()


def get_eigen_uitleg(session: Session, actor: Actor, deelnemer_id: int, voorstel_id: int | None) -> EigenUitleg:
    """The student's own line in the proposal that gave the place; without `voorstel_id` in the published one."""
    is_mijn = col(Voorstel.id) == voorstel_id if voorstel_id else col(Voorstel.status) == VoorstelStatus.GEPUBLICEERD
    vraag = (
        sa.select(VoorstelRegel)
        .join(Voorstel, col(Voorstel.id) == col(VoorstelRegel.voorstel_id))
        .join(RondeStudent, col(RondeStudent.id) == col(VoorstelRegel.ronde_student_id))
        .join(Ronde, col(Ronde.id) == col(RondeStudent.ronde_id))
        .where(
            eigen_plaatsing(actor), col(RondeStudent.id) == deelnemer_id, col(Ronde.status).in_(BEKEND), is_mijn,
            col(Voorstel.gepubliceerd_op).is_not(None),
        )
    )  # fmt: skip
    regel: VoorstelRegel | None = session.execute(vraag).scalar_one_or_none()
    if regel is None:
        return EigenUitleg()
    ids = [int(u["plaats"]) for u in regel.uitleg]
    namen = {
        rij[0]: (rij[1], rij[2])
        for rij in session.execute(
            sa.select(col(Plaats.id), col(Plaats.titel), col(Leerbedrijf.naam))
            .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
            .where(col(Plaats.id).in_(ids))
        )
    }
    hoger = tuple(
        HogerRegel(*namen[int(u["plaats"])], int(u["rang"]), dict(u)) for u in regel.uitleg if int(u["plaats"]) in namen
    )
    return EigenUitleg(regel.grond, regel.reden, dict(regel.reden_getallen), hoger)


@dataclass(frozen=True, slots=True)
class TeLezen:
    """A result on which the student has not answered: where, whether the round asks to agree, until when to object."""

    deelnemer_id: int
    bedrijf: str
    moet_bevestigen: bool
    bezwaar_tot: date


def list_te_lezen(session: Session, actor: Actor, vandaag: date) -> list[TeLezen]:
    """The student's places that wait for an answer: to be agreed to, or still open to objection. Newest first."""
    vraag = (
        sa.select(
            col(RondeStudent.id), col(Leerbedrijf.naam), col(Ronde.moet_bevestigen), col(Plaatsing.toegewezen_op),
            col(Ronde.bezwaardagen), col(Plaatsing.bezwaar_uitkomst),
        )
        .select_from(Plaatsing)
        .join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
        .join(Ronde, col(Ronde.id) == col(RondeStudent.ronde_id))
        .join(Plaats, col(Plaats.id) == col(Plaatsing.plaats_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .where(
            eigen_plaatsing(actor),
            col(Ronde.status).in_(BEKEND),
            col(Plaatsing.status) == PlaatsingStatus.TOEGEWEZEN,
        )
        .order_by(col(Ronde.van).desc(), col(Plaatsing.id).desc())
    )  # fmt: skip
    uit = []
    for deelnemer, bedrijf, moet, toegewezen_op, dagen, uitkomst in session.execute(vraag):
        tot = bezwaar_tot(toegewezen_op.astimezone(AMSTERDAM).date(), dagen)
        if moet or (uitkomst is None and vandaag <= tot):
            uit.append(TeLezen(deelnemer, bedrijf, moet, tot))
    return uit
