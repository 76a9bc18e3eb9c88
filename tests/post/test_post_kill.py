"""Killing the worker while it sends mail: every mail arrives at most once, and none is lost without a word.

Real processes, a real SMTP line, SIGKILL; also by the server itself, between receiving a mail and answering it.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import col

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import klok
from bpv_app.outbox.tables import Bericht
from bpv_app.post.rules import MailStatus
from bpv_app.post.tables import Mail
from tests.koppeling.krd_proces import WORTEL
from tests.koppeling.krd_slachtoffer import EINDE
from tests.makers import make_mail
from tests.post.slachtoffer import MOMENTEN
from tests.post.smtp_server import Ontvangen, SmtpProef, smtp_server

MAILS = 24
ZAAD = 20261126


def vul(motor: Engine) -> None:
    with transaction(systeem(), op=motor) as session:
        for _ in range(MAILS):
            make_mail(session, clock=klok)


def leef_en_sterf(motor: Engine, server: SmtpProef, momenten: list[str], pid: Path) -> list[str]:
    """How each worker ended: `gedood`, or `klaar` for the one that emptied the outbox."""
    url = motor.url.render_as_string(hide_password=False)
    klaar = subprocess.run(
        [sys.executable, "-m", "tests.post.slachtoffer", url, server.url, *momenten],
        cwd=WORTEL,
        env={**os.environ, "BPV_DEMO": "1", "BPV_PROEF_PID": str(pid)},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert klaar.returncode == 0, klaar.stderr
    return [regel.removeprefix(EINDE) for regel in klaar.stdout.splitlines() if regel.startswith(EINDE)]


def aangekomen(server: SmtpProef) -> Counter[str]:
    """How often each mail arrived, by the key in its Message-ID."""
    return Counter(m.message_id.strip("<>").partition("@")[0] for m in server.gedrag.ontvangen)


def check_eerlijk(motor: Engine, server: SmtpProef) -> Counter[MailStatus]:
    """What our log says is true: sent mails arrived, exactly once; the rest is uncertain, and arrived once or not."""
    vraag = sa.select(col(Bericht.sleutel), col(Mail.status)).join(Mail, col(Mail.id) == col(Bericht.onderwerp_id))
    with lezen(op=motor) as session:
        standen: dict[str, MailStatus] = {rij.sleutel: rij.status for rij in session.execute(vraag)}
    keer = aangekomen(server)
    assert len(standen) == MAILS
    assert set(keer) <= set(standen)
    assert max(keer.values()) == 1
    for sleutel, status in standen.items():
        assert status in (MailStatus.VERZONDEN, MailStatus.ONZEKER)
        if status is MailStatus.VERZONDEN:
            assert keer[sleutel] == 1
    return Counter(standen.values())


def test_killed_at_every_moment_no_mail_arrives_twice_and_none_is_lost_silently(motor: Engine, tmp_path: Path) -> None:
    vul(motor)
    momenten = [f"{moment}:{keer}" for moment in MOMENTEN for keer in (1, 2)]
    with smtp_server() as server:
        einden = leef_en_sterf(motor, server, [*momenten, "-"], tmp_path / "pid")
        assert einden == ["gedood"] * len(momenten) + ["klaar"]
        geteld = check_eerlijk(motor, server)
        # Twice after the mark (these never left), twice after the answer, once while storing it (these arrived). The
        # other death while storing fell on a mail that was uncertain already.
        assert geteld[MailStatus.ONZEKER] == 5
        assert aangekomen(server).total() == MAILS - 2


def test_killed_between_receiving_and_answering(motor: Engine, tmp_path: Path) -> None:
    """The server has the mail, kills the sender before answering, and cuts the line."""
    vul(motor)
    pid = tmp_path / "pid"
    with smtp_server() as server:

        def dood(_mail: Ontvangen) -> None:
            if len(server.gedrag.ontvangen) in (3, 7, 8):
                os.kill(int(pid.read_text()), signal.SIGKILL)

        server.gedrag.na_tekst = dood
        assert leef_en_sterf(motor, server, ["-"] * 5, pid) == ["gedood"] * 3 + ["klaar"]
        assert check_eerlijk(motor, server) == {MailStatus.ONZEKER: 3, MailStatus.VERZONDEN: MAILS - 3}
        assert aangekomen(server).total() == MAILS


@pytest.mark.parametrize("zaad", [ZAAD, ZAAD + 1])
def test_killed_again_and_again_at_random_moments(motor: Engine, tmp_path: Path, zaad: int) -> None:
    vul(motor)
    toeval = random.Random(zaad)
    momenten = [f"{toeval.choice(MOMENTEN)}:{toeval.randint(1, 3)}" for _ in range(12)]
    with smtp_server() as server:
        einden = leef_en_sterf(motor, server, [*momenten, "-"], tmp_path / "pid")
        assert einden[-1] == "klaar"
        assert set(einden[:-1]) == {"gedood"}
        assert len(einden) > 8
        check_eerlijk(motor, server)
