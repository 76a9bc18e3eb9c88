"""The appointments of one day, with where they are: the begeleider's route."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.dossier.tables import Dossier
from bpv_app.gesprek.clauses import is_begeleider, moment_scope
from bpv_app.gesprek.queries_moment import begin_van_dag
from bpv_app.gesprek.queries_personen import get_bezetting
from bpv_app.gesprek.rules import Deelnemer, MomentStatus, Vorm
from bpv_app.gesprek.rules_route import Halte, op_plaats, op_tijd
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.rechten import Actie

MAX_OP_EEN_DAG = 40


@dataclass(frozen=True, slots=True)
class Bezoek:
    """One appointment of the day. `adres` is the appointment's own place, or the workplace for a visit."""

    moment_id: int
    naam: str
    student: str
    student_telefoon: str
    bedrijf: str
    opleider: str
    opleider_telefoon: str
    vorm: Vorm
    begin_op: datetime
    duur_minuten: int
    adres: str
    postcode: str
    is_gehouden: bool


def list_dag(session: Session, actor: Actor, dag: date, *, per_plaats: bool = False) -> tuple[Bezoek, ...]:
    """Own appointments of this day (Europe/Amsterdam), by time or by place. Raises GeenRecht.

    Only dossiers one guides oneself: a route is for who drives it.
    """
    require(actor, Actie.GESPREK_ZIEN)
    rijen = session.execute(
        sa.select(Contactmoment)
        .join(Dossier, col(Dossier.id) == col(Contactmoment.dossier_id))
        .where(
            moment_scope(actor),
            is_begeleider(actor),
            col(Contactmoment.afspraak_op) >= begin_van_dag(dag),
            col(Contactmoment.afspraak_op) < begin_van_dag(dag + timedelta(days=1)),
            col(Contactmoment.status).in_((MomentStatus.GEPLAND, MomentStatus.GEHOUDEN)),
        )
        .order_by(col(Contactmoment.afspraak_op), col(Contactmoment.id))
        .limit(MAX_OP_EEN_DAG)
    ).scalars()
    bezoeken = {m.id or 0: _bezoek(session, m) for m in rijen}
    haltes = [Halte(nr, b.begin_op, b.postcode) for nr, b in bezoeken.items()]
    return tuple(bezoeken[nr] for nr in (op_plaats if per_plaats else op_tijd)(haltes))


def _bezoek(session: Session, m: Contactmoment) -> Bezoek:
    b = get_bezetting(session, m.dossier_id)
    student, opleider = b.mensen[Deelnemer.STUDENT], b.mensen.get(Deelnemer.PRAKTIJKOPLEIDER)
    assert m.afspraak_op is not None
    is_bezoek = m.vorm is Vorm.BEZOEK
    return Bezoek(
        m.id or 0,
        m.naam,
        b.student_naam,
        student.telefoon,
        b.bedrijf,
        opleider.naam if opleider else "",
        opleider.telefoon if opleider else "",
        m.vorm,
        m.afspraak_op,
        m.duur_minuten,
        m.plaats or (b.adres if is_bezoek else ""),
        b.postcode if is_bezoek else "",
        m.status is MomentStatus.GEHOUDEN,
    )


def volgende_dag(session: Session, actor: Actor, vanaf: datetime) -> datetime | None:
    """The next appointment of one's own, to know which day to look at."""
    require(actor, Actie.GESPREK_ZIEN)
    return session.execute(
        sa.select(sa.func.min(Contactmoment.afspraak_op))
        .join(Dossier, col(Dossier.id) == col(Contactmoment.dossier_id))
        .where(
            moment_scope(actor),
            is_begeleider(actor),
            col(Contactmoment.status) == MomentStatus.GEPLAND,
            col(Contactmoment.afspraak_op) >= vanaf,
        )
    ).scalar_one_or_none()
