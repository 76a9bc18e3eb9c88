"""A register in this process, without HTTP: what the listener and the comparison read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine
from sqlmodel import Session

from bpv_app.db import transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.koppeling.krd.luisteren import Luisteraar
from bpv_app.koppeling.krd.rules import maak_bericht
from bpv_app.koppeling.krd.simulator_bericht import lees_bericht
from bpv_app.koppeling.krd.simulator_store import Register
from bpv_app.koppeling.krd.simulator_wijziging import lees_register_wijziging
from bpv_app.outbox.rules import TeLeveren
from bpv_app.pok.krd_bericht import als_payload
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.service_basis import maak_bericht as pok_bericht
from bpv_app.pok.tables import Pok

SECONDE = timedelta(seconds=1)


class Lijn:
    """The simulator's register, told and asked directly."""

    def __init__(self, register: Register, motor: Engine, clock: FixedClock) -> None:
        self.register, self.motor, self.clock = register, motor, clock
        self.luisteraar = Luisteraar(self, op=motor, clock=clock)

    def wijzigingen(self, na: int) -> Any:
        return self.register.wijzigingen(na, 3)

    def poks(self, vanaf: int) -> Any:
        return self.register.poks("", vanaf, 2)

    def wijzig(self, **wat: Any) -> None:
        """Somebody at the register changes something, a second later than the last time."""
        self.clock.moment += SECONDE
        assert self.register.wijzig(lees_register_wijziging(wat))

    def luister(self) -> int:
        return self.luisteraar.alles()

    def kent(self, session: Session, pok: Pok, *stappen: PokStatus) -> None:
        """The register gets these events of a POK, as it is now, and we know its answer."""
        for i, status in enumerate(stappen, 1):
            inhoud = als_payload(pok_bericht(session, pok, status, "Bij de proef"))
            bericht = TeLeveren(i, "krd", inhoud["gebeurtenis"], f"pok:{pok.id}", i, f"proef-{pok.id}-{i}", inhoud)
            antwoord = self.register.verwerk(bericht.sleutel, lees_bericht(maak_bericht(bericht)))
            assert antwoord.http == 200, antwoord.lichaam


@contextmanager
def lijn(motor: Engine, clock: FixedClock, map_: Path) -> Iterator[Lijn]:
    """A line with an empty register in `map_`."""
    register = Register(map_ / "krd.db", clock)
    try:
        yield Lijn(register, motor, clock)
    finally:
        register.close()


def schrijf(motor: Engine, werk: Any) -> Any:
    """Do this in a transaction of its own."""
    with transaction(systeem(), op=motor) as session:
        return werk(session)
