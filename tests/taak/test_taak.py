"""Long work: one step one transaction, stop, go on after a crash, a result per row, nobody else's."""

from __future__ import annotations

import random
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import Clock, FixedClock
from bpv_app.kernel.errors import NietGevonden
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.taak import service
from bpv_app.taak.rules import (
    LEASE,
    MAX_POGINGEN,
    TaakBeeld,
    TaakLooptAl,
    TaakStatus,
    Voortgang,
    resterend,
    voortgang_zin,
)
from bpv_app.taak.tables import Taak, TaakRegel
from bpv_app.taak.worker import TaakWorker
from bpv_app.toegang.tables import AccountRol
from tests.makers import make_account, make_actor
from tests.taak.tellen import Tellen

ROOT = Path(__file__).resolve().parents[2]
TITEL = Tekst("Tellen", "Counting")


@pytest.fixture
def wie(motor: Engine) -> Actor:
    with transaction(systeem(), op=motor) as session:
        return make_actor(session, Rol.STUDENTENZAKEN)


def begin(motor: Engine, wie: Actor, clock: Clock, tot: int = 7, sleutel: str = "tellen") -> int:
    with transaction(wie, op=motor) as session:
        return service.start_taak(session, wie, clock, "tellen", TITEL, {"tot": tot}, sleutel=sleutel, totaal=tot)


def rij(motor: Engine, taak_id: int) -> Taak:
    with lezen(op=motor) as session:
        taak = session.get(Taak, taak_id)
        assert taak is not None
        return taak


def geteld(motor: Engine, taak_id: int) -> list[int]:
    with lezen(op=motor) as session:
        vraag = sa.select(col(TaakRegel.sleutel)).where(col(TaakRegel.taak_id) == taak_id).order_by(col(TaakRegel.id))
        return [int(s) for s in session.execute(vraag).scalars()]


def test_work_is_done_step_by_step_and_ends_with_a_result_per_row(motor: Engine, wie: Actor, clock: FixedClock) -> None:
    taak_id = begin(motor, wie, clock)
    assert TaakWorker({"tellen": Tellen()}, op=motor, clock=clock).ronde()
    taak = rij(motor, taak_id)
    assert (taak.status, taak.gedaan, taak.totaal, taak.slot_nl) == (TaakStatus.KLAAR, 7, 7, "Geteld tot 7.")
    assert geteld(motor, taak_id) == [1, 2, 3, 4, 5, 6, 7]
    with lezen(wie, op=motor) as session:
        assert [r.naam for r in service.list_regels(session, wie, taak_id, alleen_mislukt=True)] == [
            "nummer 3",
            "nummer 6",
        ]
    assert not TaakWorker({"tellen": Tellen()}, op=motor, clock=clock).ronde(), "nothing is left to do"


def test_the_same_work_does_not_run_twice_at_once(motor: Engine, wie: Actor, clock: FixedClock) -> None:
    begin(motor, wie, clock)
    with pytest.raises(TaakLooptAl):
        begin(motor, wie, clock)
    TaakWorker({"tellen": Tellen()}, op=motor, clock=clock).ronde()
    begin(motor, wie, clock)  # again, now that it has ended


def test_a_refused_start_undoes_nothing_else_of_the_transaction(motor: Engine, wie: Actor, clock: FixedClock) -> None:
    begin(motor, wie, clock)
    with transaction(wie, op=motor) as session:
        make_account(session, email="blijft@voorbeeld.nl")
        with pytest.raises(TaakLooptAl):
            service.start_taak(session, wie, clock, "tellen", TITEL, {"tot": 1}, sleutel="tellen")
    with lezen(op=motor) as session:
        assert (
            session.execute(sa.text("SELECT count(*) FROM account WHERE email = 'blijft@voorbeeld.nl'")).scalar() == 1
        )


class Stoppend(Tellen):
    """Somebody presses stop during the first step."""

    def __init__(self, motor: Engine, wie: Actor) -> None:
        self.motor, self.wie, self.stappen = motor, wie, 0

    def bereid_voor(self, session: Session, actor: Actor, taak: TaakBeeld) -> int:
        self.stappen += 1
        if self.stappen == 1:
            with transaction(self.wie, op=self.motor) as ander:
                service.vraag_stop(ander, self.wie, taak.id)
        return super().bereid_voor(session, actor, taak)


def test_stop_ends_it_after_the_step_at_hand_and_keeps_what_was_done(
    motor: Engine, wie: Actor, clock: FixedClock
) -> None:
    taak_id = begin(motor, wie, clock)
    TaakWorker({"tellen": Stoppend(motor, wie)}, op=motor, clock=clock).ronde()
    assert (rij(motor, taak_id).status, geteld(motor, taak_id)) == (TaakStatus.GESTOPT, [1, 2])


def test_another_persons_task_does_not_exist(motor: Engine, wie: Actor, clock: FixedClock) -> None:
    taak_id = begin(motor, wie, clock)
    with transaction(systeem(), op=motor) as session:
        ander = make_actor(session, Rol.STUDENTENZAKEN)
    with lezen(ander, op=motor) as session:
        assert service.list_eigen(session, ander, clock) == []
        for vraag in (service.list_regels, service.vraag_stop):
            with pytest.raises(NietGevonden):
                vraag(session, ander, taak_id)
        with pytest.raises(NietGevonden):
            service.get_stand(session, ander, clock, taak_id)
    assert not rij(motor, taak_id).is_stop_gevraagd


