"""Generated hours on the POKs of `pok_rijen`: full weeks of five days, one line a day, from a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from benchmarks.pok_rijen import NU, SEED, _groepen, _standaard, vul
from bpv_app.db import transaction
from bpv_app.uren.rules import Oordeel, Soort, WeekStatus
from bpv_app.uren.tables import UrenDag, UrenRegel, UrenWeek

DAGEN = 5
_GEDAAN = ("Meegelopen met een collega; zelf gemeten.", "Opdracht van maandag afgemaakt.", "=Klant geholpen", "")


def _weken(poks: list[tuple[int, date]], per_pok: int) -> Iterator[dict[str, Any]]:
    week_id = 0
    for pok_id, begin in poks:
        maandag = begin - timedelta(days=begin.weekday())
        for n in range(per_pok):
            week_id += 1
            oud = n < per_pok - 2
            yield {
                "id": week_id,
                "pok_id": pok_id,
                "maandag": maandag + timedelta(days=7 * n),
                "status": WeekStatus.GOEDGEKEURD if oud else WeekStatus.INGEDIEND if n % 2 else WeekStatus.OPEN,
                "ingediend_op": NU if oud or n % 2 else None,
                "beoordeeld_op": NU if oud else None,
                "beoordeeld_door": "Opleider" if oud else "",
            }


def _dagen(weken: Iterator[dict[str, Any]], toeval: random.Random) -> Iterator[dict[str, Any]]:
    dag_id = 0
    for week in weken:
        goed = week["status"] is WeekStatus.GOEDGEKEURD
        for n in range(DAGEN):
            dag_id += 1
            yield {
                "id": dag_id,
                "week_id": week["id"],
                "pok_id": week["pok_id"],
                "datum": week["maandag"] + timedelta(days=n),
                "omschrijving": toeval.choice(_GEDAAN),
                "oordeel": Oordeel.AKKOORD if goed else Oordeel.OPEN,
            }


def _regels(dagen: Iterator[dict[str, Any]], toeval: random.Random) -> Iterator[dict[str, Any]]:
    for dag in dagen:
        minuten = toeval.choice((480, 480, 480, 450, 510, 660))
        yield {
            "id": dag["id"],
            "dag_id": dag["id"],
            "pok_id": dag["pok_id"],
            "datum": dag["datum"],
            "soort": Soort.ZIEK if dag["id"] % 40 == 0 else Soort.GEWERKT,
            "minuten": minuten,
            "van": 510,
            "tot": 510 + minuten + 30,
            "pauze": 30,
        }


def vul_uren(pad: Path, poks: int, per_pok: int) -> Engine:
    """A migrated SQLite file with `poks` placements and `per_pok` weeks of hours in each; the engine on it."""
    motor = vul(pad, poks)
    with transaction(op=motor) as session:
        verbinding = session.connection()
        lopend = [(i, date.fromisoformat(b)) for i, b in verbinding.execute(sa.text(_ZICHTBAAR))]

        def weken() -> Iterator[dict[str, Any]]:
            return _weken(lopend, per_pok)

        bronnen: tuple[tuple[Any, Iterator[dict[str, Any]]], ...] = (
            (UrenWeek, weken()),
            (UrenDag, _dagen(weken(), random.Random(SEED))),
            (UrenRegel, _regels(_dagen(weken(), random.Random(SEED)), random.Random(SEED))),
        )
        for tabel, bron in bronnen:
            standaard = _standaard(tabel)
            for groep in _groepen(bron, 5000):
                verbinding.execute(sa.insert(tabel), [{**standaard, **rij} for rij in groep])
    with motor.connect() as verbinding:
        verbinding.exec_driver_sql("ANALYZE")
        verbinding.commit()
    return motor


_ZICHTBAAR = "SELECT id, begin_op FROM pok WHERE status IN ('definitief', 'afgerond') ORDER BY id"
