"""Who plays in a round whose companies order: places of one company each, and a praktijkopleider who logs in there."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.matching.queries_rangorde import list_rangordes
from bpv_app.matching.rules import Modus
from bpv_app.matching.rules_rangorde import zet_op_volgorde
from bpv_app.matching.service_openen import sluit_ronde
from bpv_app.matching.service_rangorde import bewaar_volgorde, stuur_rangorde_in
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_rangorde import RangordeKandidaat
from bpv_app.matching.tables_ronde import Ronde
from tests.makers import make_actor
from tests.matching.cast_ronde import Rondecast, maak_rondecast
from tests.matching.test_voorstel import dien_in

TOT = datetime(2026, 12, 8, 16, 0, tzinfo=UTC)


def opleider_van(session: Session, plaats: Plaats) -> Actor:
    """The praktijkopleider of a place, who came in by a personal link."""
    mens = session.get_one(Contactpersoon, plaats.praktijkopleider_id)
    return make_actor(session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=mens.id, leerbedrijf_id=mens.leerbedrijf_id)


def rangschikkend(session: Session, *welke: int) -> Rondecast:
    """The cast, in which the companies of these places want to order their candidates."""
    cast = maak_rondecast(session)
    for n in welke or (0, 1, 2):
        cast.plaatsen[n].bedrijf_rangschikt = True
    session.flush()
    return cast


def open_(session: Session, clock: FixedClock, cast: Rondecast, **anders: object) -> Ronde:
    """An open round in which companies order, until `TOT`."""
    return cast.open(
        session, clock, **{"modus": Modus.LOTING, "bedrijven_rangschikken": True, "rangschikken_tot": TOT} | anders
    )


def gesloten(session: Session, clock: FixedClock, cast: Rondecast, **anders: object) -> Ronde:
    """Both want Bakboord first; then Yara wants Anker and Sem Complex. Each place has one slot."""
    ronde = open_(session, clock, cast, **anders)
    dien_in(session, clock, cast.als_yara, *cast.ids(1, 0))
    dien_in(session, clock, cast.als_sem, *cast.ids(1, 2))
    return sluit_ronde(session, cast.coordinator, clock, ronde.id or 0, reden="Iedereen is klaar.")


def nummer_van(session: Session, rangorde_id: int, deelnemer: int) -> int:
    """The number a candidate has for the company."""
    vraag = sa.select(col(RangordeKandidaat.nummer)).where(
        col(RangordeKandidaat.rangorde_id) == rangorde_id, col(RangordeKandidaat.ronde_student_id) == deelnemer
    )
    return int(session.execute(vraag).scalar_one())


def rangschik(session: Session, clock: FixedClock, plaats: Plaats, deelnemers: list[int]) -> None:
    """The company of this place sends in this order."""
    wie = opleider_van(session, plaats)
    (r,) = [r for r in list_rangordes(session, wie) if r.plaats_id == plaats.id]
    nummers = [nummer_van(session, r.id, d) for d in deelnemers]
    rij = bewaar_volgorde(session, wie, clock, r.id, r.versie, lambda v: zet_op_volgorde(v, nummers))
    stuur_rangorde_in(session, wie, clock, r.id, rij.versie)
