"""Order, retries, leases, crashes and several workers, on SQLite and PostgreSQL."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from bpv_app.db import lezen, transaction
from bpv_app.kernel.clock import FixedClock
from bpv_app.outbox.rules import (
    GEEN_LIJN,
    LEASE,
    LEVERTIJD,
    Aangenomen,
    BerichtStatus,
    GeenAntwoord,
    Geweigerd,
    TeLeveren,
    Uitkomst,
)
from bpv_app.outbox.tables import Bericht
from bpv_app.outbox.worker import BATCH, Worker, WorkerDraad
from tests.outbox.kanaal import NepKanaal, lees, zet

LANG_GENOEG = 60
"""Seconds a test waits at most for a thread; reached only when something is broken."""


def maak(motor: Engine, kanaal: NepKanaal, clock: FixedClock) -> Worker:
    return Worker({"proef": kanaal}, op=motor, clock=clock, toeval=lambda: 0.0)


def loop_leeg(worker: Worker) -> int:
    """Rounds until nothing is due; returns how many messages were tried."""
    geprobeerd = 0
    while aantal := worker.ronde():
        geprobeerd += aantal
    return geprobeerd


def test_delivered_once_and_settled(motor: Engine, clock: FixedClock) -> None:
    kanaal = NepKanaal()
    (een,) = zet(motor, clock.nu(), "pok:1", payload={"begin": "2027-02-01"})
    assert loop_leeg(maak(motor, kanaal, clock)) == 1
    rij = lees(motor, een)
    assert kanaal.ontvangen == [TeLeveren(een, "proef", "iets", "pok:1", 1, rij.sleutel, {"begin": "2027-02-01"})]
    assert (rij.status, rij.antwoord, rij.pogingen) == (BerichtStatus.AFGELEVERD, {"ok": True}, 1)
    assert (rij.afgehandeld_op, rij.claim, rij.geclaimd_tot) == (clock.nu(), "", None)


def test_a_group_keeps_its_order_and_groups_do_not_wait_for_each_other(motor: Engine, clock: FixedClock) -> None:
    kanaal = NepKanaal(lambda b: GeenAntwoord("http_500", "stuk") if b.groep == "pok:1" else Aangenomen())
    een, twee, ander, nog = zet(motor, clock.nu(), "pok:1", "pok:1", "pok:2", "pok:2")
    worker = maak(motor, kanaal, clock)
    loop_leeg(worker)
    assert kanaal.volgorde() == [("pok:1", 1), ("pok:2", 1), ("pok:2", 2)]
    assert lees(motor, twee).pogingen == 0
    assert {lees(motor, i).status for i in (ander, nog)} == {BerichtStatus.AFGELEVERD}
    kanaal.antwoord = lambda _b: Aangenomen()
    clock.moment += timedelta(seconds=2)
    loop_leeg(worker)
    assert kanaal.volgorde()[3:] == [("pok:1", 1), ("pok:1", 2)]
    assert kanaal.ontvangen[3].sleutel == kanaal.ontvangen[0].sleutel == lees(motor, een).sleutel


def test_a_refusal_is_final_and_lets_the_next_one_pass(motor: Engine, clock: FixedClock) -> None:
    kanaal = NepKanaal(lambda b: Geweigerd("TE_LAAT", "Te laat.", {"x": 1}) if b.volgnummer == 1 else Aangenomen())
    een, twee = zet(motor, clock.nu(), "pok:1", "pok:1")
    loop_leeg(maak(motor, kanaal, clock))
    rij = lees(motor, een)
    assert (rij.status, rij.fout_code, rij.fout_tekst, rij.antwoord) == (
        BerichtStatus.GEWEIGERD,
        "TE_LAAT",
        "Te laat.",
        {"x": 1},
    )
    assert lees(motor, twee).status is BerichtStatus.AFGELEVERD
    assert [i for i, _ in kanaal.verwerkt] == [een, twee]
    assert [b.vorige_fout for b in kanaal.ontvangen] == ["", "TE_LAAT"]


def test_tries_are_spaced_further_and_further_apart(motor: Engine, clock: FixedClock) -> None:
    kanaal = NepKanaal(lambda _b: GeenAntwoord("http_500", "stuk"))
    (een,) = zet(motor, clock.nu(), "pok:1")
    worker = maak(motor, kanaal, clock)
    wachttijden = []
    for _ in range(4):
        assert loop_leeg(worker) == 1
        rij = lees(motor, een)
        assert (rij.status, rij.fout_code, rij.claim, rij.geclaimd_tot) == (BerichtStatus.WACHT, "http_500", "", None)
        wachttijden.append((rij.volgende_op - clock.nu()).total_seconds())
        clock.moment = rij.volgende_op - timedelta(microseconds=1)
        assert loop_leeg(worker) == 0
        clock.moment = rij.volgende_op
    assert wachttijden == [1, 2, 4, 8]


def test_a_dead_line_is_not_tried_with_every_message(motor: Engine, clock: FixedClock) -> None:
    kanaal = NepKanaal(lambda _b: GeenAntwoord(GEEN_LIJN, "geen verbinding", lijn_dood=True))
    ids = zet(motor, clock.nu(), *(f"pok:{i}" for i in range(5)))
    worker = maak(motor, kanaal, clock)
    assert worker.ronde() == 1
    assert worker.ronde() == 0
    assert [lees(motor, i).pogingen for i in ids] == [1, 0, 0, 0, 0]
    assert {lees(motor, i).claim for i in ids} == {""}
    clock.moment += timedelta(seconds=0.5)
    assert worker.ronde() == 1
    assert [lees(motor, i).pogingen for i in ids] == [1, 1, 0, 0, 0]


def test_when_the_line_is_back_nothing_waits_for_its_turn(motor: Engine, clock: FixedClock) -> None:
    kanaal = NepKanaal(lambda _b: GeenAntwoord(GEEN_LIJN, "geen verbinding", lijn_dood=True))
    een, twee, anders = zet(motor, clock.nu(), "pok:1", "pok:2", "pok:3")
    worker = maak(motor, kanaal, clock)
    worker.ronde()
    over_een_uur = clock.nu() + timedelta(hours=1)
    with transaction(op=motor) as session:
        for bericht_id, code in ((twee, GEEN_LIJN), (anders, "http_500")):
            bericht = session.get_one(Bericht, bericht_id)
            bericht.volgende_op, bericht.fout_code = over_een_uur, code
    kanaal.antwoord = lambda _b: Aangenomen()
    clock.moment += timedelta(seconds=1)
    loop_leeg(worker)
    assert {lees(motor, i).status for i in (een, twee)} == {BerichtStatus.AFGELEVERD}
    assert (lees(motor, anders).status, lees(motor, anders).volgende_op) == (BerichtStatus.WACHT, over_een_uur)


def test_a_worker_killed_between_send_and_store_sends_again_with_the_same_key(motor: Engine, clock: FixedClock) -> None:
    class Gedood(BaseException):
        """Stands for kill -9: nothing after it runs."""

    def sterf(_bericht: TeLeveren) -> Uitkomst:
        raise Gedood

    kanaal = NepKanaal(sterf)
    (een,) = zet(motor, clock.nu(), "pok:1")
    with pytest.raises(Gedood):
        maak(motor, kanaal, clock).ronde()
    assert lees(motor, een).status is BerichtStatus.WACHT
    kanaal.antwoord = lambda _b: Aangenomen()
    opvolger = maak(motor, kanaal, clock)
    assert opvolger.ronde() == 0
    clock.moment += LEASE
    assert opvolger.ronde() == 1
    assert len({b.sleutel for b in kanaal.ontvangen}) == 1
    assert (len(kanaal.ontvangen), lees(motor, een).pogingen) == (2, 2)
    assert lees(motor, een).status is BerichtStatus.AFGELEVERD


def test_an_answer_that_comes_after_the_lease_is_left_to_the_new_holder(motor: Engine, clock: FixedClock) -> None:
    snel = NepKanaal(lambda _b: Aangenomen({"wie": "snel"}))

    def traag(_bericht: TeLeveren) -> Uitkomst:
        clock.moment += LEASE
        maak(motor, snel, clock).ronde()
        return Geweigerd("TE_LAAT", "te laat")

    kanaal = NepKanaal(traag)
    (een,) = zet(motor, clock.nu(), "pok:1")
    maak(motor, kanaal, clock).ronde()
    assert (lees(motor, een).status, lees(motor, een).antwoord) == (BerichtStatus.AFGELEVERD, {"wie": "snel"})
    assert (len(snel.verwerkt), len(kanaal.verwerkt)) == (1, 0)


def test_no_delivery_is_started_with_too_little_lease_left(motor: Engine, clock: FixedClock) -> None:
    def traag(_bericht: TeLeveren) -> Uitkomst:
        clock.moment += LEVERTIJD
        return Aangenomen()

    kanaal = NepKanaal(traag)
    ids = zet(motor, clock.nu(), *(f"pok:{i}" for i in range(8)))
    assert maak(motor, kanaal, clock).ronde() == LEASE // LEVERTIJD
    rest = [lees(motor, i) for i in ids if lees(motor, i).status is BerichtStatus.WACHT]
    assert [(b.claim, b.geclaimd_tot, b.pogingen) for b in rest] == [("", None, 0)] * len(rest)
    assert rest


def test_the_answer_and_its_consequence_are_one_transaction(motor: Engine, clock: FixedClock) -> None:
    kanaal = NepKanaal()

    def stuk(session: Session) -> None:
        zet_in = Bericht(
            kanaal="gevolg",
            soort="x",
            groep="g",
            volgnummer=1,
            sleutel="gevolg-1",
            status=BerichtStatus.WACHT,
            volgende_op=clock.nu(),
            aangemaakt_op=clock.nu(),
        )
        session.add(zet_in)
        session.flush()
        raise RuntimeError("stuk")

    kanaal.bij_verwerken = stuk
    (een,) = zet(motor, clock.nu(), "pok:1")
    worker = maak(motor, kanaal, clock)
    assert worker.ronde() == 1
    rij = lees(motor, een)
    assert (rij.status, rij.fout_code, rij.antwoord) == (BerichtStatus.WACHT, "fout_in_verwerking", {})
    with lezen(op=motor) as session:
        assert session.exec(select(Bericht.id).where(Bericht.kanaal == "gevolg")).all() == []
    kanaal.bij_verwerken = lambda _session: None
    clock.moment = rij.volgende_op
    assert worker.ronde() == 1
    assert lees(motor, een).status is BerichtStatus.AFGELEVERD


def test_a_bug_in_a_channel_is_tried_again_and_does_not_stop_the_rest(motor: Engine, clock: FixedClock) -> None:
    def half(bericht: TeLeveren) -> Uitkomst:
        if bericht.groep == "pok:1":
            raise ZeroDivisionError
        return Aangenomen()

    een, twee = zet(motor, clock.nu(), "pok:1", "pok:2")
    loop_leeg(maak(motor, NepKanaal(half), clock))
    assert (lees(motor, een).fout_code, lees(motor, een).status) == ("fout_in_koppeling", BerichtStatus.WACHT)
    assert lees(motor, twee).status is BerichtStatus.AFGELEVERD


def test_messages_of_a_channel_that_is_not_connected_wait(motor: Engine, clock: FixedClock) -> None:
    kanaal = NepKanaal()
    (een,) = zet(motor, clock.nu(), "pok:1", kanaal="dbs")
    assert maak(motor, kanaal, clock).ronde() == 0
    assert (lees(motor, een).status, kanaal.ontvangen) == (BerichtStatus.WACHT, [])


def test_long_errors_are_cut_to_what_the_table_holds(motor: Engine, clock: FixedClock) -> None:
    kanaal = NepKanaal(lambda _b: Geweigerd("C" * 100, "t" * 1000))
    (een,) = zet(motor, clock.nu(), "pok:1")
    loop_leeg(maak(motor, kanaal, clock))
    rij = lees(motor, een)
    assert (len(rij.fout_code), len(rij.fout_tekst)) == (60, 500)


def test_several_workers_share_the_work_each_message_once_each_group_in_order(motor: Engine, clock: FixedClock) -> None:
    groepen = [f"pok:{i}" for i in range(2 * BATCH)]
    zet(motor, clock.nu(), *groepen, *groepen, *groepen)
    kanaal = NepKanaal()
    werkers = [maak(motor, kanaal, clock) for _ in range(3)]
    start, fouten = threading.Barrier(3), []

    def werk(worker: Worker) -> None:
        start.wait()
        try:
            while len(kanaal.verwerkt) < 3 * len(groepen):
                worker.ronde()
        except Exception as fout:
            fouten.append(fout)
            raise

    draden = [threading.Thread(target=werk, args=(w,), daemon=True) for w in werkers]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join(LANG_GENOEG)
    assert not fouten
    assert max(Counter(b.id for b in kanaal.ontvangen).values()) == 1
    assert len(kanaal.ontvangen) == 3 * len(groepen)
    for groep in groepen:
        assert [n for g, n in kanaal.volgorde() if g == groep] == [1, 2, 3]


@pytest.fixture
def draad_en_kanaal(motor: Engine, clock: FixedClock) -> Iterator[tuple[WorkerDraad, NepKanaal]]:
    kanaal = NepKanaal()
    draad = WorkerDraad(maak(motor, kanaal, clock))
    draad.start()
    yield draad, kanaal
    draad.stop(LANG_GENOEG)


def test_a_worker_in_a_thread_delivers_after_a_commit_and_stops(
    motor: Engine, clock: FixedClock, draad_en_kanaal: tuple[WorkerDraad, NepKanaal]
) -> None:
    draad, kanaal = draad_en_kanaal
    aangekomen = threading.Event()
    kanaal.bij_verwerken = lambda _session: aangekomen.set()
    with transaction(op=motor):
        pass
    (een,) = zet(motor, clock.nu(), "pok:1")
    assert aangekomen.wait(LANG_GENOEG)
    draad.stop(LANG_GENOEG)
    assert not draad.leeft()
    assert lees(motor, een).status is BerichtStatus.AFGELEVERD
    (twee,) = zet(motor, clock.nu(), "pok:1")
    assert lees(motor, twee).pogingen == 0
