"""A whole round in dossiers as long work: some at a time, stopped, again, twice at once, with nobody ready."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.db import lezen, transaction
from bpv_app.dossier.tables import Dossier
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden
from bpv_app.matching import service_indossier_taak as service
from bpv_app.taak.rules import TaakBeeld, TaakLooptAl, TaakStatus
from bpv_app.taak.service import TaakStand, get_laatste, list_regels, vraag_stop
from bpv_app.taak.worker import TaakWorker
from tests.makers import make_inrichting
from tests.matching.cast_uitslag import Uitslagcast, maak_uitslagcast


class Klaar:
    """A published round of which the days to object are over: three students are ready, one a step."""

    def __init__(self, motor: Engine, clock: FixedClock) -> None:
        self.motor, self.clock = motor, clock
        with transaction(systeem(), op=motor) as session:
            self.cast: Uitslagcast = maak_uitslagcast(session, clock)
            self.cast.publiceer(session, clock, 0, 1, 2)
            self.inrichting = make_inrichting(session, team_id=self.cast.cast.team.id).id or 0
        clock.moment += timedelta(days=30)
        self.wie: Actor = self.cast.cast.coordinator

    def begin(self, wie: Actor | None = None, inrichting: int | None = None) -> int:
        with transaction(wie or self.wie, op=self.motor) as session:
            nr = self.inrichting if inrichting is None else inrichting
            return service.begin_in_dossiers(session, wie or self.wie, self.clock, self.cast.ronde_id, nr)

    def werk(self, soort: Any = None) -> None:
        worker = TaakWorker({service.SOORT: soort or service.InDossiers()}, op=self.motor, clock=self.clock)
        assert worker.ronde()

    def stand(self) -> TaakStand:
        with lezen(op=self.motor) as session:
            stand = get_laatste(session, self.wie, self.clock, service.sleutel(self.cast.ronde_id))
            assert stand is not None
            return stand

    def dossiers(self) -> int:
        with lezen(op=self.motor) as session:
            return int(session.execute(sa.select(sa.func.count()).select_from(Dossier)).scalar_one())


@pytest.fixture
def klaar(motor: Engine, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Klaar:
    monkeypatch.setattr(service, "PER_STAP", 1)
    return Klaar(motor, clock)


def test_all_are_done_step_by_step_with_a_result_per_student(klaar: Klaar) -> None:
    taak_id = klaar.begin()
    klaar.werk()
    stand = klaar.stand()
    assert (stand.status, stand.gedaan, stand.totaal, stand.slot.nl) == (TaakStatus.KLAAR, 3, 3, "3 gelukt, 0 niet.")
    assert klaar.dossiers() == 3
    with lezen(op=klaar.motor) as session:
        regels = list_regels(session, klaar.wie, taak_id)
    assert sorted(r.naam for r in regels) == ["Bo", "Sem", "Yara"]
    with pytest.raises(DomeinFout, match="niets_klaar"):
        klaar.begin()


class NaEen(service.InDossiers):
    """Somebody asks to stop while the first student is done."""

    def __init__(self, klaar: Klaar) -> None:
        self.klaar = klaar

    def bereid_voor(self, session: Session, actor: Actor, taak: TaakBeeld) -> None:
        if taak.gedaan == 0:
            with transaction(actor, op=self.klaar.motor) as ander:
                vraag_stop(ander, actor, taak.id)


def test_stopped_half_way_what_was_done_stays_and_again_does_the_rest_once(klaar: Klaar) -> None:
    klaar.begin()
    klaar.werk(NaEen(klaar))
    assert (klaar.stand().status, klaar.dossiers()) == (TaakStatus.GESTOPT, 1)
    klaar.begin()
    klaar.werk()
    assert (klaar.stand().slot.nl, klaar.dossiers()) == ("2 gelukt, 0 niet.", 3)


def test_it_does_not_run_twice_at_once(klaar: Klaar) -> None:
    klaar.begin()
    with pytest.raises(TaakLooptAl):
        klaar.begin()


def test_a_set_up_that_is_not_yours_fails_with_the_reason_and_makes_nothing(klaar: Klaar) -> None:
    klaar.begin(inrichting=999)
    klaar.werk()
    assert (klaar.stand().status, klaar.dossiers()) == (TaakStatus.MISLUKT, 0)
    assert klaar.stand().slot.nl == NietGevonden().tekst.nl


def test_only_who_handles_the_result_may_begin(klaar: Klaar) -> None:
    for wie in (klaar.cast.als_bo, klaar.cast.cast.als_yara):
        with pytest.raises((GeenRecht, NietGevonden)):
            klaar.begin(wie)
