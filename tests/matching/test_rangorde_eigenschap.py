"""Random small rounds through the services, from lists and orders to a proposal: exactly deferred acceptance.

What the services compute is held against an oracle written here from the textbook (Gale & Shapley 1962, students
propose), on names and ranks as they were sent in, not on what the services made of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from random import Random

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.matching.queries_rangorde import list_rangordes
from bpv_app.matching.queries_rangorde_ronde import list_oordelen
from bpv_app.matching.rules import Modus
from bpv_app.matching.rules_rangorde import Besluit, PastNietGrond, zet_op_volgorde
from bpv_app.matching.rules_voorkeur import Keuze, Lijst
from bpv_app.matching.service_openen import open_ronde, sluit_ronde
from bpv_app.matching.service_rangorde import bewaar_volgorde, stuur_rangorde_in, zet_niet_passend
from bpv_app.matching.service_rangschikken import beslis_oordeel
from bpv_app.matching.service_rekenen import lees_plekken, maak_voorstel
from bpv_app.matching.service_ronde import maak_ronde
from bpv_app.matching.service_voorkeur import bewaar_lijst, stuur_in
from bpv_app.matching.tables import Plaats
from bpv_app.matching.tables_ronde import RondeStudent
from tests.makers import make_actor, make_plaats, make_student, make_team, make_verbintenis
from tests.matching.cast_rangorde import TOT, nummer_van, opleider_van
from tests.matching.cast_ronde import deelname, invoer

UITLEG = "Deze taak komt bij ons niet voor."
DICHT = datetime(2026, 12, 4, 16, 0, tzinfo=UTC)


@dataclass
class Wereld:
    """What was sent in. `orde`: place → participants, best first; missing when the company sent in nothing.
    `weg`: pairs the coordinator agreed on; `achteraan`: pairs of which the judgement does not count."""

    capaciteit: dict[int, int]
    lijst: dict[int, list[int]]
    lot: dict[int, int]
    orde: dict[int, list[int]]
    weg: set[tuple[int, int]]
    achteraan: set[tuple[int, int]]

    def prioriteit(self, deelnemer: int, plaats: int) -> tuple[int, int]:
        """How the place sees a participant: smaller is better."""
        orde = self.orde.get(plaats)
        if orde is None:
            return (0, self.lot[deelnemer])
        return (orde.index(deelnemer) if deelnemer in orde else len(orde), self.lot[deelnemer])

    def los_op(self) -> dict[int, int | None]:
        """Deferred acceptance: every student asks the next place, each place keeps the best it ever saw."""
        vraagt = {d: [p for p in lijst if (d, p) not in self.weg] for d, lijst in self.lijst.items()}
        heeft: dict[int, int | None] = dict.fromkeys(self.lijst)
        bezet: dict[int, list[int]] = {p: [] for p in self.capaciteit}
        while vrij := [d for d in self.lijst if heeft[d] is None and vraagt[d]]:
            d = vrij[0]
            p = vraagt[d].pop(0)
            bezet[p].append(d)
            heeft[d] = p
            if len(bezet[p]) > self.capaciteit[p]:
                laatste = max(bezet[p], key=lambda x: self.prioriteit(x, p))
                bezet[p].remove(laatste)
                heeft[laatste] = None
        return heeft

    def blokkerend(self, heeft: dict[int, int | None]) -> list[tuple[int, int]]:
        """Pairs that both prefer each other to what they have."""
        uit = []
        for d, lijst in self.lijst.items():
            for p in lijst:
                if p == heeft[d]:
                    break
                hier = [x for x, q in heeft.items() if q == p]
                ruimte = len(hier) < self.capaciteit[p]
                if (d, p) not in self.weg and (
                    ruimte or any(self.prioriteit(d, p) < self.prioriteit(x, p) for x in hier)
                ):
                    uit.append((d, p))
        return uit


def maak_wereld(session: Session, clock: FixedClock, kans: Random) -> tuple[Wereld, int, Actor]:
    """A round from set-up to the end of the ordering, all by services; returns also its id and its coordinator."""
    team = make_team(session)
    coordinator = make_actor(session, Rol.COORDINATOR, team_id=team.id)
    plaatsen: list[Plaats] = [
        make_plaats(session, titel=f"Plaats {n}", aantal=kans.randint(1, 2), bedrijf_rangschikt=kans.random() < 0.75)
        for n in range(kans.randint(2, 4))
    ]
    studenten = []
    for n in range(kans.randint(3, 7)):
        student = make_student(session, team, naam=f"Student {n}")
        make_verbintenis(session, student)
        studenten.append(make_actor(session, Rol.STUDENT, student_id=student.id))
    ronde = maak_ronde(
        session, coordinator, clock,
        invoer(team, modus=Modus.LOTING, min_keuzes=1, max_keuzes=4, bedrijven_rangschikken=True, rangschikken_tot=TOT),
        zaad=f"zaad {kans.random()}",
    )  # fmt: skip
    rid = ronde.id or 0
    open_ronde(session, coordinator, clock, rid)
    lijst: dict[int, list[int]] = {}
    for als in studenten:
        d = deelname(session, als)
        gekozen = kans.sample([p.id or 0 for p in plaatsen], kans.randint(1, len(plaatsen)))
        rij = bewaar_lijst(session, als, clock, d, Lijst(tuple(Keuze(p, "Leren.") for p in gekozen)), 0)
        stuur_in(session, als, clock, d, rij.versie)
        lijst[d] = gekozen
    clock.moment = DICHT
    sluit_ronde(session, coordinator, clock, rid)
    orde: dict[int, list[int]] = {}
    for plaats in plaatsen:
        if kans.random() < 0.25:
            continue  # this company sends in nothing
        wie = opleider_van(session, plaats)
        for r in list_rangordes(session, wie):
            volgorde = kans.sample(sorted(d for d, p in lijst.items() if plaats.id in p), r.kandidaten)
            nummers = [nummer_van(session, r.id, d) for d in volgorde]
            orde_rij = bewaar_volgorde(session, wie, clock, r.id, r.versie, partial(zet_op_volgorde, gewenst=nummers))
            versie = orde_rij.versie
            niet = [d for d in volgorde if kans.random() < 0.15]
            for d in niet:
                nummer = nummer_van(session, r.id, d)
                versie = zet_niet_passend(session, wie, clock, r.id, versie, nummer, PastNietGrond.TAAK, UITLEG).versie
            stuur_rangorde_in(session, wie, clock, r.id, versie)
            orde[plaats.id or 0] = [d for d in volgorde if d not in niet]
    clock.moment = TOT
    deelnemer_van = dict(session.execute(sa.select(col(RondeStudent.student_id), col(RondeStudent.id))).all())
    weg, achteraan = set[tuple[int, int]](), set[tuple[int, int]]()
    for o in list_oordelen(session, rid):
        besluit = kans.choice((Besluit.AKKOORD, Besluit.TELT_NIET, None))
        if besluit:
            beslis_oordeel(session, coordinator, clock, rid, o.id, besluit, "Zo besloten.")
        (weg if besluit is Besluit.AKKOORD else achteraan).add((deelnemer_van[o.student_id], o.plaats_id))
    lot = dict(session.execute(sa.select(col(RondeStudent.id), col(RondeStudent.lot))).all())
    capaciteit = {p.id or 0: p.aantal for p in plaatsen}
    return Wereld(capaciteit, lijst, lot, orde, weg, achteraan), rid, coordinator


@pytest.mark.parametrize("zaad", range(12))
def test_a_round_through_the_services_is_deferred_acceptance_without_a_pair_that_prefers_each_other(
    session: Session, clock: FixedClock, zaad: int
) -> None:
    wereld, ronde, coordinator = maak_wereld(session, clock, Random(zaad))
    v = maak_voorstel(session, coordinator, clock, ronde)
    heeft = {d: plaats for d, (plaats, _) in lees_plekken(session, v.id).items()}
    assert heeft == wereld.los_op()
    assert wereld.blokkerend(heeft) == []
    assert v.verslag["controle"]["blokkerende_paren"] == 0
    assert v.verslag["controle"]["publiceerbaar"] is True
    opnieuw = maak_voorstel(session, coordinator, clock, ronde)
    assert opnieuw.invoer_sha256 == v.invoer_sha256


def test_the_oracle_knows_a_pair_that_prefers_each_other_when_it_sees_one() -> None:
    w = Wereld({1: 1, 2: 1}, {10: [1, 2], 20: [1, 2]}, {10: 1, 20: 2}, {1: [20, 10]}, set(), set())
    assert w.los_op() == {10: 2, 20: 1}
    assert w.blokkerend({10: 1, 20: 2}) == [(20, 1)]


def test_these_rounds_have_ties_orders_agreed_and_refused_judgements(session: Session, clock: FixedClock) -> None:
    """That the property is about something: over the seeds all of it occurs."""
    gezien: set[str] = set()
    for zaad in range(4):
        begin = clock.moment
        with session.begin_nested() as punt:
            wereld, _, _ = maak_wereld(session, clock, Random(zaad))
            gezien |= {naam for naam in ("orde", "weg", "achteraan") if getattr(wereld, naam)}
            gezien |= {"geen orde"} if len(wereld.orde) < len(wereld.capaciteit) else set()
            punt.rollback()
        session.expire_all()
        clock.moment = begin
    assert gezien == {"orde", "weg", "achteraan", "geen orde"}
