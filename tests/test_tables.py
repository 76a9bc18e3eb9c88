"""The database itself keeps the rules that must never be broken."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bpv_app.db import transaction
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.tables import PokHistorie
from bpv_app.tables import metadata
from tests.makers import NU, make_pok


def test_every_status_can_be_stored_and_no_other(motor: Engine) -> None:
    with transaction(op=motor) as session:
        ids = [make_pok(session, status=status).id for status in PokStatus]
    with transaction(op=motor) as session, pytest.raises(sa.exc.IntegrityError):
        session.execute(sa.text("UPDATE pok SET status = 'klaar' WHERE id = :id"), {"id": ids[0]})


@pytest.mark.parametrize("opdracht", ["UPDATE pok_historie SET reden = 'x'", "DELETE FROM pok_historie"])
def test_history_cannot_be_changed_or_deleted(motor: Engine, opdracht: str) -> None:
    with transaction(op=motor) as session:
        pok = make_pok(session)
        session.add(PokHistorie(pok_id=pok.id or 0, naar=PokStatus.CONCEPT, op=NU, door_naam="A"))
    with transaction(op=motor) as session, pytest.raises(sa.exc.DBAPIError):
        session.execute(sa.text(opdracht))


def test_no_column_is_meant_for_a_bsn() -> None:
    assert not [f"{t.name}.{c.name}" for t in metadata.sorted_tables for c in t.columns if "bsn" in c.name.lower()]
