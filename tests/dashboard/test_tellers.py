"""A counter of the start page is the number of rows of the list it leads to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import col

from bpv_app.db import lezen, transaction
from bpv_app.gesprek.queries_moment import GESPREKKEN
from bpv_app.gesprek.queries_tellers import tel_gesprekken
from bpv_app.gesprek.rules import MomentStatus
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel import clock as tijd
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.rechten import Rol
from tests.dashboard.cijfer_school import VANDAAG, maak_school

NU = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def test_conversations_are_counted_as_their_list_counts_them(motor: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tijd, "klok", FixedClock(NU))
    with transaction(systeem(), op=motor) as session:
        school = maak_school(session, 8, 80)
        moment_ids = session.execute(
            sa.select(col(Contactmoment.id)).where(col(Contactmoment.status) == MomentStatus.TE_PLANNEN)
        ).scalars()
        for n, moment_id in enumerate(moment_ids):  # appointments before, in and after this week
            if n % 2 == 0:
                waarden = {"status": MomentStatus.GEPLAND, "afspraak_op": NU.replace(day=20 + n % 10)}
                session.execute(sa.update(Contactmoment).where(col(Contactmoment.id) == moment_id).values(waarden))
            elif n % 3 == 0:  # and windows that end in it
                waarden = {"venster_van": VANDAAG, "venster_tot": VANDAAG}
                session.execute(sa.update(Contactmoment).where(col(Contactmoment.id) == moment_id).values(waarden))
    wie = (
        Actor(1, "S", (RolToewijzing(Rol.COORDINATOR),)),
        Actor(1, "C", (RolToewijzing(Rol.COORDINATOR, team_id=school.teams[0]),)),
        Actor(school.begeleiders[0], "B", (RolToewijzing(Rol.ONDERWIJSBEGELEIDER),)),
    )
    gezien: set[int] = set()
    for actor in wie:
        with lezen(actor, op=motor) as session:
            for teller in tel_gesprekken(session, actor, VANDAAG, NU):
                assert teller.aantal == GESPREKKEN.vraag(session, actor, teller.vraag).totaal, teller.sleutel
                gezien.add(teller.aantal)
    assert max(gezien) > 5


def test_who_may_not_see_conversations_has_no_counter(motor: Engine) -> None:
    with lezen(op=motor) as session:
        assert tel_gesprekken(session, Actor(1, "X", ()), VANDAAG, NU) == ()
