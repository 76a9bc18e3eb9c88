"""The result for the coordinator: who has what, who agreed or objected, what waits. The caller has checked the scope
with `get_ronde`, except where an actor is asked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.clauses import inrichting_scope
from bpv_app.dossier.tables import Inrichting
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.matching.queries_ronde import list_weggevallen
from bpv_app.matching.rules_uitslag import GELDIG, BezwaarUitkomst, PlaatsingStap, PlaatsingStatus, bezwaar_tot
from bpv_app.matching.rules_voorstel import VoorstelStatus
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import Ronde, RondeStudent
from bpv_app.matching.tables_uitslag import Plaatsing, PlaatsingGebeurtenis
from bpv_app.matching.tables_voorstel import Voorstel, VoorstelRegel
from bpv_app.student.tables import Student

PER_PAGINA = 50


@dataclass(frozen=True, slots=True)
class UitslagTelling:
    """Counts of a result. `kan_in_dossier`: agreed, or past the days to object; `weg`: the place fell away since."""

    toegewezen: int = 0
    bevestigd: int = 0
    bezwaar: int = 0
    in_dossier: int = 0
    zonder: int = 0
    kan_in_dossier: int = 0
    weg: int = 0

    @property
    def geplaatst(self) -> int:
        return self.toegewezen + self.bevestigd + self.bezwaar + self.in_dossier


@dataclass(frozen=True, slots=True)
class PlaatsingRij:
    """A placement with student and place, as the coordinator reads it."""

    id: int
    versie: int
    student_id: int
    student: str
    klas: str
    plaats_id: int
    plaats: str
    bedrijf: str
    rang: int
    status: PlaatsingStatus
    toegewezen_op: datetime
    bezwaar: str
    bezwaar_op: datetime | None
    bezwaar_uitkomst: BezwaarUitkomst | None
    dossier_id: int | None


def _rijen(session: Session, ronde_id: int, *waar: sa.ColumnElement[bool]) -> Any:
    p = Plaatsing
    return (
        sa.select(
            col(p.id), col(p.versie), col(Student.id), col(Student.naam), col(Student.klas), col(Plaats.id),
            col(Plaats.titel), col(Leerbedrijf.naam), col(p.rang), col(p.status), col(p.toegewezen_op), col(p.bezwaar),
            col(p.bezwaar_op), col(p.bezwaar_uitkomst), col(p.dossier_id),
        )
        .join(RondeStudent, col(RondeStudent.id) == col(p.ronde_student_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .join(Plaats, col(Plaats.id) == col(p.plaats_id))
        .join(Leerbedrijf, col(Leerbedrijf.id) == col(Plaats.leerbedrijf_id))
        .where(col(RondeStudent.ronde_id) == ronde_id, *waar)
    )  # fmt: skip


def zoek_plaatsingen(
    session: Session, ronde_id: int, *, status: PlaatsingStatus | None = None, zoek: str = "", pagina: int = 1
) -> tuple[list[PlaatsingRij], int]:
    """One page of the placements that have not lapsed (or of one status), by class and name; and how many there are."""
    waar = [col(Plaatsing.status) == status if status else col(Plaatsing.status).in_(GELDIG)]
    for woord in zoek.lower().split()[:5]:
        patroon = "%" + woord.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        waar.append(
            sa.or_(
                col(Student.zoektekst).like(patroon, escape="\\"), col(Leerbedrijf.zoektekst).like(patroon, escape="\\")
            )
        )
    vraag = _rijen(session, ronde_id, *waar)
    totaal: int = session.execute(sa.select(sa.func.count()).select_from(vraag.subquery())).scalar_one()
    bladzijde = (
        vraag.order_by(col(Student.klas), col(Student.naam), col(Plaatsing.id))
        .offset((max(pagina, 1) - 1) * PER_PAGINA)
        .limit(PER_PAGINA)
    )
    return [PlaatsingRij(*rij) for rij in session.execute(bladzijde)], totaal


def list_bezwaren(session: Session, ronde_id: int) -> list[PlaatsingRij]:
    """The objections that wait for an answer, oldest first."""
    vraag = _rijen(session, ronde_id, col(Plaatsing.status) == PlaatsingStatus.BEZWAAR)
    return [PlaatsingRij(*rij) for rij in session.execute(vraag.order_by(col(Plaatsing.bezwaar_op)))]


def list_weg(session: Session, ronde: Ronde) -> list[PlaatsingRij]:
    """Placements at a place that was withdrawn, closed or lost its accreditation after the publication."""
    weg = set(list_weggevallen(session, ronde))
    if not weg:
        return []
    mag = (PlaatsingStatus.TOEGEWEZEN, PlaatsingStatus.BEVESTIGD, PlaatsingStatus.BEZWAAR)
    vraag = _rijen(session, ronde.id or 0, col(Plaatsing.status).in_(mag), col(Plaats.id).in_(weg))
    return [PlaatsingRij(*rij) for rij in session.execute(vraag.order_by(col(Plaats.titel), col(Student.naam)))]


def tel_uitslag(session: Session, ronde: Ronde, vandaag: date) -> UitslagTelling:
    """How far the result is."""
    per_status = dict(
        session.execute(
            sa.select(col(Plaatsing.status), sa.func.count())
            .join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
            .where(col(RondeStudent.ronde_id) == ronde.id, col(Plaatsing.status).in_(GELDIG))
            .group_by(col(Plaatsing.status))
        ).all()
    )
    deelnemers: int = session.execute(
        sa.select(sa.func.count()).where(col(RondeStudent.ronde_id) == ronde.id)
    ).scalar_one()
    return UitslagTelling(
        toegewezen=per_status.get(PlaatsingStatus.TOEGEWEZEN, 0),
        bevestigd=per_status.get(PlaatsingStatus.BEVESTIGD, 0),
        bezwaar=per_status.get(PlaatsingStatus.BEZWAAR, 0),
        in_dossier=per_status.get(PlaatsingStatus.IN_DOSSIER, 0),
        zonder=deelnemers - sum(per_status.values()),
        kan_in_dossier=len(list_te_plaatsen(session, ronde, vandaag, None)),
        weg=len(list_weg(session, ronde)),
    )


@dataclass(frozen=True, slots=True)
class TePlaatsen:
    """A placement that goes into a dossier."""

    plaatsing_id: int
    student_id: int
    plaats_id: int
    naam: str


def list_te_plaatsen(
    session: Session, ronde: Ronde, vandaag: date, plaatsing_ids: Collection[int] | None
) -> list[TePlaatsen]:
    """With ids: those of this round that have not lapsed. Without: all that are ready, by `rules_uitslag`."""
    p = Plaatsing
    vraag = (
        sa.select(
            col(p.id), col(RondeStudent.student_id), col(p.plaats_id), col(Student.naam), col(p.status),
            col(p.toegewezen_op), col(p.bezwaar_uitkomst),
        )
        .join(RondeStudent, col(RondeStudent.id) == col(p.ronde_student_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .where(col(RondeStudent.ronde_id) == ronde.id, col(p.status).in_(GELDIG))
        .order_by(col(RondeStudent.student_id))
    )  # fmt: skip
    if plaatsing_ids is not None:
        vraag = vraag.where(col(p.id).in_(plaatsing_ids))
    uit = []
    for rij in session.execute(vraag):
        klaar = rij[4] is PlaatsingStatus.BEVESTIGD or (
            rij[4] is PlaatsingStatus.TOEGEWEZEN
            and (rij[6] is not None or vandaag > bezwaar_tot(rij[5].astimezone(AMSTERDAM).date(), ronde.bezwaardagen))
        )
        if plaatsing_ids is not None or klaar:
            uit.append(TePlaatsen(rij[0], rij[1], rij[2], rij[3]))
    return uit


@dataclass(frozen=True, slots=True)
class Voorstelkeuze:
    """A proposal of the round that could be published."""

    id: int
    nummer: int
    naam: str
    versie: int
    geplaatst: int
    deelnemers: int
    gerekend_op: datetime


def list_voorstellen(session: Session, ronde_id: int) -> list[Voorstelkeuze]:
    """The concepts of a round, newest first."""
    vraag = (
        sa.select(
            col(Voorstel.id), col(Voorstel.nummer), col(Voorstel.naam), col(Voorstel.versie),
            sa.func.count(col(VoorstelRegel.plaats_id)), sa.func.count(col(VoorstelRegel.ronde_student_id)),
            col(Voorstel.gerekend_op),
        )
        .outerjoin(VoorstelRegel, col(VoorstelRegel.voorstel_id) == col(Voorstel.id))
        .where(col(Voorstel.ronde_id) == ronde_id, col(Voorstel.status) == VoorstelStatus.CONCEPT)
        .group_by(
            col(Voorstel.id), col(Voorstel.nummer), col(Voorstel.naam), col(Voorstel.versie), col(Voorstel.gerekend_op)
        )
        .order_by(col(Voorstel.nummer).desc())
    )  # fmt: skip
    return [Voorstelkeuze(*rij) for rij in session.execute(vraag)]


@dataclass(frozen=True, slots=True)
class Antwoord:
    """A step of a placement in words: who, when, why."""

    student: str
    stap: PlaatsingStap
    op: datetime
    door: str
    reden: str


def list_stappen(session: Session, ronde_id: int, limiet: int = 50) -> list[Antwoord]:
    """What happened to placements after they were given, newest first."""
    g = PlaatsingGebeurtenis
    vraag = (
        sa.select(col(Student.naam), col(g.stap), col(g.op), col(g.door_naam), col(g.reden))
        .join(Plaatsing, col(Plaatsing.id) == col(g.plaatsing_id))
        .join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .where(col(RondeStudent.ronde_id) == ronde_id, col(g.stap) != PlaatsingStap.TOEWIJZEN)
        .order_by(col(g.id).desc())
        .limit(limiet)
    )
    return [Antwoord(*rij) for rij in session.execute(vraag)]


def list_inrichtingen(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The dossier set-ups this actor may couple to, that are switched on."""
    vraag = (
        sa.select(col(Inrichting.id), col(Inrichting.naam))
        .where(inrichting_scope(actor, Actie.DOSSIER_KOPPELEN), col(Inrichting.is_actief))
        .order_by(col(Inrichting.naam), col(Inrichting.id))
    )
    return [(rij[0], rij[1]) for rij in session.execute(vraag)]