class RechtWeg(Tellen):
    """The role is taken away after the first step."""

    def __init__(self, motor: Engine, wie: Actor) -> None:
        self.motor, self.wie = motor, wie

    def bereid_voor(self, session: Session, actor: Actor, taak: TaakBeeld) -> int:
        na = super().bereid_voor(session, actor, taak)
        if na == 2:
            session.rollback()
            with transaction(systeem(), op=self.motor) as ander:
                ander.execute(sa.delete(AccountRol).where(col(AccountRol.account_id) == self.wie.account_id))
        return na


def test_who_loses_the_right_half_way_stops_half_way(motor: Engine, wie: Actor, clock: FixedClock) -> None:
    taak_id = begin(motor, wie, clock)
    TaakWorker({"tellen": RechtWeg(motor, wie)}, op=motor, clock=clock).ronde()
    taak = rij(motor, taak_id)
    assert taak.status is TaakStatus.MISLUKT
    assert geteld(motor, taak_id) == [1, 2, 3, 4], "the step in which the role went is the last"


class Stuk(Tellen):
    """Breaks in the second step, so many times."""

    def __init__(self, keer: int) -> None:
        self.keer = keer

    def doe(self, session: Session, actor: Actor, clock: Clock, taak: TaakBeeld, voorbereid: int) -> Voortgang:
        voortgang = super().doe(session, actor, clock, taak, voorbereid)
        if voorbereid == 2 and self.keer:
            self.keer -= 1
            session.add(TaakRegel(taak_id=taak.id, sleutel="99", naam="half", is_gelukt=True, tekst_nl="", tekst_en=""))
            session.flush()
            raise RuntimeError("stuk")
        return voortgang


def test_a_step_that_breaks_is_undone_and_tried_again(motor: Engine, wie: Actor, clock: FixedClock) -> None:
    taak_id = begin(motor, wie, clock)
    TaakWorker({"tellen": Stuk(MAX_POGINGEN - 1)}, op=motor, clock=clock).ronde()
    assert (rij(motor, taak_id).status, geteld(motor, taak_id)) == (TaakStatus.KLAAR, [1, 2, 3, 4, 5, 6, 7])


def test_a_step_that_keeps_breaking_fails_and_keeps_what_was_done(motor: Engine, wie: Actor, clock: FixedClock) -> None:
    taak_id = begin(motor, wie, clock)
    TaakWorker({"tellen": Stuk(1000)}, op=motor, clock=clock).ronde()
    taak = rij(motor, taak_id)
    assert (taak.status, geteld(motor, taak_id)) == (TaakStatus.MISLUKT, [1, 2])
    assert "nummer" in taak.slot_nl


def test_a_lease_that_ran_out_gives_the_work_to_another_and_the_first_writes_nothing(
    motor: Engine, wie: Actor, clock: FixedClock
) -> None:
    taak_id = begin(motor, wie, clock)

    class Traag(Tellen):
        """So slow in the second step that another worker takes over and finishes."""

        def bereid_voor(self, session: Session, actor: Actor, taak: TaakBeeld) -> int:
            na = super().bereid_voor(session, actor, taak)
            if na == 2:
                session.rollback()
                later = FixedClock(clock.nu() + LEASE + timedelta(seconds=1))
                assert TaakWorker({"tellen": Tellen()}, op=motor, clock=later).ronde()
            return na

    TaakWorker({"tellen": Traag()}, op=motor, clock=clock).ronde()
    assert (rij(motor, taak_id).status, geteld(motor, taak_id)) == (TaakStatus.KLAAR, [1, 2, 3, 4, 5, 6, 7])


def test_kill_9_at_any_moment_costs_at_most_the_step_at_hand(motor: Engine, wie: Actor, clock: FixedClock) -> None:
    toeval = random.Random(20261127)
    taak_id = begin(motor, wie, clock, tot=21)
    url = motor.url.render_as_string(hide_password=False)
    momenten = [f"{toeval.choice(('in_stap', 'voor_commit'))}:{toeval.randint(1, 3)}" for _ in range(5)]
    doden = 0
    for beurt, moment in enumerate([*momenten, "-"]):
        klaar = subprocess.run(
            [sys.executable, "-m", "tests.taak.slachtoffer", url, str(beurt * 2), moment],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
        )
        doden += klaar.returncode == -9
        assert klaar.returncode in (0, -9), klaar.stderr
        tot_nu = geteld(motor, taak_id)
        assert tot_nu == list(range(1, len(tot_nu) + 1)), "nothing twice, nothing left out"
    assert doden >= 3
    assert (rij(motor, taak_id).status, geteld(motor, taak_id)) == (TaakStatus.KLAAR, list(range(1, 22)))


def test_the_sentence_says_how_far_and_how_long() -> None:
    begin_op = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    later = begin_op + timedelta(seconds=60)
    assert resterend(begin_op, later, 100, 300) == timedelta(seconds=120)
    assert resterend(begin_op, later, 200, 300, begin=100) == timedelta(seconds=60), (
        "what was done before does not count"
    )
    assert resterend(begin_op, later, 0, 300) is None
    assert resterend(None, later, 10, 300) is None
    assert voortgang_zin(TaakStatus.BEZIG, 100, 300, timedelta(seconds=61)).nl == "100 van 300, nog ongeveer 2 minuten"
    assert (
        voortgang_zin(TaakStatus.BEZIG, 299, 300, timedelta(seconds=1)).nl == "299 van 300, nog minder dan een minuut"
    )
    assert voortgang_zin(TaakStatus.KLAAR, 300, 300, None).nl == "Klaar"
