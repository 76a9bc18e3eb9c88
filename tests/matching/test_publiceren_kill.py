"""Killing the process that publishes leaves the result published once or not at all. Really killed, often."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_voorstel import VoorstelStatus
from bpv_app.matching.tables import PlaatsClaim
from bpv_app.matching.tables_ronde import Ronde
from bpv_app.matching.tables_uitslag import Plaatsing, PlaatsingGebeurtenis
from bpv_app.matching.tables_voorstel import Voorstel
from bpv_app.outbox.tables import Bericht
from bpv_app.post.tables import Mail
from tests.koppeling.krd_proces import WORTEL
from tests.koppeling.krd_slachtoffer import EINDE
from tests.matching.cast_uitslag import maak_uitslagcast
from tests.matching.slachtoffer import tel_opdrachten

ZAAD = 20261127


def vul(motor: Engine, clock: FixedClock) -> int:
    with transaction(systeem(), op=motor) as session:
        return maak_uitslagcast(session, clock).voorstel(session, 0, 1, 2).id or 0


def leef_en_sterf(motor: Engine, voorstel_id: int, momenten: list[str]) -> list[str]:
    """How each forked process ended."""
    url = motor.url.render_as_string(hide_password=False)
    klaar = subprocess.run(
        [sys.executable, "-m", "tests.matching.slachtoffer", url, str(voorstel_id), *momenten],
        cwd=WORTEL,
        env={**os.environ, "BPV_DEMO": "1"},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert klaar.returncode == 0, klaar.stderr
    return [regel.removeprefix(EINDE) for regel in klaar.stdout.splitlines() if regel.startswith(EINDE)]


def stand(motor: Engine, voorstel_id: int) -> tuple[VoorstelStatus, RondeStatus, dict[str, int]]:
    """Status of proposal and round, and how many rows publishing has left."""

    def tel(session: Session, soort: type) -> int:
        aantal: int = session.execute(sa.select(sa.func.count()).select_from(soort)).scalar_one()
        return aantal

    with lezen(op=motor) as session:
        voorstel = session.get_one(Voorstel, voorstel_id)
        ronde = session.get_one(Ronde, voorstel.ronde_id)
        rijen = {s.__name__: tel(session, s) for s in (PlaatsClaim, Plaatsing, PlaatsingGebeurtenis, Mail, Bericht)}
        sjablonen = Counter(session.execute(sa.select(col(Mail.sjabloon))).scalars())
    assert sum(sjablonen.values()) == rijen["Mail"]
    return voorstel.status, ronde.status, rijen


NIETS = {"PlaatsClaim": 0, "Plaatsing": 0, "PlaatsingGebeurtenis": 0, "Mail": 0, "Bericht": 0}
ALLES = {"PlaatsClaim": 3, "Plaatsing": 3, "PlaatsingGebeurtenis": 3, "Mail": 6, "Bericht": 6}


def check_heel_of_niets(motor: Engine, voorstel_id: int) -> bool:
    """Whether it is published; everything agrees with that."""
    status, ronde, rijen = stand(motor, voorstel_id)
    if status is VoorstelStatus.GEPUBLICEERD:
        assert (ronde, rijen) == (RondeStatus.GEPUBLICEERD, ALLES)
        return True
    assert (status, ronde, rijen) == (VoorstelStatus.CONCEPT, RondeStatus.GESLOTEN, NIETS)
    return False


def test_killed_after_any_statement_it_was_not_published_and_then_it_is_once(motor: Engine, clock: FixedClock) -> None:
    voorstel_id = vul(motor, clock)
    url = motor.url.render_as_string(hide_password=False)
    opdrachten = tel_opdrachten(url, voorstel_id) - 10  # the rehearsal's own: connecting, finding the proposal
    assert opdrachten > 30
    assert not check_heel_of_niets(motor, voorstel_id)
    toeval = random.Random(ZAAD)
    momenten = [f"opdracht:{toeval.randint(1, opdrachten)}" for _ in range(15)]
    assert leef_en_sterf(motor, voorstel_id, [*momenten, "voor_commit:1"]) == ["gedood"] * 16
    assert not check_heel_of_niets(motor, voorstel_id)
    assert leef_en_sterf(motor, voorstel_id, ["na_commit:1", "-"]) == ["gedood", "klaar"]
    assert check_heel_of_niets(motor, voorstel_id)


def test_killed_from_outside_at_random_moments_until_it_gets_through(motor: Engine, clock: FixedClock) -> None:
    voorstel_id = vul(motor, clock)
    toeval = random.Random(ZAAD)
    momenten = sorted(toeval.randint(1_000, 200_000) for _ in range(20))
    einden = leef_en_sterf(motor, voorstel_id, [f"tijd:{m}" for m in momenten])
    assert set(einden[:-1]) == {"gedood"}
    check_heel_of_niets(motor, voorstel_id)
    assert leef_en_sterf(motor, voorstel_id, ["-"]) == ["klaar"]
    assert check_heel_of_niets(motor, voorstel_id)
