"""Short ways to import a text in a test."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.inlezen import Droogloop, ImportSoort
from bpv_app.koppeling import inlezen
from bpv_app.tables import metadata

SYSTEEM = systeem()


def proef(
    motor: Engine,
    clock: Clock,
    soort: ImportSoort,
    tekst: str | bytes,
    actor: Actor = SYSTEEM,
    indeling: dict[str, str] | None = None,
    naam: str = "bestand.csv",
) -> Droogloop:
    """Upload and dry run."""
    inhoud = tekst.encode() if isinstance(tekst, str) else tekst
    with lezen(actor, op=motor) as session:
        voorbeeld = inlezen.ontvang(session, actor, soort, inhoud, naam)
        return inlezen.droogloop(session, actor, clock, soort, voorbeeld.sha256, naam, indeling)


def neem_over(
    motor: Engine,
    clock: Clock,
    soort: ImportSoort,
    tekst: str | bytes,
    actor: Actor = SYSTEEM,
    indeling: dict[str, str] | None = None,
) -> Droogloop:
    """Upload, dry run and apply."""
    droog = proef(motor, clock, soort, tekst, actor, indeling)
    with transaction(actor, op=motor) as session:
        inlezen.pas_toe(session, actor, clock, droog)
    return droog


def rijen(motor: Engine, vraag: str, **waarden: object) -> list[tuple[Any, ...]]:
    """Rows of a query, dates as text on both databases."""
    with motor.connect() as verbinding:
        uit = verbinding.execute(sa.text(vraag), waarden).fetchall()
    return [tuple(w.isoformat() if hasattr(w, "isoformat") else w for w in rij) for rij in uit]


def alles(motor: Engine, *behalve: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    return {t.name: rijen(motor, f'SELECT * FROM "{t.name}"') for t in metadata.sorted_tables if t.name not in behalve}
