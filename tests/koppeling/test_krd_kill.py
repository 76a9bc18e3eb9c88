"""Killing the server between "status changed" and "KRD told" loses nothing and tells it once. Really killed, often."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import col

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.pok.rules import KRD_LABEL, KRD_STATUS, KrdStatus, PokStatus
from bpv_app.pok.rules_krd import gebeurtenis
from bpv_app.pok.tables import Pok, PokHistorie
from tests.koppeling.krd_proces import WORTEL, SimulatorProces, simulator
from tests.koppeling.krd_slachtoffer import EINDE, MOMENTEN, STAPPEN
from tests.makers import make_pok

POKS = 10
ZAAD = 20261126


def vul(motor: Engine) -> None:
    with transaction(systeem(), op=motor) as session:
        for _ in range(POKS):
            make_pok(session)


def leef_en_sterf(motor: Engine, sim: SimulatorProces, momenten: list[str]) -> list[str]:
    """How each forked server ended: `gedood` for every moment that was reached, `klaar` for the last."""
    url = motor.url.render_as_string(hide_password=False)
    klaar = subprocess.run(
        [sys.executable, "-m", "tests.koppeling.krd_slachtoffer", url, sim.url, *momenten],
        cwd=WORTEL,
        env={**os.environ, "BPV_DEMO": "1"},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert klaar.returncode == 0, klaar.stderr
    return [regel.removeprefix(EINDE) for regel in klaar.stdout.splitlines() if regel.startswith(EINDE)]


def stand(motor: Engine) -> list[tuple[str, PokStatus, KrdStatus | None, Counter[str]]]:
    """Per POK: number, our status, the register's as we know it, and our own events by the register's name."""
    with lezen(op=motor) as session:
        poks = session.execute(
            sa.select(col(Pok.id), col(Pok.nummer), col(Pok.status), col(Pok.krd_status)).order_by(col(Pok.id))
        ).all()
        historie: dict[int, Counter[str]] = {p.id: Counter() for p in poks}
        for pok_id, naar in session.execute(sa.select(col(PokHistorie.pok_id), col(PokHistorie.naar))):
            historie[pok_id][gebeurtenis(naar)] += 1
    return [(p.nummer, p.status, p.krd_status, historie[p.id]) for p in poks]


def ontvangen(sim: SimulatorProces, nummer: str) -> list[dict[str, Any]]:
    held = sim.pok(nummer)
    assert held is not None
    berichten: list[dict[str, Any]] = held["berichten"]
    return berichten


def check_gelijk(motor: Engine, sim: SimulatorProces) -> None:
    """Both sides hold the same, every event of ours counted exactly once there, in our order."""
    for nummer, status, krd_status, gebeurtenissen in stand(motor):
        held = sim.pok(nummer)
        assert held is not None
        assert krd_status is KRD_STATUS[status], nummer
        assert held["status"] == KRD_LABEL[KRD_STATUS[status]].nl, nummer
        assert held["tellingen"] == gebeurtenissen, nummer
        assert [b["volgorde"] for b in held["berichten"]] == list(range(1, gebeurtenissen.total() + 1))
        assert {b["uitkomst"] for b in held["berichten"]} == {"aangenomen"}
    with lezen(op=motor) as session:
        statussen = Counter(session.execute(sa.select(col(Bericht.status))).scalars())
    assert statussen == {BerichtStatus.AFGELEVERD: POKS * STAPPEN}


def dubbel(motor: Engine, sim: SimulatorProces) -> int:
    """How many times the register got a message it already had."""
    return sum(b["ontvangen"] - 1 for nummer, *_ in stand(motor) for b in ontvangen(sim, nummer))


def test_killed_at_every_moment_nothing_is_lost_and_nothing_counts_twice(motor: Engine, tmp_path: Path) -> None:
    vul(motor)
    momenten = [f"{moment}:{keer}" for moment in MOMENTEN for keer in (1, 2)]
    with simulator(tmp_path) as sim:
        assert leef_en_sterf(motor, sim, [*momenten, "-"]) == ["gedood"] * len(momenten) + ["klaar"]
        check_gelijk(motor, sim)
        assert dubbel(motor, sim) >= 4  # died twice after sending and twice while storing the answer


def test_killed_again_and_again_at_random_moments(motor: Engine, tmp_path: Path) -> None:
    vul(motor)
    toeval = random.Random(ZAAD)
    momenten = [f"{toeval.choice(MOMENTEN)}:{toeval.randint(1, 3)}" for _ in range(20)]
    with simulator(tmp_path) as sim:
        einden = leef_en_sterf(motor, sim, [*momenten, "-"])
        assert einden[-1] == "klaar"
        assert set(einden[:-1]) == {"gedood"}
        assert len(einden) > 8
        check_gelijk(motor, sim)
