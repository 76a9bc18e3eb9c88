"""What comes after the closing of a demo round: a proposal, the result, who agreed and who objects."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.demo.kalender import Kalender, moment
from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.matching.rules import Modus
from bpv_app.matching.rules_uitslag import BezwaarUitkomst
from bpv_app.matching.service_publiceren import publiceer
from bpv_app.matching.service_rekenen import maak_voorstel
from bpv_app.matching.service_uitslag import beantwoord_bezwaar, bevestig, maak_bezwaar
from bpv_app.matching.tables_ronde import Ronde, RondeStudent
from bpv_app.matching.tables_uitslag import Plaatsing
from bpv_app.student.tables import Student

BEZWAAR = "Met de trein en de bus ben ik bijna twee uur onderweg. Kan het dichter bij huis?"
_BEANTWOORD, _WACHT, _STIL = 2, 6, 5
"""Whose objection was answered, whose waits, and every how many-th has not answered yet."""


def speel_uitslag(session: Session, coordinator: Actor, kalender: Kalender, ronde: Ronde) -> None:
    """Publish two working days ago; most students agreed yesterday."""
    klok = FixedClock(moment(kalender.werkdag(-4), 10))
    voorstel = maak_voorstel(session, coordinator, klok, ronde.id or 0, Modus.GARANTIE)
    klok.moment = moment(kalender.werkdag(-2), 9)
    publiceer(session, coordinator, klok, voorstel.id or 0, voorstel.versie)
    for n, (plaatsing_id, student_id, naam) in enumerate(_plaatsingen(session, ronde)):
        student = Actor(None, naam, (RolToewijzing(Rol.STUDENT, student_id=student_id),))
        klok.moment = moment(kalender.werkdag(-1), 9 + n % 12, n % 60)
        if n in (_BEANTWOORD, _WACHT):
            maak_bezwaar(session, student, klok, plaatsing_id, BEZWAAR)
        elif n % _STIL != _STIL - 1:
            bevestig(session, student, klok, plaatsing_id)
        if n == _BEANTWOORD:
            klok.moment = moment(kalender.werkdag(-1), 16, 30)
            beantwoord_bezwaar(
                session, coordinator, klok, plaatsing_id, BezwaarUitkomst.ONGEGROND,
                "We hebben het bedrijf gebeld: je mag een half uur later beginnen, dan rijdt de snelle bus.",
            )  # fmt: skip


def _plaatsingen(session: Session, ronde: Ronde) -> list[tuple[int, int, str]]:
    """Placement, student and name, in the order in which they were given."""
    vraag = (
        sa.select(col(Plaatsing.id), col(Student.id), col(Student.naam))
        .join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
        .join(Student, col(Student.id) == col(RondeStudent.student_id))
        .where(col(RondeStudent.ronde_id) == ronde.id)
        .order_by(col(Plaatsing.id))
    )
    return [(rij[0], rij[1], rij[2]) for rij in session.execute(vraag)]
