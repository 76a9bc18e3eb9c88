"""A message is part of the transaction that causes it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bpv_app.db import lezen, transaction
from bpv_app.kernel.clock import FixedClock
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.service import WEKKER, heeft_wachtend, probeer_nu, tel, zet_klaar
from bpv_app.outbox.tables import Bericht
from tests.outbox.kanaal import lees, zet


def test_numbers_count_per_channel_and_group(session: Session, clock: FixedClock) -> None:
    def nieuw(kanaal: str, groep: str) -> Bericht:
        return zet_klaar(session, kanaal=kanaal, soort="x", groep=groep, payload={"a": 1}, op=clock.nu())

    berichten = [nieuw("krd", "pok:1"), nieuw("krd", "pok:2"), nieuw("krd", "pok:1"), nieuw("dbs", "pok:1")]
    assert [b.volgnummer for b in berichten] == [1, 1, 2, 1]
    assert len({b.sleutel for b in berichten}) == 4
    assert [b.onderwerp_id for b in berichten] == [1, 2, 1, 1]
    assert [nieuw("krd", groep).onderwerp_id for groep in ("alles", "pok:x", "pok:²")] == [None, None, None]
    assert {b.status for b in berichten} == {BerichtStatus.WACHT}


def test_rolled_back_with_the_transaction_that_caused_it(motor: Engine, clock: FixedClock) -> None:
    def half() -> None:
        with transaction(op=motor) as session:
            zet_klaar(session, kanaal="krd", soort="x", groep="pok:1", payload={}, op=clock.nu())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    with lezen(op=motor) as session:
        assert session.exec(select(Bericht)).all() == []


def test_a_commit_with_a_message_wakes_the_worker(motor: Engine, clock: FixedClock) -> None:
    WEKKER.clear()
    with transaction(op=motor):
        pass
    assert not WEKKER.is_set()
    with transaction(op=motor) as session:
        zet_klaar(session, kanaal="krd", soort="x", groep="pok:1", payload={}, op=clock.nu())
        assert not WEKKER.is_set()
    assert WEKKER.is_set()


def test_two_at_once_in_one_group_get_two_numbers(motor: Engine, clock: FixedClock) -> None:
    start = threading.Barrier(4)

    def schrijf() -> None:
        start.wait()
        for _ in range(5):
            zet(motor, clock.nu(), "pok:1")

    draden = [threading.Thread(target=schrijf) for _ in range(4)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    with lezen(op=motor) as session:
        assert sorted(session.exec(select(Bericht.volgnummer)).all()) == list(range(1, 21))


def test_waiting_can_be_seen_counted_and_cut_short(motor: Engine, clock: FixedClock) -> None:
    nu, later = clock.nu(), clock.nu() + timedelta(minutes=5)
    een, twee = zet(motor, later, "pok:1", "pok:2")
    with transaction(op=motor) as session:
        assert heeft_wachtend(session, kanaal="proef", groep="pok:1")
        assert not heeft_wachtend(session, kanaal="proef", groep="pok:3")
        assert not heeft_wachtend(session, kanaal="krd", groep="pok:1")
        assert tel(session, kanaal="proef") == {
            BerichtStatus.WACHT: 2,
            BerichtStatus.AFGELEVERD: 0,
            BerichtStatus.GEWEIGERD: 0,
            BerichtStatus.INGETROKKEN: 0,
        }
        assert probeer_nu(session, kanaal="proef", op=nu, groepen=["pok:1", "pok:9"]) == 1
    assert (lees(motor, een).volgende_op, lees(motor, twee).volgende_op) == (nu, later)
    with transaction(op=motor) as session:
        assert probeer_nu(session, kanaal="proef", op=nu) == 1
    assert lees(motor, twee).volgende_op == nu
