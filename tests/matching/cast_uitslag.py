"""A closed round with three students and three places, and proposals made by hand for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.matching.queries_probleem import lees_vraagstuk
from bpv_app.matching.service_openen import sluit_ronde
from bpv_app.matching.service_publiceren import Publicatie, publiceer
from bpv_app.matching.service_rekenen import lees_plekken
from bpv_app.matching.tables_ronde import Ronde, RondeStudent
from bpv_app.matching.tables_uitslag import Plaatsing
from bpv_app.matching.tables_voorstel import Voorstel
from bpv_app.student.tables import Student
from tests.makers import make_actor, make_student, make_verbintenis, make_voorstel, make_voorstel_regel
from tests.matching.cast_ronde import SLUIT, Rondecast, maak_rondecast


@dataclass
class Uitslagcast:
    """The round of `cast` is closed; `bo` takes part beside Yara and Sem."""

    cast: Rondecast
    ronde: Ronde
    bo: Student
    als_bo: Actor

    @property
    def ronde_id(self) -> int:
        return self.ronde.id or 0

    @property
    def studenten(self) -> tuple[Student, ...]:
        return (self.cast.yara, self.cast.sem, self.bo)

    def deelnemer(self, session: Session, student: Student) -> RondeStudent:
        vraag = sa.select(RondeStudent).where(
            col(RondeStudent.ronde_id) == self.ronde.id, col(RondeStudent.student_id) == student.id
        )
        deelnemer: RondeStudent = session.execute(vraag).scalar_one()
        return deelnemer

    def voorstel(self, session: Session, *plekken: int | None, **anders: Any) -> Voorstel:
        """A proposal: the place (by number from 0; None: no place) of Yara, Sem and Bo, in that order."""
        voorstel = make_voorstel(session, self.ronde, **anders)
        for student, plek in zip(self.studenten, plekken, strict=True):
            plaats = None if plek is None else self.cast.plaatsen[plek]
            make_voorstel_regel(session, voorstel, self.deelnemer(session, student), plaats)
        self.reken(session, voorstel)
        return voorstel

    def reken(self, session: Session, voorstel: Voorstel) -> None:
        """As if it were computed now: it answers what the round asks at this moment."""
        vorige = voorstel.herhaling_van
        plekken = {d: plaats for d, (plaats, _) in lees_plekken(session, vorige).items()} if vorige else None
        voorstel.invoer_sha256 = lees_vraagstuk(session, self.ronde, gepind={}, vorige=plekken).sha256
        session.flush()

    def publiceer(self, session: Session, clock: FixedClock, *plekken: int | None, **anders: Any) -> Publicatie:
        """Make such a proposal and publish it."""
        voorstel = self.voorstel(session, *plekken, **anders)
        return publiceer(session, self.cast.coordinator, clock, voorstel.id or 0, voorstel.versie)

    def herhaal(self, session: Session, clock: FixedClock, uitslag: int, *plekken: int | None) -> Publicatie:
        """Publish the answer to a re-run of `uitslag`, computed an hour later."""
        clock.moment += timedelta(hours=1)
        return self.publiceer(session, clock, *plekken, herhaling_van=uitslag, gerekend_op=clock.nu())

    def plaatsing(self, session: Session, student: Student) -> Plaatsing | None:
        """The student's placement that has not lapsed."""
        vraag = (
            sa.select(Plaatsing)
            .join(RondeStudent, col(RondeStudent.id) == col(Plaatsing.ronde_student_id))
            .where(col(RondeStudent.student_id) == student.id, col(Plaatsing.status) != "vervallen")
        )
        gevraagd = vraag.execution_options(populate_existing=True)
        plaatsing: Plaatsing | None = session.execute(gevraagd).scalar_one_or_none()
        return plaatsing


def maak_uitslagcast(session: Session, clock: FixedClock, **anders: Any) -> Uitslagcast:
    cast = maak_rondecast(session)
    bo = make_student(session, cast.team, naam="Bo")
    make_verbintenis(session, bo)
    ronde = cast.open(session, clock, **anders)
    clock.moment = SLUIT + timedelta(hours=1)
    sluit_ronde(session, cast.coordinator, clock, ronde.id or 0)
    return Uitslagcast(cast, ronde, bo, make_actor(session, Rol.STUDENT, student_id=bo.id))
